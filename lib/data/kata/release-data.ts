/**
 * What differs between releases of Kata Containers: the types of a release's file.
 *
 * Each release has a file `release-<version>.ts` beside this one, and `releases.ts` lists them. `docs/adding-a-release.md` says
 * where each figure comes from.
 */

/** Something that a hypervisor can do or cannot. */
export type HypervisorAbility = 'directories' | 'deviceHotplug' | 'passthrough' | 'resize' | 'gpu' | 'confidential';

/** A hypervisor of a release. */
export interface HypervisorData {
  readonly name: string;
  readonly url: string;
  readonly language: string;
  /** How much of the CRI upstream says that it covers. */
  readonly cri: 'full' | 'partial';
  readonly can: readonly HypervisorAbility[];
  /** Most vCPUs that the runtimes give one of its VMs. */
  readonly maxVcpus: number;
  /** Most block devices that are handed to one of its VMs while it runs: each container's root file system is one. */
  readonly maxBlockDevices?: number;
  /** Least memory of its VMs in MiB that the runtime in Rust starts. */
  readonly minMemoryMib: number;
}

/**
 * How a VM gets its size.
 *
 * - `limits-and-overhead`: what the pod may use, and `overhead_*` of the configuration; `default_*` where it has no limits
 * - `defaults-and-limits`: `default_*`, and what the pod may use on top
 * - `vcpus-of-limits`: vCPUs are what the pod may use, or `default_vcpus`; memory is `default_memory` and what it may use
 * - `outside-the-node`: a cloud adaptor makes the VM elsewhere; the node gives it nothing
 */
export type SizingModel = 'limits-and-overhead' | 'defaults-and-limits' | 'vcpus-of-limits' | 'outside-the-node';

/** Where a device that is passed through is plugged; `no-port` for nowhere. */
export type VfioPort = 'no-port' | 'bridge-port' | 'root-port' | 'switch-port';

/** What a shim's configuration file says, as the release ships it for amd64. Memory in MiB. */
export interface ShimConfigurationData {
  /** Name of the section `[hypervisor.<section>]`. */
  readonly section: string;
  readonly sizing: SizingModel;
  readonly defaultVcpus: number;
  readonly defaultMemoryMib: number;
  /** `overhead_vcpus` and `overhead_memory`, for the sizing model that knows them. */
  readonly overheadVcpus?: number;
  readonly overheadMemoryMib?: number;
  /** `static_sandbox_resource_mgmt`: the VM has its size from the start. */
  readonly staticSizing: boolean;
  /** `shared_fs`; `none` where the guest sees no directories of the node. */
  readonly sharedFs: string;
  /**
   * `emptydir_mode`, where an emptyDir is a block device of its own in the guest.
   *
   * @default - it is shared, or in the guest
   */
  readonly emptyDirMode?: 'block-plain' | 'block-encrypted';
  readonly coldPlugVfio: VfioPort;
  readonly hotPlugVfio: VfioPort;
}

/** Runtime, hypervisor, architectures and settings of a shim. */
export interface ShimData {
  /** The language that the runtime is written in, which decides what it reads and how it sizes a VM. */
  readonly runtime: 'go' | 'rust';
  /** Name in the release's `hypervisors`. */
  readonly hypervisor: string;
  readonly configuration: ShimConfigurationData;
  /** Architectures as Kubernetes calls them. */
  readonly architectures: readonly string[];
  /** `overhead.podFixed` of its RuntimeClass. */
  readonly overhead: { readonly memory: string; readonly cpu: string };
  /**
   * Memory that hypervisor and shim take on the node beside the VM's, in MiB.
   *
   * @default - what the overhead leaves when the guest's own share is taken off
   */
  readonly hypervisorMemoryMib?: number;
  /** The containerd snapshotter that it cannot work without. */
  readonly snapshotter?: string;
  /** Node labels that its RuntimeClass selects beside those of the installation. */
  readonly nodeSelector?: { readonly [label: string]: string };
  /** Whether CRI-O leaves pulling to the guest. */
  readonly guestPull?: true;
  /** Why it cannot run on a Compute Engine VM with nested virtualization. */
  readonly unavailableInVm?: string;
  /** Confidential computing that it needs. */
  readonly tee?: 'snp' | 'tdx' | 'se';
  /** Annotations of the hypervisor that it takes from pods without being told to, as regular expressions over their names. */
  readonly allowedAnnotations: readonly string[];
}

