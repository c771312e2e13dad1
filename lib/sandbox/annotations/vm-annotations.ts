/** Settings of the VM: its CPUs, memory, kernel, machine and network. */
export interface VmAnnotations {
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
   * CPU features, such as `pmu=off`.
   *
   * @default - the shim's
   */
  readonly cpuFeatures?: string;

  /**
   * Memory of the VM in MiB where the shim does not take it from limits; at least 64, with the runtime in Go 256.
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
   * Address space that is set aside for NVDIMMs, in MiB.
   *
   * @default - the shim's
   */
  readonly memoryOffsetMib?: number;

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
   * Whether memory that the guest frees goes back to the node. Runtime in Go alone.
   *
   * @default - the shim's
   */
  readonly reclaimGuestFreedMemory?: boolean;

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
   * Accelerators of the machine that the hypervisor plays, added to the shim's.
   *
   * @default - the shim's
   */
  readonly machineAccelerators?: string;

  /**
   * Whether the guest has an IOMMU.
   *
   * @default - the shim's
   */
  readonly iommu?: boolean;

  /**
   * Whether devices reach memory through the guest's IOMMU; IBM Z.
   *
   * @default - the shim's
   */
  readonly iommuPlatform?: boolean;

  /**
   * Whether the guest's console is a serial port instead of a virtio device. Runtime in Go alone.
   *
   * @default - the shim's
   */
  readonly legacySerial?: boolean;

  /**
   * Whether the hypervisor runs as another user than root. QEMU alone.
   *
   * @default - the shim's
   */
  readonly rootless?: boolean;

  /**
   * Whether packets pass through the hypervisor instead of the node's kernel.
   *
   * @default - the shim's
   */
  readonly disableVhostNet?: boolean;

  /**
   * Queues of a network device. Runtime in Rust alone.
   *
   * @default - the shim's
   */
  readonly networkQueues?: number;

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
}
