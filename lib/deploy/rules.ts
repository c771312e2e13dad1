import { Severity } from '../validation/finding';
import { LITERAL_FIX, Rule } from '../validation/rule';
import { COMPARE_RULES } from './change/compare-rules';

/** A value that only Terraform knows, in the Kubernetes tree. */
export const TERRAFORM_TOKEN = new Rule({
  id: 'deploy/terraform-token',
  severity: Severity.ERROR,
  meaning: 'an object of Kubernetes holds a Terraform token, which cdk8s writes out as it stands',
  fix: LITERAL_FIX,
});

/** A construct that nothing writes. */
export const BELOW_APP = new Rule({
  id: 'deploy/below-app',
  severity: Severity.ERROR,
  meaning: 'the construct is not below a cdk8s App, so that nothing would write its objects',
  fix: 'put it below one',
});

/** Two objects that the API server would take for one. */
export const DUPLICATE_OBJECT = new Rule({
  id: 'deploy/duplicate-object',
  severity: Severity.ERROR,
  meaning: 'two charts define the same object, and the second would overwrite the first',
  fix: 'rename one of them',
});

/** Two charts whose parts would have one name. */
export const PART_NAME = new Rule({
  id: 'deploy/part-name',
  severity: Severity.ERROR,
  meaning: 'the paths of two charts give the same name, by which files and releases are called',
  fix: 'give one of them another id',
});

/** Objects that each have to be there before the other. */
export const CIRCLE = new Rule({
  id: 'deploy/circle',
  severity: Severity.ERROR,
  meaning: 'charts or objects need each other in a circle, so that nothing can be applied first',
  fix: 'move one of the objects into another chart, or remove a dependency',
});

/** A JSON patch that does not fit the object. */
export const JSON_PATCH = new Rule({
  id: 'deploy/json-patch',
  severity: Severity.ERROR,
  meaning: 'a JSON patch of an object cannot be applied',
  fix: 'take the path from the object as it is written',
});

/** The rules of what is written. */
export const DEPLOY_RULES: readonly Rule[] = [
  TERRAFORM_TOKEN,
  BELOW_APP,
  DUPLICATE_OBJECT,
  PART_NAME,
  CIRCLE,
  JSON_PATCH,
  ...COMPARE_RULES,
];
