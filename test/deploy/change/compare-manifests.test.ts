import { App } from 'cdk8s';
import {
  type Change,
  ChangeImpact,
  compareManifests,
  DeploymentMode,
  describeChange,
  KataRelease,
  KataRuntime,
  type KataRuntimeProps,
  KataShim,
  KataSnapshotter,
  type Manifest,
  toManifests,
} from '../../../lib';

type Program = KataRuntimeProps & { readonly sizes?: readonly string[] };

/** What a program with one runtime writes. */
function manifests({ sizes = [], ...props }: Program = {}): Manifest[] {
  const app = new App();
  const kata = new KataRuntime(app, 'kata', {
    placement: { nodeSelector: { pool: 'kata' } },
    containerdVersion: '2.2',
    shims: [KataShim.QEMU_RUNTIME_RS, KataShim.CLH_RUNTIME_RS],
    ...props,
  });
  for (const size of sizes) kata.addSize(size, { shim: KataShim.QEMU_RUNTIME_RS, guestMemory: '1Gi' });
  return toManifests(app);
}

const INSTALLER = 'DaemonSet kube-system/kata-deploy';
const { FORBIDDEN, KILLS_SANDBOXES, LEAVES_STALE_HANDLERS, NOTHING, RESTARTS_CONTAINERD, ROLLS_INSTALLER } =
  ChangeImpact;

const impactsOf = (changes: readonly Change[], object: string) =>
  changes.filter((it) => it.object === object).map(({ impact }) => impact);

const only = (changes: readonly Change[], impact: ChangeImpact) => changes.filter((it) => it.impact === impact);

test('two outputs of one program do not differ', () => {
  expect(compareManifests(manifests(), manifests())).toEqual([]);
});

