import { Token } from 'cdktf';
import {
  ControlPlaneAccess,
  type FlowLogInterval,
  GoogleProviderVersion,
  GpuSharing,
  type NodePoolOptions,
  PoolUpgrade,
  type ReleaseChannel,
} from '../../lib/gke';
import { type Attributes, onlyResource, type Terraform } from '../util/terraform';
import { Program } from './inputs-program';

/** What each kind of variable is called in the JSON. */
const KEY = '${var.v0}';

type Row = [string, (program: Program) => void, (terraform: Terraform) => unknown, unknown];

const cluster = (terraform: Terraform): Attributes => onlyResource(terraform, 'google_container_cluster');
const pool = (terraform: Terraform): Attributes => onlyResource(terraform, 'google_container_node_pool');
const subnetwork = (terraform: Terraform): Attributes => onlyResource(terraform, 'google_compute_subnetwork');
const nodes = (terraform: Terraform): Attributes => pool(terraform).node_config;

/** A pool with one option that a variable says. */
const poolRow = (
  field: string,
  option: (program: Program) => NodePoolOptions,
  read: (terraform: Terraform) => unknown,
  expected: unknown = KEY,
): Row => [
  `${field} of a pool`,
  (program) => {
    const options = option(program);
    program.cluster().addNodePool('pool', options);
  },
  read,
  expected,
];

const BOOLEANS: Row[] = [
  [
    'binaryAuthorization',
    (program) => program.cluster({ binaryAuthorization: program.variable().booleanValue }),
    (it) => cluster(it).binary_authorization.evaluation_mode,
    '${var.v0 ? "PROJECT_SINGLETON_POLICY_ENFORCE" : "DISABLED"}',
  ],
  [
    'securityPosture',
    (program) => program.cluster({ securityPosture: program.variable().booleanValue }),
    (it) => cluster(it).security_posture_config.mode,
    '${var.v0 ? "BASIC" : "DISABLED"}',
  ],
  [
    'gatewayApi',
    (program) => program.cluster({ gatewayApi: program.variable().booleanValue }),
    (it) => cluster(it).gateway_api_config.channel,
    '${var.v0 ? "CHANNEL_STANDARD" : "CHANNEL_DISABLED"}',
  ],
  [
    'acceleratedPatches',
    (program) => program.cluster({ acceleratedPatches: program.variable().booleanValue }),
    (it) => cluster(it).dynamic.gke_auto_upgrade_config,
    { for_each: '${var.v0 ? ["on"] : []}', content: { patch_mode: 'ACCELERATED' } },
  ],
  [
    'fqdnPolicies',
    (program) => program.cluster({ fqdnPolicies: program.variable().booleanValue }),
    (it) => cluster(it).enable_fqdn_network_policy,
    KEY,
  ],
  [
    'clusterwidePolicies',
    (program) => program.cluster({ clusterwidePolicies: program.variable().booleanValue }),
    (it) => cluster(it).enable_cilium_clusterwide_network_policy,
    KEY,
  ],
  [
    'inTransitEncryption',
    (program) => program.cluster({ inTransitEncryption: program.variable().booleanValue }),
    (it) => cluster(it).in_transit_encryption_config,
    '${var.v0 ? "IN_TRANSIT_ENCRYPTION_INTER_NODE_TRANSPARENT" : "IN_TRANSIT_ENCRYPTION_DISABLED"}',
  ],
  [
    'dataplaneV2',
    (program) => program.cluster({ dataplaneV2: program.variable().booleanValue }),
    (it) => {
      const { datapath_provider, network_policy, addons_config, monitoring_config } = cluster(it);
      expect(monitoring_config).not.toHaveProperty('advanced_datapath_observability_config');
      return [
        datapath_provider,
        network_policy,
        addons_config.network_policy_config,
        monitoring_config.dynamic.advanced_datapath_observability_config,
      ];
    },
    [
      '${var.v0 ? "ADVANCED_DATAPATH" : "LEGACY_DATAPATH"}',
      { enabled: '${!var.v0}', provider: '${!var.v0 ? "CALICO" : "PROVIDER_UNSPECIFIED"}' },
      { disabled: '${!!var.v0}' },
      { for_each: '${var.v0 ? ["on"] : []}', content: { enable_metrics: true, enable_relay: false } },
    ],
  ],
  [
    'networkPolicyEnforcement',
    (program) => program.cluster({ dataplaneV2: false, networkPolicyEnforcement: program.variable().booleanValue }),
    (it) => [cluster(it).network_policy, cluster(it).addons_config.network_policy_config],
    [{ enabled: KEY, provider: '${var.v0 ? "CALICO" : "PROVIDER_UNSPECIFIED"}' }, { disabled: '${!var.v0}' }],
  ],
  [
    'globalAccess of the private endpoint',
    (program) => {
      const globalAccess = program.variable().booleanValue;
      program.cluster({ controlPlaneAccess: ControlPlaneAccess.privateEndpoint([], { globalAccess }) });
    },
    (it) => cluster(it).private_cluster_config.master_global_access_config.enabled,
    KEY,
  ],
  [
    'allowExternalTraffic of dnsOnly',
    (program) => program.cluster({ controlPlaneAccess: ControlPlaneAccess.dnsOnly(program.variable().booleanValue) }),
    (it) => cluster(it).control_plane_endpoints_config.dns_endpoint_config.allow_external_traffic,
    KEY,
  ],
  [
    'includeVolumeData and includeSecrets of a backup plan',
    (program) => {
      const includes = program.variable().booleanValue;
      const made = program.cluster({ backupAgent: true });
      made.addBackupPlan('b', { includeVolumeData: includes, includeSecrets: includes });
    },
    (it) => onlyResource(it, 'google_gke_backup_backup_plan').backup_config,
    { all_namespaces: true, include_volume_data: KEY, include_secrets: KEY },
  ],
  [
    'flowLogs.enabled',
    (program) => program.network({ flowLogs: { enabled: program.variable().booleanValue } }),
    (it) => {
      expect(subnetwork(it)).not.toHaveProperty('log_config');
      return subnetwork(it).dynamic.log_config;
    },
    {
      for_each: '${var.v0 ? ["on"] : []}',
      content: { aggregation_interval: 'INTERVAL_5_SEC', flow_sampling: 0.5, metadata: 'INCLUDE_ALL_METADATA' },
    },
  ],
  [
    'flowLogs.metadata',
    (program) => program.network({ flowLogs: { metadata: program.variable().booleanValue } }),
    (it) => subnetwork(it).log_config.metadata,
    '${var.v0 ? "INCLUDE_ALL_METADATA" : "EXCLUDE_ALL_METADATA"}',
  ],
  poolRow(
    'spot',
    (it) => ({ spot: it.variable().booleanValue }),
    (it) => nodes(it).spot,
  ),
  poolRow(
    'imageStreaming',
    (it) => ({ imageStreaming: it.variable().booleanValue }),
    (it) => nodes(it).gcfs_config.enabled,
  ),
  poolRow(
    'autoRepair',
    (it) => ({ autoRepair: it.variable().booleanValue }),
    (it) => pool(it).management.auto_repair,
  ),
];

