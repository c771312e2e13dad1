import { TerraformVariable } from 'cdktf';
import {
  GkeCluster,
  type GkeClusterProps,
  GkeNetwork,
  MaintenanceExclusionScope,
  MaintenanceWindow,
  ReleaseChannel,
  Weekday,
} from '../../../lib/gke';
import { mostIn32Days } from '../../../lib/gke/cluster/operations/recurrence-rule';
import { newStack, onlyResource, synth, warnings } from '../../util/terraform';

type Options = Partial<GkeClusterProps>;

function build(options: Options) {
  const stack = newStack();
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
  new GkeCluster(stack, 'gke', { location: 'europe-west4', network, ...options }).addNodePool('system');
  return stack;
}

const windowOf = (maintenanceWindow: MaintenanceWindow) =>
  onlyResource(synth(build({ maintenanceWindow })), 'google_container_cluster').maintenance_policy.recurring_window;

const { SATURDAY, SUNDAY, MONDAY, WEDNESDAY, FRIDAY } = Weekday;

test.each<[string, MaintenanceWindow, object]>([
  [
    'the first window of a week is on its first day',
    MaintenanceWindow.weekly({ days: [FRIDAY, MONDAY], startHour: 22, hours: 6 }),
    { start_time: '2026-01-05T22:00:00Z', end_time: '2026-01-06T04:00:00Z', recurrence: 'FREQ=WEEKLY;BYDAY=FR,MO' },
  ],
  [
    'a window of three days, as the API reference has one',
    MaintenanceWindow.weekly({ days: [SATURDAY], startHour: 0, hours: 71 }),
    { start_time: '2026-01-03T00:00:00Z', end_time: '2026-01-05T23:00:00Z', recurrence: 'FREQ=WEEKLY;BYDAY=SA' },
  ],
  [
    'each day',
    MaintenanceWindow.daily({ startHour: 3, hours: 4 }),
    { start_time: '2026-01-03T03:00:00Z', end_time: '2026-01-03T07:00:00Z', recurrence: 'FREQ=DAILY' },
  ],
  [
    'a rule is written as it is',
    MaintenanceWindow.rrule('FREQ=MONTHLY;BYSETPOS=1;BYDAY=SA,SU', {
      start: '2026-01-03T00:00:00+01:00',
      end: '2026-01-05T06:00:00+01:00',
    }),
    {
      start_time: '2026-01-03T00:00:00+01:00',
      end_time: '2026-01-05T06:00:00+01:00',
      recurrence: 'FREQ=MONTHLY;BYSETPOS=1;BYDAY=SA,SU',
    },
  ],
])('%s', (_, window, expected) => {
  expect(windowOf(window)).toEqual(expected);
});

test('the first window of a week is on each of its days', () => {
  const days: Record<string, number> = { SU: 0, MO: 1, TU: 2, WE: 3, TH: 4, FR: 5, SA: 6 };
  for (const day of Object.values(Weekday)) {
    const { start_time } = windowOf(MaintenanceWindow.weekly({ days: [day], startHour: 0, hours: 12 }));
    expect(new Date(start_time).getUTCDay()).toBe(days[day]);
  }
});

test('tokens pass where a rule is given', () => {
  const stack = newStack();
  const text = (id: string) => new TerraformVariable(stack, id, {}).stringValue;
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
  const maintenanceWindow = MaintenanceWindow.rrule(text('rule'), { start: text('start'), end: text('end') });
  new GkeCluster(stack, 'gke', { location: 'europe-west4', network, maintenanceWindow }).addNodePool('system');
  expect(onlyResource(synth(stack), 'google_container_cluster').maintenance_policy.recurring_window).toEqual({
    start_time: '${var.start}',
    end_time: '${var.end}',
    recurrence: '${var.rule}',
  });
});

test('warns that nobody counted a rule, and of nothing that is right by construction', () => {
  const first = { start: '2026-01-03T00:00:00Z', end: '2026-01-03T06:00:00Z' };
  expect(warnings(build({ maintenanceWindow: MaintenanceWindow.rrule('FREQ=DAILY', first) }))).toEqual([
    expect.stringContaining("test/gke: maintenanceWindow: the recurrence 'FREQ=DAILY' is not counted"),
  ]);
  const weekly = MaintenanceWindow.weekly({ days: [WEDNESDAY, SUNDAY], startHour: 1, hours: 6 });
  expect(warnings(build({ maintenanceWindow: weekly }))).toEqual([]);
});

const weekly = (options: object) =>
  MaintenanceWindow.weekly({ days: [SATURDAY, SUNDAY], startHour: 0, hours: 6, ...options });
const rule = (text: string, start = '2026-01-03T00:00:00Z', end = '2026-01-03T06:00:00Z') =>
  MaintenanceWindow.rrule(text, { start, end });

test('an unknown day is refused', () => {
  expect(() => weekly({ days: ['CA'] })).toThrow("days[0] is 'CA', and must be one of MO, TU, WE, TH, FR, SA, SU");
});

