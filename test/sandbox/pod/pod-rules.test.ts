import * as fs from 'node:fs';
import { ApiObject, App, Chart } from 'cdk8s';
import { POD_FIELDS, VOLUME_SOURCES } from '../../../lib/data/kata/pod-fields';
import { KataRelease } from '../../../lib/kata/catalogue/kata-release';
import { KataShim } from '../../../lib/kata/catalogue/kata-shim';
import { ShimConfiguration } from '../../../lib/kata/sizing/shim-configuration';
import { SETTING_RULES } from '../../../lib/sandbox/annotations/setting-rules';
import { DEFAULT_LIMIT_RULES } from '../../../lib/sandbox/pod/default-limits';
import { fieldsOf, type SandboxedPodSpec } from '../../../lib/sandbox/pod/pod-spec';
import { POD_RULES as ALL_RULES, validatePodSpecs } from '../../../lib/sandbox/pod/validate-pod-specs';
import type { SandboxTarget } from '../../../lib/sandbox/workload/sandbox-target';
import { sandboxWorkload } from '../../../lib/sandbox/workload/sandbox-workload';
import { Findings, findings } from '../../../lib/validation';
import { type Finding, Severity } from '../../../lib/validation/finding';

/** The rules of this file's tables; `setting-rules.test.ts` and `default-limits.test.ts` have the others. */
const OTHERS = [...SETTING_RULES, ...DEFAULT_LIMIT_RULES];
const POD_RULES = ALL_RULES.filter((rule) => !OTHERS.includes(rule));

interface Runtime {
  readonly shim?: string;
  readonly dropIn?: string;
  readonly allowed?: readonly string[];
  readonly forceGuestPull?: boolean;
}

function targetOf({ shim = 'qemu-runtime-rs', dropIn, allowed, forceGuestPull }: Runtime): SandboxTarget {
  const guest = ShimConfiguration.of({
    release: KataRelease.V4_1_0,
    shim: KataShim.of(shim),
    dropIn,
    allowedAnnotations: allowed,
    forceGuestPull,
  });
  return {
    runtimeClassName: `kata-${shim}`,
    shim,
    requiresMemoryLimit: false,
    runtime: guest.runtime,
    allowedAnnotations: guest.allowedAnnotations,
    nodeSelector: { pool: 'kata' },
    guest,
  };
}

const LIMITS = { resources: { limits: { cpu: '1', memory: '1Gi' } } };

type Container = Record<string, unknown>;
const container = (more: Container = {}): Container => ({ name: 'app', image: 'app:1', ...LIMITS, ...more });
const pod = (more: Record<string, unknown> = {}, app: Container = {}): Record<string, unknown> => ({
  containers: [container(app)],
  ...more,
});
const limited = (resources: unknown, more: Record<string, unknown> = {}) => pod(more, { resources });
const mounting = (volume: Record<string, unknown>, mount: Record<string, unknown> = {}) =>
  pod({ volumes: [{ name: 'v', ...volume }] }, { volumeMounts: [{ name: 'v', mountPath: '/v', ...mount }] });

function check(spec: unknown, runtime: Runtime = {}, more: Partial<SandboxedPodSpec> = {}): Finding[] {
  const subject: SandboxedPodSpec = { path: 'app/chart/web', object: 'Deployment web', spec: spec as never, ...more };
  return validatePodSpecs('app/chart', [subject], targetOf(runtime));
}

interface Case {
  readonly id: string;
  readonly what: string;
  readonly spec: unknown;
  readonly says?: RegExp;
  readonly runtime?: Runtime;
  readonly more?: Partial<SandboxedPodSpec>;
}

const PVC = { persistentVolumeClaim: { claimName: 'db' } };
const NO_SHARING: Runtime = { dropIn: 'hypervisor.qemu.shared_fs = "none"' };
const VFIO: Runtime = { dropIn: 'hypervisor.qemu.cold_plug_vfio = "root-port"' };

