import { TerraformVariable, Token } from 'cdktf';
import {
  CpuManagerPolicy,
  GkeCluster,
  GkeNetwork,
  NodeIdentity,
  NodeImage,
  type NodePoolOptions,
  PoolUpgrade,
  ReleaseChannel,
  TaintEffect,
} from '../../../lib/gke';
import { type Attributes, newStack, onlyResource, resources, synth, warnings } from '../../util/terraform';

function build(options: NodePoolOptions = {}, releaseChannel?: ReleaseChannel) {
  const stack = newStack();
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
  const cluster = new GkeCluster(stack, 'gke', { location: 'europe-west4', network, releaseChannel });
  const pool = cluster.addNodePool('system', options);
  return { stack, cluster, pool };
}

const attributes = (options: NodePoolOptions = {}): Attributes =>
  onlyResource(synth(build(options).stack), 'google_container_node_pool');

test('default child', () => {
  const { pool } = build();
  expect(pool.node.defaultChild?.node.path).toBe(pool.resource.node.path);
});

test('is hardened, autoscaled and protected', () => {
  expect(attributes()).toMatchObject({
    cluster: '${google_container_cluster.gke.id}',
    autoscaling: { location_policy: 'BALANCED', total_min_node_count: 3, total_max_node_count: 6 },
    management: { auto_repair: true, auto_upgrade: true },
    upgrade_settings: { strategy: 'SURGE', max_surge: 1, max_unavailable: 0 },
    network_config: { enable_private_nodes: true },
    node_config: {
      machine_type: 'e2-standard-4',
      image_type: 'COS_CONTAINERD',
      disk_type: 'pd-balanced',
      disk_size_gb: 100,
      metadata: { 'disable-legacy-endpoints': 'true' },
      oauth_scopes: ['https://www.googleapis.com/auth/cloud-platform'],
      workload_metadata_config: { mode: 'GKE_METADATA' },
      shielded_instance_config: { enable_secure_boot: true, enable_integrity_monitoring: true },
      linux_node_config: { cgroup_mode: 'CGROUP_MODE_V2' },
      labels: { 'node-pool': 'system' },
      gvnic: { enabled: true },
    },
    timeouts: { create: '60m', update: '60m', delete: '60m' },
  });
});

