import { ApiObject, Chart, JsonPatch, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ClusterFacts } from '../../contract/cluster-facts';
import { assertBelowApp } from '../../deploy/below-app';
import { TerraformTokenGuard } from '../../deploy/terraform-token-guard';
import { assertNoErrors } from '../../validation/finding';
import { Findings } from '../../validation/findings';
import { assertProps } from '../../validation/props';
import { assertConstruct } from '../../validation/props/assert-construct';
import type { NetworkPeer } from '../network/network-peer';
import type { NetworkPort } from '../network/network-port';
import type { AllowApiServerOptions, AllowDnsOptions, NetworkRuleOptions } from '../network/network-rule-options';
import { SandboxNetwork } from '../network/sandbox-network';
import type { ISandboxRuntime } from '../sandbox-runtime';
import { markSandboxNamespace, NAMESPACE_ID, SANDBOX_NAMESPACE_LABEL } from './namespace-mark';
import { classProblems, validateNamespace } from './namespace-problems';
import { PodSecurityLevel } from './pod-security-level';
import {
  largestOverhead,
  quotaOf,
  type ResolvedCapacity,
  resolveCapacity,
  type SandboxOverhead,
} from './sandbox-capacity';
import { keepContentsInVms } from './sandbox-contents';
import type { SandboxNamespaceProps } from './sandbox-namespace-props';

/**
 * The chart that a tenant lives in: a namespace whose pods all run in VMs, may use so much and no more, and reach nobody until a verb
 * says so.
 *
 * It writes the Namespace with its Pod Security level, a ResourceQuota that counts the VMs' overhead, a LimitRange that gives containers
 * without limits theirs, a default service account without a token, and a NetworkPolicy that closes both ways. Everything that is put into
 * the chart goes into the runtime's VMs, now or later, from whatever source, or synthesis is refused.
 *
 * @see https://kubernetes.io/docs/concepts/security/multi-tenancy/
 * @throws FindingsError that names each property with a value that is not valid
 *
 * @example
 * const tenant = new SandboxNamespace(app, 'team-a', { runtime: kata });
 * tenant.allowDns();
 * new kplus.Deployment(tenant, 'web', { containers: [{ image: 'nginx:1.29' }] });
 */
export class SandboxNamespace extends Chart {
  /** Name of the namespace. */
  public readonly name: string;

  /** The runtime in whose VMs everything runs. */
  public readonly runtime: ISandboxRuntime;

  /** How far pods are held to the Pod Security Standards. */
  public readonly podSecurity: PodSecurityLevel;

  /** Its network policies. */
  public readonly network: SandboxNetwork;

  constructor(scope: Construct, id: string, props: SandboxNamespaceProps) {
    assertConstruct(scope, 'scope');
    assertProps('SandboxNamespaceProps', props, scope.node.path === '' ? id : `${scope.node.path}/${id}`);
    const { name = id } = props;
    super(scope, id, { namespace: name });
    assertBelowApp(this);
    const { podSecurity = PodSecurityLevel.RESTRICTED, hardenWorkloads = true, runtime, runtimeClass } = props;
    const cluster: ClusterFacts = props.cluster ?? runtime.cluster ?? {};
    const capacity = resolveCapacity(props.capacity);
    assertNoErrors(validateNamespace(this.node.path, props, { name, capacity, cluster }));
    this.name = name;
    this.runtime = runtime;
    this.podSecurity = podSecurity;

    this.addNamespace(props.labels ?? {});
    this.addCapacity(capacity, () => props.overhead ?? largestOverhead(runtime.runtimeClasses));
    const validateLaterClasses = () => (props.overhead === undefined ? classProblems(runtime) : []);
    Findings.of(this).add(validateLaterClasses, { at: this.node.root });
    new ApiObject(this, 'service-account', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default' },
      automountServiceAccountToken: false,
    });
    this.network = new SandboxNetwork(this, 'network', { namespace: name, cluster });
    markSandboxNamespace(this);
    TerraformTokenGuard.protect(this);
    keepContentsInVms(this, { runtimeClass, harden: hardenWorkloads });
  }

  /**
   * Lets every pod resolve names, by the DNS service that the cluster has.
   *
   * @param options for NodeLocal DNSCache without Dataplane V2
   * @throws when the fact `cluster.dns` is not known
   */
  public allowDns(options: AllowDnsOptions = {}): void {
    this.network.allowDns(options);
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
    this.network.allowEgressTo(peer, ports, options);
  }

  /**
   * Lets a peer reach pods. A peer in another SandboxNamespace must be allowed to go out too.
   *
   * @param peer pods, or a range of addresses outside the cluster
   * @param ports at least one
   * @param options which pods; every pod of the namespace if left out
   */
  public allowIngressFrom(peer: NetworkPeer, ports: readonly NetworkPort[], options: NetworkRuleOptions = {}): void {
    this.network.allowIngressFrom(peer, ports, options);
  }

  /**
   * Lets pods reach every public address, IPv4 and IPv6, but those that the cluster uses itself.
   *
   * @param ports at least one
   * @param options which pods; every pod of the namespace if left out
   * @throws when the facts `nodeRanges`, `podRanges` or `serviceRange` are not known
   */
  public allowInternet(ports: readonly NetworkPort[], options: NetworkRuleOptions = {}): void {
    this.network.allowInternet(ports, options);
  }

  /**
   * Lets pods reach the API server. They need a token besides: the default service account has none.
   *
   * @param options its address, and which pods
   */
  public allowApiServer(options: AllowApiServerOptions): void {
    this.network.allowApiServer(options);
  }

  /**
   * Lets pods get tokens of their Google service account from the metadata server of GKE (Workload Identity).
   *
   * @param options which pods; every pod of the namespace if left out
   * @throws when the fact `cluster.workloadPool` is not known
   */
  public allowWorkloadIdentity(options: NetworkRuleOptions = {}): void {
    this.network.allowWorkloadIdentity(options);
  }

  private addNamespace(labels: { readonly [label: string]: string }): void {
    // Pod Security has no level between privileged and baseline; SandboxAdmission holds what it lets through.
    const level = this.podSecurity === PodSecurityLevel.PRIVILEGED_IN_VM ? 'privileged' : this.podSecurity;
    const modes = Object.fromEntries(
      ['enforce', 'audit', 'warn'].flatMap((mode) => [
        [`pod-security.kubernetes.io/${mode}`, level],
        [`pod-security.kubernetes.io/${mode}-version`, 'latest'],
      ]),
    );
    const object = new ApiObject(this, NAMESPACE_ID, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: this.name,
        labels: { ...labels, ...modes, [SANDBOX_NAMESPACE_LABEL]: this.podSecurity },
      },
    });
    // A chart gives its namespace to every object, and a Namespace is in none.
    object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  }

  /** The overhead is read when the quota is written, since the runtime may get more classes until then. */
  private addCapacity(capacity: ResolvedCapacity, overhead: () => SandboxOverhead): void {
    const { cpu, memory } = capacity;
    new ApiObject(this, 'quota', {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'sandboxes' },
      spec: { hard: Lazy.any({ produce: () => quotaOf(capacity, overhead()) }) },
    });
    new ApiObject(this, 'limits', {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'sandboxes' },
      spec: { limits: [{ type: 'Container', default: { cpu, memory }, defaultRequest: { cpu, memory } }] },
    });
  }
}
