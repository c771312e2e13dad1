import { TerraformVariable, Testing, Token } from 'cdktf';
import {
  Findings,
  findings,
  GkeCluster,
  type GkeClusterProps,
  GkeNetwork,
  type GkeNetworkProps,
  GpuDriver,
  GpuSharing,
  NodeIdentity,
  NodeImage,
  type NodePoolOptions,
  TaintEffect,
} from '../../../lib/gke';
import { temporaryNodeConfig } from '../../../lib/gke/node-pool/node-pool-config';
import { type Attributes, newStack, onlyResource, resources, synth, warnings } from '../../util/terraform';

type Around = { readonly network?: Partial<GkeNetworkProps>; readonly cluster?: Partial<GkeClusterProps> };

function build(options: NodePoolOptions = {}, around: Around = {}) {
  const stack = newStack();
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4', ...around.network });
  const props = { location: 'europe-west4', network, hasExternalNodePools: true, ...around.cluster };
  const cluster = new GkeCluster(stack, 'gke', props);
  return { stack, cluster, pool: cluster.addNodePool('pool', options) };
}

const written = (options: NodePoolOptions = {}, around?: Around): Attributes =>
  onlyResource(synth(build(options, around).stack), 'google_container_node_pool');

test.each<[string, NodePoolOptions, number | undefined]>([
  ['three nodes in three zones', {}, 1],
  ['two nodes in three zones', { minNodes: 2 }, 1],
  ['four nodes in three zones', { minNodes: 4 }, 2],
  ['four nodes in one zone', { minNodes: 4, zones: ['europe-west4-a'] }, 4],
  ['none', { minNodes: 0 }, undefined],
  ['two nodes in each zone', { minNodesPerZone: 2, maxNodesPerZone: 3 }, 2],
  ['a fixed number', { nodesPerZone: 2 }, undefined],
])('a pool with a minimum of %s starts with it (T3)', (_, options, expected) => {
  const { initial_node_count, lifecycle } = written(options);
  expect(initial_node_count).toBe(expected);
  expect(lifecycle.ignore_changes).toContain('initial_node_count');
});

test('replacementKey changes the generated part of the name by hand, and nothing else (T1)', () => {
  const [first, second] = ['2026-11-28', '2026-11-29'].map((replacementKey) => written({ replacementKey }));
  const plain = written();
  expect(new Set([plain.name, first?.name, second?.name]).size).toBe(3);
  expect({ ...first, name: '' }).toEqual({ ...plain, name: '' });
});

test('a compact pool ignores its placement, which GKE does not answer as it was sent (T7)', () => {
  const compact = written({ machineType: 'c2-standard-8', compactPlacement: true });
  expect(compact.placement_policy).toEqual({ type: 'COMPACT' });
  expect(compact.lifecycle.ignore_changes).toEqual(['initial_node_count', 'placement_policy']);
});

test('the temporary pool of a cluster has keys and tags, and a small disk that takes no quota of SSDs (T4 to T6)', () => {
  expect(
    temporaryNodeConfig({
      serviceAccount: 'nodes@acme-dev.iam.gserviceaccount.com',
      bootDiskKmsKey: 'projects/p/locations/europe-west4/keyRings/r/cryptoKeys/k',
      networkTags: ['allow-google-apis'],
      resourceManagerTags: { 'tagKeys/1': 'tagValues/2' },
    }),
  ).toMatchObject({
    serviceAccount: 'nodes@acme-dev.iam.gserviceaccount.com',
    diskType: 'pd-standard',
    diskSizeGb: 30,
    bootDiskKmsKey: 'projects/p/locations/europe-west4/keyRings/r/cryptoKeys/k',
    tags: ['allow-google-apis'],
    resourceManagerTags: { 'tagKeys/1': 'tagValues/2' },
    workloadMetadataConfig: { mode: 'GKE_METADATA' },
    shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
  });
});

