import type { IConstruct } from 'constructs';
import { assertNoErrors, describeFinding, type Finding, Severity } from './finding';

/** What happens to warnings at synthesis. */
export enum WarningMode {
  /** Each is printed to standard error, once for each process. */
  PRINT = 'print',
  /** Nothing is printed; `findings()` lists them still. */
  SILENT = 'silent',
  /** Each is an error, as in continuous integration. */
  ERROR = 'error',
}

/** Looks at what a construct will write. */
export type Check = () => readonly Finding[];

/** Where a check is run, and what else is told of its warnings. */
export interface CheckOptions {
  /** The construct whose validation runs the check; cdk8s: the app, cdktf: the stack. */
  readonly at: IConstruct;

  /**
   * Told of each warning of a synthesis, such as cdktf's annotations.
   *
   * @default - nobody
   */
  readonly annotate?: (finding: Finding) => void;
}

const CHECKS = 'cdk-kata/checks';
const ACKNOWLEDGED = 'cdk-kata/acknowledged';
const MODE = 'cdk-kata/warning-mode';
const PRINTED = Symbol.for('cdk-kata/printed-findings');

interface Acknowledgement {
  readonly id: string;
  readonly reason: string;
}

interface RegisteredCheck {
  readonly construct: IConstruct;
  readonly check: Check;
  readonly annotate?: (finding: Finding) => void;
}

function metadata<T>(construct: IConstruct, type: string): T[] {
  return construct.node.metadata.filter((entry) => entry.type === type).map((entry) => entry.data as T);
}

/**
 * What rules find in a construct and below it.
 *
 * @example
 * Findings.of(cluster).acknowledge('gke/deletion-protection', 'rebuilt every night');
 */
export class Findings {
  /**
   * @param scope a construct of either tree
   */
  public static of(scope: IConstruct): Findings {
    return new Findings(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Takes a finding away, here and below, because the program knows better.
   *
   * @param id id of the rule, as the finding's message ends
   * @param reason why it does not apply, for whoever reads the program
   * @throws when the reason is empty, and at synthesis for a rule that cannot be acknowledged
   */
  public acknowledge(id: string, reason: string): void {
    if (typeof reason !== 'string' || reason.trim() === '') {
      throw new Error(
        `${this.scope.node.path}: acknowledge('${id}') needs a reason; say why the finding does not apply`,
      );
    }
    this.scope.node.addMetadata(ACKNOWLEDGED, { id, reason } satisfies Acknowledgement);
  }

  /**
   * What happens to warnings of this construct and below at synthesis. The nearest construct that says something wins.
   *
   * @param mode what happens
   */
  public setWarningMode(mode: WarningMode): void {
    this.scope.node.addMetadata(MODE, mode);
  }

  /**
   * Adds a check of the construct.
   *
   * @param check what to run
   * @param options where
   * @internal
   */
  public add(check: Check, options: CheckOptions): void {
    const { at, annotate } = options;
    if (metadata(at, CHECKS).length === 0) at.node.addValidation({ validate: () => validate(at) });
    at.node.addMetadata(CHECKS, { construct: this.scope, check, annotate } satisfies RegisteredCheck);
  }
}

/**
 * What rules find in trees, without what was acknowledged. It prints nothing.
 *
 * @param roots apps, stacks, or any constructs of either tree
 */
export function findings(...roots: IConstruct[]): Finding[] {
  return roots.flatMap((root) =>
    checksAbout(root).flatMap((registered) =>
      run(registered).filter((finding) => !isAcknowledged(registered, finding)),
    ),
  );
}

function checksAbout(root: IConstruct): RegisteredCheck[] {
  return root.node.root.node
    .findAll()
    .flatMap((construct) => metadata<RegisteredCheck>(construct, CHECKS))
    .filter(({ construct }) => construct.node.scopes.includes(root));
}

function run({ construct, check }: RegisteredCheck): readonly Finding[] {
  return check().map((finding) => (finding.path === '' ? { ...finding, path: construct.node.path } : finding));
}

function subject({ construct }: RegisteredCheck, { path }: Finding): IConstruct {
  const below = construct.node.root.node;
  return (path === construct.node.path ? construct : find(below.root, path)) ?? construct;
}

function find(root: IConstruct, path: string): IConstruct | undefined {
  return path
    .split('/')
    .reduce<IConstruct | undefined>((at, id) => at?.node.tryFindChild(id) as IConstruct | undefined, root);
}

function isAcknowledged(registered: RegisteredCheck, finding: Finding): boolean {
  if (!finding.canAcknowledge) return false;
  return subject(registered, finding).node.scopes.some((scope) =>
    metadata<Acknowledgement>(scope, ACKNOWLEDGED).some(({ id }) => id === finding.id),
  );
}

function modeOf(construct: IConstruct): WarningMode {
  const said = [...construct.node.scopes].reverse().flatMap((scope) => metadata<WarningMode>(scope, MODE).slice(-1));
  return said[0] ?? WarningMode.PRINT;
}

function validate(at: IConstruct): string[] {
  const errors: Finding[] = [];
  for (const registered of metadata<RegisteredCheck>(at, CHECKS)) {
    for (const finding of run(registered)) {
      if (isAcknowledged(registered, finding)) continue;
      const mode = modeOf(subject(registered, finding));
      if (finding.severity === Severity.ERROR || mode === WarningMode.ERROR) {
        errors.push({ ...finding, severity: Severity.ERROR });
        continue;
      }
      registered.annotate?.(finding);
      if (mode === WarningMode.PRINT) print(finding);
    }
  }
  assertNoErrors(errors);
  return [];
}

/** Prints a warning, unless this process has printed it before: cdk8s validates an app once for each chart. */
function print(finding: Finding): void {
  const state = globalThis as { [PRINTED]?: Set<string> };
  state[PRINTED] ??= new Set();
  const line = `warning: ${describeFinding(finding)}`;
  if (state[PRINTED].has(line)) return;
  state[PRINTED].add(line);
  process.stderr.write(`${line}\n`);
}
