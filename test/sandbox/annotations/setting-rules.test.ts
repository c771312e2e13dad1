import { CONFIGURATION_KEYS } from '../../../lib/data/kata/configuration-keys';
import { KataRelease } from '../../../lib/kata/catalogue/kata-release';
import { KataShim } from '../../../lib/kata/catalogue/kata-shim';
import { ShimConfiguration } from '../../../lib/kata/sizing/shim-configuration';
import {
  DROP_IN_RULES,
  validateAllowedAnnotations,
  validateDropIn,
} from '../../../lib/sandbox/annotations/drop-in-rules';
import { SETTING_RULES, validateSettings } from '../../../lib/sandbox/annotations/setting-rules';
import { SETTINGS, settingInFile } from '../../../lib/sandbox/annotations/settings';
import type { Finding } from '../../../lib/validation/finding';

const H = 'io.katacontainers.config.hypervisor.';
const R = 'io.katacontainers.config.runtime.';

const guestOf = (shim: string, allowedAnnotations?: readonly string[]) =>
  ShimConfiguration.of({ release: KataRelease.V4_1_0, shim: KataShim.of(shim), allowedAnnotations });

const limited = (limits?: object) => ({ containers: [{ name: 'app', ...(limits && { resources: { limits } }) }] });

function check(
  annotations: Record<string, string>,
  shim: string,
  limits?: object,
  allowed?: readonly string[],
): Finding[] {
  const pod = { path: 'app/pod', object: 'Pod db', spec: limited(limits), annotations };
  return validateSettings(pod, guestOf(shim, allowed).withAnnotations(annotations));
}

const LIMITS = { cpu: '1', memory: '1Gi' };

