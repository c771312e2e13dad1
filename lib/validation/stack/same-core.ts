import type { IConstruct } from 'constructs';
import { FindingsError, Severity } from '../finding';
import { Rule } from '../rule';

/** The class of Terraform stacks, as the room that asks imports it: this room imports no cdktf. */
export interface StackClass {
  new (scope: never, id: string): object;
  /** The stack that a construct is in, of whichever copy of cdktf. */
  of(scope: IConstruct): object;
}

/**
 * The rule of a room against stacks of another core.
 *
 * @param room name of the room, with which the id begins
 */
export function otherCoreRule(room: string): Rule {
  return new Rule({
    id: `${room}/other-cdktf`,
    severity: Severity.ERROR,
    meaning:
      'the stack is one of another copy of cdktf than the one cdk-kata uses, or of CDK Terrain (cdktn): mixed, they fail at synthesis',
    fix: "install one for both, for CDK Terrain with 'cdktf': 'npm:cdktn@...' in package.json",
  });
}

/**
 * Refuses a stack of another core than the one that this library was installed with, such as CDK Terrain's beside cdktf's:
 * the two share their symbols and not their code, and mixed they fail at synthesis without saying why.
 *
 * @param scope any construct of the stack
 * @param stacks `TerraformStack` of the core that this library was installed with
 * @param rule the rule of the room
 * @throws FindingsError when the stack is not of that class
 */
export function assertSameCore(scope: IConstruct, stacks: StackClass, rule: Rule): void {
  if (!(stacks.of(scope) instanceof stacks)) throw new FindingsError([rule.find(scope.node.path)]);
}
