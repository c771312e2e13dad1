import { Token } from 'cdktf';
import { PRIVATE_RANGES, PROHIBITED_RANGES, RESERVED_ADDRESSES_PER_SUBNETWORK } from '../../data/google/address-ranges';
import { type Cidr, cidrSize, contains, overlap, parseCidr } from '../../validation/cidr';
import type { Finding } from '../../validation/finding';
import type { NetworkCapacity, NetworkRanges } from './gke-network-interface';
import { NETWORK_RULES as RULES } from './messages';

/** A range of a subnetwork, by the property that names it. */
export interface PlannedRange {
  /** Property that holds the range. */
  readonly field: string;
  /** What takes the addresses. */
  readonly use: 'node' | 'pod' | 'service';
  /** The range, in CIDR notation. */
  readonly range: string;
}

/** The ranges of a cluster's subnetwork. */
export interface IpPlan {
  /** Range of node addresses. */
  readonly nodeRange: string;
  /** Range of pod addresses. */
  readonly podRange: string;
  /** Range of Service addresses. */
  readonly serviceRange: string;
}

/**
 * Lengths of prefixes that GKE takes, the largest range first. GKE takes pod ranges smaller than /21 only where the
 * user manages the ranges, as here.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips#defaults_limits
 */
const PREFIXES: { readonly [use in PlannedRange['use']]: readonly [number, number] } = {
  node: [8, 29],
  pod: [9, 24],
  service: [16, 27],
};

/**
 * The ranges of a subnetwork, by property.
 *
 * @param plan the three ranges
 * @param additionalPodRanges further ranges for pods
 */
export function plannedRanges(plan: IpPlan, additionalPodRanges: readonly { range: string }[] = []): PlannedRange[] {
  return [
    { field: 'nodeRange', use: 'node', range: plan.nodeRange },
    { field: 'podRange', use: 'pod', range: plan.podRange },
    { field: 'serviceRange', use: 'service', range: plan.serviceRange },
    ...additionalPodRanges.map(
      ({ range }, index): PlannedRange => ({ field: `additionalPodRanges[${index}].range`, use: 'pod', range }),
    ),
  ];
}

/**
 * What GKE or the VPC would not take of the ranges of a subnetwork, and what is risky about them.
 *
 * @param ranges the ranges
 */
export function validateIpPlan(ranges: readonly PlannedRange[]): Finding[] {
  const unreadable = ranges.flatMap(validateNotation);
  if (unreadable.length > 0) return unreadable;
  const parsed = ranges.map((it) => ({ ...it, cidr: parseCidr(it.range) as Cidr }));
  return [
    ...parsed.flatMap(({ cidr, ...it }) => validateRange(it, cidr)),
    ...parsed.flatMap((first, index) =>
      parsed
        .slice(index + 1)
        .filter((second) => overlap(first.cidr, second.cidr))
        .map((second) => {
          const message = `${first.field} '${first.range}' overlaps ${second.field} '${second.range}'`;
          return RULES.overlap.find('', message);
        }),
    ),
  ];
}

/**
 * Ranges of two networks that share addresses.
 *
 * @param ours ranges in CIDR notation
 * @param theirs ranges in CIDR notation
 */
export function sharedRanges(ours: readonly string[], theirs: readonly string[]): [string, string][] {
  return ours.flatMap((one) =>
    theirs
      .filter((other) => overlap(parseCidr(one) as Cidr, parseCidr(other) as Cidr))
      .map((other): [string, string] => [one, other]),
  );
}

function validateNotation({ field, range }: PlannedRange): Finding[] {
  if (Token.isUnresolved(range)) {
    const message = `${field} is only known to Terraform, and is needed here to see what fits and what overlaps`;
    return [RULES.range.find('', message, 'give a literal')];
  }
  const cidr = typeof range === 'string' ? parseCidr(range) : undefined;
  if (cidr) return [];
  const network = typeof range === 'string' ? networkOf(range) : undefined;
  const fix = network === undefined ? RULES.range.fix : `write ${network}`;
  return [RULES.range.find('', `${field} '${String(range)}' is not an IPv4 range`, fix)];
}

/** The range around an address with a prefix, such as `10.0.0.0/20` for `10.0.1.7/20`. */
function networkOf(range: string): string | undefined {
  const [address = '', length = '32'] = range.split('/');
  const single = parseCidr(`${address}/32`);
  const size = 2 ** (32 - Number(length));
  if (!single || !Number.isInteger(size) || !/^\d+$/.test(length)) return undefined;
  const first = single.first - (single.first % size);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.')}/${length}`;
}

function validateRange({ field, use, range }: PlannedRange, cidr: Cidr): Finding[] {
  const [largest, smallest] = PREFIXES[use];
  if (cidr.prefix < largest || cidr.prefix > smallest) {
    const message = `${field} '${range}' must have a prefix of /${largest} to /${smallest}`;
    return [RULES.range.find('', message, `take a range of that size for ${use} addresses`)];
  }
  const reserved = PROHIBITED_RANGES.find((it) => overlap(parseCidr(it.range) as Cidr, cidr));
  if (reserved) {
    const message = `${field} '${range}' overlaps ${reserved.range}, which cannot be used: ${reserved.why}`;
    return [RULES.range.find('', message, 'take a part of 10.0.0.0/8, 172.18.0.0/15 or 192.168.0.0/16')];
  }
  if (PRIVATE_RANGES.some((it) => contains(parseCidr(it) as Cidr, cidr))) return [];
  const message = `${field} '${range}' holds public addresses, whose owners on the internet cannot be reached from the cluster`;
  return [RULES.publicRange.find('', message)];
}

/**
 * How much fits into ranges that have been validated.
 *
 * @param ranges the ranges
 */
export function networkCapacity(ranges: readonly PlannedRange[]): NetworkCapacity {
  const sum = (use: PlannedRange['use']) =>
    ranges
      .filter((it) => it.use === use)
      .reduce((addresses, { range }) => addresses + cidrSize(parseCidr(range) as Cidr), 0);
  return {
    nodeAddresses: sum('node') - RESERVED_ADDRESSES_PER_SUBNETWORK,
    podAddresses: sum('pod'),
    serviceAddresses: sum('service'),
  };
}

/**
 * Addresses that a node takes from the range for pods: twice the pods that it may run, rounded up to a power of two.
 *
 * @param maxPodsPerNode maximum number of pods on the node
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr
 */
export function podAddressesPerNode(maxPodsPerNode: number): number {
  return 2 ** Math.ceil(Math.log2(2 * maxPodsPerNode));
}

/** Every range of a network: nodes, pods and Services. */
export function allRanges({ nodeRanges, podRanges, serviceRange }: NetworkRanges): string[] {
  return [...nodeRanges, ...podRanges, serviceRange];
}
