import type { RuntimeClass } from '../../sandbox/runtime-class';
import { mebibytes } from '../../validation/quantity';
import type { KataShim } from '../catalogue/kata-shim';
import { overheadBelowModel } from './messages';

/** A RuntimeClass, its shim, and the memory that its overhead has to declare. */
export interface SizedClass {
  readonly runtimeClass: RuntimeClass;
  readonly shim: KataShim;
  readonly neededMib: number;
}

/** Classes that hide a part of their VMs from Kubernetes. */
export function sizingWarnings(classes: readonly SizedClass[]): string[] {
  return classes.flatMap(({ runtimeClass, neededMib }) => {
    const { memory } = runtimeClass.overhead;
    const declared = memory === undefined ? 0 : mebibytes('overhead', memory);
    return declared < neededMib ? [overheadBelowModel(runtimeClass.name, declared, neededMib)] : [];
  });
}
