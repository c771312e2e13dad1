/**
 * Fields of `google_container_cluster` whose change replaces the cluster with all that runs in it, without `node_config` and
 * `node_pool`, which the library leaves to node pools of their own, and `initial_node_count`, which is for the pool that is removed.
 *
 * Source: the fields with `ForceNew: true` in `google/services/container/resource_container_cluster.go` of
 * hashicorp/terraform-provider-google, of 6.50.0 and 7.45.0. A block stands for all that it holds.
 */
export const CLUSTER_REPLACING_FIELDS = [
  'cluster_autoscaling.auto_provisioning_defaults.boot_disk_kms_key',
  'cluster_ipv4_cidr',
  'confidential_nodes',
  'dataplane_optimization_mode', // 7.45.0
  'datapath_provider',
  'default_max_pods_per_node',
  'description',
  'enable_autopilot',
  'enable_kubernetes_alpha',
  'enable_tpu',
  'ip_allocation_policy.cluster_ipv4_cidr_block',
  'ip_allocation_policy.cluster_secondary_range_name',
  'ip_allocation_policy.pod_cidr_overprovision_config',
  'ip_allocation_policy.services_ipv4_cidr_block',
  'ip_allocation_policy.services_secondary_range_name',
  'location',
  'master_auth.client_certificate_config',
  'name',
  'network',
  'networking_mode',
  'private_cluster_config.enable_private_nodes', // 6.50.0; changed in place by 7.45.0
  'private_cluster_config.master_ipv4_cidr_block',
  'private_cluster_config.private_endpoint_subnetwork',
  'project',
  'subnetwork',
  'user_managed_keys_config.aggregation_ca',
  'user_managed_keys_config.cluster_ca',
  'user_managed_keys_config.etcd_api_ca',
  'user_managed_keys_config.etcd_peer_ca',
] as const;

/** Fields of `google_container_cluster` that can be switched on in place, and whose switching off replaces the cluster. Same source. */
export const CLUSTER_FIELDS_THAT_STAY_ON = ['enable_fqdn_network_policy', 'enable_l4_ilb_subsetting'] as const;
