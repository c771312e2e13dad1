import { Token } from 'cdktf';

/**
 * A value as a sentence quotes it: tokens, which stand for what only Terraform knows, have no text that a reader could use.
 *
 * @param value any value
 */
export function quoted(value: unknown): string {
  return Token.isUnresolved(value) ? 'a value that only Terraform knows' : `'${String(value)}'`;
}

/** Whether a value is a whole number of a range; a token passes. */
export function mayBeInteger(value: unknown, low: number, high: number): boolean {
  if (Token.isUnresolved(value)) return true;
  return isInteger(value, low, high);
}

/** Whether a value is a whole number of a range, and known while the program runs. */
export function isInteger(value: unknown, low: number, high: number): boolean {
  if (Token.isUnresolved(value)) return false;
  return Number.isInteger(value) && Number(value) >= low && Number(value) <= high;
}

/** A list for Terraform: a copy of the items, or the token that stands for the whole list. */
export function listOrToken<T>(values: readonly T[]): T[] {
  return Token.isUnresolved(values) ? (values as T[]) : [...values];
}

/** The items of a list that are known while the program runs. */
export function knownItems(values: readonly string[] | undefined): string[] {
  if (values === undefined || Token.isUnresolved(values)) return [];
  return values.filter((value) => !Token.isUnresolved(value));
}
