import { isCronSchedule } from '../../validation/cron-schedule';
import { refusal } from '../kata-rule';
import { badSchedule } from './messages';

const MACROS = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];
const EVERY = /^@every (?:[0-9]+(?:\.[0-9]+)?[hms])+$/;

/**
 * How nodes that appear after the installation get Kata in job mode.
 *
 * The dispatcher runs once, on the nodes that there are then. A CronJob runs it again and finds the nodes that were added.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/
 * @example
 * new KataRuntime(app, 'kata', {
 *   deploymentMode: DeploymentMode.JOB,
 *   jobs: { redispatch: Redispatch.newNodes('*\/5 * * * *') },
 * });
 */
export class Redispatch {
  /** No CronJob. Apply the manifests again after you added nodes. */
  public static readonly NEVER = new Redispatch(undefined, false);

  /**
   * Installs Kata on new nodes, and on nodes where an earlier attempt failed.
   *
   * Since Kata 4.2.0 these are nodes that lack the label of the installation or serve none of its handlers. Before, they are nodes
   * without the label alone, so that those of a `KataNodePool`, which are created with it, are not found; use `everyNode()` for them.
   *
   * @param schedule cron schedule; the default is every ten minutes
   * @throws FindingsError for a text that is not a cron schedule
   */
  public static newNodes(schedule = '*/10 * * * *'): Redispatch {
    return new Redispatch(assertCronSchedule(schedule), true);
  }

  /**
   * Installs Kata on every node of the placement at each run. Each run writes all of Kata's files again and restarts the container
   * runtime of each node, even where nothing changed.
   *
   * @param schedule cron schedule; the default is every hour
   * @throws FindingsError for a text that is not a cron schedule
   */
  public static everyNode(schedule = '0 * * * *'): Redispatch {
    return new Redispatch(assertCronSchedule(schedule), false);
  }

  private constructor(
    /** Cron schedule of the CronJob; `undefined` where there is no CronJob. */
    public readonly schedule: string | undefined,
    /** Whether the CronJob skips nodes whose ownership label has the value `true`. */
    public readonly onlyNewNodes: boolean,
  ) {}
}

function assertCronSchedule(schedule: string): string {
  if (typeof schedule !== 'string' || !isSchedule(schedule)) {
    throw refusal('', badSchedule(schedule));
  }
  return schedule;
}

function isSchedule(schedule: string): boolean {
  return MACROS.includes(schedule) || EVERY.test(schedule) || isCronSchedule(schedule);
}
