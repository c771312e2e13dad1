import type { ApiObject } from 'cdk8s';
import { isJsonMap, type JsonMap, valueAtPointer } from '../../deploy/objects/json-pointer';
import { singleObjects } from '../../deploy/objects/single-objects';
import { isSandboxNamespace } from './namespace-mark';

/**
 * Names the namespace of a tenant in each item of a List that names none, as cdk8s does in an object that stands alone. Without it an
 * item goes where whoever applies it happens to be.
 *
 * Items of the cluster get it too, of custom kinds as well: the API server takes the namespace away from what is in none.
 *
 * @param written the List as it is written
 * @param object the List
 */
export function nameNamespaceOfItems(written: JsonMap, object: ApiObject): void {
  const tenant = object.node.scopes.find(isSandboxNamespace);
  if (tenant === undefined) return;
  for (const { pointer } of singleObjects(written)) {
    const item = valueAtPointer(written, pointer) as JsonMap;
    if (pointer === '' || item === undefined) continue;
    item.metadata ??= {};
    const { metadata } = item;
    if (isJsonMap(metadata)) metadata.namespace ||= tenant.name;
  }
}
