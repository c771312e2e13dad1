import { TerraformOutput, TerraformVariable, Token } from 'cdktf';
import {
  AutoscalingProfile,
  CloudDns,
  ClusterDns,
  type ClusterFacts,
  findings,
  GkeCluster,
  type GkeClusterProps,
  GkeNetwork,
  type NodePoolOptions,
  ReleaseChannel,
  StackType,
  WorkloadIdentityBinding,
} from '../../../lib/gke';
import { newStack, onlyResource, resources, synth, synthStack } from '../../util/terraform';

type Options = Partial<GkeClusterProps>;
const region = 'europe-west4';

function build(options: Options = {}, stack = newStack()) {
  const network = new GkeNetwork(stack, 'network', { region });
  const cluster = new GkeCluster(stack, 'gke', { location: region, network, ...options });
  cluster.addNodePool('system');
  return { stack, cluster };
}

const attributes = (options: Options) => onlyResource(synth(build(options).stack), 'google_container_cluster');

const EXACT = '1.33.4-gke.1245000';

test.each<[string, Options, object]>([
  [
    'autoscalingProfile',
    { autoscalingProfile: AutoscalingProfile.OPTIMIZE_UTILIZATION },
    { cluster_autoscaling: { autoscaling_profile: 'OPTIMIZE_UTILIZATION' } },
  ],
  [
    'cloudDns of the cluster',
    { cloudDns: CloudDns.clusterScope() },
    { dns_config: { cluster_dns: 'CLOUD_DNS', cluster_dns_scope: 'CLUSTER_SCOPE' } },
  ],
  [
    'cloudDns of the cluster, with a domain of the VPC',
    { cloudDns: CloudDns.clusterScope({ additiveVpcDomain: 'gke.acme.internal' }) },
    { dns_config: { cluster_dns_scope: 'CLUSTER_SCOPE', additive_vpc_scope_dns_domain: 'gke.acme.internal' } },
  ],
  [
    'cloudDns of the VPC',
    { cloudDns: CloudDns.vpcScope('prod.acme') },
    { dns_config: { cluster_dns: 'CLOUD_DNS', cluster_dns_scope: 'VPC_SCOPE', cluster_dns_domain: 'prod.acme' } },
  ],
  [
    'pinnedVersion (M24)',
    { pinnedVersion: EXACT, releaseChannel: ReleaseChannel.UNSPECIFIED },
    { min_master_version: EXACT, release_channel: { channel: 'UNSPECIFIED' } },
  ],
  ['minimumVersion: latest (M24)', { minimumVersion: 'latest' }, { min_master_version: 'latest' }],
  ['secretManager', { secretManager: true }, { secret_manager_config: { enabled: true } }],
  ['fqdnPolicies', { fqdnPolicies: true }, { enable_fqdn_network_policy: true }],
  ['clusterwidePolicies', { clusterwidePolicies: true }, { enable_cilium_clusterwide_network_policy: true }],
  [
    'inTransitEncryption',
    { inTransitEncryption: true },
    { in_transit_encryption_config: 'IN_TRANSIT_ENCRYPTION_INTER_NODE_TRANSPARENT' },
  ],
  ['defaultMaxPodsPerNode', { defaultMaxPodsPerNode: 32 }, { default_max_pods_per_node: 32 }],
])('%s', (_, options, expected) => {
  expect(attributes(options)).toMatchObject(expected);
});

test('no feature is on that was not asked for', () => {
  const cluster = attributes({});
  for (const field of [
    'cluster_autoscaling',
    'dns_config',
    'secret_manager_config',
    'enable_fqdn_network_policy',
    'enable_cilium_clusterwide_network_policy',
    'in_transit_encryption_config',
    'default_max_pods_per_node',
    'min_master_version',
  ]) {
    expect(cluster).not.toHaveProperty(field);
  }
});

