import { shimLabel } from '../../../contract/node-labels';
import type { Finding } from '../../../validation/finding';
import { emptyList } from '../../../validation/messages';
import { RULES } from '../../rules';
import { nodesOverlap } from '../../shared-nodes';
import type { KataInstallationProps } from '../kata-installation-props';
import type { KataPool } from './kata-pool';
import { commonLabels, isToldApart, POOL_NAME, placementOf, poolName } from './pool-nodes';

const quoted = (pools: readonly KataPool[]) => pools.map((pool) => `'${poolName(pool)}'`).join(' and ');

/** What contradicts itself among several pools; undefined when nothing does. */
export function poolsProblem(props: KataInstallationProps): Finding | undefined {
  const { pools, shims, placement, devmapper } = props;
  if (pools === undefined) return undefined;
  if (pools.length === 0) return emptyList('pools');
  if (placement !== undefined)
    return RULES.poolsAndOther.find(
      '',
      'pools and placement are both given',
      'give each pool its placement, and leave placement out',
    );
  if (devmapper !== undefined)
    return RULES.poolsAndOther.find(
      '',
      'pools and devmapper are both given',
      'give devmapper to the pool whose nodes have the devices',
    );
  if (shims !== undefined && pools.every((pool) => pool.shims !== undefined)) {
    return RULES.poolsAndOther.find('', 'shims is given, and every one of pools has its own', 'leave shims out');
  }
  return namesProblem(pools) ?? suffixProblem(pools) ?? overlapProblem(pools);
}

function namesProblem(pools: readonly KataPool[]): Finding | undefined {
  const bad = pools.find(({ name }) => name !== undefined && !POOL_NAME.test(name));
  if (bad !== undefined) {
    return RULES.poolName.find(
      '',
      `pools has name '${bad.name}', which cannot end names of objects`,
      'write 1 to 20 lower-case letters, digits and dashes, such as fc',
    );
  }
  const names = pools.map(poolName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return undefined;
  return RULES.poolName.find('', `two of pools are called '${twice}'`, 'give each a name of its own');
}

/** An installation has one suffix; pools of two are two installations. */
function suffixProblem(pools: readonly KataPool[]): Finding | undefined {
  const suffixes = [...new Set(pools.map(({ placement }) => placement.multiInstallSuffix))];
  if (suffixes.length < 2) return undefined;
  const named = suffixes.map((suffix) => (suffix === undefined ? 'none' : `'${suffix}'`)).join(' and ');
  return RULES.poolSuffixes.find(
    '',
    `pools are labelled for installations with different suffixes, ${named}`,
    'give their node pools the same multiInstallSuffix, or leave it out everywhere',
  );
}

/** A node of two pools would get two installers. */
function overlapProblem(pools: readonly KataPool[]): Finding | undefined {
  for (const [index, pool] of pools.entries()) {
    const other = pools.slice(0, index).find((it) => nodesOverlap(placementOf(it), placementOf(pool)));
    if (other === undefined) continue;
    return RULES.poolsOverlap.find(
      '',
      `pools ${quoted([other, pool])} select the same nodes, and a node takes one installer`,
    );
  }
  return undefined;
}

/**
 * A RuntimeClass selects one set of labels, with no way to say "or".
 *
 * @param shim name of a shim
 * @param own pools that install it
 * @param others pools that do not
 */
export function shimNodesProblem(
  shim: string,
  own: readonly KataPool[],
  others: readonly KataPool[],
): Finding | undefined {
  const selector = commonLabels(own.map((pool) => placementOf(pool).nodeSelector));
  const mistaken = others.find((pool) => !isToldApart(selector, placementOf(pool).nodeSelector));
  if (mistaken === undefined) return undefined;
  const which =
    own.length > 1
      ? `pools ${quoted(own)} install it and have no label in common`
      : `pool ${quoted(own)} installs it and has no label`;
  return RULES.poolLabel.find(
    '',
    `the RuntimeClass of shim '${shim}' would select nodes of pool ${quoted([mistaken])}, where it is not installed: ${which} that those ` +
      'nodes lack',
    `give their nodes one, such as ${shimLabel(shim)}: 'true', and name it in nodeSelector of the placements; a KataNodePool ` +
      `does both with shims, such as shims: ['${shim}']`,
  );
}
