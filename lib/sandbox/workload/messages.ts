/** A construct in which there is nothing to sandbox. */
export function noWorkload(path: string, kinds: readonly string[]): string {
  return (
    `'${path}' holds no workload: it has no API object of kind ${kinds.join(', ')}; ` +
    'for a custom resource say where its pod spec is with podSpecPath, such as /spec/podTemplate/spec'
  );
}

/** A pod spec path that is not a JSON pointer. */
export function badPodSpecPath(value: string): string {
  return `podSpecPath '${value}' is not a JSON pointer: it must begin with a slash, such as /spec/podTemplate/spec`;
}

/** A pod spec path beside kinds whose path is known. */
export function podSpecPathNotNeeded(path: string, kind: string): string {
  return `podSpecPath is given for '${path}', a ${kind}, whose pod spec is known; leave it out`;
}

/** One workload in two classes. */
export function sandboxedTwice(path: string, first: string, second: string): string {
  return `'${path}' is put into RuntimeClass ${first} and into ${second}; a pod has one runtime: call sandbox() once`;
}

/** A pod spec that is not where it should be. */
export function noPodSpec(path: string, pointer: string): string {
  return `${path} has no pod spec at ${pointer}; correct podSpecPath, or give the object its spec before the call`;
}

/** A workload that came after the call. */
export function addedAfterSandbox(object: string, runtimeClass: string): string {
  return `${object} was added after sandbox() and would run without RuntimeClass ${runtimeClass}; add it before the call`;
}
