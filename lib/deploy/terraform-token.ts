/** Where in a value something was found, as dotted path. */
export interface TokenFinding {
  /** Path inside the value, such as `spec.template.spec.containers.0.env.0.value`. */
  readonly path: string;

  /** The token as it would be written. */
  readonly token: string;
}

// How cdktf marks a value that only Terraform knows: string, list and map tokens as text, number tokens as doubles
// whose upper 16 bits no ordinary number has.
const TEXT_TOKEN = /[$#&]\{TfToken\[[^\]]*\]\}/;
const NUMBER_TOKEN_MARKS = [0xfdff, 0xfbff];

function isNumberToken(value: number): boolean {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return NUMBER_TOKEN_MARKS.includes(view.getUint16(0));
}

/**
 * Every Terraform token inside a plain value, keys of objects included.
 *
 * @param value what `ApiObject.toJson()` gives
 * @param path path of the value itself
 */
export function findTerraformTokens(value: unknown, path = ''): TokenFinding[] {
  const at = (key: string | number) => (path === '' ? String(key) : `${path}.${key}`);
  if (typeof value === 'string') {
    const token = TEXT_TOKEN.exec(value)?.[0];
    return token === undefined ? [] : [{ path, token }];
  }
  if (typeof value === 'number') return isNumberToken(value) ? [{ path, token: String(value) }] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => findTerraformTokens(item, at(index)));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...findTerraformTokens(key, at(key)),
    ...findTerraformTokens(item, at(key)),
  ]);
}
