import { error } from '../../kata-rule';

/** Rules about shims, custom runtimes, snapshotters and the devmapper thin pool. */
export const SHIM_RULES = {
  shimArchitecture: error(
    'shim-architecture',
    'a shim is not built for the architecture that it is installed on',
    'choose another shim, or correct architectures',
  ),
  architectureWithoutShim: error(
    'architecture-without-shim',
    'no shim runs on one of the architectures',
    'add a shim that does, or leave the architecture out',
  ),
  shimUnavailableInVm: error(
    'shim-unavailable-in-vm',
    'a shim needs what nodes that are virtual machines do not have',
    'choose a QEMU, Cloud Hypervisor or Dragonball shim',
  ),
  defaultShim: error(
    'default-shim',
    'the default shim is not installed, and kata-deploy would refuse to start',
    'add it to shims, or choose one of them',
  ),
  defaultShimArchitecture: error(
    'default-shim-architecture',
    'a default shim is given for an architecture that is not installed',
    'add it to architectures, or leave the default out',
  ),
  customRuntimesAlone: error(
    'custom-runtimes-alone',
    'custom runtimes are given without shims, whose files they need',
    'name the shims that they are made from',
  ),
  shimSettings: error(
    'shim-settings',
    'shimSettings names a shim that is not installed',
    'add the shim to shims, or remove the settings',
  ),
  toml: error('toml', 'a drop-in is not TOML', 'write key = value lines below [section] headers'),
  allowedAnnotation: error(
    'allowed-annotation-name',
    'allowedHypervisorAnnotations has what is not the name of a setting',
    'name the setting alone, such as default_memory',
  ),
  proxy: error(
    'proxy',
    'httpsProxy is not the URL of a proxy',
    'write a URL without credentials, such as http://proxy.example.com:3128',
  ),
  noProxy: error('no-proxy', 'noProxy is not a list of hosts', 'separate hosts, domains and networks by commas'),
  overheadSwitchedOff: error(
    'overhead-switched-off',
    'an overhead is given and switched off',
    'leave one of the two out',
  ),
  selectorContradicts: error(
    'node-selector-contradicts',
    'a node selector contradicts the placement, so that no node fits both',
    'leave the label out, or correct it',
  ),
  customRuntimeShim: error(
    'custom-runtime-shim',
    'a custom runtime is made from a shim whose files are not installed',
    'add the shim to shims',
  ),
  handler: error(
    'handler',
    'the handler of a custom runtime cannot be one',
    'write lower-case letters, digits and dashes, such as kata-large',
  ),
  handlerTaken: error(
    'handler-taken',
    'a custom runtime has the name of another handler or RuntimeClass',
    'choose another name',
  ),
  snapshotterNotSetUp: error(
    'snapshotter-not-set-up',
    'a shim uses a snapshotter that nothing sets up',
    'add it to snapshotters, or give the shim another',
  ),
  erofsNotSetUp: error(
    'erofs-not-set-up',
    'erofs has a setting, and EROFS is not set up',
    'add KataSnapshotter.EROFS to snapshotters',
  ),
  erofsMergeMode: error(
    'erofs-merge-mode',
    'a shim of the runtime in Go uses EROFS with merged layers, which it does not read',
    'set erofs.mergeMode to ErofsMergeMode.UNMERGED, or use a shim of the runtime in Rust',
  ),
  firecracker: error(
    'firecracker-without-devmapper',
    'Firecracker has no block devices for its images',
    'set devmapper on nodes with raw local SSDs',
  ),
  firecrackerSnapshotter: error(
    'firecracker-snapshotter',
    'Firecracker has a snapshotter that gives it directories, which it cannot share with its guest',
    "use 'devmapper'",
  ),
  devmapperUnused: error(
    'devmapper-unused',
    'devmapper is set up, and no shim uses it',
    'choose KataShim.FIRECRACKER too, or leave devmapper out',
  ),
  devmapperDistribution: error(
    'devmapper-distribution',
    'containerd of the distribution is not a unit of systemd that the thin pool could be made before',
    'prepare the nodes, and leave devmapper out',
  ),
  devmapperAndDropIn: error(
    'devmapper-and-user-drop-in',
    'devmapper and containerd.userDropIn are both given, and kata-deploy installs one file',
    'leave devmapper out, and set the snapshotter up in your own drop-in',
  ),
  rawLocalSsds: error(
    'raw-local-ssds-missing',
    'devmapper takes raw local SSDs, and the nodes have none',
    'give the pool rawLocalSsds, or name other devices with devmapper.devices',
  ),
  devices: error(
    'devmapper-device',
    'devmapper.devices names no device, or what is not below /dev',
    'write a path such as /dev/disk/by-id/google-local-ssd-block*',
  ),
  poolNameOfDevmapper: error(
    'devmapper-pool-name',
    'device mapper or systemd would not take the name of the thin pool',
    'write up to 40 lower-case letters, digits and hyphens',
  ),
  baseImageSize: error(
    'devmapper-base-image-size',
    'baseImageSize is not a size that containerd takes',
    'write a whole number of MB or GB, such as 10GB',
  ),
  thinPoolTwice: error(
    'thin-pool-twice',
    'options of a thin pool are given where the installation has them already',
    'give them to the installation',
  ),
};
