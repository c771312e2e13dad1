import { type TerraformStack, TerraformVariable } from 'cdktf';
import { NODE_POOL_REPLACING_FIELDS } from '../../../lib/data/google/node-pool-replacing-fields';
import { GkeCluster, GkeNetwork, type INodeIdentity, NodeIdentity, type NodePoolOptions } from '../../../lib/gke';
import * as FORCE_NEW from '../../fixtures/node-pool-force-new.json';
import { newStack, resources, synth } from '../../util/terraform';

const EMAIL = 'nodes@acme-dev.iam.gserviceaccount.com';

function build(options: NodePoolOptions = {}, { email = EMAIL, before = 0, id = 'nodes' } = {}) {
  const stack = newStack();
  for (let index = 0; index < before; index++) new TerraformVariable(stack, `before-${index}`, {});
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
  const account = email === '(variable)' ? new TerraformVariable(stack, 'email', {}).stringValue : email;
  const nodeIdentity = NodeIdentity.fromServiceAccountEmail(stack, id, account);
  const cluster = new GkeCluster(stack, 'gke', { location: 'europe-west4', network, nodeIdentity });
  return { stack, pool: cluster.addNodePool('system', options) };
}

const nameOf = (...parameters: Parameters<typeof build>) => build(...parameters).pool.name;

test('the table holds the fields that the provider marks, but those that say where the pool is and how it is called', () => {
  const elsewhere = ['cluster', 'location', 'project', 'name', 'name_prefix', 'initial_node_count'];
  const marked = new Set([...FORCE_NEW.v6, ...FORCE_NEW.v7]);
  expect([...NODE_POOL_REPLACING_FIELDS]).toEqual([...marked].filter((field) => !elsewhere.includes(field)).sort());
});

test('the name of a default pool is what it has always been (m36)', () => {
  expect(nameOf()).toBe('system-6acdaf');
  expect(nameOf({ spot: true, maxPodsPerNode: 32 })).toBe('system-49cc8c');
});

test('the name that is written is the name that the pool tells', () => {
  const { stack, pool } = build();
  expect(Object.values(resources(synth(stack), 'google_container_node_pool')).map(({ name }) => name)).toEqual([
    pool.name,
  ]);
});

test('another account replaces the pool, so the name changes (m35)', () => {
  expect(nameOf({}, { email: 'others@acme-dev.iam.gserviceaccount.com' })).not.toBe(nameOf());
});

test('another account of this program replaces the pool too, although its address is a token (m35)', () => {
  const names = ['nodes-one', 'nodes-two', 'nodes-one'].map((accountId) => {
    const { stack } = build();
    const identity = new NodeIdentity(stack, 'own', { project: 'acme-dev', accountId });
    return (stack.node.findChild('gke') as GkeCluster).addNodePool('own', { identity }).name;
  });
  expect(names[1]).not.toBe(names[0]);
  expect(names[2]).toBe(names[0]);
});

describe('an account of which only Terraform knows the address (H1)', () => {
  const known = nameOf({}, { email: '(variable)' });

  test.each([1, 7])('%i more variables in the program do not change the name', (before) => {
    expect(nameOf({}, { email: '(variable)', before })).toBe(known);
  });

  test('another id of the identity does not change the name', () => {
    expect(nameOf({}, { email: '(variable)', id: 'node-account' })).toBe(known);
  });
});

test.each<
  [string, (id: string, account: string, stableId?: string) => (stack: TerraformStack) => INodeIdentity, string]
>([
  [
    'an imported account',
    (id, account, stableId) => (stack) => NodeIdentity.fromServiceAccountEmail(stack, id, account, { stableId }),
    EMAIL,
  ],
  [
    'an account of this program',
    (id, accountId, stableId) => (stack) => new NodeIdentity(stack, id, { project: 'acme-dev', accountId, stableId }),
    'acme-nodes',
  ],
])('%s that a variable names in place of a literal keeps the pools with stableId (H1)', (_, identity, account) => {
  const name = (create: (stack: TerraformStack) => INodeIdentity) => {
    const { stack } = build();
    const pool = (stack.node.findChild('gke') as GkeCluster).addNodePool('own', { identity: create(stack) });
    const written = Object.values(resources(synth(stack), 'google_container_node_pool'));
    expect(written.map((it) => it.name)).toContain(pool.name);
    return pool.name;
  };
  const variable = (stableId?: string) => (stack: TerraformStack) =>
    identity('own', new TerraformVariable(stack, 'account', {}).stringValue, stableId)(stack);
  expect(name(variable())).not.toBe(name(identity('own', account)));
  expect(name(variable(account))).toBe(name(identity('own', account)));
  expect(() => name(variable(''))).toThrow('test/own: stableId is empty; give a literal');
  const token = (stack: TerraformStack) => variable(new TerraformVariable(stack, 'stable', {}).stringValue)(stack);
  expect(() => name(token)).toThrow('stableId is only known to Terraform, and names of node pools are made of it');
});

test('a NodeIdentity whose accountId is a variable gives one name, whatever else is in the program (H1)', () => {
  const names = [0, 1, 5].map((before) => {
    const { stack } = build({}, { before });
    const accountId = new TerraformVariable(stack, 'account', {}).stringValue;
    const identity = new NodeIdentity(stack, 'own', { project: 'acme-dev', accountId });
    const cluster = stack.node.findChild('gke') as GkeCluster;
    return cluster.addNodePool('own', { identity }).name;
  });
  expect(new Set(names).size).toBe(1);
});

test.each<[string, string, unknown]>([
  ['a GPU', 'node_config.guest_accelerator', [{ type: 'nvidia-l4', count: 1 }]],
  ['metadata', 'node_config.metadata.team', 'blue'],
  ['a block of the nodes', 'node_config.sole_tenant_config', { node_affinity: [] }],
  ['a pod range', 'network_config.pod_range', 'more-pods'],
])('an override of %s replaces the pool, so the name changes (H2)', (_, path, value) => {
  const { stack, pool } = build();
  const before = pool.name;
  pool.resource.addOverride(path, value);
  expect(pool.name).not.toBe(before);
  expect(Object.values(resources(synth(stack), 'google_container_node_pool'))[0]?.name).toBe(pool.name);
});

test.each<[string, string, unknown]>([
  ['a label', 'node_config.labels.team', 'blue'],
  ['image garbage collection', 'node_config.kubelet_config.image_gc_high_threshold_percent', 80],
  ['the initial count', 'initial_node_count', 1],
])('an override of %s changes in place, so the name stays', (_, path, value) => {
  const { pool } = build();
  const before = pool.name;
  pool.resource.addOverride(path, value);
  expect(pool.name).toBe(before);
});