test.each<[string, MaintenanceWindow, string]>([
  ['no day', weekly({ days: [] }), 'maintenanceWindow.days'],
  ['a day twice', weekly({ days: [SATURDAY, SATURDAY, SATURDAY] }), "maintenanceWindow.days 'SA' is there twice"],
  ['hour 24', weekly({ startHour: 24 }), "maintenanceWindow.startHour '24' is not a whole number from 0 to 23"],
  ['three hours', weekly({ hours: 3 }), "maintenanceWindow.hours '3' is not a whole number from 4 to 24"],
  ['windows that overlap', weekly({ hours: 25 }), "maintenanceWindow.hours '25'"],
  ['half hours', weekly({ hours: 6.5 }), "maintenanceWindow.hours '6.5'"],
  ['too little time', weekly({ days: [SATURDAY] }), 'maintenanceWindow gives 24 hours in four weeks'],
  ['a day of 25 hours', MaintenanceWindow.daily({ startHour: 0, hours: 25 }), "maintenanceWindow.hours '25'"],
  ['an hour below zero', MaintenanceWindow.daily({ startHour: -1, hours: 4 }), "maintenanceWindow.startHour '-1'"],
  ['a start without a time zone', rule('FREQ=DAILY', '2026-01-03T00:00:00'), 'maintenanceWindow.start'],
  ['a start on no day', rule('FREQ=DAILY', '2026-02-31T00:00:00Z', '2026-03-03T06:00:00Z'), 'maintenanceWindow.start'],
  ['an end in no month', rule('FREQ=DAILY', undefined, '2026-99-03T06:00:00Z'), 'maintenanceWindow.end'],
  ['an end before the start', rule('FREQ=DAILY', '2026-01-03T06:00:00Z', '2026-01-03T00:00:00Z'), 'after the start'],
  ['a rule for three hours', rule('FREQ=DAILY', undefined, '2026-01-03T03:00:00Z'), 'is 3 hours long'],
  ['a word', rule('weekly'), "the recurrence 'weekly' has the part 'weekly'"],
  ['no frequency', rule('BYDAY=SA'), 'has no FREQ'],
  ['days that there are not', rule('FREQ=WEEKLY;BYDAY=FOO'), 'has BYDAY=FOO'],
  ['a part that there is not', rule('FREQ=DAILY;XX=9'), "has the part 'XX'"],
  ['a part twice', rule('FREQ=DAILY;FREQ=DAILY'), 'has a part twice'],
  ['a rule that comes once', rule('FREQ=DAILY;COUNT=1'), 'ends by COUNT'],
  ['a rule that ended', rule('FREQ=WEEKLY;UNTIL=20200101'), 'ends by UNTIL'],
  ['one day three times', rule('FREQ=WEEKLY;BYDAY=SA,SA,SA'), 'has SA twice in BYDAY'],
  ['days after the 31st', rule('FREQ=MONTHLY;BYMONTHDAY=98,99'), 'has a day after the 31st'],
  ['the zeroth day', rule('FREQ=MONTHLY;BYMONTHDAY=31,0'), 'has BYMONTHDAY=31,0'],
  ['the ninth Saturday', rule('FREQ=MONTHLY;BYDAY=9SA,8SU'), 'has 9 before a day'],
  ['the fifth Saturday of a week', rule('FREQ=WEEKLY;BYDAY=5SA'), 'has 5 before a day'],
  ['a day of the month in weeks', rule('FREQ=WEEKLY;BYMONTHDAY=3'), 'has BYMONTHDAY, which FREQ=WEEKLY'],
  ['one month', rule('FREQ=DAILY;BYMONTH=1'), 'leaves out whole months'],
  ...(
    [
      ['FREQ=YEARLY', '0.5'],
      ['FREQ=WEEKLY;BYDAY=SA', '27.4'],
      ['FREQ=WEEKLY', '27.4'],
      ['FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU', '27.4'],
      ['FREQ=DAILY;INTERVAL=5', '38.4'],
      ['FREQ=DAILY;BYDAY=SA', '27.4'],
      ['FREQ=MONTHLY', '6.3'],
      ['FREQ=MONTHLY;BYMONTHDAY=1,8,15,22', '25.2'],
      ['FREQ=MONTHLY;BYDAY=1SA,2SA,3SA,4SA', '25.2'],
      ['FREQ=MONTHLY;BYDAY=SA', '27.4'],
      ['FREQ=MONTHLY;BYSETPOS=1;BYDAY=SA,SU', '6.3'],
      ['FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=1,2,3,4,5,6,7', '6.3'],
      ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', '0.9'],
      ['FREQ=MONTHLY;BYDAY=SA,SU;BYMONTHDAY=1,2,3,4,5,6,7', '12.6'],
      ['FREQ=MONTHLY;BYDAY=1SA,3SA;BYMONTHDAY=1,2,3,4,5,6,7,15,16,17,18,19,20,21', '12.6'],
      ['FREQ=DAILY;BYDAY=SA;BYMONTHDAY=1,2,3,4,5,6,7', '6.3'],
    ] as const
  ).map(([text, hours]): [string, MaintenanceWindow, string] => [
    `the little time of ${text} (H5)`,
    rule(text),
    `the recurrence '${text}' gives at most ${hours} hours in 32 days on average, and GKE wants 48 in any`,
  ]),
  ['a thirteenth month', rule('FREQ=DAILY;BYMONTH=13'), 'has a month after the 12th'],
])('fails for %s', (_, maintenanceWindow, message) => {
  expect(() => build({ maintenanceWindow })).toThrow(message);
});

