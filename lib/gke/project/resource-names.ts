import { createHash } from 'node:crypto';
import { Fn, type IResolvable, Lazy, TerraformStack, Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { assertNoErrors, type Finding } from '../../validation/finding';
import {
  badExistingName,
  badKmsKey,
  badResourceLabel,
  badResourceName,
  defaultNameTaken,
  kmsKeyElsewhere,
  tooManyLabels,
} from './messages';
import { stableIds } from './stable-path';
import { addStackCheck } from './stack-findings';
import { mapOrToken } from './values';

const NAME = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;
const KMS_KEY = /^projects\/[^/]+\/locations\/([^/]+)\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/;
const EXISTING = /^[a-z0-9][\w.:/-]*$/i;
const LABEL = { key: /^[a-z][a-z0-9_-]{0,62}$/, value: /^[a-z0-9_-]{0,63}$/ };
const MOST_LABELS = 64;

/** Length of a default name: what a cluster may have, and what leaves room for the suffixes of a network's resources. */
const LONGEST_DEFAULT = 40;
const HASH_LENGTH = 6;

const NAME_PREFIX = 'cdk-kata/name-prefix';
const DEFAULT_NAME = 'cdk-kata/default-name';

/**
 * Puts a prefix before the names of a construct and of what is below it.
 *
 * @param construct the construct, before it has children
 * @param prefix the prefix, if there is one
 */
export function useNamePrefix(construct: IConstruct, prefix: string | undefined): void {
  if (prefix !== undefined) construct.node.setContext(NAME_PREFIX, prefix);
}

/**
 * The name with the prefix of the nearest construct that has one.
 *
 * @param scope the construct
 * @param name the name, which may be a token
 */
export function prefixed(scope: IConstruct, name: string): string {
  const prefix: string | undefined = scope.node.tryGetContext(NAME_PREFIX);
  return prefix === undefined ? name : `${prefix}-${name}`;
}

/**
 * Name of a resource that the user did not name, as text: the ids on its path, from the stack on, joined by dashes. A construct
 * that was moved keeps the name that its former path gave.
 *
 * @param scope the construct
 * @param suffix what tells several resources of one construct apart
 * @param longest number of characters that it may have; a longer name is cut, and ends in a hash that keeps it apart
 */
export function literalDefaultName(scope: IConstruct, suffix?: string, longest = LONGEST_DEFAULT): string {
  const text = [TerraformStack.of(scope).node.id, ...stableIds(scope)]
    .filter((part) => part !== '')
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/-+$/, '');
  const name = shortened(prefixed(scope, text), longest);
  return suffix === undefined || suffix === '' ? name : `${name}-${suffix}`;
}

/**
 * Name of a resource that the user did not name, made when the program is synthesized: until then `moveFrom()` may say where
 * the construct was.
 *
 * @param scope the construct
 * @param suffix what tells several resources of one construct apart
 * @returns a token
 */
export function defaultName(scope: IConstruct, suffix?: string): string {
  const isKnown = scope.node.metadata.some(({ type }) => type === DEFAULT_NAME);
  if (!isKnown) {
    scope.node.addMetadata(DEFAULT_NAME, true);
    addStackCheck(scope, () => twins(scope).map((twin) => defaultNameTaken(literalDefaultName(scope), twin.node.path)));
  }
  return Lazy.stringValue({ produce: () => literalDefaultName(scope, suffix) });
}

/** Constructs of the same kind, made before, whose default name is the same: dashes of ids and between ids look alike. */
function twins(scope: IConstruct): IConstruct[] {
  const name = literalDefaultName(scope);
  const named = TerraformStack.of(scope)
    .node.findAll()
    .filter((it) => it.constructor === scope.constructor && it.node.metadata.some(({ type }) => type === DEFAULT_NAME));
  return named.slice(0, named.indexOf(scope)).filter((it) => literalDefaultName(it) === name);
}

