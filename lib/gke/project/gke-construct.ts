import { Annotations, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { assertNoErrors, type Finding, Severity } from '../../validation/finding';
import { type Check, Findings } from '../../validation/findings';
import { assertSameCore } from './stack';
import { StackOrder } from './stack-order';

const CDKTF_WARNING = '@cdktf/warn';

/**
 * What the constructs of this room have in common: they refuse a stack of another copy of cdktf, report what rules find, and
 * within their stack `node.addDependency()` orders Terraform's resources.
 */
export abstract class GkeConstruct extends Construct {
  /**
   * @param scope parent
   * @param id id, unique below the parent
   * @throws in a stack of another copy of cdktf
   */
  constructor(scope: Construct, id: string) {
    super(scope, id);
    assertSameCore(this);
    StackOrder.writeFor(this);
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
