import { Annotations, Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { NODE_IMAGES } from '../data/node-images';
import * as errors from '../errors/node-pool';
import { MachineType } from './machine-type';
import { NodeImage, type NodePoolOptions } from './node-pool-options';

/** What the rules have to know beside the options. */
export interface NodePoolContext {
  readonly isKata: boolean;
  readonly location: string;
  readonly channel: string | undefined;
}

const DISK_MINIMUM = 10;
const KATA_DISK_FLOOR = 150;
const CONFIDENTIAL = ['SEV', 'SEV_SNP', 'TDX'];
const KEY = /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/;
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
    placeProblem(options, context),
    confidentialProblem(options, context),
    spotProblem(options),
  ]) {
    if (problem !== undefined) throw new Error(problem);
  }
  const platform = options.minCpuPlatform;
  if (platform !== undefined && machine?.data && !machine.data.choosesCpuPlatform) {
    throw new Error(errors.cpuPlatformNotChosen(machine.family));
  }
  const disk = options.diskSizeGb;
  if (context.isKata && disk !== undefined && disk < KATA_DISK_FLOOR && !options.ephemeralLocalSsds) {
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
  if (size !== undefined && !(Number.isInteger(size) && size >= DISK_MINIMUM && size <= 65_536)) {
    return errors.badDiskSize(size, DISK_MINIMUM);
  }
  if (key !== undefined && !Token.isUnresolved(key) && !KEY.test(key)) {
    return errors.badNodeSetting(
      'bootDiskKmsKey',
      key,
      'projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY',
    );
  }
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
    const without = machine && (machine.family === 'e2' || /^n4|^t2/.test(machine.family));
    if (count > 0 && without) return errors.noLocalSsds(field, machine.family);
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

function placeProblem({ zones }: NodePoolOptions, { location }: NodePoolContext): string | undefined {
  if (zones === undefined || Token.isUnresolved(location)) return undefined;
  const isZone = new RegExp(`^${location}-[a-z]$`);
  const bad = zones.find((zone) => !Token.isUnresolved(zone) && !isZone.test(zone));
  if (bad !== undefined || zones.length === 0) return errors.badZone(bad ?? '', location);
  return new Set(zones).size < zones.length ? errors.badZone(zones.join(','), location) : undefined;
}

function confidentialProblem({ confidentialInstanceType: type }: NodePoolOptions, { isKata }: NodePoolContext) {
  if (type === undefined) return undefined;
  if (!CONFIDENTIAL.includes(type)) return errors.badConfidentialType(type);
  return isKata ? errors.confidentialExcludesNested(type) : undefined;
}

function spotProblem({ spot, reservation }: NodePoolOptions): string | undefined {
  return spot === true && reservation !== undefined ? errors.spotExcludes('reservation') : undefined;
}
