import type { Finding } from '../../validation/finding';
import type { NetworkCapacity } from '../network/gke-network-interface';
import { podAddressesPerNode } from '../network/ip-plan';
import type { NodePoolSummary } from '../node-pool/gke-cluster-ref';
import { tooManyNodes, tooManyPods } from './messages';

/** Zones of a regional cluster that names none. */
const ZONES = 3;

/**
 * Holds the pools against the ranges of the network, when every pool is at its maximum and is being upgraded.
 *
 * @param pools the pools
 * @param capacity how much fits; undefined when it is not known
 * @param clusterZones number of zones of pools that name none
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips#cluster_sizing
 */
export function validateCapacity(
  pools: readonly NodePoolSummary[],
  capacity: NetworkCapacity | undefined,
  clusterZones = ZONES,
): Finding[] {
  if (capacity === undefined) return [];
  const sizes = pools.map(({ maxNodes, countedPerZone, zones, surge, isBlueGreen, maxPodsPerNode }) => {
    const most = maxNodes * (countedPerZone ? (zones ?? clusterZones) : 1);
    const nodes = most + (isBlueGreen ? most : surge);
    return { nodes, addresses: nodes * podAddressesPerNode(maxPodsPerNode) };
  });
  const nodes = sizes.reduce((sum, size) => sum + size.nodes, 0);
  const addresses = sizes.reduce((sum, size) => sum + size.addresses, 0);
  return [
    ...(nodes > capacity.nodeAddresses ? [tooManyNodes(nodes, capacity.nodeAddresses)] : []),
    ...(addresses > capacity.podAddresses ? [tooManyPods(addresses, capacity.podAddresses)] : []),
  ];
}
