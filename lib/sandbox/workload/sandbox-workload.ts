import { type ApiObject, Chart } from 'cdk8s';
import type { IConstruct, IValidation } from 'constructs';
import { POD_SPECS } from '../../data/kubernetes/pod-spec-paths';
import { apiObjects } from '../../deploy/api-objects';
import { checkOnRender } from '../../deploy/render-checks';
import { assertProps } from '../../validation/props';
import { annotationClash } from '../annotations/messages';
import { renderAnnotations } from '../annotations/render-annotations';
import type { SandboxAnnotations } from '../annotations/sandbox-annotations';
import {
  addedAfterSandbox,
  badPodSpecPath,
  noPodSpec,
  noWorkload,
  podSpecPathNotNeeded,
  sandboxedTwice,
} from './messages';
import { type PodSpec, podSpecProblems } from './pod-spec-rules';
import type { SandboxTarget } from './sandbox-target';

/** How a workload is put into the VM runtime. */
export interface SandboxWorkloadOptions {
  /**
   * JSON pointer to the pod spec, for custom resources that hold one, such as `/spec/podTemplate/spec`.
   *
   * @default - known for the built-in kinds of Kubernetes
   */
  readonly podSpecPath?: string;

  /**
   * Settings of the sandbox, which become annotations of the workload's pods.
   *
   * @default - the shim's
   */
  readonly annotations?: SandboxAnnotations;
}

/** What an installation of Kata carries, whose own objects are never sandboxed. */
export const INSTALLATION = Symbol.for('cdk-kata/KataRuntime');

const TARGET = Symbol.for('cdk-kata/sandbox');

/** The RuntimeClass of each pod spec of an object, by the pointer to it. */
interface Sandboxed {
  [TARGET]?: Map<string, string>;
}

const targetOf = (object: ApiObject & Sandboxed, pointer: string): string | undefined => object[TARGET]?.get(pointer);

/** Pointer to the pod spec of a built-in kind; other groups have kinds of the same name. */
function known({ kind, apiGroup }: ApiObject): string | undefined {
  const data = Object.hasOwn(POD_SPECS, kind) ? POD_SPECS[kind] : undefined;
  return data?.group === apiGroup ? data?.path : undefined;
}

/** The API objects that a construct holds, but those of an installation of Kata. */
const workloadObjects = (scope: IConstruct): ApiObject[] =>
  apiObjects(scope).filter((object) => !isOfInstallation(object, scope));