test.each(['FREQ=WEEKLY;BYDAY=SA,SU', 'FREQ=MONTHLY;BYDAY=SA,SU', 'FREQ=DAILY;INTERVAL=4', 'FREQ=YEARLY;BYDAY=SA,SU'])(
  'takes six hours of %s (H5)',
  (text) => {
    const { maintenance_policy } = onlyResource(
      synth(build({ maintenanceWindow: rule(text) })),
      'google_container_cluster',
    );
    expect(maintenance_policy.recurring_window.recurrence).toBe(text);
  },
);

describe('the number of windows is never below the truth', () => {
  const YEARS = 28;
  const start = Date.UTC(2001, 0, 1);
  const end = Date.UTC(2001 + YEARS, 0, 1);
  const DAY = 86_400_000;
  const NAMES = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

  /** Windows in 32 days, counted day by day over 28 years, after which weekdays and leap years repeat. */
  function counted(matches: (date: Date, weekday: string) => boolean): number {
    let count = 0;
    for (let time = start; time < end; time += DAY) {
      const date = new Date(time);
      if (matches(date, NAMES[date.getUTCDay()] as string)) count += 1;
    }
    return (32 * count * DAY) / (end - start);
  }

  const dayOfRule = (date: Date) => Math.round((date.getTime() - Date.UTC(2001, 0, 6)) / DAY);

  test.each<[string, (date: Date, weekday: string) => boolean]>([
    ['FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=1,2,3,4,5,6,7', (it, day) => day === 'SA' && it.getUTCDate() <= 7],
    ['FREQ=MONTHLY;BYDAY=SA,SU;BYMONTHDAY=13,31', (it, day) => day[0] === 'S' && [13, 31].includes(it.getUTCDate())],
    ['FREQ=MONTHLY;BYMONTHDAY=31', (it) => it.getUTCDate() === 31],
    ['FREQ=MONTHLY;BYDAY=SA', (_, day) => day === 'SA'],
    ['FREQ=MONTHLY;INTERVAL=12;BYDAY=SU', (it, day) => day === 'SU' && it.getUTCMonth() === 0],
    ['FREQ=DAILY;BYDAY=SA;BYMONTHDAY=1,2,3,4,5,6,7', (it, day) => day === 'SA' && it.getUTCDate() <= 7],
    // The first window is on a Saturday, and so is every other.
    ['FREQ=DAILY;INTERVAL=7;BYDAY=SA', (_, day) => day === 'SA'],
    ['FREQ=DAILY;INTERVAL=14;BYDAY=SA', (it) => dayOfRule(it) % 14 === 0],
    ['FREQ=DAILY;INTERVAL=3;BYDAY=SA', (it, day) => day === 'SA' && dayOfRule(it) % 3 === 0],
    ['FREQ=DAILY;INTERVAL=2;BYMONTHDAY=1,2,3', (it) => it.getUTCDate() <= 3 && dayOfRule(it) % 2 === 0],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU', (it) => [0, 1].includes(dayOfRule(it) % 14)],
  ])('%s', (text, matches) => {
    // The 28 years hold a day of the week a little more or less often than all years together.
    expect(mostIn32Days(text)).toBeGreaterThan(counted(matches) * 0.998);
  });
});

test('takes twelve hours of each seventh day, which is a Saturday like the first', () => {
  const text = 'FREQ=DAILY;INTERVAL=7;BYDAY=SA';
  expect(windowOf(rule(text, undefined, '2026-01-03T12:00:00Z')).recurrence).toBe(text);
});

const exclusion = (name: string, scope?: MaintenanceExclusionScope) => ({
  name,
  start: '2026-11-20T00:00:00Z',
  end: '2026-12-10T00:00:00Z',
  scope,
});

test.each<[string, Options, string]>([
  [
    'four exclusions of every upgrade',
    { maintenanceExclusions: ['a', 'b', 'c', 'd'].map((name) => exclusion(name)) },
    'there are 4 maintenance exclusions with NO_UPGRADES',
  ],
  [
    'a scope on no channel',
    {
      releaseChannel: ReleaseChannel.UNSPECIFIED,
      maintenanceExclusions: [exclusion('sale', MaintenanceExclusionScope.NO_MINOR_UPGRADES)],
    },
    "maintenance exclusion 'sale' has scope NO_MINOR_UPGRADES, and releaseChannel is UNSPECIFIED",
  ],
])('fails for %s', (_, options, message) => {
  expect(() => build(options)).toThrow(message);
});
