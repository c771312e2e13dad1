/** Severity of a finding. */
export enum Severity {
  /** The program would fail where it is applied, or would not do what it says: synthesis is refused. */
  ERROR = 'error',
  /** The program is legal and has a risk: the finding is printed once, and refuses synthesis where warnings are errors. */
  WARNING = 'warning',
}

/** Something that a rule found in a program. */
export interface Finding {
  /** Id of the rule, such as `gke/deletion-protection`. */
  readonly id: string;

  /** Severity. */
  readonly severity: Severity;

  /** Path of the construct, such as `platform/gke`; empty for the app itself. */
  readonly path: string;

  /** What is wrong: field, value and reason. */
  readonly message: string;

  /** What to change in the program. */
  readonly fix: string;

  /** Whether `Findings.of(construct).acknowledge(id, reason)` removes it. */
  readonly canAcknowledge: boolean;
}

/**
 * A finding as one sentence: the construct's path, what is wrong, what to do, and the id of the rule.
 *
 * @param finding the finding
 */
export function describeFinding(finding: Finding): string {
  if (typeof finding !== 'object' || finding === null) throw mistyped('finding', finding, 'an object (Finding)');
  const { id, path, message, fix } = finding;
  return `${path === '' ? '' : `${path}: `}${message}${fix === '' ? '' : `; ${fix}`} (${id})`;
}

/**
 * The error for findings that refuse a program. Its message has a line for each of them.
 *
 * @see https://github.com/cdk-kata/cdk-kata/blob/main/docs/findings.md
 * @example
 * try {
 *   app.synth();
 * } catch (error) {
 *   if (error instanceof FindingsError) console.error(error.findings.map(({ id }) => id));
 *   throw error;
 * }
 */
export class FindingsError extends Error {
  /** Every finding of severity error, the root cause first. */
  public readonly findings: readonly Finding[];

  /**
   * @param findings what refuses the program
   * @param options the error that it comes from, as `cause`
   */
  constructor(findings: readonly Finding[], options?: { readonly cause?: unknown }) {
    if (!Array.isArray(findings)) throw mistyped('findings', findings, 'a list of findings');
    super(findings.map(describeFinding).join('\n'), options);
    this.name = 'FindingsError';
    this.findings = findings;
  }
}

/**
 * Findings with a path, where they name none.
 *
 * @param path path of the construct
 * @param findings what a check found that does not know who asks
 */
export function located(path: string, findings: readonly Finding[]): Finding[] {
  return findings.map((it) => (it.path === '' ? { ...it, path } : it));
}

/**
 * The value of what may be refused, or what refuses it.
 *
 * @param read gives the value
 * @returns the value, and no findings; or the findings of the FindingsError. Other errors are thrown on
 */
export function attempt<T>(read: () => T): { readonly value?: T; readonly found: readonly Finding[] } {
  try {
    return { value: read(), found: [] };
  } catch (error) {
    if (error instanceof FindingsError) return { found: error.findings };
    throw error;
  }
}

/** What is of another type than its declaration. Rules stand above this file: this is the finding of `props/type`. */
function mistyped(name: string, value: unknown, expected: string): FindingsError {
  const shown = typeof value === 'object' && value !== null ? 'an object' : String(value);
  const message = `${name} is ${shown}, and must be ${expected}`;
  const fix = 'pass what findings(app) or error.findings gives';
  return new FindingsError([
    { id: 'props/type', severity: Severity.ERROR, path: '', message, fix, canAcknowledge: false },
  ]);
}

/**
 * Refuses what a validation found.
 *
 * @param found the findings, the root cause first
 * @returns those that are only warnings
 * @throws FindingsError when one is an error
 */
export function assertNoErrors(found: readonly Finding[]): readonly Finding[] {
  const errors = found.filter(({ severity }) => severity === Severity.ERROR);
  if (errors.length > 0) throw new FindingsError(errors);
  return found;
}
