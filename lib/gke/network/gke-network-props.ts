import type { IResolvable } from 'cdktf';
import type { FromJson } from '../../contract/from-json';
import type { CloudNatOptions } from './cloud-nat';
import type { EgressRule } from './egress-rules';
import type { StackType } from './gke-network-interface';
import type { FlowLogs } from './vpc-flow-logs';

/** Properties of `GkeNetwork`. */
export interface GkeNetworkProps extends CloudNatOptions {
  /** Region of the subnetwork, such as `europe-west4`. */
  readonly region: string;

  /**
   * Name of VPC and subnetwork, and the beginning of the names of NAT, router, addresses and firewall rules.
   *
   * @default - the ids of stack and construct
   */
  readonly name?: string;

  /**
   * Prefix of the name, and of the default names of what the network makes, so that two copies of one program live in one
   * project.
   *
   * @default - no prefix
   */
  readonly namePrefix?: string;

  /**
   * Project of the network; with Shared VPC the host project.
   *
   * @default - the provider's project
   */
  readonly project?: string;

  /**
   * Labels of static addresses, of DNS zones and of what intrusion detection makes, for billing.
   *
   * @default - `managed-by: cdk-kata`
   */
  readonly labels?: { readonly [label: string]: string } | IResolvable;

  /**
   * VPC that gets the subnetwork: id or self link.
   *
   * @default - a VPC is created
   */
  readonly existingNetwork?: string;

  /**
   * Range of node addresses: an IPv4 range of /8 to /29. Google keeps four addresses.
   *
   * @default '10.0.0.0/20'
   */
  readonly nodeRange?: string;

  /**
   * Range of pod addresses: an IPv4 range of /9 to /24. Each node takes twice its maximum of pods, rounded up to a power
   * of two: 256 with GKE's default of 110 pods.
   *
   * @default '10.64.0.0/14'
   */
  readonly podRange?: string;

  /**
   * Range of Service addresses: an IPv4 range of /16 to /27.
   *
   * @default '10.32.0.0/20'
   */
  readonly serviceRange?: string;

  /**
   * Name of the secondary range for pods.
   *
   * @default 'pods'
   */
  readonly podRangeName?: string;

  /**
   * Name of the secondary range for Services.
   *
   * @default 'services'
   */
  readonly serviceRangeName?: string;

  /**
   * IP protocols of the subnetwork. IPv6 addresses are internal ones.
   *
   * @default StackType.IPV4
   */
  readonly stackType?: StackType;

  /**
   * VPC flow logs of the subnetwork.
   *
   * @default - half of the records of every 5 seconds, with metadata
   */
  readonly flowLogs?: FlowLogs;

  /**
   * Whether nodes reach the internet through a NAT. Without it they pull images from Google alone.
   *
   * @default true
   */
  readonly nat?: boolean;

  /**
   * What may leave the VPC. Everything else is then refused, whoever sends it, apart from the VPC itself and Google's APIs.
   *
   * @default - everything may leave
   */
  readonly allowedEgress?: readonly EgressRule[];

  /**
   * Whether private DNS zones for Google's APIs and registries are created, without which nodes behind `allowedEgress`
   * cannot register. `false` says that the VPC has such zones already.
   *
   * @default - true with `allowedEgress`, no zones without
   */
  readonly privateDnsZones?: boolean;

  /**
   * Further secondary ranges for pods: for clusters that outgrow `podRange`, and for node pools with a range of their own.
   *
   * @default - none
   */
  readonly additionalPodRanges?: readonly PodRange[];

  /**
   * Whether Terraform refuses to destroy VPC, subnetwork and static addresses (`prevent_destroy`).
   *
   * @default - true as soon as the network has a cluster with `deletionProtection`
   */
  readonly deletionProtection?: boolean;
}

/** A secondary range of a subnetwork for pods. */
export interface PodRange {
  /** Name of the range in the subnetwork. */
  readonly name: string;

  /** The range: an IPv4 range of /9 to /24. */
  readonly range: string;
}

/** Attributes of a network that exists. */
export interface GkeNetworkAttributes {
  /** VPC: name, id or self link. */
  readonly networkId: string;

  /** Subnetwork of the nodes: name, id or self link. */
  readonly subnetworkId: string;

  /** Name of the secondary range for pods. */
  readonly podRangeName: string;

  /** Name of the secondary range for Services. */
  readonly serviceRangeName: string;

  /** Whether nodes without public addresses reach the internet: through a NAT, a proxy or a route of the VPC. */
  readonly hasEgress: boolean;

  /**
   * Region of the subnetwork.
   *
   * @default - not known
   */
  readonly region?: string;

  /**
   * IP protocols of the subnetwork.
   *
   * @default StackType.IPV4
   */
  readonly stackType?: FromJson<StackType>;

  /**
   * Ranges of nodes, pods and Services, so that what fits can be computed.
   *
   * @default - not known
   */
  readonly ranges?: GkeNetworkRanges;

  /**
   * Further secondary ranges for pods.
   *
   * @default - none
   */
  readonly additionalPodRanges?: readonly PodRange[];

  /**
   * Whether a firewall lets out only what it names.
   *
   * @default - not known
   */
  readonly restrictsEgress?: boolean;
}

/** The ranges of a subnetwork. */
export interface GkeNetworkRanges {
  /** Range of node addresses, in CIDR notation. */
  readonly nodeRange: string;

  /** Range of pod addresses, in CIDR notation. */
  readonly podRange: string;

  /** Range of Service addresses, in CIDR notation. */
  readonly serviceRange: string;
}
