import { everComes, isCronSchedule, timesPerHour } from '../../lib/validation/cron-schedule';

test.each([
  '* * * * *',
  '0 3 * * *',
  '59 23 31 12 6',
  '0 0 1 1 0',
  '*/15 */2 ? * ?',
  '0,30 1-5 1,15 jan-mar mon-fri',
  '10-20/5 0 * DEC SUN',
  '0 0 1-1 * *',
  '00 03 * * *',
  '0  3\t* * *',
])('%s is a schedule', (schedule) => {
  expect(isCronSchedule(schedule)).toBe(true);
});

test.each([
  ['four fields', '* * * *'],
  ['six fields', '* * * * * *'],
  ['nothing', ''],
  ['a macro', '@daily'],
  ['minute 60', '60 * * * *'],
  ['hour 24', '* 24 * * *'],
  ['day 0', '* * 0 * *'],
  ['day 32', '* * 32 * *'],
  ['month 0', '* * * 0 *'],
  ['month 13', '* * * 13 *'],
  ['day 7 of the week', '* * * * 7'],
  ['a day in the place of a month', '* * * mon *'],
  ['a month in the place of a day', '* * * * jan'],
  ['a name in the place of a minute', 'jan * * * *'],
  ['a range that ends before it begins', '5-1 * * * *'],
  ['a range of names that ends before it begins', '* * * mar-jan *'],
  ['a range that ends outside', '0-60 * * * *'],
  ['a range without an end', '5- * * * *'],
  ['a range of everything', '*-5 * * * *'],
  ['a step of nothing', '*/0 * * * *'],
  ['a step without a number', '*/ * * * *'],
  ['an empty item', '1,,2 * * * *'],
  ['a number below zero', '-1 * * * *'],
  ['a fraction', '1.5 * * * *'],
  ['letters behind', '1x * * * *'],
  ['something before', '+1 * * * *'],
])('%s is no schedule', (_, schedule) => {
  expect(isCronSchedule(schedule)).toBe(false);
});

test.each([
  ['* * * * *', true],
  ['0 0 31 1 *', true],
  ['0 0 31 feb *', false],
  ['0  0  31  2  ?', false],
  ['0 0 30 2 *', false],
  ['0 0 29 2 *', true],
  ['0 0 31 4,6,9,11 *', false],
  ['0 0 31 4,12 *', true],
  ['0 0 31 2-3 *', true],
  ['0 0 30-31 2 *', false],
  ['0 0 29-31 2 *', true],
  ['0 0 30,1 2 *', true],
  ['0 0 30/1 2 *', false],
  ['0 0 */30 2 *', true],
  ['0 0 ? 2 *', true],
  ['0 0 31 2/2 *', true],
  ['0 0 31 2/12 *', false],
  ['0 0 31 2/3 *', true],
  // With a day of the week, each of the two days will do.
  ['0 0 31 2 mon', true],
  ['0 0 31 2 1', true],
  ['0 0 31 2 */2', true],
  ['0 0 31 2 0,*', true],
])('%s ever comes: %p', (schedule, expected) => {
  expect(everComes(schedule)).toBe(expected);
});

test.each([
  ['* 3 * * *', 60],
  ['? 3 * * *', 60],
  ['0 3 * * *', 1],
  ['0,30\t3 * * *', 2],
  ['0,30,30 3 * * *', 2],
  ['10-19 * * * *', 10],
  ['10-20/5 * * * *', 3],
  ['*/15 * * * *', 4],
  ['*/7 * * * *', 9],
  ['50/5 * * * *', 2],
  ['0-10,5-15 * * * *', 16],
])('%s comes %d times an hour', (schedule, expected) => {
  expect(timesPerHour(schedule)).toBe(expected);
});