/** A weakness that a release has. */
export interface KataAdvisory {
  /** Name, such as `GHSA-fmg6-v47x-52wr`. */
  readonly id: string;
  /** How bad upstream calls it, such as `high`. */
  readonly severity: string;
  /** What an attacker can do with it. */
  readonly summary: string;
  /** The first release without it. */
  readonly fixedIn: string;
  /** Page of upstream that describes it. */
  readonly url: string;
  /**
   * Names of the shims that it affects.
   *
   * @default - every shim of the release
   */
  readonly shims?: readonly string[];
}

/** What differs between the kata-deploy of releases that have the same contract. */
export interface InstallerData {
  /** Program of the dispatcher's image, for job mode. */
  readonly dispatcherProgram: string;
  /** Arguments of each dispatcher before those of the installation. */
  readonly dispatcherArguments: readonly string[];
  /** Whether the dispatcher reads pods that failed, and writes events about nodes. */
  readonly dispatcherReports: boolean;
  /** Whether a dispatcher that runs on a schedule skips finished nodes, and ends while another dispatcher works. */
  readonly reconciles: boolean;
  /** Whether job mode loads kernel modules on the nodes, by a privileged container. */
  readonly loadsKernelModules: boolean;
  /** `terminationMessagePolicy` of the installer's containers. */
  readonly terminationMessagePolicy?: string;
  /** Whether it is told the distribution even where the folder of containerd's configuration is given. */
  readonly alwaysNamesDistribution: boolean;
  /** Whether kata-monitor serves TLS, and says by an annotation which scheme it serves. */
  readonly monitorServesTls: boolean;
  /** Whether upstream's chart can load an SELinux policy of its own onto the nodes (`selinux.enabled`). */
  readonly chartLoadsSelinuxPolicy: boolean;
}

/**
 * What kata-deploy writes wrong for a shim that is installed outside `/opt/kata`, beside an initrd that it names next to the image:
 * a folder of firmware that is not there, the virtio-fs daemon where it would be in `/opt/kata`, the generic kernel in place of
 * Dragonball's own.
 */
export type WrongPath = 'firmware' | 'virtiofsd' | 'dragonball';

/** A release of kata-deploy. */
export interface KataReleaseData {
  readonly version: string;
  /** Version of the release that a custom one was made from. */
  readonly baseVersion?: string;
  /** `script`: bash script and plain variables; `binary`: one program and variables with the architecture's name. */
  readonly contract: 'script' | 'binary';
  readonly image: string;
  readonly monitorImage?: string;
  /** Image that job mode needs beside the installer's. */
  readonly dispatcherImage?: string;
  readonly installer: InstallerData;
  readonly defaultShim: string;
  /** Shims that are chosen when nobody chooses. */
  readonly defaultShims: readonly string[];
  readonly hypervisors: { readonly [name: string]: HypervisorData };
  readonly shims: { readonly [name: string]: ShimData };
  /** Settings of the catalogue that a runtime of this release does not know, by the name behind the annotation's prefix. */
  readonly unknownSettings: { readonly go: readonly string[]; readonly rust: readonly string[] };
  /** Settings that a shim takes and does not act on, by shim. */
  readonly inertSettings: { readonly [shim: string]: readonly string[] };
  /** Whether shims read from CRI-O what a pod may use; those of older releases read containerd's annotations alone. */
  readonly readsCrioLimits: boolean;
  /** Whether the guest of the runtime in Rust removes containers whose images are on EROFS. */
  readonly removesErofsContainers: boolean;
  /**
   * What `10-installation-prefix.toml` has wrong for an installation outside `/opt/kata`, by shim; a shim that is not named here
   * cannot be put right. A VM does not start with it, although the installation succeeds.
   *
   * @default - the release writes paths that are right
   */
  readonly wrongPaths?: { readonly [shim: string]: readonly WrongPath[] };
  /** RuntimeClasses of the release beside those of its shims. */
  readonly extraRuntimeClasses: readonly string[];
  /** Oldest Kubernetes, `major.minor`. */
  readonly minimumKubernetes: string;
  /** Oldest containerd, `major.minor`. */
  readonly minimumContainerd: string;
  readonly advisories: readonly KataAdvisory[];
  /** The day on which the next release came; only the newest gets security fixes. */
  readonly endOfSupport?: string;
}
