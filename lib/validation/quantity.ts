import { type Finding, FindingsError } from './finding';
import { isQuantity } from './kubernetes-names';
import { badQuantity, quantityOfAnother } from './messages';

const SUFFIXES: { readonly [suffix: string]: number } = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

function parse(field: string, quantity: string): number {
  if (!isQuantity(quantity)) throw new FindingsError([badQuantity(field, quantity)]);
  const [, number = '', suffix = ''] = /^([0-9.]+(?:[eE][+-]?[0-9]+)?)([A-Za-z]*)$/.exec(quantity) ?? [];
  return Number(number) * (SUFFIXES[suffix] ?? Number.NaN);
}

/**
 * CPUs of a Kubernetes quantity.
 *
 * @param field what holds it, for the message
 * @param quantity such as `250m` or `2`
 * @throws for a text that is not a quantity
 */
export function cpus(field: string, quantity: string): number {
  return parse(field, quantity);
}

/**
 * Bytes of a Kubernetes quantity, rounded up as Kubernetes does.
 *
 * @param field what holds it, for the message
 * @param quantity such as `512Mi` or `1Gi`
 * @throws for a text that is not a quantity
 */
export function bytes(field: string, quantity: string): number {
  return Math.ceil(parse(field, quantity));
}

/**
 * MiB of a Kubernetes quantity, rounded up.
 *
 * @param field what holds it, for the message
 * @param quantity such as `512Mi` or `1Gi`
 * @throws for a text that is not a quantity
 */
export function mebibytes(field: string, quantity: string): number {
  return Math.ceil(parse(field, quantity) / 2 ** 20);
}

/** Suffixes that make no sense with a resource, although Kubernetes takes them. */
const FOREIGN_SUFFIXES: { readonly [resource: string]: RegExp } = {
  cpu: /[kKMGTPE]i?$/,
  memory: /[num]$/,
  'ephemeral-storage': /[num]$/,
};

/**
 * What is wrong with an amount of a resource; undefined when nothing is. Millibytes and kilobytes of CPU are amounts to Kubernetes,
 * and mistakes.
 *
 * @param field what holds it, for the message
 * @param resource name of the resource
 * @param value the amount
 */
export function quantityProblem(field: string, resource: string, value: unknown): Finding | undefined {
  if (!isQuantity(value)) return badQuantity(field, value);
  const foreign = Object.hasOwn(FOREIGN_SUFFIXES, resource) ? FOREIGN_SUFFIXES[resource] : undefined;
  return foreign?.test(value as string) === true ? quantityOfAnother(field, value) : undefined;
}
