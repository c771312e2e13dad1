import type { App } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { FindingsError } from '../../validation/finding';
import { describeValue, PROP_TYPE } from '../../validation/props/prop-messages';

/**
 * Refuses what holds no charts: it is no construct, or one of another tree.
 *
 * @param scope what was given in place of an app, a chart, or a construct that holds charts
 * @param path path of the construct that it was given to
 * @param name what it is called there
 * @throws FindingsError that says what it is
 */
export function assertInApp(scope: unknown, path = '', name = 'scope'): asserts scope is IConstruct {
  if (Construct.isConstruct(scope) && Array.isArray((scope.node.root as Partial<App>).charts)) return;
  const message = `${name} is ${describeValue(scope)}, and must be a construct of a cdk8s app`;
  throw new FindingsError([PROP_TYPE.find(path, message, 'pass the app that holds the charts')]);
}
