import { App, type ResolutionContext } from 'cdk8s';
import { Fn, Token, Tokenization } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { Manifest } from '../deploy/manifest';
import { TerraformTokenGuard } from '../deploy/terraform-token-guard';

const TOKENS = /(\$\{TfToken\[[^\]]*\]\})/;

/** cdk8s would call `resolve()` of a value of cdktf, such as a boolean that only Terraform knows, without what cdktf needs for it. */
const AS_TEXT = {
  resolve: (context: ResolutionContext) => {
    if (Tokenization.isResolvable(context.value)) context.replaceValue(Token.asString(context.value));
  },
};

/**
 * Renders a tree whose values may be Terraform tokens.
 *
 * @param scope any construct of the tree
 * @param render what renders it
 * @returns what `render` returns
 */
export function withTokens<T>(scope: IConstruct, render: () => T): T {
  const { resolvers } = App.of(scope);
  resolvers.unshift(AS_TEXT);
  try {
    return TerraformTokenGuard.permit(scope, render);
  } finally {
    resolvers.splice(resolvers.indexOf(AS_TEXT), 1);
  }
}

/**
 * Values of a Helm release that hold objects, as JSON text. Where an object holds a value that only Terraform knows, the text
 * has an expression that Terraform fills in.
 *
 * @param manifests the objects
 */
export function releaseValues(manifests: readonly Manifest[]): string {
  return `{"manifests":${json(manifests)}}`;
}

function json(value: unknown): string {
  if (typeof value === 'string') return textJson(value);
  // `jsonencode()` keeps numbers, lists and maps what they are.
  if (Token.isUnresolved(value)) return Fn.jsonencode(value);
  if (Array.isArray(value)) return `[${value.map(json).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, item]) => item !== undefined);
    return `{${fields.map(([key, item]) => `${json(key)}:${json(item)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

function textJson(text: string): string {
  // Each second piece is a token.
  const pieces = text.split(TOKENS);
  if (pieces.length === 1) return literal(text);
  if (pieces.every((piece, index) => (index === 1) === (piece !== ''))) return Fn.jsonencode(text);
  const inner = pieces.map((piece, index) => (index % 2 === 1 ? unquoted(piece) : literal(piece).slice(1, -1)));
  return `"${inner.join('')}"`;
}

/** In Terraform's JSON every text is a template. */
const literal = (text: string) => JSON.stringify(text).replace(/\$\{/g, '$$${').replace(/%\{/g, '%%{');

const QUOTE = Fn.rawString('"');

/** What Terraform puts in, escaped for the inside of a JSON text. */
const unquoted = (token: string) => Fn.trimsuffix(Fn.trimprefix(Fn.jsonencode(token), QUOTE), QUOTE);
