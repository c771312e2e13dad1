import type { IResolvable } from 'cdktf';
import type { PoolUpgrade } from './pool-upgrade';
import type { NodeOptions } from './settings/node-options';
import type { Provider7Options } from './settings/provider-7-settings';

/** Options of a node pool: how many nodes, where, and how they are upgraded. */
export interface NodePoolOptions extends NodeOptions, Provider7Options {
  /**
   * Base name of the pool: at most 33 characters. A hash of the settings that cannot be changed in place is appended, so
   * that a change of one creates the new pool before the old one is deleted.
   *
   * @default - the id, in lower case
   */
  readonly name?: string;

  /**
   * Minimum number of nodes over all zones, with which the pool starts. A later rise adds no node by itself: the autoscaler
   * reads the minimum only when it removes nodes. Not together with the counts by zone.
   *
   * @default 3
   */
  readonly minNodes?: number;

  /**
   * Maximum number of nodes over all zones: up to 15000. Not together with the counts by zone.
   *
   * @default 6
   */
  readonly maxNodes?: number;

  /**
   * Minimum number of nodes in each zone, instead of `minNodes`. Needs `maxNodesPerZone`.
   *
   * @default - nodes are counted over all zones
   */
  readonly minNodesPerZone?: number;

  /**
   * Maximum number of nodes in each zone: up to 1000, instead of `maxNodes`. Needs `minNodesPerZone`.
   *
   * @default - nodes are counted over all zones
   */
  readonly maxNodesPerZone?: number;

  /**
   * Number of nodes in each zone, without autoscaling, instead of every other count.
   *
   * @default - autoscaling
   */
  readonly nodesPerZone?: number;

  /**
   * Zones of the nodes, such as `europe-west4-b`.
   *
   * @default - the cluster's zones
   */
  readonly zones?: readonly string[];

  /**
   * Whether nodes are Spot VMs, which Compute Engine may stop with 30 seconds of notice.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms
   *
   * @default false
   */
  readonly spot?: boolean | IResolvable;

  /**
   * Maximum number of pods on a node: 8 to 256. Each node takes twice as many pod addresses, rounded up to a power of two.
   * `defaultMaxPodsPerNode` of the cluster is another default.
   *
   * @default 110
   */
  readonly maxPodsPerNode?: number;

  /**
   * Name of the secondary range from which pods get their addresses: one of the network's `additionalPodRanges`.
   *
   * @default - the cluster's pod ranges
   */
  readonly podRangeName?: string;

  /**
   * Name of the ComputeClass that the pool belongs to. Nodes get GKE's label and taint of that class.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/concepts/about-custom-compute-classes
   * @default - the pool belongs to no ComputeClass
   */
  readonly computeClass?: string;

  /**
   * Text that changes the generated part of the pool's name by hand. Change it to replace a pool beside itself: one whose
   * creation failed, or one that an override outside this list of properties replaces.
   *
   * @default - the name changes with the settings that GKE cannot change in place
   */
  readonly replacementKey?: string;

  /**
   * How nodes are replaced when they are upgraded.
   *
   * @default - surge upgrade with one extra node
   */
  readonly upgrade?: PoolUpgrade;

  /**
   * Exact version of the nodes, such as `1.33.4-gke.1245000`, not newer than the control plane's. The cluster must be on no
   * release channel, and `autoUpgrade` off.
   *
   * @default - GKE chooses the version
   */
  readonly pinnedVersion?: string;

  /**
   * Whether GKE upgrades the nodes. Release channels require it.
   *
   * @default true
   */
  readonly autoUpgrade?: boolean | IResolvable;

  /**
   * Whether GKE repairs nodes that fail their health checks. Release channels require it.
   *
   * @default true
   */
  readonly autoRepair?: boolean | IResolvable;

  /**
   * Name of a reservation that the nodes consume; `projects/P/reservations/NAME` for a shared one.
   *
   * @default - any reservation that fits
   */
  readonly reservation?: string;

  /**
   * Whether nodes are placed close to each other, for low latency (compact placement). Not on every machine series, and
   * not on the default one.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/compact-placement
   *
   * @default false
   */
  readonly compactPlacement?: boolean;

  /**
   * Whether Terraform refuses to destroy or replace the pool (`prevent_destroy`).
   *
   * @default - the cluster's `deletionProtection`
   */
  readonly deletionProtection?: boolean;
}
