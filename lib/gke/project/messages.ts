import type { Finding } from '../../validation/finding';
import { PROJECT_RULES } from './rules';

const quoted = (value: unknown) => `'${String(value)}'`;

/** A location that is not a region. */
export function notARegion(field: string, value: unknown): Finding {
  return PROJECT_RULES.region.find('', `${field} ${quoted(value)} is not a region`);
}

/** An empty list of zones. */
export function noZones(): Finding {
  return PROJECT_RULES.zones.find('', 'zones is empty', 'name at least one zone, or leave it out');
}

/** A zone of another region. */
export function zoneElsewhere(zone: unknown, region: string): Finding {
  return PROJECT_RULES.zones.find(
    '',
    `zones has ${quoted(zone)}, which is not a zone of ${region}`,
    `write one such as ${region}-b`,
  );
}

/** A zone that is named twice. */
export function zoneTwice(zone: string): Finding {
  return PROJECT_RULES.zones.find('', `zones has ${quoted(zone)} twice`, 'remove one');
}

/** A name or id with a blank, or an empty one. */
export function badExistingName(field: string, value: unknown): Finding {
  return PROJECT_RULES.existingName.find(
    '',
    `${field} ${quoted(value)} is not a name: it is empty or has other characters`,
  );
}

/** A name that Google Cloud refuses. */
export function badResourceName(field: string, value: unknown, longest: number): Finding {
  return PROJECT_RULES.resourceName.find(
    '',
    `${field} ${quoted(value)} is not the name of a Google Cloud resource, which has at most ${longest} characters`,
  );
}

/** A label that Google Cloud refuses. */
export function badResourceLabel(key: string, value: unknown): Finding {
  return PROJECT_RULES.resourceLabel.find('', `resource label '${key}: ${String(value)}' is not one of Google Cloud's`);
}

/** More labels than a resource has. */
export function tooManyLabels(count: number): Finding {
  return PROJECT_RULES.tooManyLabels.find('', `${count} labels are given, and a resource has at most 64`);
}

/** A key that is not written as Cloud KMS writes it. */
export function badKmsKey(field: string, value: unknown): Finding {
  return PROJECT_RULES.kmsKey.find('', `${field} ${quoted(value)} is not a Cloud KMS key`);
}

/** A key of another location. */
export function kmsKeyElsewhere(field: string, key: string, location: string): Finding {
  return PROJECT_RULES.kmsKeyLocation.find(
    '',
    `${field} ${quoted(key)} is not in ${location}`,
    `take a key of ${location}`,
  );
}

/** The name of a service without its domain. */
export function badService(value: unknown): Finding {
  return PROJECT_RULES.service.find('', `services has ${quoted(value)}, which is not a service`);
}

/** Two constructs whose paths give one name. */
export function defaultNameTaken(name: string, other: string): Finding {
  return PROJECT_RULES.defaultNameTaken.find('', `the default name ${quoted(name)} is that of ${other} too`);
}
