import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import type { SandboxTarget } from '../../../lib/sandbox/workload/sandbox-target';
import { sandboxWorkload } from '../../../lib/sandbox/workload/sandbox-workload';
import { Findings, findings } from '../../../lib/validation';
import { manifests } from '../../util/manifests';
import { PLAIN_TARGET } from '../../util/sandbox-target';

const tolerations = [{ key: 'dedicated', operator: 'Equal', value: 'kata', effect: 'NoSchedule' }];
const TARGET: SandboxTarget = {
  ...PLAIN_TARGET,
  nodeSelector: { pool: 'kata', size: '4' },
  tolerations: tolerations as SandboxTarget['tolerations'],
  startupTaints: [{ key: 'not-ready' }],
};
const containers = [{ name: 'main', image: 'nginx:1.29' }];

function workload(spec: object, kind = 'Deployment'): ApiObject {
  return new ApiObject(new Chart(new App(), 'chart'), 'it', {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'it' },
    spec: { template: { spec: { containers, ...spec } } },
  });
}
const found = (object: ApiObject) => findings(object.node.root).map(({ id, severity }) => `${severity} ${id}`);
const podSpec = (object: ApiObject) => manifests(object.node.root as App)[0]?.spec.template.spec;
const required = (...terms: object[][]) => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: terms.map((matchExpressions) => ({ matchExpressions })),
      },
    },
  },
});
const term = (operator: string, ...values: string[]) => [{ key: 'pool', operator, values }];

test.each<[string, object, string[]]>([
  ['DoesNotExist', required(term('DoesNotExist')), ['error sandbox/node-affinity']],
  ['NotIn', required(term('NotIn', 'kata', 'x')), ['error sandbox/node-affinity']],
  ['In with other values', required(term('In', 'x', 'y')), ['error sandbox/node-affinity']],
  ['Gt', required([{ key: 'size', operator: 'Gt', values: ['4'] }]), ['error sandbox/node-affinity']],
  ['Lt', required([{ key: 'size', operator: 'Lt', values: ['4'] }]), ['error sandbox/node-affinity']],
  ['two terms that both contradict', required(term('In', 'x'), term('DoesNotExist')), ['error sandbox/node-affinity']],
  ['two terms, one of which fits', required(term('In', 'x'), term('In', 'kata')), []],
  ['In with the value', required(term('In', 'kata', 'x')), []],
  ['Exists', required(term('Exists')), []],
  ['Gt that fits', required([{ key: 'size', operator: 'Gt', values: ['3'] }]), []],
  ['a key that the class does not select', required([{ key: 'zone', operator: 'In', values: ['a'] }]), []],
  ['Lt that fits', required([{ key: 'size', operator: 'Lt', values: ['5'] }]), []],
  [
    'an expression without a key, or with the name of a method',
    required([{ operator: 'DoesNotExist' }, { key: 'toString', operator: 'DoesNotExist' }]),
    [],
  ],
  ['In without values', required([{ key: 'pool', operator: 'In' }]), ['error sandbox/node-affinity']],
  [
    'terms and expressions that are no maps',
    required([null as never, 7 as never, ...term('Exists')], null as never),
    [],
  ],
  ['nodeName', { nodeName: 'node-1' }, ['warning sandbox/node-name']],
  ['names that are empty, which is none', { nodeName: '', runtimeClassName: '' }, []],
  ["GKE Sandbox's selector", { nodeSelector: { 'sandbox.gke.io/runtime': 'gvisor' } }, ['error sandbox/gvisor-nodes']],
  [
    "GKE Sandbox's label in a required term",
    required([{ key: 'sandbox.gke.io/runtime', operator: 'In', values: ['gvisor'] }]),
    ['error sandbox/gvisor-nodes'],
  ],
  [
    "nodes without GKE Sandbox's label",
    required([{ key: 'sandbox.gke.io/runtime', operator: 'NotIn', values: ['gvisor'] }]),
    [],
  ],
  [
    "nodes without GKE Sandbox's label, by its absence",
    required([{ key: 'sandbox.gke.io/runtime', operator: 'DoesNotExist' }]),
    [],
  ],
  [
    "GKE Sandbox's label beside another expression",
    required([
      { key: 'zone', operator: 'Exists' },
      { key: 'sandbox.gke.io/runtime', operator: 'Exists' },
    ]),
    ['error sandbox/gvisor-nodes'],
  ],
  [
    'a preference against it',
    { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } } },
    [],
  ],
  [
    'Windows in every required term (W5)',
    required(
      [{ key: 'kubernetes.io/os', operator: 'In', values: ['windows'] }],
      [{ key: 'beta.kubernetes.io/os', operator: 'NotIn', values: ['linux'] }],
    ),
    ['error sandbox/windows'],
  ],
  [
    'Windows beside another expression',
    required([
      { key: 'zone', operator: 'Exists' },
      { key: 'kubernetes.io/os', operator: 'In', values: ['windows'] },
    ]),
    ['error sandbox/windows'],
  ],
  [
    'Windows in one of the terms',
    required([{ key: 'kubernetes.io/os', operator: 'In', values: ['windows'] }], term('Exists')),
    [],
  ],
  ['Linux', required([{ key: 'kubernetes.io/os', operator: 'In', values: ['linux', 'windows'] }]), []],
  ['every taint (A14)', { tolerations: [{ operator: 'Exists' }] }, ['warning sandbox/startup-taint']],
  [
    'the startup taint (A14)',
    { tolerations: [{ key: 'a' }, { key: 'not-ready', effect: 'NoSchedule' }] },
    ['warning sandbox/startup-taint'],
  ],
  [
    'every taint of an effect (A14)',
    { tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }] },
    ['warning sandbox/startup-taint'],
  ],
  [
    'other taints',
    {
      tolerations: [
        { operator: 'Exists', effect: 'NoExecute' },
        { key: 'x', operator: 'Exists' },
        { key: 'not-ready', value: 'other' },
      ],
    },
    [],
  ],
  ['another class', { runtimeClassName: 'nvidia' }, ['warning sandbox/replaced-class']],
  ['the same class', { runtimeClassName: 'kata-a' }, []],
])('placement (W6, W7): %s', (_, spec, expected) => {
  const object = workload(spec);
  sandboxWorkload(object, TARGET);
  expect(found(object)).toEqual(expected);
});

