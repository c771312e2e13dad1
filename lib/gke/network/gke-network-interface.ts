import type { ITerraformDependable } from 'cdktf';
import type { IConstruct } from 'constructs';

/**
 * IP protocols of a network.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips#dual_stack_network
 */
export enum StackType {
  /** IPv4 only. */
  IPV4 = 'IPV4',
  /** IPv4 and IPv6. */
  IPV4_IPV6 = 'IPV4_IPV6',
}

/** Number of addresses in the ranges of a network. */
export interface NetworkCapacity {
  /** Addresses for nodes, without the four that Google keeps. */
  readonly nodeAddresses: number;

  /** Addresses for pods, in all pod ranges. */
  readonly podAddresses: number;

  /** Addresses for Services. */
  readonly serviceAddresses: number;
}

/** What a network knows of a cluster in it. */
export interface NetworkCluster {
  /** Name of the cluster; may be a token. */
  readonly name: string;

  /** Whether Terraform refuses to destroy the cluster. */
  readonly deletionProtection: boolean;

  /** Maximum number of nodes of all its pools, during an upgrade. */
  readonly maxNodes: () => number;
}

/** A network that a cluster can be put into, created by this program or imported by its attributes. */
export interface IGkeNetwork extends IConstruct {
  /** VPC: name, id or self link; may be a token. */
  readonly networkId: string;

  /** Subnetwork of the nodes: name, id or self link; may be a token. */
  readonly subnetworkId: string;

  /** Name of the secondary range for pods. */
  readonly podRangeName: string;

  /** Name of the secondary range for Services. */
  readonly serviceRangeName: string;

  /**
   * Names of further secondary ranges for pods, which a cluster can use and a node pool can name.
   *
   * @default - none
   */
  readonly additionalPodRangeNames?: readonly string[];

  /** What nodes without public addresses wait for: the NAT, and the firewall rules and DNS records that let them out. */
  readonly dependencies: readonly ITerraformDependable[];

  /** Whether nodes without public addresses reach the internet. */
  readonly hasEgress: boolean;

  /**
   * Whether a firewall refuses every connection out of the VPC that it does not name.
   *
   * @default - not known
   */
  readonly restrictsEgress?: boolean;

  /** IP protocols of the subnetwork. */
  readonly stackType: StackType;

  /**
   * Number of addresses for nodes, pods and Services.
   *
   * @default - not known
   */
  readonly capacity?: NetworkCapacity;

  /**
   * Ranges of nodes, pods and Services, in CIDR notation.
   *
   * @default - not known
   */
  readonly ranges?: NetworkRanges;

  /**
   * Region of the subnetwork.
   *
   * @default - not known
   */
  readonly region?: string;

  /**
   * Registers a cluster with its network. `GkeCluster` calls it.
   *
   * @param cluster the cluster
   * @returns the clusters that were registered before
   */
  registerCluster?(cluster: NetworkCluster): readonly NetworkCluster[];
}

/** The ranges of a subnetwork, in CIDR notation. */
export interface NetworkRanges {
  /** Ranges of node addresses. */
  readonly nodeRanges: readonly string[];

  /** Ranges of pod addresses. */
  readonly podRanges: readonly string[];

  /** Range of Service addresses. */
  readonly serviceRange: string;
}
