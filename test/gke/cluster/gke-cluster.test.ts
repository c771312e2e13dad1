import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { TerraformOutput, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import {
  BackupPlan,
  ControlPlaneAccess,
  Findings,
  findings,
  GkeCluster,
  type GkeClusterProps,
  GkeNetwork,
  MaintenanceExclusionScope,
  MaintenanceWindow,
  NodeIdentity,
  type NodePoolOptions,
  PoolUpgrade,
  ReleaseChannel,
  SecretsEncryption,
  StackType,
  UpgradeEvent,
  VulnerabilityScanning,
} from '../../../lib/gke';
import { type Attributes, newStack, onlyResource, resources, synth, synthStack, warnings } from '../../util/terraform';

type Options = Partial<GkeClusterProps>;

function build(options: Options = {}) {
  const stack = newStack();
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
  const cluster = new GkeCluster(stack, 'gke', { location: 'europe-west4', network, ...options });
  cluster.addNodePool('system');
  return { stack, cluster };
}

const attributes = (options: Options = {}): Attributes =>
  onlyResource(synth(build(options).stack), 'google_container_cluster');

test('default child, and the address of a bare resource', () => {
  const { stack, cluster } = build();
  expect(cluster.node.defaultChild?.node.path).toBe(cluster.resource.node.path);
  expect(Object.keys(resources(synth(stack), 'google_container_cluster'))).toEqual(['gke']);
});

test('is regional, private and hardened', () => {
  expect(attributes()).toMatchObject({
    name: 'test-gke',
    location: 'europe-west4',
    project: 'acme-dev',
    deletion_protection: true,
    networking_mode: 'VPC_NATIVE',
    network: '${google_compute_network.network.id}',
    ip_allocation_policy: {
      cluster_secondary_range_name: 'pods',
      services_secondary_range_name: 'services',
      stack_type: 'IPV4',
    },
    datapath_provider: 'ADVANCED_DATAPATH',
    network_policy: { enabled: false },
    enable_intranode_visibility: true,
    enable_l4_ilb_subsetting: true,
    vertical_pod_autoscaling: { enabled: true },
    private_cluster_config: { enable_private_nodes: true, enable_private_endpoint: true },
    control_plane_endpoints_config: { dns_endpoint_config: { allow_external_traffic: true } },
    master_authorized_networks_config: { gcp_public_cidrs_access_enabled: false },
    workload_identity_config: { workload_pool: 'acme-dev.svc.id.goog' },
    enable_shielded_nodes: true,
    enable_legacy_abac: false,
    master_auth: { client_certificate_config: { issue_client_certificate: false } },
    rbac_binding_config: {
      enable_insecure_binding_system_authenticated: false,
      enable_insecure_binding_system_unauthenticated: false,
    },
    anonymous_authentication_config: { mode: 'LIMITED' },
    binary_authorization: { evaluation_mode: 'PROJECT_SINGLETON_POLICY_ENFORCE' },
    security_posture_config: { mode: 'BASIC' },
    release_channel: { channel: 'REGULAR' },
    maintenance_policy: { recurring_window: { recurrence: 'FREQ=WEEKLY;BYDAY=SA,SU' } },
    logging_config: {
      enable_components: ['SYSTEM_COMPONENTS', 'WORKLOADS', 'APISERVER', 'CONTROLLER_MANAGER', 'SCHEDULER'],
    },
    monitoring_config: {
      managed_prometheus: { enabled: true },
      advanced_datapath_observability_config: { enable_metrics: true, enable_relay: false },
    },
    cost_management_config: { enabled: true },
    resource_labels: { 'managed-by': 'cdk-kata' },
    node_pool_defaults: { node_config_defaults: { insecure_kubelet_readonly_port_enabled: 'FALSE' } },
    timeouts: { create: '60m', update: '90m', delete: '60m' },
  });
});

const KEY = 'projects/p/locations/europe-west4/keyRings/r/cryptoKeys/k';
const NETWORKS = [{ cidr: '203.0.113.0/24', name: 'office' }];
const exclusion = { name: 'sale', start: '2026-11-20T00:00:00Z', end: '2026-12-10T00:00:00Z' };

test.each<[string, Options, object]>([
  ['name', { name: 'prod' }, { name: 'prod' }],
  [
    'project',
    { project: 'other' },
    { project: 'other', workload_identity_config: { workload_pool: 'other.svc.id.goog' } },
  ],
  ['zones', { zones: ['europe-west4-a'] }, { node_locations: ['europe-west4-a'] }],
  ['releaseChannel', { releaseChannel: ReleaseChannel.STABLE }, { release_channel: { channel: 'STABLE' } }],
  ['minimumVersion', { minimumVersion: '1.33' }, { min_master_version: '1.33' }],
  ['acceleratedPatches', { acceleratedPatches: true }, { gke_auto_upgrade_config: { patch_mode: 'ACCELERATED' } }],
  [
    'maintenanceWindow',
    { maintenanceWindow: MaintenanceWindow.daily({ startHour: 1, hours: 4 }) },
    {
      maintenance_policy: {
        recurring_window: {
          start_time: '2026-01-03T01:00:00Z',
          end_time: '2026-01-03T05:00:00Z',
          recurrence: 'FREQ=DAILY',
        },
      },
    },
  ],
  [
    'maintenanceExclusions',
    {
      maintenanceExclusions: [
        exclusion,
        { ...exclusion, name: 'year', end: '2027-11-19T00:00:00Z', scope: MaintenanceExclusionScope.NO_MINOR_UPGRADES },
      ],
    },
    {
      maintenance_policy: {
        maintenance_exclusion: [
          { exclusion_name: 'sale', exclusion_options: { scope: 'NO_UPGRADES' } },
          { exclusion_name: 'year', exclusion_options: { scope: 'NO_MINOR_UPGRADES' } },
        ],
      },
    },
  ],
  [
    'upgradeNotifications',
    { upgradeNotifications: { topic: 'projects/p/topics/t', events: [UpgradeEvent.SECURITY_BULLETIN] } },
    {
      notification_config: {
        pubsub: { enabled: true, topic: 'projects/p/topics/t', filter: { event_type: ['SECURITY_BULLETIN_EVENT'] } },
      },
    },
  ],
  ['binaryAuthorization', { binaryAuthorization: false }, { binary_authorization: { evaluation_mode: 'DISABLED' } }],
  ['securityPosture', { securityPosture: false }, { security_posture_config: { mode: 'DISABLED' } }],
  [
    'vulnerabilityScanning',
    { vulnerabilityScanning: VulnerabilityScanning.ENTERPRISE },
    { security_posture_config: { vulnerability_mode: 'VULNERABILITY_ENTERPRISE' } },
  ],
  [
    'loggingComponents',
    { loggingComponents: ['SYSTEM_COMPONENTS'] },
    { logging_config: { enable_components: ['SYSTEM_COMPONENTS'] } },
  ],
  [
    'monitoringComponents',
    { monitoringComponents: ['SYSTEM_COMPONENTS', 'POD'] },
    { monitoring_config: { enable_components: ['SYSTEM_COMPONENTS', 'POD'] } },
  ],
  [
    'managedPrometheus',
    { managedPrometheus: false },
    { monitoring_config: { managed_prometheus: { enabled: false } } },
  ],
  ['costAllocation', { costAllocation: false }, { cost_management_config: { enabled: false } }],
  ['labels', { labels: { team: 'blue' } }, { resource_labels: { team: 'blue' } }],
  ['backupAgent', { backupAgent: true }, { addons_config: { gke_backup_agent_config: { enabled: true } } }],
  ['fleetProject', { fleetProject: 'fleet' }, { fleet: { project: 'fleet' } }],
  ['gatewayApi', { gatewayApi: false }, { gateway_api_config: { channel: 'CHANNEL_DISABLED' } }],
  ['filestoreCsi', { filestoreCsi: true }, { addons_config: { gcp_filestore_csi_driver_config: { enabled: true } } }],
  ['gcsFuseCsi', { gcsFuseCsi: true }, { addons_config: { gcs_fuse_csi_driver_config: { enabled: true } } }],
  [
    'persistentDiskCsi',
    { persistentDiskCsi: false },
    { addons_config: { gce_persistent_disk_csi_driver_config: { enabled: false } } },
  ],
  ['nodeLocalDns', { nodeLocalDns: false }, { addons_config: { dns_cache_config: { enabled: false } } }],
  [
    'securityGroup',
    { securityGroup: 'gke-security-groups@example.com' },
    { authenticator_groups_config: { security_group: 'gke-security-groups@example.com' } },
  ],
  [
    'dataplaneV2',
    { dataplaneV2: false },
    {
      datapath_provider: 'LEGACY_DATAPATH',
      network_policy: { enabled: true, provider: 'CALICO' },
      addons_config: { network_policy_config: { disabled: false } },
    },
  ],
  [
    'secretsEncryptionKey',
    { secretsEncryptionKey: KEY },
    { database_encryption: { state: 'ENCRYPTED', key_name: KEY } },
  ],
  ['deletionProtection', { deletionProtection: false }, { deletion_protection: false }],
  [
    'controlPlaneAccess: DNS and private endpoint with networks',
    { controlPlaneAccess: ControlPlaneAccess.dnsAndPrivateEndpoint(NETWORKS) },
    { master_authorized_networks_config: { cidr_blocks: [{ cidr_block: '203.0.113.0/24', display_name: 'office' }] } },
  ],
  [
    'controlPlaneAccess: private endpoint',
    { controlPlaneAccess: ControlPlaneAccess.privateEndpoint() },
    {
      private_cluster_config: { enable_private_endpoint: true },
      control_plane_endpoints_config: { dns_endpoint_config: { allow_external_traffic: false } },
    },
  ],
  [
    'controlPlaneAccess: DNS from inside alone',
    { controlPlaneAccess: ControlPlaneAccess.dnsOnly(false) },
    {
      control_plane_endpoints_config: {
        dns_endpoint_config: { allow_external_traffic: false },
        ip_endpoints_config: { enabled: false },
      },
    },
  ],
  [
    'controlPlaneAccess: public endpoint',
    { controlPlaneAccess: ControlPlaneAccess.publicEndpoint(NETWORKS) },
    {
      private_cluster_config: { enable_private_endpoint: false },
      master_authorized_networks_config: { cidr_blocks: [{ cidr_block: '203.0.113.0/24' }] },
    },
  ],
])('%s', (_, options, expected) => {
  expect(attributes(options)).toMatchObject(expected);
});

test('no scanning is promised that Google ended (C5)', () => {
  expect(attributes().security_posture_config).toEqual({ mode: 'BASIC' });
  expect(warnings(build({ vulnerabilityScanning: VulnerabilityScanning.BASIC }).stack)).toEqual([
    expect.stringContaining("vulnerabilityScanning 'VULNERABILITY_BASIC' is no longer supported by Google"),
  ]);
  expect(warnings(build({ vulnerabilityScanning: VulnerabilityScanning.DISABLED }).stack)).toEqual([]);
});

test('the key of a cluster without protection can be destroyed with it (H3)', () => {
  const terraform = synth(build({ secretsEncryption: true, deletionProtection: false }).stack);
  expect(onlyResource(terraform, 'google_kms_crypto_key')).not.toHaveProperty('lifecycle');
});

test('secretsKey: a key with options of its own, and no second grant (H3)', () => {
  const stack = newStack();
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
  const secretsKey = new SecretsEncryption(stack, 'secrets', {
    project: 'acme-dev',
    location: 'europe-west4',
    existingKey: KEY,
    grant: false,
  });
  new GkeCluster(stack, 'gke', { location: 'europe-west4', network, secretsKey }).addNodePool('system');
  const terraform = synth(stack);
  expect(onlyResource(terraform, 'google_container_cluster').database_encryption).toEqual({
    state: 'ENCRYPTED',
    key_name: KEY,
  });
  expect(resources(terraform, 'google_kms_crypto_key_iam_member')).toEqual({});
});

test('a cluster waits for the grant of the key that it is given', () => {
  const stack = newStack();
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
  const secretsKey = new SecretsEncryption(stack, 'secrets', { project: 'acme-dev', location: 'europe-west4' });
  new GkeCluster(stack, 'gke', { location: 'europe-west4', network, secretsKey }).addNodePool('system');
  const terraform = synth(stack);
  expect(Object.keys(resources(terraform, 'google_kms_crypto_key_iam_member'))).toHaveLength(1);
  expect(onlyResource(terraform, 'google_container_cluster').depends_on).toContainEqual(
    expect.stringContaining('google_kms_crypto_key_iam_member.'),
  );
});

test('secretsEncryption makes a key, keeps it, and lets the service agent of GKE use it first', () => {
  const terraform = synth(build({ secretsEncryption: true }).stack);
  const cluster = onlyResource(terraform, 'google_container_cluster');
  expect(cluster.database_encryption.key_name).toMatch(/google_kms_crypto_key\..*\.id/);
  expect(onlyResource(terraform, 'google_kms_crypto_key')).toMatchObject({
    rotation_period: '7776000s',
    lifecycle: { prevent_destroy: true },
  });
  expect(onlyResource(terraform, 'google_kms_crypto_key_iam_member')).toMatchObject({
    role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
    member: expect.stringMatching(
      /^serviceAccount:service-\$\{data\.google_project\..*\.number\}@container-engine-robot/,
    ),
  });
  expect(cluster.depends_on).toContainEqual(expect.stringContaining('google_kms_crypto_key_iam_member.'));
});

test('nodes have an account of their own with the least roles, and pull from named repositories', () => {
  const terraform = synth(build({ pullRepositories: ['projects/images/locations/europe/repositories/apps'] }).stack);
  expect(onlyResource(terraform, 'google_service_account').account_id).toBe('test-gke-nodes');
  expect(onlyResource(terraform, 'google_project_iam_member').role).toBe('roles/container.defaultNodeServiceAccount');
  expect(onlyResource(terraform, 'google_artifact_registry_repository_iam_member')).toMatchObject({
    project: 'images',
    location: 'europe',
    repository: 'apps',
    role: 'roles/artifactregistry.reader',
  });
});

test('nodeIdentity takes the place of that account', () => {
  const stack = newStack();
  const nodeIdentity = NodeIdentity.fromServiceAccountEmail(stack, 'id', 'nodes@acme-dev.iam.gserviceaccount.com');
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
  new GkeCluster(stack, 'gke', { location: 'europe-west4', network, nodeIdentity }).addNodePool('system');
  const terraform = synth(stack);
  expect(resources(terraform, 'google_service_account')).toEqual({});
  expect(onlyResource(terraform, 'google_container_cluster').node_config.service_account).toBe(nodeIdentity.email);
});

test('fails for repositories of an account that something else made', () => {
  const stack = newStack();
  const nodeIdentity = NodeIdentity.fromServiceAccountEmail(stack, 'id', 'nodes@acme-dev.iam.gserviceaccount.com');
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
  const pullRepositories = ['projects/images/locations/europe/repositories/apps'];
  expect(
    () => new GkeCluster(stack, 'gke', { location: 'europe-west4', network, nodeIdentity, pullRepositories }),
  ).toThrow('pullRepositories is for the account that the cluster makes, and nodeIdentity is given');
});

test('addBackupPlan', () => {
  const { stack, cluster } = build({ backupAgent: true });
  cluster.addBackupPlan('nightly', { retentionDays: 7, namespaces: ['web'], includeSecrets: true, kmsKey: KEY });
  cluster.addBackupPlan('all', { schedule: '0 * * * *', includeVolumeData: false });
  const plans = Object.values(resources(synth(stack), 'google_gke_backup_backup_plan'));
  expect(plans).toContainEqual(
    expect.objectContaining({
      cluster: '${google_container_cluster.gke.id}',
      retention_policy: { backup_retain_days: 7 },
      backup_schedule: { cron_schedule: '0 3 * * *' },
      backup_config: {
        include_secrets: true,
        include_volume_data: true,
        selected_namespaces: { namespaces: ['web'] },
        encryption_key: { gcp_kms_encryption_key: KEY },
      },
    }),
  );
  expect(plans).toContainEqual(
    expect.objectContaining({
      backup_schedule: { cron_schedule: '0 * * * *' },
      backup_config: { all_namespaces: true, include_secrets: false, include_volume_data: false },
    }),
  );
});

test('the command for credentials goes by DNS name where that works from outside', () => {
  expect(build({ name: 'prod' }).cluster.getCredentialsCommand).toBe(
    'gcloud container clusters get-credentials prod --location europe-west4 --project acme-dev --dns-endpoint',
  );
  const access = ControlPlaneAccess.publicEndpoint(NETWORKS);
  expect(build({ controlPlaneAccess: access }).cluster.getCredentialsCommand).not.toContain('--dns-endpoint');
  const inside = ControlPlaneAccess.dnsOnly(false);
  expect(build({ controlPlaneAccess: inside }).cluster.getCredentialsCommand).toContain('--dns-endpoint');
});

test('a dual-stack network makes a dual-stack cluster', () => {
  const terraform = synthStack((stack) => {
    const network = new GkeNetwork(stack, 'network', { region: 'europe-west4', stackType: StackType.IPV4_IPV6 });
    new GkeCluster(stack, 'gke', { location: 'europe-west4', network }).addNodePool('system');
  });
  expect(onlyResource(terraform, 'google_container_cluster').ip_allocation_policy.stack_type).toBe('IPV4_IPV6');
});

describe('provider traps', () => {
  test('the default pool is hardened, removed, and its later answers ignored: they would replace the cluster', () => {
    const cluster = attributes();
    expect(cluster).toMatchObject({ remove_default_node_pool: true, initial_node_count: 1 });
    expect(cluster.node_config).toMatchObject({
      service_account: expect.stringContaining('google_service_account.'),
      metadata: { 'disable-legacy-endpoints': 'true' },
      workload_metadata_config: { mode: 'GKE_METADATA' },
      shielded_instance_config: { enable_secure_boot: true, enable_integrity_monitoring: true },
      kubelet_config: { cpu_cfs_quota: true },
    });
    expect(cluster.lifecycle.ignore_changes).toEqual(['node_config']);
  });

  test('protection holds in the plan, for the cluster and for its pools', () => {
    const terraform = synth(build().stack);
    expect(onlyResource(terraform, 'google_container_cluster').lifecycle.prevent_destroy).toBe(true);
    expect(onlyResource(terraform, 'google_container_node_pool').lifecycle.prevent_destroy).toBe(true);
  });

  test('without protection neither is held', () => {
    const terraform = synth(build({ deletionProtection: false }).stack);
    expect(onlyResource(terraform, 'google_container_cluster').lifecycle).not.toHaveProperty('prevent_destroy');
    expect(onlyResource(terraform, 'google_container_node_pool').lifecycle).not.toHaveProperty('prevent_destroy');
  });

  test('by DNS alone there is no block of authorized networks, which would be a difference for ever', () => {
    const cluster = attributes({ controlPlaneAccess: ControlPlaneAccess.dnsOnly() });
    expect(cluster).toMatchObject({
      private_cluster_config: { enable_private_endpoint: true },
      control_plane_endpoints_config: {
        dns_endpoint_config: { allow_external_traffic: true },
        ip_endpoints_config: { enabled: false },
      },
    });
    expect(cluster).not.toHaveProperty('master_authorized_networks_config');
  });

  test('the cluster waits for the roles of its nodes and for the NAT', () => {
    const { depends_on } = attributes();
    expect(depends_on).toContainEqual(expect.stringContaining('google_project_iam_member.'));
    expect(depends_on).toContainEqual(expect.stringContaining('google_compute_router_nat.'));
  });

  test('the control plane has no range of its own, which could not be changed', () => {
    expect(attributes().private_cluster_config).not.toHaveProperty('master_ipv4_cidr_block');
  });

  test('no pool is part of the cluster, which would be replaced with it', () => {
    expect(attributes()).not.toHaveProperty('node_pool');
  });
});

test.each<[string, Options, string]>([
  ['a zone as location', { location: 'europe-west4-a' }, "location 'europe-west4-a' is not a region"],
  ['a project without a name', { project: '' }, "project '' is not a name"],
  ['a fleet without a name', { fleetProject: 'x y' }, "fleetProject 'x y' is not a name"],
  ['nothing as location', { location: '' }, "location '' is not a region"],
  [
    'another region than the network',
    { location: 'us-central1' },
    "is not in the region of the network, 'europe-west4'",
  ],
  ['a long name', { name: 'a'.repeat(41) }, 'write at most 40 lower-case letters'],
  [
    'a name with an underscore',
    { name: 'my_cluster' },
    "name 'my_cluster' is not the name of a cluster; write 'my-cluster'",
  ],
  ['a name with capitals', { name: '1My_Cluster_' }, "write 'my-cluster': at most 40 lower-case letters"],
  ['a name without letters', { name: '!' }, "name '!' is not the name of a cluster; write at most 40"],
  ['a zone elsewhere', { zones: ['us-central1-a'] }, 'is not a zone of europe-west4'],
  [
    'an unknown channel',
    { releaseChannel: 'FAST' as ReleaseChannel },
    "releaseChannel is 'FAST', and must be one of RAPID",
  ],
  [
    'an unknown scanning',
    { vulnerabilityScanning: 'X' as VulnerabilityScanning },
    "vulnerabilityScanning is 'X', and must be one of",
  ],
  ['no zone', { zones: [] }, 'zones is empty'],
  ['a zone twice', { zones: ['europe-west4-a', 'europe-west4-a'] }, "zones has 'europe-west4-a' twice"],
  [
    'a component that is not measured',
    { monitoringComponents: ['PODS'] },
    "monitoringComponents 'PODS' is not a value",
  ],
  ['a label of Google', { labels: { 'goog-fleet': 'x' } }, "resource label 'goog-fleet: x'"],
  [
    'a key that nobody uses',
    { secretsEncryption: false, secretsEncryptionKey: KEY },
    'secretsEncryptionKey is given, but secretsEncryption is false',
  ],
  [
    'a key in two ways',
    { secretsKey: new SecretsEncryption(newStack(), 's', { project: 'p', location: 'eu' }), secretsEncryption: true },
    'secretsKey is given beside secretsEncryption',
  ],
  [
    'two exclusions of one name',
    { maintenanceExclusions: [exclusion, exclusion] },
    "maintenance exclusion 'sale' has no name, or the name of another",
  ],
  [
    'an exclusion without a name',
    { maintenanceExclusions: [{ ...exclusion, name: '' }] },
    "maintenance exclusion '' has no name",
  ],
  [
    'an exclusion of an unknown scope',
    { maintenanceExclusions: [{ ...exclusion, scope: 'ALL' as MaintenanceExclusionScope }] },
    "maintenanceExclusions[0].scope is 'ALL', and must be one of",
  ],
  ['an unknown component', { loggingComponents: ['PODS'] }, "loggingComponents 'PODS' is not a value"],
  ['a word as version', { minimumVersion: 'newest' }, "minimumVersion 'newest' is not a version"],
  ['a topic that is none', { upgradeNotifications: { topic: 'news' } }, "upgradeNotifications.topic 'news'"],
  [
    'an unknown event',
    { upgradeNotifications: { topic: 'projects/p/topics/t', events: ['X' as UpgradeEvent] } },
    "upgradeNotifications.events[0] is 'X', and must be one of",
  ],
  ['another group', { securityGroup: 'admins@example.com' }, "securityGroup 'admins@example.com' is not a group"],
  ['a key that is none', { secretsEncryptionKey: 'k' }, "secretsEncryptionKey 'k' is not a Cloud KMS key"],
  [
    'a repository that is none',
    { pullRepositories: ['europe-docker.pkg.dev/p/apps'] },
    "pullRepositories has 'europe-docker",
  ],
  ['a label with capitals', { labels: { Team: 'blue' } }, "resource label 'Team: blue'"],
  ['a label that is no text', { labels: { team: 1 as unknown as string } }, 'labels.team is 1, and must be a string'],
  [
    'two months without upgrades',
    { maintenanceExclusions: [{ ...exclusion, end: '2027-01-20T00:00:00Z' }] },
    "maintenance exclusion 'sale' keeps every upgrade away for 61 days",
  ],
  ['21 exclusions', { maintenanceExclusions: Array(21).fill(exclusion) }, 'there are 21 maintenance exclusions'],
])('fails for %s', (_, options, message) => {
  expect(() => build(options)).toThrow(message);
});

test('a backup plan is in the region of a zonal cluster, with labels, and its agent may use the key (M7, M21, M22)', () => {
  const stack = newStack();
  const cluster = GkeCluster.fromClusterAttributes(stack, 'gke', {
    name: 'prod',
    location: 'europe-west4-a',
    nodeServiceAccountEmail: 'nodes@acme-dev.iam.gserviceaccount.com',
  });
  cluster.addBackupPlan('nightly', { kmsKey: KEY, labels: { team: 'blue' } });
  cluster.addBackupPlan('far', {
    location: 'europe-west1',
    kmsKey: KEY.replace('west4', 'west1'),
    grantKmsKey: false,
  });
  const terraform = synth(stack);
  const plans = Object.values(resources(terraform, 'google_gke_backup_backup_plan'));
  const [far, nightly] = [...plans].sort((a, b) => (a.location < b.location ? -1 : 1));
  expect(nightly).toMatchObject({ location: 'europe-west4', labels: { 'managed-by': 'cdk-kata', team: 'blue' } });
  expect(far).toMatchObject({ location: 'europe-west1' });
  expect(onlyResource(terraform, 'google_kms_crypto_key_iam_member')).toMatchObject({
    crypto_key_id: KEY,
    member: expect.stringMatching(/@gcp-sa-gkebackup\.iam\.gserviceaccount\.com$/),
  });
  expect(nightly?.depends_on).toContainEqual(expect.stringContaining('google_kms_crypto_key_iam_member.'));
  expect(far).not.toHaveProperty('depends_on');
});

test.each<[string, object, string]>([
  ['a key of another region (M7)', { kmsKey: KEY.replace('west4', 'west1') }, "cryptoKeys/k' is not in europe-west4"],
  ['a place that is not a region', { location: 'eu' }, "location 'eu' is not a region"],
  ['a schedule of no time', { schedule: '99 99 99 99 99' }, "schedule '99 99 99 99 99' of a backup plan"],
  ['a schedule that is none', { schedule: 'daily' }, "schedule 'daily' of a backup plan"],
  ['no retention', { retentionDays: 0 }, "retentionDays '0' of a backup plan"],
  ['no namespace', { namespaces: [] }, 'at least one, or leave it out'],
  ['a namespace with capitals', { namespaces: ['Web'] }, "namespaces 'Web' of a backup plan"],
  ['a key that is none', { kmsKey: 'k' }, "kmsKey 'k' is not a Cloud KMS key"],
])('fails for backups with %s', (_, options, message) => {
  expect(() => build({ backupAgent: true }).cluster.addBackupPlan('b', options)).toThrow(message);
});

test('fails for backups without the agent', () => {
  const { cluster } = build();
  expect(() => cluster.addBackupPlan('b')).toThrow('needs the backup agent');
  expect(() => new BackupPlan(cluster, 'c', { cluster })).toThrow('needs the backup agent');
});

test.each<[string, Options, string]>([
  ['deletion protection off', { deletionProtection: false }, 'deletionProtection is false'],
  [
    'a key elsewhere',
    { secretsEncryptionKey: 'projects/p/locations/us/keyRings/r/cryptoKeys/k' },
    "cryptoKeys/k' is not in europe-west4",
  ],
  ['no release channel', { releaseChannel: ReleaseChannel.UNSPECIFIED }, 'GKE does not choose the upgrades'],
])('warns of %s', (_, options, message) => {
  expect(warnings(build(options).stack)).toEqual([expect.stringContaining(message)]);
});

describe('pools', () => {
  const cluster = (stack: TerraformStack, options: Options = {}, range = {}) =>
    new GkeCluster(stack, 'gke', {
      location: 'europe-west4',
      network: new GkeNetwork(stack, 'network', { region: 'europe-west4', ...range }),
      ...options,
    });

  test('fails when none takes ordinary pods', () => {
    expect(() => synthStack((stack) => cluster(stack).addKataNodePool('kata'))).toThrow(
      'no node pool accepts ordinary pods',
    );
  });

  test.each<[string, NodePoolOptions, boolean]>([
    ['can shrink to no node', { minNodes: 0 }, true],
    ['has a node in each zone at least', { minNodesPerZone: 1, maxNodesPerZone: 2 }, false],
    ['has a fixed number of nodes', { nodesPerZone: 1 }, false],
  ])('the only one for ordinary pods %s (M16)', (_, options, warned) => {
    const stack = newStack();
    const made = cluster(stack);
    made.addNodePool('only', options);
    expect(findings(stack).map(({ id }) => id)).toEqual(warned ? ['gke/system-pool-empty'] : []);
    made.addNodePool('other');
    expect(findings(stack)).toEqual([]);
  });

  test('hasExternalNodePools says that another program has it', () => {
    const terraform = synthStack((stack) => cluster(stack, { hasExternalNodePools: true }).addKataNodePool('kata'));
    expect(onlyResource(terraform, 'google_container_node_pool').name).toMatch(/^kata-/);
  });

  test('fails when more nodes may come than there are addresses', () => {
    const build = (stack: TerraformStack) =>
      cluster(stack, {}, { nodeRange: '10.0.0.0/28' }).addNodePool('system', { maxNodes: 12 });
    expect(() => synthStack(build)).toThrow('the node pools can grow to 13 nodes, and nodeRange has room for 12');
  });

  test('fails when nodes would take more addresses for pods than there are', () => {
    const build = (stack: TerraformStack) =>
      cluster(stack, {}, { podRange: '10.64.0.0/21' }).addNodePool('system', { maxNodes: 8 });
    expect(() => synthStack(build)).toThrow('can take 2304 addresses for pods, and podRange has 2048');
  });

  test('fewer pods on a node take fewer addresses', () => {
    const terraform = synthStack((stack) => {
      cluster(stack, {}, { podRange: '10.64.0.0/21' }).addNodePool('system', { maxNodes: 8, maxPodsPerNode: 32 });
    });
    expect(onlyResource(terraform, 'google_container_node_pool').max_pods_per_node).toBe(32);
  });

  const perZone = { minNodesPerZone: 1, maxNodesPerZone: 4 };
  const zones = ['europe-west4-a', 'europe-west4-b', 'europe-west4-c', 'europe-west4-d'];

  test.each<[string, Options, NodePoolOptions, number]>([
    ['by zone are multiplied, by three where none is named', {}, perZone, 13],
    ["by zone are multiplied by the cluster's zones", { zones }, perZone, 17],
    ["by zone are multiplied by the pool's zones", { zones }, { ...perZone, zones: zones.slice(0, 1) }, 5],
    ['in all are doubled by a blue-green upgrade', {}, { maxNodes: 7, upgrade: PoolUpgrade.blueGreen() }, 14],
    ['by zone are doubled by a blue-green upgrade', {}, { ...perZone, upgrade: PoolUpgrade.blueGreen() }, 24],
  ])('counts %s', (_, options, pool, nodes) => {
    const build = (stack: TerraformStack) => {
      const made = cluster(stack, options, { nodeRange: '10.0.0.0/29' });
      made.addNodePool('system', pool);
    };
    expect(() => synthStack(build)).toThrow(`can grow to ${nodes} nodes, and nodeRange has room for 4`);
  });

  test('warns of a second cluster on the ranges of the first', () => {
    const stack = newStack();
    const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
    for (const id of ['one', 'two']) new GkeCluster(stack, id, { name: id, location: 'europe-west4', network });
    expect(warnings(stack)).toEqual([expect.stringContaining('the network has cluster one already')]);
  });

  test('fails for two clusters of one name in a project and a location', () => {
    const stack = newStack();
    for (const id of ['one', 'two']) {
      const network = new GkeNetwork(stack, `network-${id}`, { region: 'europe-west4' });
      new GkeCluster(stack, id, { name: 'gke', location: 'europe-west4', network }).addNodePool('system');
    }
    expect(() => synth(stack)).toThrow("test/two: name 'gke' is that of cluster test/one too");
  });

  test('fails for two pools of one name', () => {
    const build = (stack: TerraformStack) => {
      const made = cluster(stack);
      made.addNodePool('system', { name: 'pool' });
      made.addNodePool('other', { name: 'pool', spot: true });
    };
    expect(() => synthStack(build)).toThrow("two node pools are called 'pool'");
  });
});

test('warnings: those of the cluster and of its pools, wherever those are, as they are printed', () => {
  const { cluster } = build({ deletionProtection: false });
  expect(cluster.warnings).toEqual([
    'test/gke: deletionProtection is false: terraform destroy deletes the cluster with everything in it, and stops only at a backup ' +
      'plan that has backups; set deletionProtection to true, or acknowledge the finding for a cluster that may be lost ' +
      '(gke/deletion-protection)',
  ]);
  Findings.of(cluster).acknowledge('gke/deletion-protection', 'rebuilt every night');
  expect(cluster.warnings).toEqual([]);
});

test.each<[string, Options, string]>([
  ['a component without those of the system', { loggingComponents: ['WORKLOADS'] }, 'which needs SYSTEM_COMPONENTS'],
  [
    'measuring the API server without the system',
    { monitoringComponents: ['APISERVER'] },
    "monitoringComponents has 'APISERVER', which needs SYSTEM_COMPONENTS",
  ],
])('fails for %s (M1)', (_, options, message) => {
  expect(() => build(options)).toThrow(message);
});

test('fails for a dual-stack network without Dataplane V2 (M2)', () => {
  const stack = newStack();
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4', stackType: StackType.IPV4_IPV6 });
  expect(() => new GkeCluster(stack, 'gke', { location: 'europe-west4', network, dataplaneV2: false })).toThrow(
    'test/gke: dataplaneV2 is false, and the network has IPv6',
  );
});

describe('fromClusterAttributes', () => {
  const attributes = {
    name: 'prod',
    location: 'europe-west4',
    nodeServiceAccountEmail: 'nodes@acme-dev.iam.gserviceaccount.com',
  };

  test('takes pools for the cluster that is there, and makes none', () => {
    const terraform = synthStack((stack) =>
      GkeCluster.fromClusterAttributes(stack, 'gke', attributes).addKataNodePool('kata'),
    );
    expect(resources(terraform, 'google_container_cluster')).toEqual({});
    expect(onlyResource(terraform, 'google_container_node_pool')).toMatchObject({
      cluster: 'projects/acme-dev/locations/europe-west4/clusters/prod',
      node_config: { service_account: attributes.nodeServiceAccountEmail },
    });
  });

  test('takes a zonal cluster and an ordinary pool', () => {
    const terraform = synthStack((stack) =>
      GkeCluster.fromClusterAttributes(stack, 'gke', { ...attributes, location: 'europe-west4-a' }).addNodePool('more'),
    );
    expect(onlyResource(terraform, 'google_container_node_pool').cluster).toContain('/europe-west4-a/');
  });

  test("a zonal cluster's pools are in zones of its region, and counted in one", () => {
    const build = (zone: string, maxNodesPerZone: number) => (stack: TerraformStack) => {
      const ranges = { nodeRange: '10.0.0.0/28', podRange: '10.64.0.0/16', serviceRange: '10.32.0.0/24' };
      const network = GkeNetwork.fromNetworkAttributes(stack, 'network', {
        networkId: 'n',
        subnetworkId: 's',
        podRangeName: 'pods',
        serviceRangeName: 'services',
        hasEgress: true,
        ranges,
      });
      const zonal = { ...attributes, location: 'europe-west4-a', network };
      const cluster = GkeCluster.fromClusterAttributes(stack, 'gke', zonal);
      cluster.addNodePool('more', { minNodesPerZone: 0, maxNodesPerZone, zones: zone === '' ? undefined : [zone] });
    };
    expect(onlyResource(synthStack(build('europe-west4-b', 1)), 'google_container_node_pool').node_locations).toEqual([
      'europe-west4-b',
    ]);
    expect(() => synthStack(build('us-central1-a', 1))).toThrow(
      "zones has 'us-central1-a', which is not a zone of europe-west4",
    );
    expect(() => synthStack(build('', 12))).toThrow('can grow to 13 nodes, and nodeRange has room for 12');
    expect(() => synthStack(build('', 11))).not.toThrow();
  });

  test.each<[string, object, string]>([
    ['no name', { name: '' }, 'name is empty'],
    ['a location that is none', { location: 'Europe' }, "location 'Europe' is not a region"],
    ['an unknown channel (M9)', { releaseChannel: 'regular' }, "releaseChannel is 'regular', and must be one of"],
    ['an account that is none', { nodeServiceAccountEmail: 'me@example.com' }, "email 'me@example.com'"],
  ])('fails for %s', (_, wrong, message) => {
    expect(() => GkeCluster.fromClusterAttributes(newStack(), 'gke', { ...attributes, ...wrong })).toThrow(message);
  });
});

test('without a project in program and provider, Terraform finds it', () => {
  const stack = new TerraformStack(Testing.app(), 'test');
  new GoogleProvider(stack, 'google', {});
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
  const cluster = new GkeCluster(stack, 'gke', { location: 'europe-west4', network });
  cluster.addNodePool('system');
  const terraform = synth(stack);
  expect(Object.keys(terraform.data ?? {})).toEqual(['google_client_config']);
  expect(onlyResource(terraform, 'google_container_cluster').workload_identity_config.workload_pool).toBe(
    '${data.google_client_config.cdk-kata-client-config.project}.svc.id.goog',
  );
});

test('the project is that of the default provider, not of one with an alias', () => {
  const stack = new TerraformStack(Testing.app(), 'test');
  new GoogleProvider(stack, 'host', { project: 'acme-network', alias: 'host' });
  new GoogleProvider(stack, 'google', { project: 'acme-dev' });
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
  expect(new GkeCluster(stack, 'gke', { location: 'europe-west4', network }).project).toBe('acme-dev');
});

test('what only Terraform knows passes where nothing has to be known', () => {
  const stack = newStack();
  const text = (id: string) => new TerraformVariable(stack, id, {}).stringValue;
  const network = new GkeNetwork(stack, 'network', { region: text('region') });
  const cluster = new GkeCluster(stack, 'gke', {
    location: text('location'),
    name: text('name'),
    network,
    project: text('project'),
    secretsEncryptionKey: text('key'),
    labels: { team: text('team') },
  });
  cluster.addNodePool('system');
  expect(onlyResource(synth(stack), 'google_container_cluster').location).toBe('${var.location}');
});

test('endpoints are there as tokens', () => {
  const { stack, cluster } = build();
  new TerraformOutput(stack, 'address', { value: cluster.endpoint });
  new TerraformOutput(stack, 'name', { value: cluster.dnsEndpoint });
  const { output } = synth(stack);
  expect(output?.address?.value).toBe('${google_container_cluster.gke.endpoint}');
  expect(output?.name?.value).toMatch(/^\$\{google_container_cluster\.gke\..*dns_endpoint_config.*endpoint\}$/);
});

test('fails in a stack of another core, and says so', () => {
  jest.isolateModules(() => {
    const other = require('cdktf') as typeof import('cdktf');
    const stack = new other.TerraformStack(new other.App({ stackTraces: false, outdir: '/nonexistent' }), 'other');
    expect(() => new GkeNetwork(stack as unknown as TerraformStack, 'network', { region: 'europe-west4' })).toThrow(
      'other/network: the stack is one of another copy of cdktf',
    );
  });
});
