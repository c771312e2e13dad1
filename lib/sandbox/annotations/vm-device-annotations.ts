import type { BlockDeviceAio, BlockDeviceDriver, SharedFs, VfioPort, VirtioFsCache } from './sandbox-annotation-values';

/** Settings of what a VM is given of its node: directories, block devices and devices that are handed through. */
export interface VmDeviceAnnotations {
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
   * How the hypervisor reads and writes block devices. Runtime in Go alone.
   *
   * @default - the shim's
   */
  readonly blockDeviceAio?: BlockDeviceAio;

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
   * Whether a container's root file system is shared as a directory even if it is a block device.
   *
   * @default - the shim's
   */
  readonly disableBlockDeviceUse?: boolean;

  /**
   * Whether the guest's image is a block device instead of an NVDIMM.
   *
   * @default - the shim's
   */
  readonly disableImageNvdimm?: boolean;

  /**
   * Whether block devices have threads of their own.
   *
   * @default - the shim's
   */
  readonly iothreads?: boolean;

  /**
   * Threads for block devices that are not bound to one of them: 1 to 50.
   *
   * @default - the shim's
   */
  readonly independentIothreads?: number;

  /**
   * PCIe root ports: 0 to 16.
   *
   * @default - the shim's
   */
  readonly pcieRootPorts?: number;

  /**
   * Ports of a PCIe switch: 0 to 16.
   *
   * @default - the shim's
   */
  readonly pcieSwitchPorts?: number;

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
}
