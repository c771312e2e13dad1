import { type ITerraformDependable, TerraformStack } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';

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
