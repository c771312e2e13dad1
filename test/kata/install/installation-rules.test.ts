import { ApiObject, App, Chart } from 'cdk8s';
import {
  DeploymentMode,
  ErofsMergeMode,
  Findings,
  KataArchitecture,
  KataDeploy,
  KataDeployJobs,
  KataInstallation,
  KataLogLevel,
  KataMonitor,
  KataRelease,
  KataRuntime,
  type KataRuntimeProps,
  KataShim,
  KataSnapshotter,
  KubernetesDistribution,
  type NodePlacement,
  TaintEffect,
} from '../../../lib/kata';

const nodes = (pool: string, more: Partial<NodePlacement> = {}): NodePlacement => ({
  nodeSelector: { pool },
  ...more,
});

const runtime = (props: KataRuntimeProps) => new KataRuntime(new App(), 'kata', props);

const { CLH, FIRECRACKER, QEMU, QEMU_RUNTIME_RS, QEMU_SNP, QEMU_TDX } = KataShim;
const V3 = KataRelease.V3_14_0;
const nested: NodePlacement = { nodeSelector: { 'kata-containers': 'enabled' }, nestedVirtualization: true };
const place = (placement: Partial<NodePlacement>) => ({ placement: { nodeSelector: { a: 'b' }, ...placement } });
const shimSetting = (settings: object) => ({ shims: [CLH], shimSettings: [{ shim: CLH, ...settings }] });
const custom = (settings: object) => ({
  customRuntimes: [{ handler: 'kata-large', shim: QEMU_RUNTIME_RS, ...settings }],
});
const startupTaints = [{ key: 'kata-not-ready', effect: TaintEffect.NO_SCHEDULE }];

