import { KataRelease, KataShim, ShimConfiguration, type ShimConfigurationProps } from '../../../lib/kata';
import { SettingEffect } from '../../../lib/sandbox';

const { V3_14_0, V4_1_0 } = KataRelease;

function guest(shim: string, props: Partial<ShimConfigurationProps> = {}): ShimConfiguration {
  return ShimConfiguration.of({ release: V4_1_0, ...props, shim: KataShim.of(shim) });
}

const dropIn = (shim: string, text: string) => guest(shim, { dropIn: text });

describe('directories of the node are shared', () => {
  test.each([
    [V4_1_0, ['clh', 'clh-runtime-rs', 'dragonball', 'openvmm-azure-runtime-rs', 'qemu', 'qemu-runtime-rs']],
    [V4_1_0, ['qemu-nvidia-cpu', 'qemu-nvidia-gpu']],
    [V3_14_0, ['clh', 'cloud-hypervisor', 'dragonball', 'qemu', 'qemu-runtime-rs', 'qemu-se', 'stratovirt']],
  ])('in %s with %j', (release, shims) => {
    for (const shim of shims) expect([shim, guest(shim, { release }).sharesDirectories]).toEqual([shim, true]);
  });

  test.each([
    [V4_1_0, ['fc', 'remote', 'qemu-coco-dev', 'qemu-coco-dev-runtime-rs', 'qemu-snp', 'qemu-tdx-runtime-rs']],
    [V4_1_0, ['qemu-se', 'qemu-nvidia-cpu-runtime-rs', 'qemu-nvidia-gpu-runtime-rs', 'qemu-nvidia-gpu-snp']],
    [V3_14_0, ['fc', 'qemu-coco-dev', 'qemu-sev', 'qemu-snp', 'qemu-tdx', 'qemu-nvidia-gpu-tdx', 'remote']],
  ])('in %s not with %j', (release, shims) => {
    for (const shim of shims) expect([shim, guest(shim, { release }).sharesDirectories]).toEqual([shim, false]);
  });

  test.each([
    ['[hypervisor.qemu]\nshared_fs = "none"\n', false],
    ['hypervisor.qemu.shared_fs = "none"', false],
    ['hypervisor = { qemu = { shared_fs = "none" } }', false],
    ['[hypervisor.clh]\nshared_fs = "none"\n', true],
    ['[hypervisor.qemu]\nshared_fs = "virtio-9p"\n', true],
  ])('as a drop-in says: %j', (text, shared) => {
    expect(dropIn('qemu-runtime-rs', text).sharesDirectories).toBe(shared);
  });

  test('as a drop-in says for a shim that shares none', () => {
    expect(dropIn('qemu-coco-dev', 'hypervisor.qemu.shared_fs = "virtio-fs"').sharesDirectories).toBe(true);
    expect(dropIn('fc', 'hypervisor.firecracker.shared_fs = "virtio-fs"').sharesDirectories).toBe(false);
  });

  test('as an annotation says that the class allows', () => {
    const annotations = { 'io.katacontainers.config.hypervisor.shared_fs': 'none' };
    const open = guest('qemu', { allowedAnnotations: ['shared_fs'] });
    expect(open.withAnnotations(annotations).sharesDirectories).toBe(false);
    expect(open.sharesDirectories).toBe(true);
    expect(guest('qemu').withAnnotations(annotations).sharesDirectories).toBe(true);
  });
});

