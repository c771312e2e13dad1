import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { ClusterFacts } from '../../contract/cluster-facts';
import { METADATA_SERVER } from '../../data/google/address-ranges';
import { assertInChart } from '../../deploy/below-app';
import { validateClusterFacts } from '../../validation/contract';
import { assertNoErrors, type Finding, FindingsError } from '../../validation/finding';
import { assertProps } from '../../validation/props';
import { fqdnPolicySpec } from './dns-name';
import { resolverPeers } from './dns-resolvers';
import type { LabelSelector } from './evaluator/label-selector';
import { internetRanges } from './internet-ranges';
import { LateSelectors, NO_PODS } from './late-selectors';
import { checkNetworks, SANDBOX_NETWORK } from './network-check';
import { NetworkPeer, workloadOf, writtenNamespace } from './network-peer';
import { NetworkPort } from './network-port';
import { assertOpenable, closedRanges, factRanges, readRange, requireFact } from './network-range';
import type {
  AllowApiServerOptions,
  AllowDnsOptions,
  NetworkRuleOptions,
  SandboxNetworkProps,
} from './network-rule-options';
import { NETWORK_PEER, NETWORK_PORTS, NETWORK_RANGE } from './network-rules';
import { policyName } from './policy-name';

const DNS_PORTS = [NetworkPort.udp(53), NetworkPort.tcp(53)];

const block = (cidr: string) => ({ ipBlock: { cidr } });

/**
 * The network policies of one namespace: closed both ways from the start, and opened by verbs, each of which writes one policy.
 *
 * `SandboxNamespace` has one; a namespace that something else makes can have its own.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 * @example
 * const network = new SandboxNetwork(chart, 'network', { namespace: 'team-a', cluster: facts });
 * network.allowDns();
 * network.allowEgressTo(NetworkPeer.cidr('203.0.113.0/24'), [NetworkPort.tcp(443)]);
 */
export class SandboxNetwork extends Construct {
  /** Name of the namespace. */
  public readonly namespace: string;

  /** Facts of the cluster that the program gives. */
  public readonly cluster: ClusterFacts;

  private readonly selectors = new LateSelectors();