test.each<[string, KataRuntimeProps, string]>([
  ['a shim of a fork', { shims: [KataShim.of('acme')] }, "shim 'acme' is not in Kata 4.2.0; it has clh, clh-azure"],
  [
    'a shim of an older release',
    { shims: [KataShim.QEMU_SEV] },
    "shim 'qemu-sev' is not in Kata 4.2.0; it has clh, clh-azure",
  ],
  [
    'a misspelt shim',
    { shims: [KataShim.of('qemuu')] },
    "shim 'qemuu' is not in Kata 4.2.0; write KataShim.QEMU, or choose another that it has (clh, ",
  ],
  [
    'a misspelt shim of an older release',
    { shims: [KataShim.of('stratovir')] },
    "shim 'stratovir' is not in Kata 4.2.0; it has clh, ",
  ],
  [
    'a shim of a newer release',
    { release: V3, shims: [KataShim.CLH_RUNTIME_RS] },
    "shim 'clh-runtime-rs' is not in Kata 3.14.0",
  ],
  ['a shim called like a method', { shims: [KataShim.of('constructor')] }, "shim 'constructor' is not in Kata 4.2.0"],
  ['no shim', { shims: [] }, 'shims is empty'],
  ['a shim twice', { shims: [CLH, KataShim.of('clh')] }, "shims holds 'clh' twice"],
  [
    'a shim for another architecture',
    { shims: [CLH], architectures: [KataArchitecture.ARM64] },
    "shim 'clh' does not run on arm64",
  ],
  [
    'an architecture without a shim',
    { shims: [CLH], architectures: [KataArchitecture.AMD64, KataArchitecture.S390X] },
    'none of the shims clh runs on s390x',
  ],
  ['no architecture', { architectures: [] }, 'architectures is empty'],
  [
    'an architecture by the name of its kernel',
    { architectures: ['x86_64' as KataArchitecture] },
    "architectures[0] is 'x86_64', and must be one of amd64",
  ],
  ['a default that is not installed', { shims: [CLH], defaultShim: QEMU }, "defaultShim 'qemu' is not installed"],
  [
    'SEV-SNP in a VM',
    { shims: [QEMU_SNP], placement: nested },
    "shim 'qemu-snp' cannot run on nodes that are virtual machines: it needs AMD SEV-SNP",
  ],
  ['TDX in a VM', { shims: [QEMU_TDX], placement: nested }, 'it needs Intel TDX'],
  ['GPUs in a VM', { shims: [KataShim.QEMU_NVIDIA_GPU], placement: nested }, 'it hands GPUs through'],
  [
    'the Microsoft hypervisor in a VM',
    { shims: [KataShim.CLH_AZURE], placement: nested },
    'it needs the Microsoft hypervisor',
  ],
  [
    'OpenVMM in a VM',
    { shims: [KataShim.OPENVMM_AZURE_RUNTIME_RS], placement: nested },
    'it needs the Microsoft hypervisor',
  ],
  ['peer pods in a VM', { shims: [KataShim.REMOTE], placement: nested }, 'through a cloud adaptor'],
  [
    'an effect as Terraform spells it',
    { placement: nodes('a', { tolerations: [{ key: 'x', effect: 'NO_SCHEDULE' as never }] }) },
    'and must be one of NoSchedule, PreferNoSchedule, NoExecute',
  ],
  [
    'a startup taint of no key',
    { placement: nodes('a', { startupTaints: [{ key: 'kata not ready', effect: TaintEffect.NO_SCHEDULE }] }) },
    'placement.startupTaints[0] {"key":"kata not ready"',
  ],
  [
    'a startup taint that would be two',
    { placement: nodes('a', { startupTaints: [{ key: 'a,b', effect: TaintEffect.NO_SCHEDULE }] }) },
    'placement.startupTaints[0]',
  ],
  [
    'the image of another release',
    { image: 'mirror.example.com/kata-deploy:3.14.0' },
    'is of another release than 4.2.0',
  ],
  ['an image with a scheme', { image: 'https://r/kata-deploy:4.1.0' }, "image 'https://r/kata-deploy:4.1.0'"],
  [
    'TOML that does not end',
    { shimSettings: [{ shim: QEMU_RUNTIME_RS, dropIn: 'a = [1,\nb = "x' }] },
    'is not TOML: line',
  ],
  [
    'a toleration of nothing',
    { placement: nodes('a', { tolerations: [{}] }) },
    'placement.tolerations[0] {} is not a toleration',
  ],
  [
    'a toleration of every key with one value',
    { placement: nodes('a', { tolerations: [{ operator: 'Exists', value: 'x' }] }) },
    'placement.tolerations[0]',
  ],
  [
    'less than no SSD',
    { placement: nodes('a', { rawLocalSsds: -1 }) },
    'placement.rawLocalSsds -1 is not a whole number',
  ],
  [
    'an EROFS merge mode that there is not',
    { snapshotters: [KataSnapshotter.EROFS], erofs: { mergeMode: 'x' as ErofsMergeMode } },
    "erofs.mergeMode is 'x', and must be one of",
  ],
  [
    'an EROFS mode that there is not',
    { snapshotters: [KataSnapshotter.EROFS], erofs: { snapshotterMode: 'x' as never } },
    "erofs.snapshotterMode is 'x', and must be one of",
  ],
  ['a drop-in that is no TOML', { containerd: { userDropIn: 'x y' } }, 'containerd.userDropIn'],
  ['Firecracker without devmapper', { shims: [FIRECRACKER] }, "shim 'fc' needs the devmapper snapshotter"],
  [
    'Firecracker with the default snapshotter',
    { shims: [FIRECRACKER], shimSettings: [{ shim: FIRECRACKER, snapshotter: '' }] },
    'needs the devmapper',
  ],
  ['Firecracker of 3.14.0 without devmapper', { release: V3, shims: [FIRECRACKER] }, 'needs the devmapper snapshotter'],
  [
    'a second installation on containerd 1.7',
    { multiInstallSuffix: 'x', containerdVersion: '1.7' },
    "multiInstallSuffix 'x' needs containerd 2.0",
  ],
  [
    'a file for containerd that reads none',
    { containerdVersion: '1.7', containerd: { userDropIn: 'version = 2' } },
    'containerd.userDropIn needs containerd 2.0',
  ],
  ['a suffix with capitals', { multiInstallSuffix: 'Canary' }, "multiInstallSuffix 'Canary' cannot be a suffix"],
  ['an empty suffix', { multiInstallSuffix: '' }, "multiInstallSuffix '' cannot be a suffix"],
  ['a suffix that ends in a dash', { multiInstallSuffix: 'a-' }, "multiInstallSuffix 'a-'"],
  ['a suffix of 21 letters', { multiInstallSuffix: 'a'.repeat(21) }, 'cannot be a suffix'],
  ['a suffix that means none', { multiInstallSuffix: 'default' }, 'name for the installation without a suffix'],
  ['a suffix that is a variant', { multiInstallSuffix: 'debug' }, "a variant of each shim's handler"],
  [
    'another suffix than the nodes have',
    { multiInstallSuffix: 'b', ...place({ multiInstallSuffix: 'a' }) },
    "not what the nodes are labelled for, 'a'",
  ],
  ['a containerd that is no version', { containerdVersion: 'latest' }, "containerdVersion 'latest' is not a version"],
  ['an old containerd', { containerdVersion: '1.6' }, "containerdVersion '1.6' is older than 1.7"],
  ['a relative prefix', { installationPrefix: 'opt' }, "installationPrefix 'opt' is not an absolute path"],
  ['a prefix with a slash at its end', { installationPrefix: '/opt/' }, "installationPrefix '/opt/'"],
  ['a prefix with a space', { installationPrefix: '/my opt' }, "installationPrefix '/my opt'"],
  ['a namespace that is none', { namespace: 'Kata' }, "namespace 'Kata' is not a name of a namespace"],
  [
    '3.14.0 elsewhere than in kube-system',
    { release: V3, namespace: 'kata' },
    "namespace 'kata' does not work with Kata 3.14.0",
  ],
  ['a floating tag', { image: 'quay.io/kata-containers/kata-deploy:latest' }, "kata-deploy:latest' is not pinned"],
  [
    'a branch as tag',
    { image: 'quay.io/kata-containers/kata-deploy:main' },
    'an image of another version may not start with them',
  ],
  ['an image without a tag', { image: 'quay.io/kata-containers/kata-deploy' }, 'is not pinned'],
  ['half a version', { image: 'quay.io/kata-containers/kata-deploy:4' }, 'is not pinned'],
  ['half a digest', { image: 'quay.io/kata-containers/kata-deploy@sha256:abc' }, 'is not pinned'],
  ['no image', { image: '' }, "image '' is not pinned"],
  [
    'another pull policy',
    { imagePullPolicy: 'Sometimes' as 'Always' },
    "imagePullPolicy is 'Sometimes', and must be one of Always, IfNotPresent, Never",
  ],
  ['a pull secret that is none', { imagePullSecrets: ['My Secret'] }, "imagePullSecrets 'My Secret'"],
  ['a priority class that is none', { priorityClassName: 'High!' }, "priorityClassName 'High!'"],
  [
    'a label that kata-deploy takes away',
    { placement: { nodeSelector: { 'katacontainers.io/kata-runtime': 'true' } } },
    'would uninstall itself',
  ],
  [
    'a label of an installation',
    { placement: { nodeSelector: { 'kata-deploy.katacontainers.io/default': 'true' } } },
    'would uninstall itself',
  ],
  ['a placement of nothing', { placement: { nodeSelector: {} } }, 'placement.nodeSelector is empty'],
  ['a label that is none', { placement: { nodeSelector: { 'a b': 'c' } } }, "placement.nodeSelector has 'a b: c'"],
  [
    'a label that is no text',
    { placement: { nodeSelector: { a: true as unknown as string } } },
    'placement.nodeSelector.a is true',
  ],
  [
    'startup taints that 3.14.0 cannot lift',
    { release: V3, ...place({ startupTaints }) },
    'Kata 3.14.0 cannot lift taints',
  ],
  [
    'settings of a shim that is not installed',
    { shims: [CLH], shimSettings: [{ shim: QEMU }] },
    "shimSettings names shim 'qemu', which is not installed",
  ],
  [
    'settings of a shim twice',
    { shims: [CLH], shimSettings: [{ shim: CLH }, { shim: CLH }] },
    "shimSettings holds 'clh' twice",
  ],
  ['an empty drop-in', shimSetting({ dropIn: ' ' }), 'shimSettings.clh.dropIn is not TOML: it is empty'],
  [
    'a drop-in of YAML',
    shimSetting({ dropIn: 'hypervisor:\n  clh: 1' }),
    "shimSettings.clh.dropIn is not TOML: line 1 is 'hypervisor:'",
  ],
  ['a snapshotter that is none', shimSetting({ snapshotter: 'My FS' }), "shimSettings.clh.snapshotter 'My FS'"],
  [
    'an annotation with its prefix',
    shimSetting({ allowedHypervisorAnnotations: ['io.katacontainers.config.hypervisor.x'] }),
    'name the setting alone',
  ],
  [
    'a proxy without a scheme',
    shimSetting({ httpsProxy: 'proxy:3128' }),
    "shimSettings.clh.httpsProxy 'proxy:3128' is not a proxy",
  ],
  ['a proxy with credentials', shimSetting({ httpsProxy: 'http://me:secret@proxy:3128' }), 'is not a proxy'],
  ['a proxy that would end the list', shimSetting({ httpsProxy: 'http://proxy;qemu=x' }), 'is not a proxy'],
  ['hosts with spaces', shimSetting({ noProxy: 'a, b' }), "shimSettings.clh.noProxy 'a, b' is not a list of hosts"],
  [
    'an overhead that is none',
    shimSetting({ overhead: { memory: '1 GB' } }),
    "shimSettings.clh.overhead.memory '1 GB' is not a Kubernetes quantity",
  ],
  [
    'a class on a label of kata-deploy',
    shimSetting({ nodeSelector: { 'katacontainers.io/kata-runtime': 'false' } }),
    'shimSettings.clh.nodeSelector has katacontainers.io/kata-runtime',
  ],
  ['a class on no label', shimSetting({ nodeSelector: { a: '!' } }), "shimSettings.clh.nodeSelector has 'a: !'"],
  [
    'a handler of the container runtime',
    custom({ handler: 'runc' }),
    "handler 'runc' of a custom runtime is not a name for one",
  ],
  [
    'a handler that is there',
    custom({ handler: 'kata-qemu-runtime-rs' }),
    "'kata-qemu-runtime-rs' is the name of another handler",
  ],
  ['a handler of a variant', custom({ handler: 'kata-qemu-runtime-rs-debug' }), 'is the name of another handler'],
  [
    'a class that is there',
    custom({ runtimeClassName: 'kata-qemu-runtime-rs' }),
    'is the name of another handler or RuntimeClass',
  ],
  ['a class that is no name', custom({ runtimeClassName: 'Large' }), "runtimeClassName 'Large' is not a DNS label"],
  [
    'a runtime from a shim that is not installed',
    custom({ shim: CLH }),
    "customRuntimes.kata-large.shim names shim 'clh'",
  ],
  ['a runtime from nothing', custom({ shim: undefined }), 'customRuntimes[0] needs shim; pass KataShim.CLH'],
  ['a drop-in of JSON', custom({ dropIn: '{"a": 1}' }), 'customRuntimes.kata-large.dropIn is not TOML'],
  [
    'another pull type',
    custom({ crioPullType: 'host' }),
    "customRuntimes[0].crioPullType is 'host', and must be one of default, guest-pull",
  ],
  [
    'an overhead of a runtime that is none',
    custom({ overhead: { cpu: 'two' } }),
    "customRuntimes.kata-large.overhead.cpu 'two'",
  ],
  [
    'EROFS settings without EROFS',
    { snapshotters: [KataSnapshotter.NYDUS], erofs: { mergeMode: ErofsMergeMode.MERGED } },
    'erofs.mergeMode is given, and EROFS is not set up',
  ],
  [
    'a snapshotter twice',
    { snapshotters: [KataSnapshotter.NYDUS, KataSnapshotter.NYDUS] },
    "snapshotters holds 'nydus' twice",
  ],
  [
    'a snapshotter that is not set up by kata-deploy',
    { snapshotters: ['devmapper' as KataSnapshotter] },
    "snapshotters[0] is 'devmapper', and must be one of",
  ],
  [
    'a shim whose snapshotter nobody sets up',
    { shims: [KataShim.QEMU_COCO_DEV] },
    "shim 'qemu-coco-dev' uses the nydus snapshotter, which nothing sets up",
  ],
  [
    'a snapshotter that nobody sets up, of a shim that is installed by default',
    { shimSettings: [{ shim: KataShim.QEMU_RUNTIME_RS, snapshotter: 'nydus' }] },
    "shim 'qemu-runtime-rs' uses the nydus snapshotter, which nothing sets up",
  ],
  ['tools without a console', { devkit: true }, 'devkit is on without debug'],
  [
    'a folder without a slash',
    { containerd: { configDir: '/etc/containerd' } },
    "containerd.configDir '/etc/containerd'",
  ],
  [
    'a file with a path',
    { containerd: { configFileName: '../config.toml' } },
    "containerd.configFileName '../config.toml'",
  ],
  [
    'a distribution that is none',
    { distribution: 'gke' as KubernetesDistribution },
    "distribution is 'gke', and must be one of k8s",
  ],
  ['a log level that is none', { logLevel: 'loud' as KataLogLevel }, "logLevel is 'loud', and must be one of error"],
  [
    'a quantity that is none',
    { resources: { requests: { cpu: '25 m' } } },
    "resources.requests.cpu '25 m' is not a Kubernetes quantity",
  ],
  ['the label that selects pods', { podLabels: { name: 'x' } }, "podLabels has 'name'"],
  ['a pod label that is none', { podLabels: { a: 'b c' } }, "podLabels has 'a: b c'"],
  [
    'a checksum by hand',
    { podAnnotations: { 'checksum/custom-configs': 'x' } },
    "podAnnotations has 'checksum/custom-configs'",
  ],
  ['port 0', { probes: { port: 0 } }, "probes.port '0'"],
  ['a probe every 0 seconds', { probes: { liveness: { periodSeconds: 0 } } }, "probes.liveness.periodSeconds '0'"],
  [
    'a probe after half a second',
    { probes: { startup: { initialDelaySeconds: 0.5 } } },
    "probes.startup.initialDelaySeconds '0.5'",
  ],
  ['custom runtimes of 3.14.0', { release: V3, ...custom({}) }, 'customRuntimes is not known to Kata 3.14.0'],
  [
    'snapshotters of 3.14.0',
    { release: V3, snapshotters: [KataSnapshotter.NYDUS] },
    'snapshotters is not known to Kata 3.14.0',
  ],
  [
    'MicroK8s and 3.14.0',
    { release: V3, distribution: KubernetesDistribution.MICROK8S },
    "distribution 'microk8s' is not known to Kata 3.14.0",
  ],
  ['a log level of 3.14.0', { release: V3, logLevel: KataLogLevel.DEBUG }, 'logLevel is not known to Kata 3.14.0'],
  [
    'a drop-in of 3.14.0',
    { release: V3, ...shimSetting({ dropIn: 'a = 1' }) },
    'shimSettings.clh.dropIn is not known to Kata 3.14.0',
  ],
  ['a default class that is no name', { defaultRuntimeClassName: 'Kata' }, "defaultRuntimeClassName 'Kata'"],
  [
    'a default class of one of several installations',
    { defaultRuntimeClassName: 'kata', multiInstallSuffix: 'x' },
    'would belong to every installation',
  ],
])('fails for %s', (_, props, message) => {
  expect(() => runtime(props)).toThrow(message);
});

