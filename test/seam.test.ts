import { App } from 'cdk8s';
import { GkeCluster, GkeNetwork, type KataNodePoolOptions, KataRuntime, KataShim, TaintEffect } from '../lib';
import { find, type Manifest, manifests } from './util/manifests';
import { type Attributes, newStack, resources, synth } from './util/terraform';

const EFFECTS: Record<string, string> = {
  NO_SCHEDULE: 'NoSchedule',
  NO_EXECUTE: 'NoExecute',
  PREFER_NO_SCHEDULE: 'PreferNoSchedule',
};

/** What each half wrote for the same pool object. */
function bothHalves(options: KataNodePoolOptions): { node: Attributes; objects: Manifest[] } {
  const stack = newStack();
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
  const cluster = new GkeCluster(stack, 'gke', { location: 'europe-west4', network, hasExternalNodePools: true });
  const pool = cluster.addKataNodePool('kata', options);
  const app = new App();
  new KataRuntime(app, 'kata', { placement: pool.placement, shims: [KataShim.QEMU_RUNTIME_RS, KataShim.CLH] });
  const [config] = Object.values(resources(synth(stack), 'google_container_node_pool'));
  return { node: config?.node_config, objects: manifests(app) };
}

const tolerates = (tolerations: Manifest[], taint: Manifest) =>
  tolerations.some(
    ({ key, operator, value, effect }) =>
      key === taint.key &&
      (operator === 'Exists' || (value ?? '') === taint.value) &&
      (effect === undefined || effect === EFFECTS[taint.effect]),
  );

const isStartup = ({ key }: Manifest) => key.startsWith('startup-taint.cluster-autoscaler.kubernetes.io/');

describe.each<[string, KataNodePoolOptions]>([
  ['the default pool', {}],
  ['a pool of another installation', { multiInstallSuffix: 'canary' }],
  ['a pool with taints of its own', { taints: [{ key: 'team', value: 'blue', effect: TaintEffect.NO_EXECUTE }] }],
  ['a pool with a taint without value', { taints: [{ key: 'team', effect: TaintEffect.NO_SCHEDULE }] }],
  ['a pool that others may use', { dedicated: false }],
  ['a pool that scales from zero', { minNodes: 0, maxNodes: 3, labels: { team: 'blue' } }],
])('%s', (_, options) => {
  const { node, objects } = bothHalves(options);
  const daemonSet = find(objects, 'DaemonSet').spec.template.spec;
  const classes = objects.filter(({ kind }) => kind === 'RuntimeClass');

  test('a node from the template alone has what every RuntimeClass selects: the pool grows from zero', () => {
    expect(classes.length).toBe(2);
    for (const { scheduling } of classes) expect(node.labels).toMatchObject(scheduling.nodeSelector);
  });

  test('the installer selects its nodes by labels that it never takes away', () => {
    expect(node.labels).toMatchObject(daemonSet.nodeSelector);
    expect(Object.keys(daemonSet.nodeSelector).some((key) => key.includes('katacontainers.io/'))).toBe(false);
  });

  test('the installer tolerates every taint of a new node', () => {
    for (const taint of node.taint) expect(tolerates(daemonSet.tolerations, taint)).toBe(true);
  });

  test('a sandboxed pod tolerates every taint but the startup taint', () => {
    for (const { scheduling } of classes) {
      for (const taint of node.taint) expect(tolerates(scheduling.tolerations ?? [], taint)).toBe(!isStartup(taint));
    }
  });

  test('the installer lifts exactly the startup taints', () => {
    const { value } = daemonSet.containers[0].env.find(({ name }: Manifest) => name === 'STARTUP_TAINTS');
    const startup = node.taint.filter(isStartup);
    expect(startup).toHaveLength(1);
    expect(value).toBe(startup.map(({ key, effect }: Manifest) => `${key}:${EFFECTS[effect]}`).join(','));
  });
});

test('without the startup taint no label says ready from birth', () => {
  const { node, objects } = bothHalves({ startupTaint: false });
  expect(Object.keys(node.labels).some((key) => key.includes('katacontainers.io/'))).toBe(false);
  expect(JSON.stringify(objects)).not.toContain('STARTUP_TAINTS');
});

test('the placement stays the same when the pool is replaced', () => {
  const { objects } = bothHalves({ spot: true });
  expect(objects).toEqual(bothHalves({}).objects);
});
