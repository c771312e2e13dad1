const KEYS: { readonly [key: string]: RegExp } = {
  FREQ: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d{0,2}$/,
  BYDAY: /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU))*$/,
  BYMONTHDAY: /^-?\d{1,2}(,-?\d{1,2})*$/,
  BYMONTH: /^\d{1,2}(,\d{1,2})*$/,
  BYSETPOS: /^-?\d{1,3}(,-?\d{1,3})*$/,
  COUNT: /^[1-9]\d*$/,
  UNTIL: /^\d{8}(T\d{6}Z)?$/,
  WKST: /^(MO|TU|WE|TH|FR|SA|SU)$/,
};
const OFTEN = 28;

/**
 * How often a rule comes true in four weeks, at the least; undefined when it is no rule, or one of years.
 *
 * @param rule RRULE of RFC 5545, such as `FREQ=WEEKLY;BYDAY=SA,SU`
 * @see https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10
 */
export function timesInFourWeeks(rule: string): number | undefined {
  const pairs = rule.split(';').map((part): [string, string] => {
    const [key = '', ...value] = part.split('=');
    return [key, value.join('=')];
  });
  const parts = new Map(pairs);
  const good = pairs.every(([key, value]) => Object.hasOwn(KEYS, key) && KEYS[key]?.test(value));
  if (!good || parts.size !== pairs.length) return undefined;
  const interval = Number(parts.get('INTERVAL') ?? 1);
  const days = parts.get('BYDAY')?.split(',') ?? [];
  switch (parts.get('FREQ')) {
    case 'DAILY':
      return Math.floor(((days.length || 7) * 4) / interval);
    case 'WEEKLY':
      return Math.floor(4 / interval) * (days.length || 1);
    case 'MONTHLY': {
      // A day without a number is each of its kind in the month.
      const named = days.reduce((sum, day) => sum + (/\d/.test(day) ? 1 : 4), 0);
      return interval > 1 ? 0 : Math.min(OFTEN, named + (parts.get('BYMONTHDAY')?.split(',').length ?? 0) || 1);
    }
    default:
      return parts.has('FREQ') ? 0 : undefined;
  }
}
