import type { FromJson } from './from-json';

/** Which DNS service the pods of a cluster ask. */
export enum ClusterDns {
  /** kube-dns, with GKE's default settings. */
  KUBE_DNS = 'kube-dns',
  /** kube-dns behind NodeLocal DNSCache on each node. */
  NODE_LOCAL_DNS_CACHE = 'node-local-dns-cache',
  /** Cloud DNS for GKE, reached through the metadata server's address. */
  CLOUD_DNS = 'cloud-dns',
}

/**
 * What a cluster is, in literals: the part of the contract between the Terraform tree and the Kubernetes tree that does not
 * depend on a node pool.
 *
 * `GkeCluster.facts` yields one; for a cluster that this library did not create, write it as a literal. It survives
 * `JSON.parse(JSON.stringify(facts))`, so that the two trees may live in two repositories. What is not known is left out: who
 * needs it then throws, and names it.
 */
export interface ClusterFacts {
  /**
   * The DNS service of the pods.
   *
   * @default - not known
   */
  readonly dns?: FromJson<ClusterDns>;

  /**
   * Whether GKE Dataplane V2 (Cilium) enforces network policies.
   *
   * @default - not known
   */
  readonly dataplaneV2?: boolean;

  /**
   * Whether the cluster takes `FQDNNetworkPolicy` objects.
   *
   * @default - not known
   */
  readonly fqdnPolicies?: boolean;

  /**
   * Ranges of node addresses, in CIDR notation, IPv4 and IPv6.
   *
   * @default - not known
   */
  readonly nodeRanges?: readonly string[];

  /**
   * Ranges of pod addresses, in CIDR notation, IPv4 and IPv6.
   *
   * @default - not known
   */
  readonly podRanges?: readonly string[];

  /**
   * Range of Service addresses, in CIDR notation.
   *
   * @default - not known
   */
  readonly serviceRange?: string;

  /**
   * Version of Kubernetes, `major.minor` or longer, such as `1.33` or `1.33.5-gke.1080000`.
   *
   * @default - not known
   */
  readonly kubernetesVersion?: string;

  /**
   * Workload Identity pool of the cluster, such as `acme-dev.svc.id.goog`.
   *
   * @default - not known
   */
  readonly workloadPool?: string;
}
