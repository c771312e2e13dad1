import { isJsonMap, type JsonMap } from '../objects/json-pointer';
import type { Change } from './change';

/** Why nodes go, or may go, and what to do about it. */
export type LostNodes = Pick<Change, 'reason' | 'fix'>;

/** Arguments of a resource before and after. */
export interface Arguments {
  readonly before: JsonMap;
  readonly after: JsonMap;
}

/**
 * Whether a cluster takes nodes from its pools by another list of zones: GKE gives it to all of them, also to those with zones of
 * their own.
 *
 * @param cluster arguments of the cluster
 * @param pools arguments that its pools had
 * @returns undefined where no node goes
 * @see https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters
 */
export function nodesLostByCluster({ before, after }: Arguments, pools: readonly JsonMap[]): LostNodes | undefined {
  const [old, next] = [zonesOf(before), zonesOf(after)];
  if (next === undefined || isSame(old, next)) return undefined;
  const own = pools.map(zonesOf).filter((zones) => zones !== undefined);
  const left = [old, ...own].map((zones) => leftZones(zones, next));
  const known = [...new Set(left.flatMap((zones) => zones ?? []))];
  const reason = `GKE puts all node pools into the zones of the cluster, ${next.join(', ')}`;
  if (left.includes(undefined)) return unknownZones(`${reason}: which zones they leave`, old, 'clusters');
  return known.length === 0 ? undefined : knownZones(`${reason}: nodes in ${known.join(', ')} go`, known);
}

/**
 * Whether a pool is left with fewer nodes, or with fewer zones.
 *
 * @param pool arguments of the pool
 * @param cluster arguments of its cluster, which says the zones of pools that name none; undefined where it is not in the stack
 * @returns undefined where no node goes
 */
export function nodesLostByPool(pool: Arguments, cluster: Partial<Arguments>): LostNodes | undefined {
  const reason = 'the pool may lose nodes';
  const zones = poolZones(pool, cluster);
  const left = leftZones(zones.before, zones.after);
  if (left === undefined) return unknownZones(`${reason}: which zones it leaves`, zones.before, 'node-pools');
  if (left.length > 0) return knownZones(`${reason}: it leaves ${left.join(', ')}`, left);
  const [old, next] = [limitOf(pool.before), limitOf(pool.after)];
  const [oldZones, nextZones] = [knownNumber(zones.before), knownNumber(zones.after)];
  if (!isLess(old, oldZones, next, nextZones)) return undefined;
  const numbers = `it had ${described(old, oldZones)}, and has ${described(next, nextZones)}`;
  if (old.perZone === next.perZone || (old.perZone ? oldZones : nextZones) !== undefined) {
    return {
      reason: `${reason}: ${numbers}`,
      fix: 'cordon the nodes that go and move the workloads first, or keep the number',
    };
  }
  return {
    reason: `${reason}: ${numbers}, and the number of its zones is not in the program`,
    fix: `keep the way of counting, or count the zones that ${list('node-pools')}, and acknowledge the change where it has no fewer nodes then`,
  };
}

const list = (what: string) => `gcloud container ${what} describe lists under locations`;

const knownZones = (reason: string, zones: readonly string[]): LostNodes => ({
  reason,
  fix: `keep the zones, or drain the nodes whose topology.kubernetes.io/zone is ${zones.join(' or ')} first`,
});

function unknownZones(reason: string, before: readonly string[] | undefined, what: string): LostNodes {
  const why = before === undefined ? 'since it named none before' : 'since Terraform alone knows the zones';
  return {
    reason: `${reason} is not in the program, ${why}`,
    fix: `name all zones that ${list(what)}, and acknowledge the change where the list has them all`,
  };
}

/** The zones that a resource names; undefined for none, which for Terraform is whatever they are. */
function zonesOf(config: JsonMap | undefined): readonly string[] | undefined {
  const zones = [config?.node_locations ?? []].flat().map(String);
  return zones.length === 0 ? undefined : zones;
}

/** Zones of a pool. It takes those of its cluster when it is made, and again when they change; otherwise it keeps what it has. */
function poolZones(pool: Arguments, cluster: Partial<Arguments>) {
  const [old, next] = [zonesOf(cluster.before), zonesOf(cluster.after)];
  const before = zonesOf(pool.before) ?? old;
  return { before, after: zonesOf(pool.after) ?? (isSame(old, next) ? before : (next ?? before)) };
}

const isSame = (some: readonly string[] | undefined, others: readonly string[] | undefined) =>
  JSON.stringify(some && [...some].sort()) === JSON.stringify(others && [...others].sort());

const isKnown = (zones: readonly string[]) => !zones.some((zone) => zone.includes('${'));

/** Zones that are in one list and not in the other; undefined where that cannot be known. */
function leftZones(
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
): readonly string[] | undefined {
  if (after === undefined || isSame(before, after)) return [];
  if (before === undefined) return undefined;
  const left = before.filter((zone) => !after.includes(zone));
  return left.length === 0 || (isKnown(before) && isKnown(after)) ? left : undefined;
}

const knownNumber = (zones: readonly string[] | undefined) =>
  zones !== undefined && isKnown(zones) ? zones.length : undefined;

/** How many nodes a pool has at most. */
interface Limit {
  /** A number, or what only Terraform knows; undefined where nothing is said, which leaves the number as it is. */
  readonly nodes: unknown;

  /** Whether the nodes of one zone are counted. */
  readonly perZone: boolean;
}

function limitOf({ autoscaling, node_count }: JsonMap): Limit {
  const { max_node_count, total_max_node_count } = isJsonMap(autoscaling) ? autoscaling : ({} as JsonMap);
  // An autoscaler has the other maximum where one is 0.
  if (max_node_count) return { nodes: max_node_count, perZone: true };
  if (total_max_node_count) return { nodes: total_max_node_count, perZone: false };
  return { nodes: node_count ?? undefined, perZone: true };
}

/** Whether there may be fewer nodes than there were. Nodes of one zone are held against each other zone by zone. */
function isLess(old: Limit, oldZones: number | undefined, next: Limit, nextZones: number | undefined): boolean {
  if (next.nodes === undefined) return false;
  if (old.perZone !== next.perZone) return range(next, nextZones).least < range(old, oldZones).most;
  return old.nodes !== next.nodes && range(next, 1).least < range(old, 1).most;
}

/** The numbers of nodes that a limit may mean. */
function range({ nodes, perZone }: Limit, zones: number | undefined) {
  if (typeof nodes !== 'number') return { least: 0, most: Number.POSITIVE_INFINITY };
  if (!perZone || nodes === 0) return { least: nodes, most: nodes };
  return { least: nodes * (zones ?? 1), most: nodes * (zones ?? Number.POSITIVE_INFINITY) };
}

function described({ nodes, perZone }: Limit, zones: number | undefined): string {
  if (typeof nodes !== 'number') return 'a number that is not in the program';
  if (!perZone) return `at most ${nodes} in all`;
  return `at most ${nodes} in each ${zones === undefined ? 'zone' : `of ${zones} zones`}`;
}
