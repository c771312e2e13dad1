import type { Manifest } from '../util/manifests';
import { resources } from '../util/terraform';
import { apply, get, kubectl, SIMULATED, tryKubectl, until } from './cluster';
import { addNodes, nodeTemplate, Program, removeNodes } from './program';

const NODES = ['e2e-kata-0', 'e2e-kata-1'];
const program = new Program('quickstart');

const pods = (namespace: string): Manifest[] => get('pods', '-n', namespace).items;
const daemonSet = () => get('daemonset', 'kata-deploy', '-n', 'kube-system');

beforeAll(async () => {
  if (!SIMULATED) return;
  const pools = Object.values(resources(program.terraform('platform'), 'google_container_node_pool'));
  const kata = pools.filter((pool) => pool.node_config.advanced_machine_features?.enable_nested_virtualization);
  expect(kata).toHaveLength(1);
  const template = nodeTemplate(kata[0] ?? {});
  await addNodes({ name: 'e2e-system' }, ...NODES.map((name) => ({ name, ...template })));
});

afterAll(() => {
  if (SIMULATED) removeNodes('e2e-system', ...NODES);
  program.close();
});

test('every file applies in its order, strictly validated', () => {
  expect(program.files.length).toBeGreaterThanOrEqual(4);
  program.apply();
});

test('the installer runs on each Kata node and on no other, before Kata is there', async () => {
  const { nodeSelector } = daemonSet().spec.template.spec;
  const selector = Object.entries(nodeSelector).map(([key, value]) => `${key}=${value}`);
  const selected = get('nodes', '-l', selector.join(',')).items.map(
    (node: { metadata: { name: string } }) => node.metadata.name,
  );
  if (SIMULATED) expect(selected.sort()).toEqual(NODES);
  expect(selected.length).toBeGreaterThan(0);

  await until(
    'pods of the installer',
    () => daemonSet().status,
    ({ currentNumberScheduled, desiredNumberScheduled }) =>
      desiredNumberScheduled === selected.length && currentNumberScheduled === selected.length,
  );
  const installers = await until(
    'nodes of the installer',
    () => get('pods', '-n', 'kube-system', '-l', 'name=kata-deploy').items,
    (items) => items.length === selected.length && items.every((pod: Manifest) => pod.spec.nodeName),
  );
  expect(installers.map((pod: Manifest) => pod.spec.nodeName).sort()).toEqual(selected);
});

test('a sandboxed pod gets overhead, selector and tolerations from admission', async () => {
  const [pod = {}] = await until(
    'pods of the workload',
    () => pods('web'),
    (items) => items.length === 2,
  );
  const runtimeClass = get('runtimeclass', 'kata-qemu-runtime-rs');
  expect(pod.spec.runtimeClassName).toBe('kata-qemu-runtime-rs');
  expect(pod.spec.overhead).toEqual(runtimeClass.overhead.podFixed);
  expect(pod.spec.nodeSelector).toEqual(runtimeClass.scheduling.nodeSelector);
  expect(pod.spec.tolerations).toEqual(expect.arrayContaining(runtimeClass.scheduling.tolerations));
});

if (SIMULATED) {
  test('a sandboxed pod waits while the startup taint is on its nodes, and lands there once it is gone', async () => {
    const unscheduled = (pod: Manifest) =>
      pod.status.conditions?.some((c: Manifest) => c.type === 'PodScheduled' && c.reason === 'Unschedulable');
    const waiting = await until(
      'refusals of the scheduler',
      () => pods('web'),
      (items) => items.every(unscheduled),
    );
    expect(waiting[0]?.status.conditions[0].message).toContain('2 node(s) had untolerated taint');

    // What kata-deploy does once Kata is installed on the node.
    kubectl(['taint', 'nodes', ...NODES, 'startup-taint.cluster-autoscaler.kubernetes.io/kata-not-ready-']);
    const placed = await until(
      'pods to run',
      () => pods('web'),
      (items) => items.every((pod: Manifest) => pod.status.phase === 'Running'),
    );
    for (const pod of placed) expect(NODES).toContain(pod.spec.nodeName);
  });

  test('an ordinary pod does not land on a Kata node', async () => {
    const name = 'e2e-ordinary';
    apply({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'default' },
      spec: { containers: [{ name: 'main', image: 'busybox:1.37' }] },
    });
    const pod = await until(
      'the pod',
      () => get('pod', name, '-n', 'default'),
      ({ spec }) => spec.nodeName !== undefined,
    );
    expect(NODES).not.toContain(pod.spec.nodeName);
    kubectl(['delete', 'pod', name, '-n', 'default', '--now']);
  });
}

test('a pod that contradicts its class is refused, as the library says', () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'e2e-conflict', namespace: 'default' },
    spec: {
      runtimeClassName: 'kata-qemu-runtime-rs',
      nodeSelector: { 'katacontainers.io/kata-runtime': 'false' },
      containers: [{ name: 'main', image: 'busybox:1.37' }],
    },
  };
  const answer = tryKubectl(['apply', '--server-side', '--dry-run=server', '-f', '-'], JSON.stringify(pod));
  expect(answer.stderr).toContain('conflict: runtimeClass.scheduling.nodeSelector[katacontainers.io/kata-runtime]');
});

test('deleting the files backwards leaves nothing', async () => {
  program.delete();
  expect(program.leftovers()).toEqual([]);
  await until(
    'pods to be gone',
    () => get('pods', '-n', 'kube-system', '-l', 'name=kata-deploy').items,
    (i) => i.length === 0,
  );
});