/** Pod specs of which a rule says something. */
const BAD: readonly Case[] = [
  {
    id: 'sandbox/host-network',
    what: 'hostNetwork',
    spec: pod({ hostNetwork: true }),
    says: /^Deployment web: hostNetwork is true: a VM has a network of its own/,
  },
  ...['hostPID', 'hostIPC'].map((field) => ({
    id: 'sandbox/host-namespace',
    what: field,
    spec: pod({ [field]: true }),
    says: new RegExp(`^Deployment web: ${field} is true: a VM has`),
  })),
  {
    id: 'sandbox/host-users',
    what: 'hostUsers',
    spec: pod({ hostUsers: false }),
    says: /hostUsers is false: the kubelet/,
  },
  {
    id: 'sandbox/proc-mount',
    what: 'procMount',
    spec: pod({}, { securityContext: { procMount: 'Unmasked' } }),
    says: /container app, securityContext.procMount is 'Unmasked'/,
  },
  {
    id: 'sandbox/recursive-read-only',
    what: 'of a mount',
    spec: mounting({ emptyDir: {} }, { recursiveReadOnly: 'Enabled' }),
    says: /container app, mount \/v, recursiveReadOnly is 'Enabled'/,
  },
  { id: 'sandbox/windows', what: 'os', spec: pod({ os: { name: 'windows' } }) },
  { id: 'sandbox/windows', what: 'nodeSelector', spec: pod({ nodeSelector: { 'kubernetes.io/os': 'windows' } }) },
  {
    id: 'sandbox/windows',
    what: 'hostProcess',
    spec: pod({ securityContext: { windowsOptions: { hostProcess: true } } }),
  },
  { id: 'sandbox/ephemeral-containers', what: 'one', spec: pod({ ephemeralContainers: [{ name: 'debug' }] }) },
  {
    id: 'sandbox/security-profile',
    what: 'seccomp of the pod',
    spec: pod({ securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'a.json' } } }),
    says: /securityContext.seccompProfile.type is 'Localhost'/,
  },
  {
    id: 'sandbox/security-profile',
    what: 'AppArmor of a container',
    spec: pod({}, { securityContext: { appArmorProfile: { type: 'Localhost', localhostProfile: 'a' } } }),
  },
  {
    id: 'sandbox/sysctl',
    what: 'of the kernel',
    spec: pod({ securityContext: { sysctls: [{ name: 'vm.max_map_count', value: '262144' }] } }),
    says: /vm\.max_map_count/,
  },
  {
    id: 'sandbox/overhead',
    what: 'by hand',
    spec: pod({ overhead: { memory: '1Gi' } }),
    says: /RuntimeClass kata-qemu-runtime-rs/,
  },
  {
    id: 'sandbox/node-selector',
    what: 'another pool',
    spec: pod({ nodeSelector: { pool: 'web' } }),
    says: /nodeSelector pool=web contradicts RuntimeClass kata-qemu-runtime-rs, which selects pool=kata/,
  },

  ...['128MB', 'lots', '-1Gi', ''].map((memory) => ({
    id: 'sandbox/quantity',
    what: `'${memory}'`,
    spec: limited({ limits: { memory } }),
    says: new RegExp(`container app, resources.limits.memory '${memory}' is not a quantity`),
  })),
  {
    id: 'sandbox/quantity',
    what: 'a request of an init container',
    spec: pod({ initContainers: [{ name: 'i', resources: { requests: { cpu: 'x' } } }] }),
    says: /init container i, resources.requests.cpu 'x'/,
  },
  {
    id: 'sandbox/no-limits',
    what: 'none',
    spec: limited({}),
    says: /no limits of CPU or memory: the VM is the default of qemu-runtime-rs, 1 vCPU and 2048 MiB/,
  },
  { id: 'sandbox/no-limits', what: 'zero', spec: limited({ limits: { memory: '0' } }) },
  { id: 'sandbox/no-limits', what: 'Go', spec: limited({}), runtime: { shim: 'clh' }, says: /1 vCPU and 2048 MiB/ },
  {
    id: 'sandbox/some-limits',
    what: 'one of two',
    spec: { containers: [container(), { name: 'sidecar' }] },
    says: /no memory limit for sidecar: its VM gets 2 vCPUs and 1056 MiB/,
  },
  {
    id: 'sandbox/some-limits',
    what: 'a sidecar',
    spec: pod({ initContainers: [{ name: 'proxy', restartPolicy: 'Always' }] }),
    says: /no memory limit for proxy/,
  },
  {
    id: 'sandbox/vm-too-small',
    what: 'a CPU limit alone',
    spec: limited({ limits: { cpu: '200m' } }),
    says: /a CPU limit and no memory limit: its VM gets 1 vCPU and 32 MiB, and qemu-runtime-rs starts none with less than 64 MiB/,
  },
  {
    id: 'sandbox/vm-too-small',
    what: 'very little',
    spec: limited({ limits: { memory: '16Mi' } }),
    says: /: memory limits of 16 MiB: its VM gets 1 vCPU and 48 MiB/,
  },
  {
    id: 'sandbox/requests-above-vm',
    what: 'CPU (K3)',
    spec: limited({ requests: { cpu: '4' }, limits: { memory: '8Gi' } }),
    says: /requests 4 CPUs and has 1 in its VM.*; set limits\.cpu to at least the request$/,
  },
  {
    id: 'sandbox/requests-above-vm',
    what: 'CPU of a Go shim',
    spec: limited({ requests: { cpu: '4' }, limits: { memory: '8Gi' } }),
    runtime: { shim: 'qemu' },
  },
  {
    id: 'sandbox/requests-above-vm',
    what: 'memory of a Go shim (W4)',
    spec: limited({ requests: { memory: '16Gi' } }),
    runtime: { shim: 'qemu' },
    says: /requests 16384 MiB of memory and has 2048 MiB in its VM.*; set limits\.memory to at least the request$/,
  },
  {
    id: 'sandbox/vm-too-many-cpus',
    what: 'QEMU',
    spec: limited({ limits: { cpu: '300', memory: '1Ti' } }),
    says: /301 vCPUs, and QEMU takes 256 at most/,
  },
  {
    id: 'sandbox/vm-too-many-cpus',
    what: 'Firecracker',
    spec: limited({ limits: { cpu: '32', memory: '1Gi' } }),
    runtime: { shim: 'fc' },
    says: /33 vCPUs, and Firecracker takes 32/,
  },
  {
    id: 'sandbox/too-many-containers',
    what: 'nine on Firecracker',
    spec: { containers: [...'abcdefghi'].map((name) => container({ name })) },
    runtime: { shim: 'fc' },
    says: /9 containers, and Firecracker has block devices for the images of 8/,
  },
  {
    id: 'sandbox/huge-pages',
    what: 'beyond the VM',
    spec: limited({ limits: { memory: '1Gi', 'hugepages-2Mi': '2Gi' } }),
    says: /2048 MiB of huge pages, .* its VM has 1056 MiB/,
  },
  {
    id: 'sandbox/memory-volume',
    what: 'beyond the VM',
    spec: pod({ volumes: [{ name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '4Gi' } }] }),
    says: /volume shm may hold 4096 MiB in memory, and its VM has 1056 MiB/,
  },

  ...(
    [
      [{ shim: 'fc' }, PVC],
      [{ shim: 'qemu-coco-dev-runtime-rs' }, PVC],
      [{ shim: 'qemu-coco-dev' }, PVC],
      [{ shim: 'qemu-snp' }, PVC],
      [{ shim: 'qemu-tdx-runtime-rs' }, { nfs: { server: 'a', path: '/' } }],
      [{ shim: 'qemu-se' }, { hostPath: { path: '/data' } }],
      [{ shim: 'qemu-nvidia-cpu-runtime-rs' }, PVC],
      [{ shim: 'qemu-nvidia-gpu-runtime-rs' }, PVC],
      [NO_SHARING, { ephemeral: { volumeClaimTemplate: {} } }],
    ] as const
  ).map(([runtime, volume]) => ({
    id: 'sandbox/volume-not-shared',
    what: `${Object.keys(volume)} with ${JSON.stringify(runtime)} (K1)`,
    spec: mounting(volume),
    runtime,
    says: /volume v \(\w+\), mounted by app at \/v: [\w-]+ shares no directories with its guest.*what the pod writes is lost/,
  })),
  {
    id: 'sandbox/volume-not-shared',
    what: 'an annotation (K1)',
    spec: mounting(PVC),
    runtime: { allowed: ['shared_fs'] },
    more: { annotations: { 'io.katacontainers.config.hypervisor.shared_fs': 'none' } },
  },
  {
    id: 'sandbox/volume-not-shared',
    what: 'a claim of a StatefulSet',
    spec: pod({}, { volumeMounts: [{ name: 'data', mountPath: '/data' }] }),
    runtime: { shim: 'fc' },
    says: /volume data \(persistentVolumeClaim\)/,
  },
  { id: 'sandbox/volume-copied', what: 'read-only', spec: mounting(PVC, { readOnly: true }), runtime: NO_SHARING },
  {
    id: 'sandbox/image-volume',
    what: 'K5',
    spec: mounting({ image: { reference: 'models:1' } }),
    says: /volume v \(image\)/,
  },
  {
    id: 'sandbox/node-socket',
    what: 'by type (K6)',
    spec: mounting({ hostPath: { path: '/run/agent', type: 'Socket' } }),
    says: /is \/run\/agent of the node, a Unix socket/,
  },
  {
    id: 'sandbox/node-socket',
    what: 'by name (A9)',
    spec: mounting({ hostPath: { path: '/run/containerd/containerd.sock' } }),
  },
  {
    id: 'sandbox/csi-socket',
    what: 'SPIFFE (K6)',
    spec: mounting({ csi: { driver: 'csi.spiffe.io', readOnly: true } }),
  },
  ...['/', '/etc/', '/var/lib/kubelet', '/usr/../etc'].map((path) => ({
    id: 'sandbox/node-root',
    what: path,
    spec: mounting({ hostPath: { path } }),
    says: /writable: whoever controls the pod controls the node/,
  })),
  { id: 'sandbox/host-path', what: 'writable', spec: mounting({ hostPath: { path: '/data' } }) },
  {
    id: 'sandbox/host-path',
    what: 'credentials, read-only',
    spec: mounting({ hostPath: { path: '/etc' } }, { readOnly: true }),
  },
  {
    id: 'sandbox/guest-device',
    what: '/dev/kvm (A9)',
    spec: mounting({ hostPath: { path: '/dev/kvm' } }),
    says: /\/dev\/kvm of the guest/,
  },

  {
    id: 'sandbox/sub-path',
    what: 'of a claim',
    spec: mounting(PVC, { subPath: 'a' }),
    says: /container app mounts v \(persistentVolumeClaim\) at \/v with subPath 'a'/,
  },
  ...['configMap', 'secret', 'projected'].map((source) => ({
    id: 'sandbox/sub-path-of-files',
    what: source,
    spec: mounting({ [source]: {} }, { subPath: 'a' }),
    says: new RegExp(`mounts v \\(${source}\\) at /v with subPath 'a'`),
  })),
  {
    id: 'sandbox/sub-path-expr',
    what: 'W8',
    spec: mounting({ emptyDir: {} }, { subPathExpr: '$(POD)' }),
    says: /subPathExpr '\$\(POD\)'/,
  },
  ...['Bidirectional', 'HostToContainer'].map((mountPropagation) => ({
    id: 'sandbox/mount-propagation',
    what: mountPropagation,
    spec: mounting({ hostPath: { path: '/mnt' } }, { mountPropagation }),
  })),
  {
    id: 'sandbox/mount-propagation-in-pod',
    what: 'emptyDir',
    spec: mounting({ emptyDir: {} }, { mountPropagation: 'Bidirectional' }),
  },
  { id: 'sandbox/mount-over-proc', what: 'version', spec: mounting({ configMap: {} }, { mountPath: '/proc/version' }) },
  ...(
    [
      ['/data', '/dev/data'],
      ['/dev', '/dev/d'],
      ['/dev/../etc/passwd', '/dev/passwd'],
      ['', '/dev/d'],
    ] as const
  ).map(([devicePath, better]) => ({
    id: 'sandbox/device-path',
    what: `'${devicePath}' (K7)`,
    spec: pod({ volumes: [{ name: 'd', ...PVC }] }, { volumeDevices: [{ name: 'd', devicePath }] }),
    says: new RegExp(`devicePath '${devicePath}'.*; write ${better}$`),
  })),
  {
    id: 'sandbox/device-path',
    what: 'of an init container',
    spec: pod({ initContainers: [container({ name: 'init', volumeDevices: [{ name: 'd', devicePath: '/data' }] })] }),
    says: /init container init, volumeDevices d/,
  },

  ...['qemu-runtime-rs', 'clh', 'fc', 'dragonball', 'qemu'].map((shim) => ({
    id: 'sandbox/device',
    what: `${shim} (K8)`,
    spec: limited({ limits: { memory: '8Gi', cpu: '1', 'nvidia.com/pgpu': '1' } }),
    runtime: { shim },
    says: new RegExp(`resources.limits has nvidia.com/pgpu: 1, and ${shim} passes no devices`),
  })),
  ...['google.com/tpu', 'smarter-devices/fuse', 'rdma/hca'].map((resource) => ({
    id: 'sandbox/extended-resource',
    what: `${resource} (K8)`,
    spec: limited({ limits: { memory: '8Gi', [resource]: 1 } }),
    says: new RegExp(`resources.limits has ${resource}: 1, which may be a device, and qemu-runtime-rs passes none`),
  })),
  {
    id: 'sandbox/gpu-of-containers',
    what: 'K8',
    spec: limited({ limits: { memory: '8Gi', cpu: '1', 'nvidia.com/gpu': 1 } }),
    runtime: { shim: 'qemu-nvidia-gpu' },
  },
  {
    id: 'sandbox/gpu-of-containers',
    what: 'MIG with a port that a drop-in opens',
    spec: limited({ limits: { memory: '8Gi', cpu: '1', 'nvidia.com/mig-1g.5gb': 1 } }),
    runtime: VFIO,
  },
  ...['NET_ADMIN', 'CAP_NET_ADMIN', 'ALL'].map((capability) => ({
    id: 'sandbox/guest-firewall',
    what: capability,
    spec: pod({}, { securityContext: { capabilities: { add: ['CHOWN', capability] } } }),
    says: new RegExp(`app adds ${capability}: what it does to the firewall holds in the guest alone`),
  })),
  {
    id: 'sandbox/resource-claims',
    what: 'one',
    spec: pod({ resourceClaims: [{ name: 'gpu' }] }),
    says: /resourceClaims has gpu/,
  },
  {
    id: 'sandbox/pull-secrets',
    what: 'K9',
    spec: pod({ imagePullSecrets: [{ name: 'registry' }] }),
    runtime: { shim: 'qemu-snp-runtime-rs' },
    says: /imagePullSecrets has registry, and the guest of qemu-snp-runtime-rs pulls/,
  },
  {
    id: 'sandbox/pull-secrets',
    what: 'forceGuestPull',
    spec: pod({ imagePullSecrets: [{ name: 'registry' }] }),
    runtime: { forceGuestPull: true },
  },
  ...(['qemu-snp', 'qemu-snp-runtime-rs', 'qemu-nvidia-gpu-runtime-rs'] as const).map((shim) => ({
    id: 'sandbox/empty-dir-size',
    what: shim,
    spec: mounting({ emptyDir: { sizeLimit: '1Gi' } }),
    runtime: { shim },
    says: new RegExp(
      `volume v \\(emptyDir\\), mounted by app at /v, has sizeLimit 1Gi, and ${shim} makes it a block device`,
    ),
  })),
  {
    id: 'sandbox/empty-dir-size',
    what: 'as a drop-in says',
    spec: mounting({ emptyDir: { sizeLimit: '1Gi' } }),
    runtime: { dropIn: 'runtime.emptydir_mode = "block-plain"' },
    says: /qemu-runtime-rs makes it a block device/,
  },
  {
    id: 'sandbox/guest-pull-user',
    what: 'none',
    spec: pod(),
    runtime: { forceGuestPull: true },
    says: /not set for app/,
  },
  // Borders of the rules above.
  {
    id: 'sandbox/extended-resource',
    what: 'a domain that only contains that of Kubernetes',
    spec: limited({ limits: { memory: '8Gi', 'kubernetes.io.example.com/a': 1 } }),
  },
  {
    id: 'sandbox/resource-claims',
    what: 'two, one of them without a name',
    spec: pod({ resourceClaims: [{ name: 'gpu' }, {}] }),
    says: /resourceClaims has gpu, \(unnamed\), and/,
  },
  {
    id: 'sandbox/pull-secrets',
    what: 'two, one of them without a name',
    spec: pod({ imagePullSecrets: [{ name: 'registry' }, {}] }),
    runtime: { forceGuestPull: true },
    says: /imagePullSecrets has registry, \(unnamed\), and/,
  },
  {
    id: 'sandbox/guest-pull-user',
    what: 'those without one alone',
    spec: {
      containers: [
        container({ securityContext: { runAsUser: 7 } }),
        container({ name: 'b' }),
        container({ name: 'c' }),
      ],
    },
    runtime: { forceGuestPull: true },
    says: /not set for b, c, and/,
  },
  {
    id: 'sandbox/windows',
    what: 'the older label',
    spec: pod({ nodeSelector: { 'beta.kubernetes.io/os': 'windows' } }),
    says: /nodeSelector selects nodes with Windows/,
  },
  {
    id: 'sandbox/node-selector',
    what: 'another pool, beside other keys',
    spec: pod({ nodeSelector: { zone: 'a', pool: 'web' } }),
    says: /; remove pool from the nodeSelector of the workload$/,
  },
  {
    id: 'sandbox/windows',
    what: 'a field that is a map',
    spec: pod({}, { securityContext: { windowsOptions: { hostProcess: true } } }),
    says: /container app, securityContext\.windowsOptions is set: /,
  },
  {
    id: 'sandbox/security-profile',
    what: 'AppArmor, whatever is said of seccomp in the guest',
    spec: pod({}, { securityContext: { appArmorProfile: { type: 'Localhost', localhostProfile: 'a' } } }),
    more: { annotations: { 'io.katacontainers.config.runtime.disable_guest_seccomp': 'false' } },
  },
  {
    id: 'sandbox/security-profile',
    what: 'seccomp, with the guest set to do without',
    spec: pod({ securityContext: { seccompProfile: { type: 'Localhost' } } }),
    more: { annotations: { 'io.katacontainers.config.runtime.disable_guest_seccomp': 'true' } },
  },
  {
    id: 'sandbox/some-limits',
    what: 'zero, null and nothing',
    spec: {
      containers: [
        container(),
        { name: 'zero', resources: { limits: { memory: '0' } } },
        { name: 'null', resources: { limits: { memory: null } } },
        { name: 'nothing' },
      ],
    },
    says: /no memory limit for zero, null, nothing: its VM/,
  },
  {
    id: 'sandbox/memory-volume',
    what: 'one without a name',
    spec: pod({ volumes: [{ emptyDir: { medium: 'Memory', sizeLimit: '4Gi' } }] }),
    says: /volume \(unnamed\) may hold/,
  },
  {
    id: 'sandbox/huge-pages',
    what: 'of a sidecar, and not of an init container that ends',
    spec: {
      containers: [container({ resources: { limits: { cpu: '1', memory: '1Gi' } } })],
      initContainers: [
        { name: 'i', resources: { limits: { memory: '64Mi', 'hugepages-2Mi': '8Gi' } } },
        { name: 's', restartPolicy: 'Always', resources: { limits: { memory: '64Mi', 'hugepages-2Mi': '4Gi' } } },
      ],
    },
    says: /: 4096 MiB of huge pages/,
  },
  { id: 'sandbox/mount-over-proc', what: '/proc itself', spec: mounting({ configMap: {} }, { mountPath: '/proc' }) },
  {
    id: 'sandbox/sub-path-of-files',
    what: 'downwardAPI',
    spec: mounting({ downwardAPI: {} }, { subPath: 'a' }),
  },
  {
    id: 'sandbox/sub-path',
    what: 'a mount without a name',
    spec: pod({}, { volumeMounts: [{ mountPath: '/v', subPath: 'a' }] }),
    says: /mounts \(unnamed\) \(persistentVolumeClaim\) at \/v with/,
  },
  {
    id: 'sandbox/sub-path',
    what: 'the volume that is mounted, and not another',
    spec: pod(
      {
        volumes: [
          { name: 'files', secret: {} },
          { name: 'v', ...PVC },
        ],
      },
      {
        volumeMounts: [
          { name: 'files', mountPath: '/files' },
          { name: 'v', mountPath: '/v', subPath: 'a' },
        ],
      },
    ),
    says: /mounts v \(persistentVolumeClaim\)/,
  },
  ...(
    [
      ['x/dev/a', '/dev/a'],
      ['/dev/a/..', '/dev/a'],
      ['/dev//', '/dev/d'],
    ] as const
  ).map(([devicePath, better]) => ({
    id: 'sandbox/device-path',
    what: `'${devicePath}'`,
    spec: pod({ volumes: [{ name: 'd', ...PVC }] }, { volumeDevices: [{ name: 'd', devicePath }] }),
    says: new RegExp(
      `devicePath '${devicePath}', and the agent in the guest makes devices below /dev only .*; write ${better}$`,
    ),
  })),
  {
    id: 'sandbox/device-path',
    what: 'nothing, of a device without a name',
    spec: pod({}, { volumeDevices: [{}] }),
    says: /volumeDevices \(unnamed\) has devicePath '', .*; write \/dev\/data$/,
  },
  {
    id: 'sandbox/guest-device',
    what: '/dev itself',
    spec: mounting({ hostPath: { path: '/dev/./' } }),
    says: /is \/dev: the agent mounts \/dev of the guest/,
  },
  {
    id: 'sandbox/volume-not-shared',
    what: 'a folder whose name begins like /dev',
    spec: mounting({ hostPath: { path: '/devel' } }),
    runtime: NO_SHARING,
  },
  {
    id: 'sandbox/volume-not-shared',
    what: 'a field type of another source',
    spec: mounting({ nfs: { server: 'a', path: '/dev/a', type: 'BlockDevice' } }),
    runtime: NO_SHARING,
  },
  {
    id: 'sandbox/volume-not-shared',
    what: 'a source that Kubernetes adds later',
    spec: mounting({ newerSource: {} }),
    runtime: NO_SHARING,
  },
  {
    id: 'sandbox/mount-propagation',
    what: 'a source that Kubernetes adds later',
    spec: mounting({ newerSource: {} }, { mountPropagation: 'Bidirectional' }),
  },
  {
    id: 'sandbox/volume-copied',
    what: 'a volume that is read-only itself',
    spec: mounting({ persistentVolumeClaim: { claimName: 'db', readOnly: true } }),
    runtime: NO_SHARING,
  },
  {
    id: 'sandbox/volume-not-shared',
    what: 'two mounts, of which one writes',
    spec: pod(
      { volumes: [{ name: 'v', ...PVC }] },
      {
        volumeMounts: [
          { name: 'v', mountPath: '/a', readOnly: true },
          { name: 'v', mountPath: '/b' },
        ],
      },
    ),
    runtime: NO_SHARING,
    says: /mounted by app at \/a, app at \/b: /,
  },
  {
    id: 'sandbox/node-root',
    what: 'a path that is absent',
    spec: mounting({ hostPath: {} }),
    says: /is \/ of the node/,
  },
];

