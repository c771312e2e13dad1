import { createHash } from 'node:crypto';

/**
 * Name of a policy, which says what it opens and stays the same whatever else the program opens.
 *
 * @param verb what it does, such as `allow-egress`
 * @param hint a few words about the peer
 * @param content what tells it from other policies of the verb
 */
export function policyName(verb: string, hint: string, content: unknown): string {
  const slug = hint
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 32)
    .replace(/^-+|-+$/g, '');
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 8);
  return [verb, slug, hash].filter((part) => part !== '').join('-');
}
