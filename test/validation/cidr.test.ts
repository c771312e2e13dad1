import { podAddressesPerNode } from '../../lib/gke/network/ip-plan';
import { cidrSize, contains, overlap, parseCidr } from '../../lib/validation/cidr';

const cidr = (text: string) => {
  const parsed = parseCidr(text);
  if (!parsed) throw new Error(text);
  return parsed;
};

test.each([
  ['0.0.0.0/0', 0, 2 ** 32],
  ['10.0.0.0/8', 10 * 2 ** 24, 2 ** 24],
  ['192.168.1.128/25', 3232235904, 128],
  ['255.255.255.255/32', 2 ** 32 - 1, 1],
])('%s', (text, first, size) => {
  expect(cidr(text).first).toBe(first);
  expect(cidrSize(cidr(text))).toBe(size);
});

test.each([
  ['an address inside its range', '10.0.0.1/24'],
  ['a range that begins between two', '10.0.1.0/23'],
  ['an address without a prefix', '10.0.0.0'],
  ['a prefix of 33', '10.0.0.0/33'],
  ['a prefix with a zero in front', '10.0.0.0/08'],
  ['an octet above 255', '10.0.256.0/24'],
  ['an octet with a zero in front', '10.0.01.0/24'],
  ['three octets', '10.0.0/24'],
  ['something before', ' 10.0.0.0/24'],
  ['something behind', '10.0.0.0/24 '],
  ['IPv6', '2001:db8::/32'],
  ['nothing', ''],
])('%s is no range', (_, text) => {
  expect(parseCidr(text)).toBeUndefined();
});

test('two ranges overlap exactly when one holds the other', () => {
  const ranges = [
    '10.0.0.0/8',
    '10.0.0.0/16',
    '10.0.255.0/24',
    '10.1.0.0/16',
    '9.255.255.0/24',
    '11.0.0.0/32',
    '0.0.0.0/0',
  ];
  for (const a of ranges.map(cidr)) {
    for (const b of ranges.map(cidr)) {
      expect(overlap(a, b)).toBe(contains(a, b) || contains(b, a));
      expect(overlap(a, b)).toBe(overlap(b, a));
    }
  }
});

test.each([
  [8, 16],
  [9, 32],
  [32, 64],
  [33, 128],
  [64, 128],
  [110, 256],
  [128, 256],
  [129, 512],
  [256, 512],
])('a node with %d pods takes %d addresses', (pods, addresses) => {
  expect(podAddressesPerNode(pods)).toBe(addresses);
});
