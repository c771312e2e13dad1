import { type NodeTaint, type StartupTaint, TaintEffect, type Toleration } from '../../lib/contract';
import {
  taintsProblem,
  toleratesAllOf,
  toleratesStartupTaint,
  tolerationsProblem,
} from '../../lib/validation/tolerations';

const { NO_SCHEDULE, NO_EXECUTE } = TaintEffect;
const team = (more: Partial<Toleration> = {}): Toleration => ({ key: 'team', value: 'blue', ...more });

test.each<[string, Toleration, Toleration, boolean]>([
  ['itself', team(), team(), true],
  ['one effect of all', team(), team({ effect: NO_SCHEDULE }), true],
  ['all effects of one', team({ effect: NO_SCHEDULE }), team(), false],
  ['another effect', team({ effect: NO_SCHEDULE }), team({ effect: NO_EXECUTE }), false],
  ['the same effect', team({ effect: NO_EXECUTE }), team({ effect: NO_EXECUTE }), true],
  ['another value', team(), team({ value: 'red' }), false],
  ['another key', team(), team({ key: 'crew' }), false],
  ['one value of every value', { key: 'team', operator: 'Exists' }, team(), true],
  ['every value of one', team(), { key: 'team', operator: 'Exists' }, false],
  ['one key of every key', { operator: 'Exists' }, team(), true],
  ['every key of one', { key: 'team', operator: 'Exists' }, { operator: 'Exists' }, false],
  ['no key, compared', { value: 'blue' }, team(), false],
  ['no value of an empty one', { key: 'team' }, { key: 'team', value: '' }, true],
  ['an empty value of none', { key: 'team', value: '' }, { key: 'team' }, true],
  ['no value of a value', { key: 'team' }, team(), false],
  ['a key of no key', { key: 'team' }, {}, false],
  ['another key of no key', team(), { value: 'blue' }, false],
  ['every value of every value', { key: 'team', operator: 'Exists' }, { key: 'team', operator: 'Exists' }, true],
  ['every value, compared with nothing', { key: 'team' }, { key: 'team', operator: 'Exists' }, false],
  [
    'one key of every key with another effect',
    { operator: 'Exists', effect: NO_EXECUTE },
    team({ effect: NO_SCHEDULE }),
    false,
  ],
])('tolerates %s', (_, wide, narrow, expected) => {
  expect(toleratesAllOf(wide, narrow)).toBe(expected);
});

test.each<[string, Toleration, StartupTaint, boolean]>([
  ['the same key and value', team(), { key: 'team', value: 'blue' }, true],
  ['another key', team(), { key: 'crew', value: 'blue' }, false],
  ['another value', team(), { key: 'team', value: 'red' }, false],
  ['another key with any value', { key: 'team', operator: 'Exists' }, { key: 'crew' }, false],
  ['any value', { key: 'team', operator: 'Exists' }, { key: 'team', value: 'red' }, true],
  ['any key', { operator: 'Exists' }, { key: 'team' }, true],
  ['no key, compared', {}, { key: '' }, false],
  ['no value on both sides', { key: 'team' }, { key: 'team' }, true],
  ['an empty value of none', { key: 'team', value: '' }, { key: 'team' }, true],
  ['a value of none', team(), { key: 'team' }, false],
  ['no value of a value', { key: 'team' }, { key: 'team', value: 'blue' }, false],
  ['the effect that pools write', team({ effect: NO_SCHEDULE }), { key: 'team', value: 'blue' }, true],
  ['another effect than pools write', team({ effect: NO_EXECUTE }), { key: 'team', value: 'blue' }, false],
  ['the effect that is said', team({ effect: NO_EXECUTE }), { ...team(), key: 'team', effect: NO_EXECUTE }, true],
  ['another effect than is said', team({ effect: NO_SCHEDULE }), { ...team(), key: 'team', effect: NO_EXECUTE }, false],
])('a startup taint is tolerated by %s', (_, toleration, taint, expected) => {
  expect(toleratesStartupTaint(toleration, taint)).toBe(expected);
});

test.each<[string, Toleration, boolean]>([
  ['a key and a value', team(), true],
  ['every taint', { operator: 'Exists' }, true],
  ['no key, and a comparison', { value: 'blue' }, false],
  ['a value that is not compared', { key: 'team', operator: 'Exists', value: 'blue' }, false],
  ['an effect as Terraform writes it', team({ effect: 'NO_SCHEDULE' as TaintEffect }), false],
  ['a key with a space', team({ key: 'a team' }), false],
  ['a key without a value', { key: 'team' }, true],
  ['a key with any value', { key: 'team', operator: 'Exists' }, true],
  ['a value that is not a label', team({ value: 'a b' }), false],
  ['an effect', team({ effect: NO_EXECUTE }), true],
  ['a comparison that there is not', team({ operator: 'In' as 'Equal' }), false],
])('%s is a toleration: %p', (_, toleration, good) => {
  expect(tolerationsProblem('tolerations', [toleration]) === undefined).toBe(good);
});

test('the first that is wrong is named by its place', () => {
  const bad = { value: 'blue' };
  expect(tolerationsProblem('placement.tolerations', [team(), bad])?.message).toMatch(
    /^placement\.tolerations\[1\] \{"value"/,
  );
  expect(tolerationsProblem('placement.tolerations')).toBeUndefined();
  expect(
    taintsProblem('taints', [
      { key: 'a', effect: NO_SCHEDULE },
      { key: '', effect: NO_SCHEDULE },
    ])?.message,
  ).toMatch(/^taints\[1\] \{"key":""/);
  expect(taintsProblem('taints')).toBeUndefined();
});

test.each<[string, NodeTaint, boolean]>([
  ['a key', { key: 'team', effect: NO_SCHEDULE }, true],
  ['a key and a value', { key: 'team', value: 'blue', effect: NO_EXECUTE }, true],
  ['a value that is not a label', { key: 'team', value: 'a b', effect: NO_EXECUTE }, false],
  ['a key with a space', { key: 'a team', effect: NO_SCHEDULE }, false],
  ['an effect as Terraform writes it', { key: 'team', effect: 'NO_SCHEDULE' as TaintEffect }, false],
])('%s is a taint: %p', (_, taint, good) => {
  expect(taintsProblem('taints', [taint]) === undefined).toBe(good);
});
