import { TerraformVariable } from 'cdktf';
import {
  GkeCluster,
  GkeNetwork,
  KataNodePool,
  type KataNodePoolOptions,
  NodeImage,
  PoolUpgrade,
  TaintEffect,
} from '../../../lib/gke';
import { Findings } from '../../../lib/validation';
import * as SERIES from '../../fixtures/machine-series.json';
import { type Attributes, newStack, resources, synth, warnings } from '../../util/terraform';

function kataPool(options: KataNodePoolOptions = {}, nat = true) {
  const stack = newStack();
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4', nat });
  const cluster = new GkeCluster(stack, 'gke', { location: 'europe-west4', network });
  cluster.addNodePool('system');
  const pool = cluster.addKataNodePool('kata', options);
  const config = () => {
    const pools = Object.values(resources(synth(stack), 'google_container_node_pool'));
    return pools.find(({ name }) => name === pool.name)?.node_config as Attributes;
  };
  return { stack, cluster, pool, config };
}

test('its nodes can run VMs, and Kata can be installed on them', () => {
  expect(kataPool().config()).toMatchObject({
    machine_type: 'n2-standard-8',
    image_type: 'UBUNTU_CONTAINERD',
    disk_size_gb: 200,
    // 0 is not sent, so the API keeps the machine type's own.
    advanced_machine_features: { enable_nested_virtualization: true, threads_per_core: 0 },
  });
});

test('labels and taints are there from birth, so that the pool grows from zero', () => {
  const { config, pool } = kataPool();
  expect(config().labels).toEqual({
    'node-pool': 'kata',
    'kata-containers': 'enabled',
    'katacontainers.io/kata-runtime': 'true',
    'kata-deploy.katacontainers.io/default': 'true',
  });
  const startup = { key: 'startup-taint.cluster-autoscaler.kubernetes.io/kata-not-ready', value: 'true' };
  expect(config().taint).toEqual([
    { key: 'kata-containers', value: 'enabled', effect: 'NO_SCHEDULE' },
    { ...startup, effect: 'NO_SCHEDULE' },
  ]);
  expect(pool.placement).toEqual({
    nodeSelector: { 'kata-containers': 'enabled' },
    tolerations: [{ key: 'kata-containers', operator: 'Equal', value: 'enabled', effect: 'NoSchedule' }],
    startupTaints: [{ ...startup, effect: 'NoSchedule' }],
    nestedVirtualization: true,
    poolLabels: { 'node-pool': 'kata' },
    nodePool: pool.name,
  });
});

test('scales between 0 and 6 nodes in all, unless told otherwise', () => {
  const { stack } = kataPool();
  const pools = Object.values(resources(synth(stack), 'google_container_node_pool'));
  expect(pools.map(({ autoscaling }) => autoscaling)).toContainEqual({
    location_policy: 'BALANCED',
    total_min_node_count: 0,
    total_max_node_count: 6,
  });
});

test('multiInstallSuffix is in the labels, the taint and the placement', () => {
  const { config, pool } = kataPool({ multiInstallSuffix: 'canary' });
  expect(config().labels).toMatchObject({
    'kata-containers': 'canary',
    'kata-deploy.katacontainers.io/canary': 'true',
  });
  expect(pool.placement).toMatchObject({
    nodeSelector: { 'kata-containers': 'canary' },
    multiInstallSuffix: 'canary',
  });
});

test("a user's labels and taints join the pool's, and the taints are tolerated", () => {
  const taint = { key: 'team', value: 'blue', effect: TaintEffect.NO_EXECUTE };
  const { config, pool } = kataPool({ labels: { team: 'blue' }, taints: [taint] });
  expect(config().labels).toMatchObject({ team: 'blue', 'kata-containers': 'enabled' });
  expect(config().taint).toContainEqual({ key: 'team', value: 'blue', effect: 'NO_EXECUTE' });
  expect(pool.placement.tolerations).toContainEqual({
    key: 'team',
    operator: 'Equal',
    value: 'blue',
    effect: 'NoExecute',
  });
});

test('dedicated: false leaves the taint out, and says what that means', () => {
  const { stack, config, pool } = kataPool({ dedicated: false });
  expect(config().taint).toHaveLength(1);
  expect(pool.placement.tolerations).toEqual([]);
  expect(warnings(stack)).toContainEqual(expect.stringContaining('dedicated is false'));
});

