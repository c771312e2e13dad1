import { ContainerCluster } from '@cdktf/provider-google/lib/container-cluster';
import { Annotations } from 'cdktf';
import { Construct } from 'constructs';
import * as errors from '../errors/gke';
import { BackupPlan, type BackupPlanOptions } from './backup-plan';
import { capacityProblems } from './cluster-capacity';
import type { IGkeCluster, PoolFacts } from './cluster-interface';
import { ControlPlaneAccess } from './control-plane-access';
import { clusterConfig } from './gke-cluster-config';
import { type GkeClusterProps, ReleaseChannel } from './gke-cluster-options';
import { assertClusterProps } from './gke-cluster-rules';
import { assertRegion } from './gke-network';
import { KataNodePool, type KataNodePoolOptions } from './kata-node-pool';
import { defaultName } from './names';
import type { IGkeNetwork } from './network-interface';
import { type INodeIdentity, NodeIdentity } from './node-identity';
import { NodePool } from './node-pool';
import type { NodePoolOptions } from './node-pool-options';
import { providerProject } from './provider-project';
import { assertSameCore } from './same-core';
import { SecretsEncryption } from './secrets-encryption';

/** What a `GkeCluster` is that exists already. */
export interface GkeClusterAttributes {
  /** Name. */
  readonly name: string;

  /** Region or zone. */
  readonly location: string;

  /**
   * Project.
   *
   * @default - the provider's
   */
  readonly project?: string;

  /** Address of the service account of nodes that name none. */
  readonly nodeServiceAccountEmail: string;

  /**
   * The network, so that what it lacks is seen.
   *
   * @default - unknown
   */
  readonly network?: IGkeNetwork;

  /**
   * Release channel, which decides whether GKE insists on upgrading nodes.
   *
   * @default - unknown
   */
  readonly releaseChannel?: ReleaseChannel;

  /**
   * Whether Terraform refuses to destroy pools that say nothing else.
   *
   * @default true
   */
  readonly deletionProtection?: boolean;

  /**
   * Whether the cluster is an Autopilot cluster, which is refused.
   *
   * @default false
   */
  readonly autopilot?: boolean;
}

/**
 * A regional Standard cluster, hardened: private nodes, a control plane behind an IAM-guarded name, Workload Identity,
 * Dataplane V2, Shielded nodes, no default service account, no legacy access, release channel, protection from deletion.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster
 * @throws for a zone as location, and for whatever GKE would refuse or replace the cluster for
 */
export class GkeCluster extends Construct implements IGkeCluster {
  /**
   * A cluster that something else made. Node pools can be added to it.
   *
   * @param scope where the construct goes
   * @param id its id
   * @param attributes what the cluster is
   */
  public static fromClusterAttributes(
    scope: Construct,
    id: string,
    attributes: GkeClusterAttributes,
  ): ImportedGkeCluster {
    return new ImportedGkeCluster(scope, id, attributes);
  }

  public readonly clusterId: string;
  public readonly name: string;
  public readonly location: string;
  public readonly project: string;
  public readonly nodeIdentity: INodeIdentity;
  public readonly network: IGkeNetwork;
  public readonly releaseChannel: string;
  public readonly deletionProtection: boolean;

  /** The cluster. */
  public readonly resource: ContainerCluster;

  /** The key for Secrets; undefined when Google's is used. */
  public readonly secretsEncryption: SecretsEncryption | undefined;

  private readonly controlPlaneAccess: ControlPlaneAccess;
  private readonly hasBackupAgent: boolean;
  private readonly pools: PoolFacts[] = [];

  constructor(scope: Construct, id: string, props: GkeClusterProps) {
    super(scope, id);
    assertSameCore(this);
    const literalName = props.name ?? defaultName(this);
    assertClusterProps({ ...props, name: literalName });
    this.location = props.location;
    this.network = props.network;
    this.project = props.project ?? providerProject(this);
    this.releaseChannel = props.releaseChannel ?? ReleaseChannel.REGULAR;
    this.deletionProtection = props.deletionProtection ?? true;
    this.controlPlaneAccess = props.controlPlaneAccess ?? ControlPlaneAccess.dnsAndPrivateEndpoint();
    this.hasBackupAgent = props.backupAgent === true;
    this.nodeIdentity =
      props.nodeIdentity ??
      new NodeIdentity(this, 'nodes', { project: this.project, pullRepositories: props.pullRepositories });
    if (props.secretsEncryption === true || props.secretsEncryptionKey !== undefined) {
      this.secretsEncryption = new SecretsEncryption(this, 'secrets', {
        project: this.project,
        location: this.location,
        existingKey: props.secretsEncryptionKey,
      });
    }
    this.resource = new ContainerCluster(this, 'Default', {
      ...clusterConfig(props, {
        name: literalName,
        project: this.project,
        access: this.controlPlaneAccess,
        nodeServiceAccount: this.nodeIdentity.email,
        secretsKey: this.secretsEncryption?.keyName,
      }),
      dependsOn: [
        ...this.nodeIdentity.readiness,
        ...this.network.readiness,
        ...(this.secretsEncryption?.readiness ?? []),
      ],
      lifecycle: {
        // deletion_protection is asked when the cluster goes, which is after its pools; this is asked in the plan.
        preventDestroy: this.deletionProtection ? true : undefined,
        // The API answers with the first pool's, and whatever that has would replace the cluster.
        ignoreChanges: ['node_config'],
      },
    });
    this.clusterId = this.resource.id;
    this.name = literalName;
    if (!this.deletionProtection) Annotations.of(this).addWarning(errors.unprotected());
    if (this.releaseChannel === ReleaseChannel.UNSPECIFIED)
      Annotations.of(this).addWarning(errors.unspecifiedChannel());
    this.node.addValidation({ validate: () => this.problems(props.nodePoolsElsewhere === true) });
  }

