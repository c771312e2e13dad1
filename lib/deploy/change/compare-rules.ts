import { FindingsError, Severity } from '../../validation/finding';
import { Rule } from '../../validation/rule';
import { ChangeImpact } from './change';

/** What was given to a comparison cannot be compared. */
export const COMPARE_INPUT = new Rule({
  id: 'deploy/compare-input',
  severity: Severity.ERROR,
  meaning: 'a value to compare is not the output of a program',
  fix: 'pass what toManifests() gave, the parsed documents of the files, or a parsed cdk.tf.json',
});

/** An id that no change can have. */
export const ACKNOWLEDGED_CHANGE = new Rule({
  id: 'deploy/acknowledged-change',
  severity: Severity.ERROR,
  meaning: 'an id in acknowledged is not the id of a change',
  fix: 'copy the id of a change from an earlier comparison, such as kills-sandboxes Deployment web/web',
});

/** The rules of comparisons. */
export const COMPARE_RULES: readonly Rule[] = [COMPARE_INPUT, ACKNOWLEDGED_CHANGE];

/**
 * Refuses what cannot be compared.
 *
 * @param message what is wrong
 * @param fix what to do
 */
export function refuseInput(message: string, fix?: string): never {
  throw new FindingsError([fix === undefined ? COMPARE_INPUT.find('', message) : COMPARE_INPUT.find('', message, fix)]);
}

/**
 * Holds ids against what ids look like.
 *
 * @param acknowledged what was given
 * @returns the ids
 * @throws FindingsError for what no change can be called
 */
export function checkedIds(acknowledged: readonly string[] = []): readonly string[] {
  const impacts = Object.values(ChangeImpact);
  const isId = (id: string) => impacts.some((impact) => id.startsWith(`${impact} `) && id.length > impact.length + 1);
  const bad = acknowledged.filter((id) => !isId(id));
  if (bad.length > 0) {
    throw new FindingsError(bad.map((id) => ACKNOWLEDGED_CHANGE.find('', `acknowledged has ${JSON.stringify(id)}`)));
  }
  return acknowledged;
}
