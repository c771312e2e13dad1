import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, App, Chart, Include } from 'cdk8s';
import { TaintEffect } from '../../../lib/contract/placement';
import { CUSTOM_POD_SPECS } from '../../../lib/data/kubernetes/custom-pod-specs';
import { OWN_POD_FIELDS } from '../../../lib/data/kubernetes/own-pod-fields';
import type { SandboxTarget } from '../../../lib/sandbox/workload/sandbox-target';
import { sandboxWorkload } from '../../../lib/sandbox/workload/sandbox-workload';
import { findings } from '../../../lib/validation';
import { type Manifest, manifests } from '../../util/manifests';
import { PLAIN_TARGET } from '../../util/sandbox-target';

const TARGET: SandboxTarget = {
  ...PLAIN_TARGET,
  nodeSelector: { pool: 'kata' },
  tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'kata', effect: TaintEffect.NO_SCHEDULE }],
};
const OTHER: SandboxTarget = { ...TARGET, runtimeClassName: 'kata-b' };
const container = { name: 'main', image: 'nginx:1.29' };
const spec = { containers: [container] };

function objectOf(apiVersion: string, kind: string, content: object, id = 'it'): ApiObject {
  return new ApiObject(new Chart(new App(), 'chart'), id, { apiVersion, kind, metadata: { name: id }, ...content });
}
const written = (object: ApiObject) => manifests(object.node.root as App);
const ids = (object: ApiObject) => findings(object.node.root).map(({ id }) => id);

/** An independent walk: pointers of every map that has a class. */
function classes(value: unknown, at = ''): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  const own = 'runtimeClassName' in value ? { [at]: String(value.runtimeClassName) } : {};
  return Object.assign(own, ...Object.entries(value).map(([key, child]) => classes(child, `${at}/${key}`)));
}

/** The value without any class, to compare with what went in. */
const withoutClasses = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (key, it) => (key === 'runtimeClassName' ? undefined : it));

const expand = (pointer: string, leaf: unknown): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduceRight<unknown>((value, key) => (key === '*' ? { first: value, second: value } : { [key]: value }), leaf);

const merge = (one: object, other: object): object =>
  Object.fromEntries(
    [...new Set([...Object.keys(one), ...Object.keys(other)])].map((key) => {
      const [a, b] = [(one as Manifest)[key], (other as Manifest)[key]];
      return [key, a !== undefined && b !== undefined ? merge(a, b) : (a ?? b)];
    }),
  );

const KNOWN = CUSTOM_POD_SPECS.flatMap(({ groups, kind, paths, versions: [version = 'v1'] = [] }) =>
  groups.map((group) => [`${kind} of ${group}/${version}`, `${group}/${version}`, kind, paths] as const),
);

test.each(KNOWN)('%s: every pod spec gets the class, and nothing else changes', (_, apiVersion, kind, paths) => {
  const content = paths.map((it) => expand(it, spec) as object).reduce(merge);
  const object = objectOf(apiVersion, kind, content);
  sandboxWorkload(object, TARGET);
  const [manifest] = written(object) as [Manifest];
  const expected = paths.flatMap((it) =>
    (it.includes('*') ? ['first', 'second'] : ['']).map((key) => it.replace('*', key)),
  );
  expect(Object.keys(classes(manifest)).sort()).toEqual(expected.sort());
  const onEachNode = ['BroadcastJob', 'DaemonSet'].includes(kind) || paths.some((it) => it.includes('/daemonSet/'));
  expect(JSON.stringify(manifest).includes('"nodeSelector":{"pool":"kata"}')).toBe(onEachNode);
  if (!onEachNode) expect(withoutClasses(manifest)).toEqual({ apiVersion, kind, metadata: { name: 'it' }, ...content });
});

test.each([...CUSTOM_POD_SPECS, ...OWN_POD_FIELDS].map((it) => it.source))('a row names its source: %s', (source) => {
  // Repository, commit, and a file or folder of it.
  expect(source).toMatch(/^[\w.-]+\/[\w.-]+@[0-9a-f]{7}( \([\w.-]+\))? \S+$/);
});

