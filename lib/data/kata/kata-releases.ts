/**
 * What each release of kata-deploy installs, and under which contract. A release is a row.
 *
 * Sources: for 3.14.0 `tools/packaging/kata-deploy/{kata-deploy,kata-rbac,runtimeclasses}` at tag 3.14.0; for 4.1.0
 * `tools/packaging/kata-deploy/helm-chart/kata-deploy` (values.yaml, templates/runtimeclasses.yaml) at tag 4.1.0; the
 * allowed annotations are `enable_annotations` of the shims' configuration templates at the same tags.
 */

/** What a shim is made of, and where it runs. */
export interface ShimData {
  /** The language that the runtime is written in, which decides how it sizes a VM. */
  readonly runtime: 'go' | 'rust';
  /** Architectures as Kubernetes calls them. */
  readonly architectures: readonly string[];
  /** `overhead.podFixed` of its RuntimeClass. */
  readonly overhead: { readonly memory: string; readonly cpu: string };
  /** The containerd snapshotter that it cannot work without. */
  readonly snapshotter?: string;
  /** Node labels that its RuntimeClass selects beside those of the installation. */
  readonly nodeSelector?: { readonly [label: string]: string };
  /** Whether CRI-O leaves pulling to the guest. */
  readonly guestPull?: true;
  /** Why it cannot run on a Compute Engine VM with nested virtualization. */
  readonly notNested?: string;
  /** Confidential computing that it needs. */
  readonly tee?: 'snp' | 'tdx' | 'se';
  /** Annotations of the hypervisor that it takes from pods without being told to. */
  readonly annotations: readonly string[];
}

/** A weakness that a release has. */
export interface KataAdvisory {
  /** Name, such as `GHSA-fmg6-v47x-52wr`. */
  readonly id: string;
  /** How bad upstream calls it, such as `high`. */
  readonly severity: string;
  /** What it lets somebody do. */
  readonly summary: string;
  /** The first release without it. */
  readonly fixedIn: string;
  /** Where upstream tells of it. */
  readonly url: string;
}

/** A release of kata-deploy. */
export interface KataReleaseData {
  readonly version: string;
  /** `script`: bash script and plain variables; `binary`: one program and variables with the architecture's name. */
  readonly contract: 'script' | 'binary';
  readonly image: string;
  readonly monitorImage?: string;
  /** Image that job mode needs beside the installer's. */
  readonly dispatcherImage?: string;
  readonly defaultShim: string;
  /** Shims that are chosen when nobody chooses. */
  readonly defaultShims: readonly string[];
  readonly shims: { readonly [name: string]: ShimData };
  /** RuntimeClasses of the release beside those of its shims. */
  readonly furtherClasses: readonly string[];
  /** Oldest Kubernetes, `major.minor`. */
  readonly minimumKubernetes: string;
  /** Oldest containerd, `major.minor`. */
  readonly minimumContainerd: string;
  readonly advisories: readonly KataAdvisory[];
  /** The day on which the next release came; only the newest gets security fixes. */
  readonly endOfSupport?: string;
}

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
const GO_3 = ['enable_iommu', 'virtio_fs_extra_args', 'kernel_params'];
const TEE_3 = [...GO_3, 'default_vcpus', 'default_memory'];
const RUST_3 = ['kernel_params'];

