import { ApiObject, App, Chart } from 'cdk8s';
import {
  DeploymentMode,
  ErofsMergeMode,
  KataLogLevel,
  KataRelease,
  KataRuntime,
  type KataRuntimeProps,
  KataShim,
  KataSnapshotter,
  KubernetesDistribution,
  Redispatch,
} from '../../../lib/kata';
import { find, type Manifest, manifests, synthApp } from '../../util/manifests';

const { CLH, QEMU, QEMU_COCO_DEV, QEMU_RUNTIME_RS } = KataShim;
const { V3_14_0, V4_1_0, V4_2_0 } = KataRelease;
const objects = (props: KataRuntimeProps = {}) => synthApp((app) => new KataRuntime(app, 'kata', props));
const podOf = (daemonSet: Manifest) => daemonSet.spec.template;
const warningsOf = (props: KataRuntimeProps) => new KataRuntime(new App(), 'kata', props).warnings.join('\n');

const EROFS: KataRuntimeProps = {
  shims: [QEMU_RUNTIME_RS],
  snapshotters: [KataSnapshotter.EROFS],
  shimSettings: [{ shim: QEMU_RUNTIME_RS, snapshotter: 'erofs' }],
  containerdVersion: '2.2',
};

describe('EROFS where it cannot work (A12, D-F5)', () => {
  test.each<[string, KataRuntimeProps, string]>([
    [
      'containerd 2.1',
      { ...EROFS, containerdVersion: '2.1' },
      "'erofs', which needs containerd 2.2 or newer, and the nodes have 2.1",
    ],
    [
      'the runtime in Go with merged layers',
      { ...EROFS, shims: [CLH], shimSettings: [{ shim: CLH, snapshotter: 'erofs' }] },
      "shim 'clh' uses the erofs snapshotter, and the runtime in Go reads layers one by one only",
    ],
    [
      'a custom runtime of Go',
      {
        ...EROFS,
        shims: [QEMU_RUNTIME_RS, QEMU],
        customRuntimes: [{ handler: 'kata-x', shim: QEMU, snapshotter: 'erofs' }],
      },
      "custom runtime 'kata-x' uses the erofs snapshotter",
    ],
    [
      'a custom runtime whose snapshotter nothing sets up',
      { customRuntimes: [{ handler: 'kata-x', shim: QEMU_RUNTIME_RS, snapshotter: 'nydus' }] },
      "custom runtime 'kata-x' uses the nydus snapshotter, which nothing sets up",
    ],
  ])('%s is refused', (_, props, message) => {
    expect(() => objects(props)).toThrow(message);
  });

  test('the runtime in Go takes layers one by one', () => {
    const erofs = { mergeMode: ErofsMergeMode.UNMERGED };
    const props = { ...EROFS, shims: [CLH], erofs, shimSettings: [{ shim: CLH, snapshotter: 'erofs' }] };
    expect(() => objects(props)).not.toThrow();
    expect(warningsOf({ ...props, release: V4_1_0 })).not.toMatch(/cannot remove|VMDK/);
  });

  test('guests of the runtime in Rust cannot remove containers before 4.2.0 (#13757)', () => {
    const message = "shim 'qemu-runtime-rs' uses the erofs snapshotter, and with Kata 4.1.0 the guest cannot remove";
    expect(warningsOf({ ...EROFS, release: V4_1_0 })).toContain(message);
    expect(warningsOf({ ...EROFS, release: V4_1_0, erofs: { mergeMode: ErofsMergeMode.UNMERGED } })).toContain(message);
    expect(warningsOf({ ...EROFS, release: V4_2_0 })).not.toContain('cannot remove');
    expect(warningsOf({ ...EROFS, release: V4_1_0, shimSettings: [] })).not.toContain('cannot remove');
  });

  test('only QEMU reads images of several layers of the runtime in Rust', () => {
    const shim = KataShim.CLH_RUNTIME_RS;
    const shimSettings = [{ shim, snapshotter: 'erofs' }];
    expect(warningsOf({ ...EROFS, shims: [shim], shimSettings })).toContain(
      "shim 'clh-runtime-rs' uses the erofs snapshotter, and images of several layers are one VMDK disk",
    );
    expect(warningsOf(EROFS)).not.toContain('VMDK');
    const customRuntimes = [{ handler: 'kata-x', shim, snapshotter: 'erofs' }];
    expect(warningsOf({ ...EROFS, shims: [QEMU_RUNTIME_RS, shim], customRuntimes })).toContain(
      "custom runtime 'kata-x' uses the erofs snapshotter, and images",
    );
  });

  test('fs-verity is a warning, until the drop-in says something about it', () => {
    expect(warningsOf(EROFS)).toContain("[plugins.'io.containerd.snapshotter.v1.erofs'] enable_fsverity = false");
    const userDropIn = "[plugins.'io.containerd.snapshotter.v1.erofs']\nenable_fsverity = false\n";
    expect(warningsOf({ ...EROFS, containerd: { userDropIn } })).not.toContain('fs-verity');
  });

  test('dm-verity is a warning on containerd that passes its settings by', () => {
    const verified = { ...EROFS, erofs: { dmverity: true } };
    const message = 'erofs.dmverity is on, and containerd before 2.3 passes its settings by';
    expect(warningsOf(verified)).toContain(message);
    expect(warningsOf({ ...verified, containerdVersion: undefined } as KataRuntimeProps)).toContain(message);
    expect(warningsOf({ ...verified, containerdVersion: '2.3' })).not.toContain(message);
    expect(warningsOf(EROFS)).not.toContain(message);
  });

  test('an unknown containerd is a warning', () => {
    expect(warningsOf({ ...EROFS, containerdVersion: undefined } as KataRuntimeProps)).toContain(
      'needs containerd 2.2',
    );
  });
});