test('no kind is in two rows', () => {
  const kinds = [
    ...CUSTOM_POD_SPECS.flatMap(({ groups, kind, versions = [''] }) =>
      groups.flatMap((group) => versions.map((version) => `${group}/${version}${kind}`)),
    ),
    ...OWN_POD_FIELDS.flatMap(({ groups, kinds }) =>
      groups.flatMap((group) => kinds.map((kind) => `${group}/${kind}`)),
    ),
  ];
  expect(kinds.filter((it, index) => kinds.indexOf(it) !== index)).toEqual([]);
});

test('the part of a custom resource that becomes a DaemonSet is placed (K2), and the others are not', () => {
  const podTemplate = { spec };
  const object = objectOf('beat.k8s.elastic.co/v1beta1', 'Beat', {
    spec: { daemonSet: { podTemplate }, deployment: { podTemplate } },
  });
  sandboxWorkload(object, TARGET);
  const [beat] = written(object) as [Manifest];
  expect(beat.spec.daemonSet.podTemplate.spec).toMatchObject({
    nodeSelector: { pool: 'kata' },
    tolerations: TARGET.tolerations,
  });
  expect(beat.spec.deployment.podTemplate.spec.nodeSelector).toBeUndefined();
  expect(ids(object)).toEqual(['sandbox/daemon-set']);
});