  /** Address of the control plane inside the VPC. @returns a token */
  public get endpoint(): string {
    return this.resource.endpoint;
  }

  /** DNS name of the control plane. @returns a token */
  public get dnsEndpoint(): string {
    return this.resource.controlPlaneEndpointsConfig.dnsEndpointConfig.endpoint;
  }

  /** The command that gives `kubectl` access. */
  public get getCredentialsCommand(): string {
    const command = `gcloud container clusters get-credentials ${this.name} --location ${this.location} --project ${this.project}`;
    return this.controlPlaneAccess.byDnsName ? `${command} --dns-endpoint` : command;
  }

  /**
   * Adds a pool for ordinary pods.
   *
   * @param id id, and beginning of the pool's name
   * @param options what differs from the defaults
   */
  public addNodePool(id: string, options: NodePoolOptions = {}): NodePool {
    return new NodePool(this, id, { ...options, cluster: this });
  }

  /**
   * Adds a pool for pods in VMs.
   *
   * @param id id, and beginning of the pool's name
   * @param options what differs from the defaults
   */
  public addKataNodePool(id: string, options: KataNodePoolOptions = {}): KataNodePool {
    return new KataNodePool(this, id, { ...options, cluster: this });
  }

  /**
   * Adds a plan for backups.
   *
   * @param id id
   * @param options what differs from the defaults
   * @throws when the cluster has no backup agent
   */
  public addBackupPlan(id: string, options: BackupPlanOptions = {}): BackupPlan {
    if (!this.hasBackupAgent) throw new Error(errors.backupAgentOff());
    return new BackupPlan(this, id, { ...options, cluster: this });
  }

  public registerPool(pool: PoolFacts): void {
    this.pools.push(pool);
  }

  private problems(poolsElsewhere: boolean): string[] {
    const served = poolsElsewhere || this.pools.some(({ takesOrdinaryPods }) => takesOrdinaryPods);
    return [...(served ? [] : [errors.noSystemPool()]), ...capacityProblems(this.pools, this.network.capacity)];
  }
}

/** A cluster that something else made. */
export class ImportedGkeCluster extends Construct implements IGkeCluster {
  public readonly clusterId: string;
  public readonly name: string;
  public readonly location: string;
  public readonly project: string;
  public readonly nodeIdentity: INodeIdentity;
  public readonly network: IGkeNetwork | undefined;
  public readonly releaseChannel: string | undefined;
  public readonly deletionProtection: boolean;

  private readonly pools: PoolFacts[] = [];

  /**
   * Use `GkeCluster.fromClusterAttributes()`.
   *
   * @internal
   */
  constructor(scope: Construct, id: string, attributes: GkeClusterAttributes) {
    super(scope, id);
    assertSameCore(this);
    if (attributes.autopilot === true) throw new Error(errors.autopilotUnsupported());
    if (!attributes.name) throw new Error(errors.badAttribute('name', attributes.name));
    // A zonal cluster may exist; its pools are in its zone.
    if (!/^[a-z]+-[a-z]+\d+-[a-z]$/.test(attributes.location)) assertRegion('location', attributes.location);
    this.name = attributes.name;
    this.location = attributes.location;
    this.project = attributes.project ?? providerProject(this);
    this.clusterId = `projects/${this.project}/locations/${this.location}/clusters/${this.name}`;
    this.nodeIdentity = NodeIdentity.fromServiceAccountEmail(this, 'nodes', attributes.nodeServiceAccountEmail);
    this.network = attributes.network;
    this.releaseChannel = attributes.releaseChannel;
    this.deletionProtection = attributes.deletionProtection ?? true;
    this.node.addValidation({ validate: () => capacityProblems(this.pools, this.network?.capacity) });
  }

  /**
   * Adds a pool for ordinary pods.
   *
   * @param id id, and beginning of the pool's name
   * @param options what differs from the defaults
   */
  public addNodePool(id: string, options: NodePoolOptions = {}): NodePool {
    return new NodePool(this, id, { ...options, cluster: this });
  }

  /**
   * Adds a pool for pods in VMs.
   *
   * @param id id, and beginning of the pool's name
   * @param options what differs from the defaults
   */
  public addKataNodePool(id: string, options: KataNodePoolOptions = {}): KataNodePool {
    return new KataNodePool(this, id, { ...options, cluster: this });
  }

  public registerPool(pool: PoolFacts): void {
    this.pools.push(pool);
  }
}