/** Pod specs of which the rule says nothing. */
const GOOD: readonly Case[] = [
  { id: 'sandbox/host-network', what: 'false', spec: pod({ hostNetwork: false, hostPID: true }) },
  { id: 'sandbox/host-namespace', what: 'false', spec: pod({ hostNetwork: true, hostPID: false }) },
  {
    id: 'sandbox/empty-dir-size',
    what: 'an emptyDir that is shared',
    spec: mounting({ emptyDir: { sizeLimit: '1Gi' } }),
  },
  {
    id: 'sandbox/empty-dir-size',
    what: 'memory, and no limit',
    spec: pod(
      {
        volumes: [
          { name: 'a', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } },
          { name: 'b', emptyDir: {} },
        ],
      },
      {
        volumeMounts: [
          { name: 'a', mountPath: '/a' },
          { name: 'b', mountPath: '/b' },
        ],
      },
    ),
    runtime: { shim: 'qemu-snp-runtime-rs' },
  },
  { id: 'sandbox/host-users', what: 'true', spec: pod({ hostUsers: true }) },
  { id: 'sandbox/proc-mount', what: 'Default', spec: pod({}, { securityContext: { procMount: 'Default' } }) },
  {
    id: 'sandbox/recursive-read-only',
    what: 'IfPossible',
    spec: mounting({ emptyDir: {} }, { recursiveReadOnly: 'IfPossible' }),
  },
  {
    id: 'sandbox/windows',
    what: 'Linux',
    spec: pod({ os: { name: 'linux' }, nodeSelector: { 'kubernetes.io/os': 'linux' } }),
  },
  { id: 'sandbox/ephemeral-containers', what: 'an empty list', spec: pod({ ephemeralContainers: [] }) },
  {
    id: 'sandbox/security-profile',
    what: 'RuntimeDefault',
    spec: pod({ securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }),
  },
  {
    id: 'sandbox/security-profile',
    what: 'seccomp in the guest',
    spec: pod({ securityContext: { seccompProfile: { type: 'Localhost' } } }),
    more: { annotations: { 'io.katacontainers.config.runtime.disable_guest_seccomp': 'false' } },
  },
  {
    id: 'sandbox/sysctl',
    what: 'namespaced',
    spec: pod({
      securityContext: {
        sysctls: [
          { name: 'net.core.somaxconn', value: '1' },
          { name: 'kernel.sem', value: '1' },
        ],
      },
    }),
  },
  { id: 'sandbox/overhead', what: 'none', spec: pod() },
  {
    id: 'sandbox/node-selector',
    what: 'the same and others',
    spec: pod({ nodeSelector: { pool: 'kata', zone: 'a' } }),
  },
  ...[2, 0.5, '1e9', '1500m', '1Gi'].map((memory) => ({
    id: 'sandbox/quantity',
    what: `${memory}`,
    spec: limited({ limits: { memory } }),
  })),
  {
    id: 'sandbox/no-limits',
    what: 'limits of the pod (B6)',
    spec: limited({}, { resources: { limits: { memory: '1Gi' } } }),
  },
  {
    id: 'sandbox/some-limits',
    what: 'limits of the pod (B6)',
    spec: limited({}, { resources: { limits: { memory: '1Gi' } } }),
  },
  {
    id: 'sandbox/no-limits',
    what: 'a LimitRange (B6)',
    spec: limited({}),
    more: { defaultLimits: { memory: '512Mi' } },
  },
  {
    id: 'sandbox/some-limits',
    what: 'a LimitRange (B6)',
    spec: { containers: [container(), { name: 'b' }] },
    more: { defaultLimits: { memory: '512Mi' } },
  },
  { id: 'sandbox/some-limits', what: 'an ordinary init container', spec: pod({ initContainers: [{ name: 'init' }] }) },
  {
    id: 'sandbox/some-limits',
    what: 'Go',
    spec: { containers: [container(), { name: 'b' }] },
    runtime: { shim: 'qemu' },
  },
  { id: 'sandbox/vm-too-small', what: 'Go', spec: limited({ limits: { cpu: '200m' } }), runtime: { shim: 'qemu' } },
  { id: 'sandbox/vm-too-small', what: '32 MiB', spec: limited({ limits: { memory: '32Mi' } }) },
  {
    id: 'sandbox/vm-too-small',
    what: 'peer pods',
    spec: limited({ limits: { cpu: '200m' } }),
    runtime: { shim: 'remote' },
  },
  {
    id: 'sandbox/requests-above-vm',
    what: '250m in one vCPU (K3)',
    spec: limited({ requests: { cpu: '250m' }, limits: { memory: '1Gi' } }),
  },
  {
    id: 'sandbox/requests-above-vm',
    what: 'requests that are the limits',
    spec: limited({ requests: { cpu: '4', memory: '8Gi' }, limits: { cpu: '4', memory: '8Gi' } }),
  },
  { id: 'sandbox/vm-too-many-cpus', what: '200', spec: limited({ limits: { cpu: '200', memory: '1Ti' } }) },
  {
    id: 'sandbox/too-many-containers',
    what: 'eight',
    spec: { containers: [...'abcdefgh'].map((name) => container({ name })) },
    runtime: { shim: 'fc' },
  },
  {
    id: 'sandbox/too-many-containers',
    what: 'twenty on QEMU',
    spec: { containers: [...'abcdefghijklmnopqrst'].map((name) => container({ name })) },
  },
  {
    id: 'sandbox/huge-pages',
    what: 'within the VM',
    spec: limited({ limits: { memory: '4Gi', cpu: '1', 'hugepages-2Mi': '1Gi' } }),
  },
  {
    id: 'sandbox/memory-volume',
    what: 'within the VM',
    spec: pod({ volumes: [{ name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '512Mi' } }] }),
  },
  ...['configMap', 'secret', 'projected', 'downwardAPI', 'emptyDir'].map((source) => ({
    id: 'sandbox/volume-not-shared',
    what: source,
    spec: mounting({ [source]: {} }),
    runtime: NO_SHARING,
  })),
  { id: 'sandbox/volume-not-shared', what: 'shared', spec: mounting(PVC) },
  {
    id: 'sandbox/volume-not-shared',
    what: 'the Go shim for GPUs',
    spec: mounting(PVC),
    runtime: { shim: 'qemu-nvidia-gpu' },
  },
  {
    id: 'sandbox/volume-not-shared',
    what: 'a block device',
    spec: pod({ volumes: [{ name: 'd', ...PVC }] }, { volumeDevices: [{ name: 'd', devicePath: '/dev/d' }] }),
    runtime: { shim: 'fc' },
  },
  { id: 'sandbox/volume-copied', what: 'shared', spec: mounting(PVC, { readOnly: true }) },
  { id: 'sandbox/image-volume', what: 'emptyDir', spec: mounting({ emptyDir: {} }) },
  { id: 'sandbox/node-socket', what: 'a file', spec: mounting({ hostPath: { path: '/data/a.txt', type: 'File' } }) },
  {
    id: 'sandbox/csi-socket',
    what: 'files (K6)',
    spec: mounting({ csi: { driver: 'secrets-store.csi.k8s.io', readOnly: true } }),
  },
  { id: 'sandbox/node-root', what: 'read-only', spec: mounting({ hostPath: { path: '/' } }, { readOnly: true }) },
  {
    id: 'sandbox/host-path',
    what: 'read-only',
    spec: mounting({ hostPath: { path: '/var/log' } }, { readOnly: true }),
  },
  {
    id: 'sandbox/guest-device',
    what: 'a block device',
    spec: mounting({ hostPath: { path: '/dev/sdb', type: 'BlockDevice' } }),
  },
  { id: 'sandbox/sub-path', what: 'of a Secret', spec: mounting({ secret: {} }, { subPath: 'a' }) },
  { id: 'sandbox/sub-path', what: 'empty', spec: mounting(PVC, { subPath: '' }) },
  { id: 'sandbox/sub-path-of-files', what: 'the whole', spec: mounting({ secret: {} }) },
  { id: 'sandbox/sub-path-expr', what: 'none', spec: mounting({ emptyDir: {} }) },
  { id: 'sandbox/mount-propagation', what: 'None', spec: mounting(PVC, { mountPropagation: 'None' }) },
  {
    id: 'sandbox/mount-propagation',
    what: 'between containers',
    spec: mounting({ emptyDir: {} }, { mountPropagation: 'Bidirectional' }),
  },
  {
    id: 'sandbox/mount-propagation-in-pod',
    what: 'None',
    spec: mounting({ emptyDir: {} }, { mountPropagation: 'None' }),
  },
  { id: 'sandbox/mount-over-proc', what: 'cpuinfo', spec: mounting({ configMap: {} }, { mountPath: '/proc/cpuinfo' }) },
  {
    id: 'sandbox/mount-over-proc',
    what: 'another folder',
    spec: mounting({ configMap: {} }, { mountPath: '/process' }),
  },
  {
    id: 'sandbox/device-path',
    what: 'below /dev',
    spec: pod({}, { volumeDevices: [{ name: 'd', devicePath: '/dev/xvda' }] }),
  },
  {
    id: 'sandbox/device',
    what: 'a GPU shim',
    spec: limited({ limits: { memory: '8Gi', 'nvidia.com/pgpu': '1' } }),
    runtime: { shim: 'qemu-nvidia-gpu' },
  },
  {
    id: 'sandbox/device',
    what: 'a port that a drop-in opens',
    spec: limited({ limits: { memory: '8Gi', 'nvidia.com/pgpu': '1' } }),
    runtime: VFIO,
  },
  {
    id: 'sandbox/device',
    what: 'a port that an annotation opens',
    spec: limited({ limits: { memory: '8Gi', 'nvidia.com/pgpu': '1' } }),
    runtime: { shim: 'qemu', allowed: ['hot_plug_vfio'] },
    more: { annotations: { 'io.katacontainers.config.hypervisor.hot_plug_vfio': 'root-port' } },
  },
  {
    id: 'sandbox/extended-resource',
    what: 'what Kubernetes and confidential guests count',
    spec: limited({
      limits: { memory: '8Gi', 'ephemeral-storage': '1Gi', 'tdx.intel.com/keys': 1, 'example.com/none': '0' },
    }),
  },
  {
    id: 'sandbox/extended-resource',
    what: 'a port that a drop-in opens',
    spec: limited({ limits: { memory: '8Gi', 'openshift.io/sriov': '1' } }),
    runtime: VFIO,
  },
  { id: 'sandbox/device', what: 'none asked for', spec: limited({ limits: { memory: '8Gi', 'nvidia.com/gpu': 0 } }) },
  {
    id: 'sandbox/gpu-of-containers',
    what: 'the sandbox plugin',
    spec: limited({ limits: { memory: '8Gi', 'nvidia.com/GA102GL_A10': 1 } }),
    runtime: { shim: 'qemu-nvidia-gpu' },
  },
  {
    id: 'sandbox/guest-firewall',
    what: 'other capabilities, and those that are dropped',
    spec: pod({}, { securityContext: { capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] } } }),
  },
  { id: 'sandbox/resource-claims', what: 'none', spec: pod({ resourceClaims: [] }) },
  { id: 'sandbox/pull-secrets', what: 'the kubelet pulls', spec: pod({ imagePullSecrets: [{ name: 'registry' }] }) },
  {
    id: 'sandbox/pull-secrets',
    what: 'initdata (K9)',
    spec: pod({ imagePullSecrets: [{ name: 'registry' }] }),
    runtime: { shim: 'qemu-snp-runtime-rs' },
    more: { annotations: { 'io.katacontainers.config.hypervisor.cc_init_data': 'H4sI' } },
  },
  {
    id: 'sandbox/pull-secrets',
    what: 'a kernel parameter (K9)',
    spec: pod({ imagePullSecrets: [{ name: 'registry' }] }),
    runtime: { forceGuestPull: true, dropIn: 'hypervisor.qemu.kernel_params = "agent.image_registry_auth=kbs:///a"' },
  },
  {
    id: 'sandbox/guest-pull-user',
    what: 'of the pod',
    spec: pod({ securityContext: { runAsUser: 0 } }),
    runtime: { forceGuestPull: true },
  },
  // Borders of the rules above.
  ...['kubernetes.io/batteries', 'resource.kubernetes.io/a', 'batteries'].map((resource) => ({
    id: 'sandbox/extended-resource',
    what: resource,
    spec: limited({ limits: { memory: '8Gi', [resource]: 1 } }),
  })),
  {
    id: 'sandbox/pull-secrets',
    what: 'none in the pod',
    spec: pod(),
    runtime: { forceGuestPull: true },
  },
  {
    id: 'sandbox/guest-pull-user',
    what: 'of the container',
    spec: pod({}, { securityContext: { runAsUser: 7 } }),
    runtime: { forceGuestPull: true },
  },
  { id: 'sandbox/host-namespace', what: 'null', spec: pod({ hostPID: null, hostIPC: null }) },
  { id: 'sandbox/ephemeral-containers', what: 'null', spec: pod({ ephemeralContainers: null }) },
  { id: 'sandbox/overhead', what: 'null', spec: pod({ overhead: null }) },
  { id: 'sandbox/windows', what: 'another system', spec: pod({ nodeSelector: { 'beta.kubernetes.io/os': 'linux' } }) },
  { id: 'sandbox/quantity', what: 'null', spec: limited({ limits: { memory: '1Gi', cpu: null } }) },
  { id: 'sandbox/quantity', what: 'zero', spec: limited({ limits: { memory: '1Gi', cpu: 0 } }) },
  {
    id: 'sandbox/quantity',
    what: 'a resource that is counted',
    spec: limited({ limits: { memory: '1Gi', 'a/b': 'x' } }),
  },
  {
    id: 'sandbox/requests-above-vm',
    what: 'a request of all that the VM has',
    spec: limited({ requests: { cpu: '1', memory: '2Gi' } }),
    runtime: { shim: 'qemu' },
  },
  {
    id: 'sandbox/vm-too-many-cpus',
    what: 'as many as QEMU takes',
    spec: limited({ limits: { cpu: '255', memory: '1Ti' } }),
  },
  {
    id: 'sandbox/huge-pages',
    what: 'all of the VM',
    spec: limited({ limits: { memory: '992Mi', cpu: '1', 'hugepages-2Mi': '1Gi' } }),
  },
  {
    id: 'sandbox/memory-volume',
    what: 'all of the VM',
    spec: pod({ volumes: [{ name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '1056Mi' } }] }),
  },
  {
    id: 'sandbox/memory-volume',
    what: 'a disk',
    spec: pod({ volumes: [{ name: 'shm', emptyDir: { sizeLimit: '4Gi' } }] }),
  },
  {
    id: 'sandbox/memory-volume',
    what: 'a number, and what is not a quantity',
    spec: pod({
      volumes: [
        { name: 'a', emptyDir: { medium: 'Memory', sizeLimit: 7e9 } },
        { name: 'b', emptyDir: { medium: 'Memory', sizeLimit: 'lots' } },
      ],
    }),
  },
  {
    id: 'sandbox/device-path',
    what: 'more slashes than it takes',
    spec: pod({}, { volumeDevices: [{ name: 'd', devicePath: '//dev//xvda' }] }),
  },
  ...['BlockDevice', 'Socket'].map((type) => ({
    id: 'sandbox/volume-not-shared',
    what: `a ${type}`,
    spec: mounting({ hostPath: { path: '/data/a', type } }),
    runtime: NO_SHARING,
  })),
  ...['/dev', '/dev/sdb'].map((path) => ({
    id: 'sandbox/volume-not-shared',
    what: path,
    spec: mounting({ hostPath: { path } }),
    runtime: NO_SHARING,
  })),
  {
    id: 'sandbox/host-path',
    what: 'no files of the node, but copies',
    spec: mounting({ hostPath: { path: '/etc' } }),
    runtime: NO_SHARING,
  },
  {
    id: 'sandbox/node-root',
    what: 'a volume that nothing mounts',
    spec: pod({ volumes: [{ name: 'v', hostPath: { path: '/' } }] }),
  },
  {
    id: 'sandbox/node-root',
    what: 'a path of another source',
    spec: mounting({ nfs: { server: 'a', path: '/' } }),
  },
  {
    id: 'sandbox/csi-socket',
    what: 'a driver of another source',
    spec: mounting({ flexVolume: { driver: 'csi.spiffe.io' } }),
  },
  {
    id: 'sandbox/empty-dir-size',
    what: 'a limit of another source',
    spec: mounting({ persistentVolumeClaim: { claimName: 'db', sizeLimit: '1Gi' } }),
    runtime: { shim: 'qemu-snp-runtime-rs' },
  },
  {
    id: 'sandbox/vm-too-small',
    what: 'requests, which size no VM',
    spec: limited({ limits: { memory: '1Gi' }, requests: { memory: '1Mi' } }),
  },
];

