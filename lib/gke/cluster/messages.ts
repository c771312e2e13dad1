/** A network that may use the control plane's address, and is none. */
export function badAuthorizedNetwork(cidr: unknown): string {
  return `authorized network '${String(cidr)}' is not an IPv4 range; write it such as 203.0.113.0/24`;
}

/** The whole internet. */
export function openToTheWorld(cidr: string): string {
  return `authorized network '${cidr}' opens the control plane to the world; name the networks that need it, or use ControlPlaneAccess.dnsAndPrivateEndpoint(), which IAM guards`;
}

/** A public address that nobody may use. */
export function noAuthorizedNetworks(): string {
  return 'a public endpoint without authorized networks would be open to the world or to nobody; name at least one network';
}

/** A time that is none. */
export function badMaintenanceTime(field: string, value: unknown): string {
  return `${field} '${String(value)}' is not a time as RFC 3339 or RFC 5545 writes it; write 2026-01-03T00:00:00Z, and FREQ=WEEKLY;BYDAY=SA,SU for a recurrence`;
}

/** A time that ends before it begins, or is too short. */
export function maintenanceReversed(field: string, start: string, end: string): string {
  return `${field} goes from ${start} to ${end}; the end comes after the start, and a window has 4 to 24 hours`;
}

/** More exclusions than GKE takes. */
export function tooManyExclusions(count: number): string {
  return `there are ${count} maintenance exclusions; a cluster has at most 20`;
}

/** An exclusion that is too long. */
export function badExclusionScope(name: string, days: number): string {
  return `maintenance exclusion '${name}' keeps every upgrade away for ${days} days; GKE allows 30, or use NO_MINOR_OR_NODE_UPGRADES`;
}

/** An account that is none. */
export function badServiceAccount(field: string, value: unknown): string {
  return `${field} '${String(value)}' is not a service account; an accountId has 6 to 30 lower-case letters, digits and dashes, an e-mail ends in .gserviceaccount.com`;
}

/** A repository that is none. */
export function badRepository(value: unknown): string {
  return `pullRepositories has '${String(value)}'; write projects/PROJECT/locations/LOCATION/repositories/NAME`;
}

/** A key that is none. */
export function badKmsKey(field: string, value: unknown): string {
  return `${field} '${String(value)}' is not a Cloud KMS key; write projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY`;
}

/** A cluster's name that GKE refuses. */
export function badClusterName(name: unknown): string {
  return `name '${String(name)}' of a cluster must have at most 40 lower-case letters, digits and dashes, begin with a letter and not end with a dash`;
}

/** A version that is none. */
export function badVersion(value: unknown): string {
  return `minimumVersion '${String(value)}' is not a version of GKE; write 1.33, 1.33.4 or 1.33.4-gke.1245000`;
}

/** Networks in two regions. */
export function otherRegion(location: string, region: string): string {
  return `location '${location}' is not the region of the network, '${region}'; a cluster lives where its subnetwork is`;
}

/** A cluster without protection. */
export function unprotected(): string {
  return 'deletionProtection is false: terraform destroy, and any change that replaces the cluster, deletes it with everything in it';
}

/** A cluster on no channel. */
export function unspecifiedChannel(): string {
  return 'releaseChannel is UNSPECIFIED: nobody upgrades the cluster but you';
}

/** A cluster on which nothing runs. */
export function noSystemPool(): string {
  return 'no node pool takes ordinary pods, so DNS, metrics and webhooks of the cluster stay pending; add one with addNodePool(), or set hasExternalNodePools if another stack has it';
}

/** More nodes than addresses. */
export function tooManyNodes(nodes: number, addresses: number): string {
  return `the node pools can grow to ${nodes} nodes, and nodeRange has room for ${addresses}; make the range larger or the pools smaller`;
}

/** More pods than addresses. */
export function tooManyPods(needed: number, addresses: number): string {
  return `the node pools can take ${needed} addresses for pods, and podRange has ${addresses}; make the range larger, or the pools or maxPodsPerNode smaller`;
}