test('the temporary pool of a cluster is under the policies of the others (T4, T5)', () => {
  const { stack, cluster } = build();
  const key = 'projects/acme-keys/locations/europe-west4/keyRings/gke/cryptoKeys/disks';
  cluster.addNodePool('first', { networkTags: ['allow-google-apis'] });
  cluster.addKataNodePool('kata', {
    bootDiskKmsKey: key,
    networkTags: ['kata'],
    resourceManagerTags: { 'tagKeys/1': 'tagValues/2' },
  });
  expect(onlyResource(synth(stack), 'google_container_cluster').node_config).toMatchObject({
    boot_disk_kms_key: key,
    tags: ['allow-google-apis'],
    resource_manager_tags: { 'tagKeys/1': 'tagValues/2' },
    disk_size_gb: 30,
    disk_type: 'pd-standard',
  });
  const plain = onlyResource(synth(build().stack), 'google_container_cluster').node_config;
  for (const field of ['boot_disk_kms_key', 'tags', 'resource_manager_tags']) expect(plain).not.toHaveProperty(field);
});

test('a protected cluster protects its network, and its nodes are counted against the NAT (M19, H9)', () => {
  const { stack } = build({ maxNodes: 504, minNodes: 1 }, { network: { natAddressCount: 1 } });
  expect(() => Testing.synth(stack, true)).toThrow('the node pools can grow to 505 nodes');
  expect(onlyResource(synth(build().stack), 'google_compute_network').lifecycle).toEqual({ prevent_destroy: true });
  const unprotected = synth(build({}, { cluster: { deletionProtection: false } }).stack);
  expect(onlyResource(unprotected, 'google_compute_network')).not.toHaveProperty('lifecycle');
});

describe('create_before_destroy, which spreads to the cluster (T2)', () => {
  const lifecycle = (deletionProtection?: boolean, options: NodePoolOptions = {}) =>
    written(options, { cluster: { deletionProtection } }).lifecycle;

  test('is on pools of a cluster that is not replaced, protected themselves or not', () => {
    expect(lifecycle().create_before_destroy).toBe(true);
    expect(lifecycle(true, { deletionProtection: false }).create_before_destroy).toBe(true);
  });

  test('is not on pools of a cluster that one apply may replace', () => {
    expect(lifecycle(false)).toEqual({ ignore_changes: ['initial_node_count'] });
  });

  test('is on pools of an imported cluster, which this program does not replace', () => {
    const stack = newStack();
    const cluster = GkeCluster.fromClusterAttributes(stack, 'gke', {
      name: 'gke',
      location: 'europe-west4',
      nodeServiceAccountEmail: 'nodes@acme-dev.iam.gserviceaccount.com',
      deletionProtection: false,
    });
    cluster.addNodePool('pool');
    expect(onlyResource(synth(stack), 'google_container_node_pool').lifecycle.create_before_destroy).toBe(true);
  });
});

describe('the account of Kata nodes', () => {
  const accounts = (cluster: GkeCluster, stack: ReturnType<typeof newStack>) => {
    cluster.addKataNodePool('kata');
    cluster.addKataNodePool('more');
    const pools = Object.values(resources(synth(stack), 'google_container_node_pool'));
    return pools.map(({ name, node_config }) => [name.split('-')[0], node_config.service_account]);
  };

  test('is apart from that of the other pools, and one for all Kata pools', () => {
    const { stack, cluster } = build(
      {},
      { cluster: { pullRepositories: ['projects/p/locations/l/repositories/apps'] } },
    );
    expect(Object.fromEntries(accounts(cluster, stack))).toEqual({
      pool: expect.stringMatching(/google_service_account.gke_nodes_/),
      kata: expect.stringMatching(/google_service_account.gke_kata-nodes_/),
      more: expect.stringMatching(/google_service_account.gke_kata-nodes_/),
    });
    expect(Object.keys(resources(synth(stack), 'google_artifact_registry_repository_iam_member'))).toHaveLength(2);
  });

  test('is that of the cluster where one was given', () => {
    const stack = newStack();
    const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
    const nodeIdentity = NodeIdentity.fromServiceAccountEmail(stack, 'id', 'nodes@acme-dev.iam.gserviceaccount.com');
    const cluster = new GkeCluster(stack, 'gke', {
      location: 'europe-west4',
      network,
      nodeIdentity,
      hasExternalNodePools: true,
    });
    for (const [, account] of accounts(cluster, stack)) expect(account).toBe('nodes@acme-dev.iam.gserviceaccount.com');
  });
});

