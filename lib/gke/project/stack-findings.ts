import { Annotations, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { assertNoErrors, describeFinding, type Finding, located } from '../../validation/finding';
import { type Check, Findings } from '../../validation/findings';

const ANNOTATION = '@cdktf/warn';

/**
 * Adds a check of a construct to the validation of its stack. Warnings are printed, and annotated for cdktf's own CLI.
 *
 * @param construct what is checked, and where a finding without a path belongs
 * @param check what to run at synthesis
 */
export function addStackCheck(construct: IConstruct, check: Check): void {
  Findings.of(construct).add(check, {
    at: TerraformStack.of(construct),
    annotate: (finding) => annotate(construct, finding),
  });
}

/**
 * Throws for the errors that a validation found, and keeps its warnings for synthesis.
 *
 * @param construct what was validated
 * @param found the findings, the root cause first; an empty path is the construct's
 * @throws FindingsError when one is an error
 */
export function assertAndKeep(construct: IConstruct, found: readonly Finding[]): void {
  const warnings = assertNoErrors(located(construct.node.path, found));
  if (warnings.length > 0) addStackCheck(construct, () => warnings);
}

/** A stack is validated at each synthesis; the annotation stays one. cdktf's CLI writes the construct's path before it. */
function annotate(construct: IConstruct, finding: Finding): void {
  const text = describeFinding(finding.path === construct.node.path ? { ...finding, path: '' } : finding);
  const isThere = construct.node.metadata.some(({ type, data }) => type === ANNOTATION && data === text);
  if (!isThere) Annotations.of(construct).addWarning(text);
}
