import type { KataAdvisory } from '../../data/kata/release-data';
import type { Finding } from '../../validation/finding';
import { similarConstant } from '../../validation/props/prop-messages';
import type { Rule } from '../../validation/rule';
import { error } from '../kata-rule';

const list = (values: readonly string[]) => values.join(', ');

const CUSTOM_RELEASE = error(
  'custom-release',
  'a custom release has no base or no version',
  'give a KataRelease as base, and the version of the fork',
);
const CUSTOM_VERSION_TAKEN = error(
  'custom-release-version',
  'a custom release has the version of a release that the catalogue has, and another base',
  'take that release as base, or write a version of your own',
);
const DISPATCHER_UNUSED = error(
  'custom-release-dispatcher',
  'a custom release has a dispatcher, and its base has no job mode',
  'leave dispatcherImage out',
);
const CUSTOM_SHIM = error(
  'custom-shim',
  'a field of a custom shim cannot be used',
  'give a value of the type that the field has',
);
const RELEASE_UNKNOWN = error(
  'release-unknown',
  'the catalogue does not have the release',
  'choose one of the catalogue, or make it of one with KataRelease.custom()',
);
const SHIM_NAME = error(
  'shim-name',
  'a text cannot be the name of a shim',
  "use lower-case letters, digits and dashes, without the prefix kata-, such as 'clh'",
);

/** A shim that the release does not have. */
export const SHIM_UNKNOWN = error('shim-unknown', 'the release does not have the shim', 'choose one that it has');

/** Rules about what is chosen from the catalogue, or added to it. */
export const CATALOGUE_RULES: readonly Rule[] = [
  CUSTOM_RELEASE,
  CUSTOM_VERSION_TAKEN,
  DISPATCHER_UNUSED,
  CUSTOM_SHIM,
  RELEASE_UNKNOWN,
  SHIM_NAME,
  SHIM_UNKNOWN,
];

/** A custom release that is not whole. */
export function badCustomRelease(field: string, value: unknown, base: string): Finding {
  const fix = `give a KataRelease as base and a version such as ${base}-acme.1`;
  return CUSTOM_RELEASE.find('', `${field} of a custom release is '${String(value)}'`, fix);
}

/** A custom release with the version of another release. */
export function customVersionTaken(version: string, base: string): Finding {
  return CUSTOM_VERSION_TAKEN.find(
    '',
    `version '${version}' of a custom release is a release that the catalogue has, and its base is ${base}: ` +
      'their manifests differ',
    `take KataRelease.of('${version}') as base, or write a version such as ${base}-acme.1`,
  );
}

/** A dispatcher for a release without Jobs. */
export function dispatcherUnused(version: string): Finding {
  return DISPATCHER_UNUSED.find(
    '',
    `dispatcherImage is given for a custom release of Kata ${version}, which has no job mode`,
    'leave it out',
  );
}

/** A release that is not in the catalogue. */
export function unknownRelease(version: unknown, known: readonly string[]): Finding {
  return RELEASE_UNKNOWN.find(
    '',
    `release '${String(version)}' is not in the catalogue; it has ${list(known)}`,
    'choose one of them, or make it of one with KataRelease.custom()',
  );
}

/** A field of a custom shim that the library cannot use. */
export function badCustomShim(shim: string, field: string, value: unknown, expected: string): Finding {
  return CUSTOM_SHIM.find('', `shims.${shim}.${field} of a custom release is '${String(value)}'`, `give ${expected}`);
}

/** A text that is not the name of a shim. */
export function badShimName(name: unknown): Finding {
  const isHandler = typeof name === 'string' && /^kata-./.test(name);
  const fix = isHandler ? `leave out the prefix: KataShim.of('${name.slice('kata-'.length)}')` : undefined;
  return SHIM_NAME.find('', `'${String(name)}' cannot be the name of a shim`, fix);
}

/** A shim that the release does not have. */
export function unknownShim(shim: string, version: string, known: readonly string[]): Finding {
  const describe = 'describe one of a fork with KataRelease.custom()';
  const meant = similarConstant('KataShim', shim, known);
  return SHIM_UNKNOWN.find(
    '',
    `shim '${shim}' is not in Kata ${version}`,
    meant === undefined
      ? `it has ${list(known)}: choose one of them, or ${describe}`
      : `write KataShim.${meant}, or choose another that it has (${list(known)}), or ${describe}`,
  );
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

/** A fork on an older base than its version asks for. */
export function customBase(version: string, base: string, nearest: string): string {
  return `custom release ${version} has the base ${base} and its manifests are those of the base; ${nearest} is nearer to it`;
}

/** A cluster that is older than the release. */
export function kubernetesTooOld(version: string, kubernetes: string, minimum: string): string {
  return `Kata ${version} needs Kubernetes ${minimum} or newer, and the cluster has ${kubernetes}`;
}
