import * as fs from 'node:fs';
import * as path from 'node:path';
import { toManifests } from 'cdk-kata';
import { ApiObject, App, Chart } from 'cdk8s';
import { sandboxWorkload } from '../../lib/sandbox/workload/sandbox-workload';
import type { Manifest } from '../util/manifests';
import { kubectl, tryKubectl } from './cluster';
import { crd } from './custom-kinds';

/** Custom resources and lists that go into VMs, before an API server that has their definitions: input and output are validated strictly. */
const TARGET = {
  runtimeClassName: 'kata-e2e',
  shim: 'qemu',
  requiresMemoryLimit: false,
  runtime: 'go' as const,
  allowedAnnotations: [],
  nodeSelector: { pool: 'kata' },
  tolerations: [{ key: 'dedicated', operator: 'Exists' as const }],
};

const fixture = (file: string) => JSON.parse(fs.readFileSync(path.join(__dirname, '../fixtures', file), 'utf8'));

type Json = Record<string, unknown>;
const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const DROPPED = /^(x-kubernetes-(list|map|patch|group|union|validations)|description|default$|\$ref$|allOf$|oneOf$)/;

/** The schema that the API server itself has of pods, as a CustomResourceDefinition takes it. */
function podSpecSchema(): Json {
  const { schemas } = JSON.parse(kubectl(['get', '--raw', '/openapi/v3/api/v1'])).components;
  const structural = (schema: Json): Json => {
    const ref = schema.$ref ?? (schema.allOf as Json[] | undefined)?.[0]?.$ref;
    if (typeof ref === 'string') return structural(schemas[ref.split('/').at(-1) as string]);
    if (schema.oneOf !== undefined || schema.format === 'int-or-string') return { 'x-kubernetes-int-or-string': true };
    const kept = Object.entries(schema).filter(([key]) => !DROPPED.test(key));
    return Object.fromEntries(
      kept.map(([key, value]) => {
        if (key === 'properties') {
          return [
            key,
            Object.fromEntries(Object.entries(value as Json).map(([it, of]) => [it, structural(of as Json)])),
          ];
        }
        return [key, (key === 'items' || key === 'additionalProperties') && isMap(value) ? structural(value) : value];
      }),
    );
  };
  return structural(schemas['io.k8s.api.core.v1.PodSpec']);
}

const object = (properties: Json): Json => ({ type: 'object', properties });
const list = (items: Json): Json => ({ type: 'array', items });
const map = (additionalProperties: Json): Json => ({ type: 'object', additionalProperties });
const text = { type: 'string' };
const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const POD = podSpecSchema();
/** A template whose containers a controller brings. */
const PARTIAL = { ...POD, required: undefined };
const template = object({ metadata: open, spec: POD });
const resource = (spec: Json): Json => object({ apiVersion: text, kind: text, metadata: { type: 'object' }, spec });

