import type { ITerraformDependable } from 'cdktf';
import type { IConstruct } from 'constructs';

/** Which protocols a network speaks. */
export enum StackType {
  /** IPv4 alone. */
  IPV4 = 'IPV4',
  /** IPv4 and IPv6. */
  IPV4_IPV6 = 'IPV4_IPV6',
}

/** How much fits into the ranges of a network. */
export interface NetworkCapacity {
  /** Addresses for nodes, without the four that Google keeps. */
  readonly nodeAddresses: number;

  /** Addresses for pods. */
  readonly podAddresses: number;

  /** Addresses for services. */
  readonly serviceAddresses: number;
}

/** A network that a cluster can be put into, made here or there already. */
export interface IGkeNetwork extends IConstruct {
  /** The VPC: name, id or self link; may be a token. */
  readonly networkId: string;

  /** The subnetwork of the nodes: name, id or self link; may be a token. */
  readonly subnetworkId: string;

  /** Name of the secondary range for pods. */
  readonly podRangeName: string;

  /** Name of the secondary range for services. */
  readonly serviceRangeName: string;

  /** What nodes without public addresses must wait for: the NAT, without which they cannot pull images. */
  readonly dependencies: readonly ITerraformDependable[];

  /** Whether nodes without public addresses reach the internet. */
  readonly hasEgress: boolean;

  /** Whether a firewall lets out what it names alone; undefined when it is not known. */
  readonly restrictsEgress?: boolean;

  /** Which protocols the subnetwork speaks. */
  readonly stackType: StackType;

  /** How much fits, when the ranges are known. */
  readonly capacity?: NetworkCapacity;

  /** Region of the subnetwork, when it is known. */
  readonly region?: string;
}
