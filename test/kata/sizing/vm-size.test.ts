import * as fs from 'node:fs';
import * as path from 'node:path';
import { App } from 'cdk8s';
import {
  type ContainerLimits,
  ContainerRuntime,
  type CustomRuntime,
  KataRelease,
  KataRuntime,
  type KataRuntimeProps,
  KataShim,
  KataSnapshotter,
  type VmSizePreset,
  type VmSizeProps,
  vmSize,
  vmSizeRuntime,
} from '../../../lib/kata';
import { cpus, mebibytes } from '../../../lib/validation/quantity';
import { find, manifests } from '../../util/manifests';

const { CLH, CLH_RUNTIME_RS, DRAGONBALL, FIRECRACKER, QEMU, QEMU_RUNTIME_RS } = KataShim;

const placement = { nodeSelector: { pool: 'kata' } };

test.each([
  ['250m', 0.25],
  ['2', 2],
  ['0.5', 0.5],
  ['1.0', 1],
])('%s are %d CPUs', (quantity, number) => {
  expect(cpus('cpu', quantity)).toBe(number);
});

test.each([
  ['64Mi', 64],
  ['1Gi', 1024],
  ['1G', 954],
  ['1048576', 1],
  ['1.5Gi', 1536],
  ['1', 1],
  ['128974848', 123],
])('%s are %d MiB', (quantity, number) => {
  expect(mebibytes('memory', quantity)).toBe(number);
});

test.each(['', 'much', '1 Gi', '-1', '1gi', '0x10', '1e3Mi', 'NaN'])('fails for %j', (quantity) => {
  expect(() => mebibytes('limits.memory', quantity)).toThrow(
    `limits.memory '${quantity}' is not a Kubernetes quantity`,
  );
});

const limits = (cpu?: string, memory?: string): ContainerLimits => ({ cpu, memory });

test.each<[string, KataShim, ContainerLimits[], number, number]>([
  ['in Rust, the limits and the share of the guest', QEMU_RUNTIME_RS, [limits('2', '6Gi')], 3, 6176],
  ['in Rust, of every container', QEMU_RUNTIME_RS, [limits('500m', '512Mi'), limits('300m', '256Mi')], 1, 800],
  ['in Rust, rounded up to whole vCPUs', CLH_RUNTIME_RS, [limits('900m', '1Gi')], 2, 1056],
  ['in Rust, binary fractions make no vCPU', DRAGONBALL, [limits('100m', '64Mi'), limits('700m', '64Mi')], 1, 160],
  ['in Rust without limits, the defaults', QEMU_RUNTIME_RS, [limits()], 1, 2048],
  ['in Rust without a container, the defaults', QEMU_RUNTIME_RS, [], 1, 2048],
  ['in Rust with a CPU limit alone, next to nothing', QEMU_RUNTIME_RS, [limits('1')], 2, 32],
  ['in Rust with a memory limit alone, one vCPU', QEMU_RUNTIME_RS, [limits(undefined, '1Gi')], 1, 1056],
  ['in Rust with SEV-SNP, a larger share', KataShim.QEMU_SNP_RUNTIME_RS, [limits('600m', '1Gi')], 1, 1152],
  ['in Rust with Secure Execution, a larger share still', KataShim.QEMU_SE_RUNTIME_RS, [limits('1', '1Gi')], 2, 1792],
  ['in Rust with GPUs', KataShim.QEMU_NVIDIA_GPU_RUNTIME_RS, [limits('1', '1Gi')], 2, 1536],
  ['in Rust with the guest of NVIDIA', KataShim.QEMU_NVIDIA_CPU_RUNTIME_RS, [limits('1', '1Gi')], 2, 1152],
  ['in Go, the limits on top of the defaults', QEMU, [limits('2', '6Gi')], 3, 8192],
  ['in Go without limits, the defaults', CLH, [limits()], 1, 2048],
  ['in Go, Firecracker, the same at boot', FIRECRACKER, [limits('1', '512Mi')], 2, 2560],
  // Review finding D of the Kata half: what the model had wrong.
  [
    'in Rust, the development shim of confidential guests',
    KataShim.QEMU_COCO_DEV_RUNTIME_RS,
    [limits('1', '512Mi')],
    2,
    640,
  ],
  ['in Rust with GPUs and without limits', KataShim.QEMU_NVIDIA_GPU_RUNTIME_RS, [limits()], 1, 8192],
  ['in Go with GPUs', KataShim.QEMU_NVIDIA_GPU, [limits('1', '1Gi')], 2, 9216],
  ['in Go, memory in blocks of 128 MiB while it runs', QEMU, [limits(undefined, '300Mi')], 1, 2432],
  ['in Go, memory as it is said at boot', FIRECRACKER, [limits(undefined, '301Mi')], 1, 2349],
  ['in Rust, an even number of MiB', QEMU_RUNTIME_RS, [limits(undefined, '513Mi')], 1, 546],
  [
    'in Rust, whole MiB of the sum',
    QEMU_RUNTIME_RS,
    [limits(undefined, '100.6Mi'), limits(undefined, '100.6Mi')],
    1,
    234,
  ],
])('%s', (_, shim, containers, vcpus, memoryMib) => {
  expect(vmSize({ shim, containers })).toMatchObject({ vcpus, vmMemoryMib: memoryMib });
});

