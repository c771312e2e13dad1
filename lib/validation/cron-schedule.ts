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
 * Whether a text is a cron schedule of five fields: minute, hour, day of the month, month, day of the week.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
 */
export function isCronSchedule(schedule: string): boolean {
  const fields = schedule.split(/\s+/);
  return (
    fields.length === FIELDS.length &&
    fields.every((field, index) => field.split(',').every((item) => matchesField(item, index)))
  );
}

/** One item of a field: `*`, `5`, `1-5`, `mon`, each with a step or not. */
function matchesField(item: string, field: number): boolean {
  const match = /^([*?]|[a-z0-9]+)(?:-([a-z0-9]+))?(?:\/([0-9]+))?$/i.exec(item);
  if (match === null) return false;
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

/** The values of a field of a schedule. */
function valuesOf(field: string, index: number): number[] {
  const { low, high } = FIELDS[index] as (typeof FIELDS)[number];
  const values = field.split(',').flatMap((item) => {
    const [bounds = '', step] = item.split('/');
    const [from = '', to] = bounds.split('-');
    const isAny = from === '*' || from === '?';
    const first = isAny ? low : (fieldValue(from, index) ?? low);
    const last = isAny || (step !== undefined && to === undefined) ? high : (fieldValue(to ?? from, index) ?? high);
    return Array.from({ length: last - first + 1 }, (_, offset) => first + offset).filter(
      (value) => (value - first) % Number(step ?? 1) === 0,
    );
  });
  return [...new Set(values)];
}

/**
 * Whether a schedule ever comes: the 31st of February does not.
 *
 * @param schedule a schedule for which `isCronSchedule()` is true
 */
export function everComes(schedule: string): boolean {
  const [, , day = '*', month = '*', weekday = '*'] = schedule.split(/\s+/);
  // Where a day of the week is given too, the schedule comes on either of the two days.
  if (!/^[*?]$/.test(weekday)) return true;
  const days = valuesOf(day, 2);
  // 2024 has a 29th of February.
  return valuesOf(month, 3).some((it) => Math.min(...days) <= new Date(Date.UTC(2024, it, 0)).getUTCDate());
}

/**
 * How often a schedule comes within an hour.
 *
 * @param schedule a schedule for which `isCronSchedule()` is true
 */
export function timesPerHour(schedule: string): number {
  return valuesOf(schedule.split(/\s+/)[0] ?? '', 0).length;
}
