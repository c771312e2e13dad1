import {
  GLOBAL_UNICAST_IPV6,
  PRIVATE_RANGES,
  PROHIBITED_RANGES,
  SPECIAL_IPV6_RANGES,
} from '../../data/google/address-ranges';
import { ALL_IPV4, formatIpRange, type IpRange, parseIpRange, subtractRanges } from '../../validation/ip-range';

const read = (text: string) => parseIpRange(text) as IpRange;

/** Addresses of Google's APIs cannot be used inside a network, and are on the internet all the same. */
const PUBLIC = /^199\./;

/**
 * Every address of the internet, IPv4 and IPv6, in the fewest ranges: not what is private, link-local, multicast or a tunnel, and not
 * what is taken out besides.
 *
 * @param used ranges that the cluster uses itself
 */
export function internetRanges(used: readonly IpRange[]): string[] {
  const prohibited = PROHIBITED_RANGES.map(({ range }) => range).filter((range) => !PUBLIC.test(range));
  const ipv4 = subtractRanges(ALL_IPV4, [...[...prohibited, ...PRIVATE_RANGES].map(read), ...used]);
  const ipv6 = subtractRanges(read(GLOBAL_UNICAST_IPV6), [...SPECIAL_IPV6_RANGES.map(read), ...used]);
  return [...ipv4, ...ipv6].map(formatIpRange);
}
