import * as fs from 'node:fs';
import * as path from 'node:path';
import { SANDBOX_ANNOTATIONS, UNSAFE_ANNOTATIONS } from '../../../lib/data/kata/sandbox-annotations';
import {
  BlockDeviceAio,
  BlockDeviceDriver,
  InternetworkingModel,
  type SandboxAnnotations,
  SharedFs,
  VfioMode,
  VfioPort,
  VirtioFsCache,
} from '../../../lib/sandbox';
import { renderAnnotations } from '../../../lib/sandbox/annotations/render-annotations';
import { SETTINGS, settingInFile } from '../../../lib/sandbox/annotations/settings';
import { PROP_SHAPES } from '../../../lib/validation/props/prop-shapes.generated';

const GO = { shim: 'qemu', runtime: 'go' as const };
const RUST = { shim: 'qemu-runtime-rs', runtime: 'rust' as const };
const H = 'io.katacontainers.config.hypervisor.';
const R = 'io.katacontainers.config.runtime.';
const A = 'io.katacontainers.config.agent.';

const BOTH: [SandboxAnnotations, string, string][] = [
  [{ defaultVcpus: 0.5 }, `${H}default_vcpus`, '0.5'],
  [{ maxVcpus: 8 }, `${H}default_max_vcpus`, '8'],
  [{ memoryMib: 512 }, `${H}default_memory`, '512'],
  [{ memorySlots: 10 }, `${H}memory_slots`, '10'],
  [{ kernelParams: 'quiet loglevel=3' }, `${H}kernel_params`, 'quiet loglevel=3'],
  [{ kernelVerityParams: 'x' }, `${H}kernel_verity_params`, 'x'],
  [{ machineType: 'q35' }, `${H}machine_type`, 'q35'],
  [{ cpuFeatures: 'pmu=off' }, `${H}cpu_features`, 'pmu=off'],
  [{ sharedFs: SharedFs.VIRTIO_FS }, `${H}shared_fs`, 'virtio-fs'],
  [{ virtioFsCache: VirtioFsCache.NEVER }, `${H}virtio_fs_cache`, 'never'],
  [{ virtioFsCacheSizeMib: 0 }, `${H}virtio_fs_cache_size`, '0'],
  [{ blockDeviceDriver: BlockDeviceDriver.VIRTIO_SCSI }, `${H}block_device_driver`, 'virtio-scsi'],
  [{ blockDeviceDriver: BlockDeviceDriver.VIRTIO_BLK_CCW }, `${H}block_device_driver`, 'virtio-blk-ccw'],
  [{ blockDeviceCacheSet: true }, `${H}block_device_cache_set`, 'true'],
  [{ blockDeviceCacheDirect: false }, `${H}block_device_cache_direct`, 'false'],
  [{ blockDeviceCacheNoflush: true }, `${H}block_device_cache_noflush`, 'true'],
  [{ blkLogicalSectorSizeBytes: 4096 }, `${H}blk_logical_sector_size`, '4096'],
  [{ blkPhysicalSectorSizeBytes: 512 }, `${H}blk_physical_sector_size`, '512'],
  [{ hugepages: true }, `${H}enable_hugepages`, 'true'],
  [{ memPrealloc: true }, `${H}enable_mem_prealloc`, 'true'],
  [{ virtioMem: true }, `${H}enable_virtio_mem`, 'true'],
  [{ guestSwap: true }, `${H}enable_guest_swap`, 'true'],
  [{ iothreads: true }, `${H}enable_iothreads`, 'true'],
  [{ iommu: true }, `${H}enable_iommu`, 'true'],
  [{ disableVhostNet: true }, `${H}disable_vhost_net`, 'true'],
  [{ disableImageNvdimm: true }, `${H}disable_image_nvdimm`, 'true'],
  [{ pcieRootPorts: 2 }, `${H}pcie_root_port`, '2'],
  [{ pcieSwitchPorts: 16 }, `${H}pcie_switch_port`, '16'],
  [{ memoryOffsetMib: 1024 }, `${H}memory_offset`, '1024'],
  [{ machineAccelerators: 'kernel_irqchip=split' }, `${H}machine_accelerators`, 'kernel_irqchip=split'],
  [{ independentIothreads: 2 }, `${H}indep_iothreads`, '2'],
  [{ iommuPlatform: true }, `${H}enable_iommu_platform`, 'true'],
  [{ rootless: true }, `${H}rootless`, 'true'],
  [{ disableBlockDeviceUse: true }, `${H}disable_block_device_use`, 'true'],
  [{ vfioMode: VfioMode.GUEST_KERNEL }, `${R}vfio_mode`, 'guest-kernel'],
  [{ rxRateLimitBitsPerSecond: 1e9 }, `${H}rx_rate_limiter_max_rate`, '1000000000'],
  [{ txRateLimitBitsPerSecond: 0 }, `${H}tx_rate_limiter_max_rate`, '0'],
  [{ initData: 'H4sI' }, `${H}cc_init_data`, 'H4sI'],
  [{ disableGuestSeccomp: false }, `${R}disable_guest_seccomp`, 'false'],
  [{ sandboxCgroupOnly: true }, `${R}sandbox_cgroup_only`, 'true'],
  [{ internetworkingModel: InternetworkingModel.TCFILTER }, `${R}internetworking_model`, 'tcfilter'],
  [{ createContainerTimeoutSeconds: 300 }, `${R}create_container_timeout`, '300'],
  [{ agentTracing: true }, `${A}enable_tracing`, 'true'],
  [{ agentContainerPipeSizeBytes: 65536 }, `${A}container_pipe_size`, '65536'],
  [{ agentKernelModules: ['e1000e Debug=1', 'xfs'] }, `${A}kernel_modules`, 'e1000e Debug=1;xfs'],
  [{ unsafe: { kernel: '/opt/vmlinux' } }, `${H}kernel`, '/opt/vmlinux'],
  [{ unsafe: { path: '/a' } }, `${H}path`, '/a'],
  [{ unsafe: { jailerPath: '/a' } }, `${H}jailer_path`, '/a'],
  [{ unsafe: { image: '/a' } }, `${H}image`, '/a'],
  [{ unsafe: { initrd: '/a' } }, `${H}initrd`, '/a'],
  [{ unsafe: { firmware: '/a' } }, `${H}firmware`, '/a'],
  [{ unsafe: { entropySource: '/a' } }, `${H}entropy_source`, '/a'],
  [{ unsafe: { vhostUserStorePath: '/a' } }, `${H}vhost_user_store_path`, '/a'],
  [{ unsafe: { virtioFsDaemon: '/a' } }, `${H}virtio_fs_daemon`, '/a'],
  [{ unsafe: { guestHookPath: '/a' } }, `${H}guest_hook_path`, '/a'],
];

