import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { otherCore } from '../cluster/messages';

/**
 * Refuses a stack of another core than the one that this library was installed with, such as CDK Terrain's beside cdktf's:
 * the two share their symbols and not their code, and mixed they fail at synthesis without saying why.
 *
 * @param scope any construct of the stack
 * @throws when the stack is not a TerraformStack of this core
 */
export function assertSameCore(scope: IConstruct): void {
  if (!(TerraformStack.of(scope) instanceof TerraformStack)) throw new Error(otherCore(scope.node.path));
}
