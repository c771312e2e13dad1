import { errorRule, warningRule } from '../../project/rules';

/** Rules about keys of clusters. */
export const SECURITY_RULES = {
  rotation: errorRule(
    'kms-rotation',
    'the rotation of the key is out of its range',
    'write whole days from 1 to 36500',
  ),
  kubernetesName: errorRule(
    'kubernetes-name',
    'the value is not a name of Kubernetes',
    'write at most 63 lower-case letters, digits and dashes',
  ),
  serviceAccountId: errorRule(
    'service-account-id',
    'the value is not the id of a service account',
    'write projects/PROJECT/serviceAccounts/EMAIL',
  ),
  secretsKeyLocation: warningRule(
    'secrets-key-location',
    'the cluster cannot read its Secrets when its own region or that of the key is down',
    "take a key of the cluster's region",
  ),
};