test('startupTaint: false leaves the labels out too, so that none means ready before Kata is there', () => {
  const { stack, config, pool } = kataPool({ startupTaint: false });
  expect(config().labels).toEqual({ 'node-pool': 'kata', 'kata-containers': 'enabled' });
  expect(config().taint).toHaveLength(1);
  expect(pool.placement.startupTaints).toEqual([]);
  expect(warnings(stack)).toContainEqual(expect.stringContaining('never grows from zero'));
});

test.each([
  ['one thread of a core', { threadsPerCore: 1 }, 1],
  ['two threads of a core', { threadsPerCore: 2 }, 2],
])('%s', (_, options, threads) => {
  expect(kataPool(options).config().advanced_machine_features.threads_per_core).toBe(threads);
});

/** A machine type of a series that has local SSDs or GPUs of its own only where all have. */
const machine = (family: string) =>
  Object.keys(SERIES.types).find((type) => type.startsWith(`${family}-`) && /-8$|-8g$|-88$/.test(type)) ??
  (family === 'f1' ? 'f1-micro' : family === 'g1' ? 'g1-small' : `${family}-standard-8`);
const { gkeApi, comparison, excluded, hyperdiskOnly } = SERIES;
const agreed = gkeApi.filter((family) => comparison.includes(family) && !excluded.includes(family));
const doubtful = gkeApi.filter((family) => !agreed.includes(family));
const refused = excluded.filter((family) => !gkeApi.includes(family));

test.each(agreed)('%s, of which every source says so, has nested virtualization', (family) => {
  const { stack, config } = kataPool({ machineType: machine(family) });
  expect(config().disk_type).toBe(hyperdiskOnly.includes(family) ? 'hyperdisk-balanced' : 'pd-balanced');
  const gpus = ['a2', 'a3', 'g2'].includes(family) ? [expect.stringContaining('comes with GPUs')] : [];
  expect(warnings(stack)).toEqual(gpus);
});

test.each(doubtful)('%s, of which sources disagree, is taken with a warning', (family) => {
  const { stack } = kataPool({ machineType: machine(family) });
  expect(warnings(stack)).toEqual([expect.stringContaining('may have no nested virtualization')]);
});

test.each(refused)('%s, which Google excludes, is refused', (family) => {
  expect(() => kataPool({ machineType: machine(family) })).toThrow(
    `test/gke/kata: machineType '${machine(family)}' is of series ${family}, which has no nested virtualization: `,
  );
});

test.each(['n2-custom-8-16384', 'n2-custom-8-16384-ext', 'custom-4-16384', 'n4-custom-8-16384', 'c3-standard-8-lssd'])(
  'takes machine type %s',
  (machineType) => {
    expect(kataPool({ machineType }).config().machine_type).toBe(machineType);
  },
);

test('N1 nodes ask for a CPU that has nested virtualization', () => {
  expect(kataPool({ machineType: 'n1-standard-8' }).config().min_cpu_platform).toBe('Intel Haswell');
  expect(kataPool({ machineType: 'custom-4-16384' }).config().min_cpu_platform).toBe('Intel Haswell');
  expect(kataPool({ machineType: 'n1-standard-8', minCpuPlatform: 'Intel Skylake' }).config().min_cpu_platform).toBe(
    'Intel Skylake',
  );
});

test.each(['e2-standard-8', 'z9-standard-8'])(
  'allowUnverifiedMachineFamily takes %s, with a warning',
  (machineType) => {
    const { stack } = kataPool({ machineType, allowUnverifiedMachineFamily: true });
    expect(warnings(stack)).toContainEqual(expect.stringContaining('allowUnverifiedMachineFamily'));
  },
);

test('a machine type that only Terraform knows is taken, with a warning', () => {
  const stack = newStack();
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
  const cluster = new GkeCluster(stack, 'gke', { location: 'europe-west4', network });
  cluster.addNodePool('system');
  cluster.addKataNodePool('kata', { machineType: new TerraformVariable(stack, 'type', {}).stringValue });
  synth(stack);
  expect(warnings(stack)).toContainEqual(expect.stringContaining('machineType is only known to Terraform'));
});