test.each(BOTH)('%j in both runtimes', (options, name, value) => {
  expect(renderAnnotations(options, GO)).toEqual({ [name]: value });
  expect(renderAnnotations(options, RUST)).toEqual({ [name]: value });
});

const DIFFERENT: [SandboxAnnotations, object, object][] = [
  [{ agentCdhApiTimeoutSeconds: 30 }, { [`${A}cdh_api_timeout`]: '30' }, { [`${A}cdh_api_timeout_ms`]: '30000' }],
  [
    { vcpusPinning: true },
    { 'io.katacontainers.enable_vcpus_pinning': 'true' },
    { [`${R}enable_vcpus_pinning`]: 'true' },
  ],
  [
    { blockDeviceDriver: BlockDeviceDriver.VIRTIO_BLK },
    { [`${H}block_device_driver`]: 'virtio-blk' },
    { [`${H}block_device_driver`]: 'virtio-blk-pci' },
  ],
  [
    { blockDeviceDriver: BlockDeviceDriver.VIRTIO_MMIO },
    { [`${H}block_device_driver`]: 'virtio-mmio' },
    { [`${H}block_device_driver`]: 'virtio-blk-mmio' },
  ],
  [
    { blockDeviceDriver: BlockDeviceDriver.NVDIMM },
    { [`${H}block_device_driver`]: 'nvdimm' },
    { [`${H}block_device_driver`]: 'virtio-pmem' },
  ],
  [
    { unsafe: { virtioFsExtraArgs: ['-o', 'xattr'] } },
    { [`${H}virtio_fs_extra_args`]: '["-o","xattr"]' },
    { [`${H}virtio_fs_extra_args`]: '-o,xattr' },
  ],
];

