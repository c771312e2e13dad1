/**
 * Settings of a sandbox: annotations that a pod can bring along, and keys of the shim's configuration file.
 *
 * Sources at tag 4.1.0: `docs/how-to/how-to-set-sandbox-config-kata.md`, `src/libs/kata-types/src/annotations/mod.rs` and
 * `src/runtime/virtcontainers/pkg/annotations/annotations.go` (names, types, which runtime knows them),
 * `src/runtime/pkg/oci/utils.go` and `src/libs/kata-types/src/config/hypervisor/mod.rs` (what each takes).
 */

/** A setting: where it stands, what it takes, and which runtime knows it. */
export interface AnnotationData {
  readonly group: 'hypervisor' | 'runtime' | 'agent';
  /** Name behind the prefix, for each runtime that knows the setting. */
  readonly go?: string;
  readonly rust?: string;
  readonly type: 'boolean' | 'integer' | 'number' | 'text' | 'list';
  readonly minimum?: number;
  /** Smallest value that the runtime in Go takes. */
  readonly goMinimum?: number;
  readonly maximum?: number;
  /** What it takes, and what each runtime calls that. */
  readonly choices?: { readonly [value: string]: { readonly go?: string; readonly rust?: string } };
  /** How a list is written. */
  readonly list?: { readonly go: ListFormat; readonly rust: ListFormat };
  /** What the value is multiplied by for the runtime in Rust. */
  readonly rustFactor?: number;
  readonly powerOfTwo?: true;
  /** Where it stands in the configuration file; by runtime where that is not the annotation's group and name. */
  readonly inFile?: { readonly go?: FileSetting | 'none'; readonly rust?: FileSetting | 'none' };
}

/** A setting in the configuration file. */
export interface FileSetting {
  readonly group?: 'hypervisor' | 'runtime' | 'agent';
  readonly key?: string;
  /** What it takes there, where that is not what the annotation takes. */
  readonly choices?: readonly string[];
}

/** How a list is written: as JSON, or as its items with this separator. */
export type ListFormat = 'json' | ',' | ';';

const UINT32 = 2 ** 32 - 1;
const bothRuntimes = (name: string) => ({ go: name, rust: name });

const booleanSetting = (name: string) => ({ group: 'hypervisor', ...bothRuntimes(name), type: 'boolean' }) as const;
const integerSetting = (name: string, minimum = 0, maximum = UINT32) =>
  ({ group: 'hypervisor', ...bothRuntimes(name), type: 'integer', minimum, maximum }) as const;
const stringSetting = (name: string) => ({ group: 'hypervisor', ...bothRuntimes(name), type: 'text' }) as const;
/** Values that both runtimes call by the same name. */
const sameValues = (...values: readonly string[]) =>
  Object.fromEntries(values.map((value) => [value, bothRuntimes(value)]));
const onlyRuntime = (runtime: 'go' | 'rust', ...values: readonly string[]) =>
  Object.fromEntries(values.map((value) => [value, { [runtime]: value }]));
const enumSetting = (name: string, choices: AnnotationData['choices']) =>
  ({ group: 'hypervisor', ...bothRuntimes(name), type: 'text', choices }) as const;

/** A setting that both runtimes read under another key in their files. */
const key = (name: string) => ({ inFile: { go: { key: name }, rust: { key: name } } });

const PORTS = onlyRuntime('go', 'no-port', 'bridge-port', 'root-port', 'switch-port');

