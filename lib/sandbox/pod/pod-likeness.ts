import { type Fields, fieldsOf, type SandboxedPodSpec } from './pod-spec';

/** Fields of a container that no rule looks at, and in which the pods of one program differ most. */
const OF_CONTAINER = ['args', 'command', 'env', 'envFrom', 'image'] as const;

/** Names of what volumes hold; no rule looks at them either. */
const OF_SOURCE = { configMap: 'name', persistentVolumeClaim: 'claimName', secret: 'secretName' } as const;

function without(fields: unknown, names: readonly string[]): unknown {
  if (typeof fields !== 'object' || fields === null) return fields;
  const left: { [field: string]: unknown } = { ...fields };
  for (const name of names) delete left[name];
  return left;
}

const each = (list: unknown, change: (item: unknown) => unknown): unknown =>
  Array.isArray(list) ? list.map(change) : list;

function withoutNames(volume: unknown): unknown {
  const named = Object.entries(OF_SOURCE).filter(([source]) => source in fieldsOf(volume));
  const changed = named.map(([source, name]) => [source, without((volume as Fields)[source], [name])]);
  return changed.length === 0 ? volume : { ...fieldsOf(volume), ...Object.fromEntries(changed) };
}

/**
 * A text that is the same for pods of which the rules say the same.
 *
 * @param pod the pod spec
 */
export function likenessOf({ spec, annotations, defaultLimits, filled, isPartial }: SandboxedPodSpec): string {
  const { containers, initContainers, volumes, ...rest } = fieldsOf(spec);
  return JSON.stringify([
    each(containers, (it) => without(it, OF_CONTAINER)),
    each(initContainers, (it) => without(it, OF_CONTAINER)),
    each(volumes, withoutNames),
    rest,
    annotations,
    defaultLimits,
    filled,
    isPartial,
  ]);
}