describe('what a pod asks for by annotations', () => {
  test.each<
    [string, Record<string, string>, string, object | undefined, readonly string[] | undefined, string, RegExp]
  >([
    [
      'memory beside limits on Rust (A5)',
      { [`${H}default_memory`]: '4096' },
      'qemu-runtime-rs',
      LIMITS,
      undefined,
      'sandbox/setting-without-effect',
      /annotations\.memoryMib.* overwrites it with the limits/,
    ],
    [
      'vCPUs beside limits on Rust (A5)',
      { [`${H}default_vcpus`]: '4' },
      'clh-runtime-rs',
      LIMITS,
      undefined,
      'sandbox/setting-without-effect',
      /annotations\.defaultVcpus/,
    ],
    [
      'most vCPUs on Rust',
      { [`${H}default_max_vcpus`]: '4' },
      'qemu-runtime-rs',
      undefined,
      ['default_max_vcpus'],
      'sandbox/setting-without-effect',
      /annotations\.maxVcpus.*size from the start/,
    ],
    [
      'huge pages, by hand (B3)',
      { [`${H}enable_hugepages`]: 'true' },
      'qemu-runtime-rs',
      LIMITS,
      undefined,
      'sandbox/setting-not-allowed',
      /annotations\.hugepages.*would ignore it.*allowedHypervisorAnnotations: \['enable_hugepages'\]/,
    ],
    [
      'arguments of virtiofsd, by hand (B3)',
      { [`${H}virtio_fs_extra_args`]: '["-o"]' },
      'clh',
      LIMITS,
      undefined,
      'sandbox/setting-not-allowed',
      /annotations\.unsafe\.virtioFsExtraArgs.*the pod would fail/,
    ],
    [
      'memory on Go',
      { [`${H}default_memory`]: '512' },
      'qemu',
      LIMITS,
      undefined,
      'sandbox/setting-not-allowed',
      /the pod would fail/,
    ],
    [
      'init data where it is not allowed',
      { [`${H}cc_init_data`]: 'x' },
      'qemu-runtime-rs',
      LIMITS,
      undefined,
      'sandbox/setting-not-allowed',
      /initData/,
    ],
    [
      'a name that there is not',
      { [`${H}defualt_memory`]: '512' },
      'qemu-runtime-rs',
      LIMITS,
      ['.*'],
      'sandbox/setting-unknown',
      /has no such setting/,
    ],
    [
      'a name of the other runtime',
      { [`${H}hot_plug_vfio`]: 'root-port' },
      'qemu-runtime-rs',
      LIMITS,
      ['.*'],
      'sandbox/setting-unknown',
      /setting of the runtime in Go/,
    ],
    [
      'pinning as Go calls it, on Rust',
      { 'io.katacontainers.enable_vcpus_pinning': 'true' },
      'qemu-runtime-rs',
      LIMITS,
      undefined,
      'sandbox/setting-unknown',
      /enable_vcpus_pinning/,
    ],
    [
      'a driver as Go calls it, on Rust',
      { [`${H}block_device_driver`]: 'virtio-blk' },
      'qemu-runtime-rs',
      LIMITS,
      ['.*'],
      'sandbox/setting-value',
      /must be one of .*virtio-blk-pci/,
    ],
    [
      'less memory than Go takes',
      { [`${H}default_memory`]: '128' },
      'qemu',
      LIMITS,
      ['.*'],
      'sandbox/setting-value',
      /a whole number from 256/,
    ],
    [
      'no number',
      { [`${H}default_vcpus`]: 'many' },
      'qemu',
      LIMITS,
      ['.*'],
      'sandbox/setting-value',
      /must be a number/,
    ],
    [
      'yes for true',
      { [`${R}disable_guest_seccomp`]: 'yes' },
      'qemu',
      LIMITS,
      undefined,
      'sandbox/setting-value',
      /must be true or false/,
    ],
    [
      'shared files on Firecracker',
      { [`${H}shared_fs`]: 'virtio-fs' },
      'fc',
      LIMITS,
      ['.*'],
      'sandbox/setting-without-effect',
      /annotations\.sharedFs.*fc shares no directories/,
    ],
    [
      'a cache of shared files on Firecracker',
      { [`${H}virtio_fs_daemon`]: '/x' },
      'fc',
      LIMITS,
      ['.*'],
      'sandbox/setting-without-effect',
      /unsafe\.virtioFsDaemon.*shares no directories/,
    ],
    [
      'memory slots on Firecracker',
      { [`${H}memory_slots`]: '2' },
      'fc',
      LIMITS,
      ['.*'],
      'sandbox/setting-without-effect',
      /takes no memory while it runs/,
    ],
    [
      'ports on Firecracker',
      { [`${H}pcie_root_port`]: '1' },
      'fc',
      LIMITS,
      ['.*'],
      'sandbox/setting-without-effect',
      /passes no devices/,
    ],
    [
      'a setting of Rust, on Go',
      { [`${H}network_queues`]: '2' },
      'qemu',
      LIMITS,
      ['.*'],
      'sandbox/setting-unknown',
      /; it is a setting of the runtime in Rust: leave it out, or take a shim of that runtime$/,
    ],
    [
      'a name that neither runtime has',
      { [`${R}defualt`]: '1' },
      'qemu',
      LIMITS,
      undefined,
      'sandbox/setting-unknown',
      /; write it with the annotations option of sandbox\(\), which knows every setting$/,
    ],
    [
      'memory beside a limit of CPU alone',
      { [`${H}default_memory`]: '4096' },
      'qemu-runtime-rs',
      { cpu: '1' },
      undefined,
      'sandbox/setting-without-effect',
      /; remove it, and raise the limits of the containers; kata\.addSize\(\) makes a class/,
    ],
    [
      'memory beside a limit of memory alone',
      { [`${H}default_memory`]: '4096' },
      'qemu-runtime-rs',
      { memory: '1Gi' },
      undefined,
      'sandbox/setting-without-effect',
      /overwrites it with the limits/,
    ],
    [
      'memory that grows on Firecracker',
      { [`${H}enable_virtio_mem`]: 'true' },
      'fc',
      LIMITS,
      ['.*'],
      'sandbox/setting-without-effect',
      /fc takes no memory while it runs; remove it, or take another shim$/,
    ],
    [
      'init data that the shim does nothing with',
      { [`${H}cc_init_data`]: 'H4sI' },
      'clh-runtime-rs',
      LIMITS,
      ['cc_init_data'],
      'sandbox/setting-without-effect',
      /which the runtime takes and clh-runtime-rs does nothing with in this release; use a newer release of Kata, or take another shim$/,
    ],
    [
      'a mode of devices on Firecracker',
      { [`${R}vfio_mode`]: 'vfio' },
      'fc',
      LIMITS,
      ['.*'],
      'sandbox/setting-without-effect',
      /passes no devices to its guest/,
    ],
  ])('%s', (_, annotations, shim, limits, allowed, id, says) => {
    const found = check(annotations, shim, limits, allowed);
    expect(found.map((finding) => finding.id)).toEqual([id]);
    expect(found[0]?.path).toBe('app/pod');
    expect(`${found[0]?.message}; ${found[0]?.fix}`).toMatch(says);
    expect(found[0]?.message).toMatch(/^Pod db: annotation io\.katacontainers\./);
  });

  test.each<[string, Record<string, string>, string, object | undefined, readonly string[] | undefined]>([
    ['memory without limits on Rust', { [`${H}default_memory`]: '4096' }, 'qemu-runtime-rs', undefined, undefined],
    ['memory that is allowed on Go', { [`${H}default_memory`]: '4096' }, 'qemu', LIMITS, ['default_memory']],
    ['kernel parameters', { [`${H}kernel_params`]: 'quiet' }, 'clh', LIMITS, undefined],
    ['init data of a confidential guest', { [`${H}cc_init_data`]: 'H4sI' }, 'qemu-snp-runtime-rs', LIMITS, undefined],
    ['what an expression allows', { [`${H}enable_hugepages`]: 'true' }, 'qemu-runtime-rs', LIMITS, ['enable_.*']],
    ['a setting of the runtime', { [`${R}sandbox_cgroup_only`]: 'true' }, 'qemu', LIMITS, undefined],
    ['pinning as Go calls it', { 'io.katacontainers.enable_vcpus_pinning': 'true' }, 'qemu', LIMITS, undefined],
    ['a setting that no option writes', { [`${R}enable_pprof`]: 'true' }, 'qemu-runtime-rs', LIMITS, undefined],
    [
      'memory slots where the VM takes memory while it runs',
      { [`${H}memory_slots`]: '2', [`${H}kernel_params`]: 'quiet' },
      'clh',
      LIMITS,
      ['.*'],
    ],
    ['no memory that grows on Firecracker', { [`${H}enable_virtio_mem`]: 'false' }, 'fc', LIMITS, ['.*']],
    [
      'no ports on Firecracker',
      { [`${H}pcie_root_port`]: '0', [`${H}cold_plug_vfio`]: 'no-port' },
      'fc',
      LIMITS,
      ['.*'],
    ],
    ['a name that only begins like one of devices', { [`${H}enable_hugepages`]: 'true' }, 'fc', LIMITS, ['.*']],
    [
      'memory beside limits that are no quantities',
      { [`${H}default_memory`]: '4096' },
      'qemu-runtime-rs',
      { memory: 'x' },
      undefined,
    ],
    ['no shared files on Rust', { [`${H}shared_fs`]: 'none' }, 'qemu-runtime-rs', LIMITS, ['shared_fs']],
    [
      'annotations of others',
      { 'prometheus.io/scrape': 'true', 'io.katacontainers.other': 'x' },
      'fc',
      LIMITS,
      undefined,
    ],
  ])('%s is left', (_, annotations, shim, limits, allowed) => {
    expect(check(annotations, shim, limits, allowed)).toEqual([]);
  });
});