const NUMBERS: Row[] = [
  [
    'defaultMaxPodsPerNode',
    (program) => program.cluster({ defaultMaxPodsPerNode: program.variable().numberValue }),
    (it) => cluster(it).default_max_pods_per_node,
    KEY,
  ],
  [
    'disruptionBudget',
    (program) => {
      GoogleProviderVersion.V7.apply(program.stack);
      program.cluster({ disruptionBudget: { minorVersionDays: program.variable().numberValue } });
    },
    (it) => cluster(it).maintenance_policy.disruption_budget.minor_version_disruption_interval,
    '${(var.v0 * 86400)}s',
  ],
  poolRow(
    'threadsPerCore',
    (it) => ({ threadsPerCore: it.variable().numberValue }),
    (it) => nodes(it).advanced_machine_features.threads_per_core,
  ),
  poolRow(
    'maxPodsPerNode',
    (it) => ({ maxPodsPerNode: it.variable().numberValue }),
    (it) => pool(it).max_pods_per_node,
  ),
  poolRow(
    'diskSizeGb',
    (it) => ({ diskSizeGb: it.variable().numberValue }),
    (it) => nodes(it).disk_size_gb,
  ),
  poolRow(
    'accelerators.maxSharedClients',
    (it) => ({
      machineType: 'g2-standard-8',
      accelerators: {
        type: 'nvidia-l4',
        count: 1,
        sharing: GpuSharing.MPS,
        maxSharedClients: it.variable().numberValue,
      },
    }),
    (it) => nodes(it).guest_accelerator[0].gpu_sharing_config.max_shared_clients_per_gpu,
  ),
  poolRow(
    'a surge upgrade',
    (it) => ({ upgrade: PoolUpgrade.surge(it.variable().numberValue, 1) }),
    (it) => pool(it).upgrade_settings,
    { strategy: 'SURGE', max_surge: KEY, max_unavailable: 1 },
  ),
  poolRow(
    'a blue-green upgrade',
    (it) => ({ upgrade: PoolUpgrade.blueGreen({ batchNodeCount: it.variable().numberValue }) }),
    (it) => pool(it).upgrade_settings.blue_green_settings.standard_rollout_policy.batch_node_count,
  ),
];

