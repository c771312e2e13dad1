import { Severity } from '../../validation/finding';
import { Rule } from '../../validation/rule';
import { otherCoreRule } from '../../validation/stack/same-core';

/** A rule of this room that refuses the program. */
export function errorRule(id: string, meaning: string, fix: string): Rule {
  return new Rule({ id: `gke/${id}`, severity: Severity.ERROR, meaning, fix });
}

/** A rule of this room about something that is legal and risky. */
export function warningRule(id: string, meaning: string, fix: string): Rule {
  return new Rule({ id: `gke/${id}`, severity: Severity.WARNING, meaning, fix });
}

/** Rules about projects, places, names and labels, for every construct of this room. */
export const PROJECT_RULES = {
  moveFrom: errorRule(
    'move-from',
    'moveFrom() names no former path of the construct',
    "give the former path below the stack, such as 'platform/gke'",
  ),
  provider: errorRule('provider', 'provider is not a provider of Google Cloud', 'pass a GoogleProvider'),
  otherCore: otherCoreRule('gke'),
  region: errorRule('region', 'the value is not a region', "write one such as europe-west4, without a zone's letter"),
  zones: errorRule(
    'zones',
    'the zones cannot be used',
    'name zones of the region, each once, or leave the property out',
  ),
  existingName: errorRule(
    'existing-name',
    'the value cannot be the name or id of something that exists',
    'write the name or id: letters, digits and . : / _ - without blanks',
  ),
  resourceName: errorRule(
    'resource-name',
    'Google Cloud refuses the name',
    'write lower-case letters, digits and dashes, beginning with a letter and not ending with a dash',
  ),
  defaultNameTaken: errorRule(
    'default-name-taken',
    'the paths of two constructs give the same default name',
    'set name on one of them',
  ),
  resourceLabel: errorRule(
    'resource-label',
    'Google Cloud refuses a label',
    'write at most 63 lower-case letters, digits, dashes and underscores; a key begins with a letter, and not with goog-',
  ),
  tooManyLabels: errorRule('resource-labels-count', 'a resource has at most 64 labels', 'remove some of them'),
  kmsKey: errorRule(
    'kms-key',
    'the value is not the id of a Cloud KMS key',
    'write projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY',
  ),
  kmsKeyLocation: errorRule(
    'kms-key-location',
    'the key is in another location than what it encrypts',
    'take a key of the same region',
  ),
  providerVersion: errorRule(
    'provider-version',
    'an option needs version 7 of the Google provider, and the stack has version 6',
    'call GoogleProviderVersion.V7.apply(stack), or leave the option out',
  ),
  state: errorRule(
    'terraform-state',
    'the name of the bucket for the state is not valid',
    'write the name of a bucket of Cloud Storage',
  ),
  stateTwice: errorRule('terraform-state-twice', 'a stack has two places for its state', 'remove one of them'),
  service: errorRule(
    'service',
    'the value is not the name of a Google Cloud service',
    'write it in full, such as gkebackup.googleapis.com',
  ),
};
