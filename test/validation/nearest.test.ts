import { nearest } from '../../lib/validation/nearest';

const KNOWN = ['machineType', 'diskType', 'zones', 'spot', 'image', 'base'];

test.each([
  ['machinetype', 'machineType'],
  ['machinType', 'machineType'],
  ['machineTypes', 'machineType'],
  ['MACHINETYPE', 'machineType'],
  ['zone', 'zones'],
  ['zonez', 'zones'],
  ['diskTpye', 'diskType'],
  ['spt', 'spot'],
  ['spto', 'spot'],
  ['psot', 'spot'],
  ['imgae', 'image'],
  ['bsae', 'base'],
  ['bsea', undefined],
  ['zoens', 'zones'],
  ['otsp', undefined],
  ['x', undefined],
  ['', undefined],
  ['somethingElse', undefined],
])('%s was meant to be %s', (word, expected) => {
  expect(nearest(word, KNOWN)).toBe(expected);
});

test('the nearest wins, and among equals the first', () => {
  expect(nearest('abcdefgh', ['abcdefxx', 'abcdefgx', 'abcdefxh'])).toBe('abcdefgx');
  expect(nearest('abcx', ['abca', 'abcb'])).toBe('abca');
});

test('nothing is near to nothing', () => {
  expect(nearest('word', [])).toBeUndefined();
});
