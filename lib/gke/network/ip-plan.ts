import { Token } from 'cdktf';
import { PRIVATE_RANGES, PROHIBITED_RANGES, RESERVED_ADDRESSES_PER_SUBNETWORK } from '../../data/google/address-ranges';
import { type Cidr, cidrSize, contains, overlap, parseCidr } from '../../validation/cidr';
import type { NetworkCapacity } from './gke-network-interface';
import { notACidr, overlappingRanges, prohibitedRange, publicRange, rangeSize, tokenNotAllowed } from './messages';

/** The ranges of a cluster's subnetwork, as text. */
export interface IpPlan {
  readonly nodeRange: string;
  readonly podRange: string;
  readonly serviceRange: string;
}

/**
 * Prefixes that GKE takes, largest range first.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips#defaults_limits
 */
const PREFIXES: { readonly [field in keyof IpPlan]: readonly [number, number] } = {
  nodeRange: [8, 29],
  podRange: [9, 21],
  serviceRange: [16, 27],
};

function parseRange(field: string, text: string): Cidr {
  if (Token.isUnresolved(text)) throw new Error(tokenNotAllowed(field));
  const cidr = typeof text === 'string' ? parseCidr(text) : undefined;
  if (!cidr) throw new Error(notACidr(field, text));
  return cidr;
}

/**
 * Reads the ranges of a subnetwork and checks them.
 *
 * @returns how much fits
 * @throws when one is no range, too small or too large, reserved, or overlaps another
 */
export function checkIpPlan(plan: IpPlan): NetworkCapacity {
  const fields = Object.keys(PREFIXES) as (keyof IpPlan)[];
  const cidrs = new Map(fields.map((field) => [field, parseRange(field, plan[field])] as const));
  for (const [field, cidr] of cidrs) {
    const [largest, smallest] = PREFIXES[field];
    if (cidr.prefix < largest || cidr.prefix > smallest)
      throw new Error(rangeSize(field, plan[field], smallest, largest));
    const reserved = PROHIBITED_RANGES.find(({ range }) => overlap(parseCidr(range) as Cidr, cidr));
    if (reserved) throw new Error(prohibitedRange(field, plan[field], reserved.range, reserved.why));
  }
  for (const [index, first] of fields.entries()) {
    for (const second of fields.slice(index + 1)) {
      if (overlap(cidrs.get(first) as Cidr, cidrs.get(second) as Cidr)) {
        throw new Error(overlappingRanges(first, plan[first], second, plan[second]));
      }
    }
  }
  return {
    nodeAddresses: cidrSize(cidrs.get('nodeRange') as Cidr) - RESERVED_ADDRESSES_PER_SUBNETWORK,
    podAddresses: cidrSize(cidrs.get('podRange') as Cidr),
    serviceAddresses: cidrSize(cidrs.get('serviceRange') as Cidr),
  };
}

/** What is legal and risky about the ranges. */
export function ipPlanWarnings(plan: IpPlan): string[] {
  const isPrivate = (cidr: Cidr) => PRIVATE_RANGES.some((range) => contains(parseCidr(range) as Cidr, cidr));
  return (Object.keys(PREFIXES) as (keyof IpPlan)[])
    .filter((field) => !isPrivate(parseCidr(plan[field]) as Cidr))
    .map((field) => publicRange(field, plan[field]));
}

/**
 * Addresses that a node takes from the range for pods: twice the pods that it may run, rounded up to a power of two.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr
 */
export function podAddressesPerNode(maxPodsPerNode: number): number {
  return 2 ** Math.ceil(Math.log2(2 * maxPodsPerNode));
}