test.each<[string, NodePoolOptions, object]>([
  ['machineType', { machineType: 'c3-standard-8' }, { machine_type: 'c3-standard-8', disk_type: 'pd-balanced' }],
  ['diskType', { diskType: 'pd-ssd' }, { disk_type: 'pd-ssd' }],
  ['diskSizeGb', { diskSizeGb: 500 }, { disk_size_gb: 500 }],
  [
    'bootDiskKmsKey',
    { bootDiskKmsKey: 'projects/p/locations/europe-west4/keyRings/r/cryptoKeys/k' },
    { boot_disk_kms_key: 'projects/p/locations/europe-west4/keyRings/r/cryptoKeys/k' },
  ],
  [
    'ephemeralLocalSsds',
    { machineType: 'n2-standard-8', ephemeralLocalSsds: 2 },
    { ephemeral_storage_local_ssd_config: { local_ssd_count: 2 } },
  ],
  [
    'rawLocalSsds',
    { machineType: 'n2-standard-8', rawLocalSsds: 1 },
    { local_nvme_ssd_block_config: { local_ssd_count: 1 } },
  ],
  ['imageType', { imageType: NodeImage.UBUNTU_CONTAINERD }, { image_type: 'UBUNTU_CONTAINERD' }],
  ['labels', { labels: { team: 'blue' } }, { labels: { 'node-pool': 'system', team: 'blue' } }],
  [
    'taints',
    { taints: [{ key: 'team', effect: TaintEffect.PREFER_NO_SCHEDULE }] },
    { taint: [{ key: 'team', value: '', effect: 'PREFER_NO_SCHEDULE' }] },
  ],
  ['networkTags', { networkTags: ['web'] }, { tags: ['web'] }],
  ['resourceLabels', { resourceLabels: { team: 'blue' } }, { resource_labels: { team: 'blue' } }],
  [
    'minCpuPlatform',
    { machineType: 'n2-standard-8', minCpuPlatform: 'Intel Ice Lake' },
    { min_cpu_platform: 'Intel Ice Lake' },
  ],
  ['spot', { spot: true }, { spot: true }],
  ['imageStreaming', { imageStreaming: true }, { gcfs_config: { enabled: true } }],
  ['secureBoot', { secureBoot: false }, { shielded_instance_config: { enable_secure_boot: false } }],
  [
    'integrityMonitoring',
    { integrityMonitoring: false },
    { shielded_instance_config: { enable_integrity_monitoring: false } },
  ],
  [
    'confidentialInstanceType',
    { machineType: 'n2d-standard-4', confidentialInstanceType: 'SEV' },
    { confidential_nodes: { enabled: true, confidential_instance_type: 'SEV' } },
  ],
  [
    'reservation',
    { reservation: 'mine' },
    {
      reservation_affinity: {
        consume_reservation_type: 'SPECIFIC_RESERVATION',
        key: 'compute.googleapis.com/reservation-name',
        values: ['mine'],
      },
    },
  ],
  [
    'kubelet',
    {
      kubelet: {
        cpuManagerPolicy: CpuManagerPolicy.STATIC,
        podPidsLimit: 2048,
        maxParallelImagePulls: 4,
        containerLogMaxSize: '51200Ki',
        containerLogMaxFiles: 3,
      },
    },
    {
      kubelet_config: {
        cpu_cfs_quota: true,
        cpu_manager_policy: 'static',
        pod_pids_limit: 2048,
        max_parallel_image_pulls: 4,
        container_log_max_size: '51200Ki',
        container_log_max_files: 3,
      },
    },
  ],
  [
    'linux',
    { linux: { sysctls: { 'net.core.somaxconn': '4096' }, hugepages2Mi: 512, hugepages1Gi: 2 } },
    {
      linux_node_config: {
        cgroup_mode: 'CGROUP_MODE_V2',
        sysctls: { 'net.core.somaxconn': '4096' },
        hugepages_config: { hugepage_size_2m: 512, hugepage_size_1g: 2 },
      },
    },
  ],
])('%s', (_, options, expected) => {
  expect(attributes(options).node_config).toMatchObject(expected);
});

test.each<[string, NodePoolOptions, object]>([
  [
    'minNodes and maxNodes count the pool',
    { minNodes: 1, maxNodes: 2 },
    { autoscaling: { total_min_node_count: 1, total_max_node_count: 2 } },
  ],
  [
    'minNodes alone raises the maximum',
    { minNodes: 9 },
    { autoscaling: { total_min_node_count: 9, total_max_node_count: 9 } },
  ],
  [
    'maxNodes alone lowers the minimum',
    { maxNodes: 1 },
    { autoscaling: { total_min_node_count: 1, total_max_node_count: 1 } },
  ],
  [
    'minNodesPerZone and maxNodesPerZone count in each zone',
    { minNodesPerZone: 1, maxNodesPerZone: 2 },
    { autoscaling: { min_node_count: 1, max_node_count: 2 } },
  ],
  ['nodesPerZone fixes the size', { nodesPerZone: 2 }, { node_count: 2 }],
  ['spot takes what there is', { spot: true }, { autoscaling: { location_policy: 'ANY' } }],
  ['zones', { zones: ['europe-west4-a'] }, { node_locations: ['europe-west4-a'] }],
  ['maxPodsPerNode', { maxPodsPerNode: 32 }, { max_pods_per_node: 32 }],
  [
    'compactPlacement',
    { machineType: 'c2-standard-8', compactPlacement: true },
    { placement_policy: { type: 'COMPACT' } },
  ],
  [
    'upgrade: surge',
    { upgrade: PoolUpgrade.surge(3, 1) },
    { upgrade_settings: { strategy: 'SURGE', max_surge: 3, max_unavailable: 1 } },
  ],
  [
    'upgrade: blue-green',
    { upgrade: PoolUpgrade.blueGreen({ batchPercentage: 0.5, batchSoakSeconds: 60, poolSoakSeconds: 600 }) },
    {
      upgrade_settings: {
        strategy: 'BLUE_GREEN',
        blue_green_settings: {
          node_pool_soak_duration: '600s',
          standard_rollout_policy: { batch_percentage: 0.5, batch_soak_duration: '60s' },
        },
      },
    },
  ],
  [
    'upgrade: blue-green, one node after the other',
    { upgrade: PoolUpgrade.blueGreen() },
    { upgrade_settings: { blue_green_settings: { standard_rollout_policy: { batch_node_count: 1 } } } },
  ],
  ['deletionProtection', { deletionProtection: false }, { lifecycle: { create_before_destroy: true } }],
])('%s', (_, options, expected) => {
  expect(attributes(options)).toMatchObject(expected);
});

