import * as ipaddr from 'ipaddr.js';

/** A range of IPv4 or IPv6 addresses that one prefix names. */
export interface IpRange {
  /** 4 or 6. */
  readonly family: 4 | 6;
  /** First address as a number. */
  readonly first: bigint;
  /** Last address as a number. */
  readonly last: bigint;
  /** Length of the prefix. */
  readonly prefix: number;
}

const BITS = { 4: 32, 6: 128 } as const;

/** The whole of IPv4. */
export const ALL_IPV4: IpRange = { family: 4, first: 0n, last: 2n ** 32n - 1n, prefix: 0 };

function numberOf(bytes: readonly number[]): bigint {
  return bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

function bytesOf(address: bigint, family: 4 | 6): number[] {
  const count = BITS[family] / 8;
  return Array.from({ length: count }, (_, index) => Number((address >> BigInt(8 * (count - 1 - index))) & 255n));
}

function rangeOf(family: 4 | 6, first: bigint, prefix: number): IpRange {
  return { family, first, last: first + 2n ** BigInt(BITS[family] - prefix) - 1n, prefix };
}

/**
 * Reads a range in CIDR notation; undefined when the text is not one, names an address inside a range, or writes IPv4 as IPv6.
 *
 * @param text such as `10.0.0.0/20` or `2001:db8::/32`
 */
export function parseIpRange(text: string): IpRange | undefined {
  const [address = '', length = '', ...rest] = typeof text === 'string' ? text.split('/') : [];
  if (rest.length > 0 || !/^(0|[1-9][0-9]{0,2})$/.test(length)) return undefined;
  const single = parseIpAddress(address);
  if (single === undefined || Number(length) > BITS[single.family]) return undefined;
  const range = rangeOf(single.family, single.first, Number(length));
  return range.first % (range.last - range.first + 1n) === 0n ? range : undefined;
}

/**
 * Reads one address as the range that holds it alone; undefined when the text is not one.
 *
 * @param text such as `10.0.0.10` or `fd20:ce::254`
 */
export function parseIpAddress(text: string): IpRange | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) {
    return rangeOf(4, numberOf(ipaddr.IPv4.parse(text).toByteArray()), 32);
  }
  if (!ipaddr.IPv6.isValid(text) || text.includes('%')) return undefined;
  const address = ipaddr.IPv6.parse(text);
  return address.isIPv4MappedAddress() ? undefined : rangeOf(6, numberOf(address.toByteArray()), 128);
}

/** A range in CIDR notation, as Kubernetes writes it. */
export function formatIpRange({ family, first, prefix }: IpRange): string {
  return `${formatIpAddress(first, family)}/${prefix}`;
}

/** An address in its shortest notation. */
export function formatIpAddress(address: bigint, family: 4 | 6): string {
  const bytes = bytesOf(address, family);
  return family === 4 ? bytes.join('.') : new ipaddr.IPv6(bytes).toString();
}

/** Whether two ranges share an address. */
export function rangesOverlap(a: IpRange, b: IpRange): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** Whether a range lies inside another. */
export function rangeContains(outer: IpRange, inner: IpRange): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

/**
 * The fewest ranges that hold what is left of a range when others are taken out of it, in the order of their addresses.
 *
 * @param whole the range
 * @param taken what is taken out; ranges of the other family change nothing
 */
export function subtractRanges(whole: IpRange, taken: readonly IpRange[]): IpRange[] {
  const hit = taken.filter((it) => rangesOverlap(whole, it));
  if (hit.length === 0) return [whole];
  if (hit.some((it) => rangeContains(it, whole))) return [];
  const { family, first, last, prefix } = whole;
  const middle = first + (last - first + 1n) / 2n;
  return [first, middle].flatMap((start) => subtractRanges(rangeOf(family, start, prefix + 1), hit));
}
