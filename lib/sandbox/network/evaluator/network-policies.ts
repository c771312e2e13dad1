import { FindingsError } from '../../../validation/finding';
import { type IpRange, parseIpAddress, rangeContains } from '../../../validation/ip-range';
import { assertParameter, assertProps } from '../../../validation/props';
import { dnsNameMatches } from '../dns-name';
import { POLICY_INPUT } from '../network-rules';
import { type Labels, selects } from './label-selector';
import { type ParsedPolicy, type PolicyPeer, type PolicyPort, parsePolicies } from './parsed-policy';

/** One end of a connection: a pod where it has a namespace, otherwise an address outside the cluster. */
export interface NetworkEndpoint {
  /**
   * Namespace of the pod.
   *
   * @default - not a pod
   */
  readonly namespace?: string;

  /**
   * Labels of the pod.
   *
   * @default - none
   */
  readonly labels?: { readonly [label: string]: string };

  /**
   * Labels of the pod's namespace, beside those of a Namespace among the objects.
   *
   * @default - none
   */
  readonly namespaceLabels?: { readonly [label: string]: string };

  /**
   * IPv4 or IPv6 address. A rule about a range of addresses is taken to mean pods too, since enforcers differ there.
   *
   * @default - not known: no range means it
   */
  readonly address?: string;

  /**
   * DNS name by which it is reached, for rules of FQDNNetworkPolicy objects.
   *
   * @default - none
   */
  readonly dnsName?: string;

  /**
   * Numbers of the pod's named ports.
   *
   * @default - none
   */
  readonly namedPorts?: { readonly [name: string]: number };
}

/** A connection from one endpoint to another. */
export interface NetworkFlow {
  /** The endpoint that opens the connection. */
  readonly from: NetworkEndpoint;

  /** The endpoint to which it connects. */
  readonly to: NetworkEndpoint;

  /** Port of the endpoint to which it connects. */
  readonly port: number;

  /**
   * `TCP`, `UDP` or `SCTP`.
   *
   * @default 'TCP'
   */
  readonly protocol?: string;
}

/** Whether a connection is allowed, and which policies say so. */
export interface NetworkVerdict {
  /** Whether both ends allow it. */
  readonly allowed: boolean;

  /** Policies that close it for one of the ends, such as `NetworkPolicy team/default-deny`. */
  readonly closedBy: readonly string[];

  /** Policies of which a rule allows it. */
  readonly openedBy: readonly string[];
}

/**
 * What all network policies of some objects allow together.
 *
 * NetworkPolicies only add: a pod that one selects for a direction may do what any of those that select it allows, and nothing
 * else; a pod that none selects may do everything. `FQDNNetworkPolicy` objects are counted in as GKE does.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 * @throws for a policy that the API server would refuse, naming it
 *
 * @example
 * const policies = new NetworkPolicies(toManifests(app));
 * policies.allows({ from: { namespace: 'team' }, to: { address: '169.254.169.254' }, port: 80 });
 */
export class NetworkPolicies {
  private readonly policies: ReadonlyMap<string, readonly ParsedPolicy[]>;
  private readonly namespaces: ReadonlyMap<string, Labels>;

  /**
   * @param objects NetworkPolicy, FQDNNetworkPolicy and Namespace objects; others, Lists of them too, are looked through or passed over
   */
  constructor(objects: readonly object[]) {
    assertParameter('objects', objects, 'unknown{}[]');
    const { policies, namespaces } = parsePolicies(objects);
    const grouped = new Map<string, ParsedPolicy[]>();
    for (const policy of policies) grouped.set(policy.namespace, [...(grouped.get(policy.namespace) ?? []), policy]);
    this.policies = grouped;
    this.namespaces = namespaces;
  }

  /** Whether both ends allow a connection. */
  public allows(flow: NetworkFlow): boolean {
    return this.judge(flow).allowed;
  }

