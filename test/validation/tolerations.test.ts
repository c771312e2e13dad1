import { TaintEffect, type Toleration } from '../../lib/contract';
import { toleratesAllOf, tolerationsProblem } from '../../lib/validation/tolerations';

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
  [
    'one key of every key with another effect',
    { operator: 'Exists', effect: NO_EXECUTE },
    team({ effect: NO_SCHEDULE }),
    false,
  ],
])('tolerates %s', (_, wide, narrow, expected) => {
  expect(toleratesAllOf(wide, narrow)).toBe(expected);
});

test.each<[string, Toleration, boolean]>([
  ['a key and a value', team(), true],
  ['every taint', { operator: 'Exists' }, true],
  ['no key, and a comparison', { value: 'blue' }, false],
  ['a value that is not compared', { key: 'team', operator: 'Exists', value: 'blue' }, false],
  ['an effect as Terraform writes it', team({ effect: 'NO_SCHEDULE' as TaintEffect }), false],
  ['a key with a space', team({ key: 'a team' }), false],
])('%s is a toleration: %p', (_, toleration, good) => {
  expect(tolerationsProblem('tolerations', [toleration]) === undefined).toBe(good);
});