test.each<[string, Options, string]>([
  ['a domain with capitals', { cloudDns: CloudDns.vpcScope('Prod') }, "cloudDns.domain 'Prod' is not a domain"],
  [
    'a domain with a blank',
    { cloudDns: CloudDns.clusterScope({ additiveVpcDomain: 'a b' }) },
    "cloudDns.additiveVpcDomain 'a b' is not a domain",
  ],
  [
    'a version that is not exact',
    { pinnedVersion: '1.33', releaseChannel: ReleaseChannel.UNSPECIFIED },
    "pinnedVersion '1.33' is not a version",
  ],
  ['a pinned version on a channel', { pinnedVersion: EXACT }, 'the release channel upgrades the cluster'],
  [
    'FQDN policies on Calico',
    { fqdnPolicies: true, dataplaneV2: false },
    'fqdnPolicies is set, and dataplaneV2 is false',
  ],
  [
    'cluster-wide policies on Calico',
    { clusterwidePolicies: true, dataplaneV2: false },
    'clusterwidePolicies is set, and dataplaneV2',
  ],
  [
    'encryption on Calico',
    { inTransitEncryption: true, dataplaneV2: false },
    'inTransitEncryption is set, and dataplaneV2',
  ],
  [
    'a pod range that the network does not have',
    { additionalPodRangeNames: ['more'] },
    "additionalPodRangeNames 'more' is not a pod range of the network, which has pods",
  ],
  [
    'the first pod range as a further one',
    { additionalPodRangeNames: ['pods'] },
    "additionalPodRangeNames has 'pods', which is the first pod range of the cluster; remove 'pods'",
  ],
  [
    'six secure tags',
    {
      resourceManagerTags: Object.fromEntries([1, 2, 3, 4, 5, 6].map((it) => [`tagKeys/${it}`, `tagValues/${it}`])),
    },
    'resourceManagerTags has 6 tags; remove all but 5',
  ],
  [
    'a secure tag by name',
    { resourceManagerTags: { environment: 'production' } },
    "resourceManagerTags has 'environment: production', which is not a tag of Resource Manager",
  ],
  ['seven pods', { defaultMaxPodsPerNode: 7 }, "defaultMaxPodsPerNode '7' is out of its range"],
  [
    'an unknown profile',
    { autoscalingProfile: 'FAST' as AutoscalingProfile },
    "autoscalingProfile is 'FAST', and must be one of BALANCED",
  ],
])('fails for %s', (_, options, message) => {
  expect(() => build(options)).toThrow(message);
});

const SWITCHES: [keyof GkeClusterProps, (cluster: ReturnType<typeof attributes>) => unknown][] = [
  ['secretManager', (cluster) => cluster.secret_manager_config.enabled],
  ['managedPrometheus', (cluster) => cluster.monitoring_config.managed_prometheus.enabled],
  ['costAllocation', (cluster) => cluster.cost_management_config.enabled],
  ['filestoreCsi', (cluster) => cluster.addons_config.gcp_filestore_csi_driver_config.enabled],
  ['gcsFuseCsi', (cluster) => cluster.addons_config.gcs_fuse_csi_driver_config.enabled],
  ['persistentDiskCsi', (cluster) => cluster.addons_config.gce_persistent_disk_csi_driver_config.enabled],
  ['nodeLocalDns', (cluster) => cluster.addons_config.dns_cache_config.enabled],
  ['backupAgent', (cluster) => cluster.addons_config.gke_backup_agent_config.enabled],
];

test.each(SWITCHES)('%s may be known to Terraform only (H7)', (field, read) => {
  const stack = newStack();
  const value = new TerraformVariable(stack, 'it', { type: 'bool' }).booleanValue;
  const built = build({ [field]: value }, stack);
  expect(read(onlyResource(synth(built.stack), 'google_container_cluster'))).toBe('${var.it}');
});

test('lists, maps and numbers may be known to Terraform only (H7)', () => {
  const stack = newStack();
  const variable = (id: string) => new TerraformVariable(stack, id, {});
  const options: Options = {
    zones: variable('zones').listValue,
    loggingComponents: variable('logging').listValue,
    monitoringComponents: variable('monitoring').listValue,
    defaultMaxPodsPerNode: variable('pods').numberValue,
    securityGroup: variable('group').stringValue,
    minimumVersion: variable('version').stringValue,
  };
  expect(onlyResource(synth(build(options, stack).stack), 'google_container_cluster')).toMatchObject({
    node_locations: '${var.zones}',
    logging_config: { enable_components: '${var.logging}' },
    monitoring_config: { enable_components: '${var.monitoring}' },
    default_max_pods_per_node: '${var.pods}',
    authenticator_groups_config: { security_group: '${var.group}' },
    min_master_version: '${var.version}',
  });
});

test('labels as a whole may be known to Terraform only, and keep the label of this library (H7)', () => {
  const stack = newStack();
  const labels = Token.asStringMap(new TerraformVariable(stack, 'labels', { type: 'map(string)' }).value);
  expect(onlyResource(synth(build({ labels }, stack).stack), 'google_container_cluster').resource_labels).toBe(
    '${merge({"managed-by" = "cdk-kata"}, var.labels)}',
  );
});

