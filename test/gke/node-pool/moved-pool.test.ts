import { App as K8sApp } from 'cdk8s';
import { Construct } from 'constructs';
import { compareManifests, compareTerraform, toManifests } from '../../../lib/deploy';
import { GkeCluster, GkeNetwork, KataNodePool, type KataNodePoolOptions, type NodePool } from '../../../lib/gke';
import { KataRuntime, KataShim } from '../../../lib/kata';
import { newStack, resources, synth } from '../../util/terraform';

const region = 'europe-west4';

function newCluster() {
  const stack = newStack();
  const network = new GkeNetwork(stack, 'network', { region });
  const cluster = new GkeCluster(stack, 'gke', { location: region, network });
  return { stack, cluster };
}

/** What a program writes whose runtime has two pools, so that each has a DaemonSet named after the label of its nodes. */
function program(pool: (cluster: GkeCluster) => KataNodePool) {
  const { stack, cluster } = newCluster();
  cluster.addNodePool('system');
  const { placement } = pool(cluster);
  const firecracker = cluster.addKataNodePool('fc', { rawLocalSsds: 1 });
  const k8s = new K8sApp();
  new KataRuntime(k8s, 'kata', {
    pools: [
      { placement, shims: [KataShim.QEMU] },
      { placement: firecracker.placement, shims: [KataShim.FIRECRACKER], devmapper: {} },
    ],
  });
  return { manifests: toManifests(k8s), terraform: synth(stack) };
}

const daemonSets = ({ manifests }: ReturnType<typeof program>) =>
  manifests.filter(({ kind }) => kind === 'DaemonSet').map(({ metadata }) => metadata.name);

const labels = ({ terraform }: ReturnType<typeof program>) =>
  Object.values(resources(terraform, 'google_container_node_pool')).map((it) => it.node_config.labels['node-pool']);

const moved = <Pool extends NodePool>(pool: Pool, ...paths: string[]): Pool => {
  for (const path of paths) pool.moveFrom(path);
  return pool;
};

describe('a pool that moved has the label of its former id', () => {
  const before = program((cluster) => cluster.addKataNodePool('k'));

  test.each<[string, (cluster: GkeCluster) => KataNodePool]>([
    ['renamed', (cluster) => moved(cluster.addKataNodePool('k2'), 'gke/k')],
    ['renamed twice', (cluster) => moved(cluster.addKataNodePool('k3'), 'gke/k', 'gke/k2')],
    [
      'moved into a construct',
      (cluster) => moved(new KataNodePool(new Construct(cluster, 'pools'), 'sandboxes', { cluster }), 'gke/k'),
    ],
  ])('%s: neither half differs', (_, pool) => {
    const after = program(pool);
    expect(labels(after)).toEqual(['fc', 'k', 'system']);
    expect(daemonSets(after)).toEqual(expect.arrayContaining(['kata-deploy-k', 'kata-deploy-fc']));
    expect(compareManifests(before.manifests, after.manifests)).toEqual([]);
    expect(compareTerraform(before.terraform, after.terraform)).toEqual([]);
  });

  test('without the call it has another', () => {
    const after = program((cluster) => cluster.addKataNodePool('k2'));
    expect(labels(after)).toEqual(['fc', 'k2', 'system']);
    expect(daemonSets(after)).toContain('kata-deploy-k2');
  });

  test('and so has one that runs no Kata', () => {
    const { stack, cluster } = newCluster();
    const pool = moved(cluster.addNodePool('base', { labels: { team: 'a' } }), 'gke/system');
    expect(pool.labels).toEqual({ 'node-pool': 'system', team: 'a' });
    const [written] = Object.values(resources(synth(stack), 'google_container_node_pool'));
    expect(written?.node_config.labels).toEqual(pool.labels);
  });
});

const readers: [string, (pool: KataNodePool) => unknown][] = [
  ['labels', (pool) => pool.labels],
  ['placement.poolLabels', (pool) => pool.placement.poolLabels],
  ['a copy of the placement', (pool) => ({ ...pool.placement })],
  ['a runtime with the placement', ({ placement }) => new KataRuntime(new K8sApp(), 'kata', { placement })],
];

test.each(readers)('%s that is read before moveFrom() is refused where the label would be another', (_, read) => {
  const pool = newCluster().cluster.addKataNodePool('k2');
  read(pool);
  expect(() => pool.moveFrom('gke/k')).toThrow(
    "test/gke/k2: moveFrom('gke/k') makes the label 'node-pool' 'k', and it was 'k2' when labels or placement was read; " +
      'call moveFrom() right after the pool is created, before labels and placement are used (gke/node-pool-later-move)',
  );
});

describe('what is read before moveFrom() stays', () => {
  const both = ({ labels, placement }: KataNodePool) => ({ labels, ...placement.poolLabels });
  const ofPlacement = ({ placement }: KataNodePool) => ({ ...placement.poolLabels });

  test.each<[string, KataNodePoolOptions, string, string, (pool: KataNodePool) => object]>([
    ['where the id is the same', {}, 'k', 'other/k', both],
    ['where the label was given', { labels: { 'node-pool': 'mine' } }, 'k2', 'gke/k', both],
    ['where shims tell the pool apart', { shims: ['qemu'] }, 'k2', 'gke/k', ofPlacement],
  ])('%s', (_, options, id, path, read) => {
    const pool = newCluster().cluster.addKataNodePool(id, options);
    const told = read(pool);
    pool.moveFrom(path);
    expect(read(pool)).toEqual(told);
  });

  test('where the cluster moves', () => {
    const { cluster } = newCluster();
    const { placement } = cluster.addKataNodePool('k');
    const told = placement.poolLabels;
    cluster.moveFrom('old');
    expect(placement.poolLabels).toEqual(told);
  });

  test('where it moves once more', () => {
    const pool = moved(newCluster().cluster.addKataNodePool('k3'), 'gke/k');
    const told = pool.placement.poolLabels;
    pool.moveFrom('gke/k2');
    expect(pool.placement.poolLabels).toEqual(told);
  });

  test('and what was not read is not refused', () => {
    const pool = newCluster().cluster.addKataNodePool('k2');
    expect(pool.placement.nodeSelector).toEqual({ 'kata-containers': 'enabled' });
    expect(() => pool.moveFrom('gke/k')).not.toThrow();
  });
});

test('a path that is none is told first', () => {
  const pool = newCluster().cluster.addKataNodePool('k2');
  expect(pool.labels['node-pool']).toBe('k2');
  expect(() => pool.moveFrom('')).toThrow("moveFrom('') names no path");
});