test('without autoscaling there is no autoscaling block, and the other way round', () => {
  expect(attributes({ nodesPerZone: 1 })).not.toHaveProperty('autoscaling');
  expect(attributes()).not.toHaveProperty('node_count');
});

test('identity', () => {
  const stack = newStack();
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
  const cluster = new GkeCluster(stack, 'gke', { location: 'europe-west4', network });
  const identity = NodeIdentity.fromServiceAccountEmail(stack, 'id', 'nodes@acme-dev.iam.gserviceaccount.com');
  cluster.addNodePool('system', { identity });
  expect(onlyResource(synth(stack), 'google_container_node_pool').node_config.service_account).toBe(
    'nodes@acme-dev.iam.gserviceaccount.com',
  );
});

test.each([
  ['Batch', 'batch'],
  ['Other pool', 'other-pool'],
  ['team_a', 'team-a'],
  ['a-pool-whose-id-is-rather-long-for-gke', 'a-pool-whose-id-is-rather-db319b'],
])('id %s gives name and label %s (M18)', (id, name) => {
  const { stack, cluster } = build();
  const pool = cluster.addNodePool(id);
  expect(pool.name).toMatch(new RegExp(`^${name}-[0-9a-f]{6}$`));
  const written = Object.values(resources(synth(stack), 'google_container_node_pool'));
  expect(written.find((it) => it.name === pool.name)?.node_config.labels).toEqual({ 'node-pool': name });
});

test.each([['1st'], ['_'], ['default-pool']])('fails for id %s, and asks for a name', (id) => {
  expect(() => build().cluster.addNodePool(id)).toThrow(/^test\/gke\/.*: the name '.*' that id '.*' gives .*name/);
});