const spec = {
  containers: [{ name: 'main', image: 'nginx:1.29', volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
  initContainers: [{ name: 'init', image: 'busybox:1.37' }],
  volumes: [{ name: 'data', emptyDir: {} }],
};
const pods = { metadata: { labels: { app: 'it' } }, spec };

interface Case {
  readonly definition: Manifest;
  readonly content: Json;
  /** Pointers to what gets the class. */
  readonly classes: readonly string[];
}

const kindOf = (apiVersion: string, plural: string, kind: string, schema: Json) => {
  const [group, version] = apiVersion.split('/') as [string, string];
  return crd(group, version, plural, kind, { schema });
};

const CASES: readonly Case[] = [
  {
    definition: kindOf(
      'argoproj.io/v1alpha1',
      'rollouts',
      'Rollout',
      fixture('crd-schemas/argoproj.io_rollout_v1alpha1.json'),
    ),
    content: { spec: { selector: { matchLabels: { app: 'it' } }, template: pods } },
    classes: ['/spec/template/spec'],
  },
  {
    definition: fixture('agent-sandbox/agents.x-k8s.io_sandboxes.json'),
    content: { spec: { podTemplate: { spec } } },
    classes: ['/spec/podTemplate/spec'],
  },
  {
    definition: kindOf(
      'ray.io/v1',
      'rayclusters',
      'RayCluster',
      resource(
        object({
          headGroupSpec: object({ template }),
          workerGroupSpecs: list(object({ groupName: text, template })),
        }),
      ),
    ),
    content: {
      spec: {
        headGroupSpec: { template: pods },
        workerGroupSpecs: [
          { groupName: 'a', template: pods },
          { groupName: 'b', template: pods },
        ],
      },
    },
    classes: [
      '/spec/headGroupSpec/template/spec',
      '/spec/workerGroupSpecs/0/template/spec',
      '/spec/workerGroupSpecs/1/template/spec',
    ],
  },
  {
    definition: kindOf(
      'kubeflow.org/v1',
      'pytorchjobs',
      'PyTorchJob',
      resource(
        object({
          pytorchReplicaSpecs: map(object({ replicas: { type: 'integer' }, template })),
        }),
      ),
    ),
    content: { spec: { pytorchReplicaSpecs: { Master: { template: pods }, Worker: { replicas: 2, template: pods } } } },
    classes: ['/spec/pytorchReplicaSpecs/Master/template/spec', '/spec/pytorchReplicaSpecs/Worker/template/spec'],
  },
  {
    definition: kindOf(
      'jobset.x-k8s.io/v1alpha2',
      'jobsets',
      'JobSet',
      resource(
        object({
          replicatedJobs: list(object({ name: text, template: object({ spec: object({ template }) }) })),
        }),
      ),
    ),
    content: { spec: { replicatedJobs: [{ name: 'a', template: { spec: { template: pods } } }] } },
    classes: ['/spec/replicatedJobs/0/template/spec/template/spec'],
  },
  {
    definition: kindOf(
      'tekton.dev/v1',
      'taskruns',
      'TaskRun',
      resource(object({ taskRef: open, podTemplate: PARTIAL })),
    ),
    content: { spec: { taskRef: { name: 'a' }, podTemplate: { nodeSelector: { disk: 'ssd' } } } },
    classes: ['/spec/podTemplate'],
  },
  {
    definition: kindOf(
      'beat.k8s.elastic.co/v1beta1',
      'beats',
      'Beat',
      resource(
        object({
          daemonSet: object({ podTemplate: object({ spec: PARTIAL }) }),
        }),
      ),
    ),
    content: { spec: { daemonSet: { podTemplate: { spec: { containers: [{ name: 'a' }] } } } } },
    classes: ['/spec/daemonSet/podTemplate/spec'],
  },
  {
    // A kind that nobody knows: its pod specs are found by their containers.
    definition: kindOf(
      'acme.example/v1',
      'farms',
      'Farm',
      resource(
        object({
          fields: map(list(object({ pods: template, quick: POD }))),
        }),
      ),
    ),
    content: { spec: { fields: { north: [{ pods, quick: spec }], south: [{ pods }] } } },
    classes: ['/spec/fields/north/0/pods/spec', '/spec/fields/north/0/quick', '/spec/fields/south/0/pods/spec'],
  },
  {
    // Further containers of an operator's pods, beside which no class can stand.
    definition: kindOf(
      'postgres-operator.crunchydata.com/v1',
      'postgresclusters',
      'PostgresCluster',
      resource(
        object({
          instances: list(object({ name: text, containers: (POD.properties as Json).containers as Json })),
        }),
      ),
    ),
    content: { spec: { instances: [{ name: 'a', containers: [{ name: 'exporter', image: 'exporter:1' }] }] } },
    classes: [],
  },
  {
    definition: kindOf(
      'monitoring.coreos.com/v1',
      'prometheuses',
      'Prometheus',
      resource(
        object({
          containers: (POD.properties as Json).containers as Json,
        }),
      ),
    ),
    content: { spec: { containers: [{ name: 'prometheus', resources: { limits: { memory: '2Gi' } } }] } },
    classes: [],
  },
];

const versionOf = ({ spec: { group, versions } }: Manifest) => `${group}/${versions[0].name}`;
const nameOf = ({ definition }: Case) => `${versionOf(definition)} ${definition.spec.names.kind}`;

function manifestOf({ definition, content }: Case): Manifest {
  const metadata = { name: 'e2e-custom', namespace: 'default' };
  return { apiVersion: versionOf(definition), kind: definition.spec.names.kind, metadata, ...content } as Manifest;
}

/** What sandbox() makes of an object. */
function inVm(manifest: Manifest): Manifest {
  const chart = new Chart(new App(), 'chart');
  sandboxWorkload(new ApiObject(chart, 'it', manifest as never), TARGET);
  return toManifests(chart)[0] as Manifest;
}

/** What the API server would store, strictly validated; a List comes back as its items. */
function stored(manifest: Manifest): Manifest[] {
  const args = ['apply', '--server-side', '--dry-run=server', '--validate=strict', '-o', 'json', '-f', '-'];
  const { ok, stdout, stderr } = tryKubectl(args, JSON.stringify(manifest));
  if (!ok) throw new Error(stderr);
  const answer = JSON.parse(
    stdout.trim().startsWith('{') ? `[${stdout.trim().replace(/\n}\n{/g, '\n},\n{')}]` : stdout,
  );
  const items = answer.flatMap((it: Manifest) => (it.kind === 'List' ? it.items : [it]));
  for (const { metadata } of items) {
    for (const field of ['uid', 'creationTimestamp', 'managedFields', 'resourceVersion', 'generation'])
      delete metadata[field];
  }
  return items;
}

/** A walk of its own: pointers of all maps with a class. */
function classes(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = (value as Json).runtimeClassName === undefined ? [] : [at];
  return [...own, ...Object.entries(value).flatMap(([key, child]) => classes(child, `${at}/${key}`))];
}

const without = (value: unknown, fields: readonly string[]) =>
  JSON.parse(JSON.stringify(value), (key, it) => (fields.includes(key) ? undefined : it));

beforeAll(() => {
  kubectl(
    ['apply', '--server-side', '-f', '-'],
    CASES.map(({ definition }) => JSON.stringify(definition)).join('\n---\n'),
  );
  const names = CASES.map(({ definition }) => `crd/${definition.metadata.name}`);
  kubectl(['wait', '--for=condition=Established', '--timeout=60s', ...names]);
});

afterAll(() => {
  for (const { definition } of CASES) tryKubectl(['delete', 'crd', definition.metadata.name, '--ignore-not-found']);
});

test.each(CASES.map((it) => [nameOf(it), it] as const))(
  '%s: the server stores the same, but for the class',
  (_, it) => {
    const input = manifestOf(it);
    const output = inVm(input);
    expect(classes(output)).toEqual(it.classes);
    expect(JSON.stringify(output).split('"kata-e2e"')).toHaveLength(it.classes.length + 1);
    const [before, after] = [stored(input), stored(output)];
    expect(classes(after[0])).toEqual(it.classes);
    const placed = it.classes.some((pointer) => pointer.includes('/daemonSet/'));
    const set = ['runtimeClassName', ...(placed ? ['nodeSelector', 'tolerations'] : [])];
    expect(without(after, set)).toEqual(without(before, set));
  },
);

test('the server refuses a class one step short, and one beside containers that are no pod spec', () => {
  const [rollout] = CASES as [Case];
  const short = manifestOf(rollout);
  (short.spec as { template: Json }).template = { ...pods, runtimeClassName: 'kata-e2e' };
  expect(() => stored(short)).toThrow('.spec.template.runtimeClassName: field not declared in schema');
  const beside = manifestOf(CASES.find(({ definition }) => definition.spec.names.kind === 'PostgresCluster') as Case);
  (beside.spec as { instances: Json[] }).instances[0] = { name: 'a', runtimeClassName: 'kata-e2e' };
  expect(() => stored(beside)).toThrow('runtimeClassName: field not declared in schema');
});

test('the items of a List are stored with their classes, custom resources included', () => {
  const ray = manifestOf(CASES.find(({ definition }) => definition.spec.names.kind === 'RayCluster') as Case);
  const metadata = (name: string) => ({ name, namespace: 'default' });
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata('e2e-listed'),
    spec: { selector: { matchLabels: { app: 'it' } }, template: pods },
  };
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata('e2e-listed'),
    spec: { ports: [{ port: 80 }] },
  };
  const input = { apiVersion: 'v1', kind: 'List', items: [deployment, service, ray] } as unknown as Manifest;
  const output = inVm(input);
  const [before, after] = [stored(input), stored(output)];
  expect(after.map((it) => [it.kind, classes(it).length])).toEqual([
    ['Deployment', 1],
    ['Service', 0],
    ['RayCluster', 3],
  ]);
  const set = ['runtimeClassName', 'clusterIP', 'clusterIPs'];
  expect(without(after, set)).toEqual(without(before, set));
});
