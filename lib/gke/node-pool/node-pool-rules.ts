import { Annotations, Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import {
  CONFIDENTIAL_FAMILIES,
  CPU_PLATFORMS_WITHOUT_NESTED_VIRTUALIZATION,
  FAMILIES_WITHOUT_COMPACT_PLACEMENT,
  LOCAL_SSDS,
} from '../../data/google/machine-families';
import { NODE_IMAGES } from '../../data/google/node-images';
import { zonesProblem } from '../project/locations';
import { assertResourceLabels, kmsKeyLocation } from '../project/resource-names';
import { MachineType } from './machine-type';
import * as errors from './messages';
import { NodeImage, type NodePoolOptions } from './node-pool-props';

/** What the rules have to know beside the options. */
export interface NodePoolContext {
  readonly isKata: boolean;
  readonly location: string;
  readonly channel: string | undefined;
}

const DISK_MINIMUM = 10;
const KATA_DISK_FLOOR = 150;
const TAG = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
const NAME = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;

/** Length that GKE allows, less a dash and the hash. */
const LONGEST_NAME = 33;

/**
 * Name of a pool with the hash of what cannot change in place.
 *
 * @throws for a name that GKE refuses, and for the one whose pool Terraform removes
 */
export function poolName(name: string, hash: string): string {
  if (Token.isUnresolved(name)) throw new Error(errors.badPoolName('(token)', 'must be a literal'));
  if (name === 'default-pool') {
    throw new Error(
      errors.badPoolName(name, 'is that of the pool which the cluster is made with, and Terraform removes'),
    );
  }
  if (typeof name !== 'string' || !NAME.test(name) || name.length > LONGEST_NAME) {
    throw new Error(
      errors.badPoolName(
        name,
        `must have at most ${LONGEST_NAME} lower-case letters, digits and dashes, and begin with a letter`,
      ),
    );
  }
  return `${name}-${hash}`;
}

/**
 * Holds the options of a pool against what GKE and Kata accept; warnings go to the construct.
 *
 * @returns the machine type taken apart; undefined when it is a token
 * @throws for the first thing that would not work
 */
export function checkNodePool(
  scope: IConstruct,
  options: NodePoolOptions,
  context: NodePoolContext,
): MachineType | undefined {
  const machineType = options.machineType ?? 'e2-standard-4';
  const machine = Token.isUnresolved(machineType) ? undefined : MachineType.parse(machineType);
  for (const problem of [
    imageProblem(options, context),
    diskProblem(options, machine),
    localSsdProblem(options, machine),
    managementProblem(options, context),
    zonesProblem(options.zones, context.location),
    placementProblem(options, machine),
    confidentialProblem(options, context, machine),
    platformProblem(options, context, machine),
    tagProblem(options),
  ]) {
    if (problem !== undefined) throw new Error(problem);
  }
  assertResourceLabels(options.resourceLabels);
  const disk = options.diskSizeGb;
  if (
    context.isKata &&
    disk !== undefined &&
    !Token.isUnresolved(disk) &&
    disk < KATA_DISK_FLOOR &&
    !options.ephemeralLocalSsds
  ) {
    Annotations.of(scope).addWarning(errors.smallKataDisk(disk));
  }
  return machine;
}

function imageProblem(options: NodePoolOptions, { isKata }: NodePoolContext): string | undefined {
  const image = options.imageType ?? NodeImage.COS_CONTAINERD;
  const data = Object.hasOwn(NODE_IMAGES, image) ? NODE_IMAGES[image] : undefined;
  if (!data) return errors.unknownImage(image, Object.values(NodeImage));
  if (isKata && !data.installable) return errors.imageNotInstallable(image, data.reason ?? 'nobody has tried');
  if (!isKata && !Object.values<string>(NodeImage).includes(image))
    return errors.unknownImage(image, Object.values(NodeImage));
  return options.imageStreaming === true && !data.imageStreaming ? errors.imageStreamingUnsupported(image) : undefined;
}

function diskProblem({ diskType, diskSizeGb: size, bootDiskKmsKey: key }: NodePoolOptions, machine?: MachineType) {
  if (
    size !== undefined &&
    !Token.isUnresolved(size) &&
    !(Number.isInteger(size) && size >= DISK_MINIMUM && size <= 65_536)
  ) {
    return errors.badDiskSize(size, DISK_MINIMUM);
  }
  kmsKeyLocation('bootDiskKmsKey', key);
  const allowed = machine?.bootDiskTypes;
  if (diskType === undefined || Token.isUnresolved(diskType) || !machine || !allowed || allowed.includes(diskType))
    return undefined;
  return errors.badDiskType(diskType, machine.name, machine.family, allowed);
}

function localSsdProblem(options: NodePoolOptions, machine: MachineType | undefined): string | undefined {
  for (const field of ['ephemeralLocalSsds', 'rawLocalSsds'] as const) {
    const count = options[field];
    if (count === undefined) continue;
    if (!(Number.isInteger(count) && count >= 0 && count <= 32)) return errors.badLocalSsds(field, count);
    if (count === 0 || !machine) continue;
    const { family, name } = machine;
    if (LOCAL_SSDS.none.includes(family)) return errors.noLocalSsds(field, family);
    if (LOCAL_SSDS.byName.includes(family) && !name.endsWith('-lssd'))
      return errors.localSsdsByMachineType(field, name, family);
  }
  return undefined;
}

function managementProblem(options: NodePoolOptions, { channel }: NodePoolContext): string | undefined {
  const insists = channel !== undefined && channel !== 'UNSPECIFIED';
  if (insists && options.autoUpgrade === false) return errors.autoUpgradeRequired(channel);
  if (insists && options.autoRepair === false) return errors.autoRepairRequired(channel);
  const pods = options.maxPodsPerNode;
  return pods === undefined || (Number.isInteger(pods) && pods >= 8 && pods <= 256)
    ? undefined
    : errors.badMaxPods(pods);
}

function placementProblem({ spot, reservation, compactPlacement }: NodePoolOptions, machine: MachineType | undefined) {
  if (spot === true && reservation !== undefined) return errors.spotExcludes('reservation');
  const cannot = machine && FAMILIES_WITHOUT_COMPACT_PLACEMENT.includes(machine.family);
  return compactPlacement === true && cannot ? errors.compactPlacementUnsupported(machine.family) : undefined;
}

function confidentialProblem(
  { confidentialInstanceType: type }: NodePoolOptions,
  { isKata }: NodePoolContext,
  machine: MachineType | undefined,
): string | undefined {
  if (type === undefined) return undefined;
  const families = Object.hasOwn(CONFIDENTIAL_FAMILIES, type) ? CONFIDENTIAL_FAMILIES[type] : undefined;
  if (!families) return errors.badConfidentialType(type);
  if (isKata) return errors.confidentialExcludesNested(type);
  const cannot = machine?.data && !families.includes(machine.family);
  return cannot ? errors.confidentialUnsupported(type, machine.family, families) : undefined;
}

function platformProblem(
  { minCpuPlatform: platform }: NodePoolOptions,
  { isKata }: NodePoolContext,
  machine: MachineType | undefined,
): string | undefined {
  if (platform === undefined || Token.isUnresolved(platform)) return undefined;
  if (!/^[A-Z]\w*( \w+)+$/.test(platform)) return errors.badCpuPlatform(platform);
  if (machine?.data && !machine.data.choosesCpuPlatform) return errors.cpuPlatformNotChosen(machine.family);
  const isOld = isKata && CPU_PLATFORMS_WITHOUT_NESTED_VIRTUALIZATION.includes(platform);
  return isOld ? errors.oldCpuPlatform(platform) : undefined;
}

function tagProblem({ networkTags = [] }: NodePoolOptions): string | undefined {
  if (Token.isUnresolved(networkTags)) return undefined;
  const bad = networkTags.find((tag) => !Token.isUnresolved(tag) && !TAG.test(tag));
  return bad === undefined ? undefined : errors.badNetworkTag(bad);
}