describe('pods', () => {
  const RANGES = [
    { name: 'second', range: '10.100.0.0/20' },
    { name: 'third', range: '10.101.0.0/20' },
  ];

  /** A cluster of 16 times 256 addresses for pods, with two further ranges of the same size. */
  function withRanges(options: Options = {}) {
    const stack = newStack();
    const network = new GkeNetwork(stack, 'network', { region, podRange: '10.64.0.0/20', additionalPodRanges: RANGES });
    const cluster = new GkeCluster(stack, 'gke', { location: region, network, ...options });
    return { stack, cluster };
  }

  test('additionalPodRangeNames gives the cluster further ranges, and without it the block is not there', () => {
    const written = (options: Options) => {
      const { stack, cluster } = withRanges(options);
      cluster.addNodePool('system');
      return onlyResource(synth(stack), 'google_container_cluster').ip_allocation_policy;
    };
    expect(written({ additionalPodRangeNames: ['second', 'third'] }).additional_pod_ranges_config).toEqual({
      pod_range_names: ['second', 'third'],
    });
    expect(written({})).not.toHaveProperty('additional_pod_ranges_config');
  });

  test.each<[string, Options, NodePoolOptions, string | undefined]>([
    ['16 nodes in the first range', {}, { maxNodes: 15 }, undefined],
    ['17 nodes in the first range', {}, { maxNodes: 16 }, '4352 addresses for pods, and podRange has 4096'],
    ['32 nodes in two ranges', { additionalPodRangeNames: ['second'] }, { maxNodes: 31 }, undefined],
    [
      '33 nodes in two ranges',
      { additionalPodRangeNames: ['second'] },
      { maxNodes: 32 },
      '8448 addresses for pods, and podRange has 8192',
    ],
    ['16 nodes in a range of their own', {}, { maxNodes: 15, podRangeName: 'third' }, undefined],
    [
      '17 nodes in a range of their own',
      {},
      { maxNodes: 16, podRangeName: 'third' },
      '4352 addresses for pods, and third has 4096',
    ],
    ['fewer pods on each node by default', { defaultMaxPodsPerNode: 32 }, { maxNodes: 63 }, undefined],
    ['fewer pods on the nodes of one pool', {}, { maxNodes: 63, maxPodsPerNode: 32 }, undefined],
  ])('%s', (_, options, pool, problem) => {
    const { stack, cluster } = withRanges(options);
    cluster.addNodePool('pool', pool);
    const found = findings(stack).map(({ message }) => message);
    expect(found).toEqual(problem === undefined ? [] : [expect.stringContaining(problem)]);
  });

  test('defaultMaxPodsPerNode holds for Kata pools too, which write their number', () => {
    const { stack, cluster } = build({ defaultMaxPodsPerNode: 48 });
    cluster.addKataNodePool('kata');
    cluster.addKataNodePool('dense', { maxPodsPerNode: 100 });
    const pools = Object.values(resources(synth(stack), 'google_container_node_pool'));
    const written = pools.map(({ name, max_pods_per_node: most }) => [name.split('-')[0], most]);
    expect(Object.fromEntries(written)).toEqual({ system: undefined, kata: 48, dense: 100 });
  });
});

test('resourceManagerTags are on the nodes of pools that name none, and on those of the temporary pool', () => {
  const { stack, cluster } = build({ resourceManagerTags: { 'tagKeys/1': 'tagValues/2' } });
  cluster.addKataNodePool('kata', { resourceManagerTags: { 'tagKeys/3': 'tagValues/4' } });
  const terraform = synth(stack);
  const pools = Object.values(resources(terraform, 'google_container_node_pool'));
  const written = pools.map(({ name, node_config }) => [name.split('-')[0], node_config.resource_manager_tags]);
  expect(Object.fromEntries(written)).toEqual({
    system: { 'tagKeys/1': 'tagValues/2' },
    kata: { 'tagKeys/3': 'tagValues/4' },
  });
  expect(onlyResource(terraform, 'google_container_cluster').node_config.resource_manager_tags).toEqual({
    'tagKeys/1': 'tagValues/2',
  });
});

