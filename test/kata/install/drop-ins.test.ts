import { App } from 'cdk8s';
import { KataRuntime, type KataRuntimeProps, KataShim } from '../../../lib/kata';

const kata = (props: KataRuntimeProps) => new KataRuntime(new App(), 'kata', props);
const OVERHEAD = { memory: '2Gi', cpu: '250m' };

test.each<[string, KataRuntimeProps, RegExp]>([
  [
    'memory that the runtime in Go replaces (K4)',
    {
      shims: [KataShim.QEMU],
      shimSettings: [{ shim: KataShim.QEMU, dropIn: '[hypervisor.qemu]\ndefault_memory = 68\n' }],
    },
    /^kata: shimSettings\.qemu\.dropIn: \[hypervisor\.qemu\] default_memory is 68, less than the 256 MiB.*\(kata\/drop-in-value\)$/,
  ],
  [
    'memory of a custom runtime that the runtime in Go replaces (K4)',
    {
      shims: [KataShim.CLH],
      customRuntimes: [
        {
          handler: 'kata-small',
          shim: KataShim.CLH,
          dropIn: '[hypervisor.clh]\ndefault_memory = 128\n',
          overhead: OVERHEAD,
        },
      ],
    },
    /^kata: customRuntimes\.kata-small\.dropIn: .*less than the 256 MiB/,
  ],
  [
    'a driver of the other runtime (K11)',
    {
      shims: [KataShim.CLH],
      shimSettings: [{ shim: KataShim.CLH, dropIn: 'hypervisor.clh.block_device_driver = "virtio-blk-pci"' }],
    },
    /'virtio-blk-pci', and must be one of/,
  ],
  [
    'a name of no setting (A8)',
    {
      shims: [KataShim.CLH],
      shimSettings: [{ shim: KataShim.CLH, allowedHypervisorAnnotations: ['defualt_memory'] }],
    },
    /shimSettings\.clh\.allowedHypervisorAnnotations has 'defualt_memory'.*write 'default_memory'/,
  ],
])('an installation with %s is refused', (_, props, message) => {
  expect(() => kata(props)).toThrow(message);
});

test.each<[string, KataRuntimeProps, RegExp]>([
  [
    'memory that limits overwrite (K11)',
    {
      shims: [KataShim.DRAGONBALL],
      customRuntimes: [
        {
          handler: 'kata-small',
          shim: KataShim.DRAGONBALL,
          dropIn: '[hypervisor.dragonball]\ndefault_memory = 256\n',
          overhead: OVERHEAD,
        },
      ],
    },
    /customRuntimes\.kata-small\.dropIn: .*default_memory acts only in pods without any limit.*overhead_memory/,
  ],
  [
    'settings with which pods leave their VMs (A8)',
    {
      shims: [KataShim.CLH],
      shimSettings: [{ shim: KataShim.CLH, allowedHypervisorAnnotations: ['virtio_fs_extra_args'] }],
    },
    /'virtio_fs_extra_args'.*whoever creates pods can leave the VM/,
  ],
])('an installation with %s is warned of', (_, props, message) => {
  expect(kata(props).warnings).toContainEqual(expect.stringMatching(message));
});

test('sizes have drop-ins that act', () => {
  const runtime = kata({ shims: [KataShim.QEMU_RUNTIME_RS, KataShim.QEMU] });
  runtime.addSize('rust', { shim: KataShim.QEMU_RUNTIME_RS, guestMemory: '512Mi' });
  runtime.addSize('go', { shim: KataShim.QEMU, guestMemory: '512Mi' });
  expect(runtime.warnings.filter((warning) => /drop-in/.test(warning))).toEqual([]);
});

test('a custom runtime that is added later is held to the same', () => {
  const { installation } = kata({ shims: [KataShim.CLH] });
  const dropIn = '[hypervisor.clh]\ndefault_memory = 128\n';
  expect(() => installation.addCustomRuntime({ handler: 'kata-late', shim: KataShim.CLH, dropIn })).toThrow(
    'customRuntimes.kata-late.dropIn: [hypervisor.clh] default_memory is 128, less than the 256 MiB',
  );
});
