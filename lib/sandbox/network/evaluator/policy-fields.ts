import { isJsonMap, type JsonMap } from '../../../deploy/objects/json-pointer';
import { type IpRange, parseIpRange } from '../../../validation/ip-range';
import { describeValue } from '../../../validation/props/prop-messages';
import type { LabelRequirement, LabelSelector } from './label-selector';

/** What an API server would refuse of a policy. */
export interface PolicyProblem {
  /** The policy, the field, and what is there. */
  readonly message: string;

  /** What to write instead. */
  readonly fix: string;
}

/** Operators of label selectors, and whether each compares with values. */
const OPERATORS = new Map([
  ['In', true],
  ['NotIn', true],
  ['Exists', false],
  ['DoesNotExist', false],
]);

const isNothing = (value: unknown): value is null | undefined => value === null || value === undefined;

/**
 * Reads the fields of one policy as the API server does, and keeps what the server would refuse.
 *
 * A field that is null is one that is absent, and an entry of a list that is null is an empty one.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
 */
export class PolicyFields {
  /** What could not be read. */
  public readonly problems: PolicyProblem[] = [];

  private readonly refused = new Set<string>();

  /** @param policy how the policy is called in a sentence, such as `NetworkPolicy team/policy` */
  constructor(private readonly policy: string) {}

  /** Keeps that a field has a value that it cannot have. The first that is said of a field is enough. */
  public refuse(field: string, value: unknown, must: string, fix: string): undefined {
    if (this.refused.has(field)) return undefined;
    this.refused.add(field);
    const found = isNothing(value) ? 'nothing' : isJsonMap(value) ? 'a map' : describeValue(value);
    this.problems.push({ message: `${this.policy} has ${found} at ${field}, which must be ${must}`, fix });
    return undefined;
  }

  /** A map; empty where there is none. */
  public map(value: unknown, field: string): JsonMap {
    if (isNothing(value)) return {};
    if (isJsonMap(value)) return value;
    this.refuse(field, value, 'a map', 'write its fields below it, without a dash');
    return {};
  }

  /** A list; empty where there is none. */
  public list(value: unknown, field: string): readonly unknown[] {
    if (isNothing(value)) return [];
    if (Array.isArray(value)) return value;
    this.refuse(field, value, 'a list', 'write it as a list, each of whose entries begins with a dash');
    return [];
  }

  /** What is read of each entry of a list. */
  public each<T>(value: unknown, field: string, read: (entry: unknown, at: string) => T | undefined): T[] {
    return this.list(value, field).flatMap((entry, index) => read(entry, `${field}[${index}]`) ?? []);
  }

  /** A text; undefined where there is none. */
  public text(value: unknown, field: string): string | undefined {
    if (isNothing(value) || typeof value === 'string') return value ?? undefined;
    return this.refuse(field, value, 'a text', 'write it in quotes');
  }

  /** One of some words. */
  public word(value: unknown, field: string, words: readonly string[]): string | undefined {
    if (typeof value === 'string' && words.includes(value)) return value;
    return this.refuse(field, value, `one of ${words.join(', ')}`, `write ${words.join(' or ')}`);
  }

  /** A range of addresses. */
  public range(value: unknown, field: string): IpRange | undefined {
    const range = typeof value === 'string' ? parseIpRange(value) : undefined;
    const must = 'a range in CIDR notation that begins with its first address';
    return range ?? this.refuse(field, value, must, 'write it as 203.0.113.0/24 or 2001:db8::/32');
  }

  /** The number of a port. */
  public port(value: unknown, field: string): number | undefined {
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535) return value;
    return this.refuse(field, value, 'a port', 'write a whole number from 1 to 65535');
  }

  /** A label selector; one without conditions where there is none. */
  public selector(value: unknown, field: string): LabelSelector {
    const { matchLabels, matchExpressions } = this.map(value, field);
    const labels = Object.entries(this.map(matchLabels, `${field}.matchLabels`)).map(([key, label]) => [
      key,
      this.text(label, `${field}.matchLabels.${key}`) ?? '',
    ]);
    const at = `${field}.matchExpressions`;
    const requirements = this.each(matchExpressions, at, (entry, where) => this.requirement(entry, where));
    return {
      ...(labels.length > 0 && { matchLabels: Object.fromEntries(labels) }),
      ...(requirements.length > 0 && { matchExpressions: requirements }),
    };
  }

  private requirement(value: unknown, field: string): LabelRequirement | undefined {
    const { key: label, operator: word, values: list } = this.map(value, field);
    const key = this.text(label, `${field}.key`);
    if (key === undefined || key === '') this.refuse(`${field}.key`, label, 'a label', 'name the label');
    const operator = this.word(word, `${field}.operator`, [...OPERATORS.keys()]);
    const values = this.each(list, `${field}.values`, (entry, at) => this.text(entry, at) ?? '');
    if (key === undefined || operator === undefined) return undefined;
    if (OPERATORS.get(operator) !== values.length > 0) {
      const must = OPERATORS.get(operator) ? 'a list of values' : 'absent';
      const fix = OPERATORS.get(operator) ? 'name at least one value' : 'remove it';
      this.refuse(`${field}.values`, list, `${must} with the operator ${operator}`, fix);
    }
    return { key, operator, ...(values.length > 0 && { values }) };
  }
}