describe('nestedVirtualization on an ordinary pool (T8)', () => {
  test.each([NodeImage.COS_CONTAINERD, NodeImage.UBUNTU_CONTAINERD])('on %s, without anything of Kata', (imageType) => {
    const { node_config } = written({ nestedVirtualization: true, imageType });
    expect(node_config).toMatchObject({
      machine_type: 'n2-standard-4',
      image_type: imageType,
      advanced_machine_features: { enable_nested_virtualization: true, threads_per_core: 0 },
      labels: { 'node-pool': 'pool' },
    });
    expect(node_config).not.toHaveProperty('taint');
  });

  test('asks N1 for a platform that has it, and changes the name', () => {
    const machineType = 'n1-standard-8';
    const nested = written({ machineType, nestedVirtualization: true });
    expect(nested.node_config.min_cpu_platform).toBe('Intel Haswell');
    expect(nested.name).not.toBe(written({ machineType }).name);
  });

  test.each<[string, NodePoolOptions, string]>([
    ['E2', { machineType: 'e2-standard-4' }, 'is of series e2, which has no nested virtualization'],
    ['an old platform', { machineType: 'n1-standard-8', minCpuPlatform: 'Intel Ivy Bridge' }, 'lets in processors'],
    ['TDX', { machineType: 'c3-standard-8', confidentialInstanceType: 'TDX' }, 'excludes nested virtualization'],
  ])('is refused with %s', (_, options, message) => {
    expect(() => build({ ...options, nestedVirtualization: true })).toThrow(message);
  });

  test('allowUnverifiedMachineFamily vouches for a series', () => {
    const { stack } = build({
      machineType: 'e2-standard-4',
      nestedVirtualization: true,
      allowUnverifiedMachineFamily: true,
    });
    expect(warnings(stack)).toEqual([expect.stringContaining('allowUnverifiedMachineFamily is set')]);
  });
});

test('threadsPerCore without nested virtualization', () => {
  expect(written({ machineType: 'n2-standard-8', threadsPerCore: 1 }).node_config.advanced_machine_features).toEqual({
    threads_per_core: 1,
  });
});

test('GPUs', () => {
  const { name, node_config } = written({
    machineType: 'g2-standard-8',
    accelerators: {
      type: 'nvidia-l4',
      count: 1,
      driver: GpuDriver.LATEST,
      sharing: GpuSharing.TIME_SHARING,
      maxSharedClients: 4,
    },
  });
  expect(node_config.guest_accelerator).toEqual([
    {
      type: 'nvidia-l4',
      count: 1,
      gpu_driver_installation_config: { gpu_driver_version: 'LATEST' },
      gpu_sharing_config: { gpu_sharing_strategy: 'TIME_SHARING', max_shared_clients_per_gpu: 4 },
    },
  ]);
  expect(name).not.toBe(written({ machineType: 'g2-standard-8' }).name);
});

test('GPUs in partitions, with a driver of the user', () => {
  const accelerators = { type: 'nvidia-tesla-a100', count: 1, driver: GpuDriver.NONE, partitionSize: '1g.5gb' };
  expect(written({ machineType: 'a2-highgpu-1g', accelerators }).node_config.guest_accelerator).toEqual([
    {
      type: 'nvidia-tesla-a100',
      count: 1,
      gpu_driver_installation_config: { gpu_driver_version: 'INSTALLATION_DISABLED' },
      gpu_partition_size: '1g.5gb',
    },
  ]);
});

test('a pod range of its own', () => {
  const network = { additionalPodRanges: [{ name: 'more-pods', range: '10.96.0.0/16' }] };
  expect(written({ podRangeName: 'more-pods' }, { network }).network_config).toEqual({
    enable_private_nodes: true,
    pod_range: 'more-pods',
  });
});

test('computeClass writes the label and the taint of GKE (H4)', () => {
  const { labels, taint } = written({ computeClass: 'vms' }).node_config;
  expect(labels).toEqual({ 'node-pool': 'pool', 'cloud.google.com/compute-class': 'vms' });
  expect(taint).toEqual([{ key: 'cloud.google.com/compute-class', value: 'vms', effect: 'NO_SCHEDULE' }]);
});

