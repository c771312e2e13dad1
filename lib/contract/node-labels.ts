/**
 * Labels and taints that the two halves agree on.
 *
 * Sources: kata-deploy `binary/src/main.rs` (ownership labels, since 4.1.0 with one for each installation); the
 * cluster autoscaler's FAQ (prefix of startup taints that do not count when it simulates a new node).
 */

/** Set to `true` by kata-deploy once Kata is installed on the node. */
export const KATA_RUNTIME_LABEL = 'katacontainers.io/kata-runtime';

/** Prefix of the label that says which installation owns the node: `default`, or the multi-install suffix. */
export const KATA_INSTALLATION_PREFIX = 'kata-deploy.katacontainers.io/';

/** Label and taint of the nodes that are meant for Kata, there from a node's birth. Upstream's examples use it too. */
export const KATA_NODES_LABEL = 'kata-containers';

/** Value of {@link KATA_NODES_LABEL} for the installation without a multi-install suffix. */
export const KATA_NODES_DEFAULT_VALUE = 'enabled';

/** Key of the taint that a new node carries until Kata is installed there. */
export const STARTUP_TAINT_KEY = 'startup-taint.cluster-autoscaler.kubernetes.io/kata-not-ready';

/** Label with the name of the node pool, from which a name for the pool's installer is taken. */
export const NODE_POOL_LABEL = 'node-pool';

/** Label with the names of all shims that a node is for, which tells it from nodes with others. */
export const KATA_SHIMS_LABEL = 'kata-shims';

/**
 * Whether a text can be the name of a shim. With `kata-` before it, it is the name of the shim's RuntimeClass.
 *
 * @param name the text
 */
export function isShimName(name: string): boolean {
  return /^(?!kata-)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name);
}

/** Key of the label that nodes of every kind with a shim carry, where several kinds of nodes of one installation have it. */
export function shimLabel(shim: string): string {
  return `kata-shim/${shim}`;
}

/** Labels of nodes that are for some shims: for all of them together, and for each. */
export function shimLabels(shims: readonly string[]): { readonly [label: string]: string } {
  const all = [...new Set(shims)].sort();
  return { [KATA_SHIMS_LABEL]: all.join('.'), ...Object.fromEntries(all.map((shim) => [shimLabel(shim), 'true'])) };
}
