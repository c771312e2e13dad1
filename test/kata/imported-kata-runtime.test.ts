import { ApiObject, App, Chart, Testing } from 'cdk8s';
import {
  type CustomShimSettings,
  DeploymentMode,
  type IKataRuntime,
  KataArchitecture,
  KataHypervisor,
  KataRelease,
  KataRuntime,
  type KataRuntimeAttributes,
  KataRuntimeLanguage,
  type KataRuntimeProps,
  KataShim,
  RuntimeClass,
  TaintEffect,
} from '../../lib/kata';
import { find, manifests } from '../util/manifests';

const { CLH, QEMU, QEMU_RUNTIME_RS } = KataShim;

function pod(app: App, name = 'it'): ApiObject {
  const containers = [{ name: 'main', image: 'nginx:1.29', resources: { limits: { memory: '64Mi' } } }];
  return new ApiObject(new Chart(app, `chart-${name}`), name, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers },
  });
}

const classOf = (app: App, name = 'it') => find(manifests(app), 'Pod', name).spec.runtimeClassName;

const PLACEMENT = {
  nodeSelector: { pool: 'kata' },
  tolerations: [{ key: 'kata', operator: 'Exists' as const, effect: TaintEffect.NO_SCHEDULE }],
};

const ACME: CustomShimSettings = {
  runtime: KataRuntimeLanguage.RUST,
  hypervisor: KataHypervisor.QEMU,
  architectures: [KataArchitecture.AMD64],
  overhead: { cpu: '300m', memory: '400Mi' },
  overheadMemoryMib: 64,
  sharesDirectories: false,
};
const FORK = KataRelease.custom({
  base: KataRelease.DEFAULT,
  version: `${KataRelease.DEFAULT.version}-acme.1`,
  image: 'registry.acme.example/kata-deploy:4.2.0-acme.1',
  shims: [{ ...ACME, shim: KataShim.of('acme') }],
});

const imported = (attributes: KataRuntimeAttributes) => {
  const chart = new Chart(new App(), 'chart');
  return KataRuntime.fromAttributes(chart, 'kata', attributes);
};

describe('attributes of an installation, through JSON', () => {
  test.each<[string, KataRuntimeProps]>([
    ['the default', {}],
    ['3.14.0', { release: KataRelease.V3_14_0 }],
    ['several shims, a default class, variants', { shims: [CLH, QEMU], defaultRuntimeClassName: 'kata', debug: true }],
    ['a placement and a suffix', { placement: { ...PLACEMENT, multiInstallSuffix: 'blue' }, containerdVersion: '2.1' }],
    [
      'settings of a shim',
      {
        shims: [QEMU],
        shimSettings: [
          {
            shim: QEMU,
            dropIn: '[hypervisor.qemu]\ndefault_memory = 4096\n',
            allowedHypervisorAnnotations: ['default_memory'],
            nodeSelector: { disk: 'fast' },
            forceGuestPull: true,
          },
        ],
      },
    ],
    [
      'Jobs and a custom runtime',
      { deploymentMode: DeploymentMode.JOB, customRuntimes: [{ handler: 'kata-own', shim: QEMU_RUNTIME_RS }] },
    ],
  ])('%s: every class gives pods what it gave them', (_, props) => {
    const kata = new KataRuntime(new App(), 'kata', props);
    const other = imported(JSON.parse(JSON.stringify(kata.attributes)));
    const targets = (runtime: IKataRuntime) =>
      runtime.runtimeClasses.map((it) => JSON.parse(JSON.stringify(runtime.sandboxTarget(it))));
    expect(targets(other)).toEqual(targets(kata));
    expect(targets(kata).length).toBeGreaterThan(0);
    expect(other.sandboxTarget().runtimeClassName).toBe(kata.sandboxTarget().runtimeClassName);
    expect(other.shims.map(String)).toEqual(kata.shims.map(String));
    expect([other.release, other.defaultShim.name]).toEqual([kata.release, kata.defaultShim.name]);
    expect(JSON.parse(JSON.stringify(other.attributes))).toEqual(JSON.parse(JSON.stringify(kata.attributes)));
  });

  test("a fork's shims are there, as the fork made them", () => {
    const kata = new KataRuntime(new App(), 'kata', { release: FORK, shims: [KataShim.of('acme'), QEMU] });
    const other = imported(JSON.parse(JSON.stringify(kata.attributes)));
    expect(other.runtimeClasses.map(({ name }) => name)).toEqual(['kata-acme', 'kata-qemu']);
    for (const runtime of [kata, other]) {
      const { guest, shim } = runtime.sandboxTarget();
      expect([shim, guest?.overheadMemoryMib, guest?.sharesDirectories]).toEqual(['acme', 64, false]);
    }
    expect(JSON.parse(JSON.stringify(other.attributes))).toEqual(JSON.parse(JSON.stringify(kata.attributes)));
  });

  test('a fork of a fork keeps the shims of both, the later one of a name', () => {
    const { version, image } = FORK;
    const clh = { ...ACME, shim: CLH, runtime: KataRuntimeLanguage.GO, hypervisor: KataHypervisor.CLOUD_HYPERVISOR };
    const acme = { ...ACME, shim: KataShim.of('acme'), overheadMemoryMib: 96 };
    const release = KataRelease.custom({ base: FORK, version, image, shims: [clh, acme] });
    const kata = new KataRuntime(new App(), 'kata', { release, shims: [KataShim.of('acme')] });
    const { customShims = [] } = kata.attributes;
    expect(customShims.map(({ name, overheadMemoryMib }) => [name, overheadMemoryMib])).toEqual([
      ['clh', 64],
      ['acme', 96],
    ]);
  });

  test('sizes are there by their names', () => {
    const kata = new KataRuntime(new App(), 'kata', { multiInstallSuffix: 'blue', containerdVersion: '2.1' });
    kata.addSize('large', { shim: QEMU_RUNTIME_RS, guestMemory: '512Mi' });
    const app = new App();
    const other = KataRuntime.fromAttributes(new Chart(app, 'platform'), 'kata', kata.attributes);
    other.sandbox(pod(app), { size: 'large' });
    other.sandbox(pod(app, 'other'), { customRuntime: 'kata-large-blue' });
    expect([classOf(app), classOf(app, 'other')]).toEqual(['kata-large-blue', 'kata-large-blue']);
  });
});