test.each(['', 'Clh', 'kata-clh', 'clh ', 'c_h', '-clh', undefined])('fails for shim %j', (name) => {
  expect(() => KataShim.of(name as string)).toThrow('cannot be the name of a shim');
});

test('a RuntimeClass in place of a shim is answered with the shim', () => {
  expect(() => KataShim.of('kata-clh')).toThrow("leave out the prefix: KataShim.of('clh')");
});

test.each<[string, Parameters<typeof KataRelease.custom>[0], string]>([
  [
    'without a base',
    { base: undefined as unknown as KataRelease, version: '4.1.0-a', image: 'a/b:4.1.0' },
    'CustomKataRelease needs base; pass KataRelease.DEFAULT',
  ],
  [
    'without a version',
    { base: KataRelease.V4_1_0, version: 'next', image: 'a/b:4.1.0' },
    "version of a custom release is 'next'",
  ],
  [
    'with a floating tag',
    { base: KataRelease.V4_1_0, version: '4.1.0-a', image: 'a/b:edge' },
    "image 'a/b:edge' is not pinned",
  ],
])('fails for a release %s', (_, release, message) => {
  expect(() => KataRelease.custom(release)).toThrow(message);
});

const DIGEST = `quay.io/kata-containers/kata-deploy@sha256:${'0'.repeat(64)}`;

