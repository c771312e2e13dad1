import { Construct } from 'constructs';
import { assertInChart } from '../../deploy/below-app';
import { DeploymentRole } from '../../deploy/order/deployment-role';
import { RuntimeClass } from '../../sandbox/runtime-class';
import { assertProps } from '../../validation/props';
import { KataShim } from '../catalogue/kata-shim';
import { mergeDropIns } from '../install/contracts/drop-in-merge';
import type { KataInstallation } from '../install/kata-installation';
import { addPart } from '../install/rules/installation-parts';
import type { CustomRuntime } from '../install/shim-settings';
import type { KataClass } from './kata-class';
import { KataClassList } from './kata-class-list';

/** Properties of `KataRuntimeClasses`. */
export interface KataRuntimeClassesProps {
  /** The installation. */
  readonly installation: KataInstallation;

  /**
   * Name of a further RuntimeClass for the default shim, such as `kata`. Not with a multi-install suffix. Before another default
   * shim, delete the class, or take another name: Kubernetes never changes its handler.
   *
   * @default - none
   */
  readonly defaultRuntimeClassName?: string;

  /**
   * Whether classes of confidential shims request one of the node's keys. Only where a `KataNodeFeatureRule` counts them: a
   * resource that nothing advertises keeps every pod from being scheduled.
   *
   * @default false
   */
  readonly countKeys?: boolean;

  /**
   * Whether they are written; otherwise they are known only.
   *
   * @default true
   */
  readonly written?: boolean;
}

const TEE_LABELS = {
  snp: 'amd.feature.node.kubernetes.io/snp',
  tdx: 'intel.feature.node.kubernetes.io/tdx',
  se: 'feature.node.kubernetes.io/cpu-security.se.enabled',
} as const;

const TEE_KEYS: { readonly [tee: string]: string } = {
  snp: 'sev-snp.amd.com/esids',
  tdx: 'tdx.intel.com/keys',
};

/**
 * The RuntimeClasses of an installation: one for each shim and its variants, one for the default shim if it is named, and one
 * for each custom runtime, also those that are added later.
 *
 * They select the installation's nodes and tolerate their taints, but not the startup taints, which keep pods away until Kata
 * is installed.
 *
 * @see https://kubernetes.io/docs/concepts/containers/runtime-class/
 * @example
 * const installation = new KataInstallation({ shims: [KataShim.CLH] });
 * new KataRuntimeClasses(chart, 'classes', { installation, defaultRuntimeClassName: 'kata' });
 */
export class KataRuntimeClasses extends Construct {
  /**
   * Every class, with what decides what its pods can do.
   *
   * @internal
   */
  public readonly list: KataClassList;

  /** Every RuntimeClass, in the order in which they were made. */
  public readonly all: RuntimeClass[] = [];

  private readonly installation: KataInstallation;
  private readonly countKeys: boolean;
  private readonly written: boolean;