describe('a literal', () => {
  test('of shims gives the classes that the library would make', () => {
    const runtime = imported({ shims: ['qemu-runtime-rs', 'clh'], multiInstallSuffix: 'blue', placement: PLACEMENT });
    expect(runtime.runtimeClasses.map(({ name }) => name)).toEqual(['kata-qemu-runtime-rs-blue', 'kata-clh-blue']);
    expect(runtime.sandboxTarget()).toMatchObject({
      runtimeClassName: 'kata-qemu-runtime-rs-blue',
      requiresMemoryLimit: true,
      nodeSelector: {
        pool: 'kata',
        'katacontainers.io/kata-runtime': 'true',
        'kata-deploy.katacontainers.io/blue': 'true',
      },
    });
  });

  test('of classes alone takes their shims', () => {
    const runtime = imported({ classes: [{ name: 'sandboxed', shim: 'clh', nodeSelector: { a: 'b' } }] });
    expect(runtime.shims.map(String)).toEqual(['clh']);
    expect(runtime.runtimeClass().name).toBe('sandboxed');
    expect(runtime.sandboxTarget()).toMatchObject({ runtimeClassName: 'sandboxed', nodeSelector: { a: 'b' } });
  });

  test('writes nothing', () => {
    const chart = new Chart(new App(), 'chart');
    KataRuntime.fromAttributes(chart, 'kata', { shims: ['clh'] });
    expect(Testing.synth(chart)).toEqual([]);
  });

  test.each<[string, KataRuntimeAttributes, string]>([
    ['nothing', {}, 'neither shims nor classes is given'],
    ['an unknown release', { release: '9.9.9', shims: ['clh'] }, "'9.9.9'"],
    ['an unknown shim', { shims: ['acme'] }, "shim 'acme' is not in Kata 4.2.0"],
    [
      "a fork's shim of a hypervisor that the release does not have",
      { shims: ['acme'], customShims: [{ ...ACME, name: 'acme', hypervisor: KataHypervisor.STRATOVIRT }] },
      'shims.acme.hypervisor of a custom release',
    ],
    [
      "a fork's shim without its overhead",
      { shims: ['acme'], customShims: [{ ...ACME, name: 'acme', overhead: undefined as never }] },
      'customShims[0] needs overhead',
    ],
    ['a name that no shim has', { shims: ['A B'] }, "'A B' cannot be the name of a shim"],
    ['a class of such a shim', { shims: ['clh'], classes: [{ name: 'a', shim: 'A B' }] }, 'kata/shim-name'],
    ['a default that is not installed', { shims: ['clh'], defaultShim: 'qemu' }, "defaultShim 'qemu' is not installed"],
    ['a suffix that cannot be one', { shims: ['clh'], multiInstallSuffix: 'debug' }, "multiInstallSuffix 'debug'"],
    [
      "a suffix that is not the placement's",
      { shims: ['clh'], multiInstallSuffix: 'a', placement: { ...PLACEMENT, multiInstallSuffix: 'b' } },
      'is not what the nodes are labelled for',
    ],
    ['a class of no name', { shims: ['clh'], classes: [{ name: 'A B', shim: 'clh' }] }, "name 'A B'"],
    ['a placement of no nodes', { shims: ['clh'], placement: { nodeSelector: {} } }, 'placement.nodeSelector is empty'],
  ])('of %s is refused', (_, attributes, message) => {
    expect(() => imported(attributes)).toThrow(/^chart\/kata/);
    expect(() => imported(attributes)).toThrow(message);
  });
});

