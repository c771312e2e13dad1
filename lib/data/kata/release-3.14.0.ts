/**
 * Kata Containers 3.14.0 (2025-02-17).
 *
 * Sources at tag 3.14.0: `tools/packaging/kata-deploy/{kata-deploy,kata-rbac,runtimeclasses}` for objects, shims and overheads;
 * `src/runtime/config/configuration-*.toml.in` with `src/runtime/Makefile`, and `src/runtime-rs/config/configuration-*.toml.in`
 * with `src/runtime-rs/Makefile`, for what a shim's configuration says; `src/runtime-rs/crates/resource/src/cpu_mem/initial_size.rs`
 * for how the runtime in Rust sizes a VM: memory of the limits is added to `default_memory`, and there is no `overhead_memory`.
 */

import { HYPERVISORS_4_1_0 } from './release-4.1.0';
import type { KataReleaseData } from './release-data';

const AMD64 = ['amd64'];
const AMD64_ARM64 = ['amd64', 'arm64'];
const ALL = ['amd64', 'arm64', 'ppc64le', 's390x'];

const OVERHEAD = {
  light: { memory: '130Mi', cpu: '250m' },
  qemu3: { memory: '160Mi', cpu: '250m' },
  tee: { memory: '2048Mi', cpu: '1.0' },
  remote: { memory: '120Mi', cpu: '250m' },
} as const;

const REMOTE = ['machine_type', 'default_memory', 'default_vcpus', 'image', 'default_gpus', 'gpu_model'];
const GO_3 = ['enable_iommu', 'virtio_fs_extra_args', 'kernel_params'];
const TEE_3 = [...GO_3, 'default_vcpus', 'default_memory'];
const RUST_3 = ['kernel_params'];

const HARDWARE_NEEDS = {
  snp: 'it needs AMD SEV-SNP of the host itself, which a nested guest does not have',
  tdx: 'it needs Intel TDX of the host itself, which a nested guest does not have',
  se: 'it needs IBM Secure Execution',
  gpu: 'it hands GPUs through to its guests, which needs an IOMMU of the host itself',
  remote: 'it makes its VMs through a cloud adaptor beside the node, not with KVM on it',
} as const;

const HYPERVISORS = {
  qemu: HYPERVISORS_4_1_0.qemu,
  'cloud-hypervisor': HYPERVISORS_4_1_0['cloud-hypervisor'],
  dragonball: HYPERVISORS_4_1_0.dragonball,
  firecracker: HYPERVISORS_4_1_0.firecracker,
  // docs/hypervisors.md names it; upstream's comparison has no row for it. Its shim ended with 3.23.
  stratovirt: {
    name: 'StratoVirt',
    url: 'https://gitee.com/openeuler/stratovirt',
    language: 'Rust',
    cri: 'partial',
    can: ['directories', 'deviceHotplug'],
    maxVcpus: 256,
    minMemoryMib: 64,
  },
  remote: HYPERVISORS_4_1_0.remote,
} as const;

const NO_PORT = { coldPlugVfio: 'no-port', hotPlugVfio: 'no-port' } as const;
const SHARED = { sharedFs: 'virtio-fs', ...NO_PORT } as const;
const NOT_SHARED = { sharedFs: 'none', ...NO_PORT } as const;
const GO_SIZING = {
  sizing: 'defaults-and-limits',
  defaultVcpus: 1,
  defaultMemoryMib: 2048,
  staticSizing: false,
} as const;
const RUST_SIZING = {
  sizing: 'vcpus-of-limits',
  defaultVcpus: 1,
  defaultMemoryMib: 2048,
  staticSizing: true,
} as const;
const go = { runtime: 'go' } as const;
const rust = { runtime: 'rust' } as const;

