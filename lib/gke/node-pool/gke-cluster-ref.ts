import type { ContainerNodePool } from '@cdktf/provider-google/lib/container-node-pool';
import type { IResolvable } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { IGkeNetwork } from '../network/gke-network-interface';
import type { INodeIdentity } from './node-identity';

/** What a cluster knows of one of its node pools. */
export interface NodePoolSummary {
  /** Terraform resource of the pool. */
  readonly resource: ContainerNodePool;

  /** Name of the pool, hash included. */
  readonly name: string;

  /** Name of the pool without the hash. */
  readonly baseName: string;

  /** Maximum number of nodes, in each zone or over all zones. */
  readonly maxNodes: number;

  /** Whether `maxNodes` counts the nodes of one zone. */
  readonly countedPerZone: boolean;

  /** Number of zones that the pool names; undefined for those of the cluster. */
  readonly zones: number | undefined;

  /** Maximum number of pods on a node. */
  readonly maxPodsPerNode: number;

  /**
   * Name of the secondary range of the pods; undefined for those of the cluster.
   *
   * @default - the pod range of the cluster
   */
  readonly podRangeName?: string;

  /**
   * Exact version of the nodes; undefined where GKE chooses it.
   *
   * @default - the version of the cluster
   */
  readonly pinnedVersion?: string;

  /** Nodes beyond the pool's size during a surge upgrade. */
  readonly surge: number;

  /** Whether an upgrade is blue-green, which doubles the nodes. */
  readonly isBlueGreen: boolean;

  /** Whether pods without tolerations can run there, such as those of the system. */
  readonly acceptsSystemPods: boolean;

  /** Whether the pool can shrink to no node. */
  readonly canBeEmpty: boolean;

  /** Key, tags and labels of its nodes that policies and firewalls of the organization may demand. */
  readonly nodeRequirements: NodeRequirements;
}

/**
 * What policies and firewalls of an organization may demand of every node. The temporary pool that GKE creates with a cluster gets
 * it too.
 */
export interface NodeRequirements {
  /**
   * Cloud KMS key of the boot disk.
   *
   * @default - a key of Google
   */
  readonly bootDiskKmsKey?: string;

  /**
   * Network tags of the VMs.
   *
   * @default - none
   */
  readonly networkTags?: readonly string[];

  /**
   * Tags of Resource Manager on the VMs.
   *
   * @default - none
   */
  readonly resourceManagerTags?: { readonly [key: string]: string } | IResolvable;
}

/** What node pools, backup plans and alerts need to know of a cluster. `IGkeCluster` adds the verbs. */
export interface IGkeClusterRef extends IConstruct {
  /** Id of the cluster: `projects/P/locations/L/clusters/C`; may be a token. */
  readonly clusterId: string;

  /** Name of the cluster; may be a token. */
  readonly name: string;

  /** Region, or zone of an imported zonal cluster; may be a token. */
  readonly location: string;

  /** Project; may be a token. */
  readonly project: string;

  /**
   * Labels of the cluster, which backup plans and alerts have too.
   *
   * @default - not known
   */
  readonly labels?: { readonly [label: string]: string } | IResolvable;

  /** Service account of pools that name none. */
  readonly nodeIdentity: INodeIdentity;

  /**
   * Service account of Kata node pools that name none.
   *
   * @default - `nodeIdentity`
   */
  readonly kataNodeIdentity?: INodeIdentity;

  /**
   * Maximum number of pods on a node, for pools that do not set it.
   *
   * @default 110
   */
  readonly defaultMaxPodsPerNode?: number;

  /**
   * Tags of Resource Manager on the VMs of pools that set none.
   *
   * @default - none
   */
  readonly resourceManagerTags?: { readonly [key: string]: string } | IResolvable;

  /**
   * Number of zones of pools that name none.
   *
   * @default - 3, the zones that GKE takes of a region
   */
  readonly zoneCount?: number;

  /** Network of the cluster; undefined when it is not known. */
  readonly network: IGkeNetwork | undefined;

  /** Release channel; GKE insists on upgrading nodes of a cluster that is on one. Undefined when it is not known. */
  readonly releaseChannel: string | undefined;

  /** Whether Terraform refuses to destroy pools that do not set `deletionProtection`. */
  readonly deletionProtection: boolean;

  /**
   * Whether this program creates the cluster, so that Terraform may replace it.
   *
   * @default false
   */
  readonly isCreatedHere?: boolean;

  /**
   * Whether the agent of Backup for GKE runs in the cluster.
   *
   * @default - not known
   */
  readonly hasBackupAgent?: boolean;

  /**
   * Lets the service agent of Compute Engine use a key for boot disks, once for each key. `NodePool` calls it.
   *
   * @param key id of the Cloud KMS key; may be a token
   * @returns what nodes with the key wait for
   */
  grantDiskKey?(key: string): IConstruct;

  /**
   * Registers a pool with its cluster. `NodePool` calls it.
   *
   * @param pool the pool
   */
  registerPool(pool: NodePoolSummary): void;
}