test.each<[string, KataNodePoolOptions, string]>([
  [
    'an unknown series',
    { machineType: 'z9-standard-8' },
    'of the unknown series z9, which may have no nested virtualization',
  ],
  ['a name of every object as series', { machineType: 'constructor-standard-8' }, 'is not a machine type'],
  ['nothing as machine type', { machineType: '' }, "machineType '' is not a machine type"],
  ['Container-Optimized OS', { imageType: NodeImage.COS_CONTAINERD }, '/opt is read-only'],
  [
    'Windows',
    { imageType: 'WINDOWS_LTSC_CONTAINERD' as NodeImage },
    "imageType is 'WINDOWS_LTSC_CONTAINERD', and must be one of",
  ],
  [
    'an unknown image',
    { imageType: 'GENTOO' as NodeImage },
    "imageType is 'GENTOO', and must be one of COS_CONTAINERD, UBUNTU_CONTAINERD",
  ],
  [
    'the label of GKE Sandbox',
    { labels: { 'sandbox.gke.io/runtime': 'gvisor' } },
    "labels has 'sandbox.gke.io/runtime', whose prefix GKE and Kubernetes keep",
  ],
  [
    'processors without nested virtualization',
    { machineType: 'n1-standard-8', minCpuPlatform: 'Intel Ivy Bridge' },
    "minCpuPlatform 'Intel Ivy Bridge' lets in processors without nested virtualization",
  ],
  ['a label of Kata', { labels: { 'katacontainers.io/kata-runtime': 'true' } }, 'which the pool sets itself'],
  [
    'a label of an installation',
    { labels: { 'kata-deploy.katacontainers.io/x': 'true' } },
    'which the pool sets itself',
  ],
  [
    'the taint of Kata',
    { taints: [{ key: 'kata-containers', effect: TaintEffect.NO_SCHEDULE }] },
    'which the pool sets itself',
  ],
  ['three threads', { threadsPerCore: 3 }, 'threadsPerCore 3 is neither 1 (no SMT) nor 2 (SMT)'],
  ['a suffix that cannot be in names', { multiInstallSuffix: 'Canary!' }, "multiInstallSuffix 'Canary!'"],
  ['a suffix that is taken', { multiInstallSuffix: 'default' }, "multiInstallSuffix 'default'"],
  [
    'a disk that the series does not boot from',
    { machineType: 'c4-standard-8', diskType: 'pd-ssd' },
    'c4 boots from hyperdisk-balanced',
  ],
  [
    'pd-standard on C3',
    { machineType: 'c3-standard-8', diskType: 'pd-standard' },
    'c3 boots from pd-balanced, pd-ssd, hyperdisk-balanced',
  ],
  [
    'a CPU platform where there is no choice',
    { machineType: 'c4-standard-8', minCpuPlatform: 'Intel Haswell' },
    'which has no choice of platforms',
  ],
])('fails for %s', (_, options, message) => {
  expect(() => kataPool(options)).toThrow(message);
});

describe('options of ordinary pools that exclude Kata, or that its pools have always', () => {
  test('are not in the type', () => {
    const options: KataNodePoolOptions[] = [
      // @ts-expect-error GPUs do not reach into guests.
      { accelerators: { type: 'nvidia-l4', count: 1 } },
      // @ts-expect-error Confidential VMs have no nested virtualization.
      { confidentialInstanceType: 'TDX' },
      // @ts-expect-error Ubuntu has no image streaming.
      { imageStreaming: false },
      // @ts-expect-error Nested virtualization is always on.
      { nestedVirtualization: true },
      { machineType: 'n2-standard-8', spot: false, upgrade: PoolUpgrade.surge(), swap: undefined },
    ];
    expect(options).toHaveLength(5);
  });

  test.each<[string, unknown, string]>([
    ['accelerators', { type: 'nvidia-l4', count: 1 }, 'GPUs do not reach into guests; create an ordinary pool'],
    [
      'confidentialInstanceType',
      'TDX',
      'confidential VMs exclude nested virtualization, which Kata needs; leave it out',
    ],
    ['imageStreaming', true, 'Ubuntu, on which Kata is installed, has no image streaming; leave it out'],
    ['nestedVirtualization', false, 'nodes for Kata always have nested virtualization; leave it out'],
    ['nestedVirtualization', true, 'nodes for Kata always have nested virtualization; leave it out'],
  ])('%s: %j is refused with the reason', (option, value, reason) => {
    const { cluster } = kataPool();
    for (const make of [
      () => cluster.addKataNodePool('mine', { [option]: value }),
      () => new KataNodePool(cluster, 'mine', { cluster, [option]: value }),
    ]) {
      cluster.node.tryRemoveChild('mine');
      expect(make).toThrow(`gke/mine: ${option} is given to a Kata pool, and ${reason}`);
    }
  });

  test('are taken where they are undefined', () => {
    expect(() => kataPool({ accelerators: undefined } as object)).not.toThrow();
  });
});

