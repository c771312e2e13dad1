import { App } from 'cdk8s';
import { DeploymentMode, KataRuntime, Redispatch, toManifests } from '../../lib';
import { find, type Manifest } from '../util/manifests';
import { parseManifests } from '../util/normalize-manifests';
import { apply, get, kubectl, SIMULATED, tryKubectl, until } from './cluster';
import { addNodes, removeNodes } from './program';

const NAMESPACE = 'e2e-kata-jobs';
const NODE = 'e2e-jobs-0';

function objects(uninstall = false, revision = '1'): Manifest[] {
  const app = new App();
  new KataRuntime(app, 'kata', {
    namespace: NAMESPACE,
    deploymentMode: DeploymentMode.JOB,
    placement: { nodeSelector: { 'e2e-kata-jobs': 'enabled' } },
    jobs: { redispatch: Redispatch.newNodes('* * * * *'), uninstall, revision },
  });
  return toManifests(app) as Manifest[];
}

const jobs = (stage: string): Manifest[] =>
  get('jobs', '-n', NAMESPACE, '-l', `kata-deploy/dispatcher=${stage}`).items as Manifest[];

beforeAll(async () => {
  if (SIMULATED) await addNodes({ name: NODE, labels: { 'e2e-kata-jobs': 'enabled' } });
  apply({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: NAMESPACE, labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
  });
  apply(...objects());
});

afterAll(() => {
  const input = objects().map((object) => JSON.stringify(object));
  kubectl(['delete', '--ignore-not-found', '-f', '-'], input.reverse().join('\n---\n'));
  kubectl(['delete', 'namespace', NAMESPACE, '--ignore-not-found', '--timeout=60s']);
  if (SIMULATED) removeNodes(NODE);
});

test('the dispatcher may do what it must, and no more', () => {
  const can = (...args: string[]) =>
    tryKubectl([...['auth', 'can-i', '--as', `system:serviceaccount:${NAMESPACE}:kata-deploy-dispatcher-sa`], ...args])
      .ok;
  const inNamespace = ['-n', NAMESPACE];
  for (const verb of ['list', 'get', 'patch']) expect([verb, can(verb, 'nodes')]).toEqual([verb, true]);
  for (const verb of ['create', 'get', 'list', 'delete']) {
    expect([verb, can(verb, 'jobs.batch', ...inNamespace)]).toEqual([verb, true]);
    expect([verb, can(verb, 'jobs.batch', '-n', 'kube-system')]).toEqual([verb, false]);
  }
  expect(can('get', 'nodes', '--subresource=proxy')).toBe(false);
  expect(can('delete', 'nodes')).toBe(false);
  expect(can('update', 'nodes')).toBe(false);
  expect(can('create', 'pods', ...inNamespace)).toBe(false);
  expect(can('get', 'secrets', ...inNamespace)).toBe(false);
  expect(can('create', 'serviceaccounts', '--subresource=token', ...inNamespace)).toBe(false);
});

test('the pod of a dispatcher finds the name of its Job where it looks for it', async () => {
  const [job] = jobs('install') as [Manifest];
  const [pod] = await until(
    'the pod of the dispatcher',
    () => get('pods', '-n', NAMESPACE, '-l', 'kata-deploy/dispatcher=install').items as Manifest[],
    (items) => items.length > 0,
  );
  const { env } = job.spec.template.spec.containers[0];
  const { fieldPath } = env.find(({ name }: Manifest) => name === 'JOB_NAME').valueFrom.fieldRef;
  const [, label] = /^metadata\.labels\['(.+)'\]$/.exec(fieldPath) as unknown as [string, string];
  expect(pod?.metadata.labels[label]).toBe(job.metadata.name);
  expect(pod?.spec.volumes.some(({ projected }: Manifest) => projected !== undefined)).toBe(true);
});

test.each(['install', 'cleanup'])('the Job of a node is admitted as the dispatcher makes it: %s', (stage) => {
  const map = find(objects(), 'ConfigMap');
  const [template] = parseManifests(map.data[`${stage}-job.yaml`]);
  template.metadata = { ...template.metadata, name: `e2e-${stage}`, namespace: NAMESPACE };
  template.spec.template.spec.nodeName = NODE;
  const answer = tryKubectl(['apply', '--server-side', '--dry-run=server', '-f', '-'], JSON.stringify(template));
  expect(answer).toMatchObject({ ok: true });
});

test('applying the same again changes nothing, a change makes another Job', () => {
  const [before] = jobs('install') as [Manifest];
  apply(...objects());
  expect(jobs('install').map(({ metadata }) => metadata.uid)).toEqual([before.metadata.uid]);
  apply(...objects(false, '2'));
  expect(jobs('install')).toHaveLength(2);
});

test('the CronJob dispatches, until uninstalling suspends it and makes the Job that removes', async () => {
  await until(
    'a Job of the CronJob',
    () => jobs('reconcile'),
    (items) => items.length > 0,
    90,
  );
  apply(...objects(true));
  expect(get('cronjob', 'kata-deploy-reconcile', '-n', NAMESPACE).spec.suspend).toBe(true);
  expect(jobs('cleanup')).toHaveLength(1);
});
