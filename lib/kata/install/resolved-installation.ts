import { DEFAULT_INSTALLATION, installationLabel } from '../../contract/installation-name';
import type { NodePlacement, StartupTaint, Toleration } from '../../contract/placement';
import { tolerate } from '../../validation/contract';
import { KataArchitecture } from '../catalogue/kata-architecture';
import { KataRelease } from '../catalogue/kata-release';
import { KataShim } from '../catalogue/kata-shim';
import { resolveThinPool, type ThinPool } from '../devmapper/thin-pool';
import type { ContractDefaults } from './contracts/contract-defaults';
import type { KataDeployResources, KataHealth, KataLogLevel } from './installer-pod-options';
import type { KataInstallationProps } from './kata-installation-props';
import { KubernetesDistribution } from './kubernetes-distribution';
import { installerAffinity, type RequiredNodeAffinity } from './node-affinity';
import { architecturesOf, type ClassNodes, shimsOfPools } from './pools/pool-nodes';
import type { PreviousInstallation } from './previous-installation';
import {
  type ArchitectureShims,
  type ContainerdDropIns,
  type CustomRuntime,
  type ErofsOptions,
  type KataShimSettings,
  KataSnapshotter,
} from './shim-settings';

/** An installation of Kata with every default filled in. Whether it would work is for `KataInstallation` to say. */
export class ResolvedInstallation {
  /** Path of the construct that the installation belongs to, for messages; empty for none. */
  public readonly path: string;
  /** Name of the pool, for the part of an installation that is on one of several; undefined otherwise. */
  public readonly poolName: string | undefined;
  /** Whether the installation has several pools. */
  public readonly hasPools: boolean;
  /** Release of Kata. */
  public readonly release: KataRelease;
  /** Whether the shims are the release's default ones. */
  public readonly hasDefaultShims: boolean;
  /** The shims that are installed. */
  public readonly shims: readonly KataShim[];
  /** The shim of workloads that name none. */
  public readonly defaultShim: KataShim;
  /** Default shims of single architectures. */
  public readonly defaultShims: ArchitectureShims;
  /** Architectures of the nodes. */
  public readonly architectures: readonly KataArchitecture[];
  /** The nodes; undefined for every node. */
  public readonly placement: NodePlacement | undefined;
  /** Namespace of the installer. */
  public readonly namespace: string;
  /** Image of the installer. */
  public readonly image: string;
  /** When the kubelet pulls images of the installation, as it was given; undefined where the tag or digest of each image decides. */
  public readonly givenPullPolicy: string | undefined;
  /** Secrets with the registry's credentials. */
  public readonly imagePullSecrets: readonly string[];
  /** Priority class of the installation's pods; undefined for none. */
  public readonly priorityClassName: string | undefined;
  /** Name that sets the installation apart from others of the cluster; undefined for the only one. */
  public readonly multiInstallSuffix: string | undefined;
  /** Folder of the node below which `opt/kata` is; empty for the root. */
  public readonly installationPrefix: string;
  /** Folder of the node that holds Kata. */
  public readonly installDir: string;
  /** Version of containerd on the nodes; undefined when it is not known. */
  public readonly containerdVersion: string | undefined;
  /** Distribution of Kubernetes. */
  public readonly distribution: KubernetesDistribution;
  /** Where containerd's configuration is, and what is added to it. */
  public readonly containerd: ContainerdDropIns;
  /** Snapshotters that the installer sets up on the nodes. */
  public readonly snapshotters: readonly KataSnapshotter[];
  /** How the EROFS snapshotter works. */
  public readonly erofs: ErofsOptions;
  /** The thin pool of the devmapper snapshotter; undefined where that is not set up. */
  public readonly thinPool: ThinPool | undefined;
  /** Whether the shims have a variant with a console in the guest. */
  public readonly debug: boolean;
  /** Whether the shims have a variant with tools in the guest. */
  public readonly devkit: boolean;
  /** Log level of the installer; undefined for its own default. */
  public readonly logLevel: KataLogLevel | undefined;
  /** CPU and memory of the installer; undefined for its contract's. */
  public readonly resources: KataDeployResources | undefined;
  /** Health checks of the installer. */
  public readonly probes: KataHealth;
  /** Whether nodes carry the labels and resources of node feature discovery. */
  public readonly nodeFeatureDiscovery: boolean;
  /** `spec.affinity` of the installer's pods as it was given; undefined for none. */
  public readonly affinity: { readonly [field: string]: unknown } | undefined;
  /** `spec.updateStrategy` of the DaemonSet as it was given; undefined for the default. */
  public readonly updateStrategy: { readonly [field: string]: unknown } | undefined;
  /** Further labels of the installer's pods. */
  public readonly podLabels: { readonly [label: string]: string };
  /** Further annotations of the installer's pods. */
  public readonly podAnnotations: { readonly [annotation: string]: string };
  /** What an earlier program installed; undefined for nothing else. */
  public readonly previous: PreviousInstallation | undefined;
  /** Settings of single shims. */
  public readonly allShimSettings: readonly KataShimSettings[];
  /** Labels by which kata-deploy marks the nodes of the installation as its own. */
  public readonly ownershipLabels: { readonly [label: string]: string };