test.each<[string, object, string]>([
  [
    'the first expression that contradicts',
    required([
      { key: 'zone', operator: 'Exists' },
      { key: 'size', operator: 'NotIn', values: ['4', '5'] },
    ]),
    "the required node affinity 'size NotIn 4, 5' contradicts RuntimeClass kata-a, which selects size=4",
  ],
  [
    'an expression without values',
    required(term('DoesNotExist').map(({ key, operator }) => ({ key, operator }))),
    "the required node affinity 'pool DoesNotExist' contradicts RuntimeClass kata-a, which selects pool=kata",
  ],
  ['the node', { nodeName: 'node-1' }, "nodeName is 'node-1', past the scheduler"],
  [
    "GKE Sandbox's label",
    { nodeSelector: { 'sandbox.gke.io/runtime': 'gvisor' } },
    'the pod selects nodes by sandbox.gke.io/runtime',
  ],
  [
    'Windows',
    required([{ key: 'kubernetes.io/os', operator: 'In', values: ['windows'] }]),
    "the required node affinity leaves no node with Linux, which Kata's guests run",
  ],
  [
    'the toleration and the taint',
    { tolerations: [{ key: 'a', operator: 'Exists' }, { operator: 'Exists' }] },
    'tolerations[1] tolerates the startup taint not-ready, so that pods may land on nodes whose VM runtime is not there yet',
  ],
])('the message names %s', (_, spec, message) => {
  const object = workload(spec);
  sandboxWorkload(object, TARGET);
  expect(findings(object).map((it) => it.message)).toEqual([`Deployment it: ${message}`]);
});

test('without startup taints a toleration of everything is fine', () => {
  const object = workload({ tolerations: [{ operator: 'Exists' }] });
  sandboxWorkload(object, { ...TARGET, startupTaints: undefined });
  expect(found(object)).toEqual([]);
});