const NEEDS = {
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

export const KATA_3_14_0: KataReleaseData = {
  version: '3.14.0',
  contract: 'script',
  image: 'quay.io/kata-containers/kata-deploy:3.14.0',
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
  shims: {
    clh: { runtime: 'go', architectures: AMD64_ARM64, overhead: OVERHEAD.light, annotations: REMOTE },
    'cloud-hypervisor': { runtime: 'rust', architectures: AMD64_ARM64, overhead: OVERHEAD.light, annotations: RUST_3 },
    dragonball: { runtime: 'rust', architectures: AMD64_ARM64, overhead: OVERHEAD.light, annotations: RUST_3 },
    fc: {
      runtime: 'go',
      architectures: AMD64_ARM64,
      overhead: OVERHEAD.light,
      annotations: GO_3,
      snapshotter: 'devmapper',
    },
    qemu: { runtime: 'go', architectures: ALL, overhead: OVERHEAD.qemu3, annotations: GO_3 },
    'qemu-coco-dev': { runtime: 'go', architectures: ['amd64', 's390x'], overhead: OVERHEAD.qemu3, annotations: TEE_3 },
    'qemu-nvidia-gpu': {
      runtime: 'go',
      architectures: AMD64_ARM64,
      overhead: OVERHEAD.qemu3,
      annotations: GO_3,
      notNested: NEEDS.gpu,
    },
    'qemu-nvidia-gpu-snp': {
      runtime: 'go',
      architectures: AMD64,
      overhead: OVERHEAD.tee,
      annotations: GO_3,
      notNested: NEEDS.gpu,
      tee: 'snp',
    },
    'qemu-nvidia-gpu-tdx': {
      runtime: 'go',
      architectures: AMD64,
      overhead: OVERHEAD.tee,
      annotations: GO_3,
      notNested: NEEDS.gpu,
      tee: 'tdx',
    },
    'qemu-runtime-rs': { runtime: 'rust', architectures: AMD64, overhead: OVERHEAD.qemu3, annotations: RUST_3 },
    'qemu-se': {
      runtime: 'go',
      architectures: ['s390x'],
      overhead: OVERHEAD.tee,
      annotations: GO_3,
      notNested: NEEDS.se,
      tee: 'se',
    },
    'qemu-sev': {
      runtime: 'go',
      architectures: AMD64,
      overhead: OVERHEAD.tee,
      annotations: GO_3,
      notNested: NEEDS.snp,
      tee: 'snp',
    },
    'qemu-snp': {
      runtime: 'go',
      architectures: AMD64,
      overhead: OVERHEAD.tee,
      annotations: GO_3,
      notNested: NEEDS.snp,
      tee: 'snp',
    },
    'qemu-tdx': {
      runtime: 'go',
      architectures: AMD64,
      overhead: OVERHEAD.tee,
      annotations: TEE_3,
      notNested: NEEDS.tdx,
      tee: 'tdx',
    },
    remote: {
      runtime: 'go',
      architectures: ['amd64', 's390x'],
      overhead: OVERHEAD.remote,
      annotations: GO_3,
      notNested: NEEDS.remote,
    },
    stratovirt: { runtime: 'go', architectures: AMD64_ARM64, overhead: OVERHEAD.light, annotations: GO_3 },
  },
  // Upstream's file of RuntimeClasses holds these too, although no node gets their handlers from the manifest.
  furtherClasses: ['qemu-se', 'remote'],
  minimumKubernetes: '1.22',
  minimumContainerd: '1.7',
  advisories: [
    {
      id: 'GHSA-fmg6-v47x-52wr',
      severity: 'high',
      summary: 'an operator can mount guest paths of their choice over a policy-protected guest',
      fixedIn: '4.1.0',
      url: 'https://github.com/kata-containers/kata-containers/security/advisories/GHSA-fmg6-v47x-52wr',
    },
  ],
  endOfSupport: '2025-03-20',
};

export const KATA_4_1_0: KataReleaseData = {
  version: '4.1.0',
  contract: 'binary',
  image: 'quay.io/kata-containers/kata-deploy:4.1.0',
  monitorImage: 'quay.io/kata-containers/kata-monitor:4.1.0',
  dispatcherImage: 'quay.io/kata-containers/kata-deploy-job-dispatcher:4.1.0',
  defaultShim: 'qemu-runtime-rs',
  defaultShims: ['qemu-runtime-rs'],
  shims: {
    clh: { runtime: 'go', architectures: AMD64, overhead: OVERHEAD.light, annotations: GO },
    'clh-azure': {
      runtime: 'go',
      architectures: AMD64,
      overhead: OVERHEAD.light,
      annotations: GO,
      notNested: NEEDS.mshv,
    },
    'clh-azure-runtime-rs': {
      runtime: 'rust',
      architectures: AMD64,
      overhead: OVERHEAD.light,
      annotations: RUST,
      notNested: NEEDS.mshv,
    },
    'clh-runtime-rs': { runtime: 'rust', architectures: AMD64, overhead: OVERHEAD.light, annotations: RUST },
    dragonball: { runtime: 'rust', architectures: AMD64, overhead: OVERHEAD.light, annotations: RUST },
    fc: {
      runtime: 'go',
      architectures: AMD64,
      overhead: OVERHEAD.light,
      annotations: GO,
      snapshotter: 'devmapper',
    },
    'openvmm-azure-runtime-rs': {
      runtime: 'rust',
      architectures: AMD64,
      overhead: OVERHEAD.light,
      annotations: RUST,
      notNested: NEEDS.mshv,
    },
    qemu: { runtime: 'go', architectures: ALL, overhead: OVERHEAD.qemu, annotations: GO },
    'qemu-coco-dev': {
      runtime: 'go',
      architectures: ['amd64', 's390x'],
      overhead: OVERHEAD.qemu3,
      annotations: COCO,
      ...coco,
    },
    'qemu-coco-dev-runtime-rs': {
      runtime: 'rust',
      architectures: ['amd64', 'arm64', 's390x'],
      overhead: OVERHEAD.qemu,
      annotations: COCO,
      ...coco,
    },
    'qemu-nvidia-cpu': { runtime: 'go', architectures: AMD64_ARM64, overhead: OVERHEAD.qemu, annotations: GO },
    'qemu-nvidia-cpu-runtime-rs': {
      runtime: 'rust',
      architectures: AMD64_ARM64,
      overhead: OVERHEAD.qemu,
      annotations: [],
    },
    'qemu-nvidia-gpu': {
      runtime: 'go',
      architectures: AMD64,
      overhead: OVERHEAD.gpu,
      nodeSelector: CC_OFF,
      annotations: GO,
      notNested: NEEDS.gpu,
    },
    'qemu-nvidia-gpu-runtime-rs': {
      runtime: 'rust',
      architectures: AMD64_ARM64,
      overhead: OVERHEAD.gpu,
      nodeSelector: CC_OFF,
      annotations: [],
      notNested: NEEDS.gpu,
    },
    'qemu-nvidia-gpu-snp': {
      runtime: 'go',
      architectures: AMD64,
      overhead: OVERHEAD.gpu,
      nodeSelector: CC_SNP,
      annotations: COCO,
      notNested: NEEDS.gpu,
      tee: 'snp',
      ...coco,
    },
    'qemu-nvidia-gpu-snp-runtime-rs': {
      runtime: 'rust',
      architectures: AMD64,
      overhead: OVERHEAD.gpu,
      nodeSelector: CC_SNP,
      annotations: ['cc_init_data'],
      notNested: NEEDS.gpu,
      tee: 'snp',
      ...coco,
    },
    'qemu-nvidia-gpu-tdx': {
      runtime: 'go',
      architectures: AMD64,
      overhead: OVERHEAD.gpu,
      nodeSelector: CC_TDX,
      annotations: COCO,
      notNested: NEEDS.gpu,
      tee: 'tdx',
      ...coco,
    },
    'qemu-nvidia-gpu-tdx-runtime-rs': {
      runtime: 'rust',
      architectures: AMD64,
      overhead: OVERHEAD.gpu,
      nodeSelector: CC_TDX,
      annotations: ['cc_init_data'],
      notNested: NEEDS.gpu,
      tee: 'tdx',
      ...coco,
    },
    'qemu-runtime-rs': { runtime: 'rust', architectures: ALL, overhead: OVERHEAD.qemu, annotations: RUST },
    'qemu-se': {
      runtime: 'go',
      architectures: ['s390x'],
      overhead: OVERHEAD.se,
      annotations: COCO,
      notNested: NEEDS.se,
      tee: 'se',
      ...coco,
    },
    'qemu-se-runtime-rs': {
      runtime: 'rust',
      architectures: ['s390x'],
      overhead: OVERHEAD.se,
      annotations: COCO,
      notNested: NEEDS.se,
      tee: 'se',
      ...coco,
    },
    'qemu-snp': {
      runtime: 'go',
      architectures: AMD64,
      overhead: OVERHEAD.tee,
      annotations: COCO,
      notNested: NEEDS.snp,
      tee: 'snp',
      ...coco,
    },
    'qemu-snp-runtime-rs': {
      runtime: 'rust',
      architectures: AMD64,
      overhead: OVERHEAD.tee,
      annotations: COCO,
      notNested: NEEDS.snp,
      tee: 'snp',
      ...coco,
    },
    'qemu-tdx': {
      runtime: 'go',
      architectures: AMD64,
      overhead: OVERHEAD.tee,
      annotations: COCO,
      notNested: NEEDS.tdx,
      tee: 'tdx',
      ...coco,
    },
    'qemu-tdx-runtime-rs': {
      runtime: 'rust',
      architectures: AMD64,
      overhead: OVERHEAD.tee,
      annotations: COCO,
      notNested: NEEDS.tdx,
      tee: 'tdx',
      ...coco,
    },
    remote: {
      runtime: 'go',
      architectures: ['amd64', 'ppc64le', 's390x'],
      overhead: OVERHEAD.remote,
      annotations: [...REMOTE, 'cc_init_data'],
      notNested: NEEDS.remote,
      ...coco,
    },
  },
  furtherClasses: [],
  minimumKubernetes: '1.22',
  minimumContainerd: '1.7',
  advisories: [],
  endOfSupport: '2026-09-14',
};
