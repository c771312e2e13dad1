import {
  ALL_IPV4,
  formatIpRange,
  parseIpAddress,
  parseIpRange,
  rangeContains,
  rangesOverlap,
  subtractRanges,
} from '../../lib/validation/ip-range';

const read = (text: string) => {
  const range = parseIpRange(text);
  if (range === undefined) throw new Error(`${text} is not a range`);
  return range;
};

test.each([
  '10.0.0.1/8',
  '10.0.0.0',
  '10.0.0.0/33',
  '10.0.0.0/08',
  '10.0.0/24',
  '010.0.0.0/8',
  '10.0.0.0/8/8',
  '256.0.0.0/8',
  'fe80::1/10',
  '::ffff:10.0.0.0/104',
  '::/129',
  'fe80::%eth0/64',
  '0x0a.0.0.0/8',
  '',
  ' 10.0.0.0/8',
])("'%s' is not a range", (text) => {
  expect(parseIpRange(text)).toBeUndefined();
});

test.each([
  ['10.0.0.0/8', '10.0.0.0/8'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['2001:0db8:0000::/32', '2001:db8::/32'],
  ['::/0', '::/0'],
  ['fd20:ce::254/128', 'fd20:ce::254/128'],
])('%s is read and written as %s', (text, written) => {
  expect(formatIpRange(read(text))).toBe(written);
});

test.each([
  ['10.0.0.0/8', '10.255.0.0/16', true, true],
  ['10.255.0.0/16', '10.0.0.0/8', false, true],
  ['10.0.0.0/9', '10.128.0.0/9', false, false],
  ['0.0.0.0/0', '::/0', false, false],
  ['::/0', 'fe80::/10', true, true],
  ['::/0', '10.0.0.0/8', false, false],
  ['10.0.0.1/32', '10.0.0.1/32', true, true],
  ['10.0.0.1/32', '10.0.0.0/31', false, true],
  ['10.0.0.0/31', '10.0.0.1/32', true, true],
])('%s contains %s: %s, overlaps: %s', (a, b, contains, overlaps) => {
  expect(rangeContains(read(a), read(b))).toBe(contains);
  expect(rangesOverlap(read(a), read(b))).toBe(overlaps);
});

test('a value that is no text is not a range', () => {
  expect(parseIpRange(undefined as never)).toBeUndefined();
  expect(parseIpRange(8 as never)).toBeUndefined();
});

test('an address is a range of its own', () => {
  expect(parseIpAddress('10.0.0.1')).toEqual({ family: 4, first: 167772161n, last: 167772161n, prefix: 32 });
  expect(parseIpAddress('10.0.0.1/32')).toBeUndefined();
  expect(parseIpAddress('::ffff:1.2.3.4')).toBeUndefined();
});

test('what is left is the fewest ranges, and with what was taken it is the whole', () => {
  const taken = ['10.0.0.0/8', '10.1.0.0/16', '192.168.0.0/16', 'fe80::/10'].map(read);
  const left = subtractRanges(ALL_IPV4, taken);
  const size = (ranges: readonly { first: bigint; last: bigint }[]) =>
    ranges.reduce((sum, it) => sum + it.last - it.first + 1n, 0n);
  expect(size(left) + size([read('10.0.0.0/8'), read('192.168.0.0/16')])).toBe(2n ** 32n);
  expect(left.some((it) => taken.some((other) => rangesOverlap(it, other)))).toBe(false);
  expect(subtractRanges(read('10.0.0.0/8'), [read('10.0.0.0/10')]).map(formatIpRange)).toEqual([
    '10.64.0.0/10',
    '10.128.0.0/9',
  ]);
  expect(subtractRanges(read('10.0.0.0/8'), [read('0.0.0.0/0')])).toEqual([]);
  expect(subtractRanges(read('10.0.0.0/8'), [read('10.0.0.0/10'), read('0.0.0.0/0')])).toEqual([]);
});
