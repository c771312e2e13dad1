import type { ObjectFacts } from './normalize-manifests';

/** One difference between what upstream renders and what we render. */
export interface Difference {
  /** Object, as `kind namespace/name`. */
  readonly object: string;

  /** Where in the facts of the object, dotted; empty for the whole object. */
  readonly path: string;

  /** What upstream has there. */
  readonly upstream?: unknown;

  /** What we have there. */
  readonly ours?: unknown;
}

/**
 * Everything in which two sets of facts differ.
 *
 * A list of strings is compared by its items, so that one more environment variable is one difference; that the common
 * items come in another order is a difference at `<path>[order]`.
 *
 * @param upstream the facts to agree with
 * @param ours the facts that are compared with them
 */
export function differences(upstream: ObjectFacts, ours: ObjectFacts): Difference[] {
  return union(upstream, ours).flatMap((object) => {
    const [one, other] = [upstream[object], ours[object]];
    if (one === undefined || other === undefined) {
      return [difference(object, '', one && '<object>', other && '<object>')];
    }
    return compare(object, '', one, other);
  });
}

function compare(object: string, path: string, upstream: unknown, ours: unknown): Difference[] {
  if (isTexts(upstream) && isTexts(ours)) {
    return compareTexts(object, path, upstream, ours);
  }
  const [one, other] = [upstream ?? absent(ours), ours ?? absent(upstream)];
  if (isStructure(one) && isStructure(other) && Array.isArray(one) === Array.isArray(other)) {
    return union(one, other).flatMap((key) =>
      compare(object, path === '' ? key : `${path}.${key}`, one[key], other[key]),
    );
  }
  return upstream === ours ? [] : [difference(object, path, upstream, ours)];
}

function compareTexts(object: string, path: string, upstream: string[], ours: string[]): Difference[] {
  const common = (list: string[], other: string[]) => JSON.stringify(list.filter((item) => other.includes(item)));
  return [
    ...upstream.filter((item) => !ours.includes(item)).map((item) => difference(object, `${path}[]`, item, undefined)),
    ...ours.filter((item) => !upstream.includes(item)).map((item) => difference(object, `${path}[]`, undefined, item)),
    ...(common(upstream, ours) === common(ours, upstream)
      ? []
      : [difference(object, `${path}[order]`, common(upstream, ours), common(ours, upstream))]),
  ];
}

function difference(object: string, path: string, upstream: unknown, ours: unknown): Difference {
  return {
    object,
    path,
    ...(upstream === undefined ? {} : { upstream }),
    ...(ours === undefined ? {} : { ours }),
  };
}

function union(one: object, other: object): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isStructure(value: unknown): value is { readonly [key: string]: unknown } {
  return value !== null && typeof value === 'object';
}

/** An absent map is an empty one, so that each of its keys is a difference. */
function absent(other: unknown): unknown {
  return isStructure(other) && !Array.isArray(other) ? {} : undefined;
}
