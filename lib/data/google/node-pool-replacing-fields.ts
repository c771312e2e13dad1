/**
 * Fields of `google_container_node_pool` whose change replaces the node pool, without those that say where it is
 * (`cluster`, `location`, `project`), how it is called, and `initial_node_count`, whose changes are ignored.
 *
 * Source: the fields with `ForceNew: true` in `google/services/container/node_config.go` and
 * `resource_container_node_pool.go` of hashicorp/terraform-provider-google, of 6.50.0 and, where marked, of 7.45.0. A block
 * stands for all that it holds.
 */
export const NODE_POOL_REPLACING_FIELDS = [
  'max_pods_per_node',
  'network_config.accelerator_network_profile', // 7.45.0
  'network_config.additional_node_network_configs',
  'network_config.additional_pod_network_configs',
  'network_config.create_pod_range',
  'network_config.pod_cidr_overprovision_config',
  'network_config.pod_ipv4_cidr_block',
  'network_config.pod_range',
  'network_config.subnetwork', // 7.45.0; computed in 6.50.0
  'node_config.advanced_machine_features',
  'node_config.boot_disk_kms_key',
  'node_config.confidential_nodes.confidential_instance_type',
  'node_config.enable_confidential_storage',
  'node_config.ephemeral_storage_local_ssd_config',
  'node_config.flex_start',
  'node_config.guest_accelerator',
  'node_config.host_maintenance_policy',
  'node_config.local_nvme_ssd_block_config',
  'node_config.local_ssd_count',
  'node_config.local_ssd_encryption_mode',
  'node_config.max_run_duration',
  'node_config.metadata',
  'node_config.min_cpu_platform',
  'node_config.node_group',
  'node_config.oauth_scopes',
  'node_config.preemptible',
  'node_config.reservation_affinity',
  'node_config.sandbox_config', // 7.45.0
  'node_config.secondary_boot_disks',
  'node_config.service_account',
  'node_config.shielded_instance_config',
  'node_config.sole_tenant_config',
  'node_config.spot',
  'placement_policy',
  'queued_provisioning',
] as const;