describe('an installation', () => {
  const rolls = [RESTARTS_CONTAINERD, ROLLS_INSTALLER];
  const cases: readonly [string, Program, Program, ChangeImpact[], Partial<Change>][] = [
    [
      'another release',
      { release: KataRelease.V4_1_0 },
      { release: KataRelease.V4_2_0 },
      rolls,
      { reason: expect.stringContaining('Kata 4.2.0 in place of 4.1.0'), touches: ['nodes with pool=kata'] },
    ],
    [
      'a shim more',
      { shims: [KataShim.QEMU_RUNTIME_RS] },
      {},
      rolls,
      { reason: expect.stringContaining('running sandboxes go on') },
    ],
    [
      'another drop-in of a shim',
      { shimSettings: [{ shim: KataShim.QEMU_RUNTIME_RS, dropIn: '[hypervisor.qemu]\nenable_iothreads = true\n' }] },
      { shimSettings: [{ shim: KataShim.QEMU_RUNTIME_RS, dropIn: '[hypervisor.qemu]\nenable_iothreads = false\n' }] },
      rolls,
      { fields: ['/spec/template/metadata/annotations/checksum~1custom-configs'] },
    ],
    ['another log level', {}, { logLevel: 'debug' } as Program, rolls, {}],
    [
      'a shim less',
      {},
      { shims: [KataShim.QEMU_RUNTIME_RS] },
      [LEAVES_STALE_HANDLERS, ...rolls],
      { touches: ['kata-clh-runtime-rs'], fix: expect.stringContaining('previous') },
    ],
    ['a size less', { sizes: ['large'] }, {}, [LEAVES_STALE_HANDLERS, ...rolls], { touches: ['kata-large'] }],
    [
      'debug no more',
      { debug: true },
      {},
      [LEAVES_STALE_HANDLERS, ...rolls],
      { touches: ['kata-clh-runtime-rs-debug', 'kata-qemu-runtime-rs-debug'] },
    ],
    [
      'a snapshotter less',
      { snapshotters: [KataSnapshotter.NYDUS] },
      {},
      [LEAVES_STALE_HANDLERS, ...rolls],
      { touches: ['snapshotter nydus'] },
    ],
    [
      'a drop-in for containerd no more',
      { containerd: { userDropIn: 'version = 2\n' } },
      {},
      [FORBIDDEN, ...rolls],
      {
        reason: expect.stringContaining('containerd does not start'),
        fix: expect.stringContaining('containerdDropIn: true'),
      },
    ],
    [
      'a drop-in that was said in previous',
      { containerd: { userDropIn: '[debug]\nlevel = "info"\n' } },
      { previous: { containerdDropIn: true } },
      rolls,
      {},
    ],
    [
      'fewer nodes',
      {},
      { placement: { nodeSelector: { pool: 'kata', zone: 'a' } } },
      [KILLS_SANDBOXES, ...rolls],
      { reason: 'Kata is taken off nodes that do not have zone=a', touches: ['nodes with pool=kata'] },
    ],
    [
      'more nodes',
      { placement: { nodeSelector: { pool: 'kata', zone: 'a' } } },
      {},
      rolls,
      { touches: ['nodes with pool=kata'] },
    ],
    [
      'the script of 3.14',
      { release: KataRelease.V3_14_0, shims: [KataShim.QEMU] },
      { release: KataRelease.V4_1_0, shims: [KataShim.QEMU] },
      [KILLS_SANDBOXES, ...rolls],
      { reason: expect.stringContaining('3.14.0 delete /opt/kata'), fix: expect.stringContaining('drain the nodes') },
    ],
    [
      'a release before 4 again',
      { release: KataRelease.V4_1_0, shims: [KataShim.QEMU] },
      { release: KataRelease.V3_14_0, shims: [KataShim.QEMU] },
      [FORBIDDEN, ...rolls],
      { reason: expect.stringContaining('goes back from 4.1.0 to 3.14.0') },
    ],
    [
      'another folder on the nodes',
      {},
      { installationPrefix: '/var/kata' } as Program,
      [FORBIDDEN, ...rolls],
      { reason: expect.stringContaining('moves from /opt/kata to /var/kata') },
    ],
    [
      'Jobs in place of the DaemonSet',
      {},
      { deploymentMode: DeploymentMode.JOB },
      [FORBIDDEN],
      {
        reason: expect.stringContaining('from a DaemonSet to Jobs'),
        fix: expect.stringContaining('remove the old installation'),
      },
    ],
    [
      'a suffix',
      {},
      { multiInstallSuffix: 'blue' },
      [FORBIDDEN],
      { reason: expect.stringContaining('had no multi-install suffix and gets the multi-install suffix blue') },
    ],
    [
      'another namespace',
      {},
      { namespace: 'kata-system' },
      [FORBIDDEN],
      { reason: expect.stringContaining('becomes DaemonSet kata-system/kata-deploy') },
    ],
  ];

  test.each(cases)('with %s', (_, before, after, impacts, first) => {
    const changes = compareManifests(manifests(before), manifests(after)).filter(({ object }) => object === INSTALLER);
    expect(changes.map(({ impact }) => impact)).toEqual(impacts);
    expect(changes[0]).toMatchObject({ ...first, id: `${impacts[0]} ${INSTALLER}` });
  });

  test('that goes takes Kata off the nodes', () => {
    const changes = compareManifests(manifests(), []);
    expect(impactsOf(changes, INSTALLER)).toEqual([KILLS_SANDBOXES]);
    expect(changes[0]).toMatchObject({
      fix: expect.stringContaining('permissions last'),
      touches: ['nodes with pool=kata'],
    });
  });

  test('that is new harms nothing', () => {
    const changes = compareManifests([], manifests());
    expect(new Set(changes.map(({ impact }) => impact))).toEqual(new Set([NOTHING]));
  });

  test('beside another one, on nodes of its own, harms nothing', () => {
    const blue = manifests({ multiInstallSuffix: 'blue', placement: { nodeSelector: { pool: 'blue' } } });
    const changes = compareManifests(manifests(), [...manifests(), ...blue]);
    expect(new Set(changes.map(({ impact }) => impact))).toEqual(new Set([NOTHING]));
    expect(changes.map(({ object }) => object)).toContain('DaemonSet kube-system/kata-deploy-blue');
  });

  test('beside another one, on its nodes, restarts containerd there', () => {
    const blue = manifests({ multiInstallSuffix: 'blue' });
    const changes = compareManifests(manifests(), [...manifests(), ...blue]);
    expect(impactsOf(changes, 'DaemonSet kube-system/kata-deploy-blue')).toEqual([RESTARTS_CONTAINERD]);
  });

  describe('by Jobs', () => {
    const job: Program = { deploymentMode: DeploymentMode.JOB };

    test('goes over the nodes again, with new settings', () => {
      const changes = compareManifests(manifests(job), manifests({ ...job, release: KataRelease.V4_1_0 }));
      const [templates] = changes.filter(({ impact }) => impact === RESTARTS_CONTAINERD);
      expect(templates).toMatchObject({ reason: expect.stringContaining('Kata 4.1.0 in place of 4.2.0') });
      expect(only(changes, ROLLS_INSTALLER)[0]?.reason).toContain(
        'new Jobs of Kata 4.1.0 in place of 4.2.0 go over every node',
      );
      expect([...only(changes, KILLS_SANDBOXES), ...only(changes, FORBIDDEN)]).toEqual([]);
    });

    test('leaves the handler of a shim that goes', () => {
      const changes = compareManifests(manifests(job), manifests({ ...job, shims: [KataShim.QEMU_RUNTIME_RS] }));
      expect(only(changes, LEAVES_STALE_HANDLERS).map(({ touches }) => touches)).toEqual([['kata-clh-runtime-rs']]);
    });

    test('cannot become a DaemonSet', () => {
      const [worst] = compareManifests(manifests(job), manifests());
      expect(worst).toMatchObject({ impact: FORBIDDEN, reason: expect.stringContaining('from Jobs to a DaemonSet') });
    });

    test('leaves everything on the nodes when it only goes', () => {
      const [worst] = compareManifests(manifests(job), []);
      expect(worst).toMatchObject({
        impact: LEAVES_STALE_HANDLERS,
        fix: expect.stringContaining('uninstall: true'),
        touches: ['kata-clh-runtime-rs', 'kata-qemu-runtime-rs'],
      });
    });

    test('takes Kata off every node when it is told to', () => {
      const changes = compareManifests(manifests(job), manifests({ ...job, jobs: { uninstall: true } }));
      expect(only(changes, KILLS_SANDBOXES)).toMatchObject([
        {
          object: expect.stringContaining('kata-deploy-cleanup-dispatcher'),
          reason: expect.stringContaining('every node'),
        },
      ]);
    });
  });
});

