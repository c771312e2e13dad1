import { createHash } from 'node:crypto';
import type { ContainerNodePool } from '@cdktf/provider-google/lib/container-node-pool';
import { Token } from 'cdktf';
import { NODE_POOL_REPLACING_FIELDS } from '../../data/google/node-pool-replacing-fields';

type Json = { readonly [field: string]: unknown };

/** Stands in a hash for what only Terraform knows: the number of a token changes with whatever else the program has. */
const TOKEN = '(token)';

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Six characters that change with what GKE can only change by creating the node pool anew, whether a property or an override
 * says it.
 *
 * @param resource the node pool
 * @param stableAccountId literal that stands for the service account
 * @param replacementKey text that changes the hash by hand
 */
export function replacementHash(resource: ContainerNodePool, stableAccountId: string, replacementKey?: string): string {
  const attributes = writtenAttributes(resource);
  const fields = NODE_POOL_REPLACING_FIELDS.map((field): [string, unknown] => [
    field,
    at(attributes, field.split('.')),
  ]);
  const inputs = Object.fromEntries([
    ...fields.filter(([, value]) => isSet(value)),
    ['node_config.service_account', stableAccountId],
    ...(replacementKey === undefined ? [] : [['replacement_key', replacementKey]]),
  ]);
  return createHash('sha256')
    .update(JSON.stringify(canonical(inputs)))
    .digest('hex')
    .slice(0, 6);
}

/** The attributes of the resource, overrides included. */
function writtenAttributes(resource: ContainerNodePool): unknown {
  const { resource: types } = resource.toTerraform() as { resource?: { [type: string]: { [id: string]: unknown } } };
  return Object.values(types?.[resource.terraformResourceType] ?? {})[0];
}

/** Whether a value says anything: the provider reads false, an empty list and nothing alike. */
function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && !(Array.isArray(value) && value.length === 0);
}

function at(value: unknown, [field, ...rest]: readonly string[]): unknown {
  if (field === undefined) return value;
  const block = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return isObject(block) ? at(block[field], rest) : undefined;
}

/** The value with sorted keys, and without what only Terraform knows. */
function canonical(value: unknown): unknown {
  if (Token.isUnresolved(value)) return TOKEN;
  if (Array.isArray(value)) return value.map(canonical);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, canonical(item)]));
}
