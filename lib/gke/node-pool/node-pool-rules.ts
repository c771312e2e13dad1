import { Token } from 'cdktf';
import {
  CONFIDENTIAL_FAMILIES,
  CPU_PLATFORMS,
  CPU_PLATFORMS_WITHOUT_NESTED_VIRTUALIZATION,
  FAMILIES_WITHOUT_COMPACT_PLACEMENT,
  LOCAL_SSDS,
} from '../../data/google/machine-families';
import { NODE_IMAGES } from '../../data/google/node-images';
import type { Finding } from '../../validation/finding';
import { validateZones } from '../project/locations';
import { validateExistingName, validateKmsKey, validateResourceLabels } from '../project/resource-names';
import { MachineType } from './machine/machine-type';
import { NODE_POOL_RULES as RULES } from './messages';
import { DEFAULT_MACHINE_TYPE } from './node-pool-config';
import { NodeImage, type NodePoolOptions } from './node-pool-props';
import { validateKubelet, validateLinux } from './node-system-config';

/** What the rules have to know beside the options. */
export interface NodePoolContext {
  /** Whether Kata runs on the nodes. */
  readonly isKata: boolean;
  /** Region or zone of the cluster. */
  readonly location: string;
  /** Release channel of the cluster; undefined when it is not known. */
  readonly channel: string | undefined;
}

type Options = NodePoolOptions;
type Machine = MachineType | undefined;

const DISK_GB = { smallest: 10, largest: 65_536, kata: 150 };
const TAG = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * What GKE, Compute Engine or Kata would not take of the options of a node pool, and what is risky about them.
 *
 * @param options the options, with the defaults of the kind of pool
 * @param context where the pool is, and of which kind
 */
export function validateNodePool(options: Options, context: NodePoolContext): Finding[] {
  const name = options.machineType ?? DEFAULT_MACHINE_TYPE;
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
    ...validateAvailability(options, context, machine),
    ...validateConfidential(options, context, machine),
    ...validateCpuPlatform(options, context, machine),
    ...validateTags(options),
    ...validateResourceLabels(options.resourceLabels),
    ...validateKubelet(options.kubelet),
    ...validateLinux(options.linux),
  ];
}

function validateImage(options: Options, { isKata }: NodePoolContext): Finding[] {
  const image = options.imageType ?? NodeImage.COS_CONTAINERD;
  const data = Object.hasOwn(NODE_IMAGES, image) ? NODE_IMAGES[image] : undefined;
  const images = Object.values<string>(NodeImage);
  if (isKata && data?.reason !== undefined) {
    const message = `imageType '${image}' cannot run Kata: ${data.reason}`;
    return [RULES.image.find('', message, 'leave it out, Ubuntu is the default of Kata pools')];
  }
  if (!data || !images.includes(image)) {
    return [RULES.image.find('', `imageType '${String(image)}' is none of ${images.join(', ')}`, 'use NodeImage')];
  }
  if (options.imageStreaming !== true || data.imageStreaming) return [];
  const fix = 'leave it out, or take COS_CONTAINERD for a pool without Kata';
  return [RULES.image.find('', `imageStreaming does not work with ${image}`, fix)];
}

function validateDisk(options: Options, { isKata }: NodePoolContext, machine: Machine): Finding[] {
  const { diskType, diskSizeGb: size, bootDiskKmsKey: key } = options;
  const { smallest, largest, kata } = DISK_GB;
  const found = validateKmsKey('bootDiskKmsKey', key);
  if (size !== undefined && !Token.isUnresolved(size)) {
    if (!(Number.isInteger(size) && size >= smallest && size <= largest)) {
      const message = `diskSizeGb ${size} is not a whole number from ${smallest} to ${largest}`;
      found.push(RULES.disk.find('', message, 'write the size in GB'));
    } else if (isKata && size < kata && !options.ephemeralLocalSsds) {
      found.push(RULES.smallDisk.find('', `diskSizeGb ${size} is small: ${RULES.smallDisk.meaning}`));
    }
  }
  const allowed = machine?.bootDiskTypes;
  if (machine && allowed && diskType !== undefined && !Token.isUnresolved(diskType) && !allowed.includes(diskType)) {
    const message = `diskType '${diskType}' does not go with machineType '${machine.name}': ${machine.family} boots from ${allowed.join(', ')}`;
    found.push(RULES.disk.find('', message, 'leave diskType out, or take one of these'));
  }
  return found;
}

