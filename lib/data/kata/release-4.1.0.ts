/**
 * Kata Containers 4.1.0 (2026-08-21).
 *
 * Sources at tag 4.1.0: `tools/packaging/kata-deploy/helm-chart/kata-deploy` (values.yaml, templates/runtimeclasses.yaml) for shims,
 * architectures, snapshotters and overheads; `src/runtime/config/configuration-*.toml.in` with `src/runtime/Makefile`, and
 * `src/runtime-rs/config/configuration-*.toml.in` with `src/runtime-rs/Makefile`, for what a shim's configuration says;
 * `docs/design/virtualization.md` (comparison summary) and `docs/hypervisors.md` for what hypervisors can do;
 * `src/libs/kata-types/src/config/default.rs` for the limits of vCPUs and memory; `src/runtime/virtcontainers/fc.go`
 * (fcDiskPoolSize) for the block devices of Firecracker; `DEFEMPTYDIRMODE*` of both Makefiles for emptyDir volumes;
 * kata-containers#13697 for the paths of an installation outside `/opt/kata`; kata-containers#13757 for containers on EROFS.
 */
import type { HypervisorData, KataReleaseData } from './release-data';

const AMD64 = ['amd64'];
const AMD64_ARM64 = ['amd64', 'arm64'];
const ALL = ['amd64', 'arm64', 'ppc64le', 's390x'];

const OVERHEAD = {
  light: { memory: '130Mi', cpu: '250m' },
  qemu3: { memory: '160Mi', cpu: '250m' },
  qemu: { memory: '320Mi', cpu: '250m' },
  tee: { memory: '2048Mi', cpu: '1.0' },
  se: { memory: '1024Mi', cpu: '1.0' },
  gpu: { memory: '10240Mi', cpu: '1.0' },
  remote: { memory: '120Mi', cpu: '250m' },
} as const;

const GO = ['enable_iommu', 'kernel_params', 'kernel_verity_params'];
const RUST = [...GO, 'default_vcpus', 'default_memory'];
const COCO = [...RUST, 'cc_init_data'];
const REMOTE = ['machine_type', 'default_memory', 'default_vcpus', 'image', 'default_gpus', 'gpu_model'];
const HARDWARE_NEEDS = {
  snp: 'it needs AMD SEV-SNP of the host itself, which a nested guest does not have',
  tdx: 'it needs Intel TDX of the host itself, which a nested guest does not have',
  se: 'it needs IBM Secure Execution',
  gpu: 'it hands GPUs through to its guests, which needs an IOMMU of the host itself',
  mshv: 'it needs the Microsoft hypervisor of Azure hosts',
  remote: 'it makes its VMs through a cloud adaptor beside the node, not with KVM on it',
} as const;

const CC_OFF = { 'nvidia.com/cc.ready.state': 'false' };
const CC_SNP = { 'nvidia.com/cc.ready.state': 'true', 'amd.feature.node.kubernetes.io/snp': 'true' };
const CC_TDX = { 'nvidia.com/cc.ready.state': 'true', 'intel.feature.node.kubernetes.io/tdx': 'true' };

const coco = { snapshotter: 'nydus', guestPull: true } as const;

const COMMON_ABILITIES = ['directories', 'deviceHotplug', 'passthrough', 'resize'] as const;

