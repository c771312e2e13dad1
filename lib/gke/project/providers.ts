import type { DataGoogleClientConfig } from '@cdktf/provider-google/lib/data-google-client-config';
import {
  Aspects,
  type IAspect,
  Lazy,
  TerraformDataSource,
  TerraformProvider,
  TerraformResource,
  TerraformStack,
} from 'cdktf';
import type { IConstruct } from 'constructs';
import { FindingsError } from '../../validation/finding';
import { PROJECT_RULES } from './rules';
import { isOfThisLibrary } from './stack-order';

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
    throw new FindingsError([PROJECT_RULES.provider.find(construct.node.path)]);
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

/** What a resource has that takes a project. */
interface TakesProject {
  readonly projectInput?: string;
  project: string;
}

/** Names the project of each resource of this library that names none, where its provider does. */
class ProjectOfProvider implements IAspect {
  public visit(node: IConstruct): void {
    if (!TerraformResource.isTerraformResource(node) || !isOfThisLibrary(node) || !('projectInput' in node)) return;
    const resource = node as unknown as TakesProject;
    if (resource.projectInput !== undefined) return;
    // Lazy, since an aspect of the program may hand the resource another provider later.
    resource.project = Lazy.stringValue({ produce: () => projectOf(node.provider ?? defaultProvider(node)) });
  }
}

/**
 * Writes the project of each resource of the stack that takes one, so that the parts of a cluster stay together.
 *
 * @param construct any construct of the stack
 */
export function writeProjects(construct: IConstruct): void {
  const aspects = Aspects.of(TerraformStack.of(construct));
  if (!aspects.all.some((aspect) => aspect instanceof ProjectOfProvider)) aspects.add(new ProjectOfProvider());
}

const defaultProvider = (scope: IConstruct) => TerraformStack.of(scope).allProviders().find(isDefaultGoogle);

/** Project that a provider names; undefined where Terraform finds it in its environment. */
function projectOf(provider: TerraformProvider | undefined): string | undefined {
  const { project } = (provider ?? {}) as { readonly project?: string };
  return project === '' ? undefined : project;
}

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
  const project = projectOf(own ?? defaultProvider(scope));
  if (project !== undefined) return project;
  const id = own?.alias === undefined ? 'cdk-kata-client-config' : `cdk-kata-client-config-${own.alias}`;
  const existing = stack.node.tryFindChild(id) as DataGoogleClientConfig | undefined;
  if (existing !== undefined) return existing.project;
  // Loaded here and not by every program: most name their project.
  const { DataGoogleClientConfig } =
    require('@cdktf/provider-google/lib/data-google-client-config') as typeof import('@cdktf/provider-google/lib/data-google-client-config');
  return new DataGoogleClientConfig(stack, id, { provider: own }).project;
}

const isDefaultGoogle = ({ terraformResourceType, alias }: TerraformProvider) =>
  terraformResourceType === 'google' && alias === undefined;
