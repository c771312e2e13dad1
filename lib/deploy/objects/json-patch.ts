import { type ApiObject, JsonPatch } from 'cdk8s';
import { FindingsError } from '../../validation/finding';
import { describeValue } from '../../validation/props/prop-messages';
import { JSON_PATCH } from '../rules';
import { isJsonMap, valueAtPointer } from './json-pointer';

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
}

/**
 * Applies a JSON patch of the program to what is written of an object.
 *
 * @param object the object
 * @param written what is written of it
 * @param patch the patch
 * @throws FindingsError that names the patch's path, and what it misses there
 */
export function applyJsonPatch<T>(object: ApiObject, written: T, patch: JsonPatch): T {
  try {
    return JsonPatch.apply(written, patch);
  } catch (error) {
    const message = `a JSON patch of ${object.kind} ${object.name} cannot be applied: ${reason(written, patch)}`;
    throw new FindingsError([JSON_PATCH.find(object.node.path, message)], { cause: error });
  }
}

/** Why a patch fails. The error that cdk8s passes on does not name the path. */
function reason(written: unknown, patch: JsonPatch): string {
  // It is private; and what a program without types passes need not be a patch.
  const operation = (patch as unknown as { operation?: Operation } | undefined)?.operation;
  if (typeof operation?.path !== 'string') return `it is ${describeValue(patch)}, and must be a JsonPatch`;
  const { op, path, from } = operation;
  const name = `${op} ${from === undefined ? '' : `${from} to `}${path}`;
  const missing = [from, path].flatMap((pointer) => firstMissing(written, pointer) ?? [])[0];
  if (missing !== undefined) return `${name} needs a map or list at ${missing.pointer}, and finds ${missing.found}`;
  return op === 'test' ? `${name} finds another value there` : `${name} does not fit the object`;
}

/** The first value on the way of a pointer that can hold nothing. */
function firstMissing(
  written: unknown,
  pointer = '',
): { readonly pointer: string; readonly found: string } | undefined {
  const parts = pointer.split('/');
  const above = parts.slice(1, -1).map((_, index) => parts.slice(0, index + 2).join('/'));
  for (const it of above) {
    const value = valueAtPointer(written, it);
    if (isJsonMap(value) || Array.isArray(value)) continue;
    return { pointer: it, found: value === undefined ? 'nothing' : describeValue(value) };
  }
  return undefined;
}
