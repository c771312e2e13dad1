import { Token } from 'cdktf';
import type { Finding } from '../../validation/finding';
import { type IGkeNetwork, StackType } from '../network/gke-network-interface';
import type { NodePoolSummary } from '../node-pool/gke-cluster-ref';
import { validateRegion, validateZones } from '../project/locations';
import { validateExistingName, validateKmsKey, validateResourceLabels } from '../project/resource-names';
import { knownItems, literal } from '../project/values';
import { validateCapacity } from './cluster-capacity';
import {
  DEFAULT_LOGGING_COMPONENTS,
  DEFAULT_MONITORING_COMPONENTS,
  LOGGING_COMPONENTS,
  MONITORING_COMPONENTS,
  OF_MANAGED_PROMETHEUS,
} from './components';
import { validateFeatures } from './features/cluster-features';
import { validateDataplane } from './features/dataplane';
import { validateNewerOptions } from './features/newer-cluster-options';
import { type GkeClusterProps, ReleaseChannel, VulnerabilityScanning } from './gke-cluster-props';
import * as messages from './messages';
import { DEFAULT_MAINTENANCE_WINDOW, validateMaintenance } from './operations/maintenance-policy';
import { validateNotifications } from './operations/upgrade-notifications';

const NAME = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;
const LONGEST_NAME = 40;
const VERSION = /^(latest|\d+\.\d+(\.\d+(-gke\.\d+)?)?)$/;
const GROUP = /^gke-security-groups@[a-z0-9.-]+\.[a-z]+$/;

/**
 * Holds the properties of a cluster against what GKE accepts, and against what is risky.
 *
 * @param props the properties
 * @param name name of the cluster
 */
export function validateCluster(props: GkeClusterProps, name: string): Finding[] {
  // Undefined for a channel that only Terraform knows.
  const channel = literal(props.releaseChannel ?? ReleaseChannel.REGULAR);
  const isOnChannel = channel !== undefined && channel !== ReleaseChannel.UNSPECIFIED;
  return [
    ...validateRegion('location', props.location),
    ...validateExistingName('project', props.project),
    ...validateExistingName('fleetProject', props.fleetProject),
    ...validateName(name, props.name !== undefined),
    ...validateNetworkOf(props.location, props.network),
    ...validateComponents(props),
    ...matches(props.minimumVersion, VERSION, (value) => messages.badVersion('minimumVersion', value)),
    ...matches(props.securityGroup, GROUP, messages.badSecurityGroup),
    ...validateKmsKey('secretsEncryptionKey', props.secretsEncryptionKey),
    ...validateZones(props.zones, props.location),
    ...validateResourceLabels(props.labels),
    ...(props.controlPlaneAccess?.validate() ?? []),
    ...validateMaintenance(
      props.maintenanceWindow ?? DEFAULT_MAINTENANCE_WINDOW,
      props.maintenanceExclusions ?? [],
      channel !== ReleaseChannel.UNSPECIFIED,
    ),
    ...validateNotifications(props.upgradeNotifications),
    ...validateCombinations(props),
    ...validateNewerOptions(props),
    ...validateFeatures(props, props.dataplaneV2 !== false, isOnChannel, props.network),
    ...validateDataplane(props),
    ...(props.deletionProtection === false ? [messages.unprotected()] : []),
    ...(props.binaryAuthorization === false ? [messages.admissionOff()] : []),
    ...(props.loggingComponents?.length === 0 ? [messages.loggingOff()] : []),
    ...(channel === ReleaseChannel.UNSPECIFIED ? [messages.unspecifiedChannel()] : []),
  ];
}

/** Holds the network of a cluster against its location, as far as both are known. */
export function validateNetworkOf(location: string, network: IGkeNetwork | undefined): Finding[] {
  const region = network?.region;
  if (region === undefined || Token.isUnresolved(region) || Token.isUnresolved(location)) return [];
  return region === location ? [] : [messages.otherRegion(location, region)];
}

/**
 * Holds the pools of a cluster against each other and against the ranges of its network.
 *
 * @param pools the pools
 * @param network network of the cluster, when it is known
 * @param zones number of zones of pools that name none
 * @param podRanges names of the further pod ranges that the cluster uses; undefined when they are not known
 */
export function validatePools(
  pools: readonly NodePoolSummary[],
  network: IGkeNetwork | undefined,
  zones: number | undefined,
  podRanges?: readonly string[],
): Finding[] {
  const names = pools.map(({ baseName }) => baseName);
  const twice = new Set(names.filter((name, index) => names.indexOf(name) < index));
  return [...[...twice].map(messages.poolNameTwice), ...validateCapacity(pools, network, zones, podRanges)];
}

