import type { ContainerNodePoolAutoscaling } from '@cdktf/provider-google/lib/container-node-pool';
import { Token } from 'cdktf';
import type { Finding } from '../../validation/finding';
import { NODE_POOL_RULES } from './messages';
import type { NodePoolOptions } from './node-pool-props';

/** How many nodes a pool has. */
export interface PoolSize {
  /** Block of the pool; undefined without autoscaling. */
  readonly autoscaling?: ContainerNodePoolAutoscaling;
  /** Nodes in each zone; undefined with autoscaling. */
  readonly nodeCount?: number;
  /** Nodes in each zone at the creation; undefined where the pool starts empty, and without autoscaling. */
  readonly initialNodeCount?: number;
  /** Maximum of nodes over all zones, or in each zone. */
  readonly maxNodes: number;
  /** Whether `maxNodes` counts the nodes of one zone. */
  readonly countedPerZone: boolean;
}

const TOTAL = ['minNodes', 'maxNodes'] as const;
const PER_ZONE = ['minNodesPerZone', 'maxNodesPerZone'] as const;
const COUNTS = [...TOTAL, ...PER_ZONE, 'nodesPerZone'] as const;

/** GKE's limit for a node pool and zone, and for a cluster. */
const MOST_NODES = { zone: 1000, cluster: 15_000 };

const { count: COUNT, loweredMinimum: LOWERED } = NODE_POOL_RULES;

/**
 * What is wrong with the numbers of nodes.
 *
 * @param options its options
 * @param defaults minimum and maximum over all zones, where the options say nothing
 */
export function validateCounts(options: NodePoolOptions, defaults: readonly [number, number]): Finding[] {
  const literal = COUNTS.filter((field) => options[field] !== undefined);
  const bad = literal.flatMap((field) => validateCount(field, options[field] as number));
  if (bad.length > 0) return bad;
  const ways = [TOTAL, PER_ZONE, ['nodesPerZone'] as const].map((fields) =>
    literal.find((it) => fields.some((f) => f === it)),
  );
  const [first, second] = ways.filter((field) => field !== undefined);
  if (first !== undefined && second !== undefined) {
    const fix =
      'count nodes over all zones (minNodes, maxNodes), in each zone (minNodesPerZone, maxNodesPerZone), or fix them (nodesPerZone)';
    return [COUNT.find('', `${first} and ${second} are both given`, fix)];
  }
  const [total, zonal] = ways;
  if (zonal !== undefined) return validateRange(PER_ZONE, options);
  if (total === undefined) return [];
  const { minNodes: min, maxNodes: max } = options;
  const [low] = defaults;
  const lowered =
    min === undefined && max !== undefined && max > 0 && max < low
      ? [LOWERED.find('', `minNodes is ${max}, and not ${low} as by default, since maxNodes is ${max}`)]
      : [];
  return [...validateRange(TOTAL, { minNodes: min ?? 0, maxNodes: max ?? MOST_NODES.cluster }), ...lowered];
}

function validateCount(field: (typeof COUNTS)[number], value: number): Finding[] {
  if (Token.isUnresolved(value)) {
    const why = 'is only known to Terraform, and is needed here to see whether the network has room';
    return [COUNT.find('', `${field} ${why}`, 'give a literal')];
  }
  const most = field.endsWith('PerZone') ? MOST_NODES.zone : MOST_NODES.cluster;
  if (Number.isInteger(value) && value >= 0 && value <= most) return [];
  return [COUNT.find('', `${field} ${value} is not a whole number from 0 to ${most}`, 'correct it')];
}

function validateRange(fields: typeof TOTAL | typeof PER_ZONE, options: NodePoolOptions): Finding[] {
  const [minField, maxField] = fields;
  const [min, max] = [options[minField], options[maxField]];
  if (min === undefined) return [COUNT.find('', `${maxField} is given without ${minField}`, 'give both')];
  if (max === undefined) return [COUNT.find('', `${minField} is given without ${maxField}`, 'give both')];
  if (max === 0) return [COUNT.find('', `${maxField} is 0: the pool could never have a node`, 'give at least 1')];
  return min > max ? [COUNT.find('', `${minField} ${min} is above ${maxField} ${max}`, 'exchange them')] : [];
}

/**
 * The numbers of nodes of a pool, which have been validated.
 *
 * The provider's `min_node_count` and `max_node_count` count the nodes of one zone, and the totals those of the pool.
 *
 * @param options options of the pool
 * @param defaults minimum and maximum over all zones, where the options say nothing
 * @param clusterZones number of zones of the cluster, for pools that name none
 */
export function autoscalingConfig(
  options: NodePoolOptions,
  defaults: readonly [number, number],
  clusterZones: number,
): PoolSize {
  const { nodesPerZone, minNodesPerZone, maxNodesPerZone, minNodes, maxNodes } = options;
  if (nodesPerZone !== undefined) return { nodeCount: nodesPerZone, maxNodes: nodesPerZone, countedPerZone: true };
  // A spot pool takes what there is; the others spread over the zones.
  const locationPolicy = options.spot === true ? 'ANY' : 'BALANCED';
  if (minNodesPerZone !== undefined && maxNodesPerZone !== undefined) {
    const autoscaling = { minNodeCount: minNodesPerZone, maxNodeCount: maxNodesPerZone, locationPolicy };
    const initialNodeCount = minNodesPerZone || undefined;
    return { autoscaling, initialNodeCount, maxNodes: maxNodesPerZone, countedPerZone: true };
  }
  const [low, high] = defaults;
  const totalMinNodeCount = minNodes ?? Math.min(low, maxNodes ?? low);
  const totalMaxNodeCount = maxNodes ?? Math.max(high, minNodes ?? high);
  const { zones } = options;
  // A list of zones that only Terraform knows may hold one zone. In more zones the pool then starts with more nodes than its minimum.
  const zoneCount = Token.isUnresolved(zones) ? 1 : (zones?.length ?? clusterZones);
  return {
    autoscaling: { totalMinNodeCount, totalMaxNodeCount, locationPolicy },
    // Without it the pool starts empty, and the autoscaler never lifts it to its minimum.
    initialNodeCount: Math.ceil(totalMinNodeCount / zoneCount) || undefined,
    maxNodes: totalMaxNodeCount,
    countedPerZone: false,
  };
}
