import { olderThan } from '../../lib/validation/version';

test.each([
  ['1.7', '2.0', true],
  ['1.9', '1.10', true],
  ['1.10', '1.9', false],
  ['2.0', '1.7', false],
  ['2.0', '2.0', false],
  ['2.1', '2.0', false],
  ['2.0.5', '2.0.9', false],
  ['2.0.9', '2.1', true],
  ['2', '2.1', true],
  ['2.1', '2', false],
  ['1', '2', true],
])('%s is older than %s: %s', (version, other, expected) => {
  expect(olderThan(version, other)).toBe(expected);
});
