import type { IResolvable } from 'cdktf';
import type { Finding } from '../../../validation/finding';
import { assertProps } from '../../../validation/props';
import { literal, mayBeInteger, quoted } from '../../project/values';
import { NODE_POOL_RULES } from '../messages';

/** How the kubelet gives memory to containers. */
export enum MemoryManagerPolicy {
  /** Any memory of the node. */
  NONE = 'None',
  /** Memory of the same NUMA node as the CPUs, for Guaranteed pods; `topologyManager` says how strictly. */
  STATIC = 'Static',
}

/** How strictly the kubelet puts CPUs, memory and devices of containers onto one NUMA node. */
export enum TopologyManagerPolicy {
  /** Not at all. */
  NONE = 'none',
  /** Where there is room. */
  BEST_EFFORT = 'best-effort',
  /** A pod for which there is no room is refused. */
  RESTRICTED = 'restricted',
  /** A pod that does not fit onto one NUMA node is refused. */
  SINGLE_NUMA_NODE = 'single-numa-node',
}

/** What is put onto one NUMA node. */
export enum TopologyManagerScope {
  /** Each container. */
  CONTAINER = 'container',
  /** All containers of a pod. */
  POD = 'pod',
}

/** The topology manager of the kubelet. */
export interface TopologyManager {
  /** How strict it is. */
  readonly policy: TopologyManagerPolicy | IResolvable;

  /**
   * What is put onto one NUMA node.
   *
   * @default TopologyManagerScope.CONTAINER
   */
  readonly scope?: TopologyManagerScope | IResolvable;
}

/** Size of a swap space. Give at most one of the two. */
export interface SwapSize {
  /**
   * Size in GiB.
   *
   * @default - as `percent` says, or GKE's own
   */
  readonly gib?: number;

  /**
   * Share of what the swap space is on, in percent: 1 to 50 of a boot disk, 1 to 80 of local SSDs.
   *
   * @default - as `gib` says, or GKE's own
   */
  readonly percent?: number;
}

type Profile = 'boot_disk_profile' | 'ephemeral_local_ssd_profile' | 'dedicated_local_ssd_profile';

interface ProfileSettings {
  readonly swap_size_gib?: number;
  readonly swap_size_percent?: number;
  readonly disk_count?: number;
}

/** The disks of the nodes that swap space may be on. */
interface SwapDisks {
  readonly diskSizeGb?: number;
  readonly ephemeralLocalSsds?: number;
}

/**
 * Swap space of the nodes, encrypted with keys that are lost when the node stops. Only pods of QoS class Burstable use it.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/node-memory-swap
 * @example
 * cluster.addNodePool('builds', { swap: NodeSwap.onBootDisk({ gib: 32 }) });
 */
export class NodeSwap {
  /**
   * A part of the boot disk.
   *
   * @param size its size
   */
  public static onBootDisk(size: SwapSize = {}): NodeSwap {
    return NodeSwap.of('boot_disk_profile', size, 50);
  }

  /**
   * A part of the local SSDs that hold images, logs and emptyDir volumes: `ephemeralLocalSsds`.
   *
   * @param size its size
   */
  public static onEphemeralLocalSsds(size: SwapSize = {}): NodeSwap {
    return NodeSwap.of('ephemeral_local_ssd_profile', size, 80);
  }

  /**
   * Local SSDs that hold nothing else, beside `ephemeralLocalSsds` and `rawLocalSsds`.
   *
   * @param count number of local SSDs
   */
  public static onDedicatedLocalSsds(count: number): NodeSwap {
    const isCount = mayBeInteger(count, 1, 48);
    const problem = isCount ? [] : [`swap of ${quoted(count)} local SSDs is not of a whole number from 1 to 48`];
    return new NodeSwap('dedicated_local_ssd_profile', { disk_count: count }, problem);
  }

