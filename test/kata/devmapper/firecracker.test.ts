import { ApiObject, App, Chart } from 'cdk8s';
import {
  DeploymentMode,
  type DevmapperOptions,
  DevmapperSnapshotter,
  KataInstallation,
  KataNodePool,
  KataRelease,
  KataRuntime,
  type KataRuntimeProps,
  KataShim,
  KubernetesDistribution,
  type NodePlacement,
  Redispatch,
  type SandboxAnnotations,
  SharedFs,
  TaintEffect,
} from '../../../lib';
import { find, type Manifest, manifests } from '../../util/manifests';

const { FIRECRACKER, QEMU_RUNTIME_RS } = KataShim;
const PLACEMENT: NodePlacement = {
  nodeSelector: { 'kata-containers': 'enabled' },
  tolerations: [{ key: 'dedicated', operator: 'Exists' }],
  startupTaints: [{ key: 'not-ready', effect: TaintEffect.NO_SCHEDULE }],
  nestedVirtualization: true,
  rawLocalSsds: 1,
};

const runtime = (props: KataRuntimeProps = {}) =>
  new KataRuntime(new App(), 'kata', { shims: [FIRECRACKER], placement: PLACEMENT, devmapper: {}, ...props });
const objects = (props?: KataRuntimeProps): Manifest[] => manifests(runtime(props).node.root as App);
const withPool = (devmapper: DevmapperOptions) => objects({ devmapper });
const script = (list: Manifest[]) => find(list, 'ConfigMap', 'kata-devmapper').data['thin-pool.sh'];
const dropIn = (list: Manifest[]) =>
  find(list, 'ConfigMap', 'kata-deploy-containerd-user-dropin').data['containerd-user-dropin.toml'];

describe('the thin pool', () => {
  const pod = (props?: KataRuntimeProps) => find(objects(props), 'DaemonSet', 'kata-devmapper').spec.template.spec;

  test('is made where Kata will be, before it is there', () => {
    const installer = find(objects(), 'DaemonSet', 'kata-deploy').spec.template.spec;
    expect(pod().nodeSelector).toEqual(PLACEMENT.nodeSelector);
    expect(pod().tolerations).toEqual(installer.tolerations);
    expect(pod().tolerations).toContainEqual({ key: 'not-ready', operator: 'Exists', effect: 'NoSchedule' });
    expect(pod().priorityClassName).toBe('system-node-critical');
  });

  test('has no access to the API server, and only its first container has the node', () => {
    expect(pod()).toMatchObject({
      automountServiceAccountToken: false,
      hostPID: true,
      initContainers: [{ securityContext: { privileged: true } }],
      containers: [{ securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: false } }],
    });
    expect(pod().containers[0].volumeMounts).toBeUndefined();
  });

  test('is loaded before containerd at each boot', () => {
    const unit = find(objects(), 'ConfigMap', 'kata-devmapper').data['thin-pool.service'];
    expect(unit).toContain('Before=containerd.service');
    expect(unit).toContain('ExecStart=/bin/sh /var/lib/cdk-kata/cdk-kata-kata-devmapper.sh');
    expect(pod().initContainers[0].env).toEqual([{ name: 'UNIT', value: 'cdk-kata-kata-devmapper' }]);
  });

  test('rolls when what it does changes', () => {
    const checksum = (options: DevmapperOptions) =>
      find(withPool(options), 'DaemonSet', 'kata-devmapper').spec.template.metadata.annotations['checksum/files'];
    expect(checksum({})).not.toBe(checksum({ poolName: 'other' }));
  });

  test('takes its pull secrets, policy, namespace and suffix from the installation', () => {
    const list = objects({
      imagePullSecrets: ['mirror'],
      imagePullPolicy: 'IfNotPresent',
      namespace: 'kata-system',
      multiInstallSuffix: 'blue',
    });
    const daemonSet = find(list, 'DaemonSet', 'kata-devmapper-blue');
    expect(daemonSet.metadata.namespace).toBe('kata-system');
    expect(daemonSet.spec.template.spec).toMatchObject({
      imagePullSecrets: [{ name: 'mirror' }],
      initContainers: [{ imagePullPolicy: 'IfNotPresent' }],
    });
  });

  test('devices', () => {
    expect(script(objects())).toContain("\ndevices='/dev/disk/by-id/google-local-ssd-block*'\n");
    expect(script(withPool({ devices: ['/dev/sdb', '/dev/sdc'] }))).toContain("\ndevices='/dev/sdb /dev/sdc'\n");
  });

  test('poolName', () => {
    expect(script(withPool({ poolName: 'fast' }))).toContain("\npool='fast'\n");
    expect(dropIn(withPool({ poolName: 'fast' }))).toContain('pool_name = "fast"');
  });

  test('baseImageSize', () => {
    expect(dropIn(objects())).toContain('base_image_size = "10GB"');
    expect(dropIn(withPool({ baseImageSize: '512MB' }))).toContain('base_image_size = "512MB"');
  });

  test('image', () => {
    const image = 'mirror.example.com/busybox:1.37.0';
    const list = withPool({ image });
    const { initContainers, containers } = find(list, 'DaemonSet', 'kata-devmapper').spec.template.spec;
    expect([...initContainers, ...containers].map((it) => it.image)).toEqual([image, image]);
    expect(find(list, 'DaemonSet', 'kata-deploy').spec.template.spec.initContainers[0].image).toBe(image);
  });
});