describe('pinnedVersion of a pool (M24)', () => {
  const off: Options = { releaseChannel: ReleaseChannel.UNSPECIFIED };
  const pool = { pinnedVersion: EXACT, autoUpgrade: false };
  const names = (options: Options, ...pools: NodePoolOptions[]) => {
    const { stack, cluster } = build({ ...off, ...options });
    for (const [index, it] of pools.entries()) cluster.addNodePool(`pool-${index}`, it);
    return { stack, pools: Object.values(resources(synth(stack), 'google_container_node_pool')) };
  };

  test('is the version of the nodes, and a change does not replace the pool', () => {
    const { pools } = names({}, pool, { ...pool, pinnedVersion: '1.33.4-gke.2' });
    const [first, second] = ['pool-0-', 'pool-1-'].map((start) => pools.find(({ name }) => name.startsWith(start)));
    expect([first?.version, second?.version]).toEqual([EXACT, '1.33.4-gke.2']);
    expect(first?.management).toEqual({ auto_repair: true, auto_upgrade: false });
    expect(first?.name.slice(-6)).toBe(second?.name.slice(-6));
  });

  test('may be known to Terraform only', () => {
    const stack = newStack();
    const { cluster } = build(off, stack);
    cluster.addNodePool('pool', {
      pinnedVersion: new TerraformVariable(stack, 'version', {}).stringValue,
      autoUpgrade: false,
    });
    expect(JSON.stringify(synth(stack))).toContain('"version":"${var.version}"');
  });

  test.each<[string, Options, NodePoolOptions, string]>([
    [
      'on a release channel',
      { releaseChannel: undefined },
      { pinnedVersion: EXACT },
      'and release channel REGULAR upgrades the nodes; set releaseChannel of the cluster to UNSPECIFIED',
    ],
    ['beside upgrades by GKE', {}, { pinnedVersion: EXACT }, 'and GKE upgrades the nodes; set autoUpgrade to false'],
    ['that is not exact', {}, { ...pool, pinnedVersion: '1.33' }, "pinnedVersion '1.33' is not an exact version"],
  ])('is refused %s', (_, options, wrong, message) => {
    expect(() => names(options, wrong)).toThrow(message);
  });

  test.each([
    ['1.33.4-gke.1245001', true],
    ['1.33.5-gke.1', true],
    ['1.34.0-gke.1', true],
    [EXACT, false],
    ['1.33.3-gke.9999999', false],
    ['1.9.9-gke.1', false],
  ])('%s beside a control plane of 1.33.4-gke.1245000 is newer: %s', (pinnedVersion, refused) => {
    const { stack, cluster } = build({ ...off, pinnedVersion: EXACT });
    cluster.addNodePool('late', { ...pool, pinnedVersion });
    const found = findings(stack).filter(({ id }) => id === 'gke/node-version');
    expect(found.map(({ message }) => message)).toEqual(
      refused ? [`node pool 'late' keeps version ${pinnedVersion}, and the control plane keeps ${EXACT}`] : [],
    );
  });
});

test('outputs: certificate, versions, workload pool and names of pools', () => {
  const { stack, cluster } = build();
  const batch = cluster.addNodePool('batch');
  new TerraformOutput(stack, 'nodes', { value: batch.version });
  new TerraformOutput(stack, 'ca', { value: cluster.caCertificate });
  new TerraformOutput(stack, 'version', { value: cluster.masterVersion });
  expect(cluster.workloadPool).toBe('acme-dev.svc.id.goog');
  expect(cluster.nodePoolNames).toEqual([
    expect.stringMatching(/^system-[0-9a-f]{6}$/),
    expect.stringMatching(/^batch-[0-9a-f]{6}$/),
  ]);
  const { output } = synth(stack);
  expect(output?.ca?.value).toMatch(/master_auth.*cluster_ca_certificate\}$/);
  expect(output?.nodes?.value).toMatch(/^\$\{google_container_node_pool\.gke_batch_\w+\.version\}$/);
  expect(output?.version?.value).toBe('${google_container_cluster.gke.master_version}');
});

