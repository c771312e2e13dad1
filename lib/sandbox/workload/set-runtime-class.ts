import type { ApiObject } from 'cdk8s';
import { isJsonMap, type JsonMap, valueAtPointer } from '../../deploy/objects/json-pointer';
import { choosesNodes, type FoundPodSpec } from '../../deploy/objects/pod-specs';
import { type Edit, editWritten, type Written } from '../../deploy/objects/written-object';
import { fillLimits } from '../pod/default-limits';
import { placeDaemonSet } from './placement-rules';
import { type CoveredPodSpec, coveredPodSpecs, sandboxCallsFor } from './sandbox-call';

const SANDBOXED = Symbol.for('cdk-kata/sandboxed');

interface Sandboxed extends ApiObject {
  [SANDBOXED]?: {
    readonly edit: Edit;
    readonly replaced: Map<string, unknown>;
    readonly filled: Map<string, string[]>;
  };
}

/**
 * Sets what `sandbox()` sets, whenever an object is written: the class of its pods, and annotations and limits that were asked for.
 *
 * @param object the object
 */
export function setRuntimeClassWhenWritten(object: ApiObject): void {
  const sandboxed = object as Sandboxed;
  if (sandboxed[SANDBOXED] === undefined) {
    const replaced = new Map<string, unknown>();
    const filled = new Map<string, string[]>();
    const edit = (written: Written) => {
      replaced.clear();
      filled.clear();
      for (const found of coveredPodSpecs(written, sandboxCallsFor(object))) {
        const { pointer, spec, call } = found;
        if (call === undefined) continue;
        if (spec.runtimeClassName !== undefined) replaced.set(pointer, spec.runtimeClassName);
        spec.runtimeClassName = call.target.runtimeClassName;
        if (call.defaultLimits !== undefined) filled.set(pointer, fillLimits(spec, call.defaultLimits));
        if (choosesNodes(found)) placeDaemonSet(spec, call.target);
        annotate(written, found);
      }
    };
    Object.defineProperty(object, SANDBOXED, { value: { edit, replaced, filled } });
  }
  if (sandboxed[SANDBOXED] !== undefined) editWritten(object, sandboxed[SANDBOXED].edit);
}

/**
 * The class that a pod spec had of its own when the object was written last.
 *
 * @param object the object
 * @param pointer JSON pointer to the pod spec
 */
export function replacedRuntimeClass(object: ApiObject, pointer: string): unknown {
  return (object as Sandboxed)[SANDBOXED]?.replaced.get(pointer);
}

/**
 * Names of the containers into which limits were filled when the object was written last.
 *
 * @param object the object
 * @param pointer JSON pointer to the pod spec
 */
export function filledContainers(object: ApiObject, pointer: string): readonly string[] {
  return (object as Sandboxed)[SANDBOXED]?.filled.get(pointer) ?? [];
}

/** The template of pods or the Pod that holds a pod spec; undefined where a custom resource holds it in another way. */
export function podTemplateOf(
  written: Written,
  { pointer, ownerPointer, ownerKind }: FoundPodSpec,
): JsonMap | undefined {
  if (!pointer.endsWith('/spec')) return undefined;
  const template = pointer.slice(0, -'/spec'.length);
  // The metadata of a custom resource is not that of its pods.
  if (template === ownerPointer && ownerKind !== 'Pod') return undefined;
  const value = valueAtPointer(written, template);
  return isJsonMap(value) ? value : undefined;
}

/** Adds annotations beside those that are there; what is there already stays, and is reported. */
function annotate(written: Written, found: CoveredPodSpec): void {
  const { annotations } = found;
  if (Object.keys(annotations).length === 0) return;
  const template = podTemplateOf(written, found);
  if (template === undefined) return;
  const metadata = isJsonMap(template.metadata) ? template.metadata : {};
  const existing = isJsonMap(metadata.annotations) ? metadata.annotations : {};
  template.metadata = { ...metadata, annotations: { ...existing, ...annotations, ...existing } };
}
