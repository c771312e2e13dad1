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
 * The number of windows that a rule gives in 32 days on average, or a larger one. GKE looks at every 32 days, and those with the
 * fewest windows have no more than the average: GKE refuses each rule for which this number is too small, and others besides.
 *
 * @param rule a rule without a problem
 */
export function mostIn32Days(rule: string): number {
  const parts = new Map(pairsOf(rule));
  const days = DAYS_OF_PERIOD[parts.get('FREQ') as string] as number;
  const interval = Number(parts.get('INTERVAL') ?? 1);
  return (32 * windowsOfPeriod(parts, interval)) / (days * interval);
}

function windowsOfPeriod(parts: ReadonlyMap<string, string>, interval: number): number {
  const [positions = 0, monthDays = 0] = ['BYSETPOS', 'BYMONTHDAY'].map((key) => parts.get(key)?.split(',').length);
  const weekdays = parts.get('BYDAY')?.split(',') ?? [];
  const most = positions > 0 ? positions : Number.POSITIVE_INFINITY;
  // A date falls on each day of the week equally often.
  const share = weekdays.length === 0 ? 1 : new Set(weekdays.map((day) => day.slice(-2))).size / 7;
  switch (parts.get('FREQ')) {
    case 'DAILY': {
      // Every seventh day is always the same day of the week: that of the first window.
      const ofWeek = interval % 7 === 0 ? 1 : share;
      const ofMonth = Math.min(1, (interval * (monthDays || MONTH)) / MONTH);
      return Math.min(most, interval === 1 ? ofWeek * ofMonth : Math.min(ofWeek, ofMonth));
    }
    case 'WEEKLY':
      return Math.min(most, weekdays.length || 1);
    case 'MONTHLY': {
      // The months that a longer interval leaves out may be the short ones.
      const month = interval === 1 ? MONTH : 31;
      const ofMonth = weekdays.reduce((sum, day) => sum + (/\d/.test(day) ? 1 : month / 7), 0);
      return Math.min(most, monthDays * share || ofMonth || 1, ofMonth || Number.POSITIVE_INFINITY);
    }
    default:
      // What the days of a year are is left to GKE.
      return Math.min(most, [...parts.keys()].some((key) => key.startsWith('BY')) ? 366 : 1);
  }
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
