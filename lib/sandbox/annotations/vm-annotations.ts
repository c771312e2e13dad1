/** Settings of the VM: its CPUs, memory, kernel, machine and network. */
export interface VmAnnotations {
  /**
   * vCPUs of the VM beside the limits of the containers. With the runtime in Rust it acts only in pods without any
   * limit.
   *
   * @default - value of `default_vcpus` in the shim's configuration file
   */
  readonly defaultVcpus?: number;

  /**
   * Most vCPUs of the VM. It has no effect where the shim sizes the VM when it starts, as every shim in Rust does.
   *
   * @default - value of `default_maxvcpus` in the shim's configuration file
   */
  readonly maxVcpus?: number;

  /**
   * CPU features, such as `pmu=off`.
   *
   * @default - value of `cpu_features` in the shim's configuration file
   */
  readonly cpuFeatures?: string;

  /**
   * Memory of the VM in MiB beside the limits of the containers: at least 256. With the runtime in Rust it acts only in
   * pods without any limit, and is at least 64.
   *
   * @default - value of `default_memory` in the shim's configuration file
   */
  readonly memoryMib?: number;

  /**
   * Slots for memory that is added while the VM runs.
   *
   * @default - value of `memory_slots` in the shim's configuration file
   */
  readonly memorySlots?: number;

  /**
   * Address space reserved for NVDIMMs, in MiB.
   *
   * @default - value of `memory_offset` in the shim's configuration file
   */
  readonly memoryOffsetMib?: number;

  /**
   * Whether huge pages of the node back the memory.
   *
   * @default - value of `enable_hugepages` in the shim's configuration file
   */
  readonly hugepages?: boolean;

  /**
   * Whether the memory of the VM is allocated when it starts.
   *
   * @default - value of `enable_mem_prealloc` in the shim's configuration file
   */
  readonly memPrealloc?: boolean;

  /**
   * Whether memory is added with virtio-mem while the VM runs.
   *
   * @default - value of `enable_virtio_mem` in the shim's configuration file
   */
  readonly virtioMem?: boolean;

  /**
   * Whether the guest may swap.
   *
   * @default - value of `enable_guest_swap` in the shim's configuration file
   */
  readonly guestSwap?: boolean;

  /**
   * Whether memory that the guest frees goes back to the node. Runtime in Go alone.
   *
   * @default - value of `reclaim_guest_freed_memory` in the shim's configuration file
   */
  readonly reclaimGuestFreedMemory?: boolean;

  /**
   * Parameters of the guest's kernel, added to the shim's.
   *
   * @default - value of `kernel_params` in the shim's configuration file
   */
  readonly kernelParams?: string;

  /**
   * dm-verity parameters of the guest's image.
   *
   * @default - value of `kernel_verity_params` in the shim's configuration file
   */
  readonly kernelVerityParams?: string;

  /**
   * Machine type of QEMU, such as `q35`.
   *
   * @default - value of `machine_type` in the shim's configuration file
   */
  readonly machineType?: string;

  /**
   * Options of the machine type of QEMU, added to the shim's.
   *
   * @default - value of `machine_accelerators` in the shim's configuration file
   */
  readonly machineAccelerators?: string;

  /**
   * Whether the guest has an IOMMU.
   *
   * @default - value of `enable_iommu` in the shim's configuration file
   */
  readonly iommu?: boolean;

  /**
   * Whether virtio devices use the guest's IOMMU. IBM Z alone.
   *
   * @default - value of `enable_iommu_platform` in the shim's configuration file
   */
  readonly iommuPlatform?: boolean;

  /**
   * Whether the guest's console is a serial port instead of a virtio device. Runtime in Go alone.
   *
   * @default - value of `use_legacy_serial` in the shim's configuration file
   */
  readonly legacySerial?: boolean;

  /**
   * Whether the hypervisor runs as another user than root. QEMU alone.
   *
   * @default - value of `rootless` in the shim's configuration file
   */
  readonly rootless?: boolean;

  /**
   * Disables vhost-net: packets pass through the hypervisor instead of the kernel of the node.
   *
   * @default - value of `disable_vhost_net` in the shim's configuration file
   */
  readonly disableVhostNet?: boolean;

  /**
   * Queues of a network device. Runtime in Rust alone.
   *
   * @default - value of `network_queues` in the shim's configuration file
   */
  readonly networkQueues?: number;

  /**
   * Most bits in a second that the guest receives; 0 for no limit.
   *
   * @default - value of `rx_rate_limiter_max_rate` in the shim's configuration file
   */
  readonly rxRateLimitBitsPerSecond?: number;

  /**
   * Most bits in a second that the guest sends; 0 for no limit.
   *
   * @default - value of `tx_rate_limiter_max_rate` in the shim's configuration file
   */
  readonly txRateLimitBitsPerSecond?: number;

  /**
   * Initdata of a confidential guest: base64 of gzipped TOML.
   *
   * @default - value of `initdata` in the shim's configuration file
   */
  readonly initData?: string;
}
