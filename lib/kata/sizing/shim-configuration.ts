import type { HypervisorAbility, HypervisorData, ShimData } from '../../data/kata/release-data';
import {
  type GuestCapabilities,
  type GuestSize,
  type SandboxLimits,
  SettingEffect,
} from '../../sandbox/workload/sandbox-target';
import { assertParameter, assertProps } from '../../validation/props';
import type { KataRelease } from '../catalogue/kata-release';
import type { KataShim } from '../catalogue/kata-shim';
import { ContainerRuntime } from './container-runtime';
import { guestSize } from './guest-size';
import { annotationParts, MergedSettings } from './merged-settings';

/** What a shim is configured by, beside its file in the release. */
export interface ShimConfigurationProps {
  /** Release of Kata. */
  readonly release: KataRelease;

  /** The shim. */
  readonly shim: KataShim;

  /**
   * TOML that is merged over the shim's configuration.
   *
   * @default - none
   */
  readonly dropIn?: string;

  /**
   * Settings of the hypervisor that pods may bring as annotations beside those that the release allows.
   *
   * @default - none
   */
  readonly allowedAnnotations?: readonly string[];

  /**
   * containerd snapshotter of the shim.
   *
   * @default - the release's for the shim
   */
  readonly snapshotter?: string;

  /**
   * Makes the guest pull images.
   *
   * @default false
   */
  readonly forceGuestPull?: boolean;

  /**
   * Container runtime of the nodes.
   *
   * @default ContainerRuntime.CONTAINERD
   */
  readonly containerRuntime?: ContainerRuntime;
}

/** The runtime in Go replaces a smaller memory by 2048 MiB (src/runtime/pkg/katautils/config.go). */
const GO_MIN_MEMORY_MIB = 256;
const GO_DEFAULT_MEMORY_MIB = 2048;

/** The snapshotters with which the guest pulls. */
const GUEST_PULL_SNAPSHOTTERS: readonly unknown[] = ['nydus'];

/**
 * What a guest of a shim can do: the shim's configuration file in its release, as a drop-in and a pod's annotations change it.
 *
 * @see https://github.com/kata-containers/kata-containers/tree/main/src/runtime/config
 * @example
 * const guest = ShimConfiguration.of({
 *   release: KataRelease.DEFAULT,
 *   shim: KataShim.QEMU_RUNTIME_RS,
 *   dropIn: 'hypervisor.qemu.shared_fs = "none"',
 * });
 * guest.sharesDirectories; // false
 */
export class ShimConfiguration implements GuestCapabilities {
  /**
   * The configuration of a shim.
   *
   * @param props the shim, and what changes its configuration
   * @throws when the release does not have the shim, and for a drop-in that is not TOML
   */
  public static of(props: ShimConfigurationProps): ShimConfiguration {
    assertProps('ShimConfigurationProps', props);
    const { section } = props.release.shimData(props.shim).configuration;
    return new ShimConfiguration(props, MergedSettings.of(section, props.dropIn));
  }

  private readonly data: ShimData;
  private readonly hypervisorData: HypervisorData;

  private resolvedSizing?: ReturnType<ShimConfiguration['resolveSizing']>;

  private constructor(
    private readonly props: ShimConfigurationProps,
    private readonly settings: MergedSettings,
  ) {
    this.data = props.release.shimData(props.shim);
    this.hypervisorData = props.release.hypervisorData(props.shim);
  }

  /** Release of Kata. */
  public get release(): KataRelease {
    return this.props.release;
  }

  /** The shim. */
  public get kataShim(): KataShim {
    return this.props.shim;
  }

  public get shim(): string {
    return this.props.shim.name;
  }

  public get hypervisor(): string {
    return this.hypervisorData.name;
  }

  public get hypervisorSection(): string {
    return this.data.configuration.section;
  }

  public get runtime(): 'go' | 'rust' {
    return this.data.runtime;
  }

  public get runsOnNode(): boolean {
    return this.data.configuration.sizing !== 'outside-the-node';
  }

  public get sharesDirectories(): boolean {
    const sharedFs = this.settings.text('shared_fs') ?? this.data.configuration.sharedFs;
    return this.can('directories') && sharedFs !== 'none';
  }

  public get makesBlockEmptyDirs(): boolean {
    const mode = this.settings.find('runtime', 'emptydir_mode') ?? this.data.configuration.emptyDirMode;
    return mode === 'block-plain' || mode === 'block-encrypted';
  }

  public get hotPlugsDevices(): boolean {
    return this.can('deviceHotplug');
  }

  public get canOpenVfioPorts(): boolean {
    return this.can('passthrough');
  }

  public get passesDevicesThrough(): boolean {
    const { coldPlugVfio, hotPlugVfio } = this.data.configuration;
    const ports = [
      this.settings.text('cold_plug_vfio') ?? coldPlugVfio,
      this.settings.text('hot_plug_vfio') ?? hotPlugVfio,
    ];
    return this.can('passthrough') && ports.some((port) => port !== 'no-port');
  }

  public get resizes(): boolean {
    return this.can('resize') && !this.isStatic;
  }

  public get pullsImagesInGuest(): boolean {
    const snapshotter = this.props.snapshotter ?? this.data.snapshotter;
    return (
      this.props.forceGuestPull === true ||
      GUEST_PULL_SNAPSHOTTERS.includes(snapshotter) ||
      this.settings.find('runtime', 'experimental_force_guest_pull') === true
    );
  }

  public get hasRegistryCredentials(): boolean {
    const initData = this.settings.find('hypervisor', 'initdata', 'cc_init_data');
    const parameters = this.settings.text('kernel_params');
    return (typeof initData === 'string' && initData !== '') || !!parameters?.includes('agent.image_registry_auth');
  }

