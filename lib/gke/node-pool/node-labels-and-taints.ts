import { Token } from 'cdktf';
import { isOwnershipLabel } from '../../contract/installation-name';
import { KATA_NODES_LABEL, STARTUP_TAINT_KEY } from '../../contract/node-labels';
import { type NodeTaint, TaintEffect } from '../../contract/placement';
import type { Finding } from '../../validation/finding';
import { isBadLabel } from '../../validation/kubernetes-names';
import type { Rule } from '../../validation/rule';
import { NODE_POOL_RULES } from './messages';

/** Domains whose keys GKE and Kubernetes keep for themselves, with everything below them. */
const RESERVED = ['kubernetes.io', 'k8s.io', 'cloud.google.com', 'gke.io'];

const TAINT_EFFECTS: readonly string[] = Object.values(TaintEffect);

/** Whether the pool itself sets the key on its nodes. */
function isKataKey(key: string): boolean {
  return [KATA_NODES_LABEL, STARTUP_TAINT_KEY].includes(key) || isOwnershipLabel(key);
}

function isReserved(key: string): boolean {
  const [prefix] = key.includes('/') ? key.split('/') : [];
  return RESERVED.some((domain) => prefix === domain || prefix?.endsWith(`.${domain}`));
}

function validateKey(rule: Rule, field: string, key: string, value: unknown): Finding[] {
  if (Token.isUnresolved(key) || Token.isUnresolved(value)) {
    const name = Token.isUnresolved(key) ? 'has a key that' : `'${key}'`;
    const why = 'is only known to Terraform, and is needed in the manifests too';
    return [rule.find('', `${field} ${name} ${why}`, 'give a literal')];
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
    // An ordinary pool may wait for whatever lifts the startup taint.
    const found = key === STARTUP_TAINT_KEY ? [] : validateKey(rule, 'taints', key, value);
    if (!TAINT_EFFECTS.includes(effect)) {
      const message = `taints has '${key}' with effect '${String(effect)}', which is none of ${TAINT_EFFECTS.join(', ')}`;
      found.push(rule.find('', message, 'use TaintEffect'));
    }
    if (seen.has(`${key}:${effect}`)) found.push(rule.find('', `taints has ${key}:${effect} twice`, 'remove one'));
    seen.add(`${key}:${effect}`);
    return found;
  });
}