test.each<[string, KataRuntimeProps]>([
  ['an image by digest', { image: DIGEST }],
  ['an image by version and digest', { image: DIGEST.replace('@', ':4.2.0@') }],
  ['a mirror with a port', { image: 'registry.example.com:5000/mirror/kata-deploy:4.2.0' }],
  ['a rebuild', { image: 'europe-docker.pkg.dev/acme/kata/kata-deploy:v4.2.0-acme.2' }],
  [
    'Firecracker with devmapper',
    { shims: [FIRECRACKER], shimSettings: [{ shim: FIRECRACKER, snapshotter: 'devmapper' }] },
  ],
  [
    'what runs in a VM',
    { shims: [QEMU_RUNTIME_RS, CLH, QEMU, KataShim.DRAGONBALL, KataShim.CLH_RUNTIME_RS], placement: nested },
  ],
  ['confidential guests on metal', { shims: [QEMU_SNP], snapshotters: [KataSnapshotter.NYDUS] }],
  ['a second installation on containerd 2', { multiInstallSuffix: 'x', containerdVersion: '2.1' }],
  [
    'TOML with arrays over lines',
    shimSetting({ dropIn: '[hypervisor.clh]\nenable_annotations = [\n  "a", # why\n]\nkernel_params = "x"\n' }),
  ],
  ['3.14.0 as upstream wrote it, in VMs', { release: V3, placement: nested }],
  ['no priority class', { priorityClassName: '' }],
  ['TOML of several lines', { shimSettings: [{ shim: QEMU_RUNTIME_RS, dropIn: 'a = ["x",\n"y"]\nb = 1\n' }] }],
  ['quantities of every kind', { resources: { requests: { cpu: '1e-1', memory: '12e6' }, limits: { cpu: '.5' } } }],
])('passes %s', (_, props) => {
  expect(runtime(props).shims.length).toBeGreaterThan(0);
});

