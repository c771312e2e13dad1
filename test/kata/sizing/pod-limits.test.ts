import { App, Chart } from 'cdk8s';
import { KataRelease, KataRuntime, KataShim, podLimits, ShimConfiguration, vmSize } from '../../../lib/kata';

const { V3_14_0, V4_1_0 } = KataRelease;
const { CLH, FIRECRACKER, QEMU, QEMU_NVIDIA_GPU_RUNTIME_RS, QEMU_RUNTIME_RS } = KataShim;

test.each([
  [V4_1_0, QEMU_RUNTIME_RS, 2, '4Gi', { cpu: '1800m', memory: '4064Mi' }],
  [V4_1_0, QEMU_RUNTIME_RS, 1, '2Gi', { cpu: '800m', memory: '2016Mi' }],
  [V4_1_0, QEMU_NVIDIA_GPU_RUNTIME_RS, 2, '4Gi', { cpu: '1500m', memory: '3584Mi' }],
  [V4_1_0, QEMU, 2, '4Gi', { cpu: '1', memory: '2048Mi' }],
  [V4_1_0, QEMU, 1, '2Gi', {}],
  [V4_1_0, FIRECRACKER, 1, '2500Mi', { memory: '452Mi' }],
  [V3_14_0, QEMU_RUNTIME_RS, 2, '4Gi', { cpu: '2', memory: '2048Mi' }],
])('Kata %s: a VM of %s with %d vCPUs and %s', (release, shim, vcpus, memory, limits) => {
  expect(podLimits({ release, shim, vcpus, memory })).toEqual(limits);
});

test('the guest has the share that a drop-in gives it', () => {
  const dropIn = '[hypervisor.qemu]\noverhead_memory = 512\noverhead_vcpus = 0.5\n';
  expect(podLimits({ shim: QEMU_RUNTIME_RS, dropIn, vcpus: 2, memory: '4Gi' })).toEqual({
    cpu: '1500m',
    memory: '3584Mi',
  });
});

test.each([
  [QEMU_RUNTIME_RS, 0, '4Gi', 'vcpus 0 must be a whole number from 1 to 256'],
  [QEMU_RUNTIME_RS, 1.5, '4Gi', 'vcpus 1.5 must be a whole number'],
  [FIRECRACKER, 33, '4Gi', "vcpus 33 must be a whole number from 1 to 32 with shim 'fc'"],
  [QEMU_RUNTIME_RS, 2, '1G', "memory '1G' is not a whole number of MiB"],
  [QEMU_RUNTIME_RS, 2, 'lots', "memory 'lots' is not a Kubernetes quantity"],
  [QEMU_RUNTIME_RS, 2, '1025Mi', 'no limits make a VM of 2 vCPUs and 1025 MiB'],
  [QEMU_RUNTIME_RS, 2, '1025Mi', 'the nearest has 2 vCPUs and 1026 MiB'],
  [QEMU, 2, '1Gi', 'the nearest has 2 vCPUs and 2048 MiB'],
  [CLH, 2, '2100Mi', 'the nearest has 2 vCPUs and 2176 MiB'],
  [QEMU_RUNTIME_RS, 2, '16Mi', 'the nearest has 2 vCPUs and 32 MiB'],
])('%s: no VM of %d vCPUs and %s', (shim, vcpus, memory, message) => {
  expect(() => podLimits({ shim, vcpus, memory })).toThrow(message);
});

/** Numbers that look random and are the same in each run. */
function* numbers(seed: number): Generator<number> {
  let state = seed;
  while (true) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    yield state;
  }
}

const every = KataRelease.all.flatMap((release) => release.shims.map((shim) => ({ release, shim })));

test.each(every)('$release.version $shim.name: vmSize() of podLimits() is what was asked for', ({ release, shim }) => {
  const guest = ShimConfiguration.of({ release, shim });
  const block = guest.resizes ? 128 : 2;
  const random = numbers(42);
  const next = (below: number) => (random.next().value as number) % below;
  for (let round = 0; round < 60; round += 1) {
    const vcpus = 1 + next(guest.maxVcpus);
    const mib = guest.overheadMemoryMib + block * (1 + next(4096));
    const containers = [podLimits({ release, shim, vcpus, memory: `${mib}Mi` })];
    expect(vmSize({ release, shim, containers })).toMatchObject({ vcpus, vmMemoryMib: mib });
  }
});

describe('of an installation', () => {
  const kata = new KataRuntime(new App(), 'kata', {
    shims: [QEMU_RUNTIME_RS, CLH],
    shimSettings: [{ shim: CLH, dropIn: 'hypervisor.clh.default_memory = 512' }],
  });
  const large = kata.addSize('large', { shim: QEMU_RUNTIME_RS, guestMemory: '512Mi', guestVcpus: 0.5 });

  test('the default shim is taken', () => {
    expect(kata.podLimits({ vcpus: 2, memory: '4Gi' })).toEqual({ cpu: '1800m', memory: '4064Mi' });
  });

  test('a class of another shim has its drop-in', () => {
    const limits = kata.podLimits({ vcpus: 2, memory: '1Gi' }, kata.runtimeClass(CLH));
    expect(limits).toEqual({ cpu: '1', memory: '512Mi' });
  });

  test('a size has its share', () => {
    expect(kata.podLimits({ vcpus: 2, memory: '4Gi' }, large)).toEqual({ cpu: '1500m', memory: '3584Mi' });
  });

  test('an installation that another program made gives the same', () => {
    const imported = KataRuntime.fromAttributes(new Chart(new App(), 'chart'), 'kata', kata.attributes);
    expect(imported.podLimits({ vcpus: 2, memory: '4Gi' }, large)).toEqual({ cpu: '1500m', memory: '3584Mi' });
  });

  test('a class of another runtime is refused', () => {
    const other = new KataRuntime(new App(), 'other', { shims: [QEMU] }).runtimeClass();
    expect(() => kata.podLimits({ vcpus: 2, memory: '4Gi' }, other)).toThrow('kata-qemu');
  });
});