function isOfInstallation(object: ApiObject, scope: IConstruct): boolean {
  const above = object.node.scopes;
  return above.slice(above.indexOf(scope)).some((it) => it !== scope && INSTALLATION in it);
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function follow(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'))
    .reduce<unknown>((at, part) => (isRecord(at) && Object.hasOwn(at, part) ? at[part] : undefined), value);
}

/**
 * Puts every workload that a construct holds into a RuntimeClass, and refuses what defeats the VM or breaks in it.
 *
 * Only `runtimeClassName` is set, whatever class the workload had before: the API server's admission adds the node
 * selector, the tolerations and the overhead of the class to each pod. `KataRuntime.sandbox()` is the usual way to call it.
 *
 * @param workload an ApiObject, or any construct that holds some: of cdk8s-plus, an Include, a Helm chart, a Chart
 * @param target the runtime
 * @param options where the pod spec is
 * @see https://kubernetes.io/docs/concepts/containers/runtime-class/
 * @throws when the construct holds no workload, or one that was put into another class by this function
 */
export function sandboxWorkload(
  workload: IConstruct,
  target: SandboxTarget,
  options: SandboxWorkloadOptions = {},
): void {
  assertProps('SandboxWorkloadOptions', options);
  const { podSpecPath } = options;
  const { shim, runtime } = target;
  const annotations =
    options.annotations === undefined ? {} : renderAnnotations(options.annotations, { shim, runtime });
  if (podSpecPath !== undefined && !podSpecPath.startsWith('/')) throw new Error(badPodSpecPath(podSpecPath));

  const pathOf = (object: ApiObject) => known(object) ?? podSpecPath;
  const objects = workloadObjects(workload).filter((object) => pathOf(object) !== undefined);
  if (objects.length === 0) throw new Error(noWorkload(workload.node.path, Object.keys(POD_SPECS)));
  const needless = podSpecPath === undefined ? undefined : objects.find((object) => known(object) !== undefined);
  if (needless) throw new Error(podSpecPathNotNeeded(needless.node.path, needless.kind));

  for (const object of objects) {
    const other = targetOf(object, pathOf(object) as string);
    if (other !== undefined && other !== target.runtimeClassName) {
      throw new Error(sandboxedTwice(object.node.path, other, target.runtimeClassName));
    }
  }
  if (podSpecPath !== undefined) {
    const hollow = objects.find((object) => !isRecord(follow(object.toJson(), podSpecPath)));
    if (hollow) throw new Error(noPodSpec(hollow.node.path, podSpecPath));
  }
  for (const object of objects as (ApiObject & Sandboxed)[]) {
    const pointer = pathOf(object) as string;
    if (object[TARGET] === undefined) Object.defineProperty(object, TARGET, { value: new Map() });
    object[TARGET]?.set(pointer, target.runtimeClassName);
    renderInto(object, pointer, target.runtimeClassName, annotations);
  }
  workload.node.addValidation(new SandboxedWorkload(workload, target, pathOf));
}

/** The charts that hold what `sandboxWorkload` works on. */
export function chartsOf(workload: IConstruct): Chart[] {
  return [...new Set(workloadObjects(workload).map((object) => Chart.of(object)))];
}

/**
 * Gives an object's pods their class and their annotations when it is written, whatever is done to it until then.
 *
 * A JSON patch would not do: it cannot add to an object that may not be there yet without replacing one that is.
 */
function renderInto(
  object: ApiObject,
  pointer: string,
  runtimeClassName: string,
  annotations: { [name: string]: string },
): void {
  const original = object.toJson.bind(object);
  object.toJson = () => {
    const json = original();
    const spec = follow(json, pointer);
    if (!isRecord(spec)) throw new Error(noPodSpec(object.node.path, pointer));
    spec.runtimeClassName = runtimeClassName;
    if (Object.keys(annotations).length === 0) return json;
    const owner = follow(json, pointer.slice(0, pointer.lastIndexOf('/'))) as { metadata?: ObjectMeta };
    const existing = owner.metadata?.annotations ?? {};
    const clash = Object.keys(annotations).find((name) => (existing[name] ?? annotations[name]) !== annotations[name]);
    if (clash !== undefined) throw new Error(annotationClash(object.node.path, clash));
    owner.metadata = { ...owner.metadata, annotations: { ...existing, ...annotations } };
    return json;
  };
}

interface ObjectMeta {
  readonly annotations?: { readonly [name: string]: string };
  readonly [field: string]: unknown;
}

class SandboxedWorkload implements IValidation {
  constructor(
    private readonly workload: IConstruct,
    private readonly target: SandboxTarget,
    private readonly pathOf: (object: ApiObject) => string | undefined,
  ) {}

  public validate(): string[] {
    return workloadObjects(this.workload).flatMap((object) => {
      const pointer = this.pathOf(object);
      if (pointer === undefined) return [];
      const name = `${object.kind} ${object.name}`;
      const chosen = targetOf(object, pointer);
      if (chosen === undefined) return [addedAfterSandbox(name, this.target.runtimeClassName)];
      if (chosen !== this.target.runtimeClassName) return [];
      return checkOnRender(object, Symbol.for(`cdk-kata/sandbox ${pointer}`), (manifest) =>
        podSpecProblems(
          name,
          follow(manifest, pointer) as PodSpec,
          this.target,
          follow(manifest, `${pointer.slice(0, pointer.lastIndexOf('/'))}/metadata/annotations`) as PodSpec | undefined,
        ),
      );
    });
  }
}