test.each<[string, KataRuntimeProps, string]>([
  [
    'a second installation on who knows what',
    { multiInstallSuffix: 'x' },
    'needs containerd 2.0 or newer (GKE 1.33); say what',
  ],
  [
    'a file for who knows what containerd',
    { containerd: { userDropIn: 'version = 2' } },
    'containerd.userDropIn needs containerd 2.0 or newer',
  ],
])('warns of %s', (_, props, message) => {
  expect(runtime({ ...place({}), ...props }).warnings).toEqual([expect.stringContaining(message)]);
});

test('warns of the known weaknesses of a release', () => {
  expect(runtime({ release: V3 }).warnings).toContainEqual(
    expect.stringContaining('Kata 3.14.0 has GHSA-fmg6-v47x-52wr (high'),
  );
});

describe('nothing that says which nodes get Kata', () => {
  const terms = [{ matchExpressions: [{ key: 'vm', operator: 'Exists' }] }];
  const required = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } };

  test('is a warning, and nothing else is with the defaults', () => {
    const kata = runtime({});
    expect(kata.warnings).toEqual([
      'kata: placement is not given, so that Kata goes to every node without a taint, also to those without /dev/kvm, and restarts ' +
        'containerd there; pass pool.placement, or the label of nodes that can run VMs: { nodeSelector: { ... } } (kata/no-placement)',
    ]);
    Findings.of(kata).acknowledge('kata/no-placement', 'every node is bare metal');
    expect(kata.warnings).toEqual([]);
  });

  test.each<[string, KataRuntimeProps]>([
    ['a placement', place({})],
    ['pools', { pools: [place({})] }],
    ['the labels of node feature discovery', { nodeFeatureDiscovery: true }],
    ['an affinity', { affinity: { nodeAffinity: required } }],
    ['names of nodes', { deploymentMode: DeploymentMode.JOB, jobs: { nodes: ['a'] } }],
  ])('is not so with %s', (_, props) => {
    expect(runtime(props).warnings).toEqual([]);
  });
});

