import { Token } from 'cdktf';
import type { Finding } from '../../../validation/finding';
import { badMaintenanceTime, maintenanceReversed } from './messages';

const RFC_3339 = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const HOUR = 3_600_000;

/** `Date.parse()` takes a day that its month does not have as one of the next month. */
function isTime(value: string): boolean {
  const [, year, month, day] = RFC_3339.exec(value)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined || Number.isNaN(Date.parse(value))) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/**
 * Length of a period, and what is wrong with it; tokens pass, and its length is then not known.
 *
 * @param field the property that holds it
 * @param period beginning and end, in RFC 3339
 */
export function validatePeriod(
  field: string,
  { start, end }: { readonly start: string; readonly end: string },
): { readonly hours?: number; readonly found: readonly Finding[] } {
  const found = Object.entries({ start, end })
    .filter(([, value]) => !Token.isUnresolved(value) && !(typeof value === 'string' && isTime(value)))
    .map(([name, value]) => badMaintenanceTime(`${field}.${name}`, value));
  if (found.length > 0 || Token.isUnresolved(start) || Token.isUnresolved(end)) return { found };
  const hours = (Date.parse(end) - Date.parse(start)) / HOUR;
  return hours > 0 ? { hours, found } : { found: [maintenanceReversed(field, start, end)] };
}