test.each(DIFFERENT)('%j differs between the runtimes', (options, go, rust) => {
  expect(renderAnnotations(options, GO)).toEqual(go);
  expect(renderAnnotations(options, RUST)).toEqual(rust);
});

const ONE: [string, SandboxAnnotations, string, string, typeof GO | typeof RUST][] = [
  ['Rust', { blockDeviceNumQueues: 4 }, `${H}block_device_num_queues`, '4', RUST],
  ['Rust', { blockDeviceQueueSize: 128 }, `${H}block_device_queue_size`, '128', RUST],
  ['Rust', { networkQueues: 2 }, `${H}network_queues`, '2', RUST],
  ['Rust', { sharedFs: SharedFs.NONE }, `${H}shared_fs`, 'none', RUST],
  ['Rust', { sharedFs: SharedFs.VIRTIO_FS_NYDUS }, `${H}shared_fs`, 'virtio-fs-nydus', RUST],
  ['Rust', { sharedFs: SharedFs.INLINE_VIRTIO_FS }, `${H}shared_fs`, 'inline-virtio-fs', RUST],
  ['Go', { sharedFs: SharedFs.VIRTIO_9P }, `${H}shared_fs`, 'virtio-9p', GO],
  ['Go', { hotPlugVfio: VfioPort.ROOT_PORT }, `${H}hot_plug_vfio`, 'root-port', GO],
  ['Go', { coldPlugVfio: VfioPort.NO_PORT }, `${H}cold_plug_vfio`, 'no-port', GO],
  ['Go', { blockDeviceAio: BlockDeviceAio.IO_URING }, `${H}block_device_aio`, 'io_uring', GO],
  ['Go', { reclaimGuestFreedMemory: true }, `${H}reclaim_guest_freed_memory`, 'true', GO],
  ['Go', { legacySerial: true }, `${H}use_legacy_serial`, 'true', GO],
  ['Go', { forceGuestPull: true }, `${R}experimental_force_guest_pull`, 'true', GO],
  ['Go', { agentPolicy: 'cGFja2FnZQ==' }, `${A}policy`, 'cGFja2FnZQ==', GO],
  ['Go', { unsafe: { firmwareVolume: '/x' } }, `${H}firmware_volume`, '/x', GO],
];

test.each(ONE)('the runtime in %s alone knows %j', (_, options, name, value, reader) => {
  expect(renderAnnotations(options, reader)).toEqual({ [name]: value });
  const other = reader === GO ? RUST : GO;
  expect(() => renderAnnotations(options, other)).toThrow(`is not known to the runtime of shim '${other.shim}'`);
});

test('each setting is shown above, and there are no others', () => {
  const shown = [...BOTH, ...DIFFERENT, ...ONE.map(([, options]) => [options] as const)].map(([options]) => options);
  const names = shown.flatMap(({ unsafe, ...safe }) => [...Object.keys(safe), ...Object.keys(unsafe ?? {})]);
  const known = [...Object.keys(SANDBOX_ANNOTATIONS), ...Object.keys(UNSAFE_ANNOTATIONS)];
  expect([...new Set(names)].sort()).toEqual(known.sort());
  const { UnsafeSandboxAnnotations, VmAnnotations, VmDeviceAnnotations, RuntimeAnnotations } = PROP_SHAPES;
  const declared = { ...UnsafeSandboxAnnotations, ...VmAnnotations, ...VmDeviceAnnotations, ...RuntimeAnnotations };
  expect(known.sort()).toEqual(Object.keys(declared).sort());
});

test.each<[string, SandboxAnnotations, typeof GO | typeof RUST]>([
  ['Go', { memoryMib: 255 }, GO],
  ['Rust', { memoryMib: 63 }, RUST],
  ['Rust', { unsafe: { virtioFsExtraArgs: ['-o xattr,flock'] } }, RUST],
])('the runtime in %s does not take %j', (_, options, reader) => {
  expect(() => renderAnnotations(options, reader)).toThrow(' must be ');
});

test('the runtime in Rust takes less memory', () => {
  expect(renderAnnotations({ memoryMib: 64 }, RUST)).toEqual({ [`${H}default_memory`]: '64' });
  expect(renderAnnotations({ memoryMib: 256 }, GO)).toEqual({ [`${H}default_memory`]: '256' });
});