test('alone it makes the pool, for an installer that gets its own file for containerd', () => {
  const app = new App();
  const installation = new KataInstallation({
    shims: [FIRECRACKER],
    shimSettings: [{ shim: FIRECRACKER, snapshotter: 'devmapper' }],
    containerd: { userDropIn: 'version = 2\n' },
  });
  new DevmapperSnapshotter(new Chart(app, 'chart'), 'devmapper', { installation, poolName: 'fast' });
  expect(script(manifests(app))).toContain("\npool='fast'\n");
});

test('alone outside kube-system it needs a quota for its priority', () => {
  const chart = new Chart(new App(), 'chart');
  new DevmapperSnapshotter(chart, 'devmapper', {
    installation: new KataInstallation({ namespace: 'kata-system' }),
  });
  expect(() => manifests(chart.node.root as App)).toThrow('system-node-critical');
});

describe('the installer', () => {
  test('tells containerd of the snapshotter, in a format that every containerd reads', () => {
    expect(dropIn(objects())).toBe(
      [
        'version = 2',
        '',
        '[plugins."io.containerd.snapshotter.v1.devmapper"]',
        'root_path = "/var/lib/containerd/io.containerd.snapshotter.v1.devmapper"',
        'pool_name = "kata-devmapper"',
        'base_image_size = "10GB"',
        'discard_blocks = true',
        '',
      ].join('\n'),
    );
    const { env } = find(objects(), 'DaemonSet', 'kata-deploy').spec.template.spec.containers[0];
    expect(env).toContainEqual({ name: 'SNAPSHOTTER_HANDLER_MAPPING_X86_64', value: 'fc:devmapper' });
  });

  test('waits for the pool, so that containerd starts with it', () => {
    const { initContainers, volumes } = find(objects(), 'DaemonSet', 'kata-deploy').spec.template.spec;
    expect(initContainers).toHaveLength(1);
    expect(initContainers[0].command[2]).toContain('until [ -e /node/dev/mapper/kata-devmapper ]');
    expect(volumes).toContainEqual({ name: 'devices', hostPath: { path: '/dev', type: 'Directory' } });
  });

  test('waits in job mode too, and not to clean up', () => {
    const { data } = find(
      objects({ deploymentMode: DeploymentMode.JOB, jobs: { redispatch: Redispatch.everyNode() } }).filter(
        ({ metadata }) => /job-templates/.test(metadata.name),
      ),
      'ConfigMap',
    );
    const [install, cleanup] = ['install', 'cleanup'].map(
      (stage) => Object.entries(data as Record<string, string>).find(([file]) => file.includes(stage))?.[1],
    );
    expect(install?.indexOf('wait-for-thin-pool')).toBeGreaterThan(0);
    expect(install?.indexOf('wait-for-thin-pool')).toBeLessThan(install?.indexOf('host-check') as number);
    expect(cleanup).not.toContain('wait-for-thin-pool');
  });

  test('waits for nothing without a pool', () => {
    const list = objects({
      devmapper: undefined,
      shimSettings: [{ shim: FIRECRACKER, snapshotter: 'devmapper' }],
    });
    expect(find(list, 'DaemonSet').spec.template.spec.initContainers).toBeUndefined();
  });

  test('a size of Firecracker has its images on block devices too', () => {
    const kata = runtime();
    kata.addSize('small', { shim: FIRECRACKER, guestMemory: '256Mi' });
    const { data } = find(manifests(kata.node.root as App), 'ConfigMap', 'kata-deploy-custom-configs');
    expect(data['custom-runtimes.list']).toBe('kata-small:fc:devmapper:\n');
  });
});

