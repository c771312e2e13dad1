import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { apiObjects } from '../../deploy/objects/api-objects';
import { isJsonMap, type JsonMap } from '../../deploy/objects/json-pointer';
import { knownPodSpecPaths, podSpecsOf } from '../../deploy/objects/pod-specs';
import { writtenObject } from '../../deploy/objects/written-object';
import type { Finding } from '../../validation/finding';
import { Findings } from '../../validation/findings';
import type { SandboxedPodSpec } from '../pod/pod-spec';
import { validatePodSpecs } from '../pod/validate-pod-specs';
import { limitRangeDefaults } from './limit-ranges';
import * as rules from './rules';
import { type CoveredPodSpec, coveredPodSpecs, type SandboxCall, sandboxCallsFor } from './sandbox-call';
import { podTemplateOf } from './set-runtime-class';

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
  const found = objects.flatMap((object) => validateWorkload(object, pods));
  return [
    ...found,
    ...[...pods].flatMap(([{ workload, target }, specs]) => validatePodSpecs(workload.node.path, specs, target)),
  ];
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
  const missing = specs.length > 0 ? [] : (knownPodSpecPaths(object.apiGroup, object.kind) ?? []);
  return [
    ...missing.map((pointer) => rules.NO_POD_SPEC.find(path, `${name} has no pod spec at ${pointer}`)),
    ...specs.flatMap((found) => {
      const wrong = validateClass(path, name, found);
      if (wrong.length > 0 || found.call === undefined) return wrong;
      const metadata = podTemplateOf(written, found)?.metadata;
      const annotations = isJsonMap(metadata) && isJsonMap(metadata.annotations) ? metadata.annotations : {};
      const acknowledged = Findings.of(object).acknowledged;
      const defaultLimits = limitRangeDefaults(object, written.metadata?.namespace);
      const pod = { path, object: name, spec: found.spec, annotations, defaultLimits, acknowledged };
      pods.set(found.call, [...(pods.get(found.call) ?? []), pod]);
      return clashingAnnotations(path, name, annotations, found);
    }),
  ];
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

function clashingAnnotations(path: string, name: string, existing: JsonMap, found: CoveredPodSpec): Finding[] {
  return Object.entries(found.annotations)
    .filter(([annotation, value]) => existing[annotation] !== value)
    .map(([annotation, value]) =>
      rules.ANNOTATION_CLASH.find(
        path,
        `${name} has the annotation ${annotation} already, with the value '${String(existing[annotation])}' instead of '${value}'`,
      ),
    );
}
