/** A setting that a sandbox does not have. */
export function unknownAnnotation(field: string): string {
  return `${field} is not a setting of a sandbox; use a property of SandboxAnnotations`;
}

/** A setting of the other runtime. */
export function annotationUnknownToRuntime(field: string, shim: string): string {
  return `${field} is not known to the runtime of shim '${shim}', which would ignore it; leave it out, or take a shim of the other runtime`;
}

/** A value of another type or range. */
export function annotationOutOfRange(field: string, value: unknown, range: string): string {
  return `${field} ${JSON.stringify(value) ?? String(value)} must be ${range}`;
}

/** A value that only the other runtime takes. */
export function annotationValueUnknown(field: string, value: string, shim: string, taken: readonly string[]): string {
  return `${field} '${value}' is not known to the runtime of shim '${shim}', which takes ${taken.join(', ')}; choose one of them, or a shim of the other runtime`;
}

/** Sectors that are larger than those they are made of. */
export function sectorsDoNotFit(logical: number, physical: number): string {
  return `annotations.blkLogicalSectorSizeBytes ${logical} is more than blkPhysicalSectorSizeBytes ${physical}, and a logical sector cannot be larger than a physical one; correct one of them`;
}

/** Devices that are plugged in at boot and later. */
export function pluggedTwice(): string {
  return 'annotations.coldPlugVfio and hotPlugVfio are both given, and the runtime switches the second off for the first; leave one of them out';
}
