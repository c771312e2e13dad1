import { describeFinding, Severity } from '../../validation/finding';
import type { Fields } from '../pod/pod-spec';
import { validatePodSpecs } from '../pod/validate-pod-specs';
import type { SandboxTarget } from './sandbox-target';

/** The spec of a pod. */
export type PodSpec = Fields;

/**
 * What in a pod's spec defeats the VM that the target gives it, or breaks in it.
 *
 * @param object how the workload is named in a sentence
 * @param spec the pod's spec as it will be applied
 * @param target the runtime
 * @param annotations annotations of the pod as they will be applied
 */
export function podSpecProblems(object: string, spec: PodSpec, target: SandboxTarget, annotations?: Fields): string[] {
  return validatePodSpecs('', [{ path: '', object, spec, annotations }], target)
    .filter(({ severity }) => severity === Severity.ERROR)
    .map(describeFinding);
}