/** A group that is none. */
export function badSecurityGroup(value: unknown): string {
  return `securityGroup '${String(value)}' must be gke-security-groups@ followed by your domain`;
}

/** A label that Google Cloud refuses. */
export function badResourceLabel(key: string, value: unknown): string {
  return `resource label '${key}: ${String(value)}' must be of at most 63 lower-case letters, digits, dashes and underscores, the key beginning with a letter, and not with Google's own goog-`;
}

/** A name or place that is missing. */
export function badAttribute(field: string, value: unknown): string {
  return `${field} '${String(value)}' says nothing; give the cluster's own`;
}

/** A backup that cannot be. */
export function badBackup(field: string, value: unknown, range: string): string {
  return `${field} '${String(value)}' of a backup plan must be ${range}`;
}

/** A backup without the agent. */
export function backupAgentOff(): string {
  return 'a backup plan needs the backup agent in the cluster; set backupAgent';
}

/** A value outside a closed set. */
export function notOneOf(field: string, value: unknown, known: readonly string[]): string {
  return `${field} '${String(value)}' is none of ${known.join(', ')}`;
}

/** A topic that is none. */
export function badTopic(value: unknown): string {
  return `upgradeNotifications.topic '${String(value)}' is not a Pub/Sub topic; write projects/PROJECT/topics/TOPIC`;
}

/** A key that nobody uses. */
export function keyWithoutEncryption(): string {
  return 'secretsEncryptionKey is given, but secretsEncryption is false; remove one of them';
}

/** A key far from its cluster. */
export function keyElsewhere(key: string, location: string): string {
  return `key '${key}' is not in ${location}: the cluster cannot read its Secrets when either location is down; take a key of the cluster's location`;
}

/** Roles for an account that something else made. */
export function pullRepositoriesOfGivenIdentity(): string {
  return 'pullRepositories is for the account that the cluster makes, and nodeIdentity is given; give the repositories to new NodeIdentity(), or the roles to the account where it is made';
}

/** A role that is none. */
export function badRole(value: unknown): string {
  return `roles has '${String(value)}', which is not a role; write roles/NAME, or projects/PROJECT/roles/NAME for one of your own`;
}

/** A role that allows nearly everything. */
export function basicRole(role: string): string {
  return `roles has '${role}', a basic role: whoever leaves a container on a node has it too; name the roles that nodes need`;
}

/** The account that nodes should not have. */
export function defaultAccount(email: string): string {
  return `nodes run as '${email}', the default account of the project, which can often edit everything; make one with new NodeIdentity()`;
}

/** Two pools of one name. */
export function poolNameTwice(name: string): string {
  return `two node pools are called '${name}'; give one another name`;
}

/** An exclusion without a name of its own. */
export function badExclusionName(name: unknown): string {
  return `maintenance exclusion '${String(name)}' has no name, or one that another has; give each a name of its own`;
}

/** A number of days that is none. */
export function badRotation(value: unknown): string {
  return `rotationDays '${String(value)}' is not a whole number of days from 1 to 36500`;
}

/** A recurrence that is none. */
export function badRecurrence(value: unknown): string {
  return `maintenanceWindow.recurrence '${String(value)}' is no RRULE of RFC 5545; write one such as FREQ=WEEKLY;BYDAY=SA,SU`;
}

/** Windows that GKE would refuse. */
export function tooLittleMaintenance(recurrence: string, hours: number): string {
  return `maintenanceWindow gives ${hours} hours in four weeks with recurrence '${recurrence}', and GKE wants 48 hours in 32 days; make it longer or more often`;
}

/** A second cluster on the same ranges. */
export function networkShared(first: string): string {
  return `the network has cluster ${first} already: both take addresses of the same ranges, and each is only held against them alone; give it a GkeNetwork of its own, with existingNetwork for the same VPC`;
}
