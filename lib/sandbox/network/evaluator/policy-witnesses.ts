import {
  formatIpAddress,
  type IpRange,
  parseIpRange,
  rangeContains,
  subtractRanges,
} from '../../../validation/ip-range';
import { type LabelSelector, type Labels, labelsFor } from './label-selector';
import type { NetworkEndpoint, NetworkFlow } from './network-policies';
import type { ParsedPolicy, PolicyPeer, PolicyPort, PolicyRule } from './parsed-policy';

/** A connection that a policy opens for one of its ends. */
export interface Witness {
  readonly direction: 'ingress' | 'egress';
  readonly flow: NetworkFlow;
}

/** A namespace that stands for each that no name, but labels select. */
const OTHER_NAMESPACE = 'any-other-namespace';
/** Every address. */
const ANYWHERE = ['0.0.0.0/0', '::/0'].map((text) => parseIpRange(text) as IpRange);

/**
 * Connections that stand for everything that a policy opens: when other policies allow each of them, they allow all that it opens.
 *
 * A rule's ports, ranges and selectors are cut where those of the other policies begin and end; one connection is taken of each piece.
 *
 * @param policy the policy
 * @param others the policies that it is held against, all of the same namespace
 * @param ranges further ranges that cut those of the policy
 */
export function* witnesses(
  policy: ParsedPolicy,
  others: readonly ParsedPolicy[],
  ranges: readonly IpRange[] = [],
): Generator<Witness> {
  const told = toldApart(others);
  for (const direction of ['egress', 'ingress'] as const) {
    const known = others.flatMap((other) => other[direction] ?? []);
    const edges = [
      ...ranges,
      ...known.flatMap(({ peers = [] }) => peers.flatMap((peer) => (peer.block ? [peer.block, ...peer.except] : []))),
    ];
    for (const rule of policy[direction] ?? []) {
      for (const [pod, peer] of pairs(podsOf({ podSelector: policy.podSelector }, policy.namespace, told), [
        ...peersOf(rule, policy.namespace, edges, told),
      ])) {
        for (const { port, protocol, named } of portsOf(rule, known)) {
          const to = direction === 'egress' ? peer : pod;
          const target = named === undefined ? to : { ...to, namedPorts: { [named]: port } };
          const flow = direction === 'egress' ? { from: pod, to: target } : { from: peer, to: target };
          yield { direction, flow: { ...flow, port, protocol } };
        }
      }
    }
  }
}

function* portsOf(
  rule: PolicyRule,
  known: readonly PolicyRule[],
): Generator<{ port: number; protocol: string; named?: string }> {
  const edges = known.flatMap(({ ports = [] }) =>
    ports.flatMap(({ first, last }) => [first, last, last + 1, first - 1]),
  );
  const any: readonly PolicyPort[] = [{ protocol: 'ALL', first: 1, last: 65535 }];
  for (const { protocol, first, last, named } of rule.ports ?? any) {
    const protocols = protocol === 'ALL' ? ['TCP', 'UDP', 'SCTP'] : [protocol];
    // A name can stand for any number; the pod that is asked gives it the first that no rule names.
    const numbers =
      named === undefined ? [first, last, ...edges.filter((port) => port > first && port < last)] : [unusedPort(edges)];
    for (const one of protocols)
      for (const port of new Set(numbers)) yield { port, protocol: one, ...(named !== undefined && { named }) };
  }
}

function unusedPort(edges: readonly number[]): number {
  let port = 65535;
  while (edges.includes(port)) port--;
  return port;
}

function* peersOf(
  rule: PolicyRule,
  namespace: string,
  edges: readonly IpRange[],
  told: readonly Labels[],
): Generator<NetworkEndpoint> {
  const any: readonly PolicyPeer[] = [
    ...ANYWHERE.map((block) => ({ block, except: [] })),
    { namespaceSelector: {}, podSelector: {}, except: [] },
  ];
  for (const peer of rule.peers ?? any) {
    if (peer.block !== undefined) yield* addressesOf(peer.block, peer.except, edges);
    else if (peer.dnsName !== undefined) yield { dnsName: peer.dnsName.replace(/\*/g, 'any') };
    else yield* podsOf(peer, namespace, told);
  }
}

/** One address of each piece into which the edges of other ranges cut a range. */
function* addressesOf(
  block: IpRange,
  except: readonly IpRange[],
  edges: readonly IpRange[],
): Generator<NetworkEndpoint> {
  const within = edges.filter((it) => rangeContains(block, it) && it.prefix > block.prefix);
  for (const piece of [block, ...within]) {
    const smaller = within.filter((it) => it.prefix > piece.prefix);
    const [first] = subtractRanges(piece, [...except, ...smaller]);
    if (first !== undefined) yield { address: formatIpAddress(first.first, first.family) };
  }
}

function* podsOf(
  { namespaceSelector, podSelector = {} }: Pick<PolicyPeer, 'namespaceSelector' | 'podSelector'>,
  own: string,
  told: readonly Labels[],
): Generator<NetworkEndpoint> {
  const namespaceLabels = namespaceSelector && namespaceOf(namespaceSelector);
  if (namespaceSelector !== undefined && namespaceLabels === undefined) return;
  const namespace =
    namespaceLabels === undefined ? own : (namespaceLabels['kubernetes.io/metadata.name'] ?? OTHER_NAMESPACE);
  for (const fixed of [{}, ...told]) {
    const labels = labelsFor(podSelector, fixed);
    if (labels !== undefined) yield { namespace, labels, ...(namespaceLabels && { namespaceLabels }) };
  }
}

/** Labels by which other policies leave pods out, so that a pod with them has to be looked at as well. */
function toldApart(others: readonly ParsedPolicy[]): Labels[] {
  const selectors = others.flatMap(({ podSelector, ingress = [], egress = [] }) => [
    podSelector,
    ...[...ingress, ...egress].flatMap(({ peers = [] }) => peers.flatMap((peer) => peer.podSelector ?? [])),
  ]);
  const excluding = (selectors as LabelSelector[])
    .flatMap(({ matchExpressions = [] }) => matchExpressions)
    .filter(({ operator }) => operator === 'NotIn' || operator === 'DoesNotExist');
  return excluding.flatMap(({ key, values = [] }) => ['any', ...values].map((value) => ({ [key]: value })));
}

function* pairs<A, B>(first: Iterable<A>, second: readonly B[]): Generator<[A, B]> {
  for (const a of first) for (const b of second) yield [a, b];
}

function namespaceOf(selector: LabelSelector): Labels | undefined {
  const free = labelsFor(selector);
  return free !== undefined && free['kubernetes.io/metadata.name'] !== undefined
    ? free
    : labelsFor(selector, { 'kubernetes.io/metadata.name': OTHER_NAMESPACE });
}
