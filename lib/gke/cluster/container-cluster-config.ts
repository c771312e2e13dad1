import type { ContainerClusterConfig } from '@cdktf/provider-google/lib/container-cluster';
import { StackType } from '../network/gke-network-interface';
import type { NodeRequirements } from '../node-pool/gke-cluster-ref';
import { temporaryNodeConfig } from '../node-pool/node-pool-config';
import { withOwnLabel } from '../project/resource-names';
import { choice, listOrToken, textOrToken } from '../project/values';
import type { ControlPlaneAccess } from './access/control-plane-access';
import { DEFAULT_LOGGING_COMPONENTS, DEFAULT_MONITORING_COMPONENTS } from './components';
import { featureConfig } from './features/cluster-features';
import { dataplaneConfig, observabilityConfig, policyAddon } from './features/dataplane';
import { type GkeClusterProps, ReleaseChannel } from './gke-cluster-props';
import { DEFAULT_MAINTENANCE_WINDOW, maintenancePolicy } from './operations/maintenance-policy';
import { notificationConfig } from './operations/upgrade-notifications';

/** What the cluster's block needs beside its properties. */
export interface ClusterContext {
  readonly name: string;
  readonly project: string;
  readonly access: ControlPlaneAccess;
  readonly nodeServiceAccount: string;
  readonly nodeRequirements: NodeRequirements;
  readonly secretsKey: string | undefined;
}

/** The attributes of `google_container_cluster`. */
export function clusterConfig(props: GkeClusterProps, context: ClusterContext): ContainerClusterConfig {
  return {
    name: context.name,
    project: context.project,
    location: props.location,
    nodeLocations: props.zones && listOrToken(props.zones),
    deletionProtection: props.deletionProtection ?? true,
    resourceLabels: withOwnLabel(props.labels),
    timeouts: { create: '60m', update: '90m', delete: '60m' },
    ...defaultPool(context),
    ...networking(props, context),
    ...versions(props),
    ...security(props, context),
    ...operations(props),
    ...featureConfig(props),
  };
}

/** The pool that GKE creates with every cluster. It lives for minutes, under the same policies as the others. */
function defaultPool({ nodeServiceAccount, nodeRequirements }: ClusterContext): Partial<ContainerClusterConfig> {
  const { bootDiskKmsKey, networkTags, resourceManagerTags } = nodeRequirements;
  return {
    removeDefaultNodePool: true,
    initialNodeCount: 1,
    nodeConfig: temporaryNodeConfig({
      serviceAccount: nodeServiceAccount,
      bootDiskKmsKey,
      networkTags,
      resourceManagerTags,
    }),
    // It holds only for pools that do not set the option, so each pool of this library sets it too.
    nodePoolDefaults: { nodeConfigDefaults: { insecureKubeletReadonlyPortEnabled: 'FALSE' } },
  };
}

function networking(props: GkeClusterProps, { access }: ClusterContext) {
  const { network, additionalPodRangeNames: more } = props;
  return {
    network: network.networkId,
    subnetwork: network.subnetworkId,
    networkingMode: 'VPC_NATIVE',
    ipAllocationPolicy: {
      clusterSecondaryRangeName: network.podRangeName,
      servicesSecondaryRangeName: network.serviceRangeName,
      additionalPodRangesConfig: more && { podRangeNames: listOrToken(more) },
      stackType: network.stackType === StackType.IPV4_IPV6 ? 'IPV4_IPV6' : 'IPV4',
    },
    ...dataplaneConfig(props),
    enableIntranodeVisibility: true,
    enableL4IlbSubsetting: true,
    privateClusterConfig: access.config.privateCluster,
    controlPlaneEndpointsConfig: access.config.endpoints,
    masterAuthorizedNetworksConfig: access.config.authorizedNetworks,
  } satisfies Partial<ContainerClusterConfig>;
}

