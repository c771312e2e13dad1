import type { Manifest } from '../util/manifests';

const OPEN = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

/** A JSON schema as a CustomResourceDefinition takes it. */
function structural(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(structural);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, item]) => key !== '$comment' && !(key === 'additionalProperties' && item === false))
      .map(([key, item]) => [key, structural(item)]),
  );
}

/** The definition of a kind that the API server does not know; without a schema it takes every object. */
export function crd(
  group: string,
  version: string,
  plural: string,
  kind: string,
  options: { readonly schema?: unknown; readonly scope?: 'Cluster' | 'Namespaced' } = {},
): Manifest {
  const openAPIV3Schema = options.schema === undefined ? OPEN : structural(options.schema);
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: options.scope ?? 'Namespaced',
      names: { plural, singular: kind.toLowerCase(), kind, listKind: `${kind}List` },
      versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema } }],
    },
  };
}