// src/runtime/arch/arm64-options.mk sets DEFSTATICRESOURCEMGMT_CLH to true.
const CLH_GO = {
  ...go,
  hypervisor: 'cloud-hypervisor',
  configuration: { section: 'clh', ...GO_SIZING, ...SHARED },
} as const;
const CLH_RUST = {
  ...rust,
  hypervisor: 'cloud-hypervisor',
  configuration: { section: 'cloud-hypervisor', ...RUST_SIZING, ...SHARED },
} as const;
const DRAGONBALL = {
  ...rust,
  hypervisor: 'dragonball',
  configuration: {
    section: 'dragonball',
    ...RUST_SIZING,
    staticSizing: false,
    ...SHARED,
    sharedFs: 'inline-virtio-fs',
  },
} as const;
const FIRECRACKER = {
  ...go,
  hypervisor: 'firecracker',
  configuration: { section: 'firecracker', ...GO_SIZING, staticSizing: true, ...NOT_SHARED },
} as const;
const STRATOVIRT = {
  ...go,
  hypervisor: 'stratovirt',
  configuration: { section: 'stratovirt', ...GO_SIZING, staticSizing: true, ...SHARED },
} as const;
const QEMU_GO_CONFIGURATION = { section: 'qemu', ...GO_SIZING, ...SHARED } as const;
const QEMU_GO = { ...go, hypervisor: 'qemu', configuration: QEMU_GO_CONFIGURATION } as const;
const QEMU_GO_CONFIDENTIAL = {
  ...QEMU_GO,
  configuration: { ...QEMU_GO_CONFIGURATION, staticSizing: true, sharedFs: 'none' },
} as const;
// Upstream's overhead is for the guest's default memory here; what QEMU itself takes is as in the plain shim.
const QEMU_GO_TEE = { ...QEMU_GO_CONFIDENTIAL, hypervisorMemoryMib: 160 } as const;
const QEMU_GO_SE = { ...QEMU_GO, hypervisorMemoryMib: 160 } as const;
const QEMU_GO_GPU = {
  ...QEMU_GO,
  configuration: { ...QEMU_GO_CONFIGURATION, hotPlugVfio: 'root-port' },
} as const;
const QEMU_GO_CONFIDENTIAL_GPU = {
  ...QEMU_GO_TEE,
  configuration: { ...QEMU_GO_CONFIDENTIAL.configuration, coldPlugVfio: 'root-port' },
} as const;
const QEMU_RUST = {
  ...rust,
  hypervisor: 'qemu',
  configuration: { section: 'qemu', ...RUST_SIZING, ...SHARED },
} as const;
const REMOTE_GO = {
  ...go,
  hypervisor: 'remote',
  configuration: { section: 'remote', ...GO_SIZING, sizing: 'outside-the-node', staticSizing: true, ...NOT_SHARED },
} as const;

/** Guests whose agent is held to a policy: confidential ones, and those of their development shim. */
const CONFIDENTIAL = [
  'qemu-coco-dev',
  'qemu-nvidia-gpu-snp',
  'qemu-nvidia-gpu-tdx',
  'qemu-se',
  'qemu-sev',
  'qemu-snp',
  'qemu-tdx',
  'remote',
];
const RUST_SHIMS = ['cloud-hypervisor', 'dragonball', 'qemu-runtime-rs'];
const GO_SHIMS = ['clh', 'fc', 'qemu', 'qemu-nvidia-gpu', 'stratovirt', ...CONFIDENTIAL];
const ADVISORIES = 'https://github.com/kata-containers/kata-containers/security/advisories/';

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