/** A workload of a kind in the namespace `shop`. */
function workload(kind: string, spec: object, name = 'web'): Manifest {
  const apiVersion = ['Job', 'CronJob'].includes(kind) ? 'batch/v1' : 'apps/v1';
  return { apiVersion, kind, metadata: { name, namespace: 'shop' }, spec };
}

const template = (image = 'a:1', pod: object = { runtimeClassName: 'kata-qemu' }) => ({
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'a', image }], ...pod },
});

const selector = { matchLabels: { app: 'web' } };
const deployment = (image?: string, spec: object = {}) =>
  workload('Deployment', { replicas: 3, selector, template: template(image), ...spec });
const object = (apiVersion: string, kind: string, fields: object): Manifest => ({
  apiVersion,
  kind,
  metadata: { name: 'it' },
  ...fields,
});
const runtimeClass = (fields: object = {}) =>
  object('node.k8s.io/v1', 'RuntimeClass', {
    handler: 'kata-qemu',
    overhead: { podFixed: { memory: '1Mi' } },
    ...fields,
  });

describe('an object', () => {
  const cases: readonly [string, Manifest | undefined, Manifest | undefined, ChangeImpact, string[], RegExp][] = [
    ['a workload that is new', undefined, deployment(), NOTHING, [], /it is new/],
    ['a workload that goes', deployment(), undefined, KILLS_SANDBOXES, [], /go with it/],
    [
      'a workload without a VM that goes',
      workload('Deployment', { template: template('a:1', {}) }),
      undefined,
      NOTHING,
      [],
      /no sandbox/,
    ],
    [
      'an image',
      deployment(),
      deployment('a:2'),
      KILLS_SANDBOXES,
      ['/spec/template/spec/containers/0/image'],
      /its pods are replaced, and each sandbox ends with its pod; give it a PodDisruptionBudget/,
    ],
    [
      'a label of pods',
      deployment(),
      deployment('a:1', { template: { ...template(), metadata: { labels: { app: 'web', v: '2' } } } }),
      KILLS_SANDBOXES,
      ['/spec/template/metadata/labels/v'],
      /replaced/,
    ],
    [
      'the class of pods taken away',
      deployment(),
      deployment('a:1', { template: template('a:1', {}) }),
      KILLS_SANDBOXES,
      ['/spec/template/spec/runtimeClassName'],
      /run in no VM/,
    ],
    [
      'the class of pods given',
      deployment('a:1', { template: template('a:1', {}) }),
      deployment(),
      KILLS_SANDBOXES,
      ['/spec/template/spec/runtimeClassName'],
      /replaced/,
    ],
    [
      'fewer replicas',
      deployment(),
      deployment('a:1', { replicas: 1 }),
      KILLS_SANDBOXES,
      ['/spec/replicas'],
      /2 of its 3 pods end/,
    ],
    [
      'more replicas',
      deployment(),
      deployment('a:1', { replicas: 5 }),
      NOTHING,
      ['/spec/replicas'],
      /stay as they are/,
    ],
    [
      'a label of the workload',
      deployment(),
      { ...deployment(), metadata: { name: 'web', namespace: 'shop', labels: { a: 'b' } } },
      NOTHING,
      ['/metadata/labels'],
      /stay as they are/,
    ],
    [
      'an image of pods without a VM',
      workload('Deployment', { template: template('a:1', {}) }),
      workload('Deployment', { template: template('a:2', {}) }),
      NOTHING,
      ['/spec/template/spec/containers/0/image'],
      /none of them runs in a VM/,
    ],
    [
      'a CronJob',
      workload('CronJob', { jobTemplate: { spec: { template: template() } } }),
      workload('CronJob', { jobTemplate: { spec: { template: template('a:2') } } }),
      NOTHING,
      ['/spec/jobTemplate/spec/template/spec/containers/0/image'],
      /next pods/,
    ],
    [
      'a DaemonSet that waits for deletion',
      workload('DaemonSet', { selector, updateStrategy: { type: 'OnDelete' }, template: template() }),
      workload('DaemonSet', { selector, updateStrategy: { type: 'OnDelete' }, template: template('a:2') }),
      NOTHING,
      ['/spec/template/spec/containers/0/image'],
      /somebody deletes them/,
    ],
    [
      'a custom resource with pods',
      object('acme.io/v1', 'Notebook', { spec: { template: template() } }),
      object('acme.io/v1', 'Notebook', { spec: { template: template('a:2') } }),
      KILLS_SANDBOXES,
      ['/spec/template/spec/containers/0/image'],
      /replaced/,
    ],
    [
      'the selector of a Deployment',
      deployment(),
      deployment('a:1', { selector: { matchLabels: { app: 'b' } } }),
      FORBIDDEN,
      ['/spec/selector/matchLabels/app'],
      /never changes .* of a Deployment; give it another name/,
    ],
    [
      'the template of a Job',
      workload('Job', { template: template() }),
      workload('Job', { template: template('a:2') }),
      FORBIDDEN,
      ['/spec/template/spec/containers/0/image'],
      /give the Job another name, or delete it before/,
    ],
    [
      'the storage of a StatefulSet',
      workload('StatefulSet', { serviceName: 'a', template: template() }),
      workload('StatefulSet', { serviceName: 'b', template: template() }),
      FORBIDDEN,
      ['/spec/serviceName'],
      /StatefulSet/,
    ],
    [
      'an image of a StatefulSet',
      workload('StatefulSet', { serviceName: 'a', template: template() }),
      workload('StatefulSet', { serviceName: 'a', template: template('a:2') }),
      KILLS_SANDBOXES,
      ['/spec/template/spec/containers/0/image'],
      /replaced/,
    ],
    [
      'the handler of a class',
      runtimeClass(),
      runtimeClass({ handler: 'kata-clh' }),
      FORBIDDEN,
      ['/handler'],
      /give the class another name and move the workloads to it, or delete RuntimeClass it before/,
    ],
    [
      'the overhead of a class',
      runtimeClass(),
      runtimeClass({ overhead: { podFixed: { memory: '2Mi' } } }),
      NOTHING,
      ['/overhead/podFixed/memory'],
      /running sandboxes keep/,
    ],
    ['a class that goes', runtimeClass(), undefined, NOTHING, [], /new pods that name it are refused/],
    [
      'the role of a binding',
      object('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', { roleRef: { name: 'a' } }),
      object('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', { roleRef: { name: 'b' } }),
      FORBIDDEN,
      ['/roleRef/name'],
      /ClusterRoleBinding/,
    ],
    [
      'the rules of a role',
      object('rbac.authorization.k8s.io/v1', 'ClusterRole', { rules: [] }),
      object('rbac.authorization.k8s.io/v1', 'ClusterRole', { rules: [{}] }),
      NOTHING,
      ['/rules'],
      /in place/,
    ],
    [
      'an immutable ConfigMap',
      object('v1', 'ConfigMap', { immutable: true, data: { a: '1' } }),
      object('v1', 'ConfigMap', { immutable: true, data: { a: '2' } }),
      FORBIDDEN,
      ['/data/a'],
      /ConfigMap/,
    ],
    [
      'a ConfigMap',
      object('v1', 'ConfigMap', { data: { a: '1' } }),
      object('v1', 'ConfigMap', { data: { a: '2' } }),
      NOTHING,
      ['/data/a'],
      /in place/,
    ],
    [
      'the address of a Service',
      object('v1', 'Service', { spec: {} }),
      object('v1', 'Service', { spec: { clusterIP: 'None' } }),
      FORBIDDEN,
      ['/spec/clusterIP'],
      /Service/,
    ],
    [
      'a Service that keeps its address',
      object('v1', 'Service', { spec: { clusterIP: '10.0.0.1' } }),
      object('v1', 'Service', { spec: {} }),
      NOTHING,
      ['/spec/clusterIP'],
      /in place/,
    ],
    [
      'a default that is written out',
      object('scheduling.k8s.io/v1', 'PriorityClass', { value: 1 }),
      object('scheduling.k8s.io/v1', 'PriorityClass', { value: 1, preemptionPolicy: 'PreemptLowerPriority' }),
      NOTHING,
      ['/preemptionPolicy'],
      /in place/,
    ],
    [
      'the value of a PriorityClass',
      object('scheduling.k8s.io/v1', 'PriorityClass', { value: 1 }),
      object('scheduling.k8s.io/v1', 'PriorityClass', { value: 2 }),
      FORBIDDEN,
      ['/value'],
      /PriorityClass/,
    ],
    [
      'a namespace that goes',
      object('v1', 'Namespace', {}),
      undefined,
      KILLS_SANDBOXES,
      [],
      /everything in the namespace/,
    ],
    [
      'the version of an API alone',
      object('apps/v1beta1', 'Deployment', { spec: {} }),
      object('apps/v1', 'Deployment', { spec: {} }),
      NOTHING,
      ['/apiVersion'],
      /in place/,
    ],
  ];

  test.each(cases)('%s', (_, before, after, impact, fields, sentence) => {
    const changes = compareManifests(before ? [before] : [], after ? [after] : []);
    expect(changes).toMatchObject([{ impact, fields }]);
    expect(describeChange(changes[0] as Change)).toMatch(sentence);
    expect(describeChange(changes[0] as Change)).toContain(`${impact}: ${changes[0]?.object}: `);
  });

  test('is the same with a status, as an item of a List, and with a field that has no value', () => {
    const list = { apiVersion: 'v1', kind: 'List', items: [{ ...deployment(), status: { replicas: 3 } }] };
    expect(compareManifests([list as never, null as never], [{ ...deployment(), nothing: undefined }])).toEqual([]);
  });
});