/** Settings that stay inside the guest, or bound what it may use. */
export const SANDBOX_ANNOTATIONS = {
  defaultVcpus: { group: 'hypervisor', ...bothRuntimes('default_vcpus'), type: 'number', minimum: 0.1, maximum: 1024 },
  // Zero stands for what the node has.
  maxVcpus: { ...integerSetting('default_max_vcpus', 1, 1024), ...key('default_maxvcpus') },
  memoryMib: { ...integerSetting('default_memory', 64), goMinimum: 256 },
  memorySlots: integerSetting('memory_slots', 1, 1024),
  kernelParams: stringSetting('kernel_params'),
  kernelVerityParams: stringSetting('kernel_verity_params'),
  memoryOffsetMib: integerSetting('memory_offset', 0, Number.MAX_SAFE_INTEGER),
  machineType: stringSetting('machine_type'),
  machineAccelerators: stringSetting('machine_accelerators'),
  cpuFeatures: stringSetting('cpu_features'),
  sharedFs: {
    ...enumSetting('shared_fs', {
      ...sameValues('virtio-fs'),
      ...onlyRuntime('go', 'virtio-9p'),
      ...onlyRuntime('rust', 'virtio-fs-nydus', 'inline-virtio-fs', 'none'),
    }),
    inFile: { go: { choices: ['virtio-fs', 'virtio-9p', 'virtio-fs-nydus', 'none'] } },
  },
  virtioFsCache: {
    ...enumSetting('virtio_fs_cache', sameValues('always', 'auto', 'never')),
    inFile: {
      go: { choices: ['always', 'auto', 'never', 'none'] },
      rust: { choices: ['always', 'auto', 'never', 'none'] },
    },
  },
  virtioFsCacheSizeMib: integerSetting('virtio_fs_cache_size'),
  blockDeviceDriver: enumSetting('block_device_driver', {
    ...sameValues('virtio-scsi', 'virtio-blk-ccw'),
    'virtio-blk': { go: 'virtio-blk', rust: 'virtio-blk-pci' },
    'virtio-mmio': { go: 'virtio-mmio', rust: 'virtio-blk-mmio' },
    nvdimm: { go: 'nvdimm', rust: 'virtio-pmem' },
  }),
  blockDeviceAio: {
    group: 'hypervisor',
    go: 'block_device_aio',
    type: 'text',
    choices: onlyRuntime('go', 'native', 'threads', 'io_uring'),
    inFile: { rust: { key: 'block_device_aio', choices: ['native', 'threads', 'io_uring'] } },
  },
  blockDeviceCacheSet: booleanSetting('block_device_cache_set'),
  blockDeviceCacheDirect: booleanSetting('block_device_cache_direct'),
  blockDeviceCacheNoflush: booleanSetting('block_device_cache_noflush'),
  blockDeviceNumQueues: {
    group: 'hypervisor',
    rust: 'block_device_num_queues',
    type: 'integer',
    minimum: 1,
    maximum: 1024,
    inFile: { rust: { key: 'num_queues' } },
  },
  blockDeviceQueueSize: {
    group: 'hypervisor',
    rust: 'block_device_queue_size',
    type: 'integer',
    minimum: 1,
    maximum: 65536,
    inFile: { rust: { key: 'queue_size' } },
  },
  blkLogicalSectorSizeBytes: {
    ...integerSetting('blk_logical_sector_size', 512, 65536),
    powerOfTwo: true,
    ...key('block_device_logical_sector_size'),
  },
  blkPhysicalSectorSizeBytes: {
    ...integerSetting('blk_physical_sector_size', 512, 65536),
    powerOfTwo: true,
    ...key('block_device_physical_sector_size'),
  },
  hugepages: booleanSetting('enable_hugepages'),
  memPrealloc: booleanSetting('enable_mem_prealloc'),
  virtioMem: booleanSetting('enable_virtio_mem'),
  guestSwap: booleanSetting('enable_guest_swap'),
  iothreads: booleanSetting('enable_iothreads'),
  independentIothreads: integerSetting('indep_iothreads', 1, 50),
  iommu: booleanSetting('enable_iommu'),
  iommuPlatform: booleanSetting('enable_iommu_platform'),
  rootless: booleanSetting('rootless'),
  legacySerial: { group: 'hypervisor', go: 'use_legacy_serial', type: 'boolean' },
  reclaimGuestFreedMemory: {
    group: 'hypervisor',
    go: 'reclaim_guest_freed_memory',
    type: 'boolean',
    inFile: { rust: { key: 'reclaim_guest_freed_memory' } },
  },
  networkQueues: { group: 'hypervisor', rust: 'network_queues', type: 'integer', minimum: 1, maximum: 1024 },
  disableBlockDeviceUse: booleanSetting('disable_block_device_use'),
  disableVhostNet: booleanSetting('disable_vhost_net'),
  disableImageNvdimm: booleanSetting('disable_image_nvdimm'),
  pcieRootPorts: integerSetting('pcie_root_port', 0, 16),
  pcieSwitchPorts: integerSetting('pcie_switch_port', 0, 16),
  coldPlugVfio: {
    group: 'hypervisor',
    go: 'cold_plug_vfio',
    type: 'text',
    choices: PORTS,
    inFile: { rust: { key: 'cold_plug_vfio', choices: ['no-port', 'root-port'] } },
  },
  hotPlugVfio: {
    group: 'hypervisor',
    go: 'hot_plug_vfio',
    type: 'text',
    choices: PORTS,
  },
  rxRateLimitBitsPerSecond: integerSetting('rx_rate_limiter_max_rate', 0, Number.MAX_SAFE_INTEGER),
  txRateLimitBitsPerSecond: integerSetting('tx_rate_limiter_max_rate', 0, Number.MAX_SAFE_INTEGER),
  initData: { ...stringSetting('cc_init_data'), inFile: { go: 'none', rust: { key: 'initdata' } } },

  disableGuestSeccomp: { group: 'runtime', ...bothRuntimes('disable_guest_seccomp'), type: 'boolean' },
  sandboxCgroupOnly: { group: 'runtime', ...bothRuntimes('sandbox_cgroup_only'), type: 'boolean' },
  internetworkingModel: {
    group: 'runtime',
    ...bothRuntimes('internetworking_model'),
    type: 'text',
    choices: sameValues('macvtap', 'tcfilter', 'none'),
    inFile: {
      go: { choices: ['default', 'macvtap', 'tcfilter', 'none'] },
      rust: { choices: ['', 'macvtap', 'tcfilter', 'l3forwarding', 'none'] },
    },
  },
  createContainerTimeoutSeconds: {
    group: 'runtime',
    ...bothRuntimes('create_container_timeout'),
    type: 'integer',
    minimum: 1,
    maximum: 86_400,
    inFile: { rust: { group: 'agent' } },
  },
  vcpusPinning: {
    group: 'runtime',
    // The runtime in Go looks for it without the group.
    go: 'io.katacontainers.enable_vcpus_pinning',
    rust: 'enable_vcpus_pinning',
    type: 'boolean',
    inFile: { go: { key: 'enable_vcpus_pinning' } },
  },
  vfioMode: {
    group: 'runtime',
    ...bothRuntimes('vfio_mode'),
    type: 'text',
    choices: sameValues('vfio', 'guest-kernel'),
  },
  forceGuestPull: { group: 'runtime', go: 'experimental_force_guest_pull', type: 'boolean' },

  agentTracing: { group: 'agent', ...bothRuntimes('enable_tracing'), type: 'boolean' },
  agentContainerPipeSizeBytes: {
    group: 'agent',
    ...bothRuntimes('container_pipe_size'),
    type: 'integer',
    minimum: 0,
    maximum: UINT32,
    inFile: { go: 'none' },
  },
  agentKernelModules: { group: 'agent', ...bothRuntimes('kernel_modules'), type: 'list', list: { go: ';', rust: ';' } },
  agentCdhApiTimeoutSeconds: {
    group: 'agent',
    go: 'cdh_api_timeout',
    rust: 'cdh_api_timeout_ms',
    type: 'integer',
    minimum: 1,
    maximum: 86_400,
    rustFactor: 1000,
  },
  agentPolicy: { group: 'agent', go: 'policy', type: 'text', inFile: { go: 'none', rust: { key: 'policy' } } },
} as const satisfies { readonly [option: string]: AnnotationData };

