import { TOKEN_IN_TEXT } from '../../validation/rule';

/** Where in a value something was found, as dotted path. */
export interface TokenFinding {
  /** Path inside the value, such as `spec.template.spec.containers.0.env.0.value`. */
  readonly path: string;

  /** The token as it would be written. */
  readonly token: string;

  /**
   * Where the value comes from, such as `var.name of stack 'platform'`.
   *
   * @default - not known, as of functions of Terraform
   */
  readonly origin?: string;
}

/** What cdktf keeps of a reference to a variable, or to an attribute of a resource. */
interface TerraformReference {
  readonly identifier?: unknown;
  readonly originStack?: { readonly node: { readonly path: string } };
}

/** The tokens of this process, which cdktf and CDK Terrain keep here; this room loads neither. */
interface TokenMap {
  lookupToken(key: string): TerraformReference;
  lookupNumberToken(token: number): TerraformReference | undefined;
}

// cdktf writes number tokens as doubles whose upper 16 bits no ordinary number has.
const NUMBER_TOKEN_MARKS = [0xfdff, 0xfbff];

function isNumberToken(value: number): boolean {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return NUMBER_TOKEN_MARKS.includes(view.getUint16(0));
}

/** What cdktf keeps of a token; undefined for one that another process wrote, as in a file, for which cdktf throws. */
function referenceOf(tokens: TokenMap, token: string | number): TerraformReference | undefined {
  try {
    return typeof token === 'number' ? tokens.lookupNumberToken(token) : tokens.lookupToken(token.slice(10, -2));
  } catch {
    return undefined;
  }
}

/** Where the value of a token comes from; undefined when its token is not a reference. */
function originOf(token: string | number): string | undefined {
  const { __cdktfTokenMap: tokens } = globalThis as { readonly __cdktfTokenMap?: TokenMap };
  if (tokens === undefined) return undefined;
  const { identifier, originStack } = referenceOf(tokens, token) ?? {};
  if (typeof identifier !== 'string') return undefined;
  return originStack === undefined ? identifier : `${identifier} of stack '${originStack.node.path}'`;
}

function findingAt(path: string, token: string | number): TokenFinding {
  const origin = originOf(token);
  return { path, token: String(token), ...(origin !== undefined && { origin }) };
}

/** Number tokens are below every number that one writes. */
const isPlainNumber = (value: number) => value > -1e280;

/** Whether a value holds a token. It is faster than to look for the places, and few objects hold a token. */
function holdsToken(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('TfToken[');
  if (typeof value === 'number') return !isPlainNumber(value);
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(holdsToken);
  for (const key in value) {
    if (holdsToken((value as { readonly [field: string]: unknown })[key]) || key.includes('TfToken[')) return true;
  }
  return false;
}

/**
 * Every Terraform token inside a plain value, keys of objects included.
 *
 * @param value what `ApiObject.toJson()` gives
 */
export function findTerraformTokens(value: unknown): TokenFinding[] {
  return holdsToken(value) ? tokensIn(value, '') : [];
}

function tokensIn(value: unknown, path: string): TokenFinding[] {
  const at = (key: string | number) => (path === '' ? String(key) : `${path}.${key}`);
  if (typeof value === 'string') {
    const token = TOKEN_IN_TEXT.exec(value)?.[0];
    return token === undefined ? [] : [findingAt(path, token)];
  }
  if (typeof value === 'number') return isNumberToken(value) ? [findingAt(path, value)] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => tokensIn(item, at(index)));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [...tokensIn(key, at(key)), ...tokensIn(item, at(key))]);
}
