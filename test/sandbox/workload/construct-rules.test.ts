import { ApiObject, App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-33';
import { KataRuntime, KataShim } from '../../../lib';
import { neverSandbox } from '../../../lib/sandbox/workload/never-sandboxed';
import { findings } from '../../../lib/validation';
import { find, manifests } from '../../util/manifests';

const containers = [{ name: 'main', image: 'nginx:1.29', resources: { limits: { memory: '64Mi' } } }];

/** A chart with a Deployment and further objects, in VMs. */
function sandboxed(...objects: Record<string, unknown>[]) {
  const app = new App();
  const kata = new KataRuntime(app, 'kata', { shims: [KataShim.QEMU_RUNTIME_RS] });
  const chart = new Chart(app, 'chart');
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { template: { spec: { containers } } },
  };
  for (const [index, object] of [deployment, ...objects].entries()) new ApiObject(chart, `${index}`, object as never);
  kata.sandbox(chart);
  return { app, kata, chart };
}
const POD = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod' }, spec: { containers } };
const messages = (chart: Chart) => findings(chart).map(({ id, path, message }) => `${path} ${id}: ${message}`);
const role = (kind: string, resources: string[], verbs: string[]) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind,
  metadata: { name: 'agents' },
  rules: [{ apiGroups: [''], resources, verbs }],
});
const config = (text: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'agents' },
  data: { 'agents.yaml': text },
});
const AGENTS = 'templates: [{name: default, containers: [{name: agent, image: i}]}]';
const LATER = 'chart sandbox/pods-made-later: ';

test.each<[string, Record<string, unknown>, string | undefined]>([
  ['a Role that creates pods', role('Role', ['pods', 'pods/exec'], ['create', 'get']), 'Role agents may create pods'],
  ['a ClusterRole that creates pods', role('ClusterRole', ['pods'], ['create']), 'ClusterRole agents may create pods'],
  ['a Role that reads pods', role('Role', ['pods'], ['get', 'list']), undefined],
  ['a Role that creates pods/exec', role('Role', ['pods/exec'], ['create']), undefined],
  ['wildcards', role('ClusterRole', ['*'], ['*']), undefined],
  ['a ConfigMap that describes pods', config(AGENTS), "ConfigMap agents describes pods in 'agents.yaml'"],
  [
    'JSON that describes pods',
    config('{"spec": {"containers": [{"name": "a"}]}}'),
    "ConfigMap agents describes pods in 'agents.yaml'",
  ],
  [
    'a Secret that describes pods',
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { a: Buffer.from(AGENTS).toString('base64') } },
    "Secret s describes pods in 'a'",
  ],
  ['a text that speaks of containers', config('containers are nice: yes'), undefined],
  ['a text that is no YAML', config('{{ range containers }}: ['), undefined],
  ['a list of names', config('containers: [a, b]'), undefined],
  ['a list of nothing', config('containers: []'), undefined],
  ['a list of names and maps', config('containers: [{name: a}, b]'), undefined],
  [
    'a pod below others',
    config('a: 1\nb: [1, {c: {containers: [{name: a}]}}]'),
    "ConfigMap agents describes pods in 'agents.yaml'",
  ],
  [
    'a Role whose second rule creates pods',
    {
      ...role('Role', [], []),
      rules: [null, { resources: ['configmaps'], verbs: ['get'] }, { resources: ['pods'], verbs: ['create'] }],
    },
    'Role agents may create pods',
  ],
  [
    'a Role whose rules read pods and create others',
    {
      ...role('Role', [], []),
      rules: [
        { resources: ['pods'], verbs: ['get'] },
        { resources: ['jobs'], verbs: ['create'] },
      ],
    },
    undefined,
  ],
  [
    'a kind of its own that describes pods',
    { ...config(AGENTS), apiVersion: 'example.com/v1', kind: 'Agents' },
    undefined,
  ],
])('what makes pods by itself (W3): %s', (_, object, message) => {
  const { chart } = sandboxed(object);
  expect(messages(chart)).toEqual(message === undefined ? [] : [`${LATER}${message}: such pods run without a VM`]);
});

test('more than eight are counted', () => {
  const roles = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      ...role('Role', ['pods'], ['create']),
      metadata: { name: `r${index}` },
    }));
  expect(messages(sandboxed(...roles(8)).chart)[0]).toMatch(
    /Role r6 may create pods, Role r7 may create pods: such pods/,
  );
  expect(messages(sandboxed(...roles(10)).chart)[0]).toMatch(/Role r7 may create pods and 2 more: such pods/);
});

describe('what is left out of VMs is not named', () => {
  const ofLater = (app: App) => findings(app).filter(({ id }) => id === 'sandbox/pods-made-later');

  test('what the call leaves out', () => {
    const { app, kata, chart } = sandboxed(role('Role', ['pods'], ['create']), config(AGENTS));
    expect(ofLater(app)).toHaveLength(1);
    const other = new Chart(app, 'other');
    new ApiObject(other, 'pod', POD as never);
    new ApiObject(other, 'role', role('Role', ['pods'], ['create']) as never);
    new ApiObject(other, 'config', config(AGENTS) as never);
    kata.sandbox(other, { except: (object) => object.kind === 'Role' });
    expect(ofLater(app).map(({ path, message }) => `${path}: ${message}`)).toEqual([
      `${chart.node.path}: Role agents may create pods, ConfigMap agents describes pods in 'agents.yaml': such pods run without a VM`,
      "other: ConfigMap agents describes pods in 'agents.yaml': such pods run without a VM",
    ]);
  });

  test('what belongs to the runtime, and what never goes into a VM', () => {
    const { app, kata } = sandboxed();
    new ApiObject(new Chart(kata, 'inside'), 'role', role('Role', ['pods'], ['create']) as never);
    const other = new Chart(app, 'other');
    new ApiObject(other, 'pod', POD as never);
    const never = new ApiObject(other, 'role', role('Role', ['pods'], ['create']) as never);
    kata.sandbox(app);
    expect(ofLater(app)).toHaveLength(1);
    neverSandbox(never);
    expect(ofLater(app)).toEqual([]);
  });

  test('what a nearer call names', () => {
    const { app, kata, chart } = sandboxed(role('Role', ['pods'], ['create']));
    const inner = new Chart(chart, 'inner');
    new ApiObject(inner, 'pod', POD as never);
    new ApiObject(inner, 'role', { ...role('Role', ['pods'], ['create']), metadata: { name: 'inner' } } as never);
    kata.sandbox(inner);
    kata.sandbox(app);
    expect(ofLater(app).map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'chart: Role agents may create pods: such pods run without a VM',
      'chart/inner: Role inner may create pods: such pods run without a VM',
    ]);
  });
});

