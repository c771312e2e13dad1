import { parse } from 'smol-toml';
import {
  KataArchitecture,
  KataRelease,
  KataRuntime,
  type KataRuntimeProps,
  KataShim,
  KataSnapshotter,
} from '../../../lib/kata';
import { mergeDropIns } from '../../../lib/kata/install/contracts/drop-in-merge';
import { find, synthApp } from '../../util/manifests';

const { CLH, CLH_RUNTIME_RS, DRAGONBALL, FIRECRACKER, QEMU, QEMU_RUNTIME_RS, QEMU_SNP_RUNTIME_RS } = KataShim;

function dropIns(props: KataRuntimeProps, build: (kata: KataRuntime) => void = () => {}): { [file: string]: string } {
  const all = synthApp((app) => build(new KataRuntime(app, 'kata', { containerdVersion: '2.1', ...props })));
  return all.find(({ metadata }) => metadata.name.startsWith('kata-deploy-custom-configs'))?.data ?? {};
}

/** What was proved with the parsers of both runtimes for `/opt/kata-blue`. */
const BLUE = {
  initrd: '',
  virtio_fs_daemon: '/opt/kata-blue/libexec/virtiofsd',
  valid_virtio_fs_daemon_paths: ['/opt/kata-blue/libexec/virtiofsd'],
};

describe('an installation outside /opt/kata puts the paths of each shim right', () => {
  test.each<[KataShim, KataRuntimeProps, object]>([
    [QEMU, {}, { qemu: { ...BLUE, firmware: '', firmware_volume: '' } }],
    [QEMU_RUNTIME_RS, {}, { qemu: { ...BLUE, firmware: '', firmware_volume: '' } }],
    [CLH, {}, { clh: BLUE }],
    [CLH_RUNTIME_RS, {}, { clh: BLUE }],
    [
      DRAGONBALL,
      {},
      {
        dragonball: {
          initrd: '',
          kernel: '/opt/kata-blue/share/kata-containers/vmlinux-dragonball-experimental.container',
        },
      },
    ],
    [FIRECRACKER, { devmapper: {} }, { firecracker: { initrd: '' } }],
  ])('%s', (shim, props, hypervisor) => {
    const { [`dropin-${shim.name}.toml`]: text = '' } = dropIns({
      shims: [shim],
      multiInstallSuffix: 'blue',
      ...props,
    });
    expect(parse(text)).toEqual({ hypervisor });
  });

  test('in the folder of a prefix', () => {
    const { 'dropin-clh.toml': text = '' } = dropIns({ shims: [CLH], installationPrefix: '/srv' });
    expect(parse(text)).toMatchObject({ hypervisor: { clh: { virtio_fs_daemon: '/srv/opt/kata/libexec/virtiofsd' } } });
  });

  test('below a drop-in of the user, and in sizes and custom runtimes', () => {
    const own = 'hypervisor.qemu.firmware = "/mine"\nhypervisor.qemu.enable_iothreads = true\n';
    const files = dropIns(
      {
        multiInstallSuffix: 'blue',
        shimSettings: [{ shim: QEMU_RUNTIME_RS, dropIn: own }],
        customRuntimes: [{ handler: 'kata-mine', shim: QEMU_RUNTIME_RS, dropIn: '[runtime]\nenable_tracing = true\n' }],
      },
      (kata) => kata.addSize('large', { shim: QEMU_RUNTIME_RS, guestMemory: '512Mi' }),
    );
    const qemu = { ...BLUE, firmware: '/mine', firmware_volume: '', enable_iothreads: true };
    expect(Object.keys(files)).toEqual([
      'custom-runtimes.list',
      'dropin-kata-large-blue.toml',
      'dropin-kata-mine.toml',
      'dropin-qemu-runtime-rs.toml',
    ]);
    expect(parse(files['dropin-qemu-runtime-rs.toml'] as string)).toEqual({ hypervisor: { qemu } });
    expect(parse(files['dropin-kata-mine.toml'] as string)).toEqual({
      hypervisor: { qemu },
      runtime: { enable_tracing: true },
    });
    expect(parse(files['dropin-kata-large-blue.toml'] as string)).toEqual({
      hypervisor: { qemu: { ...qemu, overhead_memory: 512, overhead_vcpus: 0.2 } },
    });
  });

  test.each<[string, KataRuntimeProps]>([
    ['in the default folder', {}],
    ['of 3.14.0, whose script writes the paths itself', { release: KataRelease.V3_14_0, multiInstallSuffix: 'blue' }],
  ])('nothing %s', (_, props) => {
    expect(dropIns({ shims: [QEMU_RUNTIME_RS], ...props })).toEqual({});
  });

  test.each<[string, KataRuntimeProps, string]>([
    [
      'handlers for debugging',
      { debug: true, multiInstallSuffix: 'blue' },
      "multiInstallSuffix 'blue' is given with debug: Kata 4.2.0 writes wrong paths outside /opt/kata",
    ],
    [
      'debugging with a prefix',
      { debug: true, installationPrefix: '/srv' },
      "installationPrefix '/srv' is given with debug",
    ],
    [
      'confidential guests',
      {
        shims: [QEMU_RUNTIME_RS, QEMU_SNP_RUNTIME_RS],
        snapshotters: [KataSnapshotter.NYDUS],
        multiInstallSuffix: 'blue',
      },
      "multiInstallSuffix 'blue' is given, and no VM of shim 'qemu-snp-runtime-rs' would start",
    ],
    [
      'guests that boot from an initrd',
      { architectures: [KataArchitecture.PPC64LE], multiInstallSuffix: 'blue' },
      'guests on ppc64le boot from the initrd',
    ],
  ])('%s cannot be put right', (_, props, message) => {
    expect(() => dropIns(props)).toThrow(message);
  });
});