test.each<[string, string, object]>([
  ['beat.k8s.elastic.co/v1beta1', 'Beat', { daemonSet: { podTemplate: { spec } } }],
  ['agent.k8s.elastic.co/v1alpha1', 'Agent', { daemonSet: { podTemplate: { spec } } }],
  ['apps.kruise.io/v1alpha1', 'BroadcastJob', { template: { spec } }],
  ['apps/v1', 'DaemonSet', { template: { spec } }],
])('the way out of VMs that is named for %s %s works', (apiVersion, kind, content) => {
  const found = (except?: (object: ApiObject) => boolean) => {
    const object = objectOf(apiVersion, kind, { spec: content });
    new ApiObject(Chart.of(object), 'pod', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod' }, spec });
    sandboxWorkload(Chart.of(object), TARGET, except === undefined ? {} : { except });
    return findings(object.node.root);
  };
  const [finding] = found();
  const [, named] = /object\.kind === "(\w+)"/.exec(finding?.fix ?? '') ?? [];
  expect(finding?.id).toBe('sandbox/daemon-set');
  expect(found((object) => object.kind === named)).toEqual([]);
});

const ray = () =>
  objectOf('ray.io/v1', 'RayCluster', {
    spec: { headGroupSpec: { template: { spec } }, workerGroupSpecs: [{ template: { spec } }, { template: { spec } }] },
  });
const HEAD = '/spec/headGroupSpec/template/spec';
const WORKERS = '/spec/workerGroupSpecs/*/template/spec';

describe('paths', () => {
  test('what no call covers is refused with its pointers (W1)', () => {
    const object = ray();
    sandboxWorkload(object, TARGET, { podSpecPath: HEAD });
    expect(() => written(object)).toThrow(
      /^chart\/it: RayCluster it has a pod spec at \/spec\/workerGroupSpecs\/0\/template\/spec that no call.*\n.*workerGroupSpecs\/1/,
    );
  });

  test.each<[string, object[]]>([
    ['each of a list', [{ podSpecPath: HEAD }, { podSpecPath: WORKERS }]],
    ['several in one call', [{ podSpecPaths: [HEAD, WORKERS] }]],
    ['a path, and all that is left', [{ podSpecPath: HEAD }, {}]],
    ['all that is left, and a path', [{}, { podSpecPath: HEAD }]],
  ])('%s', (_, calls) => {
    const object = ray();
    for (const options of calls) sandboxWorkload(object, TARGET, options);
    expect(Object.values(classes(written(object)[0]))).toEqual(['kata-a', 'kata-a', 'kata-a']);
  });

  test('two templates of one object go into two classes', () => {
    const object = ray();
    sandboxWorkload(object, OTHER, { podSpecPath: HEAD });
    sandboxWorkload(object, TARGET);
    expect(classes(written(object)[0])).toMatchObject({
      [HEAD]: 'kata-b',
      '/spec/workerGroupSpecs/1/template/spec': 'kata-a',
    });
  });

  test('one path into two classes is refused', () => {
    const object = ray();
    sandboxWorkload(object, TARGET, { podSpecPath: WORKERS });
    expect(() => sandboxWorkload(object, OTHER, { podSpecPath: WORKERS })).toThrow('kata-a and into kata-b');
    sandboxWorkload(object, OTHER, { podSpecPath: '/spec/workerGroupSpecs/0/template/spec' });
    sandboxWorkload(object, TARGET, { podSpecPath: HEAD });
    expect(() => written(object)).toThrow('(sandbox/two-classes)');
  });

  test.each<[string, string, RegExp]>([
    [
      'one step short',
      '/spec/template',
      /has no list 'containers'; write \/spec\/template\/spec \(sandbox\/pod-spec-path\)$/,
    ],
    ['to a list', '/spec/template/spec/containers', /has no list 'containers'; write \/spec\/template\/spec/],
    ['nowhere', '/spec/templates/*/spec', /leads nowhere; write \/spec\/template\/spec/],
    ['to the metadata', '/metadata', /has no list 'containers'/],
  ])('a path that leads %s is refused with the right one (W2)', (_, podSpecPath, message) => {
    const object = objectOf('argoproj.io/v1alpha1', 'Rollout', { spec: { template: { spec } } });
    expect(() => sandboxWorkload(object, TARGET, { podSpecPath })).toThrow(message);
  });

  describe('of several custom resources', () => {
    const several = (...specs: object[]) => {
      const chart = new Chart(new App(), 'chart');
      specs.forEach((it, index) => {
        new ApiObject(chart, `x${index}`, { apiVersion: 'acme.example/v1', kind: 'Run', spec: it });
      });
      return chart;
    };
    const refusal = (chart: Chart, options: object): string => {
      try {
        sandboxWorkload(chart, TARGET, options);
      } catch (error) {
        return (error as Error).message;
      }
      return '';
    };

    test.each<[string, object[], object, string]>([
      [
        'none has a pod spec there',
        [{ a: spec }, { b: spec }],
        { podSpecPath: '/spec/c' },
        'chart: no custom resource of the construct has a pod spec at /spec/c, which leads nowhere; write /spec/a or /spec/b',
      ],
      [
        'one has no containers there',
        [{ a: spec }, { a: {} }],
        { podSpecPath: '/spec/a' },
        "chart: not every custom resource of the construct has a pod spec at /spec/a: the value there has no list 'containers'",
      ],
      [
        'one has no map there',
        [{ a: {} }, { a: 'x' }],
        { podSpecPath: '/spec/a', withoutContainers: true },
        'chart: not every custom resource of the construct has a pod spec at /spec/a: the value there is not a map',
      ],
      [
        'it has pod specs in more than ten places',
        [Object.fromEntries(Array.from('abcdefghijkl', (key) => [key, spec]))],
        { podSpecPath: '/spec/z' },
        ' or /spec/i or /spec/j (sandbox/pod-spec-path)',
      ],
      ['one has it and another has none of it', [{ a: spec }, { b: 1 }], { podSpecPath: '/spec/a' }, ''],
    ])('%s', (_, specs, options, message) => {
      expect(refusal(several(...specs), options)).toContain(message);
      if (message === '') expect(refusal(several(...specs), options)).toBe('');
    });

    test('none is there, and the kinds are known', () => {
      const chart = new Chart(new App(), 'chart');
      new ApiObject(chart, 'service', { apiVersion: 'v1', kind: 'Service' });
      new ApiObject(chart, 'pod', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod' }, spec });
      expect(refusal(chart, { podSpecPath: '/spec' })).toMatch(
        /^chart: no custom resource of the construct has a pod spec/,
      );
      const alone = new Chart(new App(), 'alone');
      new ApiObject(alone, 'pod', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod' }, spec });
      expect(refusal(alone, { podSpecPath: '/spec' })).toBe(
        'alone/pod: podSpecPath is given for a Pod, whose pod spec is known; leave it out (sandbox/pod-spec-path)',
      );
    });
  });

  test('templates that rightly have no containers need a word', () => {
    const make = () => objectOf('acme.example/v1', 'Run', { spec: { podTemplate: { tolerations: [] } } });
    expect(() => sandboxWorkload(make(), TARGET, { podSpecPath: '/spec/podTemplate' })).toThrow("no list 'containers'");
    const object = make();
    sandboxWorkload(object, TARGET, { podSpecPath: '/spec/podTemplate', withoutContainers: true });
    expect(written(object)[0]?.spec.podTemplate.runtimeClassName).toBe('kata-a');
  });

  test.each([{ podSpecPaths: [] }, { withoutContainers: true }])('without a path, %j is refused', (options) => {
    expect(() => sandboxWorkload(ray(), TARGET, options)).toThrow('podSpecPaths is empty');
  });
});

describe('lists (A1)', () => {
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { template: { spec } },
  };

  test.each<[string, object]>([
    ['List', { apiVersion: 'v1', kind: 'List', items: [deployment, { apiVersion: 'v1', kind: 'Service', spec: {} }] }],
    ['PodList', { apiVersion: 'v1', kind: 'PodList', items: [{ metadata: { name: 'a' }, spec }] }],
    ['DeploymentList', { apiVersion: 'apps/v1', kind: 'DeploymentList', items: [{ spec: { template: { spec } } }] }],
    [
      'List of Lists',
      { apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'List', items: [deployment] }] },
    ],
  ])('the items of a %s get the class', (_, content) => {
    const chart = new Chart(new App(), 'chart');
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'cdk-kata-list-')), 'list.json');
    fs.writeFileSync(file, JSON.stringify(content));
    sandboxWorkload(new Include(chart, 'file', { url: file }), TARGET);
    fs.rmSync(path.dirname(file), { recursive: true });
    const result = chart.toJson()[0];
    expect(Object.values(classes(result))).toEqual(['kata-a']);
    expect(withoutClasses(result)).toMatchObject(content);
  });

  test('annotations of a Pod in a list go to the Pod', () => {
    const object = objectOf('v1', 'PodList', { items: [{ metadata: { name: 'a' }, spec }] });
    sandboxWorkload(object, TARGET, { annotations: { createContainerTimeoutSeconds: 5 } });
    expect(Object.keys(written(object)[0]?.items[0].metadata.annotations)).toHaveLength(1);
  });
});

