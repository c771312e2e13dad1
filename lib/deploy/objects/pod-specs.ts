import { CUSTOM_POD_SPECS } from '../../data/kubernetes/custom-pod-specs';
import { OWN_POD_FIELDS, type OwnPodFieldsData } from '../../data/kubernetes/own-pod-fields';
import { BUILT_IN_GROUPS, GROUPS_OF_POLICIES, POD_SPECS, type PodSpecData } from '../../data/kubernetes/pod-spec-paths';
import { childrenOf, isJsonMap, type JsonMap, type Located, resolveJsonPointer } from './json-pointer';
import { isListKind, itemKindOf } from './single-objects';

/** A pod spec inside an object. */
export interface FoundPodSpec {
  /** JSON pointer to it. */
  readonly pointer: string;

  /** The pod spec. */
  readonly spec: JsonMap;

  /** JSON pointer to the object of Kubernetes that holds it, such as an item of a `List`; empty for the object itself. */
  readonly ownerPointer: string;

  /** Kind of the object of Kubernetes that holds it. */
  readonly ownerKind: string;

  /** API group of the object of Kubernetes that holds it. */
  readonly ownerGroup: string;

  /** Whether the controller completes it, so that it does not say what the pod may use. */
  readonly isPartial: boolean;
}

const ON_EACH_NODE = ['BroadcastJob', 'DaemonSet'];

/**
 * Whether the controller of a pod spec chooses the nodes of its pods itself, before the class of the pods is looked at: a DaemonSet,
 * or the part of a custom resource that becomes one.
 *
 * @param found the pod spec
 */
export function choosesNodes({ pointer, ownerKind }: FoundPodSpec): boolean {
  return ON_EACH_NODE.includes(ownerKind) || /\/daemonSet\//i.test(pointer);
}

interface Owner {
  readonly pointer: string;
  readonly kind: string;
  readonly group: string;
}

/** An object of Kubernetes: the one that is written, or one inside it. */
export interface FoundObject {
  /** JSON pointer to it; empty for the one that is written. */
  readonly pointer: string;

  readonly kind: string;

  /** API group, `core` for the one without a name. */
  readonly group: string;

  /** The object. */
  readonly object: JsonMap;
}

/** What makes pods in an object, found in one walk. */
export interface PodSearch {
  /** The pod specs, by JSON pointer. */
  readonly specs: Map<string, FoundPodSpec>;

  /**
   * The object and those inside it: items of a `List`, and what has `apiVersion`, `kind` and `spec` in a custom resource. What only has
   * the first two is a reference, such as `scaleTargetRef`.
   */
  readonly objects: FoundObject[];

  /**
   * Templates of pods in a custom resource that no table names and whose containers have no image, because its controller brings that.
   * A list `containers` elsewhere may be of something else.
   */
  readonly bare: BareTemplate[];
}

/** What looks like a template of pods, but for the images of its containers. */
export interface BareTemplate {
  /** JSON pointer to its pod spec. */
  readonly pointer: string;

  /** The pod spec. */
  readonly spec: JsonMap;
}

const newSearch = (): PodSearch => ({ specs: new Map(), objects: [], bare: [] });

/** Rows of a kind: several where its versions have different fields. */
const KNOWN = new Map<string, PodSpecData[]>();
for (const data of [...POD_SPECS, ...CUSTOM_POD_SPECS]) {
  for (const group of data.groups) {
    const key = `${group}/${data.kind}`;
    KNOWN.set(key, [...(KNOWN.get(key) ?? []), data]);
  }
}
const OWN_FIELDS = new Map<string, OwnPodFieldsData>(
  OWN_POD_FIELDS.flatMap((data) =>
    data.groups.flatMap((group) => data.kinds.map((kind) => [`${group}/${kind}`, data] as const)),
  ),
);
const BUILT_IN = new Set(BUILT_IN_GROUPS);

