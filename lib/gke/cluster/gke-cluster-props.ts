import type { IResolvable } from 'cdktf';
import type { IGkeNetwork } from '../network/gke-network-interface';
import type { INodeIdentity } from '../node-pool/node-identity';
import type { GkeConstructProps } from '../project/gke-construct';
import type { ControlPlaneAccess } from './access/control-plane-access';
import type { ClusterFeatures } from './features/cluster-features';
import type { DataplaneOptions } from './features/dataplane';
import type { NewerClusterOptions } from './features/newer-cluster-options';
import type { MaintenanceExclusion } from './operations/maintenance-policy';
import type { MaintenanceWindow } from './operations/maintenance-window';
import type { UpgradeNotifications } from './operations/upgrade-notifications';
import type { ISecretsKey } from './security/secrets-encryption';

/**
 * How soon a cluster gets new versions of GKE.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/release-channels
 */
export enum ReleaseChannel {
  /** New versions first, without the SLA of the others. */
  RAPID = 'RAPID',
  /** Versions that Rapid has had for two to three months. */
  REGULAR = 'REGULAR',
  /** Versions that Regular has had for two to three months. */
  STABLE = 'STABLE',
  /** The versions of Regular; each minor version is supported for up to 24 months. */
  EXTENDED = 'EXTENDED',
  /** On no channel: GKE does not choose the upgrades of the cluster. */
  UNSPECIFIED = 'UNSPECIFIED',
}

/** How GKE scans images of running workloads for known vulnerabilities. */
export enum VulnerabilityScanning {
  /** No scanning. */
  DISABLED = 'VULNERABILITY_DISABLED',
  /** Packages of operating systems. Google no longer supports it. */
  BASIC = 'VULNERABILITY_BASIC',
  /** Packages of programming languages too. Google no longer supports it. */
  ENTERPRISE = 'VULNERABILITY_ENTERPRISE',
}

/** Properties of `GkeCluster`. */
export interface GkeClusterProps extends GkeConstructProps, ClusterFeatures, DataplaneOptions, NewerClusterOptions {
  /** Region, such as `europe-west4`. A zone is refused: a cluster in one zone stops when the zone does. */
  readonly location: string;

  /** Network of nodes, pods and services, in the same region. */
  readonly network: IGkeNetwork;

  /**
   * Name: at most 40 lower-case letters, digits and dashes. A change replaces the cluster.
   *
   * @default - the ids of stack and construct
   */
  readonly name?: string;

  /**
   * Prefix of the name, and of the default names of what the cluster makes, so that two copies of one program live in one
   * project.
   *
   * @default - no prefix
   */
  readonly namePrefix?: string;

  /**
   * Project of the cluster.
   *
   * @default - the project of the stack's Google provider
   */
  readonly project?: string;

  /**
   * Zones of the nodes, for pools that name none.
   *
   * @default - three zones of the region, which GKE chooses
   */
  readonly zones?: readonly string[];

  /**
   * How the control plane is reached.
   *
   * @default - ControlPlaneAccess.dnsAndPrivateEndpoint()
   */
  readonly controlPlaneAccess?: ControlPlaneAccess;

  /**
   * How soon the cluster gets new versions.
   *
   * @default ReleaseChannel.REGULAR
   */
  readonly releaseChannel?: ReleaseChannel | IResolvable;

  /**
   * Lowest version of the control plane, such as `1.33`. The release channel still upgrades it.
   *
   * @default - the default version of the release channel
   */
  readonly minimumVersion?: string;

  /**
   * Whether GKE upgrades to a patch as soon as the release channel has it.
   *
   * @default false
   */
  readonly acceleratedPatches?: boolean | IResolvable;

  /**
   * When GKE may upgrade by itself.
   *
   * @default - MaintenanceWindow.weekly(): six hours from 00:00 UTC on Saturdays and on Sundays
   */
  readonly maintenanceWindow?: MaintenanceWindow;

  /**
   * Periods in which GKE does not upgrade by itself: at most 20, three of them with `NO_UPGRADES`. A list of such objects that
   * only Terraform knows will do; it is not checked.
   *
   * @default - none
   */
  readonly maintenanceExclusions?: readonly MaintenanceExclusion[] | IResolvable;

  /**
   * Notifications about upgrades and security bulletins, by Pub/Sub.
   *
   * @default - none
   */
  readonly upgradeNotifications?: UpgradeNotifications;

  /**
   * Service account of nodes, for pools that name none.
   *
   * @default - a new account with the roles that a node needs
   */
  readonly nodeIdentity?: INodeIdentity;

