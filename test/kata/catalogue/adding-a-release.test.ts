import * as fs from 'node:fs';
import * as path from 'node:path';
import { App } from 'cdk8s';
import {
  DeploymentMode,
  KataRelease,
  KataRuntime,
  type KataRuntimeProps,
  KataShim,
  KataSnapshotter,
  KubernetesDistribution,
  podLimits,
  ShimConfiguration,
  vmSize,
} from '../../../lib/kata';
import { SettingEffect } from '../../../lib/sandbox';
import { KATA_9_9_9 } from '../../fixtures/release-9.9.9';
import { find, manifests } from '../../util/manifests';

jest.mock('../../../lib/data/kata/releases', () => ({
  RELEASES: [
    ...jest.requireActual('../../../lib/data/kata/releases').RELEASES,
    jest.requireActual('../../fixtures/release-9.9.9').KATA_9_9_9,
  ],
}));

const release = KataRelease.of('9.9.9');
const shim = KataShim.of('cratervm');

test('a release that is one file and one line is in the catalogue', () => {
  expect(KataRelease.all.map(({ version }) => version)).toEqual(expect.arrayContaining(['3.14.0', '4.1.0', '9.9.9']));
  expect(release.image).toBe(KATA_9_9_9.image);
  expect(release.shims.map(({ name }) => name)).toEqual(['cratervm', 'qemu-runtime-rs']);
});

test('it renders with the DaemonSet', () => {
  const app = new App();
  new KataRuntime(app, 'kata', { release, monitor: {} });
  const objects = manifests(app);
  const [container] = find(objects, 'DaemonSet', 'kata-deploy').spec.template.spec.containers;
  expect(container.image).toBe('quay.io/kata-containers/kata-deploy:9.9.9');
  expect(container.env).toContainEqual({ name: 'SHIMS_X86_64', value: 'cratervm' });
  expect(container.env).toContainEqual({ name: 'DEFAULT_SHIM_X86_64', value: 'cratervm' });
  expect(find(objects, 'DaemonSet', 'kata-monitor').spec.template.spec.containers[0].image).toContain(
    'kata-monitor:9.9.9',
  );
  expect(find(objects, 'RuntimeClass', 'kata-cratervm')).toMatchObject({
    metadata: { annotations: { 'katacontainers.io/kata-version': '9.9.9' } },
    handler: 'kata-cratervm',
    overhead: { podFixed: { memory: '90Mi', cpu: '100m' } },
  });
});

test('it renders with Jobs', () => {
  const app = new App();
  new KataRuntime(app, 'kata', {
    release,
    deploymentMode: DeploymentMode.JOB,
    placement: { nodeSelector: { pool: 'kata' } },
  });
  const text = JSON.stringify(manifests(app));
  expect(text).toContain('k8s-job-dispatcher:9.9.9');
  expect(text).toContain('quay.io/kata-containers/kata-deploy:9.9.9');
  expect(text).not.toContain(':4.1.0');
});

test('its figures are the model', () => {
  const guest = ShimConfiguration.of({ release, shim });
  expect(guest.maxVcpus).toBe(16);
  expect(guest.hypervisor).toBe('CraterVM');
  expect(vmSize({ release, shim, containers: [] })).toMatchObject({ vcpus: 2, vmMemoryMib: 1024 });
  expect(vmSize({ release, shim, containers: [{ cpu: '900m', memory: '100Mi' }] })).toMatchObject({
    vcpus: 1,
    vmMemoryMib: 124,
    hypervisorMemoryMib: 66,
  });
  expect(podLimits({ release, shim, vcpus: 2, memory: '1Gi' })).toEqual({ cpu: '1900m', memory: '1000Mi' });
  const rust = ShimConfiguration.of({ release, shim, allowedAnnotations: ['.*'] });
  const annotation = 'io.katacontainers.config.hypervisor.disable_block_device_use';
  expect(rust.effectOf(annotation)).toBe(SettingEffect.UNKNOWN);
});

test('what another release has is refused for it', () => {
  expect(() => new KataRuntime(new App(), 'kata', { release, shims: [KataShim.CLH] })).toThrow(
    "shim 'clh' is not in Kata 9.9.9; it has cratervm, qemu-runtime-rs",
  );
  const image = 'quay.io/kata-containers/kata-deploy:4.1.0';
  expect(() => new KataRuntime(new App(), 'kata', { release, image })).toThrow('is of another release than 9.9.9');
});

describe('what upstream has mended is switched off by the data', () => {
  const all = (props: KataRuntimeProps) => {
    const app = new App();
    const kata = new KataRuntime(app, 'kata', { containerdVersion: '2.2', ...props });
    return { objects: JSON.stringify(manifests(app)), warnings: kata.warnings.join() };
  };

  test('paths outside /opt/kata', () => {
    const props = { shims: [KataShim.QEMU_RUNTIME_RS], multiInstallSuffix: 'blue' };
    expect(all({ ...props, release: KataRelease.V4_1_0 }).objects).toContain('valid_virtio_fs_daemon_paths');
    expect(all({ ...props, release }).objects).not.toContain('valid_virtio_fs_daemon_paths');
    expect(() => all({ ...props, release: KataRelease.V4_1_0, debug: true })).toThrow('writes wrong paths');
    expect(() => all({ ...props, release, debug: true })).not.toThrow();
    expect(() => all({ release, shims: [shim], installationPrefix: '/srv' })).not.toThrow();
  });

  test('containers on EROFS', () => {
    const props = {
      shims: [KataShim.QEMU_RUNTIME_RS],
      snapshotters: [KataSnapshotter.EROFS],
      shimSettings: [{ shim: KataShim.QEMU_RUNTIME_RS, snapshotter: 'erofs' }],
    };
    expect(all({ ...props, release: KataRelease.V4_1_0 }).warnings).toContain('kata-containers#13757');
    expect(all({ ...props, release }).warnings).not.toContain('kata-containers#13757');
  });

  test('a policy of the chart for SELinux', () => {
    const props = { distribution: KubernetesDistribution.RKE2 };
    expect(all({ ...props, release: KataRelease.V4_1_0 }).warnings).not.toContain('selinux.enabled');
    expect(all({ ...props, release }).warnings).toContain('selinux.enabled');
  });
});

test('no code asks for the name of a release or of a contract', () => {
  const asks = /release\.(contract|version|baseVersion) *[!=]== *'|olderThan\(release\.\w+, *'/;
  const folder = path.join(__dirname, '../../../lib');
  const files = (fs.readdirSync(folder, { recursive: true }) as string[]).filter((it) => it.endsWith('.ts'));
  expect(files.filter((it) => asks.test(fs.readFileSync(path.join(folder, it), 'utf8')))).toEqual([]);
});

test('the guide names the source of every field that a release has', () => {
  const guide = fs.readFileSync(path.join(__dirname, '../../../docs/adding-a-release.md'), 'utf8');
  const [, table = ''] = guide.split('| --- | --- |\n');
  const rows = table.slice(0, table.indexOf('\n\n'));
  const fields = [...new Set(KataRelease.all.flatMap(({ data }) => Object.keys(data)))];
  const named = (field: string) => rows.includes(`\`${field}\``);
  expect(fields.filter((field) => !named(field))).toEqual(['version']);
});
