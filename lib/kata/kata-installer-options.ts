import type { NodePlacement } from '../placement';
import type { DevmapperOptions } from './devmapper-options';
import type { ContainerdDropIns, CustomRuntime, KataShimSettings, SnapshotterSetup } from './kata-configuration';
import type { KataRelease } from './kata-release';
import type { KataShim } from './kata-shim';

/** Architectures, as Kubernetes calls them. */
export enum KataArchitecture {
  /** x86-64. */
  AMD64 = 'amd64',
  /** 64-bit Arm. */
  ARM64 = 'arm64',
  /** 64-bit Power, little-endian. */
  PPC64LE = 'ppc64le',
  /** IBM Z. */
  S390X = 's390x',
}

/** Distributions of Kubernetes whose containerd is configured at a place of its own. */
export enum KubernetesDistribution {
  /** Any other, GKE included: `/etc/containerd`. */
  K8S = 'k8s',
  /** k3s. */
  K3S = 'k3s',
  /** RKE2. */
  RKE2 = 'rke2',
  /** k0s. */
  K0S = 'k0s',
  /** MicroK8s. */
  MICROK8S = 'microk8s',
}

/** How much the installer tells. */
export enum KataLogLevel {
  /** Failures. */
  ERROR = 'error',
  /** What needs attention. */
  WARN = 'warn',
  /** Each step. */
  INFO = 'info',
  /** What each step does. */
  DEBUG = 'debug',
  /** Everything. */
  TRACE = 'trace',
}

/** One of the installer's health checks. All times in seconds. */
export interface KataProbe {
  /**
   * Whether there is the probe.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Seconds before the first check.
   *
   * @default - 1 for the startup probe, none for the others
   */
  readonly initialDelaySeconds?: number;

  /**
   * Seconds between checks.
   *
   * @default - 10, and 30 for the liveness probe
   */
  readonly periodSeconds?: number;

  /**
   * Failures in a row that count.
   *
   * @default - 60 for the startup probe, so that an installation may take ten minutes, 3 for the others
   */
  readonly failureThreshold?: number;

  /**
   * Seconds until a check counts as failed.
   *
   * @default 3
   */
  readonly timeoutSeconds?: number;
}

/** The installer's health checks. */
export interface KataHealth {
  /**
   * Port of the checks in the pod.
   *
   * @default 8090
   */
  readonly port?: number;

  /**
   * Until Kata is installed.
   *
   * @default - on
   */
  readonly startup?: KataProbe;

  /**
   * Whether the installer runs.
   *
   * @default - on
   */
  readonly liveness?: KataProbe;

  /**
   * Whether Kata is installed.
   *
   * @default - on
   */
  readonly readiness?: KataProbe;
}

/** CPU and memory of the installer's container, as Kubernetes quantities. */
export interface KataDeployResources {
  /**
   * What is set aside, by resource.
   *
   * @default - 25m of CPU and 16Mi of memory
   */
  readonly requests?: { readonly [resource: string]: string };

  /**
   * What it may use, by resource. A memory limit counts the page cache of what is copied to the node, so it must be
   * larger than the installed files.
   *
   * @default - no limit
   */
  readonly limits?: { readonly [resource: string]: string };
}

/** What is installed, where, and by whom. */
export interface KataInstallerOptions {
  /**
   * Release of Kata, which decides image, command, variables, mounts, permissions and RuntimeClasses together.
   *
   * @default KataRelease.V4_1_0
   */
  readonly release?: KataRelease;

  /**
   * Shims to install. Each takes space and time on every node.
   *
   * @default - QEMU with the Rust runtime; for 3.14.0 the 14 of upstream's manifest
   */
  readonly shims?: readonly KataShim[];

  /**
   * The shim behind `containerd-shim-kata-v2`, and of the RuntimeClass `kata` if that is made.
   *
   * @default - the first of `shims`
   */
  readonly defaultShim?: KataShim;

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
   * When the kubelet pulls the image: `Always`, `IfNotPresent` or `Never`.
   *
   * @default 'Always'
   */
  readonly imagePullPolicy?: string;

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
  readonly snapshotter?: SnapshotterSetup;

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
   * Runtimes of one's own, made from a shim and settings, each with a RuntimeClass.
   *
   * @default - none
   */
  readonly customRuntimes?: readonly CustomRuntime[];

  /**
   * Whether the shims get a second handler and RuntimeClass that ends in `-debug`, with a console in the guest.
   *
   * @default false
   */
  readonly debug?: boolean;

  /**
   * Whether there is also one that ends in `-devkit`, with tools in the guest. Only with `debug`.
   *
   * @default false
   */
  readonly devkit?: boolean;

  /**
   * How much the installer tells.
   *
   * @default - what its program has as default; `debug` where that is on
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
  readonly health?: KataHealth;

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
}
