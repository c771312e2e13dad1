import * as fs from 'node:fs';
import * as path from 'node:path';

type AttributeType = string | [string, AttributeType] | ['object', Record<string, AttributeType>];

interface Attribute {
  readonly type: AttributeType;
  readonly required?: boolean;
  readonly optional?: boolean;
}

interface Block {
  readonly attributes?: Record<string, Attribute>;
  readonly block_types?: Record<string, NestedBlock>;
}

interface NestedBlock {
  readonly nesting_mode: 'single' | 'list' | 'set' | 'map';
  readonly min_items?: number;
  readonly max_items?: number;
  readonly block: Block;
}

interface ProviderSchema {
  readonly resource_schemas: Record<string, { readonly block: Block }>;
  readonly data_source_schemas: Record<string, { readonly block: Block }>;
}

type Json = Record<string, unknown>;

/** What Terraform itself understands in every resource. */
const META_ARGUMENTS = ['//', 'depends_on', 'lifecycle', 'provider', 'count', 'for_each', 'provisioner', 'connection'];

const readSchema = (version: string): ProviderSchema =>
  JSON.parse(fs.readFileSync(path.join(__dirname, `../fixtures/google-provider-${version}.schema.json`), 'utf8'));

/** The parts of `terraform providers schema -json` of hashicorp/google that the library may use, by major version. */
export const GOOGLE_SCHEMAS: { readonly [major: string]: ProviderSchema } = {
  6: readSchema('6.50.0'),
  7: readSchema('7.45.0'),
};

/** The schemas that a stack must hold against: both, unless its constraint admits one major version alone. */
function schemasOf(terraform: Json): ProviderSchema[] {
  const { required_providers = {} } = (terraform.terraform ?? {}) as { required_providers?: Json };
  const version = String((required_providers.google as Json | undefined)?.version ?? '');
  return version.startsWith('~> 7') || version.startsWith('>= 7')
    ? [GOOGLE_SCHEMAS[7] as ProviderSchema]
    : Object.values(GOOGLE_SCHEMAS);
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isExpression = (value: unknown): boolean => typeof value === 'string' && value.includes('${');

function typeProblems(type: AttributeType, value: unknown, where: string): string[] {
  if (isExpression(value)) return [];
  if (Array.isArray(type)) {
    const [kind, element] = type;
    if (kind === 'object') return [];
    if (kind === 'map') {
      if (!isObject(value)) return [`${where}: is not a map`];
      return Object.entries(value).flatMap(([key, item]) =>
        typeProblems(element as AttributeType, item, `${where}.${key}`),
      );
    }
    if (!Array.isArray(value)) return [`${where}: is not a ${kind}`];
    return value.flatMap((item, index) => typeProblems(element as AttributeType, item, `${where}.${index}`));
  }
  const expected = type === 'bool' ? 'boolean' : type;
  return typeof value === expected ? [] : [`${where}: is ${JSON.stringify(value)}, not a ${type}`];
}

/** Blocks that Terraform repeats, or leaves out, by an expression. */
function dynamicProblems(schema: Block, dynamic: unknown, where: string): string[] {
  if (!isObject(dynamic)) return [`${where}: is not an object`];
  return Object.entries(dynamic).flatMap(([name, block]) => {
    const nested = schema.block_types?.[name];
    const { for_each, content, ...rest } = (isObject(block) ? block : {}) as Json;
    if (nested === undefined) return [`${where}.${name}: does not exist`];
    if (for_each === undefined || !isObject(content) || Object.keys(rest).some((key) => key !== 'iterator')) {
      return [`${where}.${name}: has not for_each and content alone`];
    }
    return blockProblems(nested.block, content, `${where}.${name}`);
  });
}

function blockProblems(schema: Block, value: Json, where: string): string[] {
  const problems: string[] = [];
  for (const [name, item] of Object.entries(value)) {
    if (name === 'dynamic') {
      problems.push(...dynamicProblems(schema, item, `${where}.dynamic`));
      continue;
    }
    const at = `${where}.${name}`;
    const attribute = schema.attributes?.[name];
    const nested = schema.block_types?.[name];
    if (attribute) {
      if (!attribute.required && !attribute.optional) problems.push(`${at}: is computed and cannot be set`);
      problems.push(...typeProblems(attribute.type, item, at));
    } else if (nested) {
      const items = Array.isArray(item) ? item : [item];
      if (items.length > 1 && (nested.nesting_mode === 'single' || nested.max_items === 1)) {
        problems.push(`${at}: is given ${items.length} times, at most once is allowed`);
      }
      items.forEach((block, index) => {
        if (isObject(block)) problems.push(...blockProblems(nested.block, block, `${at}.${index}`));
        else if (!isExpression(block)) problems.push(`${at}: is ${JSON.stringify(block)}, not a block`);
      });
    } else {
      problems.push(`${at}: does not exist`);
    }
  }
  for (const [name, attribute] of Object.entries(schema.attributes ?? {})) {
    if (attribute.required && value[name] === undefined) problems.push(`${where}.${name}: is required`);
  }
  for (const [name, nested] of Object.entries(schema.block_types ?? {})) {
    if ((nested.min_items ?? 0) > 0 && value[name] === undefined) problems.push(`${where}.${name}: is required`);
  }
  return problems;
}

/**
 * What the provider would refuse in a synthesized `cdk.tf.json`: attributes that do not exist or cannot be set,
 * required ones that are missing, wrong types and wrong nesting.
 */
export function schemaProblems(terraform: Json): string[] {
  return [...new Set(schemasOf(terraform).flatMap((schema) => problemsWith(terraform, schema)))];
}

function problemsWith(terraform: Json, schema: ProviderSchema): string[] {
  const sections: [string, Record<string, { readonly block: Block }>][] = [
    ['resource', schema.resource_schemas],
    ['data', schema.data_source_schemas],
  ];
  return sections.flatMap(([section, blocks]) =>
    Object.entries((terraform[section] ?? {}) as Record<string, Record<string, Json>>).flatMap(([type, instances]) => {
      const block = Object.hasOwn(blocks, type) ? blocks[type]?.block : undefined;
      if (!block) return type.startsWith('google_') ? [`${section}.${type}: is not in the schema fixture`] : [];
      return Object.entries(instances).flatMap(([name, value]) => {
        const own = Object.entries(value).filter(([key]) => !META_ARGUMENTS.includes(key));
        return blockProblems(block, Object.fromEntries(own), `${type}.${name}`);
      });
    }),
  );
}
