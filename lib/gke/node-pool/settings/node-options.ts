import type { IResolvable } from 'cdktf';
import type { NodeTaint } from '../../../contract/placement';
import type { GkeConstructProps } from '../../project/gke-construct';
import type { NodeAccelerators } from '../machine/accelerators';
import type { INodeIdentity } from '../node-identity';
import type { ContainerdSettings } from './containerd-settings';
import type { KubeletSettings, LinuxSettings } from './node-system-config';

/**
 * Node images of GKE.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/node-images
 */
export enum NodeImage {
  /** Container-Optimized OS with containerd. */
  COS_CONTAINERD = 'COS_CONTAINERD',
  /** Ubuntu with containerd. Kata can be installed on it. */
  UBUNTU_CONTAINERD = 'UBUNTU_CONTAINERD',
}

/** Options of the nodes of a pool: machine, disks, image, security and system. */
export interface NodeOptions extends GkeConstructProps {
  /**
   * Machine type of the nodes.
   *
   * @see https://cloud.google.com/compute/docs/machine-resource
   *
   * @default - `e2-standard-4`; `n2-standard-4` with `nestedVirtualization`
   */
  readonly machineType?: string;

  /**
   * Whether nodes can run virtual machines (`/dev/kvm`): for emulators, KubeVirt and other VM runtimes. Kata has pools of
   * its own, see `addKataNodePool()`.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/nested-virtualization
   * @default false
   */
  readonly nestedVirtualization?: boolean;

  /**
   * Whether `nestedVirtualization` accepts a machine series that is unknown, or known not to have it.
   *
   * @default false
   */
  readonly allowUnverifiedMachineFamily?: boolean;

  /**
   * Threads of each core that the nodes see: 1 switches simultaneous multithreading off; 2 keeps it.
   *
   * @default - the machine type's own
   */
  readonly threadsPerCore?: number;

  /**
   * GPUs of the nodes. Not for Kata.
   *
   * @default - no GPUs
   */
  readonly accelerators?: NodeAccelerators;

  /**
   * Node image.
   *
   * @default NodeImage.COS_CONTAINERD
   */
  readonly imageType?: NodeImage;

  /**
   * Type of the boot disk, such as `pd-ssd`.
   *
   * @default - `pd-balanced`; `hyperdisk-balanced` for series that boot from nothing else
   */
  readonly diskType?: string;

  /**
   * Size of the boot disk in GB: 10 to 65536.
   *
   * @default 100
   */
  readonly diskSizeGb?: number;

  /**
   * Cloud KMS key that encrypts the boot disk, in the region of the cluster:
   * `projects/P/locations/L/keyRings/R/cryptoKeys/K`.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/using-cmek
   * @default - a key that Google manages
   */
  readonly bootDiskKmsKey?: string;

  /**
   * Whether the service agent of Compute Engine is given the right to use `bootDiskKmsKey`, once for each key of a cluster.
   * Without the right no node starts, not even those that the cluster is created with.
   *
   * @default true
   */
  readonly grantBootDiskKey?: boolean;

  /**
   * Number of local SSDs for images, logs and emptyDir volumes.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/local-ssd
   *
   * @default 0
   */
  readonly ephemeralLocalSsds?: number;

  /**
   * Number of local SSDs as raw block devices, such as for the thin pool that Firecracker needs.
   *
   * @default 0
   */
  readonly rawLocalSsds?: number;

  /**
   * Kubernetes labels of the nodes.
   *
   * @default - `node-pool`, with the id
   */
  readonly labels?: { readonly [label: string]: string };

  /**
   * Kubernetes taints of the nodes.
   *
   * @default - none
   */
  readonly taints?: readonly NodeTaint[];

  /**
   * Network tags of the VMs, for firewall rules.
   *
   * @default - none
   */
  readonly networkTags?: readonly string[];

  /**
   * Resource labels of the VMs, for billing.
   *
   * @default - none
   */
  readonly resourceLabels?: { readonly [label: string]: string } | IResolvable;

  /**
   * Tags of Resource Manager on the VMs, at most 5, for firewall policies: `tagKeys/NUMBER: 'tagValues/NUMBER'`.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/tags-firewall-policies
   * @default - none
   */
  readonly resourceManagerTags?: { readonly [key: string]: string } | IResolvable;

  /**
   * Settings of containerd.
   *
   * @default - registries with public certificates only
   */
  readonly containerd?: ContainerdSettings;

  /**
   * Service account that the nodes run as.
   *
   * @default - the cluster's node identity
   */
  readonly identity?: INodeIdentity;

  /**
   * Oldest CPU platform of the nodes, such as `Intel Ice Lake`. Only for series with several platforms.
   *
   * @see https://cloud.google.com/compute/docs/instances/specify-min-cpu-platform
   * @default - any platform of the machine series
   */
  readonly minCpuPlatform?: string;

  /**
   * Settings of the kubelet.
   *
   * @default - CPU limits are enforced, and a pod has at most 4096 processes
   */
  readonly kubelet?: KubeletSettings;

  /**
   * Settings of the Linux kernel.
   *
   * @default - control groups v2
   */
  readonly linux?: LinuxSettings;

  /**
   * Whether containers start while their image is still being pulled (image streaming). Not on Ubuntu.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/image-streaming
   *
   * @default false
   */
  readonly imageStreaming?: boolean | IResolvable;

  /**
   * Whether nodes boot signed firmware and kernels only (Secure Boot of Shielded VM).
   *
   * @default true
   */
  readonly secureBoot?: boolean | IResolvable;

  /**
   * Whether the boot sequence is measured and compared with a baseline (integrity monitoring of Shielded VM).
   *
   * @default true
   */
  readonly integrityMonitoring?: boolean | IResolvable;

  /**
   * Confidential VM technology of the nodes: `SEV`, `SEV_SNP` or `TDX`. Not for Kata, and not on every machine series.
   *
   * @default - nodes are not confidential VMs
   */
  readonly confidentialInstanceType?: string;
}
