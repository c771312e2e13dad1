import { ContainerCluster } from '@cdktf/provider-google/lib/container-cluster';
import { Annotations } from 'cdktf';
import type { Construct } from 'constructs';
import { assertProps } from '../../validation/props';
import type { IGkeNetwork } from '../network/gke-network-interface';
import { type INodeIdentity, NodeIdentity } from '../node-pool/node-identity';
import { defaultName } from '../project/resource-names';
import { providerProject, sameStackOnly } from '../project/stack';
import { clusterConfig } from './container-cluster-config';
import { ControlPlaneAccess } from './control-plane-access';
import { GkeClusterBase } from './gke-cluster-base';
import type { IGkeCluster } from './gke-cluster-interface';
import { type GkeClusterProps, ReleaseChannel } from './gke-cluster-props';
import { assertClusterProps, poolProblems } from './gke-cluster-rules';
import { type GkeClusterAttributes, ImportedGkeCluster } from './imported-gke-cluster';
import * as errors from './messages';
import { SecretsEncryption } from './secrets-encryption';

/** The first cluster of a network. */
const FIRST_CLUSTERS = new WeakMap<IGkeNetwork, string>();

/**
 * A regional Standard cluster, hardened: private nodes, a control plane behind an IAM-guarded name, Workload Identity,
 * Dataplane V2, Shielded nodes, no default service account, no legacy access, release channel, protection from deletion.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster
 * @throws for a zone as location, and for whatever GKE would refuse or replace the cluster for
 */
export class GkeCluster extends GkeClusterBase {
  /**
   * A cluster that something else made. Node pools can be added to it.
   *
   * @param scope where the construct goes
   * @param id its id
   * @param attributes what the cluster is
   */
  public static fromClusterAttributes(scope: Construct, id: string, attributes: GkeClusterAttributes): IGkeCluster {
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
  public readonly hasBackupAgent: boolean;

  constructor(scope: Construct, id: string, props: GkeClusterProps) {
    super(scope, id);
    assertProps('GkeClusterProps', props);
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
      dependsOn: sameStackOnly(this, [
        ...this.nodeIdentity.dependencies,
        ...this.network.dependencies,
        ...(this.secretsEncryption?.dependencies ?? []),
      ]),
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
    const first = FIRST_CLUSTERS.get(this.network);
    if (first === undefined) FIRST_CLUSTERS.set(this.network, literalName);
    else Annotations.of(this).addWarning(errors.networkShared(first));
    this.node.addValidation({ validate: () => this.problems(props) });
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

  private problems({ hasExternalNodePools, zones }: GkeClusterProps): string[] {
    const served = hasExternalNodePools === true || this.pools.some(({ acceptsSystemPods }) => acceptsSystemPods);
    return [
      ...(served ? [] : [errors.noSystemPool()]),
      ...poolProblems(this.pools, this.network.capacity, zones?.length),
    ];
  }
}
