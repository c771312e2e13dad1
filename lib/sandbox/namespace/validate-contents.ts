import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { apiObjects } from '../../deploy/objects/api-objects';
import { isJsonMap, type JsonMap } from '../../deploy/objects/json-pointer';
import { apiGroupOf, type FoundPodSpec, podSpecsOf } from '../../deploy/objects/pod-specs';
import { nameOf, type SingleObject, singleObjects } from '../../deploy/objects/single-objects';
import { writtenObject } from '../../deploy/objects/written-object';
import type { Finding } from '../../validation/finding';
import { podTemplateOf } from '../workload/set-runtime-class';
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
import { podsMadeLater } from './pods-made-later';

/** An object, or an item of a List, with the construct that writes it. */
interface Held extends SingleObject {
  readonly object: ApiObject;
}

/**
 * What is wrong with the contents of sandbox namespaces, as they will be written. Each item of a List is judged as if it stood alone.
 *
 * @param root the app
 * @param tenants the namespaces
 */
export function validateContents(root: IConstruct, tenants: readonly MarkedNamespace[]): Finding[] {
  return [
    ...tenants.flatMap((tenant) => [
      ...(tenant.podSecurity === PodSecurityLevel.PRIVILEGED_IN_VM ? [PRIVILEGED_IN_VM.find(tenant.node.path)] : []),
      ...apiObjects(tenant).flatMap((object) => validateObject(object, tenant)),
    ]),
    ...podsMadeLater(root, tenants),
    ...madeTwice(root, tenants),
  ];
}

function heldBy(object: ApiObject): Held[] {
  return singleObjects(writtenObject(object)).map((single) => ({ ...single, object }));
}

/** Where a namespace has its own objects, which nothing else may replace. */
const OWN_OBJECTS = [NAMESPACE_ID, 'quota', 'limits', 'service-account', 'network/default-deny'];

function madeTwice(root: IConstruct, tenants: readonly MarkedNamespace[]): Finding[] {
  const own = new Map(
    tenants.flatMap((tenant) =>
      OWN_OBJECTS.flatMap((id) => childAt(tenant, id) ?? []).flatMap((object) =>
        heldBy(object).map((held) => [identityOf(held), { object, tenant }] as const),
      ),
    ),
  );
  return apiObjects(root).flatMap((object) =>
    heldBy(object).flatMap((held) => {
      const same = own.get(identityOf(held));
      if (same === undefined || same.object === object) return [];
      const { kind } = held.manifest;
      const of =
        kind === 'Namespace'
          ? `namespace ${nameOf(held.manifest)}`
          : `${kind} ${nameOf(held.manifest)} of ${same.tenant.name}`;
      const message = `the ${of}${inList(held)} is made by the SandboxNamespace at ${same.tenant.node.path} too`;
      return [NAMESPACE_TWICE.find(object.node.path, message)];
    }),
  );
}

function childAt(construct: IConstruct, path: string): ApiObject | undefined {
  return path.split('/').reduce<IConstruct | undefined>((at, id) => at?.node.tryFindChild(id), construct) as
    | ApiObject
    | undefined;
}

/** What tells an object of the cluster from every other. */
function identityOf(held: Held): string {
  const { apiVersion, kind } = held.manifest;
  return [apiGroupOf(apiVersion), kind, kind === 'Namespace' ? '' : held.namespace, nameOf(held.manifest)].join('/');
}

/** Which List an object is an item of, for a sentence. */
function inList({ object, pointer }: Held): string {
  return pointer === '' ? '' : ` (${pointer} of ${object.kind} ${object.name})`;
}

function describe(held: Held): string {
  return `${held.manifest.kind} ${nameOf(held.manifest)}${inList(held)}`;
}

