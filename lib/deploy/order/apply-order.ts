import { FindingsError } from '../../validation/finding';
import { describeObject, type Manifest } from '../manifest';
import { singleManifests } from '../objects/single-objects';
import { CIRCLE } from '../rules';

/** Something to be put into order: it holds objects, and comes after others that the program names. */
export interface Unordered {
  /** How it is called in a message. */
  readonly name: string;

  /** The objects that it holds. */
  readonly manifests: readonly Manifest[];

  /** Names of what the program puts before it. */
  readonly after: readonly string[];

  /**
   * Those of `after` that give way where objects need the opposite.
   *
   * @default - none
   */
  readonly preferablyAfter?: readonly string[];
}

const groupOf = (apiVersion: string) => (apiVersion.includes('/') ? (apiVersion.split('/')[0] as string) : '');

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** What an object gives to others; each is an id that {@link neededBy} yields too. */
function givenBy({ apiVersion, kind, metadata, spec }: Manifest): string[] {
  const group = groupOf(apiVersion);
  if (group === '' && kind === 'Namespace') return [`Namespace ${metadata.name}`];
  if (group === '' && kind === 'ServiceAccount') return [`ServiceAccount ${metadata.namespace ?? ''}/${metadata.name}`];
  if (group === 'node.k8s.io' && kind === 'RuntimeClass') return [`RuntimeClass ${metadata.name}`];
  if (group === 'scheduling.k8s.io' && kind === 'PriorityClass') return [`PriorityClass ${metadata.name}`];
  if (group === 'apiextensions.k8s.io' && kind === 'CustomResourceDefinition' && isRecord(spec)) {
    const { group: served, names } = spec as { group?: string; names?: { kind?: string } };
    return [`CustomResourceDefinition of ${served}/${names?.kind}`];
  }
  return [];
}

const POD_NEEDS: { readonly [field: string]: (value: string, namespace: string) => string } = {
  runtimeClassName: (value) => `RuntimeClass ${value}`,
  priorityClassName: (value) => `PriorityClass ${value}`,
  serviceAccountName: (value, namespace) => `ServiceAccount ${namespace}/${value}`,
};

/**
 * Something that an object needs. A weak need may come later, because a controller tries again. Without any other need
 * the API server refuses the object.
 */
interface Need {
  readonly id: string;
  readonly isWeak: boolean;
}

/** What must be there before the API server, or a controller behind it, makes something of an object. */
function neededBy(manifest: Manifest): Need[] {
  const { apiVersion, kind, metadata } = manifest;
  const needs: Need[] = [{ id: `CustomResourceDefinition of ${groupOf(apiVersion)}/${kind}`, isWeak: false }];
  if (metadata.namespace !== undefined) needs.push({ id: `Namespace ${metadata.namespace}`, isWeak: false });
  if (kind === 'CustomResourceDefinition') return needs;
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isRecord(value)) {
      for (const [field, inner] of Object.entries(value)) {
        const need = Object.hasOwn(POD_NEEDS, field) ? POD_NEEDS[field] : undefined;
        if (need !== undefined && typeof inner === 'string') {
          needs.push({ id: need(inner, metadata.namespace ?? ''), isWeak: kind !== 'Pod' });
        } else visit(inner);
      }
    }
  };
  visit({ ...manifest, metadata: undefined });
  return needs;
}

/** Why one part comes after another, and whether it may come before it if need be. */
interface Reason {
  readonly text: string;
  readonly isWeak: boolean;
}

/** Parts that come before another. */
type Reasons<T> = Map<T, Reason>;

function reasonsOf<T extends Unordered>(parts: readonly T[]): Map<T, Reasons<T>> {
  const byName = new Map(parts.map((part) => [part.name, part]));
  const held = parts.map((part) => ({ part, objects: part.manifests.flatMap(singleManifests) }));
  const givers = new Map(
    held.flatMap(({ part, objects }) => objects.flatMap(givenBy).map((id) => [id, part] as const)),
  );
  return new Map(
    held.map(({ part, objects }) => {
      const reasons: Reasons<T> = new Map();
      for (const name of part.after) {
        const other = byName.get(name);
        if (other === undefined || other === part) continue;
        reasons.set(other, { text: 'the program says so', isWeak: part.preferablyAfter?.includes(name) === true });
      }
      for (const manifest of objects) {
        for (const { id, isWeak } of neededBy(manifest)) {
          const giver = givers.get(id);
          if (giver === undefined || giver === part || reasons.get(giver)?.isWeak === false) continue;
          if (isWeak && reasons.has(giver)) continue;
          reasons.set(giver, { text: `${describeObject(manifest)} needs ${id}`, isWeak });
        }
      }
      return [part, reasons];
    }),
  );
}

/** Takes away weak reasons that contradict the others. */
function yieldToStrong<T>(all: Map<T, Reasons<T>>): void {
  const leadsTo = (from: T, to: T, seen: Set<T>): boolean => {
    if (from === to) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return [...(all.get(from) ?? [])].some(([other, { isWeak }]) => !isWeak && leadsTo(other, to, seen));
  };
  for (const [part, reasons] of all) {
    for (const [other, { isWeak, text }] of reasons) {
      if (!isWeak) continue;
      if (leadsTo(other, part, new Set())) reasons.delete(other);
      // It holds from here on, so that two weak reasons do not contradict each other either.
      else reasons.set(other, { text, isWeak: false });
    }
  }
}

/**
 * Puts what holds objects into the order in which they have to be applied: namespaces before their objects, custom resource
 * definitions before their resources, RuntimeClasses, PriorityClasses and service accounts before pods that name them, and
 * what the program puts before something else before that. The rest keeps its order.
 *
 * Controllers try again until their pods are admitted; where the program says so, they may come before what these pods name.
 *
 * @param parts what is to be ordered
 * @throws when the parts need each other in a circle, naming the objects
 */
export function applyOrder<T extends Unordered>(parts: readonly T[]): T[] {
  return [...orderWithNeeds(parts).keys()];
}

/**
 * Like {@link applyOrder}, with the parts that each one comes after.
 *
 * @param parts what is to be ordered
 * @throws when the parts need each other in a circle, naming the objects
 */
export function orderWithNeeds<T extends Unordered>(parts: readonly T[]): Map<T, readonly T[]> {
  const reasons = reasonsOf(parts);
  yieldToStrong(reasons);
  const ordered = new Set<T>();
  const visit = (part: T, above: readonly Step<T>[]): void => {
    if (ordered.has(part)) return;
    const start = above.findIndex((step) => step.part === part);
    if (start >= 0) throw new FindingsError([CIRCLE.find('', circular(above.slice(start)))]);
    for (const [other, { text }] of reasons.get(part) ?? []) visit(other, [...above, { part, reason: text }]);
    ordered.add(part);
  };
  for (const part of parts) visit(part, []);
  return new Map([...ordered].map((part) => [part, [...(reasons.get(part) ?? new Map<T, Reason>()).keys()]]));
}

/** A part, and why what follows comes before it. */
interface Step<T> {
  readonly part: T;
  readonly reason: string;
}

function circular<T extends Unordered>(circle: readonly Step<T>[]): string {
  const steps = circle.map(({ part, reason }, index) => {
    const next = circle[(index + 1) % circle.length] as Step<T>;
    return `${part.name} comes after ${next.part.name} (${reason})`;
  });
  return `nothing can be applied first: ${steps.join(', ')}`;
}