describe('facts', () => {
  const DEFAULTS: ClusterFacts = {
    dns: ClusterDns.NODE_LOCAL_DNS_CACHE,
    dataplaneV2: true,
    fqdnPolicies: false,
    nodeRanges: ['10.0.0.0/20'],
    podRanges: ['10.64.0.0/14'],
    serviceRange: '10.32.0.0/20',
    workloadPool: 'acme-dev.svc.id.goog',
  };

  test.each<[string, Options, ClusterFacts]>([
    ['the defaults', {}, DEFAULTS],
    ['Cloud DNS', { cloudDns: CloudDns.clusterScope() }, { ...DEFAULTS, dns: ClusterDns.CLOUD_DNS }],
    ['kube-dns alone', { nodeLocalDns: false }, { ...DEFAULTS, dns: ClusterDns.KUBE_DNS }],
    ['FQDN policies', { fqdnPolicies: true }, { ...DEFAULTS, fqdnPolicies: true }],
    ['Calico', { dataplaneV2: false }, { ...DEFAULTS, dataplaneV2: false }],
    ['a minimum version', { minimumVersion: '1.33' }, { ...DEFAULTS, kubernetesVersion: '1.33' }],
    ['a project', { project: 'other' }, { ...DEFAULTS, workloadPool: 'other.svc.id.goog' }],
  ])('of a cluster with %s, in literals that survive JSON', (_, options, expected) => {
    const { facts } = build(options).cluster;
    expect(facts).toEqual(expected);
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
  });

  test('leave out what only Terraform knows', () => {
    const stack = newStack();
    const variable = (id: string) => new TerraformVariable(stack, id, {});
    const options: Options = {
      project: variable('project').stringValue,
      nodeLocalDns: variable('dns').booleanValue,
      minimumVersion: variable('version').stringValue,
    };
    const { dns, workloadPool, ...rest } = DEFAULTS;
    expect(build(options, stack).cluster.facts).toEqual(rest);
  });

  test('leave out the ranges of a dual-stack network, of which half are known', () => {
    const stack = newStack();
    const network = new GkeNetwork(stack, 'network', { region, stackType: StackType.IPV4_IPV6 });
    const { nodeRanges, podRanges, serviceRange, ...rest } = DEFAULTS;
    expect(new GkeCluster(stack, 'gke', { location: region, network }).facts).toEqual(rest);
  });

  const imported = {
    name: 'prod',
    location: region,
    nodeServiceAccountEmail: 'nodes@acme-dev.iam.gserviceaccount.com',
  };

  test('of an imported cluster are what was given', () => {
    const facts: ClusterFacts = { dns: ClusterDns.CLOUD_DNS, podRanges: ['10.8.0.0/14'], kubernetesVersion: '1.34' };
    const cluster = GkeCluster.fromClusterAttributes(newStack(), 'gke', { ...imported, facts });
    expect(cluster.facts).toEqual({ ...facts, workloadPool: 'acme-dev.svc.id.goog' });
    expect(GkeCluster.fromClusterAttributes(newStack(), 'gke', imported).facts).toEqual({
      workloadPool: 'acme-dev.svc.id.goog',
    });
  });

  test.each<[string, object, string]>([
    ['a range with host bits', { podRanges: ['10.8.0.1/14'] }, "facts.podRanges '10.8.0.1/14' cannot be"],
    ['a range without a prefix', { serviceRange: '10.8.0.0' }, "facts.serviceRange '10.8.0.0' cannot be"],
    ['an unknown DNS service', { dns: 'bind' }, "facts.dns is 'bind', and must be one of kube-dns"],
    ['a version of one number', { kubernetesVersion: '1' }, "facts.kubernetesVersion '1' cannot be"],
    ['a pool of something else', { workloadPool: 'acme' }, "facts.workloadPool 'acme' cannot be"],
  ])('fail for %s', (_, facts, message) => {
    expect(() => GkeCluster.fromClusterAttributes(newStack(), 'gke', { ...imported, facts })).toThrow(message);
  });
});

describe('WorkloadIdentityBinding', () => {
  const props = {
    namespace: 'reports',
    serviceAccount: 'writer',
    googleServiceAccount: 'projects/acme-dev/serviceAccounts/reports@acme-dev.iam.gserviceaccount.com',
  };

  test('lets a Kubernetes service account act as a Google one', () => {
    const terraform = synthStack((stack) => {
      const { cluster } = build({}, stack);
      new WorkloadIdentityBinding(stack, 'reports', { cluster, ...props });
    });
    expect(onlyResource(terraform, 'google_service_account_iam_member')).toMatchObject({
      service_account_id: props.googleServiceAccount,
      role: 'roles/iam.workloadIdentityUser',
      member: 'serviceAccount:acme-dev.svc.id.goog[reports/writer]',
    });
  });

  test.each<[string, object, string]>([
    ['a namespace with capitals', { namespace: 'Reports' }, "namespace 'Reports' is not a name of Kubernetes"],
    ['an empty service account', { serviceAccount: '' }, "serviceAccount '' is not a name of Kubernetes"],
    [
      'an e-mail address alone',
      { googleServiceAccount: 'reports@acme-dev.iam.gserviceaccount.com' },
      'is not the id of a service account; write projects/PROJECT/serviceAccounts/EMAIL',
    ],
  ])('fails for %s', (_, wrong, message) => {
    const { stack, cluster } = build();
    expect(() => new WorkloadIdentityBinding(stack, 'it', { cluster, ...props, ...wrong })).toThrow(message);
  });
});