test('an unprivileged installer fails where SELinux is enforced', () => {
  const { K8S, RKE2 } = KubernetesDistribution;
  expect(warningsOf({ release: V4_1_0, distribution: RKE2 })).toContain('fails on nodes that enforce SELinux');
  expect(warningsOf({ release: V4_2_0, distribution: RKE2 })).toContain("selinux.enabled of upstream's chart");
  expect(warningsOf({ release: V4_1_0, distribution: K8S })).not.toContain('SELinux');
  expect(warningsOf({ release: V3_14_0, distribution: RKE2 })).not.toContain('SELinux');
});

describe('names with dots (B5)', () => {
  test('of Secrets, priority classes and RuntimeClasses are taken', () => {
    const all = objects({
      imagePullSecrets: ['registry.example.com'],
      priorityClassName: 'acme.high',
      defaultRuntimeClassName: 'kata.acme',
      customRuntimes: [{ handler: 'kata-x', shim: QEMU_RUNTIME_RS, runtimeClassName: 'x.acme' }],
    });
    const { spec } = podOf(find(all, 'DaemonSet'));
    expect(spec.imagePullSecrets).toEqual([{ name: 'registry.example.com' }]);
    expect(spec.priorityClassName).toBe('acme.high');
    expect(find(all, 'RuntimeClass', 'kata.acme').handler).toBe('kata-qemu-runtime-rs');
    expect(find(all, 'RuntimeClass', 'x.acme').handler).toBe('kata-x');
  });

  test.each<[string, KataRuntimeProps]>([
    ['Secrets', { imagePullSecrets: ['a..b'] }],
    ['priority classes', { priorityClassName: '.a' }],
    ['default classes', { defaultRuntimeClassName: 'A.b' }],
    ['classes', { customRuntimes: [{ handler: 'kata-x', shim: QEMU_RUNTIME_RS, runtimeClassName: 'x.' }] }],
  ])('%s with other names are refused', (_, props) => {
    expect(() => objects(props)).toThrow('is not');
  });
});

describe('the base of a custom runtime (B9)', () => {
  const based = (shim: KataShim, shims: KataShim[]) => objects({ shims, customRuntimes: [{ handler: 'mine', shim }] });

  test('may be any shim whose files the installed ones bring, under any handler', () => {
    const all = based(KataShim.QEMU_NVIDIA_CPU_RUNTIME_RS, [KataShim.QEMU_NVIDIA_GPU_RUNTIME_RS]);
    expect(find(all, 'ConfigMap').data['custom-runtimes.list']).toBe('mine:qemu-nvidia-cpu-runtime-rs::\n');
    expect(find(all, 'RuntimeClass', 'mine').handler).toBe('mine');
  });

  test.each<[string, KataShim, KataShim[]]>([
    ['the runtime in Go where that in Rust is', QEMU, [QEMU_RUNTIME_RS]],
    ['an image of its own', QEMU_COCO_DEV, [QEMU]],
  ])('is refused for %s', (_, shim, shims) => {
    expect(() => based(shim, shims)).toThrow(
      `customRuntimes.mine.shim names shim '${shim.name}', which is not installed, nor are its files`,
    );
  });
});