const SETS: Row[] = [
  [
    'releaseChannel',
    (program) => program.cluster({ releaseChannel: program.variable().value }),
    (it) => cluster(it).release_channel.channel,
    KEY,
  ],
  [
    'releaseChannel as a text',
    (program) => program.cluster({ releaseChannel: program.variable().stringValue as ReleaseChannel }),
    (it) => cluster(it).release_channel.channel,
    KEY,
  ],
  [
    'autoscalingProfile',
    (program) => program.cluster({ autoscalingProfile: program.variable().value }),
    (it) => cluster(it).cluster_autoscaling.autoscaling_profile,
    KEY,
  ],
  [
    'the scope of an exclusion',
    (program) => {
      const { value: scope } = program.variable();
      const exclusion = { name: 'sale', start: '2026-11-20T00:00:00Z', end: '2026-12-20T00:00:00Z', scope };
      program.cluster({ maintenanceExclusions: [exclusion] });
    },
    (it) => cluster(it).maintenance_policy.maintenance_exclusion[0].exclusion_options.scope,
    KEY,
  ],
  [
    'flowLogs.interval',
    (program) => program.network({ flowLogs: { interval: program.variable().stringValue as FlowLogInterval } }),
    (it) => subnetwork(it).log_config.aggregation_interval,
    KEY,
  ],
  [
    'severity of intrusion detection',
    (program) =>
      program.network().addIntrusionDetection({ zone: 'europe-west4-a', severity: program.variable().value }),
    (it) => onlyResource(it, 'google_cloud_ids_endpoint').severity,
    KEY,
  ],
  poolRow(
    'kubelet.cpuManagerPolicy',
    (it) => ({ kubelet: { cpuManagerPolicy: it.variable().value } }),
    (it) => nodes(it).kubelet_config.cpu_manager_policy,
  ),
  poolRow(
    'confidentialInstanceType',
    (it) => ({ confidentialInstanceType: it.variable().stringValue }),
    (it) => nodes(it).confidential_nodes.confidential_instance_type,
  ),
];

const LISTS_AND_MAPS: Row[] = [
  [
    'authorized networks',
    (program) => {
      const networks = program.variable().value;
      program.cluster({ controlPlaneAccess: ControlPlaneAccess.dnsAndPublicEndpoint(networks) });
    },
    (it) => cluster(it).master_authorized_networks_config.dynamic.cidr_blocks,
    {
      for_each: '${toset(var.v0)}',
      iterator: 'each',
      content: { cidr_block: '${each.value.cidr}', display_name: '${try(each.value.name, "")}' },
    },
  ],
  [
    'maintenanceExclusions',
    (program) => program.cluster({ maintenanceExclusions: program.variable().value }),
    (it) => cluster(it).maintenance_policy.dynamic.maintenance_exclusion,
    {
      for_each: '${toset(var.v0)}',
      iterator: 'each',
      content: {
        exclusion_name: '${each.value.name}',
        start_time: '${each.value.start}',
        end_time: '${each.value.end}',
        exclusion_options: { scope: '${lookup(each.value, "scope", "NO_UPGRADES")}' },
      },
    },
  ],
  [
    'labels, as the value of a variable',
    (program) => program.cluster({ labels: program.variable().value }),
    (it) => cluster(it).resource_labels,
    '${merge({"managed-by" = "cdk-kata"}, var.v0)}',
  ],
  [
    'labels of a network',
    (program) => program.network({ natAddressCount: 1, labels: program.variable().value }),
    (it) => onlyResource(it, 'google_compute_address').labels,
    '${merge({"managed-by" = "cdk-kata"}, var.v0)}',
  ],
  [
    'labels of a backup plan',
    (program) => {
      const labels = program.variable().value;
      program.cluster({ backupAgent: true, labels: { team: 'blue' } }).addBackupPlan('b', { labels });
    },
    (it) => onlyResource(it, 'google_gke_backup_backup_plan').labels,
    '${merge({"managed-by" = "cdk-kata"}, {"team" = "blue"}, var.v0)}',
  ],
  poolRow(
    'resourceLabels',
    (it) => ({ resourceLabels: it.variable().value }),
    (it) => nodes(it).resource_labels,
  ),
  poolRow(
    'resourceManagerTags',
    (it) => ({ resourceManagerTags: it.variable().value }),
    (it) => nodes(it).resource_manager_tags,
  ),
  poolRow(
    'linux.sysctls',
    (it) => ({ linux: { sysctls: it.variable().value } }),
    (it) => nodes(it).linux_node_config.sysctls,
  ),
  poolRow(
    'linux.sysctls as a map',
    (it) => ({ linux: { sysctls: Token.asStringMap(it.variable().value) } }),
    (it) => nodes(it).linux_node_config.sysctls,
  ),
  poolRow(
    'zones',
    (it) => ({ zones: it.variable().listValue }),
    (it) => pool(it).node_locations,
  ),
  [
    'namespaces and trustedPrincipals of alerts',
    (program) => {
      const { listValue } = program.variable();
      program.alerts({ namespaces: listValue, trustedPrincipals: listValue });
    },
    (it) => {
      const policies = Object.values(it.resource?.google_monitoring_alert_policy ?? {});
      const filters = policies.map(({ conditions }) => conditions[0].condition_matched_log.filter as string);
      const [exec = ''] = filters.filter((filter) => filter.includes('pods'));
      return [exec.includes('namespaces/(${join("|", var.v0)})/'), exec.split('\n').at(-1)];
    },
    [
      true,
      '${join("\\n", formatlist("NOT (protoPayload.authenticationInfo.principalEmail=\\"%s\\" OR protoPayload.authenticationInfo.principalSubject=\\"%s\\")", var.v0, var.v0))}',
    ],
  ],
];

