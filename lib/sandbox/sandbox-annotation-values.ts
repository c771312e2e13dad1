/** How files of the node reach a guest. */
export enum SharedFs {
  /** virtio-fs, by a daemon for each VM. */
  VIRTIO_FS = 'virtio-fs',
  /** virtio-fs, by the daemon of nydus. */
  VIRTIO_FS_NYDUS = 'virtio-fs-nydus',
  /** 9p. */
  VIRTIO_9P = 'virtio-9p',
  /** virtio-fs inside the hypervisor; Dragonball. */
  INLINE_VIRTIO_FS = 'inline-virtio-fs',
  /** Not at all. */
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

/** How block devices reach a guest. */
export enum BlockDeviceDriver {
  /** virtio-blk. */
  VIRTIO_BLK = 'virtio-blk',
  /** virtio-scsi. */
  VIRTIO_SCSI = 'virtio-scsi',
  /** NVDIMM. */
  NVDIMM = 'nvdimm',
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
