import type { BlockDeviceAio, BlockDeviceDriver, SharedFs, VfioPort, VirtioFsCache } from './sandbox-annotation-values';

/** Settings of what a VM is given of its node: directories, block devices and devices that are handed through. */
export interface VmDeviceAnnotations {
  /**
   * How files of the node reach the guest.
   *
   * @default - value of `shared_fs` in the shim's configuration file
   */
  readonly sharedFs?: SharedFs;

  /**
   * What the guest may cache of the node's files.
   *
   * @default - value of `virtio_fs_cache` in the shim's configuration file
   */
  readonly virtioFsCache?: VirtioFsCache;

  /**
   * Size of the DAX window in MiB.
   *
   * @default - value of `virtio_fs_cache_size` in the shim's configuration file
   */
  readonly virtioFsCacheSizeMib?: number;

  /**
   * How block devices reach the guest.
   *
   * @default - value of `block_device_driver` in the shim's configuration file
   */
  readonly blockDeviceDriver?: BlockDeviceDriver;

  /**
   * How the hypervisor reads and writes block devices. Runtime in Go alone.
   *
   * @default - value of `block_device_aio` in the shim's configuration file
   */
  readonly blockDeviceAio?: BlockDeviceAio;

  /**
   * Whether `blockDeviceCacheDirect` and `blockDeviceCacheNoflush` are applied.
   *
   * @default - value of `block_device_cache_set` in the shim's configuration file
   */
  readonly blockDeviceCacheSet?: boolean;

  /**
   * Whether block devices bypass the page cache of the node (`O_DIRECT`).
   *
   * @default - value of `block_device_cache_direct` in the shim's configuration file
   */
  readonly blockDeviceCacheDirect?: boolean;

  /**
   * Whether flush requests of the guest are ignored. Data is lost if the node crashes.
   *
   * @default - value of `block_device_cache_noflush` in the shim's configuration file
   */
  readonly blockDeviceCacheNoflush?: boolean;

  /**
   * Queues of a block device. Runtime in Rust alone.
   *
   * @default - value of `num_queues` in the shim's configuration file
   */
  readonly blockDeviceNumQueues?: number;

  /**
   * Size of a queue of a block device. Runtime in Rust alone.
   *
   * @default - value of `queue_size` in the shim's configuration file
   */
  readonly blockDeviceQueueSize?: number;

  /**
   * Logical size of a sector in bytes: a power of two from 512 to 65536.
   *
   * @default - value of `block_device_logical_sector_size` in the shim's configuration file
   */
  readonly blkLogicalSectorSizeBytes?: number;

  /**
   * Physical size of a sector in bytes: a power of two from 512 to 65536.
   *
   * @default - value of `block_device_physical_sector_size` in the shim's configuration file
   */
  readonly blkPhysicalSectorSizeBytes?: number;

  /**
   * Whether a container's root file system is shared as a directory even if it is a block device.
   *
   * @default - value of `disable_block_device_use` in the shim's configuration file
   */
  readonly disableBlockDeviceUse?: boolean;

  /**
   * Whether the guest's image is a block device instead of an NVDIMM.
   *
   * @default - value of `disable_image_nvdimm` in the shim's configuration file
   */
  readonly disableImageNvdimm?: boolean;

  /**
   * Whether block devices have threads of their own.
   *
   * @default - value of `enable_iothreads` in the shim's configuration file
   */
  readonly iothreads?: boolean;

  /**
   * Threads for block devices that are not bound to one of them: 1 to 50.
   *
   * @default - value of `indep_iothreads` in the shim's configuration file
   */
  readonly independentIothreads?: number;

  /**
   * PCIe root ports: 0 to 16.
   *
   * @default - value of `pcie_root_port` in the shim's configuration file
   */
  readonly pcieRootPorts?: number;

  /**
   * Ports of a PCIe switch: 0 to 16.
   *
   * @default - value of `pcie_switch_port` in the shim's configuration file
   */
  readonly pcieSwitchPorts?: number;

  /**
   * PCIe port into which devices are plugged when the VM starts. Runtime in Go alone; in Rust set it in a drop-in.
   *
   * @default - value of `cold_plug_vfio` in the shim's configuration file
   */
  readonly coldPlugVfio?: VfioPort;

  /**
   * PCIe port into which devices are plugged while the VM runs. Runtime in Go alone.
   *
   * @default - value of `hot_plug_vfio` in the shim's configuration file
   */
  readonly hotPlugVfio?: VfioPort;
}
