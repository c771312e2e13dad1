import { assertNoErrors, type Finding } from '../finding';
import {
  describeType,
  describeValue,
  heldBy,
  isKnownLater,
  isToken,
  PROP_REQUIRED,
  PROP_TYPE,
  PROP_UNKNOWN,
  requiredFix,
  typeFix,
  unknownFix,
} from './prop-messages';
import { PROP_CLASSES, PROP_ENUMS, PROP_SHAPES } from './prop-shapes.generated';

/** What a check of properties lets pass. */
export interface PropCheckOptions {
  /**
   * Whether the object may have properties that its interface does not have, because it is of a wider one that was checked.
   *
   * @default false
   */
  readonly mayHaveMore?: boolean;

  /**
   * Name of the parameter.
   *
   * @default - `options` for a shape that ends so, `attributes` likewise, and `props` for every other
   */
  readonly name?: string;
}

type Fields = { readonly [field: string]: unknown };

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where in the properties a value is, and whose they are. */
interface Place {
  /** Path of the construct. */
  readonly construct: string;
  /** Path of the value in the properties, such as `shimSettings[0].shim`. */
  readonly field: string;
  readonly isOptional: boolean;
}

function wrongType({ construct, field, isOptional }: Place, value: unknown, declared: string): Finding[] {
  const held = heldBy(value, declared);
  if (held !== undefined) {
    return [PROP_TYPE.find(construct, `${field} is ${describeValue(value)}`, `pass ${held}`)];
  }
  const message = `${field} is ${describeValue(value)}, and must be ${describeType(declared)}`;
  return [PROP_TYPE.find(construct, message, typeFix(value, declared, isOptional))];
}

function typeFindings(place: Place, value: unknown, declared: string): Finding[] {
  const at = (field: string): Place => ({ ...place, field: `${place.field}${field}`, isOptional: false });
  if (declared === 'unknown') return [];
  if (declared.endsWith('~')) return isKnownLater(value) ? [] : typeFindings(place, value, declared.slice(0, -1));
  if (declared.endsWith('[]')) {
    if (!Array.isArray(value)) return wrongType(place, value, declared);
    return [...value.keys()].flatMap((index) => typeFindings(at(`[${index}]`), value[index], declared.slice(0, -2)));
  }
  if (declared.endsWith('{}')) {
    if (!isObject(value) || isToken(value)) return wrongType(place, value, declared);
    return Object.keys(value).flatMap((key) => typeFindings(at(`.${key}`), value[key], declared.slice(0, -2)));
  }
  if (Object.hasOwn(PROP_SHAPES, declared)) {
    if (!isObject(value) || isToken(value) || heldBy(value, declared)) return wrongType(place, value, declared);
    return fieldFindings(place, value, declared, place.field, false);
  }
  return isOfType(value, declared) ? [] : wrongType(place, value, declared);
}

function isOfType(value: unknown, declared: string): boolean {
  if (declared === 'number') return Number.isFinite(value);
  if (Object.hasOwn(PROP_ENUMS, declared)) return Object.values(PROP_ENUMS[declared] as object).includes(value);
  if (!Object.hasOwn(PROP_CLASSES, declared)) return typeof value === declared;
  const { members, makers } = PROP_CLASSES[declared] as (typeof PROP_CLASSES)[string];
  if (!isObject(value) || !members.every((name) => name in value)) return false;
  // An interface without a maker is implemented by users; a class has instances only.
  return members.length > 0 || makers.length === 0 || Object.getPrototypeOf(value) !== Object.prototype;
}

/** A property as it is declared. */
interface Declared {
  readonly name: string;
  readonly type: string;
  readonly isOptional: boolean;
}

/** The declared properties of each interface that was asked for, by name. */
const DECLARED = new Map<string, ReadonlyMap<string, Declared>>();

