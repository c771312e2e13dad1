import { ApiObject, App, Chart } from 'cdk8s';
import { KataRuntime, KataShim } from '../../../lib/kata';
import { findings } from '../../../lib/validation';

const limits = { memory: '1Gi', cpu: '1' };
const good = { containers: [{ name: 'main', image: 'nginx:1.29', resources: { limits } }] };
const onHost = { ...good, hostNetwork: true };
const pod = (name: string, spec: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec });
const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'service' }, spec: {} };
const cluster = (head: object, ...workers: object[]) => ({
  apiVersion: 'ray.io/v1',
  kind: 'RayCluster',
  metadata: { name: 'ray' },
  spec: {
    headGroupSpec: { template: { spec: head } },
    workerGroupSpecs: workers.map((spec) => ({ template: { spec } })),
  },
});
const listOf = (...items: object[]) => ({ apiVersion: 'v1', kind: 'List', metadata: { name: 'all' }, items });

function found(manifest: object) {
  const app = new App();
  const kata = new KataRuntime(app, 'kata', {
    placement: { nodeSelector: { pool: 'kata' } },
    shims: [KataShim.QEMU_RUNTIME_RS],
  });
  const object = new ApiObject(new Chart(app, 'chart'), 'it', manifest as never);
  kata.sandbox(object);
  return findings(object);
}

const HELD = '; except leaves out the whole List all, so take the object out of it first';

test.each<[string, object, string, boolean]>([
  ['the only pod spec of an object', pod('one', onHost), 'Pod one', false],
  ['the only one of a list', listOf(pod('one', onHost), service), 'List all', false],
  [
    'one of two objects in a list',
    listOf(pod('one', good), pod('two', onHost)),
    'Pod two at /items/1 of List all',
    true,
  ],
  [
    'one of several templates',
    cluster(good, good, onHost),
    'RayCluster ray at /spec/workerGroupSpecs/1/template/spec',
    false,
  ],
  [
    'one of several templates of an object in a list',
    listOf(pod('one', good), cluster(onHost, good)),
    'RayCluster ray at /items/1/spec/headGroupSpec/template/spec of List all',
    true,
  ],
  [
    'an object without a name in a list',
    listOf(pod('one', good), { ...pod('two', onHost), metadata: {} }),
    'Pod at /items/1 of List all',
    true,
  ],
])('a message names %s', (_, manifest, name, isHeld) => {
  const said = found(manifest).filter(({ id }) => id === 'sandbox/host-network');
  expect(said.map(({ message }) => message)).toEqual([
    expect.stringMatching(new RegExp(`^${name}: hostNetwork is true`)),
  ]);
  expect(said[0]?.fix).toContain('sandbox(x, { except })');
  expect(said[0]?.fix.endsWith(HELD)).toBe(isHeld);
});

test('one finding about several templates tells them apart', () => {
  const bare = { containers: [{ name: 'main', image: 'nginx:1.29' }] };
  expect(found(cluster(good, bare, bare)).map(({ message }) => message)).toEqual([
    expect.stringContaining(
      '(RayCluster ray at /spec/workerGroupSpecs/0/template/spec, RayCluster ray at /spec/workerGroupSpecs/1/template/spec)',
    ),
  ]);
});

test('placement names them as well', () => {
  const [finding, ...others] = found(listOf(pod('one', good), pod('two', { ...good, runtimeClassName: 'gvisor' })));
  expect(finding?.message).toMatch(/^Pod two at \/items\/1 of List all: RuntimeClass gvisor is replaced by /);
  expect(finding?.fix).toMatch(
    /, or leave it out with sandbox\(x, \{ except \}\); except leaves out the whole List all/,
  );
  expect(others).toEqual([]);
});
