import type { ContainerClusterMaintenancePolicyRecurringWindow } from '@cdktf/provider-google/lib/container-cluster';
import { Token } from 'cdktf';
import type { Finding } from '../../../validation/finding';
import { assertProps } from '../../../validation/props';
import { isInteger } from '../../project/values';
import {
  badRecurrence,
  badWindow,
  maintenanceTooShort,
  recurrenceNotCounted,
  tooLittleMaintenance,
  windowKnownLater,
} from './messages';
import { mostIn32Days, recurrenceProblem } from './recurrence-rule';
import { validatePeriod } from './rfc3339';

/** A day of the week, as RFC 5545 writes it. */
export enum Weekday {
  /** Monday. */
  MONDAY = 'MO',
  /** Tuesday. */
  TUESDAY = 'TU',
  /** Wednesday. */
  WEDNESDAY = 'WE',
  /** Thursday. */
  THURSDAY = 'TH',
  /** Friday. */
  FRIDAY = 'FR',
  /** Saturday. */
  SATURDAY = 'SA',
  /** Sunday. */
  SUNDAY = 'SU',
}

/** A maintenance window on days of the week. */
export interface WeeklyMaintenance {
  /** Days on which the window begins, at least one, in UTC. */
  readonly days: readonly Weekday[];

  /** Hour at which it begins, 0 to 23, in UTC. */
  readonly startHour: number;

  /**
   * Length in hours, at least 4. A window ends before the next one begins. All windows of a week have 12 hours or more, since
   * GKE wants 48 hours in any 32 days.
   */
  readonly hours: number;
}

/** A maintenance window on each day. */
export interface DailyMaintenance {
  /** Hour at which it begins, 0 to 23, in UTC. */
  readonly startHour: number;

  /** Length in hours, 4 to 24. */
  readonly hours: number;
}

/** The first window of a recurrence. */
export interface FirstMaintenance {
  /** Beginning, in RFC 3339, such as `2026-01-03T00:00:00Z`. */
  readonly start: string;

  /** End, in RFC 3339, at least four hours later. */
  readonly end: string;
}

/** Weekdays in the order of the dates from {@link FIRST_SATURDAY} on. */
const WEEK = ['SA', 'SU', 'MO', 'TU', 'WE', 'TH', 'FR'];
const FIRST_SATURDAY = Date.UTC(2026, 0, 3);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LEAST_HOURS = 4;
const LEAST_HOURS_IN_FOUR_WEEKS = 48;
const LEAST_HOURS_IN_32_DAYS = 48;

/**
 * When GKE may upgrade the cluster by itself. Times are UTC in every region: 02:00 is night in Frankfurt and early evening in Oregon.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions
 * @example
 * MaintenanceWindow.weekly({ days: [Weekday.SATURDAY, Weekday.SUNDAY], startHour: 2, hours: 6 });
 */
export class MaintenanceWindow {
  /**
   * A window on days of the week.
   *
   * @param options days, hour and length
   */
  public static weekly(options: WeeklyMaintenance): MaintenanceWindow {
    assertProps('WeeklyMaintenance', options, '', { name: 'options' });
    const { days, startHour, hours } = options;
    const found = weeklyProblems(options);
    if (found.length > 0) return new MaintenanceWindow(undefined, found);
    const first = WEEK.findIndex((day) => days.includes(day as Weekday));
    const start = FIRST_SATURDAY + first * DAY + startHour * HOUR;
    return new MaintenanceWindow(recurring(start, hours, `FREQ=WEEKLY;BYDAY=${days.join(',')}`), []);
  }

  /**
   * A window on each day.
   *
   * @param options hour and length
   */
  public static daily(options: DailyMaintenance): MaintenanceWindow {
    assertProps('DailyMaintenance', options, '', { name: 'options' });
    const { startHour, hours } = options;
    const found = [...hourProblems(startHour), ...lengthProblems(hours, 24)];
    if (found.length > 0) return new MaintenanceWindow(undefined, found);
    return new MaintenanceWindow(recurring(FIRST_SATURDAY + startHour * HOUR, hours, 'FREQ=DAILY'), []);
  }

