import { isCronSchedule } from '../../validation/cron-schedule';
import { RULES, refusal } from '../rules';
import { badSchedule } from './messages';

const MACROS = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];
const EVERY = /^@every (?:[0-9]+(?:\.[0-9]+)?[hms])+$/;

/**
 * How nodes that appear after the installation get Kata in job mode.
 *
 * The dispatcher runs once and sees the nodes of that moment. A CronJob that runs it again finds the others.
 */
export class Redispatch {
  /** Never: apply the manifests again after nodes were added. */
  public static readonly NEVER = new Redispatch(undefined, false);

  /**
   * Looks for nodes that the installation has not labelled as its own with value `true`: nodes that are new, and nodes
   * where an earlier attempt failed.
   *
   * Does not see nodes that are born with that label, as those of a `KataNodePool` are.
   *
   * @param schedule cron schedule; by default every ten minutes
   * @throws when the schedule is not one
   */
  public static newNodes(schedule = '*/10 * * * *'): Redispatch {
    return new Redispatch(checked(schedule), true);
  }

  /**
   * Installs again on every node of the placement at each run. That writes all of Kata's files again and restarts the container
   * runtime on each node, also where nothing changed.
   *
   * @param schedule cron schedule; by default every hour
   * @throws when the schedule is not one
   */
  public static everyNode(schedule = '0 * * * *'): Redispatch {
    return new Redispatch(checked(schedule), false);
  }

  private constructor(
    /** Cron schedule; `undefined` for never. */
    public readonly schedule: string | undefined,
    /** Whether nodes that are labelled as installed are left alone. */
    public readonly onlyNewNodes: boolean,
  ) {}
}

function checked(schedule: string): string {
  if (typeof schedule !== 'string' || !isSchedule(schedule)) {
    throw refusal(RULES.jobs, '', badSchedule(schedule));
  }
  return schedule;
}

function isSchedule(schedule: string): boolean {
  return MACROS.includes(schedule) || EVERY.test(schedule) || isCronSchedule(schedule);
}
