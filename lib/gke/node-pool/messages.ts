const list = (values: readonly string[]) => values.join(', ');

/** A machine type that is none. */
export function badMachineType(value: unknown): string {
  return `machineType '${String(value)}' is not a machine type; write one such as n2-standard-8 or n2-custom-8-16384`;
}

/** A series whose nodes have no /dev/kvm. */
export function noNestedVirtualization(
  machineType: string,
  family: string,
  reason: string,
  allowed: readonly string[],
): string {
  return `machineType '${machineType}' cannot run Kata: ${family} has no nested virtualization: ${reason}; take one of ${list(allowed)}`;
}

/** A series that nobody has seen. */
export function unknownMachineFamily(machineType: string, family: string, allowed: readonly string[]): string {
  return (
    `machineType '${machineType}' is of the unknown series ${family}, which may have no nested virtualization; take one of ${list(allowed)}, ` +
    'or set allowUnverifiedMachineFamily if you know that it has'
  );
}

/** A series of which sources say different things. */
export function doubtfulMachineFamily(machineType: string, reason: string): string {
  return `machineType '${machineType}' may have no nested virtualization: ${reason}; look for /dev/kvm on a node before you rely on it`;
}

/** A series that somebody vouched for. */
export function unverifiedMachineFamily(machineType: string): string {
  return `machineType '${machineType}' is used because allowUnverifiedMachineFamily is set; look for /dev/kvm on a node before you rely on it`;
}

/** A machine type that only Terraform knows. */
export function machineTypeUnknown(): string {
  return 'machineType is only known to Terraform, so whether it has nested virtualization is not checked; look for /dev/kvm on a node';
}

/** A small machine. */
export function fewCpus(machineType: string, cpus: number): string {
  return `machineType '${machineType}' has ${cpus} vCPUs: guests share them with the node's own daemons; take at least 4`;
}

/** A disk that the series does not boot from. */
export function badDiskType(diskType: string, machineType: string, family: string, allowed: readonly string[]): string {
  return `diskType '${diskType}' does not go with machineType '${machineType}': ${family} boots from ${list(allowed)}`;
}

/** A size that is none. */
export function badDiskSize(value: unknown, smallest: number): string {
  return `diskSizeGb ${String(value)} is not a whole number from ${smallest} to 65536`;
}

/** A disk on which many guests fail. */
export function smallKataDisk(size: number): string {
  return `diskSizeGb ${size} is small for a node that runs many guests: below 150 GB virtiofsd was seen to fail with SIGBUS under memory pressure`;
}

/** An image on which Kata cannot be installed. */
export function imageNotInstallable(image: string, reason: string): string {
  return `imageType '${image}' cannot run Kata: ${reason}; leave it out, Ubuntu is the default of Kata pools`;
}

/** An image that is none. */
export function unknownImage(image: unknown, known: readonly string[]): string {
  return `imageType '${String(image)}' is none of ${list(known)}`;
}

/** Image streaming where there is none. */
export function imageStreamingUnsupported(image: string): string {
  return `imageStreaming does not work with ${image}; leave it out, or take COS_CONTAINERD for a pool without Kata`;
}

/** Two technologies that exclude each other. */
export function confidentialExcludesNested(type: string): string {
  return `confidentialInstanceType '${type}' excludes nested virtualization, which Kata needs; leave it out, or make an ordinary pool with addNodePool()`;
}

/** A confidential technology that is none. */
export function badConfidentialType(type: unknown): string {
  return `confidentialInstanceType '${String(type)}' is none of SEV, SEV_SNP, TDX`;
}

/** A number of nodes that is none. */
export function badNodeCount(field: string, value: unknown): string {
  return `${field} ${String(value)} is not a whole number from 0 to 15000`;
}

/** A minimum above its maximum. */
export function minAboveMax(minField: string, min: number, maxField: string, max: number): string {
  return `${minField} ${min} is above ${maxField} ${max}; exchange them`;
}

