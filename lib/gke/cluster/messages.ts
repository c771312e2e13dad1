import type { Finding } from '../../validation/finding';
import { quoted } from '../project/values';
import { CLUSTER_RULES } from './rules';

const CLUSTER_NAME_RULE =
  'at most 40 lower-case letters, digits and dashes, beginning with a letter and not ending with a dash';

/** The name of a cluster that GKE refuses. */
export function badClusterName(name: unknown): Finding {
  const meant = String(name)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  const fix =
    meant.length > 0 && meant.length <= 40 && meant !== name ? `write '${meant}': ${CLUSTER_NAME_RULE}` : undefined;
  return CLUSTER_RULES.clusterName.find('', `name ${quoted(name)} is not the name of a cluster`, fix);
}

/** A name that the ids of stack and construct give, and that GKE refuses. */
export function badDefaultName(name: string): Finding {
  return CLUSTER_RULES.clusterName.find(
    '',
    `the name ${quoted(name)} that the ids of stack and construct give is not the name of a cluster`,
    `set name: ${CLUSTER_RULES.clusterName.fix}`,
  );
}

/** A value outside an enumeration. */
export function notOneOf(field: string, value: unknown, known: readonly string[]): Finding {
  return CLUSTER_RULES.closedSet.find(
    '',
    `${field} ${quoted(value)} is not a value that GKE knows`,
    `write one of ${known.join(', ')}`,
  );
}

/** A version of GKE that cannot be read. */
export function badVersion(field: string, value: unknown): Finding {
  return CLUSTER_RULES.version.find('', `${field} ${quoted(value)} is not a version of GKE`);
}

/** A network in another region. */
export function otherRegion(location: string, region: string): Finding {
  return CLUSTER_RULES.networkRegion.find(
    '',
    `location ${quoted(location)} is not in the region of the network, ${quoted(region)}`,
  );
}

/** A group of Google Groups for RBAC with another name. */
export function badSecurityGroup(value: unknown): Finding {
  return CLUSTER_RULES.securityGroup.find('', `securityGroup ${quoted(value)} is not a group that GKE accepts`);
}

/** An empty attribute. */
export function emptyAttribute(field: string): Finding {
  return CLUSTER_RULES.attribute.find('', `${field} is empty`);
}

/** A key beside encryption that is switched off. */
export function keyWithoutEncryption(): Finding {
  return CLUSTER_RULES.exclusiveProps.find('', 'secretsEncryptionKey is given, but secretsEncryption is false');
}

/** Roles for an account that this cluster does not make. */
export function pullRepositoriesOfGivenIdentity(): Finding {
  return CLUSTER_RULES.exclusiveProps.find(
    '',
    'pullRepositories is for the account that the cluster makes, and nodeIdentity is given',
    'give the repositories to new NodeIdentity(), or the roles to the account where it is made',
  );
}

/** A component without the one that it needs. */
export function componentNeeds(field: string, component: string, needed: string): Finding {
  return CLUSTER_RULES.components.find(
    '',
    `${field} has ${quoted(component)}, which needs ${needed}`,
    `add ${needed}, or remove ${component}`,
  );
}

/** A dual-stack network without Dataplane V2. */
export function dualStackWithoutDataplaneV2(): Finding {
  return CLUSTER_RULES.dualStackDataplane.find('', 'dataplaneV2 is false, and the network has IPv6');
}

/** A cluster on which no ordinary pod can run. */
export function noSystemPool(): Finding {
  return CLUSTER_RULES.systemPool.find('');
}

/** A cluster of which every pool for ordinary pods can be without a node. */
export function emptySystemPools(): Finding {
  return CLUSTER_RULES.systemPoolEmpty.find('');
}

/** Two pools of one name. */
export function poolNameTwice(name: string): Finding {
  return CLUSTER_RULES.poolNameTaken.find('', `two node pools are called ${quoted(name)}`);
}

/** More nodes than addresses. */
export function tooManyNodes(nodes: number, addresses: number): Finding {
  return CLUSTER_RULES.nodeAddresses.find(
    '',
    `the node pools can grow to ${nodes} nodes, and nodeRange has room for ${addresses}`,
  );
}

/** More pods than addresses. */
export function tooManyPods(needed: number, range: string, addresses: number): Finding {
  return CLUSTER_RULES.podAddresses.find(
    '',
    `the node pools can take ${needed} addresses for pods, and ${range} has ${addresses}`,
  );
}

/** A cluster without protection. */
export function unprotected(): Finding {
  return CLUSTER_RULES.deletionProtection.find(
    '',
    'deletionProtection is false: terraform destroy deletes the cluster with everything in it, and stops only at a backup plan that has backups',
  );
}