describe('provider traps', () => {
  test('CPU limits stay on: the provider sends false where the field is missing', () => {
    expect(attributes().node_config.kubelet_config.cpu_cfs_quota).toBe(true);
    expect(attributes({ kubelet: { podPidsLimit: 1024 } }).node_config.kubelet_config.cpu_cfs_quota).toBe(true);
  });

  test('the read-only port is off on the pool too', () => {
    expect(attributes().node_config.kubelet_config.insecure_kubelet_readonly_port_enabled).toBe('FALSE');
  });

  test('a pool that needs no nested virtualization says nothing of it: the block replaces pools', () => {
    expect(attributes().node_config).not.toHaveProperty('advanced_machine_features');
  });

  test('image streaming is never written out as false, which would be a difference for ever', () => {
    expect(attributes({ imageStreaming: false }).node_config).not.toHaveProperty('gcfs_config');
  });

  test('labels are never an empty map, whose change the provider does not see', () => {
    expect(Object.keys(attributes({ labels: {} }).node_config.labels)).toEqual(['node-pool']);
  });

  test('prevent_destroy comes with deletion protection', () => {
    expect(attributes().lifecycle.prevent_destroy).toBe(true);
    expect(attributes({ deletionProtection: false }).lifecycle).not.toHaveProperty('prevent_destroy');
  });

  test('a change of the initial count, which would replace the pool, is ignored', () => {
    expect(attributes().lifecycle.ignore_changes).toEqual(['initial_node_count']);
  });

  test('nodes wait for the roles of their account and for the NAT', () => {
    const { depends_on } = attributes();
    expect(depends_on).toContainEqual(expect.stringContaining('google_project_iam_member.'));
    expect(depends_on).toContainEqual(expect.stringContaining('google_compute_router_nat.'));
  });

  test('a replacement has another name, and is made before the old pool goes', () => {
    expect(attributes().lifecycle.create_before_destroy).toBe(true);
    expect(attributes().name).toMatch(/^system-[0-9a-f]{6}$/);
  });

  const nameOf = (options: NodePoolOptions, id?: string) => attributes({ ...options, name: id }).name;

  test.each<[string, NodePoolOptions]>([
    ['spot', { spot: true }],
    ['secureBoot', { secureBoot: false }],
    ['integrityMonitoring', { integrityMonitoring: false }],
    ['minCpuPlatform', { machineType: 'n2-standard-8', minCpuPlatform: 'Intel Ice Lake' }],
    ['maxPodsPerNode', { maxPodsPerNode: 32 }],
    ['bootDiskKmsKey', { bootDiskKmsKey: 'projects/p/locations/europe-west4/keyRings/r/cryptoKeys/k' }],
    ['rawLocalSsds', { machineType: 'n2-standard-8', rawLocalSsds: 1 }],
    ['ephemeralLocalSsds', { machineType: 'n2-standard-8', ephemeralLocalSsds: 1 }],
    ['confidentialInstanceType', { machineType: 'n2d-standard-4', confidentialInstanceType: 'SEV' }],
    ['reservation', { reservation: 'mine' }],
    ['compactPlacement', { machineType: 'c2-standard-8', compactPlacement: true }],
  ])('%s replaces the pool, so the name changes', (_, options) => {
    expect(nameOf(options)).not.toBe(nameOf({}));
  });

  test.each<[string, NodePoolOptions]>([
    ['machineType', { machineType: 'e2-standard-8' }],
    ['imageType', { imageType: NodeImage.UBUNTU_CONTAINERD }],
    ['diskSizeGb', { diskSizeGb: 200 }],
    ['labels', { labels: { team: 'blue' } }],
    ['taints', { taints: [{ key: 'team', effect: TaintEffect.PREFER_NO_SCHEDULE }] }],
    ['kubelet', { kubelet: { podPidsLimit: 1024 } }],
    ['counts', { minNodes: 4, maxNodes: 5 }],
    ['upgrade', { upgrade: PoolUpgrade.blueGreen() }],
    ['imageStreaming', { imageStreaming: true }],
  ])('%s changes in place, so the name stays', (_, options) => {
    expect(nameOf(options)).toBe(nameOf({}));
  });
});

const tooLong = 'a'.repeat(34);