  /** Runtimes that are made from shims, in the order in which they were given and added. */
  protected readonly runtimes: CustomRuntime[];

  constructor(path: string, props: KataInstallationProps, defaults: ContractDefaults, poolName?: string) {
    const { pools, release = KataRelease.DEFAULT } = props;
    const { multiInstallSuffix = (props.placement ?? pools?.[0]?.placement)?.multiInstallSuffix } = props;
    const given = pools === undefined ? props.shims : shimsOfPools(pools, props.shims);
    const shims = given ?? release.data.defaultShims.map((name) => KataShim.of(name));
    const chosen = given === undefined ? KataShim.of(release.data.defaultShim) : (shims[0] as KataShim);
    this.path = path;
    this.poolName = poolName;
    this.hasPools = pools !== undefined;
    this.release = release;
    this.hasDefaultShims = given === undefined;
    this.shims = [...shims];
    this.defaultShim = props.defaultShim ?? chosen;
    this.defaultShims = { ...props.defaultShims };
    this.architectures = architecturesOf(pools, props.architectures ?? [KataArchitecture.AMD64]);
    this.placement = props.placement;
    this.namespace = props.namespace ?? 'kube-system';
    this.image = props.image ?? release.image;
    this.givenPullPolicy = props.imagePullPolicy;
    this.imagePullSecrets = [...(props.imagePullSecrets ?? [])];
    this.priorityClassName = (props.priorityClassName ?? defaults.defaultPriorityClassName) || undefined;
    this.multiInstallSuffix = multiInstallSuffix;
    this.installationPrefix = props.installationPrefix ?? '';
    this.installDir = this.objectName(`${this.installationPrefix}/opt/kata`);
    this.containerdVersion = props.containerdVersion;
    this.distribution = props.distribution ?? KubernetesDistribution.K8S;
    this.containerd = { ...props.containerd };
    this.snapshotters = [...(props.snapshotters ?? [])];
    this.erofs = { ...props.erofs };
    this.thinPool = props.devmapper && resolveThinPool(props.devmapper);
    this.debug = props.debug === true;
    this.devkit = props.devkit === true;
    this.logLevel = props.logLevel;
    this.resources = props.resources;
    this.probes = { ...props.probes };
    this.nodeFeatureDiscovery = props.nodeFeatureDiscovery === true;
    this.affinity = props.affinity;
    this.updateStrategy = props.updateStrategy;
    this.podLabels = { ...props.podLabels };
    this.podAnnotations = { ...props.podAnnotations };
    this.previous = props.previous;
    this.allShimSettings = [...(props.shimSettings ?? [])];
    this.ownershipLabels = defaults.ownershipLabels(multiInstallSuffix);
    this.runtimes = [...(props.customRuntimes ?? [])];
  }

  /** When the kubelet pulls an image: what a digest names never changes. */
  public pullPolicy(image = this.image): string {
    return this.givenPullPolicy ?? (image.includes('@') ? 'IfNotPresent' : 'Always');
  }

  /** Name of the installation among those of the cluster. */
  public get instance(): string {
    return this.multiInstallSuffix ?? DEFAULT_INSTALLATION;
  }

  /** Label by which the installation alone marks its nodes. */
  public get ownershipLabel(): string {
    return installationLabel(this.multiInstallSuffix);
  }

  /** Name of the installer's DaemonSet. kata-deploy must know it, or a restart uninstalls Kata. */
  public get daemonSetName(): string {
    return this.partName('kata-deploy');
  }

  /** Name of the service account of the installer's pods. */
  public get serviceAccountName(): string {
    return this.objectName('kata-deploy-sa');
  }

  /** Runtimes that are made from shims: those of the props, and those that were added. */
  public get customRuntimes(): readonly CustomRuntime[] {
    return this.runtimes;
  }

  /** Taints that new nodes carry until the installer lifts them. */
  public get startupTaints(): readonly StartupTaint[] {
    return this.placement?.startupTaints ?? [];
  }

  /** Tolerations of pods that run where sandboxes do. They do not tolerate the startup taints. */
  public get tolerations(): readonly Toleration[] {
    return this.placement?.tolerations ?? [];
  }