test.each(BAD)('$id finds $what', ({ id, spec, says = /^Deployment web: /, runtime, more }) => {
  const found = check(spec, runtime, more).filter((finding) => finding.id === id);
  expect(found).toHaveLength(1);
  const [{ path, message, fix }] = found as [Finding];
  expect(path).toBe('app/chart/web');
  expect(`${message}; ${fix}`).toMatch(says);
  expect(message).toMatch(/^Deployment web: /);
});

test.each(GOOD)('$id leaves $what', ({ id, spec, runtime, more }) => {
  expect(check(spec, runtime, more).filter((finding) => finding.id === id)).toEqual([]);
});

/** What pods of one program differ in, and what no rule may look at: pods that are alike otherwise are judged once. */
const OTHER_PROGRAM = {
  args: ['--other'],
  command: ['/other'],
  env: [{ name: 'OTHER', value: 'yes' }],
  envFrom: [{ secretRef: { name: 'other' } }],
  image: 'other:1',
};

test.each([...BAD, ...GOOD])('$id says the same of another program: $what', ({ spec, runtime, more }) => {
  const change = (list: unknown) =>
    Array.isArray(list) ? list.map((it) => (fieldsOf(it) === it ? { ...it, ...OTHER_PROGRAM } : it)) : list;
  const renamed = (volume: Record<string, Record<string, unknown>>) => ({
    ...volume,
    ...(volume.configMap && { configMap: { ...volume.configMap, name: 'other' } }),
    ...(volume.secret && { secret: { ...volume.secret, secretName: 'other' } }),
    ...(volume.persistentVolumeClaim && {
      persistentVolumeClaim: { ...volume.persistentVolumeClaim, claimName: 'other' },
    }),
  });
  const { containers, initContainers, volumes, ...rest } = fieldsOf(spec);
  const other = {
    ...rest,
    ...(volumes !== undefined && { volumes: Array.isArray(volumes) ? volumes.map(renamed) : volumes }),
    containers: change(containers),
    ...(initContainers !== undefined && { initContainers: change(initContainers) }),
  };
  expect(check(other, runtime, more)).toEqual(check(spec, runtime, more));
  const pods = [spec, other].map((it, index) => ({
    path: `p-${index}`,
    object: `o-${index}`,
    spec: it as never,
    ...more,
  }));
  const found = validatePodSpecs('p', pods, targetOf(runtime ?? {})).map(({ id }) => id);
  expect(new Set(found)).toEqual(new Set(check(spec, runtime, more).map(({ id }) => id)));
});

