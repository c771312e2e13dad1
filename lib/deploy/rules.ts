import { Severity } from '../validation/finding';
import { Rule } from '../validation/rule';
import { COMPARE_RULES } from './change/compare-rules';

/** A value that only Terraform knows, in the Kubernetes tree. */
export const TERRAFORM_TOKEN = new Rule({
  id: 'deploy/terraform-token',
  severity: Severity.ERROR,
  meaning:
    'an object of Kubernetes holds a Terraform token, which cdk8s writes out as it stands, since manifests are written before ' +
    'Terraform knows the value',
  fix: 'write the literal in both programs, or give it to both by an environment variable',
});

/** Two objects that the API server would take for one. */
export const DUPLICATE_OBJECT = new Rule({
  id: 'deploy/duplicate-object',
  severity: Severity.ERROR,
  meaning: 'two charts define the same object, and the second would overwrite the first',
  fix: 'rename one of them',
});

/** The rules of what is written. */
export const DEPLOY_RULES: readonly Rule[] = [TERRAFORM_TOKEN, DUPLICATE_OBJECT, ...COMPARE_RULES];
