import type { IConstruct } from 'constructs';
import { apiObjects } from '../../deploy/objects/api-objects';
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
  return tenants
    .filter(({ node }) => !node.scopes.some((scope) => known.has(scope)))
    .flatMap((tenant) => validateConstruct(tenant, [], new Set([...known, tenant])));
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
