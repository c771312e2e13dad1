import { Fn, type IResolvable, type TerraformResource, Token, Tokenization } from 'cdktf';

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

/** A map for Terraform: a copy of the entries, or the token that stands for the whole map. */
export function mapOrToken(map: { readonly [key: string]: string } | IResolvable): { [key: string]: string } {
  if (Tokenization.isResolvable(map)) return Token.asStringMap(map);
  return Token.isUnresolved(map) ? (map as { [key: string]: string }) : { ...map };
}

/**
 * One of two texts, by a switch that may be known to Terraform only.
 *
 * @param isOn the switch
 * @param on text where it is on
 * @param off text where it is off
 */
export function choice(isOn: boolean | IResolvable, on: string, off: string): string {
  return typeof isOn === 'boolean' ? (isOn ? on : off) : Token.asString(Fn.conditional(isOn, on, off));
}

/** A text for Terraform: the text, or the token that stands for it. */
export function textOrToken(text: string | IResolvable): string {
  return typeof text === 'string' ? text : Token.asString(text);
}

/** The literal, or undefined for what only Terraform knows. */
export function literal<T>(value: T | IResolvable | undefined): T | undefined {
  return Token.isUnresolved(value) ? undefined : (value as T | undefined);
}

/**
 * Writes a block that is there or not by a switch of which only Terraform knows.
 *
 * @param resource the resource
 * @param block path of the block, such as `log_config`
 * @param isOn the switch
 * @param content attributes of the block, as Terraform calls them
 */
export function writeBlockIf(resource: TerraformResource, block: string, isOn: IResolvable, content: object): void {
  const path = block.split('.');
  const name = path.pop() as string;
  resource.addOverride([...path, 'dynamic', name].join('.'), { for_each: Fn.conditional(isOn, ['on'], []), content });
}