  private static of(profile: Profile, size: SwapSize, mostPercent: number): NodeSwap {
    assertProps('SwapSize', size, '', { name: 'size' });
    const { gib, percent } = size;
    const isSize = gib === undefined || mayBeInteger(gib, 1, 65_536);
    const isShare = percent === undefined || mayBeInteger(percent, 1, mostPercent);
    return new NodeSwap(profile, { swap_size_gib: gib, swap_size_percent: percent }, [
      ...(gib !== undefined && percent !== undefined ? ['swap has both gib and percent'] : []),
      ...(isSize ? [] : [`swap.gib ${quoted(gib)} is not a whole number from 1 to 65536`]),
      ...(isShare ? [] : [`swap.percent ${quoted(percent)} is not a whole number from 1 to ${mostPercent}`]),
    ]);
  }

  private constructor(
    private readonly profile: Profile,
    private readonly settings: ProfileSettings,
    private readonly problems: readonly string[],
  ) {}

  /**
   * The block of the nodes.
   *
   * @internal
   */
  public get config(): object {
    return { enabled: true, [this.profile]: this.settings };
  }

  /**
   * Number of local SSDs that hold nothing else.
   *
   * @internal
   */
  public get dedicatedLocalSsds(): number {
    return this.problems.length === 0 ? (literal(this.settings.disk_count) ?? 0) : 0;
  }

  /**
   * What GKE would not take.
   *
   * @internal
   */
  public validate({ diskSizeGb, ephemeralLocalSsds }: SwapDisks): Finding[] {
    const rule = NODE_POOL_RULES.nodeSettings;
    const gib = literal(this.settings.swap_size_gib) ?? 0;
    const disk = literal(diskSizeGb) ?? Number.POSITIVE_INFINITY;
    const isTooLarge = this.profile === 'boot_disk_profile' && gib >= disk;
    const lacksSsds =
      this.profile === 'ephemeral_local_ssd_profile' && (ephemeralLocalSsds === undefined || ephemeralLocalSsds === 0);
    return [
      ...this.problems.map((problem) => rule.find('', problem, 'correct it')),
      ...(isTooLarge
        ? [rule.find('', `swap.gib ${gib} does not fit on a boot disk of diskSizeGb ${disk}`, 'write a smaller size')]
        : []),
      ...(lacksSsds
        ? [
            rule.find(
              '',
              'swap is on local SSDs for images and volumes, and the pool has none',
              'set ephemeralLocalSsds',
            ),
          ]
        : []),
    ];
  }
}

/** Options about the memory of nodes that need version 7 of the Google provider. */
export interface NodeMemoryOptions {
  /**
   * How the kubelet gives memory to containers. Needs version 7 of the provider.
   *
   * @see https://kubernetes.io/docs/tasks/administer-cluster/memory-manager/
   * @default MemoryManagerPolicy.NONE
   */
  readonly memoryManagerPolicy?: MemoryManagerPolicy | IResolvable;

  /**
   * How strictly CPUs, memory and devices of containers are put onto one NUMA node. Needs version 7 of the provider.
   *
   * @see https://kubernetes.io/docs/tasks/administer-cluster/topology-manager/
   * @default - not at all
   */
  readonly topologyManager?: TopologyManager;

  /**
   * Swap space of the nodes. Needs version 7 of the provider.
   *
   * @default - no swap
   */
  readonly swap?: NodeSwap;
}

/** The options, by name. */
export const NODE_MEMORY_FIELDS: readonly (keyof NodeMemoryOptions)[] = [
  'memoryManagerPolicy',
  'topologyManager',
  'swap',
];

/**
 * What GKE would not take of the options.
 *
 * @param options the options, with the disks of the nodes
 */
export function validateNodeMemory(options: NodeMemoryOptions & SwapDisks): Finding[] {
  return options.swap?.validate(options) ?? [];
}

/** Attributes of `google_container_node_pool`, by path. */
export function nodeMemoryAttributes({ memoryManagerPolicy, topologyManager, swap }: NodeMemoryOptions) {
  return {
    'node_config.kubelet_config.memory_manager': memoryManagerPolicy && { policy: memoryManagerPolicy },
    'node_config.kubelet_config.topology_manager': topologyManager && { ...topologyManager },
    'node_config.linux_node_config.swap_config': swap?.config,
  };
}
