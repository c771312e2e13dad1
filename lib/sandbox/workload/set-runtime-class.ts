import type { ApiObject } from 'cdk8s';
import { isJsonMap, type JsonMap, valueAtPointer } from '../../deploy/objects/json-pointer';
import { choosesNodes, type FoundPodSpec } from '../../deploy/objects/pod-specs';
import { editWritten, type Written } from '../../deploy/objects/written-object';
import { fillLimits } from '../pod/default-limits';
import { placeDaemonSet } from './placement-rules';
import { type CoveredPodSpec, coveredPodSpecs, sandboxCallsFor } from './sandbox-call';

const CHANGED = Symbol.for('cdk-kata/changed-pods');

/** What was there before, and what was filled in, when an object was written last, by JSON pointer to the pod spec. */
interface ChangedPods {
  readonly replaced: Map<string, unknown>;
  readonly filled: Map<string, readonly string[]>;
}

/** An object that has been written; most had no class and got no limits. */
interface Sandboxed extends ApiObject {
  [CHANGED]?: ChangedPods | undefined;
}

/**
 * Sets what `sandbox()` sets, whenever an object is written: the class of its pods, and annotations and limits that were asked for.
 *
 * @param object the object
 */
export function setRuntimeClassWhenWritten(object: ApiObject): void {
  editWritten(object, setRuntimeClass);
}

function setRuntimeClass(written: Written, object: Sandboxed): void {
  const replaced = new Map<string, unknown>();
  const filled = new Map<string, readonly string[]>();
  for (const found of coveredPodSpecs(written, sandboxCallsFor(object))) {
    const { pointer, spec, call } = found;
    if (call === undefined) continue;
    if (spec.runtimeClassName !== undefined) replaced.set(pointer, spec.runtimeClassName);
    spec.runtimeClassName = call.target.runtimeClassName;
    if (call.defaultLimits !== undefined) filled.set(pointer, fillLimits(spec, call.defaultLimits));
    if (choosesNodes(found)) placeDaemonSet(spec, call.target);
    annotate(written, found);
  }
  const isChanged = replaced.size > 0 || filled.size > 0;
  if (isChanged || object[CHANGED] !== undefined) {
    const value = isChanged ? { replaced, filled } : undefined;
    Object.defineProperty(object, CHANGED, { value, writable: true });
  }
}

/**
 * The class that a pod spec had of its own when the object was written last.
 *
 * @param object the object
 * @param pointer JSON pointer to the pod spec
 */
export function replacedRuntimeClass(object: ApiObject, pointer: string): unknown {
  return (object as Sandboxed)[CHANGED]?.replaced.get(pointer);
}

/**
 * Names of the containers into which limits were filled when the object was written last.
 *
 * @param object the object
 * @param pointer JSON pointer to the pod spec
 */
export function filledContainers(object: ApiObject, pointer: string): readonly string[] {
  return (object as Sandboxed)[CHANGED]?.filled.get(pointer) ?? [];
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
