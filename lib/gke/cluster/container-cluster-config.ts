import type { ContainerClusterConfig } from '@cdktf/provider-google/lib/container-cluster';
import { StackType } from '../network/gke-network-interface';
import type { NodeRequirements } from '../node-pool/gke-cluster-ref';
import { temporaryNodeConfig } from '../node-pool/node-pool-config';
import { withOwnLabel } from '../project/resource-names';
import { listOrToken } from '../project/values';
import type { ControlPlaneAccess } from './access/control-plane-access';
import { DEFAULT_LOGGING_COMPONENTS, DEFAULT_MONITORING_COMPONENTS } from './components';
import { featureConfig } from './features/cluster-features';
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
    // Does not reach into pools that say otherwise, so they all say it too.
    nodePoolDefaults: { nodeConfigDefaults: { insecureKubeletReadonlyPortEnabled: 'FALSE' } },
  };
}

function networking(props: GkeClusterProps, { access }: ClusterContext) {
  const { network, dataplaneV2 = true, additionalPodRangeNames: more } = props;
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
    datapathProvider: dataplaneV2 ? 'ADVANCED_DATAPATH' : 'LEGACY_DATAPATH',
    // Dataplane V2 enforces policies by itself and refuses the older way; without it that way has to be on.
    networkPolicy: dataplaneV2 ? { enabled: false } : { enabled: true, provider: 'CALICO' },
    enableIntranodeVisibility: true,
    enableL4IlbSubsetting: true,
    privateClusterConfig: access.config.privateCluster,
    controlPlaneEndpointsConfig: access.config.endpoints,
    masterAuthorizedNetworksConfig: access.config.authorizedNetworks,
  } satisfies Partial<ContainerClusterConfig>;
}

function versions(props: GkeClusterProps): Partial<ContainerClusterConfig> {
  return {
    releaseChannel: { channel: props.releaseChannel ?? ReleaseChannel.REGULAR },
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
      evaluationMode: (props.binaryAuthorization ?? true) ? 'PROJECT_SINGLETON_POLICY_ENFORCE' : 'DISABLED',
    },
    securityPostureConfig: {
      mode: (props.securityPosture ?? true) ? 'BASIC' : 'DISABLED',
      vulnerabilityMode: props.vulnerabilityScanning,
    },
  };
}

function operations(props: GkeClusterProps): Partial<ContainerClusterConfig> {
  return {
    loggingConfig: { enableComponents: listOrToken(props.loggingComponents ?? DEFAULT_LOGGING_COMPONENTS) },
    monitoringConfig: {
      enableComponents: listOrToken(props.monitoringComponents ?? DEFAULT_MONITORING_COMPONENTS),
      managedPrometheus: { enabled: props.managedPrometheus ?? true },
      advancedDatapathObservabilityConfig:
        (props.dataplaneV2 ?? true) ? { enableMetrics: true, enableRelay: false } : undefined,
    },
    costManagementConfig: { enabled: props.costAllocation ?? true },
    verticalPodAutoscaling: { enabled: true },
    gatewayApiConfig: { channel: (props.gatewayApi ?? true) ? 'CHANNEL_STANDARD' : 'CHANNEL_DISABLED' },
    fleet: props.fleetProject === undefined ? undefined : { project: props.fleetProject },
    addonsConfig: {
      gcePersistentDiskCsiDriverConfig: { enabled: props.persistentDiskCsi ?? true },
      dnsCacheConfig: { enabled: props.nodeLocalDns ?? true },
      gcpFilestoreCsiDriverConfig: { enabled: props.filestoreCsi ?? false },
      gcsFuseCsiDriverConfig: { enabled: props.gcsFuseCsi ?? false },
      gkeBackupAgentConfig: { enabled: props.backupAgent ?? false },
      // Without Dataplane V2 policies are enforced by the add-on, which the cluster's own switch does not switch on.
      networkPolicyConfig: (props.dataplaneV2 ?? true) ? undefined : { disabled: false },
    },
  };
}