test.each<[string, KataNodePoolOptions, string]>([
  ['bare metal', { machineType: 'c3-highmem-192-metal' }, 'is bare metal'],
  ['two vCPUs', { machineType: 'n2-standard-2' }, 'has 2 vCPUs'],
  ['a small disk', { diskSizeGb: 100 }, 'virtiofsd was seen to fail with SIGBUS'],
  ['spot', { spot: true }, 'a guest cannot move'],
  ['secure boot off', { secureBoot: false }, 'secureBoot is false'],
])('warns of %s', (_, options, message) => {
  expect(warnings(kataPool(options).stack)).toContainEqual(expect.stringContaining(message));
});

test('a machine that is named after its GPUs is not one of few vCPUs', () => {
  const found = warnings(kataPool({ machineType: 'a2-highgpu-1g', allowUnverifiedMachineFamily: true }).stack);
  expect(found).not.toContainEqual(expect.stringContaining('vCPUs'));
});

test('a small boot disk is no matter where images are on local SSDs', () => {
  expect(warnings(kataPool({ diskSizeGb: 100, ephemeralLocalSsds: 2 }).stack)).toEqual([]);
});

test('warns of a firewall that keeps the installer out, unless images are mirrored', () => {
  const warned = (options: KataNodePoolOptions) => {
    const stack = newStack();
    const network = new GkeNetwork(stack, 'network', { region: 'europe-west4', allowedEgress: [] });
    new GkeCluster(stack, 'gke', { location: 'europe-west4', network }).addKataNodePool('kata', options);
    return warnings(stack);
  };
  expect(warned({})).toEqual([expect.stringContaining('the network lets out only what allowedEgress names')]);
  expect(warned({ imagesAreMirrored: true })).toEqual([]);
});

test('fails in a network without a way out, unless images are mirrored', () => {
  expect(() => kataPool({}, false)).toThrow('the Kata installer is pulled from quay.io');
  expect(kataPool({ imagesAreMirrored: true }, false).config().image_type).toBe('UBUNTU_CONTAINERD');
});

test('nodes carry the shims that the pool is for, which the placement names', () => {
  const { config, pool } = kataPool({ shims: ['qemu-runtime-rs', 'fc'] });
  const labels = {
    'kata-shims': 'fc.qemu-runtime-rs',
    'kata-shim/fc': 'true',
    'kata-shim/qemu-runtime-rs': 'true',
  };
  expect(config().labels).toMatchObject(labels);
  expect(pool.placement.poolLabels).toEqual(labels);
});

test.each<[string, string[], string | RegExp]>([
  ['no shim', [], 'shims is empty'],
  ['a shim that no label can name', ['a b'], "shims 'a b' cannot be a label"],
  [
    'a RuntimeClass',
    ['kata-qemu'],
    /gke\/kata: shims has 'kata-qemu', which cannot be the name of a shim; write qemu \(/,
  ],
  ['a RuntimeClass of a fork', ['kata-mine'], "shims has 'kata-mine', which cannot be the name of a shim"],
  ['capitals', ['QEMU_RUNTIME_RS'], /shims has 'QEMU_RUNTIME_RS', .*; write qemu-runtime-rs \(/],
  ['more shims than a label holds', ['a'.repeat(40), 'b'.repeat(40)], 'cannot be a label'],
])('refuses %s', (_, shims, message) => {
  expect(() => kataPool({ shims }).config()).toThrow(message);
});

/** The names of the shims that upstream has had since 3.14.0, some of them, by hand. */
test.each(['qemu', 'qemu-runtime-rs', 'clh', 'clh-runtime-rs', 'cloud-hypervisor', 'dragonball', 'fc', 'stratovirt'])(
  'takes the shim %s in silence',
  (shim) => {
    expect(warnings(kataPool({ shims: [shim] }).stack)).toEqual([]);
  },
);

test.each<[string, string[], string]>([
  ['a misspelt one', ['fc', 'qemuu'], 'write qemu, or acknowledge this for a shim of a fork'],
  ['one of a fork', ['cratervm'], 'correct the name, or acknowledge this for a shim of a fork'],
])('warns of a shim that no release has: %s', (_, shims, fix) => {
  const { stack, cluster } = kataPool({ shims });
  expect(warnings(stack)).toEqual([expect.stringContaining(`gke/kata: shims has '${shims.at(-1)}', which no release`)]);
  expect(warnings(stack).join()).toContain(`${fix} (gke/node-pool-unknown-shim)`);
  Findings.of(cluster).acknowledge('gke/node-pool-unknown-shim', 'our fork has it');
  expect(warnings(stack)).toEqual([]);
});
