import type { ContainerNodePoolNodeConfigGuestAccelerator } from '@cdktf/provider-google/lib/container-node-pool';
import { type IResolvable, Token } from 'cdktf';
import { GPU_SERIES } from '../../../data/google/machine-families';
import type { Finding } from '../../../validation/finding';
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
  const isCount = Token.isUnresolved(count) || [1, 2, 4, 8, 16].includes(count);
  const isShared = clients === undefined || mayBeInteger(clients, 2, 48);
  return [
    ...(isType ? [] : find(`accelerators.type '${type}' is not a type of GPU`, 'write one such as nvidia-l4')),
    ...(isCount ? [] : find(`accelerators.count ${count} is not one of 1, 2, 4, 8, 16`, 'write one of them')),
    ...(isShared
      ? []
      : find(`accelerators.maxSharedClients ${clients} is not a whole number from 2 to 48`, 'correct it')),
    ...((sharing === undefined) === (clients === undefined)
      ? []
      : find('accelerators.sharing and accelerators.maxSharedClients belong together', 'give both, or neither')),
    ...(machine?.data && !GPU_SERIES.includes(machine.family)
      ? find(`accelerators does not work with ${machine.family}`, `take a machine type of ${GPU_SERIES.join(', ')}`)
      : []),
  ];
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
