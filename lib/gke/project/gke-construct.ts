import { type TerraformProvider, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { Finding } from '../../validation/finding';
import type { Check } from '../../validation/findings';
import { assertSameCore } from '../../validation/stack/same-core';
import { MovedResources } from './moved-resources';
import { useProvider, writeProjects } from './providers';
import { PROJECT_RULES } from './rules';
import { addStackCheck, assertAndKeep } from './stack-findings';
import { StackOrder } from './stack-order';

/** Properties that every construct of this room has. */
export interface GkeConstructProps {
  /**
   * Provider of the resources of the construct and of the constructs below it, such as one with an alias for another project
   * or an impersonated account.
   *
   * @default - the provider of the construct above; the default Google provider of the stack for the first
   */
  readonly provider?: TerraformProvider;
}

/**
 * What the constructs of this room have in common: they refuse a stack of another copy of cdktf, report what rules find, hand
 * their provider to what is below them, and within their stack `node.addDependency()` orders Terraform's resources.
 */
export abstract class GkeConstruct extends Construct {
  /**
   * @param scope parent
   * @param id id, unique below the parent
   * @param props properties that every construct has
   * @throws in a stack of another copy of cdktf
   */
  constructor(scope: Construct, id: string, props: GkeConstructProps = {}) {
    super(scope, id);
    assertSameCore(this, TerraformStack, PROJECT_RULES.otherCore);
    StackOrder.writeFor(this);
    writeProjects(this);
    if (props?.provider !== undefined) useProvider(this, props.provider);
  }

  /**
   * Keeps the resources of a construct that was renamed, moved or wrapped: a `moved` block for each resource below it, and the
   * names and hashes that its former path gave. Call it right after the construct is created, and leave it there: without it
   * names that were not given, and those of node pools, come from the new path.
   *
   * A construct that is moved again gets another call, with the path that it had in between: the oldest path comes first.
   *
   * @param oldPath former path of the construct below the stack, such as `platform/gke`
   * @throws for a text that is not the path of a construct, and for a path that was named already
   * @example
   * // before: new GkeCluster(stack, 'gke', ...)
   * new GkeCluster(platform, 'cluster', { location: 'europe-west4', network }).moveFrom('gke');
   */
  public moveFrom(oldPath: string): void {
    MovedResources.from(this, oldPath);
  }

  /**
   * Refuses errors at once, and reports warnings at synthesis.
   *
   * @param found what rules found in the properties; an empty path is this construct's
   * @throws FindingsError when one is an error
   */
  protected report(found: readonly Finding[]): void {
    assertAndKeep(this, found);
  }

  /**
   * Reports at synthesis what a check finds.
   *
   * @param check looks at what the construct will write
   */
  protected checkAtSynthesis(check: Check): void {
    addStackCheck(this, check);
  }
}