function validateLocalSsds(options: Options, machine: Machine): Finding[] {
  return (['ephemeralLocalSsds', 'rawLocalSsds'] as const).flatMap((field) => {
    const count = options[field];
    const find = (message: string, fix: string) => [RULES.localSsds.find('', message, fix)];
    if (count === undefined) return [];
    if (!(Number.isInteger(count) && count >= 0 && count <= 32)) {
      return find(`${field} ${count} is not a whole number from 0 to 32`, 'correct it');
    }
    if (count === 0 || !machine) return [];
    const { family, name } = machine;
    if (LOCAL_SSDS.none.includes(family)) {
      return find(`${field} does not work with ${family}, which has no local SSDs`, 'take another machine type');
    }
    if (!LOCAL_SSDS.byName.includes(family) || name.endsWith('-lssd')) return [];
    const message = `${field} does not work with machineType '${name}': of ${family}, only types that end in -lssd have local SSDs`;
    return find(message, `take ${name}-lssd, if there is such a type`);
  });
}

function validateManagement(options: Options, { channel }: NodePoolContext): Finding[] {
  const insists = channel !== undefined && channel !== 'UNSPECIFIED';
  const switchedOff = (['autoUpgrade', 'autoRepair'] as const).filter((field) => insists && options[field] === false);
  const found = switchedOff.map((field) =>
    RULES.management.find('', `${field} is false, and the cluster is on release channel ${channel}, which requires it`),
  );
  const pods = options.maxPodsPerNode;
  if (pods === undefined || (Number.isInteger(pods) && pods >= 8 && pods <= 256)) return found;
  return [...found, RULES.maxPods.find('', `maxPodsPerNode ${pods} is not a whole number from 8 to 256`)];
}

function validateAvailability(options: Options, { isKata }: NodePoolContext, machine: Machine): Finding[] {
  const { spot, reservation, compactPlacement, secureBoot } = options;
  const cannotBeCompact = machine !== undefined && FAMILIES_WITHOUT_COMPACT_PLACEMENT.includes(machine.family);
  return [
    ...(spot === true && reservation !== undefined
      ? [RULES.spotReservation.find('', `spot does not go with reservation: ${RULES.spotReservation.meaning}`)]
      : []),
    ...validateExistingName('reservation', reservation),
    ...(compactPlacement === true && cannotBeCompact
      ? [RULES.compactPlacement.find('', `compactPlacement does not work with ${machine.family}`)]
      : []),
    ...(spot === true ? [(isKata ? RULES.spotKata : RULES.spot).find('')] : []),
    ...(secureBoot === false ? [RULES.secureBoot.find('')] : []),
  ];
}

function validateConfidential(options: Options, { isKata }: NodePoolContext, machine: Machine): Finding[] {
  const type = options.confidentialInstanceType;
  if (type === undefined) return [];
  const rule = RULES.confidential;
  const subject = `confidentialInstanceType '${type}'`;
  const families = Object.hasOwn(CONFIDENTIAL_FAMILIES, type) ? CONFIDENTIAL_FAMILIES[type] : undefined;
  if (!families) {
    const known = Object.keys(CONFIDENTIAL_FAMILIES).join(', ');
    return [rule.find('', `${subject} is none of ${known}`, 'write one of these')];
  }
  if (isKata) {
    const message = `${subject} excludes nested virtualization, which Kata needs`;
    return [rule.find('', message, 'leave it out, or create an ordinary pool with addNodePool()')];
  }
  if (!machine?.data || families.includes(machine.family)) return [];
  const fix = `take a machine type of ${families.join(', ')}`;
  return [rule.find('', `${subject} does not work with ${machine.family}`, fix)];
}

function validateCpuPlatform(options: Options, { isKata }: NodePoolContext, machine: Machine): Finding[] {
  const platform = options.minCpuPlatform;
  if (platform === undefined || Token.isUnresolved(platform)) return [];
  const find = (message: string, fix: string) => [RULES.cpuPlatform.find('', message, fix)];
  const data = machine?.data;
  const platforms = data?.cpuPlatforms ?? CPU_PLATFORMS;
  if (!CPU_PLATFORMS.includes(platform)) {
    return find(`minCpuPlatform '${platform}' is not a CPU platform`, `write one of ${platforms.join(', ')}`);
  }
  if (data && !data.cpuPlatforms) {
    return find(
      `minCpuPlatform does not work with ${machine.family}, which has no choice of platforms`,
      'leave it out',
    );
  }
  if (data && !platforms.includes(platform)) {
    const message = `minCpuPlatform '${platform}' is not a CPU platform of ${machine.family}`;
    return find(message, `write one of ${platforms.join(', ')}`);
  }
  if (!isKata || !CPU_PLATFORMS_WITHOUT_NESTED_VIRTUALIZATION.includes(platform)) return [];
  const message = `minCpuPlatform '${platform}' lets in processors without nested virtualization`;
  return find(message, 'leave it out, or write Intel Haswell or a newer one');
}

function validateTags({ networkTags = [] }: Options): Finding[] {
  if (Token.isUnresolved(networkTags)) return [];
  return networkTags
    .filter((tag) => !Token.isUnresolved(tag) && !TAG.test(tag))
    .map((tag) => RULES.networkTags.find('', `networkTags has '${tag}', which is not a network tag`));
}
