import { ContainerCluster } from '@cdktf/provider-google/lib/container-cluster';
import { type IResolvable, Token, Tokenization } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import type { ClusterAccess } from '../../contract/cluster-access';
import type { ClusterFacts } from '../../contract/cluster-facts';
import type { Finding } from '../../validation/finding';
import { assertProps } from '../../validation/props';
import type { IGkeNetwork } from '../network/gke-network-interface';
import { type INodeIdentity, NodeIdentity } from '../node-pool/node-identity';
import { requireServices } from '../project/project-services';
import { providerProject } from '../project/providers';
import { defaultName, literalDefaultName, prefixed, useNamePrefix } from '../project/resource-names';
import { sameStackOnly } from '../project/stack';
import { addStackCheck, assertAndKeep } from '../project/stack-findings';
import { literal, writeBlockIf } from '../project/values';
import { gkeAccess } from './access/cluster-access';
import { ControlPlaneAccess } from './access/control-plane-access';
import { maxNodes } from './cluster-capacity';
import { clusterConfig, requiredServices } from './container-cluster-config';
import { writeObservability } from './features/dataplane';
import { clusterFacts } from './features/facts';
import { writeNewerOptions } from './features/newer-cluster-options';
import { GkeClusterBase } from './gke-cluster-base';
import type { IGkeCluster } from './gke-cluster-interface';
import { type GkeClusterProps, ReleaseChannel } from './gke-cluster-props';
import { validateCluster, validateNodeVersions, validatePools, validateSystemPools } from './gke-cluster-rules';
import { type GkeClusterAttributes, ImportedGkeCluster } from './imported-gke-cluster';
import * as errors from './messages';
import { lazyRequirements } from './node-requirements';
import { type ISecretsKey, SecretsEncryption } from './security/secrets-encryption';

/**
 * A regional Standard cluster, hardened: private nodes, a control plane behind an IAM-guarded name, Workload Identity,
 * Dataplane V2, Shielded nodes, no default service account, no legacy access, release channel, protection from deletion.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster
 * @throws FindingsError for properties that GKE would refuse
 * @example
 * const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
 * const cluster = new GkeCluster(stack, 'gke', { location: 'europe-west4', network });
 * cluster.addNodePool('system');
 * const pool = cluster.addKataNodePool('kata', { minNodes: 0, maxNodes: 6 });
 */
export class GkeCluster extends GkeClusterBase {
  /**
   * Imports a cluster that another program made. Node pools can be added to it.
   *
   * @param scope where the construct goes
   * @param id its id
   * @param attributes what the other program made
   */
  public static fromClusterAttributes(scope: Construct, id: string, attributes: GkeClusterAttributes): IGkeCluster {
    return new ImportedGkeCluster(scope, id, attributes);
  }

  /** Id of the cluster, for node pools. A token. */
  public readonly clusterId: string;
  /** Region of the cluster. */
  public readonly location: string;
  /** Project of the cluster; may be a token. */
  public readonly project: string;
  /** Service account of node pools that name none. */
  public readonly nodeIdentity: INodeIdentity;
  /** The network of the cluster. */
  public readonly network: IGkeNetwork;
  /** Release channel, which decides how GKE upgrades nodes; undefined where only Terraform knows it. */
  public readonly releaseChannel: string | undefined;
  /** Whether Terraform refuses to destroy the cluster, and pools that say nothing else. */
  public readonly deletionProtection: boolean;

  /** Maximum number of pods on a node of pools that say nothing; undefined for GKE's 110. */
  public readonly defaultMaxPodsPerNode: number | undefined;
  /** Tags of Resource Manager on the VMs of pools that name none. */
  public readonly resourceManagerTags: { readonly [key: string]: string } | IResolvable | undefined;

  /** Terraform resource of the cluster. */
  public readonly resource: ContainerCluster;

  /** Cloud KMS key for Secrets; undefined without one. */
  public readonly secretsEncryption: ISecretsKey | undefined;

  /** Labels that were given to the cluster. */
  public readonly labels: { readonly [label: string]: string } | IResolvable | undefined;

  /** Number of zones that were named; undefined for those of the region. */
  public readonly zoneCount: number | undefined;
  /** Whether this program makes the cluster. */
  public readonly isCreatedHere = true;

  private readonly props: GkeClusterProps;
  private readonly givenName: string | undefined;
  private readonly controlPlaneAccess: ControlPlaneAccess;
  private readonly ownIdentity: { readonly pullRepositories?: readonly string[] } | undefined;
  /** Whether the agent of Backup for GKE runs; undefined where only Terraform knows. */
  public readonly hasBackupAgent: boolean | undefined;

