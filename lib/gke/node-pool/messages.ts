import { Severity } from '../../validation/finding';
import { Rule } from '../../validation/rule';
import { MACHINE_RULES } from './machine/rules';

const { ERROR, WARNING } = Severity;

/** Why a field that the manifests repeat is a literal. */
export const NEEDED_IN_MANIFESTS = 'is only known to Terraform, and is needed in the manifests too';

/** A rule about node pools; GKE or Compute Engine refuses what an error finds. */
const rule = (id: string, severity: Severity, meaning: string, fix: string) =>
  new Rule({ id: `gke/${id}`, severity, meaning, fix });

/** The rules of node pools and of the service accounts of their nodes. */
export const NODE_POOL_RULES = {
  ...MACHINE_RULES,
  podRange: rule(
    'node-pool-pod-range',
    ERROR,
    'the network has no pod range of that name',
    'add it with additionalPodRanges of the network',
  ),
  resourceManagerTags: rule(
    'node-pool-resource-manager-tags',
    ERROR,
    'resourceManagerTags has a key or value that is not a tag of Resource Manager',
    'write tagKeys/NUMBER: tagValues/NUMBER, or PROJECT/KEY: VALUE',
  ),
  pinnedVersion: rule(
    'node-pool-pinned-version',
    ERROR,
    'the pool cannot keep the version that it names',
    'write one such as 1.33.4-gke.1245000',
  ),
  containerd: rule(
    'node-pool-containerd',
    ERROR,
    'GKE refuses a setting of containerd',
    "write the setting as GKE's documentation of containerd configuration has it",
  ),
  computeClass: rule(
    'node-pool-compute-class',
    ERROR,
    'computeClass is not the name of a ComputeClass',
    'write at most 63 lower-case letters, digits and dashes',
  ),
  reservationZones: rule(
    'node-pool-reservation-zones',
    WARNING,
    'a reservation is in one zone, and GKE refuses a pool whose other zones have none of that name',
    'name the zone of the reservation with zones',
  ),
  sysctl: new Rule({
    id: 'gke/node-pool-sysctl',
    severity: ERROR,
    meaning: 'a kernel parameter is not on the list of those that GKE sets',
    fix: 'remove it',
    canAcknowledge: true,
  }),
  providerVersion: rule(
    'provider-version',
    ERROR,
    'an option needs version 7 of the Google provider, and the stack has version 6',
    'call GoogleProviderVersion.V7.apply(stack), or leave the option out',
  ),
  hugepages: rule(
    'node-pool-hugepages',
    ERROR,
    'the huge pages take more of the memory of a node than GKE allows',
    'lower linux.hugepages2Mi and linux.hugepages1Gi, or take a machine type with more memory',
  ),
  imageStreaming: rule(
    'node-pool-image-streaming',
    WARNING,
    'image streaming from private repositories needs roles/serviceusage.serviceUsageConsumer, and the account is not created by this program',
    'give the account the role where it is created',
  ),
  laterName: rule(
    'node-pool-later-name',
    WARNING,
    'an override changed the name of the pool after placement.nodePool was read',
    'write the override before the placement is used',
  ),
  threadsPerCore: rule(
    'node-pool-threads-per-core',
    ERROR,
    'threadsPerCore is neither 1 nor 2',
    'write 1 to switch simultaneous multithreading off, or 2 to keep it',
  ),
  disk: rule(
    'node-pool-boot-disk',
    ERROR,
    'the boot disk has a type, size or key that the nodes cannot have',
    'write a disk type of the machine series, and a size in GB that it takes',
  ),
  smallDisk: rule(
    'node-pool-small-boot-disk',
    WARNING,
    'the boot disk is smaller than 150 GB: with many guests virtiofsd was seen to fail with SIGBUS under memory pressure',
    'set diskSizeGb to at least 150, or keep images on local SSDs with ephemeralLocalSsds',
  ),
  localSsds: rule(
    'node-pool-local-ssds',
    ERROR,
    'the machine type does not have that number of local SSDs',
    'write a number that Compute Engine offers for the machine type, or leave it out',
  ),
  image: rule(
    'node-pool-image',
    ERROR,
    'the node image does not fit the node pool',
    'use UBUNTU_CONTAINERD for pools that run Kata, COS_CONTAINERD or UBUNTU_CONTAINERD for others',
  ),
  confidential: rule(
    'node-pool-confidential',
    ERROR,
    'the confidential VM technology does not fit the node pool',
    'leave confidentialInstanceType out, or take a machine series that has the technology',
  ),
  count: rule(
    'node-pool-count',
    ERROR,
    'the numbers of nodes contradict each other',
    'give either a fixed number of nodes, or a minimum and a maximum that is not smaller',
  ),
  loweredMinimum: rule(
    'node-pool-lowered-minimum',
    WARNING,
    'maxNodes is below the default of minNodes, which is lowered to it',
    'set minNodes too',
  ),
  labels: rule(
    'node-pool-labels',
    ERROR,
    'Kubernetes refuses a node label, or GKE or Kata sets it itself',
    'write a label that Kubernetes takes, and leave those of GKE and Kata out',
  ),
  taints: rule(
    'node-pool-taints',
    ERROR,
    'Kubernetes refuses a node taint, or GKE or Kata sets it itself',
    'write a taint that Kubernetes takes, and leave those of GKE and Kata out',
  ),
  name: rule(
    'node-pool-name',
    ERROR,
    'the name of the node pool is one that GKE refuses',
    'give a name with at most 33 lower-case letters, digits and dashes that begins with a letter',
  ),
  maxPods: rule(
    'node-pool-max-pods',
    ERROR,
    'maxPodsPerNode is not a whole number from 8 to 256',
    'write a whole number from 8 to 256',
  ),
  nodeSettings: rule(
    'node-pool-node-settings',
    ERROR,
    'a setting of kubelet or kernel is out of its range',
    'write a value of the range that the message gives',
  ),
  management: rule(
    'node-pool-management',
    ERROR,
    'the release channel of the cluster requires auto-upgrade and auto-repair',
    'leave autoUpgrade and autoRepair out; maintenanceWindow and maintenanceExclusions of the cluster say when',
  ),
  secureBoot: rule(
    'node-pool-secure-boot',
    WARNING,
    'secureBoot is false: nodes boot unsigned kernels and modules',
    'leave secureBoot out',
  ),
  integrityMonitoring: rule(
    'node-pool-integrity-monitoring',
    WARNING,
    'integrityMonitoring is false: it is not detected when a node boots something else than before',
    'leave integrityMonitoring out',
  ),
  unprotected: rule(
    'node-pool-deletion-protection',
    WARNING,
    'deletionProtection is false: a change that replaces the pool, or its removal from the program, ends its pods',
    'leave deletionProtection out, or acknowledge the finding for pods that can be started again',
  ),
  spot: rule(
    'node-pool-spot',
    WARNING,
    'spot nodes can all go at once, with the pods that the cluster itself needs',
    'have another node pool for the pods of the system',
  ),
  spotKata: rule(
    'node-pool-spot-guests',
    WARNING,
    'spot nodes go with 30 seconds notice, and a guest cannot move',
    'use them for workloads that can be started again',
  ),
  spotReservation: rule(
    'node-pool-spot-reservation',
    ERROR,
    'spot VMs use no reservations',
    'remove spot or reservation',
  ),
  cpuPlatform: rule(
    'node-pool-cpu-platform',
    ERROR,
    'minCpuPlatform does not fit the machine series',
    'write a platform of the machine series, or leave it out',
  ),
  compactPlacement: rule(
    'node-pool-compact-placement',
    ERROR,
    'the machine series has no compact placement',
    'leave compactPlacement out, or take a machine type such as c2-standard-8 or n2-standard-8',
  ),
  upgrade: rule(
    'node-pool-upgrade',
    ERROR,
    'the upgrade strategy has a number that GKE refuses',
    'write numbers of the range that the message gives',
  ),
  networkTags: rule(
    'node-pool-network-tags',
    ERROR,
    'networkTags has a value that is not a network tag',
    'write at most 63 lower-case letters, digits and dashes, beginning with a letter',
  ),
  installation: rule('node-pool-installation', ERROR, 'multiInstallSuffix cannot be a suffix', ''),
  egress: rule(
    'node-pool-egress',
    ERROR,
    'the network has no way out, and the Kata installer is pulled from quay.io',
    "switch the network's NAT on, or mirror the image to Artifact Registry and set imagesAreMirrored",
  ),
  restrictedEgress: rule(
    'node-pool-restricted-egress',
    WARNING,
    'the network lets out only what allowedEgress names, and the Kata installer is pulled from quay.io, whose addresses change',
    'mirror the image to Artifact Registry and set imagesAreMirrored',
  ),
  startupTaint: rule(
    'node-pool-startup-taint',
    WARNING,
    'startupTaint is false: the pool does not carry the labels that RuntimeClasses select, so it never grows from zero, and pods wait for kata-deploy to set them',
    'leave startupTaint out',
  ),
  notDedicated: rule(
    'node-pool-not-dedicated',
    WARNING,
    'dedicated is false: pods that run without a VM may share the nodes with pods in VMs',
    'leave dedicated out',
  ),
  account: rule(
    'node-identity-account',
    ERROR,
    'the service account of the nodes has no valid id or e-mail address',
    'write 6 to 30 lower-case letters, digits and dashes for accountId, or an e-mail that ends in .gserviceaccount.com',
  ),
  role: rule(
    'node-identity-role',
    ERROR,
    'roles has a value that is not an IAM role',
    'write roles/NAME, or projects/PROJECT/roles/NAME for a custom role',
  ),
  repository: rule(
    'node-identity-repository',
    ERROR,
    'pullRepositories has a value that is not an Artifact Registry repository',
    'write projects/PROJECT/locations/LOCATION/repositories/NAME',
  ),
  basicRole: rule(
    'node-identity-basic-role',
    WARNING,
    'the service account of the nodes has a basic role, which code that escapes from a container on a node gets too',
    'name the roles that nodes need',
  ),
  defaultAccount: rule(
    'node-identity-default-account',
    WARNING,
    'nodes run as the default service account of the project, which often has the role of an editor',
    'create an account with new NodeIdentity()',
  ),
} as const;
