import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { App, TerraformStack, Testing } from 'cdktf';
import {
  ChangeImpact,
  compareTerraform,
  GkeCluster,
  type GkeClusterProps,
  GkeNetwork,
  type KataNodePoolOptions,
  PoolUpgrade,
} from '../../../lib';
import { CLUSTER_REPLACING_FIELDS } from '../../../lib/data/google/cluster-replacing-fields';
import { NODE_POOL_REPLACING_FIELDS } from '../../../lib/data/google/node-pool-replacing-fields';
import { GOOGLE_SCHEMAS } from '../../util/provider-schema';

interface Program {
  readonly cluster?: Partial<GkeClusterProps>;
  readonly pool?: KataNodePoolOptions | null;
}

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON is read as it is.
function stackOf({ cluster: props = {}, pool = {} }: Program = {}): any {
  const app = new App({ outdir: Testing.app().outdir });
  const stack = new TerraformStack(app, 'platform');
  new GoogleProvider(stack, 'google', { project: 'acme-dev', region: 'europe-west4' });
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
  const cluster = new GkeCluster(stack, 'gke', { name: 'prod', location: 'europe-west4', network, ...props });
  cluster.addNodePool('system');
  if (pool !== null) cluster.addKataNodePool('kata', { machineType: 'n2-standard-8', maxNodes: 6, ...pool });
  return JSON.parse(Testing.synth(stack, true));
}

const { KILLS_SANDBOXES, NOTHING, RECREATES_POOL, REPLACES_CLUSTER } = ChangeImpact;

test('two outputs of one program do not differ', () => {
  expect(compareTerraform(stackOf(), stackOf())).toEqual([]);
});

describe('a program', () => {
  const cases: readonly [string, Program, Program, ChangeImpact, string[], RegExp][] = [
    [
      'another machine type',
      {},
      { pool: { machineType: 'n2-standard-16' } },
      KILLS_SANDBOXES,
      ['node_config.machine_type'],
      /GKE makes the nodes anew/,
    ],
    [
      'more nodes',
      {},
      { pool: { maxNodes: 9 } },
      NOTHING,
      [expect.stringMatching(/^autoscaling\./) as never],
      /the nodes stay/,
    ],
    [
      'fewer nodes',
      {},
      { pool: { maxNodes: 3 } },
      KILLS_SANDBOXES,
      [expect.stringMatching(/^autoscaling\./) as never],
      /may lose nodes/,
    ],
    [
      'another label of nodes',
      {},
      { pool: { labels: { team: 'a' } } },
      NOTHING,
      ['node_config.labels.team'],
      /the nodes stay/,
    ],
    [
      'another upgrade strategy',
      {},
      { pool: { upgrade: PoolUpgrade.blueGreen() } },
      NOTHING,
      expect.arrayContaining([expect.stringMatching(/^upgrade_settings/)]) as never,
      /the nodes stay/,
    ],
    [
      'spot machines',
      {},
      { pool: { spot: true } },
      RECREATES_POOL,
      ['node_config.spot'],
      /cannot change node_config.spot of a node pool: Terraform makes another one and deletes this one then/,
    ],
    ['fewer pods for a node', {}, { pool: { maxPodsPerNode: 16 } }, RECREATES_POOL, ['max_pods_per_node'], /node pool/],
    ['no pool', {}, { pool: null }, RECREATES_POOL, [], /deleted, with its nodes/],
    ['a pool', { pool: null }, {}, NOTHING, [], /it is a new node pool/],
    [
      'another name of the cluster',
      {},
      { cluster: { name: 'next' } },
      REPLACES_CLUSTER,
      ['name'],
      /Terraform deletes it and makes another one/,
    ],
    [
      'another dataplane',
      {},
      { cluster: { dataplaneV2: false } },
      REPLACES_CLUSTER,
      ['datapath_provider'],
      /GKE cannot change datapath_provider of a cluster/,
    ],
    [
      'another release channel',
      {},
      { cluster: { releaseChannel: 'RAPID' as never } },
      NOTHING,
      ['release_channel.channel'],
      /in place/,
    ],
  ];

  test.each(cases)('with %s', (_, before, after, impact, fields, sentence) => {
    const [worst] = compareTerraform(stackOf(before), stackOf(after));
    expect(worst).toMatchObject({ impact, fields });
    expect(worst?.reason).toMatch(sentence);
  });

  test('says what Terraform refuses, and what is touched', () => {
    const [worst] = compareTerraform(stackOf(), stackOf({ cluster: { name: 'next' } }));
    expect(worst?.touches).toEqual(['everything in prod']);
    expect(worst?.fix).toMatch(/^Terraform refuses it while deletionProtection is on; leave the field as it is/);
  });
});

const stack = (resource: object, more: object = {}) => ({ terraform: {}, resource, ...more });
const cluster = (config: object, more: object = {}) =>
  stack({ google_container_cluster: { it: { name: 'a', ...config } } }, more);
const pool = (config: object, id = 'it', more: object = {}) =>
  stack({ google_container_node_pool: { [id]: { name: 'p', ...config } } }, more);
const nested = (path: string, value: unknown) =>
  path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object;

