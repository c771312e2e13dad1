import type { Manifest } from '../manifest';
import { childrenOf, isJsonMap, type JsonMap, type Located } from './json-pointer';

/** An object as the API server gets it: what is written, or an item of a List. */
export interface SingleObject {
  /** JSON pointer to it in what is written; empty where it is all that is written. */
  readonly pointer: string;

  /** The object, with the kind and the API version that the items of a typed List, such as a `PodList`, leave out. */
  readonly manifest: JsonMap;

  /** Its namespace, or where it names none that of the List; cdk8s gives the namespace of a chart to the List alone. */
  readonly namespace: string | undefined;
}

const LIST = 'List';

/**
 * Whether a kind is that of a List, which a server has no object of.
 *
 * @param kind the kind
 */
export const isListKind = (kind: unknown): kind is string => typeof kind === 'string' && kind.endsWith(LIST);

/**
 * The kind of the items of a typed List that do not name theirs: `Pod` for a `PodList`, and nothing for a `List`.
 *
 * @param kind kind of the List
 * @returns undefined for a kind that is none of a List
 */
export const itemKindOf = (kind: unknown): string | undefined =>
  isListKind(kind) ? kind.slice(0, -LIST.length) : undefined;

/**
 * The objects that the API server gets of what is written: the items of a List, Lists in it too, and anything else as it is.
 *
 * `kubectl` and Helm take apart whatever has a list `items`, of any kind, and apply each item by itself.
 *
 * @param written the object as it is written
 */
export function singleObjects(written: JsonMap): SingleObject[] {
  return leaves({ pointer: '', manifest: written, namespace: namespaceOf(written) });
}

/**
 * The same as manifests, without items that have no kind.
 *
 * @param manifest the object as it is written
 */
export function singleManifests(manifest: Manifest): Manifest[] {
  return singleObjects(manifest).flatMap((single) => {
    const { apiVersion, kind, metadata } = single.manifest;
    if (typeof apiVersion !== 'string' || typeof kind !== 'string') return [];
    return [{ ...single.manifest, apiVersion, kind, metadata: isJsonMap(metadata) ? metadata : {} } as Manifest];
  });
}

function leaves(object: SingleObject): SingleObject[] {
  const { manifest, pointer, namespace } = object;
  if (!Array.isArray(manifest.items)) return [object];
  return childrenOf(manifest.items, `${pointer}/items`).flatMap((item) =>
    isJsonMap(item.value)
      ? leaves({
          pointer: item.pointer,
          manifest: withType(item.value, manifest),
          namespace: namespaceOf(item.value) ?? namespace,
        })
      : [],
  );
}

/** `kubectl` gives an item without kind and API version those of its List. */
function withType(item: JsonMap, list: JsonMap): JsonMap {
  if (item.kind !== undefined && item.apiVersion !== undefined) return item;
  return {
    ...item,
    apiVersion: item.apiVersion ?? list.apiVersion,
    kind: item.kind ?? itemKindOf(list.kind) ?? list.kind,
  };
}

/**
 * The items of Lists that are no objects, such as what an empty entry becomes.
 *
 * @param written the object as it is written
 */
export function brokenItems(written: JsonMap, pointer = ''): Located[] {
  if (!Array.isArray(written.items)) return [];
  return childrenOf(written.items, `${pointer}/items`).flatMap((item) =>
    isJsonMap(item.value) ? brokenItems(item.value, item.pointer) : [item],
  );
}

/**
 * The name of an object for a sentence, whatever is written there.
 *
 * @param manifest the object
 */
export function nameOf({ metadata }: JsonMap): string {
  return isJsonMap(metadata) && metadata.name !== undefined ? String(metadata.name) : '(unnamed)';
}

function namespaceOf({ metadata }: JsonMap): string | undefined {
  const namespace = isJsonMap(metadata) ? metadata.namespace : undefined;
  // An empty namespace is none, as `kubectl` has it.
  return namespace === undefined || namespace === null || namespace === '' ? undefined : String(namespace);
}
