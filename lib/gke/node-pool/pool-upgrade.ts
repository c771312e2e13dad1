import type { ContainerNodePoolUpgradeSettings } from '@cdktf/provider-google/lib/container-node-pool';
import { Token } from 'cdktf';
import type { Finding } from '../../validation/finding';
import { assertProps } from '../../validation/props';
import { mayBeInteger } from '../project/values';
import { NODE_POOL_RULES } from './messages';

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

const LONGEST_SOAK_SECONDS = 604_800;

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
   */
  public static surge(maxSurge = 1, maxUnavailable = 0): PoolUpgrade {
    const numbers = { maxSurge, maxUnavailable };
    const bad = Object.entries(numbers).filter(([, value]) => !mayBeInteger(value, 0, MOST_SURGE_NODES));
    const problems = bad.map(([field, value]) =>
      problem(`upgrade has ${field} ${shown(value)}`, `write a whole number from 0 to ${MOST_SURGE_NODES}`),
    );
    // The sum of what only Terraform knows is left to GKE.
    const isKnown = bad.length === 0 && Object.values(numbers).every((value) => !Token.isUnresolved(value));
    const sum = maxSurge + maxUnavailable;
    if (isKnown && (sum < 1 || sum > MOST_SURGE_NODES)) {
      const message = `upgrade has maxSurge ${maxSurge} and maxUnavailable ${maxUnavailable}, which are ${sum} together`;
      problems.push(problem(message, `have 1 to ${MOST_SURGE_NODES} together`));
    }
    return new PoolUpgrade({ strategy: 'SURGE', maxSurge, maxUnavailable }, problems);
  }

  /**
   * Blue-green upgrade: creates a second set of nodes, drains the first in batches, and deletes it after a waiting time.
   * It needs quota and addresses for both.
   *
   * @param options batches and waiting times
   */
  public static blueGreen(options: BlueGreenUpgrade = {}): PoolUpgrade {
    assertProps('BlueGreenUpgrade', options, '', { name: 'options' });
    const { batchNodeCount, batchPercentage, batchSoakSeconds = 300, poolSoakSeconds = 3600 } = options;
    const config = {
      strategy: 'BLUE_GREEN',
      blueGreenSettings: {
        nodePoolSoakDuration: `${poolSoakSeconds}s`,
        standardRolloutPolicy: {
          batchNodeCount: batchPercentage === undefined ? (batchNodeCount ?? 1) : undefined,
          batchPercentage,
          batchSoakDuration: `${batchSoakSeconds}s`,
        },
      },
    };
    return new PoolUpgrade(config, blueGreenProblems(options));
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

  private constructor(
    config: ContainerNodePoolUpgradeSettings,
    private readonly problems: readonly Finding[],
  ) {
    this.config = config;
  }

  /**
   * What GKE would not take.
   *
   * @internal
   */
  public validate(): readonly Finding[] {
    return this.problems;
  }
}

/** A value as it was written: '1' is a text, and 1 a number. */
const shown = (value: unknown) => (typeof value === 'string' ? `the text '${value}'` : String(value));

const problem = (message: string, fix: string) => NODE_POOL_RULES.upgrade.find('', message, fix);

function blueGreenProblems(options: BlueGreenUpgrade): Finding[] {
  const { batchNodeCount, batchPercentage, batchSoakSeconds, poolSoakSeconds } = options;
  const isCount = batchNodeCount === undefined || mayBeInteger(batchNodeCount, 1, Number.MAX_SAFE_INTEGER);
  const isShare =
    batchPercentage === undefined ||
    Token.isUnresolved(batchPercentage) ||
    (Number(batchPercentage) > 0 && Number(batchPercentage) <= 1);
  const times = Object.entries({ batchSoakSeconds, poolSoakSeconds }).filter(
    ([, value]) => value !== undefined && !mayBeInteger(value, 0, LONGEST_SOAK_SECONDS),
  );
  return [
    ...(batchNodeCount !== undefined && batchPercentage !== undefined
      ? [problem('upgrade has batchNodeCount and batchPercentage', 'give one of them')]
      : []),
    ...(isCount
      ? []
      : [problem(`upgrade has batchNodeCount ${shown(batchNodeCount)}`, 'write a whole number of nodes, at least 1')]),
    ...(isShare
      ? []
      : [problem(`upgrade has batchPercentage ${shown(batchPercentage)}`, 'write a share above 0 and up to 1')]),
    ...times.map(([field, value]) =>
      problem(`upgrade has ${field} ${shown(value)}`, `write whole seconds from 0 to ${LONGEST_SOAK_SECONDS}`),
    ),
  ];
}
