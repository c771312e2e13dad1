import { type IResolvable, Token } from 'cdktf';
import { BOOT_DISK_TYPES } from '../../data/google/machine-families';
import { NODE_IMAGES } from '../../data/google/node-images';
import type { Finding } from '../../validation/finding';
import type { IGkeNetwork } from '../network/gke-network-interface';
import { isZone, regionOf, validateZones } from '../project/locations';
import { validateExistingName, validateKmsKey, validateResourceLabels } from '../project/resource-names';
import { validateAccelerators } from './machine/accelerators';
import { validateLocalSsds } from './machine/local-ssds';
import { validateMachineOptions, validateMachineType } from './machine/machine-rules';
import { MachineType } from './machine/machine-type';
import { validateNestedVirtualization } from './machine/nested-virtualization';
import { NODE_POOL_RULES as RULES } from './messages';
import { machineTypeOf } from './node-pool-config';
import type { NodePoolOptions } from './node-pool-props';
import { validateContainerd } from './settings/containerd-settings';
import { NodeImage } from './settings/node-options';
import { validateHugepages, validateKubelet, validateLinux } from './settings/node-system-config';
import { validateProvider7Options } from './settings/provider-7-settings';

/** What the rules have to know beside the options. */
export interface NodePoolContext {
  /** Whether Kata runs on the nodes. */
  readonly isKata: boolean;
  /** Region or zone of the cluster. */
  readonly location: string;
  /** Whether Terraform refuses to destroy the cluster. */
  readonly isProtected: boolean;
  /** Release channel of the cluster; undefined when it is not known. */
  readonly channel: string | undefined;
}

type Options = NodePoolOptions;
type Machine = MachineType | undefined;

/** Types of disk that nodes may boot from, whatever the machine series. */
const DISK_TYPES = [...new Set(Object.values(BOOT_DISK_TYPES).flat())].sort();

const DISK_GB = { smallest: 10, largest: 65_536, kata: 150 };
const MOST_TAGS = 64;
const MOST_SECURE_TAGS = 5;
const EXACT_VERSION = /^\d+\.\d+\.\d+-gke\.\d+$/;
const OFF_CHANNEL =
  'set releaseChannel of the cluster to UNSPECIFIED and autoUpgrade to false, or leave pinnedVersion out';
const TAG = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * What GKE, Compute Engine or Kata would not take of the options of a node pool, and what is risky about them.
 *
 * @param options the options, with the defaults of the kind of pool
 * @param context where the pool is, and of which kind
 */
export function validateNodePool(options: Options, context: NodePoolContext): Finding[] {
  const name = machineTypeOf(options);
  const isNested = options.nestedVirtualization === true;
  const machine = Token.isUnresolved(name) ? undefined : MachineType.tryParse(name);
  if (!Token.isUnresolved(name) && machine === undefined) {
    return [RULES.machineType.find('', `machineType '${String(name)}' is not a machine type of Compute Engine`)];
  }
  return [
    ...validateImage(options, context),
    ...validateDisk(options, context, machine),
    ...validateLocalSsds(options, machine),
    ...validateManagement(options, context),
    ...validateZones(options.zones, context.location),
    ...validateAvailability(options, context),
    ...(isNested ? validateNestedVirtualization(name, options.allowUnverifiedMachineFamily === true) : []),
    ...validateMachineOptions(options, machine, isNested),
    ...validateAccelerators(options.accelerators, machine),
    ...validateTags(options),
    ...validateContainerd(options.containerd),
    ...validateProvider7Options(options),
    ...validateHugepages(options.linux, machine?.memoryGb),
    ...validateResourceLabels(options.resourceLabels),
    ...validateKubelet(options.kubelet),
    ...validateLinux(options.linux),
    ...(options.upgrade?.validate() ?? []),
  ];
}

/**
 * Whether the machine type is on the recorded list of its series. The list ages, so that a program may know better.
 *
 * @param options options of the pool
 */
export function validateListedMachineType(options: Options): Finding[] {
  const name = machineTypeOf(options);
  const machine = Token.isUnresolved(name) ? undefined : MachineType.tryParse(name);
  return machine === undefined ? [] : validateMachineType(machine);
}

