import type { IConstruct } from 'constructs';
import type { ClusterFacts } from '../contract/cluster-facts';
import type { IRuntimeClass } from './runtime-class';
import type { SandboxTarget } from './workload/sandbox-target';
import type { SandboxWorkloadOptions } from './workload/sandbox-workload';

/** How a workload is put into one of the classes of a VM runtime. */
export interface SandboxRuntimeOptions extends SandboxWorkloadOptions {
  /**
   * RuntimeClass of the runtime that the workload's pods get.
   *
   * @default - the runtime's default class
   */
  readonly runtimeClass?: IRuntimeClass;
}

/**
 * A runtime that runs each pod in a VM of its own, installed by this program or by another.
 *
 * `KataRuntime` is one, and so is what `KataRuntime.fromAttributes()` gives. Whatever keeps workloads in their VMs asks for this
 * interface and not for Kata, so that another VM runtime can implement it.
 */
export interface ISandboxRuntime extends IConstruct {
  /**
   * What the runtime knows of its cluster, for those whose rules depend on it.
   *
   * @default - nothing
   */
  readonly cluster?: ClusterFacts;

  /**
   * Namespace of the pods that install the runtime, whose service accounts label nodes and lift their taints.
   *
   * @default - not known
   */
  readonly installerNamespace?: string;

  /** The RuntimeClasses of the runtime. */
  readonly runtimeClasses: readonly IRuntimeClass[];

  /**
   * What a pod gets from a class of the runtime.
   *
   * @param runtimeClass one of `runtimeClasses`; the default class if none is given
   * @throws when the class is not one of the runtime's
   */
  sandboxTarget(runtimeClass?: IRuntimeClass): SandboxTarget;

  /**
   * Puts a workload into VMs.
   *
   * @param workload an ApiObject, or any construct that holds some
   * @param options which class, and where the pod specs are
   * @throws when the class is not one of the runtime's, or the construct holds no workload
   */
  sandbox(workload: IConstruct, options?: SandboxRuntimeOptions): void;
}