test('a Kata pool of a compute class: RuntimeClasses select its label and tolerate its taint', () => {
  const { cluster } = build();
  const { placement } = cluster.addKataNodePool('kata', { computeClass: 'vms' });
  expect(placement.nodeSelector).toEqual({ 'kata-containers': 'enabled', 'cloud.google.com/compute-class': 'vms' });
  expect(placement.tolerations).toContainEqual({
    key: 'cloud.google.com/compute-class',
    operator: 'Equal',
    value: 'vms',
    effect: 'NoSchedule',
  });
});

test.each<[string, NodePoolOptions]>([
  ['Spot VMs', { taints: [{ key: 'cloud.google.com/gke-spot', value: 'true', effect: TaintEffect.NO_SCHEDULE }] }],
  [
    'managed components',
    { taints: [{ key: 'components.gke.io/gke-managed-components', value: 'true', effect: TaintEffect.NO_SCHEDULE }] },
  ],
  ['a compute class', { labels: { 'cloud.google.com/compute-class': 'batch' } }],
  [
    'another agent that is not ready',
    { taints: [{ key: 'startup-taint.cluster-autoscaler.kubernetes.io/gpu', effect: TaintEffect.NO_SCHEDULE }] },
  ],
])('takes the documented key of %s (H4)', (_, options) => {
  const { node_config } = written(options);
  expect([
    ...Object.keys(node_config.labels),
    ...(node_config.taint ?? []).map(({ key }: Attributes) => key),
  ]).toContain(options.taints?.[0]?.key ?? 'cloud.google.com/compute-class');
});

test('tags of Resource Manager, and registries with a certificate authority of the user', () => {
  const secret = 'projects/123456/secrets/registry-ca/versions/1';
  const { node_config } = written({
    resourceManagerTags: { 'tagKeys/281478409127147': 'tagValues/281479442205542' },
    containerd: { privateRegistries: [{ hosts: ['registry.example.com:5000'], certificateSecret: secret }] },
  });
  expect(node_config.resource_manager_tags).toEqual({ 'tagKeys/281478409127147': 'tagValues/281479442205542' });
  expect(node_config.containerd_config).toEqual({
    private_registry_access_config: {
      enabled: true,
      certificate_authority_domain_config: [
        {
          fqdns: ['registry.example.com:5000'],
          gcp_secret_manager_certificate_config: { secret_uri: secret },
        },
      ],
    },
  });
});

test('values that only Terraform knows are taken where nobody needs them (H7)', () => {
  const { stack, cluster } = build();
  const variable = (name: string, type: string) => new TerraformVariable(stack, name, { type });
  cluster.addNodePool('other', {
    zones: variable('zones', 'list(string)').listValue,
    networkTags: variable('tags', 'list(string)').listValue,
    diskSizeGb: variable('disk', 'number').numberValue,
    spot: variable('spot', 'bool').booleanValue,
    secureBoot: variable('secure', 'bool').booleanValue,
    autoRepair: variable('repair', 'bool').booleanValue,
    imageStreaming: variable('stream', 'bool').booleanValue,
    maxPodsPerNode: variable('pods', 'number').numberValue,
    kubelet: {
      podPidsLimit: variable('pids', 'number').numberValue,
      containerLogMaxSize: variable('log-size', 'string').stringValue,
    },
    resourceLabels: Token.asStringMap(variable('labels', 'map(string)').value),
    linux: { hugepages2Mi: variable('pages', 'number').numberValue },
  });
  const pools = Object.values(resources(synth(stack), 'google_container_node_pool'));
  expect(pools.find(({ name }) => name.startsWith('other-'))).toMatchObject({
    node_locations: '${var.zones}',
    max_pods_per_node: '${var.pods}',
    management: { auto_repair: '${var.repair}', auto_upgrade: true },
    node_config: {
      spot: '${var.spot}',
      gcfs_config: { enabled: '${var.stream}' },
      shielded_instance_config: { enable_secure_boot: '${var.secure}', enable_integrity_monitoring: true },
      tags: '${var.tags}',
      disk_size_gb: '${var.disk}',
      kubelet_config: { pod_pids_limit: '${var.pids}', container_log_max_size: '${var.log-size}' },
      resource_labels: '${var.labels}',
      linux_node_config: { hugepages_config: { hugepage_size_2m: '${var.pages}' } },
    },
  });
});

