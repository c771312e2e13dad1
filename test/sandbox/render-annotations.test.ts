import { SANDBOX_ANNOTATIONS, UNSAFE_ANNOTATIONS } from '../../lib/data/hypervisor-annotations';
import { KataRelease, KataShim } from '../../lib/kata';
import {
  BlockDeviceDriver,
  InternetworkingModel,
  type SandboxAnnotations,
  SharedFs,
  VfioPort,
  VirtioFsCache,
} from '../../lib/sandbox';
import { renderAnnotations } from '../../lib/sandbox/render-annotations';

const GO = { shim: 'qemu', runtime: 'go' as const, allowed: ['.*'] };
const RUST = { shim: 'qemu-runtime-rs', runtime: 'rust' as const, allowed: ['.*'] };
const H = 'io.katacontainers.config.hypervisor.';
const R = 'io.katacontainers.config.runtime.';
const A = 'io.katacontainers.config.agent.';

test.each<[SandboxAnnotations, string, string]>([
  [{ defaultVcpus: 0.5 }, `${H}default_vcpus`, '0.5'],
  [{ maxVcpus: 8 }, `${H}default_max_vcpus`, '8'],
  [{ memoryMib: 512 }, `${H}default_memory`, '512'],
  [{ memorySlots: 10 }, `${H}memory_slots`, '10'],
  [{ kernelParams: 'quiet loglevel=3' }, `${H}kernel_params`, 'quiet loglevel=3'],
  [{ kernelVerityParams: 'x' }, `${H}kernel_verity_params`, 'x'],
  [{ machineType: 'q35' }, `${H}machine_type`, 'q35'],
  [{ cpuFeatures: 'pmu=off' }, `${H}cpu_features`, 'pmu=off'],
  [{ sharedFs: SharedFs.NONE }, `${H}shared_fs`, 'none'],
  [{ virtioFsCache: VirtioFsCache.NEVER }, `${H}virtio_fs_cache`, 'never'],
  [{ virtioFsCacheSizeMib: 0 }, `${H}virtio_fs_cache_size`, '0'],
  [{ blockDeviceDriver: BlockDeviceDriver.VIRTIO_BLK }, `${H}block_device_driver`, 'virtio-blk'],
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
  [{ unsafe: { virtioFsExtraArgs: '["-o","xattr"]' } }, `${H}virtio_fs_extra_args`, '["-o","xattr"]'],
])('%j in both runtimes', (options, name, value) => {
  expect(renderAnnotations(options, GO)).toEqual({ [name]: value });
  expect(renderAnnotations(options, RUST)).toEqual({ [name]: value });
});

test.each<[SandboxAnnotations, object, object]>([
  [{ agentCdhApiTimeoutSeconds: 30 }, { [`${A}cdh_api_timeout`]: '30' }, { [`${A}cdh_api_timeout_ms`]: '30000' }],
  [
    { vcpusPinning: true },
    { 'io.katacontainers.enable_vcpus_pinning': 'true' },
    { [`${R}enable_vcpus_pinning`]: 'true' },
  ],
])('%j differs between the runtimes', (options, go, rust) => {
  expect(renderAnnotations(options, GO)).toEqual(go);
  expect(renderAnnotations(options, RUST)).toEqual(rust);
});

test.each<[string, SandboxAnnotations, typeof GO | typeof RUST]>([
  ['Go', { blockDeviceNumQueues: 4 }, GO],
  ['Go', { blockDeviceQueueSize: 128 }, GO],
  ['Rust', { hotPlugVfio: VfioPort.ROOT_PORT }, RUST],
  ['Rust', { coldPlugVfio: VfioPort.ROOT_PORT }, RUST],
  ['Rust', { agentPolicy: 'cGFja2FnZQ==' }, RUST],
  ['Rust', { unsafe: { firmwareVolume: '/x' } }, RUST],
])('the runtime in %s does not know %j', (_, options, reader) => {
  expect(() => renderAnnotations(options, reader)).toThrow(`is not known to the runtime of shim '${reader.shim}'`);
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

test.each<object>([{ memory: 1 }, { constructor: 'x' }, { kernel: '/x' }, { unsafe: { memoryMib: 64 } }])(
  'fails for %j, which is no setting',
  (options) => {
    expect(() => renderAnnotations(options as SandboxAnnotations, GO)).toThrow('is not a setting of a sandbox');
  },
);

test('undefined is the default', () => {
  expect(renderAnnotations({ memoryMib: undefined, unsafe: undefined }, GO)).toEqual({});
});

const reader = (shim: KataShim, more: string[] = []) => {
  const { runtime, annotations } = KataRelease.V4_1_0.shimData(shim);
  return { shim: shim.name, runtime, allowed: [...annotations, ...more] };
};

test.each<[string, SandboxAnnotations, KataShim, string | undefined]>([
  ['Rust takes memory', { memoryMib: 512 }, KataShim.QEMU_RUNTIME_RS, undefined],
  ['Go takes none', { memoryMib: 512 }, KataShim.QEMU, 'so the pod would fail; allow it with shimSettings'],
  ['Rust takes no features', { cpuFeatures: 'x' }, KataShim.CLH_RUNTIME_RS, 'it would be ignored without a word'],
  ['both take kernel parameters', { kernelParams: 'x' }, KataShim.CLH, undefined],
  [
    'a path needs to be allowed too',
    { unsafe: { kernel: '/x' } },
    KataShim.QEMU_RUNTIME_RS,
    "allowedHypervisorAnnotations: ['kernel']",
  ],
  ['the runtime is not asked for its own', { sandboxCgroupOnly: true }, KataShim.QEMU, undefined],
  ['confidential guests take init data', { initData: 'x' }, KataShim.QEMU_SNP_RUNTIME_RS, undefined],
  ['others do not', { initData: 'x' }, KataShim.QEMU_RUNTIME_RS, 'is not allowed'],
])('by default: %s', (_, options, shim, message) => {
  const render = () => renderAnnotations(options, reader(shim));
  if (message === undefined) expect(Object.keys(render())).toHaveLength(1);
  else expect(render).toThrow(message);
});

test('what is allowed is a whole name, or an expression for one', () => {
  expect(() => renderAnnotations({ memoryMib: 512 }, { ...GO, allowed: ['memory'] })).toThrow('is not allowed');
  expect(renderAnnotations({ memoryMib: 512 }, { ...GO, allowed: ['default_.*'] })).toHaveProperty([
    `${H}default_memory`,
  ]);
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