function validateObject(object: ApiObject, tenant: MarkedNamespace): Finding[] {
  const held = heldBy(object);
  const written = writtenObject(object) as JsonMap;
  const isList = held.some(({ pointer }) => pointer !== '');
  return [
    ...(isList ? elsewhere({ object, pointer: '', manifest: written, namespace: undefined }, tenant, false) : []),
    ...held.flatMap((it) => validateHeld(it, tenant)),
  ];
}

function validateHeld(held: Held, tenant: MarkedNamespace): Finding[] {
  const specs = podSpecsOf(held.manifest);
  return [
    ...nodeVolume(held),
    ...replacedClass(held, tenant),
    ...elsewhere(held, tenant, specs.length > 0 || held.pointer !== ''),
    ...specs.flatMap((found) => validatePods(held, found, tenant)),
  ];
}

/** An object that goes into another namespace, or that has to name one and names none. */
function elsewhere(held: Held, tenant: MarkedNamespace, mustName: boolean): Finding[] {
  const { metadata } = held.manifest;
  const goesTo = isJsonMap(metadata) ? metadata.namespace : undefined;
  if (goesTo === tenant.name || (goesTo === undefined && !mustName)) return [];
  const where = goesTo === undefined ? 'no namespace that it names' : `namespace ${String(goesTo)}`;
  const message = `${describe(held)} goes into ${where} and not into ${tenant.name}`;
  const fix = goesTo === undefined && held.pointer !== '' ? `write metadata.namespace: ${tenant.name}` : undefined;
  return [OTHER_NAMESPACE.find(held.object.node.path, message, fix)];
}

/** Sources of a PersistentVolume that are of a node. */
const NODE_SOURCES = ['hostPath', 'local'];

function nodeVolume(held: Held): Finding[] {
  const { apiVersion, kind, spec } = held.manifest;
  if (kind !== 'PersistentVolume' || apiGroupOf(apiVersion) !== 'core' || !isJsonMap(spec)) return [];
  const source = NODE_SOURCES.find((it) => isJsonMap(spec[it]));
  if (source === undefined) return [];
  const message = `${describe(held)} is ${String((spec[source] as JsonMap).path)} of a node (${source})`;
  return [NODE_VOLUME.find(held.object.node.path, message)];
}

/** A class of the runtime that a tenant writes itself, with whatever handler. */
function replacedClass(held: Held, { node, runtime }: MarkedNamespace): Finding[] {
  const { apiVersion, kind } = held.manifest;
  if (kind !== 'RuntimeClass' || apiGroupOf(apiVersion) !== 'node.k8s.io') return [];
  if (!runtime.runtimeClasses.some(({ name }) => name === nameOf(held.manifest))) return [];
  const message = `${describe(held)} replaces a class of ${runtime.node.path}, in which the pods of ${node.path} run`;
  return [OUTSIDE_RUNTIME.find(held.object.node.path, message, 'remove it: the runtime makes its classes itself')];
}

function validatePods(held: Held, found: FoundPodSpec, { podSecurity, runtime }: MarkedNamespace): Finding[] {
  const { path } = held.object.node;
  const { spec, pointer } = found;
  const classes = runtime.runtimeClasses.map(({ name }) => name);
  const chosen = spec.runtimeClassName;
  const metadata = podTemplateOf(held.manifest, found)?.metadata;
  const annotations = isJsonMap(metadata) && isJsonMap(metadata.annotations) ? metadata.annotations : {};
  return [
    ...(classes.includes(chosen as string)
      ? []
      : [
          OUTSIDE_RUNTIME.find(
            path,
            `${describe(held)} has '${String(chosen)}' at ${pointer}/runtimeClassName, which is not a class of ${runtime.node.path} (${classes.join(', ')})`,
          ),
        ]),
    ...podSecurityProblems(podSecurity, spec, annotations).map(({ name: part, reason, fix }) =>
      POD_SECURITY.find(path, `${describe(held)}${part === undefined ? '' : ` (${part})`}: ${reason}`, fix),
    ),
  ];
}
