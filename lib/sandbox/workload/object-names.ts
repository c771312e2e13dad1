import type { ApiObject } from 'cdk8s';
import { type JsonMap, valueAtPointer } from '../../deploy/objects/json-pointer';
import type { FoundObject, FoundPodSpec } from '../../deploy/objects/pod-specs';
import type { Written } from '../../deploy/objects/written-object';

const LISTED = 8;

/** The first of some names, and how many more there are. */
export function list(names: readonly string[]): string {
  const more = names.length > LISTED ? ` and ${names.length - LISTED} more` : '';
  return `${names.slice(0, LISTED).join(', ')}${more}`;
}

/**
 * How a message names an object: by kind and name, and one inside another by its place there as well.
 *
 * @param outer the object that is written
 * @param found it, or one inside it
 */
export function nameOf(outer: ApiObject, { pointer, kind, object }: Omit<FoundObject, 'group'>): string {
  const whole = `${outer.kind} ${outer.name}`;
  if (pointer === '') return whole;
  const name = valueAtPointer(object, '/metadata/name') ?? valueAtPointer(object, '/metadata/generateName');
  return `${kind}${typeof name === 'string' ? ` ${name}` : ''} at ${pointer} of ${whole}`;
}

/**
 * How a message names a pod spec: as its object, where it is the only one there; else by what tells it from the others.
 *
 * @param outer the object that is written
 * @param written the object as it is written
 * @param found the pod spec
 * @param all all pod specs of the object
 */
export function nameOfPodSpec(
  outer: ApiObject,
  written: Written,
  { pointer, ownerPointer, ownerKind }: FoundPodSpec,
  all: readonly FoundPodSpec[],
): string {
  const whole = `${outer.kind} ${outer.name}`;
  if (all.length === 1) return whole;
  const isAlone = all.filter((it) => it.ownerPointer === ownerPointer).length === 1;
  const at = isAlone ? ownerPointer : pointer;
  if (ownerPointer === '') return at === '' ? whole : `${whole} at ${at}`;
  const object = valueAtPointer(written, ownerPointer) as JsonMap;
  return nameOf(outer, { pointer: at, kind: ownerKind, object });
}