export const KATA_3_14_0: KataReleaseData = {
  version: '3.14.0',
  contract: 'script',
  image: 'quay.io/kata-containers/kata-deploy:3.14.0',
  installer: INSTALLER,
  defaultShim: 'qemu',
  // In the order of upstream's manifest.
  defaultShims: [
    'clh',
    'cloud-hypervisor',
    'dragonball',
    'fc',
    'qemu',
    'qemu-coco-dev',
    'qemu-runtime-rs',
    'qemu-sev',
    'qemu-snp',
    'qemu-tdx',
    'stratovirt',
    'qemu-nvidia-gpu',
    'qemu-nvidia-gpu-snp',
    'qemu-nvidia-gpu-tdx',
  ],
  hypervisors: HYPERVISORS,
  shims: {
    clh: { ...CLH_GO, architectures: AMD64_ARM64, overhead: OVERHEAD.light, allowedAnnotations: GO_3 },
    'cloud-hypervisor': {
      ...CLH_RUST,
      architectures: AMD64_ARM64,
      overhead: OVERHEAD.light,
      allowedAnnotations: RUST_3,
    },
    dragonball: { ...DRAGONBALL, architectures: AMD64_ARM64, overhead: OVERHEAD.light, allowedAnnotations: RUST_3 },
    fc: {
      ...FIRECRACKER,
      architectures: AMD64_ARM64,
      overhead: OVERHEAD.light,
      allowedAnnotations: GO_3,
      snapshotter: 'devmapper',
    },
    qemu: { ...QEMU_GO, architectures: ALL, overhead: OVERHEAD.qemu3, allowedAnnotations: GO_3 },
    'qemu-coco-dev': {
      ...QEMU_GO_CONFIDENTIAL,
      architectures: ['amd64', 's390x'],
      overhead: OVERHEAD.qemu3,
      allowedAnnotations: TEE_3,
    },
    'qemu-nvidia-gpu': {
      ...QEMU_GO_GPU,
      architectures: AMD64_ARM64,
      overhead: OVERHEAD.qemu3,
      allowedAnnotations: GO_3,
      unavailableInVm: HARDWARE_NEEDS.gpu,
    },
    'qemu-nvidia-gpu-snp': {
      ...QEMU_GO_CONFIDENTIAL_GPU,
      architectures: AMD64,
      overhead: OVERHEAD.tee,
      allowedAnnotations: GO_3,
      unavailableInVm: HARDWARE_NEEDS.gpu,
      tee: 'snp',
    },
    'qemu-nvidia-gpu-tdx': {
      ...QEMU_GO_CONFIDENTIAL_GPU,
      architectures: AMD64,
      overhead: OVERHEAD.tee,
      allowedAnnotations: GO_3,
      unavailableInVm: HARDWARE_NEEDS.gpu,
      tee: 'tdx',
    },
    'qemu-runtime-rs': { ...QEMU_RUST, architectures: AMD64, overhead: OVERHEAD.qemu3, allowedAnnotations: RUST_3 },
    'qemu-se': {
      ...QEMU_GO_SE,
      architectures: ['s390x'],
      overhead: OVERHEAD.tee,
      allowedAnnotations: GO_3,
      unavailableInVm: HARDWARE_NEEDS.se,
      tee: 'se',
    },
    'qemu-sev': {
      ...QEMU_GO_TEE,
      architectures: AMD64,
      overhead: OVERHEAD.tee,
      allowedAnnotations: GO_3,
      unavailableInVm: HARDWARE_NEEDS.snp,
      tee: 'snp',
    },
    'qemu-snp': {
      ...QEMU_GO_TEE,
      architectures: AMD64,
      overhead: OVERHEAD.tee,
      allowedAnnotations: GO_3,
      unavailableInVm: HARDWARE_NEEDS.snp,
      tee: 'snp',
    },
    'qemu-tdx': {
      ...QEMU_GO_TEE,
      architectures: AMD64,
      overhead: OVERHEAD.tee,
      allowedAnnotations: TEE_3,
      unavailableInVm: HARDWARE_NEEDS.tdx,
      tee: 'tdx',
    },
    remote: {
      ...REMOTE_GO,
      architectures: ['amd64', 's390x'],
      overhead: OVERHEAD.remote,
      allowedAnnotations: REMOTE,
      unavailableInVm: HARDWARE_NEEDS.remote,
    },
    stratovirt: { ...STRATOVIRT, architectures: AMD64_ARM64, overhead: OVERHEAD.light, allowedAnnotations: GO_3 },
  },
  // What src/libs/kata-types/src/annotations/mod.rs and src/runtime/virtcontainers/pkg/annotations/annotations.go lack at 3.14.0.
  unknownSettings: {
    go: [
      'blk_logical_sector_size',
      'blk_physical_sector_size',
      'cc_init_data',
      'experimental_force_guest_pull',
      'indep_iothreads',
      'kernel_verity_params',
      'reclaim_guest_freed_memory',
    ],
    rust: [
      'blk_logical_sector_size',
      'blk_physical_sector_size',
      'block_device_num_queues',
      'block_device_queue_size',
      'cc_init_data',
      'cdh_api_timeout_ms',
      'create_container_timeout',
      'enable_vcpus_pinning',
      'indep_iothreads',
      'kernel_verity_params',
      'network_queues',
      'pcie_switch_port',
    ],
  },
  // Cloud Hypervisor with the runtime in Rust drops the disk of initdata (#12720), and Dragonball has no virtio-rng (#13380).
  inertSettings: { 'cloud-hypervisor': ['initdata', 'cc_init_data'], dragonball: ['entropy_source'] },
  readsCrioLimits: false,
  removesErofsContainers: false,
  // Upstream's file of RuntimeClasses holds these too, although no node gets their handlers from the manifest.
  extraRuntimeClasses: ['qemu-se', 'remote'],
  minimumKubernetes: '1.22',
  minimumContainerd: '1.7',
  advisories: [
    {
      id: 'GHSA-5fc8-gg7w-3g5c',
      severity: 'critical',
      summary: 'an image that is malformed or has no layers gets a block device of the node into its VM',
      fixedIn: '3.26.0',
      url: `${ADVISORIES}GHSA-5fc8-gg7w-3g5c`,
      // src/runtime/Makefile DEFDISABLEBLOCK is false until 3.25.0; the remote shim has no block devices of the node.
      shims: GO_SHIMS.filter((shim) => shim !== 'remote'),
    },
    {
      id: 'GHSA-wwj6-vghv-5p64',
      severity: 'critical',
      summary: "a container's user can write to the guest's image and become root in the VM",
      fixedIn: '3.27.0',
      url: `${ADVISORIES}GHSA-wwj6-vghv-5p64`,
      shims: ['clh', 'cloud-hypervisor'],
    },
    {
      id: 'GHSA-q49m-57vm-c8cc',
      severity: 'critical',
      summary: "symbolic links defeat the guest's policy on copied files",
      fixedIn: '3.29.0',
      url: `${ADVISORIES}GHSA-q49m-57vm-c8cc`,
      shims: CONFIDENTIAL,
    },
    {
      id: 'GHSA-rr59-xxvx-96qr',
      severity: 'moderate',
      summary: 'every pod may set virtio_fs_extra_args, which shares any directory of the node with its guest',
      fixedIn: '3.31.0',
      url: `${ADVISORIES}GHSA-rr59-xxvx-96qr`,
      // The shims that share directories and allow virtio_fs_extra_args.
      shims: ['clh', 'qemu', 'qemu-nvidia-gpu', 'qemu-se', 'stratovirt'],
    },
    {
      id: 'GHSA-2gv2-cffp-j227',
      severity: 'critical',
      summary: 'root in the guest becomes root on the node through virtiofsd',
      fixedIn: '3.31.0',
      url: `${ADVISORIES}GHSA-2gv2-cffp-j227`,
      // src/runtime-rs/crates/resource/src/share_fs/share_virtio_fs_standalone.rs; Dragonball has no virtiofsd.
      shims: ['cloud-hypervisor', 'qemu-runtime-rs'],
    },
    {
      id: 'GHSA-mp2j-xm59-qfgw',
      severity: 'critical',
      summary:
        'the annotation config_path makes any file of the node the configuration, which runs programs on the node',
      fixedIn: '4.0.0',
      url: `${ADVISORIES}GHSA-mp2j-xm59-qfgw`,
    },
    {
      id: 'GHSA-fgm4-mv68-h344',
      severity: 'high',
      summary: 'a guest leaves its VM through the length of a virtio-blk request',
      fixedIn: '4.0.0',
      url: `${ADVISORIES}GHSA-fgm4-mv68-h344`,
      shims: ['dragonball'],
    },
    {
      id: 'GHSA-h8jv-63p2-496x',
      severity: 'moderate',
      summary: "the memory agent of the guest can be called beside the guest's policy",
      fixedIn: '4.0.0',
      url: `${ADVISORIES}GHSA-h8jv-63p2-496x`,
      shims: CONFIDENTIAL,
    },
    {
      id: 'GHSA-7fhf-v3p3-rp56',
      severity: 'high',
      summary: 'an annotation of a pod mounts any directory of the node into the guest',
      fixedIn: '4.0.0',
      url: `${ADVISORIES}GHSA-7fhf-v3p3-rp56`,
      // The annotation sandbox_bind_mounts is read in src/libs/kata-types, by the runtime in Rust alone.
      shims: RUST_SHIMS,
    },
    {
      id: 'GHSA-fmg6-v47x-52wr',
      severity: 'high',
      summary: 'an operator can mount guest paths of their choice over a policy-protected guest',
      fixedIn: '4.1.0',
      url: `${ADVISORIES}GHSA-fmg6-v47x-52wr`,
      shims: CONFIDENTIAL,
    },
  ],
  endOfSupport: '2025-03-20',
};