/** API group of an object: `core` where it has none. */
export function apiGroupOf(apiVersion: unknown): string {
  const [group, version] = String(apiVersion).split('/');
  return version === undefined ? 'core' : (group as string);
}

/**
 * Where a kind keeps its pod specs.
 *
 * @param group API group; others than Kubernetes' own have kinds of the same name
 * @param kind the kind
 * @param object the object, whose version may have other fields than the newest
 * @returns undefined for a kind that no table knows
 */
export function knownPodSpecs(group: string, kind: string, object?: JsonMap): PodSpecData | undefined {
  const rows = KNOWN.get(`${group}/${kind}`);
  const version = String(object?.apiVersion).split('/').at(-1) ?? '';
  return rows?.find(({ versions }) => versions?.includes(version)) ?? rows?.[0];
}

/**
 * What a kind makes pods from, where that is no pod spec.
 *
 * @param group API group
 * @param kind the kind
 * @returns undefined for a kind that no table knows
 */
export function ownPodFields(group: string, kind: string): OwnPodFieldsData | undefined {
  return OWN_FIELDS.get(`${group}/${kind}`);
}

/** Whether a kind is one of Kubernetes itself. */
export function isBuiltIn(group: string): boolean {
  return BUILT_IN.has(group);
}

/** Whether an object of a kind can hold pods, as far as its kind tells. */
export function mayHoldPods({ apiGroup, kind }: { readonly apiGroup: string; readonly kind: string }): boolean {
  return knownPodSpecs(apiGroup, kind) !== undefined || !isBuiltIn(apiGroup) || isListKind(kind);
}

/**
 * Whether a value has the shape of a pod spec: a map with a list `containers` of maps, one of which has an `image`.
 *
 * @param value any value
 */
export function hasPodSpecShape(value: unknown): value is JsonMap {
  if (!isJsonMap(value) || !Array.isArray(value.containers)) return false;
  return value.containers.every(isJsonMap) && value.containers.some((it) => typeof it.image === 'string');
}

/**
 * Every pod spec of an object: where the tables say, and wherever a map has the shape of one. Objects inside an object, such as
 * the items of a `List`, are looked at as if they stood alone.
 *
 * @param manifest the object as it is written
 */
export function podSpecsOf(manifest: JsonMap): FoundPodSpec[] {
  return [...searchPods(manifest).specs.values()];
}

const IN_TEMPLATE = /(template|templateSpec|pod)\/spec$/i;

function isBareTemplate(value: unknown, pointer: string): value is JsonMap {
  if (!isJsonMap(value) || !Array.isArray(value.containers) || !IN_TEMPLATE.test(pointer)) return false;
  return value.containers.length > 0 && value.containers.every((it) => isJsonMap(it) && typeof it.name === 'string');
}

/**
 * What makes pods in an object.
 *
 * @param manifest the object as it is written
 */
export function searchPods(manifest: JsonMap): PodSearch {
  const search = newSearch();
  const owner = { pointer: '', kind: String(manifest.kind), group: apiGroupOf(manifest.apiVersion) };
  search.objects.push({ ...owner, object: manifest });
  searchObject(manifest, owner, search);
  return search;
}

/**
 * Every pod spec in a value that need not be an object of Kubernetes, such as a file in a ConfigMap.
 *
 * @param value any value
 */
export function podSpecsIn(value: unknown): FoundPodSpec[] {
  const search = newSearch();
  searchValue(value, { pointer: '', kind: '', group: '' }, search, '');
  return [...search.specs.values()];
}

/**
 * A pod spec that is known by its path alone.
 *
 * @param manifest the object as it is written
 * @param at the map at the path
 */
export function namedPodSpec({ apiVersion, kind }: JsonMap, { pointer, value }: Located): FoundPodSpec {
  const spec = value as JsonMap;
  const owner = { pointer: '', kind: String(kind), group: apiGroupOf(apiVersion) };
  return foundAt(pointer, spec, owner, lacksImages(spec));
}