test.each<[string, KataRuntimeProps, string]>([
  ['make the same DaemonSet', {}, 'make DaemonSet kata-deploy'],
  [
    'make the same RuntimeClass',
    {
      multiInstallSuffix: 'x',
      customRuntimes: [{ handler: 'kata-own', shim: QEMU_RUNTIME_RS, runtimeClassName: 'kata-qemu-runtime-rs' }],
    },
    'make RuntimeClass kata-qemu-runtime-rs',
  ],
])('fails for two installations that %s', (_, props, message) => {
  const app = new App();
  new KataRuntime(app, 'one');
  new KataRuntime(app, 'two', props);
  expect(() => app.synthYaml()).toThrow(`'two' and 'one' both ${message}`);
});

const other = { tolerations: [{ operator: 'Equal' as const, value: 'x', key: 'dedicated' }] };
const same = { tolerations: [{ key: 'dedicated', value: 'x' }] };
const taint = { key: 'not-ready', effect: TaintEffect.NO_SCHEDULE };
const dedicated = { tolerations: [{ key: 'dedicated', operator: 'Exists' as const }] };

test.each<[string, KataRuntimeProps, KataRuntimeProps, string]>([
  ['every node', {}, {}, 'both claim the same nodes'],
  ['the same pool', { placement: nodes('a') }, { placement: nodes('a') }, 'both claim the same nodes'],
  ['a pool, and every node', { placement: nodes('a') }, {}, 'both claim the same nodes'],
  ['every node, and a pool', {}, { placement: nodes('a') }, 'both claim the same nodes'],
  [
    'a pool, and a part of it',
    { placement: nodes('a') },
    { placement: { nodeSelector: { pool: 'a', zone: 'b' } } },
    'both claim the same nodes',
  ],
  [
    'the same tainted pool, spelt differently',
    { placement: nodes('a', other) },
    { placement: nodes('a', same) },
    'both claim the same nodes',
  ],
  [
    'a tainted pool that one stands by value, the other at all',
    { placement: nodes('a', dedicated) },
    { placement: nodes('a', same) },
    'both claim the same nodes',
  ],
  [
    'the same startup taint, meant or not',
    { placement: nodes('a', { startupTaints: [taint] }), allowSharedNodes: true },
    { placement: nodes('a', { startupTaints: [taint] }), allowSharedNodes: true },
    'both lift the startup taint not-ready of the same nodes',
  ],
])('fails for two installations with suffixes that claim %s', (_, one, two, message) => {
  const app = new App();
  new KataRuntime(app, 'one', { ...one, multiInstallSuffix: 'one' });
  new KataRuntime(app, 'two', { ...two, multiInstallSuffix: 'two' });
  expect(() => app.synthYaml()).toThrow(`'two' and 'one' ${message}`);
});