test('a pod with limits and no more has no finding', () => {
  expect(check(pod())).toEqual([]);
});

test.each(POD_RULES.map((rule) => [rule.id, rule] as const))(
  '%s has an id, a case it finds and one it leaves',
  (id, rule) => {
    expect(id).toMatch(/^sandbox\/[a-z]+(-[a-z]+)*$/);
    expect(rule.meaning).toMatch(/^(a|an|the|some|more|what|pods|mounts|which) .*[^.]$/);
    expect(BAD.some((it) => it.id === id)).toBe(true);
    expect(GOOD.some((it) => it.id === id)).toBe(true);
  },
);

test('each id is one rule', () => {
  expect(new Set(ALL_RULES.map(({ id }) => id)).size).toBe(ALL_RULES.length);
});

test('what Kubernetes or the guest refuses cannot be acknowledged, and judgements can', () => {
  const errors = POD_RULES.filter(({ severity, canAcknowledge }) => severity === Severity.ERROR && canAcknowledge);
  expect(errors.map(({ id }) => id).sort()).toEqual([
    'sandbox/device',
    'sandbox/host-namespace',
    'sandbox/mount-propagation',
    'sandbox/node-root',
    'sandbox/node-socket',
    'sandbox/sub-path',
    'sandbox/volume-not-shared',
  ]);
});

