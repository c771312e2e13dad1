import { describeObject, type Manifest } from '../manifest';
import { isJsonMap } from '../objects/json-pointer';
import { apiGroupOf } from '../objects/pod-specs';
import { refuseInput } from './compare-rules';

/**
 * What identifies an object to the API server, whatever the version of its API.
 *
 * @param manifest the object
 */
export function identityOf(manifest: Manifest): string {
  return `${apiGroupOf(manifest.apiVersion)}/${describeObject(manifest)}`;
}

/**
 * The objects of a list, by identity; the items of a `List` stand for themselves.
 *
 * @param name what the list is called in a message
 * @param value what was given
 * @throws FindingsError for what is not a list of objects, and for two objects of one identity
 */
export function manifestsByIdentity(name: string, value: unknown): Map<string, Manifest> {
  if (!Array.isArray(value)) refuseInput(`${name} is ${typeName(value)}, not a list of objects`);
  const found = new Map<string, Manifest>();
  for (const [index, item] of (value as unknown[]).entries()) {
    for (const manifest of objectsIn(item, `${name}[${index}]`)) {
      const identity = identityOf(manifest);
      if (found.has(identity)) refuseInput(`${name} has ${identity} twice`, 'remove one of them');
      found.set(identity, manifest);
    }
  }
  return found;
}

function objectsIn(value: unknown, where: string): Manifest[] {
  // A document that is empty, as between two separators in a file.
  if (value === null || value === undefined) return [];
  if (!isJsonMap(value)) refuseInput(`${where} is ${typeName(value)}, not an object of Kubernetes`);
  const { apiVersion, kind, metadata, items } = value as Record<string, unknown>;
  if (typeof apiVersion !== 'string' || apiVersion === '') refuseInput(`${where} has no apiVersion`);
  if (typeof kind !== 'string' || kind === '') refuseInput(`${where} has no kind`);
  if (/List$/.test(kind as string) && Array.isArray(items)) {
    return items.flatMap((item, index) => objectsIn(item, `${where}.items[${index}]`));
  }
  const name = isJsonMap(metadata) ? metadata.name : undefined;
  if (typeof name !== 'string' || name === '') {
    refuseInput(`${where}, a ${kind}, has no metadata.name`, 'give it a name: what a server names cannot be compared');
  }
  return [value as unknown as Manifest];
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return value === null ? 'null' : `a value of type ${typeof value}`;
}