describe('the monitor (B8)', () => {
  const args = (props: KataRuntimeProps): string[] =>
    podOf(find(objects(props), 'DaemonSet', 'kata-monitor')).spec.containers[0].args;

  test.each<[string, KataRuntimeProps, string]>([
    ['as the installer', { logLevel: KataLogLevel.TRACE, monitor: {} }, '-log-level=trace'],
    ['in detail with debug', { debug: true, monitor: {} }, '-log-level=debug'],
    ['as it is told', { debug: true, monitor: { logLevel: KataLogLevel.ERROR } }, '-log-level=error'],
    ['each step', { monitor: {} }, '-log-level=info'],
    [
      'and listens where it is told',
      { monitor: { listenAddress: '127.0.0.1', port: 9 } },
      '-listen-address=127.0.0.1:9',
    ],
  ])('logs %s', (_, props, flag) => {
    expect(args(props)).toContain(flag);
  });

  test.each(['localhost', '1.2.3', '1.2.3.256', '01.2.3.4', '::'])('refuses the address %s', (listenAddress) => {
    expect(() => args({ monitor: { listenAddress } })).toThrow(
      `listenAddress '${listenAddress}' of the monitor cannot be used; write an IPv4 address, such as 127.0.0.1`,
    );
  });
});

describe('the namespace', () => {
  const namespaces = (all: readonly Manifest[]) => all.filter(({ kind }) => kind === 'Namespace');
  const another = (app: App) =>
    new ApiObject(new Chart(app, 'own'), 'own', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'kata-system' },
    });

  test('is made first of all, and admits privileged pods', () => {
    const all = objects({ namespace: 'kata-system' });
    expect(all[0]).toMatchObject({
      kind: 'Namespace',
      metadata: { name: 'kata-system', labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
    });
  });

  test.each<[string, KataRuntimeProps]>([
    ['for kube-system', {}],
    ['for default, which nobody can delete', { namespace: 'default' }],
    ['where it is not wanted', { namespace: 'kata-system', createNamespace: false }],
  ])('is not made %s', (_, props) => {
    expect(namespaces(objects(props))).toEqual([]);
  });

  test.each([
    ['before', true],
    ['after', false],
  ])('makes way for one that the tree got %s', (_, isBefore) => {
    const app = new App();
    if (isBefore) another(app);
    new KataRuntime(app, 'kata', { namespace: 'kata-system' });
    if (!isBefore) another(app);
    expect(app.synthYaml().match(/kind: Namespace/g)).toHaveLength(1);
    const [namespace] = namespaces(manifests(app));
    expect(namespace?.metadata.labels).toBeUndefined();
  });
});

describe('pods are labelled as Kubernetes recommends', () => {
  const version = (labels: object) => (labels as { [label: string]: string })['app.kubernetes.io/version'];

  test('of the installer and of the monitor', () => {
    const all = objects({ monitor: {} });
    for (const name of ['kata-deploy', 'kata-monitor']) {
      expect(podOf(find(all, 'DaemonSet', name)).metadata.labels).toMatchObject({
        'app.kubernetes.io/name': name,
        'app.kubernetes.io/instance': 'default',
        'app.kubernetes.io/part-of': 'kata-containers',
        'app.kubernetes.io/managed-by': 'cdk-kata',
      });
    }
    expect(podOf(find(all, 'DaemonSet', 'kata-deploy')).metadata.labels.name).toBe('kata-deploy');
  });

  test('of Jobs', () => {
    const all = objects({
      release: V4_1_0,
      deploymentMode: DeploymentMode.JOB,
      jobs: { redispatch: Redispatch.NEVER },
    });
    expect(version(find(all, 'Job').spec.template.metadata.labels)).toBe('4.1.0');
  });

  test('but not of 3.14.0, whose manifest is upstream’s', () => {
    expect(podOf(find(objects({ release: V3_14_0 }), 'DaemonSet')).metadata.labels).toEqual({ name: 'kata-deploy' });
  });
});

describe('images are pulled', () => {
  const digest = `mirror.example.com/kata-deploy@sha256:${'a'.repeat(64)}`;
  const policies = (props: KataRuntimeProps) =>
    objects({ monitor: {}, ...props })
      .filter(({ kind }) => kind === 'DaemonSet')
      .map((it) => podOf(it).spec.containers[0].imagePullPolicy);

  test.each<[string, KataRuntimeProps, string[]]>([
    ['always by a tag', {}, ['Always', 'Always']],
    ['once by a digest', { image: digest }, ['IfNotPresent', 'Always']],
    [
      'once by a digest of the monitor',
      { monitor: { image: digest.replace('deploy', 'monitor') } },
      ['Always', 'IfNotPresent'],
    ],
    ['as it is said', { image: digest, imagePullPolicy: 'Never' }, ['Never', 'Never']],
  ])('%s', (_, props, expected) => {
    expect(policies(props)).toEqual(expected);
  });
});

