import type { Finding } from '../../validation/finding';
import type { NetworkCapacity } from '../network/gke-network-interface';
import { podAddressesPerNode } from '../network/ip-plan';
import type { NodePoolSummary } from '../node-pool/gke-cluster-ref';
import { tooManyNodes, tooManyPods } from './messages';

/** Zones of a regional cluster that names none. */
const ZONES = 3;

/** Nodes of a pool at its maximum, while it is being upgraded. */
function nodesOf({ maxNodes: most, countedPerZone, zones, surge, isBlueGreen }: NodePoolSummary, clusterZones: number) {
  const nodes = most * (countedPerZone ? (zones ?? clusterZones) : 1);
  return nodes + (isBlueGreen ? nodes : surge);
}

/**
 * Nodes of all pools at their maximum, while they are being upgraded.
 *
 * @param pools the pools
 * @param clusterZones number of zones of pools that name none
 */
export function maxNodes(pools: readonly NodePoolSummary[], clusterZones = ZONES): number {
  return pools.reduce((sum, pool) => sum + nodesOf(pool, clusterZones), 0);
}

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
  const nodes = maxNodes(pools, clusterZones);
  const addresses = pools.reduce(
    (sum, pool) => sum + nodesOf(pool, clusterZones) * podAddressesPerNode(pool.maxPodsPerNode),
    0,
  );
  return [
    ...(nodes > capacity.nodeAddresses ? [tooManyNodes(nodes, capacity.nodeAddresses)] : []),
    ...(addresses > capacity.podAddresses ? [tooManyPods(addresses, capacity.podAddresses)] : []),
  ];
}