/** A pool that never has a node. */
export function maxIsZero(field: string): string {
  return `${field} is 0: the pool could never have a node; give at least 1`;
}

/** Two ways to count nodes. */
export function countedTwice(first: string, second: string): string {
  return `${first} and ${second} are both given; count nodes over all zones (minNodes, maxNodes), in each zone (minNodesPerZone, maxNodesPerZone), or fix them (nodesPerZone)`;
}

/** Half of a range. */
export function countMissing(given: string, missing: string): string {
  return `${given} is given without ${missing}; give both`;
}

/** A key that belongs to Kubernetes or GKE. */
export function reservedKey(field: string, key: string): string {
  return `${field} has '${key}', whose prefix GKE and Kubernetes keep for themselves; use a prefix of your own, or none`;
}

/** A key that belongs to Kata. */
export function kataKey(field: string, key: string): string {
  return `${field} has '${key}', which the pool sets itself; remove it`;
}

/** A label of Kata on nodes that cannot run it. */
export function kataKeyElsewhere(key: string): string {
  return `labels has '${key}', by which the installer and RuntimeClasses find nodes that can run VMs; remove it, or use addKataNodePool()`;
}

/** What a taint does not do. */
export function badTaintEffect(field: string, key: string, effect: unknown, known: readonly string[]): string {
  return `${field} has '${key}' with effect '${String(effect)}', which is none of ${known.join(', ')}`;
}

/** A count that only Terraform knows. */
export function tokenAsCount(field: string): string {
  return `${field} is only known to Terraform, and is needed here to see whether the network has room; give a literal`;
}

/** Something that is not a label. */
export function badNodeLabel(field: string, key: string, value: unknown): string {
  return `${field} has '${key}: ${String(value)}', which is not a label: at most 63 letters, digits, dashes, dots and underscores, after an optional prefix and a slash`;
}

/** A token in a label. */
export function tokenInLabel(field: string, key: string): string {
  return `${field} '${key}' is only known to Terraform, and is needed in the manifests too; give a literal`;
}

/** A taint that is there twice. */
export function taintTwice(key: string, effect: string): string {
  return `taints has ${key}:${effect} twice; remove one`;
}

/** A name that is too long or reserved. */
export function badPoolName(name: unknown, reason: string): string {
  return `name '${String(name)}' of a node pool ${reason}`;
}

/** A number of pods that is none. */
export function badMaxPods(value: unknown): string {
  return `maxPodsPerNode ${String(value)} is not a whole number from 8 to 256`;
}

/** Local SSDs that cannot be. */
export function badLocalSsds(field: string, value: unknown): string {
  return `${field} ${String(value)} is not a whole number from 0 to 32`;
}

/** Local SSDs where there are none. */
export function noLocalSsds(field: string, family: string): string {
  return `${field} does not work with ${family}, which has no local SSDs; leave it out, or take another machine type`;
}

/** A setting out of its range. */
export function badNodeSetting(field: string, value: unknown, range: string): string {
  return `${field} '${String(value)}' must be ${range}`;
}

/** An upgrade in which nothing could move. */
export function badSurge(maxSurge: unknown, maxUnavailable: unknown): string {
  return `surge upgrade with maxSurge ${String(maxSurge)} and maxUnavailable ${String(maxUnavailable)}: both must be whole numbers, and their sum 1 to 20`;
}

/** A blue-green upgrade that cannot be. */
export function badBlueGreen(reason: string): string {
  return `blue-green upgrade: ${reason}; give batchNodeCount (1 or more) or batchPercentage (above 0, up to 1), and times of 0 to 604800 seconds`;
}

/** Auto-upgrade off where GKE insists. */
export function autoUpgradeRequired(channel: string): string {
  return `autoUpgrade is false, and the cluster is on release channel ${channel}, which requires it; leave it out, and say when with maintenanceWindow and maintenanceExclusions`;
}

/** Auto-repair off where GKE insists. */
export function autoRepairRequired(channel: string): string {
  return `autoRepair is false, and the cluster is on release channel ${channel}, which requires it; leave it out`;
}

