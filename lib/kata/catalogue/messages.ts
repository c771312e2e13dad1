import type { KataAdvisory } from '../../data/kata/release-data';

const list = (values: readonly string[]) => values.join(', ');

/** A custom release that is not whole. */
export function badCustomRelease(field: string, value: unknown, base: string): string {
  return `${field} of a custom release is '${String(value)}'; give a KataRelease as base and a version such as ${base}-acme.1`;
}

/** A custom release that calls itself as another. */
export function customVersionTaken(version: string, base: string): string {
  return (
    `version '${version}' of a custom release is a release that the catalogue has, and its base is ${base}: ` +
    `their manifests differ; take KataRelease.of('${version}') as base, or write a version such as ${base}-acme.1`
  );
}

/** A dispatcher for a release without Jobs. */
export function dispatcherUnused(version: string): string {
  return `dispatcherImage is given for a custom release of Kata ${version}, which has no job mode; leave it out`;
}

/** A release that is not in the catalogue. */
export function unknownRelease(version: unknown, known: readonly string[]): string {
  return (
    `release '${String(version)}' is not in the catalogue; it has ${list(known)}: choose one of them, ` +
    'or make it of one with KataRelease.custom()'
  );
}

/** A field of a custom shim that the library cannot use. */
export function badCustomShim(shim: string, field: string, value: unknown, expected: string): string {
  return `shims.${shim}.${field} of a custom release is '${String(value)}'; give ${expected}`;
}

/** A text that is not the name of a shim. */
export function badShimName(name: unknown): string {
  return `'${String(name)}' cannot be the name of a shim: use lower-case letters, digits and dashes, without the prefix kata-, such as 'clh'`;
}

/** A shim that the release does not have. */
export function unknownShim(shim: string, version: string, known: readonly string[]): string {
  return `shim '${shim}' is not in Kata ${version}; it has ${list(known)}`;
}

/** A weakness of a release. */
export function advisoryMessage(
  version: string,
  { id, severity, summary }: KataAdvisory,
  shims: readonly string[] | undefined,
): string {
  const touched = shims === undefined ? '' : `; it affects the shims ${list(shims)}`;
  return `Kata ${version} has ${id} (${severity}: ${summary})${touched}`;
}

/** A release that upstream has ended. */
export function pastSupport(version: string, since: string): string {
  return `Kata ${version} has had no fixes since ${since}, when upstream published a newer release`;
}

/** A cluster that is older than the release. */
export function kubernetesTooOld(version: string, kubernetes: string, minimum: string): string {
  return `Kata ${version} needs Kubernetes ${minimum} or newer, and the cluster has ${kubernetes}`;
}
