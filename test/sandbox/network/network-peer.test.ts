import { ApiObject, App, Chart } from 'cdk8s';
import { NetworkPeer } from '../../../lib/sandbox';
import { selectorOf } from '../../../lib/sandbox/network/network-peer';

const newChart = (namespace: string | undefined = 'data') => new Chart(new App(), 'chart', { namespace });

const template = { metadata: { labels: { app: 'db', tier: 'back' } } };
const selector = { matchLabels: { app: 'db' } };

/** A workload with the fields that tell its pods. */
function workload(apiVersion: string, kind: string, fields: object, chart = newChart()): ApiObject {
  return new ApiObject(chart, 'it', { apiVersion, kind, metadata: { name: 'it' }, ...fields });
}

test.each<[string, string, string, object, object]>([
  ['a Deployment by its own selector', 'apps/v1', 'Deployment', { spec: { selector, template } }, selector],
  [
    'a Deployment by all of its selector',
    'apps/v1',
    'Deployment',
    { spec: { selector: { ...selector, matchExpressions: [{ key: 'a', operator: 'Exists' }] }, template } },
    { ...selector, matchExpressions: [{ key: 'a', operator: 'Exists' }] },
  ],
  // The selector of a Job is written by the API server, with a label that no program knows.
  [
    'a Job by the labels of its pods',
    'batch/v1',
    'Job',
    { spec: { selector, template } },
    { matchLabels: template.metadata.labels },
  ],
  [
    'a CronJob by the labels of its pods',
    'batch/v1',
    'CronJob',
    { spec: { jobTemplate: { spec: { template } } } },
    { matchLabels: template.metadata.labels },
  ],
  [
    'a Deployment without labels in its selector by those of its pods',
    'apps/v1',
    'Deployment',
    { spec: { selector: {}, template } },
    { matchLabels: template.metadata.labels },
  ],
  [
    'a Pod by its own labels',
    'v1',
    'Pod',
    { metadata: { name: 'it', labels: { app: 'one' } }, spec: { template } },
    { matchLabels: { app: 'one' } },
  ],
])('%s', (_, apiVersion, kind, fields, expected) => {
  expect(selectorOf(workload(apiVersion, kind, fields))).toEqual(expected);
  expect(NetworkPeer.workload(workload(apiVersion, kind, fields)).podPeer('data')).toEqual({ podSelector: expected });
});

test.each<[string, string, object]>([
  ['v1', 'Pod', {}],
  ['v1', 'Pod', { metadata: { name: 'it', labels: {} } }],
  ['batch/v1', 'Job', {}],
  ['batch/v1', 'Job', { spec: { template: {} } }],
  ['batch/v1', 'CronJob', { spec: { jobTemplate: {} } }],
  ['batch/v1', 'CronJob', { spec: { jobTemplate: { spec: {} } } }],
  ['apps/v1', 'Deployment', { spec: { template: { metadata: {} } } }],
])('a %s %s with %j has pods that no label tells', (apiVersion, kind, fields) => {
  expect(() => selectorOf(workload(apiVersion, kind, fields))).toThrow(
    `chart/it: ${kind} it gives its pods no labels by which they could be selected; give its pod template a label`,
  );
});

test.each<[string, string]>([
  ['v1', 'PodTemplate'],
  ['v1', 'Service'],
  ['example.com/v1', 'Deployment'],
])('a %s %s is no workload', (apiVersion, kind) => {
  expect(() => NetworkPeer.workload(workload(apiVersion, kind, { spec: { selector, template } }))).toThrow(
    'holds no workload whose pods could be selected; name one Deployment, StatefulSet, DaemonSet, Job, ReplicaSet or Pod',
  );
});

test('what is no construct, and what has no namespace, is refused with what to pass', () => {
  expect(() => NetworkPeer.workload({ kind: 'Deployment' } as never)).toThrow(
    /^the workload \{"kind":"Deployment"\} is not a construct; pass the Deployment, or the ApiObject/,
  );
  const chart = new Chart(new App(), 'chart');
  expect(() =>
    NetworkPeer.workload(workload('apps/v1', 'Deployment', { spec: { selector } }, chart)).podPeer('team'),
  ).toThrow(
    'chart/it: Deployment it has no namespace, so that its pods cannot be selected from namespace team; give its chart a ' +
      'namespace, or use NetworkPeer.pods(labels, namespace)',
  );
});

