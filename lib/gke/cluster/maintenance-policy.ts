import type { ContainerClusterMaintenancePolicy } from '@cdktf/provider-google/lib/container-cluster';
import {
  badExclusionName,
  badExclusionScope,
  badMaintenanceTime,
  badRecurrence,
  maintenanceReversed,
  notOneOf,
  tooLittleMaintenance,
  tooManyExclusions,
} from './messages';
import { timesInFourWeeks } from './recurrence';

/** What a maintenance exclusion keeps away. */
export enum MaintenanceExclusionScope {
  /** Every upgrade; at most 30 days. */
  NO_UPGRADES = 'NO_UPGRADES',
  /** New minor versions, of the control plane and of nodes. */
  NO_MINOR_UPGRADES = 'NO_MINOR_UPGRADES',
  /** New minor versions, and every upgrade of nodes. */
  NO_MINOR_OR_NODE_UPGRADES = 'NO_MINOR_OR_NODE_UPGRADES',
}

/** When GKE may upgrade by itself. */
export interface MaintenanceWindow {
  /** Beginning of the first window, in RFC 3339: `2026-01-03T00:00:00Z`. */
  readonly start: string;

  /** End of the first window, in RFC 3339. A window has at least four hours. */
  readonly end: string;

  /**
   * When it comes again, as RRULE of RFC 5545. GKE wants at least 48 hours in 32 days.
   *
   * @default 'FREQ=WEEKLY;BYDAY=SA,SU'
   */
  readonly recurrence?: string;
}

/** A time in which GKE leaves the cluster alone. */
export interface MaintenanceExclusion {
  /** Name. */
  readonly name: string;

  /** Beginning, in RFC 3339. */
  readonly start: string;

  /** End, in RFC 3339. */
  readonly end: string;

  /**
   * What is kept away.
   *
   * @default MaintenanceExclusionScope.NO_UPGRADES
   */
  readonly scope?: MaintenanceExclusionScope;
}

const RFC_3339 = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const HOUR = 3_600_000;
/** What GKE wants in 32 days. */
const LEAST_HOURS = 48;

/** Six hours on Saturdays and on Sundays. */
const WEEKENDS: MaintenanceWindow = { start: '2026-01-03T00:00:00Z', end: '2026-01-03T06:00:00Z' };

/** A day that its month does not have is parsed as one of the next. */
function isTime(value: string): boolean {
  const [, year, month, day] = RFC_3339.exec(value)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined || Number.isNaN(Date.parse(value))) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function hours(field: string, start: string, end: string): number {
  for (const [name, value] of Object.entries({ start, end })) {
    if (!isTime(value)) throw new Error(badMaintenanceTime(`${field}.${name}`, value));
  }
  const length = (Date.parse(end) - Date.parse(start)) / HOUR;
  if (length <= 0) throw new Error(maintenanceReversed(field, start, end));
  return length;
}

/**
 * The block of the cluster.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions
 * @throws for times that are none, end before they begin, or break GKE's limits
 */
export function maintenancePolicy(
  window: MaintenanceWindow = WEEKENDS,
  exclusions: readonly MaintenanceExclusion[] = [],
): ContainerClusterMaintenancePolicy {
  const { start, end, recurrence = 'FREQ=WEEKLY;BYDAY=SA,SU' } = window;
  const length = hours('maintenanceWindow', start, end);
  if (length < 4 || length > 24) throw new Error(maintenanceReversed('maintenanceWindow', start, end));
  const times = timesInFourWeeks(recurrence);
  if (times === undefined) throw new Error(badRecurrence(recurrence));
  if (times * length < LEAST_HOURS) throw new Error(tooLittleMaintenance(recurrence, times * length));
  if (exclusions.length > 20) throw new Error(tooManyExclusions(exclusions.length));
  const names = exclusions.map(({ name }) => name);
  const unnamed = names.findIndex((name, index) => !name || names.indexOf(name) < index);
  if (unnamed >= 0) throw new Error(badExclusionName(names[unnamed]));
  return {
    recurringWindow: { startTime: start, endTime: end, recurrence },
    maintenanceExclusion:
      exclusions.length === 0
        ? undefined
        : exclusions.map((exclusion) => {
            const field = `maintenanceExclusions.${exclusion.name}`;
            const scope = exclusion.scope ?? MaintenanceExclusionScope.NO_UPGRADES;
            const scopes = Object.values(MaintenanceExclusionScope);
            if (!scopes.includes(scope)) throw new Error(notOneOf(`${field}.scope`, scope, scopes));
            const days = hours(field, exclusion.start, exclusion.end) / 24;
            if (scope === MaintenanceExclusionScope.NO_UPGRADES && days > 30) {
              throw new Error(badExclusionScope(exclusion.name, Math.ceil(days)));
            }
            return {
              exclusionName: exclusion.name,
              startTime: exclusion.start,
              endTime: exclusion.end,
              exclusionOptions: { scope },
            };
          }),
  };
}