describe('drop-ins', () => {
  const of = (toml: string, shim: string) =>
    validateDropIn({ path: 'app/kata', field: `shimSettings.${shim}.dropIn` }, toml, guestOf(shim));

  test.each<[string, string, string, string, RegExp]>([
    [
      'memory on a shim that sizes by limits (K11)',
      '[hypervisor.dragonball]\ndefault_memory = 256',
      'dragonball',
      'kata/drop-in-without-effect',
      /\[hypervisor\.dragonball\] default_memory acts only in pods without any limit.*write overhead_memory/,
    ],
    [
      'vCPUs on a shim that sizes by limits',
      'hypervisor.qemu.default_vcpus = 2',
      'qemu-runtime-rs',
      'kata/drop-in-without-effect',
      /overhead_vcpus/,
    ],
    [
      'most vCPUs on a shim that sizes by limits',
      'hypervisor.qemu.default_maxvcpus = 4',
      'qemu-runtime-rs',
      'kata/drop-in-without-effect',
      /overwritten by .*, which sizes the VM when it starts; remove it, and set limits\.cpu of the containers$/,
    ],
    [
      'a driver as Rust calls it, on Go (K11)',
      '[hypervisor.clh]\nblock_device_driver = "virtio-blk-pci"',
      'clh',
      'kata/drop-in-value',
      /'virtio-blk-pci', and must be one of/,
    ],
    [
      'a file system of Go, on Rust (K11)',
      '[hypervisor.qemu]\nshared_fs = "virtio-9p"',
      'qemu-runtime-rs',
      'kata/drop-in-value',
      /'virtio-9p'/,
    ],
    [
      'less memory than Go believes (K4)',
      '[hypervisor.firecracker]\ndefault_memory = 68',
      'fc',
      'kata/drop-in-value',
      /is 68, less than the 256 MiB that fc needs: the runtime takes its default of 2048 MiB/,
    ],
    [
      'less memory than Go believes, in QEMU (K4)',
      '[hypervisor.qemu]\ndefault_memory = 128',
      'qemu',
      'kata/drop-in-value',
      /less than the 256 MiB/,
    ],
    [
      'another section (B7)',
      '[hypervisor.clh]\noverhead_memory = 2048',
      'qemu-runtime-rs',
      'kata/drop-in-without-effect',
      /'hypervisor\.clh' is not a section.*write \[hypervisor\.qemu\]/,
    ],
    [
      'no section',
      'overhead_memory = 64',
      'qemu-runtime-rs',
      'kata/drop-in-without-effect',
      /'overhead_memory' is not a section/,
    ],
    [
      'another agent',
      '[agent.mine]\nenable_debug = true',
      'qemu',
      'kata/drop-in-without-effect',
      /: 'agent\.mine' is not a section that qemu reads; write \[agent\.kata\], or remove it$/,
    ],
    [
      'overhead on Go',
      '[hypervisor.qemu]\noverhead_memory = 64',
      'qemu',
      'kata/drop-in-without-effect',
      /write default_memory/,
    ],
    [
      'a misspelt key',
      '[hypervisor.qemu]\nkernel_parms = "quiet"',
      'qemu',
      'kata/drop-in-without-effect',
      /write kernel_params/,
    ],
    [
      'a name of an annotation',
      '[hypervisor.qemu]\ndefault_max_vcpus = 4',
      'qemu',
      'kata/drop-in-without-effect',
      /write default_maxvcpus/,
    ],
    [
      'an unknown key of the agent in Rust',
      '[agent.kata]\ncdh_api_timeout = 50',
      'qemu-runtime-rs',
      'kata/drop-in-value',
      /refuses its whole configuration.*cdh_api_timeout_ms/,
    ],
    [
      'a string for a number',
      '[hypervisor.qemu]\ndefault_memory = "512"',
      'qemu',
      'kata/drop-in-value',
      /must be a whole number/,
    ],
    [
      'a number for a boolean',
      '[hypervisor.qemu]\nenable_hugepages = 1',
      'qemu',
      'kata/drop-in-value',
      /must be true or false/,
    ],
    ['17 ports', '[hypervisor.qemu]\npcie_root_port = 17', 'qemu', 'kata/drop-in-value', /from 0 to 16/],
    [
      'a port of Go, on Rust',
      '[hypervisor.qemu]\ncold_plug_vfio = "switch-port"',
      'qemu-runtime-rs',
      'kata/drop-in-value',
      /no-port, root-port/,
    ],
    [
      'an unknown key of the runtime',
      '[runtime]\nsandbox_cgroup_onyl = true',
      'qemu',
      'kata/drop-in-without-effect',
      /: \[runtime\] sandbox_cgroup_onyl is not a key .*; write sandbox_cgroup_only, or remove it$/,
    ],
    [
      'an unknown key of the runtime in Rust, which reads on',
      '[runtime]\nsandbox_cgroup_onyl = true',
      'qemu-runtime-rs',
      'kata/drop-in-without-effect',
      /\[runtime\] sandbox_cgroup_onyl/,
    ],
    [
      'an unknown key of the agent in Go, which reads on',
      '[agent.kata]\nenable_debgu = true',
      'qemu',
      'kata/drop-in-without-effect',
      /: \[agent\.kata\] enable_debgu is not a key/,
    ],
    [
      'a key that is like none',
      '[hypervisor.qemu]\nzzzzzzzzzzzzzzzz = 1',
      'qemu',
      'kata/drop-in-without-effect',
      /is not a key that the runtime of qemu reads; remove it$/,
    ],
    [
      'less memory than Go believes, with what to write',
      '[hypervisor.qemu]\ndefault_memory = 255',
      'qemu',
      'kata/drop-in-value',
      /; write 256 or more$/,
    ],
    [
      'a key that the shim does nothing with',
      '[hypervisor.dragonball]\nentropy_source = "/dev/urandom"',
      'dragonball',
      'kata/drop-in-without-effect',
      /entropy_source does nothing in this release: the runtime reads it, and dragonball has nothing for it; use a newer release, or remove it$/,
    ],
    [
      'a number for a text',
      '[hypervisor.qemu]\nmachine_type = 7',
      'qemu',
      'kata/drop-in-value',
      /machine_type is 7, and must be a string for the runtime of qemu/,
    ],
    [
      'a list for a boolean',
      '[hypervisor.qemu]\nenable_hugepages = []',
      'qemu',
      'kata/drop-in-value',
      /must be true or false/,
    ],
    [
      'a date for a boolean',
      '[hypervisor.qemu]\nenable_hugepages = 2026-01-01',
      'qemu',
      'kata/drop-in-value',
      /must be true or false/,
    ],
  ])('%s', (_, toml, shim, id, says) => {
    const found = of(toml, shim);
    expect(found.map((finding) => finding.id)).toEqual([id]);
    expect(found[0]?.path).toBe('app/kata');
    expect(`${found[0]?.message}; ${found[0]?.fix}`).toMatch(says);
    expect(found[0]?.message).toContain(`shimSettings.${shim}.dropIn: `);
  });

  test.each([
    ['overhead on Rust', 'hypervisor.qemu.overhead_memory = 2048', 'qemu-runtime-rs'],
    ['memory on Go', '[hypervisor.clh]\ndefault_memory = 512\ndefault_maxvcpus = 4', 'clh'],
    ['what kata-deploy writes', '[hypervisor.qemu]\nenable_iothreads = true\nkernel_params = ""', 'qemu-runtime-rs'],
    ['no shared files in a file of Go', '[hypervisor.qemu]\nshared_fs = "none"', 'qemu'],
    ['the timeout where each runtime has it', '[runtime]\ncreate_container_timeout = 120', 'qemu'],
    ['the timeout of Rust', '[agent.kata]\ncreate_container_timeout = 120', 'qemu-runtime-rs'],
    [
      'tables in a section',
      '[agent.kata.mem_agent]\nmem_agent_enable = true\n[hypervisor.qemu.factory]\nenable_template = true',
      'qemu-runtime-rs',
    ],
    ['as much memory as Go takes', '[hypervisor.qemu]\ndefault_memory = 256', 'qemu'],
    ['lists of tables', '[[hypervisor.qemu.anything]]\na = 1\n[[hypervisor.qemu.anything]]\nb = 2', 'qemu'],
    ['sections that are no tables', 'hypervisor = 1\nagent = [1]\nruntime = "x"', 'qemu'],
    ['the factory', '[factory]\nenable_template = true', 'qemu'],
    ['what is not TOML', '= =', 'qemu'],
    ['nothing', '', 'qemu'],
  ])('%s is left', (_, toml, shim) => {
    expect(of(toml, shim)).toEqual([]);
  });
});