test.each<[SandboxAnnotations, string]>([
  [
    { blkLogicalSectorSizeBytes: 4096, blkPhysicalSectorSizeBytes: 512 },
    'blkLogicalSectorSizeBytes 4096 is more than blkPhysicalSectorSizeBytes 512',
  ],
  [
    { coldPlugVfio: VfioPort.ROOT_PORT, hotPlugVfio: VfioPort.ROOT_PORT },
    'coldPlugVfio and hotPlugVfio are both given',
  ],
])('%j do not go together', (options, message) => {
  expect(() => renderAnnotations(options, GO)).toThrow(message);
});

test.each<[string, object]>([
  ['a negative number', { memoryMib: -1 }],
  ['less than the least memory', { memoryMib: 63 }],
  ['half a MiB', { memoryMib: 64.5 }],
  ['a number as text', { memoryMib: '512' }],
  ['no number', { defaultVcpus: Number.NaN }],
  ['no end', { defaultVcpus: Number.POSITIVE_INFINITY }],
  ['no vCPU', { maxVcpus: 0 }],
  ['17 ports', { pcieRootPorts: 17 }],
  ['17 ports of a switch', { pcieSwitchPorts: 17 }],
  ['51 threads', { independentIothreads: 51 }],
  ['another way to read', { blockDeviceAio: 'sync' }],
  ['another mode', { vfioMode: 'vdpa' }],
  ['a value called like a method', { sharedFs: 'constructor' }],
  ['a sector of 1000 bytes', { blkLogicalSectorSizeBytes: 1000 }],
  ['a sector of 256 bytes', { blkPhysicalSectorSizeBytes: 256 }],
  ['yes for true', { hugepages: 'yes' }],
  ['1 for true', { iommu: 1 }],
  ['another file system', { sharedFs: 'nfs' }],
  ['another cache', { virtioFsCache: 'sometimes' }],
  ['another driver', { blockDeviceDriver: 'ide' }],
  ['another network', { internetworkingModel: 'bridge' }],
  ['an empty text', { kernelParams: '' }],
  ['two lines', { kernelParams: 'a\nb' }],
  ['no second', { createContainerTimeoutSeconds: 0 }],
  ['no module', { agentKernelModules: [] }],
  ['a module that ends the list', { agentKernelModules: ['a;b'] }],
  ['a text as list', { agentKernelModules: 'xfs' }],
  ['null', { machineType: null }],
])('fails for %s', (_, options) => {
  const [field] = Object.keys(options);
  expect(() => renderAnnotations(options as SandboxAnnotations, GO)).toThrow(`annotations.${field} `);
  expect(() => renderAnnotations(options as SandboxAnnotations, GO)).toThrow(' must be ');
});

test.each<[SandboxAnnotations, typeof GO | typeof RUST, string]>([
  [{ hugepages: 'yes' as never }, GO, 'annotations.hugepages "yes" must be true or false'],
  [{ maxVcpus: 0 }, GO, 'annotations.maxVcpus 0 must be a whole number from 1 to 1024'],
  [{ defaultVcpus: 0 }, GO, 'annotations.defaultVcpus 0 must be a number from 0.1 to 1024'],
  [{ defaultVcpus: '1' as never }, GO, 'annotations.defaultVcpus "1" must be a number from 0.1 to 1024'],
  [
    { memoryMib: undefined, maxVcpus: Symbol('x') as never },
    GO,
    'annotations.maxVcpus Symbol(x) must be a whole number',
  ],
  [
    { blkLogicalSectorSizeBytes: 1000 },
    GO,
    'annotations.blkLogicalSectorSizeBytes 1000 must be a power of two from 512 to 65536',
  ],
  [{ agentKernelModules: ['a;b'] }, GO, `annotations.agentKernelModules ["a;b"] must be a list of texts without ';'`],
  [{ agentKernelModules: ['a', 7 as never] }, GO, `annotations.agentKernelModules ["a",7] must be a list of texts`],
  [
    { unsafe: { virtioFsExtraArgs: '-o' as never } },
    GO,
    'annotations.unsafe.virtioFsExtraArgs "-o" must be a list of texts; ',
  ],
  [
    { unsafe: { virtioFsExtraArgs: ['a,b'] } },
    RUST,
    `annotations.unsafe.virtioFsExtraArgs ["a,b"] must be a list of texts without ','`,
  ],
  [{ kernelParams: 'a\nb' }, GO, 'annotations.kernelParams "a\\nb" must be a text of one line'],
  [{ sharedFs: 'nfs' as never }, GO, 'annotations.sharedFs "nfs" must be one of virtio-fs, virtio-9p'],
  [
    { sharedFs: SharedFs.VIRTIO_9P },
    RUST,
    "annotations.sharedFs 'virtio-9p' is not known to the runtime of shim 'qemu-runtime-rs', which takes virtio-fs, " +
      'virtio-fs-nydus, inline-virtio-fs, none; choose one of them, or a shim of the other runtime',
  ],
])('%j is refused with the reason, behind the path of the workload', (options, reader, message) => {
  expect(() => renderAnnotations(options, reader, 'app/web')).toThrow(`app/web: ${message}`);
  expect(() => renderAnnotations(options, reader)).toThrow(
    new RegExp(`^${message.replace(/[\\[\]().*+?^$|]/g, '\\$&')}`),
  );
});