/**
 * Whether the network has a pod range that a pool or a cluster names.
 *
 * @param field property that names it
 * @param name name of the range, if there is one
 * @param network network of the cluster; undefined when it is not known
 */
export function validatePodRange(field: string, name: string | undefined, network: IGkeNetwork | undefined): Finding[] {
  if (name === undefined || Token.isUnresolved(name) || network?.additionalPodRangeNames === undefined) return [];
  const names = [network.podRangeName, ...network.additionalPodRangeNames];
  if (names.includes(name) || Token.isUnresolved(names)) return [];
  const message = `${field} '${name}' is not a pod range of the network, which has ${names.join(', ')}`;
  return [RULES.podRange.find('', message)];
}

function validateImage(options: Options, { isKata }: NodePoolContext): Finding[] {
  const image = options.imageType ?? NodeImage.COS_CONTAINERD;
  const data = Object.hasOwn(NODE_IMAGES, image) ? NODE_IMAGES[image] : undefined;
  if (isKata && data?.reason !== undefined) {
    const message = `imageType '${image}' cannot run Kata: ${data.reason}`;
    return [RULES.image.find('', message, 'leave it out, Ubuntu is the default of Kata pools')];
  }
  if (options.imageStreaming !== true || data?.imageStreaming === true) return [];
  const fix = 'leave it out, or take COS_CONTAINERD';
  return [RULES.image.find('', `imageStreaming does not work with ${image}`, fix)];
}

function validateDisk(options: Options, { isKata, location }: NodePoolContext, machine: Machine): Finding[] {
  const { diskType, diskSizeGb: size, bootDiskKmsKey: key } = options;
  const { smallest, largest, kata } = DISK_GB;
  const found = validateKmsKey('bootDiskKmsKey', key, regionOf(location));
  if (size !== undefined && !Token.isUnresolved(size)) {
    if (!(Number.isInteger(size) && size >= smallest && size <= largest)) {
      const message = `diskSizeGb ${size} is not a whole number from ${smallest} to ${largest}`;
      found.push(RULES.disk.find('', message, 'write the size in GB'));
    } else if (isKata && size < kata && !options.ephemeralLocalSsds) {
      found.push(RULES.smallDisk.find('', `diskSizeGb ${size} is small: ${RULES.smallDisk.meaning}`));
    }
  }
  const allowed = machine?.bootDiskTypes;
  const isLiteral = diskType !== undefined && !Token.isUnresolved(diskType);
  if (allowed === undefined && isLiteral && !DISK_TYPES.includes(diskType)) {
    const message = `diskType '${diskType}' is not a type of disk`;
    return [...found, RULES.disk.find('', message, `write one of ${DISK_TYPES.join(', ')}`)];
  }
  if (machine && allowed && isLiteral && !allowed.includes(diskType)) {
    const message = `diskType '${diskType}' does not go with machineType '${machine.name}': ${machine.family} boots from ${allowed.join(', ')}`;
    found.push(RULES.disk.find('', message, 'leave diskType out, or take one of these'));
  }
  return found;
}

function validateManagement(options: Options, { channel }: NodePoolContext): Finding[] {
  const insists = channel !== undefined && channel !== 'UNSPECIFIED';
  const switchedOff = (['autoUpgrade', 'autoRepair'] as const).filter((field) => insists && options[field] === false);
  const found = switchedOff.map((field) =>
    RULES.management.find('', `${field} is false, and the cluster is on release channel ${channel}, which requires it`),
  );
  found.push(...validatePinnedVersion(options, insists ? channel : undefined));
  const pods = options.maxPodsPerNode;
  if (pods === undefined || Token.isUnresolved(pods)) return found;
  if (Number.isInteger(pods) && pods >= 8 && pods <= 256) return found;
  return [...found, RULES.maxPods.find('', `maxPodsPerNode ${pods} is not a whole number from 8 to 256`)];
}

