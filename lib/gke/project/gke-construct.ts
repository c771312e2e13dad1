import { Annotations, type TerraformProvider, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { assertNoErrors, type Finding, Severity } from '../../validation/finding';
import { type Check, Findings } from '../../validation/findings';
import { MovedResources } from './moved-resources';
import { useProvider, writeProjects } from './providers';
import { assertSameCore } from './stack';
import { StackOrder } from './stack-order';

const CDKTF_WARNING = '@cdktf/warn';

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
    assertSameCore(this);
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
    const located = found.map((it) => (it.path === '' ? { ...it, path: this.node.path } : it));
    const warnings = assertNoErrors(located);
    if (warnings.length > 0) this.checkAtSynthesis(() => warnings);
  }

  /**
   * Reports at synthesis what a check finds.
   *
   * @param check looks at what the construct will write
   */
  protected checkAtSynthesis(check: Check): void {
    Findings.of(this).add(check, { at: TerraformStack.of(this), annotate: (finding) => this.annotate(finding) });
  }

  /** Adds the warning to cdktf's list of the construct, which its own CLI prints, once. */
  private annotate({ id, path, message, fix, severity }: Finding): void {
    if (severity !== Severity.WARNING) return;
    const subject = path === this.node.path ? '' : `${path}: `;
    const text = `${subject}${message}; ${fix} (${id})`;
    if (this.node.metadata.some(({ type, data }) => type === CDKTF_WARNING && data === text)) return;
    Annotations.of(this).addWarning(text);
  }
}
