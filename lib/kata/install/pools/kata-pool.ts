import type { NodePlacement } from '../../../contract/placement';
import type { KataArchitecture } from '../../catalogue/kata-architecture';
import type { KataShim } from '../../catalogue/kata-shim';
import type { DevmapperOptions } from '../../devmapper/devmapper-options';

/** One of several kinds of nodes of an installation, with shims of its own. */
export interface KataPool {
  /** The nodes: `pool.placement` of a `KataNodePool`, or a literal. */
  readonly placement: NodePlacement;

  /**
   * Shims to install on these nodes.
   *
   * @default - `shims` of the installation
   */
  readonly shims?: readonly KataShim[];

  /**
   * Sets containerd's devmapper snapshotter up on these nodes, without which Firecracker has no images.
   *
   * @default - not set up
   */
  readonly devmapper?: DevmapperOptions;

  /**
   * Architectures of these nodes.
   *
   * @default - `architectures` of the installation
   */
  readonly architectures?: readonly KataArchitecture[];

  /**
   * Name that ends the names of the pool's DaemonSet and ConfigMaps: at most 20 lower-case letters, digits and dashes. Another
   * name is another DaemonSet: the old one removes Kata from the nodes while the new one installs it.
   *
   * @default - the id or the shims of the `KataNodePool`; for literals and long names, a digest of the labels that are selected
   */
  readonly name?: string;
}
