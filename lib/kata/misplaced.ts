import { refusal } from './kata-rule';
import { RULES } from './rules';

/**
 * Refuses a node pool where its placement is meant.
 *
 * @throws FindingsError when `placement` has a placement itself
 */
export function assertPlacement(path: string, props: PlacedProps): void {
  const given = [['placement', props?.placement], ...poolsOf(props)] as const;
  for (const [field, placement] of given) {
    if (typeof placement !== 'object' || placement === null || !('placement' in placement)) continue;
    const kind = placement.constructor.name;
    throw refusal(path, RULES.placement.find('', `${field} is a ${kind}, and must be its placement`));
  }
}

/** Props that name nodes, as programs give them that no compiler has checked. */
interface PlacedProps {
  readonly placement?: object;
  readonly pools?: readonly { readonly placement?: object }[];
}

function poolsOf(props: PlacedProps | null | undefined): [field: string, placement: object | undefined][] {
  const pools = props?.pools;
  if (!Array.isArray(pools)) return [];
  return pools.map((pool, index) => [`pools[${index}].placement`, pool?.placement]);
}
