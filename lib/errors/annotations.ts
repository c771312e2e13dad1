/** A setting that there is not. */
export function unknownAnnotation(field: string): string {
  return `${field} is not a setting of a sandbox; see SandboxAnnotations for those that are`;
}

/** A setting of the other runtime. */
export function annotationUnknownToRuntime(field: string, shim: string): string {
  return `${field} is not known to the runtime of shim '${shim}', which would ignore it; leave it out, or take a shim of the other runtime`;
}

/** A setting that pods may not bring along. */
export function annotationNotAllowed(field: string, name: string, shim: string, runtime: 'go' | 'rust'): string {
  const consequence = runtime === 'go' ? 'the pod would fail' : 'it would be ignored without a word';
  return (
    `${field} is not allowed by shim '${shim}', so ${consequence}; allow it with ` +
    `shimSettings: [{ shim: KataShim.of('${shim}'), allowedHypervisorAnnotations: ['${name}'] }]`
  );
}

/** A setting of something that the hypervisor does not have. */
export function annotationNeeds(field: string, shim: string, ability: string): string {
  return `${field} asks for a hypervisor that ${ability}, and that of shim '${shim}' does not; leave it out, or take another shim`;
}

/** A value of another type or range. */
export function annotationOutOfRange(field: string, value: unknown, range: string): string {
  return `${field} ${JSON.stringify(value) ?? String(value)} must be ${range}`;
}

/** An annotation that is given in two ways. */
export function annotationClash(object: string, name: string): string {
  return `${object} has the annotation ${name} already, with another value; remove it, or leave it out of sandbox()`;
}