describe('each field of the recorded tables', () => {
  test.each(CLUSTER_REPLACING_FIELDS)('%s replaces a cluster', (field) => {
    const [change, ...others] = compareTerraform(cluster(nested(field, 'a')), cluster(nested(field, 'b')));
    expect(others).toEqual([]);
    expect(change).toMatchObject({ id: 'replaces-cluster google_container_cluster.it', fields: [field] });
  });

  test.each(NODE_POOL_REPLACING_FIELDS)('%s replaces a pool', (field) => {
    const [change] = compareTerraform(pool(nested(field, 'a')), pool(nested(field, 'b')));
    expect(change).toMatchObject({ id: 'recreates-pool google_container_node_pool.it', fields: [field] });
  });

  test.each(CLUSTER_REPLACING_FIELDS)('%s is a field that the provider has', (field) => {
    const has = Object.values(GOOGLE_SCHEMAS).some(({ resource_schemas }) => {
      // biome-ignore lint/suspicious/noExplicitAny: a schema is read as it is.
      let at: any = resource_schemas.google_container_cluster?.block;
      for (const key of field.split('.')) at = at?.block_types?.[key]?.block ?? at?.attributes?.[key];
      return at !== undefined;
    });
    expect(has).toBe(true);
  });
});

describe('a stack', () => {
  test.each<[string, object, object, object[]]>([
    ['a block as a list of one', pool({ node_config: [{ spot: true }] }), pool({ node_config: { spot: true } }), []],
    [
      'what is ignored',
      cluster({ node_config: { spot: true } }),
      cluster({ node_config: {}, lifecycle: { ignore_changes: ['node_config'] } }),
      [],
    ],
    ['everything ignored', cluster({ name: 'a' }), cluster({ name: 'b', lifecycle: { ignore_changes: 'all' } }), []],
    [
      'lifecycle, order and provider alone',
      pool({ depends_on: ['a'] }),
      pool({ provider: 'b', lifecycle: { prevent_destroy: true } }),
      [],
    ],
    ['FQDN policies switched on', cluster({}), cluster({ enable_fqdn_network_policy: true }), [{ impact: NOTHING }]],
    [
      'FQDN policies switched off',
      cluster({ enable_fqdn_network_policy: true }),
      cluster({ enable_fqdn_network_policy: false }),
      [{ impact: REPLACES_CLUSTER, fields: ['enable_fqdn_network_policy'] }],
    ],
    [
      'a zone less',
      pool({ node_locations: ['a', 'b'] }),
      pool({ node_locations: ['a'] }),
      [{ impact: KILLS_SANDBOXES, reason: 'the pool may lose nodes: it leaves b' }],
    ],
    [
      'a name alone',
      pool({ name: 'p' }),
      pool({ name: 'q' }),
      [
        {
          impact: RECREATES_POOL,
          fields: ['name'],
          reason: expect.stringContaining('deletes it and makes another one'),
        },
      ],
    ],
    [
      'a pool that moved',
      pool({}),
      pool({}, 'new', { moved: [{ from: 'google_container_node_pool.it', to: 'google_container_node_pool.new' }] }),
      [],
    ],
    [
      'a pool that moved without a word',
      pool({}),
      pool({}, 'new'),
      [
        {
          impact: RECREATES_POOL,
          fix: expect.stringContaining("resource.moveFromId('google_container_node_pool.it')"),
        },
        { impact: NOTHING },
      ],
    ],
    [
      'a protected cluster that goes',
      cluster({ lifecycle: { prevent_destroy: true } }),
      stack({}),
      [{ fix: expect.stringMatching(/^Terraform refuses it while deletionProtection is on; where only/) }],
    ],
    [
      'a protected pool that goes, which Terraform does not look for',
      pool({ lifecycle: { prevent_destroy: true } }),
      stack({}),
      [{ impact: RECREATES_POOL, fix: expect.stringMatching(/^where only its construct moved/) }],
    ],
    ['a cluster that goes', cluster({}), stack({}), [{ impact: REPLACES_CLUSTER, reason: 'the cluster is deleted' }]],
    [
      'other resources',
      stack({ google_compute_network: { a: { name: 'a' } } }),
      stack({ google_compute_network: { a: { name: 'b' } } }),
      [],
    ],
  ])('with %s', (_, before, after, expected) => {
    const changes = compareTerraform(before, after);
    expect(changes).toHaveLength(expected.length);
    expect(changes).toMatchObject(expected);
  });

  test('is compared without what is acknowledged', () => {
    const acknowledged = ['recreates-pool google_container_node_pool.it'];
    expect(compareTerraform(pool({ name: 'p' }), pool({ name: 'q' }), { acknowledged })).toEqual([]);
  });
});

describe('bad input', () => {
  test.each<[string, unknown, unknown, string]>([
    ['nothing', undefined, {}, 'before is undefined, not a stack'],
    ['null', { resource: {} }, null, 'after is null, not a stack'],
    ['text that is not parsed', '{"resource":{}}', {}, 'before is a text; parse it: JSON.parse('],
    ['a list', [], {}, 'before is a list, not a stack'],
    [
      'another file',
      { version: '0.21.0', stacks: {} },
      {},
      'before has none of the blocks of a stack; pass the content of cdktf.out/stacks/<stack>/cdk.tf.json',
    ],
    ['resources in a list', { resource: [] }, {}, 'before.resource is a list, not a map'],
    [
      'resources of a type in a list',
      stack({ google_container_cluster: [] }),
      {},
      'before.resource.google_container_cluster is not a map of resources',
    ],
    [
      'a resource that is text',
      stack({ google_container_cluster: { it: 'a' } }),
      {},
      'before: google_container_cluster.it is not a map of arguments',
    ],
  ])('%s is refused', (_, before, after, message) => {
    const whole = (value: unknown) => (JSON.stringify(value) === '{}' ? stack({}) : value);
    expect(() => compareTerraform(whole(before), whole(after))).toThrow(message);
  });

  test('an id that no change can have is refused', () => {
    expect(() => compareTerraform(stack({}), stack({}), { acknowledged: ['x'] })).toThrow('acknowledged has "x"');
  });
});
