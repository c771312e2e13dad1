import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { FindingsError } from '../validation/finding';
import { BELOW_APP } from './rules';

/** Marks a stack of cdktf; this half does not load cdktf. */
const TERRAFORM_STACK = Symbol.for('cdktf/TerraformStack');

/**
 * Refuses a chart that no cdk8s App would write.
 *
 * @throws FindingsError for one below a TerraformStack, and for one without an App above it
 */
export function assertBelowApp(chart: IConstruct): void {
  const { id, root } = chart.node;
  const kind = chart.constructor.name;
  const fix = `put it below a cdk8s App: new ${kind}(new cdk8s.App(), '${id}', ...)`;
  assertNotInStack(chart, fix);
  if (!('synthYaml' in root)) refuse(chart, 'has no cdk8s App above it', fix);
}

/**
 * Refuses a construct whose objects no chart would write.
 *
 * @throws FindingsError for one below a TerraformStack, and for one without a Chart above it
 */
export function assertInChart(construct: IConstruct): void {
  const { id, scopes } = construct.node;
  const fix = `put it into a Chart: new ${construct.constructor.name}(new cdk8s.Chart(app, '...'), '${id}', ...)`;
  assertNotInStack(construct, fix);
  if (!scopes.some((scope) => Chart.isChart(scope))) refuse(construct, 'has no cdk8s Chart above it', fix);
}

function assertNotInStack(construct: IConstruct, fix: string): void {
  const stack = construct.node.scopes.find((scope) => TERRAFORM_STACK in scope);
  if (stack !== undefined) refuse(construct, `is below TerraformStack '${stack.node.path}'`, fix);
}

function refuse(construct: IConstruct, what: string, fix: string): never {
  const { id, path } = construct.node;
  throw new FindingsError([BELOW_APP.find(path, `${construct.constructor.name} '${id}' ${what}`, fix)]);
}
