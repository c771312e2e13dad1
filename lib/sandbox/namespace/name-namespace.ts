import type { ApiObject } from 'cdk8s';
import { isJsonMap, type JsonMap, valueAtPointer } from '../../deploy/objects/json-pointer';
import { singleObjects } from '../../deploy/objects/single-objects';
import { isSandboxNamespace } from './namespace-mark';

/**
 * Names the namespace of a tenant in an object that names none, and in each item of a List: cdk8s does it for the objects of the tenant's
 * own chart alone. Without it an object goes where whoever applies it happens to be.
 *
 * Objects of the cluster get it too, of custom kinds as well: the API server takes the namespace away from what is in none.
 *
 * @param written the object as it is written
 * @param object the object
 */
export function nameNamespace(written: JsonMap, object: ApiObject): void {
  const tenant = object.node.scopes.find(isSandboxNamespace);
  if (tenant === undefined) return;
  for (const { pointer } of singleObjects(written)) {
    const single = valueAtPointer(written, pointer) as JsonMap | undefined;
    if (single === undefined) continue;
    single.metadata ??= {};
    const { metadata } = single;
    if (isJsonMap(metadata)) metadata.namespace ||= tenant.name;
  }
}
