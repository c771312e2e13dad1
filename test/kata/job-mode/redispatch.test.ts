import { Redispatch } from '../../../lib/kata/job-mode/redispatch';

describe('Redispatch', () => {
  test('looks for new nodes every ten minutes', () => {
    expect(Redispatch.newNodes()).toMatchObject({ schedule: '*/10 * * * *', onlyNewNodes: true });
  });

  test('goes over every node every hour', () => {
    expect(Redispatch.everyNode()).toMatchObject({ schedule: '0 * * * *', onlyNewNodes: false });
  });

  test('never has no schedule', () => {
    expect(Redispatch.NEVER.schedule).toBeUndefined();
  });

  test.each([
    '* * * * *',
    '*/5 * * * *',
    '0,15,30-45 * * * *',
    '0 0-6/2 1 1-12 0',
    '5/10 * * * *',
    '0 4 * JAN-mar mon,WED',
    '0 0 ? * ?',
    '@hourly',
    '@every 1h30m',
  ])('takes %s', (schedule) => {
    expect(Redispatch.newNodes(schedule).schedule).toBe(schedule);
  });

  test.each<unknown>([
    '',
    ' ',
    '* * * *',
    '* * * * * *',
    ' * * * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * 0 *',
    '* * * * 7',
    '* * * * jan',
    'mon * * * *',
    '*/0 * * * *',
    '30-10 * * * *',
    '*-5 * * * *',
    '1- * * * *',
    '-1 * * * *',
    '1,,2 * * * *',
    '1.5 * * * *',
    'NaN * * * *',
    'TZ=Europe/Berlin * * * * *',
    '@reboot',
    '@every 10',
    'constructor',
    null,
    10,
    {},
  ])('refuses %j', (schedule) => {
    expect(() => Redispatch.newNodes(schedule as string)).toThrow('is not a cron schedule');
    expect(() => Redispatch.everyNode(schedule as string)).toThrow('is not a cron schedule');
  });
});
