import { type ITerraformDependable, TerraformStack } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { FindingsError } from '../../validation/finding';
import { PROJECT_RULES } from './rules';

/**
 * Refuses a stack of another core than the one that this library was installed with, such as CDK Terrain's beside cdktf's:
 * the two share their symbols and not their code, and mixed they fail at synthesis without saying why.
 *
 * @param scope any construct of the stack
 * @throws when the stack is not a TerraformStack of this core
 */
export function assertSameCore(scope: IConstruct): void {
  if (!(TerraformStack.of(scope) instanceof TerraformStack))
    throw new FindingsError([PROJECT_RULES.otherCore.find(scope.node.path)]);
}

/**
 * The dependencies that are in the stack of the construct. What another stack makes is there before this one begins, and
 * cdktf would write a `depends_on` for it that Terraform refuses.
 *
 * @param scope the construct that waits
 * @param dependencies what it waits for
 * @see https://github.com/hashicorp/terraform-cdk/issues/3023
 */
export function sameStackOnly(
  scope: IConstruct,
  dependencies: readonly ITerraformDependable[],
): ITerraformDependable[] {
  const stack = TerraformStack.of(scope);
  return dependencies.filter((it) => !Construct.isConstruct(it) || TerraformStack.of(it) === stack);
}
