/**
 * The types of the public properties, as `scripts/prop-shapes.ts` reads them from their declarations: `string`, `number`,
 * `boolean`, `function`, `unknown`, or a name from here; `[]` a list, `{}` a record, `~` what may be a token instead, `?` what may
 * be left out, `...` what it extends.
 */

/** What an object with a behaviour has, which expressions yield one, and the constants of its class. */
export interface ClassShape {
  readonly members: readonly string[];
  readonly makers: readonly string[];
  readonly constants: { readonly [name: string]: string };
}

/** Plain data, by property. */
export const PROP_SHAPES: { readonly [name: string]: { readonly [name: string]: string } } = {
  "AllowApiServerOptions": {
    "...": "NetworkRuleOptions",
    "cidr": "string"
  },
  "AllowDnsOptions": {
    "serviceAddress": "string?"
  },
  "ArchitectureShims": {
    "amd64": "KataShim?",
    "arm64": "KataShim?",
    "ppc64le": "KataShim?",
    "s390x": "KataShim?"
  },
  "ArgoCdLayoutProps": {
    "name": "string",
    "namespace": "string?",
    "path": "string",
    "project": "string?",
    "repoUrl": "string",
    "server": "string?",
    "targetRevision": "string?"
  },
  "AuthorizedNetwork": {
    "cidr": "string",
    "name": "string?"
  },
  "BackupPlanOptions": {
    "...": "GkeConstructProps",
    "grantKmsKey": "boolean?",
    "includeSecrets": "boolean?",
    "includeVolumeData": "boolean?",
    "kmsKey": "string?",
    "labels": "string{}?",
    "location": "string?",
    "namespaces": "string[]?",
    "retentionDays": "number?",
    "schedule": "string?"
  },
  "BackupPlanProps": {
    "...": "BackupPlanOptions",
    "cluster": "IGkeClusterRef"
  },
  "BlueGreenUpgrade": {
    "batchNodeCount": "number?",
    "batchPercentage": "number?",
    "batchSoakSeconds": "number?",
    "poolSoakSeconds": "number?"
  },
  "CloudNatOptions": {
    "...": "GkeConstructProps",
    "maxPortsPerVm": "number?",
    "minPortsPerVm": "number?",
    "natAddressCount": "number?",
    "natAddresses": "string[]?"
  },
  "CloudNatProps": {
    "...": "CloudNatOptions",
    "labels": "string{}?",
    "name": "string?",
    "networkId": "string",
    "project": "string?",
    "region": "string",
    "subnetworkId": "string"
  },
  "ClusterAccess": {
    "clusterCaCertificate": "string?",
    "exec": "ClusterAccessExec?",
    "host": "string",
    "token": "string?"
  },
  "ClusterAccessExec": {
    "apiVersion": "string",
    "args": "string[]?",
    "command": "string",
    "env": "string{}?"
  },
  "ClusterFacts": {
    "dataplaneV2": "boolean?",
    "dns": "ClusterDns?",
    "fqdnPolicies": "boolean?",
    "kubernetesVersion": "string?",
    "nodeRanges": "string[]?",
    "podRanges": "string[]?",
    "serviceRange": "string?",
    "workloadPool": "string?"
  },
  "ClusterFeatures": {
    "autoscalingProfile": "AutoscalingProfile?",
    "cloudDns": "CloudDns?",
    "clusterwidePolicies": "boolean?",
    "defaultMaxPodsPerNode": "number?",
    "fqdnPolicies": "boolean?",
    "inTransitEncryption": "boolean?",
    "pinnedVersion": "string?",
    "secretManager": "boolean~?"
  },
  "ClusterScopeOptions": {
    "additiveVpcDomain": "string?"
  },
  "ComputeClassProps": {
    "description": "string?",
    "movesBack": "boolean?",
    "name": "string?",
    "placements": "NodePlacement[]"
  },
  "ContainerLimits": {
    "cpu": "string?",
    "memory": "string?"
  },
  "ContainerdDropIns": {
    "configDir": "string?",
    "configFileName": "string?",
    "configVersion": "number?",
    "userDropIn": "string?"
  },
  "ContainerdSettings": {
    "privateRegistries": "PrivateRegistry[]?"
  },
  "CustomKataRelease": {
    "base": "KataRelease",
    "dispatcherImage": "string?",
    "image": "string",
    "monitorImage": "string?",
    "shims": "CustomKataShim[]?",
    "version": "string"
  },
  "CustomKataShim": {
    "allowedAnnotations": "string[]?",
    "architectures": "KataArchitecture[]",
    "configurationSection": "string?",
    "defaultMemoryMib": "number?",
    "defaultVcpus": "number?",
    "hypervisor": "KataHypervisor",
    "overhead": "CustomShimOverhead",
    "overheadMemoryMib": "number?",
    "overheadVcpus": "number?",
    "runtime": "KataRuntimeLanguage",
    "sharesDirectories": "boolean?",
    "shim": "KataShim",
    "snapshotter": "string?",
    "staticSizing": "boolean?"
  },
  "CustomRuntime": {
    "crioPullType": "string?",
    "dropIn": "string?",
    "handler": "string",
    "inheritBaseOverhead": "boolean?",
    "nodeSelector": "string{}?",
    "overhead": "PodOverhead?",
    "runtimeClassName": "string?",
    "shim": "KataShim",
    "snapshotter": "string?"
  },
  "CustomShimOverhead": {
    "cpu": "string",
    "memory": "string"
  },
  "DailyMaintenance": {
    "hours": "number",
    "startHour": "number"
  },
  "DefaultLimits": {
    "cpu": "string?",
    "memory": "string"
  },
  "DevmapperOptions": {
    "baseImageSize": "string?",
    "devices": "string[]?",
    "image": "string?",
    "poolName": "string?"
  },
  "DevmapperSnapshotterProps": {
    "...": "DevmapperOptions",
    "installation": "KataInstallation"
  },
  "DisruptionBudget": {
    "minorVersionDays": "number?",
    "patchVersionDays": "number?"
  },
  "EgressFirewallProps": {
    "...": "GkeConstructProps",
    "allow": "EgressRule[]?",
    "internalIpv6Ranges": "string[]?",
    "internalRanges": "string[]",
    "name": "string?",
    "networkId": "string",
    "project": "string?"
  },
  "EgressRule": {
    "name": "string",
    "ports": "string[]?",
    "protocol": "string?",
    "ranges": "string[]"
  },
  "ErofsOptions": {
    "dmverity": "boolean?",
    "mergeMode": "ErofsMergeMode?",
    "snapshotterMode": "ErofsSnapshotterMode?"
  },
  "Finding": {
    "canAcknowledge": "boolean",
    "fix": "string",
    "id": "string",
    "message": "string",
    "path": "string",
    "severity": "Severity"
  },
  "FirstMaintenance": {
    "end": "string",
    "start": "string"
  },
  "FlowLogs": {
    "enabled": "boolean?",
    "filter": "string?",
    "interval": "FlowLogInterval?",
    "metadata": "boolean?",
    "sampling": "number?"
  },
  "FluxLayoutProps": {
    "interval": "string?",
    "name": "string",
    "namespace": "string?",
    "path": "string",
    "sourceKind": "FluxSourceKind?",
    "sourceName": "string",
    "timeout": "string?"
  },
  "GkeClusterAttributes": {
    "...": "GkeConstructProps",
    "deletionProtection": "boolean?",
    "facts": "ClusterFacts?",
    "location": "string",
    "name": "string",
    "network": "IGkeNetwork?",
    "nodeServiceAccountEmail": "string",
    "project": "string?",
    "releaseChannel": "ReleaseChannel?"
  },
  "GkeClusterProps": {
    "...": "GkeConstructProps ClusterFeatures NewerClusterOptions",
    "acceleratedPatches": "boolean?",
    "backupAgent": "boolean~?",
    "binaryAuthorization": "boolean?",
    "controlPlaneAccess": "ControlPlaneAccess?",
    "costAllocation": "boolean~?",
    "dataplaneV2": "boolean?",
    "deletionProtection": "boolean?",
    "filestoreCsi": "boolean~?",
    "fleetProject": "string?",
    "gatewayApi": "boolean?",
    "gcsFuseCsi": "boolean~?",
    "hasExternalNodePools": "boolean?",
    "labels": "string{}?",
    "location": "string",
    "loggingComponents": "string[]?",
    "maintenanceExclusions": "MaintenanceExclusion[]?",
    "maintenanceWindow": "MaintenanceWindow?",
    "managedPrometheus": "boolean~?",
    "minimumVersion": "string?",
    "monitoringComponents": "string[]?",
    "name": "string?",
    "namePrefix": "string?",
    "network": "IGkeNetwork",
    "nodeIdentity": "INodeIdentity?",
    "nodeLocalDns": "boolean~?",
    "persistentDiskCsi": "boolean~?",
    "project": "string?",
    "pullRepositories": "string[]?",
    "releaseChannel": "ReleaseChannel?",
    "secretsEncryption": "boolean?",
    "secretsEncryptionKey": "string?",
    "secretsKey": "ISecretsKey?",
    "securityGroup": "string?",
    "securityPosture": "boolean?",
    "upgradeNotifications": "UpgradeNotifications?",
    "vulnerabilityScanning": "VulnerabilityScanning?",
    "zones": "string[]?"
  },
  "GkeConstructProps": {
    "provider": "unknown?"
  },
  "GkeNetworkAttributes": {
    "additionalPodRanges": "PodRange[]?",
    "hasEgress": "boolean",
    "networkId": "string",
    "podRangeName": "string",
    "ranges": "GkeNetworkRanges?",
    "region": "string?",
    "restrictsEgress": "boolean?",
    "serviceRangeName": "string",
    "stackType": "StackType?",
    "subnetworkId": "string"
  },
  "GkeNetworkProps": {
    "...": "CloudNatOptions",
    "additionalPodRanges": "PodRange[]?",
    "allowedEgress": "EgressRule[]?",
    "deletionProtection": "boolean?",
    "existingNetwork": "string?",
    "flowLogs": "FlowLogs?",
    "labels": "string{}?",
    "name": "string?",
    "namePrefix": "string?",
    "nat": "boolean?",
    "nodeRange": "string?",
    "podRange": "string?",
    "podRangeName": "string?",
    "privateDnsZones": "boolean?",
    "project": "string?",
    "region": "string",
    "serviceRange": "string?",
    "serviceRangeName": "string?",
    "stackType": "StackType?"
  },
  "GkeNetworkRanges": {
    "nodeRange": "string",
    "podRange": "string",
    "serviceRange": "string"
  },
  "GoogleApisDnsProps": {
    "...": "GkeConstructProps",
    "labels": "string{}?",
    "name": "string?",
    "networkId": "string",
    "project": "string?"
  },
  "GuestCapabilities": {
    "allowedAnnotations": "string[]",
    "canOpenVfioPorts": "boolean",
    "defaultSize": "GuestSize",
    "effectOf": "function",
    "effectOfSetting": "function",
    "hasRegistryCredentials": "boolean",
    "hotPlugsDevices": "boolean",
    "hypervisor": "string",
    "hypervisorSection": "string",
    "maxContainers": "number",
    "maxVcpus": "number",
    "minMemoryMib": "number",
    "overheadMemoryMib": "number",
    "overheadVcpus": "number",
    "passesDevicesThrough": "boolean",
    "pullsImagesInGuest": "boolean",
    "resizes": "boolean",
    "runsOnNode": "boolean",
    "runtime": "go|rust",
    "sharesDirectories": "boolean",
    "shim": "string",
    "sizeOf": "function",
    "usesHugePages": "boolean",
    "withAnnotations": "function"
  },
  "GuestSize": {
    "memoryMib": "number",
    "vcpus": "number"
  },
  "HelmChartProps": {
    "appVersion": "string?",
    "description": "string?",
    "kubectlImage": "string?",
    "name": "string",
    "removalNamespace": "string?",
    "removalTimeoutSeconds": "number?",
    "values": "HelmValue[]?",
    "version": "string"
  },
  "InitContainerLimits": {
    "...": "ContainerLimits",
    "sidecar": "boolean?"
  },
  "IntrusionDetectionOptions": {
    "...": "GkeConstructProps",
    "existingConnection": "boolean?",
    "severity": "IntrusionSeverity?",
    "zone": "string"
  },
  "IntrusionDetectionProps": {
    "...": "IntrusionDetectionOptions",
    "networkId": "string",
    "project": "string?",
    "region": "string",
    "subnetworkId": "string"
  },
  "KataClassAttributes": {
    "allowedHypervisorAnnotations": "string[]?",
    "dropIn": "string?",
    "forceGuestPull": "boolean?",
    "handler": "string?",
    "name": "string",
    "nodeSelector": "string{}?",
    "shim": "string",
    "snapshotter": "string?",
    "tolerations": "Toleration[]?"
  },
  "KataCleanupProps": {
    "installation": "KataInstallation"
  },
  "KataDeployJobsProps": {
    "installation": "KataInstallation",
    "jobs": "KataJobOptions?"
  },
  "KataDeployJobsRbacProps": {
    "installation": "KataInstallation"
  },
  "KataDeployProps": {
    "installation": "KataInstallation"
  },
  "KataDeployRbacProps": {
    "installation": "KataInstallation"
  },
  "KataDeployResources": {
    "limits": "string{}?",
    "requests": "string{}?"
  },
  "KataHealth": {
    "liveness": "KataProbe?",
    "port": "number?",
    "readiness": "KataProbe?",
    "startup": "KataProbe?"
  },
  "KataInstallationProps": {
    "affinity": "unknown{}?",
    "architectures": "KataArchitecture[]?",
    "containerd": "ContainerdDropIns?",
    "containerdVersion": "string?",
    "customRuntimes": "CustomRuntime[]?",
    "debug": "boolean?",
    "defaultShim": "KataShim?",
    "defaultShims": "ArchitectureShims?",
    "devkit": "boolean?",
    "devmapper": "DevmapperOptions?",
    "distribution": "KubernetesDistribution?",
    "erofs": "ErofsOptions?",
    "image": "string?",
    "imagePullPolicy": "string?",
    "imagePullSecrets": "string[]?",
    "installationPrefix": "string?",
    "logLevel": "KataLogLevel?",
    "multiInstallSuffix": "string?",
    "namespace": "string?",
    "nodeFeatureDiscovery": "boolean?",
    "placement": "NodePlacement?",
    "podAnnotations": "string{}?",
    "podLabels": "string{}?",
    "pools": "KataPool[]?",
    "previous": "PreviousInstallation?",
    "priorityClassName": "string?",
    "probes": "KataHealth?",
    "release": "KataRelease?",
    "resources": "KataDeployResources?",
    "shimSettings": "KataShimSettings[]?",
    "shims": "KataShim[]?",
    "snapshotters": "KataSnapshotter[]?",
    "updateStrategy": "unknown{}?"
  },
  "KataJobOptions": {
    "activeDeadlineSeconds": "number?",
    "backoffLimit": "number?",
    "dispatcherImage": "string?",
    "dispatcherNodeSelector": "string{}?",
    "dispatcherResources": "KataDeployResources?",
    "dispatcherTolerations": "Toleration[]?",
    "nodeSettleSeconds": "number?",
    "nodes": "string[]?",
    "parallelism": "number?",
    "redispatch": "Redispatch?",
    "revision": "string?",
    "ttlSecondsAfterFinished": "number?",
    "uninstall": "boolean?",
    "waitForNodesSeconds": "number?",
    "waitNodeReadySeconds": "number?"
  },
  "KataMonitorOptions": {
    "image": "string?",
    "listenAddress": "string?",
    "logLevel": "KataLogLevel?",
    "port": "number?",
    "resources": "KataDeployResources?",
    "runtimeSocket": "string?",
    "tls": "KataMonitorTls?"
  },
  "KataMonitorProps": {
    "...": "KataMonitorOptions",
    "installation": "KataInstallation"
  },
  "KataMonitorTls": {
    "cipherSuites": "string?",
    "minVersion": "TlsVersion?",
    "secretName": "string"
  },
  "KataNodeFeatureRuleProps": {
    "installation": "KataInstallation"
  },
  "KataNodePoolOptions": {
    "...": "NodePoolOptions",
    "dedicated": "boolean?",
    "imagesAreMirrored": "boolean?",
    "multiInstallSuffix": "string?",
    "shims": "string[]?",
    "startupTaint": "boolean?"
  },
  "KataNodePoolProps": {
    "...": "KataNodePoolOptions",
    "cluster": "IGkeClusterRef"
  },
  "KataPool": {
    "architectures": "KataArchitecture[]?",
    "devmapper": "DevmapperOptions?",
    "name": "string?",
    "placement": "NodePlacement",
    "shims": "KataShim[]?"
  },
  "KataProbe": {
    "enabled": "boolean?",
    "failureThreshold": "number?",
    "initialDelaySeconds": "number?",
    "periodSeconds": "number?",
    "timeoutSeconds": "number?"
  },
  "KataRuntimeAttributes": {
    "classes": "KataClassAttributes[]?",
    "defaultShim": "string?",
    "multiInstallSuffix": "string?",
    "placement": "NodePlacement?",
    "release": "string?",
    "shims": "string[]?"
  },
  "KataRuntimeClassesProps": {
    "countKeys": "boolean?",
    "defaultRuntimeClassName": "string?",
    "installation": "KataInstallation"
  },
  "KataRuntimeProps": {
    "...": "KataInstallationProps",
    "allowSharedNodes": "boolean?",
    "cluster": "ClusterFacts?",
    "createNamespace": "boolean?",
    "createNodeFeatureRule": "boolean?",
    "defaultRuntimeClassName": "string?",
    "deploymentMode": "DeploymentMode?",
    "jobs": "KataJobOptions?",
    "monitor": "KataMonitorOptions?"
  },
  "KataShimSettings": {
    "allowedHypervisorAnnotations": "string[]?",
    "crioGuestPull": "boolean?",
    "dropIn": "string?",
    "forceGuestPull": "boolean?",
    "httpsProxy": "string?",
    "noProxy": "string?",
    "nodeSelector": "string{}?",
    "overhead": "PodOverhead?",
    "overheadEnabled": "boolean?",
    "shim": "KataShim",
    "snapshotter": "string?"
  },
  "KmsKeyGrantProps": {
    "...": "GkeConstructProps",
    "key": "string",
    "project": "string",
    "user": "KmsKeyUser"
  },
  "KubeletSettings": {
    "containerLogMaxFiles": "number?",
    "containerLogMaxSize": "string?",
    "cpuManagerPolicy": "CpuManagerPolicy?",
    "maxParallelImagePulls": "number?",
    "podPidsLimit": "number?"
  },
  "LinuxSettings": {
    "hugepages1Gi": "number?",
    "hugepages2Mi": "number?",
    "sysctls": "string{}?"
  },
  "MaintenanceExclusion": {
    "end": "string",
    "name": "string",
    "scope": "MaintenanceExclusionScope?",
    "start": "string"
  },
  "NetworkCluster": {
    "deletionProtection": "boolean",
    "maxNodes": "function",
    "name": "string"
  },
  "NetworkEndpoint": {
    "address": "string?",
    "dnsName": "string?",
    "labels": "string{}?",
    "namedPorts": "number{}?",
    "namespace": "string?",
    "namespaceLabels": "string{}?"
  },
  "NetworkFlow": {
    "from": "NetworkEndpoint",
    "port": "number",
    "protocol": "string?",
    "to": "NetworkEndpoint"
  },
  "NetworkRuleOptions": {
    "podLabels": "string{}?",
    "workload": "unknown?"
  },
  "NewerClusterOptions": {
    "disruptionBudget": "DisruptionBudget?",
    "nodeReadiness": "boolean?"
  },
  "NodeAccelerators": {
    "count": "number",
    "driver": "GpuDriver?",
    "maxSharedClients": "number?",
    "partitionSize": "string?",
    "sharing": "GpuSharing?",
    "type": "string"
  },
  "NodeDrainSettings": {
    "budgetTimeoutSeconds": "number?",
    "respectBudgetsOnDeletion": "boolean?",
    "terminationSeconds": "number?"
  },
  "NodeIdentityProps": {
    "...": "GkeConstructProps",
    "accountId": "string?",
    "project": "string",
    "pullRepositories": "string[]?",
    "roles": "string[]?"
  },
  "NodeInitScript": {
    "gcsUri": "string?",
    "secret": "string?"
  },
  "NodeOptions": {
    "...": "GkeConstructProps",
    "accelerators": "NodeAccelerators?",
    "allowUnverifiedMachineFamily": "boolean?",
    "bootDiskKmsKey": "string?",
    "confidentialInstanceType": "string?",
    "containerd": "ContainerdSettings?",
    "diskSizeGb": "number?",
    "diskType": "string?",
    "ephemeralLocalSsds": "number?",
    "identity": "INodeIdentity?",
    "imageStreaming": "boolean~?",
    "imageType": "NodeImage?",
    "integrityMonitoring": "boolean~?",
    "kubelet": "KubeletSettings?",
    "labels": "string{}?",
    "linux": "LinuxSettings?",
    "machineType": "string?",
    "minCpuPlatform": "string?",
    "nestedVirtualization": "boolean?",
    "networkTags": "string[]?",
    "rawLocalSsds": "number?",
    "resourceLabels": "string{}?",
    "resourceManagerTags": "string{}?",
    "secureBoot": "boolean~?",
    "taints": "NodeTaint[]?",
    "threadsPerCore": "number?"
  },
  "NodePlacement": {
    "multiInstallSuffix": "string?",
    "nestedVirtualization": "boolean?",
    "nodePool": "string?",
    "nodeSelector": "string{}",
    "poolLabels": "string{}?",
    "rawLocalSsds": "number?",
    "startupTaints": "NodeTaint[]?",
    "tolerations": "Toleration[]?"
  },
  "NodePoolOptions": {
    "...": "NodeOptions Provider7Options",
    "autoRepair": "boolean~?",
    "autoUpgrade": "boolean~?",
    "compactPlacement": "boolean?",
    "computeClass": "string?",
    "deletionProtection": "boolean?",
    "maxNodes": "number?",
    "maxNodesPerZone": "number?",
    "maxPodsPerNode": "number?",
    "minNodes": "number?",
    "minNodesPerZone": "number?",
    "name": "string?",
    "nodesPerZone": "number?",
    "podRangeName": "string?",
    "replacementKey": "string?",
    "reservation": "string?",
    "spot": "boolean~?",
    "upgrade": "PoolUpgrade?",
    "zones": "string[]?"
  },
  "NodePoolProps": {
    "...": "NodePoolOptions",
    "cluster": "IGkeClusterRef"
  },
  "NodePoolSummary": {
    "acceptsSystemPods": "boolean",
    "baseName": "string",
    "countedPerZone": "boolean",
    "isBlueGreen": "boolean",
    "maxNodes": "number",
    "maxPodsPerNode": "number",
    "name": "string",
    "nodeRequirements": "NodeRequirements",
    "resource": "unknown",
    "surge": "number",
    "zones": "number"
  },
  "NodeRequirements": {
    "bootDiskKmsKey": "string?",
    "networkTags": "string[]?",
    "resourceManagerTags": "string{}?"
  },
  "NodeTaint": {
    "effect": "TaintEffect",
    "key": "string",
    "value": "string?"
  },
  "PodLimitsProps": {
    "...": "VmDimensions",
    "dropIn": "string?",
    "release": "KataRelease?",
    "shim": "KataShim"
  },
  "PodOverhead": {
    "cpu": "string?",
    "memory": "string?"
  },
  "PodRange": {
    "name": "string",
    "range": "string"
  },
  "PreviousInstallation": {
    "containerdDropIn": "boolean?",
    "customRuntimes": "string[]?",
    "debug": "boolean?",
    "shims": "KataShim[]?",
    "snapshotters": "KataSnapshotter[]?"
  },
  "PrivateEndpointOptions": {
    "globalAccess": "boolean?",
    "subnetwork": "string?"
  },
  "PrivateRegistry": {
    "certificateSecret": "string",
    "hosts": "string[]"
  },
  "ProjectServicesProps": {
    "...": "GkeConstructProps",
    "project": "string?",
    "services": "string[]?"
  },
  "Provider7Options": {
    "deletionPolicy": "DeletionPolicy?",
    "drain": "NodeDrainSettings?",
    "ignoreNodeCountChanges": "boolean?",
    "initScript": "NodeInitScript?",
    "keepsVersionUntilEndOfSupport": "boolean?",
    "kernelModules": "KernelModulePolicy?",
    "shutdownGracePeriodSeconds": "number?",
    "subnetwork": "string?",
    "writableCgroups": "boolean?"
  },
  "RuntimeAnnotations": {
    "agentCdhApiTimeoutSeconds": "number?",
    "agentContainerPipeSizeBytes": "number?",
    "agentKernelModules": "string[]?",
    "agentPolicy": "string?",
    "agentTracing": "boolean?",
    "createContainerTimeoutSeconds": "number?",
    "disableGuestSeccomp": "boolean?",
    "forceGuestPull": "boolean?",
    "internetworkingModel": "InternetworkingModel?",
    "sandboxCgroupOnly": "boolean?",
    "vcpusPinning": "boolean?",
    "vfioMode": "VfioMode?"
  },
  "RuntimeClassProps": {
    "annotations": "string{}?",
    "handler": "string?",
    "labels": "string{}?",
    "name": "string",
    "nodeSelector": "string{}?",
    "overhead": "string{}?",
    "tolerations": "Toleration[]?"
  },
  "SandboxAdmissionProps": {
    "administrators": "Administrator[]",
    "allowBlockVolumes": "boolean?",
    "allowPrivilegedInVm": "boolean?",
    "allowedDevices": "string[]?",
    "installerNamespace": "string?",
    "otherRuntimes": "ISandboxRuntime[]?",
    "parameterNamespace": "string?",
    "runtime": "ISandboxRuntime"
  },
  "SandboxAnnotations": {
    "...": "VmAnnotations VmDeviceAnnotations RuntimeAnnotations",
    "unsafe": "UnsafeSandboxAnnotations?"
  },
  "SandboxAuditAlertsProps": {
    "...": "GkeConstructProps",
    "cluster": "IGkeClusterRef",
    "namespaces": "string[]?",
    "notificationChannels": "string[]",
    "notificationRateLimitSeconds": "number?",
    "trustedPrincipals": "string[]?"
  },
  "SandboxCapacity": {
    "cpu": "string?",
    "memory": "string?",
    "pods": "number?",
    "storage": "string?"
  },
  "SandboxLimits": {
    "cpus": "number?",
    "memoryMib": "number?"
  },
  "SandboxNamespaceProps": {
    "capacity": "SandboxCapacity?",
    "cluster": "ClusterFacts?",
    "hardenWorkloads": "boolean?",
    "labels": "string{}?",
    "name": "string?",
    "overhead": "SandboxOverhead?",
    "podSecurity": "PodSecurityLevel?",
    "runtime": "ISandboxRuntime",
    "runtimeClass": "IRuntimeClass?"
  },
  "SandboxNetworkProps": {
    "cluster": "ClusterFacts?",
    "namespace": "string"
  },
  "SandboxOptions": {
    "...": "SandboxRuntimeOptions",
    "customRuntime": "string?",
    "shim": "KataShim?",
    "size": "string?"
  },
  "SandboxOverhead": {
    "cpu": "string?",
    "memory": "string?"
  },
  "SandboxRuntimeOptions": {
    "...": "SandboxWorkloadOptions",
    "runtimeClass": "IRuntimeClass?"
  },
  "SandboxTarget": {
    "allowedAnnotations": "string[]",
    "guest": "GuestCapabilities?",
    "nodeSelector": "string{}",
    "requiresMemoryLimit": "boolean",
    "runtime": "go|rust",
    "runtimeClassName": "string",
    "shim": "string",
    "tolerations": "Toleration[]?"
  },
  "SandboxWorkloadOptions": {
    "annotations": "SandboxAnnotations?",
    "defaultLimits": "DefaultLimits?",
    "except": "function?",
    "podSpecPath": "string?",
    "podSpecPaths": "string[]?",
    "withoutContainers": "boolean?"
  },
  "SecretsEncryptionProps": {
    "...": "GkeConstructProps",
    "deletionProtection": "boolean?",
    "existingKey": "string?",
    "grant": "boolean?",
    "keyProject": "string?",
    "location": "string",
    "name": "string?",
    "project": "string",
    "rotationDays": "number?"
  },
  "SharedVpcAccessProps": {
    "...": "GkeConstructProps",
    "hostProject": "string",
    "manageFirewall": "boolean?",
    "serviceProjectNumber": "string"
  },
  "ShimConfigurationProps": {
    "allowedAnnotations": "string[]?",
    "containerRuntime": "ContainerRuntime?",
    "dropIn": "string?",
    "forceGuestPull": "boolean?",
    "release": "KataRelease",
    "shim": "KataShim",
    "snapshotter": "string?"
  },
  "Toleration": {
    "effect": "TaintEffect?",
    "key": "string?",
    "operator": "Equal|Exists?",
    "value": "string?"
  },
  "UnsafeSandboxAnnotations": {
    "entropySource": "string?",
    "firmware": "string?",
    "firmwareVolume": "string?",
    "guestHookPath": "string?",
    "image": "string?",
    "initrd": "string?",
    "jailerPath": "string?",
    "kernel": "string?",
    "path": "string?",
    "vhostUserStorePath": "string?",
    "virtioFsDaemon": "string?",
    "virtioFsExtraArgs": "string[]?"
  },
  "UpgradeNotifications": {
    "events": "UpgradeEvent[]?",
    "topic": "string"
  },
  "VmAnnotations": {
    "cpuFeatures": "string?",
    "defaultVcpus": "number?",
    "disableVhostNet": "boolean?",
    "guestSwap": "boolean?",
    "hugepages": "boolean?",
    "initData": "string?",
    "iommu": "boolean?",
    "iommuPlatform": "boolean?",
    "kernelParams": "string?",
    "kernelVerityParams": "string?",
    "legacySerial": "boolean?",
    "machineAccelerators": "string?",
    "machineType": "string?",
    "maxVcpus": "number?",
    "memPrealloc": "boolean?",
    "memoryMib": "number?",
    "memoryOffsetMib": "number?",
    "memorySlots": "number?",
    "networkQueues": "number?",
    "reclaimGuestFreedMemory": "boolean?",
    "rootless": "boolean?",
    "rxRateLimitBitsPerSecond": "number?",
    "txRateLimitBitsPerSecond": "number?",
    "virtioMem": "boolean?"
  },
  "VmDeviceAnnotations": {
    "blkLogicalSectorSizeBytes": "number?",
    "blkPhysicalSectorSizeBytes": "number?",
    "blockDeviceAio": "BlockDeviceAio?",
    "blockDeviceCacheDirect": "boolean?",
    "blockDeviceCacheNoflush": "boolean?",
    "blockDeviceCacheSet": "boolean?",
    "blockDeviceDriver": "BlockDeviceDriver?",
    "blockDeviceNumQueues": "number?",
    "blockDeviceQueueSize": "number?",
    "coldPlugVfio": "VfioPort?",
    "disableBlockDeviceUse": "boolean?",
    "disableImageNvdimm": "boolean?",
    "hotPlugVfio": "VfioPort?",
    "independentIothreads": "number?",
    "iothreads": "boolean?",
    "pcieRootPorts": "number?",
    "pcieSwitchPorts": "number?",
    "sharedFs": "SharedFs?",
    "virtioFsCache": "VirtioFsCache?",
    "virtioFsCacheSizeMib": "number?"
  },
  "VmDimensions": {
    "memory": "string",
    "vcpus": "number"
  },
  "VmSizePreset": {
    "guestMemory": "string",
    "guestVcpus": "number?",
    "overhead": "PodOverhead?",
    "shim": "KataShim"
  },
  "VmSizeProps": {
    "containerRuntime": "ContainerRuntime?",
    "containers": "ContainerLimits[]",
    "dropIn": "string?",
    "initContainers": "InitContainerLimits[]?",
    "overheadMemory": "string?",
    "podLimits": "ContainerLimits?",
    "release": "KataRelease?",
    "shim": "KataShim"
  },
  "WebhookFirewallOptions": {
    "...": "GkeConstructProps",
    "name": "string?",
    "networkTags": "string[]?",
    "ports": "number[]",
    "sourceRanges": "string[]?"
  },
  "WebhookFirewallProps": {
    "...": "WebhookFirewallOptions",
    "networkId": "string",
    "nodeRange": "string",
    "project": "string?"
  },
  "WeeklyMaintenance": {
    "days": "Weekday[]",
    "hours": "number",
    "startHour": "number"
  },
  "WorkloadIdentityBindingProps": {
    "...": "GkeConstructProps",
    "cluster": "IGkeClusterRef",
    "googleServiceAccount": "string",
    "namespace": "string",
    "serviceAccount": "string"
  }
};

