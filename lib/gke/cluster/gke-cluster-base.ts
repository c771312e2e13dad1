import { DefaultTokenResolver, StringConcat, Tokenization } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { ClusterAccess } from '../../contract/cluster-access';
import type { ClusterFacts } from '../../contract/cluster-facts';
import { warnings } from '../../validation/findings';
import type { IGkeNetwork } from '../network/gke-network-interface';
import type { NodePoolSummary } from '../node-pool/gke-cluster-ref';
import { KataNodePool } from '../node-pool/kata-node-pool';
import type { KataNodePoolOptions } from '../node-pool/kata-node-pool-props';
import type { INodeIdentity } from '../node-pool/node-identity';
import { NodePool } from '../node-pool/node-pool';
import type { NodePoolOptions } from '../node-pool/node-pool-props';
import { GkeConstruct } from '../project/gke-construct';
import { shortHash } from '../project/resource-names';
import type { IGkeCluster } from './gke-cluster-interface';
import { BackupPlan, type BackupPlanOptions } from './operations/backup-plan';
import { KmsKeyGrant, KmsKeyUser } from './security/kms-key-grant';

/** The verbs of a cluster, whether this program makes it or only adds to it. */
export abstract class GkeClusterBase extends GkeConstruct implements IGkeCluster {
  public abstract readonly clusterId: string;
  public abstract readonly name: string;
  public abstract readonly location: string;
  public abstract readonly project: string;
  public abstract readonly nodeIdentity: INodeIdentity;
  public abstract readonly network: IGkeNetwork | undefined;
  public abstract readonly releaseChannel: string | undefined;
  public abstract readonly deletionProtection: boolean;

  public abstract readonly facts: ClusterFacts;

  public abstract readonly access: ClusterAccess;

  /** Names of the node pools that were added so far, hash included. */
  public get nodePoolNames(): readonly string[] {
    return this.pools.map(({ name }) => name);
  }

  /** The node pools that were added so far. */
  protected readonly pools: NodePoolSummary[] = [];

  public addNodePool(id: string, options: NodePoolOptions = {}): NodePool {
    return new NodePool(this, id, { ...options, cluster: this });
  }

  public addKataNodePool(id: string, options: KataNodePoolOptions = {}): KataNodePool {
    return new KataNodePool(this, id, { ...options, cluster: this });
  }

  public addBackupPlan(id: string, options: BackupPlanOptions = {}): BackupPlan {
    return new BackupPlan(this, id, { ...options, cluster: this });
  }

  public grantDiskKey(key: string): IConstruct {
    const id = `disk-key-${keyId(this, key)}`;
    const existing = this.node.tryFindChild(id);
    if (existing !== undefined) return existing;
    return new KmsKeyGrant(this, id, { key, project: this.project, user: KmsKeyUser.COMPUTE_ENGINE });
  }

  public registerPool(pool: NodePoolSummary): void {
    this.pools.push(pool);
  }

  public get warnings(): readonly string[] {
    const pools = this.pools.map(({ resource }) => resource.node.scope ?? resource);
    const elsewhere = pools.filter((pool) => !pool.node.scopes.includes(this));
    return warnings(this, ...elsewhere);
  }
}

/**
 * Text that stands for a key in an id. For a token it is the expression that Terraform reads, because the number of a
 * token changes from program to program.
 */
function keyId(scope: IConstruct, key: string): string {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return shortHash(String(Tokenization.resolve(key, { scope, resolver, preparing: false })));
}
