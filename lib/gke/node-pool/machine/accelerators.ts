import type { ContainerNodePoolNodeConfigGuestAccelerator } from '@cdktf/provider-google/lib/container-node-pool';
import { type IResolvable, Token } from 'cdktf';
import { ATTACHED_GPUS, BUILT_IN_GPUS } from '../../../data/google/accelerators';
import { GPU_SERIES } from '../../../data/google/machine-families';
import type { Finding } from '../../../validation/finding';
import { nearest } from '../../../validation/nearest';
import { mayBeInteger, textOrToken } from '../../project/values';
import { NODE_POOL_RULES } from '../messages';
import type { MachineType } from './machine-type';

/** Which NVIDIA driver GKE installs on nodes with GPUs. */
export enum GpuDriver {
  /** The default version for the node's version of GKE. */
  DEFAULT = 'DEFAULT',
  /** The latest version for the node's version of GKE. */
  LATEST = 'LATEST',
  /** None: a DaemonSet of the user installs it. */
  NONE = 'INSTALLATION_DISABLED',
}

/** How containers share a GPU. */
export enum GpuSharing {
  /** Containers take turns. */
  TIME_SHARING = 'TIME_SHARING',
  /** Containers run at once, through NVIDIA's Multi-Process Service. */
  MPS = 'MPS',
}

/**
 * GPUs of the nodes of an ordinary pool. Kata pools have none: they do not reach into guests on Compute Engine.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/gpus
 */
export interface NodeAccelerators {
  /** Type of the GPUs, such as `nvidia-l4`. */
  readonly type: string;

  /** GPUs of each node. */
  readonly count: number;

  /**
   * Which driver GKE installs.
   *
   * @default GpuDriver.DEFAULT
   */
  readonly driver?: GpuDriver | IResolvable;

  /**
   * How containers share a GPU. Needs `maxSharedClients`.
   *
   * @default - a GPU belongs to one container
   */
  readonly sharing?: GpuSharing | IResolvable;

  /**
   * Maximum number of containers that share a GPU: 2 to 48.
   *
   * @default - a GPU belongs to one container
   */
  readonly maxSharedClients?: number;

  /**
   * Size of the partitions of each GPU (MIG), such as `1g.5gb`.
   *
   * @default - GPUs are not partitioned
   */
  readonly partitionSize?: string;
}

/** Numbers of GPUs that machines have, whatever their type. */
const COUNTS = [1, 2, 4, 8, 16];

const find = (message: string, fix: string) => [NODE_POOL_RULES.accelerators.find('', message, fix)];

/**
 * What GKE would not take of the GPUs of a pool.
 *
 * @param accelerators the GPUs
 * @param machine the machine type; undefined when only Terraform knows it
 */
export function validateAccelerators(
  accelerators: NodeAccelerators | undefined,
  machine: MachineType | undefined,
): Finding[] {
  if (accelerators === undefined) return [];
  const { type, count, sharing, maxSharedClients: clients } = accelerators;
  const isType = Token.isUnresolved(type) || /^[a-z][a-z0-9-]+$/.test(type);
  const isCount = Token.isUnresolved(count) || COUNTS.includes(count);
  const isShared = clients === undefined || mayBeInteger(clients, 2, 48);
  return [
    ...(isType ? [] : find(`accelerators.type '${type}' is not a type of GPU`, 'write one such as nvidia-l4')),
    ...(isCount ? [] : find(`accelerators.count ${count} is not one of ${COUNTS.join(', ')}`, 'write one of them')),
    ...(isShared
      ? []
      : find(`accelerators.maxSharedClients ${clients} is not a whole number from 2 to 48`, 'correct it')),
    ...((sharing === undefined) === (clients === undefined)
      ? []
      : find('accelerators.sharing and accelerators.maxSharedClients belong together', 'give both, or neither')),
    ...(isType && !Token.isUnresolved(type) ? unlistedFindings(type) : []),
    ...(machine === undefined ? [] : fitFindings(accelerators, machine)),
  ];
}

/** Types of GPU that the tables know, with the series that have them. */
const SERIES_OF_TYPE = new Map<string, Set<string>>();
for (const [series, type] of [
  ...Object.entries(ATTACHED_GPUS).flatMap(([series, types]) => Object.keys(types).map((type) => [series, type])),
  ...Object.entries(BUILT_IN_GPUS).map(([machineType, { type }]) => [machineType.split('-')[0], type]),
] as [string, string][]) {
  SERIES_OF_TYPE.set(type, (SERIES_OF_TYPE.get(type) ?? new Set()).add(series));
}

/** A type of GPU that is newer than the tables, or misspelt. */
function unlistedFindings(type: string): Finding[] {
  if (SERIES_OF_TYPE.has(type)) return [];
  const near = nearest(type, [...SERIES_OF_TYPE.keys()]);
  const rule = NODE_POOL_RULES.unlistedAccelerator;
  const message = `accelerators.type '${type}' is not on the recorded list of GPUs, so that it is not checked`;
  return [rule.find('', message, near === undefined ? rule.fix : `write ${near}, or acknowledge this`)];
}

/** Whether the machine has the GPUs, as far as it is known: newer series, machine types and types of GPU pass. */
function fitFindings({ type, count }: NodeAccelerators, { data, family, name }: MachineType): Finding[] {
  if (data && !GPU_SERIES.includes(family)) {
    return find(`accelerators does not work with ${family}`, `take a machine type of ${GPU_SERIES.join(', ')}`);
  }
  const series = SERIES_OF_TYPE.get(type);
  const builtIn = Object.hasOwn(BUILT_IN_GPUS, name) ? BUILT_IN_GPUS[name] : undefined;
  if (series && builtIn && builtIn.type !== type) {
    const message = `accelerators.type '${type}' is not the GPU of machineType '${name}'`;
    return find(message, `write ${builtIn.type}, or take another machine type`);
  }
  if (series && data && !series.has(family)) {
    const known = [...SERIES_OF_TYPE].filter(([, of]) => of.has(family)).map(([it]) => it);
    const message = `accelerators.type '${type}' is a GPU of ${[...series].join(', ')}, and machineType '${name}' is of ${family}`;
    return find(message, `write one of ${known.sort().join(', ')}, or take another machine type`);
  }
  const counts = builtIn ? [builtIn.count] : series && ATTACHED_GPUS[family]?.[type];
  if (counts === undefined || counts.includes(count) || !COUNTS.includes(count)) return [];
  const message = builtIn
    ? `accelerators.count ${count} is not the number of GPUs of machineType '${name}', which has ${builtIn.count}`
    : `accelerators.count ${count} is not a number of '${type}' that a machine of ${family} can have`;
  return find(message, `write ${counts.length === 1 ? counts[0] : `one of ${counts.join(', ')}`}`);
}

/**
 * The block of the nodes.
 *
 * @param accelerators the GPUs
 */
export function acceleratorBlocks(
  accelerators: NodeAccelerators | undefined,
): ContainerNodePoolNodeConfigGuestAccelerator[] | undefined {
  if (accelerators === undefined) return undefined;
  const { type, count, driver = GpuDriver.DEFAULT, sharing, maxSharedClients, partitionSize } = accelerators;
  return [
    {
      type,
      count,
      gpuDriverInstallationConfig: { gpuDriverVersion: textOrToken(driver) },
      gpuPartitionSize: partitionSize,
      gpuSharingConfig:
        sharing === undefined || maxSharedClients === undefined
          ? undefined
          : { gpuSharingStrategy: textOrToken(sharing), maxSharedClientsPerGpu: maxSharedClients },
    },
  ];
}