test('a pool of nodes says how many raw local SSDs it has', () => {
  const { TerraformStack, Testing } = require('cdktf');
  const { GkeCluster } = require('../../../lib/gke');
  const stack = new TerraformStack(Testing.app(), 'stack');
  const cluster = GkeCluster.fromClusterAttributes(stack, 'gke', {
    name: 'c',
    location: 'europe-west4',
    project: 'p',
    nodeServiceAccountEmail: 'nodes@p.iam.gserviceaccount.com',
  });
  const placement = (id: string, rawLocalSsds?: number) =>
    new KataNodePool(stack, id, { cluster, rawLocalSsds }).placement;
  expect(() => runtime({ placement: placement('none') })).toThrow('devmapper needs raw local SSDs');
  expect(() => runtime({ placement: placement('zero', 0) })).toThrow("addKataNodePool('fc', { rawLocalSsds: 1 })");
  expect(() =>
    runtime({ placement: placement('none-but-devices'), devmapper: { devices: ['/dev/sdb'] } }),
  ).not.toThrow();
  expect(() => runtime({ placement: placement('two', 2) })).not.toThrow();
});

test.each<[string, KataRuntimeProps, string | RegExp]>([
  ['no devices', { devmapper: { devices: [] } }, 'devmapper.devices is empty'],
  ['a device that is no path', { devmapper: { devices: ['sdb'] } }, "devmapper.devices has 'sdb'"],
  ['a device with a space', { devmapper: { devices: ['/dev/a b'] } }, 'which is not a path below /dev'],
  ['a device that would run', { devmapper: { devices: ['/dev/$(reboot)'] } }, 'which is not a path below /dev'],
  ['devices that are no list', { devmapper: { devices: '/dev/sdb' as never } }, 'and must be a list'],
  ['a pool of no name', { devmapper: { poolName: '' } }, "devmapper.poolName ''"],
  ['a pool with a slash', { devmapper: { poolName: 'a/b' } }, "devmapper.poolName 'a/b'"],
  ['a size without unit', { devmapper: { baseImageSize: '10' } }, "devmapper.baseImageSize '10'"],
  ['a size of nothing', { devmapper: { baseImageSize: '0GB' } }, "devmapper.baseImageSize '0GB'"],
  ['a size that is a number', { devmapper: { baseImageSize: 10 as never } }, 'devmapper.baseImageSize is 10'],
  [
    'an image that floats',
    { devmapper: { image: 'busybox' } },
    "devmapper.image 'busybox' is not pinned: its shell runs",
  ],
  ['a pool that nobody uses', { shims: [QEMU_RUNTIME_RS] }, 'no shim of qemu-runtime-rs uses it'],
  ['another snapshotter', { shimSettings: [{ shim: FIRECRACKER, snapshotter: 'overlayfs' }] }, "is 'overlayfs'"],
  [
    'a custom runtime without devmapper',
    { customRuntimes: [{ handler: 'kata-mine', shim: FIRECRACKER }] },
    "snapshotter of custom runtime 'kata-mine' is ''",
  ],
  [
    'a release without drop-in files',
    { release: KataRelease.V3_14_0, placement: { ...PLACEMENT, startupTaints: [] } },
    /cannot be set up with Kata 3\.14\.0.*; use Kata 4\.2\.0, or prepare the nodes and leave devmapper out/,
  ],
  ['containerd without drop-in files', { containerdVersion: '1.7' }, 'devmapper needs containerd 2.0 or newer'],
  ['k3s', { distribution: KubernetesDistribution.K3S }, 'devmapper cannot be set up on k3s'],
  ['a drop-in of ones own', { containerd: { userDropIn: 'version = 2\n' } }, 'both given'],
])('refuses %s', (_, props, message) => {
  expect(() => runtime(props)).toThrow(message);
});

