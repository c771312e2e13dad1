import { Token } from 'cdktf';
import { isOwnershipLabel } from '../../contract/installation-name';
import { KATA_NODES_LABEL, STARTUP_TAINT_KEY } from '../../contract/node-labels';
import { type NodeTaint, TaintEffect } from '../../contract/placement';
import {
  badNodeLabel,
  badTaintEffect,
  kataKey,
  kataKeyElsewhere,
  reservedKey,
  taintTwice,
  tokenInLabel,
} from './messages';

const NAME = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

/** Domains whose keys GKE and Kubernetes keep for themselves, with everything below them. */
const RESERVED = ['kubernetes.io', 'k8s.io', 'cloud.google.com', 'gke.io'];

function checkKey(field: string, key: string, value: unknown): void {
  if (Token.isUnresolved(key) || Token.isUnresolved(value)) throw new Error(tokenInLabel(field, key));
  const [name = '', prefix, ...rest] = key.split('/').reverse();
  const keyIsGood = NAME.test(name) && rest.length === 0 && (prefix === undefined || PREFIX.test(prefix));
  if (!keyIsGood || typeof value !== 'string' || !(value === '' || NAME.test(value))) {
    throw new Error(badNodeLabel(field, key, value));
  }
  const isReserved = RESERVED.some((domain) => prefix === domain || prefix?.endsWith(`.${domain}`));
  if (isReserved && key !== STARTUP_TAINT_KEY) throw new Error(reservedKey(field, key));
}

/** Whether the pool itself sets the key on its nodes. */
function isKataKey(key: string): boolean {
  return [KATA_NODES_LABEL, STARTUP_TAINT_KEY].includes(key) || isOwnershipLabel(key);
}

/**
 * Holds a user's labels and taints against Kubernetes' grammar and the prefixes that belong to others.
 *
 * @throws for a key or value that a node cannot have, and for a token
 */
export function checkNodeKeys(
  labels: { readonly [label: string]: string },
  taints: readonly NodeTaint[],
  isKata: boolean,
): void {
  for (const [key, value] of Object.entries(labels)) {
    if (isKataKey(key)) throw new Error(isKata ? kataKey('labels', key) : kataKeyElsewhere(key));
    checkKey('labels', key, value);
  }
  const seen = new Set<string>();
  for (const { key, value = '', effect } of taints) {
    if (isKata && isKataKey(key)) throw new Error(kataKey('taints', key));
    checkKey('taints', key, value);
    const effects = Object.values(TaintEffect);
    if (!effects.includes(effect)) throw new Error(badTaintEffect('taints', key, effect, effects));
    if (seen.has(`${key}:${effect}`)) throw new Error(taintTwice(key, effect));
    seen.add(`${key}:${effect}`);
  }
}
