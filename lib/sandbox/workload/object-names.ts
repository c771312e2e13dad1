import type { ApiObject } from 'cdk8s';
import { valueAtPointer } from '../../deploy/objects/json-pointer';
import type { FoundObject } from '../../deploy/objects/pod-specs';

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
export function nameOf(outer: ApiObject, { pointer, kind, object }: FoundObject): string {
  const whole = `${outer.kind} ${outer.name}`;
  if (pointer === '') return whole;
  const name = valueAtPointer(object, '/metadata/name') ?? valueAtPointer(object, '/metadata/generateName');
  return `${kind}${typeof name === 'string' ? ` ${name}` : ''} at ${pointer} of ${whole}`;
}
