import type { IConstruct } from 'constructs';
import { refusal } from './kata-rule';
import { RULES } from './rules';

/** Marks a stack of cdktf; this half does not load cdktf. */
const TERRAFORM_STACK = Symbol.for('cdktf/TerraformStack');

/**
 * Refuses a construct that no cdk8s App would write.
 *
 * @throws FindingsError for a construct below a TerraformStack, and for one without an App above it
 */
export function assertBelowApp(construct: IConstruct): void {
  const { id, path, root, scopes } = construct.node;
  const kind = construct.constructor.name;
  const stack = scopes.find((scope) => TERRAFORM_STACK in scope);
  const fix = `put it below a cdk8s App: new ${kind}(new cdk8s.App(), '${id}', ...)`;
  if (stack !== undefined) {
    throw refusal(path, RULES.app.find('', `${kind} '${id}' is below TerraformStack '${stack.node.path}'`, fix));
  }
  if (!('synthYaml' in root)) throw refusal(path, RULES.app.find('', `${kind} '${id}' has no cdk8s App above it`, fix));
}

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
