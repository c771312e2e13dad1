import { Construct, type IConstruct } from 'constructs';
import { type IRuntimeClass, RuntimeClass } from '../sandbox/runtime-class';
import type { SandboxTarget } from '../sandbox/workload/sandbox-target';
import { sandboxWorkload } from '../sandbox/workload/sandbox-workload';
import { assertProps } from '../validation/props';
import { KataRelease } from './catalogue/kata-release';
import { KataShim } from './catalogue/kata-shim';
import { contractOf } from './install/contracts/contract-of';
import { ResolvedInstallation } from './install/resolved-installation';
import { assertImportedInstallation } from './install/rules/installation-rules';
import { atConstruct, refusal } from './kata-rule';
import type { KataClassAttributes, KataRuntimeAttributes } from './kata-runtime-attributes';
import type { IKataRuntime, SandboxOptions } from './kata-runtime-interface';
import { guestOf } from './runtime-class/kata-class';
import { KataClassList } from './runtime-class/kata-class-list';
import { noAttributes } from './runtime-class/messages';
import { limitsFor, type VmDimensions } from './sizing/pod-limits';
import type { ContainerLimits } from './sizing/vm-size';

/** The release of an installation, with the shims of a fork. */
function releaseOf({ release, customShims = [] }: KataRuntimeAttributes): KataRelease {
  const base = release === undefined ? KataRelease.DEFAULT : KataRelease.of(release);
  if (customShims.length === 0) return base;
  const shims = customShims.map(({ name, ...settings }) => ({ shim: KataShim.of(name), ...settings }));
  return KataRelease.custom({ base, version: base.version, image: base.image, shims });
}

/** An installation of Kata that another program made. It writes nothing. */
export class ImportedKataRuntime extends Construct implements IKataRuntime {
  public readonly attributes: KataRuntimeAttributes;

  private readonly installation: ResolvedInstallation;
  private readonly classes: KataClassList;

  constructor(scope: Construct, id: string, attributes: KataRuntimeAttributes) {
    super(scope, id);
    assertProps('KataRuntimeAttributes', attributes, this.node.path);
    const { classes = [], placement, multiInstallSuffix } = attributes;
    const shims = attributes.shims ?? [...new Set(classes.map(({ shim }) => shim))];
    if (shims.length === 0) throw refusal(this.node.path, noAttributes());
    const { defaultShim = shims[0] as string } = attributes;
    this.attributes = attributes;
    const release = atConstruct(this.node.path, () => releaseOf(attributes));
    const named = (name: string) => atConstruct(this.node.path, () => KataShim.of(name));
    const contract = contractOf(release);
    const props = {
      release,
      shims: shims.map(named),
      defaultShim: named(defaultShim),
      ...(placement && { placement }),
      ...(multiInstallSuffix !== undefined && { multiInstallSuffix }),
    };
    this.installation = new ResolvedInstallation(this.node.path, props, contract);
    assertImportedInstallation(this.installation, contract);
    this.classes = new KataClassList(this.installation);
    const described = classes.map(({ name }) => name);
    const made = attributes.shims === undefined ? [] : this.shims;
    for (const shim of made.filter((it) => !described.includes(this.installation.handler(it)))) this.addShim(shim);
    for (const it of classes) this.addClass(it);
  }

  public get release(): KataRelease {
    return this.installation.release;
  }

  public get shims(): readonly KataShim[] {
    return this.installation.shims;
  }

  public get defaultShim(): KataShim {
    return this.installation.defaultShim;
  }

  public get runtimeClasses(): readonly IRuntimeClass[] {
    return this.classes.all.map(({ runtimeClass }) => runtimeClass);
  }

  public runtimeClass(shim?: KataShim): IRuntimeClass {
    return this.classes.ofShim(shim).runtimeClass;
  }

  public addRuntimeClass(runtimeClass: IRuntimeClass, shim: KataShim): void {
    this.classes.addMadeElsewhere(runtimeClass, shim);
  }

  public sandboxTarget(runtimeClass?: IRuntimeClass): SandboxTarget {
    return this.classes.target(this.classes.choose(runtimeClass === undefined ? {} : { runtimeClass }));
  }

  public sandbox(workload: IConstruct, options: SandboxOptions = {}): void {
    assertProps('SandboxOptions', options, this.node.path);
    const { runtimeClass, shim, size, customRuntime, ...rest } = options;
    const chosen = this.classes.choose({ runtimeClass, shim, size, customRuntime });
    sandboxWorkload(workload, this.classes.target(chosen), rest);
  }

  public podLimits(dimensions: VmDimensions, runtimeClass?: IRuntimeClass): ContainerLimits {
    assertProps('VmDimensions', dimensions, this.node.path, { name: 'dimensions' });
    return limitsFor(guestOf(this.release, this.classes.choose({ runtimeClass })), dimensions, this.node.path);
  }

  private addShim(shim: KataShim): void {
    const { ownershipLabels, placement, release, tolerations } = this.installation;
    this.addClass({
      name: this.installation.handler(shim),
      shim: shim.name,
      nodeSelector: { ...placement?.nodeSelector, ...release.shimData(shim).nodeSelector, ...ownershipLabels },
      tolerations,
    });
  }

  private addClass(attributes: KataClassAttributes): void {
    const { name, handler = name, nodeSelector = {}, tolerations = [], allowedHypervisorAnnotations = [] } = attributes;
    const shim = atConstruct(this.node.path, () => KataShim.of(attributes.shim));
    this.classes.add({
      ...attributes,
      runtimeClass: RuntimeClass.fromRuntimeClassName(this, name, name),
      shim,
      handler,
      nodeSelector,
      tolerations,
      allowedHypervisorAnnotations,
      isCustom: !this.installation.variants(shim).includes(handler),
    });
  }
}