const { V3_14_0 } = KataRelease;

test.each<[string, Partial<VmSizeProps>, number, number]>([
  ['Rust adds memory to the defaults, and takes vCPUs from the limits', { shim: QEMU_RUNTIME_RS }, 1, 2560],
  ['Dragonball does, too', { shim: DRAGONBALL }, 1, 2560],
  ['Go adds both', { shim: QEMU }, 2, 2560],
  ['GPUs have 2 GiB', { shim: KataShim.QEMU_NVIDIA_GPU }, 2, 2560],
])('in 3.14.0, %s', (_, props, vcpus, vmMemoryMib) => {
  const size = vmSize({ shim: QEMU, release: V3_14_0, containers: [limits('500m', '512Mi')], ...props });
  expect(size).toMatchObject({ vcpus, vmMemoryMib });
});

test.each<[string, Partial<VmSizeProps>, number, number]>([
  ['the largest init container', { initContainers: [limits('3', '4Gi'), limits('1', '1Gi')] }, 4, 4128],
  ['sidecars', { initContainers: [{ ...limits('1', '1Gi'), sidecar: true }] }, 3, 2080],
  ['limits of the pod', { podLimits: limits('4', '8Gi') }, 5, 8224],
  [
    "CRI-O's, which no release before 4.2.0 reads",
    { release: KataRelease.V4_1_0, containerRuntime: ContainerRuntime.CRI_O },
    1,
    2048,
  ],
  ["CRI-O's, which a shim that grows need not read", { shim: QEMU, containerRuntime: ContainerRuntime.CRI_O }, 2, 3072],
  ['a drop-in', { dropIn: 'hypervisor.qemu.overhead_memory = 512' }, 2, 1536],
  ['a drop-in that lets it grow', { dropIn: 'runtime.static_sandbox_resource_mgmt = false' }, 2, 3072],
  [
    'what Go believes of a drop-in',
    { shim: FIRECRACKER, dropIn: 'hypervisor.firecracker.default_memory = 68' },
    2,
    3072,
  ],
])('a VM follows %s', (_, props, vcpus, vmMemoryMib) => {
  expect(vmSize({ shim: QEMU_RUNTIME_RS, containers: [limits('1', '1Gi')], ...props })).toMatchObject({
    vcpus,
    vmMemoryMib,
  });
});

test('a peer pod takes nothing of its node but its overhead', () => {
  const size = vmSize({ shim: KataShim.REMOTE, containers: [limits()] });
  expect(size).toMatchObject({ hypervisorMemoryMib: 120, accountedMemoryMib: 120, problems: [] });
});

