import { createHash } from 'node:crypto';

/**
 * A text as the name of an object, the same each time: lower-case letters, digits and dashes. One that had to be changed ends in a hash of
 * what it would have been.
 *
 * @param text what the object would be called
 * @param longest most characters of the name
 */
export function shortName(text: string, longest: number): string {
  const clean = text
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (clean === text && text.length <= longest) return text;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return `${clean.slice(0, longest - hash.length - 1).replace(/-+$/, '')}-${hash}`;
}
