import { TerraformElement, TerraformResource, TerraformStack } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { FindingsError } from '../../validation/finding';
import { PROJECT_RULES } from './rules';
import { formerPaths, idsOnTheWay, isMoved, rememberPath } from './stable-path';

const ID = 'cdk-kata-moved';

interface Move {
  readonly from: string;
  readonly to: string;
}

/**
 * The `moved` blocks of a stack: one for each resource below a construct that was moved, so that Terraform keeps the resource
 * instead of destroying it and creating another.
 *
 * @see https://developer.hashicorp.com/terraform/language/modules/develop/refactoring
 */
export class MovedResources extends TerraformElement {
  /**
   * Writes blocks for the resources below a construct. A construct that was moved several times names its former paths in the
   * order in which it had them.
   *
   * @param construct the construct that was moved
   * @param oldPath its former path, relative to the stack
   * @throws for a text that is not the path of a construct, and for a path that was named already
   */
  public static from(construct: IConstruct, oldPath: string): void {
    const problem = pathProblem(construct, oldPath);
    if (problem !== undefined) {
      const message = `moveFrom('${String(oldPath)}') ${problem.reason}`;
      throw new FindingsError([PROJECT_RULES.moveFrom.find(construct.node.path, message, problem.fix)]);
    }
    rememberPath(construct, oldPath);
    const stack = TerraformStack.of(construct);
    if (stack.node.tryFindChild(ID) === undefined) new MovedResources(stack, ID);
  }

  private constructor(scope: Construct, id: string) {
    super(scope, id);
  }

  public override toTerraform(): { readonly moved?: readonly Move[] } {
    const moves = this.moves();
    return moves.length === 0 ? {} : { moved: moves };
  }

  private moves(): Move[] {
    const stack = this.cdktfStack;
    const resources = stack.node
      .findAll()
      .filter((it): it is TerraformResource => TerraformResource.isTerraformResource(it) && isMoved(it));
    return resources.flatMap((resource) => {
      const addresses = idsOnTheWay(resource).map(
        (ids) => `${resource.terraformResourceType}.${logicalId(stack, ids)}`,
      );
      return addresses
        .slice(1)
        .map((to, index): Move => ({ from: addresses[index] as string, to }))
        .filter(({ from, to }) => from !== to);
    });
  }
}

/** The id that the stack gives to a resource at a path. */
function logicalId(stack: TerraformStack, ids: readonly string[]): string {
  const scopes = [stack, ...ids.map((id) => ({ node: { id } }))];
  return stack.getLogicalId({ scopes } as unknown as IConstruct['node']);
}

interface PathProblem {
  readonly reason: string;
  readonly fix?: string;
}

function pathProblem(construct: IConstruct, oldPath: unknown): PathProblem | undefined {
  if (typeof oldPath !== 'string' || oldPath === '' || oldPath.split('/').includes('')) {
    return { reason: 'names no path' };
  }
  const stack = TerraformStack.of(construct);
  const [first] = oldPath.split('/');
  if (first === stack.node.id && stack.node.tryFindChild(first) === undefined) {
    return { reason: 'begins with the stack', fix: `leave '${first}/' out` };
  }
  const fix = 'remove the call';
  if (oldPath === idsOnTheWay(construct).at(-1)?.join('/')) return { reason: 'is where the construct is', fix };
  return formerPaths(construct).includes(oldPath) ? { reason: 'was called already', fix } : undefined;
}