describe('devices are passed through', () => {
  test.each([
    [V4_1_0, 'qemu-nvidia-gpu', true],
    [V4_1_0, 'qemu-nvidia-gpu-tdx-runtime-rs', true],
    [V4_1_0, 'qemu-se', true],
    [V4_1_0, 'qemu-runtime-rs', false],
    [V4_1_0, 'qemu-nvidia-cpu', false],
    [V4_1_0, 'clh', false],
    [V4_1_0, 'fc', false],
    [V3_14_0, 'qemu-nvidia-gpu', true],
    [V3_14_0, 'qemu-se', false],
  ])('in %s with %s: %s', (release, shim, open) => {
    expect(guest(shim, { release }).passesDevicesThrough).toBe(open);
  });

  test('once a port is open, where the hypervisor can', () => {
    expect(dropIn('qemu', 'hypervisor.qemu.hot_plug_vfio = "root-port"').passesDevicesThrough).toBe(true);
    expect(dropIn('fc', 'hypervisor.firecracker.cold_plug_vfio = "root-port"').passesDevicesThrough).toBe(false);
    const annotations = { 'io.katacontainers.config.hypervisor.cold_plug_vfio': 'root-port' };
    const allowed = guest('clh', { allowedAnnotations: ['cold_plug_vfio'] });
    expect(allowed.withAnnotations(annotations).passesDevicesThrough).toBe(true);
    expect(guest('clh').canOpenVfioPorts).toBe(true);
    expect(guest('fc').canOpenVfioPorts).toBe(false);
  });
});

test('sizes change while a VM runs with the plain shims in Go alone', () => {
  const resizing = (release: KataRelease) =>
    release.shims.filter((shim) => ShimConfiguration.of({ release, shim }).resizes).map(({ name }) => name);
  expect(resizing(V4_1_0)).toEqual(['clh', 'qemu']);
  expect(resizing(V3_14_0)).toEqual(['clh', 'dragonball', 'qemu', 'qemu-nvidia-gpu', 'qemu-se']);
  expect(dropIn('qemu', 'runtime.static_sandbox_resource_mgmt = true').resizes).toBe(false);
  expect(dropIn('qemu-runtime-rs', '[runtime]\nstatic_sandbox_resource_mgmt = false').resizes).toBe(true);
});

test('guests pull images where nydus is, or where they are told to', () => {
  expect(guest('qemu-snp-runtime-rs').pullsImagesInGuest).toBe(true);
  expect(guest('qemu-runtime-rs').pullsImagesInGuest).toBe(false);
  expect(guest('qemu-runtime-rs', { forceGuestPull: true }).pullsImagesInGuest).toBe(true);
  expect(guest('qemu-runtime-rs', { snapshotter: 'nydus' }).pullsImagesInGuest).toBe(true);
  expect(guest('qemu-snp-runtime-rs', { snapshotter: 'erofs' }).pullsImagesInGuest).toBe(false);
  expect(dropIn('qemu', '[runtime]\nexperimental_force_guest_pull = true').pullsImagesInGuest).toBe(true);
});

test('hypervisors bound vCPUs and block devices', () => {
  expect(guest('fc').maxVcpus).toBe(32);
  expect(guest('fc').maxContainers).toBe(8);
  expect(guest('qemu').maxVcpus).toBe(256);
  expect(guest('qemu').maxContainers).toBeUndefined();
  expect(dropIn('qemu', 'hypervisor.qemu.default_maxvcpus = 4').maxVcpus).toBe(4);
  expect(dropIn('qemu', 'hypervisor.qemu.default_maxvcpus = 0').maxVcpus).toBe(256);
  // Overwritten where the VM has its size from the start.
  expect(dropIn('qemu-runtime-rs', 'hypervisor.qemu.default_maxvcpus = 4').maxVcpus).toBe(256);
});

test('peer pods run outside the node', () => {
  expect(guest('remote').runsOnNode).toBe(false);
  expect(guest('qemu').runsOnNode).toBe(true);
});

test('huge pages are off until they are asked for', () => {
  expect(guest('qemu').usesHugePages).toBe(false);
  expect(dropIn('qemu', 'hypervisor.qemu.enable_hugepages = true').usesHugePages).toBe(true);
  const allowed = guest('qemu', { allowedAnnotations: ['enable_hugepages'] });
  const annotations = { 'io.katacontainers.config.hypervisor.enable_hugepages': 'true' };
  expect(allowed.withAnnotations(annotations).usesHugePages).toBe(true);
});