  /** Tolerations of the installer, startup taints included: it has to be on the nodes before other pods. */
  public get installerTolerations(): readonly Toleration[] {
    return [...this.tolerations, ...this.startupTaints.map(tolerate)];
  }

  /** Affinity of the installer's pods, with what node feature discovery adds. */
  public get installerAffinity(): RequiredNodeAffinity | undefined {
    return installerAffinity(this.affinity, this.nodeFeatureDiscovery);
  }

  /** Whether the installer reads the kubelets' configuration, for which it needs a further permission. */
  public get readsKubeletConfig(): boolean {
    return (
      this.snapshotters.includes(KataSnapshotter.EROFS) ||
      this.shims.some((shim) => this.forcesGuestPull(shim) || this.usesCrioGuestPull(shim)) ||
      this.customRuntimes.some(({ crioPullType }) => crioPullType === 'guest-pull')
    );
  }

  /** Appends `-<multiInstallSuffix>` where there is one. */
  public objectName(base: string): string {
    return this.multiInstallSuffix === undefined ? base : `${base}-${this.multiInstallSuffix}`;
  }

  /** Name of an object that is made for each of several pools: with suffix, and with the name of the pool behind. */
  public partName(base: string): string {
    return this.partId(this.objectName(base));
  }

  /** Id of a construct that is made for each of several pools. */
  public partId(base: string): string {
    return this.poolName === undefined ? base : `${base}-${this.poolName}`;
  }

  /** The nodes on which a shim is, as its RuntimeClasses select them. */
  public nodesOf(_shim: KataShim): ClassNodes {
    const { startupTaints, tolerations } = this;
    return { nodeSelector: this.placement?.nodeSelector ?? {}, tolerations, startupTaints };
  }

  /** Whether the devmapper snapshotter is set up on any node. */
  public get usesDevmapper(): boolean {
    return this.thinPool !== undefined;
  }

  /** Settings that were given for a shim; empty for none. */
  public shimSettings(shim: KataShim): Partial<KataShimSettings> {
    return this.allShimSettings.find((entry) => entry.shim.name === shim.name) ?? {};
  }

  /** containerd snapshotter of a shim; undefined for containerd's own default. */
  public snapshotter(shim: KataShim): string | undefined {
    return (this.shimSettings(shim).snapshotter ?? this.release.shimData(shim).snapshotter) || undefined;
  }

  /** Whether guests of a shim pull images on containerd. */
  public forcesGuestPull(shim: KataShim): boolean {
    return this.shimSettings(shim).forceGuestPull === true;
  }

  /** Whether guests of a shim pull images on CRI-O. */
  public usesCrioGuestPull(shim: KataShim): boolean {
    const { crioGuestPull = this.release.shimData(shim).guestPull === true } = this.shimSettings(shim);
    return crioGuestPull || this.forcesGuestPull(shim);
  }

  /** Handler of a shim or of one of its variants, which is the name of its RuntimeClass too. */
  public handler(shim: KataShim, variant?: string): string {
    const handler = this.objectName(shim.handler);
    return variant === undefined ? handler : `${handler}-${variant}`;
  }

  /** Handlers that a shim may have: its own, and those of its variants. */
  public variants(shim: KataShim): string[] {
    return [undefined, 'debug', 'devkit'].map((variant) => this.handler(shim, variant));
  }

  /** Architectures on which a shim runs: the release's, or those that were said. */
  public architecturesOf(shim: KataShim): readonly string[] {
    return this.shimSettings(shim).architectures ?? this.release.shimData(shim).architectures;
  }

  /** Installed shims that are built for an architecture, by name; none where the nodes are not of it. */
  public shimsOf(architecture: string): KataShim[] {
    const isThere = (this.architectures as readonly string[]).includes(architecture);
    return this.shimsByName.filter((it) => isThere && this.architecturesOf(it).includes(architecture));
  }

  /** Installed shims by name, the order in which kata-deploy's chart has them. */
  public get shimsByName(): KataShim[] {
    return [...this.shims].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /**
   * Where pods of the installation run, with what priority, and with whose credentials their images are pulled.
   *
   * @param tolerations what they tolerate
   */
  public podScheduling(tolerations: readonly Toleration[]): object {
    const secrets = this.imagePullSecrets.map((name) => ({ name }));
    const { placement, priorityClassName } = this;
    return {
      ...(secrets.length > 0 && { imagePullSecrets: secrets }),
      ...(placement && { nodeSelector: placement.nodeSelector }),
      ...(tolerations.length > 0 && { tolerations }),
      ...(priorityClassName !== undefined && { priorityClassName }),
    };
  }
}