describe('what stays as it is (W12)', () => {
  test.each<[string, string, string, object]>([
    [
      'a partial override',
      'monitoring.coreos.com/v1',
      'Prometheus',
      { spec: { containers: [{ name: 'p', image: 'x' }] } },
    ],
    ['a CRD', 'apiextensions.k8s.io/v1', 'CustomResourceDefinition', { spec: { containers: [container] } }],
    [
      'an allowlist of GKE, although its pattern names the host',
      'auto.gke.io/v1',
      'WorkloadAllowlist',
      { matchingCriteria: { hostNetwork: true, ...spec } },
    ],
    ['a policy for others', 'kyverno.io/v1', 'ClusterPolicy', { spec: { validate: { pattern: { spec } } } }],
    [
      'an override without images',
      'acme.example/v1',
      'Thing',
      { spec: { containers: [{ name: 'a', resources: {} }] } },
    ],
    ['a List of Services', 'v1', 'List', { items: [{ apiVersion: 'v1', kind: 'Service', spec: {} }] }],
  ])('%s', (_, apiVersion, kind, content) => {
    const object = objectOf(apiVersion, kind, content);
    new ApiObject(Chart.of(object), 'pod', { apiVersion: 'v1', kind: 'Pod', spec });
    sandboxWorkload(Chart.of(object), TARGET);
    expect(written(object)[0]).toEqual({ apiVersion, kind, metadata: { name: 'it' }, ...content });
  });
});

