import { badSchedule } from '../errors/job';

const MACROS = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];
const EVERY = /^@every (?:[0-9]+(?:\.[0-9]+)?[hms])+$/;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Lowest and highest value of each field of a schedule, and the names that its values may have. */
const FIELDS: readonly { readonly low: number; readonly high: number; readonly names: readonly string[] }[] = [
  { low: 0, high: 59, names: [] },
  { low: 0, high: 23, names: [] },
  { low: 1, high: 31, names: [] },
  { low: 1, high: 12, names: MONTHS },
  { low: 0, high: 6, names: DAYS },
];

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
   * Installs again on every node of the placement at each run. That writes all of Kata's files again, and restarts the
   * container runtime only where its configuration changed.
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
    throw new Error(badSchedule(schedule));
  }
  return schedule;
}

function isSchedule(schedule: string): boolean {
  const fields = schedule.split(/\s+/);
  return (
    MACROS.includes(schedule) ||
    EVERY.test(schedule) ||
    (fields.length === FIELDS.length &&
      fields.every((field, index) => field.split(',').every((item) => fits(item, index))))
  );
}

/** One item of a field: `*`, `5`, `1-5`, `mon`, each with a step or not. */
function fits(item: string, field: number): boolean {
  const match = /^([*?]|[a-z0-9]+)(?:-([a-z0-9]+))?(?:\/([0-9]+))?$/i.exec(item);
  if (match === null) {
    return false;
  }
  const [, from, to, step] = match;
  const isAny = from === '*' || from === '?';
  const first = isAny ? undefined : fieldValue(from, field);
  const last = to === undefined ? first : fieldValue(to, field);
  const isRange = isAny ? to === undefined : first !== undefined && last !== undefined && first <= last;
  return isRange && (step === undefined || Number(step) > 0);
}

function fieldValue(text: string | undefined, field: number): number | undefined {
  const { low, high, names } = FIELDS[field] as (typeof FIELDS)[number];
  const name = names.indexOf(`${text}`.toLowerCase());
  const value = name >= 0 ? name + low : /^[0-9]+$/.test(`${text}`) ? Number(text) : -1;
  return value >= low && value <= high ? value : undefined;
}
