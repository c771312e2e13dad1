import { DataGoogleClientConfig } from '@cdktf/provider-google/lib/data-google-client-config';
import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';

/**
 * Project of the Google provider of the stack: the literal that it was given, or what Terraform finds in its environment.
 *
 * @param scope any construct of the stack
 * @returns a literal, or a token
 */
export function providerProject(scope: IConstruct): string {
  const stack = TerraformStack.of(scope);
  const google = stack
    .allProviders()
    .find((provider) => provider.terraformResourceType === 'google' && provider.alias === undefined);
  const { project } = (google ?? {}) as { project?: string };
  if (project !== undefined && project !== '') return project;
  const existing = stack.node.tryFindChild('cdk-kata-client-config') as DataGoogleClientConfig | undefined;
  return (existing ?? new DataGoogleClientConfig(stack, 'cdk-kata-client-config', {})).project;
}