describe('in a program', () => {
  const program = ({ spec, runtime = {}, more }: Case): ApiObject => {
    const template = { metadata: { annotations: more?.annotations ?? {} }, spec };
    const object = new ApiObject(new Chart(new App(), 'chart'), 'web', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: { template },
    });
    sandboxWorkload(object, targetOf(runtime));
    return object;
  };
  const ids = (object: ApiObject) => findings(object.node.root).map(({ id }) => id);
  const cases = POD_RULES.map((rule) => [rule.id, rule, BAD.find((it) => it.id === rule.id) as Case] as const);

  test.each(cases)('%s is found, and acknowledged where it is a judgement', (id, rule, it) => {
    const object = program(it);
    expect(ids(object)).toContain(id);
    const acknowledge = () => Findings.of(object).acknowledge(id, 'it was tried');
    if (!rule.canAcknowledge) {
      expect(acknowledge).toThrow('this finding cannot be acknowledged');
      expect(() => (object.node.root as App).synthYaml()).toThrow(`(${id})`);
      return;
    }
    const others = ids(object).filter((other) => other !== id);
    acknowledge();
    expect(ids(object)).toEqual(others);
  });

  const compliant = POD_RULES.map((rule) => [rule.id, GOOD.find((it) => it.id === rule.id) as Case] as const);

  test.each(compliant)('%s is not found', (id, it) => {
    expect(ids(program(it))).not.toContain(id);
  });
});

