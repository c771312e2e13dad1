import { Token } from 'cdktf';
import { isShimName, shimLabel } from '../../contract/node-labels';
import { RELEASES } from '../../data/kata/releases';
import { assertNoErrors, type Finding } from '../../validation/finding';
import { isBadLabel } from '../../validation/kubernetes-names';
import { nearest } from '../../validation/nearest';
import type { Rule } from '../../validation/rule';
import { NODE_POOL_RULES as RULES } from './messages';

/** Options of an ordinary pool that a Kata pool does not have: whose rule it is, why, and what to do. */
const ORDINARY_ONLY: { readonly [option: string]: readonly [rule: Rule, reason: string, fix: string] } = {
  accelerators: [RULES.accelerators, 'GPUs do not reach into guests', 'create an ordinary pool for them'],
  confidentialInstanceType: [
    RULES.confidential,
    'confidential VMs exclude nested virtualization, which Kata needs',
    'leave it out, or create an ordinary pool with addNodePool()',
  ],
  imageStreaming: [RULES.image, 'Ubuntu, on which Kata is installed, has no image streaming', 'leave it out'],
  nestedVirtualization: [
    RULES.nestedVirtualization,
    'nodes for Kata always have nested virtualization',
    'leave it out, or create an ordinary pool with addNodePool()',
  ],
};

/**
 * Refuses options of ordinary pools, which the type of a Kata pool's does not have, for programs that no compiler has checked.
 *
 * @param path path of the pool
 * @param options what was given
 * @throws FindingsError with the reason for each
 */
export function assertNoOrdinaryOptions(path: string, options: unknown): void {
  const given = new Map(Object.entries(options ?? {}));
  assertNoErrors(
    Object.entries(ORDINARY_ONLY)
      .filter(([option]) => given.get(option) !== undefined)
      .map(([option, [rule, reason, fix]]) => rule.find(path, `${option} is given to a Kata pool, and ${reason}`, fix)),
  );
}

const KNOWN_SHIMS = [...new Set(RELEASES.flatMap(({ shims }) => Object.keys(shims)))].sort();

/**
 * Whether the names of shims, which become labels of the nodes, are names of shims: RuntimeClasses select the nodes by them.
 *
 * @param shims the names; what only Terraform knows, and what cannot be a label, is found elsewhere
 */
export function validateShimNames(shims: readonly string[] = []): Finding[] {
  if (Token.isUnresolved(shims)) return [];
  const names = [...new Set(shims)].filter((name) => !Token.isUnresolved(name) && !isBadLabel(shimLabel(name), 'true'));
  return names.flatMap((name) => {
    if (KNOWN_SHIMS.includes(name)) return [];
    const meant = name.toLowerCase().replace(/^kata-/, '');
    const near = KNOWN_SHIMS.includes(meant) ? meant : nearest(meant, KNOWN_SHIMS);
    if (!isShimName(name)) {
      const message = `shims has '${name}', which cannot be the name of a shim`;
      return [RULES.shims.find('', message, near === undefined ? undefined : `write ${near}`)];
    }
    const message = `shims has '${name}', which no release of Kata in the catalogue has: RuntimeClasses of other shims do not find the nodes`;
    const fix = near === undefined ? undefined : `write ${near}, or acknowledge this for a shim of a fork`;
    return [RULES.unknownShim.find('', message, fix)];
  });
}
