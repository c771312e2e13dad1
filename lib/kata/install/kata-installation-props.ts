import type { NodePlacement } from '../../contract/placement';
import type { KataArchitecture } from '../catalogue/kata-architecture';
import type { KataRelease } from '../catalogue/kata-release';
import type { KataShim } from '../catalogue/kata-shim';
import type { DevmapperOptions } from '../devmapper/devmapper-options';
import type { KataDeployResources, KataHealth, KataLogLevel } from './installer-pod-options';
import type { KubernetesDistribution } from './kubernetes-distribution';
import type { KataPool } from './pools/kata-pool';
import type { PreviousInstallation } from './previous-installation';
import type {
  ArchitectureShims,
  ContainerdDropIns,
  CustomRuntime,
  ErofsOptions,
  KataShimSettings,
  KataSnapshotter,
} from './shim-settings';

/** Options of an installation of Kata by kata-deploy, for the DaemonSet and for job mode. */
export interface KataInstallationProps {
  /**
   * Release of Kata, which decides image, command, variables, mounts, permissions and RuntimeClasses together.
   *
   * @default KataRelease.DEFAULT
   */
  readonly release?: KataRelease;

  /**
   * Shims to install. Each takes space and time on every node.
   *
   * @default - QEMU with the Rust runtime; for 3.14.0 the 14 of upstream's manifest
   */
  readonly shims?: readonly KataShim[];

  /**
   * The shim behind `containerd-shim-kata-v2`, and behind the class that `defaultRuntimeClassName` makes. Kubernetes
   * never changes the handler of a class: before another default shim, delete that class, or give it another name.
   *
   * @default - the first of `shims`
   */
  readonly defaultShim?: KataShim;

  /**
   * The shim behind `containerd-shim-kata-v2` on single architectures, where it is not `defaultShim`.
   *
   * @default - `defaultShim`; where it is not built for an architecture, the release's or the first of `shims` that is
   */
  readonly defaultShims?: ArchitectureShims;

  /**
   * Architectures of the nodes.
   *
   * @default - amd64
   */
  readonly architectures?: readonly KataArchitecture[];

  /**
   * The nodes.
   *
   * @default - every node of the cluster that has no taint
   */
  readonly placement?: NodePlacement;

  /**
   * Several kinds of nodes, each with shims of its own: a DaemonSet (or Jobs) each, and RuntimeClasses that select the nodes
   * of their shim. Instead of `placement`.
   *
   * @default - one kind, at `placement`
   */
  readonly pools?: readonly KataPool[];

  /**
   * Namespace of the installer. Elsewhere than in kube-system it must admit privileged pods, and gets a ResourceQuota
   * that lets the installer have its priority.
   *
   * @default 'kube-system'
   */
  readonly namespace?: string;

  /**
   * Image of the installer: a mirror of the release's, by version or by digest (`name@sha256:...`).
   *
   * @default - the release's
   */
  readonly image?: string;

  /**
   * When the kubelet pulls images of the installation: `Always`, `IfNotPresent` or `Never`.
   *
   * @default - `IfNotPresent` for an image that is named by digest, `Always` for a tag
   */
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';

  /**
   * Names of the Secrets that hold the registry's credentials, in the installer's namespace.
   *
   * @default - none
   */
  readonly imagePullSecrets?: readonly string[];

  /**
   * Name that sets this installation apart from another on the same nodes: part of the names of every object, of the
   * handlers and of the folder on the node. Needs containerd 2.0 or newer.
   *
   * @default - the placement's; none, for the only installation
   */
  readonly multiInstallSuffix?: string;

  /**
   * Folder on the node below which `opt/kata` is made. An absolute path without a slash at its end.
   *
   * @default - the root
   */
  readonly installationPrefix?: string;

  /**
   * Version of containerd on the nodes, `major.minor`, against which the program is checked. GKE 1.33 and newer has
   * 2.0, older has 1.7.
   *
   * @default - unknown: what depends on it is a warning
   */
  readonly containerdVersion?: string;

  /**
   * Distribution of Kubernetes.
   *
   * @default KubernetesDistribution.K8S
   */
  readonly distribution?: KubernetesDistribution;

  /**
   * containerd's configuration on the node, where it is not at the distribution's place.
   *
   * @default - the distribution's
   */
  readonly containerd?: ContainerdDropIns;

  /**
   * Snapshotters that the installer sets up on the nodes.
   *
   * @default - none
   */
  readonly snapshotters?: readonly KataSnapshotter[];

  /**
   * How the EROFS snapshotter works. Only with `KataSnapshotter.EROFS` in `snapshotters`.
   *
   * @default - kata-deploy's own defaults
   */
  readonly erofs?: ErofsOptions;

  /**
   * Sets containerd's devmapper snapshotter up, without which Firecracker has no images: the installer waits for the thin
   * pool and tells containerd of it. `KataRuntime` also makes the pool, of the nodes' raw local SSDs.
   *
   * @default - not set up
   */
  readonly devmapper?: DevmapperOptions;

  /**
   * Settings of single shims.
   *
   * @default - the release's
   */
  readonly shimSettings?: readonly KataShimSettings[];

  /**
   * Custom runtimes: a shim with other settings under another name, each with a RuntimeClass.
   *
   * @default - none
   */
  readonly customRuntimes?: readonly CustomRuntime[];

  /**
   * Adds to each shim a handler and RuntimeClass that end in `-debug`, with a console in the guest and without the shim's drop-in.
   *
   * @default false
   */
  readonly debug?: boolean;

  /**
   * Adds a handler and RuntimeClass that end in `-devkit`, with tools in the guest. Only with `debug`.
   *
   * @default false
   */
  readonly devkit?: boolean;

  /**
   * Log level of the installer.
   *
   * @default - `debug` with `debug: true`; otherwise the default of the installer's program
   */
  readonly logLevel?: KataLogLevel;

  /**
   * Priority class of the installer's pods; empty for none.
   *
   * @default 'system-node-critical'
   */
  readonly priorityClassName?: string;

  /**
   * CPU and memory of the installer.
   *
   * @default - 25m of CPU and 16Mi of memory, no limits
   */
  readonly resources?: KataDeployResources;

  /**
   * Health checks of the installer.
   *
   * @default - a startup, a liveness and a readiness probe on port 8090
   */
  readonly probes?: KataHealth;

  /**
   * Whether the nodes carry the labels and resources of node feature discovery: the installer then goes to nodes that can run
   * VMs, and RuntimeClasses of confidential shims select nodes that can and count their keys.
   *
   * Its worker must be on the nodes before Kata is, so it has to tolerate all of their taints, startup taints too.
   *
   * @see https://kubernetes-sigs.github.io/node-feature-discovery
   * @default false
   */
  readonly nodeFeatureDiscovery?: boolean;

  /**
   * `spec.affinity` of the installer's pods, as Kubernetes writes it.
   *
   * @default - none
   */
  readonly affinity?: { readonly [field: string]: unknown };

  /**
   * `spec.updateStrategy` of the DaemonSet, as Kubernetes writes it.
   *
   * @default - rolling, one node at a time
   */
  readonly updateStrategy?: { readonly [field: string]: unknown };

  /**
   * Further labels of the installer's pods.
   *
   * @default - none
   */
  readonly podLabels?: { readonly [label: string]: string };

  /**
   * Further annotations of the installer's pods.
   *
   * @default - none
   */
  readonly podAnnotations?: { readonly [annotation: string]: string };

  /**
   * What an earlier program installed on the nodes, so that what stays there is a warning.
   *
   * @default - nothing that this program does not install
   */
  readonly previous?: PreviousInstallation;
}
