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

/** A field that takes the pod out of its VM. */
export function defeatsIsolation(object: string, field: string): string {
  return `${object}: ${field} is true, which shares the node's namespace with a pod whose point is its own VM; remove it`;
}

/** A mount that Kata cannot make. */
export function subPathUnsupported(object: string, container: string, mount: string): string {
  return (
    `${object}: container ${container} mounts ${mount} with subPath, which Kata does not support ` +
    '(kata-containers/runtime#2812); mount the whole volume, or copy the file in an init container'
  );
}

/** An overhead that only the admission plugin may set. */
export function overheadByHand(object: string, runtimeClass: string): string {
  return `${object}: overhead is set by hand, and the API server refuses another value than RuntimeClass ${runtimeClass} has; remove it`;
}

/** A VM without memory. */
export function memoryLimitMissing(object: string, container: string, shim: string): string {
  return (
    `${object}: container ${container} has no memory limit, and ${shim} sizes the VM from the limits of its containers: ` +
    'without one the container gets no share of the VM (a 32 MiB VM if only a CPU limit is set); set resources.limits.memory'
  );
}

/** A selector that the RuntimeClass contradicts. */
export function nodeSelectorConflict(object: string, key: string, value: string, other: string): string {
  return (
    `${object}: nodeSelector ${key}=${value} contradicts its RuntimeClass, which selects ${key}=${other}; ` +
    'the API server would refuse each pod; remove it from the workload'
  );
}

/** A volume that is a directory of the node, for a hypervisor that shares none. */
export function volumeNotShared(object: string, volume: string, source: string, shim: string): string {
  return (
    `${object}: volume ${volume} (${source}) is mounted, and ${shim} shares no directories with its guest: its files would be copied ` +
    'into it once, and what the pod writes would be lost; use a block volume (volumeDevices), or another shim'
  );
}

/** A device for a hypervisor that hands none through. */
export function deviceNotHandedThrough(object: string, resource: string, shim: string): string {
  return `${object}: limits ask for ${resource}, and ${shim} hands no devices through to its guest; remove it, or use another shim`;
}
