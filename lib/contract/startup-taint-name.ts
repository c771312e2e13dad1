import type { StartupTaint } from './placement';

/**
 * A startup taint as kata-deploy is told of it: `key:effect`, or the key alone for every effect.
 *
 * @param taint the taint
 */
export function startupTaintName({ key, effect }: StartupTaint): string {
  return effect === undefined ? key : `${key}:${effect}`;
}
