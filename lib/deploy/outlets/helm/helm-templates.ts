import { Yaml } from 'cdk8s';
import type { Manifest } from '../../manifest';
import type { DeploymentPart } from '../../order/deployment-parts';
import type { HelmValue } from './helm-value';

/** A file of a chart. */
export interface ChartFile {
  /** Path in the chart's folder, such as `templates/web.yaml`. */
  readonly path: string;

  /** Its content. */
  readonly text: string;
}

/** A value, and the object as it is written that holds it. */
export interface PlacedValue {
  readonly value: HelmValue;
  readonly manifest: Manifest;
}

const MARK = (index: number) => `CDK-KATA-HELM-VALUE-${index}-END`;

/**
 * Templates of a chart, one for each part, in which values stand as expressions. The rest is escaped, so that Helm prints
 * each object as it is.
 *
 * @param parts the objects
 * @param values what may be changed
 */
export function chartTemplates(parts: readonly DeploymentPart[], values: readonly PlacedValue[]): ChartFile[] {
  return parts.map(({ name, manifests }) => ({
    path: `templates/${name}.yaml`,
    text: expressions(Yaml.stringify(...manifests.map((manifest) => marked(manifest, values))), values),
  }));
}

/**
 * Objects as the text of a template that prints them as they are.
 *
 * @param manifests the objects
 */
export const templateOf = (manifests: readonly Manifest[]): string => expressions(Yaml.stringify(...manifests), []);

/** The object with a mark in place of each value. */
function marked(manifest: Manifest, values: readonly PlacedValue[]): Manifest {
  const own = values.flatMap((it, index) => (it.manifest === manifest ? [{ keys: it.value.keys, index }] : []));
  if (own.length === 0) return manifest;
  const copy = structuredClone(manifest);
  for (const { keys, index } of own) {
    const holder = keys.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], copy);
    (holder as Record<string, unknown>)[keys.at(-1) as string] = MARK(index);
  }
  return copy;
}

function expressions(text: string, values: readonly PlacedValue[]): string {
  const escaped = text.replace(/\{\{/g, '{{ "{{" }}');
  return values.reduce((at, { value }, index) => {
    const path = value.path.map((segment) => `"${segment}"`).join(' ');
    return at.replace(MARK(index), `{{ index .Values ${path} | toJson }}`);
  }, escaped);
}

/**
 * `values.yaml` and its schema, with what the program says as defaults.
 *
 * @param values what may be changed
 * @see https://helm.sh/docs/topics/charts/#schema-files
 */
export function chartValues(values: readonly (PlacedValue & { readonly default: unknown })[]): ChartFile[] {
  const defaults: Record<string, unknown> = {};
  const schema: Record<string, unknown> = { $schema: 'http://json-schema.org/draft-07/schema#', type: 'object' };
  for (const { value, default: it } of values) {
    const holder = value.path.slice(0, -1);
    const key = value.path.at(-1) as string;
    const at = holder.reduce((inner, segment) => child(inner, segment), defaults);
    at[key] = it;
    const described = holder.reduce((inner, segment) => {
      const property = child(child(inner, 'properties'), segment);
      property.type = 'object';
      return property;
    }, schema);
    child(described, 'properties')[key] = schemaOf(it);
  }
  return [
    { path: 'values.yaml', text: values.length === 0 ? '{}\n' : Yaml.stringify(defaults) },
    { path: 'values.schema.json', text: `${JSON.stringify(schema, null, 2)}\n` },
  ];
}

function child(holder: Record<string, unknown>, key: string): Record<string, unknown> {
  if (!Object.hasOwn(holder, key)) holder[key] = {};
  return holder[key] as Record<string, unknown>;
}

function schemaOf(value: unknown): object {
  if (Array.isArray(value)) return { type: 'array' };
  if (typeof value === 'number') return { type: Number.isInteger(value) ? 'integer' : 'number' };
  return { type: value === null ? 'null' : typeof value };
}
