import type { NodeTaint } from '../../contract/placement';
import type { INodeIdentity } from './node-identity';
import type { KubeletSettings, LinuxSettings } from './node-system-config';
import type { PoolUpgrade } from './pool-upgrade';

/**
 * Node images of GKE.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/node-images
 */
export enum NodeImage {
  /** Container-Optimized OS with containerd. */
  COS_CONTAINERD = 'COS_CONTAINERD',
  /** Ubuntu with containerd. Kata can be installed on it. */
  UBUNTU_CONTAINERD = 'UBUNTU_CONTAINERD',
}

/** Options of a node pool. */
export interface NodePoolOptions {
  /**
   * Base name of the pool: at most 33 characters. A hash of the settings that cannot be changed in place is appended, so
   * that a change of one creates the new pool before the old one is deleted.
   *
   * @default - the id, in lower case
   */
  readonly name?: string;

  /**
   * Machine type of the nodes.
   *
   * @see https://cloud.google.com/compute/docs/machine-resource
   *
   * @default 'e2-standard-4'
   */
  readonly machineType?: string;

  /**
   * Minimum number of nodes over all zones. Not together with the counts by zone.
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
  readonly spot?: boolean;

  /**
   * Node image.
   *
   * @default NodeImage.COS_CONTAINERD
   */
  readonly imageType?: NodeImage;

  /**
   * Type of the boot disk, such as `pd-ssd`.
   *
   * @default - `pd-balanced`; `hyperdisk-balanced` for series that boot from nothing else
   */
  readonly diskType?: string;

  /**
   * Size of the boot disk in GB: 10 to 65536.
   *
   * @default 100
   */
  readonly diskSizeGb?: number;

  /**
   * Cloud KMS key that encrypts the boot disk: `projects/P/locations/L/keyRings/R/cryptoKeys/K`.
   *
   * @default - a key that Google manages
   */
  readonly bootDiskKmsKey?: string;

  /**
   * Number of local SSDs for images, logs and emptyDir volumes.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/local-ssd
   *
   * @default 0
   */
  readonly ephemeralLocalSsds?: number;

  /**
   * Number of local SSDs as raw block devices, such as for the thin pool that Firecracker needs.
   *
   * @default 0
   */
  readonly rawLocalSsds?: number;

  /**
   * Kubernetes labels of the nodes.
   *
   * @default - `node-pool`, with the id
   */
  readonly labels?: { readonly [label: string]: string };

  /**
   * Kubernetes taints of the nodes.
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
   * Resource labels of the VMs, for billing.
   *
   * @default - none
   */
  readonly resourceLabels?: { readonly [label: string]: string };

  /**
   * Maximum number of pods on a node: 8 to 256. Each node takes twice as many pod addresses, rounded up to a power of two.
   *
   * @default 110
   */
  readonly maxPodsPerNode?: number;

  /**
   * Service account that the nodes run as.
   *
   * @default - the cluster's node identity
   */
  readonly identity?: INodeIdentity;

  /**
   * Oldest CPU platform of the nodes, such as `Intel Ice Lake`. Only for series with several platforms.
   *
   * @see https://cloud.google.com/compute/docs/instances/specify-min-cpu-platform
   * @default - any platform of the machine series
   */
  readonly minCpuPlatform?: string;

  /**
   * How nodes are replaced when they are upgraded.
   *
   * @default - surge upgrade with one extra node
   */
  readonly upgrade?: PoolUpgrade;

  /**
   * Whether GKE upgrades the nodes. Release channels require it.
   *
   * @default true
   */
  readonly autoUpgrade?: boolean;

  /**
   * Whether GKE repairs nodes that fail their health checks. Release channels require it.
   *
   * @default true
   */
  readonly autoRepair?: boolean;

  /**
   * Settings of the kubelet.
   *
   * @default - CPU limits are enforced, and a pod has at most 4096 processes
   */
  readonly kubelet?: KubeletSettings;

  /**
   * Settings of the Linux kernel.
   *
   * @default - control groups v2
   */
  readonly linux?: LinuxSettings;

  /**
   * Whether containers start while their image is still being pulled (image streaming). Not on Ubuntu.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/image-streaming
   *
   * @default false
   */
  readonly imageStreaming?: boolean;

  /**
   * Whether nodes boot signed firmware and kernels only (Secure Boot of Shielded VM).
   *
   * @default true
   */
  readonly secureBoot?: boolean;

  /**
   * Whether the boot sequence is measured and compared with a baseline (integrity monitoring of Shielded VM).
   *
   * @default true
   */
  readonly integrityMonitoring?: boolean;

  /**
   * Confidential VM technology of the nodes: `SEV`, `SEV_SNP` or `TDX`. Not for Kata, and not on every machine series.
   *
   * @default - nodes are not confidential VMs
   */
  readonly confidentialInstanceType?: string;

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
