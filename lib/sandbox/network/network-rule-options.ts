import type { IConstruct } from 'constructs';
import type { ClusterFacts } from '../../contract/cluster-facts';

/** Pods of the namespace to which a rule applies. */
export interface NetworkRuleOptions {
  /**
   * The workload whose pods may use the opening.
   *
   * @default - every pod of the namespace
   */
  readonly workload?: IConstruct;

  /**
   * Labels of the pods that may use the opening. Not together with `workload`.
   *
   * @default - every pod of the namespace
   */
  readonly podLabels?: { readonly [label: string]: string };
}

/** How names are resolved. */
export interface AllowDnsOptions {
  /**
   * Address of the Service of kube-dns, such as `34.118.224.10`. Only NodeLocal DNSCache on clusters without Dataplane V2 needs it:
   * there the cache listens on that address, on the node.
   *
   * @default - none
   */
  readonly serviceAddress?: string;
}

/** Addresses of the API server. */
export interface AllowApiServerOptions extends NetworkRuleOptions {
  /** The one address of the control plane's endpoint, as `/32` or `/128`. */
  readonly cidr: string;
}

/** Properties of `SandboxNetwork`. */
export interface SandboxNetworkProps {
  /** Name of the namespace. */
  readonly namespace: string;

  /**
   * What is known of the cluster.
   *
   * @default - nothing: verbs that need a fact throw and name it
   */
  readonly cluster?: ClusterFacts;
}
