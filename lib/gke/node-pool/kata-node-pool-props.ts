import type { NodeTaint } from '../../contract/placement';
import type { INodeIdentity } from './node-identity';
import type { NodePoolOptions } from './node-pool-props';
import type { NodeImage } from './settings/node-options';

/**
 * Options of a node pool for Kata Containers: those of an ordinary pool, without GPUs, confidential VMs and image streaming, which
 * exclude Kata, and without the choice of nested virtualization, which its nodes always have.
 */
export interface KataNodePoolOptions
  extends Omit<
    NodePoolOptions,
    'accelerators' | 'confidentialInstanceType' | 'imageStreaming' | 'nestedVirtualization'
  > {
  /**
   * Machine type of the nodes. Its series must have nested virtualization.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/nested-virtualization
   * @default 'n2-standard-8'
   */
  readonly machineType?: string;

  /**
   * Threads of each core that guests see: 1 switches simultaneous multithreading off, so that two guests never share a
   * core; 2 keeps it.
   *
   * @default - the machine type's own
   */
  readonly threadsPerCore?: number;

  /**
   * Maximum number of pods on a node: 8 to 256. Virtual machines fill a node with fewer pods than containers do, so that
   * the default takes half of the pod addresses that GKE's own takes. `defaultMaxPodsPerNode` of the cluster is another default.
   *
   * @default 64
   */
  readonly maxPodsPerNode?: number;

  /**
   * Service account that the nodes run as.
   *
   * @default - an account for the Kata node pools of the cluster, apart from that of its other pools
   */
  readonly identity?: INodeIdentity;

  /**
   * Minimum number of nodes over all zones. At 0 the pool has no node until a sandboxed pod needs one.
   *
   * @default 0
   */
  readonly minNodes?: number;

  /**
   * Node image. Kata cannot be installed on Container-Optimized OS.
   *
   * @default NodeImage.UBUNTU_CONTAINERD
   */
  readonly imageType?: NodeImage;

  /**
   * Size of the boot disk in GB: 10 to 65536. It holds images and the writable layers of containers.
   *
   * @default 200
   */
  readonly diskSizeGb?: number;

  /**
   * Oldest CPU platform of the nodes, such as `Intel Ice Lake`.
   *
   * @default - `Intel Haswell` for N1, any for the other series
   */
  readonly minCpuPlatform?: string;

  /**
   * Labels of the nodes, beside those of Kata, which the pool sets itself.
   *
   * @default - `node-pool`, with the id
   */
  readonly labels?: { readonly [label: string]: string };

  /**
   * Taints of the nodes, beside those of Kata, which the pool sets itself. RuntimeClasses tolerate them.
   *
   * @default - none
   */
  readonly taints?: readonly NodeTaint[];

  /**
   * Whether pods without a sandbox are kept off the nodes, by a taint that RuntimeClasses tolerate.
   *
   * @default true
   */
  readonly dedicated?: boolean;

  /**
   * Whether a new node is closed to all pods until Kata is installed, by a taint that kata-deploy removes. Without it the
   * nodes do not carry Kata's labels from birth either, and the pool does not grow from zero.
   *
   * @default true
   */
  readonly startupTaint?: boolean;

  /**
   * The installation that runs on the nodes: `multiInstallSuffix` of its `KataRuntime`.
   *
   * @default - the installation without a suffix
   */
  readonly multiInstallSuffix?: string;

  /**
   * Names of the shims that this pool is for, such as `fc` (`KataShim.FIRECRACKER.name`), where one runtime has several kinds of nodes. The nodes carry them as
   * labels, by which RuntimeClasses find them. Pools with the same shims are one kind, with one placement for all.
   *
   * @default - none: the pool is a kind of its own
   */
  readonly shims?: readonly string[];

  /**
   * Whether the installer's image comes from a mirror that nodes reach without the internet.
   *
   * @default false
   */
  readonly imagesAreMirrored?: boolean;
}
