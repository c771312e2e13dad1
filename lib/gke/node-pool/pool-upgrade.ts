import type { ContainerNodePoolUpgradeSettings } from '@cdktf/provider-google/lib/container-node-pool';
import { Token } from 'cdktf';
import { assertProps } from '../../validation/props';
import { mayBeInteger } from '../project/values';
import { badBlueGreen, badSurge } from './messages';

/** Batches and waiting times of a blue-green upgrade. Give at most one of the two sizes. */
export interface BlueGreenUpgrade {
  /**
   * Nodes of a batch, as a number.
   *
   * @default 1
   */
  readonly batchNodeCount?: number;

  /**
   * Nodes of a batch, as a share of the pool: above 0 and up to 1.
   *
   * @default - `batchNodeCount` applies
   */
  readonly batchPercentage?: number;

  /**
   * Seconds to wait after each batch: 0 to 604800.
   *
   * @default 300
   */
  readonly batchSoakSeconds?: number;

  /**
   * Seconds to keep the old nodes after the last batch: 0 to 604800.
   *
   * @default 3600
   */
  readonly poolSoakSeconds?: number;
}

/** GKE's limit for the nodes that are added and missing at once. */
const MOST_SURGE_NODES = 20;

/**
 * Upgrade strategy of a node pool. kata-deploy installs Kata on each new node.
 *
 * @example
 * cluster.addKataNodePool('kata', { upgrade: PoolUpgrade.surge(2) });
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/node-pool-upgrade-strategies
 */
export class PoolUpgrade {
  /**
   * Surge upgrade: replaces nodes in small batches.
   *
   * @param maxSurge nodes beyond the size of the pool
   * @param maxUnavailable nodes that may be unavailable
   * @throws for numbers below 0, and for a sum that is not 1 to 20
   */
  public static surge(maxSurge = 1, maxUnavailable = 0): PoolUpgrade {
    const numbers = [maxSurge, maxUnavailable];
    const isWhole = numbers.every((value) => mayBeInteger(value, 0, 20));
    // The sum of what only Terraform knows is left to GKE.
    const sum = numbers.some((value) => Token.isUnresolved(value)) ? 1 : maxSurge + maxUnavailable;
    if (!isWhole || sum < 1 || sum > 20) {
      throw new Error(badSurge(maxSurge, maxUnavailable));
    }
    return new PoolUpgrade({ strategy: 'SURGE', maxSurge, maxUnavailable });
  }

  /**
   * Blue-green upgrade: creates a second set of nodes, drains the first in batches, and deletes it after a waiting time.
   * It needs quota and addresses for both.
   *
   * @param options batches and waiting times
   * @throws when both sizes are given, or one is out of its range
   */
  public static blueGreen(options: BlueGreenUpgrade = {}): PoolUpgrade {
    assertProps('BlueGreenUpgrade', options);
    const { batchNodeCount, batchPercentage, batchSoakSeconds = 300, poolSoakSeconds = 3600 } = options;
    if (batchNodeCount !== undefined && batchPercentage !== undefined)
      throw new Error(badBlueGreen('both sizes are given'));
    if (batchNodeCount !== undefined && !mayBeInteger(batchNodeCount, 1, Number.MAX_SAFE_INTEGER)) {
      throw new Error(badBlueGreen(`batchNodeCount is ${batchNodeCount}`));
    }
    const isShare =
      Token.isUnresolved(batchPercentage) || (Number(batchPercentage) > 0 && Number(batchPercentage) <= 1);
    if (batchPercentage !== undefined && !isShare) {
      throw new Error(badBlueGreen(`batchPercentage is ${batchPercentage}`));
    }
    for (const [field, value] of Object.entries({ batchSoakSeconds, poolSoakSeconds })) {
      if (!mayBeInteger(value, 0, 604_800)) throw new Error(badBlueGreen(`${field} is ${value}`));
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

  /**
   * Nodes beyond the size of the pool; the most that there can be where only Terraform knows.
   *
   * @internal
   */
  public get surgeNodes(): number {
    const { maxSurge = 0 } = this.config;
    return Token.isUnresolved(maxSurge) ? MOST_SURGE_NODES : maxSurge;
  }

  private constructor(config: ContainerNodePoolUpgradeSettings) {
    this.config = config;
  }
}