describe.each<[string, (app: App) => IKataRuntime]>([
  ['KataRuntime', (app) => new KataRuntime(app, 'kata', { shims: [QEMU_RUNTIME_RS, QEMU] })],
  [
    'an imported runtime',
    (app) =>
      KataRuntime.fromAttributes(new Chart(app, 'platform'), 'kata', { shims: [QEMU_RUNTIME_RS.name, QEMU.name] }),
  ],
])('classes as objects: %s', (_, make) => {
  test('a workload gets the class that it is given', () => {
    const app = new App();
    const kata = make(app);
    kata.sandbox(pod(app), { runtimeClass: kata.runtimeClass(QEMU) });
    expect(classOf(app)).toBe('kata-qemu');
  });

  test('a class that something else made, whose shim the runtime is told', () => {
    const app = new App();
    const kata = make(app);
    const own = RuntimeClass.fromRuntimeClassName(new Chart(app, 'classes'), 'own', 'kata-nightly');
    expect(() => kata.sandbox(pod(app), { runtimeClass: own })).toThrow(
      "RuntimeClass 'kata-nightly' is not one of this runtime",
    );
    kata.addRuntimeClass(own, QEMU);
    kata.sandbox(pod(app, 'other'), { runtimeClass: own });
    expect(classOf(app, 'other')).toBe('kata-nightly');
    expect(kata.sandboxTarget(own)).toMatchObject({ shim: 'qemu', requiresMemoryLimit: false, nodeSelector: {} });
    expect(kata.runtimeClasses.map(({ name }) => name)).toContain('kata-nightly');
  });

  test.each<[string, (kata: IKataRuntime, own: RuntimeClass) => unknown, string]>([
    ['no class', (kata) => kata.addRuntimeClass(undefined as never, QEMU), 'runtimeClass is undefined'],
    ['the name of a class', (kata) => kata.addRuntimeClass('own' as never, QEMU), "runtimeClass is 'own'"],
    ['no shim', (kata, own) => kata.addRuntimeClass(own, undefined as never), 'shim is undefined'],
    ['the name of a shim', (kata, own) => kata.addRuntimeClass(own, 'qemu' as never), "shim is 'qemu'"],
    ['a target by name', (kata) => kata.sandboxTarget('kata-qemu' as never), "runtimeClass is 'kata-qemu'"],
    ['a class of a shim by name', (kata) => kata.runtimeClass('qemu' as never), "shim is 'qemu'"],
    [
      'limits by name',
      (kata) => kata.podLimits({ vcpus: 1, memory: '2Gi' }, 'kata-qemu' as never),
      "runtimeClass is 'kata-qemu', and must be an IRuntimeClass; " +
        'pass new RuntimeClass(...) or RuntimeClass.fromRuntimeClassName(...) (props/type)',
    ],
  ])('what no compiler has checked is refused, with its path: %s', (_, call, message) => {
    const app = new App();
    const kata = make(app);
    const own = new RuntimeClass(new Chart(app, 'classes'), 'own', { name: 'kata-nightly', handler: 'kata-qemu' });
    expect(() => call(kata, own)).toThrow(`${kata.node.path}: ${message}`);
    expect(kata.runtimeClasses).toHaveLength(2);
  });

  test('the shim of such a class can be said in the call', () => {
    const app = new App();
    const kata = make(app);
    const runtimeClass = RuntimeClass.fromRuntimeClassName(new Chart(app, 'classes'), 'own', 'kata-nightly');
    kata.sandbox(pod(app), { runtimeClass, shim: QEMU });
    expect(classOf(app)).toBe('kata-nightly');
  });

  test.each<[string, (kata: IKataRuntime) => Parameters<IKataRuntime['sandbox']>[1], string]>([
    ['two ways to name a class', () => ({ shim: QEMU, size: 'large' }), 'size and shim are given'],
    [
      'a class and a size',
      (kata) => ({ runtimeClass: kata.runtimeClass(), size: 'x' }),
      'runtimeClass and size are given',
    ],
    [
      'a class with the shim of another',
      (kata) => ({ runtimeClass: kata.runtimeClass(), shim: QEMU }),
      "shim is 'qemu'",
    ],
    ['a shim that is not installed', () => ({ shim: CLH }), "the installation has no RuntimeClass for shim 'clh'"],
  ])('%s is refused', (__, options, message) => {
    const app = new App();
    const kata = make(app);
    expect(() => kata.sandbox(pod(app), options(kata))).toThrow(message);
  });
});

test('what addSize() returns is taken', () => {
  const app = new App();
  const kata = new KataRuntime(app, 'kata');
  const runtimeClass = kata.addSize('large', { shim: QEMU_RUNTIME_RS, guestMemory: '512Mi' });
  kata.sandbox(pod(app), { runtimeClass });
  expect(classOf(app)).toBe('kata-large');
  expect(kata.sandboxTarget(runtimeClass).guest?.overheadMemoryMib).toBe(512);
});
