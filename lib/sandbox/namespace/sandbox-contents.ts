import { type ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { apiObjects } from '../../deploy/objects/api-objects';
import type { JsonMap } from '../../deploy/objects/json-pointer';
import { mayHoldPods, podSpecsOf } from '../../deploy/objects/pod-specs';
import { isListKind } from '../../deploy/objects/single-objects';
import { editWritten } from '../../deploy/objects/written-object';
import { applyAfter } from '../../deploy/order/chart-order';
import type { Finding } from '../../validation/finding';
import { Findings } from '../../validation/findings';
import type { IRuntimeClass } from '../runtime-class';
import { confine } from '../workload/confined';
import { sandboxCallsFor } from '../workload/sandbox-call';
import { checkWorkloads } from '../workload/workload-checks';
import { hardenPod } from './harden-pod';
import { nameNamespace } from './name-namespace';
import type { MarkedNamespace } from './namespace-mark';
import { PodSecurityLevel } from './pod-security-level';
import { validateContents } from './validate-contents';

/** What happens to the workloads of a namespace. */
export interface ContentsOptions {
  /** The class of workloads for which nothing else is said. */
  readonly runtimeClass: IRuntimeClass | undefined;

  /** Whether what the level `restricted` demands is filled in where it is absent. */
  readonly harden: boolean;
}

const TENANTS = Symbol.for('cdk-kata/sandbox-contents');

interface Root extends IConstruct {
  [TENANTS]?: Map<MarkedNamespace, ContentsOptions>;
}

/**
 * Puts all that the chart of a namespace holds when it is written into the VMs of its runtime, and holds it to its Pod Security level.
 *
 * @param tenant the chart
 * @param options the class, and whether pods are hardened
 */
export function keepContentsInVms(tenant: MarkedNamespace & Chart, options: ContentsOptions): void {
  const root = tenant.node.root as Root;
  if (root[TENANTS] === undefined) {
    const tenants = new Map<MarkedNamespace, ContentsOptions>();
    Object.defineProperty(root, TENANTS, { value: tenants });
    // The classes are set before any check looks at what is written.
    Findings.of(root).add(() => putIntoVms(tenants), { at: root, first: true });
    checkWorkloads(root);
    Findings.of(root).add(() => validateContents(root, [...tenants.keys()]), { at: root });
  }
  root[TENANTS]?.set(tenant, options);
  confine(tenant);
  if (Chart.isChart(tenant.runtime)) applyAfter([tenant], tenant.runtime);
}

function putIntoVms(tenants: ReadonlyMap<MarkedNamespace, ContentsOptions>): Finding[] {
  for (const [tenant, { runtimeClass, harden }] of tenants) {
    const objects = apiObjects(tenant);
    for (const object of objects.filter((it) => !isNamedByChart(it, tenant))) editWritten(object, nameNamespace);
    for (const object of objects.filter(mayHoldPods)) {
      // The program's own call for a workload of the chart wins over the namespace's; one for the whole app does not.
      if (!sandboxCallsFor(object).some(({ workload }) => workload.node.scopes.includes(tenant))) {
        tenant.runtime.sandbox(object, runtimeClass === undefined ? {} : { runtimeClass });
      }
      const holdsPods = sandboxCallsFor(object).length > 0;
      if (holdsPods && harden && tenant.podSecurity === PodSecurityLevel.RESTRICTED) editWritten(object, hardenPods);
    }
  }
  return [];
}

/** Whether cdk8s names the namespace of the tenant in an object: the tenant's own chart does, and not in the items of a List. */
function isNamedByChart(object: ApiObject, { node }: MarkedNamespace): boolean {
  return !isListKind(object.kind) && Chart.of(object).node.path === node.path;
}

function hardenPods(written: JsonMap): void {
  for (const { spec } of podSpecsOf(written)) hardenPod(spec as { [field: string]: unknown });
}
