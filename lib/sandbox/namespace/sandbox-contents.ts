import { type ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { apiObjects } from '../../deploy/objects/api-objects';
import { isJsonMap, type JsonMap } from '../../deploy/objects/json-pointer';
import { mayHoldPods, podSpecsOf } from '../../deploy/objects/pod-specs';
import { editWritten, writtenObject } from '../../deploy/objects/written-object';
import { applyAfter } from '../../deploy/order/chart-order';
import type { Finding } from '../../validation/finding';
import { Findings } from '../../validation/findings';
import type { IRuntimeClass } from '../runtime-class';
import { confine } from '../workload/confined';
import { sandboxCallsFor } from '../workload/sandbox-call';
import { podTemplateOf } from '../workload/set-runtime-class';
import { checkWorkloads } from '../workload/workload-checks';
import { hardenPod } from './harden-pod';
import { type MarkedNamespace, NAMESPACE_ID } from './namespace-mark';
import {
  NAMESPACE_TWICE,
  NODE_VOLUME,
  OTHER_NAMESPACE,
  OUTSIDE_RUNTIME,
  POD_SECURITY,
  PRIVILEGED_IN_VM,
} from './namespace-rules';
import { podSecurityProblems } from './pod-security-check';
import { PodSecurityLevel } from './pod-security-level';

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
    Findings.of(root).add(() => validateTenants(root, tenants), { at: root });
  }
  root[TENANTS]?.set(tenant, options);
  confine(tenant);
  if (Chart.isChart(tenant.runtime)) applyAfter([tenant], tenant.runtime);
}

function putIntoVms(tenants: ReadonlyMap<MarkedNamespace, ContentsOptions>): Finding[] {
  for (const [tenant, { runtimeClass, harden }] of tenants) {
    for (const object of apiObjects(tenant).filter(mayHoldPods)) {
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

function hardenPods(written: JsonMap): void {
  for (const { spec } of podSpecsOf(written)) hardenPod(spec as { [field: string]: unknown });
}

function validateTenants(root: IConstruct, tenants: ReadonlyMap<MarkedNamespace, ContentsOptions>): Finding[] {
  const own = new Map(
    [...tenants.keys()].flatMap((tenant) =>
      OWN_OBJECTS.flatMap((id) => {
        const object = childAt(tenant, id);
        return object === undefined ? [] : [[identityOf(object), { object, tenant }] as const];
      }),
    ),
  );
  return [
    ...[...tenants.keys()].flatMap((tenant) => [
      ...(tenant.podSecurity === PodSecurityLevel.PRIVILEGED_IN_VM ? [PRIVILEGED_IN_VM.find(tenant.node.path)] : []),
      ...apiObjects(tenant).flatMap((object) => [...nodeVolume(object), ...validateObject(object, tenant)]),
    ]),
    ...apiObjects(root).flatMap((object) => {
      const same = own.get(identityOf(object));
      if (same === undefined || same.object === object) return [];
      const what =
        object.kind === 'Namespace'
          ? `namespace ${object.name}`
          : `${object.kind} ${object.name} of ${same.tenant.name}`;
      const message = `the ${what} is made by the SandboxNamespace at ${same.tenant.node.path} too`;
      return [NAMESPACE_TWICE.find(object.node.path, message)];
    }),
  ];
}

/** Where a namespace has its own objects, which nothing else may replace. */
const OWN_OBJECTS = [NAMESPACE_ID, 'quota', 'limits', 'service-account', 'network/default-deny'];

function childAt(construct: IConstruct, path: string): ApiObject | undefined {
  return path.split('/').reduce<IConstruct | undefined>((at, id) => at?.node.tryFindChild(id), construct) as
    | ApiObject
    | undefined;
}

/** What tells an object of the cluster from every other. */
function identityOf({ apiGroup, kind, metadata, name }: ApiObject): string {
  return [apiGroup, kind, kind === 'Namespace' ? '' : metadata.namespace, name].join('/');
}

/** Sources of a PersistentVolume that are of a node. */
const NODE_SOURCES = ['hostPath', 'local'];

function nodeVolume(object: ApiObject): Finding[] {
  if (object.kind !== 'PersistentVolume' || object.apiGroup !== 'core') return [];
  const { spec } = writtenObject(object) as JsonMap;
  const source = NODE_SOURCES.find((it) => isJsonMap(spec) && isJsonMap(spec[it]));
  const value = source !== undefined && isJsonMap(spec) ? (spec[source] as JsonMap) : {};
  const message = `PersistentVolume ${object.name} is ${String(value.path)} of a node (${source})`;
  return source === undefined ? [] : [NODE_VOLUME.find(object.node.path, message)];
}

function validateObject(object: ApiObject, tenant: MarkedNamespace): Finding[] {
  const { path } = object.node;
  const name = `${object.kind} ${object.name}`;
  const { namespace } = object.metadata;
  if (sandboxCallsFor(object).length === 0 && (namespace === undefined || namespace === tenant.name)) return [];
  const written = writtenObject(object) as JsonMap;
  const specs = podSpecsOf(written);
  const goesTo = (written.metadata as { namespace?: string } | undefined)?.namespace;
  const elsewhere = goesTo === tenant.name || (goesTo === undefined && specs.length === 0);
  const classes = tenant.runtime.runtimeClasses.map((it) => it.name);
  return [
    ...(elsewhere
      ? []
      : [
          OTHER_NAMESPACE.find(
            path,
            `${name} goes into ${goesTo === undefined ? 'no namespace that it names' : `namespace ${goesTo}`} and not into ${tenant.name}`,
          ),
        ]),
    ...specs.flatMap((found) => {
      const { spec, pointer } = found;
      const metadata = podTemplateOf(written, found)?.metadata;
      const annotations = isJsonMap(metadata) && isJsonMap(metadata.annotations) ? metadata.annotations : {};
      const chosen = spec.runtimeClassName;
      return [
        ...(classes.includes(chosen as string)
          ? []
          : [
              OUTSIDE_RUNTIME.find(
                path,
                `${name} has '${String(chosen)}' at ${pointer}/runtimeClassName, which is not a class of ${tenant.runtime.node.path} (${classes.join(', ')})`,
              ),
            ]),
        ...podSecurityProblems(tenant.podSecurity, spec, annotations).map(({ name: part, reason, fix }) =>
          POD_SECURITY.find(path, `${name}${part === undefined ? '' : ` (${part})`}: ${reason}`, fix),
        ),
      ];
    }),
  ];
}
