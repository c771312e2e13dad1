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

/**
 * Why a text is not a recurrence rule that goes on for ever; undefined when it is one.
 *
 * @param rule the text, such as `FREQ=WEEKLY;BYDAY=SA,SU`
 * @see https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10
 */
export function recurrenceProblem(rule: unknown): string | undefined {
  if (typeof rule !== 'string') return 'is not a text';
  const pairs = rule.split(';').map((part): [string, string] => {
    const [key = '', ...value] = part.split('=');
    return [key, value.join('=')];
  });
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
