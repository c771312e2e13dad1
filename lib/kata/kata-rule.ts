import { type Finding, FindingsError, located, Severity } from '../validation/finding';
import { Rule } from '../validation/rule';

/** A rule whose finding refuses the program. */
export function error(id: string, meaning: string, fix: string): Rule {
  return new Rule({ id: `kata/${id}`, severity: Severity.ERROR, meaning, fix });
}

/** A rule whose finding is printed. */
export function warning(id: string, meaning: string, fix: string): Rule {
  return new Rule({ id: `kata/${id}`, severity: Severity.WARNING, meaning, fix });
}

/**
 * A finding of the construct that asked, from what a check found without knowing who asks.
 *
 * @param path path of the construct
 * @param problem what the check found
 */
export function foundAt(path: string, problem: Finding): Finding {
  return { ...problem, path };
}

/**
 * Names the construct in what a function that knows none refuses.
 *
 * @param path path of the construct
 * @param make calls the function
 */
export function atConstruct<T>(path: string, make: () => T): T {
  try {
    return make();
  } catch (thrown) {
    if (!(thrown instanceof FindingsError)) throw thrown;
    throw new FindingsError(located(path, thrown.findings));
  }
}

/**
 * The error that refuses a program for one finding.
 *
 * @param path path of the construct
 * @param problem what a check found
 */
export function refusal(path: string, problem: Finding): FindingsError {
  return new FindingsError([foundAt(path, problem)]);
}
