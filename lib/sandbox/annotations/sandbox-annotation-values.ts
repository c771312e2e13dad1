/** How directories of the node are shared with a guest. */
export enum SharedFs {
  /** virtio-fs, by a daemon for each VM. */
  VIRTIO_FS = 'virtio-fs',
  /** virtio-fs, by the daemon of nydus. Runtime in Rust alone. */
  VIRTIO_FS_NYDUS = 'virtio-fs-nydus',
  /** 9p. Runtime in Go alone. */
  VIRTIO_9P = 'virtio-9p',
  /** virtio-fs inside the hypervisor; Dragonball. Runtime in Rust alone. */
  INLINE_VIRTIO_FS = 'inline-virtio-fs',
  /** Nothing is shared; files are copied. Runtime in Rust alone. */
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

/** How a device that is passed through appears in the container. */
export enum VfioMode {
  /** A VFIO device, for programs with a driver of their own. */
  VFIO = 'vfio',
  /** A device of the driver in the guest's kernel. */
  GUEST_KERNEL = 'guest-kernel',
}

/** How a VM is connected to the network of its pod. */
export enum InternetworkingModel {
  /** macvtap. */
  MACVTAP = 'macvtap',
  /** Redirection of packets with traffic control (tc). */
  TCFILTER = 'tcfilter',
  /** No network. */
  NONE = 'none',
}

/** PCIe port of devices that are passed through. */
export enum VfioPort {
  /** No port: no device is passed through. */
  NO_PORT = 'no-port',
  /** A PCI bridge. */
  BRIDGE_PORT = 'bridge-port',
  /** A PCIe root port. */
  ROOT_PORT = 'root-port',
  /** A PCIe switch. */
  SWITCH_PORT = 'switch-port',
}