  /**
   * A window that comes again by a rule of RFC 5545. The text is checked for syntax, and refused where it gives less than
   * 48 hours in 32 days on average. Whether every 32 days have 48 hours is not counted, and a warning says so.
   *
   * @param recurrence the rule, such as `FREQ=MONTHLY;BYDAY=1SA,1SU`; it must go on for ever
   * @param first the first window
   * @see https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10
   */
  public static rrule(recurrence: string, first: FirstMaintenance): MaintenanceWindow {
    assertProps('FirstMaintenance', first, '', { name: 'first' });
    const { hours, found } = validatePeriod('maintenanceWindow', first);
    return new MaintenanceWindow({ startTime: first.start, endTime: first.end, recurrence }, [
      ...found,
      ...(hours !== undefined && hours < LEAST_HOURS ? [maintenanceTooShort('maintenanceWindow', hours)] : []),
      validateRecurrence(recurrence, hours),
    ]);
  }

  private constructor(
    private readonly window: ContainerClusterMaintenancePolicyRecurringWindow | undefined,
    private readonly found: readonly Finding[],
  ) {}

  /**
   * What rules find in the window.
   *
   * @internal
   */
  public validate(): readonly Finding[] {
    return this.found;
  }

  /**
   * The block of the cluster; undefined for a window that is not valid.
   *
   * @internal
   */
  public get config(): ContainerClusterMaintenancePolicyRecurringWindow | undefined {
    return this.window;
  }
}

/** What is wrong with a rule, or that nobody counted what it gives. */
function validateRecurrence(recurrence: string, hours: number | undefined): Finding {
  if (Token.isUnresolved(recurrence)) return recurrenceNotCounted(recurrence);
  const problem = recurrenceProblem(recurrence);
  if (problem !== undefined) return badRecurrence(recurrence, problem);
  const most = hours === undefined ? Number.POSITIVE_INFINITY : mostIn32Days(recurrence) * hours;
  if (most >= LEAST_HOURS_IN_32_DAYS) return recurrenceNotCounted(recurrence);
  return badRecurrence(
    recurrence,
    `gives at most ${most.toFixed(1)} hours in 32 days on average, and GKE wants 48 in any`,
  );
}

function recurring(start: number, hours: number, recurrence: string) {
  const text = (time: number) => new Date(time).toISOString().replace('.000Z', 'Z');
  return { startTime: text(start), endTime: text(start + hours * HOUR), recurrence };
}

function hourProblems(startHour: unknown): Finding[] {
  if (Token.isUnresolved(startHour)) return [windowKnownLater('maintenanceWindow.startHour')];
  return isInteger(startHour, 0, 23)
    ? []
    : [badWindow('maintenanceWindow.startHour', startHour, 'is not a whole number from 0 to 23')];
}

function lengthProblems(hours: unknown, longest: number): Finding[] {
  if (Token.isUnresolved(hours)) return [windowKnownLater('maintenanceWindow.hours')];
  if (isInteger(hours, LEAST_HOURS, longest)) return [];
  const reason = `is not a whole number from ${LEAST_HOURS} to ${longest}, after which the next window begins`;
  return [badWindow('maintenanceWindow.hours', hours, reason)];
}

function weeklyProblems({ days, startHour, hours }: WeeklyMaintenance): Finding[] {
  if (!Array.isArray(days) || days.length === 0) return [badWindow('maintenanceWindow.days', days, 'names no day')];
  const twice = days.find((day, index) => days.indexOf(day) < index);
  if (twice !== undefined) return [badWindow('maintenanceWindow.days', twice, 'is there twice', 'remove one')];
  const positions = days.map((day) => WEEK.indexOf(day)).sort((a, b) => a - b);
  const gaps = positions.map((at, index) => ((positions[index + 1] ?? (positions[0] as number) + 7) - at) * 24);
  const found = [...hourProblems(startHour), ...lengthProblems(hours, Math.min(...gaps))];
  if (found.length > 0) return found;
  const inFourWeeks = 4 * days.length * hours;
  return inFourWeeks < LEAST_HOURS_IN_FOUR_WEEKS ? [tooLittleMaintenance(inFourWeeks)] : [];
}
