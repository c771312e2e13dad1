import type { IConstruct } from 'constructs';
import { assertNoErrors, attempt, describeFinding, type Finding, FindingsError, located, Severity } from './finding';
import { nearest } from './nearest';
import { assertParameter } from './props';
import { assertConstruct } from './props/assert-construct';
import { Rule } from './rule';
import { Synthesis } from './runner/synthesis';

const ACKNOWLEDGEMENT = new Rule({
  id: 'validation/acknowledgement',
  severity: Severity.ERROR,
  meaning: 'acknowledge() names no finding that can be acknowledged, or gives no reason',
  fix: 'copy the id from the end of the message, and say why the finding does not apply',
});

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
   * Told of each warning that would be printed, such as cdktf's annotations, which cdktf's own CLI prints.
   *
   * @default - warnings are only printed
   */
  readonly annotate?: (finding: Finding) => void;

  /**
   * Whether it is run before the other checks, since it decides what they look at.
   *
   * @default false
   */
  readonly first?: boolean;
}

const CHECKS = Symbol.for('cdk-kata/checks');
const ACKNOWLEDGED = 'cdk-kata/acknowledged';
const MODE = 'cdk-kata/warning-mode';
const PRINTED = Symbol.for('cdk-kata/printed-findings');

/** Context that cdktf's CLI gives to the programs that it runs. It prints their annotations and their standard error. */
const CONTEXT_OF_CLI = 'cdktfRelativeModules';

interface Acknowledgement {
  readonly id: string;
  readonly reason: string;
}

interface RegisteredCheck {
  readonly construct: IConstruct;
  readonly check: Check;
  readonly annotate?: (finding: Finding) => void;
}

/** A construct whose validation runs checks. */
interface Checked extends IConstruct {
  [CHECKS]?: RegisteredCheck[];
}

function metadata<T>(construct: IConstruct, type: string): T[] {
  return construct.node.metadata.filter((entry) => entry.type === type).map((entry) => entry.data as T);
}

/**
 * What rules find in a construct and below it.
 *
 * @see https://github.com/cdk-kata/cdk-kata/blob/main/docs/findings.md
 * @example
 * Findings.of(cluster).acknowledge('gke/deletion-protection', 'rebuilt every night');
 */