  /**
   * Artifact Registry repositories that the new account of the nodes may pull from, as
   * `projects/PROJECT/locations/LOCATION/repositories/NAME`.
   *
   * @default - none
   */
  readonly pullRepositories?: readonly string[];

  /**
   * Whether Secrets are encrypted with a Cloud KMS key: `secretsEncryptionKey`, or a new one.
   *
   * @default - true where `secretsEncryptionKey` is given, otherwise false
   */
  readonly secretsEncryption?: boolean;

  /**
   * Cloud KMS key for Secrets: `projects/P/locations/L/keyRings/R/cryptoKeys/K`. GKE's service agent is given the right to
   * use it.
   *
   * @default - none
   */
  readonly secretsEncryptionKey?: string;

  /**
   * Cloud KMS key for Secrets, as a construct with options of its own, instead of `secretsEncryption` and
   * `secretsEncryptionKey`. The cluster makes no grant on it.
   *
   * @default - as `secretsEncryption` and `secretsEncryptionKey` say
   */
  readonly secretsKey?: ISecretsKey;

  /**
   * Whether images must be admitted by the project's Binary Authorization policy, which admits all until it is changed.
   *
   * @default true
   */
  readonly binaryAuthorization?: boolean | IResolvable;

  /**
   * Whether GKE's security posture looks for badly configured workloads.
   *
   * @default true
   */
  readonly securityPosture?: boolean | IResolvable;

  /**
   * How GKE scans images of running workloads for known vulnerabilities. Google ended both kinds of scanning: Artifact
   * Analysis scans images in Artifact Registry.
   *
   * @default - nothing is written, and GKE does not scan
   */
  readonly vulnerabilityScanning?: VulnerabilityScanning | IResolvable;

  /**
   * Components whose logs are collected. `SYSTEM_COMPONENTS` is needed for all others.
   *
   * @default - SYSTEM_COMPONENTS, WORKLOADS, APISERVER, CONTROLLER_MANAGER, SCHEDULER
   */
  readonly loggingComponents?: readonly string[];

  /**
   * Components that are measured. `SYSTEM_COMPONENTS` is needed for all others.
   *
   * @default - SYSTEM_COMPONENTS, APISERVER, CONTROLLER_MANAGER, SCHEDULER
   */
  readonly monitoringComponents?: readonly string[];

  /**
   * Enables Managed Service for Prometheus.
   *
   * @default true
   */
  readonly managedPrometheus?: boolean | IResolvable;

  /**
   * Enables GKE cost allocation, which splits costs by namespace and label.
   *
   * @default true
   */
  readonly costAllocation?: boolean | IResolvable;

  /**
   * Labels of the cluster, and of its key for Secrets, backup plans and alerts, for billing: at most 64.
   *
   * @default - `managed-by: cdk-kata`, which is always there
   */
  readonly labels?: { readonly [label: string]: string } | IResolvable;

  /**
   * Enables the agent of Backup for GKE.
   *
   * @default false
   */
  readonly backupAgent?: boolean | IResolvable;

  /**
   * Host project of the fleet that the cluster joins.
   *
   * @default - the cluster joins no fleet
   */
  readonly fleetProject?: string;

  /**
   * Enables the Gateway API controller.
   *
   * @default true
   */
  readonly gatewayApi?: boolean | IResolvable;

  /**
   * Enables the Filestore CSI driver.
   *
   * @default false
   */
  readonly filestoreCsi?: boolean | IResolvable;

  /**
   * Enables the Cloud Storage FUSE CSI driver.
   *
   * @default false
   */
  readonly gcsFuseCsi?: boolean | IResolvable;

  /**
   * Enables the Compute Engine persistent disk CSI driver.
   *
   * @default true
   */
  readonly persistentDiskCsi?: boolean | IResolvable;

  /**
   * Enables NodeLocal DNSCache.
   *
   * @default true
   */
  readonly nodeLocalDns?: boolean | IResolvable;

  /**
   * Google Groups for RBAC: `gke-security-groups@` followed by your domain.
   *
   * @default - Google Groups have no meaning in RBAC
   */
  readonly securityGroup?: string;

  /**
   * Whether Terraform refuses to destroy or replace the cluster and its node pools. A pool may say otherwise.
   *
   * @default true
   */
  readonly deletionProtection?: boolean;

  /**
   * Whether another program adds a node pool for ordinary pods, so that this program need not have one.
   *
   * @default false
   */
  readonly hasExternalNodePools?: boolean;
}