test('fails for two installations in whatever order they are made', () => {
  for (const ids of [
    ['one', 'two'],
    ['two', 'one'],
  ]) {
    const app = new App();
    for (const id of ids) new KataRuntime(new Chart(app, `chart-${id}`), id, { multiInstallSuffix: id });
    expect(() => app.synthYaml()).toThrow("'chart-two/two' and 'chart-one/one' both claim the same nodes");
  }
});

test('fails for two installations that tell containerd of one handler', () => {
  const installations = (placement?: NodePlacement) => {
    const app = new App();
    for (const id of ['one', 'two']) {
      new KataRuntime(app, id, {
        multiInstallSuffix: id,
        allowSharedNodes: true,
        customRuntimes: [{ handler: 'kata-own', shim: QEMU_RUNTIME_RS, runtimeClassName: `own-${id}` }],
        ...(id === 'two' && placement !== undefined && { placement }),
        ...(id === 'one' && placement !== undefined && { placement: nodes('another') }),
      });
    }
    return app;
  };
  expect(() => installations().synthYaml()).toThrow("'two' and 'one' both make handler kata-own on the same nodes");
  expect(installations(nodes('a')).synthYaml()).toContain('own-two');
});

describe('a system priority outside kube-system needs a quota', () => {
  const namespace = 'kata-system';
  const parts: [string, (chart: Chart, props: KataRuntimeProps) => unknown][] = [
    ['KataDeploy', (chart, props) => new KataDeploy(chart, 'it', { installation: new KataInstallation(props) })],
    [
      'KataDeployJobs',
      (chart, props) => new KataDeployJobs(chart, 'it', { installation: new KataInstallation(props) }),
    ],
    ['KataMonitor', (chart, props) => new KataMonitor(chart, 'it', { installation: new KataInstallation(props) })],
  ];
  const quota = (chart: Chart, scope: object, inNamespace = namespace) =>
    new ApiObject(chart, 'quota', {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { namespace: inNamespace },
      spec: { scopeSelector: { matchExpressions: [scope] } },
    });
  const scope = { scopeName: 'PriorityClass', operator: 'In', values: ['system-node-critical'] };

  test.each(parts)('%s', (_, make) => {
    const build = (props: KataRuntimeProps, add: (chart: Chart) => void = () => {}) => {
      const app = new App();
      const chart = new Chart(app, 'chart');
      make(chart, props);
      add(chart);
      return () => app.synthYaml();
    };
    const message = "'chart/it' has priority system-node-critical in namespace 'kata-system'";
    expect(build({ namespace })).toThrow(message);
    expect(build({ namespace }, (chart) => quota(chart, { ...scope, values: ['other'] }))).toThrow(message);
    expect(build({ namespace }, (chart) => quota(chart, { ...scope, scopeName: 'Terminating' }))).toThrow(message);
    expect(build({ namespace }, (chart) => quota(chart, scope, 'elsewhere'))).toThrow(message);
    expect(build({ namespace }, (chart) => quota(chart, scope))).not.toThrow();
    expect(build({ namespace }, (chart) => quota(chart, { ...scope, operator: 'Exists' }))).not.toThrow();
    expect(build({ namespace, priorityClassName: '' })).not.toThrow();
    expect(build({ namespace, priorityClassName: 'my-own' })).not.toThrow();
    expect(build({})).not.toThrow();
  });
});

test.each<[string, KataRuntimeProps, KataRuntimeProps]>([
  ['two pools', { placement: nodes('a') }, { placement: nodes('b') }],
  ['a tainted pool, and every node without a taint', { placement: nodes('a', dedicated) }, {}],
  ['the same nodes, and say so', { allowSharedNodes: true }, {}],
])('passes two installations with suffixes that claim %s', (_, one, two) => {
  const app = new App();
  new KataRuntime(app, 'one', { ...one, multiInstallSuffix: 'one' });
  new KataRuntime(app, 'two', { ...two, multiInstallSuffix: 'two' });
  expect(app.synthYaml()).toContain('kata-deploy-two');
});

test('passes two installations that share nothing', () => {
  const app = new App();
  new KataRuntime(app, 'one', { placement: { nodeSelector: { kata: 'one' } } });
  new KataRuntime(app, 'two', { placement: { nodeSelector: { kata: 'two' } }, multiInstallSuffix: 'two' });
  expect(app.synthYaml()).toContain('kata-qemu-runtime-rs-two');
});
