import type { IGkeNetwork } from '../network/gke-network-interface';
import type { INodeIdentity } from '../node-pool/node-identity';
import type { ControlPlaneAccess } from './control-plane-access';
import type { MaintenanceExclusion, MaintenanceWindow } from './maintenance-policy';
import type { UpgradeNotifications } from './upgrade-notifications';

/** How soon a cluster gets new versions. */
export enum ReleaseChannel {
  /** First of all. */
  RAPID = 'RAPID',
  /** Some months later. */
  REGULAR = 'REGULAR',
  /** Last. */
  STABLE = 'STABLE',
  /** Long support of a minor version. */
  EXTENDED = 'EXTENDED',
  /** On no channel: nobody upgrades the cluster but you. */
  UNSPECIFIED = 'UNSPECIFIED',
}

/** How images and workloads are looked through for known weaknesses. */
export enum VulnerabilityScanning {
  /** Not at all. */
  DISABLED = 'VULNERABILITY_DISABLED',
  /** Operating system packages. */
  BASIC = 'VULNERABILITY_BASIC',
  /** Packages of programming languages too; costs by the cluster. */
  ENTERPRISE = 'VULNERABILITY_ENTERPRISE',
}

/** Properties of `GkeCluster`. */
export interface GkeClusterProps {
  /** Region, such as `europe-west4`. A cluster in one zone stops with it, and is refused. */
  readonly location: string;

  /** The network. */
  readonly network: IGkeNetwork;

  /**
   * Name, at most 40 characters. It cannot be changed later.
   *
   * @default - the ids of stack and construct
   */
  readonly name?: string;

  /**
   * Project.
   *
   * @default - the provider's
   */
  readonly project?: string;

  /**
   * Zones of the nodes of pools that name none.
   *
   * @default - three of the region
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
  readonly releaseChannel?: ReleaseChannel;

  /**
   * Oldest version of the control plane, such as `1.33`. The channel still upgrades beyond it.
   *
   * @default - the channel's
   */
  readonly minimumVersion?: string;

  /**
   * Whether patches come as soon as the channel has them.
   *
   * @default false
   */
  readonly acceleratedPatches?: boolean;

  /**
   * When GKE may upgrade by itself.
   *
   * @default - six hours on Saturdays and on Sundays, UTC
   */
  readonly maintenanceWindow?: MaintenanceWindow;

  /**
   * Times in which GKE leaves the cluster alone; at most 20.
   *
   * @default - none
   */
  readonly maintenanceExclusions?: readonly MaintenanceExclusion[];

  /**
   * Messages about upgrades.
   *
   * @default - none
   */
  readonly upgradeNotifications?: UpgradeNotifications;

  /**
   * Service account of nodes.
   *
   * @default - an account of its own with the least roles
   */
  readonly nodeIdentity?: INodeIdentity;

  /**
   * Artifact Registry repositories from which nodes of the cluster's own account pull, as
   * `projects/PROJECT/locations/LOCATION/repositories/NAME`.
   *
   * @default - none
   */
  readonly pullRepositories?: readonly string[];

  /**
   * Whether Secrets are encrypted with a Cloud KMS key: `secretsEncryptionKey`, or one that the cluster makes.
   *
   * @default - true where `secretsEncryptionKey` is given; otherwise Google alone encrypts them
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
   * Whether images must be allowed by the project's Binary Authorization policy, which admits all until it is changed.
   *
   * @default true
   */
  readonly binaryAuthorization?: boolean;

  /**
   * Whether workloads are looked through for what is badly configured.
   *
   * @default true
   */
  readonly securityPosture?: boolean;

  /**
   * How images are looked through for known weaknesses.
   *
   * @default VulnerabilityScanning.BASIC
   */
  readonly vulnerabilityScanning?: VulnerabilityScanning;

  /**
   * What is logged.
   *
   * @default - SYSTEM_COMPONENTS, WORKLOADS, APISERVER, CONTROLLER_MANAGER, SCHEDULER
   */
  readonly loggingComponents?: readonly string[];

  /**
   * What is measured.
   *
   * @default - SYSTEM_COMPONENTS, APISERVER, CONTROLLER_MANAGER, SCHEDULER
   */
  readonly monitoringComponents?: readonly string[];

  /**
   * Whether Google collects what Prometheus would.
   *
   * @default true
   */
  readonly managedPrometheus?: boolean;

  /**
   * Whether costs are told apart by namespace and label.
   *
   * @default true
   */
  readonly costAllocation?: boolean;

  /**
   * Labels of the cluster, for billing.
   *
   * @default - managed-by: cdk-kata
   */
  readonly labels?: { readonly [label: string]: string };

  /**
   * Whether the agent of Backup for GKE is there.
   *
   * @default false
   */
  readonly backupAgent?: boolean;

  /**
   * Project of the fleet that the cluster joins.
   *
   * @default - no fleet
   */
  readonly fleetProject?: string;

  /**
   * Whether there is the Gateway API.
   *
   * @default true
   */
  readonly gatewayApi?: boolean;

  /**
   * Whether there is the CSI driver for Filestore.
   *
   * @default false
   */
  readonly filestoreCsi?: boolean;

  /**
   * Whether there is the CSI driver for Cloud Storage.
   *
   * @default false
   */
  readonly gcsFuseCsi?: boolean;

  /**
   * Whether there is the CSI driver for Compute Engine's disks.
   *
   * @default true
   */
  readonly persistentDiskCsi?: boolean;

  /**
   * Whether each node caches DNS.
   *
   * @default true
   */
  readonly nodeLocalDns?: boolean;

  /**
   * Group of groups for RBAC: `gke-security-groups@` and your domain.
   *
   * @default - none
   */
  readonly securityGroup?: string;

  /**
   * Whether the network is Dataplane V2, which enforces network policies. It cannot be changed later.
   *
   * @default true
   */
  readonly dataplaneV2?: boolean;

  /**
   * Whether Terraform refuses to destroy or replace the cluster and its pools.
   *
   * @default true
   */
  readonly deletionProtection?: boolean;

  /**
   * Whether the pool for ordinary pods is made by another program, so that it is not missed.
   *
   * @default false
   */
  readonly hasExternalNodePools?: boolean;
}
