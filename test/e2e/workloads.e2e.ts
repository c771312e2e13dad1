import { type Manifest, toManifests } from 'cdk-kata';
import { ApiObject, App, Chart } from 'cdk8s';
import { sandboxWorkload } from '../../lib/sandbox/workload/sandbox-workload';
import { tryKubectl } from './cluster';

const TARGET = {
  runtimeClassName: 'kata-e2e',
  shim: 'qemu',
  requiresMemoryLimit: false,
  runtime: 'go' as const,
  allowedAnnotations: [],
  nodeSelector: { pool: 'kata' },
  tolerations: [{ key: 'dedicated', operator: 'Exists' as const }],
};
const labels = { app: 'it' };
const spec = {
  containers: [{ name: 'main', image: 'nginx:1.29', volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
  initContainers: [{ name: 'init', image: 'busybox:1.37' }],
  volumes: [{ name: 'data', emptyDir: {} }],
};
const template = { metadata: { labels, annotations: { mine: 'yes' } }, spec };
const selector = { matchLabels: labels };
const job = { template: { spec: { ...spec, restartPolicy: 'Never' } } };

const WORKLOADS: [string, string, Record<string, unknown>][] = [
  ['v1', 'Pod', { spec }],
  ['v1', 'PodTemplate', { template }],
  ['v1', 'ReplicationController', { spec: { selector: labels, template } }],
  ['apps/v1', 'DaemonSet', { spec: { selector, template } }],
  ['apps/v1', 'Deployment', { spec: { selector, template } }],
  ['apps/v1', 'ReplicaSet', { spec: { selector, template } }],
  ['apps/v1', 'StatefulSet', { spec: { selector, serviceName: 'it', template } }],
  ['batch/v1', 'CronJob', { spec: { schedule: '0 0 * * *', jobTemplate: { spec: job } } }],
  ['batch/v1', 'Job', { spec: job }],
];

/** The object as the API server would store it, strictly validated; what differs by call alone is left out. */
function stored(manifest: Manifest): Manifest {
  const { ok, stdout, stderr } = tryKubectl(
    ['apply', '--server-side', '--dry-run=server', '--validate=strict', '-o', 'json', '-f', '-'],
    JSON.stringify(manifest),
  );
  if (!ok) throw new Error(stderr);
  const answer = JSON.parse(stdout);
  for (const field of ['uid', 'creationTimestamp', 'managedFields', 'resourceVersion', 'generation'])
    delete answer.metadata[field];
  return answer;
}

/** What the server makes up at each call: labels of Jobs, and the volume of a Pod's token. */
const withoutUids = (value: unknown) =>
  JSON.parse(
    JSON.stringify(value)
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'uid')
      .replace(/kube-api-access-\w+/g, 'token'),
  );

const without = (value: unknown, fields: readonly string[]) =>
  JSON.parse(JSON.stringify(value), (key, it) => (fields.includes(key) ? undefined : it));

test('the class that the workloads name is there', () => {
  const runtimeClass = {
    apiVersion: 'node.k8s.io/v1',
    kind: 'RuntimeClass',
    metadata: { name: 'kata-e2e' },
    handler: 'kata',
  };
  const { ok, stderr } = tryKubectl(['apply', '--server-side', '-f', '-'], JSON.stringify(runtimeClass));
  expect([ok, stderr]).toEqual([true, expect.anything()]);
});

test.each(WORKLOADS)('%s %s: the server stores the same, but for the class', (apiVersion, kind, content) => {
  const build = (sandboxes: boolean) => {
    const chart = new Chart(new App(), 'chart');
    const metadata = { name: 'e2e-workload', namespace: 'default' };
    const object = new ApiObject(chart, 'it', { apiVersion, kind, metadata, ...content });
    if (sandboxes) sandboxWorkload(object, TARGET);
    return toManifests(chart)[0] as Manifest;
  };
  const [input, output] = [stored(build(false)), stored(build(true))];
  expect(JSON.stringify(output)).toContain('"runtimeClassName":"kata-e2e"');
  // In a DaemonSet the class's selector and tolerations are written, since its controller looks at the template alone.
  const set = ['runtimeClassName', ...(kind === 'DaemonSet' ? ['nodeSelector', 'tolerations'] : [])];
  expect(withoutUids(without(output, set))).toEqual(withoutUids(without(input, set)));
});

afterAll(() => {
  tryKubectl(['delete', 'runtimeclass', 'kata-e2e', '--ignore-not-found']);
});
