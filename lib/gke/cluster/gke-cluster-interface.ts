import type { ClusterAccess } from '../../contract/cluster-access';
import type { ClusterFacts } from '../../contract/cluster-facts';
import type { IGkeClusterRef } from '../node-pool/gke-cluster-ref';
import type { KataNodePool } from '../node-pool/kata-node-pool';
import type { KataNodePoolOptions } from '../node-pool/kata-node-pool-props';
import type { NodePool } from '../node-pool/node-pool';
import type { NodePoolOptions } from '../node-pool/node-pool-props';
import type { BackupPlan, BackupPlanOptions } from './operations/backup-plan';

/** A GKE cluster, created by this program or imported by its attributes. */
export interface IGkeCluster extends IGkeClusterRef {
  /**
   * What the cluster is, in literals, for the Kubernetes tree: what the program says, of an imported cluster what was given.
   * It has no key for what is not known.
   */
  readonly facts: ClusterFacts;

  /**
   * How Terraform reaches the API server, for `KubernetesBundle`: as plain data whose texts are tokens, by the DNS name where the
   * cluster has one that works from outside, else by the address. Credentials come from `gke-gcloud-auth-plugin`, which uses the
   * account of gcloud, and stay out of Terraform's state.
   *
   * @throws for an imported cluster whose attributes have neither `dnsEndpoint` nor `endpoint` with `caCertificate`
   */
  readonly access: ClusterAccess;

  /** The warnings about the cluster and its node pools, as they are printed, without what was acknowledged. */
  readonly warnings: readonly string[];

  /**
   * Adds a node pool for ordinary pods.
   *
   * @param id id of the construct, and the beginning of the pool's name
   * @param options what differs from the defaults
   */
  addNodePool(id: string, options?: NodePoolOptions): NodePool;

  /**
   * Adds a node pool whose nodes can run pods in virtual machines.
   *
   * @param id id of the construct, and the beginning of the pool's name
   * @param options what differs from the defaults
   */
  addKataNodePool(id: string, options?: KataNodePoolOptions): KataNodePool;

  /**
   * Adds a plan of Backup for GKE.
   *
   * @param id id of the construct
   * @param options what differs from the defaults
   * @throws when the cluster has no backup agent
   */
  addBackupPlan(id: string, options?: BackupPlanOptions): BackupPlan;
}
