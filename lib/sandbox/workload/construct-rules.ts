import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { apiObjects } from '../../deploy/objects/api-objects';
import { isJsonMap, type JsonMap } from '../../deploy/objects/json-pointer';
import { knownPodSpecs, searchPods } from '../../deploy/objects/pod-specs';
import { isListKind } from '../../deploy/objects/single-objects';
import { filesOf } from '../../deploy/objects/text-files';
import { writtenObject } from '../../deploy/objects/written-object';
import { type Finding, Severity } from '../../validation/finding';
import { Rule } from '../../validation/rule';
import { CONTROLLER_NOTE, OWN_FIELDS, UNREACHED_PODS } from './custom-resource-rules';
import { isNeverSandboxed } from './never-sandboxed';
import { list, nameOf } from './object-names';
import type { SandboxCall } from './sandbox-call';

/** Pods that are in no manifest. */
export const PODS_MADE_LATER = new Rule({
  id: 'sandbox/pods-made-later',
  severity: Severity.WARNING,
  meaning: 'something in the construct makes pods by itself, which are in no manifest and run without a VM',
  fix: 'set the RuntimeClass in its configuration: docs/controllers.md names the value for well-known charts',
});

/** Hooks that a plain apply would run. */
export const HELM_HOOK = new Rule({
  id: 'sandbox/helm-hook',
  severity: Severity.WARNING,
  meaning: 'a hook of Helm is written as an ordinary object, which runs as soon as it is applied',
  fix: "leave it out of the chart with helmFlags: ['--no-hooks'], or ['--skip-tests'] for tests",
});

/** Rules about constructs as wholes. */
export const CONSTRUCT_RULES: readonly Rule[] = [
  OWN_FIELDS,
  UNREACHED_PODS,
  CONTROLLER_NOTE,
  PODS_MADE_LATER,
  HELM_HOOK,
];

/** Whether a role names pods and the verb that creates them. Wildcards do not count, because they do not say what the role is for. */
function createsPods({ kind, rules }: JsonMap): boolean {
  if (kind !== 'Role' && kind !== 'ClusterRole') return false;
  const has = (value: unknown, word: string) => Array.isArray(value) && value.includes(word);
  return (
    Array.isArray(rules) &&
    rules.filter(isJsonMap).some(({ resources, verbs }) => has(resources, 'pods') && has(verbs, 'create'))
  );
}

/** Whether a value holds a list `containers` of maps. */
function holdsContainers(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsContainers);
  if (!isJsonMap(value)) return false;
  const { containers } = value;
  if (Array.isArray(containers) && containers.length > 0 && containers.every(isJsonMap)) return true;
  return Object.values(value).some(holdsContainers);
}

const SOURCES = ['ClusterRole', 'ConfigMap', 'Role', 'Secret'];

function sourcesOfPods(object: ApiObject): string[] {
  if (!SOURCES.includes(object.kind) && !isListKind(object.kind)) return [];
  return searchPods(writtenObject(object))
    .objects.filter(({ kind }) => SOURCES.includes(kind))
    .flatMap((found) => {
      const said = nameOf(object, found);
      // The items of a RoleList need not name their kind.
      const held = { ...found.object, kind: found.kind };
      if (createsPods(held)) return [`${said} may create pods`];
      return filesOf(held)
        .filter(({ documents }) => documents.some(holdsContainers))
        .map(({ key }) => `${said} describes pods in '${key}'`);
    });
}

/**
 * The construct as a whole that a call is about. For a single object, such as one of a loop over the objects of a
 * chart, it is the construct that holds the object.
 *
 * @param call the call
 */
export function constructOf({ workload }: SandboxCall): IConstruct {
  const { scope } = workload.node;
  const isObject = ApiObject.isApiObject(workload) || 'apiObject' in workload;
  return isObject && scope !== undefined && scope !== workload.node.root ? scope : workload;
}

/**
 * What a construct holds that makes pods without being one.
 *
 * @param construct the construct
 * @param calls the calls that are about it
 * @param others every construct with such a finding, so that only the nearest one names an object
 */
export function validateConstruct(
  construct: IConstruct,
  calls: readonly SandboxCall[],
  others: ReadonlySet<IConstruct>,
): Finding[] {
  const runtimes = calls.flatMap(({ runtime }) => runtime ?? []);
  const isLeftOut = (object: ApiObject) =>
    isNeverSandboxed(object) ||
    object.node.scopes.some((scope) => runtimes.includes(scope)) ||
    calls.some(({ isExcept }) => isExcept(object));
  const isOfOther = ({ node }: ApiObject) => node.scopes.findLast((scope) => others.has(scope)) !== construct;
  const objects = apiObjects(construct).filter((object) => !isOfOther(object) && !isLeftOut(object));
  const sources = objects.flatMap(sourcesOfPods);
  const hooks = objects
    .filter(({ apiGroup, kind }) => knownPodSpecs(apiGroup, kind) !== undefined)
    .filter((object) => calls.some((call) => call.objects.has(object)))
    .flatMap((object) => {
      const hook = writtenObject(object).metadata?.annotations?.['helm.sh/hook'];
      return hook === undefined ? [] : [`${object.kind} ${object.name} (${hook})`];
    });
  const { path } = construct.node;
  return [
    ...(sources.length === 0 ? [] : [PODS_MADE_LATER.find(path, `${list(sources)}: such pods run without a VM`)]),
    ...(hooks.length === 0
      ? []
      : [
          HELM_HOOK.find(
            path,
            `${list(hooks)}: hooks of Helm become ordinary objects, which run when they are applied`,
          ),
        ]),
  ];
}
