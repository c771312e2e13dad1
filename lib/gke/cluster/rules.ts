import { errorRule, warningRule } from '../project/rules';

/** Rules about clusters. */
export const CLUSTER_RULES = {
  clusterName: errorRule(
    'cluster-name',
    'GKE refuses the name of the cluster',
    'write at most 40 lower-case letters, digits and dashes, beginning with a letter and not ending with a dash',
  ),
  clusterNameTaken: errorRule(
    'cluster-name-taken',
    'two clusters of one project and location have the same name',
    'give one of them another name',
  ),
  closedSet: errorRule('unknown-value', 'the value is not one that GKE knows', 'write one of the known values'),
  outOfRange: errorRule(
    'cluster-range',
    'a number is out of its range',
    'write one in the range that the message gives',
  ),
  domain: errorRule('domain', 'the value is not a domain', 'write lower-case labels with dots between them'),
  needsDataplaneV2: errorRule(
    'needs-dataplane-v2',
    'the feature needs GKE Dataplane V2',
    'leave dataplaneV2 out, or the feature',
  ),
  policiesOfDataplaneV2: errorRule(
    'policies-of-dataplane-v2',
    'Dataplane V2 always enforces network policies',
    'leave networkPolicyEnforcement out, or set dataplaneV2 to false',
  ),
  policiesOff: warningRule(
    'network-policies-off',
    'GKE enforces no network policy, so that every pod reaches every other',
    'leave networkPolicyEnforcement out, or acknowledge the finding if you install something that enforces them',
  ),
  binaryAuthorization: warningRule(
    'binary-authorization',
    'images are admitted whatever the policy of the project says',
    'leave binaryAuthorization out; the policy admits all until it is changed',
  ),
  logging: warningRule(
    'logging',
    'no logs are collected, so that nobody can see later what happened',
    'leave loggingComponents out, or acknowledge the finding if something else collects them',
  ),
  clusterSize: errorRule(
    'cluster-size',
    'the node pools can grow to more nodes than a cluster has',
    'make the pools smaller, or use several clusters',
  ),
  pinOnChannel: errorRule(
    'pinned-version-on-channel',
    'a cluster on a release channel cannot keep one version',
    'set releaseChannel to UNSPECIFIED, or use minimumVersion and maintenanceExclusions',
  ),
  nodeVersion: errorRule(
    'node-version',
    'nodes cannot be newer than their control plane',
    'raise pinnedVersion of the cluster first, or lower that of the pool',
  ),
  fact: errorRule(
    'cluster-facts',
    'a fact of the cluster, such as a range or a version, is not valid',
    'write the value of the cluster',
  ),
  accessUnknown: errorRule(
    'cluster-access',
    'the attributes of an imported cluster do not say how its API server is reached',
    'give dnsEndpoint to fromClusterAttributes(), or endpoint and caCertificate',
  ),
  controlPlaneAddress: errorRule(
    'control-plane-address',
    'an attribute of an imported cluster cannot be the address or the certificate of its API server',
    'write what gcloud container clusters describe shows',
  ),
  version: errorRule('cluster-version', 'the version is not one of GKE', 'write 1.33, 1.33.4 or 1.33.4-gke.1245000'),
  networkRegion: errorRule(
    'network-region',
    'the cluster is not in the region of its network',
    'put both into one region: a cluster is where its subnetwork is',
  ),
  securityGroup: errorRule(
    'security-group',
    'the group for RBAC has another name than GKE asks for',
    'write gke-security-groups@ followed by your domain',
  ),
  attribute: errorRule('cluster-attribute', 'an attribute of the cluster is empty', "write the cluster's own value"),
  exclusiveProps: errorRule('exclusive-properties', 'two properties contradict each other', 'remove one of them'),
  components: errorRule(
    'components',
    'a component is collected only together with another one',
    'add the other component, or leave the property out',
  ),
  dualStackDataplane: errorRule(
    'dual-stack-dataplane',
    'a dual-stack cluster needs Dataplane V2',
    'leave dataplaneV2 out, or use a network with StackType.IPV4',
  ),
  systemPool: errorRule(
    'system-pool',
    "no node pool accepts ordinary pods, so the cluster's DNS, metrics and webhooks stay pending",
    'add a pool with addNodePool(), or set hasExternalNodePools if another program has one',
  ),
  systemPoolEmpty: warningRule(
    'system-pool-empty',
    'every node pool for ordinary pods can shrink to no node, and GKE wants one node for the pods of the system at all times',
    'set minNodes of one of them to at least 1',
  ),
  poolNameTaken: errorRule(
    'node-pool-name-taken',
    'two node pools have the same name',
    'give one of them another name',
  ),
  nodeAddresses: errorRule(
    'node-addresses',
    'the node pools can grow to more nodes than the subnetwork has addresses for',
    'make nodeRange larger, or the pools smaller',
  ),
  podAddresses: errorRule(
    'pod-addresses',
    'the node pools can take more pod addresses than the range has',
    'make the range larger, the pools or maxPodsPerNode smaller, or give the cluster additionalPodRangeNames',
  ),
  scanningEnded: warningRule(
    'vulnerability-scanning',
    'GKE no longer scans images for vulnerabilities, whatever the cluster says',
    'leave vulnerabilityScanning out, and scan images in Artifact Registry with Artifact Analysis',
  ),
  deletionProtection: warningRule(
    'deletion-protection',
    'terraform destroy deletes the cluster with everything in it, and stops only at a backup plan that has backups',
    'set deletionProtection to true, or acknowledge the finding for a cluster that may be lost',
  ),
  releaseChannel: warningRule(
    'release-channel',
    'the cluster is on no release channel, so GKE does not choose its upgrades',
    'choose a ReleaseChannel, or acknowledge the finding if you upgrade the cluster yourself',
  ),
  networkShared: warningRule(
    'network-shared',
    'two clusters share the same ranges, and each is checked as if it had them to itself: together they may run out of addresses',
    'give each cluster a GkeNetwork; existingNetwork puts both into one VPC',
  ),
};
