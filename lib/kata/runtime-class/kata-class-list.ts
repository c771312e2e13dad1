import { STARTUP_TAINT_KEY } from '../../contract/node-labels';
import type { StartupTaint } from '../../contract/placement';
import { type IRuntimeClass, RuntimeClass } from '../../sandbox/runtime-class';
import type { SandboxTarget } from '../../sandbox/workload/sandbox-target';
import type { Finding } from '../../validation/finding';
import { assertParameter } from '../../validation/props';
import { toleratesStartupTaint } from '../../validation/tolerations';
import type { KataShim } from '../catalogue/kata-shim';
import type { ResolvedInstallation } from '../install/resolved-installation';
import { refusal } from '../kata-rule';
import { type KataClass, sandboxTargetOf } from './kata-class';
import {
  classNotInstalled,
  classOfAnotherShim,
  classToleratesStartupTaint,
  classUnknown,
  severalClasses,
  unknownCustomRuntime,
  unknownSize,
} from './messages';

/** The ways to name a class. */
export interface ClassChoice {
  readonly runtimeClass?: IRuntimeClass;
  readonly shim?: KataShim;
  readonly size?: string;
  readonly customRuntime?: string;
}

/** Where pods of a class go that another program made. */
const NOTHING_KNOWN = { nodeSelector: {}, tolerations: [] };

/** The RuntimeClasses of an installation: those that it makes, and those that it was told of. */
export class KataClassList {
  private readonly classes = new Map<string, KataClass>();
  private readonly targets = new Map<KataClass, SandboxTarget>();

  constructor(private readonly installation: ResolvedInstallation) {}

  /** Every class, in the order in which they were added. */
  public get all(): KataClass[] {
    return [...this.classes.values()];
  }

  /**
   * Adds a class.
   *
   * @throws when its pods would not wait for Kata on new nodes
   */
  public add(kataClass: KataClass): void {
    const { runtimeClass, tolerations } = kataClass;
    const taint = this.startupTaints(kataClass).find((it) => tolerations.some((own) => toleratesStartupTaint(own, it)));
    const named = tolerations.find(({ key }) => key === STARTUP_TAINT_KEY);
    const key = taint?.key ?? named?.key;
    if (key !== undefined) {
      throw refusal(this.installation.path, classToleratesStartupTaint(runtimeClass.name, key));
    }
    this.classes.set(kataClass.runtimeClass.name, kataClass);
  }

  /** Adds a class that something else made, with what the installation knows of its shim. */
  public addMadeElsewhere(runtimeClass: IRuntimeClass, shim: KataShim): KataClass {
    const { path } = this.installation;
    assertParameter('runtimeClass', runtimeClass, 'IRuntimeClass', path);
    assertParameter('shim', shim, 'KataShim', path);
    const known = this.classes.get(runtimeClass.name);
    if (known !== undefined && known.shim.name !== shim.name) {
      throw refusal(path, classOfAnotherShim(runtimeClass.name, known.shim.name, shim.name));
    }
    if (known !== undefined) return known;
    const own = this.ofShim(shim);
    const { nodeSelector, tolerations } = runtimeClass instanceof RuntimeClass ? runtimeClass : NOTHING_KNOWN;
    this.add({ ...own, runtimeClass, nodeSelector, tolerations });
    return this.classes.get(runtimeClass.name) as KataClass;
  }

  /** The class of a name; undefined when there is none. */
  public find(name: string): KataClass | undefined {
    return this.classes.get(name);
  }

  /**
   * The class of a shim.
   *
   * @throws when the shim is not installed
   */
  public ofShim(shim: KataShim = this.installation.defaultShim): KataClass {
    assertParameter('shim', shim, 'KataShim', this.installation.path);
    const shims = this.installation.shims.map(({ name }) => name);
    const named = this.find(this.installation.handler(shim));
    const found = named ?? this.all.find((it) => it.shim.name === shim.name);
    if (!found || !shims.includes(shim.name))
      throw refusal(this.installation.path, classNotInstalled(shim.name, shims));
    return found;
  }

  /**
   * The class that was chosen; the default shim's if none was.
   *
   * @throws when it is not here, or when more than one is named
   */
  public choose({ runtimeClass, shim, size, customRuntime }: ClassChoice): KataClass {
    const given = { runtimeClass, size, customRuntime, ...(runtimeClass === undefined && { shim }) };
    const fields = Object.entries(given).flatMap(([field, value]) => (value === undefined ? [] : [field]));
    if (fields.length > 1) throw refusal(this.installation.path, severalClasses(fields));
    if (runtimeClass !== undefined && shim !== undefined) return this.addMadeElsewhere(runtimeClass, shim);
    if (runtimeClass !== undefined) return this.named(runtimeClass);
    if (size !== undefined) return this.custom(`kata-${size}`, (handlers) => unknownSize(size, handlers));
    if (customRuntime !== undefined) {
      return this.custom(customRuntime, (handlers) => unknownCustomRuntime(customRuntime, handlers));
    }
    return this.ofShim(shim);
  }

  /** What a pod gets from a class. It is one object for each class, so that checks can keep their results by it. */
  public target(kataClass: KataClass): SandboxTarget {
    const { release } = this.installation;
    const target = this.targets.get(kataClass) ?? sandboxTargetOf(release, kataClass, this.startupTaints(kataClass));
    this.targets.set(kataClass, target);
    return target;
  }

  private startupTaints({ shim }: KataClass): readonly StartupTaint[] {
    return this.installation.nodesOf(shim).startupTaints;
  }

  private named(runtimeClass: IRuntimeClass): KataClass {
    assertParameter('runtimeClass', runtimeClass, 'IRuntimeClass', this.installation.path);
    const { name } = runtimeClass;
    const found = this.find(name);
    if (!found) throw refusal(this.installation.path, classUnknown(name, [...this.classes.keys()]));
    return found;
  }

  /** The class of a custom runtime by its handler, with or without the suffix of the installation. */
  private custom(handler: string, problem: (handlers: readonly string[]) => Finding): KataClass {
    const customs = this.all.filter(({ isCustom }) => isCustom);
    const found = customs.find((it) => [handler, this.installation.objectName(handler)].includes(it.handler));
    if (!found) throw refusal(this.installation.path, problem(customs.map((it) => it.handler)));
    return found;
  }
}
