import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import { ChangeImpact, compareTerraform } from '../../../lib/deploy';
import { GkeCluster, GkeNetwork, type KataNodePoolOptions } from '../../../lib/gke';

const { KILLS_SANDBOXES, NOTHING } = ChangeImpact;
const region = 'europe-west4';

/** Zones of the region by their letters; none for no word of zones. */
const zones = (letters: string) => (letters === '' ? undefined : [...letters].map((letter) => `${region}-${letter}`));

interface Program {
  readonly cluster?: string;
  readonly pool?: string;
  readonly size?: KataNodePoolOptions;
}

function stackOf({ cluster: ofCluster = '', pool = '', size }: Program): unknown {
  const stack = new TerraformStack(Testing.app(), 'platform');
  new GoogleProvider(stack, 'google', { project: 'acme-dev', region });
  const network = new GkeNetwork(stack, 'network', { region });
  const cluster = new GkeCluster(stack, 'gke', { name: 'prod', location: region, network, zones: zones(ofCluster) });
  cluster.addKataNodePool('k', { zones: zones(pool), ...size });
  cluster.addNodePool('system');
  return JSON.parse(Testing.synth(stack, true));
}

const compared = (before: Program, after: Program) =>
  compareTerraform(stackOf(before), stackOf(after)).map(({ object, ...change }) => ({
    ...change,
    object: object.split('.')[0],
  }));

describe('zones of a cluster', () => {
  // Letters before and after of the cluster, letters of the pool, and what the reason says.
  test.each<[string, string, string, ChangeImpact, RegExp]>([
    [
      'abc',
      'ab',
      '',
      KILLS_SANDBOXES,
      /zones of the cluster, europe-west4-a, europe-west4-b: nodes in europe-west4-c go$/,
    ],
    ['abc', 'ab', 'c', KILLS_SANDBOXES, /nodes in europe-west4-c go$/],
    ['abc', 'a', '', KILLS_SANDBOXES, /nodes in europe-west4-b, europe-west4-c go$/],
    ['ab', 'bc', '', KILLS_SANDBOXES, /nodes in europe-west4-a go$/],
    ['ab', 'abc', '', NOTHING, /in place/],
    ['ab', 'abc', 'a', NOTHING, /in place/],
    // GKE takes the pool out of a zone that the cluster never had.
    ['a', 'ab', 'c', KILLS_SANDBOXES, /nodes in europe-west4-c go$/],
    ['ab', 'ba', 'c', NOTHING, /in place/],
    ['', 'a', '', KILLS_SANDBOXES, /which zones they leave is not in the program, since it named none before$/],
    ['', 'abc', '', KILLS_SANDBOXES, /since it named none before$/],
    // Terraform leaves zones as they are that are named no more.
    ['a', '', '', NOTHING, /in place/],
  ])('from %j to %j, with a pool in %j: %s', (before, after, pool, impact, reason) => {
    const [change, ...others] = compared({ cluster: before, pool }, { cluster: after, pool });
    expect(others).toEqual([]);
    expect(change).toMatchObject({ object: 'google_container_cluster', impact, reason: expect.stringMatching(reason) });
    const lost = impact === KILLS_SANDBOXES;
    expect(change?.touches).toEqual(lost ? ['nodes of all node pools of prod'] : []);
    if (lost) expect(change?.fix).toMatch(/^(keep the zones, or drain the nodes whose|name all zones that gcloud)/);
  });
});

describe('zones of a pool', () => {
  // Letters of the cluster, and letters before and after of the pool.
  test.each<[string, string, string, ChangeImpact, RegExp]>([
    ['', 'ab', 'a', KILLS_SANDBOXES, /may lose nodes: it leaves europe-west4-b$/],
    ['abc', 'ab', 'a', KILLS_SANDBOXES, /it leaves europe-west4-b$/],
    ['', 'ab', 'abc', NOTHING, /the nodes stay/],
    ['', '', 'a', KILLS_SANDBOXES, /which zones it leaves is not in the program, since it named none before$/],
    ['a', '', 'a', NOTHING, /the nodes stay/],
    ['ab', '', 'abc', NOTHING, /the nodes stay/],
    ['abc', '', 'ab', KILLS_SANDBOXES, /it leaves europe-west4-c$/],
    ['abc', 'a', '', NOTHING, /the nodes stay/],
  ])('of a cluster in %j, from %j to %j: %s', (cluster, before, after, impact, reason) => {
    const [change, ...others] = compared({ cluster, pool: before }, { cluster, pool: after });
    expect(others).toEqual([]);
    expect(change).toMatchObject({
      object: 'google_container_node_pool',
      impact,
      fields: [expect.stringMatching(/^node_locations/)],
      reason: expect.stringMatching(reason),
    });
    if (impact === KILLS_SANDBOXES)
      expect(change?.fix).toMatch(/^(keep the zones, or drain|name all zones that gcloud)/);
  });
});

const perZone = (maxNodesPerZone: number) => ({ minNodesPerZone: 0, maxNodesPerZone });