/** Closed sets of strings: members and values. */
export const PROP_ENUMS: { readonly [name: string]: { readonly [name: string]: string } } = {
  "AutoscalingProfile": {
    "BALANCED": "BALANCED",
    "OPTIMIZE_UTILIZATION": "OPTIMIZE_UTILIZATION"
  },
  "BlockDeviceAio": {
    "NATIVE": "native",
    "THREADS": "threads",
    "IO_URING": "io_uring"
  },
  "BlockDeviceDriver": {
    "VIRTIO_BLK": "virtio-blk",
    "VIRTIO_BLK_CCW": "virtio-blk-ccw",
    "VIRTIO_MMIO": "virtio-mmio",
    "VIRTIO_SCSI": "virtio-scsi",
    "NVDIMM": "nvdimm"
  },
  "ClusterDns": {
    "KUBE_DNS": "kube-dns",
    "NODE_LOCAL_DNS_CACHE": "node-local-dns-cache",
    "CLOUD_DNS": "cloud-dns"
  },
  "ContainerRuntime": {
    "CONTAINERD": "containerd",
    "CRI_O": "cri-o"
  },
  "CpuManagerPolicy": {
    "NONE": "none",
    "STATIC": "static"
  },
  "DeletionPolicy": {
    "DELETE": "DELETE",
    "ABANDON": "ABANDON",
    "PREVENT": "PREVENT"
  },
  "DeploymentMode": {
    "DAEMON_SET": "daemonset",
    "JOB": "job"
  },
  "Equal|Exists": {
    "Equal": "Equal",
    "Exists": "Exists"
  },
  "ErofsMergeMode": {
    "MERGED": "merged",
    "UNMERGED": "unmerged"
  },
  "ErofsSnapshotterMode": {
    "DISK": "disk",
    "MEMORY": "memory"
  },
  "FlowLogInterval": {
    "SECONDS_5": "INTERVAL_5_SEC",
    "SECONDS_30": "INTERVAL_30_SEC",
    "MINUTE_1": "INTERVAL_1_MIN",
    "MINUTES_5": "INTERVAL_5_MIN",
    "MINUTES_10": "INTERVAL_10_MIN",
    "MINUTES_15": "INTERVAL_15_MIN"
  },
  "FluxSourceKind": {
    "GIT_REPOSITORY": "GitRepository",
    "OCI_REPOSITORY": "OCIRepository",
    "BUCKET": "Bucket"
  },
  "GpuDriver": {
    "DEFAULT": "DEFAULT",
    "LATEST": "LATEST",
    "NONE": "INSTALLATION_DISABLED"
  },
  "GpuSharing": {
    "TIME_SHARING": "TIME_SHARING",
    "MPS": "MPS"
  },
  "InternetworkingModel": {
    "MACVTAP": "macvtap",
    "TCFILTER": "tcfilter",
    "NONE": "none"
  },
  "IntrusionSeverity": {
    "INFORMATIONAL": "INFORMATIONAL",
    "LOW": "LOW",
    "MEDIUM": "MEDIUM",
    "HIGH": "HIGH",
    "CRITICAL": "CRITICAL"
  },
  "KataArchitecture": {
    "AMD64": "amd64",
    "ARM64": "arm64",
    "PPC64LE": "ppc64le",
    "S390X": "s390x"
  },
  "KataHypervisor": {
    "QEMU": "qemu",
    "CLOUD_HYPERVISOR": "cloud-hypervisor",
    "DRAGONBALL": "dragonball",
    "FIRECRACKER": "firecracker",
    "OPENVMM": "openvmm",
    "STRATOVIRT": "stratovirt",
    "REMOTE": "remote"
  },
  "KataLogLevel": {
    "ERROR": "error",
    "WARN": "warn",
    "INFO": "info",
    "DEBUG": "debug",
    "TRACE": "trace"
  },
  "KataRuntimeLanguage": {
    "GO": "go",
    "RUST": "rust"
  },
  "KataSnapshotter": {
    "NYDUS": "nydus",
    "EROFS": "erofs"
  },
  "KernelModulePolicy": {
    "SIGNED": "ENFORCE_SIGNED_MODULES",
    "ANY": "DO_NOT_ENFORCE_SIGNED_MODULES"
  },
  "KmsKeyUser": {
    "KUBERNETES_ENGINE": "container-engine-robot",
    "COMPUTE_ENGINE": "compute-system",
    "BACKUP_FOR_GKE": "gcp-sa-gkebackup"
  },
  "KubernetesDistribution": {
    "K8S": "k8s",
    "K3S": "k3s",
    "RKE2": "rke2",
    "K0S": "k0s",
    "MICROK8S": "microk8s"
  },
  "MaintenanceExclusionScope": {
    "NO_UPGRADES": "NO_UPGRADES",
    "NO_MINOR_UPGRADES": "NO_MINOR_UPGRADES",
    "NO_MINOR_OR_NODE_UPGRADES": "NO_MINOR_OR_NODE_UPGRADES"
  },
  "NetworkProtocol": {
    "TCP": "TCP",
    "UDP": "UDP",
    "SCTP": "SCTP"
  },
  "NodeImage": {
    "COS_CONTAINERD": "COS_CONTAINERD",
    "UBUNTU_CONTAINERD": "UBUNTU_CONTAINERD"
  },
  "PodSecurityLevel": {
    "RESTRICTED": "restricted",
    "BASELINE": "baseline",
    "PRIVILEGED_IN_VM": "privileged-in-vm"
  },
  "ReleaseChannel": {
    "RAPID": "RAPID",
    "REGULAR": "REGULAR",
    "STABLE": "STABLE",
    "EXTENDED": "EXTENDED",
    "UNSPECIFIED": "UNSPECIFIED"
  },
  "Severity": {
    "ERROR": "error",
    "WARNING": "warning"
  },
  "SharedFs": {
    "VIRTIO_FS": "virtio-fs",
    "VIRTIO_FS_NYDUS": "virtio-fs-nydus",
    "VIRTIO_9P": "virtio-9p",
    "INLINE_VIRTIO_FS": "inline-virtio-fs",
    "NONE": "none"
  },
  "StackType": {
    "IPV4": "IPV4",
    "IPV4_IPV6": "IPV4_IPV6"
  },
  "TaintEffect": {
    "NO_SCHEDULE": "NoSchedule",
    "PREFER_NO_SCHEDULE": "PreferNoSchedule",
    "NO_EXECUTE": "NoExecute"
  },
  "TlsVersion": {
    "TLS_1_2": "VersionTLS12",
    "TLS_1_3": "VersionTLS13"
  },
  "UpgradeEvent": {
    "UPGRADE_AVAILABLE": "UPGRADE_AVAILABLE_EVENT",
    "UPGRADE": "UPGRADE_EVENT",
    "SECURITY_BULLETIN": "SECURITY_BULLETIN_EVENT",
    "UPGRADE_INFO": "UPGRADE_INFO_EVENT"
  },
  "VfioMode": {
    "VFIO": "vfio",
    "GUEST_KERNEL": "guest-kernel"
  },
  "VfioPort": {
    "NO_PORT": "no-port",
    "BRIDGE_PORT": "bridge-port",
    "ROOT_PORT": "root-port",
    "SWITCH_PORT": "switch-port"
  },
  "VirtioFsCache": {
    "ALWAYS": "always",
    "AUTO": "auto",
    "NEVER": "never"
  },
  "VulnerabilityScanning": {
    "DISABLED": "VULNERABILITY_DISABLED",
    "BASIC": "VULNERABILITY_BASIC",
    "ENTERPRISE": "VULNERABILITY_ENTERPRISE"
  },
  "WarningMode": {
    "PRINT": "print",
    "SILENT": "silent",
    "ERROR": "error"
  },
  "Weekday": {
    "MONDAY": "MO",
    "TUESDAY": "TU",
    "WEDNESDAY": "WE",
    "THURSDAY": "TH",
    "FRIDAY": "FR",
    "SATURDAY": "SA",
    "SUNDAY": "SU"
  },
  "egress|ingress": {
    "egress": "egress",
    "ingress": "ingress"
  },
  "go|rust": {
    "go": "go",
    "rust": "rust"
  }
};