test('one warning for the construct names all of them', () => {
  const { chart, kata } = sandboxed(role('Role', ['pods'], ['create']), config(AGENTS));
  expect(messages(chart)).toHaveLength(1);
  expect(kata.warnings.filter((it) => it.includes('pods-made-later') || it.includes('may create pods'))).toHaveLength(
    1,
  );
});

describe('objects that are put into VMs one by one (W3)', () => {
  const apart = (...objects: Record<string, unknown>[]) => {
    const app = new App();
    const kata = new KataRuntime(app, 'kata', { shims: [KataShim.QEMU_RUNTIME_RS] });
    const chart = new Chart(app, 'chart');
    const deployment = (name: string) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name },
      spec: { template: { spec: { containers } } },
    });
    for (const [index, object] of [deployment('a'), deployment('b'), ...objects].entries()) {
      new ApiObject(chart, `${index}`, object as never);
    }
    return { app, kata, chart };
  };

  test('one warning for the construct that holds them', () => {
    const { kata, chart } = apart(role('Role', ['pods'], ['create']), config(AGENTS));
    for (const object of chart.apiObjects) kata.sandbox(object);
    expect(messages(chart)).toEqual([
      `${LATER}Role agents may create pods, ConfigMap agents describes pods in 'agents.yaml': such pods run without a VM`,
    ]);
  });

  test('one, where the chart is put into VMs besides', () => {
    const { app, kata, chart } = apart(role('Role', ['pods'], ['create']));
    kata.sandbox(app);
    kata.sandbox(chart, { shim: KataShim.QEMU_RUNTIME_RS });
    for (const object of chart.apiObjects) kata.sandbox(object);
    expect(kata.warnings.filter((it) => it.includes('may create pods'))).toHaveLength(1);
  });

  test('a construct of cdk8s-plus counts as its object', () => {
    const { kata, chart } = apart(role('Role', ['pods'], ['create']));
    kata.sandbox(new kplus.Deployment(chart, 'web', { containers: [{ image: 'nginx:1.29' }] }));
    expect(messages(chart)).toEqual([`${LATER}Role agents may create pods: such pods run without a VM`]);
  });

  test('only the hooks that were put into VMs are named (W10)', () => {
    const hook = (name: string) => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name, annotations: { 'helm.sh/hook': 'pre-delete' } },
      spec: { template: { spec: { containers } } },
    });
    const { kata, chart } = apart(hook('one'), hook('two'));
    for (const object of chart.apiObjects.filter(({ name }) => name !== 'two')) kata.sandbox(object);
    expect(findings(chart).map(({ id, message }) => [id, message])).toEqual([
      ['sandbox/helm-hook', expect.stringMatching(/^Job one \(pre-delete\): /)],
    ]);
  });
});

test('hooks of Helm are named, with the way out (W10)', () => {
  const { chart } = sandboxed({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'uninstall', annotations: { 'helm.sh/hook': 'pre-delete' } },
    spec: { template: { spec: { containers } } },
  });
  expect(findings(chart)).toMatchObject([{ id: 'sandbox/helm-hook', fix: expect.stringContaining("['--no-hooks']") }]);
  expect(findings(chart)[0]?.message).toMatch(/^Job uninstall \(pre-delete\): /);
});

describe('what installs Kata (F2, B1)', () => {
  test.each([false, true])(
    'stays out of VMs when the whole app is put into them (in the chart of the runtime: %s)',
    (inside) => {
      const { app, kata } = sandboxed();
      const scope = inside ? new Chart(kata, 'smoke-test') : new Chart(app, 'other');
      new ApiObject(scope, 'pod', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod' }, spec: { containers } });
      kata.sandbox(app);
      const objects = manifests(app);
      expect(find(objects, 'DaemonSet').spec.template.spec.runtimeClassName).toBeUndefined();
      expect(find(objects, 'Pod').spec.runtimeClassName).toBe('kata-qemu-runtime-rs');
    },
  );

  test.each<[string, (kata: KataRuntime) => Chart | ApiObject]>([
    ['the runtime', (kata) => kata],
    ['its chart', (kata) => kata.node.findChild('installer') as Chart],
    ['its DaemonSet', (kata) => ApiObject.of(kata.node.findChild('installer').node.findChild('deploy'))],
  ])('%s itself is refused', (_, of) => {
    const { kata } = sandboxed();
    expect(() => kata.sandbox(of(kata))).toThrow('cannot run in a VM of its own');
  });
});

test('a cdk8s-plus Deployment with its defaults is silent', () => {
  const { app, kata } = sandboxed();
  const web = new kplus.Deployment(new Chart(app, 'plus'), 'web', { containers: [{ image: 'nginx:1.29' }] });
  kata.sandbox(web);
  expect(findings(web)).toEqual([]);
});