describe('numbers of nodes', () => {
  // What each means in three zones.
  const totals: [KataNodePoolOptions, number][] = [
    [{ maxNodes: 3 }, 3],
    [{ maxNodes: 4 }, 4],
    [{ maxNodes: 6 }, 6],
    [{ maxNodes: 9 }, 9],
    [perZone(1), 3],
    [perZone(2), 6],
    [{ nodesPerZone: 2 }, 6],
    [{ nodesPerZone: 3 }, 9],
    [{ nodesPerZone: 0 }, 0],
  ];
  const stacks = new Map(totals.map(([size]) => [size, stackOf({ pool: 'abc', size })]));
  const ofCluster = new Map(totals.map(([size]) => [size, stackOf({ cluster: 'abc', size })]));
  const pairs = totals.flatMap(([old, was]) =>
    totals.filter(([next]) => next !== old).map(([next, is]) => [old, next, is < was] as const),
  );

  test.each(pairs)('in three zones from %j to %j: fewer: %s', (old, next, isFewer) => {
    for (const program of [stacks, ofCluster]) {
      const [change] = compareTerraform(program.get(old), program.get(next));
      expect(change?.impact).toBe(isFewer ? KILLS_SANDBOXES : NOTHING);
    }
  });

  // Where nobody says how many zones there are, any number may be.
  test.each<[KataNodePoolOptions, KataNodePoolOptions, ChangeImpact, RegExp]>([
    [perZone(2), perZone(3), NOTHING, /stay/],
    [perZone(3), perZone(2), KILLS_SANDBOXES, /it had at most 3 in each zone, and has at most 2 in each zone$/],
    [{ maxNodes: 6 }, { maxNodes: 5 }, KILLS_SANDBOXES, /it had at most 6 in all, and has at most 5 in all$/],
    [{ nodesPerZone: 3 }, { maxNodes: 4 }, KILLS_SANDBOXES, /at most 4 in all, and the number of its zones is not/],
    [perZone(2), { maxNodes: 6 }, KILLS_SANDBOXES, /the number of its zones is not in the program$/],
    [{ maxNodes: 6 }, perZone(2), KILLS_SANDBOXES, /the number of its zones is not in the program$/],
    [{ maxNodes: 6 }, perZone(6), NOTHING, /stay/],
    [{ nodesPerZone: 0 }, { maxNodes: 1 }, NOTHING, /stay/],
  ])('in zones that nobody names from %j to %j: %s', (old, next, impact, reason) => {
    const [change, ...others] = compared({ size: old }, { size: next });
    expect(others).toEqual([]);
    expect(change).toMatchObject({ impact, reason: expect.stringMatching(reason) });
    if (impact === KILLS_SANDBOXES) expect(change?.fix).toMatch(/or keep the number$|^keep the way of counting, or/);
  });

  test('fewer nodes in a zone are fewer, in however many zones', () => {
    const [change] = compared({ pool: 'ab', size: perZone(3) }, { pool: 'abc', size: perZone(2) });
    expect(change).toMatchObject({ impact: KILLS_SANDBOXES });
    expect(change?.reason).toMatch(/at most 3 in each of 2 zones, and has at most 2 in each of 3 zones$/);
  });
});

describe('what Terraform reads otherwise than it is written', () => {
  const pool = (config: object) => ({
    terraform: {},
    resource: {
      google_container_cluster: { gke: { name: 'a', node_locations: ['a', 'b'] } },
      google_container_node_pool: { it: { name: 'p', cluster: '${google_container_cluster.gke.id}', ...config } },
    },
  });
  const most = (max_node_count: unknown) => ({ autoscaling: { max_node_count } });
  const total = (total_max_node_count: unknown) => ({ autoscaling: { max_node_count: 0, total_max_node_count } });
  test.each<[string, object, object, ChangeImpact, RegExp]>([
    ['a list of zones', { node_locations: ['a'] }, { node_locations: '${var.z}' }, KILLS_SANDBOXES, /Terraform alone/],
    [
      'an old list',
      { node_locations: '${var.z}' },
      { node_locations: ['a'] },
      KILLS_SANDBOXES,
      /Terraform alone knows/,
    ],
    ['one more zone', { node_locations: ['a'] }, { node_locations: ['a', '${var.z}'] }, NOTHING, /stay/],
    ['a maximum', most(3), most('${var.n}'), KILLS_SANDBOXES, /and has a number that is not in the program$/],
    ['an old maximum', most('${var.n}'), most(3), KILLS_SANDBOXES, /it had a number that is not in the program/],
    ['the same maximum', most('${var.n}'), { ...most('${var.n}'), management: { auto_repair: true } }, NOTHING, /stay/],
    ['no number before', {}, most(3), KILLS_SANDBOXES, /it had a number that is not in the program/],
    ['no number after', most(3), {}, NOTHING, /stay/],
    [
      'what Terraform does not look at',
      { node_count: 3, node_locations: ['a', 'b'] },
      {
        node_count: 1,
        node_locations: ['a'],
        management: { auto_repair: true },
        lifecycle: { ignore_changes: ['node_count', 'node_locations'] },
      },
      NOTHING,
      /stay/,
    ],
    ['zones of the cluster', most(3), total(6), NOTHING, /stay/],
    ['zones of the cluster, and fewer nodes', most(3), total(5), KILLS_SANDBOXES, /in each of 2 zones/],
    [
      'zones of a cluster elsewhere',
      { ...most(3), cluster: '${data.google_container_cluster.gke.id}' },
      { ...total(6), cluster: '${data.google_container_cluster.gke.id}' },
      KILLS_SANDBOXES,
      /number of its zones is not/,
    ],
  ])('%s', (_, before, after, impact, reason) => {
    const [change, ...others] = compareTerraform(pool(before), pool(after));
    expect(others).toEqual([]);
    expect(change).toMatchObject({ impact, reason: expect.stringMatching(reason) });
  });

  test('a pool takes the zones of its cluster when they change', () => {
    const size = { nodesPerZone: 2 };
    const changes = compared({ cluster: 'ab', size }, { cluster: 'abc', size: { maxNodes: 4 } });
    expect(changes.map(({ impact }) => impact)).toEqual([NOTHING, NOTHING]);
    const fewer = compared({ cluster: 'ab', size: { maxNodes: 6 } }, { cluster: 'abc', size });
    expect(fewer.map(({ impact }) => impact)).toEqual([NOTHING, NOTHING]);
  });
});