test('a VM below what the runtime starts', () => {
  expect(vmSize({ shim: QEMU_RUNTIME_RS, containers: [limits('1', '16Mi')] }).problems).toEqual([
    "the VM has 48 MiB, and 'qemu-runtime-rs' needs 64 MiB to start one; set a larger memory limit",
  ]);
});

test.each<[string, KataShim[], string[]]>([
  ['peer pods', [KataShim.REMOTE], []],
  ['GPUs with the runtime in Go', [KataShim.QEMU_NVIDIA_GPU], []],
  ['confidential guests with the runtime in Rust', [KataShim.QEMU_SNP_RUNTIME_RS], []],
  [
    'confidential guests with the runtime in Go',
    [KataShim.QEMU_SNP],
    ['declares 2048 MiB of overhead, and its VMs cost 2368 MiB'],
  ],
])('the overhead that upstream declares for %s', (_, shims, warnings) => {
  const kata = new KataRuntime(new App(), 'kata', { placement, shims, snapshotters: [KataSnapshotter.NYDUS] });
  expect(kata.warnings).toEqual(warnings.map((warning) => expect.stringContaining(warning)));
});

test.each<[string, KataShim, ContainerLimits[], string[]]>([
  ['nothing with both limits in Rust', QEMU_RUNTIME_RS, [limits('1', '1Gi')], []],
  ['no memory', QEMU_RUNTIME_RS, [limits('1')], ['the VM has 32 MiB: there is a CPU limit without a memory limit']],
  ['a VM that nobody counts', QEMU_RUNTIME_RS, [limits()], ['2016 MiB of the VM are not counted by Kubernetes']],
  [
    'the defaults of Go, which nobody counts',
    QEMU,
    [limits('1', '1Gi')],
    ['2048 MiB of the VM are not counted by Kubernetes'],
  ],
])('is wrong about: %s', (_, shim, containers, problems) => {
  expect(vmSize({ shim, containers }).problems).toEqual(problems.map((problem) => expect.stringContaining(problem)));
});

test('what Kubernetes counts, and what the host takes', () => {
  expect(vmSize({ shim: QEMU_RUNTIME_RS, containers: [limits('1', '1Gi')] })).toMatchObject({
    hypervisorMemoryMib: 288,
    accountedMemoryMib: 1344,
  });
  expect(vmSize({ shim: QEMU, containers: [limits('1', '1Gi')], overheadMemory: '3Gi' }).problems).toEqual([]);
  expect(vmSize({ shim: QEMU, release: KataRelease.V3_14_0, containers: [] }).hypervisorMemoryMib).toBe(160);
});

test('fails for a limit that is none', () => {
  expect(() => vmSize({ shim: QEMU, containers: [limits('much')] })).toThrow("cpu 'much' is not a Kubernetes quantity");
});