  public get usesHugePages(): boolean {
    return this.settings.find('hypervisor', 'enable_hugepages') === true;
  }

  /** Whether the VM has its size from the start. */
  public get isStatic(): boolean {
    const value = this.settings.find('runtime', 'static_sandbox_resource_mgmt');
    return typeof value === 'boolean' ? value : this.data.configuration.staticSizing;
  }

  public get defaultSize(): GuestSize {
    return this.sizeOf({});
  }

  /** Whether the VM has the pod's limits and the guest's share, instead of its defaults and the pod's limits. */
  public get sizesByLimits(): boolean {
    return this.isStatic && this.data.configuration.sizing === 'limits-and-overhead';
  }

  public get overheadVcpus(): number {
    const { overheadVcpus, defaultVcpus, model } = this.sizing;
    return this.sizesByLimits ? overheadVcpus : model === 'vcpus-of-limits' ? 0 : defaultVcpus;
  }

  public get overheadMemoryMib(): number {
    return this.sizesByLimits ? this.sizing.overheadMemoryMib : this.sizing.defaultMemoryMib;
  }

  public get minMemoryMib(): number {
    return this.runtime === 'go' ? GO_MIN_MEMORY_MIB : this.hypervisorData.minMemoryMib;
  }

  public get maxVcpus(): number {
    const { maxVcpus } = this.hypervisorData;
    // The runtime in Rust overwrites the setting where sizes are static; the one in Go, too (src/runtime/pkg/oci/utils.go).
    const chosen = this.isStatic ? undefined : this.settings.number('default_maxvcpus', 'default_max_vcpus');
    return chosen === undefined || chosen <= 0 ? maxVcpus : Math.min(chosen, maxVcpus);
  }

  public get maxContainers(): number | undefined {
    return this.hypervisorData.maxBlockDevices;
  }

  public get allowedAnnotations(): readonly string[] {
    const list = this.settings.find('hypervisor', 'enable_annotations');
    const own = Array.isArray(list) ? list.map(String) : this.data.allowedAnnotations;
    return [...own, ...(this.props.allowedAnnotations ?? [])];
  }

  public sizeOf(limits: SandboxLimits): GuestSize {
    assertParameter('limits', limits, 'SandboxLimits');
    const unread = this.props.containerRuntime === ContainerRuntime.CRI_O && !this.props.release.data.readsCrioLimits;
    return guestSize(this.sizing, unread && this.isStatic ? {} : limits);
  }

  public effectOf(annotation: string): SettingEffect {
    assertParameter('annotation', annotation, 'string');
    const [group, name] = annotationParts(annotation);
    if (group === undefined || name === undefined) return SettingEffect.UNKNOWN;
    if (this.release.data.unknownSettings[this.runtime].includes(name)) return SettingEffect.UNKNOWN;
    if (group === 'hypervisor' && !this.allows(name)) return SettingEffect.NOT_ALLOWED;
    return this.effectOfSetting(name);
  }

  /**
   * What a setting of the hypervisor does, whoever sets it.
   *
   * @param name its name in the configuration, such as `default_memory`
   */
  public effectOfSetting(name: string): SettingEffect {
    const { inertSettings, unknownSettings } = this.release.data;
    if (unknownSettings[this.runtime].includes(name)) return SettingEffect.UNKNOWN;
    if (inertSettings[this.shim]?.includes(name) === true) return SettingEffect.INERT;
    if (!this.runsOnNode || !this.isStatic) return SettingEffect.ACTS;
    if (name === 'default_maxvcpus' || name === 'default_max_vcpus') return SettingEffect.NEVER;
    const overwritten = name === 'default_memory' || name === 'default_vcpus';
    return overwritten && this.data.configuration.sizing === 'limits-and-overhead'
      ? SettingEffect.WITHOUT_LIMITS
      : SettingEffect.ACTS;
  }

  public withAnnotations(annotations: { readonly [name: string]: string }): ShimConfiguration {
    assertParameter('annotations', annotations, 'unknown{}');
    const acting = Object.entries(annotations).filter(([name]) => {
      const effect = this.effectOf(name);
      return effect === SettingEffect.ACTS || effect === SettingEffect.WITHOUT_LIMITS;
    });
    return new ShimConfiguration(this.props, this.settings.with(Object.fromEntries(acting)));
  }

  /** What the VM's size comes from, which is asked for by each pod. */
  private get sizing() {
    this.resolvedSizing ??= this.resolveSizing();
    return this.resolvedSizing;
  }

  private resolveSizing() {
    const { configuration } = this.data;
    const memory = this.settings.number('default_memory') ?? configuration.defaultMemoryMib;
    const vcpus = this.settings.number('default_vcpus') ?? configuration.defaultVcpus;
    return {
      model: configuration.sizing,
      isStatic: this.isStatic,
      canResize: this.can('resize'),
      defaultVcpus: vcpus === 0 ? 1 : vcpus,
      defaultMemoryMib: this.runtime === 'go' && memory < GO_MIN_MEMORY_MIB ? GO_DEFAULT_MEMORY_MIB : memory,
      overheadVcpus: this.settings.number('overhead_vcpus') ?? configuration.overheadVcpus ?? 0,
      overheadMemoryMib: this.settings.number('overhead_memory') ?? configuration.overheadMemoryMib ?? 0,
    };
  }

  private can(ability: HypervisorAbility): boolean {
    return this.hypervisorData.can.includes(ability);
  }

  private allows(name: string): boolean {
    return this.allowedAnnotations.some((pattern) => new RegExp(`^(?:${pattern})$`).test(name));
  }
}
