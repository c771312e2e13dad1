import { isJsonMap } from '../objects/json-pointer';

/** How a path is written. */
export interface PathStyle {
  /** A key as it stands in a path. */
  readonly key: (key: string) => string;

  /** What stands before each key. */
  readonly separator: string;
}

/** JSON pointers. */
export const POINTER: PathStyle = { key: (key) => key.replace(/~/g, '~0').replace(/\//g, '~1'), separator: '/' };

/**
 * Where two values of JSON differ: the deepest paths at which both have something, or one has nothing. A field that is absent
 * is the same as one without a value.
 *
 * @param before one value
 * @param after the other one
 * @param style how paths are written
 * @param path path of both
 */
export function differences(before: unknown, after: unknown, style: PathStyle = POINTER, path = ''): string[] {
  if (before === after) return [];
  const at = (key: string) =>
    `${path}${path === '' && style.separator === '.' ? '' : style.separator}${style.key(key)}`;
  if (isJsonMap(before) && isJsonMap(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => differences(before[key], after[key], style, at(key)));
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, index) => differences(item, after[index], style, at(`${index}`)));
  }
  return isEmpty(before) && isEmpty(after) ? [] : [path];
}

const isEmpty = (value: unknown) => value === undefined || value === null;

/**
 * Whether one path leads to a place in, at or around another one.
 *
 * @param path a path
 * @param other another one
 * @param separator what stands between keys
 */
export function overlaps(path: string, other: string, separator: string): boolean {
  return (
    `${path}${separator}`.startsWith(`${other}${separator}`) || `${other}${separator}`.startsWith(`${path}${separator}`)
  );
}