describe('image streaming (M8)', () => {
  test('gives the role to an account of this program, once for all pools', () => {
    const { stack, cluster } = build({ imageStreaming: true });
    cluster.addNodePool('other', { imageStreaming: true });
    const roles = Object.values(resources(synth(stack), 'google_project_iam_member')).map(({ role }) => role);
    expect(roles.filter((role) => role === 'roles/serviceusage.serviceUsageConsumer')).toHaveLength(1);
  });

  test('warns where the account is of another program', () => {
    const stack = newStack();
    const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
    const nodeIdentity = NodeIdentity.fromServiceAccountEmail(stack, 'id', 'nodes@acme-dev.iam.gserviceaccount.com');
    const cluster = new GkeCluster(stack, 'gke', { location: 'europe-west4', network, nodeIdentity });
    cluster.addNodePool('pool', { imageStreaming: true });
    expect(warnings(stack)).toEqual([expect.stringContaining('needs roles/serviceusage.serviceUsageConsumer')]);
  });
});

test.each<[string, NodePoolOptions, boolean]>([
  ['one zone', { zones: ['europe-west4-b'] }, false],
  ['the zones of the cluster', {}, true],
  ['two zones', { zones: ['europe-west4-a', 'europe-west4-b'] }, true],
])('a reservation of a pool in %s (T9)', (_, options, warned) => {
  const found = warnings(build({ reservation: 'mine', ...options }).stack);
  expect(found.some((text) => text.includes('a reservation is in one zone'))).toBe(warned);
});

test.each<[string, NodePoolOptions]>([
  ['Arm nodes, which GKE taints', { machineType: 't2a-standard-4' }],
  [
    'nodes with GPUs, which GKE taints',
    { machineType: 'g2-standard-8', accelerators: { type: 'nvidia-l4', count: 1 } },
  ],
  ['no node', { nodesPerZone: 0 }],
  ['a compute class', { computeClass: 'vms' }],
])('a cluster with %s alone has no node for the pods of the system (M16)', (_, options) => {
  const { stack } = build(options, { cluster: { hasExternalNodePools: false } });
  expect(() => Testing.synth(stack, true)).toThrow(/no node pool/);
});

test.each<[string, NodePoolOptions]>([
  ['three of N2 with 8 vCPUs', { machineType: 'n2-standard-8', rawLocalSsds: 3 }],
  ['32 of N2', { machineType: 'n2-standard-8', rawLocalSsds: 32 }],
  ['one of N2 with 80 vCPUs', { machineType: 'n2-standard-80', rawLocalSsds: 1 }],
  ['one of c3-standard-8-lssd, which has two', { machineType: 'c3-standard-8-lssd', rawLocalSsds: 1 }],
  [
    'four together of c3-standard-8-lssd',
    { machineType: 'c3-standard-8-lssd', rawLocalSsds: 2, ephemeralLocalSsds: 2 },
  ],
  ['one of z3-highmem-88', { machineType: 'z3-highmem-88', rawLocalSsds: 1 }],
  ['some of M2', { machineType: 'm2-ultramem-208', rawLocalSsds: 1 }],
  ['some of H4D without -lssd', { machineType: 'h4d-standard-192', rawLocalSsds: 1 }],
])('fails for local SSDs: %s (H8)', (_, options) => {
  expect(() => build(options)).toThrow(/local SSDs.*\(gke\/node-pool-local-ssds\)/);
});

test.each<[string, NodePoolOptions]>([
  ['sixteen of N2 with 80 vCPUs', { machineType: 'n2-standard-80', rawLocalSsds: 16 }],
  ['two of c3-standard-8-lssd', { machineType: 'c3-standard-8-lssd', ephemeralLocalSsds: 2 }],
  ['one of C4 with 8 vCPUs', { machineType: 'c4-standard-8-lssd', rawLocalSsds: 1 }],
  ['one and one of N2', { machineType: 'n2-standard-8', rawLocalSsds: 1, ephemeralLocalSsds: 1 }],
  ['eight of C2 with 60 vCPUs', { machineType: 'c2-standard-60', rawLocalSsds: 8 }],
  ['any number of a series that is not known', { machineType: 'z9-standard-8', rawLocalSsds: 7 }],
])('takes local SSDs: %s (H8)', (_, options) => {
  expect(written(options).node_config.machine_type).toBe(options.machineType);
});