describe("a drop-in newer than the nodes' file (D-F3)", () => {
  const dropIn = (userDropIn: string, configVersion?: number): KataRuntimeProps => ({
    containerdVersion: '2.1',
    containerd: { userDropIn, ...(configVersion !== undefined && { configVersion }) },
  });
  const IMAGES = '[plugins."io.containerd.cri.v1.images"]\nmax_concurrent_downloads = 7\n';

  test('is refused, with the spelling of version 2', () => {
    expect(() => objects(dropIn(`version = 3\n${IMAGES}`))).toThrow(
      "containerd.userDropIn is of version 3, and the nodes' own file is of version 2",
    );
    expect(() => objects(dropIn(`version = 3\n${IMAGES}`))).toThrow(
      'plugins."io.containerd.cri.v1.images" is plugins."io.containerd.grpc.v1.cri" there',
    );
  });

  test.each<[string, KataRuntimeProps]>([
    ['of version 2', dropIn('version = 2\n')],
    ['without a version', dropIn(IMAGES)],
    ['of version 3 where the nodes have that', dropIn('version = 3\n', 3)],
  ])('%s is taken', (_, props) => {
    expect(() => objects(props)).not.toThrow();
  });

  test.each([4, 9])('of version %d is refused where it is not known', (configVersion) => {
    const props = configVersion === 9 ? dropIn('', 9) : dropIn('version = 4\n', 3);
    expect(() => objects({ ...props })).toThrow(configVersion === 9 ? 'userDropIn is not TOML' : 'of version 4');
  });

  test('a version that there is not is refused', () => {
    expect(() => objects({ containerd: { configVersion: 1 } })).toThrow('containerd.configVersion 1 is not a version');
  });
});

describe('what an earlier program installed (D-F2, D-F7)', () => {
  const shims = [QEMU_RUNTIME_RS];

  test.each<[string, KataRuntimeProps, string[]]>([
    [
      'shims',
      { shims, previous: { shims: [QEMU_RUNTIME_RS, CLH] } },
      ["handler 'kata-clh'", 'delete its RuntimeClasses'],
    ],
    [
      'custom runtimes',
      { shims, previous: { customRuntimes: ['kata-large'] } },
      ["handler 'kata-large'", "also those of 'kata-large'"],
    ],
    ['snapshotters', { shims, previous: { snapshotters: [KataSnapshotter.NYDUS] } }, ["snapshotter 'nydus'"]],
    ['debugging', { shims, previous: { debug: true } }, ["'-debug' handlers"]],
  ])('%s that are gone are a warning with the way to clean nodes', (_, props, texts) => {
    for (const text of texts) expect(warningsOf(props)).toContain(text);
  });

  test('what is still there is none', () => {
    const previous = { shims: [CLH], snapshotters: [KataSnapshotter.NYDUS], debug: true };
    const props = { shims: [CLH, QEMU_RUNTIME_RS], snapshotters: [KataSnapshotter.NYDUS], debug: true };
    expect(warningsOf({ ...props, previous })).not.toContain('previous');
  });

  test.each<[string, KataRuntimeProps, string]>([
    [
      'containerd 1.7',
      { containerdVersion: '1.7' },
      'previous.containerdDropIn is true, and the nodes have containerd',
    ],
    ['Kata 3.14.0', { release: V3_14_0 }, 'previous.containerdDropIn is not known to Kata 3.14.0'],
  ])('a drop-in is refused where none can have been: %s', (_, props, message) => {
    expect(() => objects({ shims, previous: { containerdDropIn: true }, ...props })).toThrow(message);
  });

  test('a drop-in that was there is replaced by one that says nothing', () => {
    const name = 'kata-deploy-containerd-user-dropin';
    const all = objects({ shims, containerdVersion: '2.1', previous: { containerdDropIn: true } });
    expect(find(all, 'ConfigMap', name).data).toEqual({ 'containerd-user-dropin.toml': 'version = 2\n' });
    expect(podOf(find(all, 'DaemonSet')).spec.containers[0].env).toContainEqual({
      name: 'CONTAINERD_USER_DROP_IN_SOURCE_FILE',
      value: '/custom-containerd-config/containerd-user-dropin.toml',
    });
    const userDropIn = 'version = 2\nroot = "/x"\n';
    const kept = objects({
      shims,
      containerdVersion: '2.1',
      previous: { containerdDropIn: true },
      containerd: { userDropIn },
    });
    expect(find(kept, 'ConfigMap', name).data).toEqual({ 'containerd-user-dropin.toml': userDropIn });
  });
});

test('3.14.0 allows the annotations that its shims allow (A7)', () => {
  expect(V3_14_0.shimData(CLH).allowedAnnotations).toEqual(['enable_iommu', 'virtio_fs_extra_args', 'kernel_params']);
  expect(V3_14_0.shimData(KataShim.REMOTE).allowedAnnotations).toContain('machine_type');
});
