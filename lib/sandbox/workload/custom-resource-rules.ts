import type { ApiObject } from 'cdk8s';
import type { OwnPodFieldsData } from '../../data/kubernetes/own-pod-fields';
import type { Condition, InnerField, PodSpecData } from '../../data/kubernetes/pod-spec-paths';
import { isJsonMap, type JsonMap, resolveJsonPointer, valueAtPointer } from '../../deploy/objects/json-pointer';
import { type FoundObject, isBuiltIn, knownPodSpecs, ownPodFields, searchPods } from '../../deploy/objects/pod-specs';
import { isListKind } from '../../deploy/objects/single-objects';
import type { Written } from '../../deploy/objects/written-object';
import { type Finding, Severity } from '../../validation/finding';
import { Rule } from '../../validation/rule';
import { isConfined } from './confined';
import { list, nameOf } from './object-names';

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

function holds(value: JsonMap, { at, is }: Condition): boolean {
  const found = valueAtPointer(value, at) ?? undefined;
  return is === undefined ? found !== undefined : is.includes(found);
}

function makesNoPods({ makesNoPods: never, unless = [] }: OwnPodFieldsData, object: JsonMap): boolean {
  return never === true || unless.some((condition) => holds(object, condition));
}

/** Pointers to a field in each of what an object has of it and makes pods from. */
function inner(object: JsonMap, { of, field, unless = [] }: InnerField): string[] {
  return resolveJsonPointer(object, of)
    .filter(({ value }) => isJsonMap(value) && !unless.some((condition) => holds(value, condition)))
    .map(({ pointer }) => `${pointer}${field}`);
}

/** Fields of templates that have to be there and are not. */
function missingTemplates(object: JsonMap, { needed = [], neededIn = [] }: PodSpecData): string[] {
  return [...needed, ...neededIn.flatMap((it) => inner(object, it))]
    .filter((pointer) => !isJsonMap(valueAtPointer(object, pointer)))
    .map((pointer) => `${pointer}/runtimeClassName`);
}

/** Fields of a custom resource that have to name the class and do not. */
function unsetFields({ group, kind, object }: FoundObject, runtimeClassName: string): string[] {
  const own = ownPodFields(group, kind);
  if (own === undefined) return missingTemplates(object, knownPodSpecs(group, kind, object) ?? NO_POD_SPECS);
  return own.fields
    .flatMap((field) => inner(object, field))
    .filter((field) => !String(valueAtPointer(object, field)).includes(runtimeClassName));
}

const NO_POD_SPECS: PodSpecData = { groups: [], kind: '', paths: [] };

/**
 * Whether a controller makes pods from an object, as far as its kind tells.
 *
 * @param found the object
 */
export function isKnownToMakePods({ group, kind, object }: FoundObject): boolean {
  const own = ownPodFields(group, kind);
  return own === undefined ? knownPodSpecs(group, kind) !== undefined : !makesNoPods(own, object);
}

/**
 * What custom resources need beside their pod specs, so that their pods run in VMs.
 *
 * @param outer the object: a custom resource, or one that has some inside
 * @param written the object as it is written
 * @param runtimeClassName the class
 */
export function validateCustomResources(outer: ApiObject, written: Written, runtimeClassName: string): Finding[] {
  if (isBuiltIn(outer.apiGroup) && !isListKind(outer.kind)) return [];
  const { bare: templates, objects } = searchPods(written);
  const open = templates.filter(({ spec }) => spec.runtimeClassName !== runtimeClassName);
  const rule = isConfined(outer) ? UNREACHED_PODS : OWN_FIELDS;
  const bare = open.map(({ pointer }) =>
    rule.find(
      outer.node.path,
      `${outer.kind} ${outer.name} has a template at ${pointer} whose containers have no image, which sandbox() does not take for pods`,
      `set ${pointer}/runtimeClassName to ${runtimeClassName}, or name the template: sandbox(x, { podSpecPath: '${pointer}' })`,
    ),
  );
  const inside = objects
    .filter(({ group }) => !isBuiltIn(group))
    .flatMap((found) => validateCustomResource(outer, found, runtimeClassName));
  return [...bare, ...inside];
}

function validateCustomResource(outer: ApiObject, found: FoundObject, runtimeClassName: string): Finding[] {
  const { group, kind, pointer } = found;
  const { path } = outer.node;
  const own = ownPodFields(group, kind);
  const known = knownPodSpecs(group, kind, found.object);
  if (own !== undefined && makesNoPods(own, found.object)) return [];
  const unset = unsetFields(found, runtimeClassName).map((field) => pointer + field);
  const value = (own?.value ?? '%s').replace('%s', runtimeClassName);
  const beside = known?.beside === undefined ? '' : `, beside ${known.beside}`;
  const without = (known?.withoutField ?? []).filter((part) => isJsonMap(valueAtPointer(found.object, part)));
  const says = [
    ...(unset.length > 0 ? [`set ${list(unset)} to ${value}${beside}`] : []),
    ...(own?.elsewhere === undefined ? [] : [own.elsewhere]),
    ...(own?.fields.length === 0 ? ['no field of it takes a RuntimeClass'] : []),
    ...(without.length > 0 ? [`no field of ${without.map((it) => pointer + it).join(', ')} takes a RuntimeClass`] : []),
  ].join('; ');
  const isOpen = unset.length > 0 || without.length > 0 || own?.fields.length === 0;
  // An object that only describes pods of another object is checked where that other object is.
  const isOfOther = own?.fields.length === 0 && own.elsewhere !== undefined;
  const rule = isConfined(outer) && !isOfOther ? UNREACHED_PODS : OWN_FIELDS;
  const name = nameOf(outer, found);
  return [
    ...(isOpen ? [rule.find(path, `${name} makes pods that sandbox() does not reach`, says)] : []),
    ...(known?.note === undefined ? [] : [CONTROLLER_NOTE.find(path, `${name}: ${known.note}`)]),
  ];
}