/** Unsigned code at boot. */
export function secureBootOff(): string {
  return 'secureBoot is false: nodes boot unsigned kernels and modules';
}

/** Spot for system pods. */
export function spotSystemPool(): string {
  return 'spot nodes can all go at once, with the pods that the cluster itself needs; have another pool for those';
}

/** Spot for guests. */
export function spotKataPool(): string {
  return 'spot nodes go with 30 seconds notice, and a guest cannot move; use them for workloads that can be started again';
}

/** Spot beside what needs to stay. */
export function spotExcludes(field: string): string {
  return `spot does not go with ${field}: spot VMs use no reservations; remove one of them`;
}

/** A CPU platform where there is no choice. */
export function cpuPlatformNotChosen(family: string): string {
  return `minCpuPlatform does not work with ${family}, which has one platform; leave it out`;
}

/** Threads that are none. */
export function badThreadsPerCore(value: unknown): string {
  return `threadsPerCore ${String(value)} is none of 1 (no SMT) and 2 (SMT)`;
}

/** Nodes that cannot get the installer. */
export function kataNeedsEgress(): string {
  return 'the network has no way out, and the Kata installer is pulled from quay.io: switch its NAT on, or mirror the image to Artifact Registry and set imagesAreMirrored';
}

/** Guests on nodes before Kata. */
export function noStartupTaint(): string {
  return 'startupTaint is false: the pool does not carry the labels that RuntimeClasses select, so it never grows from zero, and pods wait for kata-deploy to set them';
}

/** Other pods on nodes of sandboxes. */
export function notDedicated(): string {
  return 'dedicated is false: pods without a sandbox run on the nodes of those that have one';
}

/** A zone elsewhere. */
export function badZone(zone: unknown, region: string): string {
  return `zones has '${String(zone)}', which is not a zone of ${region}, such as ${region}-b`;
}

/** Nowhere. */
export function noZone(): string {
  return 'zones is empty; name at least one, or leave it out';
}

/** A zone that is there twice. */
export function zoneTwice(zone: string): string {
  return `zones has '${zone}' twice; remove one`;
}

/** A suffix that cannot be part of names. */
export function badInstallation(value: unknown, problem: string): string {
  return `multiInstallSuffix '${String(value)}' cannot be a suffix: ${problem}`;
}

/** A series without the technology. */
export function confidentialUnsupported(type: string, family: string, families: readonly string[]): string {
  return `confidentialInstanceType '${type}' does not work with ${family}; take a machine type of ${list(families)}`;
}

/** A series whose nodes cannot be put close to each other. */
export function compactPlacementUnsupported(family: string): string {
  return `compactPlacement does not work with ${family}; leave it out, or take a machine type such as c2-standard-8 or n2-standard-8`;
}

/** A platform whose processors have no nested virtualization. */
export function oldCpuPlatform(platform: string): string {
  return `minCpuPlatform '${platform}' lets in processors without nested virtualization; leave it out, or write Intel Haswell or a newer one`;
}

/** A machine type that has local SSDs in its name, or none. */
export function localSsdsByMachineType(field: string, machineType: string, family: string): string {
  return `${field} does not work with machineType '${machineType}': of ${family}, only types that end in -lssd have local SSDs`;
}

/** A network tag that Compute Engine refuses. */
export function badNetworkTag(value: unknown): string {
  return `networkTags has '${String(value)}', which is not a tag: at most 63 lower-case letters, digits and dashes, beginning with a letter`;
}

/** An installer behind a firewall. */
export function kataBehindFirewall(): string {
  return 'the network lets out only what allowedEgress names, and the Kata installer is pulled from quay.io, whose addresses change: mirror the image to Artifact Registry and set imagesAreMirrored';
}

/** A CPU platform that is none. */
export function badCpuPlatform(platform: string): string {
  return `minCpuPlatform '${platform}' is none; write it as Compute Engine does, such as Intel Ice Lake`;
}