// Review finding F3: seven ways to write one thing in TOML.
test.each([
  ['[hypervisor.qemu]\noverhead_memory = 4096\n', 4096],
  ['hypervisor.qemu.overhead_memory = 4096', 4096],
  ['[hypervisor]\nqemu = { overhead_memory = 4096 }', 4096],
  ['[hypervisor.qemu]\n"overhead_memory" = 4096', 4096],
  ['[hypervisor.qemu]\noverhead_memory = 4_096 # MiB', 4096],
  ['[agent.kata]\noverhead_memory = 4096', 32],
  ['[hypervisor.clh]\noverhead_memory = 4096', 32],
])('a drop-in %j gives the guest %d MiB', (text, memoryMib) => {
  expect(dropIn('qemu-runtime-rs', text).overheadMemoryMib).toBe(memoryMib);
});

test('a drop-in that is not TOML is refused', () => {
  expect(() => dropIn('qemu', 'hypervisor = [')).toThrow();
});

test.each<[string, string, string, SettingEffect]>([
  ['qemu-runtime-rs', 'hypervisor.default_memory', '', SettingEffect.WITHOUT_LIMITS],
  ['qemu-runtime-rs', 'hypervisor.default_vcpus', '', SettingEffect.WITHOUT_LIMITS],
  ['qemu-runtime-rs', 'hypervisor.default_max_vcpus', 'default_max_vcpus', SettingEffect.NEVER],
  ['qemu-runtime-rs', 'hypervisor.enable_hugepages', '', SettingEffect.NOT_ALLOWED],
  ['qemu-runtime-rs', 'hypervisor.enable_hugepages', 'enable_hugepages', SettingEffect.ACTS],
  ['qemu-runtime-rs', 'hypervisor.enable_hugepages', 'enable_.*', SettingEffect.ACTS],
  ['qemu-runtime-rs', 'hypervisor.kernel_params', '', SettingEffect.ACTS],
  ['qemu-runtime-rs', 'runtime.disable_guest_seccomp', '', SettingEffect.ACTS],
  ['qemu', 'hypervisor.default_memory', 'default_memory', SettingEffect.ACTS],
  ['qemu', 'hypervisor.default_max_vcpus', 'default_max_vcpus', SettingEffect.ACTS],
  ['fc', 'hypervisor.default_max_vcpus', 'default_max_vcpus', SettingEffect.NEVER],
])('%s: %s with %j allowed: %s', (shim, annotation, allowed, effect) => {
  const configuration = guest(shim, { allowedAnnotations: allowed === '' ? [] : [allowed] });
  expect(configuration.effectOf(`io.katacontainers.config.${annotation}`)).toBe(effect);
});

test('a release knows what its runtimes did not know', () => {
  const effect = (release: KataRelease, shim: string) =>
    guest(shim, { release }).effectOf('io.katacontainers.config.runtime.create_container_timeout');
  expect(effect(V3_14_0, 'qemu-runtime-rs')).toBe(SettingEffect.UNKNOWN);
  expect(effect(V3_14_0, 'qemu')).toBe(SettingEffect.ACTS);
  expect(effect(V4_1_0, 'qemu-runtime-rs')).toBe(SettingEffect.ACTS);
});

test('a drop-in replaces the list of allowed annotations', () => {
  const none = dropIn('qemu', 'hypervisor.qemu.enable_annotations = []');
  expect(none.allowedAnnotations).toEqual([]);
  expect(none.effectOf('io.katacontainers.config.hypervisor.kernel_params')).toBe(SettingEffect.NOT_ALLOWED);
});

test('annotations of other products change nothing', () => {
  const annotated = guest('qemu').withAnnotations({ 'example.com/shared_fs': 'none', team: 'a' });
  expect(annotated.sharesDirectories).toBe(true);
  expect(annotated.effectOf('example.com/x')).toBe(SettingEffect.UNKNOWN);
});