describe('vmSizeRuntime', () => {
  test('a development shim of confidential guests has no less than upstream gives it (A6)', () => {
    const shim = KataShim.QEMU_COCO_DEV_RUNTIME_RS;
    expect(() => vmSizeRuntime('l', { shim, guestMemory: '64Mi' })).toThrow('is less than the 128 MiB');
    expect(vmSizeRuntime('l', { shim, guestMemory: '128Mi' }).dropIn).toContain('overhead_vcpus = 0.4\n');
  });

  test.each<[string, VmSizePreset, object]>([
    [
      'in Rust, the share of the guest',
      { shim: QEMU_RUNTIME_RS, guestMemory: '256Mi', guestVcpus: 0.5 },
      {
        dropIn: '[hypervisor.qemu]\noverhead_vcpus = 0.5\noverhead_memory = 256\n',
        overhead: { memory: '544Mi', cpu: '550m' },
      },
    ],
    [
      'in Go, the defaults',
      { shim: CLH, guestMemory: '512Mi' },
      {
        dropIn: '[hypervisor.clh]\ndefault_vcpus = 1\ndefault_memory = 512\n',
        overhead: { memory: '642Mi', cpu: '1050m' },
      },
    ],
    [
      'Dragonball',
      { shim: DRAGONBALL, guestMemory: '64Mi' },
      {
        dropIn: '[hypervisor.dragonball]\noverhead_vcpus = 0.2\noverhead_memory = 64\n',
        overhead: { memory: '162Mi', cpu: '250m' },
      },
    ],
    [
      'Firecracker',
      { shim: FIRECRACKER, guestMemory: '256Mi' },
      { dropIn: expect.stringContaining('[hypervisor.firecracker]') },
    ],
    [
      'with an overhead of its own',
      { shim: QEMU_RUNTIME_RS, guestMemory: '1Gi', overhead: { memory: '2Gi', cpu: '1' } },
      { overhead: { memory: '2Gi', cpu: '1' } },
    ],
  ])('%s', (_, size, expected) => {
    expect(vmSizeRuntime('large', size)).toMatchObject({ handler: 'kata-large', shim: size.shim, ...expected });
  });

  const size = { shim: QEMU_RUNTIME_RS, guestMemory: '1Gi' };

  test.each<[string, string, VmSizePreset, string]>([
    ['a name with capitals', 'Large', size, "'Large' cannot be the name of a size"],
    ['no name', '', size, "'' cannot be the name of a size"],
    [
      'memory that is none',
      'l',
      { ...size, guestMemory: 'much' },
      "size 'l': guestMemory 'much' is not a Kubernetes quantity",
    ],
    ['less than the guest needs in Rust', 'l', { ...size, guestMemory: '16Mi' }, 'is less than the 32 MiB'],
    ['less than a guest starts with in Go', 'l', { shim: QEMU, guestMemory: '128Mi' }, 'is less than the 256 MiB'],
    ['half a vCPU in Go', 'l', { shim: QEMU, guestMemory: '1Gi', guestVcpus: 0.5 }, 'guestVcpus 0.5'],
    ['no vCPU', 'l', { ...size, guestVcpus: 0 }, 'guestVcpus 0 of size'],
    ['no number of vCPUs', 'l', { ...size, guestVcpus: Number.NaN }, 'guestVcpus is NaN'],
    [
      'a shim of another release',
      'l',
      { ...size, shim: KataShim.STRATOVIRT },
      "shim 'stratovirt' is not in Kata 4.2.0",
    ],
  ])('fails for %s', (_, name, wrong, message) => {
    expect(() => vmSizeRuntime(name, wrong)).toThrow(message);
  });
});

