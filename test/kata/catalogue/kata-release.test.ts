import { App } from 'cdk8s';
import { RELEASES } from '../../../lib/data/kata/releases';
import {
  type CustomKataRelease,
  type CustomKataShim,
  DeploymentMode,
  KataArchitecture,
  KataHypervisor,
  KataRelease,
  KataRuntime,
  KataRuntimeLanguage,
  KataShim,
  ShimConfiguration,
  vmSize,
} from '../../../lib/kata';
import { find, manifests } from '../../util/manifests';

const { V3_14_0, V4_1_0 } = KataRelease;

test('a release is found by its version', () => {
  expect(KataRelease.of('4.1.0')).toBe(V4_1_0);
  expect(KataRelease.all).toContain(V3_14_0);
  expect(KataRelease.all).toContain(KataRelease.DEFAULT);
  expect(() => KataRelease.of('4.0.0')).toThrow("release '4.0.0' is not in the catalogue; it has 3.14.0, 4.1.0");
});

describe.each(RELEASES.map((data) => [data.version, data] as const))('the row of %s', (_, data) => {
  test('names nothing that it does not have', () => {
    for (const shim of [data.defaultShim, ...data.defaultShims]) expect(Object.keys(data.shims)).toContain(shim);
    for (const { hypervisor } of Object.values(data.shims)) expect(Object.keys(data.hypervisors)).toContain(hypervisor);
    const affected = data.advisories.flatMap(({ shims = [] }) => shims);
    for (const shim of affected) expect(Object.keys(data.shims)).toContain(shim);
  });

  test('names no advisory twice, and none that it does not have any more', () => {
    const ids = data.advisories.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const order = (version: string) => version.split('.').map(Number);
    for (const { fixedIn } of data.advisories) {
      const [major = 0, minor = 0] = order(fixedIn);
      const [ownMajor = 0, ownMinor = 0] = order(data.version);
      expect(major * 1000 + minor).toBeGreaterThan(ownMajor * 1000 + ownMinor);
    }
  });
});

// Review finding A7, held against enable_annotations of src/runtime/config at tag 3.14.0.
test.each([
  ['clh', ['enable_iommu', 'virtio_fs_extra_args', 'kernel_params']],
  ['remote', ['machine_type', 'default_memory', 'default_vcpus', 'image', 'default_gpus', 'gpu_model']],
])('in 3.14.0 %s allows %j', (shim, annotations) => {
  expect(V3_14_0.shimData(KataShim.of(shim)).allowedAnnotations).toEqual(annotations);
});

const image = 'registry.acme.example/kata-deploy:4.1.0-acme.1';
const fork: CustomKataRelease = { base: V4_1_0, version: '4.1.0-acme.1', image };
const acme: CustomKataShim = {
  shim: KataShim.of('acme'),
  runtime: KataRuntimeLanguage.RUST,
  hypervisor: KataHypervisor.QEMU,
  architectures: [KataArchitecture.AMD64],
  overhead: { cpu: '300m', memory: '400Mi' },
};

