/** A pod's spec, and where in its object it stands. */
export interface FoundPodSpec {
  readonly pointer: string;
  // biome-ignore lint/suspicious/noExplicitAny: a manifest is what YAML says
  readonly value: any;
}

/** Every map with a list of containers of which one names an image, found without the library. */
export function podSpecsIn(value: unknown, pointer = ''): FoundPodSpec[] {
  if (typeof value !== 'object' || value === null) return [];
  const { containers } = value as { containers?: unknown };
  const isPodSpec = Array.isArray(containers) && containers.some((it) => typeof it?.image === 'string');
  return [
    ...(isPodSpec ? [{ pointer, value }] : []),
    ...Object.entries(value).flatMap(([key, item]) => podSpecsIn(item, `${pointer}/${key}`)),
  ];
}
