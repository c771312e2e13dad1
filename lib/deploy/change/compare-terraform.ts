import { CLUSTER_FIELDS_THAT_STAY_ON, CLUSTER_REPLACING_FIELDS } from '../../data/google/cluster-replacing-fields';
import { NODE_POOL_FIELDS_IN_PLACE } from '../../data/google/node-pool-fields-in-place';
import { NODE_POOL_REPLACING_FIELDS } from '../../data/google/node-pool-replacing-fields';
import { assertProps } from '../../validation/props';
import { isJsonMap, type JsonMap } from '../objects/json-pointer';
import { type Change, ChangeImpact, type CompareOptions, changeOf, ranked } from './change';
import { checkedIds } from './compare-rules';
import { differences, overlaps, type PathStyle } from './differences';
import { nodesLostByCluster, nodesLostByPool } from './lost-nodes';
import { movedAddresses, withMovedReferences } from './moved-addresses';
import { resourceAddresses, type TerraformResource, terraformResources } from './terraform-resources';

const CLUSTER = 'google_container_cluster';
const POOL = 'google_container_node_pool';
const IDENTITY = ['cluster', 'location', 'name', 'project'];
const PATH: PathStyle = { key: (key) => key, separator: '.' };

/**
 * What an upgrade does to the clusters and node pools of a stack: each difference between two synthesized stacks, with what it does to
 * what runs there, and why. Other resources, and values that only Terraform knows, are in `terraform plan`.
 *
 * @param before the parsed `cdk.tf.json` that is applied
 * @param after the one that is going to be applied
 * @param options what is known and wanted
 * @returns the changes, the worst first; none where clusters and pools are the same
 * @throws FindingsError for what is not a stack, and for an id that no change can have
 * @example
 * const read = (file: string) => JSON.parse(fs.readFileSync(file, 'utf8'));
 * compareTerraform(read('applied/cdk.tf.json'), read('cdktf.out/stacks/platform/cdk.tf.json'));
 */
export function compareTerraform(before: unknown, after: unknown, options: CompareOptions = {}): Change[] {
  assertProps('CompareOptions', options);
  const acknowledged = checkedIds(options.acknowledged);
  const written = terraformResources('after', after, [CLUSTER, POOL]);
  const all = terraformResources('before', before, [CLUSTER, POOL]);
  const old = moved(all, movedAddresses(resourceAddresses(before as JsonMap), after as JsonMap));
  const next = new Map([...written].map(([address, it]) => [address, asPlanned(old.get(address), it)]));
  const addresses = [...new Set([...old.keys(), ...next.keys()])];
  return ranked(
    addresses.flatMap((address) => resourceChanges(address, { old, next })),
    acknowledged,
  );
}

/** Resources by the address that they get, with references to what moved as the next stack writes them. */
function moved(
  resources: ReadonlyMap<string, TerraformResource>,
  addresses: ReadonlyMap<string, string>,
): Map<string, TerraformResource> {
  return new Map(
    [...resources].map(([address, resource]) => {
      const config = withMovedReferences(resource.config, addresses) as JsonMap;
      return [addresses.get(address) ?? address, { ...resource, config }];
    }),
  );
}

/** Clusters and node pools of both stacks. */
interface Stacks {
  readonly old: ReadonlyMap<string, TerraformResource>;
  readonly next: ReadonlyMap<string, TerraformResource>;
}

function resourceChanges(address: string, stacks: Stacks): Change[] {
  const [old, next] = [stacks.old.get(address), stacks.next.get(address)];
  if (old === undefined) return next === undefined ? [] : [newResource(next)];
  if (next === undefined) return [goneResource(old)];
  const fields = differences(withoutLifecycle(old.config), withoutLifecycle(next.config), PATH).filter(
    (field) => !isIgnored(next, field),
  );
  if (fields.length === 0) return [];
  return [next.type === CLUSTER ? clusterChange(old, next, fields, stacks) : poolChange(old, next, fields, stacks)];
}

const withoutLifecycle = ({ lifecycle: _, ...config }: JsonMap) => config;

const lifecycleOf = ({ config }: TerraformResource): JsonMap => (isJsonMap(config.lifecycle) ? config.lifecycle : {});

/** What the resource tells Terraform not to look at. */
function isIgnored(resource: TerraformResource, field: string): boolean {
  const ignored = lifecycleOf(resource).ignore_changes;
  if (ignored === 'all') return true;
  return (Array.isArray(ignored) ? ignored : []).some((it) =>
    `${field}.`.startsWith(`${String(it).replace(/\[0\]/g, '')}.`),
  );
}

/** The resource as Terraform plans it: an argument that it does not look at stays as it was. */
function asPlanned(old: TerraformResource | undefined, next: TerraformResource): TerraformResource {
  if (old === undefined) return next;
  const keys = Object.keys({ ...old.config, ...next.config });
  const from = (key: string) => (key !== 'lifecycle' && isIgnored(next, key) ? old : next);
  return { ...next, config: Object.fromEntries(keys.map((key) => [key, from(key).config[key]])) };
}

const nameOf = ({ config, address }: TerraformResource) => (typeof config.name === 'string' ? config.name : address);

const guard = (resource: TerraformResource) =>
  lifecycleOf(resource).prevent_destroy === true ? 'Terraform refuses it while deletionProtection is on; ' : '';

