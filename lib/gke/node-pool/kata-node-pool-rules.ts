import { assertNoErrors } from '../../validation/finding';
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
 * @param path path that the pool will have
 * @param options what was given
 * @throws FindingsError with the reason for each
 */
export function assertNoOrdinaryOptions(path: string, options: object): void {
  const given = new Map(Object.entries(options));
  assertNoErrors(
    Object.entries(ORDINARY_ONLY)
      .filter(([option]) => given.get(option) !== undefined)
      .map(([option, [rule, reason, fix]]) => rule.find(path, `${option} is given to a Kata pool, and ${reason}`, fix)),
  );
}
