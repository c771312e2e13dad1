import { KATA_INSTALLATION_PREFIX, KATA_NODES_DEFAULT_VALUE, KATA_RUNTIME_LABEL } from './node-labels';

/** Name of the installation without a multi-install suffix, in kata-deploy's ownership label. */
export const DEFAULT_INSTALLATION = 'default';

const SUFFIX = /^[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?$/;

/** Suffixes that are taken already, by what takes them. */
const RESERVED: { readonly [suffix: string]: string } = {
  [DEFAULT_INSTALLATION]: "kata-deploy's own name for the installation without a suffix",
  [KATA_NODES_DEFAULT_VALUE]: 'the value of the node label of the installation without a suffix',
  debug: "a variant of each shim's handler",
  devkit: "a variant of each shim's handler",
};

/**
 * Why a value cannot be a multi-install suffix; undefined when it can.
 *
 * It becomes a part of object names, RuntimeClass names, containerd handlers, folders and the value of a node label, so both
 * halves hold it against this one rule.
 *
 * @param suffix the value, as the user gave it
 */
export function multiInstallSuffixProblem(suffix: unknown): string | undefined {
  if (typeof suffix !== 'string' || !SUFFIX.test(suffix)) {
    return 'it must have 1 to 20 lower-case letters, digits and dashes, and begin and end with a letter or digit';
  }
  const taken = Object.hasOwn(RESERVED, suffix) ? RESERVED[suffix] : undefined;
  return taken === undefined ? undefined : `it is ${taken}`;
}

/** Value of the `kata-containers` label and taint on the nodes of an installation. */
export function kataNodesValue(suffix: string | undefined): string {
  return suffix ?? KATA_NODES_DEFAULT_VALUE;
}

/** Key of the label by which one installation marks its nodes. */
export function installationLabel(suffix: string | undefined): string {
  return `${KATA_INSTALLATION_PREFIX}${suffix ?? DEFAULT_INSTALLATION}`;
}

/**
 * Labels that kata-deploy sets on a node once Kata is installed there, and that RuntimeClasses select.
 *
 * A pool that grows from zero carries them in its node template; both halves therefore build them here.
 *
 * @param suffix multi-install suffix of the installation
 */
export function ownershipLabels(suffix: string | undefined): { readonly [label: string]: string } {
  return { [KATA_RUNTIME_LABEL]: 'true', [installationLabel(suffix)]: 'true' };
}

/** Whether a label is one that kata-deploy sets and takes away by itself. */
export function isOwnershipLabel(key: string): boolean {
  return key === KATA_RUNTIME_LABEL || key.startsWith(KATA_INSTALLATION_PREFIX);
}
