import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { InnerField, PodSpecData } from '../../data/kubernetes/pod-spec-paths';
import { apiObjects } from '../../deploy/objects/api-objects';
import { isJsonMap, type JsonMap, resolveJsonPointer, valueAtPointer } from '../../deploy/objects/json-pointer';
import { knownPodSpecs, ownPodFields } from '../../deploy/objects/pod-specs';
import { filesOf } from '../../deploy/objects/text-files';
import { type Written, writtenObject } from '../../deploy/objects/written-object';
import { type Finding, Severity } from '../../validation/finding';
import { Rule } from '../../validation/rule';
import { isConfined } from './confined';
import { isNeverSandboxed } from './never-sandboxed';
import type { SandboxCall } from './sandbox-call';

/** Pods that a controller makes from fields of a custom resource. */
export const OWN_FIELDS = new Rule({
  id: 'sandbox/own-pod-fields',
  severity: Severity.WARNING,
  meaning: 'a controller makes pods from fields of the custom resource, and sandbox() does not set these',
  fix: 'set the RuntimeClass where the message says',
});

/** Such pods in a namespace whose pods are all in VMs. */
export const UNREACHED_PODS = new Rule({
  id: 'sandbox/unreached-pods',
  severity: Severity.ERROR,
  canAcknowledge: true,
  meaning:
    'a controller makes pods from fields of a custom resource in a SandboxNamespace, and they do not name a class of its runtime',
  fix: 'set the RuntimeClass where the message says, or put the object into another chart; acknowledge this where it is set elsewhere',
});

/** Something that a controller demands beside the class. */
export const CONTROLLER_NOTE = new Rule({
  id: 'sandbox/controller-setting',
  severity: Severity.WARNING,
  meaning: 'the controller of the custom resource takes a RuntimeClass only with a further setting',
  fix: 'change the setting that the message names',
});

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

const LISTED = 8;

function list(names: readonly string[]): string {
  const more = names.length > LISTED ? ` and ${names.length - LISTED} more` : '';
  return `${names.slice(0, LISTED).join(', ')}${more}`;
}

/** JSON pointers to a field in each place of an object that a path leads to. */
function inner(written: Written, { of, field }: InnerField): string[] {
  return resolveJsonPointer(written, of).map(({ pointer }) => `${pointer}${field}`);
}

/** Fields of templates that are missing and have to name the class. Each item lists the fields of which one is enough. */
function missingTemplates(written: Written, { needed = [], neededIn = [] }: PodSpecData): string[][] {
  const places = [...needed, ...neededIn.flatMap((it) => inner(written, it)).map((pointer) => [pointer])];
  return places
    .filter((alternatives) => !alternatives.some((pointer) => isJsonMap(valueAtPointer(written, pointer))))
    .map((alternatives) => alternatives.map((pointer) => `${pointer}/runtimeClassName`));
}

/** Fields of a custom resource that have to name the class and do not. Each item lists the fields of which one is enough. */
function unsetFields(object: ApiObject, written: Written, runtimeClassName: string): string[][] {
  const { apiGroup, kind } = object;
  const own = ownPodFields(apiGroup, kind);
  if (own === undefined) return missingTemplates(written, knownPodSpecs(apiGroup, kind) ?? NO_POD_SPECS);
  return own.fields
    .flatMap((field) => inner(written, field))
    .filter((field) => !String(valueAtPointer(written, field)).includes(runtimeClassName))
    .map((field) => [field]);
}

const NO_POD_SPECS: PodSpecData = { groups: [], kind: '', paths: [] };

/**
 * What a custom resource needs beside its pod specs, so that its pods run in VMs.
 *
 * @param object the object
 * @param written the object as it is written
 * @param runtimeClassName the class
 */
export function validateCustomResource(object: ApiObject, written: Written, runtimeClassName: string): Finding[] {
  const { apiGroup, kind, name, node } = object;
  const own = ownPodFields(apiGroup, kind);
  const known = knownPodSpecs(apiGroup, kind);
  if (own?.makesNoPods) return [];
  const unset = unsetFields(object, written, runtimeClassName).map((alternatives) => alternatives.join(' or '));
  const value = (own?.value ?? '%s').replace('%s', runtimeClassName);
  const beside = known?.beside === undefined ? '' : `, beside ${known.beside}`;
  const says = [
    ...(unset.length > 0 ? [`set ${list(unset)} to ${value}${beside}`] : []),
    ...(own?.elsewhere === undefined ? [] : [own.elsewhere]),
    ...(own?.fields.length === 0 ? ['no field of it takes a RuntimeClass'] : []),
  ].join('; ');
  const isOpen = unset.length > 0 || own?.fields.length === 0;
  // An object that only describes pods of another object is checked where that other object is.
  const isOfOther = own?.fields.length === 0 && own.elsewhere !== undefined;
  const rule = isConfined(object) && !isOfOther ? UNREACHED_PODS : OWN_FIELDS;
  return [
    ...(isOpen ? [rule.find(node.path, `${kind} ${name} makes pods that sandbox() does not reach`, says)] : []),
    ...(known?.note === undefined ? [] : [CONTROLLER_NOTE.find(node.path, `${kind} ${name}: ${known.note}`)]),
  ];
}

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

function sourcesOfPods(object: ApiObject): string[] {
  const { kind, name } = object;
  if (!['ClusterRole', 'ConfigMap', 'Role', 'Secret'].includes(kind)) return [];
  const written = writtenObject(object);
  if (createsPods(written)) return [`${kind} ${name} may create pods`];
  return filesOf(written)
    .filter(({ documents }) => documents.some(holdsContainers))
    .map(({ key }) => `${kind} ${name} describes pods in '${key}'`);
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