function versions(props: GkeClusterProps): Partial<ContainerClusterConfig> {
  return {
    releaseChannel: { channel: textOrToken(props.releaseChannel ?? ReleaseChannel.REGULAR) },
    minMasterVersion: props.pinnedVersion ?? props.minimumVersion,
    gkeAutoUpgradeConfig: props.acceleratedPatches === true ? { patchMode: 'ACCELERATED' } : undefined,
    maintenancePolicy: maintenancePolicy(
      props.maintenanceWindow ?? DEFAULT_MAINTENANCE_WINDOW,
      props.maintenanceExclusions ?? [],
    ),
    notificationConfig: notificationConfig(props.upgradeNotifications),
  };
}

function security(props: GkeClusterProps, { project, secretsKey }: ClusterContext): Partial<ContainerClusterConfig> {
  return {
    workloadIdentityConfig: { workloadPool: `${project}.svc.id.goog` },
    enableShieldedNodes: true,
    enableLegacyAbac: false,
    masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
    rbacBindingConfig: {
      enableInsecureBindingSystemAuthenticated: false,
      enableInsecureBindingSystemUnauthenticated: false,
    },
    anonymousAuthenticationConfig: { mode: 'LIMITED' },
    authenticatorGroupsConfig: props.securityGroup === undefined ? undefined : { securityGroup: props.securityGroup },
    databaseEncryption: secretsKey === undefined ? undefined : { state: 'ENCRYPTED', keyName: secretsKey },
    binaryAuthorization: {
      evaluationMode: choice(props.binaryAuthorization ?? true, 'PROJECT_SINGLETON_POLICY_ENFORCE', 'DISABLED'),
    },
    securityPostureConfig: {
      mode: choice(props.securityPosture ?? true, 'BASIC', 'DISABLED'),
      vulnerabilityMode: props.vulnerabilityScanning && textOrToken(props.vulnerabilityScanning),
    },
  };
}

function operations(props: GkeClusterProps): Partial<ContainerClusterConfig> {
  return {
    loggingConfig: { enableComponents: listOrToken(props.loggingComponents ?? DEFAULT_LOGGING_COMPONENTS) },
    monitoringConfig: {
      enableComponents: listOrToken(props.monitoringComponents ?? DEFAULT_MONITORING_COMPONENTS),
      managedPrometheus: { enabled: props.managedPrometheus ?? true },
      advancedDatapathObservabilityConfig: observabilityConfig(props),
    },
    costManagementConfig: { enabled: props.costAllocation ?? true },
    verticalPodAutoscaling: { enabled: true },
    gatewayApiConfig: { channel: choice(props.gatewayApi ?? true, 'CHANNEL_STANDARD', 'CHANNEL_DISABLED') },
    fleet: props.fleetProject === undefined ? undefined : { project: props.fleetProject },
    addonsConfig: {
      gcePersistentDiskCsiDriverConfig: { enabled: props.persistentDiskCsi ?? true },
      dnsCacheConfig: { enabled: props.nodeLocalDns ?? true },
      gcpFilestoreCsiDriverConfig: { enabled: props.filestoreCsi ?? false },
      gcsFuseCsiDriverConfig: { enabled: props.gcsFuseCsi ?? false },
      gkeBackupAgentConfig: { enabled: props.backupAgent ?? false },
      networkPolicyConfig: policyAddon(props),
    },
  };
}

/** Services of Google Cloud that features of the cluster need, beside those of every cluster. */
export function requiredServices(props: GkeClusterProps): string[] {
  const services: readonly [unknown, string][] = [
    [props.backupAgent, 'gkebackup.googleapis.com'],
    [props.cloudDns, 'dns.googleapis.com'],
    [props.filestoreCsi, 'file.googleapis.com'],
    [props.fleetProject, 'gkehub.googleapis.com'],
    [props.secretManager, 'secretmanager.googleapis.com'],
    [props.upgradeNotifications, 'pubsub.googleapis.com'],
  ];
  return services.filter(([feature]) => feature !== undefined && feature !== false).map(([, service]) => service);
}