export class Findings {
  /**
   * What rules find in a construct and below it.
   *
   * @param scope a construct of either tree
   * @throws for what is no construct
   */
  public static of(scope: IConstruct): Findings {
    assertConstruct(scope, 'scope');
    return new Findings(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Takes a finding away, here and below, because the program knows better.
   *
   * @param id id of the rule, in parentheses at the end of the finding's message
   * @param reason why it does not apply, for whoever reads the program
   * @throws when no rule has the id, when the rule cannot be acknowledged, and when the reason is empty
   */
  public acknowledge(id: string, reason: string): void {
    const rule = Rule.withId(id);
    const refusal = (why: string, fix: string) =>
      new FindingsError([ACKNOWLEDGEMENT.find(this.scope.node.path, `acknowledge('${String(id)}')${why}`, fix)]);
    if (rule === undefined) {
      const meant = nearest(String(id), Rule.ids);
      throw refusal(
        ': no rule has this id',
        meant === undefined ? 'copy the id from the end of the message' : `write '${meant}'`,
      );
    }
    if (!rule.canAcknowledge) {
      throw refusal(`: this finding cannot be acknowledged, since ${rule.meaning}`, rule.fix);
    }
    if (typeof reason !== 'string' || reason.trim() === '') {
      throw refusal(' needs a reason', 'say why the finding does not apply');
    }
    this.scope.node.addMetadata(ACKNOWLEDGED, { id, reason } satisfies Acknowledgement);
  }

  /** Ids of the rules that are acknowledged here or above. */
  public get acknowledged(): string[] {
    const ids: string[] = [];
    for (let at: IConstruct | undefined = this.scope; at !== undefined; at = at.node.scope) {
      ids.unshift(...metadata<Acknowledgement>(at, ACKNOWLEDGED).map(({ id }) => id));
    }
    return ids;
  }

  /**
   * What happens to warnings of this construct and below at synthesis. The nearest construct that says something wins.
   *
   * @param mode print them, be silent, or take them as errors
   * @throws when the mode is not a `WarningMode`
   */
  public setWarningMode(mode: WarningMode): void {
    assertParameter('mode', mode, 'WarningMode', this.scope.node.path);
    this.scope.node.addMetadata(MODE, mode);
  }

  /**
   * Adds a check of the construct. It is run once in each synthesis.
   *
   * @param check what to run
   * @param options where
   * @internal
   */
  public add(check: Check, options: CheckOptions): void {
    const checked = options.at as Checked;
    if (checked[CHECKS] === undefined) {
      Object.defineProperty(checked, CHECKS, { value: [] });
      checked.node.addValidation({ validate: () => validate(checked) });
      Synthesis.watch(checked);
    }
    const registered = { construct: this.scope, check, annotate: options.annotate };
    if (options.first === true) checked[CHECKS]?.unshift(registered);
    else checked[CHECKS]?.push(registered);
  }
}

/**
 * What rules find in trees, each finding once, without what was acknowledged. It prints nothing.
 *
 * @param roots apps, stacks, or any constructs of either tree
 * @throws for what is no construct
 */
export function findings(...roots: IConstruct[]): Finding[] {
  for (const [index, root] of roots.entries()) assertConstruct(root, `roots[${index}]`);
  const wanted = new Set(roots);
  const found = [...new Set(roots.map(({ node }) => node.root))].flatMap((root) =>
    Synthesis.run(root, () =>
      root.node
        .findAll()
        .flatMap((construct) => (construct as Checked)[CHECKS] ?? [])
        .flatMap((registered) =>
          foundBy(registered).filter((finding) => {
            const { scopes } = subject(registered, finding).node;
            return scopes.some((scope) => wanted.has(scope)) && !isAcknowledged(scopes, finding);
          }),
        ),
    ),
  );
  return [...new Map(found.map((finding) => [describeFinding(finding), finding])).values()];
}

/**
 * The warnings among {@link findings}, each as it is printed: path, message, fix and id.
 *
 * @param roots apps, stacks, or any constructs of either tree
 */
export function warnings(...roots: IConstruct[]): string[] {
  return findings(...roots)
    .filter(({ severity }) => severity === Severity.WARNING)
    .map(describeFinding);
}

function run({ construct, check }: RegisteredCheck): readonly Finding[] {
  return located(construct.node.path, check());
}

/** What a check finds; where an object cannot be written for the check to look at, what is wrong with it. */
function foundBy(registered: RegisteredCheck): readonly Finding[] {
  const { value = [], found } = attempt(() => run(registered));
  return [...value, ...found];
}

/** The construct that a finding is about. */
function subject({ construct }: RegisteredCheck, { path }: Finding): IConstruct {
  if (path === construct.node.path) return construct;
  const found = path
    .split('/')
    .reduce<IConstruct | undefined>((above, id) => above?.node.tryFindChild(id), construct.node.root);
  return found ?? construct;
}

function isAcknowledged(scopes: readonly IConstruct[], finding: Finding): boolean {
  return (
    finding.canAcknowledge &&
    scopes.some((scope) => metadata<Acknowledgement>(scope, ACKNOWLEDGED).some(({ id }) => id === finding.id))
  );
}

function modeOf(scopes: readonly IConstruct[]): WarningMode {
  const said = [...scopes].reverse().flatMap((scope) => metadata<WarningMode>(scope, MODE).slice(-1));
  return said[0] ?? WarningMode.PRINT;
}

/** Runs the checks of a construct, once in each synthesis. */
function validate(checked: Checked): string[] {
  return Synthesis.run(checked, (synthesis) =>
    synthesis.once(checked, () => {
      refuseOrPrint(checked);
      return [];
    }),
  );
}

function refuseOrPrint(checked: Checked): void {
  const printsAnnotations = checked.node.tryGetContext(CONTEXT_OF_CLI) !== undefined;
  const errors: Finding[] = [];
  for (const registered of checked[CHECKS] ?? []) {
    for (const finding of run(registered)) {
      const { scopes } = subject(registered, finding).node;
      if (isAcknowledged(scopes, finding)) continue;
      const mode = modeOf(scopes);
      if (finding.severity === Severity.ERROR || mode === WarningMode.ERROR) {
        errors.push({ ...finding, severity: Severity.ERROR });
      } else if (mode === WarningMode.PRINT) {
        registered.annotate?.(finding);
        if (registered.annotate === undefined || !printsAnnotations) print(finding);
      }
    }
  }
  // Thrown, not returned: cdk8s and cdktf would put the path of the app or stack before each line.
  assertNoErrors(errors);
}

/** Prints a warning, unless this process has printed it before. */
function print(finding: Finding): void {
  const state = globalThis as { [PRINTED]?: Set<string> };
  state[PRINTED] ??= new Set();
  const line = `warning: ${describeFinding(finding)}`;
  if (state[PRINTED].has(line)) return;
  state[PRINTED].add(line);
  process.stderr.write(`${line}\n`);
}
