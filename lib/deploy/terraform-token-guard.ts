import type { IConstruct, IValidation } from 'constructs';
import { apiObjects } from './api-objects';
import { describeObject, type Manifest } from './manifest';
import { terraformTokenInManifest } from './messages';
import { checkAllOnRender, checkOnRender } from './render-checks';
import { findTerraformTokens } from './terraform-token';

const CHECKED = Symbol('TerraformTokenGuard');
const PERMITTED = Symbol('TerraformTokenGuard.permit');
const PROTECTED = Symbol.for('cdk-kata/TerraformTokenGuard');

/**
 * Refuses a Kubernetes tree that holds values which only Terraform knows.
 *
 * cdk8s writes a cdktf token out as `${TfToken[TOKEN.7]}` without a word, and the API server stores it. `KataRuntime`
 * protects its app by itself; an app without one can do the same.
 *
 * @example
 * TerraformTokenGuard.protect(new cdk8s.App());
 */
export class TerraformTokenGuard implements IValidation {
  /**
   * Guards the whole tree that the construct belongs to. Calling it again changes nothing.
   *
   * @param scope any construct of the tree
   */
  public static protect(scope: IConstruct): void {
    const root = scope.node.root as IConstruct & { [PROTECTED]?: true };
    if (root[PROTECTED]) return;
    Object.defineProperty(root, PROTECTED, { value: true });
    root.node.addValidation(new TerraformTokenGuard(root));
  }

  /**
   * Lets tokens pass while something renders the tree that hands them to Terraform, as `KubernetesBundle` does.
   *
   * @param scope any construct of the tree
   * @param render what renders the tree
   * @returns what `render` returns
   */
  public static permit<T>(scope: IConstruct, render: () => T): T {
    const root = scope.node.root as IConstruct & { [PERMITTED]?: true };
    Object.defineProperty(root, PERMITTED, { value: true, configurable: true });
    try {
      return render();
    } finally {
      delete root[PERMITTED];
    }
  }

  /**
   * A guard for `scope.node.addValidation()`.
   *
   * @param scope the construct whose API objects are looked through
   */
  constructor(private readonly scope: IConstruct) {}

  /** One sentence for each token, naming the object and the field. */
  public validate(): string[] {
    const objects = apiObjects(this.scope);
    const tokens = (manifest: Manifest) =>
      (PERMITTED in this.scope.node.root ? [] : findTerraformTokens(manifest)).map(({ path, token }) =>
        terraformTokenInManifest(describeObject(manifest), path, token),
      );
    return this.scope.node.scope === undefined
      ? checkAllOnRender(objects, CHECKED, tokens)
      : objects.flatMap((object) => checkOnRender(object, CHECKED, tokens));
  }
}