  constructor(scope: Construct, id: string, props: KataRuntimeClassesProps) {
    super(scope, id);
    assertInChart(this);
    assertProps('KataRuntimeClassesProps', props, this.node.path);
    addPart(this, props.installation, DeploymentRole.RUNTIME_CLASSES);
    const { installation, defaultRuntimeClassName, countKeys = false, written = true } = props;
    const { contract, defaultShim, hasDefaultShims, release } = installation;
    this.installation = installation;
    this.countKeys = countKeys;
    this.written = written;
    this.list = new KataClassList(installation);
    const extra = hasDefaultShims ? release.data.extraRuntimeClasses.map((name) => KataShim.of(name)) : [];
    const shims = [...installation.shims, ...extra].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const variant of [undefined, ...contract.handlerVariants(installation)]) {
      for (const shim of shims) this.addClass(shim, installation.handler(shim, variant));
    }
    if (defaultRuntimeClassName !== undefined) {
      this.addClass(defaultShim, installation.handler(defaultShim), defaultRuntimeClassName);
    }
    for (const runtime of installation.customRuntimes) this.addCustomClass(runtime);
    installation.onCustomRuntime((runtime) => this.addCustomClass(runtime));
  }

  private addClass(shim: KataShim, handler: string, name: string = handler): void {
    const { dropIn, forceGuestPull, snapshotter } = this.installation.shimSettings(shim);
    const settings = { shim, isCustom: false, dropIn, forceGuestPull, snapshotter };
    this.add(name, handler, this.overheadOf(shim), this.selectorOf(shim), settings);
  }

  private addCustomClass(runtime: CustomRuntime): void {
    const { shim, handler, runtimeClassName = handler, nodeSelector = {}, snapshotter } = runtime;
    const dropIn = mergeDropIns([this.installation.shimSettings(shim).dropIn, runtime.dropIn]);
    const settings = { shim, isCustom: true, dropIn, snapshotter };
    this.add(runtimeClassName, handler, this.customOverhead(runtime), nodeSelector, settings);
  }

  private add(
    name: string,
    handler: string,
    overhead: { readonly [resource: string]: string },
    nodeSelector: { readonly [label: string]: string },
    settings: Pick<KataClass, 'shim' | 'isCustom' | 'dropIn' | 'forceGuestPull' | 'snapshotter'>,
  ): void {
    const { contract, ownershipLabels } = this.installation;
    const { nodeSelector: placed, tolerations } = this.installation.nodesOf(settings.shim);
    const runtimeClass = new RuntimeClass(this, name, {
      name,
      handler,
      overhead,
      nodeSelector: { ...placed, ...nodeSelector, ...ownershipLabels },
      tolerations,
      ...contract.classMetadata(this.installation),
    });
    // Workloads can still be put into the class; only its object is not written.
    if (!this.written) runtimeClass.node.tryRemoveChild('Resource');
    this.all.push(runtimeClass);
    const { allowedHypervisorAnnotations = [] } = this.installation.shimSettings(settings.shim);
    const { nodeSelector: selected } = runtimeClass;
    this.list.add({
      ...settings,
      runtimeClass,
      handler,
      nodeSelector: selected,
      tolerations,
      allowedHypervisorAnnotations,
    });
  }

  private selectorOf(shim: KataShim): { readonly [label: string]: string } {
    const { nodeFeatureDiscovery, release } = this.installation;
    const { nodeSelector, tee } = release.shimData(shim);
    const isDetected = nodeFeatureDiscovery && tee !== undefined && !shim.name.includes('nvidia-gpu');
    const detected = isDetected ? { [TEE_LABELS[tee]]: 'true' } : {};
    return this.installation.shimSettings(shim).nodeSelector ?? nodeSelector ?? detected;
  }

  private overheadOf(shim: KataShim): { readonly [resource: string]: string } {
    const { overhead } = this.installation.release.shimData(shim);
    const given = this.installation.shimSettings(shim);
    return {
      ...(given.overheadEnabled === false
        ? {}
        : { memory: given.overhead?.memory ?? overhead.memory, cpu: given.overhead?.cpu ?? overhead.cpu }),
      ...this.keyOf(shim),
    };
  }

  /** A confidential guest holds one of the node's keys for as long as it lives. */
  private keyOf(shim: KataShim): { readonly [resource: string]: string } {
    const { nodeFeatureDiscovery, release } = this.installation;
    const { tee } = release.shimData(shim);
    const key = this.countKeys && nodeFeatureDiscovery && tee !== undefined ? TEE_KEYS[tee] : undefined;
    return key === undefined ? {} : { [key]: '1' };
  }

  private customOverhead({ shim, overhead, inheritBaseOverhead }: CustomRuntime): { [resource: string]: string } {
    const inherited = inheritBaseOverhead === false ? undefined : this.installation.release.shimData(shim).overhead;
    const memory = overhead?.memory ?? inherited?.memory;
    const cpu = overhead?.cpu ?? inherited?.cpu;
    return { ...(memory === undefined ? {} : { memory }), ...(cpu === undefined ? {} : { cpu }), ...this.keyOf(shim) };
  }
}
