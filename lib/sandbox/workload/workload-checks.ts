import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { apiObjects } from '../../deploy/objects/api-objects';
import { isJsonMap, type JsonMap, valueAtPointer } from '../../deploy/objects/json-pointer';
import { choosesNodes, isBuiltIn, knownPodSpecs, podSpecsOf } from '../../deploy/objects/pod-specs';
import { writtenObject } from '../../deploy/objects/written-object';
import { renderChartsOnce } from '../../deploy/order/chart-rendering';
import type { Finding } from '../../validation/finding';
import { Findings } from '../../validation/findings';
import { insideHolder } from '../pod/pod-remark';
import type { SandboxedPodSpec } from '../pod/pod-spec';
import { type SaidOfPods, validatePodSpecs } from '../pod/validate-pod-specs';
import { constructOf, validateConstruct } from './construct-rules';
import { validateCustomResources } from './custom-resource-rules';
import { limitRangeDefaults } from './limit-ranges';
import { nameOfPodSpec } from './object-names';
import { leftNodes, REPLACED_CLASS, validatePlacement } from './placement-rules';
import * as rules from './rules';
import { type CoveredPodSpec, coveredPodSpecs, type SandboxCall, sandboxCallsFor } from './sandbox-call';
import type { SandboxTarget } from './sandbox-target';
import { filledContainers, podTemplateOf, replacedRuntimeClass } from './set-runtime-class';

const CHECKED = Symbol.for('cdk-kata/workload-checks');

/**
 * Has the workloads of an app checked as they will be written. Calling it again changes nothing.
 *
 * @param scope any construct of the app
 */
export function checkWorkloads(scope: IConstruct): void {
  const { root } = scope.node;
  if (CHECKED in root) return;
  Object.defineProperty(root, CHECKED, { value: true });
  renderChartsOnce(root);
  Findings.of(root).add(() => validateWorkloads(apiObjects(root)), { at: root });
}

/** Pod specs that one call of `sandbox()` put into VMs. */
type PodsOfCalls = Map<SandboxCall, SandboxedPodSpec[]>;

/**
 * What is wrong with objects as workloads in VMs. Those that were not given to `sandbox()` are passed over.
 *
 * @param objects the objects
 */
export function validateWorkloads(objects: readonly ApiObject[]): Finding[] {
  const pods: PodsOfCalls = new Map();
  const known = new Map<SandboxTarget, SaidOfPods>();
  const found = objects.flatMap((object) => validateWorkload(object, pods));
  const constructs = byConstruct(pods.keys());
  const others = new Set(constructs.keys());
  return [
    ...found,
    ...[...pods].flatMap(([call, specs]) =>
      validatePodSpecs(call.workload.node.path, specs, call.target, saidFor(known, call.target)),
    ),
    ...[...constructs].flatMap(([construct, calls]) => validateConstruct(construct, calls, others)),
  ];
}

function byConstruct(calls: Iterable<SandboxCall>): Map<IConstruct, SandboxCall[]> {
  const found = new Map<IConstruct, SandboxCall[]>();
  for (const call of calls) {
    const construct = constructOf(call);
    const others = found.get(construct);
    if (others === undefined) found.set(construct, [call]);
    else others.push(call);
  }
  return found;
}

/** Remarks on the pods of a target that were checked before. A VM runtime has a target for each of its classes. */
function saidFor(known: Map<SandboxTarget, SaidOfPods>, target: SandboxTarget): SaidOfPods {
  const said = known.get(target) ?? new Map();
  known.set(target, said);
  return said;
}

function validateWorkload(object: ApiObject, pods: PodsOfCalls): Finding[] {
  const calls = sandboxCallsFor(object);
  if (calls.length === 0) return [];
  const written = writtenObject(object);
  const { path } = object.node;
  const name = `${object.kind} ${object.name}`;
  const existing = calls.filter((call) => call.objects.has(object));
  const [late] = calls;
  if (existing.length === 0 && late !== undefined) {
    const { runtimeClassName } = late.target;
    const message = `${name} was added after sandbox() was called for '${late.workload.node.path}' and would run without RuntimeClass ${runtimeClassName}`;
    return podSpecsOf(written).length === 0 ? [] : [rules.ADDED_LATER.find(path, message)];
  }
  const specs = coveredPodSpecs(written, existing);
  const { apiGroup, kind } = object;
  const missing = specs.length > 0 || !isBuiltIn(apiGroup) ? [] : (knownPodSpecs(apiGroup, kind)?.paths ?? []);
  return [
    ...missing.map((pointer) => rules.NO_POD_SPEC.find(path, `${name} has no pod spec at ${pointer}`)),
    ...specs.flatMap((found) => {
      const wrong = validateClass(path, name, found);
      if (wrong.length > 0 || found.call === undefined) return wrong;
      const template = podTemplateOf(written, found);
      const metadata = template?.metadata;
      const annotations = isJsonMap(metadata) && isJsonMap(metadata.annotations) ? metadata.annotations : {};
      const { spec, isPartial } = found;
      const said = nameOfPodSpec(object, written, found, specs);
      const pod = {
        path,
        object: said,
        holder: found.ownerPointer === '' || specs.length === 1 ? undefined : name,
        spec,
        annotations,
        defaultLimits: limitRangeDefaults(object, namespaceOf(written, found)),
        isPartial,
        filled: filledContainers(object, found.pointer),
        isAcknowledged: (id: string) => Findings.of(object).acknowledged.includes(id),
      };
      const ofCall = pods.get(found.call);
      if (ofCall === undefined) pods.set(found.call, [pod]);
      else ofCall.push(pod);
      const placed = [
        ...validatePlacement(path, said, spec, found.call.target),
        ...validateReplacement(object, said, found, found.call),
      ];
      return [
        ...(template === undefined
          ? lostAnnotations(path, name, found)
          : clashingAnnotations(path, said, annotations, found)),
        ...insideHolder(placed, pod.holder),
      ];
    }),
    ...(late === undefined ? [] : validateCustomResources(object, written, late.target.runtimeClassName)),
  ];
}

