import type { KataArchitecture } from '../catalogue/kata-architecture';
import type { KataShim } from '../catalogue/kata-shim';

/** Resources that a pod's VM costs beside its containers, as Kubernetes quantities. */
export interface PodOverhead {
  /**
   * Memory, such as `320Mi`.
   *
   * @default - the release's for the shim
   */
  readonly memory?: string;

  /**
   * CPU, such as `250m`.
   *
   * @default - the release's for the shim
   */
  readonly cpu?: string;
}

/** A shim for each architecture, as Kubernetes calls them. */
export interface ArchitectureShims {
  /**
   * Shim on amd64.
   *
   * @default - the default shim
   */
  readonly amd64?: KataShim;

  /**
   * Shim on arm64.
   *
   * @default - the default shim
   */
  readonly arm64?: KataShim;

  /**
   * Shim on s390x.
   *
   * @default - the default shim
   */
  readonly s390x?: KataShim;

  /**
   * Shim on ppc64le.
   *
   * @default - the default shim
   */
  readonly ppc64le?: KataShim;
}

/** Settings of one shim. */
export interface KataShimSettings {
  /** The shim, one of those that are installed. */
  readonly shim: KataShim;

  /**
   * TOML that is merged over the shim's configuration. Sizes and custom runtimes of the shim get it too, below their own; the `-debug`
   * and `-devkit` handlers of `debug` and `devkit` do not, since kata-deploy makes them without.
   *
   * @see https://github.com/kata-containers/kata-containers/tree/main/src/runtime/config
   * @default - none
   */
  readonly dropIn?: string;

  /**
   * Architectures on which the shim is installed, as `kata-deploy`'s image has files for it on some that upstream's chart leaves out.
   *
   * @default - the release's for the shim
   */
  readonly architectures?: readonly KataArchitecture[];

  /**
   * containerd snapshotter for the shim's images; empty for containerd's own default.
   *
   * @default - the release's for the shim
   */
  readonly snapshotter?: string;

  /**
   * Whether the guest pulls images, on containerd.
   *
   * @default false
   */
  readonly forceGuestPull?: boolean;

  /**
   * Whether the guest pulls images, on CRI-O.
   *
   * @default - the release's for the shim
   */
  readonly crioGuestPull?: boolean;

  /**
   * Annotations of the hypervisor that pods may set beside those that the shim allows by itself, without their prefix:
   * `default_memory`.
   *
   * @default - none
   */
  readonly allowedHypervisorAnnotations?: readonly string[];

  /**
   * Proxy for the guest's HTTPS requests, such as `http://proxy.example.com:3128`.
   *
   * @default - none
   */
  readonly httpsProxy?: string;

  /**
   * Hosts, domains and networks that the guest reaches without the proxy, separated by commas.
   *
   * @default - none
   */
  readonly noProxy?: string;

  /**
   * Overhead of the shim's RuntimeClasses.
   *
   * @default - the release's for the shim
   */
  readonly overhead?: PodOverhead;

  /**
   * Whether the shim's RuntimeClasses have an overhead.
   *
   * @default true
   */
  readonly overheadEnabled?: boolean;

  /**
   * Further node labels that the shim's RuntimeClasses select.
   *
   * @default - the release's for the shim
   */
  readonly nodeSelector?: { readonly [label: string]: string };
}

/** A custom runtime: a shim with other settings, under another name. */
export interface CustomRuntime {
  /** Handler in containerd's configuration, and name of the RuntimeClass, such as `kata-large`. A class never changes its handler. */
  readonly handler: string;

  /** The shim that it is made from. */
  readonly shim: KataShim;

  /**
   * TOML that is merged over the shim's configuration.
   *
   * @default - none: the same settings under another name
   */
  readonly dropIn?: string;

  /**
   * Name of the RuntimeClass.
   *
   * Kubernetes never changes the handler of a class: before another `handler` under the same name, delete the class, or take
   * another name.
   *
   * @default - the handler
   */
  readonly runtimeClassName?: string;

  /**
   * Whether fields that `overhead` leaves out come from the release's overhead of the shim.
   *
   * @default true
   */
  readonly inheritBaseOverhead?: boolean;

  /**
   * Overhead of the RuntimeClass.
   *
   * @default - the release's for the shim
   */
  readonly overhead?: PodOverhead;

  /**
   * containerd snapshotter for the runtime's images.
   *
   * @default - containerd's own default
   */
  readonly snapshotter?: string;

  /**
   * Where images are pulled on CRI-O: `guest-pull` in the guest, `default` on the node.
   *
   * @default 'default'
   */
  readonly crioPullType?: 'guest-pull' | 'default';

  /**
   * Further node labels that the RuntimeClass selects.
   *
   * @default - none
   */
  readonly nodeSelector?: { readonly [label: string]: string };
}

/** Where containerd's configuration is on the node, and what is added to it. */
export interface ContainerdDropIns {
  /**
   * Folder of the configuration on the node, with a slash at its end.
   *
   * @default - the distribution's
   */
  readonly configDir?: string;

  /**
   * Name of the configuration's file in that folder.
   *
   * @default 'config.toml'
   */
  readonly configFileName?: string;

  /**
   * TOML that is merged over containerd's configuration, as the last of its imports. Its `version` must not be newer than that of
   * the nodes' own file. Once installed it is not to be left out: see `previous`.
   *
   * @default - none
   */
  readonly userDropIn?: string;

  /**
   * Version of the format of the nodes' own file: 2, 3 or 4.
   *
   * @default 2
   */
  readonly configVersion?: number;
}

/** Snapshotters that kata-deploy can set up on a node. */
export enum KataSnapshotter {
  /** nydus, which leaves pulling to the guest. */
  NYDUS = 'nydus',
  /** EROFS: images as block devices. */
  EROFS = 'erofs',
}

/** Whether the layers of an image become one EROFS image. */
export enum ErofsMergeMode {
  /** One image. */
  MERGED = 'merged',
  /** One for each layer. */
  UNMERGED = 'unmerged',
}

/** Where the writable layer of a container is. */
export enum ErofsSnapshotterMode {
  /** On the node's disk. */
  DISK = 'disk',
  /** In memory. */
  MEMORY = 'memory',
}

/** How the EROFS snapshotter works. */
export interface ErofsOptions {
  /**
   * Whether the layers of an image become one EROFS image.
   *
   * @default - kata-deploy's own default
   */
  readonly mergeMode?: ErofsMergeMode;

  /**
   * Where the writable layer of a container is.
   *
   * @default - kata-deploy's own default
   */
  readonly snapshotterMode?: ErofsSnapshotterMode;

  /**
   * Whether images are verified block by block with dm-verity. containerd 2.3 or newer does it.
   *
   * @default false
   */
  readonly dmverity?: boolean;
}
