import { Severity } from '../../validation/finding';
import { Rule } from '../../validation/rule';
import { errorRule, warningRule } from '../project/rules';

/** Why a field that the manifests repeat is a literal. */
export const NEEDED_IN_MANIFESTS = 'is only known to Terraform, and is needed in the manifests too';

/** The rules of node pools and of the service accounts of their nodes. */
export const NODE_POOL_RULES = {
  machineType: errorRule(
    'node-pool-machine-type',
    'machineType is not a machine type of Compute Engine',
    'write one such as n2-standard-8 or n2-custom-8-16384',
  ),
  listedMachineType: new Rule({
    id: 'gke/node-pool-unlisted-machine-type',
    severity: Severity.ERROR,
    meaning: 'the machine type is not on the recorded list of its series',
    fix: 'take a machine type of the list, or acknowledge the finding where Compute Engine has the type',
    canAcknowledge: true,
  }),
  nestedVirtualization: errorRule(
    'node-pool-nested-virtualization',
    'the machine series has no nested virtualization, which virtual machines on the nodes need',
    'take a machine type of a series that has it, such as n2-standard-8',
  ),
  unverifiedNestedVirtualization: warningRule(
    'node-pool-unverified-nested-virtualization',
    'whether the machine series has nested virtualization is not certain',
    'look for /dev/kvm on a node before you rely on it',
  ),
  idleGpus: warningRule(
    'node-pool-idle-gpus',
    'the machine series comes with GPUs, which cost money and which guests cannot use',
    'take a machine type without GPUs, such as n2-standard-8',
  ),
  fewCpus: warningRule(
    'node-pool-few-cpus',
    'the machine type has fewer than 4 vCPUs: virtual machines share them with the daemons of the node',
    'take a machine type with at least 4 vCPUs',
  ),
  accelerators: errorRule(
    'node-pool-accelerators',
    'the GPUs do not fit the node pool',
    'use a GPU type, count and driver that Compute Engine offers for the machine type',
  ),
  unlistedAccelerator: warningRule(
    'node-pool-unlisted-accelerator',
    'the type of GPU is not on the recorded list, so that nothing checks whether the machine type has it',
    'take a type of the list, or acknowledge the finding where Compute Engine has the type',
  ),
  podRange: errorRule(
    'node-pool-pod-range',
    'the network has no pod range of that name',
    'add it with additionalPodRanges of the network',
  ),
  resourceManagerTags: errorRule(
    'node-pool-resource-manager-tags',
    'resourceManagerTags has a key or value that is not a tag of Resource Manager',
    'write tagKeys/NUMBER: tagValues/NUMBER, or PROJECT/KEY: VALUE',
  ),
  pinnedVersion: errorRule(
    'node-pool-pinned-version',
    'the pool cannot keep the version that it names',
    'write one such as 1.33.4-gke.1245000',
  ),
  containerd: errorRule(
    'node-pool-containerd',
    'GKE refuses a setting of containerd',
    "write the setting as GKE's documentation of containerd configuration has it",
  ),
  computeClass: errorRule(
    'node-pool-compute-class',
    'computeClass is not the name of a ComputeClass',
    'write at most 63 lower-case letters, digits and dashes',
  ),
  reservationZones: warningRule(
    'node-pool-reservation-zones',
    'a reservation is in one zone, and GKE refuses a pool whose other zones have none of that name',
    'name the zone of the reservation with zones',
  ),
  sysctl: new Rule({
    id: 'gke/node-pool-sysctl',
    severity: Severity.ERROR,
    meaning: 'a kernel parameter is not on the list of those that GKE sets',
    fix: 'remove it',
    canAcknowledge: true,
  }),
  hugepages: errorRule(
    'node-pool-hugepages',
    'the huge pages take more of the memory of a node than GKE allows',
    'lower linux.hugepages2Mi and linux.hugepages1Gi, or take a machine type with more memory',
  ),
  imageStreaming: warningRule(
    'node-pool-image-streaming',
    'image streaming from private repositories needs roles/serviceusage.serviceUsageConsumer, and the account is not created by this program',
    'give the account the role where it is created',
  ),
  laterName: warningRule(
    'node-pool-later-name',
    'an override or moveFrom() changed the name of the pool after placement.nodePool was read',
    'write the override, or call moveFrom(), before the placement is used',
  ),
  laterMove: errorRule(
    'node-pool-later-move',
    'moveFrom() of a pool changes the label of its nodes after labels or placement was read',
    'call moveFrom() right after the pool is created, before labels and placement are used',
  ),
  threadsPerCore: errorRule(
    'node-pool-threads-per-core',
    'threadsPerCore is neither 1 nor 2',
    'write 1 to switch simultaneous multithreading off, or 2 to keep it',
  ),
  disk: errorRule(
    'node-pool-boot-disk',
    'the boot disk has a type, size or key that the nodes cannot have',
    'write a disk type of the machine series, and a size in GB that it takes',
  ),
  smallDisk: warningRule(
    'node-pool-small-boot-disk',
    'the boot disk is smaller than 150 GB: with many guests virtiofsd was seen to fail with SIGBUS under memory pressure',
    'set diskSizeGb to at least 150, or keep images on local SSDs with ephemeralLocalSsds',
  ),
  localSsds: errorRule(
    'node-pool-local-ssds',
    'the machine type does not have that number of local SSDs',
    'write a number that Compute Engine offers for the machine type, or leave it out',
  ),
  image: errorRule(
    'node-pool-image',
    'the node image does not fit the node pool',
    'use UBUNTU_CONTAINERD for pools that run Kata, COS_CONTAINERD or UBUNTU_CONTAINERD for others',
  ),
  confidential: errorRule(
    'node-pool-confidential',
    'the confidential VM technology does not fit the node pool',
    'leave confidentialInstanceType out, or take a machine series that has the technology',
  ),
  count: errorRule(
    'node-pool-count',
    'the numbers of nodes contradict each other',
    'give either a fixed number of nodes, or a minimum and a maximum that is not smaller',
  ),
  loweredMinimum: warningRule(
    'node-pool-lowered-minimum',
    'maxNodes is below the default of minNodes, which is lowered to it',
    'set minNodes too',
  ),
  labels: errorRule(
    'node-pool-labels',
    'Kubernetes refuses a node label, or GKE or Kata sets it itself',
    'write a label that Kubernetes takes, and leave those of GKE and Kata out',
  ),
  shims: errorRule(
    'node-pool-shims',
    'shims has what cannot be the name of a shim, and no RuntimeClass would find the nodes',
    "write the name without 'kata-', such as 'qemu-runtime-rs': small letters, digits and dashes",
  ),
  unknownShim: warningRule(
    'node-pool-unknown-shim',
    'shims has a name that no release of Kata in the catalogue has, and the RuntimeClasses of others do not find the nodes',
    'correct the name, or acknowledge this for a shim of a fork',
  ),
  taints: errorRule(
    'node-pool-taints',
    'Kubernetes refuses a node taint, or GKE or Kata sets it itself',
    'write a taint that Kubernetes takes, and leave those of GKE and Kata out',
  ),
  name: errorRule(
    'node-pool-name',
    'the name of the node pool is one that GKE refuses',
    'give a name with at most 33 lower-case letters, digits and dashes that begins with a letter',
  ),
  maxPods: errorRule(
    'node-pool-max-pods',
    'maxPodsPerNode is not a whole number from 8 to 256',
    'write a whole number from 8 to 256',
  ),
  nodeSettings: errorRule(
    'node-pool-node-settings',
    'a setting of kubelet or kernel is out of its range',
    'write a value of the range that the message gives',
  ),
  management: errorRule(
    'node-pool-management',
    'the release channel of the cluster requires auto-upgrade and auto-repair',
    'leave autoUpgrade and autoRepair out; maintenanceWindow and maintenanceExclusions of the cluster say when',
  ),
  secureBoot: warningRule(
    'node-pool-secure-boot',
    'secureBoot is false: nodes boot unsigned kernels and modules',
    'leave secureBoot out',
  ),
  integrityMonitoring: warningRule(
    'node-pool-integrity-monitoring',
    'integrityMonitoring is false: it is not detected when a node boots something else than before',
    'leave integrityMonitoring out',
  ),
  unprotected: warningRule(
    'node-pool-deletion-protection',
    'deletionProtection is false: a change that replaces the pool, or its removal from the program, ends its pods',
    'leave deletionProtection out, or acknowledge the finding for pods that can be started again',
  ),
  spot: warningRule(
    'node-pool-spot',
    'spot nodes can all go at once, with the pods that the cluster itself needs',
    'have another node pool for the pods of the system',
  ),
  spotKata: warningRule(
    'node-pool-spot-guests',
    'spot nodes go with 30 seconds notice, and a guest cannot move',
    'use them for workloads that can be started again',
  ),
  spotReservation: errorRule(
    'node-pool-spot-reservation',
    'spot VMs use no reservations',
    'remove spot or reservation',
  ),
  cpuPlatform: errorRule(
    'node-pool-cpu-platform',
    'minCpuPlatform does not fit the machine series',
    'write a platform of the machine series, or leave it out',
  ),
  compactPlacement: errorRule(
    'node-pool-compact-placement',
    'the machine series has no compact placement',
    'leave compactPlacement out, or take a machine type such as c2-standard-8 or n2-standard-8',
  ),
  upgrade: errorRule(
    'node-pool-upgrade',
    'the upgrade strategy has a number that GKE refuses',
    'write numbers of the range that the message gives',
  ),
  networkTags: errorRule(
    'node-pool-network-tags',
    'networkTags has a value that is not a network tag',
    'write at most 63 lower-case letters, digits and dashes, beginning with a letter',
  ),
  installation: errorRule(
    'node-pool-installation',
    'multiInstallSuffix cannot be a suffix',
    'choose another, of 1 to 20 lower-case letters, digits and dashes',
  ),
  egress: errorRule(
    'node-pool-egress',
    'the network has no way out, and the Kata installer is pulled from quay.io',
    "switch the network's NAT on, or mirror the image to Artifact Registry and set imagesAreMirrored",
  ),
  restrictedEgress: warningRule(
    'node-pool-restricted-egress',
    'the network lets out only what allowedEgress names, and the Kata installer is pulled from quay.io, whose addresses change',
    'mirror the image to Artifact Registry and set imagesAreMirrored',
  ),
  startupTaint: warningRule(
    'node-pool-startup-taint',
    'startupTaint is false: the pool does not carry the labels that RuntimeClasses select, so it never grows from zero, and pods wait for kata-deploy to set them',
    'leave startupTaint out',
  ),
  notDedicated: warningRule(
    'node-pool-not-dedicated',
    'dedicated is false: pods that run without a VM may share the nodes with pods in VMs',
    'leave dedicated out',
  ),
  account: errorRule(
    'node-identity-account',
    'the service account of the nodes has no valid id or e-mail address',
    'write 6 to 30 lower-case letters, digits and dashes for accountId, or an e-mail that ends in .gserviceaccount.com',
  ),
  role: errorRule(
    'node-identity-role',
    'roles has a value that is not an IAM role',
    'write roles/NAME, or projects/PROJECT/roles/NAME for a custom role',
  ),
  repository: errorRule(
    'node-identity-repository',
    'pullRepositories has a value that is not an Artifact Registry repository',
    'write projects/PROJECT/locations/LOCATION/repositories/NAME',
  ),
  basicRole: warningRule(
    'node-identity-basic-role',
    'the service account of the nodes has a basic role, which code that escapes from a container on a node gets too',
    'name the roles that nodes need',
  ),
  defaultAccount: warningRule(
    'node-identity-default-account',
    'nodes run as the default service account of the project, which often has the role of an editor',
    'create an account with new NodeIdentity()',
  ),
} as const;
