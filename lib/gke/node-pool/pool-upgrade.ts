import type { ContainerNodePoolUpgradeSettings } from '@cdktf/provider-google/lib/container-node-pool';
import { assertProps } from '../../validation/props';
import { badBlueGreen, badSurge } from './messages';

/** How a blue-green upgrade goes through its nodes. Give one of the two sizes. */
export interface BlueGreenUpgrade {
  /**
   * Nodes of a batch.
   *
   * @default - counted as a share
   */
  readonly batchNodeCount?: number;

  /**
   * Share of the nodes in a batch, above 0 and up to 1.
   *
   * @default - counted in nodes; one node where neither is given
   */
  readonly batchPercentage?: number;

  /**
   * Seconds to wait after each batch.
   *
   * @default 300
   */
  readonly batchSoakSeconds?: number;

  /**
   * Seconds to keep the old nodes after the last batch.
   *
   * @default 3600
   */
  readonly poolSoakSeconds?: number;
}

/**
 * How nodes are replaced when they are upgraded. Each new node installs Kata anew.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/node-pool-upgrade-strategies
 */
export class PoolUpgrade {
  /**
   * A few at a time.
   *
   * @param maxSurge nodes that may be there beyond the pool's size
   * @param maxUnavailable nodes that may be missing
   * @throws for numbers below 0, and when nothing could move
   */
  public static surge(maxSurge = 1, maxUnavailable = 0): PoolUpgrade {
    const whole = [maxSurge, maxUnavailable].every((value) => Number.isInteger(value) && value >= 0);
    if (!whole || maxSurge + maxUnavailable < 1 || maxSurge + maxUnavailable > 20) {
      throw new Error(badSurge(maxSurge, maxUnavailable));
    }
    return new PoolUpgrade({ strategy: 'SURGE', maxSurge, maxUnavailable });
  }

  /**
   * A second set of nodes beside the first, which goes when the new one has proved itself. Needs room for both.
   *
   * @param options sizes and times
   * @throws when both sizes are given, or one out of its range
   */
  public static blueGreen(options: BlueGreenUpgrade = {}): PoolUpgrade {
    assertProps('BlueGreenUpgrade', options);
    const { batchNodeCount, batchPercentage, batchSoakSeconds = 300, poolSoakSeconds = 3600 } = options;
    if (batchNodeCount !== undefined && batchPercentage !== undefined)
      throw new Error(badBlueGreen('both sizes are given'));
    if (batchNodeCount !== undefined && !(Number.isInteger(batchNodeCount) && batchNodeCount > 0)) {
      throw new Error(badBlueGreen(`batchNodeCount is ${batchNodeCount}`));
    }
    if (batchPercentage !== undefined && !(batchPercentage > 0 && batchPercentage <= 1)) {
      throw new Error(badBlueGreen(`batchPercentage is ${batchPercentage}`));
    }
    for (const [field, value] of Object.entries({ batchSoakSeconds, poolSoakSeconds })) {
      if (!(Number.isInteger(value) && value >= 0 && value <= 604_800))
        throw new Error(badBlueGreen(`${field} is ${value}`));
    }
    return new PoolUpgrade({
      strategy: 'BLUE_GREEN',
      blueGreenSettings: {
        nodePoolSoakDuration: `${poolSoakSeconds}s`,
        standardRolloutPolicy: {
          batchNodeCount: batchPercentage === undefined ? (batchNodeCount ?? 1) : undefined,
          batchPercentage,
          batchSoakDuration: `${batchSoakSeconds}s`,
        },
      },
    });
  }

  /**
   * The block of the pool.
   *
   * @internal
   */
  public readonly config: ContainerNodePoolUpgradeSettings;

  private constructor(config: ContainerNodePoolUpgradeSettings) {
    this.config = config;
  }
}