describe('addSize', () => {
  const build = (props: ConstructorParameters<typeof KataRuntime>[2] = {}) => {
    const app = new App();
    return { app, kata: new KataRuntime(app, 'kata', { placement, shims: [QEMU_RUNTIME_RS], ...props }) };
  };
  const size = { shim: QEMU_RUNTIME_RS, guestMemory: '256Mi' };

  test('overhead and settings come together, and roll the installer', () => {
    const { app, kata } = build();
    expect(kata.addSize('large', size).name).toBe('kata-large');
    const objects = manifests(app);
    expect(find(objects, 'RuntimeClass', 'kata-large')).toMatchObject({
      handler: 'kata-large',
      overhead: { podFixed: { memory: '544Mi', cpu: '250m' } },
    });
    expect(find(objects, 'ConfigMap', 'kata-deploy-custom-configs').data).toEqual({
      'custom-runtimes.list': 'kata-large:qemu-runtime-rs::\n',
      'dropin-kata-large.toml': '[hypervisor.qemu]\noverhead_vcpus = 0.2\noverhead_memory = 256\n',
    });
    const { template } = find(objects, 'DaemonSet').spec;
    expect(template.metadata.annotations).toHaveProperty(['checksum/custom-configs']);
    expect(template.spec.containers[0].env).toContainEqual({ name: 'CUSTOM_RUNTIMES_ENABLED', value: 'true' });
    expect(kata.warnings).toEqual([]);
  });

  test('several sizes share one ConfigMap', () => {
    const { app, kata } = build();
    kata.addSize('medium', size);
    kata.addSize('large', { ...size, guestMemory: '1Gi' });
    expect(Object.keys(find(manifests(app), 'ConfigMap').data)).toEqual([
      'custom-runtimes.list',
      'dropin-kata-large.toml',
      'dropin-kata-medium.toml',
    ]);
  });

  test('the suffix of the installation is in the name', () => {
    expect(build({ multiInstallSuffix: 'x' }).kata.addSize('large', size).name).toBe('kata-large-x');
  });

  test.each<[string, (kata: KataRuntime) => void, string]>([
    [
      'a size twice',
      (kata) => [1, 2].map(() => kata.addSize('large', size)),
      "'kata-large' is the name of another handler",
    ],
    [
      'a size called like a shim',
      (kata) => kata.addSize('qemu-runtime-rs', size),
      "'kata-qemu-runtime-rs' is the name of another",
    ],
    [
      'a shim that is not installed',
      (kata) => kata.addSize('large', { ...size, shim: CLH }),
      "names shim 'clh', which is not installed",
    ],
    [
      'a size that is not there',
      (kata) => kata.sandbox(kata, { size: 'huge' }),
      "there is no size 'huge': no size was added",
    ],
    ['a size and a shim', (kata) => kata.sandbox(kata, { size: 'a', shim: QEMU }), 'size and shim are given'],
  ])('fails for %s', (_, use, message) => {
    expect(() => use(build().kata)).toThrow(message);
  });

  test('a failed size leaves nothing behind', () => {
    const { app, kata } = build();
    expect(() => kata.addSize('large', { ...size, shim: CLH })).toThrow();
    expect(JSON.stringify(manifests(app))).not.toContain('kata-large');
  });

  test('fails where Jobs install Kata', () => {
    const { kata } = build({ deploymentMode: 'job' as never, placement: { nodeSelector: { kata: 'true' } } });
    expect(() => kata.addSize('large', size)).toThrow('is added to an installation by Jobs');
  });

  test('a size that declares less than it costs warns', () => {
    const { kata } = build();
    kata.addSize('large', { ...size, overhead: { memory: '100Mi' } });
    expect(kata.warnings).toEqual([
      expect.stringContaining('RuntimeClass kata-large declares 100 MiB of overhead, and its VMs cost 544 MiB'),
    ]);
  });
});

test.each<[string, KataShim[], string[]]>([
  ['Rust shims declare what they cost', [QEMU_RUNTIME_RS, CLH_RUNTIME_RS, DRAGONBALL], []],
  ['Go shims do not', [QEMU], ['RuntimeClass kata-qemu declares 320 MiB of overhead, and its VMs cost 2368 MiB']],
])('%s', (_, shims, warnings) => {
  const kata = new KataRuntime(new App(), 'kata', { placement, shims });
  expect(kata.warnings).toEqual(warnings.map((warning) => expect.stringContaining(warning)));
});

const custom = (base: KataShim, more: Partial<CustomRuntime>) => ({
  shims: [QEMU_RUNTIME_RS, ...(base === QEMU_RUNTIME_RS ? [] : [base])],
  shimSettings: base === QEMU ? [{ shim: QEMU, overhead: { memory: '3Gi' } }] : [],
  customRuntimes: [{ handler: 'kata-own', shim: base, ...more }],
});

