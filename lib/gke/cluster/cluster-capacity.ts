import { Token } from 'cdktf';
import { type Cidr, cidrSize, parseCidr } from '../../validation/cidr';
import type { Finding } from '../../validation/finding';
import type { IGkeNetwork } from '../network/gke-network-interface';
import { podAddressesPerNode } from '../network/ip-plan';
import type { NodePoolSummary } from '../node-pool/gke-cluster-ref';
import { tooManyNodes, tooManyNodesOfCluster, tooManyPods } from './messages';

/** Zones of a regional cluster that names none. */
const ZONES = 3;

/** Source: https://cloud.google.com/kubernetes-engine/quotas */
const MOST_NODES = 15_000;

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
 * @param network network of the cluster; undefined when it is not known
 * @param clusterZones number of zones of pools that name none
 * @param clusterRanges names of the further pod ranges that the cluster uses; undefined when they are not known
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips#cluster_sizing
 */
export function validateCapacity(
  pools: readonly NodePoolSummary[],
  network: IGkeNetwork | undefined,
  clusterZones = ZONES,
  clusterRanges?: readonly string[],
): Finding[] {
  const nodes = maxNodes(pools, clusterZones);
  const size = nodes > MOST_NODES ? [tooManyNodesOfCluster(nodes, MOST_NODES)] : [];
  const capacity = network?.capacity;
  if (network === undefined || capacity === undefined) return size;
  const own = ownRanges(network, clusterRanges);
  const needs = (its: readonly NodePoolSummary[]) =>
    its.reduce((sum, pool) => sum + nodesOf(pool, clusterZones) * podAddressesPerNode(pool.maxPodsPerNode), 0);
  const isIn = (pool: NodePoolSummary, range: PodRange) => pool.podRangeName === range.name;
  const shared = {
    name: 'podRange',
    size: own.reduce((rest, { size }) => rest - size, capacity.podAddresses),
    needed: needs(pools.filter((pool) => !own.some((range) => isIn(pool, range)))),
  };
  const ofPools = own.map((range) => ({ ...range, needed: needs(pools.filter((pool) => isIn(pool, range))) }));
  return [
    ...size,
    ...(nodes > capacity.nodeAddresses ? [tooManyNodes(nodes, capacity.nodeAddresses)] : []),
    ...[shared, ...ofPools]
      .filter(({ needed, size }) => needed > size)
      .map(({ name, needed, size }) => tooManyPods(needed, name, size)),
  ];
}

/** A secondary range for pods, with its number of addresses. */
interface PodRange {
  readonly name: string;
  readonly size: number;
}

/** The further pod ranges that are for the pools which name them, and not for the cluster as a whole. */
function ownRanges(network: IGkeNetwork, clusterRanges: readonly string[] | undefined): PodRange[] {
  const { additionalPodRangeNames: names = [], ranges } = network;
  if (clusterRanges === undefined || Token.isUnresolved(clusterRanges) || ranges === undefined) return [];
  return names
    .map((name, index) => ({ name, size: cidrSize(parseCidr(ranges.podRanges[index + 1] as string) as Cidr) }))
    .filter(({ name }) => !clusterRanges.includes(name) && !clusterRanges.some((it) => Token.isUnresolved(it)));
}
