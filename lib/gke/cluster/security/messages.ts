import type { Finding } from '../../../validation/finding';
import { SECURITY_RULES } from './rules';

/** A rotation of the key that is out of its range. */
export function badRotation(value: unknown): Finding {
  return SECURITY_RULES.rotation.find(
    '',
    `rotationDays '${String(value)}' is not a whole number of days from 1 to 36500`,
  );
}

/** A key of another location than the cluster's. */
export function keyElsewhere(key: string, location: string): Finding {
  return SECURITY_RULES.secretsKeyLocation.find(
    '',
    `key '${key}' is not in ${location}: the cluster cannot read its Secrets when either location is down`,
  );
}

/** A name that Kubernetes does not have. */
export function badKubernetesName(field: string, value: unknown): Finding {
  return SECURITY_RULES.kubernetesName.find('', `${field} '${String(value)}' is not a name of Kubernetes`);
}

/** A text that is not the id of a service account. */
export function badServiceAccountId(value: unknown): Finding {
  return SECURITY_RULES.serviceAccountId.find(
    '',
    `googleServiceAccount '${String(value)}' is not the id of a service account`,
  );
}
