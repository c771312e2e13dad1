import { ApiObject, App, Chart } from 'cdk8s';
import { KataRelease, KataRuntime, type KataRuntimeProps, toManifests } from '../../lib';
import type { Manifest } from '../util/manifests';
import { apply, get, kubectl, SIMULATED, tryKubectl, until } from './cluster';
import { addNodes, Program, removeNodes } from './program';

const NODE = 'e2e-existing-0';
const PLACEMENT = { nodeSelector: { 'kata-containers': 'enabled' } };

beforeAll(async () => {
  if (!SIMULATED) return;
  const ready = { 'katacontainers.io/kata-runtime': 'true', 'kata-deploy.katacontainers.io/default': 'true' };
  await addNodes({ name: NODE, labels: { ...PLACEMENT.nodeSelector, ...ready } });
});

afterAll(() => {
  if (SIMULATED) removeNodes(NODE);
});

function runtime(props: KataRuntimeProps): Manifest[] {
  const app = new App();
  new KataRuntime(app, 'kata', props);
  return toManifests(app) as Manifest[];
}

function remove(objects: readonly Manifest[]): void {
  const input = [...objects].reverse().map((object) => JSON.stringify(object));
  kubectl(['delete', '--ignore-not-found', '-f', '-'], input.join('\n---\n'));
}

async function installerPods(namespace: string): Promise<Manifest[]> {
  return until(
    `pods of the installer in ${namespace}`,
    () => get('pods', '-n', namespace, '-l', 'name=kata-deploy').items as Manifest[],
    (items) => items.length > 0 && items.every(({ spec }) => spec.nodeName !== undefined),
  );
}

test('the samples apply, and each gets its runtime', async () => {
  const samples = new Program('samples');
  samples.apply();
  const pods = await until(
    'pods of the samples',
    () => get('pods', '-n', 'kata-samples').items as Manifest[],
    // Five web servers of two pods each, a job and a database.
    (items) => items.length === 12 && items.every(({ spec }) => spec.nodeName !== undefined),
  );
  for (const { metadata, spec } of pods) {
    const control = metadata.labels['app.kubernetes.io/name'] === 'web-runc';
    expect(spec.overhead === undefined).toBe(control);
    expect(spec.runtimeClassName === undefined).toBe(control);
  }
  samples.delete();
  expect(samples.leftovers()).toEqual([]);
  samples.close();
});

test('Firecracker: the thin pool is made on the nodes of the installer, and pods get the class', async () => {
  const program = new Program('firecracker');
  program.apply();
  const nodesOf = async (name: string) => {
    const pods = await until(
      `pods of ${name}`,
      () => get('pods', '-n', 'kube-system', '-l', `name=${name}`).items as Manifest[],
      (items) => items.length > 0 && items.every(({ spec }) => spec.nodeName !== undefined),
    );
    return pods.map(({ spec }) => spec.nodeName);
  };
  expect(await nodesOf('kata-devmapper')).toEqual(await nodesOf('kata-deploy'));
  const [pod] = await until(
    'the pod of the job',
    () => get('pods', '-n', 'default', '-l', 'job-name=hello').items as Manifest[],
    (items) => items.length === 1,
  );
  expect(pod?.spec).toMatchObject({ runtimeClassName: 'kata-fc', overhead: { cpu: '250m', memory: '130Mi' } });
  program.delete();
  expect(program.leftovers()).toEqual([]);
  program.close();
});

test('3.14.0 applies as upstream wrote it, with all of its RuntimeClasses', async () => {
  const objects = runtime({ release: KataRelease.V3_14_0, placement: PLACEMENT });
  apply(...objects);
  const classes = get('runtimeclasses').items.map(({ metadata }: Manifest) => metadata.name);
  expect(classes.filter((name: string) => name.startsWith('kata-'))).toHaveLength(16);
  expect(await installerPods('kube-system')).toHaveLength(1);
  remove(objects);
});

test('outside kube-system the installer starts, because its quota lets it', async () => {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'e2e-kata-system' } };
  apply(namespace);
  const objects = runtime({ namespace: 'e2e-kata-system', placement: PLACEMENT });
  apply(...objects);
  const [pod] = await installerPods('e2e-kata-system');
  expect(pod?.spec.priorityClassName).toBe('system-node-critical');
  const quota = await until(
    'the quota to count the pod',
    () => get('resourcequota', 'kata-deploy-priority', '-n', 'e2e-kata-system'),
    ({ status }) => status?.used?.pods === '1',
  );
  expect(quota.spec.scopeSelector.matchExpressions[0].values).toEqual(['system-node-critical']);
  remove([namespace, ...objects]);
});

test('what the installer may do is what its release needs', () => {
  const objects = runtime({ placement: PLACEMENT });
  apply(...objects);
  const can = (...args: string[]) =>
    tryKubectl(['auth', 'can-i', '--as', 'system:serviceaccount:kube-system:kata-deploy-sa', ...args]).ok;
  expect(can('patch', 'nodes')).toBe(true);
  expect(can('get', 'daemonsets.apps', '-A')).toBe(true);
  expect(can('get', 'nodes', '--subresource=proxy')).toBe(false);
  expect(can('get', 'secrets', '-A')).toBe(false);
  expect(can('create', 'pods', '-A')).toBe(false);
  expect(can('delete', 'runtimeclasses.node.k8s.io')).toBe(false);
  remove(objects);
});

test('a workload in a namespace that enforces Pod Security restricted is admitted', async () => {
  const app = new App();
  const kata = new KataRuntime(app, 'kata', { placement: PLACEMENT });
  const chart = new Chart(app, 'chart');
  const metadata = { name: 'e2e-restricted', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } };
  new ApiObject(chart, 'ns', { apiVersion: 'v1', kind: 'Namespace', metadata });
  const pod = new ApiObject(chart, 'pod', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'pod', namespace: 'e2e-restricted' },
    spec: {
      containers: [
        {
          name: 'main',
          image: 'busybox:1.37',
          resources: { limits: { memory: '64Mi' } },
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 1000,
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
            seccompProfile: { type: 'RuntimeDefault' },
          },
        },
      ],
    },
  });
  kata.sandbox(pod);
  const objects = toManifests(app) as Manifest[];
  apply(...objects);
  expect(get('pod', 'pod', '-n', 'e2e-restricted').spec.overhead).toEqual({ cpu: '250m', memory: '320Mi' });
  remove(objects);
});
