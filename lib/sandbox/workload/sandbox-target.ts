import type { StartupTaint, Toleration } from '../../contract/placement';

/** What a pod may use, as the runtime of its VM reads it: the sum that the kubelet makes of its containers' limits. */
export interface SandboxLimits {
  /**
   * CPUs, such as 1.5.
   *
   * @default - no limit
   */
  readonly cpus?: number;

  /**
   * Memory in MiB.
   *
   * @default - no limit
   */
  readonly memoryMib?: number;
}

/** Size of a VM. */
export interface GuestSize {
  /** vCPUs. */
  readonly vcpus: number;

  /** Memory in MiB. */
  readonly memoryMib: number;
}

/** What a setting does that a pod asks for. */
export enum SettingEffect {
  /** It acts. */
  ACTS = 'acts',
  /** It acts in pods without any limit of CPU or memory; the limits overwrite it in all others. */
  WITHOUT_LIMITS = 'without-limits',
  /** The runtime knows it and overwrites it. */
  NEVER = 'never',
  /** The runtime reads it, and the shim does nothing with it in this release. */
  INERT = 'inert',
  /** The runtime of this release does not know it. */
  UNKNOWN = 'unknown',
  /** The runtime takes it from its configuration file alone: no list of allowed annotations names it. */
  NOT_ALLOWED = 'not-allowed',
}

/**
 * What the guest of a RuntimeClass can do: one answer, resolved from the shim in its release, the drop-in of the class, and the
 * annotations of a pod.
 *
 * `ShimConfiguration` of `cdk-kata/kata` is one.
 */
export interface GuestCapabilities {
  /** Name of the shim, such as `qemu-runtime-rs`. */
  readonly shim: string;

  /** Name of the hypervisor, such as `QEMU`. */
  readonly hypervisor: string;

  /** The `<section>` in `[hypervisor.<section>]` of the shim's configuration file, such as `qemu`. */
  readonly hypervisorSection: string;

  /** The language that the runtime is written in, which decides what it reads and how it sizes a VM. */
  readonly runtime: 'go' | 'rust';

  /** Whether the VM runs on the pod's node; false for peer pods, whose VMs a cloud adaptor makes elsewhere. */
  readonly runsOnNode: boolean;

  /** Whether directories of the node are shared with the guest. If not, files are copied into it once. */
  readonly sharesDirectories: boolean;

  /** Whether an emptyDir is a block device of its own in the guest, whose size is not its `sizeLimit`. */
  readonly makesBlockEmptyDirs: boolean;

  /** Whether the VM takes devices while it runs. */
  readonly hotPlugsDevices: boolean;

  /** Whether devices of the node are handed through (VFIO): the hypervisor can, and a port for them is open. */
  readonly passesDevicesThrough: boolean;

  /** Whether the hypervisor can hand devices through once `cold_plug_vfio` or `hot_plug_vfio` opens a port. */
  readonly canOpenVfioPorts: boolean;

  /** Whether CPUs and memory are added while the VM runs, as containers start. */
  readonly resizes: boolean;

  /** Whether the guest pulls the images of its containers, without the pod's `imagePullSecrets`. */
  readonly pullsImagesInGuest: boolean;

  /** Whether the guest has credentials for registries, from initdata or from a parameter of its kernel. */
  readonly hasRegistryCredentials: boolean;

  /** Whether the VM's memory is made of huge pages of the node. */
  readonly usesHugePages: boolean;

  /** VM of a pod without limits. */
  readonly defaultSize: GuestSize;

  /** vCPUs of the guest beside the pod's limits. */
  readonly overheadVcpus: number;

  /** Memory of the guest beside the pod's limits, in MiB. */
  readonly overheadMemoryMib: number;

  /** Least memory that the runtime starts a VM with, in MiB. */
  readonly minMemoryMib: number;

  /** Most vCPUs of a VM. */
  readonly maxVcpus: number;

  /** Most containers of a pod, where each takes one of a few block devices; undefined where nothing bounds them. */
  readonly maxContainers: number | undefined;

  /** Settings of the hypervisor that pods may bring as annotations, as regular expressions over their names. */
  readonly allowedAnnotations: readonly string[];

  /**
   * The VM of a pod.
   *
   * @param limits what the pod may use; `sandboxLimits()` sums it
   */
  sizeOf(limits: SandboxLimits): GuestSize;

  /**
   * What a setting does that a pod brings as an annotation.
   *
   * @param annotation name of the annotation, such as `io.katacontainers.config.hypervisor.default_memory`
   */
  effectOf(annotation: string): SettingEffect;

  /**
   * What a setting of the hypervisor does in the configuration file.
   *
   * @param key its key there, such as `default_memory`
   */
  effectOfSetting(key: string): SettingEffect;

  /**
   * What the guest can do in a pod with annotations.
   *
   * @param annotations the pod's annotations, those of other products included
   */
  withAnnotations(annotations: { readonly [name: string]: string }): GuestCapabilities;
}

/** The runtime that a workload is put into. */
export interface SandboxTarget {
  /** Name of the RuntimeClass. */
  readonly runtimeClassName: string;

  /** Name of the shim behind it, which decides what the hypervisor can do. */
  readonly shim: string;

  /** Whether the shim sizes the VM from the containers' limits alone, so that each needs a memory limit. */
  readonly requiresMemoryLimit: boolean;

  /** The language that the runtime behind the shim is written in, which decides what annotations it reads. */
  readonly runtime: 'go' | 'rust';

  /** Settings of the hypervisor that the shim takes from pods, as regular expressions over their names. */
  readonly allowedAnnotations: readonly string[];

  /** Node labels that the RuntimeClass selects. */
  readonly nodeSelector: { readonly [label: string]: string };

  /**
   * Tolerations that the RuntimeClass gives its pods.
   *
   * @default - none
   */
  readonly tolerations?: readonly Toleration[];

  /**
   * Taints that keep pods away from a node until the VM runtime is there.
   *
   * @default - none
   */
  readonly startupTaints?: readonly StartupTaint[];

  /**
   * What the guest can do.
   *
   * @default - unknown
   */
  readonly guest?: GuestCapabilities;
}
