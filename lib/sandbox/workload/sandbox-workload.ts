import { type ApiObject, Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { apiObjects } from '../../deploy/objects/api-objects';
import { isJsonMap, resolveJsonPointer } from '../../deploy/objects/json-pointer';
import { isBuiltIn, knownPodSpecs, mayHoldPods, podSpecsOf, searchPods } from '../../deploy/objects/pod-specs';
import { renderedObject } from '../../deploy/objects/written-object';
import { applyAfter } from '../../deploy/order/chart-order';
import { assertNoErrors, FindingsError } from '../../validation/finding';
import { assertProps } from '../../validation/props';
import { describeValue, PROP_TYPE } from '../../validation/props/prop-messages';
import type { Rule } from '../../validation/rule';
import { renderAnnotations } from '../annotations/render-annotations';
import type { SandboxAnnotations } from '../annotations/sandbox-annotations';
import { type DefaultLimits, validateDefaultLimits } from '../pod/default-limits';
import { isKnownToMakePods } from './custom-resource-rules';
import { isNeverSandboxed } from './never-sandboxed';
import { NO_WORKLOAD, POD_SPEC_PATH, TWO_CLASSES } from './rules';
import { addSandboxCall, type SandboxCall, sandboxCallsFor, sandboxCallsOf } from './sandbox-call';
import type { SandboxTarget } from './sandbox-target';
import { setRuntimeClassWhenWritten } from './set-runtime-class';
import { checkWorkloads } from './workload-checks';

/** How many objects or paths a message names. */
const SHOWN = 10;

/** How a workload is put into the VM runtime. */
export interface SandboxWorkloadOptions {
  /**
   * JSON pointer to a pod spec of a custom resource, such as `/spec/podTemplate/spec`, in which an asterisk stands for each of a
   * list or map. The call then covers what it leads to and nothing else. It is needed only where the pod specs of an object go
   * into several classes, or have no containers.
   *
   * @default - every pod spec that no other call covers, found by its containers
   */
  readonly podSpecPath?: string;

  /**
   * Several pod specs of a custom resource, each as in `podSpecPath`.
   *
   * @default - every pod spec that no other call covers, found by its containers
   */
  readonly podSpecPaths?: readonly string[];

  /**
   * Whether the pod specs at the paths rightly have no list `containers`, because the controller of the custom resource brings
   * the containers.
   *
   * @default false
   */
  readonly withoutContainers?: boolean;

  /**
   * What to leave out of VMs, such as `(object) => object.kind === 'DaemonSet'`. Another call may put it into VMs still.
   *
   * @default - nothing
   */
  readonly except?: (object: ApiObject) => boolean;

  /**
   * Settings of the sandbox, which become annotations of the workload's pods.
   *
   * @default - values of the shim's configuration file
   */
  readonly annotations?: SandboxAnnotations;

  /**
   * Limits for containers that have none: each gets the larger of these and its request. Pods with limits of their own and init
   * containers that end are left as they are. The VM of a pod is sized by limits.
   *
   * @default - limits stay as they are
   */
  readonly defaultLimits?: DefaultLimits;
}

/**
 * Puts every workload that a construct holds into a RuntimeClass, and refuses what defeats the VM or breaks in it.
 *
 * The class is set, whatever class the workload had before. `annotations` and `defaultLimits` are written where they are asked
 * for. The API server's admission adds the node selector, the tolerations and the overhead of the class to each pod; a DaemonSet
 * gets the node selector and the tolerations in its template too, because its controller chooses the nodes before the admission.
 * `KataRuntime.sandbox()` is the usual way to call it. A call for a construct inside another one wins over a call for the outer one. An object that holds no
 * pods is passed over.
 *
 * @param workload an ApiObject, or any construct that holds some: of cdk8s-plus, an Include, a Helm chart, a Chart
 * @param target the runtime
 * @param options where the pod spec is
 * @param runtime the VM runtime that is called; its objects are applied before the workload
 * @see https://kubernetes.io/docs/concepts/containers/runtime-class/
 * @throws FindingsError when the construct holds no pods, or was put into another class
 */
export function sandboxWorkload(
  workload: IConstruct,
  target: SandboxTarget,
  options: SandboxWorkloadOptions = {},
  runtime?: IConstruct,
): void {
  if (!Construct.isConstruct(workload)) {
    const message = `sandbox() was given ${describeValue(workload)}, and takes a construct that holds a workload`;
    throw new FindingsError([NO_WORKLOAD.find(runtime?.node.path ?? '', message)]);
  }
  assertProps('SandboxWorkloadOptions', options, workload.node.path);
  if (typeof target !== 'object' || target === null) {
    const message = `target is ${describeValue(target)}, and must be an object (SandboxTarget)`;
    throw new FindingsError([PROP_TYPE.find(workload.node.path, message, 'pass runtime.sandboxTarget()')]);
  }
  const { shim, runtime: language } = target;
  const { defaultLimits } = options;
  if (defaultLimits !== undefined) assertNoErrors(validateDefaultLimits(workload.node.path, defaultLimits));
  const annotations =
    options.annotations === undefined
      ? {}
      : renderAnnotations(options.annotations, { shim, runtime: language }, workload.node.path);
  const isExcept = options.except ?? (() => false);
  const all = apiObjects(workload);
  const objects = all.filter((object) => !isNeverSandboxed(object) && !isExcept(object));
  const given = [...(options.podSpecPath === undefined ? [] : [options.podSpecPath]), ...(options.podSpecPaths ?? [])];
  const paths = given.length === 0 ? undefined : given;
  if (paths !== undefined) {
    for (const path of paths) assertLeadsToPodSpecs(workload, objects, path, options.withoutContainers === true);
  } else if (options.withoutContainers === true || options.podSpecPaths !== undefined) {
    refuse(POD_SPEC_PATH, workload, 'podSpecPaths is empty', 'name the pod specs, or leave it out');
  } else if (!objects.some(makesPods)) {
    if (workload === all[0] && objects.length > 0) return;
    refuse(NO_WORKLOAD, workload, noWorkload(workload, all, objects));
  }

  const call = { workload, target, paths, annotations, defaultLimits, isExcept, objects: new Set(objects), runtime };
  assertOneClass(call);
  addSandboxCall(call);
  for (const object of objects.filter(mayHoldPods)) setRuntimeClassWhenWritten(object);
  checkWorkloads(workload);
  const charts = new Set(objects.map((object) => Chart.of(object)));
  if (Chart.isChart(runtime)) applyAfter([...charts], runtime);
}

function refuse(rule: Rule, { node }: IConstruct, message: string, fix?: string): never {
  throw new FindingsError([rule.find(node.path, message, fix)]);
}

/** Whether pods are made from an object. */
function makesPods(object: ApiObject): boolean {
  const { apiGroup, kind } = object;
  if (knownPodSpecs(apiGroup, kind) !== undefined) return true;
  if (!mayHoldPods(object)) return false;
  const { specs, bare, objects } = searchPods(renderedObject(object));
  return specs.size > 0 || bare.length > 0 || objects.some(isKnownToMakePods);
}

function noWorkload(workload: IConstruct, all: readonly ApiObject[], objects: readonly ApiObject[]): string {
  const { path } = workload.node;
  if (all.length === 0) return `'${path}' holds no API object, and so no pods`;
  if (all.some((object) => isNeverSandboxed(object) && makesPods(object))) {
    return `the pods of '${path}' are those that install the VM runtime, which cannot run in a VM of its own`;
  }
  if (objects.length === 0 || all.some((object) => !objects.includes(object) && makesPods(object))) {
    return `'${path}' holds no pods but those that 'except' leaves out`;
  }
  const held = [...new Set(objects.map(({ kind, name }) => `${kind} ${name}`))];
  const shown = held.slice(0, SHOWN).join(', ');
  return `'${path}' holds no pods: it holds ${shown}${held.length > SHOWN ? ` and ${held.length - SHOWN} others` : ''}`;
}

function assertLeadsToPodSpecs(
  workload: IConstruct,
  objects: readonly ApiObject[],
  path: string,
  withoutContainers: boolean,
): void {
  if (!path.startsWith('/')) {
    refuse(
      POD_SPEC_PATH,
      workload,
      `podSpecPath '${path}' is not a JSON pointer`,
      'begin it with a slash, such as /spec/podTemplate/spec',
    );
  }
  const custom = objects.filter(({ apiGroup }) => !isBuiltIn(apiGroup));
  const [known] = objects;
  if (custom.length === 0 && known !== undefined && knownPodSpecs(known.apiGroup, known.kind) !== undefined) {
    const message = `podSpecPath is given for a ${known.kind}, whose pod spec is known`;
    refuse(POD_SPEC_PATH, known, message, 'leave it out');
  }
  const candidates = custom.filter(mayHoldPods).map((object) => ({ object, json: renderedObject(object) }));
  const led = candidates.flatMap(({ json }) => resolveJsonPointer(json, path));
  const isPodSpec = (value: unknown) => isJsonMap(value) && (withoutContainers || Array.isArray(value.containers));
  if (led.length > 0 && led.every(({ value }) => isPodSpec(value))) return;
  const found = candidates.flatMap(({ json }) => podSpecsOf(json).map(({ pointer }) => pointer));
  const [only] = custom.length === 1 ? custom : [];
  const some = led.some(({ value }) => isPodSpec(value)) ? 'not every' : 'no';
  const lacks =
    only === undefined ? `${some} custom resource of the construct has a` : `${only.kind} ${only.name} has no`;
  const there = withoutContainers ? 'is not a map' : "has no list 'containers'";
  const reason = led.length === 0 ? ', which leads nowhere' : `: the value there ${there}`;
  const meant = found.length === 0 ? undefined : `write ${[...new Set(found)].slice(0, SHOWN).join(' or ')}`;
  refuse(POD_SPEC_PATH, only ?? workload, `${lacks} pod spec at ${path}${reason}`, meant);
}

/** Two calls for one construct cannot ask for two classes of the same pods. */
function assertOneClass(call: SandboxCall): void {
  if (sandboxCallsOf(call.workload).length === 0) return;
  const { target, paths } = call;
  for (const object of call.objects) {
    const other = sandboxCallsFor(object).find(
      (it) =>
        it.workload === call.workload &&
        it.target.runtimeClassName !== target.runtimeClassName &&
        (paths === undefined ? it.paths === undefined : it.paths?.some((path) => paths.includes(path))),
    );
    if (other === undefined) continue;
    const message = `'${object.node.path}' is put into RuntimeClass ${other.target.runtimeClassName} and into ${target.runtimeClassName}`;
    refuse(TWO_CLASSES, object, message);
  }
}