test.each<[string, string]>([
  ['n2-standard', "'n2-standard' is not a machine type of n2"],
  ['n2-standard-7', 'take one of n2-standard-2, '],
  ['n2-banana-8', "'n2-banana-8' is not a machine type of n2"],
  ['n2-standrad-8', "'n2-standrad-8' is not a machine type of n2"],
  ['c3-custom-8-16384', 'is a custom machine type, which c3 does not have'],
  ['n2-custom-8-100', 'has 100 MB of memory, which is not a multiple of 256'],
  ['n2-custom-7-16384', 'has 7 vCPUs, and custom machine types have an even number'],
  ['n2-custom-2-65536', 'has 65536 MB for 2 vCPUs, and n2 takes 0.5 to 8 GB for each'],
])('refuses machineType %s at synthesis, unless the program knows better (M4)', (machineType, message) => {
  const { stack } = build({ machineType });
  expect(() => Testing.synth(stack, true)).toThrow(message);
  Findings.of(stack).acknowledge('gke/node-pool-unlisted-machine-type', 'announced this week');
  expect(findings(stack)).toEqual([]);
});

test.each(['n2-custom-2-65536-ext', 'n2-custom-8-16384', 'custom-4-16384', 'n4-custom-8-32768', 'm3-ultramem-32'])(
  'takes machineType %s',
  (machineType) => {
    expect(written({ machineType }).node_config.machine_type).toBe(machineType);
  },
);

test.each<[string, NodePoolOptions, string]>([
  [
    'a CPU platform that there is not',
    { machineType: 'n2-standard-8', minCpuPlatform: 'Foo Bar' },
    'is not a CPU platform',
  ],
  [
    'AMD on N2',
    { machineType: 'n2-standard-8', minCpuPlatform: 'AMD Milan' },
    'is not a CPU platform of n2; write one of Intel',
  ],
  ['Ice Lake on C2', { machineType: 'c2-standard-8', minCpuPlatform: 'Intel Ice Lake' }, 'is not a CPU platform of c2'],
  [
    'TDX on c3-highcpu',
    { machineType: 'c3-highcpu-8', confidentialInstanceType: 'TDX' },
    "does not work with machineType 'c3-highcpu-8'; take one that begins with a3-highgpu-1g",
  ],
  ['two threads of H3', { machineType: 'h3-standard-88', threadsPerCore: 2 }, 'whose cores have one thread'],
  ['three threads', { threadsPerCore: 3 }, 'threadsPerCore 3 is neither 1 (no SMT) nor 2 (SMT)'],
  [
    'a label whose prefix is no domain (L5)',
    { labels: { 'a..b/x': 'y' } },
    "labels has 'a..b/x: y', which is not a label",
  ],
  ['a label whose prefix begins a part with a dash (L5)', { labels: { 'a.-b/x': 'y' } }, 'which is not a label'],
  [
    '65 network tags (L6)',
    { networkTags: Array.from({ length: 65 }, (_, index) => `tag-${index}`) },
    'networkTags has 65 tags',
  ],
  ['1001 nodes in a zone', { minNodesPerZone: 1, maxNodesPerZone: 1001 }, 'is not a whole number from 0 to 1000'],
  [
    'GPUs of N2',
    { machineType: 'n2-standard-8', accelerators: { type: 'nvidia-l4', count: 1 } },
    'accelerators does not work with n2',
  ],
  [
    'three GPUs',
    { machineType: 'g2-standard-8', accelerators: { type: 'nvidia-l4', count: 3 } },
    'accelerators.count 3 is not one of 1, 2, 4, 8, 16',
  ],
  [
    'half a sharing',
    { machineType: 'g2-standard-8', accelerators: { type: 'nvidia-l4', count: 1, sharing: GpuSharing.MPS } },
    'belong together',
  ],
  [
    'a pod range that the network does not have',
    { podRangeName: 'more' },
    "podRangeName 'more' is not a pod range of the network",
  ],
  ['a class that is not a name', { computeClass: 'My Class' }, "computeClass 'My Class'"],
  [
    'a secure tag by name',
    { resourceManagerTags: { environment: 'production' } },
    'which is not a tag of Resource Manager',
  ],
  [
    'a certificate without a version',
    { containerd: { privateRegistries: [{ hosts: ['r.example.com'], certificateSecret: 'ca' }] } },
    "certificateSecret 'ca' is not the version of a secret",
  ],
  [
    'a registry by its address',
    {
      containerd: {
        privateRegistries: [{ hosts: ['https://r'], certificateSecret: 'projects/1/secrets/a/versions/1' }],
      },
    },
    "hosts has 'https://r', which is not a host",
  ],
  [
    'huge pages beyond the memory (M6)',
    { machineType: 'n2-standard-4', linux: { hugepages1Gi: 10_000 } },
    'the huge pages take 10000 GB, and GKE lets them take 9 of 16 GB',
  ],
])('fails for %s', (_, options, message) => {
  expect(() => build(options)).toThrow(message);
});