describe('keys that differ between releases', () => {
  const { V4_1_0, V4_2_0 } = KataRelease;
  const of = (release: KataRelease, shim: string, toml: string) =>
    validateDropIn(
      { path: 'app/kata', field: 'dropIn' },
      toml,
      ShimConfiguration.of({ release, shim: KataShim.of(shim) }),
    ).map(({ id, message, fix }) => `${id}: ${message}; ${fix}`);

  test.each<[string, string, string, KataRelease, KataRelease]>([
    [
      'disable_block_device_use on Rust',
      'qemu-runtime-rs',
      '[hypervisor.qemu]\ndisable_block_device_use = true',
      V4_1_0,
      V4_2_0,
    ],
    [
      'disable_nested_virtualization on Go',
      'clh',
      '[hypervisor.clh]\ndisable_nested_virtualization = true',
      V4_2_0,
      V4_1_0,
    ],
  ])('%s', (_, shim, toml, reads, lacks) => {
    expect(of(reads, shim, toml)).toEqual([]);
    expect(of(lacks, shim, toml)).toEqual([
      expect.stringMatching(
        /^kata\/drop-in-without-effect: .* is not a key that the runtime of [\w-]+ reads; remove it, or take a release of Kata that has it$/,
      ),
    ]);
  });
});

