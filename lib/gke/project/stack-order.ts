import { Aspects, type IAspect, TerraformDataSource, TerraformModule, TerraformResource, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';

type Orderable = TerraformResource | TerraformDataSource | TerraformModule;

const isOrderable = (construct: IConstruct): construct is Orderable =>
  TerraformResource.isTerraformResource(construct) ||
  TerraformDataSource.isTerraformDataSource(construct) ||
  construct instanceof TerraformModule;

/** The resources, data sources and modules of a construct, itself included. */
const orderables = (construct: IConstruct): Orderable[] => construct.node.findAll().filter(isOrderable);

/** Address of a resource or module in `depends_on`. */
function address(element: Orderable): string {
  if (element instanceof TerraformModule) return `module.${element.friendlyUniqueId}`;
  return `${element.terraformResourceType}.${element.friendlyUniqueId}`;
}

/**
 * Writes the dependencies between constructs of a stack, which cdktf keeps and does not write.
 *
 * `a.node.addDependency(b)` becomes `depends_on` of every resource below `a` on every resource below `b`. Where `b` is in
 * another stack, the stacks are ordered, since Terraform cannot depend on another state. A construct that is a prerequisite of
 * what else is in the stack says so in `isPrerequisiteOf()`.
 */
export class StackOrder implements IAspect {
  /**
   * Writes the order of a construct's stack at synthesis.
   *
   * @param construct any construct of the stack
   */
  public static writeFor(construct: IConstruct): void {
    const stack = TerraformStack.of(construct);
    const aspects = Aspects.of(stack);
    if (!aspects.all.some((aspect) => aspect instanceof StackOrder)) aspects.add(new StackOrder(stack));
  }

  private constructor(private readonly stack: TerraformStack) {}

  public visit(node: IConstruct): void {
    if (node !== this.stack) return;
    for (const construct of this.stack.node.findAll()) {
      for (const dependency of construct.node.dependencies) this.order(construct, dependency);
    }
  }

  private order(construct: IConstruct, dependency: IConstruct): void {
    if (!dependency.node.scopes.some((scope) => TerraformStack.isStack(scope))) return;
    const stack = TerraformStack.of(dependency);
    if (stack !== this.stack) {
      this.stack.addDependency(stack);
      return;
    }
    const first = orderables(dependency);
    const addresses = first.filter((it) => !TerraformDataSource.isTerraformDataSource(it)).map(address);
    for (const waiting of orderables(construct)) {
      if (first.includes(waiting)) continue;
      waiting.dependsOn = [...new Set([...(waiting.dependsOn ?? []), ...addresses])];
    }
  }
}