function searchObject(object: JsonMap, owner: Owner, search: PodSearch): void {
  const { pointer, kind, group } = owner;
  if (GROUPS_OF_POLICIES.includes(group)) return;
  if (ownPodFields(group, kind) !== undefined) {
    // What looks like a pod spec there is something else; an object inside it is an object.
    for (const child of childrenOf(object, pointer)) searchInside(child.value, owner, search, child.pointer);
    return;
  }
  const { paths = [], completed = [] } = knownPodSpecs(group, kind, object) ?? {};
  for (const path of paths) {
    for (const at of resolveJsonPointer(object, path)) {
      if (isJsonMap(at.value)) add(search, `${pointer}${at.pointer}`, at.value, owner, completed.includes(path));
    }
  }
  const itemKind = itemKindOf(kind);
  if (itemKind === undefined && BUILT_IN.has(group)) return;
  if (itemKind !== undefined && Array.isArray(object.items)) {
    for (const [index, item] of object.items.entries()) {
      if (!isJsonMap(item)) continue;
      // The items of a List name their kinds, those of a PodList need not.
      const of = ownerAt(item, `${pointer}/items/${index}`, group, itemKind);
      search.objects.push({ ...of, object: item });
      searchObject(item, of, search);
    }
    return;
  }
  for (const child of childrenOf(object, pointer)) searchValue(child.value, owner, search, child.pointer);
}

function searchValue(value: unknown, owner: Owner, search: PodSearch, pointer: string): void {
  if (search.specs.has(pointer)) return;
  if (hasPodSpecShape(value)) add(search, pointer, value, owner);
  else if (!searchEmbedded(value, owner, search, pointer)) {
    if (isBareTemplate(value, pointer)) search.bare.push({ pointer, spec: value });
    for (const child of childrenOf(value, pointer)) searchValue(child.value, owner, search, child.pointer);
  }
}

/** Looks for objects alone. */
function searchInside(value: unknown, owner: Owner, search: PodSearch, pointer: string): void {
  if (searchEmbedded(value, owner, search, pointer)) return;
  for (const child of childrenOf(value, pointer)) searchInside(child.value, owner, search, child.pointer);
}

/** Looks into an object inside another one; whether the value is one. */
function searchEmbedded(value: unknown, { group, kind }: Owner, search: PodSearch, pointer: string): boolean {
  if (!isJsonMap(value) || typeof value.apiVersion !== 'string' || typeof value.kind !== 'string') return false;
  const owner = ownerAt(value, pointer, group, kind);
  if (isJsonMap(value.spec)) search.objects.push({ ...owner, object: value });
  searchObject(value, owner, search);
  return true;
}

function ownerAt({ apiVersion, kind }: JsonMap, pointer: string, group: string, otherKind: string): Owner {
  return {
    pointer,
    kind: typeof kind === 'string' ? kind : otherKind,
    group: apiVersion === undefined ? group : apiGroupOf(apiVersion),
  };
}

function add({ specs }: PodSearch, pointer: string, spec: JsonMap, owner: Owner, isCompleted = false): void {
  const isPartial = isCompleted || (!BUILT_IN.has(owner.group) && lacksImages(spec));
  specs.set(pointer, foundAt(pointer, spec, owner, isPartial));
}

/** Whether a pod spec cannot run as it is, so that the controller of the custom resource has to complete it. */
function lacksImages({ containers }: JsonMap): boolean {
  if (!Array.isArray(containers) || containers.length === 0) return true;
  return containers.some((it) => !isJsonMap(it) || typeof it.image !== 'string');
}

function foundAt(pointer: string, spec: JsonMap, owner: Owner, isPartial: boolean): FoundPodSpec {
  const { pointer: ownerPointer, kind: ownerKind, group: ownerGroup } = owner;
  return { pointer, spec, ownerPointer, ownerKind, ownerGroup, isPartial };
}