describe('several pod specs of one construct', () => {
  const subject = (name: string, spec: unknown): SandboxedPodSpec => ({
    path: `app/chart/${name}`,
    object: `Deployment ${name}`,
    spec: spec as never,
  });

  test('get one finding with the count', () => {
    const pods = ['a', 'b', 'c'].map((name) => subject(name, limited({})));
    const found = validatePodSpecs('app/chart', pods, targetOf({}));
    expect(found.map(({ id, path }) => [id, path])).toEqual([['sandbox/no-limits', 'app/chart']]);
    expect(found[0]?.message).toMatch(/^3 pod specs: no limits .*\(Deployment a, Deployment b, Deployment c\)$/);
  });

  test('are not counted where the rule is acknowledged', () => {
    const pods = ['a', 'b', 'c'].map((name) => ({
      ...subject(name, limited({})),
      ...(name === 'b' && { isAcknowledged: (id: string) => id === 'sandbox/no-limits' }),
    }));
    const [finding] = validatePodSpecs('app/chart', pods, targetOf({}));
    expect(finding?.message).toMatch(/^2 pod specs: .*\(Deployment a, Deployment c\)$/);
  });

  test('are named with their figures', () => {
    const pods = [
      subject('a', limited({ requests: { cpu: '4' }, limits: { memory: '8Gi' } })),
      subject('b', limited({ requests: { cpu: '2' }, limits: { memory: '8Gi' } })),
    ];
    const [finding] = validatePodSpecs('app/chart', pods, targetOf({}));
    expect(finding?.message).toBe(
      '2 pod specs: Deployment a: requests 4 CPUs and has 1 in its VM, which qemu-runtime-rs sizes by limits; ' +
        'Deployment b: requests 2 CPUs and has 1 in its VM, which qemu-runtime-rs sizes by limits',
    );
  });
});

