import { isQuantity } from './kubernetes-names';
import { badQuantity } from './messages';

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
  if (!isQuantity(quantity)) throw new Error(badQuantity(field, quantity));
  const [, number = '', suffix = ''] = /^([0-9.]+(?:[eE][+-]?[0-9]+)?)([A-Za-z]*)$/.exec(quantity) ?? [];
  return Number(number) * (SUFFIXES[suffix] ?? Number.NaN);
}

/**
 * CPUs of a Kubernetes quantity.
 *
 * @param field what holds it, for the message
 * @param quantity such as `250m` or `2`
 * @throws when it is none
 */
export function cpus(field: string, quantity: string): number {
  return parse(field, quantity);
}

/**
 * Bytes of a Kubernetes quantity, rounded up as Kubernetes does.
 *
 * @param field what holds it, for the message
 * @param quantity such as `512Mi` or `1Gi`
 * @throws when it is none
 */
export function bytes(field: string, quantity: string): number {
  return Math.ceil(parse(field, quantity));
}

/**
 * MiB of a Kubernetes quantity, rounded up.
 *
 * @param field what holds it, for the message
 * @param quantity such as `512Mi` or `1Gi`
 * @throws when it is none
 */
export function mebibytes(field: string, quantity: string): number {
  return Math.ceil(parse(field, quantity) / 2 ** 20);
}
