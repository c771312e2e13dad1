import type { StartupTaint, Toleration } from '../../contract/placement';
import { assertParameter } from '../props';

/**
 * The toleration that lets a pod onto nodes with the taint, and onto no others.
 *
 * @param taint the taint
 * @throws for what is not a taint: a toleration without a key would tolerate every one
 */
export function tolerate(taint: StartupTaint): Toleration {
  assertParameter('taint', taint, 'StartupTaint');
  const { key, value, effect } = taint;
  return {
    key,
    ...(value === undefined ? { operator: 'Exists' as const } : { operator: 'Equal' as const, value }),
    ...(effect !== undefined && { effect }),
  };
}
