import type { ContainerNodePool } from '@cdktf/provider-google/lib/container-node-pool';
import type { IConstruct } from 'constructs';
import type { IGkeNetwork } from '../network/gke-network-interface';
import type { INodeIdentity } from '../node-pool/node-identity';

/** What a cluster knows of one of its pools. */
export interface NodePoolSummary {
  /** The pool. */
  readonly resource: ContainerNodePool;

  /** Name, hash included. */
  readonly name: string;

  /** Name without the hash. */
  readonly baseName: string;

  /** Most nodes of the pool in a zone, or in all. */
  readonly maxNodes: number;

  /** Whether `maxNodes` is counted in each zone. */
  readonly countedPerZone: boolean;

  /** Number of zones that were named; undefined for those of the cluster. */
  readonly zones: number | undefined;

  /** Most pods on a node. */
  readonly maxPodsPerNode: number;

  /** Nodes beyond its size while it is upgraded. */
  readonly surge: number;

  /** Whether there is a second set of all its nodes while it is upgraded. */
  readonly isBlueGreen: boolean;

  /** Whether ordinary pods can run there. */
  readonly acceptsSystemPods: boolean;
}

/** A cluster that node pools can be added to, made here or there already. */
export interface IGkeCluster extends IConstruct {
  /** Id for node pools; may be a token. */
  readonly clusterId: string;

  /** Name; may be a token. */
  readonly name: string;

  /** Region. */
  readonly location: string;

  /** Project; may be a token. */
  readonly project: string;

  /** Service account of nodes that name none. */
  readonly nodeIdentity: INodeIdentity;

  /** The network; undefined when it is not known. */
  readonly network: IGkeNetwork | undefined;

  /** Release channel, which decides whether GKE insists on upgrading nodes; undefined when it is not known. */
  readonly releaseChannel: string | undefined;

  /** Whether the agent of Backup for GKE runs there; undefined when it is not known. */
  readonly hasBackupAgent?: boolean;

  /** Whether Terraform refuses to destroy pools that say nothing else. */
  readonly deletionProtection: boolean;

  /**
   * Tells the cluster of a pool.
   *
   * @param pool what it has to know
   */
  registerPool(pool: NodePoolSummary): void;
}