describe('a fork', () => {
  test('has shims of its own (F6)', () => {
    const release = KataRelease.custom({
      ...fork,
      shims: [{ ...acme, overheadMemoryMib: 64, allowedAnnotations: [] }],
    });
    const app = new App();
    new KataRuntime(app, 'kata', { release, shims: [KataShim.of('acme')] });
    const objects = manifests(app);
    const [container] = find(objects, 'DaemonSet').spec.template.spec.containers;
    expect(container.image).toBe(image);
    expect(container.env).toContainEqual({ name: 'SHIMS_X86_64', value: 'acme' });
    expect(find(objects, 'RuntimeClass', 'kata-acme')).toMatchObject({
      handler: 'kata-acme',
      overhead: { podFixed: { cpu: '300m', memory: '400Mi' } },
      metadata: { annotations: { 'katacontainers.io/kata-version': '4.1.0-acme.1' } },
    });
    const size = { release, shim: KataShim.of('acme'), containers: [{ cpu: '1', memory: '1Gi' }] };
    expect(vmSize(size)).toMatchObject({ vcpus: 2, vmMemoryMib: 1088, hypervisorMemoryMib: 336, problems: [] });
    expect(release.shims).toContainEqual(KataShim.QEMU);
  });

  test.each<[string, Partial<CustomKataShim>, Partial<ShimConfiguration>]>([
    ['as the plain shim of its hypervisor', {}, { sharesDirectories: true, overheadMemoryMib: 32, isStatic: true }],
    ['without directories', { sharesDirectories: false }, { sharesDirectories: false }],
    ['that grows', { staticSizing: false, defaultMemoryMib: 512 }, { resizes: true, overheadMemoryMib: 512 }],
    [
      'in Go with Firecracker',
      { runtime: KataRuntimeLanguage.GO, hypervisor: KataHypervisor.FIRECRACKER },
      { sharesDirectories: false, maxContainers: 8 },
    ],
    ['that allows settings', { allowedAnnotations: ['a', 'b'] }, { allowedAnnotations: ['a', 'b'] }],
    ['that pulls in its guest', { snapshotter: 'nydus' }, { pullsImagesInGuest: true }],
  ])('has a shim %s', (_, more, expected) => {
    const release = KataRelease.custom({ ...fork, shims: [{ ...acme, ...more }] });
    const guest = ShimConfiguration.of({ release, shim: KataShim.of('acme') });
    for (const [field, value] of Object.entries(expected))
      expect(guest[field as keyof ShimConfiguration]).toEqual(value);
  });

  test('may read another section of its configuration', () => {
    const release = KataRelease.custom({ ...fork, shims: [{ ...acme, configurationSection: 'acme' }] });
    const dropIn = 'hypervisor.acme.overhead_memory = 256';
    expect(ShimConfiguration.of({ release, shim: KataShim.of('acme'), dropIn }).overheadMemoryMib).toBe(256);
  });

  test.each<[string, Partial<CustomKataShim>, string]>([
    ['no runtime', { runtime: 'c' as never }, "shims[0].runtime is 'c', and must be one of go, rust"],
    [
      'a hypervisor of another release',
      { hypervisor: KataHypervisor.STRATOVIRT },
      'give one that Kata 4.1.0 has: qemu',
    ],
    [
      'a runtime that its hypervisor does not have',
      { hypervisor: KataHypervisor.DRAGONBALL, runtime: KataRuntimeLanguage.GO },
      'give the language of a shim with dragonball in Kata 4.1.0',
    ],
    ['no architecture', { architectures: [] }, 'give some of amd64, arm64'],
    [
      'an architecture that is none',
      { architectures: ['x86' as never] },
      "shims[0].architectures[0] is 'x86', and must be one of amd64",
    ],
    [
      'an overhead that is none',
      { overhead: { cpu: '1', memory: 'lots' } },
      "overhead.memory of a custom release is 'lots'",
    ],
    ['half a MiB', { overheadMemoryMib: 0.5 }, 'give a whole number of MiB'],
    ['less than no vCPU', { defaultVcpus: -1 }, 'give a number from 0 on'],
  ])('is refused with a shim of %s', (_, more, message) => {
    expect(() => KataRelease.custom({ ...fork, shims: [{ ...acme, ...more }] })).toThrow(message);
  });

  test('brings its dispatcher', () => {
    const dispatcherImage = 'registry.acme.example/dispatcher:1.0.0';
    const app = new App();
    new KataRuntime(app, 'kata', {
      release: KataRelease.custom({ ...fork, dispatcherImage }),
      deploymentMode: DeploymentMode.JOB,
      placement: { nodeSelector: { pool: 'kata' } },
    });
    expect(JSON.stringify(manifests(app))).toContain(`"image":"${dispatcherImage}"`);
  });

  test.each<[string, Partial<CustomKataRelease>, string]>([
    ['no base', { base: '4.1.0' as never }, 'base'],
    [
      'no version',
      { version: 'latest' },
      "version of a custom release is 'latest'; give a KataRelease as base and a version",
    ],
    [
      'the version of another release',
      { version: '3.14.0' },
      "version '3.14.0' of a custom release is a release that the catalogue has, and its base is 4.1.0",
    ],
    ['a floating image', { image: 'kata-deploy:latest' }, 'kata-deploy:latest'],
    ['a floating dispatcher', { dispatcherImage: 'dispatcher' }, 'dispatcherImage'],
    [
      'a dispatcher without job mode',
      { base: V3_14_0, version: '3.14.0-acme.1', dispatcherImage: 'dispatcher:1.0.0' },
      'which has no job mode',
    ],
  ])('is refused with %s', (_, more, message) => {
    expect(() => KataRelease.custom({ ...fork, ...more })).toThrow(message);
  });
});

describe('the image', () => {
  const install = (release: KataRelease, of: string) => new KataRuntime(new App(), 'kata', { release, image: of });

  test.each([
    ['a plain mirror (A15)', KataRelease.custom({ ...fork, image: 'mirror.example/kata-deploy:4.1.0' }), undefined],
    ['a mirror', V4_1_0, 'mirror.example/kata/kata-deploy:4.1.0'],
    ['a mirror with a port', V4_1_0, 'mirror.example:5000/kata-deploy:4.1.0'],
    ['a digest', V4_1_0, `mirror.example/kata-deploy@sha256:${'a'.repeat(64)}`],
    ['a rebuild', V4_1_0, 'mirror.example/kata-deploy:4.1.0-acme.2'],
    [
      "a fork's own version",
      KataRelease.custom({ ...fork, version: '1.0.0', image: 'acme/kata-deploy:1.0.0' }),
      undefined,
    ],
  ])('may be %s', (_, release, of) => {
    expect(install(release, of ?? release.image).release).toBe(release);
  });

  test.each([
    [V4_1_0, 'quay.io/kata-containers/kata-deploy:3.14.0'],
    [V4_1_0, 'quay.io/kata-containers/kata-deploy:3.21.0'],
    [V4_1_0, 'quay.io/kata-containers/kata-deploy:4.0.0'],
    [V4_1_0, 'quay.io/kata-containers/kata-deploy:4.2.0'],
    [V4_1_0, `quay.io/kata-containers/kata-deploy:4.2.0@sha256:${'a'.repeat(64)}`],
    [V4_1_0, 'quay.io/kata-containers/kata-monitor:4.1.0'],
    [V3_14_0, 'quay.io/kata-containers/kata-deploy:4.1.0'],
    [KataRelease.custom(fork), 'quay.io/kata-containers/kata-deploy:4.2.0'],
  ])('of %s may not be %s (A15)', (release, of) => {
    expect(() => install(release, of)).toThrow(`is of another release than ${release.version}`);
  });
});
