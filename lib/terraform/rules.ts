import { Severity } from '../validation/finding';
import { Rule } from '../validation/rule';
import { otherCoreRule } from '../validation/stack/same-core';

export const OTHER_CORE = otherCoreRule('terraform');

export const ACCESS = new Rule({
  id: 'terraform/access',
  severity: Severity.ERROR,
  meaning: 'access does not say how Terraform reaches the cluster',
  fix: 'pass cluster.access, or a literal with host and exec',
});

export const NAME = new Rule({
  id: 'terraform/release-name',
  severity: Severity.ERROR,
  meaning: 'name cannot begin the names of Helm releases',
  fix: 'use at most 30 lower-case letters, digits and dashes, beginning with a letter and ending with a letter or digit',
});

export const NAME_TWICE = new Rule({
  id: 'terraform/release-name-twice',
  severity: Severity.ERROR,
  meaning: 'two bundles of one cluster have the same name, and each would replace what the other one installs',
  fix: 'give one of them another name',
});

export const NAMESPACE = new Rule({
  id: 'terraform/release-namespace',
  severity: Severity.ERROR,
  meaning: 'namespace is not the name of a namespace',
  fix: 'use at most 63 lower-case letters, digits and dashes, beginning and ending with a letter or digit',
});

export const NODES = new Rule({
  id: 'terraform/max-nodes',
  severity: Severity.ERROR,
  meaning: 'maxNodes is not a number of nodes',
  fix: 'give a whole number from 1 to 15000',
});

export const TOO_LARGE = new Rule({
  id: 'terraform/release-size',
  severity: Severity.ERROR,
  meaning: 'a Helm release would be larger than the Secret that holds its record',
  fix: 'divide its objects among several charts',
});

export const CHANGED_LATER = new Rule({
  id: 'terraform/manifests-changed',
  severity: Severity.ERROR,
  meaning: 'manifests have changed after the KubernetesBundle was made, and the change would not reach the cluster',
  fix: 'make the KubernetesBundle last',
});

export const TOKEN_IN_PLAN = new Rule({
  id: 'terraform/access-token',
  severity: Severity.WARNING,
  meaning: 'access has a bearer token, which expires during long applies and may be kept in plan files',
  fix: 'use exec with a credential plugin, such as gke-gcloud-auth-plugin',
});

export const SECRET_IN_ACCESS = new Rule({
  id: 'terraform/secret-in-access',
  severity: Severity.ERROR,
  meaning: 'access holds a secret as a literal, which would be written into cdk.tf.json',
  fix: 'pass a TerraformVariable with sensitive: true, or let the plugin read the environment of Terraform',
});

export const SECRET_IN_STATE = new Rule({
  id: 'terraform/secret-in-state',
  severity: Severity.WARNING,
  meaning: 'an object of kind Secret holds values, which are written into cdk.tf.json, plans and the state',
  fix: 'let something in the cluster fetch the values, such as External Secrets or the Secret Manager add-on of GKE',
});

/** Every rule of the room. */
export const TERRAFORM_RULES: readonly Rule[] = [
  OTHER_CORE,
  ACCESS,
  NAME,
  NAME_TWICE,
  NAMESPACE,
  NODES,
  TOO_LARGE,
  CHANGED_LATER,
  TOKEN_IN_PLAN,
  SECRET_IN_ACCESS,
  SECRET_IN_STATE,
];
