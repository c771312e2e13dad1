import { type StartupTaint, TaintEffect, type Toleration } from '../contract/placement';
import type { Finding } from './finding';
import { isBadLabel } from './kubernetes-names';
import { badTaint, badToleration } from './messages';

const TAINT_EFFECTS: readonly string[] = Object.values(TaintEffect);

/**
 * What the API server would not take of tolerations; undefined when it takes them.
 *
 * @param field what holds them
 * @param tolerations the tolerations
 */
export function tolerationsProblem(field: string, tolerations: readonly Toleration[] = []): Finding | undefined {
  const bad = tolerations.findIndex(({ key = '', operator = 'Equal', value = '', effect }) => {
    if (effect !== undefined && !TAINT_EFFECTS.includes(effect)) return true;
    if (key !== '' && isBadLabel(key, value)) return true;
    return operator === 'Exists' ? value !== '' : operator !== 'Equal' || key === '';
  });
  return bad < 0 ? undefined : badToleration(`${field}[${bad}]`, tolerations[bad], TAINT_EFFECTS);
}

/** What nodes would not take of taints; undefined when they take them. */
export function taintsProblem(field: string, taints: readonly StartupTaint[] = []): Finding | undefined {
  const bad = taints.findIndex(
    ({ key, value = '', effect }) =>
      isBadLabel(key, value) || (effect !== undefined && !TAINT_EFFECTS.includes(effect)),
  );
  return bad < 0 ? undefined : badTaint(`${field}[${bad}]`, taints[bad], TAINT_EFFECTS);
}

/**
 * Whether pods with a toleration may land on a node that still has a startup taint. One whose effect is not said is taken as
 * `NoSchedule`, as node pools write it.
 */
export function toleratesStartupTaint(toleration: Toleration, taint: StartupTaint): boolean {
  const { key = '', operator = 'Equal', value = '', effect } = toleration;
  if (effect !== undefined && effect !== (taint.effect ?? TaintEffect.NO_SCHEDULE)) return false;
  if (key === '') return operator === 'Exists';
  return key === taint.key && (operator === 'Exists' || value === (taint.value ?? ''));
}

/** Whether one toleration tolerates all that another does. */
export function toleratesAllOf(wide: Toleration, narrow: Toleration): boolean {
  const { key = '', operator = 'Equal', value = '', effect } = wide;
  if (effect !== undefined && effect !== narrow.effect) return false;
  if (key === '') return operator === 'Exists';
  if (key !== (narrow.key ?? '')) return false;
  return operator === 'Exists' || (narrow.operator !== 'Exists' && value === (narrow.value ?? ''));
}