describe("a shim's drop-in (D-F10)", () => {
  test('is in its sizes and custom runtimes, below their own', () => {
    const files = dropIns(
      {
        shimSettings: [
          { shim: QEMU_RUNTIME_RS, dropIn: '[hypervisor.qemu]\nenable_iothreads = true\noverhead_memory = 64\n' },
        ],
      },
      (kata) => kata.addSize('large', { shim: QEMU_RUNTIME_RS, guestMemory: '512Mi' }),
    );
    expect(parse(files['dropin-kata-large.toml'] as string)).toEqual({
      hypervisor: { qemu: { enable_iothreads: true, overhead_memory: 512, overhead_vcpus: 0.2 } },
    });
  });

  test('counts in what is known of the VMs of a custom runtime', () => {
    const all = synthApp((app) => {
      const kata = new KataRuntime(app, 'kata', {
        shims: [QEMU_RUNTIME_RS],
        shimSettings: [{ shim: QEMU_RUNTIME_RS, dropIn: 'hypervisor.qemu.shared_fs = "none"\n' }],
        customRuntimes: [{ handler: 'kata-mine', shim: QEMU_RUNTIME_RS }],
      });
      const { guest } = kata.sandboxTarget(kata.runtimeClasses.find(({ name }) => name === 'kata-mine'));
      expect(guest?.sharesDirectories).toBe(false);
    });
    expect(find(all, 'RuntimeClass', 'kata-mine').handler).toBe('kata-mine');
  });
});

describe('the default shim of an architecture (A11)', () => {
  const { AMD64, ARM64, S390X } = KataArchitecture;
  const defaults = (props: KataRuntimeProps) => {
    const all = synthApp((app) => new KataRuntime(app, 'kata', props));
    const { env } = find(all, 'DaemonSet').spec.template.spec.containers[0];
    return Object.fromEntries(
      env
        .filter(({ name }: { name: string }) => name.startsWith('DEFAULT_SHIM'))
        .map((it: { name: string; value: string }) => [it.name.slice(13), it.value]),
    );
  };

  test.each<[string, KataRuntimeProps, object]>([
    [
      "the release's where the default one is not built",
      { shims: [CLH, QEMU, QEMU_RUNTIME_RS], architectures: [AMD64, ARM64] },
      { X86_64: 'clh', AARCH64: 'qemu-runtime-rs' },
    ],
    [
      "the first that was given where the release's is not installed",
      {
        shims: [CLH, KataShim.QEMU_SE, KataShim.QEMU_COCO_DEV],
        snapshotters: [KataSnapshotter.NYDUS],
        architectures: [AMD64, S390X],
      },
      { X86_64: 'clh', S390X: 'qemu-se' },
    ],
    [
      'the one that was named for it',
      { shims: [QEMU_RUNTIME_RS, QEMU], architectures: [AMD64, ARM64], defaultShims: { arm64: QEMU } },
      { X86_64: 'qemu-runtime-rs', AARCH64: 'qemu' },
    ],
  ])('is %s', (_, props, expected) => {
    expect(defaults(props)).toEqual(expected);
  });

  test.each<[string, KataRuntimeProps, string]>([
    ['not installed', { defaultShims: { amd64: CLH } }, "defaultShims.amd64 'clh' is not installed"],
    ['of other nodes', { defaultShims: { arm64: QEMU_RUNTIME_RS } }, 'architectures are amd64'],
    [
      'not built for it',
      { shims: [CLH, QEMU], architectures: [AMD64, ARM64], defaultShims: { arm64: CLH } },
      "shim 'clh' does not run on arm64",
    ],
  ])('must not be %s', (_, props, message) => {
    expect(() => defaults(props)).toThrow(message);
  });
});

test.each<[string, KataRuntimeProps]>([
  ['shim', { shimSettings: [{ shim: QEMU_RUNTIME_RS, nodeSelector: { a: 'c' } }] }],
  ['custom runtime', { customRuntimes: [{ handler: 'kata-mine', shim: QEMU_RUNTIME_RS, nodeSelector: { a: 'c' } }] }],
])('the selector of a %s cannot contradict the placement (B11)', (_, props) => {
  const placement = { nodeSelector: { a: 'b' } };
  expect(() => dropIns({ placement, ...props })).toThrow('has a: c, and the placement selects a: b');
});

test.each([
  ['nothing', [undefined, undefined], undefined],
  ['one text as it was written', ['a=1 # one'], 'a=1 # one'],
  [
    'tables, lists and dates',
    ['[a]\nb = [1]\nc = 1979-05-27\n', { a: { b: [2] } }],
    '[a]\nb = [ 2 ]\nc = 1979-05-27\n',
  ],
])('merges %s', (_, layers, expected) => {
  expect(mergeDropIns(layers)).toBe(expected);
});