test.each<[string, string, string]>([
  ['kernel.pid_max', '4194304', 'is not a parameter that GKE sets'],
  ['net.ipv4.ip_forward', '1', 'is not a parameter that GKE sets'],
  ['net.core.somaxcon', '4096', 'write net.core.somaxconn'],
  ['net.core.somaxconn', '', 'is not a whole number from 128 to 2147483647'],
  ['vm.swappiness', '201', 'is not a whole number from 0 to 200'],
  ['net.ipv4.tcp_rmem', 'many', 'is not a whole number, or several'],
])("refuses kernel parameter %s '%s' at synthesis (M6)", (parameter, value, message) => {
  const { stack } = build({ linux: { sysctls: { [parameter]: value } } });
  expect(() => Testing.synth(stack, true)).toThrow(message);
});

test.each(['c3-standard-8', 'c4-standard-8', 'a3-highgpu-1g'])('takes TDX on %s, as GKE does', (machineType) => {
  const confidential = { enabled: true, confidential_instance_type: 'TDX' };
  expect(written({ machineType, confidentialInstanceType: 'TDX' }).node_config.confidential_nodes).toEqual(
    confidential,
  );
});

test('takes kernel parameters of the list', () => {
  const sysctls = {
    'net.core.somaxconn': '4096',
    'net.ipv4.tcp_rmem': '4096 87380 6291456',
    'vm.max_map_count': '262144',
  };
  expect(written({ linux: { sysctls } }).node_config.linux_node_config.sysctls).toEqual(sysctls);
});

test('a number of local SSDs that only Terraform knows is in no placement', () => {
  const { stack, cluster } = build();
  const rawLocalSsds = new TerraformVariable(stack, 'ssds', { type: 'number' }).numberValue;
  expect(cluster.addKataNodePool('kata', { rawLocalSsds }).placement.rawLocalSsds).toBeUndefined();
});

test('a Kata pool takes half of the pod addresses of an ordinary one', () => {
  const { stack, cluster } = build();
  cluster.addKataNodePool('kata');
  const pools = Object.values(resources(synth(stack), 'google_container_node_pool'));
  expect(pools.find(({ name }) => name.startsWith('kata-'))?.max_pods_per_node).toBe(64);
});

test('a placement carries the name of its pool, and a later change of the name is told', () => {
  const { stack, cluster } = build();
  const pool = cluster.addKataNodePool('kata');
  expect(JSON.parse(JSON.stringify(pool.placement)).nodePool).toBe(pool.name);
  expect(warnings(stack)).toEqual([]);
  pool.resource.addOverride('node_config.guest_accelerator', [{ type: 'nvidia-l4', count: 1 }]);
  expect(pool.placement.nodePool).toBe(pool.name);
  expect(warnings(stack)).toEqual([expect.stringContaining('gke/node-pool-later-name')]);
});

test('maxNodes below the default minimum lowers it, and says so (newcomer 4.7)', () => {
  const { stack } = build({ maxNodes: 2 });
  expect(warnings(stack)).toEqual([expect.stringContaining('minNodes is 2, and not 3 as by default')]);
  expect(warnings(build({ minNodes: 2, maxNodes: 2 }).stack)).toEqual([]);
});
