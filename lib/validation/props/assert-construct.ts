import { Construct, type IConstruct } from 'constructs';
import { FindingsError } from '../finding';
import { describeValue, PROP_TYPE } from './prop-messages';

/**
 * Refuses what is no construct, in the place of one.
 *
 * @param value what was given
 * @param name what it is called there
 * @param path path of the construct that it was given to; empty for a function
 * @throws FindingsError that says what it is
 */
export function assertConstruct(value: unknown, name: string, path = ''): asserts value is IConstruct {
  if (Construct.isConstruct(value)) return;
  const message = `${name} is ${describeValue(value)}, and must be a construct`;
  throw new FindingsError([PROP_TYPE.find(path, message, 'pass an app, a stack, a chart, or a construct in one')]);
}
