import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { isJsonMap, resolveJsonPointer } from '../../deploy/objects/json-pointer';
import { type FoundPodSpec, namedPodSpec, podSpecsOf } from '../../deploy/objects/pod-specs';
import type { Written } from '../../deploy/objects/written-object';
import type { DefaultLimits } from '../pod/default-limits';
import { isNeverSandboxed } from './never-sandboxed';
import type { SandboxTarget } from './sandbox-target';

/** A call of `sandbox()`. */
export interface SandboxCall {
  /** What it was called for. */
  readonly workload: IConstruct;

  readonly target: SandboxTarget;

  /** The paths that it covers; undefined where it covers all that no other call does. */
  readonly paths: readonly string[] | undefined;

  /** Annotations of the pods. */
  readonly annotations: { readonly [name: string]: string };

  /** Limits to fill in; undefined for none. */
  readonly defaultLimits: DefaultLimits | undefined;

  /** What it leaves out. */
  readonly isExcept: (object: ApiObject) => boolean;

  /** The objects that were there. */
  readonly objects: ReadonlySet<ApiObject>;

  /** Who called: a VM runtime. */
  readonly runtime: IConstruct | undefined;
}

const CALLS = Symbol.for('cdk-kata/sandbox-calls');

interface Called extends IConstruct {
  [CALLS]?: SandboxCall[];
}

/** Remembers a call. */
export function addSandboxCall(call: SandboxCall): void {
  const called = call.workload as Called;
  if (called[CALLS] === undefined) Object.defineProperty(called, CALLS, { value: [] });
  called[CALLS]?.push(call);
}

/**
 * The calls for a construct itself.
 *
 * @param workload the construct
 */
export function sandboxCallsOf(workload: IConstruct): readonly SandboxCall[] {
  return (workload as Called)[CALLS] ?? [];
}

/**
 * The calls that hold for an object, in the order in which they win: that for the nearer construct first, and there those with
 * paths before those without.
 *
 * @param object the object
 */
export function sandboxCallsFor(object: ApiObject): readonly SandboxCall[] {
  const found: SandboxCall[] = [];
  for (let scope: IConstruct | undefined = object; scope !== undefined; scope = scope.node.scope) {
    const calls = sandboxCallsOf(scope);
    if (calls.length === 0) continue;
    found.push(
      ...calls.filter(({ paths }) => paths !== undefined),
      ...calls.filter(({ paths }) => paths === undefined),
    );
  }
  return found.length === 0 || isNeverSandboxed(object) ? [] : found.filter((call) => !call.isExcept(object));
}

/** A pod spec of an object, and the calls that cover it. */
export interface CoveredPodSpec extends FoundPodSpec {
  /** The call whose class it gets; undefined where no call covers it. */
  readonly call: SandboxCall | undefined;

  /** A call for the same construct that asks for another class. */
  readonly rival: SandboxCall | undefined;

  /** Annotations that its pods get. */
  readonly annotations: { readonly [name: string]: string };
}

/**
 * The pod specs of an object, each with the call that covers it.
 *
 * @param written the object as it is written
 * @param calls the calls that hold for it, the winning one first
 */
export function coveredPodSpecs(written: Written, calls: readonly SandboxCall[]): CoveredPodSpec[] {
  const specs = podSpecsOf(written);
  const [only] = calls;
  if (calls.length === 1 && only !== undefined && only.paths === undefined) {
    return specs.map((spec) => Object.assign(spec, { call: only, rival: undefined, annotations: only.annotations }));
  }
  const found = new Map(specs.map((spec) => [spec.pointer, spec]));
  const byPath = calls.map(({ paths = [] }) => {
    const led = paths.flatMap((path) => resolveJsonPointer(written, path)).filter(({ value }) => isJsonMap(value));
    for (const at of led.filter(({ pointer }) => !found.has(pointer))) found.set(at.pointer, namedPodSpec(written, at));
    return new Set(led.map(({ pointer }) => pointer));
  });
  return [...found.values()].map((spec) => {
    const covering = calls.filter(({ paths }, index) => paths === undefined || byPath[index]?.has(spec.pointer));
    const [call] = covering;
    const sameClass = covering.filter((it) => it.target.runtimeClassName === call?.target.runtimeClassName);
    const rival = covering.find(
      (it) =>
        it.workload === call?.workload &&
        (it.paths === undefined) === (call.paths === undefined) &&
        it.target.runtimeClassName !== call.target.runtimeClassName,
    );
    const annotations = Object.assign({}, ...[...sameClass].reverse().map((it) => it.annotations));
    return { ...spec, call, rival, annotations };
  });
}