test('annotations are sorted by name, whatever the order of the settings', () => {
  const names = (options: SandboxAnnotations) => Object.keys(renderAnnotations(options, GO));
  const expected = [`${A}enable_tracing`, `${H}default_memory`, `${H}kernel`, `${R}vfio_mode`];
  expect(names({ vfioMode: VfioMode.VFIO, unsafe: { kernel: '/a' }, memoryMib: 512, agentTracing: true })).toEqual(
    expected,
  );
  expect(names({ agentTracing: true, memoryMib: 512, unsafe: { kernel: '/a' }, vfioMode: VfioMode.VFIO })).toEqual(
    expected,
  );
});

test('sectors of the same size go together, and one of the two goes alone', () => {
  expect(() =>
    renderAnnotations({ blkLogicalSectorSizeBytes: 512, blkPhysicalSectorSizeBytes: 512 }, GO),
  ).not.toThrow();
  expect(() => renderAnnotations({ blkLogicalSectorSizeBytes: 4096 }, GO)).not.toThrow();
  expect(() => renderAnnotations({ blkPhysicalSectorSizeBytes: 512 }, GO)).not.toThrow();
});

test('a list of several texts', () => {
  expect(renderAnnotations({ unsafe: { virtioFsExtraArgs: ['a,b', 'c'] } }, GO)).toEqual({
    [`${H}virtio_fs_extra_args`]: '["a,b","c"]',
  });
});

test.each<object>([{ memory: 1 }, { constructor: 'x' }, { kernel: '/x' }, { unsafe: { memoryMib: 64 } }])(
  'fails for %j, which is no setting',
  (options) => {
    expect(() => renderAnnotations(options as SandboxAnnotations, GO)).toThrow('is not a setting of a sandbox');
  },
);

test('undefined is the default', () => {
  expect(renderAnnotations({ memoryMib: undefined, unsafe: undefined }, GO)).toEqual({});
});

test('names are told once, and each has a runtime that knows it', () => {
  const rows = [...Object.values(SANDBOX_ANNOTATIONS), ...Object.values(UNSAFE_ANNOTATIONS)] as {
    go?: string;
    rust?: string;
  }[];
  for (const runtime of ['go', 'rust'] as const) {
    const names = rows.map((row) => row[runtime]).filter((name) => name !== undefined);
    expect(new Set(names).size).toBe(names.length);
  }
  for (const row of rows) expect(row.go ?? row.rust).toBeDefined();
});

const OPTION = /@default - (.*)\n\s+\*\/\n\s+readonly (\w+)\?/g;

test.each(SETTINGS.filter(({ option }) => option !== 'unsafe').map((setting) => [setting.option, setting] as const))(
  'the default of %s names its key',
  (option, setting) => {
    const [go, rust] = (['go', 'rust'] as const).map((runtime) => settingInFile(setting, runtime)?.key);
    const keys = [...new Set([go, rust])].filter((key) => key !== undefined);
    const folder = path.join(__dirname, '../../../lib/sandbox/annotations');
    const declared = fs
      .readdirSync(folder)
      .flatMap((file) => [...fs.readFileSync(path.join(folder, file), 'utf8').matchAll(OPTION)])
      .find(([, , name]) => name === option)?.[1];
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(declared).toContain(`\`${key}\``);
    expect(declared).toMatch(/^value of .* in the shim's configuration file$/);
  },
);