export const HYPERVISORS_4_1_0 = {
  qemu: {
    name: 'QEMU',
    url: 'https://www.qemu.org',
    language: 'C',
    cri: 'full',
    can: [...COMMON_ABILITIES, 'gpu', 'confidential'],
    maxVcpus: 256,
    minMemoryMib: 64,
  },
  'cloud-hypervisor': {
    name: 'Cloud Hypervisor',
    url: 'https://www.cloudhypervisor.org',
    language: 'Rust',
    cri: 'full',
    can: COMMON_ABILITIES,
    maxVcpus: 256,
    minMemoryMib: 64,
  },
  dragonball: {
    name: 'Dragonball',
    url: 'https://github.com/kata-containers/kata-containers/tree/main/src/dragonball',
    language: 'Rust, inside the runtime',
    cri: 'full',
    can: COMMON_ABILITIES,
    maxVcpus: 256,
    minMemoryMib: 64,
  },
  firecracker: {
    name: 'Firecracker',
    url: 'https://firecracker-microvm.github.io',
    language: 'Rust',
    cri: 'partial',
    can: [],
    maxVcpus: 32,
    maxBlockDevices: 8,
    minMemoryMib: 128,
  },
  // No row of upstream's comparison; it shares directories by virtio-fs (src/runtime-rs/Makefile DEFSHAREDFS_OPENVMM).
  openvmm: {
    name: 'OpenVMM',
    url: 'https://openvmm.dev',
    language: 'Rust',
    cri: 'full',
    can: ['directories', 'deviceHotplug'],
    maxVcpus: 256,
    minMemoryMib: 64,
  },
  remote: {
    name: 'a VM outside the node',
    url: 'https://github.com/confidential-containers/cloud-api-adaptor',
    language: 'Go',
    cri: 'partial',
    can: [],
    maxVcpus: 32,
    minMemoryMib: 64,
  },
} as const satisfies { readonly [name: string]: HypervisorData };

const NO_PORT = { coldPlugVfio: 'no-port', hotPlugVfio: 'no-port' } as const;
const GO_SIZING = { sizing: 'defaults-and-limits', defaultVcpus: 1, defaultMemoryMib: 2048 } as const;
const RUST_SIZING = {
  sizing: 'limits-and-overhead',
  defaultVcpus: 1,
  defaultMemoryMib: 2048,
  overheadVcpus: 0.2,
  overheadMemoryMib: 32,
  staticSizing: true,
} as const;

const go = { runtime: 'go' } as const;
const rust = { runtime: 'rust' } as const;
const SHARED = { sharedFs: 'virtio-fs', ...NO_PORT } as const;
const NOT_SHARED = { sharedFs: 'none', ...NO_PORT } as const;

const CLH_GO_CONFIGURATION = { section: 'clh', ...GO_SIZING, staticSizing: false, ...SHARED } as const;
const CLH_GO = { ...go, hypervisor: 'cloud-hypervisor', configuration: CLH_GO_CONFIGURATION } as const;
const CLH_AZURE_GO = { ...CLH_GO, configuration: { ...CLH_GO_CONFIGURATION, staticSizing: true } } as const;
const CLH_RUST = {
  ...rust,
  hypervisor: 'cloud-hypervisor',
  configuration: { section: 'clh', ...RUST_SIZING, ...SHARED },
} as const;
const DRAGONBALL = {
  ...rust,
  hypervisor: 'dragonball',
  configuration: { section: 'dragonball', ...RUST_SIZING, ...SHARED, sharedFs: 'inline-virtio-fs' },
} as const;
const FIRECRACKER = {
  ...go,
  hypervisor: 'firecracker',
  configuration: { section: 'firecracker', ...GO_SIZING, staticSizing: true, ...NOT_SHARED },
} as const;
const OPENVMM = {
  ...rust,
  hypervisor: 'openvmm',
  configuration: { section: 'openvmm', ...RUST_SIZING, ...SHARED },
} as const;

