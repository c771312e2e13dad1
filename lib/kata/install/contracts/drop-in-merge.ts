import { parse, stringify } from 'smol-toml';

/** Settings by name, or sections by name. */
export interface Settings {
  readonly [name: string]: unknown;
}

/**
 * Merges several drop-ins. Where two set one key, the later one wins. A single text stays as it was written.
 *
 * @param layers TOML, or settings; undefined for none
 * @returns TOML; undefined where there is nothing
 */
export function mergeDropIns(layers: readonly (string | Settings | undefined)[]): string | undefined {
  const given = layers.filter((layer) => layer !== undefined);
  const [only] = given;
  if (only === undefined) return undefined;
  if (given.length === 1 && typeof only === 'string') return only;
  return stringify(given.map((layer) => (typeof layer === 'string' ? parse(layer) : layer)).reduce(merge, {}));
}

function merge(base: Settings, over: Settings): Settings {
  const merged: { [name: string]: unknown } = { ...base };
  for (const [name, value] of Object.entries(over)) {
    const below = merged[name];
    merged[name] = isTable(below) && isTable(value) ? merge(below, value) : value;
  }
  return merged;
}

/** A table of TOML; its dates are objects of a class. */
function isTable(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
