import type {
  BlockDeviceDriver,
  InternetworkingModel,
  SharedFs,
  VfioPort,
  VirtioFsCache,
} from './sandbox-annotation-values';
import type { UnsafeSandboxAnnotations } from './unsafe-sandbox-annotations';

/**
 * Settings of the sandbox of one workload, written as annotations of its pods.
 *
 * Those of the hypervisor must be allowed by the shim, or by `allowedHypervisorAnnotations` of the runtime: the runtime in Go
 * refuses a pod with another, the one in Rust ignores it. Both are errors here.
 *
 * @see https://github.com/kata-containers/kata-containers/blob/main/docs/how-to/how-to-set-sandbox-config-kata.md
 */
export interface SandboxAnnotations {
  /**
   * vCPUs of the VM where the shim does not take them from limits.
   *
   * @default - the shim's
   */
  readonly defaultVcpus?: number;

  /**
   * Most vCPUs of the VM.
   *
   * @default - the shim's
   */
  readonly maxVcpus?: number;

  /**
   * Memory of the VM in MiB where the shim does not take it from limits; at least 64.
   *
   * @default - the shim's
   */
  readonly memoryMib?: number;

  /**
   * Slots for memory that is added later.
   *
   * @default - the shim's
   */
  readonly memorySlots?: number;

  /**
   * Parameters of the guest's kernel, added to the shim's.
   *
   * @default - the shim's
   */
  readonly kernelParams?: string;

  /**
   * dm-verity parameters of the guest's image.
   *
   * @default - the shim's
   */
  readonly kernelVerityParams?: string;

  /**
   * Machine that the hypervisor plays, such as `q35`.
   *
   * @default - the shim's
   */
  readonly machineType?: string;

  /**
   * CPU features, such as `pmu=off`.
   *
   * @default - the shim's
   */
  readonly cpuFeatures?: string;

  /**
   * How files of the node reach the guest.
   *
   * @default - the shim's
   */
  readonly sharedFs?: SharedFs;

  /**
   * What the guest may cache of the node's files.
   *
   * @default - the shim's
   */
  readonly virtioFsCache?: VirtioFsCache;

  /**
   * Size of the DAX window in MiB.
   *
   * @default - the shim's
   */
  readonly virtioFsCacheSizeMib?: number;

  /**
   * How block devices reach the guest.
   *
   * @default - the shim's
   */
  readonly blockDeviceDriver?: BlockDeviceDriver;

  /**
   * Whether the two following are set at all.
   *
   * @default - the shim's
   */
  readonly blockDeviceCacheSet?: boolean;

  /**
   * Whether the node's page cache is passed by.
   *
   * @default - the shim's
   */
  readonly blockDeviceCacheDirect?: boolean;

  /**
   * Whether requests to flush are ignored.
   *
   * @default - the shim's
   */
  readonly blockDeviceCacheNoflush?: boolean;

  /**
   * Queues of a block device. Runtime in Rust alone.
   *
   * @default - the shim's
   */
  readonly blockDeviceNumQueues?: number;

  /**
   * Size of a queue of a block device. Runtime in Rust alone.
   *
   * @default - the shim's
   */
  readonly blockDeviceQueueSize?: number;

  /**
   * Logical size of a sector in bytes: a power of two from 512 to 65536.
   *
   * @default - the shim's
   */
  readonly blkLogicalSectorSizeBytes?: number;

  /**
   * Physical size of a sector in bytes: a power of two from 512 to 65536.
   *
   * @default - the shim's
   */
  readonly blkPhysicalSectorSizeBytes?: number;

  /**
   * Whether huge pages of the node back the memory.
   *
   * @default - the shim's
   */
  readonly hugepages?: boolean;

  /**
   * Whether the memory is allocated at once.
   *
   * @default - the shim's
   */
  readonly memPrealloc?: boolean;

  /**
   * Whether memory is added with virtio-mem.
   *
   * @default - the shim's
   */
  readonly virtioMem?: boolean;

  /**
   * Whether the guest may swap.
   *
   * @default - the shim's
   */
  readonly guestSwap?: boolean;

  /**
   * Whether block devices have threads of their own.
   *
   * @default - the shim's
   */
  readonly iothreads?: boolean;

  /**
   * Whether the guest has an IOMMU.
   *
   * @default - the shim's
   */
  readonly iommu?: boolean;

  /**
   * Whether packets pass through the hypervisor instead of the node's kernel.
   *
   * @default - the shim's
   */
  readonly disableVhostNet?: boolean;

  /**
   * Whether the guest's image is a block device instead of an NVDIMM.
   *
   * @default - the shim's
   */
  readonly disableImageNvdimm?: boolean;

  /**
   * PCIe root ports: 0 to 16.
   *
   * @default - the shim's
   */
  readonly pcieRootPorts?: number;

  /**
   * Where devices are plugged in at boot. Runtime in Go alone.
   *
   * @default - the shim's
   */
  readonly coldPlugVfio?: VfioPort;

  /**
   * Where devices are plugged in later. Runtime in Go alone.
   *
   * @default - the shim's
   */
  readonly hotPlugVfio?: VfioPort;

  /**
   * Most bits in a second that the guest receives; 0 for no limit.
   *
   * @default - the shim's
   */
  readonly rxRateLimitBitsPerSecond?: number;

  /**
   * Most bits in a second that the guest sends; 0 for no limit.
   *
   * @default - the shim's
   */
  readonly txRateLimitBitsPerSecond?: number;

  /**
   * Base64 of gzipped TOML for a confidential guest.
   *
   * @default - the shim's
   */
  readonly initData?: string;

  /**
   * Whether seccomp profiles are left to the node.
   *
   * @default - the shim's
   */
  readonly disableGuestSeccomp?: boolean;

  /**
   * Whether hypervisor and shim count in the pod's control group.
   *
   * @default - the shim's
   */
  readonly sandboxCgroupOnly?: boolean;

  /**
   * How the guest is joined to the pod's network.
   *
   * @default - the shim's
   */
  readonly internetworkingModel?: InternetworkingModel;

  /**
   * Seconds that making a container may take.
   *
   * @default - the shim's
   */
  readonly createContainerTimeoutSeconds?: number;

  /**
   * Whether vCPUs are pinned to CPUs of the node.
   *
   * @default - the shim's
   */
  readonly vcpusPinning?: boolean;

  /**
   * Whether the agent in the guest traces.
   *
   * @default - the shim's
   */
  readonly agentTracing?: boolean;

  /**
   * Size of the pipes of a container's output in bytes; 0 for the kernel's.
   *
   * @default - the shim's
   */
  readonly agentContainerPipeSizeBytes?: number;

  /**
   * Modules of the guest's kernel, each with its parameters: `e1000e InterruptThrottleRate=3000`.
   *
   * @default - the shim's
   */
  readonly agentKernelModules?: readonly string[];

  /**
   * Seconds that a request to the confidential data hub may take.
   *
   * @default - the shim's
   */
  readonly agentCdhApiTimeoutSeconds?: number;

  /**
   * Base64 of the policy that the agent holds requests against. Runtime in Go alone.
   *
   * @default - the shim's
   */
  readonly agentPolicy?: string;

  /**
   * Settings that name a file of the node, or give arguments to a program on it. Whoever can set them can leave the sandbox.
   *
   * @default - none
   */
  readonly unsafe?: UnsafeSandboxAnnotations;
}