/**
 * Whether the pods of the system have nodes to run on.
 *
 * @param pools the pools of the cluster
 */
export function validateSystemPools(pools: readonly NodePoolSummary[]): Finding[] {
  const open = pools.filter(({ acceptsSystemPods }) => acceptsSystemPods);
  if (open.length === 0) return [messages.noSystemPool()];
  return open.every(({ canBeEmpty }) => canBeEmpty) ? [messages.emptySystemPools()] : [];
}

/**
 * Holds the versions that pools keep against that of the control plane, as far as both are known.
 *
 * @param pools the pools
 * @param control exact version of the control plane, if it keeps one
 */
export function validateNodeVersions(pools: readonly NodePoolSummary[], control: string | undefined): Finding[] {
  if (control === undefined || Token.isUnresolved(control)) return [];
  return pools.flatMap(({ baseName, pinnedVersion: version }) => {
    if (version === undefined || Token.isUnresolved(version) || !isNewer(version, control)) return [];
    return [messages.nodesAreNewer(baseName, version, control)];
  });
}

/** Whether the first of two exact versions of GKE is newer. */
function isNewer(first: string, second: string): boolean {
  const numbers = (version: string) => version.split(/\D+/).map(Number);
  const others = numbers(second);
  const difference = numbers(first)
    .map((it, index) => it - (others[index] ?? 0))
    .find((it) => it !== 0);
  return difference !== undefined && difference > 0;
}

function validateName(name: string, isGiven: boolean): Finding[] {
  if (Token.isUnresolved(name)) return [];
  if (NAME.test(name) && name.length <= LONGEST_NAME) return [];
  return [isGiven ? messages.badClusterName(name) : messages.badDefaultName(name)];
}

function validateComponents(props: GkeClusterProps): Finding[] {
  const logging = props.loggingComponents ?? DEFAULT_LOGGING_COMPONENTS;
  const monitoring = props.monitoringComponents ?? DEFAULT_MONITORING_COMPONENTS;
  return [
    ...knownItems(logging).flatMap((it) => oneOf('loggingComponents', it, LOGGING_COMPONENTS)),
    ...knownItems(monitoring).flatMap((it) => oneOf('monitoringComponents', it, MONITORING_COMPONENTS)),
    ...systemComponentsMissing('loggingComponents', logging),
    ...systemComponentsMissing('monitoringComponents', monitoring),
    ...(props.managedPrometheus === false
      ? knownItems(monitoring)
          .filter((it) => OF_MANAGED_PROMETHEUS.includes(it))
          .map((it) => messages.componentNeeds('monitoringComponents', it, 'managedPrometheus'))
      : []),
  ];
}

/** GKE collects nothing else without the components of the system. */
function systemComponentsMissing(field: string, components: readonly string[]): Finding[] {
  const known = knownItems(components);
  const isWhole = !Token.isUnresolved(components) && known.length === components.length;
  if (!isWhole || known.length === 0 || known.includes('SYSTEM_COMPONENTS')) return [];
  return [messages.componentNeeds(field, known[0] as string, 'SYSTEM_COMPONENTS')];
}

function validateCombinations(props: GkeClusterProps): Finding[] {
  const scanning = literal(props.vulnerabilityScanning);
  const isDualStack = props.network.stackType === StackType.IPV4_IPV6;
  return [
    ...(props.secretsEncryption === false && props.secretsEncryptionKey !== undefined
      ? [messages.keyWithoutEncryption()]
      : []),
    ...(props.secretsKey !== undefined &&
    (props.secretsEncryption !== undefined || props.secretsEncryptionKey !== undefined)
      ? [messages.twoSecretsKeys()]
      : []),
    ...(scanning !== undefined && scanning !== VulnerabilityScanning.DISABLED
      ? [messages.scanningEnded(scanning)]
      : []),
    ...(props.nodeIdentity !== undefined && props.pullRepositories !== undefined
      ? [messages.pullRepositoriesOfGivenIdentity()]
      : []),
    ...(isDualStack && props.dataplaneV2 === false ? [messages.dualStackWithoutDataplaneV2()] : []),
  ];
}

function oneOf(field: string, value: string | undefined, known: readonly string[]): Finding[] {
  const isFine = value === undefined || Token.isUnresolved(value) || known.includes(value);
  return isFine ? [] : [messages.notOneOf(field, value, known)];
}

function matches(value: string | undefined, pattern: RegExp, message: (value: unknown) => Finding): Finding[] {
  const isFine = value === undefined || Token.isUnresolved(value) || pattern.test(value);
  return isFine ? [] : [message(value)];
}
