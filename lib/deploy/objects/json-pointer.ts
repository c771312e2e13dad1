/** A map of JSON. */
export type JsonMap = Record<string, unknown>;

/**
 * Whether a value is a map.
 *
 * @param value any value
 */
export function isJsonMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isContainer = (value: unknown): value is JsonMap => typeof value === 'object' && value !== null;
const escapeKey = (key: string) => key.replace(/~/g, '~0').replace(/\//g, '~1');
const unescapeKey = (key: string) => (key.includes('~') ? key.replace(/~1/g, '/').replace(/~0/g, '~') : key);

/** A value, and the JSON pointer to it. */
export interface Located {
  readonly pointer: string;
  readonly value: unknown;
}

/**
 * The values directly below a value, by pointer.
 *
 * @param value a map or list; another value has none
 * @param pointer pointer to it
 */
export function childrenOf(value: unknown, pointer = ''): Located[] {
  if (!isContainer(value)) return [];
  return Object.entries(value).map(([key, child]) => ({ pointer: `${pointer}/${escapeKey(key)}`, value: child }));
}

/**
 * The values to which a JSON pointer leads, in which `*` stands for each of a list or map.
 *
 * @param value where to begin
 * @param pointer the pointer
 */
export function resolveJsonPointer(value: unknown, pointer: string): Located[] {
  if (!pointer.includes('*')) {
    const found = valueAtPointer(value, pointer);
    return found === undefined ? [] : [{ pointer, value: found }];
  }
  return pointer
    .split('/')
    .slice(1)
    .reduce<Located[]>(
      (found, part) =>
        found.flatMap((at) => {
          if (part === '*') return childrenOf(at.value, at.pointer);
          const key = unescapeKey(part);
          const has = isContainer(at.value) && Object.hasOwn(at.value, key);
          return has ? [{ pointer: `${at.pointer}/${part}`, value: (at.value as JsonMap)[key] }] : [];
        }),
      [{ pointer: '', value }],
    );
}

/**
 * The value at a JSON pointer without `*`.
 *
 * @param value where to begin
 * @param pointer the pointer
 * @returns undefined where it leads nowhere
 */
export function valueAtPointer(value: unknown, pointer: string): unknown {
  let at = value;
  for (let from = pointer.indexOf('/'); from >= 0; ) {
    const to = pointer.indexOf('/', from + 1);
    const key = unescapeKey(to < 0 ? pointer.slice(from + 1) : pointer.slice(from + 1, to));
    if (!isContainer(at) || !Object.hasOwn(at, key)) return undefined;
    at = at[key];
    from = to;
  }
  return at;
}
