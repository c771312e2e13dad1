import { TerraformStack, Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { badKmsKey, badResourceLabel } from '../cluster/messages';
import { badExistingName, badResourceName } from '../network/messages';

const NAME = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;
const KMS_KEY = /^projects\/[^/]+\/locations\/([^/]+)\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/;
const EXISTING = /^[a-z0-9][\w.:/-]*$/i;
const LABEL = { key: /^[a-z][a-z0-9_-]{0,62}$/, value: /^[a-z0-9_-]{0,63}$/ };

/**
 * Name of a resource that the user did not name: the ids on its path, from the stack on, joined by dashes.
 *
 * @param scope the construct
 * @param suffix what tells several resources of one construct apart
 */
export function defaultName(scope: IConstruct, suffix?: string): string {
  const stack = TerraformStack.of(scope);
  const ids = [stack, ...scope.node.scopes.slice(stack.node.scopes.length)].map(({ node }) => node.id);
  return [...ids, suffix]
    .filter((part): part is string => part !== undefined && part !== '')
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/-+$/, '');
}

/**
 * The name, if Google Cloud takes it.
 *
 * @param field the prop that holds it
 * @param name the name; a token passes
 * @param longest number of characters that it may have
 * @throws when it does not
 */
export function resourceName(field: string, name: string, longest = 63): string {
  if (Token.isUnresolved(name)) return name;
  if (typeof name !== 'string' || !NAME.test(name) || name.length > longest) {
    throw new Error(badResourceName(field, name));
  }
  return name;
}

/**
 * Holds the name of something that exists against what a name can be; an id with slashes is one too.
 *
 * @param field the prop that holds it
 * @param name the name, if there is one; a token passes
 * @throws for a text that is empty or has spaces
 */
export function assertExistingName(field: string, name: string | undefined): void {
  if (name !== undefined && !Token.isUnresolved(name) && !EXISTING.test(name)) {
    throw new Error(badExistingName(field, name));
  }
}

/**
 * Location of a Cloud KMS key; undefined for none, and for a token.
 *
 * @param field the prop that holds the key
 * @param key id of the key
 * @throws for what is no id of one
 */
export function kmsKeyLocation(field: string, key: string | undefined): string | undefined {
  if (key === undefined || Token.isUnresolved(key)) return undefined;
  const location = KMS_KEY.exec(key)?.[1];
  if (location === undefined) throw new Error(badKmsKey(field, key));
  return location;
}

/**
 * Holds labels of a resource, which are for billing, against what Google Cloud takes.
 *
 * @throws for the first that it would refuse, and for those of Google's own
 */
export function assertResourceLabels(labels: { readonly [label: string]: string } = {}): void {
  for (const [key, value] of Object.entries(labels)) {
    const isText = typeof value === 'string' && (Token.isUnresolved(value) || LABEL.value.test(value));
    if (!isText || !LABEL.key.test(key) || key.startsWith('goog-')) throw new Error(badResourceLabel(key, value));
  }
}
