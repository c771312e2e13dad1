import type { NodePlacement, Toleration } from '../contract/placement';
import type { CustomShimAttributes } from './catalogue/custom-shim';

/** A RuntimeClass of an installation, as plain data. */
export interface KataClassAttributes {
  /** Name of the RuntimeClass, such as `kata-large`. */
  readonly name: string;

  /** Name of the shim behind it, such as `qemu-runtime-rs`. */
  readonly shim: string;

  /**
   * Handler in containerd's configuration.
   *
   * @default - the name of the class
   */
  readonly handler?: string;

  /**
   * Node labels that the class selects.
   *
   * @default - none
   */
  readonly nodeSelector?: { readonly [label: string]: string };

  /**
   * Tolerations that pods get from the class.
   *
   * @default - none
   */
  readonly tolerations?: readonly Toleration[];

  /**
   * TOML that the installation merges over the shim's configuration.
   *
   * @default - none
   */
  readonly dropIn?: string;

  /**
   * Annotations of the hypervisor that pods may set beside those that the release allows.
   *
   * @default - none
   */
  readonly allowedHypervisorAnnotations?: readonly string[];

  /**
   * containerd snapshotter of the class.
   *
   * @default - the release's for the shim
   */
  readonly snapshotter?: string;

  /**
   * Whether the guest pulls images.
   *
   * @default false
   */
  readonly forceGuestPull?: boolean;
}

/**
 * An installation of Kata that another program made, as plain data: it survives `JSON.parse(JSON.stringify(attributes))`.
 *
 * `kata.attributes` yields one; for an installation by other means, such as upstream's Helm chart, write it as a literal.
 */
export interface KataRuntimeAttributes {
  /**
   * Version of Kata, one that the library knows; for a fork, that of the release that it was made from.
   *
   * @default - the version of `KataRelease.DEFAULT`
   */
  readonly release?: string;

  /**
   * Shims of a fork that the release does not have, or that differ from its.
   *
   * @default - the shims of the release
   */
  readonly customShims?: readonly CustomShimAttributes[];

  /**
   * Names of the shims that are installed, such as `qemu-runtime-rs`. Each has a RuntimeClass `kata-<shim>`, with the suffix
   * behind.
   *
   * @default - those of `classes`
   */
  readonly shims?: readonly string[];

  /**
   * Name of the shim of workloads that name none.
   *
   * @default - the first shim
   */
  readonly defaultShim?: string;

  /**
   * Name that sets the installation apart from others of the cluster.
   *
   * @default - that of the placement
   */
  readonly multiInstallSuffix?: string;

  /**
   * The nodes.
   *
   * @default - every node
   */
  readonly placement?: NodePlacement;

  /**
   * RuntimeClasses beside those of `shims`, and those of `shims` that are not as the library would make them: custom runtimes
   * and sizes, a default class, other selectors and settings.
   *
   * @default - none
   */
  readonly classes?: readonly KataClassAttributes[];
}
