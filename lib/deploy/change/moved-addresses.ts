import { isJsonMap, type JsonMap } from '../objects/json-pointer';

interface Move {
  readonly from: string;
  readonly to: string;
}

/**
 * Where the `moved` blocks of a stack put resources: new addresses by those that the resources have.
 *
 * @param addresses addresses of all resources before
 * @param after the stack with the blocks
 * @see https://developer.hashicorp.com/terraform/language/modules/develop/refactoring
 */
export function movedAddresses(addresses: readonly string[], after: JsonMap): ReadonlyMap<string, string> {
  const origins = new Map(addresses.map((address) => [address, address]));
  for (const { from, to } of inOrder(movesOf(after))) {
    const origin = origins.get(from);
    // Terraform leaves a resource where it is when another one has the place that it would get.
    if (origin === undefined || origins.has(to)) continue;
    origins.delete(from);
    origins.set(to, origin);
  }
  return new Map([...origins].filter(([to, from]) => to !== from).map(([to, from]) => [from, to]));
}

function movesOf({ moved }: JsonMap): Move[] {
  const blocks = Array.isArray(moved) ? moved : [moved];
  return blocks.filter(isJsonMap).map(({ from, to }) => ({ from: String(from), to: String(to) }));
}

/** A move that goes on from where another one ends comes after that, in whatever order the stack has them. */
function inOrder(moves: readonly Move[]): Move[] {
  const rest = [...moves];
  const ordered: Move[] = [];
  while (rest.length > 0) {
    const first = rest.findIndex(({ from }) => !rest.some(({ to }) => to === from));
    // A circle, which Terraform refuses.
    if (first < 0) return ordered;
    ordered.push(...rest.splice(first, 1));
  }
  return ordered;
}

/** What begins or ends a template, an expression in it or a text in that, and what an expression calls a resource by. */
const PARTS = /\$\$\{|%%\{|[$%]\{|\\["\\]|["{}]|(?<![\w.-])[A-Za-z_]\w*\.[A-Za-z_][\w-]*/g;

/**
 * A value in which references to resources that moved have the new addresses, keys of maps included. Text outside of expressions
 * stays as it is.
 *
 * @param value any value of Terraform's JSON
 * @param addresses new addresses by old ones
 */
export function withMovedReferences(value: unknown, addresses: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return textWithMovedReferences(value, addresses);
  if (Array.isArray(value)) return value.map((item) => withMovedReferences(item, addresses));
  if (!isJsonMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      textWithMovedReferences(key, addresses),
      withMovedReferences(item, addresses),
    ]),
  );
}

function textWithMovedReferences(text: string, addresses: ReadonlyMap<string, string>): string {
  const within: ('expression' | 'text')[] = [];
  return text.replace(PARTS, (part) => {
    const isExpression = within.at(-1) === 'expression';
    if (part === '${' || part === '%{' || (part === '{' && isExpression)) within.push('expression');
    else if (part === '"' && isExpression) within.push('text');
    else if (part === '"' || (part === '}' && isExpression)) within.pop();
    else if (isExpression) return addresses.get(part) ?? part;
    return part;
  });
}
