import {
  Aspects,
  DefaultTokenResolver,
  type IAspect,
  StringConcat,
  TerraformDataSource,
  TerraformModule,
  TerraformResource,
  TerraformStack,
  Tokenization,
} from 'cdktf';
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

const RESOLVER = new DefaultTokenResolver(new StringConcat());

/** Adds to what an element waits for, each once: cdktf keeps what it was given as tokens, which are never equal. */
function waitFor(waiting: Orderable, addresses: readonly string[]): void {
  const scope = waiting;
  const known = (waiting.dependsOn ?? []).map((it): string =>
    Tokenization.resolve(it, { scope, resolver: RESOLVER, preparing: false }),
  );
  waiting.dependsOn = [...new Set([...known, ...addresses])];
}

/** Constructs of this library, whose resources are ordered behind prerequisites without being told. */
const OF_THIS_LIBRARY = Symbol.for('cdk-kata/gke-construct');

/** Whether a construct is one of this library, or below one. */
export const isOfThisLibrary = (construct: IConstruct) =>
  construct.node.scopes.some((scope) => OF_THIS_LIBRARY in scope);

/** A construct that other resources of its stack need, such as the services of the project. */
export interface IPrerequisite extends IConstruct {
  /**
   * Whether resources of a type need the construct.
   *
   * @param resourceType type of a resource or data source, such as `google_container_cluster`
   */
  isPrerequisiteOf(resourceType: string): boolean;
}

const isPrerequisite = (construct: IConstruct): construct is IPrerequisite =>
  typeof (construct as Partial<IPrerequisite>).isPrerequisiteOf === 'function';

/**
 * Writes the dependencies between constructs of a stack, which cdktf keeps and does not write.
 *
 * `a.node.addDependency(b)` becomes `depends_on` of every resource below `a` on every resource below `b`. Where `b` is in
 * another stack, the stacks are ordered, since Terraform cannot depend on another state. A construct that is a prerequisite of
 * what else is in the stack says so in `isPrerequisiteOf()`.
 */
export class StackOrder implements IAspect {
  /**
   * Writes the order of a construct's stack at synthesis, and marks the construct as one of this library.
   *
   * @param construct the construct
   */
  public static writeFor(construct: IConstruct): void {
    Object.defineProperty(construct, OF_THIS_LIBRARY, { value: true });
    const stack = TerraformStack.of(construct);
    const aspects = Aspects.of(stack);
    if (!aspects.all.some((aspect) => aspect instanceof StackOrder)) aspects.add(new StackOrder(stack));
  }

  private constructor(private readonly stack: TerraformStack) {}

  public visit(node: IConstruct): void {
    if (node !== this.stack) return;
    const constructs = this.stack.node.findAll();
    for (const construct of constructs) {
      for (const dependency of construct.node.dependencies) this.order(construct, dependency);
    }
    for (const construct of constructs) {
      if (isPrerequisite(construct)) this.orderBehind(construct, constructs);
    }
  }

  /** Lets the resources of this library wait for a prerequisite, unless the prerequisite waits for them. */
  private orderBehind(prerequisite: IPrerequisite, constructs: readonly IConstruct[]): void {
    const before = new Set([prerequisite, ...prerequisite.node.dependencies].flatMap(orderables));
    const first = orderables(prerequisite).map(address);
    for (const construct of constructs) {
      if (!isOrderable(construct) || before.has(construct) || !isOfThisLibrary(construct)) continue;
      const type = construct instanceof TerraformModule ? undefined : construct.terraformResourceType;
      if (type !== undefined && prerequisite.isPrerequisiteOf(type)) waitFor(construct, first);
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
      if (!first.includes(waiting)) waitFor(waiting, addresses);
    }
  }
}