test.each<[string, NodePoolOptions, string]>([
  ['min above max', { minNodes: 3, maxNodes: 2 }, 'minNodes 3 is above maxNodes 2'],
  [
    'min above max in a zone',
    { minNodesPerZone: 3, maxNodesPerZone: 2 },
    'minNodesPerZone 3 is above maxNodesPerZone 2',
  ],
  ['a maximum of 0', { minNodes: 0, maxNodes: 0 }, 'maxNodes is 0'],
  ['half a node', { minNodes: 0.5 }, 'minNodes 0.5 is not a whole number'],
  ['fewer than no nodes', { maxNodes: -1 }, 'maxNodes -1 is not a whole number'],
  ['no number of nodes', { maxNodes: Number.NaN }, 'maxNodes is NaN, and must be a finite number'],
  [
    'a text as number of nodes',
    { nodesPerZone: '3' as unknown as number },
    "nodesPerZone is '3', and must be a finite number",
  ],
  ['totals and zones', { minNodes: 1, maxNodesPerZone: 2 }, 'minNodes and maxNodesPerZone are both given'],
  ['totals and a fixed size', { maxNodes: 1, nodesPerZone: 2 }, 'maxNodes and nodesPerZone are both given'],
  ['zones without a maximum', { minNodesPerZone: 1 }, 'minNodesPerZone is given without maxNodesPerZone'],
  ['zones without a minimum', { maxNodesPerZone: 1 }, 'maxNodesPerZone is given without minNodesPerZone'],
  ['a label of Kubernetes', { labels: { 'kubernetes.io/role': 'x' } }, "labels has 'kubernetes.io/role', whose prefix"],
  ['a label below k8s.io', { labels: { 'node.k8s.io/x': 'y' } }, 'whose prefix GKE and Kubernetes keep'],
  ['a label of GKE', { labels: { 'cloud.google.com/x': 'y' } }, 'whose prefix GKE and Kubernetes keep'],
  ['a taint of GKE', { taints: [{ key: 'cloud.google.com/x', effect: TaintEffect.NO_EXECUTE }] }, 'whose prefix'],
  ['a label with a space', { labels: { team: 'blue team' } }, "labels has 'team: blue team', which is not a label"],
  ['a label with two slashes', { labels: { 'a/b/c': 'x' } }, 'which is not a label'],
  ['a label that is a number', { labels: { team: 1 as unknown as string } }, 'labels.team is 1, and must be a string'],
  [
    'a taint with an effect of Terraform',
    { taints: [{ key: 'a', effect: 'NO_SCHEDULE' as TaintEffect }] },
    'NO_SCHEDULE',
  ],
  [
    'a taint twice',
    { taints: [TaintEffect.NO_EXECUTE, TaintEffect.NO_EXECUTE].map((effect) => ({ key: 'a', effect })) },
    'a:NoExecute twice',
  ],
  ['a disk of 5 GB', { diskSizeGb: 5 }, 'diskSizeGb 5 is not a whole number from 10'],
  ['a disk without end', { diskSizeGb: 1e6 }, 'diskSizeGb 1000000 is not'],
  ['Hyperdisk on N2', { machineType: 'n2-standard-8', diskType: 'hyperdisk-extreme' }, 'n2 boots from pd-balanced'],
  [
    'a persistent disk on N4',
    { machineType: 'n4-standard-8', diskType: 'pd-balanced' },
    'n4 boots from hyperdisk-balanced',
  ],
  ['a key that is none', { bootDiskKmsKey: 'my-key' }, "bootDiskKmsKey 'my-key'"],
  ['a name that is too long', { name: tooLong }, `name '${tooLong}' is not one that GKE takes`],
  ['a name with capitals', { name: 'System' }, "name 'System' is not one that GKE takes"],
  ['the name that GKE gives', { name: 'default-pool' }, 'Terraform removes'],
  ['a zone elsewhere', { zones: ['us-central1-a'] }, "zones has 'us-central1-a', which is not a zone of europe-west4"],
  ['a region as zone', { zones: ['europe-west4'] }, "zones has 'europe-west4'"],
  ['no zone', { zones: [] }, 'zones is empty'],
  ['a zone twice', { zones: ['europe-west4-a', 'europe-west4-a'] }, "zones has 'europe-west4-a' twice"],
  ['seven pods', { maxPodsPerNode: 7 }, 'maxPodsPerNode 7'],
  ['257 pods', { maxPodsPerNode: 257 }, 'maxPodsPerNode 257'],
  ['local SSDs on E2', { ephemeralLocalSsds: 1 }, 'ephemeralLocalSsds does not work with e2'],
  ['local SSDs of H3', { machineType: 'h3-standard-88', rawLocalSsds: 1 }, 'rawLocalSsds does not work with h3'],
  [
    'local SSDs of a machine type that has none',
    { machineType: 'c3-standard-8', ephemeralLocalSsds: 2 },
    "ephemeralLocalSsds does not work with machineType 'c3-standard-8': of c3, only types that end in -lssd",
  ],
  ['half a local SSD', { machineType: 'n2-standard-8', rawLocalSsds: 0.5 }, 'rawLocalSsds 0.5'],
  [
    'auto-upgrade off on a channel',
    { autoUpgrade: false },
    'autoUpgrade is false, and the cluster is on release channel REGULAR',
  ],
  ['auto-repair off on a channel', { autoRepair: false }, 'autoRepair is false'],
  ['spot with a reservation', { spot: true, reservation: 'mine' }, 'spot does not go with reservation'],
  [
    'an unknown confidential technology',
    { confidentialInstanceType: 'SGX' },
    "confidentialInstanceType 'SGX' is not one of",
  ],
  [
    'SEV on Intel',
    { machineType: 'n2-standard-8', confidentialInstanceType: 'SEV' },
    "confidentialInstanceType 'SEV' does not work with n2; take a machine type of c2d, c3d, c4d, g4, n2d",
  ],
  [
    'SEV-SNP on C2D',
    { machineType: 'c2d-standard-8', confidentialInstanceType: 'SEV_SNP' },
    "confidentialInstanceType 'SEV_SNP' does not work with c2d; take a machine type of n2d",
  ],
  ['TDX on E2', { confidentialInstanceType: 'TDX' }, "confidentialInstanceType 'TDX' does not work with e2"],
  ['compact placement of E2', { compactPlacement: true }, 'compactPlacement does not work with e2'],
  ['a minimum CPU platform of E2', { minCpuPlatform: 'Intel Skylake' }, 'minCpuPlatform does not work with e2'],
  ['a tag with capitals', { networkTags: ['Web'] }, "networkTags has 'Web', which is not a network tag"],
  ['a billing label with capitals', { resourceLabels: { Team: 'blue' } }, "resource label 'Team: blue'"],
  ["a billing label of Google's", { resourceLabels: { 'goog-x': 'y' } }, "resource label 'goog-x: y'"],
  [
    'image streaming on Ubuntu',
    { imageType: NodeImage.UBUNTU_CONTAINERD, imageStreaming: true },
    'imageStreaming does not work',
  ],
  [
    'a Windows image',
    { imageType: 'WINDOWS_LTSC_CONTAINERD' as NodeImage },
    "imageType is 'WINDOWS_LTSC_CONTAINERD', and must be one of",
  ],
  ['few processes', { kubelet: { podPidsLimit: 10 } }, "kubelet.podPidsLimit '10' is not a whole number"],
  [
    'a CPU manager that there is not',
    { kubelet: { cpuManagerPolicy: 'x' as never } },
    "kubelet.cpuManagerPolicy is 'x', and must be one of none, static",
  ],
  ['a reservation without a name', { reservation: '' }, "reservation '' is not a name"],
  [
    'a CPU platform that is none',
    { machineType: 'n2-standard-8', minCpuPlatform: 'icelake' },
    "minCpuPlatform 'icelake' is not a CPU platform",
  ],
  [
    "a label of Kata's",
    { labels: { 'katacontainers.io/kata-runtime': 'true' } },
    'by which the installer and RuntimeClasses find nodes',
  ],
  [
    'an effect as Terraform spells it',
    { taints: [{ key: 'a', effect: 'NO_SCHEDULE' as never }] },
    "taints[0].effect is 'NO_SCHEDULE', and must be one of NoSchedule",
  ],
  [
    'a count that only Terraform knows',
    { maxNodes: Token.asNumber('${var.x}') },
    'maxNodes is only known to Terraform',
  ],
  ['many image pulls', { kubelet: { maxParallelImagePulls: 6 } }, "kubelet.maxParallelImagePulls '6'"],
  ['one log file', { kubelet: { containerLogMaxFiles: 1 } }, "kubelet.containerLogMaxFiles '1'"],
  ['large log files', { kubelet: { containerLogMaxSize: '1Gi' } }, "kubelet.containerLogMaxSize '1Gi'"],
  ['small log files', { kubelet: { containerLogMaxSize: '10239Ki' } }, "kubelet.containerLogMaxSize '10239Ki'"],
  ['as many processes as no pod has', { kubelet: { podPidsLimit: 4_194_305 } }, "kubelet.podPidsLimit '4194305'"],
  ['huge pages below none', { linux: { hugepages2Mi: -1 } }, "linux.hugepages2Mi '-1'"],
])('fails for %s', (_, options, message) => {
  expect(() => build(options)).toThrow(message);
});

