import type { ApiObject } from 'cdk8s';
import { apiObjects } from '../../deploy/objects/api-objects';
import { isJsonMap, type JsonMap } from '../../deploy/objects/json-pointer';
import { writtenObject } from '../../deploy/objects/written-object';
import { Synthesis } from '../../validation/runner/synthesis';

type Limits = { readonly [resource: string]: unknown };

/** Key by which a synthesis keeps the limits of each namespace. */
const BY_NAMESPACE = {};

const KINDS = ['LimitRange', 'LimitRangeList', 'List'];

const mapOf = (value: unknown): JsonMap => (isJsonMap(value) ? value : {});
const mapsIn = (value: unknown): JsonMap[] => (Array.isArray(value) ? value.filter(isJsonMap) : []);

/** The LimitRanges that an object is or lists. */
function limitRangesIn(object: JsonMap, listKind?: string): JsonMap[] {
  const kind = object.kind ?? listKind?.replace(/List$/, '');
  if (kind === 'LimitRange') return [object];
  return KINDS.includes(String(kind)) ? mapsIn(object.items).flatMap((item) => limitRangesIn(item, String(kind))) : [];
}

/**
 * The limits that LimitRanges of the tree give to containers without any. Where a LimitRange has a maximum and no default, the
 * maximum is the default.
 *
 * @param object an object that holds pods
 * @param namespace its namespace; undefined for the one in which everything without a namespace is applied
 */
export function limitRangeDefaults(object: ApiObject, namespace: string | undefined): Limits | undefined {
  const { root } = object.node;
  const read = () => {
    const limits = new Map<string, Limits>();
    const written = apiObjects(root)
      .filter(({ kind, apiGroup }) => KINDS.includes(kind) && apiGroup === 'core')
      .flatMap((it) => limitRangesIn(writtenObject(it)));
    for (const { metadata, spec } of written) {
      const ofContainers = mapsIn(mapOf(spec).limits).filter(({ type }) => type === 'Container');
      const defaults = ofContainers.map((it) => ({ ...mapOf(it.max), ...mapOf(it.default) }));
      const at = String(mapOf(metadata).namespace ?? '');
      limits.set(at, Object.assign({}, limits.get(at), ...defaults));
    }
    return limits;
  };
  const limits = Synthesis.of(root)?.once(BY_NAMESPACE, read) ?? read();
  return limits.get(namespace ?? '');
}
