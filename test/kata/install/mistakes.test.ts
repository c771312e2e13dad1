import { App } from 'cdk8s';
import {
  DeploymentMode,
  KataArchitecture,
  KataRelease,
  KataRuntime,
  type KataRuntimeProps,
  KataShim,
  type NodePlacement,
  TaintEffect,
} from '../../../lib/kata';
import { RuntimeClass } from '../../../lib/sandbox/runtime-class';
import { find, type Manifest, synthApp } from '../../util/manifests';

const { CLH, DRAGONBALL, FIRECRACKER, QEMU, QEMU_RUNTIME_RS } = KataShim;
const { AMD64, ARM64 } = KataArchitecture;
const { V3_14_0, V4_1_0, V4_2_0 } = KataRelease;

const placement: NodePlacement = { nodeSelector: { pool: 'kata' } };
const build = (props: KataRuntimeProps) => new KataRuntime(new App(), 'kata', { placement, ...props });
const objects = (props: KataRuntimeProps) => synthApp((app) => new KataRuntime(app, 'kata', { placement, ...props }));
const setting = (settings: object): KataRuntimeProps => ({ shimSettings: [{ shim: QEMU_RUNTIME_RS, ...settings }] });
const taints = (...startupTaints: object[]): KataRuntimeProps => ({
  placement: { ...placement, startupTaints } as NodePlacement,
});
const required = (term: object) => ({
  nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } },
});
const expression = (key: string, operator: string) => required({ matchExpressions: [{ key, operator }] });
const monitor = (image: string): KataRuntimeProps => ({ monitor: { image } });
const dispatcher = (dispatcherImage: string, release = V4_2_0): KataRuntimeProps => ({
  release,
  deploymentMode: DeploymentMode.JOB,
  jobs: { dispatcherImage },
});
const envOf = (all: readonly Manifest[]) =>
  find(all as Manifest[], 'DaemonSet', 'kata-deploy').spec.template.spec.containers[0].env;

test.each<[string, KataRuntimeProps, string]>([
  ['an architecture twice', { architectures: [AMD64, AMD64] }, "architectures holds 'amd64' twice"],
  ['a Secret twice', { imagePullSecrets: ['a', 'a'] }, "imagePullSecrets holds 'a' twice"],
  [
    'a startup taint twice',
    taints({ key: 'x', effect: TaintEffect.NO_SCHEDULE }, { key: 'x', effect: TaintEffect.NO_SCHEDULE }),
    "placement.startupTaints holds 'x:NoSchedule' twice",
  ],
  ['a port that there is not', setting({ httpsProxy: 'http://proxy:99999' }), "httpsProxy 'http://proxy:99999' is not"],
  ['port 0', setting({ httpsProxy: 'http://proxy:0' }), "httpsProxy 'http://proxy:0' is not"],
  [
    'memory in thousandths',
    setting({ overhead: { memory: '320m' } }),
    "overhead.memory '320m' has a suffix of another",
  ],
  ['CPUs in mebibytes', setting({ overhead: { cpu: '250Mi' } }), "overhead.cpu '250Mi' has a suffix of another"],
  [
    'memory of the installer in thousandths',
    { resources: { limits: { memory: '64m' } } },
    "resources.limits.memory '64m' has a suffix",
  ],
  [
    'memory of the dispatcher in thousandths',
    { deploymentMode: DeploymentMode.JOB, jobs: { dispatcherResources: { requests: { memory: '64m' } } } },
    "jobs.dispatcherResources.requests.memory '64m' has a suffix",
  ],
  [
    'an overhead that is switched off',
    setting({ overhead: { memory: '1Gi' }, overheadEnabled: false }),
    'overhead is given with overheadEnabled: false',
  ],
  ['a folder of the kernel', { installationPrefix: '/proc' }, "installationPrefix '/proc' is not"],
  ['a folder within one', { installationPrefix: '/sys/kata' }, "installationPrefix '/sys/kata' is not"],
  ['a way up', { installationPrefix: '/var/../etc' }, "installationPrefix '/var/../etc' is not"],
  ["a way up to containerd's folder", { containerd: { configDir: '/etc/../x/' } }, "containerd.configDir '/etc/../x/'"],
  ['an annotation with a space', { podAnnotations: { 'a b': 'c' } }, "podAnnotations has 'a b', which is not a key"],
  ['a strategy of Deployments', { updateStrategy: { type: 'Recreate' } }, 'updateStrategy.type must be RollingUpdate'],
  ['a strategy with other fields', { updateStrategy: { kind: 'OnDelete' } }, 'updateStrategy.kind must be left out'],
  [
    'a strategy that contradicts itself',
    { updateStrategy: { type: 'OnDelete', rollingUpdate: { maxUnavailable: 1 } } },
    'updateStrategy.rollingUpdate must be left out with type OnDelete',
  ],
  [
    'a strategy with an amount that is none',
    { updateStrategy: { rollingUpdate: { maxUnavailable: 'some' } } },
    'updateStrategy.rollingUpdate.maxUnavailable must be',
  ],
  [
    'a strategy of a text',
    { updateStrategy: { rollingUpdate: 'now' } },
    'updateStrategy.rollingUpdate must be an object',
  ],
  [
    'two installers of a node',
    { updateStrategy: { rollingUpdate: { maxSurge: 1 } } },
    'updateStrategy.rollingUpdate.maxSurge must be 0',
  ],
  ['a misspelt affinity', { affinity: { nodeAfinity: {} } }, 'affinity.nodeAfinity must be left out'],
  [
    'a misspelt field of it',
    { affinity: { nodeAffinity: { required: {} } } },
    'affinity.nodeAffinity.required must be',
  ],
  ['an operator that there is not', { affinity: expression('a', 'Is') }, "operator 'Is' must be In, NotIn, Exists"],
  [
    'an affinity to what kata-deploy sets (B12)',
    { affinity: expression('katacontainers.io/kata-runtime', 'Exists') },
    'affinity requires something of katacontainers.io/kata-runtime, which kata-deploy sets itself',
  ],
  [
    'an affinity away from it',
    { affinity: expression('kata-deploy.katacontainers.io/default', 'DoesNotExist') },
    'affinity requires something of kata-deploy.katacontainers.io/default',
  ],
  [
    'a monitor of another release',
    monitor('quay.io/kata-containers/kata-monitor:4.1.0'),
    "monitor.image 'quay.io/kata-containers/kata-monitor:4.1.0' is not kata-monitor 4.2.0",
  ],
  ['the installer as monitor', monitor('a.example/kata-deploy:4.2.0'), 'is not kata-monitor 4.2.0'],
  [
    'the dispatcher of 4.1.0 with 4.2.0',
    dispatcher('quay.io/kata-containers/kata-deploy-job-dispatcher:4.1.0'),
    'is not the dispatcher of Kata 4.2.0',
  ],
  [
    'the dispatcher of 4.2.0 with 4.1.0',
    dispatcher('ghcr.io/kata-containers/k8s-job-dispatcher:0.3.0', V4_1_0),
    'is not the dispatcher of Kata 4.1.0',
  ],
  [
    'the dispatcher of another release of Kata',
    dispatcher('mirror.example/kata-deploy-job-dispatcher:4.0.0', V4_1_0),
    'is not the dispatcher of Kata 4.1.0',
  ],
  ['the installer as dispatcher', dispatcher('a.example/kata-deploy:4.2.0'), 'is not the dispatcher of Kata 4.2.0'],
  [
    'custom runtimes alone, for which kata-deploy brings no files (B9)',
    { shims: [], customRuntimes: [{ handler: 'kata-x', shim: QEMU }] },
    'kata-deploy brings files for shims only, so that no VM of customRuntimes would start',
  ],
])('refuses %s', (_, props, message) => {
  expect(() => objects(props)).toThrow(message);
});

