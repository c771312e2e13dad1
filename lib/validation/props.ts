import { PROP_CLASSES, PROP_SHAPES } from './prop-shapes.generated';

/** How a value is called in a sentence. */
function described(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** A property of another type than its declaration has. */
function wrongType(path: string, value: unknown, expected: string): string {
  return `${path} is ${described(value)}, and must be ${expected}; correct it, or leave it out if it is optional`;
}

const isObject = (value: unknown): value is { readonly [field: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function problem(path: string, value: unknown, shape: string): string | undefined {
  if (shape === 'anything') return undefined;
  if (shape === 'text') return typeof value === 'string' ? undefined : wrongType(path, value, 'a text');
  if (shape === 'number') return Number.isFinite(value) ? undefined : wrongType(path, value, 'a number');
  if (shape === 'boolean') return typeof value === 'boolean' ? undefined : wrongType(path, value, 'true or false');
  if (shape.endsWith('[]')) {
    if (!Array.isArray(value)) return wrongType(path, value, 'a list');
    return first([...value.keys()], (index) => problem(`${path}[${index}]`, value[index], shape.slice(0, -2)));
  }
  if (!isObject(value)) return wrongType(path, value, shape.endsWith('{}') ? 'a map' : `an object (${shape})`);
  if (shape.endsWith('{}')) {
    return first(Object.keys(value), (key) => problem(`${path}.${key}`, value[key], shape.slice(0, -2)));
  }
  const members = Object.hasOwn(PROP_CLASSES, shape) ? PROP_CLASSES[shape] : undefined;
  if (members) return members.every((name) => name in value) ? undefined : wrongType(path, value, `a ${shape}`);
  return fieldProblem(path, value, shape);
}

function fieldProblem(path: string, value: { readonly [field: string]: unknown }, shape: string): string | undefined {
  const { '...': bases, ...fields } = PROP_SHAPES[shape] as { readonly [prop: string]: string };
  return (
    first(bases?.split(' ') ?? [], (base) => fieldProblem(path, value, base)) ??
    first(Object.keys(fields), (name) => {
      const declared = fields[name] as string;
      const optional = declared.endsWith('?');
      if (optional && value[name] === undefined) return undefined;
      return problem(path === '' ? name : `${path}.${name}`, value[name], optional ? declared.slice(0, -1) : declared);
    })
  );
}

function first<T>(items: readonly T[], find: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Holds a parameter against its declaration.
 *
 * @param name name of the parameter
 * @param value its value
 * @param shape its type, as in `PROP_SHAPES`
 * @throws when it is of another type, naming what
 */
export function assertParameter(name: string, value: unknown, shape: string): void {
  const found = problem(name, value, shape);
  if (found !== undefined) throw new Error(found);
}

/**
 * Holds properties against their declaration, for programs that no compiler has checked.
 *
 * @param shape name of the interface
 * @param props the properties
 * @throws for the first that is of another type, naming it
 */
export function assertProps(shape: string, props: unknown): void {
  const found = isObject(props) ? fieldProblem('', props, shape) : wrongType('props', props, `an object (${shape})`);
  if (found !== undefined) throw new Error(found);
}
