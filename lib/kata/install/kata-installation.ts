import { createHash } from 'node:crypto';
import type { Finding } from '../../validation/finding';
import { assertNoErrors } from '../../validation/finding';
import { assertProps } from '../../validation/props';
import { KataRelease } from '../catalogue/kata-release';
import type { KataShim } from '../catalogue/kata-shim';
import { assertNoChartValues } from '../chart-values';
import { refusal } from '../kata-rule';
import { type VmSizePreset, vmSizeRuntime } from '../sizing/vm-size-preset';
import { contractOf } from './contracts/contract-of';
import type { InstallerConfig, InstallerContract, ObjectMetadata } from './contracts/installer-contract';
import type { KataInstallationProps } from './kata-installation-props';
import type { KataPool } from './pools/kata-pool';
import { type ClassNodes, classNodes, placementOf, poolName } from './pools/pool-nodes';
import { partProps } from './pools/pool-props';
import { poolsProblem, shimNodesProblem } from './pools/pool-rules';
import { ResolvedInstallation } from './resolved-installation';
import { customRuntimeFindings } from './rules/drop-in-findings';
import { assertInstallation, validateCustomRuntimes } from './rules/installation-rules';
import type { CustomRuntime } from './shim-settings';

/**
 * An installation of Kata: every default filled in, checked once, and handed to each part of the installer.
 *
 * Parts that are made by hand take the same object, so that names, labels and permissions agree:
 *
 * @see https://github.com/kata-containers/kata-containers/blob/4.1.0/docs/helm-configuration.md
 * @example
 * const installation = new KataInstallation({ shims: [KataShim.CLH], placement });
 * const rbac = new KataDeployRbac(chart, 'rbac', { installation });
 * const deploy = new KataDeploy(chart, 'deploy', { installation });
 *
 * @throws when the installation would not work, naming the prop, the reason and the fix
 */
export class KataInstallation extends ResolvedInstallation {
  /**
   * How the release's kata-deploy is started and configured.
   *
   * @internal
   */
  public readonly contract: InstallerContract;

  /**
   * The installation on each of several pools, of which every one has its own objects; the installation itself where there is
   * one kind of nodes.
   */
  public readonly parts: readonly KataInstallation[];

  private readonly pools: readonly KataPool[];
  private readonly listeners: ((runtime: CustomRuntime) => void)[] = [];
  private closed: ((handler: string) => Finding) | undefined;

  /**
   * @param props what is installed, where and how
   * @param path path of the construct that it belongs to, with which messages begin
   * @param name name of the pool, for the part of an installation that is on one of several
   */
  constructor(props: KataInstallationProps = {}, path = '', name?: string) {
    assertNoChartValues(path, props);
    // A construct hands over its own properties, which it has checked, and which may be more.
    assertProps('KataInstallationProps', props, path, { mayHaveMore: path !== '' });
    const problem = poolsProblem(props);
    if (problem !== undefined) throw refusal(path, problem);
    const contract = contractOf(props.release ?? KataRelease.DEFAULT);
    super(path, props, contract, name);
    this.contract = contract;
    this.pools = props.pools ?? [];
    assertInstallation(this, contract, this.pools.length > 0);
    const parts = this.pools.map((pool) => new KataInstallation(partProps(props, pool, this), path, poolName(pool)));
    this.parts = parts.length === 0 ? [this] : parts;
    const told = this.shims.map((shim) => shimNodesProblem(shim.name, this.poolsOf(shim), this.poolsOf(shim, false)));
    const untold = told.find((it) => it !== undefined);
    if (this.pools.length > 0 && untold !== undefined) throw refusal(path, untold);
  }

  /** The nodes on which a shim is, as its RuntimeClasses select them. */
  public override nodesOf(shim: KataShim): ClassNodes {
    return this.pools.length === 0 ? super.nodesOf(shim) : classNodes(this.poolsOf(shim).map(placementOf));
  }

  /** Whether the devmapper snapshotter is set up on any node. */
  public override get usesDevmapper(): boolean {
    return super.usesDevmapper || this.pools.some(({ devmapper }) => devmapper !== undefined);
  }

  /** The pools that have a shim, or those that have not. */
  private poolsOf(shim: KataShim, has = true): KataPool[] {
    return this.pools.filter((_, index) => (this.parts[index] as KataInstallation).installs(shim) === has);
  }

  private installs({ name }: KataShim): boolean {
    return this.shims.some((shim) => shim.name === name);
  }

  /**
   * Adds a custom runtime. The parts that were made from the installation get it too: ConfigMap, checksum and RuntimeClass.
   *
   * @param runtime the runtime
   * @throws when its handler is taken, the runtime would not work, or Jobs install Kata
   */
  public addCustomRuntime(runtime: CustomRuntime): void {
    assertProps('CustomRuntime', runtime, this.path, { name: 'runtime' });
    if (this.closed !== undefined) throw refusal(this.path, this.closed(runtime.handler));
    const problem = validateCustomRuntimes(this, [...this.runtimes, runtime])[0];
    if (problem !== undefined) throw refusal(this.path, problem);
    assertNoErrors(customRuntimeFindings(this, [runtime]));
    for (const part of this.parts) {
      if (part !== this && part.installs(runtime.shim)) part.addCustomRuntime(runtime);
    }
    this.runtimes.push(runtime);
    for (const listener of this.listeners) listener(runtime);
  }

  /**
   * Adds a size of VMs as a custom runtime.
   *
   * @param name part of the handler's name: `kata-<name>`, with the suffix of the installation behind
   * @param size what the guest has for itself beside its containers' limits
   * @returns the custom runtime
   * @throws when the name is taken, the shim is not installed, or Jobs install Kata
   */
  public addSize(name: string, size: VmSizePreset): CustomRuntime {
    const made = vmSizeRuntime(name, size, this.release, this.path);
    const runtime = { ...made, handler: this.objectName(made.handler) };
    this.addCustomRuntime(runtime);
    return runtime;
  }

  /**
   * Labels of every object of the installation, to be spread into `metadata`.
   *
   * @internal
   */
  public get objectMetadata(): ObjectMetadata {
    return this.contract.objectMetadata(this);
  }

  /**
   * ConfigMaps that the installer reads.
   *
   * @internal
   */
  public get configs(): InstallerConfig[] {
    return this.contract.configs(this);
  }

  /**
   * Annotations of the installer's pods: those of the props, and a checksum of each ConfigMap, whose change alone would not
   * restart them.
   *
   * @internal
   */
  public get installerAnnotations(): { [annotation: string]: string } {
    const checksums = this.configs.map(({ checksum, data }) => [
      checksum,
      createHash('sha256').update(JSON.stringify(data)).digest('hex'),
    ]);
    return { ...this.podAnnotations, ...Object.fromEntries(checksums) };
  }

  /**
   * Tells a part of each custom runtime that is added from now on.
   *
   * @internal
   */
  public onCustomRuntime(listener: (runtime: CustomRuntime) => void): void {
    this.listeners.push(listener);
  }

  /**
   * Refuses custom runtimes from now on, for a part that cannot take them any more.
   *
   * @param reason says why, for the handler that is added
   * @internal
   */
  public closeCustomRuntimes(reason: (handler: string) => Finding): void {
    this.closed = reason;
  }
}
