import { type Finding, Severity } from './finding';

/** What is known of a rule before it finds something; `docs/findings.md` prints it. */
export interface RuleProps {
  /** Room, and what it is about: `gke/deletion-protection`. Never changed once released: programs acknowledge by it. */
  readonly id: string;

  /** What it means for the program. */
  readonly severity: Severity;

  /** What is wrong when it finds something, as one sentence. */
  readonly meaning: string;

  /** What to do about it, in the imperative. */
  readonly fix: string;

  /**
   * Whether a program may say that it knows better.
   *
   * @default - warnings may be acknowledged, errors may not
   */
  readonly canAcknowledge?: boolean;
}

/** What to do about a value that only Terraform knows, where it is needed before. */
export const LITERAL_FIX =
  'write the literal in both programs, or give it to both by an environment variable: Terraform knows the value of a token only after ' +
  'manifests are written';

/** How cdktf writes such a value in a text: of a text, of a list, of a map. */
export const TOKEN_IN_TEXT = /[$#&]\{TfToken\[[^\]]*\]\}/;

/**
 * A rule: its id, what it means, and the findings that it makes.
 *
 * @example
 * const TINY = new Rule({ id: 'acme/tiny', severity: Severity.WARNING, meaning: 'the pool has one node', fix: 'add nodes' });
 * Findings.of(pool).add(() => (pool.nodes > 1 ? [] : [TINY.find('')]), { at: stack });
 */
export class Rule {
  private static readonly rules = new Map<string, Rule>();

  /**
   * The rule with an id, among the rules of the rooms that the program imports.
   *
   * @param id id of the rule
   */
  public static withId(id: string): Rule | undefined {
    return Rule.rules.get(id);
  }

  /** Ids of the rules of the rooms that the program imports. */
  public static get ids(): readonly string[] {
    return [...Rule.rules.keys()];
  }

  public readonly id: string;
  public readonly severity: Severity;
  public readonly meaning: string;
  public readonly fix: string;
  public readonly canAcknowledge: boolean;

  constructor(props: RuleProps) {
    this.id = props.id;
    this.severity = props.severity;
    this.meaning = props.meaning;
    this.fix = props.fix;
    this.canAcknowledge = props.canAcknowledge ?? props.severity === Severity.WARNING;
    Rule.rules.set(this.id, this);
  }

  /**
   * A finding of this rule. Where the message shows a Terraform token, the fix is about the token: whatever is wrong with its text says
   * nothing of the value.
   *
   * @param path path of the construct
   * @param message field, value and reason; what the rule means if not given
   * @param fix what to do; the rule's own if not given
   */
  public find(path: string, message: string = this.meaning, fix: string = this.fix): Finding {
    const { id, severity, canAcknowledge } = this;
    return { id, severity, path, message, fix: TOKEN_IN_TEXT.test(message) ? LITERAL_FIX : fix, canAcknowledge };
  }
}
