import type { CloudNatOptions } from './cloud-nat';
import type { EgressRule } from './egress-firewall';
import type { StackType } from './gke-network-interface';
import type { FlowLogs } from './vpc-flow-logs';

/** Properties of `GkeNetwork`. */
export interface GkeNetworkProps extends CloudNatOptions {
  /** Region of the subnetwork, such as `europe-west4`. */
  readonly region: string;

  /**
   * Name of VPC and subnetwork, and the beginning of the names of the rest.
   *
   * @default - the ids of stack and construct
   */
  readonly name?: string;

  /**
   * Project of the network, which with Shared VPC is the host project.
   *
   * @default - the provider's
   */
  readonly project?: string;

  /**
   * A VPC that exists, by id or self link, which gets the subnetwork.
   *
   * @default - a VPC of its own
   */
  readonly existingNetwork?: string;

  /**
   * Addresses of nodes, as an IPv4 range of /8 to /29.
   *
   * @default '10.0.0.0/20'
   */
  readonly nodeRange?: string;

  /**
   * Addresses of pods, as an IPv4 range of /9 to /21. Each node takes twice its maximum of pods, rounded up to a power of
   * two: 256 with GKE's default of 110.
   *
   * @default '10.64.0.0/14'
   */
  readonly podRange?: string;

  /**
   * Addresses of services, as an IPv4 range of /16 to /27.
   *
   * @default '10.32.0.0/20'
   */
  readonly serviceRange?: string;

  /**
   * Name of the range for pods in the subnetwork.
   *
   * @default 'pods'
   */
  readonly podRangeName?: string;

  /**
   * Name of the range for services in the subnetwork.
   *
   * @default 'services'
   */
  readonly serviceRangeName?: string;

  /**
   * Which protocols the subnetwork speaks. IPv6 addresses are internal ones.
   *
   * @default StackType.IPV4
   */
  readonly stackType?: StackType;

  /**
   * Records of who talked to whom.
   *
   * @default - half of them, with metadata
   */
  readonly flowLogs?: FlowLogs;

  /**
   * Whether nodes without public addresses reach the internet. Without, images come from Google alone.
   *
   * @default true
   */
  readonly nat?: boolean;

  /**
   * What may leave the VPC; everything else is then refused, whoever sends it. The network itself and the Google APIs stay
   * reachable.
   *
   * @default - everything may leave
   */
  readonly allowedEgress?: readonly EgressRule[];
}

/** What a `GkeNetwork` is made of that exists already. */
export interface GkeNetworkAttributes {
  /** The VPC: name, id or self link. */
  readonly networkId: string;

  /** The subnetwork of the nodes: name, id or self link. */
  readonly subnetworkId: string;

  /** Name of its secondary range for pods. */
  readonly podRangeName: string;

  /** Name of its secondary range for services. */
  readonly serviceRangeName: string;

  /** Whether nodes without public addresses reach the internet: through a NAT, a proxy or a route of the VPC. */
  readonly hasEgress: boolean;

  /**
   * Region of the subnetwork.
   *
   * @default - unknown
   */
  readonly region?: string;

  /**
   * Which protocols the subnetwork speaks.
   *
   * @default StackType.IPV4
   */
  readonly stackType?: StackType;

  /**
   * Addresses of nodes, pods and services, so that what fits can be computed. All three or none.
   *
   * @default - unknown
   */
  readonly ranges?: GkeNetworkRanges;
}

/** The ranges of a subnetwork. */
export interface GkeNetworkRanges {
  /** Addresses of nodes, as an IPv4 range. */
  readonly nodeRange: string;

  /** Addresses of pods, as an IPv4 range. */
  readonly podRange: string;

  /** Addresses of services, as an IPv4 range. */
  readonly serviceRange: string;
}
