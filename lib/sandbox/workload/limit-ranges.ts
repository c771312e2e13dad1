import type { ApiObject } from 'cdk8s';
import { apiObjects } from '../../deploy/objects/api-objects';
import { writtenObject } from '../../deploy/objects/written-object';
import { Synthesis } from '../../validation/runner/synthesis';

type Limits = { readonly [resource: string]: unknown };

interface LimitRange {
  readonly metadata: { readonly namespace?: string };
  readonly spec?: { readonly limits?: readonly { readonly type?: string; readonly default?: Limits }[] };
}

/** What the limits of each namespace are kept by in a synthesis. */
const BY_NAMESPACE = {};

/**
 * The limits that LimitRanges of the tree give to containers without any.
 *
 * @param object an object that holds pods
 * @param namespace its namespace
 */
export function limitRangeDefaults(object: ApiObject, namespace: string | undefined): Limits | undefined {
  const { root } = object.node;
  const read = () => {
    const limits = new Map<string, Limits>();
    for (const it of apiObjects(root).filter(({ kind, apiGroup }) => kind === 'LimitRange' && apiGroup === 'core')) {
      const { metadata, spec } = writtenObject(it) as LimitRange;
      const defaults = (spec?.limits ?? []).filter(({ type }) => type === 'Container').map((limit) => limit.default);
      const { namespace: at = '' } = metadata;
      limits.set(at, Object.assign({}, limits.get(at), ...defaults));
    }
    return limits;
  };
  const limits = Synthesis.of(root)?.once(BY_NAMESPACE, read) ?? read();
  return namespace === undefined ? undefined : limits.get(namespace);
}
