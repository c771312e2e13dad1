import { Token } from 'cdktf';
import type { NetworkCapacity } from '../network/gke-network-interface';
import type { NodePoolSummary } from '../node-pool/gke-cluster-ref';
import { assertRegion, zonesProblem } from '../project/locations';
import { assertExistingName, assertResourceLabels, kmsKeyLocation } from '../project/resource-names';
import { capacityProblems } from './cluster-capacity';
import { type GkeClusterProps, ReleaseChannel, VulnerabilityScanning } from './gke-cluster-props';
import * as errors from './messages';

const NAME = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;
const VERSION = /^\d+\.\d+(\.\d+(-gke\.\d+)?)?$/;
const GROUP = /^gke-security-groups@[a-z0-9.-]+\.[a-z]+$/;

// Components as version 6.50.0 of the provider documents them for `logging_config` and `monitoring_config`.
const LOGGED = [
  'SYSTEM_COMPONENTS',
  'WORKLOADS',
  'APISERVER',
  'CONTROLLER_MANAGER',
  'SCHEDULER',
  'KCP_CONNECTION',
  'KCP_SSHD',
  'KCP_HPA',
];
const MEASURED = [
  'SYSTEM_COMPONENTS',
  'APISERVER',
  'SCHEDULER',
  'CONTROLLER_MANAGER',
  'STORAGE',
  'HPA',
  'POD',
  'DAEMONSET',
  'DEPLOYMENT',
  'STATEFULSET',
  'KUBELET',
  'CADVISOR',
  'DCGM',
  'JOBSET',
];

/**
 * Holds the properties of a cluster against what GKE accepts.
 *
 * @throws for the first that it would refuse
 */
export function assertClusterProps(props: GkeClusterProps): void {
  assertRegion('location', props.location);
  assertExistingName('project', props.project);
  assertExistingName('fleetProject', props.fleetProject);
  const { name = '', location, network, labels = {} } = props;
  if (!Token.isUnresolved(name) && (!NAME.test(name) || name.length > 40)) throw new Error(errors.badClusterName(name));
  const known = !Token.isUnresolved(location) && network.region !== undefined && !Token.isUnresolved(network.region);
  if (known && network.region !== undefined && network.region !== location) {
    throw new Error(errors.otherRegion(location, network.region));
  }
  oneOf('releaseChannel', props.releaseChannel, ReleaseChannel);
  oneOf('vulnerabilityScanning', props.vulnerabilityScanning, VulnerabilityScanning);
  for (const component of props.loggingComponents ?? []) oneOf('loggingComponents', component, LOGGED);
  for (const component of props.monitoringComponents ?? []) oneOf('monitoringComponents', component, MEASURED);
  literal(props.minimumVersion, VERSION, errors.badVersion);
  literal(props.securityGroup, GROUP, errors.badSecurityGroup);
  kmsKeyLocation('secretsEncryptionKey', props.secretsEncryptionKey);
  const problem = zonesProblem(props.zones, location);
  if (problem !== undefined) throw new Error(problem);
  assertResourceLabels(labels);
  if (props.secretsEncryption === false && props.secretsEncryptionKey !== undefined) {
    throw new Error(errors.keyWithoutEncryption());
  }
  if (props.nodeIdentity !== undefined && props.pullRepositories !== undefined) {
    throw new Error(errors.pullRepositoriesOfGivenIdentity());
  }
}

/**
 * What does not fit together about the pools of a cluster.
 *
 * @param pools the pools
 * @param capacity how much fits into the network, when it is known
 * @param zones number of zones of pools that name none
 */
export function poolProblems(
  pools: readonly NodePoolSummary[],
  capacity: NetworkCapacity | undefined,
  zones: number | undefined,
): string[] {
  const names = pools.map(({ baseName }) => baseName);
  const twice = new Set(names.filter((name, index) => names.indexOf(name) < index));
  return [...[...twice].map(errors.poolNameTwice), ...capacityProblems(pools, capacity, zones)];
}

function oneOf(field: string, value: string | undefined, known: object): void {
  const values: string[] = Object.values(known);
  if (value !== undefined && !values.includes(value)) throw new Error(errors.notOneOf(field, value, values));
}

function literal(value: string | undefined, pattern: RegExp, message: (value: unknown) => string): void {
  if (value !== undefined && !Token.isUnresolved(value) && !pattern.test(value)) throw new Error(message(value));
}
