import { isBadLabel, isDnsLabel, isDnsSubdomain } from '../../lib/validation/kubernetes-names';

const of = (length: number) => 'a'.repeat(length);

test.each<[unknown, boolean]>([
  ['a', true],
  ['0', true],
  ['kata-system', true],
  ['a0', true],
  [of(63), true],
  [of(64), false],
  ['', false],
  ['-a', false],
  ['a-', false],
  ['A', false],
  ['a.b', false],
  ['a_b', false],
  ['a b', false],
  [1, false],
  [undefined, false],
])('%s as a DNS label: %s', (value, expected) => {
  expect(isDnsLabel(value)).toBe(expected);
});

test.each<[string, unknown]>([
  ['a', ''],
  ['a', 'b'],
  ['A_b.c-d', 'A_b.c-d'],
  [of(63), of(63)],
  ['example.com/a', '1'],
  ['a/b', 'true'],
  ['a-b.c0/d', ''],
  [`${of(63)}.${of(63)}.${of(63)}.${of(61)}/a`, ''],
])('%s: %s is a label', (key, value) => {
  expect(isBadLabel(key, value)).toBe(false);
});

test.each<[string, string, unknown]>([
  ['no key', '', 'a'],
  ['a long key', of(64), 'a'],
  ['a key that begins with a dash', '-a', ''],
  ['a key that ends with a dot', 'a.', ''],
  ['a key with a space', 'a b', ''],
  ['a prefix alone', 'a/', ''],
  ['a name behind nothing', '/a', ''],
  ['two prefixes', 'a/b/c', ''],
  ['a prefix with capitals', 'A/b', ''],
  ['a prefix with an underscore', 'a_b/c', ''],
  ['a prefix that ends with a dash', 'a-/b', ''],
  ['a prefix with two dots', 'a..b/c', ''],
  ['a long prefix', `${of(63)}.${of(63)}.${of(63)}.${of(62)}/a`, ''],
  ['a long value', 'a', of(64)],
  ['a value with a space', 'a', 'b c'],
  ['a value that begins with a dash', 'a', '-b'],
  ['a value with a slash', 'a', 'b/c'],
  ['a number', 'a', 1],
  ['true', 'a', true],
  ['undefined', 'a', undefined],
])('%s is none', (_, key, value) => {
  expect(isBadLabel(key, value)).toBe(true);
});

test.each<[unknown, boolean]>([
  ['a', true],
  ['kata-large', true],
  ['a.b-c.d0', true],
  [`${of(63)}.${of(63)}.${of(63)}.${of(61)}`, true],
  [`${of(63)}.${of(63)}.${of(63)}.${of(62)}`, false],
  ['', false],
  ['a.', false],
  ['.a', false],
  ['a..b', false],
  ['a.-b', false],
  ['A', false],
  ['a/b', false],
  [1, false],
  [undefined, false],
])('%s as a DNS subdomain: %s', (value, expected) => {
  expect(isDnsSubdomain(value)).toBe(expected);
});
