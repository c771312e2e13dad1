import { ApiObject, App, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { apiObjects } from '../../deploy/objects/api-objects';
import { isJsonMap } from '../../deploy/objects/json-pointer';
import { singleObjects } from '../../deploy/objects/single-objects';
import { writtenObject } from '../../deploy/objects/written-object';
import type { Finding } from '../../validation/finding';
import { constructOf, validateConstruct } from '../workload/construct-rules';
import { coveredPodSpecs, sandboxCallsFor } from '../workload/sandbox-call';
import type { MarkedNamespace } from './namespace-mark';

/**
 * What sandbox namespaces hold that makes pods without being one, such as a Role that may create pods. The checks of workloads look at
 * the constructs of workloads alone; here is what none of these holds.
 *
 * @param root the app
 * @param tenants the namespaces
 */
export function podsMadeLater(root: IConstruct, tenants: readonly MarkedNamespace[]): Finding[] {
  const known = constructsOfWorkloads(root);
  return [
    ...tenants
      .filter(({ node }) => !node.scopes.some((scope) => known.has(scope)))
      .flatMap((tenant) => validateConstruct(tenant, [], new Set([...known, tenant]))),
    ...tenants.flatMap(apiObjects).flatMap(madeByItems),
  ];
}

/** The constructs at which the checks of workloads say this. */
function constructsOfWorkloads(root: IConstruct): Set<IConstruct> {
  const found = new Set<IConstruct>();
  for (const object of apiObjects(root)) {
    const calls = sandboxCallsFor(object).filter(({ objects }) => objects.has(object));
    if (calls.length === 0) continue;
    for (const { call } of coveredPodSpecs(writtenObject(object), calls)) {
      if (call !== undefined) found.add(constructOf(call));
    }
  }
  return found;
}

/** What the items of a List make. The rule is about constructs, so it gets the items in a chart that nothing writes. */
function madeByItems(object: ApiObject): Finding[] {
  const items = singleObjects(writtenObject(object)).filter(({ pointer }) => pointer !== '');
  if (items.length === 0) return [];
  const chart = new Chart(new App(), 'items');
  for (const { manifest, pointer } of items) {
    const { apiVersion, kind, metadata } = manifest;
    const name = isJsonMap(metadata) && typeof metadata.name === 'string' ? metadata.name : undefined;
    const type = { apiVersion: String(apiVersion), kind: String(kind) };
    new ApiObject(chart, pointer, { ...manifest, ...type, metadata: { name } });
  }
  const { path } = object.node;
  return validateConstruct(chart, [], new Set([chart])).map((finding) => ({ ...finding, path }));
}
