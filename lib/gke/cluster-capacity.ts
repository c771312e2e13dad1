import { tooManyNodes, tooManyPods } from '../errors/gke';
import type { PoolFacts } from './cluster-interface';
import { podAddressesPerNode } from './ip-plan';
import type { NetworkCapacity } from './network-interface';

/** Zones that a regional cluster spreads over when it names none. */
const ZONES = 3;

/**
 * What does not fit into the ranges of the network when every pool is as large as it may become and is being upgraded.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips#cluster_sizing
 */
export function capacityProblems(pools: readonly PoolFacts[], capacity: NetworkCapacity | undefined): string[] {
  if (capacity === undefined) return [];
  const sizes = pools.map(({ mostNodes, perZone, zones, surge, maxPodsPerNode }) => {
    const nodes = mostNodes * (perZone ? (zones ?? ZONES) : 1) + surge;
    return { nodes, addresses: nodes * podAddressesPerNode(maxPodsPerNode) };
  });
  const nodes = sizes.reduce((sum, size) => sum + size.nodes, 0);
  const addresses = sizes.reduce((sum, size) => sum + size.addresses, 0);
  return [
    ...(nodes > capacity.nodeAddresses ? [tooManyNodes(nodes, capacity.nodeAddresses)] : []),
    ...(addresses > capacity.podAddresses ? [tooManyPods(addresses, capacity.podAddresses)] : []),
  ];
}
