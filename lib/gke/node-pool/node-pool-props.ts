import type { NodeTaint } from '../../contract/placement';
import type { INodeIdentity } from './node-identity';
import type { KubeletSettings, LinuxSettings } from './node-system-config';
import type { PoolUpgrade } from './pool-upgrade';

/** Node images of GKE. */
export enum NodeImage {
  /** Container-Optimized OS. */
  COS_CONTAINERD = 'COS_CONTAINERD',
  /** Ubuntu. What Kata needs. */
  UBUNTU_CONTAINERD = 'UBUNTU_CONTAINERD',
}

/** Options of a node pool. */
export interface NodePoolOptions {
  /**
   * Name, followed by a part that changes with what cannot be changed in place, so that a replacement can be made before
   * the old pool goes. At most 33 characters.
   *
   * @default - the id
   */
  readonly name?: string;

  /**
   * Machine type.
   *
   * @default 'e2-standard-4'
   */
  readonly machineType?: string;

  /**
   * Fewest nodes of the pool, over all zones.
   *
   * @default - 3; none where nodes are counted by zone
   */
  readonly minNodes?: number;

  /**
   * Most nodes of the pool, over all zones.
   *
   * @default - 6; none where nodes are counted by zone
   */
  readonly maxNodes?: number;

  /**
   * Fewest nodes in each zone; instead of `minNodes`, and with `maxNodesPerZone`.
   *
   * @default - counted over all zones
   */
  readonly minNodesPerZone?: number;

  /**
   * Most nodes in each zone; instead of `maxNodes`, and with `minNodesPerZone`.
   *
   * @default - counted over all zones
   */
  readonly maxNodesPerZone?: number;

  /**
   * Nodes in each zone, without autoscaling; instead of every other count.
   *
   * @default - autoscaling
   */
  readonly nodesPerZone?: number;

  /**
   * Zones of the nodes.
   *
   * @default - the cluster's
   */
  readonly zones?: readonly string[];

  /**
   * Whether nodes are spot VMs, which Compute Engine may take away with 30 seconds' notice.
   *
   * @default false
   */
  readonly spot?: boolean;

  /**
   * Node image.
   *
   * @default NodeImage.COS_CONTAINERD
   */
  readonly imageType?: NodeImage;

  /**
   * Type of the boot disk.
   *
   * @default - `hyperdisk-balanced` where the machine series boots from nothing else, `pd-balanced` for the others
   */
  readonly diskType?: string;

  /**
   * Size of the boot disk in GiB.
   *
   * @default 100
   */
  readonly diskSizeGb?: number;

  /**
   * Cloud KMS key for the boot disk: `projects/P/locations/L/keyRings/R/cryptoKeys/K`.
   *
   * @default - Google's
   */
  readonly bootDiskKmsKey?: string;

  /**
   * Local SSDs that hold images and emptyDir volumes.
   *
   * @default 0
   */
  readonly ephemeralLocalSsds?: number;

  /**
   * Local SSDs as raw block devices, such as for a devmapper thin pool.
   *
   * @default 0
   */
  readonly rawLocalSsds?: number;

  /**
   * Labels of the nodes.
   *
   * @default - `node-pool`, with the id
   */
  readonly labels?: { readonly [label: string]: string };

  /**
   * Taints of the nodes.
   *
   * @default - none
   */
  readonly taints?: readonly NodeTaint[];

  /**
   * Network tags of the VMs, for firewall rules.
   *
   * @default - none
   */
  readonly networkTags?: readonly string[];

  /**
   * Labels of the VMs, for billing.
   *
   * @default - none
   */
  readonly resourceLabels?: { readonly [label: string]: string };

  /**
   * Most pods on a node: 8 to 256. Each node takes twice as many addresses, rounded up to a power of two.
   *
   * @default 110
   */
  readonly maxPodsPerNode?: number;

  /**
   * Service account of the nodes.
   *
   * @default - the cluster's
   */
  readonly identity?: INodeIdentity;

  /**
   * Oldest CPU platform, such as `Intel Ice Lake`.
   *
   * @default - any; for N1 nodes that run Kata `Intel Haswell`
   */
  readonly minCpuPlatform?: string;

  /**
   * How nodes are replaced when they are upgraded.
   *
   * @default - one new node at a time, none missing
   */
  readonly upgrade?: PoolUpgrade;

  /**
   * Whether GKE upgrades the nodes. A cluster on a release channel insists.
   *
   * @default true
   */
  readonly autoUpgrade?: boolean;

  /**
   * Whether GKE replaces broken nodes.
   *
   * @default true
   */
  readonly autoRepair?: boolean;

  /**
   * Settings of the kubelet.
   *
   * @default - CPU limits are enforced, 4096 processes a pod
   */
  readonly kubelet?: KubeletSettings;

  /**
   * Settings of the nodes' kernel.
   *
   * @default - control groups v2
   */
  readonly linux?: LinuxSettings;

  /**
   * Whether containers start before their image is there. Not on Ubuntu.
   *
   * @default false
   */
  readonly imageStreaming?: boolean;

  /**
   * Whether firmware and kernel must be signed.
   *
   * @default true
   */
  readonly secureBoot?: boolean;

  /**
   * Whether what was booted is measured and compared.
   *
   * @default true
   */
  readonly integrityMonitoring?: boolean;

  /**
   * Confidential VM technology of the nodes: `SEV`, `SEV_SNP` or `TDX`. Not for Kata, and not on every machine series.
   *
   * @default - none
   */
  readonly confidentialInstanceType?: string;

  /**
   * Name of a reservation that the nodes use.
   *
   * @default - any that fits
   */
  readonly reservation?: string;

  /**
   * Whether nodes are close to each other, for low latency. Not on every machine series, and not on the default one.
   *
   * @default false
   */
  readonly compactPlacement?: boolean;

  /**
   * Whether Terraform refuses to destroy or replace the pool.
   *
   * @default - as the cluster
   */
  readonly deletionProtection?: boolean;
}