test('a class that is replaced is named, with the one that takes its place', () => {
  const object = workload({ runtimeClassName: 'nvidia' });
  sandboxWorkload(object, TARGET);
  expect(findings(object)[0]?.message).toBe('Deployment it: RuntimeClass nvidia is replaced by kata-a');
  Findings.of(object).acknowledge('sandbox/replaced-class', 'the chart sets it for every pod');
  expect(findings(object)).toEqual([]);
});

test('a class that the object has no more is replaced no more', () => {
  let runtimeClassName: string | undefined = 'nvidia';
  const object = workload({ runtimeClassName: Lazy.any({ produce: () => runtimeClassName }) });
  sandboxWorkload(object, TARGET);
  expect(found(object)).toEqual(['warning sandbox/replaced-class']);
  runtimeClassName = undefined;
  expect(found(object)).toEqual([]);
});

test('a class that two calls replace is reported', () => {
  const object = workload({ runtimeClassName: 'nvidia' });
  sandboxWorkload(object, TARGET);
  sandboxWorkload(object, TARGET);
  expect(found(object)).toEqual(['warning sandbox/replaced-class']);
});

test('another class of the same runtime is replaced silently', () => {
  const object = workload({ runtimeClassName: 'kata-b' });
  const runtime = Object.assign(new Chart(object.node.root as App, 'runtime'), {
    runtimeClasses: [{ name: 'kata-b' }],
  });
  sandboxWorkload(object, TARGET, {}, runtime);
  expect(found(object)).toEqual([]);
});

describe('a DaemonSet (K2)', () => {
  test('gets selector and tolerations of the class, and a warning', () => {
    const object = workload({}, 'DaemonSet');
    sandboxWorkload(object, TARGET);
    expect(podSpec(object)).toEqual({
      containers,
      nodeSelector: TARGET.nodeSelector,
      runtimeClassName: 'kata-a',
      tolerations,
    });
    expect(findings(object)[0]?.message).toBe(
      'DaemonSet it leaves all nodes but those of RuntimeClass kata-a (pool=kata, size=4)',
    );
  });

  test.each<[string, object]>([
    ['the same', { nodeSelector: { pool: 'kata', size: '4', disk: 'ssd' }, tolerations }],
    ['wider ones', { nodeSelector: { pool: 'kata', size: '4' }, tolerations: [{ operator: 'Exists' }] }],
  ])('that has %s stays as it is', (_, spec) => {
    const object = workload(spec, 'DaemonSet');
    sandboxWorkload(object, TARGET);
    expect(podSpec(object)).toEqual({ containers, ...spec, runtimeClassName: 'kata-a' });
  });

  test('keeps what it has beside', () => {
    const own = [{ key: 'gpu', operator: 'Exists' }];
    const object = workload({ nodeSelector: { disk: 'ssd' }, tolerations: own }, 'DaemonSet');
    sandboxWorkload(object, TARGET);
    expect(podSpec(object)).toMatchObject({
      nodeSelector: { disk: 'ssd', pool: 'kata' },
      tolerations: [...own, ...tolerations],
    });
  });

  test('in a list is placed too', () => {
    const chart = new Chart(new App(), 'chart');
    const item = { apiVersion: 'apps/v1', kind: 'DaemonSet', spec: { template: { spec: { containers } } } };
    sandboxWorkload(new ApiObject(chart, 'list', { apiVersion: 'v1', kind: 'List', items: [item] }), TARGET);
    expect(chart.toJson()[0].items[0].spec.template.spec.nodeSelector).toEqual(TARGET.nodeSelector);
  });

  test('whose placement a patch undoes is not placed behind its back', () => {
    const object = workload({}, 'DaemonSet');
    sandboxWorkload(object, TARGET);
    object.addJsonPatch(JsonPatch.replace('/spec/template/spec/nodeSelector', { pool: 'kata' }));
    expect(podSpec(object).nodeSelector).toEqual({ pool: 'kata' });
  });
});