test('pods of the namespace of the rule need no selector of namespaces', () => {
  const own = { podSelector: { matchLabels: { app: 'a' } } };
  const other = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'data' } }, ...own };
  expect(NetworkPeer.pods({ app: 'a' }).podPeer('team')).toEqual(own);
  expect(NetworkPeer.pods({ app: 'a' }, 'data').podPeer('data')).toEqual(own);
  expect(NetworkPeer.pods({ app: 'a' }, 'data').podPeer('team')).toEqual(other);
  expect(NetworkPeer.namespace('data').podPeer('data')).toEqual({ ...other, podSelector: {} });
});

test('pods of namespaces are all, or those with labels', () => {
  const namespaceSelector = { matchLabels: { team: 'a' } };
  expect(NetworkPeer.podsInNamespaces({ team: 'a' }).podPeer('x')).toEqual({ namespaceSelector, podSelector: {} });
  expect(NetworkPeer.podsInNamespaces({ team: 'a' }, { app: 'b' }).podPeer('x')).toEqual({
    namespaceSelector,
    podSelector: { matchLabels: { app: 'b' } },
  });
});

test.each<[string, () => NetworkPeer]>([
  ['a range', () => NetworkPeer.cidr('203.0.113.0/24')],
  ['a name', () => NetworkPeer.fqdn('api.example.com')],
])('%s selects no pods', (_, peer) => {
  expect(() => peer().podPeer('team')).toThrow(/^the peer (203\.0\.113\.0\/24|api\.example\.com) selects no pods/);
});

test.each<[string, () => unknown, string]>([
  ['null', () => NetworkPeer.pods(null as never), 'labels null is not a map of labels'],
  ['a list', () => NetworkPeer.pods(['a'] as never), 'labels ["a"] is not a map of labels'],
  ['a text', () => NetworkPeer.pods('app' as never), 'labels "app" is not a map of labels'],
  ['nothing', () => NetworkPeer.pods(undefined as never), 'labels undefined is not a map of labels'],
  [
    'no label',
    () => NetworkPeer.pods({}),
    'labels is empty and would select everything; name a label, or use NetworkPeer.namespace() for all pods of one namespace',
  ],
  [
    'no label of a namespace',
    () => NetworkPeer.podsInNamespaces({}),
    'namespaceLabels is empty and would select everything',
  ],
  [
    'no label of the pods of namespaces',
    () => NetworkPeer.podsInNamespaces({ a: 'b' }, {}),
    'podLabels is empty and would select everything',
  ],
  ['what is no label', () => NetworkPeer.pods({ 'a b': 'c' }), "labels has 'a b: c', which is not a label"],
  [
    'what is no label, with what to write',
    () => NetworkPeer.pods({ a: 'b c' }),
    '; write the labels that the pods carry',
  ],
  ['what is no namespace', () => NetworkPeer.pods({ a: 'b' }, 'A'), "namespace 'A' is not a DNS label"],
  ['what is no name', () => NetworkPeer.namespace('A'), '; write the name of a namespace'],
])('selected by %s', (_, make, message) => {
  expect(make).toThrow(message);
  expect(make).toThrow(/^(labels|namespaceLabels|podLabels|namespace) /);
});

test('peers are told by their keys, and named by their hints', () => {
  const peers: readonly [NetworkPeer, string][] = [
    [NetworkPeer.pods({ app: 'a', tier: 'b' }), 'a b '],
    [NetworkPeer.pods({ app: 'a', other: 'b' }), 'a b '],
    [NetworkPeer.pods({ app: 'a' }, 'b'), 'a b'],
    [NetworkPeer.podsInNamespaces({ app: 'a', tier: 'b' }), 'a b'],
    [NetworkPeer.podsInNamespaces({ app: 'a', tier: 'b' }, { app: 'c' }), 'a b'],
    [NetworkPeer.namespace('a'), 'namespace a'],
    [NetworkPeer.cidr('203.0.113.0/24'), '203.0.113.0/24'],
    [NetworkPeer.fqdn('api.example.com'), 'api.example.com'],
  ];
  expect(peers.map(([{ hint }]) => hint)).toEqual(peers.map(([, hint]) => hint));
  expect(new Set(peers.map(([{ key }]) => key)).size).toBe(peers.length);
});
