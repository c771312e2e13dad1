/** How files of the node reach a guest. */
export enum SharedFs {
  /** virtio-fs, by a daemon for each VM. */
  VIRTIO_FS = 'virtio-fs',
  /** virtio-fs, by the daemon of nydus. Runtime in Rust alone. */
  VIRTIO_FS_NYDUS = 'virtio-fs-nydus',
  /** 9p. Runtime in Go alone. */
  VIRTIO_9P = 'virtio-9p',
  /** virtio-fs inside the hypervisor; Dragonball. Runtime in Rust alone. */
  INLINE_VIRTIO_FS = 'inline-virtio-fs',
  /** Not at all. Runtime in Rust alone. */
  NONE = 'none',
}

/** What a guest may cache of the node's files. */
export enum VirtioFsCache {
  /** Everything. */
  ALWAYS = 'always',
  /** With a time limit. */
  AUTO = 'auto',
  /** Nothing. */
  NEVER = 'never',
}

/** How block devices reach a guest. The runtimes have names of their own for some. */
export enum BlockDeviceDriver {
  /** virtio-blk, on PCI. */
  VIRTIO_BLK = 'virtio-blk',
  /** virtio-blk, on the channels of IBM Z. */
  VIRTIO_BLK_CCW = 'virtio-blk-ccw',
  /** virtio-blk, on memory-mapped I/O. */
  VIRTIO_MMIO = 'virtio-mmio',
  /** virtio-scsi. */
  VIRTIO_SCSI = 'virtio-scsi',
  /** NVDIMM; virtio-pmem with the runtime in Rust. */
  NVDIMM = 'nvdimm',
}

/** How the hypervisor reads and writes block devices. */
export enum BlockDeviceAio {
  /** Linux AIO. */
  NATIVE = 'native',
  /** Threads. */
  THREADS = 'threads',
  /** io_uring. */
  IO_URING = 'io_uring',
}

/** What a device that is handed through is in the container. */
export enum VfioMode {
  /** A VFIO device, for programs that drive it themselves. */
  VFIO = 'vfio',
  /** What the guest's kernel makes of it. */
  GUEST_KERNEL = 'guest-kernel',
}

/** How a guest is joined to the pod's network. */
export enum InternetworkingModel {
  /** macvtap. */
  MACVTAP = 'macvtap',
  /** Redirection by traffic control. */
  TCFILTER = 'tcfilter',
  /** Not at all. */
  NONE = 'none',
}

/** Where devices that are passed through are plugged in. */
export enum VfioPort {
  /** Nowhere. */
  NO_PORT = 'no-port',
  /** A PCI bridge. */
  BRIDGE_PORT = 'bridge-port',
  /** A PCIe root port. */
  ROOT_PORT = 'root-port',
  /** A PCIe switch. */
  SWITCH_PORT = 'switch-port',
}