test.each<[string, KataRuntimeProps]>([
  ['a strategy in per cent', { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%' } } }],
  ['a strategy by hand', { updateStrategy: { type: 'OnDelete' } }],
  ['a preference', { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } } }],
  ['an affinity to other labels', { affinity: expression('vm', 'Exists') }],
  ['a mirror of the monitor', monitor('mirror.example/kata/kata-monitor:4.2.0')],
  ['a mirror with another name', monitor(`mirror.example/metrics@sha256:${'a'.repeat(64)}`)],
  ['a newer dispatcher', dispatcher('ghcr.io/kata-containers/k8s-job-dispatcher:0.4.0')],
  ['a mirror of the dispatcher', dispatcher('mirror.example/dispatcher:4.1.0', V4_1_0)],
  ['a proxy with a port', setting({ httpsProxy: 'http://proxy:65535/' })],
  ['a nightly build by its commit', { image: `ghcr.io/a/kata-deploy-ci:kata-containers-${'7c6ba40c54'.repeat(4)}` }],
])('passes %s', (_, props) => {
  expect(() => objects(props)).not.toThrow();
});

test('two installations with files for containerd on the same nodes are refused (D-F9)', () => {
  const two = (version: string | undefined, first: KataRuntimeProps, second: KataRuntimeProps) => () => {
    const app = new App();
    const shared = {
      placement,
      allowSharedNodes: true,
      ...(version !== undefined && { containerdVersion: version }),
    };
    new KataRuntime(app, 'a', { ...shared, ...first });
    new KataRuntime(app, 'b', { ...shared, ...second, multiInstallSuffix: 'b' });
    app.synthYaml();
  };
  const file = { containerd: { userDropIn: 'version = 2\n' } };
  const pool = { shims: [FIRECRACKER], devmapper: {} };
  const message = "'b' and 'a' both have containerd.userDropIn or devmapper on the same nodes";
  expect(two('2.2', file, file)).toThrow(message);
  expect(two(undefined, file, pool)).toThrow(message);
  expect(two('2.2', { previous: { containerdDropIn: true } }, file)).toThrow(message);
  expect(two('2.1', file, file)).not.toThrow();
  expect(two('2.2', file, {})).not.toThrow();
});

