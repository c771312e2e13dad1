import { FindingsError } from '../../../validation/finding';
import { POLICY_INPUT } from '../network-rules';

/** A condition on one label. */
export interface LabelRequirement {
  /** Key of the label. */
  readonly key: string;

  /** `In`, `NotIn`, `Exists` or `DoesNotExist`. */
  readonly operator: string;

  /**
   * Values that `In` and `NotIn` compare with.
   *
   * @default - none
   */
  readonly values?: readonly string[];
}

/**
 * Which objects are meant, by their labels. Without a condition it means all of them.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export interface LabelSelector {
  /**
   * Labels that an object must have.
   *
   * @default - none
   */
  readonly matchLabels?: { readonly [label: string]: string };

  /**
   * Conditions on its labels, all of which must hold.
   *
   * @default - none
   */
  readonly matchExpressions?: readonly LabelRequirement[];
}

/** Labels of an object. */
export type Labels = { readonly [label: string]: string };

function holds({ key, operator, values = [] }: LabelRequirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default: {
      const message = `a label selector has the operator '${operator}'`;
      throw new FindingsError([POLICY_INPUT.find('', message, 'write In, NotIn, Exists or DoesNotExist')]);
    }
  }
}

/**
 * Whether a selector means an object.
 *
 * @param selector the selector
 * @param labels labels of the object
 */
export function selects(selector: LabelSelector, labels: Labels): boolean {
  const exact = Object.entries(selector.matchLabels ?? {});
  return (
    exact.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value) &&
    (selector.matchExpressions ?? []).every((requirement) => holds(requirement, labels))
  );
}

/**
 * Labels that a selector means, with nothing in them that it does not ask for; undefined when no object can have them.
 *
 * @param selector the selector
 * @param fixed labels that the object has in any case
 */
export function labelsFor(selector: LabelSelector, fixed: Labels = {}): Labels | undefined {
  const labels: { [label: string]: string } = { ...selector.matchLabels, ...fixed };
  for (const { key, operator } of selector.matchExpressions ?? []) {
    if (Object.hasOwn(labels, key)) continue;
    const excluded = (selector.matchExpressions ?? [])
      .filter((it) => it.key === key && it.operator === 'NotIn')
      .flatMap((it) => it.values ?? []);
    const wanted = (selector.matchExpressions ?? [])
      .filter((it) => it.key === key && it.operator === 'In')
      .reduce<readonly string[] | undefined>(
        (rest, it) => (rest ?? it.values ?? []).filter((one) => it.values?.includes(one)),
        undefined,
      );
    if (operator === 'In' || operator === 'Exists') {
      const value = (wanted ?? [unlike(excluded)]).find((it) => !excluded.includes(it));
      if (value === undefined) return undefined;
      labels[key] = value;
    }
  }
  return selects(selector, labels) ? labels : undefined;
}

function unlike(values: readonly string[]): string {
  let value = 'any';
  while (values.includes(value)) value += '-';
  return value;
}
