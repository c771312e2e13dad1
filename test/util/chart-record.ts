import type { ObjectFacts } from './normalize-manifests';

/** Facts of every value set, by its name. */
export type FactSets = { readonly [set: string]: ObjectFacts };

/** A list that several objects have in common, by its number. */
const SHARED = '@';

/** Lists shorter than this are cheaper to repeat than to name. */
const SHARED_LENGTH = 100;

/**
 * Writes facts compactly: equal objects and long equal lists are kept once, one line each, so that a change of the
 * chart shows as a change of a line.
 *
 * @param sets the facts of each value set
 */
export function encodeRecord(sets: FactSets): string {
  const lists = new Numbers();
  const objects = new Numbers();
  const members = Object.entries(sets).map(([set, facts]) => [
    set,
    Object.entries(facts).map(([key, value]) => objects.of([key, share(value, lists)])),
  ]);
  return [
    '{',
    '  "lists": [',
    lists.lines(),
    '  ],',
    '  "objects": [',
    objects.lines(),
    '  ],',
    '  "sets": {',
    members.map(([set, numbers]) => `    ${JSON.stringify(set)}: ${JSON.stringify(numbers)}`).join(',\n'),
    '  }',
    '}',
    '',
  ].join('\n');
}

/**
 * Reads what {@link encodeRecord} wrote.
 *
 * @param text the record
 */
export function decodeRecord(text: string): FactSets {
  const { lists, objects, sets } = JSON.parse(text) as {
    readonly lists: readonly (readonly unknown[])[];
    readonly objects: readonly (readonly [string, unknown])[];
    readonly sets: { readonly [set: string]: readonly number[] };
  };
  return Object.fromEntries(
    Object.entries(sets).map(([set, numbers]) => [
      set,
      Object.fromEntries(
        numbers.map((number) => {
          const [key, value] = objects[number] as readonly [string, unknown];
          return [key, unshare(value, lists)];
        }),
      ) as ObjectFacts,
    ]),
  );
}

class Numbers {
  private readonly texts = new Map<string, number>();

  of(value: unknown): number {
    const text = JSON.stringify(value);
    const number = this.texts.get(text) ?? this.texts.size;
    this.texts.set(text, number);
    return number;
  }

  lines(): string {
    return [...this.texts.keys()].map((text) => `    ${text}`).join(',\n');
  }
}

function share(value: unknown, lists: Numbers): unknown {
  if (Array.isArray(value)) {
    const isLong = value.every((item) => typeof item === 'string') && JSON.stringify(value).length > SHARED_LENGTH;
    return isLong ? { [SHARED]: lists.of(value) } : value.map((item) => share(item, lists));
  }
  return value !== null && typeof value === 'object'
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, share(item, lists)]))
    : value;
}

function unshare(value: unknown, lists: readonly (readonly unknown[])[]): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => unshare(item, lists));
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  const number = (value as { readonly [SHARED]?: number })[SHARED];
  return number === undefined
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unshare(item, lists)]))
    : lists[number];
}