test.each<[string, KataRuntimeProps, string[]]>([
  ['a custom runtime as its base', custom(QEMU_RUNTIME_RS, {}), []],
  ['one without an overhead', custom(QEMU_RUNTIME_RS, { inheritBaseOverhead: false }), ['kata-own declares 0 MiB']],
  ['one that declares too little', custom(QEMU_RUNTIME_RS, { overhead: { memory: '64Mi' } }), ['declares 64 MiB']],
  [
    'one that gives the guest more',
    custom(QEMU_RUNTIME_RS, { dropIn: '[hypervisor.qemu]\noverhead_memory = 1024 # MiB\n' }),
    ['kata-own declares 320 MiB of overhead, and its VMs cost 1312 MiB'],
  ],
  [
    'one that changes what its runtime does not count',
    custom(QEMU_RUNTIME_RS, { dropIn: '[hypervisor.qemu]\ndefault_memory = 8192\n' }),
    ['default_memory acts only in pods without any limit'],
  ],
  ['a custom runtime of Go', custom(QEMU, {}), ['kata-own declares 320 MiB of overhead, and its VMs cost 2368 MiB']],
  [
    'one of Go with less memory',
    custom(QEMU, { dropIn: '[hypervisor.qemu]\ndefault_memory = 256\n', overhead: { memory: '576Mi' } }),
    [],
  ],
  // Mutant m18: TOML has no two assignments of one key, so that the parser refuses what a search would take the first of.
  [
    'one that says the same of another hypervisor',
    custom(QEMU_RUNTIME_RS, { dropIn: '[hypervisor.clh]\noverhead_memory = 1024\n' }),
    ["'hypervisor.clh' is not a section that qemu-runtime-rs reads; write [hypervisor.qemu], or remove it"],
  ],
  [
    'one that says it in another way (F3)',
    custom(QEMU_RUNTIME_RS, { dropIn: 'hypervisor = { qemu = { "overhead_memory" = 1_024 } }' }),
    ['kata-own declares 320 MiB of overhead, and its VMs cost 1312 MiB'],
  ],
  ['a size, as a custom runtime', custom(QEMU, vmSizeRuntime('own', { shim: QEMU, guestMemory: '512Mi' })), []],
  [
    'a drop-in of a shim',
    {
      shims: [CLH_RUNTIME_RS],
      shimSettings: [{ shim: CLH_RUNTIME_RS, dropIn: '[hypervisor.clh]\noverhead_memory=512' }],
    },
    ['RuntimeClass kata-clh-runtime-rs declares 130 MiB of overhead, and its VMs cost 610 MiB'],
  ],
])('warnings: %s', (_, props, warnings) => {
  expect(new KataRuntime(new App(), 'kata', { placement, ...props }).warnings).toEqual(
    warnings.map((warning) => expect.stringContaining(warning)),
  );
});

test('a larger overhead ends the warning', () => {
  const shimSettings = [{ shim: QEMU, overhead: { memory: '2368Mi' } }];
  expect(new KataRuntime(new App(), 'kata', { placement, shims: [QEMU], shimSettings }).warnings).toEqual([]);
});

test.each([QEMU_RUNTIME_RS, CLH_RUNTIME_RS, DRAGONBALL, QEMU, FIRECRACKER])(
  'docs/sizing.md has the VM of $name',
  (shim) => {
    const page = fs.readFileSync(path.join(__dirname, '../../../docs/sizing.md'), 'utf8');
    const row = page
      .split('\n')
      .find((line) => line.startsWith('| `') && line.includes(`\`${shim.name}\``) && line.includes('MiB |'));
    const { vcpus, vmMemoryMib, hypervisorMemoryMib, accountedMemoryMib } = vmSize({
      shim,
      containers: [limits('500m', '512Mi')],
    });
    const uncounted = vmMemoryMib + hypervisorMemoryMib - accountedMemoryMib;
    expect(row).toContain(
      `| ${vcpus} vCPU${vcpus === 1 ? '' : 's'}, ${vmMemoryMib} MiB | ${hypervisorMemoryMib} MiB | ${accountedMemoryMib} MiB | ${uncounted === 0 ? '0' : `${uncounted} MiB`} |`,
    );
  },
);
