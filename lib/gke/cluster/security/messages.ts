import type { Finding } from '../../../validation/finding';
import { SECURITY_RULES } from './rules';

/** A rotation of the key that cannot be. */
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
