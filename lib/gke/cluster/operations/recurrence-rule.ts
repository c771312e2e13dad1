const DAY = '(MO|TU|WE|TH|FR|SA|SU)';

const KEYS: { readonly [key: string]: RegExp } = {
  FREQ: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d{0,2}$/,
  BYDAY: new RegExp(`^([+-]?[1-9]\\d?)?${DAY}(,([+-]?[1-9]\\d?)?${DAY})*$`),
  BYMONTHDAY: /^-?[1-9]\d?(,-?[1-9]\d?)*$/,
  BYMONTH: /^[1-9]\d?(,[1-9]\d?)*$/,
  BYSETPOS: /^-?[1-9]\d{0,2}(,-?[1-9]\d{0,2})*$/,
  WKST: new RegExp(`^${DAY}$`),
};

/** Parts that make a recurrence end, after which a cluster would have no window at all. */
const ENDS = ['COUNT', 'UNTIL'];

/** Weeks of a period that a number before a day can mean. */
const ORDINALS: { readonly [frequency: string]: number } = { MONTHLY: 5, YEARLY: 53 };

/** Days of a month, on average. */
const MONTH = 365.2425 / 12;

/** Days after which a rule begins anew, on average. */
const DAYS_OF_PERIOD: { readonly [frequency: string]: number } = {
  DAILY: 1,
  WEEKLY: 7,
  MONTHLY: MONTH,
  YEARLY: 12 * MONTH,
};

/**
 * Why a text is not a recurrence rule that goes on for ever; undefined when it is one.
 *
 * @param rule the text, such as `FREQ=WEEKLY;BYDAY=SA,SU`
 * @see https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10
 */
export function recurrenceProblem(rule: unknown): string | undefined {
  if (typeof rule !== 'string') return 'is not a text';
  const pairs = pairsOf(rule);
  for (const [key, value] of pairs) {
    if (ENDS.includes(key)) return `ends by ${key}, and the cluster has no maintenance window then`;
    if (!Object.hasOwn(KEYS, key)) return `has the part '${key}', which RFC 5545 or GKE does not know`;
    if (!KEYS[key]?.test(value)) return `has ${key}=${value}, which RFC 5545 does not allow`;
    const items = value.split(',');
    const twice = items.find((item, index) => items.indexOf(item) < index);
    if (twice !== undefined) return `has ${twice} twice in ${key}`;
  }
  const parts = new Map(pairs);
  if (parts.size !== pairs.length) return 'has a part twice';
  const frequency = parts.get('FREQ');
  if (frequency === undefined) return 'has no FREQ';
  return rangeProblem(frequency, parts);
}

/**
 * How many windows a rule gives in 32 days on average, or fewer: no rule gives more in each 32 days.
 *
 * @param rule a rule without a problem
 */
export function averageIn32Days(rule: string): number {
  const parts = new Map(pairsOf(rule));
  const days = DAYS_OF_PERIOD[parts.get('FREQ') as string] as number;
  return (32 * windowsOfPeriod(parts)) / (days * Number(parts.get('INTERVAL') ?? 1));
}

function windowsOfPeriod(parts: ReadonlyMap<string, string>): number {
  const [frequency, positions, monthDays, weekdays] = ['FREQ', 'BYSETPOS', 'BYMONTHDAY', 'BYDAY'].map(
    (key) => parts.get(key)?.split(',') ?? [],
  ) as [string[], string[], string[], string[]];
  if (positions.length > 0) return positions.length;
  // What the days of a year are is left to GKE.
  if (frequency[0] === 'YEARLY') return [...parts.keys()].some((key) => key.startsWith('BY')) ? 366 : 1;
  if (frequency[0] === 'DAILY') return Math.min((monthDays.length || MONTH) / MONTH, (weekdays.length || 7) / 7);
  if (monthDays.length > 0) return monthDays.length;
  const inMonth = (day: string) => (/\d/.test(day) ? 1 : MONTH / 7);
  if (frequency[0] === 'WEEKLY') return weekdays.length || 1;
  return weekdays.reduce((sum, day) => sum + inMonth(day), 0) || 1;
}

/** The keys and values of a rule. */
function pairsOf(rule: string): [string, string][] {
  return rule.split(';').map((part) => {
    const [key = '', ...value] = part.split('=');
    return [key, value.join('=')];
  });
}

function rangeProblem(frequency: string, parts: ReadonlyMap<string, string>): string | undefined {
  const numbers = (key: string) => (parts.get(key)?.match(/\d+/g) ?? []).map(Number);
  const ordinal = numbers('BYDAY').find((number) => number > (ORDINALS[frequency] ?? 0));
  if (ordinal !== undefined) return `has ${ordinal} before a day, which FREQ=${frequency} does not have`;
  if (numbers('BYMONTHDAY').some((day) => day > 31)) return 'has a day after the 31st';
  if (frequency === 'WEEKLY' && parts.has('BYMONTHDAY')) return 'has BYMONTHDAY, which FREQ=WEEKLY does not have';
  if (numbers('BYMONTH').some((month) => month > 12)) return 'has a month after the 12th';
  if (parts.has('BYMONTH') && numbers('BYMONTH').length < 12)
    return 'leaves out whole months, and GKE wants 48 hours in any 32 days';
  return undefined;
}
