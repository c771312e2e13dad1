import { DataGoogleClientConfig } from '@cdktf/provider-google/lib/data-google-client-config';
import {
  Aspects,
  type IAspect,
  TerraformDataSource,
  TerraformProvider,
  TerraformResource,
  TerraformStack,
} from 'cdktf';
import type { IConstruct } from 'constructs';

const PROVIDER = 'cdk-kata/provider';

/**
 * Hands a provider to the resources of a construct and of what is below it.
 *
 * @param construct the construct, before it has children
 * @param provider the provider
 * @throws for what is not a provider of Google Cloud
 */
export function useProvider(construct: IConstruct, provider: TerraformProvider): void {
  if (!TerraformProvider.isTerraformProvider(provider) || !provider.terraformResourceType.startsWith('google')) {
    throw new Error(`${construct.node.path}: provider is not a provider of Google Cloud; pass a GoogleProvider`);
  }
  construct.node.setContext(PROVIDER, provider);
  Aspects.of(construct).add(INHERITANCE);
}

/** Provider of a construct, by the nearest construct that has one; undefined for the default of the stack. */
export function providerOf(construct: IConstruct): TerraformProvider | undefined {
  return construct.node.tryGetContext(PROVIDER);
}

/** Gives each Google resource that names no provider that of the nearest construct. */
const INHERITANCE: IAspect = {
  visit(node: IConstruct): void {
    if (!TerraformResource.isTerraformResource(node) && !TerraformDataSource.isTerraformDataSource(node)) return;
    if (node.terraformResourceType.startsWith('google_')) node.provider ??= providerOf(node);
  },
};

/**
 * Project of the Google provider of a construct: the literal that the provider was given, or what Terraform finds in its
 * environment.
 *
 * @param scope the construct
 * @returns a literal, or a token
 */
export function providerProject(scope: IConstruct): string {
  const stack = TerraformStack.of(scope);
  const own = providerOf(scope);
  const google = own ?? stack.allProviders().find(isDefaultGoogle);
  const { project } = (google ?? {}) as { project?: string };
  if (project !== undefined && project !== '') return project;
  const id = own?.alias === undefined ? 'cdk-kata-client-config' : `cdk-kata-client-config-${own.alias}`;
  const existing = stack.node.tryFindChild(id) as DataGoogleClientConfig | undefined;
  return (existing ?? new DataGoogleClientConfig(stack, id, { provider: own })).project;
}

const isDefaultGoogle = ({ terraformResourceType, alias }: TerraformProvider) =>
  terraformResourceType === 'google' && alias === undefined;
