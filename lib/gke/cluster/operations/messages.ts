import type { Finding } from '../../../validation/finding';
import { quoted } from '../../project/values';
import { OPERATIONS_RULES } from './rules';

/** A time that RFC 3339 does not have. */
export function badMaintenanceTime(field: string, value: unknown): Finding {
  return OPERATIONS_RULES.maintenanceTime.find('', `${field} ${quoted(value)} is not a time of RFC 3339`);
}

/** A time that ends before it begins. */
export function maintenanceReversed(field: string, start: string, end: string): Finding {
  return OPERATIONS_RULES.maintenanceLength.find(
    '',
    `${field} goes from ${start} to ${end}, and the end must come after the start`,
    'exchange them, or write a later end',
  );
}

/** A window of less than four hours. */
export function maintenanceTooShort(field: string, hours: number): Finding {
  return OPERATIONS_RULES.maintenanceLength.find('', `${field} is ${hours} hours long, and GKE wants at least 4`);
}

/** A field of a weekly or daily window that is not valid. */
export function badWindow(field: string, value: unknown, reason: string, fix?: string): Finding {
  return OPERATIONS_RULES.maintenanceWindow.find('', `${field} ${quoted(value)} ${reason}`, fix);
}

/** A number of a window that has to be known while the program runs. */
export function windowKnownLater(field: string): Finding {
  const message = `${field} is only known to Terraform, and is needed here to see whether GKE has time enough`;
  const fix = 'give a literal, or the whole window with MaintenanceWindow.rrule()';
  return OPERATIONS_RULES.maintenanceWindow.find('', message, fix);
}

/** Windows that give GKE too little time. */
export function tooLittleMaintenance(hours: number): Finding {
  return OPERATIONS_RULES.maintenanceAvailability.find(
    '',
    `maintenanceWindow gives ${hours} hours in four weeks, and GKE wants 48 hours in any 32 days`,
  );
}

/** A recurrence that RFC 5545 does not have, or that ends. */
export function badRecurrence(value: unknown, reason: string): Finding {
  return OPERATIONS_RULES.recurrence.find('', `maintenanceWindow: the recurrence ${quoted(value)} ${reason}`);
}

/** A recurrence whose hours the library does not count. */
export function recurrenceNotCounted(value: string): Finding {
  return OPERATIONS_RULES.recurrenceNotCounted.find(
    '',
    `maintenanceWindow: the recurrence ${quoted(value)} is not counted, and GKE refuses windows with fewer than 48 hours in 32 days`,
  );
}

/** An exclusion without a name, or with the name of another. */
export function badExclusionName(name: unknown): Finding {
  return OPERATIONS_RULES.exclusionName.find(
    '',
    `maintenance exclusion ${quoted(name)} has no name, or the name of another`,
  );
}

/** An exclusion of every upgrade that is too long. */
export function exclusionTooLong(name: string, days: number): Finding {
  return OPERATIONS_RULES.exclusionLength.find(
    '',
    `maintenance exclusion ${quoted(name)} keeps every upgrade away for ${days} days, and GKE allows 30`,
  );
}

/** An exclusion that is longer than any version is supported. */
export function exclusionBeyondSupport(name: string, days: number): Finding {
  return OPERATIONS_RULES.exclusionLength.find(
    '',
    `maintenance exclusion ${quoted(name)} is ${days} days long, and a minor version is supported for 24 months at most`,
    'let it end with the support of the version',
  );
}

/** More exclusions than GKE takes. */
export function tooManyExclusions(count: number): Finding {
  return OPERATIONS_RULES.exclusionCount.find(
    '',
    `there are ${count} maintenance exclusions, and a cluster has at most 20`,
  );
}

/** More exclusions of every upgrade than GKE takes. */
export function tooManyFullExclusions(count: number): Finding {
  return OPERATIONS_RULES.exclusionCount.find(
    '',
    `there are ${count} maintenance exclusions with NO_UPGRADES, and a cluster has at most 3`,
    'use another MaintenanceExclusionScope, or remove those that are over',
  );
}

/** A scope that only clusters on a channel have. */
export function scopeWithoutChannel(name: string, scope: string): Finding {
  return OPERATIONS_RULES.exclusionScope.find(
    '',
    `maintenance exclusion ${quoted(name)} has scope ${scope}, and releaseChannel is UNSPECIFIED`,
  );
}

/** A topic that is not written as Pub/Sub writes it. */
export function badTopic(value: unknown): Finding {
  return OPERATIONS_RULES.topic.find('', `upgradeNotifications.topic ${quoted(value)} is not a Pub/Sub topic`);
}

/** A backup plan that the service refuses. */
export function badBackup(field: string, value: unknown, range: string): Finding {
  return OPERATIONS_RULES.backupPlan.find(
    '',
    `${field} ${quoted(value)} of a backup plan is refused`,
    `write ${range}`,
  );
}

/** A schedule that begins a backup before the last one is done. */
export function backupsTooOften(schedule: string): Finding {
  return OPERATIONS_RULES.backupFrequency.find(
    '',
    `schedule ${quoted(schedule)} begins more than one backup of the whole cluster in an hour`,
  );
}

/** A backup plan without the agent. */
export function backupAgentOff(): Finding {
  return OPERATIONS_RULES.backupAgent.find('');
}