test('the worst comes first', () => {
  const before = [deployment(), runtimeClass(), object('v1', 'ConfigMap', { data: { a: '1' } })];
  const after = [object('v1', 'ConfigMap', { data: { a: '2' } }), runtimeClass({ handler: 'b' }), deployment('a:2')];
  expect(compareManifests(before, after).map(({ impact }) => impact)).toEqual([FORBIDDEN, KILLS_SANDBOXES, NOTHING]);
});

test('what is acknowledged is left out, and nothing else', () => {
  const before = [deployment(), runtimeClass()];
  const after = [deployment('a:2'), runtimeClass({ handler: 'b' })];
  const ids = compareManifests(before, after).map(({ id }) => id);
  expect(ids).toEqual(['forbidden RuntimeClass it', 'kills-sandboxes Deployment shop/web']);
  const acknowledged = ['kills-sandboxes Deployment shop/web', 'kills-sandboxes Deployment shop/gone'];
  expect(compareManifests(before, after, { acknowledged }).map(({ id }) => id)).toEqual([ids[0]]);
});

describe('bad input', () => {
  const good = deployment();
  test.each<[string, unknown, unknown, unknown, string]>([
    [
      'nothing',
      undefined,
      [],
      {},
      'before is a value of type undefined, not a list of objects; pass what toManifests() gave',
    ],
    ['null', [], null, {}, 'after is null, not a list of objects'],
    ['an object alone', good, [], {}, 'before is a value of type object, not a list of objects'],
    ['a text', 'kind: Pod', [], {}, 'before is a value of type string'],
    ['a number in the list', [1], [], {}, 'before[0] is a value of type number, not an object of Kubernetes'],
    ['a list in the list', [[good]], [], {}, 'before[0] is a list, not an object of Kubernetes'],
    ['no apiVersion', [{ ...good, apiVersion: undefined }], [], {}, 'before[0] has no apiVersion'],
    ['no kind', [], [good, { ...good, kind: '' }], {}, 'after[1] has no kind'],
    ['no metadata', [{ ...good, metadata: undefined }], [], {}, 'before[0], a Deployment, has no metadata.name'],
    [
      'no name',
      [{ ...good, metadata: { generateName: 'a-' } }],
      [],
      {},
      'give it a name: what a server names cannot be compared',
    ],
    ['an object twice', [good, good], [], {}, 'before has apps/Deployment shop/web twice; remove one of them'],
    [
      'an item of a List',
      [{ apiVersion: 'v1', kind: 'List', items: [{}] }],
      [],
      {},
      'before[0].items[0] has no apiVersion',
    ],
    [
      'an id without an object',
      [],
      [],
      { acknowledged: ['kills-sandboxes'] },
      'acknowledged has "kills-sandboxes"; copy the id of a change',
    ],
    [
      'an id of no impact',
      [],
      [],
      { acknowledged: ['hurts Deployment shop/web'] },
      'acknowledged has "hurts Deployment shop/web"',
    ],
    ['an empty id', [], [], { acknowledged: [''] }, 'acknowledged has ""'],
    [
      'a text in place of ids',
      [],
      [],
      { acknowledged: 'kills-sandboxes Deployment shop/web' },
      "acknowledged is 'kills-sandboxes",
    ],
    ['another option', [], [], { ignore: [] }, 'Compare has no property ignore'],
  ])('%s is refused', (_, before, after, options, message) => {
    expect(() => compareManifests(before as never, after as never, options as never)).toThrow(message);
  });
});
