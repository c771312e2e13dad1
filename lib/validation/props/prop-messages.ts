import { Severity } from '../finding';
import { nearest } from '../nearest';
import { Rule } from '../rule';
import { PROP_CLASSES, PROP_ENUMS, PROP_HOLDERS, PROP_SHAPES } from './prop-shapes.generated';

/** A property of another type than its declaration has. */
export const PROP_TYPE = new Rule({
  id: 'props/type',
  severity: Severity.ERROR,
  meaning: 'a property has a value of another type than its declaration',
  fix: 'pass a value of the declared type',
});

/** A property that the interface does not have. */
export const PROP_UNKNOWN = new Rule({
  id: 'props/unknown',
  severity: Severity.ERROR,
  meaning: 'a property is not in the interface, so that nothing would read it',
  fix: 'correct the name, or remove the property',
});

/** A property that must be given. */
export const PROP_REQUIRED = new Rule({
  id: 'props/required',
  severity: Severity.ERROR,
  meaning: 'a required property is missing',
  fix: 'give it',
});

/** As many names as a sentence can hold. */
const MOST_NAMES = 12;

/** `a, b or c`, of many the first. */
export function alternatives(names: readonly string[]): string {
  if (names.length > MOST_NAMES) {
    return `${names.slice(0, MOST_NAMES).join(', ')} or one of ${names.length - MOST_NAMES} more`;
  }
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** `a KataShim`, `an IGkeNetwork`. */
function withArticle(noun: string): string {
  return `${/^([AEIO]|u[^n])/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** Name of an object's class; undefined for plain data. */
function className(value: object): string | undefined {
  const prototype = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return undefined;
  return prototype.constructor.name;
}

/** How a value is called in a sentence. */
export function describeValue(value: unknown): string {
  if (isKnownLater(value)) return 'a token, whose value is not known yet';
  if (typeof value === 'string') return value.length > 80 ? `'${value.slice(0, 77)}...'` : `'${value}'`;
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return 'a list';
  if (typeof value !== 'object' || value === null) return String(value);
  const name = className(value);
  return name === undefined ? 'an object' : withArticle(name);
}

/** What a declared type is called in a sentence. */
export function describeType(declared: string): string {
  if (declared.endsWith('~')) return describeType(declared.slice(0, -1));
  if (declared.endsWith('[]')) return 'a list';
  if (declared.endsWith('{}')) return 'a record';
  if (declared === 'boolean') return 'true or false';
  if (declared === 'number') return 'a finite number';
  if (Object.hasOwn(PROP_ENUMS, declared)) {
    return Object.values(PROP_ENUMS[declared] ?? {}).length === 1 ? 'the value' : `one of ${values(declared)}`;
  }
  if (Object.hasOwn(PROP_SHAPES, declared)) return `an object (${declared})`;
  return withArticle(declared);
}

function values(closedSet: string): string {
  return Object.values(PROP_ENUMS[closedSet] ?? {}).join(', ');
}

/** How cdktf writes a text, the item of a list and a number that it resolves later. */
const TEXT_TOKEN = /^[$#]\{TfToken\[[^\]]+\]\}$/;
const NUMBER_TOKEN = -1e298;

/** A value that is known later, in whichever form: a token, or the text or number that stands for one. */
export function isKnownLater(value: unknown): boolean {
  if (typeof value === 'string') return TEXT_TOKEN.test(value);
  return typeof value === 'number' ? value < NUMBER_TOKEN : isToken(value);
}

/** A value that cdktf or cdk8s resolves later. */
export function isToken(value: unknown): boolean {
  const { resolve, produce } = (value ?? {}) as { readonly resolve?: unknown; readonly produce?: unknown };
  return typeof resolve === 'function' || typeof produce === 'function';
}

/** The names that were probably meant: the nearest one, or else those that hold what was written. */
export function meantBy(name: string, known: readonly string[]): readonly string[] {
  const near = nearest(name, known);
  if (near !== undefined) return [near];
  return name.length < 3 ? [] : known.filter((it) => it.toLowerCase().includes(name.toLowerCase()));
}

/** What to do about a property that is not there. */
export function unknownFix(name: string, known: readonly string[]): string {
  const meant = meantBy(name, known);
  if (meant.length > 0) return `write ${alternatives(meant)}`;
  return known.length > MOST_NAMES ? 'remove it' : `remove it; there is ${known.join(', ')}`;
}

/** Expressions that yield a value of the type; empty for what is written as it stands. */
function expressions(declared: string): readonly string[] {
  const { makers = [], constants = {} } = Object.hasOwn(PROP_CLASSES, declared) ? (PROP_CLASSES[declared] ?? {}) : {};
  return [...Object.keys(constants).map((name) => `${declared}.${name}`), ...makers];
}

/** What to pass for a property that is missing. */
export function requiredFix(declared: string): string {
  const ways = expressions(declared.replace(/(\[\]|~)+$/, ''));
  return `pass ${ways.length > 0 ? alternatives(ways) : describeType(declared)}`;
}

/** A name without what differs between spellings of it: `runtime-rs`, `RUNTIME_RS`, `RuntimeRs`. */
const plain = (name: string) => name.replace(/[^A-Za-z0-9]+/g, '').toLowerCase();

/** Constants as somebody writes them who has seen the value only: `4.1.0` is V4_1_0, `qemu` is QEMU. */
function constantOf(declared: string, value: string): string | undefined {
  const { constants = {} } = PROP_CLASSES[declared] ?? {};
  const names = Object.keys(constants);
  const written = plain(value);
  return (
    names.find((name) => constants[name] !== '' && plain(constants[name] as string) === written) ??
    names.find((name) => plain(name) === written || plain(name) === `v${written}`) ??
    similarConstant(declared, value)
  );
}

/**
 * The constant that was probably meant by a text that none has: `kata-qemu` and `qemuu` are QEMU.
 *
 * @param declared name of the class
 * @param value what was written
 * @param offered texts of the constants that may be named; all if not given
 * @returns undefined where no constant is similar, and where one has the text
 */
export function similarConstant(declared: string, value: string, offered?: readonly string[]): string | undefined {
  const { constants = {} } = PROP_CLASSES[declared] ?? {};
  if (Object.values(constants).includes(value)) return undefined;
  // Constants without a text are of versions, and a similar version is not what was meant.
  const words = Object.entries(constants)
    .filter(([, text]) => text !== '' && (offered === undefined || offered.includes(text)))
    .flatMap(([name, text]) => [text, name]);
  const [end] = words.filter((word) => value.endsWith(`-${word}`)).sort((a, b) => b.length - a.length);
  const meant = end ?? nearest(value, words);
  return Object.keys(constants).find((name) => name === meant || constants[name] === meant);
}

/** What to write in place of a member of a closed set that there is not: the one that differs in spelling alone. */
function memberFix(declared: string, value: unknown): string | undefined {
  if (typeof value !== 'string' || plain(value) === '') return undefined;
  const members = PROP_ENUMS[declared] ?? {};
  const fits = (text: string) => plain(text).startsWith(plain(value)) || plain(value).startsWith(plain(text));
  const meant = Object.keys(members).filter((name) => fits(name) || fits(members[name] as string));
  if (meant.length !== 1) return undefined;
  return declared.includes('|') ? `write '${members[meant[0] as string]}'` : `write ${declared}.${meant[0]}`;
}

/** What to pass for a value that only Terraform knows; what is decided here needs a literal or a construct. */
function tokenFix(declared: string): string {
  const ways = expressions(declared);
  if (ways.length > 0) return `pass ${alternatives(ways)}`;
  const wrapped: { readonly [type: string]: string } = {
    string: 'Token.asString()',
    number: 'Token.asNumber()',
    'string[]': 'Token.asList()',
  };
  return Object.hasOwn(wrapped, declared)
    ? `wrap it in ${wrapped[declared]} of cdktf, or give a literal`
    : 'give a literal';
}

/**
 * What to do about a value of another type: what was probably meant, or how one is made.
 *
 * @param value the value
 * @param declared its declared type
 * @param isOptional whether it may be left out
 */
export function typeFix(value: unknown, declared: string, isOptional: boolean): string {
  const correct = isOptional ? 'correct it, or leave it out' : 'correct it';
  if (isKnownLater(value)) return tokenFix(declared);
  if (declared.endsWith('[]') && value !== null && typeof value !== 'object') return 'write it in brackets, as a list';
  if (declared === 'boolean' && (value === 'true' || value === 'false')) return `write ${value} without quotes`;
  if (declared === 'number' && typeof value === 'string' && Number.isFinite(Number.parseFloat(value))) {
    return `write ${Number.parseFloat(value)} without quotes`;
  }
  if (Object.hasOwn(PROP_ENUMS, declared)) return memberFix(declared, value) ?? correct;
  if (Object.hasOwn(PROP_CLASSES, declared)) {
    const constant = typeof value === 'string' ? constantOf(declared, value) : undefined;
    if (constant !== undefined) return `write ${declared}.${constant}`;
    const { constants = {} } = PROP_CLASSES[declared] ?? {};
    const names = Object.keys(constants);
    if (value === undefined && names.length > 0) {
      return `is the name misspelt? ${declared} has ${alternatives(names)}`;
    }
    const ways = expressions(declared);
    return ways.length > 0 ? `pass ${alternatives(ways)}` : correct;
  }
  return correct;
}

/** Variables that the examples do not call by the last word of their class. */
const VARIABLES: { readonly [name: string]: string } = { KataRuntime: 'kata' };

/** The property of a class's instance that was meant, when the instance itself was passed: `pool.placement`. */
export function heldBy(value: unknown, declared: string): string | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(PROP_HOLDERS, declared)) return undefined;
  const holders = PROP_HOLDERS[declared] ?? {};
  const name = className(value);
  if (name === undefined || !Object.hasOwn(holders, name)) return undefined;
  const variable = VARIABLES[name] ?? (name.match(/[A-Z][a-z0-9]*$/)?.[0] ?? name).toLowerCase();
  return `${variable}.${holders[name]}`;
}
