import type { IConstruct } from 'constructs';
import type { Manifest } from './manifest';
import { deploymentParts } from './order/deployment-parts';

/**
 * The objects of a tree in the order in which they have to be applied; deleted, they go backwards.
 *
 * The order is that of `deploymentParts()`. Validations of the whole app run first.
 *
 * @param scope an app, a chart, or any construct that holds charts
 * @throws when a validation fails, or when two objects have the same kind, namespace and name
 */
export function toManifests(scope: IConstruct): Manifest[] {
  return deploymentParts(scope).flatMap(({ manifests }) => manifests);
}
