import { Token } from 'cdktf';
import * as errors from '../errors/gke';
import { badZone } from '../errors/node-pool';
import { type GkeClusterProps, ReleaseChannel, UpgradeEvent, VulnerabilityScanning } from './gke-cluster-options';
import { assertRegion } from './gke-network';

const NAME = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;
const VERSION = /^\d+\.\d+(\.\d+(-gke\.\d+)?)?$/;
const TOPIC = /^projects\/[^/]+\/topics\/[^/]+$/;
const LABEL = { key: /^[a-z][a-z0-9_-]{0,62}$/, value: /^[a-z0-9_-]{0,63}$/ };

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

/**
 * Holds the properties of a cluster against what GKE accepts.
 *
 * @throws for the first that it would refuse
 */
export function assertClusterProps(props: GkeClusterProps): void {
  if (props.autopilot === true) throw new Error(errors.autopilotUnsupported());
  assertRegion('location', props.location);
  const { name = '', location, network, labels = {} } = props;
  if (!Token.isUnresolved(name) && (!NAME.test(name) || name.length > 40)) throw new Error(errors.badClusterName(name));
  const known = !Token.isUnresolved(location) && network.region !== undefined && !Token.isUnresolved(network.region);
  if (known && network.region !== undefined && network.region !== location) {
    throw new Error(errors.otherRegion(location, network.region));
  }
  oneOf('releaseChannel', props.releaseChannel, ReleaseChannel);
  oneOf('vulnerabilityScanning', props.vulnerabilityScanning, VulnerabilityScanning);
  for (const event of props.upgradeNotifications?.events ?? [])
    oneOf('upgradeNotifications.events', event, UpgradeEvent);
  for (const component of props.loggingComponents ?? []) oneOf('loggingComponents', component, LOGGED);
  literal('minimumVersion', props.minimumVersion, VERSION, errors.badVersion);
  literal('upgradeNotifications.topic', props.upgradeNotifications?.topic, TOPIC, (field, value) =>
    errors.badBackup(field, value, 'projects/PROJECT/topics/TOPIC').replace(' of a backup plan', ''),
  );
  literal('securityGroup', props.securityGroup, /^gke-security-groups@[a-z0-9.-]+\.[a-z]+$/, (_, value) =>
    errors.badSecurityGroup(value),
  );
  for (const zone of props.zones ?? []) {
    if (!Token.isUnresolved(zone) && !Token.isUnresolved(location) && !new RegExp(`^${location}-[a-z]$`).test(zone)) {
      throw new Error(badZone(zone, location));
    }
  }
  for (const [key, value] of Object.entries(labels)) {
    const good =
      LABEL.key.test(key) && typeof value === 'string' && (Token.isUnresolved(value) || LABEL.value.test(value));
    if (!good) throw new Error(errors.badResourceLabel(key, value));
  }
}

function oneOf(field: string, value: string | undefined, known: object): void {
  const values: string[] = Object.values(known);
  if (value !== undefined && !values.includes(value)) throw new Error(errors.notOneOf(field, value, values));
}

function literal(
  field: string,
  value: string | undefined,
  pattern: RegExp,
  message: (field: string, value: unknown) => string,
): void {
  if (value !== undefined && !Token.isUnresolved(value) && !pattern.test(value)) throw new Error(message(field, value));
}