/** Objects with a behaviour. */
export const PROP_CLASSES: { readonly [name: string]: ClassShape } = {
  "Administrator": {
    "members": [
      "kind",
      "name"
    ],
    "makers": [
      "Administrator.group(...)",
      "Administrator.serviceAccount(...)",
      "Administrator.user(...)"
    ],
    "constants": {}
  },
  "CloudDns": {
    "members": [],
    "makers": [
      "CloudDns.clusterScope(...)",
      "CloudDns.vpcScope(...)"
    ],
    "constants": {}
  },
  "ControlPlaneAccess": {
    "members": [
      "byDnsName"
    ],
    "makers": [
      "ControlPlaneAccess.dnsAndPrivateEndpoint(...)",
      "ControlPlaneAccess.dnsAndPublicEndpoint(...)",
      "ControlPlaneAccess.dnsOnly(...)",
      "ControlPlaneAccess.privateEndpoint(...)",
      "ControlPlaneAccess.publicEndpoint(...)"
    ],
    "constants": {}
  },
  "HelmValue": {
    "members": [
      "keys",
      "name",
      "object",
      "path",
      "pointer"
    ],
    "makers": [
      "HelmValue.of(...)"
    ],
    "constants": {}
  },
  "IGkeClusterRef": {
    "members": [
      "clusterId",
      "deletionProtection",
      "location",
      "name",
      "network",
      "nodeIdentity",
      "project",
      "registerPool",
      "releaseChannel"
    ],
    "makers": [
      "new GkeCluster(...)",
      "GkeCluster.fromClusterAttributes(...)"
    ],
    "constants": {}
  },
  "IGkeNetwork": {
    "members": [
      "dependencies",
      "hasEgress",
      "networkId",
      "podRangeName",
      "serviceRangeName",
      "stackType",
      "subnetworkId"
    ],
    "makers": [
      "new GkeNetwork(...)",
      "GkeNetwork.fromNetworkAttributes(...)"
    ],
    "constants": {}
  },
  "INodeIdentity": {
    "members": [
      "dependencies",
      "email",
      "stableId"
    ],
    "makers": [
      "new NodeIdentity(...)",
      "NodeIdentity.fromServiceAccountEmail(...)"
    ],
    "constants": {}
  },
  "IRuntimeClass": {
    "members": [
      "name"
    ],
    "makers": [
      "new ComputeClass(...)",
      "new GkeCluster(...)",
      "GkeCluster.fromClusterAttributes(...)",
      "new KataNodePool(...)",
      "new NodePool(...)",
      "new RuntimeClass(...)",
      "RuntimeClass.fromRuntimeClassName(...)",
      "new SandboxNamespace(...)"
    ],
    "constants": {}
  },
  "ISandboxRuntime": {
    "members": [
      "runtimeClasses",
      "sandbox",
      "sandboxTarget"
    ],
    "makers": [
      "new KataRuntime(...)",
      "KataRuntime.fromAttributes(...)"
    ],
    "constants": {}
  },
  "ISecretsKey": {
    "members": [
      "dependencies",
      "keyName"
    ],
    "makers": [
      "new SecretsEncryption(...)"
    ],
    "constants": {}
  },
  "KataInstallation": {
    "members": [
      "addCustomRuntime",
      "addSize",
      "affinity",
      "allShimSettings",
      "architectures",
      "containerd",
      "containerdVersion",
      "customRuntimes",
      "daemonSetName",
      "debug",
      "defaultShim",
      "defaultShims",
      "devkit",
      "distribution",
      "erofs",
      "forcesGuestPull",
      "givenPullPolicy",
      "handler",
      "hasDefaultShims",
      "hasPools",
      "image",
      "imagePullSecrets",
      "installDir",
      "installationPrefix",
      "installerAffinity",
      "installerTolerations",
      "instance",
      "logLevel",
      "multiInstallSuffix",
      "namespace",
      "nodeFeatureDiscovery",
      "nodesOf",
      "objectName",
      "ownershipLabel",
      "ownershipLabels",
      "partId",
      "partName",
      "parts",
      "path",
      "placement",
      "podAnnotations",
      "podLabels",
      "podScheduling",
      "poolName",
      "previous",
      "priorityClassName",
      "probes",
      "pullPolicy",
      "readsKubeletConfig",
      "release",
      "resources",
      "serviceAccountName",
      "shimSettings",
      "shims",
      "shimsByName",
      "shimsOf",
      "snapshotter",
      "snapshotters",
      "startupTaints",
      "thinPool",
      "tolerations",
      "updateStrategy",
      "usesCrioGuestPull",
      "usesDevmapper",
      "variants"
    ],
    "makers": [
      "new KataInstallation(...)"
    ],
    "constants": {}
  },
  "KataRelease": {
    "members": [
      "advisories",
      "baseVersion",
      "contract",
      "endOfSupport",
      "image",
      "minimumContainerd",
      "minimumKubernetes",
      "shims",
      "version"
    ],
    "makers": [
      "KataRelease.custom(...)",
      "KataRelease.of(...)"
    ],
    "constants": {
      "DEFAULT": "",
      "V3_14_0": "",
      "V4_1_0": "",
      "V4_2_0": ""
    }
  },
  "KataShim": {
    "members": [
      "handler",
      "name",
      "toString"
    ],
    "makers": [
      "KataShim.of(...)"
    ],
    "constants": {
      "CLH": "clh",
      "CLH_AZURE": "clh-azure",
      "CLH_AZURE_RUNTIME_RS": "clh-azure-runtime-rs",
      "CLH_RUNTIME_RS": "clh-runtime-rs",
      "CLOUD_HYPERVISOR": "cloud-hypervisor",
      "DRAGONBALL": "dragonball",
      "FIRECRACKER": "fc",
      "OPENVMM_AZURE_RUNTIME_RS": "openvmm-azure-runtime-rs",
      "QEMU": "qemu",
      "QEMU_COCO_DEV": "qemu-coco-dev",
      "QEMU_COCO_DEV_RUNTIME_RS": "qemu-coco-dev-runtime-rs",
      "QEMU_NVIDIA_CPU": "qemu-nvidia-cpu",
      "QEMU_NVIDIA_CPU_RUNTIME_RS": "qemu-nvidia-cpu-runtime-rs",
      "QEMU_NVIDIA_GPU": "qemu-nvidia-gpu",
      "QEMU_NVIDIA_GPU_RUNTIME_RS": "qemu-nvidia-gpu-runtime-rs",
      "QEMU_NVIDIA_GPU_SNP": "qemu-nvidia-gpu-snp",
      "QEMU_NVIDIA_GPU_SNP_RUNTIME_RS": "qemu-nvidia-gpu-snp-runtime-rs",
      "QEMU_NVIDIA_GPU_TDX": "qemu-nvidia-gpu-tdx",
      "QEMU_NVIDIA_GPU_TDX_RUNTIME_RS": "qemu-nvidia-gpu-tdx-runtime-rs",
      "QEMU_RUNTIME_RS": "qemu-runtime-rs",
      "QEMU_SE": "qemu-se",
      "QEMU_SEV": "qemu-sev",
      "QEMU_SE_RUNTIME_RS": "qemu-se-runtime-rs",
      "QEMU_SNP": "qemu-snp",
      "QEMU_SNP_RUNTIME_RS": "qemu-snp-runtime-rs",
      "QEMU_TDX": "qemu-tdx",
      "QEMU_TDX_RUNTIME_RS": "qemu-tdx-runtime-rs",
      "REMOTE": "remote",
      "STRATOVIRT": "stratovirt"
    }
  },
  "MaintenanceWindow": {
    "members": [],
    "makers": [
      "MaintenanceWindow.daily(...)",
      "MaintenanceWindow.rrule(...)",
      "MaintenanceWindow.weekly(...)"
    ],
    "constants": {}
  },
  "NetworkPeer": {
    "members": [
      "hint",
      "key",
      "podPeer",
      "selectsPods"
    ],
    "makers": [
      "NetworkPeer.cidr(...)",
      "NetworkPeer.fqdn(...)",
      "NetworkPeer.namespace(...)",
      "NetworkPeer.pods(...)",
      "NetworkPeer.podsInNamespaces(...)",
      "NetworkPeer.workload(...)"
    ],
    "constants": {}
  },
  "NetworkPort": {
    "members": [
      "first",
      "last",
      "protocol",
      "toJson"
    ],
    "makers": [
      "new NetworkPort(...)",
      "NetworkPort.tcp(...)",
      "NetworkPort.tcpRange(...)",
      "NetworkPort.udp(...)",
      "NetworkPort.udpRange(...)"
    ],
    "constants": {}
  },
  "PoolUpgrade": {
    "members": [],
    "makers": [
      "PoolUpgrade.blueGreen(...)",
      "PoolUpgrade.surge(...)"
    ],
    "constants": {}
  },
  "Redispatch": {
    "members": [
      "onlyNewNodes",
      "schedule"
    ],
    "makers": [
      "Redispatch.everyNode(...)",
      "Redispatch.newNodes(...)"
    ],
    "constants": {
      "NEVER": ""
    }
  }
};

/** Classes that have a value of a shape, and the property that holds it. */
export const PROP_HOLDERS: { readonly [name: string]: { readonly [name: string]: string } } = {
  "ArchitectureShims": {
    "KataInstallation": "defaultShims"
  },
  "ClusterFacts": {
    "GkeCluster": "facts",
    "SandboxNetwork": "cluster"
  },
  "ContainerdDropIns": {
    "KataInstallation": "containerd"
  },
  "ErofsOptions": {
    "KataInstallation": "erofs"
  },
  "GuestSize": {
    "ShimConfiguration": "defaultSize"
  },
  "KataHealth": {
    "KataInstallation": "probes"
  },
  "KataRuntimeAttributes": {
    "KataRuntime": "attributes"
  },
  "NodePlacement": {
    "KataNodePool": "placement"
  }
};
