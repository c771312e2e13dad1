/** A name of a size that cannot be part of names. */
export function badSizeName(name: unknown): string {
  return `'${String(name)}' cannot be the name of a size: at most 32 lower-case letters, digits and dashes, beginning and ending with a letter or digit`;
}

/** Memory that a guest does not start with. */
export function badGuestMemory(size: string, value: string, smallest: number, shim: string): string {
  return `guestMemory '${value}' of size '${size}' is less than the ${smallest} MiB that shim '${shim}' needs for a guest of its own; give more`;
}

/** vCPUs that a guest cannot have. */
export function badGuestVcpus(size: string, value: unknown, shim: string): string {
  return `guestVcpus ${String(value)} of size '${size}' must be above 0 and up to 256, and a whole number with shim '${shim}' if that is of the runtime in Go`;
}

/** A class that hides a part of its VMs from Kubernetes. */
export function overheadBelowModel(runtimeClass: string, declared: number, needed: number): string {
  return (
    `RuntimeClass ${runtimeClass} declares ${declared} MiB of overhead, and its VMs cost ${needed} MiB beside their containers' limits: ` +
    'nodes run out of memory before Kubernetes sees it; declare more (shimSettings.overhead), or make a size with addSize()'
  );
}

/** A size that is not there. */
export function unknownSize(name: string, known: readonly string[]): string {
  return `there is no size '${name}'; ${known.length === 0 ? 'there are none' : `sizes are ${known.join(', ')}`}; add it with addSize()`;
}

/** A custom runtime that is not there. */
export function unknownCustomRuntime(handler: string, known: readonly string[]): string {
  return `there is no custom runtime '${handler}'; ${known.length === 0 ? 'there are none' : `there are ${known.join(', ')}`}; give it to customRuntimes`;
}

/** A shim and a size. */
export function sizeAndShim(): string {
  return 'more than one of shim, size and customRuntime is given, and each of them is a RuntimeClass; give one';
}
