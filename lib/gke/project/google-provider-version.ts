import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { type Finding, FindingsError } from '../../validation/finding';
import { assertConstruct } from '../../validation/props/assert-construct';
import { describeValue, PROP_TYPE } from '../../validation/props/prop-messages';
import { PROJECT_RULES } from './rules';

const VERSION = 'cdk-kata/google-provider-version';

/**
 * Major version of the Google provider of a stack. The bindings write `~> 6.0`; what they write holds against newer versions
 * too, and some properties are only there in those.
 *
 * @example
 * GoogleProviderVersion.V7.apply(stack);
 *
 * @see https://registry.terraform.io/providers/hashicorp/google/latest/docs/guides/version_7_upgrade
 */
export class GoogleProviderVersion {
  /** Version 6, the newest that the bindings of cdktf know. Stacks have it unless `apply()` gives them another version. */
  public static readonly V6 = new GoogleProviderVersion(6, '~> 6.50');

  /** Version 7. */
  public static readonly V7 = new GoogleProviderVersion(7, '~> 7.45');

  /**
   * The version of the stack of a construct.
   *
   * @param construct any construct of the stack
   */
  public static of(construct: IConstruct): GoogleProviderVersion {
    assertConstruct(construct, 'construct');
    const said = TerraformStack.of(construct).node.metadata.filter(({ type }) => type === VERSION);
    return said.some(({ data }) => data === GoogleProviderVersion.V7.major)
      ? GoogleProviderVersion.V7
      : GoogleProviderVersion.V6;
  }

  private constructor(
    /** Major version. */
    public readonly major: number,
    /** Constraint that Terraform reads. */
    public readonly constraint: string,
  ) {}

  /**
   * Makes Terraform take this version for every Google provider of a stack, those with an alias included.
   *
   * @param stack the stack
   */
  public apply(stack: TerraformStack): void {
    if (!TerraformStack.isStack(stack)) {
      const message = `stack is ${describeValue(stack)}, and must be a TerraformStack`;
      throw new FindingsError([PROP_TYPE.find('', message, 'pass the stack of the Google provider')]);
    }
    stack.node.addMetadata(VERSION, this.major);
    stack.addOverride('terraform.required_providers.google.version', this.constraint);
  }
}

/**
 * What is wrong with options that only version 7 of the provider has, in a stack with an older one.
 *
 * @param construct any construct of the stack
 * @param options names of the options that are given
 */
export function validateProviderVersion(construct: IConstruct, options: readonly string[]): Finding[] {
  if (options.length === 0) return [];
  const { major } = GoogleProviderVersion.of(construct);
  if (major >= 7) return [];
  const need = options.length > 1 ? 'need' : 'needs';
  const message = `${options.join(', ')} ${need} version 7 of the Google provider, and the stack has version ${major}`;
  return [PROJECT_RULES.providerVersion.find('', message)];
}