/** Every property of an interface, with those that it extends. */
function declaredFields(shape: string): ReadonlyMap<string, Declared> {
  const known = DECLARED.get(shape);
  if (known !== undefined) return known;
  const { '...': bases = '', ...own } = PROP_SHAPES[shape] as { readonly [prop: string]: string };
  const fields = new Map<string, Declared>();
  for (const base of bases.split(' ').filter((it) => it !== '')) {
    for (const [name, declared] of declaredFields(base)) fields.set(name, declared);
  }
  for (const [name, declared] of Object.entries(own)) {
    const isOptional = declared.endsWith('?');
    fields.set(name, { name, type: isOptional ? declared.slice(0, -1) : declared, isOptional });
  }
  DECLARED.set(shape, fields);
  return fields;
}

function fieldFindings(place: Place, value: Fields, shape: string, owner: string, mayHaveMore: boolean): Finding[] {
  const { construct } = place;
  const fields = declaredFields(shape);
  const found: Finding[] = [];
  for (const name of mayHaveMore ? [] : Object.keys(value)) {
    if (fields.has(name) || value[name] === undefined) continue;
    found.push(PROP_UNKNOWN.find(construct, `${owner} has no property ${name}`, unknownFix(name, [...fields.keys()])));
  }
  for (const { name, type, isOptional } of fields.values()) {
    if (value[name] !== undefined) {
      const field = place.field === '' ? name : `${place.field}.${name}`;
      found.push(...typeFindings({ construct, field, isOptional }, value[name], type));
    } else if (!isOptional && type !== 'unknown') {
      found.push(PROP_REQUIRED.find(construct, `${owner} needs ${name}`, requiredFix(type)));
    }
  }
  return found;
}

/** What a parameter with an interface is called by convention. */
function parameterOf(shape: string): string {
  if (shape.endsWith('Options')) return 'options';
  return shape.endsWith('Attributes') ? 'attributes' : 'props';
}

/**
 * Holds properties against their declaration, for programs that no compiler has checked.
 *
 * @param shape name of the interface
 * @param props the properties
 * @param path path of the construct that they are for
 * @param options what passes
 * @returns a finding for each property of another type, unknown, or missing
 */
export function validateProps(
  shape: string,
  props: unknown,
  path: string,
  { mayHaveMore = false, name = parameterOf(shape) }: PropCheckOptions = {},
): Finding[] {
  const place = { construct: path, field: '', isOptional: false };
  if (!isObject(props)) return wrongType({ ...place, field: name }, props, shape);
  return fieldFindings(place, props, shape, shape.replace(/(Props|Attributes|Options)$/, ''), mayHaveMore);
}

/**
 * Refuses properties that are not as declared.
 *
 * @param shape name of the interface
 * @param props the properties
 * @param path path of the construct that they are for; empty for a function
 * @param options what passes
 * @throws FindingsError that names each property of another type, unknown, or missing
 */
export function assertProps(shape: string, props: unknown, path = '', options: PropCheckOptions = {}): void {
  assertNoErrors(validateProps(shape, props, path, options));
}

/**
 * Holds a parameter against its declaration.
 *
 * @param name name of the parameter
 * @param value its value
 * @param declared its type, as in `PROP_SHAPES`
 * @param path path of the construct that it is for; empty for a function
 * @returns a finding for each value of another type, unknown, or missing
 */
export function validateParameter(name: string, value: unknown, declared: string, path = ''): Finding[] {
  return typeFindings({ construct: path, field: name, isOptional: false }, value, declared);
}

/**
 * Refuses a parameter that is not as declared.
 *
 * @param name name of the parameter
 * @param value its value
 * @param declared its type, as in `PROP_SHAPES`
 * @param path path of the construct that it is for; empty for a function
 * @throws FindingsError that names what is of another type
 */
export function assertParameter(name: string, value: unknown, declared: string, path = ''): void {
  assertNoErrors(validateParameter(name, value, declared, path));
}