test('a startup taint without an effect is lifted whatever its effect (B17)', () => {
  const all = objects(taints({ key: 'kata-not-ready' }));
  expect(envOf(all)).toContainEqual({ name: 'STARTUP_TAINTS', value: 'kata-not-ready' });
  expect(find(all, 'DaemonSet').spec.template.spec.tolerations).toEqual([
    { key: 'kata-not-ready', operator: 'Exists' },
  ]);
  const jobs = objects({
    ...taints({ key: 'kata-not-ready' }),
    ...dispatcher('mirror.example/dispatcher:0.3.0'),
    jobs: { nodes: ['a'] },
  });
  expect(find(jobs, 'Job').spec.template.spec.containers[0].command).toContain('--remove-node-taints=kata-not-ready');
});

describe('architectures of a shim (B17)', () => {
  const arm = (more: object = {}): KataRuntimeProps => ({
    architectures: [ARM64],
    shims: [CLH],
    shimSettings: [{ shim: CLH, ...more }],
  });

  test('are those of the chart, unless it is said that files for others are there', () => {
    expect(() => objects(arm())).toThrow(
      "shim 'clh' does not run on arm64: it is built for amd64; choose another shim or correct architectures, or name it in " +
        'shimSettings.clh.architectures, since kata-deploy has its files',
    );
    expect(envOf(objects(arm({ architectures: [ARM64] })))).toEqual(
      expect.arrayContaining([
        { name: 'SHIMS_AARCH64', value: 'clh' },
        { name: 'DEFAULT_SHIM_AARCH64', value: 'clh' },
      ]),
    );
  });

  test.each<[string, KataRuntimeProps, string]>([
    ['without files', { ...arm({ architectures: [KataArchitecture.S390X] }) }, "shim 'clh' does not run on s390x"],
    ['none', arm({ architectures: [] }), 'shimSettings.clh.architectures is empty'],
    [
      'with the script',
      { release: V3_14_0, shims: [CLH], shimSettings: [{ shim: CLH, architectures: [AMD64] }] },
      'shimSettings.clh.architectures is not known to Kata 3.14.0',
    ],
  ])('%s are refused', (_, props, message) => {
    expect(() => objects(props)).toThrow(message);
  });

  test('take a shim away from nodes', () => {
    const env = envOf(
      objects({
        architectures: [AMD64, ARM64],
        shims: [QEMU, DRAGONBALL],
        shimSettings: [{ shim: QEMU, architectures: [ARM64] }],
      }),
    );
    expect(env).toContainEqual({ name: 'SHIMS_X86_64', value: 'dragonball' });
    expect(env).toContainEqual({ name: 'SHIMS_AARCH64', value: 'qemu' });
  });
});

describe('RuntimeClasses that something else makes (B17)', () => {
  test('are not written, and known', () => {
    const all = synthApp((app) => {
      const kata = new KataRuntime(app, 'kata', { placement, createRuntimeClasses: false });
      expect(kata.runtimeClass().name).toBe('kata-qemu-runtime-rs');
      expect(kata.addSize('large', { shim: QEMU_RUNTIME_RS, guestMemory: '512Mi' }).name).toBe('kata-large');
      expect(kata.attributes.classes?.map(({ name }) => name)).toEqual(['kata-qemu-runtime-rs', 'kata-large']);
    });
    expect(all.map(({ kind }) => kind)).not.toContain('RuntimeClass');
    expect(all.map(({ kind }) => kind)).toContain('DaemonSet');
  });
});

test("a custom runtime with the name of another shim's handler is a warning", () => {
  const handlers = (shim: KataShim) =>
    build({ shims: [QEMU_RUNTIME_RS], customRuntimes: [{ handler: 'kata-clh', shim }] }).warnings;
  expect(handlers(QEMU_RUNTIME_RS)).toEqual([
    expect.stringContaining(
      "custom runtime 'kata-clh' is made from shim 'qemu-runtime-rs', and upstream gives that name",
    ),
  ]);
});

test.each([
  ['a label', { labels: { 'a b': 'c' } }, "labels has 'a b: c'"],
  ['an annotation', { annotations: { '/x': 'y' } }, "annotations has '/x: '"],
  [
    'an overhead in thousandths of a byte',
    { overhead: { memory: '1m' } },
    "overhead.memory '1m' has a suffix of another",
  ],
])('a RuntimeClass with %s that is none is refused', (_, props, message) => {
  expect(() =>
    synthApp((app) => new RuntimeClass(new KataRuntime(app, 'k', { placement }), 'c', { name: 'x', ...props })),
  ).toThrow(message);
});

test('a size of more memory than a node has, and a class of no shim, are refused', () => {
  const kata = build({});
  expect(() => kata.addSize('x', { shim: QEMU_RUNTIME_RS, guestMemory: '900Ti' })).toThrow('is more than 1024 GiB');
  expect(() => kata.runtimeClass(null as never)).toThrow('shim is null, and must be a KataShim');
});
