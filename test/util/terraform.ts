import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { Testing as Cdktf, TerraformStack } from 'cdktf';
import { describeFinding, findings, Severity } from '../../lib/validation';
import { schemaProblems } from './provider-schema';

/** Attributes of a resource in `cdk.tf.json`. */
// biome-ignore lint/suspicious/noExplicitAny: tests look deep into JSON
export type Attributes = Record<string, any>;

/** A synthesized `cdk.tf.json`. */
export interface Terraform {
  readonly resource?: Record<string, Record<string, Attributes>>;
  readonly data?: Record<string, Record<string, Attributes>>;
  readonly output?: Record<string, Attributes>;
  readonly [section: string]: unknown;
}

/** A stack named `test` with a provider of project `acme-dev` and region `europe-west4`. */
export function newStack(): TerraformStack {
  const stack = new TerraformStack(Cdktf.app(), 'test');
  new GoogleProvider(stack, 'google', { project: 'acme-dev', region: 'europe-west4' });
  return stack;
}

/** Synthesizes the stack as `cdktf synth` would, validations included, and holds it against the provider's schema. */
export function synth(stack: TerraformStack): Terraform {
  const terraform = JSON.parse(Cdktf.synth(stack, true));
  const problems = schemaProblems(terraform);
  if (problems.length > 0) throw new Error(`the provider refuses the stack:\n  ${problems.join('\n  ')}`);
  return terraform;
}

/** Builds into a new stack and synthesizes it. */
export function synthStack(build: (stack: TerraformStack) => void): Terraform {
  const stack = newStack();
  build(stack);
  return synth(stack);
}

/** The resources of a type, by logical name. */
export function resources(terraform: Terraform, type: string): Record<string, Attributes> {
  return terraform.resource?.[type] ?? {};
}

/** The only resource of a type. */
export function onlyResource(terraform: Terraform, type: string): Attributes {
  const found = Object.values(resources(terraform, type));
  if (found.length !== 1) throw new Error(`there are ${found.length} resources of type ${type}, not one`);
  return found[0] as Attributes;
}

/** The warnings about the stack: of its findings, and those that its constructs carry as annotations. */
export function warnings(stack: TerraformStack): string[] {
  const found = findings(stack).filter(({ severity }) => severity === Severity.WARNING);
  const annotated = stack.node
    .findAll()
    .flatMap((construct) => construct.node.metadata)
    .filter((entry) => entry.type === '@cdktf/warn')
    .map((entry) => String(entry.data));
  const described = found.map(describeFinding);
  // The annotation of a finding leaves the path out, which cdktf's CLI prints by itself.
  return [...described, ...new Set(annotated.filter((text) => !described.some((it) => it.endsWith(text))))];
}
