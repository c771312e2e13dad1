import { type ITerraformDependable, TerraformStack } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';

/**
 * What a resource waits for, of its own stack. What another stack has made is there before this one begins, and cdktf would
 * write a `depends_on` for it that Terraform refuses.
 *
 * @see https://github.com/hashicorp/terraform-cdk/issues/3023
 */
export function inOwnStack(scope: IConstruct, dependencies: readonly ITerraformDependable[]): ITerraformDependable[] {
  const stack = TerraformStack.of(scope);
  return dependencies.filter((it) => !Construct.isConstruct(it) || TerraformStack.of(it) === stack);
}
