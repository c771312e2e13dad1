import type { RuntimeClass } from '../../sandbox/runtime-class';
import type { Finding } from '../../validation/finding';
import { mebibytes } from '../../validation/quantity';
import type { KataRelease } from '../catalogue/kata-release';
import { foundAt } from '../kata-rule';
import { guestOf, type KataClass } from '../runtime-class/kata-class';
import { overheadBelowModel } from './messages';
import { requiredOverheadMib } from './vm-size';

/**
 * Classes that hide a part of their VMs from Kubernetes.
 *
 * @param path path of the construct
 * @param release release of Kata
 * @param classes the classes that are looked at
 * @param written the RuntimeClasses that are written, whose overhead counts
 */
export function validateOverheads(
  path: string,
  release: KataRelease,
  classes: readonly KataClass[],
  written: readonly RuntimeClass[],
): Finding[] {
  return classes.flatMap((kataClass) => {
    const { name } = kataClass.runtimeClass;
    const memory = written.find((it) => it.name === name)?.overhead.memory;
    const declared = memory === undefined ? 0 : mebibytes('overhead', memory);
    const required = requiredOverheadMib(guestOf(release, kataClass));
    return declared < required ? [foundAt(path, overheadBelowModel(name, declared, required))] : [];
  });
}