function shortened(name: string, longest: number): string {
  if (name.length <= longest) return name;
  return `${name.slice(0, longest - HASH_LENGTH - 1).replace(/-+$/, '')}-${shortHash(name)}`;
}

/** Six characters that stand for a text. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);
}

/**
 * Holds a name against what Google Cloud takes; a token passes.
 *
 * @param field the property that holds it
 * @param name the name
 * @param longest number of characters that it may have
 */
export function validateResourceName(field: string, name: string, longest = 63): Finding[] {
  if (Token.isUnresolved(name)) return [];
  const isGood = typeof name === 'string' && NAME.test(name) && name.length <= longest;
  return isGood ? [] : [badResourceName(field, name, longest)];
}

/**
 * The name, if Google Cloud takes it.
 *
 * @throws when it does not
 */
export function resourceName(field: string, name: string, longest = 63): string {
  assertNoErrors(validateResourceName(field, name, longest));
  return name;
}

/**
 * Holds the name of something that exists against what a name can be; an id with slashes is one too.
 *
 * @param field the property that holds it
 * @param name the name, if there is one; a token passes
 */
export function validateExistingName(field: string, name: string | undefined): Finding[] {
  if (name === undefined || Token.isUnresolved(name) || EXISTING.test(name)) return [];
  return [badExistingName(field, name)];
}

/**
 * Throws unless the value can be the name of something that exists.
 *
 * @throws for a text that is empty or has blanks
 */
export function assertExistingName(field: string, name: string | undefined): void {
  assertNoErrors(validateExistingName(field, name));
}

/**
 * Holds a Cloud KMS key against the way that Google Cloud writes it, and against the place of what it encrypts.
 *
 * @param field the property that holds the key
 * @param key id of the key, if there is one; a token passes
 * @param region region of what it encrypts; left out where any will do
 */
export function validateKmsKey(field: string, key: string | undefined, region?: string): Finding[] {
  if (key === undefined || Token.isUnresolved(key)) return [];
  const location = KMS_KEY.exec(key)?.[1];
  if (location === undefined) return [badKmsKey(field, key)];
  if (region === undefined || Token.isUnresolved(region) || location === region) return [];
  return [kmsKeyElsewhere(field, key, region)];
}

/**
 * Location of a Cloud KMS key; undefined for none, and for a token.
 *
 * @throws for what is not the id of a key
 */
export function kmsKeyLocation(field: string, key: string | undefined): string | undefined {
  assertNoErrors(validateKmsKey(field, key));
  return key === undefined || Token.isUnresolved(key) ? undefined : KMS_KEY.exec(key)?.[1];
}

/** Holds labels of a resource, which are for billing, against what Google Cloud takes; a map of Terraform's passes. */
export function validateResourceLabels(labels: { readonly [label: string]: string } | IResolvable = {}): Finding[] {
  if (Token.isUnresolved(labels)) return [];
  const entries = Object.entries(labels);
  const bad = entries.filter(([key, value]) => {
    if (Token.isUnresolved(key)) return false;
    const isText = typeof value === 'string' && (Token.isUnresolved(value) || LABEL.value.test(value));
    return !isText || !LABEL.key.test(key) || key.startsWith('goog-');
  });
  return [
    ...bad.map(([key, value]) => badResourceLabel(key, value)),
    ...(entries.length > MOST_LABELS ? [tooManyLabels(entries.length)] : []),
  ];
}

/**
 * Labels of a resource: that of this library, and those that were given. Of two labels with one key the later one counts; with
 * a map of Terraform's all become one.
 *
 * @param given labels, each of which may be undefined
 */
export function withOwnLabel(...given: readonly ({ readonly [label: string]: string } | IResolvable | undefined)[]): {
  [label: string]: string;
} {
  const maps = [{ 'managed-by': 'cdk-kata' }, ...given.filter((labels) => labels !== undefined)];
  if (maps.some((labels) => Token.isUnresolved(labels))) return Token.asStringMap(Fn.merge(maps.map(mapOrToken)));
  return Object.assign({}, ...maps);
}