describe('kinds that make pods from fields of their own', () => {
  const OWN = OWN_POD_FIELDS.filter(({ makesNoPods }) => makesNoPods !== true).flatMap(({ groups, kinds, fields }) =>
    kinds.map((kind) => [kind, `${groups[0]}/v1`, fields] as const),
  );

  test.each(OWN)('%s of %s: a warning names the fields, or that there is none', (kind, apiVersion, fields) => {
    const content = fields
      .filter(({ of }) => of !== '/metadata')
      .flatMap(({ of, unless = [] }) =>
        [{}, ...unless.map(({ at }) => expand(at, true))].map((it) => expand(of, it) as object),
      );
    const object = objectOf(apiVersion, kind, content.reduce(merge, { spec: {} }));
    sandboxWorkload(object, TARGET);
    const [finding, ...others] = findings(object.node.root);
    expect([finding?.id, finding?.severity, others]).toEqual(['sandbox/own-pod-fields', 'warning', []]);
    for (const { of, field } of fields.slice(0, 3))
      expect(finding?.fix).toContain(`${of.replace('*', 'first')}${field}`);
    if (fields.length === 0) expect(finding?.fix).toContain('no field of it takes a RuntimeClass');
    else expect(finding?.fix).toContain('kata-a');
  });

  test('a part that is not there needs no class', () => {
    const object = objectOf('pxc.percona.com/v1', 'PerconaXtraDBCluster', { spec: { pxc: {}, backup: {} } });
    sandboxWorkload(object, TARGET);
    expect(findings(object.node.root)[0]?.fix).toBe('set /spec/pxc/runtimeClassName to kata-a');
  });

  test('what only looks like a pod spec stays as it is', () => {
    const spec = { instances: [{ name: 'a', containers: [container] }] };
    const object = objectOf('postgres-operator.crunchydata.com/v1', 'PostgresCluster', { spec });
    sandboxWorkload(object, TARGET);
    expect(written(object)[0]?.spec).toEqual(spec);
    expect(ids(object)).toEqual(['sandbox/own-pod-fields']);
  });

  test('a kind that makes no pods is no workload, and has no finding beside one', () => {
    const object = objectOf('apps.kruise.io/v1beta1', 'SidecarSet', { spec: { containers: [container] } });
    expect(() => sandboxWorkload(Chart.of(object), TARGET)).toThrow("'chart' holds no pods: it holds SidecarSet it");
    new ApiObject(Chart.of(object), 'pod', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod' }, spec });
    sandboxWorkload(Chart.of(object), TARGET);
    expect(classes(written(object)[0])).toEqual({});
    expect(ids(object)).toEqual([]);
  });

  const PATCH = '[{"op": "add", "path": "/spec/runtimeClassName", "value": "kata-a"}]';

  test('an annotation that takes a patch', () => {
    const object = objectOf('postgresql.cnpg.io/v1', 'Cluster', { spec: {} });
    sandboxWorkload(object, TARGET);
    expect(findings(object.node.root)[0]?.fix).toBe(`set /metadata/annotations/cnpg.io~1podPatch to ${PATCH}`);
    object.metadata.addAnnotation('cnpg.io/podPatch', PATCH);
    expect(ids(object)).toEqual([]);
  });

  test.each<[string, string, object, string]>([
    ['tekton.dev/v1', 'PipelineRun', {}, 'set /spec/taskRunTemplate/podTemplate/runtimeClassName to kata-a'],
    ['rabbitmq.com/v1beta1', 'RabbitmqCluster', {}, 'runtimeClassName to kata-a, beside containers: []'],
    [
      'mysql.oracle.com/v2',
      'InnoDBCluster',
      { podSpec: {}, router: {} },
      'set /spec/router/podSpec/runtimeClassName to',
    ],
    [
      'sparkoperator.k8s.io/v1beta2',
      'SparkApplication',
      { driver: {} },
      '/spec/driver/template/spec/runtimeClassName, /sp',
    ],
  ])('a template of %s %s that is absent', (apiVersion, kind, content, says) => {
    const object = objectOf(apiVersion, kind, { spec: content });
    sandboxWorkload(object, TARGET);
    expect(findings(object.node.root).map(({ id }) => id)).toEqual(['sandbox/own-pod-fields']);
    expect(findings(object.node.root)[0]?.fix).toContain(says);
  });

  test('a field that has the class is enough', () => {
    const workflow = { spec: { podSpecPatch: '{"runtimeClassName": "kata-a"}' } };
    const object = objectOf('argoproj.io/v1alpha1', 'Workflow', workflow);
    sandboxWorkload(object, TARGET);
    expect(ids(object)).toEqual([]);
  });

  test('an absent template of a kind that may have none', () => {
    const object = objectOf('elasticsearch.k8s.elastic.co/v1', 'Elasticsearch', {
      spec: { nodeSets: [{ podTemplate: { spec: {} } }, {}] },
    });
    sandboxWorkload(object, TARGET);
    expect(findings(object.node.root)[0]?.fix).toBe('set /spec/nodeSets/1/podTemplate/spec/runtimeClassName to kata-a');
    expect(classes(written(object)[0])).toEqual({ '/spec/nodeSets/0/podTemplate/spec': 'kata-a' });
  });

  test('the flag of Knative', () => {
    const object = objectOf('serving.knative.dev/v1', 'Service', { spec: { template: { spec } } });
    sandboxWorkload(object, TARGET);
    expect(findings(object.node.root)[0]).toMatchObject({
      id: 'sandbox/controller-setting',
      message: expect.stringContaining('kubernetes.podspec-runtimeclassname'),
    });
  });
});

describe('except (W9)', () => {
  const many = () => {
    const chart = new Chart(new App(), 'chart');
    for (const kind of ['DaemonSet', 'Deployment']) {
      new ApiObject(chart, kind.toLowerCase(), { apiVersion: 'apps/v1', kind, spec: { template: { spec } } });
    }
    return chart;
  };

  test('leaves out what the predicate names', () => {
    const chart = many();
    sandboxWorkload(chart, TARGET, { except: ({ kind }) => kind === 'DaemonSet' });
    expect(chart.toJson().map((it) => Object.keys(classes(it)))).toEqual([[], ['/spec/template/spec']]);
  });

  test.each<[string, (object: ApiObject) => boolean]>([
    ['every object', () => true],
    ['every object with pods', ({ kind }) => kind !== 'Service'],
  ])('that leaves out %s is an error', (_, except) => {
    const chart = many();
    new ApiObject(chart, 'service', { apiVersion: 'v1', kind: 'Service' });
    expect(() => sandboxWorkload(chart, TARGET, { except })).toThrow(
      "'chart' holds no pods but those that 'except' leaves out",
    );
  });

  test('that is no function, is an error', () => {
    expect(() => sandboxWorkload(many(), TARGET, { except: ['a'] as never })).toThrow('must be a function');
  });

  test('the loop over all objects of a chart passes over what holds no pods', () => {
    const chart = many();
    new ApiObject(chart, 'service', { apiVersion: 'v1', kind: 'Service' });
    for (const object of chart.apiObjects.filter(({ kind }) => kind !== 'DaemonSet')) sandboxWorkload(object, TARGET);
    expect(chart.toJson().map((it) => Object.keys(classes(it)).length)).toEqual([0, 1, 0]);
  });
});
