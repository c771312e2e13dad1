/**
 * Fields of `google_container_node_pool` whose change leaves its nodes as they are. For the other fields that it
 * changes in place, GKE makes the nodes anew, or may do so, with the upgrade strategy of the pool.
 *
 * Source: the update functions in `google/services/container/resource_container_node_pool.go` and `node_config.go` of
 * hashicorp/terraform-provider-google 7.45.0, which send each of these to GKE by itself; that labels and taints of nodes change in
 * place is said by the reference of `gcloud container node-pools update`. Where no source says so, a field is not in the list.
 */
export const NODE_POOL_FIELDS_IN_PLACE = [
  'autoscaling',
  'management',
  'node_config.labels',
  'node_config.taint',
  'node_drain_config',
  'upgrade_settings',
] as const;
