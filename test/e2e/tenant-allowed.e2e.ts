import * as fs from 'node:fs';
import * as path from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { Administrator, SandboxAdmission, SandboxNamespace, toManifests } from '../../lib';
import { podSpecsIn } from '../util/independent-walk';
import type { Manifest } from '../util/manifests';
import { PlainRuntime } from '../util/plain-runtime';
import { apply, kubectl, tryKubectl, until } from './cluster';
import { CLUSTER_ADDONS } from './cluster-addons';
import { crd } from './custom-kinds';
import { dryRun, json } from './dry-run';
import { Program } from './program';
import { TENANT_WORKLOADS } from './tenant-workloads';

const TENANT = 'e2e-allowed';
const SYSTEM = 'system:serviceaccount:kube-system:e2e-addons';
const MINE = JSON.parse(kubectl(['auth', 'whoami', '-o', 'json'])).status.userInfo.username as string;
const fixture = (file: string) => JSON.parse(fs.readFileSync(path.join(__dirname, '../fixtures', file), 'utf8'));

/** The definitions that upstream publishes, and of GKE's kinds those that their schemas make. */
const DEFINITIONS: readonly Manifest[] = [
  fixture('agent-sandbox/agents.x-k8s.io_sandboxes.json'),
  fixture('agent-sandbox/extensions.agents.x-k8s.io_sandboxtemplates.json'),
  crd('cloud.google.com', 'v1', 'computeclasses', 'ComputeClass', {
    schema: fixture('cloud.google.com_computeclass_v1.json'),
    scope: 'Cluster',
  }),
];
const BINDING: Manifest = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: 'e2e-addons' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
  subjects: [{ kind: 'ServiceAccount', name: 'e2e-addons', namespace: 'kube-system' }],
};

function synthesize(): Manifest[] {
  const app = new App();
  const runtime = new PlainRuntime(new Chart(app, 'runtime'), 'vm', {}, ['e2e-vm']);
  new SandboxAdmission(app, 'admission', { runtime, administrators: [Administrator.user(MINE)] });
  const tenant = new SandboxNamespace(app, TENANT, { runtime, capacity: { pods: 40, cpu: '1', memory: '1Gi' } });
  for (const { object } of TENANT_WORKLOADS) {
    const { apiVersion, kind, ...rest } = object;
    new ApiObject(tenant, object.metadata.name, { apiVersion, kind, ...rest });
  }
  return toManifests(app) as Manifest[];
}

const program = synthesize();
const isWorkload = ({ metadata }: Manifest) =>
  TENANT_WORKLOADS.some(({ object }) => object.metadata.name === metadata.name);
/** The volumes that the controller of a StatefulSet adds. */
const claimed = ({ spec }: Manifest) =>
  (spec?.volumeClaimTemplates ?? []).map(({ metadata: { name } }: Manifest) => ({
    name,
    persistentVolumeClaim: { claimName: name },
  }));
const base = program.filter((object) => !isWorkload(object));
const workloads = program.filter(isWorkload);

beforeAll(async () => {
  apply(BINDING, ...DEFINITIONS);
  kubectl([
    'wait',
    '--for=condition=Established',
    '--timeout=30s',
    ...DEFINITIONS.map((it) => `crd/${it.metadata.name}`),
  ]);
  apply(...base);
  // Pod Security judges pods alone, so that a template is refused by the policies or by nobody.
  const template = { spec: { containers: [{ name: 'a', image: 'a' }] } };
  const outside = { apiVersion: 'v1', kind: 'PodTemplate', metadata: { name: 'outside' }, template };
  await until(
    'the policies',
    () => dryRun([outside], TENANT).get('PodTemplate/outside') ?? '',
    (answer) => answer.includes('ValidatingAdmissionPolicy'),
  );
}, 120_000);

afterAll(() => {
  kubectl(
    ['delete', '--ignore-not-found', '--wait=false', '-f', '-'],
    json([...DEFINITIONS, BINDING, ...base].reverse()),
  );
  kubectl(['wait', '--for=delete', '--timeout=60s', `namespace/${TENANT}`]);
}, 120_000);

describe('what people publish is admitted in a tenant namespace', () => {
  let answers: Map<string, string>;
  beforeAll(() => {
    answers = dryRun(workloads, TENANT);
  }, 60_000);

  test.each(TENANT_WORKLOADS.map(({ source, object }) => ({ source, object })))('$source', ({ object }) => {
    expect(answers.get(`${object.kind}/${object.metadata.name}`)).toBe('admitted');
  });

  test('and so is each pod that a controller makes of it', () => {
    const pods = workloads.flatMap((object) =>
      podSpecsIn(object).map(({ value }, index) => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: `pod-of-${object.metadata.name}-${index}` },
        spec: { ...value, volumes: [...(value.volumes ?? []), ...claimed(object)] },
      })),
    );
    expect(pods.length).toBe(TENANT_WORKLOADS.length);
    expect([...dryRun(pods, TENANT).values()]).toEqual(pods.map(() => 'admitted'));
  });
});

describe('what runs on every node is let alone', () => {
  test.each([...CLUSTER_ADDONS])('$name', ({ name, spec }) => {
    const labels = { name };
    const template = { metadata: { labels }, spec };
    const objects = [
      {
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: { name },
        spec: { selector: { matchLabels: labels }, template },
      },
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: `${name}-x` }, spec: { ...spec, nodeName: 'some-node' } },
    ];
    const answers = dryRun(objects, 'kube-system', '--as', SYSTEM);
    expect([...answers.values()]).toEqual(['admitted', 'admitted']);
  });
});

test("GKE's ComputeClass of the example is taken by the schema of its kind, strictly", () => {
  const example = new Program('machine-fallback');
  const classes = example.objects.filter(({ kind }) => kind === 'ComputeClass');
  example.close();
  expect(classes).toHaveLength(1);
  const answer = tryKubectl(['apply', '--server-side', '--dry-run=server', '-f', '-'], json(classes));
  expect([answer.ok, answer.stderr]).toEqual([true, '']);
});