  /**
   * Whether one end allows a connection.
   *
   * @param direction `egress` for the end that opens it, `ingress` for the end that is asked
   * @param flow the connection
   */
  public allowsAt(direction: 'egress' | 'ingress', flow: NetworkFlow): boolean {
    assertProps('NetworkFlow', flow, '', { name: 'flow' });
    const [pod, peer] = direction === 'egress' ? [flow.from, flow.to] : [flow.to, flow.from];
    return this.direction(direction, pod, peer, flow).allowed;
  }

  /** Whether both ends allow a connection, and which policies say so. */
  public judge(flow: NetworkFlow): NetworkVerdict {
    assertProps('NetworkFlow', flow, '', { name: 'flow' });
    const out = this.direction('egress', flow.from, flow.to, flow);
    const into = this.direction('ingress', flow.to, flow.from, flow);
    return {
      allowed: out.allowed && into.allowed,
      closedBy: [...out.closedBy, ...into.closedBy],
      openedBy: [...out.openedBy, ...into.openedBy],
    };
  }

  private direction(
    direction: 'ingress' | 'egress',
    pod: NetworkEndpoint,
    peer: NetworkEndpoint,
    flow: NetworkFlow,
  ): NetworkVerdict {
    const all = pod.namespace === undefined ? [] : (this.policies.get(pod.namespace) ?? []);
    const selecting = all.filter((it) => it[direction] !== undefined && selects(it.podSelector, pod.labels ?? {}));
    const address = peer.address === undefined || selecting.length === 0 ? undefined : addressOf(peer.address);
    const opening = selecting.filter((it) =>
      it[direction]?.some(
        ({ peers, ports }) =>
          (ports === undefined || ports.some((port) => portMatches(port, flow))) &&
          (peers === undefined || peers.some((one) => this.means(one, it.namespace, peer, address))),
      ),
    );
    return {
      allowed: selecting.length === 0 || opening.length > 0,
      closedBy: selecting.filter((it) => !opening.includes(it)).map(({ name }) => name),
      openedBy: opening.map(({ name }) => name),
    };
  }

  private means(peer: PolicyPeer, namespace: string, endpoint: NetworkEndpoint, address: IpRange | undefined): boolean {
    if (peer.block !== undefined) {
      return (
        address !== undefined &&
        rangeContains(peer.block, address) &&
        !peer.except.some((it) => rangeContains(it, address))
      );
    }
    if (peer.dnsName !== undefined)
      return endpoint.dnsName !== undefined && dnsNameMatches(peer.dnsName, endpoint.dnsName);
    if (endpoint.namespace === undefined) return false;
    const inNamespace =
      peer.namespaceSelector === undefined
        ? endpoint.namespace === namespace
        : selects(peer.namespaceSelector, this.labelsOfNamespace(endpoint.namespace, endpoint.namespaceLabels));
    return inNamespace && selects(peer.podSelector ?? {}, endpoint.labels ?? {});
  }

  private labelsOfNamespace(name: string, more: Labels = {}): Labels {
    return { ...this.namespaces.get(name), ...more, 'kubernetes.io/metadata.name': name };
  }
}

function addressOf(text: string): IpRange {
  const address = parseIpAddress(text);
  if (address === undefined) {
    const message = `the address '${text}' of an endpoint is not an IPv4 or IPv6 address`;
    throw new FindingsError([POLICY_INPUT.find('', message, 'write it as 203.0.113.1 or 2001:db8::1')]);
  }
  return address;
}

function portMatches(
  { protocol, first, last, named }: PolicyPort,
  { to, port, protocol: asked = 'TCP' }: NetworkFlow,
): boolean {
  if (protocol !== 'ALL' && protocol !== asked) return false;
  if (named !== undefined)
    return to.namedPorts !== undefined && Object.hasOwn(to.namedPorts, named) && to.namedPorts[named] === port;
  return first <= port && port <= last;
}