// src/runtime/Makefile DEFSTATICRESOURCEMGMT_QEMU is true on arm64, where QEMU hot-plugs nothing.
const QEMU_GO_CONFIGURATION = { section: 'qemu', ...GO_SIZING, staticSizing: false, ...SHARED } as const;
const QEMU_GO = { ...go, hypervisor: 'qemu', configuration: QEMU_GO_CONFIGURATION } as const;
const QEMU_GO_NVIDIA_CPU = { ...QEMU_GO, configuration: { ...QEMU_GO_CONFIGURATION, staticSizing: true } } as const;
const QEMU_GO_CONFIDENTIAL = {
  ...QEMU_GO,
  configuration: { ...QEMU_GO_CONFIGURATION, staticSizing: true, sharedFs: 'none', emptyDirMode: 'block-encrypted' },
} as const;
// Upstream's overhead is for the guest's default memory here; what QEMU itself takes is as in the plain shim.
const QEMU_GO_TEE = { ...QEMU_GO_CONFIDENTIAL, hypervisorMemoryMib: 320 } as const;
const QEMU_GO_SE = {
  ...QEMU_GO_TEE,
  configuration: { ...QEMU_GO_CONFIDENTIAL.configuration, coldPlugVfio: 'bridge-port' },
} as const;
// The overhead is 10240 MiB, of which 8192 MiB are the guest's default memory (DEFAULTMEMORY_NV).
const QEMU_GO_GPU = {
  ...QEMU_GO,
  hypervisorMemoryMib: 2048,
  configuration: {
    ...QEMU_GO_CONFIGURATION,
    staticSizing: true,
    defaultMemoryMib: 8192,
    coldPlugVfio: 'root-port',
  },
} as const;
const QEMU_GO_CONFIDENTIAL_GPU = {
  ...QEMU_GO_GPU,
  configuration: { ...QEMU_GO_GPU.configuration, sharedFs: 'none', emptyDirMode: 'block-encrypted' },
} as const;

const QEMU_RUST_CONFIGURATION = { section: 'qemu', ...RUST_SIZING, ...SHARED } as const;
const QEMU_RUST = { ...rust, hypervisor: 'qemu', configuration: QEMU_RUST_CONFIGURATION } as const;
const QEMU_RUST_CONFIDENTIAL = {
  ...QEMU_RUST,
  configuration: {
    ...QEMU_RUST_CONFIGURATION,
    sharedFs: 'none',
    emptyDirMode: 'block-encrypted',
    overheadVcpus: 0.4,
    overheadMemoryMib: 128,
  },
} as const;
const QEMU_RUST_SE = {
  ...QEMU_RUST,
  configuration: { ...QEMU_RUST_CONFIDENTIAL.configuration, overheadMemoryMib: 768, coldPlugVfio: 'root-port' },
} as const;
const QEMU_RUST_NVIDIA_CPU = {
  ...QEMU_RUST,
  configuration: { ...QEMU_RUST_CONFIGURATION, sharedFs: 'none', emptyDirMode: 'block-plain', overheadMemoryMib: 128 },
} as const;
const QEMU_RUST_GPU = {
  ...QEMU_RUST,
  configuration: {
    ...QEMU_RUST_CONFIGURATION,
    sharedFs: 'none',
    emptyDirMode: 'block-plain',
    defaultMemoryMib: 8192,
    overheadVcpus: 0.5,
    overheadMemoryMib: 512,
    coldPlugVfio: 'root-port',
  },
} as const;
const QEMU_RUST_CONFIDENTIAL_GPU = {
  ...QEMU_RUST_GPU,
  configuration: { ...QEMU_RUST_GPU.configuration, emptyDirMode: 'block-encrypted' },
} as const;
const REMOTE_GO = {
  ...go,
  hypervisor: 'remote',
  configuration: { section: 'remote', ...GO_SIZING, sizing: 'outside-the-node', staticSizing: true, ...NOT_SHARED },
} as const;

const INSTALLER = {
  dispatcherProgram: '/usr/bin/kata-deploy-job-dispatcher',
  dispatcherArguments: [],
  dispatcherReports: false,
  reconciles: false,
  loadsKernelModules: false,
  alwaysNamesDistribution: false,
  monitorServesTls: false,
  chartLoadsSelinuxPolicy: false,
} as const;