function newResource(resource: TerraformResource): Change {
  const what = resource.type === CLUSTER ? 'cluster' : 'node pool';
  return changeOf({
    impact: ChangeImpact.NOTHING,
    object: resource.address,
    fields: [],
    reason: `it is a new ${what}`,
    touches: [],
    fix: '',
  });
}

function goneResource(resource: TerraformResource): Change {
  const isCluster = resource.type === CLUSTER;
  return changeOf({
    impact: isCluster ? ChangeImpact.REPLACES_CLUSTER : ChangeImpact.RECREATES_POOL,
    object: resource.address,
    fields: [],
    reason: isCluster ? 'the cluster is deleted' : 'the node pool is deleted, with its nodes',
    touches: [isCluster ? `everything in ${nameOf(resource)}` : `nodes of ${nameOf(resource)}`],
    // Terraform reads `prevent_destroy` in the program, which has the pool no longer; GKE's provider asks the state about clusters.
    fix: `${isCluster ? guard(resource) : ''}where only its construct moved, say so: resource.moveFromId('${resource.address}')`,
  });
}

const matching = (fields: readonly string[], known: readonly string[]) =>
  fields.filter((field) => known.some((it) => overlaps(field, it, '.')));

/** The cluster of a pool; undefined where it is not in the stack. */
const clusterOf = ({ config }: TerraformResource, resources: ReadonlyMap<string, TerraformResource>) =>
  resources.get(/(?<![\w.-])google_container_cluster\.[\w-]+/.exec(String(config.cluster))?.[0] ?? '');

function clusterChange(
  old: TerraformResource,
  next: TerraformResource,
  fields: readonly string[],
  stacks: Stacks,
): Change {
  const off = CLUSTER_FIELDS_THAT_STAY_ON.filter((it) => old.config[it] === true && next.config[it] !== true);
  const replacing = [...matching(fields, CLUSTER_REPLACING_FIELDS), ...off];
  const object = next.address;
  if (replacing.length > 0) {
    return changeOf({
      impact: ChangeImpact.REPLACES_CLUSTER,
      object,
      fields: replacing,
      reason: `GKE cannot change ${replacing.join(', ')} of a cluster: Terraform deletes it and makes another one`,
      touches: [`everything in ${nameOf(old)}`],
      fix: `${guard(old)}leave the field as it is, or make a second cluster beside it and move the workloads`,
    });
  }
  const pools = [...stacks.old.values()].filter((it) => clusterOf(it, stacks.old) === old);
  const configs = pools.map(({ config }) => config);
  const lost = nodesLostByCluster({ before: old.config, after: next.config }, configs);
  if (lost !== undefined) {
    const zones = matching(fields, ['node_locations']);
    const touches = [`nodes of all node pools of ${nameOf(old)}`];
    return changeOf({ impact: ChangeImpact.KILLS_SANDBOXES, object, fields: zones, touches, ...lost });
  }
  return changeOf({
    impact: ChangeImpact.NOTHING,
    object,
    fields,
    reason: 'GKE changes it in place',
    touches: [],
    fix: '',
  });
}

function poolChange(
  old: TerraformResource,
  next: TerraformResource,
  fields: readonly string[],
  stacks: Stacks,
): Change {
  const object = next.address;
  // The name of a pool changes with the fields that replace it, which say more.
  const said = matching(fields, NODE_POOL_REPLACING_FIELDS);
  const replacing = said.length > 0 ? said : matching(fields, IDENTITY);
  if (replacing.length > 0) {
    const first = lifecycleOf(next).create_before_destroy === true && nameOf(old) !== nameOf(next);
    return changeOf({
      impact: ChangeImpact.RECREATES_POOL,
      object,
      fields: replacing,
      reason: `GKE cannot change ${replacing.join(', ')} of a node pool: Terraform ${
        first ? 'makes another one and deletes this one then' : 'deletes it and makes another one'
      }`,
      touches: [`nodes of ${nameOf(old)}`],
      fix: `${guard(old)}add a second pool with the new settings, move the workloads, and remove this one last`,
    });
  }
  const rolling = fields.filter(
    (field) => !matching([field], [...NODE_POOL_FIELDS_IN_PLACE, 'node_count', 'node_locations']).length,
  );
  if (rolling.length > 0) {
    return changeOf({
      impact: ChangeImpact.KILLS_SANDBOXES,
      object,
      fields: rolling,
      reason: `GKE makes the nodes anew for ${rolling.join(', ')}, or may do so, with the upgrade strategy of the pool`,
      touches: [`nodes of ${nameOf(old)}`],
      fix: 'choose PoolUpgrade.blueGreen(), or add a second pool and move the workloads',
    });
  }
  const lost = nodesLostByPool(
    { before: old.config, after: next.config },
    { before: clusterOf(old, stacks.old)?.config, after: clusterOf(next, stacks.next)?.config },
  );
  if (lost !== undefined) {
    const touches = [`nodes of ${nameOf(old)}`];
    return changeOf({ impact: ChangeImpact.KILLS_SANDBOXES, object, fields, touches, ...lost });
  }
  return changeOf({
    impact: ChangeImpact.NOTHING,
    object,
    fields,
    reason: 'the nodes stay as they are',
    touches: [],
    fix: '',
  });
}