test.each([...BOOLEANS, ...NUMBERS, ...SETS, ...LISTS_AND_MAPS])(
  '%s may be known to Terraform only (H7)',
  (_, build, read, expected) => {
    const program = new Program();
    build(program);
    const terraform = program.written();
    expect(read(terraform)).toEqual(expected);
    expect(JSON.stringify(terraform)).not.toMatch(/TfToken|e\+298|creationStack/);
  },
);

test.each<[string, (program: Program) => void, string]>([
  [
    'natAddressCount',
    (program) => program.network({ natAddressCount: program.variable().numberValue }),
    'test/network/nat: natAddressCount is only known to Terraform, and says here how many addresses are created; give a literal',
  ],
  [
    'maxNodes',
    (program) => program.cluster().addNodePool('pool', { maxNodes: program.variable().numberValue }),
    'test/gke/pool: maxNodes is only known to Terraform, and is needed here to see whether the network has room; give a literal',
  ],
  [
    'imageType',
    (program) => program.cluster().addNodePool('pool', { imageType: program.variable().value }),
    'test/gke/pool: imageType is a token, whose value is not known yet, and must be one of COS_CONTAINERD, UBUNTU_CONTAINERD; give a literal',
  ],
  [
    'deletionProtection',
    (program) => program.cluster({ deletionProtection: program.variable().value }),
    'test/gke: deletionProtection is a token, whose value is not known yet, and must be true or false; give a literal',
  ],
  [
    'a list by its value',
    (program) => program.cluster({ zones: program.variable().value }),
    'test/gke: zones is a token, whose value is not known yet, and must be a list; wrap it in Token.asList() of cdktf, or give a literal',
  ],
  [
    'compactPlacement, which names the pool',
    (program) => program.cluster().addNodePool('pool', { compactPlacement: program.variable().value }),
    'test/gke/pool: compactPlacement is a token, whose value is not known yet, and must be true or false; give a literal',
  ],
])('%s has to be a literal, and the message says so without the token', (_, build, message) => {
  expect(() => build(new Program())).toThrow(message);
});

test('a release channel that only Terraform knows is checked against nothing', () => {
  const program = new Program();
  const made = program.cluster({ releaseChannel: program.variable().value, pinnedVersion: '1.33.4-gke.1245000' });
  expect(made.releaseChannel).toBeUndefined();
  made.addNodePool('pool', { autoUpgrade: false });
  expect(program.findings()).toEqual([]);
});

test('facts leave out a dataplane that only Terraform knows', () => {
  const program = new Program();
  const { value } = program.variable();
  const { facts } = program.cluster({ dataplaneV2: value, fqdnPolicies: value });
  expect(facts).not.toHaveProperty('dataplaneV2');
  expect(facts).not.toHaveProperty('fqdnPolicies');
});
