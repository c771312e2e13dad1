import { Token } from 'cdktf';
import { isOwnershipLabel } from '../../contract/installation-name';
import { KATA_NODES_LABEL, STARTUP_TAINT_KEY } from '../../contract/node-labels';
import { type NodeTaint, TaintEffect } from '../../contract/placement';
import type { Finding } from '../../validation/finding';
import { isBadLabel, isDnsLabel } from '../../validation/kubernetes-names';
import type { Rule } from '../../validation/rule';
import { NEEDED_IN_MANIFESTS, NODE_POOL_RULES } from './messages';

/** Label and taint by which a manually created node pool joins a ComputeClass. */
export const COMPUTE_CLASS_KEY = 'cloud.google.com/compute-class';

/** Domains whose keys GKE and Kubernetes keep for themselves, with everything below them. */
const RESERVED = ['kubernetes.io', 'k8s.io', 'cloud.google.com', 'gke.io'];

/**
 * Keys that GKE and the autoscaler document for users, although their prefixes are reserved.
 *
 * Sources: https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms,
 * https://cloud.google.com/kubernetes-engine/docs/how-to/isolate-workloads-dedicated-nodes and
 * https://cloud.google.com/kubernetes-engine/docs/concepts/about-custom-compute-classes
 */
const DOCUMENTED = [
  'cloud.google.com/gke-spot',
  'components.gke.io/gke-managed-components',
  COMPUTE_CLASS_KEY,
  'cloud.google.com/gke-gpu-driver-version',
];

const STARTUP_TAINT_PREFIX = 'startup-taint.cluster-autoscaler.kubernetes.io/';

/** Whether the pool itself sets the key on its nodes. */
function isKataKey(key: string): boolean {
  return [KATA_NODES_LABEL, STARTUP_TAINT_KEY].includes(key) || isOwnershipLabel(key);
}

function isReserved(key: string): boolean {
  if (DOCUMENTED.includes(key)) return false;
  const [prefix] = key.includes('/') ? key.split('/') : [];
  return RESERVED.some((domain) => prefix === domain || prefix?.endsWith(`.${domain}`));
}

function validateKey(rule: Rule, field: string, key: string, value: unknown): Finding[] {
  if (Token.isUnresolved(key) || Token.isUnresolved(value)) {
    const name = Token.isUnresolved(key) ? 'has a key that' : `'${key}'`;
    return [rule.find('', `${field} ${name} ${NEEDED_IN_MANIFESTS}`, 'give a literal')];
  }
  if (isBadLabel(key, value)) {
    const grammar = 'at most 63 letters, digits, dashes, dots and underscores, after an optional prefix and a slash';
    return [rule.find('', `${field} has '${key}: ${String(value)}', which is not a label`, `write ${grammar}`)];
  }
  if (!isReserved(key)) return [];
  const message = `${field} has '${key}', whose prefix GKE and Kubernetes keep for themselves`;
  return [rule.find('', message, 'use a prefix of your own domain, or none')];
}

/**
 * What is wrong with the labels that a user gives to nodes.
 *
 * @param labels the labels
 * @param isKata whether the pool sets Kata's labels itself
 */
export function validateLabels(labels: { readonly [label: string]: string }, isKata: boolean): Finding[] {
  const rule = NODE_POOL_RULES.labels;
  return Object.entries(labels).flatMap(([key, value]) => {
    if (!isKataKey(key)) return validateKey(rule, 'labels', key, value);
    if (isKata) return [rule.find('', `labels has '${key}', which the pool sets itself`, 'remove it')];
    const message = `labels has '${key}', by which the installer and RuntimeClasses find nodes that can run VMs`;
    return [rule.find('', message, 'remove it, or use addKataNodePool()')];
  });
}

/**
 * What is wrong with the taints that a user gives to nodes.
 *
 * @param taints the taints
 * @param isKata whether the pool sets Kata's taints itself
 */
export function validateTaints(taints: readonly NodeTaint[], isKata: boolean): Finding[] {
  const rule = NODE_POOL_RULES.taints;
  const seen = new Set<string>();
  return taints.flatMap(({ key, value = '', effect }) => {
    if (isKata && isKataKey(key)) {
      return [rule.find('', `taints has '${key}', which the pool sets itself`, 'remove it')];
    }
    // Any agent may hold pods back until it is ready, by the prefix that the autoscaler ignores.
    const name = key.startsWith(STARTUP_TAINT_PREFIX) ? key.slice(STARTUP_TAINT_PREFIX.length) : key;
    const found = validateKey(rule, 'taints', name, value);
    if (seen.has(`${key}:${effect}`)) found.push(rule.find('', `taints has ${key}:${effect} twice`, 'remove one'));
    seen.add(`${key}:${effect}`);
    return found;
  });
}

/**
 * Whether a text is the name of a ComputeClass.
 *
 * @param name the name, if there is one
 */
export function validateComputeClass(name: string | undefined): Finding[] {
  if (name === undefined) return [];
  const rule = NODE_POOL_RULES.computeClass;
  if (Token.isUnresolved(name)) {
    const message = `computeClass ${NEEDED_IN_MANIFESTS}`;
    return [rule.find('', message, 'give a literal')];
  }
  return isDnsLabel(name) ? [] : [rule.find('', `computeClass '${name}' is not the name of a ComputeClass`)];
}

/** The label by which a node pool joins a ComputeClass. */
export function computeClassLabel({ computeClass }: { readonly computeClass?: string }): { [label: string]: string } {
  return computeClass === undefined ? {} : { [COMPUTE_CLASS_KEY]: computeClass };
}

/** The taint that keeps pods of other classes off the nodes of a ComputeClass. */
export function computeClassTaints({ computeClass }: { readonly computeClass?: string }): NodeTaint[] {
  if (computeClass === undefined) return [];
  return [{ key: COMPUTE_CLASS_KEY, value: computeClass, effect: TaintEffect.NO_SCHEDULE }];
}
