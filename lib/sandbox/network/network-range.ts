import type { ClusterFacts } from '../../contract/cluster-facts';
import { LINK_RANGES } from '../../data/google/address-ranges';
import { assertNoErrors, FindingsError } from '../../validation/finding';
import { type IpRange, parseIpAddress, parseIpRange, rangesOverlap } from '../../validation/ip-range';
import { CLUSTER_FACT_MISSING, NETWORK_RANGE, NETWORK_RANGE_CLOSED } from './network-rules';

/** A range that stays closed, and what is there. */
export interface ClosedRange {
  readonly range: IpRange;
  readonly what: string;
}

/** A fact of the cluster that is a list of ranges. */
export type RangeFact = 'nodeRanges' | 'podRanges' | 'serviceRange';

const WHAT: { readonly [fact in RangeFact]: string } = {
  nodeRanges: 'the nodes',
  podRanges: 'the pods of the cluster',
  serviceRange: 'the Services of the cluster',
};

/**
 * A fact that a verb cannot do without.
 *
 * @param path path of the namespace
 * @param verb what needs it
 * @param facts what is known
 * @param name the fact
 * @throws when it is not known, naming it
 */
export function requireFact<K extends keyof ClusterFacts>(
  path: string,
  verb: string,
  facts: ClusterFacts,
  name: K,
): NonNullable<ClusterFacts[K]> {
  const value = facts[name];
  if (value === undefined) {
    assertNoErrors([
      CLUSTER_FACT_MISSING.find(
        path,
        `${verb} needs the fact cluster.${name}, which is not known`,
        `pass cluster: cluster.facts to the namespace or the runtime, or add ${name} to the literal`,
      ),
    ]);
  }
  return value as NonNullable<ClusterFacts[K]>;
}

/** Reads ranges that the facts hold. */
export function factRanges(path: string, facts: ClusterFacts, name: RangeFact): ClosedRange[] {
  const value = facts[name] ?? [];
  return (typeof value === 'string' ? [value] : value).map((text) => ({
    range: readRange(path, `cluster.${name}`, text),
    what: WHAT[name],
  }));
}

/** Everything that no verb opens by a range, as far as it is known. */
export function closedRanges(path: string, facts: ClusterFacts): ClosedRange[] {
  const links = LINK_RANGES.map(({ range, what }) => ({ range: readRange(path, 'range', range), what }));
  return [
    ...links,
    ...factRanges(path, facts, 'nodeRanges'),
    ...factRanges(path, facts, 'serviceRange'),
    ...factRanges(path, facts, 'podRanges'),
  ];
}

/**
 * Reads a range.
 *
 * @param path path of the namespace
 * @param field what holds it
 * @param text the range
 * @throws when it is not one
 */
export function readRange(path: string, field: string, text: string): IpRange {
  const range = parseIpRange(text);
  if (range !== undefined) return range;
  const single = typeof text === 'string' ? parseIpAddress(text) : undefined;
  const fix = single === undefined ? undefined : `for the one address write '${text}/${single.prefix}'`;
  const message = `${field} '${String(text)}' is not a range in CIDR notation`;
  throw new FindingsError([NETWORK_RANGE.find(path, message, fix)]);
}

/**
 * Refuses a range that covers what must stay closed, or lies in it.
 *
 * @param path path of the namespace
 * @param field what holds it
 * @param text the range
 * @param closed what must stay closed
 */
export function assertOpenable(path: string, field: string, text: string, closed: readonly ClosedRange[]): IpRange {
  const range = readRange(path, field, text);
  const hit = closed.find((it) => rangesOverlap(it.range, range));
  if (hit !== undefined) {
    assertNoErrors([NETWORK_RANGE_CLOSED.find(path, `${field} '${text}' shares addresses with ${hit.what}`)]);
  }
  return range;
}