  constructor(scope: Construct, id: string, props: SandboxNetworkProps) {
    super(scope, id);
    assertInChart(this);
    assertProps('SandboxNetworkProps', props, this.node.path);
    this.namespace = props.namespace;
    this.cluster = props.cluster ?? {};
    assertNoErrors(validateClusterFacts(this.path, this.cluster));
    Object.defineProperty(this, SANDBOX_NETWORK, { value: this });
    checkNetworks(this.node.root);
    this.policy('default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  }

  /**
   * Lets every pod resolve names, by the DNS service that the cluster has: port 53, UDP and TCP, and nothing else.
   *
   * @param options for NodeLocal DNSCache without Dataplane V2
   * @throws when the fact `cluster.dns` is not known
   */
  public allowDns(options: AllowDnsOptions = {}): void {
    assertProps('AllowDnsOptions', options, this.node.path);
    this.egress('allow-dns', {}, resolverPeers(this.path, this.cluster, options.serviceAddress), DNS_PORTS);
  }

  /**
   * Lets pods reach a peer. A peer in another SandboxNamespace must let them in too.
   *
   * @param peer pods, a range of addresses outside the cluster, or a DNS name
   * @param ports at least one
   * @param options which pods; every pod of the namespace if left out
   * @throws when the range shares addresses with the metadata server, link-local addresses, nodes, Services or pods
   */
  public allowEgressTo(peer: NetworkPeer, ports: readonly NetworkPort[], options: NetworkRuleOptions = {}): void {
    this.checkRule('allowEgressTo()', peer, ports, options);
    const name = this.nameOf('allow-egress', peer, ports, options);
    if (peer.dnsName === undefined) {
      this.egress(name, options, [this.peerOf('allowEgressTo()', peer)], ports);
      return;
    }
    const spec = {
      podSelector: this.selector(options),
      ...fqdnPolicySpec(this.path, this.cluster, peer.dnsName, ports),
    };
    this.policy(name, spec, { apiVersion: 'networking.gke.io/v1alpha1', kind: 'FQDNNetworkPolicy' });
  }

  /**
   * Lets a peer reach pods. A peer in another SandboxNamespace must be allowed to go out too.
   *
   * @param peer pods, or a range of addresses outside the cluster
   * @param ports at least one
   * @param options which pods; every pod of the namespace if left out
   * @throws when the range shares addresses with the metadata server, link-local addresses, nodes, Services or pods
   */
  public allowIngressFrom(peer: NetworkPeer, ports: readonly NetworkPort[], options: NetworkRuleOptions = {}): void {
    this.checkRule('allowIngressFrom()', peer, ports, options);
    if (peer.dnsName !== undefined) {
      this.refuse(
        NETWORK_PEER.find(
          this.path,
          `allowIngressFrom() got the DNS name '${peer.dnsName}', and only egress knows names`,
        ),
      );
    }
    this.policy(this.nameOf('allow-ingress', peer, ports, options), {
      podSelector: this.selector(options),
      policyTypes: ['Ingress'],
      ingress: [{ from: [this.peerOf('allowIngressFrom()', peer)], ports: ports.map((port) => port.toJson()) }],
    });
  }

  /**
   * Lets pods reach the internet: every public address, IPv4 and IPv6, but those that the cluster uses itself. It is written as a list of
   * ranges, so that no exception of it can be forgotten by whoever enforces it.
   *
   * @param ports at least one
   * @param options which pods; every pod of the namespace if left out
   * @throws when the facts `nodeRanges`, `podRanges` or `serviceRange` are not known
   */
  public allowInternet(ports: readonly NetworkPort[], options: NetworkRuleOptions = {}): void {
    this.checkRule('allowInternet()', undefined, ports, options);
    const used = (['nodeRanges', 'podRanges', 'serviceRange'] as const).flatMap((fact) => {
      requireFact(this.path, 'allowInternet()', this.cluster, fact);
      return factRanges(this.path, this.cluster, fact).map(({ range }) => range);
    });
    const name = this.nameOf('allow-internet', undefined, ports, options);
    this.egress(name, options, internetRanges(used).map(block), ports);
  }

  /**
   * Lets pods reach the API server.
   *
   * @param options its address, and which pods
   * @throws when the range holds more than one address, or is the metadata server's
   */
  public allowApiServer(options: AllowApiServerOptions): void {
    assertProps('AllowApiServerOptions', options, this.node.path);
    const { cidr } = options;
    const range = readRange(this.path, 'cidr', cidr);
    if (range.first !== range.last) {
      this.refuse(
        NETWORK_RANGE.find(
          this.path,
          `cidr '${cidr}' of allowApiServer() holds more than one address`,
          'write the one address of the endpoint with /32 or /128',
        ),
      );
    }
    assertOpenable(this.path, 'cidr', cidr, [
      ...closedRanges(this.path, {}),
      ...factRanges(this.path, this.cluster, 'podRanges'),
    ]);
    const ports = [NetworkPort.tcp(443)];
    const name = this.nameOf('allow-api-server', NetworkPeer.cidr(cidr), ports, options);
    this.egress(name, options, [block(cidr)], ports);
  }

  /**
   * Lets pods get tokens of their Google service account from the metadata server that GKE runs on each node (Workload Identity).
   *
   * @param options which pods; every pod of the namespace if left out
   * @throws when the fact `cluster.workloadPool` is not known: without it the metadata server hands out the node's own account
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
   */
  public allowWorkloadIdentity(options: NetworkRuleOptions = {}): void {
    assertProps('NetworkRuleOptions', options, this.node.path);
    requireFact(this.path, 'allowWorkloadIdentity()', this.cluster, 'workloadPool');
    const { dataplaneV2 } = this.cluster;
    const tcp = (port: number) => [NetworkPort.tcp(port).toJson()];
    this.policy(this.nameOf('allow-workload-identity', undefined, [], options), {
      podSelector: this.selector(options),
      policyTypes: ['Egress'],
      egress: [
        { to: [block(METADATA_SERVER.ipv4), block(METADATA_SERVER.ipv6)], ports: tcp(80) },
        // Without Dataplane V2 a policy sees the address to which iptables has led the request.
        ...(dataplaneV2 === true ? [] : [{ to: [block(METADATA_SERVER.gkeIpv4)], ports: tcp(988) }]),
      ],
    });
  }

  /**
   * What is wrong with the workloads that rules name, as they are now.
   *
   * @internal
   */
  public validateSelectors(): Finding[] {
    return this.selectors.validate();
  }

  private get path(): string {
    return (this.node.scope ?? this).node.path;
  }

  private peerOf(verb: string, peer: NetworkPeer): unknown {
    if (peer.range === undefined) {
      return this.selectors.add(() => peer.podPeer(this.namespace), { podSelector: NO_PODS });
    }
    requireFact(this.path, `${verb} with a range`, this.cluster, 'nodeRanges');
    requireFact(this.path, `${verb} with a range`, this.cluster, 'serviceRange');
    assertOpenable(this.path, 'the range', peer.range, closedRanges(this.path, this.cluster));
    return block(peer.range);
  }

  private selector({ workload, podLabels }: NetworkRuleOptions): LabelSelector {
    if (podLabels !== undefined)
      return NetworkPeer.pods(podLabels).podPeer(this.namespace).podSelector as LabelSelector;
    if (workload === undefined) return {};
    const object = workloadOf(workload);
    this.refuseOfAnother(object, object.metadata.namespace);
    const peer = NetworkPeer.workload(object);
    const read = () => {
      this.refuseOfAnother(object, writtenNamespace(object));
      return peer.podPeer(this.namespace).podSelector as LabelSelector;
    };
    return this.selectors.add(read, NO_PODS);
  }

  /** A policy selects pods of its own namespace alone. */
  private refuseOfAnother(workload: ApiObject, namespace: string | undefined): void {
    if (namespace === undefined || namespace === this.namespace) return;
    this.refuse(
      NETWORK_PEER.find(
        this.path,
        `the workload ${workload.node.path} is in another namespace, ${namespace}`,
        `name one in ${this.namespace}`,
      ),
    );
  }

  private checkRule(
    verb: string,
    peer: NetworkPeer | undefined,
    ports: readonly NetworkPort[],
    options: NetworkRuleOptions,
  ): void {
    assertProps('NetworkRuleOptions', options, this.node.path);
    if (peer !== undefined && !(peer instanceof NetworkPeer)) {
      this.refuse(
        NETWORK_PEER.find(
          this.path,
          `${verb} got ${typeof peer}, which is not a NetworkPeer`,
          'write NetworkPeer.workload(x), NetworkPeer.pods(...), NetworkPeer.cidr(...) or NetworkPeer.fqdn(...)',
        ),
      );
    }
    if (!Array.isArray(ports) || ports.length === 0 || !ports.every((port) => port instanceof NetworkPort)) {
      this.refuse(NETWORK_PORTS.find(this.path, `${verb} got no list of ports`));
    }
    if (options.workload !== undefined && options.podLabels !== undefined) {
      this.refuse(NETWORK_PEER.find(this.path, `${verb} got both workload and podLabels`, 'give one of them'));
    }
  }

  private nameOf(
    verb: string,
    peer: NetworkPeer | undefined,
    ports: readonly NetworkPort[],
    { workload, podLabels = {} }: NetworkRuleOptions,
  ): string {
    const scope = workload === undefined ? Object.entries(podLabels).sort() : NetworkPeer.workload(workload).key;
    return policyName(verb, peer?.hint ?? '', [peer?.key, ports.map((port) => port.toJson()), scope]);
  }

  private egress(
    name: string,
    options: NetworkRuleOptions,
    to: readonly unknown[],
    ports: readonly NetworkPort[],
  ): void {
    this.policy(name, {
      podSelector: this.selector(options),
      policyTypes: ['Egress'],
      egress: [{ to, ports: ports.map((port) => port.toJson()) }],
    });
  }

  private policy(
    name: string,
    spec: object,
    type = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
  ): void {
    // The same opening twice is one policy.
    if (this.node.tryFindChild(name) !== undefined) return;
    const object = new ApiObject(this, name, { ...type, metadata: { name, namespace: this.namespace }, spec });
    Object.defineProperty(object, SANDBOX_NETWORK, { value: this });
  }

  private refuse(finding: Finding): never {
    throw new FindingsError([finding]);
  }
}