/** A cluster on no channel. */
export function unspecifiedChannel(): Finding {
  return CLUSTER_RULES.releaseChannel.find(
    '',
    'releaseChannel is UNSPECIFIED: GKE does not choose the upgrades of the cluster',
  );
}

/** A second cluster on the ranges of the first. */
export function networkShared(first: string): Finding {
  return CLUSTER_RULES.networkShared.find(
    '',
    `the network has cluster ${first} already: both take addresses of the same ranges, and each is checked as if it had them to itself`,
  );
}

/** Two clusters of one name. */
export function clusterNameTaken(name: string, other: string): Finding {
  return CLUSTER_RULES.clusterNameTaken.find(
    '',
    `name ${quoted(name)} is that of cluster ${other} too, in the same project and location`,
  );
}

/** A key given in two ways. */
export function twoSecretsKeys(): Finding {
  return CLUSTER_RULES.exclusiveProps.find(
    '',
    'secretsKey is given beside secretsEncryption or secretsEncryptionKey',
    'remove the latter',
  );
}

/** A kind of scanning that Google ended. */
export function scanningEnded(mode: string): Finding {
  return CLUSTER_RULES.scanningEnded.find('', `vulnerabilityScanning ${quoted(mode)} is no longer supported by Google`);
}

/** A number out of its range. */
export function outOfRange(field: string, value: unknown, range: string): Finding {
  return CLUSTER_RULES.outOfRange.find('', `${field} ${quoted(value)} is out of its range`, `write ${range}`);
}

/** A domain that DNS does not have. */
export function badDomain(field: string, value: unknown): Finding {
  return CLUSTER_RULES.domain.find('', `${field} ${quoted(value)} is not a domain`);
}

/** A feature without the dataplane that it needs. */
export function needsDataplaneV2(field: string): Finding {
  return CLUSTER_RULES.needsDataplaneV2.find('', `${field} is set, and dataplaneV2 is false`);
}

/** Policies that Dataplane V2 enforces whatever the cluster says. */
export function policiesOfDataplaneV2(): Finding {
  return CLUSTER_RULES.policiesOfDataplaneV2.find(
    '',
    'networkPolicyEnforcement is false, and Dataplane V2 always enforces network policies',
  );
}

/** Policies that GKE does not enforce. */
export function policiesOff(): Finding {
  return CLUSTER_RULES.policiesOff.find('', 'networkPolicyEnforcement is false: GKE enforces no network policy');
}

/** Images that no policy checks. */
export function admissionOff(): Finding {
  return CLUSTER_RULES.binaryAuthorization.find('', 'binaryAuthorization is false: every image is admitted');
}

/** Logs that nobody collects. */
export function loggingOff(): Finding {
  return CLUSTER_RULES.logging.find(
    '',
    'loggingComponents is empty: no logs of the cluster and its pods are collected',
  );
}

/** More nodes than a cluster has. */
export function tooManyNodesOfCluster(nodes: number, most: number): Finding {
  return CLUSTER_RULES.clusterSize.find(
    '',
    `the node pools can grow to ${nodes} nodes, and a cluster has at most ${most}`,
  );
}

/** A pinned version of a cluster that its channel upgrades. */
export function pinOnChannel(version: string): Finding {
  return CLUSTER_RULES.pinOnChannel.find(
    '',
    `pinnedVersion is ${quoted(version)}, and the release channel upgrades the cluster`,
  );
}

/** The first pod range of a cluster as a further one. */
export function podRangeTwice(range: string): Finding {
  return CLUSTER_RULES.exclusiveProps.find(
    '',
    `additionalPodRangeNames has ${quoted(range)}, which is the first pod range of the cluster`,
    `remove ${quoted(range)}`,
  );
}

/** Nodes newer than their control plane. */
export function nodesAreNewer(pool: string, version: string, control: string): Finding {
  return CLUSTER_RULES.nodeVersion.find(
    '',
    `node pool ${quoted(pool)} keeps version ${version}, and the control plane keeps ${control}`,
  );
}

/** A fact of an imported cluster that is not valid. */
export function badFact(field: string, value: unknown, range: string): Finding {
  return CLUSTER_RULES.fact.find('', `facts.${field} ${quoted(value)} cannot be a fact of a cluster`, `write ${range}`);
}

/** An imported cluster whose attributes do not say how to reach its API server. */
export function accessUnknown(hasEndpoint: boolean): Finding {
  return CLUSTER_RULES.accessUnknown.find(
    '',
    hasEndpoint
      ? 'access needs caCertificate beside endpoint'
      : 'access needs dnsEndpoint, or endpoint and caCertificate',
  );
}

/** An attribute that is not an address of the control plane. */
export function badAddress(field: string, value: unknown, expected: string): Finding {
  return CLUSTER_RULES.controlPlaneAddress.find(
    '',
    `${field} ${quoted(value)} is not what a client needs`,
    `write ${expected}`,
  );
}
