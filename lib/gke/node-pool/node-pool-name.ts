import { createHash } from 'node:crypto';
import { Token } from 'cdktf';
import type { Finding } from '../../validation/finding';
import { NEEDED_IN_MANIFESTS, NODE_POOL_RULES } from './messages';

const NAME = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;

/** Length that GKE allows, without a dash and the hash. */
const LONGEST_NAME = 33;

/**
 * The id of a node pool as a name and a label: in lower case, with dashes for what neither can hold. Long ids are cut, and
 * end in a hash that keeps them apart.
 *
 * @param id id of the construct
 */
export function baseName(id: string): string {
  const name = id
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (name.length <= LONGEST_NAME) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 6);
  return `${name.slice(0, LONGEST_NAME - 7).replace(/-+$/, '')}-${hash}`;
}

/**
 * What is wrong with the text that changes the name of a node pool by hand.
 *
 * @param key the text, if there is one
 */
export function validateReplacementKey(key: string | undefined): Finding[] {
  if (!Token.isUnresolved(key)) return [];
  const message = 'replacementKey is only known to Terraform, so that another value would not change the name';
  return [NODE_POOL_RULES.name.find('', message, 'give a literal')];
}

/**
 * What is wrong with the name of a node pool.
 *
 * @param name the name, without the hash
 * @param id the id that the name was made of; undefined when `name` was given
 */
export function validateName(name: string, id?: string): Finding[] {
  const rule = NODE_POOL_RULES.name;
  const subject = id === undefined ? `name '${name}'` : `the name '${name}' that id '${id}' gives`;
  if (Token.isUnresolved(name)) {
    return [rule.find('', `name ${NEEDED_IN_MANIFESTS}`, 'give a literal')];
  }
  if (name === 'default-pool') {
    const why = 'is that of the pool which every cluster is created with, and which Terraform removes';
    return [rule.find('', `${subject} ${why}`, 'give another name')];
  }
  if (typeof name === 'string' && NAME.test(name) && name.length <= LONGEST_NAME) return [];
  const fix = id === undefined ? rule.fix : `set name: ${rule.fix}`;
  return [rule.find('', `${subject} is not one that GKE takes`, fix)];
}