/** Settings that name a file of the node, or give arguments to a program on it: whoever sets them can leave the sandbox. */
export const UNSAFE_ANNOTATIONS = {
  path: { group: 'hypervisor', ...bothRuntimes('path'), type: 'text' },
  jailerPath: stringSetting('jailer_path'),
  kernel: stringSetting('kernel'),
  image: stringSetting('image'),
  initrd: stringSetting('initrd'),
  firmware: stringSetting('firmware'),
  firmwareVolume: { group: 'hypervisor', go: 'firmware_volume', type: 'text' },
  entropySource: stringSetting('entropy_source'),
  vhostUserStorePath: stringSetting('vhost_user_store_path'),
  virtioFsDaemon: stringSetting('virtio_fs_daemon'),
  virtioFsExtraArgs: {
    group: 'hypervisor',
    ...bothRuntimes('virtio_fs_extra_args'),
    type: 'list',
    list: { go: 'json', rust: ',' },
  },
  guestHookPath: stringSetting('guest_hook_path'),
} as const satisfies { readonly [option: string]: AnnotationData };

/** Annotations that a runtime knows and no option writes; by runtime, each as `group.name`. */
export const OTHER_ANNOTATIONS: { readonly [runtime in 'go' | 'rust']: readonly string[] } = {
  go: [
    'hypervisor.kernel_hash',
    'hypervisor.image_hash',
    'hypervisor.initrd_hash',
    'hypervisor.hypervisor_hash',
    'hypervisor.jailer_hash',
    'hypervisor.firmware_hash',
    'hypervisor.firmware_volume_hash',
    'hypervisor.enable_vhost_user_store',
    'hypervisor.vhost_user_reconnect_timeout_sec',
    'hypervisor.default_gpus',
    'hypervisor.default_gpu_model',
    'hypervisor.numa_mapping',
    'hypervisor.msize_9p',
    'runtime.guest_selinux_label',
    'runtime.enable_pprof',
    'runtime.experimental',
    'runtime.disable_new_netns',
  ],
  rust: [
    'hypervisor.kernel_hash',
    'hypervisor.image_hash',
    'hypervisor.initrd_hash',
    'hypervisor.path_hash',
    'hypervisor.jailer_hash',
    'hypervisor.firmware_hash',
    'hypervisor.asset_hash_type',
    'hypervisor.enable_vhost_user_store',
    'hypervisor.default_gpus',
    'hypervisor.default_gpu_model',
    'hypervisor.hugepage_type',
    'hypervisor.prefetch_files.list',
    'runtime.name',
    'runtime.hypervisor_name',
    'runtime.agent_name',
    'runtime.enable_pprof',
    'runtime.experimental',
    'runtime.disable_new_netns',
    'runtime.shared_mounts',
    'runtime.sandbox_bind_mounts',
  ],
};