test.each<[string, PoolUpgrade, string]>([
  [
    'a surge of nothing',
    PoolUpgrade.surge(0, 0),
    'maxSurge 0 and maxUnavailable 0, which are 0 together; have 1 to 20',
  ],
  ['a negative surge', PoolUpgrade.surge(-1, 2), 'maxSurge -1; write a whole number from 0 to 20'],
  ['a text for a surge', PoolUpgrade.surge('1' as never), "maxSurge the text '1'; write a whole number"],
  ['a surge of more than 20', PoolUpgrade.surge(20, 1), 'maxSurge 20 and maxUnavailable 1, which are 21 together'],
  [
    'both sizes of a batch',
    PoolUpgrade.blueGreen({ batchNodeCount: 1, batchPercentage: 0.5 }),
    'batchNodeCount and batchPercentage; give one of them',
  ],
  ['an empty batch', PoolUpgrade.blueGreen({ batchNodeCount: 0 }), 'batchNodeCount 0; write a whole number of nodes'],
  ['more than all', PoolUpgrade.blueGreen({ batchPercentage: 1.5 }), 'batchPercentage 1.5; write a share above 0'],
  [
    'more than a week',
    PoolUpgrade.blueGreen({ poolSoakSeconds: 700_000 }),
    'poolSoakSeconds 700000; write whole seconds from 0 to 604800',
  ],
])('fails for an upgrade with %s, and names the pool', (_, upgrade, message) => {
  expect(() => build({ upgrade })).toThrow(`test/gke/system: upgrade has ${message}`);
});

