import { ApiObject, JsonPatch } from 'cdk8s';
import type { IConstruct, IValidation } from 'constructs';
import { POD_SPEC_PATHS } from '../data/pod-spec-paths';
import { checkOnRender } from '../deploy/check-on-render';
import { annotationClash } from '../errors/annotations';
import { assertProps } from '../errors/props';
import {
  addedAfterSandbox,
  badPodSpecPath,
  noPodSpec,
  noWorkload,
  podSpecPathNotNeeded,
  sandboxedTwice,
} from '../errors/sandbox';
import { type PodSpec, podSpecProblems } from './pod-spec-problems';
import { renderAnnotations } from './render-annotations';
import type { SandboxAnnotations } from './sandbox-annotations';

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

/** The runtime that a workload is put into. */
export interface SandboxTarget {
  /** Name of the RuntimeClass. */
  readonly runtimeClassName: string;

  /** Name of the shim behind it, which decides what the hypervisor can do. */
  readonly shim: string;

  /** Whether the shim sizes the VM from the containers' limits alone, so that each needs a memory limit. */
  readonly requiresMemoryLimit: boolean;

  /** The language that the runtime behind the shim is written in, which decides what annotations it reads. */
  readonly runtime: 'go' | 'rust';

  /** Settings of the hypervisor that the shim takes from pods, as regular expressions over their names. */
  readonly allowedAnnotations: readonly string[];

  /** Node labels that the RuntimeClass selects. */
  readonly nodeSelector: { readonly [label: string]: string };
}

const TARGET = Symbol.for('cdk-kata/sandbox');
const CHECKED = Symbol('SandboxedWorkload');

interface Sandboxed {
  [TARGET]?: string;
}

const known = (kind: string): string | undefined =>
  Object.hasOwn(POD_SPEC_PATHS, kind) ? POD_SPEC_PATHS[kind as keyof typeof POD_SPEC_PATHS] : undefined;

const apiObjects = (scope: IConstruct): ApiObject[] =>
  scope.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));

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
 * Only `runtimeClassName` is set (replacing one that was there): the API server's admission adds the node selector,
 * the tolerations and the overhead of the class to each pod. `KataRuntime.sandbox()` is the usual way to call it.
 *
 * @param workload an ApiObject, or any construct that holds some: of cdk8s-plus, an Include, a Helm chart, a Chart
 * @param target the runtime
 * @param options where the pod spec is
 * @see https://kubernetes.io/docs/concepts/containers/runtime-class/
 * @throws when the construct holds no workload, or one that has another runtime already
 */
export function sandboxWorkload(
  workload: IConstruct,
  target: SandboxTarget,
  options: SandboxWorkloadOptions = {},
): void {
  assertProps('SandboxWorkloadOptions', options);
  const { podSpecPath } = options;
  const annotations = renderAnnotations(options.annotations ?? {}, {
    shim: target.shim,
    runtime: target.runtime,
    allowed: target.allowedAnnotations,
  });
  if (podSpecPath !== undefined && !podSpecPath.startsWith('/')) throw new Error(badPodSpecPath(podSpecPath));

  const pathOf = (object: ApiObject) => known(object.kind) ?? podSpecPath;
  const objects = apiObjects(workload).filter((object) => pathOf(object) !== undefined);
  if (objects.length === 0) throw new Error(noWorkload(workload.node.path, Object.keys(POD_SPEC_PATHS)));
  const needless = podSpecPath === undefined ? undefined : objects.find((object) => known(object.kind) !== undefined);
  if (needless) throw new Error(podSpecPathNotNeeded(needless.node.path, needless.kind));

  for (const object of objects as (ApiObject & Sandboxed)[]) {
    const other = object[TARGET];
    if (other !== undefined && other !== target.runtimeClassName) {
      throw new Error(sandboxedTwice(object.node.path, other, target.runtimeClassName));
    }
  }
  if (podSpecPath !== undefined) {
    // The patch would fail at synthesis without saying why.
    const hollow = objects.find((object) => !isRecord(follow(object.toJson(), podSpecPath)));
    if (hollow) throw new Error(noPodSpec(hollow.node.path, podSpecPath));
  }
  for (const object of objects as (ApiObject & Sandboxed)[]) {
    if (object[TARGET] !== undefined) continue;
    Object.defineProperty(object, TARGET, { value: target.runtimeClassName });
    object.addJsonPatch(JsonPatch.add(`${pathOf(object)}/runtimeClassName`, target.runtimeClassName));
    annotatePods(object, pathOf(object) as string, annotations);
  }
  workload.node.addValidation(new SandboxedWorkload(workload, target, pathOf));
}

/**
 * Adds annotations to what an object's pods are made from, when it is written.
 *
 * A JSON patch would not do: it cannot add to an object that may not be there yet without replacing one that is.
 */
function annotatePods(object: ApiObject, podSpecPath: string, annotations: { [name: string]: string }): void {
  if (Object.keys(annotations).length === 0) return;
  const original = object.toJson.bind(object);
  object.toJson = () => {
    const json = original();
    const owner = follow(json, podSpecPath.slice(0, podSpecPath.lastIndexOf('/'))) as { metadata?: ObjectMeta };
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
    return apiObjects(this.workload).flatMap((object: ApiObject & Sandboxed) => {
      const pointer = this.pathOf(object);
      if (pointer === undefined) return [];
      const name = `${object.kind} ${object.name}`;
      if (object[TARGET] === undefined) return [addedAfterSandbox(name, this.target.runtimeClassName)];
      if (object[TARGET] !== this.target.runtimeClassName) return [];
      return checkOnRender(object, CHECKED, (manifest) =>
        podSpecProblems(name, follow(manifest, pointer) as PodSpec, this.target),
      );
    });
  }
}