test('more than eight pod specs are counted', () => {
  const pods = (count: number, of: (index: number) => unknown) =>
    Array.from({ length: count }, (_, index) => ({
      path: `app/chart/p${index}`,
      object: `Pod p${index}`,
      spec: of(index) as never,
    }));
  const messageOf = (count: number, of: (index: number) => unknown) =>
    validatePodSpecs('app/chart', pods(count, of), targetOf({}))[0]?.message;
  const alike = () => limited({});
  const unlike = (index: number) => limited({ requests: { cpu: `${index + 2}` }, limits: { memory: '8Gi' } });
  expect(messageOf(8, alike)).toMatch(/^8 pod specs: .*\(Pod p0, .*, Pod p7\)$/);
  expect(messageOf(10, alike)).toMatch(/^10 pod specs: .*\(Pod p0, .*, Pod p7, and 2 more\)$/);
  expect(messageOf(10, unlike)).toMatch(/; Pod p7: requests 9 CPUs and has 1 in its VM, .* by limits; and 2 more$/);
});

test.each([
  null,
  undefined,
  7,
  [],
  'text',
  { containers: 'x' },
  { containers: [null, 3, { volumeMounts: {}, resources: [] }] },
  { volumes: { a: 1 }, initContainers: [[]] },
])('a pod spec that is %j does not crash', (spec) => {
  expect(Array.isArray(check(spec))).toBe(true);
});

describe('the table', () => {
  const declared = fs.readFileSync(require.resolve('cdk8s-plus-33/lib/imports/k8s.d.ts'), 'utf8');
  const fieldsOfInterface = (name: string): string[] => {
    const body = new RegExp(`export interface ${name} \\{([\\s\\S]*?)\\n\\}`).exec(declared)?.[1] ?? '';
    return [...body.matchAll(/readonly (\w+)\??:/g)].map(([, field]) => field as string);
  };
  const listed = (of: string, prefix = '') =>
    new Set(
      POD_FIELDS.filter((row) => row.of === of && row.field.startsWith(prefix)).map(({ field }) =>
        (field.slice(prefix.length).split('.')[0] as string).toLowerCase(),
      ),
    );

  test.each([
    ['PodSpec', 'pod', ''],
    ['PodSecurityContext', 'pod', 'securityContext.'],
    ['Container', 'container', ''],
    ['EphemeralContainer', 'container', ''],
    ['SecurityContext', 'container', 'securityContext.'],
    ['ResourceRequirements', 'container', 'resources.'],
    ['VolumeMount', 'mount', ''],
    ['VolumeDevice', 'device', ''],
  ])('has every field of %s in Kubernetes 1.33', (name, of, prefix) => {
    const fields = fieldsOfInterface(name);
    expect(fields.length).toBeGreaterThan(1);
    expect(fields.filter((field) => !listed(of, prefix).has(field.toLowerCase()))).toEqual([]);
  });

  // What k8s.io/api 0.35.4 has and the typings do not.
  test.each([
    ['pod', 'hostnameOverride'],
    ['pod', 'workloadRef'],
    ['container', 'restartPolicyRules'],
  ])('has the field of %s that came after 1.33: %s', (of, field) => {
    expect(POD_FIELDS.filter((row) => row.of === of && row.field === field)).toHaveLength(1);
  });

  test('has every volume source of Kubernetes 1.33', () => {
    const sources = new Set(VOLUME_SOURCES.map(({ source }) => source.toLowerCase()));
    expect(fieldsOfInterface('Volume').filter((it) => it !== 'name' && !sources.has(it.toLowerCase()))).toEqual([]);
  });

  test('names every rule, and none that is not there', () => {
    const named = new Set([...POD_FIELDS, ...VOLUME_SOURCES].flatMap(({ rules = [] }) => rules));
    const ids = POD_RULES.map(({ id }) => id);
    expect([...named].filter((id) => !ids.includes(id))).toEqual([]);
    expect(ids.filter((id) => !named.has(id))).toEqual([]);
  });
});