/** GKE upgrades nodes on a release channel, and those of a pool with `autoUpgrade`: Terraform would take each upgrade back. */
function validatePinnedVersion({ pinnedVersion, autoUpgrade }: Options, channel: string | undefined): Finding[] {
  if (pinnedVersion === undefined) return [];
  const isLiteral = !Token.isUnresolved(pinnedVersion);
  const keeps = `pinnedVersion is ${isLiteral ? `'${pinnedVersion}'` : 'set'}`;
  return [
    ...(isLiteral && !EXACT_VERSION.test(pinnedVersion)
      ? [RULES.pinnedVersion.find('', `pinnedVersion '${pinnedVersion}' is not an exact version of GKE`)]
      : []),
    ...(channel === undefined
      ? []
      : [RULES.pinnedVersion.find('', `${keeps}, and release channel ${channel} upgrades the nodes`, OFF_CHANNEL)]),
    ...(channel === undefined && autoUpgrade !== false && !Token.isUnresolved(autoUpgrade)
      ? [RULES.pinnedVersion.find('', `${keeps}, and GKE upgrades the nodes`, 'set autoUpgrade to false')]
      : []),
  ];
}

function validateAvailability(options: Options, { isKata, isProtected, location }: NodePoolContext): Finding[] {
  const { spot, reservation, secureBoot, zones } = options;
  const isInOneZone = isZone(location) || Token.isUnresolved(zones) || zones?.length === 1;
  return [
    ...(spot === true && reservation !== undefined
      ? [RULES.spotReservation.find('', `spot does not go with reservation: ${RULES.spotReservation.meaning}`)]
      : []),
    ...validateExistingName('reservation', reservation),
    ...(reservation !== undefined && !isInOneZone ? [RULES.reservationZones.find('')] : []),
    ...(spot === true ? [(isKata ? RULES.spotKata : RULES.spot).find('')] : []),
    ...(secureBoot === false ? [RULES.secureBoot.find('')] : []),
    ...(options.integrityMonitoring === false ? [RULES.integrityMonitoring.find('')] : []),
    ...(options.deletionProtection === false && isProtected ? [RULES.unprotected.find('')] : []),
  ];
}

function validateTags({ networkTags = [], resourceManagerTags }: Options): Finding[] {
  const literal = Token.isUnresolved(networkTags) ? [] : networkTags.filter((tag) => !Token.isUnresolved(tag));
  return [
    ...literal
      .filter((tag) => !TAG.test(tag))
      .map((tag) => RULES.networkTags.find('', `networkTags has '${tag}', which is not a network tag`)),
    ...(literal.length > MOST_TAGS
      ? [RULES.networkTags.find('', `networkTags has ${literal.length} tags`, `remove all but ${MOST_TAGS}`)]
      : []),
    ...validateSecureTags(resourceManagerTags),
  ];
}

/**
 * Whether tags of Resource Manager are written as Google Cloud writes them; a map of Terraform's passes.
 *
 * @param tags the tags
 */
export function validateSecureTags(tags: { readonly [key: string]: string } | IResolvable = {}): Finding[] {
  const secure = Token.isUnresolved(tags) ? [] : Object.entries(tags);
  const tooMany = `resourceManagerTags has ${secure.length} tags`;
  return [
    ...secure
      .filter(([key, value]) => !Token.isUnresolved(key) && !Token.isUnresolved(value) && !isSecureTag(key, value))
      .map(([key, value]) => {
        const message = `resourceManagerTags has '${key}: ${value}', which is not a tag of Resource Manager`;
        return RULES.resourceManagerTags.find('', message);
      }),
    ...(secure.length > MOST_SECURE_TAGS
      ? [RULES.resourceManagerTags.find('', tooMany, `remove all but ${MOST_SECURE_TAGS}`)]
      : []),
  ];
}

function isSecureTag(key: string, value: string): boolean {
  if (key.startsWith('tagKeys/')) return /^tagKeys\/\d+$/.test(key) && /^tagValues\/\d+$/.test(value);
  return /^[^/\s]+\/[^/\s]+$/.test(key) && /^[^/\s]+$/.test(value);
}