describe('lists of allowed annotations', () => {
  const of = (name: string, runtime: 'go' | 'rust') =>
    validateAllowedAnnotations(
      { path: 'app/kata', field: 'shimSettings.clh.allowedHypervisorAnnotations' },
      [name],
      runtime,
    );

  test.each(['path', 'virtio_fs_extra_args', 'jailer_path', 'kernel', 'entropy_source'])(
    '%s is unsafe (A8)',
    (name) => {
      expect(of(name, 'go').map(({ id }) => id)).toEqual(['kata/unsafe-annotation-allowed']);
      expect(of(name, 'rust').map(({ id }) => id)).toEqual(['kata/unsafe-annotation-allowed']);
      expect(of(name, 'go')[0]?.message).toMatch(
        new RegExp(
          `^shimSettings\\.clh\\.allowedHypervisorAnnotations has '${name}', which names a file of the node or`,
        ),
      );
    },
  );

  test.each([
    ['defualt_memory', 'rust', "write 'default_memory'"],
    ['block_device_num_queues', 'go', undefined],
    ['zzzzzzzzzzzz', 'go', 'write the name behind io.katacontainers.config.hypervisor., such as default_memory'],
  ] as const)('%s is none of the runtime in %s (A8)', (name, runtime, better) => {
    const [finding] = of(name, runtime);
    expect(finding?.id).toBe('kata/unknown-annotation-allowed');
    expect(finding?.message).toMatch(
      new RegExp(`has '${name}', and the runtime in ${runtime === 'go' ? 'Go' : 'Rust'} has no such setting$`),
    );
    if (better !== undefined) expect(finding?.fix).toBe(better);
  });

  test.each(['default_memory', 'enable_hugepages', 'kernel_hash'])('%s is left', (name) => {
    expect(of(name, 'go')).toEqual([]);
    expect(of(name, 'rust')).toEqual([]);
  });
});

test.each(['go', 'rust'] as const)('each setting in a file of the runtime in %s is a key that it reads', (runtime) => {
  const unread = SETTINGS.flatMap((setting) => {
    const place = settingInFile(setting, runtime);
    return place === undefined || CONFIGURATION_KEYS[runtime][place.group].includes(place.key) ? [] : [setting.option];
  });
  // What the runtimes take from pods alone.
  expect(unread).toEqual([]);
});

test.each([...SETTING_RULES, ...DROP_IN_RULES].map((rule) => [rule.id, rule] as const))(
  '%s says what it means',
  (_, rule) => {
    expect(rule.meaning).toMatch(/^[a-z].*[^.]$/);
    expect(rule.fix).not.toBe('');
  },
);
