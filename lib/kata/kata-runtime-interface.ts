import type { IConstruct } from 'constructs';
import type { IRuntimeClass } from '../sandbox/runtime-class';
import type { ISandboxRuntime, SandboxRuntimeOptions } from '../sandbox/sandbox-runtime';
import type { KataRelease } from './catalogue/kata-release';
import type { KataShim } from './catalogue/kata-shim';
import type { KataRuntimeAttributes } from './kata-runtime-attributes';
import type { VmDimensions } from './sizing/pod-limits';
import type { ContainerLimits } from './sizing/vm-size';

/** How a workload is put into a RuntimeClass of Kata: the class itself, or one of the ways to name it. */
export interface SandboxOptions extends SandboxRuntimeOptions {
  /**
   * Shim whose RuntimeClass the workload gets; with `runtimeClass`, the shim behind a class that something else made.
   *
   * @default - the default shim
   */
  readonly shim?: KataShim;

  /**
   * Size whose RuntimeClass the workload gets, by the name that `addSize()` was given; instead of `shim`.
   *
   * @default - none
   */
  readonly size?: string;

  /**
   * Custom runtime whose RuntimeClass the workload gets, by its handler; instead of `shim`.
   *
   * @default - none
   */
  readonly customRuntime?: string;
}

/** An installation of Kata, made by this program or by another. */
export interface IKataRuntime extends ISandboxRuntime {
  /** Release of Kata. */
  readonly release: KataRelease;

  /** The shims that are installed. */
  readonly shims: readonly KataShim[];

  /** The shim of workloads that name none. */
  readonly defaultShim: KataShim;

  /** The installation as plain data, for `KataRuntime.fromAttributes()` in another program. */
  readonly attributes: KataRuntimeAttributes;

  /**
   * The RuntimeClass of a shim.
   *
   * @param shim the shim; the default shim if none is given
   * @throws when the shim is not installed
   */
  runtimeClass(shim?: KataShim): IRuntimeClass;

  /**
   * Tells the runtime of a RuntimeClass that something else made for one of its shims, so that workloads can be put into it.
   *
   * @param runtimeClass the class
   * @param shim the shim behind it
   * @throws when the shim is not installed, or the class is one of another shim
   */
  addRuntimeClass(runtimeClass: IRuntimeClass, shim: KataShim): void;

  /**
   * The limits with which a pod of a class gets a VM of a size, exact to the sizing model of the class.
   *
   * @param dimensions vCPUs and memory of the VM
   * @param runtimeClass one of `runtimeClasses`; that of the default shim if not given
   * @returns limits of the pod as a whole; a field is absent where the pod needs no limit
   * @throws for a class of another runtime, and for a VM that the class does not make
   */
  podLimits(dimensions: VmDimensions, runtimeClass?: IRuntimeClass): ContainerLimits;

  /**
   * Puts a workload into VMs. An API object that holds no pods is passed over.
   *
   * @param workload an ApiObject, or any construct that holds some
   * @param options which class, and where the pod specs are
   * @throws when the class is not one of the runtime's, or a construct of several objects holds no workload
   */
  sandbox(workload: IConstruct, options?: SandboxOptions): void;
}
