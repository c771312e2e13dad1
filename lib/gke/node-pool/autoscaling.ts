import type { ContainerNodePoolAutoscaling } from '@cdktf/provider-google/lib/container-node-pool';
import { Token } from 'cdktf';
import { badNodeCount, countedTwice, countMissing, maxIsZero, minAboveMax, tokenAsCount } from './messages';
import type { NodePoolOptions } from './node-pool-props';

/** How many nodes a pool has. */
export interface PoolSize {
  /** Block of the pool; undefined without autoscaling. */
  readonly autoscaling?: ContainerNodePoolAutoscaling;
  /** Nodes in each zone; undefined with autoscaling. */
  readonly nodeCount?: number;
  /** Most nodes in all, or in each zone. */
  readonly most: number;
  /** Whether `most` is counted in each zone. */
  readonly countedPerZone: boolean;
}

const TOTAL = ['minNodes', 'maxNodes'] as const;
const PER_ZONE = ['minNodesPerZone', 'maxNodesPerZone'] as const;

function autoscalingBounds(
  options: NodePoolOptions,
  fields: typeof TOTAL | typeof PER_ZONE,
  defaults?: [number, number],
) {
  const [minField, maxField] = fields;
  const min = options[minField] ?? defaults?.[0];
  const max = options[maxField] ?? defaults?.[1];
  if (min === undefined) throw new Error(countMissing(maxField, minField));
  if (max === undefined) throw new Error(countMissing(minField, maxField));
  if (max === 0) throw new Error(maxIsZero(maxField));
  if (min > max) throw new Error(minAboveMax(minField, min, maxField, max));
  return { min, max };
}

/**
 * How many nodes a pool has.
 *
 * The provider's `min_node_count` and `max_node_count` count in each zone, three times as many in a region; the totals
 * count the pool.
 *
 * @throws for counts that are none, contradict each other, or are given in two ways
 */
export function poolSize(options: NodePoolOptions, defaults: [number, number]): PoolSize {
  for (const field of [...TOTAL, ...PER_ZONE, 'nodesPerZone'] as const) {
    const value = options[field];
    if (value !== undefined && Token.isUnresolved(value)) throw new Error(tokenAsCount(field));
    if (value !== undefined && !(Number.isInteger(value) && value >= 0 && value <= 15_000)) {
      throw new Error(badNodeCount(field, value));
    }
  }
  const given = (fields: readonly (keyof NodePoolOptions)[]) => fields.find((field) => options[field] !== undefined);
  const [total, zonal, fixed] = [given(TOTAL), given(PER_ZONE), given(['nodesPerZone'])];
  const [first, second] = [total, zonal, fixed].filter((field) => field !== undefined);
  if (first !== undefined && second !== undefined) throw new Error(countedTwice(first, second));

  if (options.nodesPerZone !== undefined) {
    return { nodeCount: options.nodesPerZone, most: options.nodesPerZone, countedPerZone: true };
  }
  // A spot pool takes what there is; the others spread over zones.
  const locationPolicy = options.spot === true ? 'ANY' : 'BALANCED';
  if (zonal !== undefined) {
    const { min, max } = autoscalingBounds(options, PER_ZONE);
    return { autoscaling: { minNodeCount: min, maxNodeCount: max, locationPolicy }, most: max, countedPerZone: true };
  }
  const [low, high] = defaults;
  const { min, max } = autoscalingBounds(options, TOTAL, [
    options.maxNodes === undefined ? low : Math.min(low, options.maxNodes),
    options.minNodes === undefined ? high : Math.max(high, options.minNodes),
  ]);
  return {
    autoscaling: { totalMinNodeCount: min, totalMaxNodeCount: max, locationPolicy },
    most: max,
    countedPerZone: false,
  };
}