test('autoUpgrade and autoRepair can be off on no channel', () => {
  const { stack } = build({ autoUpgrade: false, autoRepair: false }, ReleaseChannel.UNSPECIFIED);
  expect(onlyResource(synth(stack), 'google_container_node_pool').management).toEqual({
    auto_upgrade: false,
    auto_repair: false,
  });
});

test('fails for a label that only Terraform knows', () => {
  const { stack, cluster } = build();
  const value = new TerraformVariable(stack, 'team', {}).stringValue;
  expect(() => cluster.addNodePool('other', { labels: { team: value } })).toThrow(
    "labels 'team' is only known to Terraform",
  );
});

test.each<[string, NodePoolOptions, string]>([
  ['spot', { spot: true }, 'spot nodes can all go at once'],
  ['secure boot off', { secureBoot: false }, 'secureBoot is false'],
])('warns of %s', (_, options, message) => {
  expect(warnings(build(options).stack)).toContainEqual(expect.stringContaining(message));
});

test('resource is the way to what has no prop', () => {
  const { stack, pool } = build();
  pool.resource.addOverride('node_config.kubelet_config.image_gc_high_threshold_percent', 80);
  const [attributes] = Object.values(resources(synth(stack), 'google_container_node_pool'));
  expect(attributes?.node_config.kubelet_config).toMatchObject({
    cpu_cfs_quota: true,
    image_gc_high_threshold_percent: 80,
  });
});