export const KATA_4_1_0: KataReleaseData = {
  version: '4.1.0',
  contract: 'binary',
  image: 'quay.io/kata-containers/kata-deploy:4.1.0',
  monitorImage: 'quay.io/kata-containers/kata-monitor:4.1.0',
  dispatcherImage: 'quay.io/kata-containers/kata-deploy-job-dispatcher:4.1.0',
  installer: INSTALLER,
  defaultShim: 'qemu-runtime-rs',
  defaultShims: ['qemu-runtime-rs'],
  hypervisors: HYPERVISORS_4_1_0,
  shims: {
    clh: { ...CLH_GO, architectures: AMD64, overhead: OVERHEAD.light, allowedAnnotations: GO },
    'clh-azure': {
      ...CLH_AZURE_GO,
      architectures: AMD64,
      overhead: OVERHEAD.light,
      allowedAnnotations: GO,
      unavailableInVm: HARDWARE_NEEDS.mshv,
    },
    'clh-azure-runtime-rs': {
      ...CLH_RUST,
      architectures: AMD64,
      overhead: OVERHEAD.light,
      allowedAnnotations: RUST,
      unavailableInVm: HARDWARE_NEEDS.mshv,
    },
    'clh-runtime-rs': { ...CLH_RUST, architectures: AMD64, overhead: OVERHEAD.light, allowedAnnotations: RUST },
    dragonball: { ...DRAGONBALL, architectures: AMD64, overhead: OVERHEAD.light, allowedAnnotations: RUST },
    fc: {
      ...FIRECRACKER,
      architectures: AMD64,
      overhead: OVERHEAD.light,
      allowedAnnotations: GO,
      snapshotter: 'devmapper',
    },
    'openvmm-azure-runtime-rs': {
      ...OPENVMM,
      architectures: AMD64,
      overhead: OVERHEAD.light,
      allowedAnnotations: RUST,
      unavailableInVm: HARDWARE_NEEDS.mshv,
    },
    qemu: { ...QEMU_GO, architectures: ALL, overhead: OVERHEAD.qemu, allowedAnnotations: GO },
    'qemu-coco-dev': {
      ...QEMU_GO_CONFIDENTIAL,
      architectures: ['amd64', 's390x'],
      overhead: OVERHEAD.qemu3,
      allowedAnnotations: COCO,
      ...coco,
    },
    'qemu-coco-dev-runtime-rs': {
      ...QEMU_RUST_CONFIDENTIAL,
      architectures: ['amd64', 'arm64', 's390x'],
      overhead: OVERHEAD.qemu,
      allowedAnnotations: COCO,
      ...coco,
    },
    'qemu-nvidia-cpu': {
      ...QEMU_GO_NVIDIA_CPU,
      architectures: AMD64_ARM64,
      overhead: OVERHEAD.qemu,
      allowedAnnotations: GO,
    },
    'qemu-nvidia-cpu-runtime-rs': {
      ...QEMU_RUST_NVIDIA_CPU,
      architectures: AMD64_ARM64,
      overhead: OVERHEAD.qemu,
      allowedAnnotations: [],
    },
    'qemu-nvidia-gpu': {
      ...QEMU_GO_GPU,
      architectures: AMD64,
      overhead: OVERHEAD.gpu,
      nodeSelector: CC_OFF,
      allowedAnnotations: GO,
      unavailableInVm: HARDWARE_NEEDS.gpu,
    },
    'qemu-nvidia-gpu-runtime-rs': {
      ...QEMU_RUST_GPU,
      architectures: AMD64_ARM64,
      overhead: OVERHEAD.gpu,
      nodeSelector: CC_OFF,
      allowedAnnotations: [],
      unavailableInVm: HARDWARE_NEEDS.gpu,
    },
    'qemu-nvidia-gpu-snp': {
      ...QEMU_GO_CONFIDENTIAL_GPU,
      architectures: AMD64,
      overhead: OVERHEAD.gpu,
      nodeSelector: CC_SNP,
      allowedAnnotations: COCO,
      unavailableInVm: HARDWARE_NEEDS.gpu,
      tee: 'snp',
      ...coco,
    },
    'qemu-nvidia-gpu-snp-runtime-rs': {
      ...QEMU_RUST_CONFIDENTIAL_GPU,
      architectures: AMD64,
      overhead: OVERHEAD.gpu,
      nodeSelector: CC_SNP,
      allowedAnnotations: ['cc_init_data'],
      unavailableInVm: HARDWARE_NEEDS.gpu,
      tee: 'snp',
      ...coco,
    },
    'qemu-nvidia-gpu-tdx': {
      ...QEMU_GO_CONFIDENTIAL_GPU,
      architectures: AMD64,
      overhead: OVERHEAD.gpu,
      nodeSelector: CC_TDX,
      allowedAnnotations: COCO,
      unavailableInVm: HARDWARE_NEEDS.gpu,
      tee: 'tdx',
      ...coco,
    },
    'qemu-nvidia-gpu-tdx-runtime-rs': {
      ...QEMU_RUST_CONFIDENTIAL_GPU,
      architectures: AMD64,
      overhead: OVERHEAD.gpu,
      nodeSelector: CC_TDX,
      allowedAnnotations: ['cc_init_data'],
      unavailableInVm: HARDWARE_NEEDS.gpu,
      tee: 'tdx',
      ...coco,
    },
    'qemu-runtime-rs': { ...QEMU_RUST, architectures: ALL, overhead: OVERHEAD.qemu, allowedAnnotations: RUST },
    'qemu-se': {
      ...QEMU_GO_SE,
      architectures: ['s390x'],
      overhead: OVERHEAD.se,
      allowedAnnotations: COCO,
      unavailableInVm: HARDWARE_NEEDS.se,
      tee: 'se',
      ...coco,
    },
    'qemu-se-runtime-rs': {
      ...QEMU_RUST_SE,
      architectures: ['s390x'],
      overhead: OVERHEAD.se,
      allowedAnnotations: COCO,
      unavailableInVm: HARDWARE_NEEDS.se,
      tee: 'se',
      ...coco,
    },
    'qemu-snp': {
      ...QEMU_GO_TEE,
      architectures: AMD64,
      overhead: OVERHEAD.tee,
      allowedAnnotations: COCO,
      unavailableInVm: HARDWARE_NEEDS.snp,
      tee: 'snp',
      ...coco,
    },
    'qemu-snp-runtime-rs': {
      ...QEMU_RUST_CONFIDENTIAL,
      architectures: AMD64,
      overhead: OVERHEAD.tee,
      allowedAnnotations: COCO,
      unavailableInVm: HARDWARE_NEEDS.snp,
      tee: 'snp',
      ...coco,
    },
    'qemu-tdx': {
      ...QEMU_GO_TEE,
      architectures: AMD64,
      overhead: OVERHEAD.tee,
      allowedAnnotations: COCO,
      unavailableInVm: HARDWARE_NEEDS.tdx,
      tee: 'tdx',
      ...coco,
    },
    'qemu-tdx-runtime-rs': {
      ...QEMU_RUST_CONFIDENTIAL,
      architectures: AMD64,
      overhead: OVERHEAD.tee,
      allowedAnnotations: COCO,
      unavailableInVm: HARDWARE_NEEDS.tdx,
      tee: 'tdx',
      ...coco,
    },
    remote: {
      ...REMOTE_GO,
      architectures: ['amd64', 'ppc64le', 's390x'],
      overhead: OVERHEAD.remote,
      allowedAnnotations: [...REMOTE, 'cc_init_data'],
      unavailableInVm: HARDWARE_NEEDS.remote,
      ...coco,
    },
  },
  // With the runtime in Go the key came with 4.2.0 (#13805).
  unknownSettings: { go: ['disable_nested_virtualization'], rust: [] },
  // Cloud Hypervisor with the runtime in Rust drops the disk of initdata (#12720), and Dragonball has no virtio-rng (#13380).
  inertSettings: {
    'clh-runtime-rs': ['initdata', 'cc_init_data'],
    'clh-azure-runtime-rs': ['initdata', 'cc_init_data'],
    dragonball: ['entropy_source'],
  },
  readsCrioLimits: false,
  removesErofsContainers: false,
  wrongPaths: {
    clh: ['virtiofsd'],
    'clh-runtime-rs': ['virtiofsd'],
    dragonball: ['dragonball'],
    fc: [],
    qemu: ['firmware', 'virtiofsd'],
    'qemu-runtime-rs': ['firmware', 'virtiofsd'],
  },
  extraRuntimeClasses: [],
  minimumKubernetes: '1.22',
  minimumContainerd: '1.7',
  advisories: [],
  endOfSupport: '2026-09-14',
};
