import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Finding } from '../validation/finding';
import { Findings } from '../validation/findings';
import { assertParameter } from '../validation/props';
import { assertConstruct } from '../validation/props/assert-construct';
import { describeObject } from './manifest';
import { apiObjects } from './objects/api-objects';
import { findTerraformTokens } from './objects/terraform-token';
import { writtenObject } from './objects/written-object';
import { TERRAFORM_TOKEN } from './rules';

const PERMITTED = Symbol('TerraformTokenGuard.permit');
const PROTECTED = Symbol.for('cdk-kata/TerraformTokenGuard');

/**
 * Refuses a Kubernetes tree that holds values which only Terraform knows.
 *
 * cdk8s writes a cdktf token out as `${TfToken[TOKEN.7]}`, and the API server stores it. `KataRuntime` protects its app by
 * itself; an app without one can do the same.
 *
 * @see https://developer.hashicorp.com/terraform/cdktf/concepts/tokens
 * @example
 * TerraformTokenGuard.protect(new cdk8s.App());
 */
export class TerraformTokenGuard {
  /**
   * Guards the whole tree that the construct belongs to. Calling it again changes nothing.
   *
   * @param scope any construct of the tree
   */
  public static protect(scope: IConstruct): void {
    assertConstruct(scope, 'scope');
    const { root } = scope.node;
    if (PROTECTED in root) return;
    Object.defineProperty(root, PROTECTED, { value: true });
    Findings.of(root).add(() => apiObjects(root).flatMap(validateTokens), { at: root });
  }

  /**
   * Lets tokens pass while something renders the tree that hands them to Terraform, as `KubernetesBundle` does.
   *
   * @param scope any construct of the tree
   * @param render what renders the tree
   * @returns what `render` returns
   */
  public static permit<T>(scope: IConstruct, render: () => T): T {
    assertConstruct(scope, 'scope');
    assertParameter('render', render, 'function');
    const root = scope.node.root as IConstruct & { [PERMITTED]?: true };
    Object.defineProperty(root, PERMITTED, { value: true, configurable: true });
    try {
      return render();
    } finally {
      delete root[PERMITTED];
    }
  }

  private constructor() {}
}

/** One finding for each token, with the field that holds it. */
function validateTokens(object: ApiObject): Finding[] {
  if (PERMITTED in object.node.root) return [];
  const written = writtenObject(object);
  return findTerraformTokens(written).map(({ path, token, origin }) =>
    TERRAFORM_TOKEN.find(
      object.node.path,
      `${describeObject(written)}: ${path} holds the Terraform token ${token}${origin === undefined ? '' : `, which comes from ${origin}`}: cdk8s ` +
        'would write it out as it stands',
    ),
  );
}