/** Namespace of the object that holds a pod spec, which is an item of its own in a List. */
function namespaceOf(written: JsonMap, { ownerPointer }: CoveredPodSpec): string | undefined {
  const namespace = valueAtPointer(written, `${ownerPointer}/metadata/namespace`);
  return typeof namespace === 'string' ? namespace : undefined;
}

/** Whether a pod spec has the class that it should have. */
function validateClass(path: string, name: string, { pointer, spec, call, rival }: CoveredPodSpec): Finding[] {
  if (call === undefined) {
    const message = `${name} has a pod spec at ${pointer} that no call of sandbox() covers`;
    return [rules.UNCOVERED_POD_SPEC.find(path, message)];
  }
  const { runtimeClassName } = call.target;
  if (rival !== undefined) {
    const message = `the pod spec at ${pointer} of ${name} is put into RuntimeClass ${runtimeClassName} and into ${rival.target.runtimeClassName}`;
    return [rules.TWO_CLASSES.find(path, message)];
  }
  if (spec.runtimeClassName === runtimeClassName) return [];
  const set = spec.runtimeClassName === undefined ? 'removes' : `sets '${String(spec.runtimeClassName)}' as`;
  const message = `a patch that was added after sandbox() ${set} ${pointer}/runtimeClassName of ${name}, which takes its pods out of RuntimeClass ${runtimeClassName}`;
  return [rules.CLASS_UNDONE.find(path, message)];
}

/** A VM runtime; its interface is above this file. */
interface WithClasses {
  readonly runtimeClasses?: readonly { readonly name: string }[];
}

/** What the class takes away, and where it keeps a DaemonSet. */
function validateReplacement(object: ApiObject, name: string, found: CoveredPodSpec, call: SandboxCall): Finding[] {
  const { path } = object.node;
  const { runtimeClassName } = call.target;
  const replaced = replacedRuntimeClass(object, found.pointer);
  if (!replaced && !choosesNodes(found)) return [];
  const own = (call.runtime as WithClasses | undefined)?.runtimeClasses?.map((it) => it.name) ?? [];
  const isOwn = !replaced || replaced === runtimeClassName || own.includes(String(replaced));
  return [
    ...(isOwn
      ? []
      : [REPLACED_CLASS.find(path, `${name}: RuntimeClass ${String(replaced)} is replaced by ${runtimeClassName}`)]),
    ...(choosesNodes(found) ? leftNodes(path, name, object.kind, call.target) : []),
  ];
}

function lostAnnotations(path: string, name: string, { annotations, pointer }: CoveredPodSpec): Finding[] {
  const names = Object.keys(annotations);
  const message = `${name} has no metadata of pods at ${pointer}, and ${names.join(', ')} would go nowhere`;
  return names.length === 0 ? [] : [rules.ANNOTATION_PLACE.find(path, message)];
}

function clashingAnnotations(path: string, name: string, existing: JsonMap, found: CoveredPodSpec): Finding[] {
  return Object.entries(found.annotations)
    .filter(([annotation, value]) => existing[annotation] !== value)
    .map(([annotation, value]) => {
      const other = existing[annotation];
      if (other === undefined) {
        const message = `${name} has lost the annotation ${annotation}: '${value}' by a patch that was added after sandbox()`;
        return rules.ANNOTATION_CLASH.find(path, message, 'remove the patch, or leave the setting out of sandbox()');
      }
      const message = `${name} has the annotation ${annotation} already, with the value '${String(other)}' instead of '${value}'`;
      return rules.ANNOTATION_CLASH.find(path, message);
    });
}