  constructor(scope: Construct, id: string, props: GkeClusterProps) {
    super(scope, id, props);
    assertProps('GkeClusterProps', props, this.node.path);
    useNamePrefix(this, props.namePrefix);
    this.givenName = props.name;
    assertAndKeep(this, validateCluster(props, this.name));
    this.location = props.location;
    this.labels = props.labels;
    this.network = props.network;
    this.project = props.project ?? providerProject(this);
    this.releaseChannel = literal(props.releaseChannel ?? ReleaseChannel.REGULAR);
    this.deletionProtection = props.deletionProtection ?? true;
    this.controlPlaneAccess = props.controlPlaneAccess ?? ControlPlaneAccess.dnsAndPrivateEndpoint();
    this.hasBackupAgent = Token.isUnresolved(props.backupAgent) ? undefined : props.backupAgent === true;
    this.nodeIdentity =
      props.nodeIdentity ??
      new NodeIdentity(this, 'nodes', { project: this.project, pullRepositories: props.pullRepositories });
    this.secretsEncryption = this.secretsKey(props);
    this.resource = new ContainerCluster(this, 'Default', {
      ...clusterConfig(props, {
        name: props.name === undefined ? defaultName(this) : this.name,
        project: this.project,
        access: this.controlPlaneAccess,
        nodeServiceAccount: this.nodeIdentity.email,
        nodeRequirements: lazyRequirements(() => this.pools, props.resourceManagerTags),
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
    this.props = props;
    requireServices(this, requiredServices(props), this.project);
    writeNewerOptions(this, this.resource, props);
    writeObservability(this.resource, props);
    if (Tokenization.isResolvable(props.acceleratedPatches)) {
      const content = { patch_mode: 'ACCELERATED' };
      writeBlockIf(this.resource, 'gke_auto_upgrade_config', props.acceleratedPatches, content);
    }
    this.clusterId = this.resource.id;
    this.defaultMaxPodsPerNode = props.defaultMaxPodsPerNode;
    this.resourceManagerTags = props.resourceManagerTags;
    this.zoneCount = knownLength(props.zones);
    this.ownIdentity = props.nodeIdentity === undefined ? { pullRepositories: props.pullRepositories } : undefined;
    this.network.registerCluster?.({
      name: this.name,
      deletionProtection: this.deletionProtection,
      maxNodes: () => maxNodes(this.pools, this.zoneCount),
    });
    addStackCheck(this, () => this.validateAtSynthesis(props));
  }

  /**
   * Service account of Kata node pools that name none: another than that of the other pools, so that code that escapes from a VM
   * has the permissions of a Kata node alone. The account that was given to the cluster, where one was.
   */
  public get kataNodeIdentity(): INodeIdentity {
    if (this.ownIdentity === undefined) return this.nodeIdentity;
    const existing = this.node.tryFindChild('kata-nodes') as NodeIdentity | undefined;
    return existing ?? new NodeIdentity(this, 'kata-nodes', { project: this.project, ...this.ownIdentity });
  }

  /**
   * Lets the service agent of Compute Engine use a key for boot disks. The cluster waits for it: the nodes that it is created
   * with have the same key.
   *
   * @param key id of the Cloud KMS key; may be a token
   * @returns the grant
   */
  public override grantDiskKey(key: string): IConstruct {
    const grant = super.grantDiskKey(key);
    this.resource.node.addDependency(grant);
    return grant;
  }

  private secretsKey(props: GkeClusterProps): ISecretsKey | undefined {
    if (props.secretsKey !== undefined) return props.secretsKey;
    if (props.secretsEncryption !== true && props.secretsEncryptionKey === undefined) return undefined;
    return new SecretsEncryption(this, 'secrets', {
      project: this.project,
      location: this.location,
      existingKey: props.secretsEncryptionKey,
      labels: props.labels,
      deletionProtection: this.deletionProtection,
    });
  }

  /** Name of the cluster. */
  public get name(): string {
    return this.givenName === undefined ? literalDefaultName(this) : prefixed(this, this.givenName);
  }

  /** What the cluster is, in literals, for the Kubernetes half. What only Terraform knows is left out. */
  public get facts(): ClusterFacts {
    return clusterFacts(this.props, this.project);
  }

  /**
   * How Terraform reaches the API server, for `KubernetesBundle`: by the DNS name, or by the address where the name does not work
   * from outside. Its texts are tokens, and it holds no credentials.
   */
  public get access(): ClusterAccess {
    const { dnsEndpoint, endpoint, caCertificate } = this;
    const where = this.controlPlaneAccess.byDnsName ? { dnsEndpoint } : { endpoint, caCertificate };
    return gkeAccess(where) as ClusterAccess;
  }

  /** Certificate of the control plane's authority, in base64. @returns a token */
  public get caCertificate(): string {
    return this.resource.masterAuth.clusterCaCertificate;
  }

  /** Version that the control plane runs. @returns a token */
  public get masterVersion(): string {
    return this.resource.masterVersion;
  }

  /** Workload Identity pool, such as `acme-dev.svc.id.goog`; may be a token. */
  public get workloadPool(): string {
    return `${this.project}.svc.id.goog`;
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

  private validateAtSynthesis({ hasExternalNodePools }: GkeClusterProps): Finding[] {
    return [
      ...(hasExternalNodePools === true ? [] : validateSystemPools(this.pools)),
      ...validatePools(this.pools, this.network, this.zoneCount, this.props.additionalPodRangeNames ?? []),
      ...validateNodeVersions(this.pools, this.props.pinnedVersion),
      ...validateNeighbours(this, this.otherClusters()),
    ];
  }

  /** The clusters that were made before this one in the same app. */
  private otherClusters(): GkeCluster[] {
    const clusters = this.node.root.node.findAll().filter((it): it is GkeCluster => it instanceof GkeCluster);
    return clusters.slice(0, clusters.indexOf(this));
  }
}

function knownLength(list: readonly string[] | undefined): number | undefined {
  return list === undefined || Token.isUnresolved(list) ? undefined : list.length;
}

function validateNeighbours(cluster: GkeCluster, others: readonly GkeCluster[]): Finding[] {
  const first = others.find(({ network }) => network === cluster.network);
  const isTwin = (it: GkeCluster) =>
    it.name === cluster.name && it.location === cluster.location && it.project === cluster.project;
  return [
    ...(first === undefined ? [] : [errors.networkShared(first.name)]),
    ...others.filter(isTwin).map((it) => errors.clusterNameTaken(cluster.name, it.node.path)),
  ];
}
