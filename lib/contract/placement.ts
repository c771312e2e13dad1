import type { FromJson } from './from-json';

/**
 * What a taint does to pods that do not tolerate it.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 */
export enum TaintEffect {
  /** New pods are not scheduled there. */
  NO_SCHEDULE = 'NoSchedule',
  /** The scheduler avoids the node, without guarantee. */
  PREFER_NO_SCHEDULE = 'PreferNoSchedule',
  /** New pods are not scheduled there, and running ones are evicted. */
  NO_EXECUTE = 'NoExecute',
}

/** A taint of a node. */
export interface NodeTaint {
  /** Key, such as `kata-containers`. */
  readonly key: string;

  /**
   * Value.
   *
   * @default - a taint without a value
   */
  readonly value?: string;

  /** What happens to pods that do not tolerate the taint. */
  readonly effect: FromJson<TaintEffect>;
}

/** A taint that nodes carry until Kata is installed there. */
export interface StartupTaint {
  /** Key, such as `startup-taint.cluster-autoscaler.kubernetes.io/kata-not-ready`. */
  readonly key: string;

  /**
   * Value.
   *
   * @default - a taint without a value
   */
  readonly value?: string;

  /**
   * What happens to pods that do not tolerate the taint.
   *
   * @default - every effect: kata-deploy lifts all taints with the key
   */
  readonly effect?: FromJson<TaintEffect>;
}

/**
 * A toleration as Kubernetes writes it.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#scheduling
 */
export interface Toleration {
  /**
   * Key of the taint.
   *
   * @default - every key; `operator` must then be `Exists`
   */
  readonly key?: string;

  /**
   * How `value` is compared: `Equal` or `Exists`.
   *
   * @default 'Equal'
   */
  readonly operator?: FromJson<'Equal' | 'Exists'>;

  /**
   * Value of the taint; only with `Equal`.
   *
   * @default - no value
   */
  readonly value?: string;

  /**
   * Effect of the taint.
   *
   * @default - every effect
   */
  readonly effect?: FromJson<TaintEffect>;
}

/**
 * Which nodes run Kata, in literals: the contract between the Terraform tree and the Kubernetes tree.
 *
 * `KataNodePool.placement` yields one; for a cluster that this library did not create, write it as a literal.
 */
export interface NodePlacement {
  /**
   * Labels that every node of the placement carries from birth, whether Kata is installed there or not.
   *
   * Not the labels that kata-deploy sets itself (`katacontainers.io/kata-runtime`): it takes those away again.
   */
  readonly nodeSelector: { readonly [label: string]: string };

  /**
   * Tolerations for the taints that keep other pods off the nodes. The installer and every sandboxed pod get them.
   *
   * @default - none
   */
  readonly tolerations?: readonly Toleration[];

  /**
   * Taints that every new node carries until kata-deploy has installed Kata there and lifts them. Only the installer
   * tolerates them.
   *
   * @default - none: pods may land before the runtime is there, and are retried by the kubelet
   */
  readonly startupTaints?: readonly StartupTaint[];

  /**
   * The installation (`MULTI_INSTALL_SUFFIX`) that the nodes are labelled for.
   *
   * @default - the only installation of the cluster
   */
  readonly multiInstallSuffix?: string;

  /**
   * Whether the nodes are virtual machines themselves, as on Compute Engine: shims that need the host's own hardware
   * are then refused.
   *
   * @default false
   */
  readonly nestedVirtualization?: boolean;

  /**
   * Local SSDs that each node has as raw block devices, for the thin pool that Firecracker needs.
   *
   * @default - not known
   */
  readonly rawLocalSsds?: number;

  /**
   * Labels that the nodes carry, and that tell them from other nodes with the same `nodeSelector`. A runtime with several
   * `pools` selects them too.
   *
   * @default - none
   */
  readonly poolLabels?: { readonly [label: string]: string };

  /**
   * Name of the node pool, for a ComputeClass that prefers one pool to another. It changes when the pool is replaced.
   *
   * @default - not known
   */
  readonly nodePool?: string;
}