test('says that containerd has to be new enough, unless that is known', () => {
  expect(runtime().warnings).toContainEqual(expect.stringContaining('devmapper needs containerd 2.0 or newer'));
  const known = runtime({ containerdVersion: '2.0' }).warnings;
  expect(known).not.toContainEqual(expect.stringContaining('containerd'));
});

describe('what Firecracker cannot do', () => {
  const limits = { memory: '128Mi', cpu: '1' };

  /** What the synthesis of a pod says; nothing for a good one. */
  function problem(spec: object, shim = FIRECRACKER, container: object = {}): string | undefined {
    const app = new App();
    const kata = new KataRuntime(app, 'kata', { shims: [FIRECRACKER, QEMU_RUNTIME_RS], devmapper: {} });
    const pod = new ApiObject(new Chart(app, 'chart'), 'pod', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'pod' },
      spec: { containers: [{ name: 'main', image: 'nginx:1.29', resources: { limits }, ...container }], ...spec },
    });
    kata.sandbox(pod, { shim });
    try {
      manifests(app);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }
  const mounted = (source: object) => [
    { volumes: [{ name: 'data', ...source }] },
    { volumeMounts: [{ name: 'data', mountPath: '/data' }] },
  ];

  test.each(['configMap', 'secret', 'projected', 'downwardAPI', 'emptyDir'])('a %s is copied, and taken', (source) => {
    const [spec, container] = mounted({ [source]: {} });
    expect(problem(spec as object, FIRECRACKER, container)).toBeUndefined();
  });

  test.each(['hostPath', 'persistentVolumeClaim', 'ephemeral', 'csi', 'nfs'])('a %s is refused', (source) => {
    const [spec, container] = mounted({ [source]: { path: '/data' } });
    expect(problem(spec as object, FIRECRACKER, container)).toContain(
      `Pod pod: volume data (${source}), mounted by main at /data: fc shares no directories`,
    );
    expect(problem(spec as object, QEMU_RUNTIME_RS, container)).toBeUndefined();
  });

  test('a block volume is taken', () => {
    const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
    const volumeDevices = [{ name: 'data', devicePath: '/dev/xvda' }];
    expect(problem({ volumes }, FIRECRACKER, { volumeDevices })).toBeUndefined();
  });

  test('a claim of a StatefulSet is refused', () => {
    const [, container] = mounted({});
    expect(problem({}, FIRECRACKER, container)).toContain(
      'volume data (persistentVolumeClaim), mounted by main at /data: fc shares no directories',
    );
  });

  test.each(['nvidia.com/pgpu', 'amd.com/gpu', 'gpu.intel.com/i915'])('%s is refused', (resource) => {
    const container = { resources: { limits: { ...limits, [resource]: 1 } } };
    expect(problem({}, FIRECRACKER, container)).toContain(
      `resources.limits has ${resource}: 1, and fc passes no devices`,
    );
    expect(problem({}, QEMU_RUNTIME_RS, container)).toContain('qemu-runtime-rs passes no devices');
  });

  test.each<[SandboxAnnotations, string]>([
    [{ sharedFs: SharedFs.VIRTIO_FS }, '(annotations.sharedFs) is'],
    [{ memorySlots: 2 }, '(annotations.memorySlots) is'],
    [{ pcieRootPorts: 1 }, '(annotations.pcieRootPorts) is'],
    [{ unsafe: { virtioFsDaemon: '/x' } }, '(annotations.unsafe.virtioFsDaemon) is'],
  ])('the setting %j is refused', (annotations, message) => {
    const app = new App();
    const kata = new KataRuntime(app, 'kata', {
      shims: [FIRECRACKER],
      devmapper: {},
      shimSettings: [
        {
          shim: FIRECRACKER,
          allowedHypervisorAnnotations: ['shared_fs', 'memory_slots', 'pcie_root_port', 'virtio_fs_daemon'],
        },
      ],
    });
    const pod = new ApiObject(new Chart(app, 'chart'), 'pod', { apiVersion: 'v1', kind: 'Pod', spec: {} });
    kata.sandbox(pod, { annotations });
    expect(() => manifests(app)).toThrow(message);
    expect(() => manifests(app)).toThrow('(sandbox/setting-without-effect)');
  });
});
