import { ApiObject, App, Chart } from 'cdk8s';
import {
  ClusterDns,
  type ClusterFacts,
  Findings,
  findings,
  NetworkPeer,
  NetworkPort,
  SandboxNetwork,
} from '../../../lib/sandbox';
import { manifests } from '../../util/manifests';

const FACTS: ClusterFacts = {
  dns: ClusterDns.NODE_LOCAL_DNS_CACHE,
  dataplaneV2: true,
  fqdnPolicies: true,
  nodeRanges: ['10.0.0.0/20'],
  podRanges: ['10.4.0.0/14'],
  serviceRange: '34.118.224.0/20',
};
const HTTPS = [NetworkPort.tcp(443)];
const TCP_443 = [{ protocol: 'TCP', port: 443 }];

type Spec = { [field: string]: unknown };

function tree(
  spec: Spec | undefined,
  object: { apiVersion?: string; kind?: string; namespace?: string; items?: unknown[] } = {},
) {
  const app = new App();
  const chart = new Chart(app, 'tenant');
  const network = new SandboxNetwork(chart, 'network', { namespace: 'team', cluster: FACTS });
  network.allowDns();
  network.allowInternet(HTTPS);
  network.allowEgressTo(NetworkPeer.pods({ app: 'db' }), [NetworkPort.tcpRange(5432, 5439)], {
    podLabels: { app: 'web' },
  });
  const { apiVersion = 'networking.k8s.io/v1', kind = 'NetworkPolicy', namespace = 'team', items } = object;
  new ApiObject(new Chart(app, 'other'), 'policy', {
    apiVersion,
    kind,
    metadata: { name: 'policy', namespace },
    ...(spec && { spec }),
    ...(items && { items }),
  });
  return { app, network };
}

const found = (app: App) => findings(app).map(({ id, path }) => [id, path]);
const REOPENED = ['sandbox/network-reopened', 'other/policy'];
const EXPOSED = ['sandbox/network-node-exposed', 'other/policy'];
const block = (cidr: string, ...except: string[]) => ({ ipBlock: { cidr, ...(except.length > 0 && { except }) } });

test.each<[string, Spec]>([
  ['closes', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }],
  ['selects no rule', { podSelector: { matchLabels: { app: 'x' } } }],
  [
    'opens a part of the internet on the same port',
    { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [block('8.8.0.0/16', '8.8.4.0/24')], ports: TCP_443 }] },
  ],
  [
    'opens ports that are open for the same pods',
    {
      podSelector: { matchLabels: { app: 'web' } },
      policyTypes: ['Egress'],
      egress: [{ to: [{ podSelector: { matchLabels: { app: 'db' } } }], ports: [{ port: 5433, endPort: 5435 }] }],
    },
  ],
  [
    'opens what is open for a narrower set of pods',
    {
      podSelector: {
        matchLabels: { app: 'web' },
        matchExpressions: [{ key: 'tier', operator: 'In', values: ['a', 'b'] }],
      },
      policyTypes: ['Egress'],
      egress: [{ to: [{ podSelector: { matchLabels: { app: 'db', shard: '1' } } }], ports: [{ port: 5432 }] }],
    },
  ],
  [
    'can select nothing',
    {
      podSelector: { matchLabels: { a: 'b' }, matchExpressions: [{ key: 'a', operator: 'DoesNotExist' }] },
      policyTypes: ['Egress'],
      egress: [{}],
    },
  ],
])('a policy that %s is accepted', (_, spec) => {
  expect(found(tree(spec).app)).toEqual([]);
});

test.each<[string, Spec, string[]]>([
  ['all ingress', { podSelector: {}, ingress: [{}] }, REOPENED],
  [
    'ingress from a namespace',
    { podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { a: 'b' } } }] }] },
    REOPENED,
  ],
  ['ingress among its own pods', { podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] }, REOPENED],
  [
    'ingress to some pods',
    { podSelector: { matchLabels: { app: 'x' } }, ingress: [{ ports: [{ port: 'http' }] }] },
    REOPENED,
  ],
  ['all ingress by an empty list of types', { podSelector: {}, policyTypes: [], ingress: [{}] }, REOPENED],
  ['all egress by an empty list of types', { podSelector: {}, policyTypes: [], egress: [{}] }, EXPOSED],
  ['all egress', { podSelector: {}, policyTypes: ['Egress'], egress: [{}] }, EXPOSED],
  [
    'the internet and all behind it',
    { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [block('0.0.0.0/0')], ports: TCP_443 }] },
    EXPOSED,
  ],
  [
    'the metadata server',
    { podSelector: {}, egress: [{ to: [block('169.254.169.254/32')], ports: [{ port: 80 }] }] },
    EXPOSED,
  ],
  [
    'another port of the cache',
    { podSelector: {}, egress: [{ to: [block('169.254.20.10/32')], ports: [{ port: 8080 }] }] },
    EXPOSED,
  ],
  ['a node', { podSelector: {}, egress: [{ to: [block('10.0.0.7/32')], ports: [{ port: 10250 }] }] }, EXPOSED],
  ['Services', { podSelector: {}, egress: [{ to: [block('34.118.0.0/16')], ports: TCP_443 }] }, EXPOSED],
  [
    'IPv6',
    { podSelector: {}, egress: [{ to: [block('::/0', 'fe80::/10', '::1/128', 'fd20:ce::254/128')], ports: TCP_443 }] },
    REOPENED,
  ],
  ['private addresses', { podSelector: {}, egress: [{ to: [block('192.168.0.0/16')], ports: TCP_443 }] }, REOPENED],
  [
    'another port of the internet',
    { podSelector: {}, egress: [{ to: [block('8.8.8.0/24')], ports: [{ port: 80 }] }] },
    REOPENED,
  ],
  [
    'another protocol',
    { podSelector: {}, egress: [{ to: [block('8.8.8.0/24')], ports: [{ port: 443, protocol: 'UDP' }] }] },
    REOPENED,
  ],
  [
    'one port too many',
    {
      podSelector: { matchLabels: { app: 'web' } },
      egress: [{ to: [{ podSelector: { matchLabels: { app: 'db' } } }], ports: [{ port: 5433, endPort: 5440 }] }],
    },
    REOPENED,
  ],
  [
    'more pods',
    { podSelector: {}, egress: [{ to: [{ podSelector: { matchLabels: { app: 'db' } } }], ports: [{ port: 5432 }] }] },
    REOPENED,
  ],
  [
    'every port of a peer',
    {
      podSelector: { matchLabels: { app: 'web' } },
      egress: [{ to: [{ podSelector: { matchLabels: { app: 'db' } } }] }],
    },
    REOPENED,
  ],
  [
    'pods of other namespaces',
    {
      podSelector: { matchLabels: { app: 'web' } },
      egress: [
        { to: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: 'db' } } }], ports: [{ port: 5432 }] },
      ],
    },
    REOPENED,
  ],
])('a policy that opens %s is refused', (_, spec, finding) => {
  const { app } = tree(spec);
  expect(found(app)).toEqual([finding]);
  expect(() => manifests(app)).toThrow(`(${finding[0]})`);
});

test('what it opens is named, and what is merely reopened can be acknowledged', () => {
  const { app } = tree({ podSelector: {}, ingress: [{ from: [{ podSelector: {} }], ports: TCP_443 }] });
  expect(() => manifests(app)).toThrow(
    'other/policy: NetworkPolicy team/policy opens what namespace team closes, such as any pod of team to any pod of team, port 443 TCP',
  );
  Findings.of(app.node.findChild('other')).acknowledge('sandbox/network-reopened', 'the pods of a team may talk');
  expect(() => manifests(app)).not.toThrow();
});

test('what exposes the node cannot be acknowledged', () => {
  const { app } = tree({ podSelector: {}, egress: [{}] });
  expect(() => Findings.of(app).acknowledge('sandbox/network-node-exposed', 'no')).toThrow('cannot be acknowledged');
  expect(() => manifests(app)).toThrow('opens 169.254.0.0 (link-local addresses with the metadata server) on port');
});

test('a policy of another namespace is nobody here', () => {
  expect(found(tree({ podSelector: {}, ingress: [{}], egress: [{}] }, { namespace: 'other' }).app)).toEqual([]);
});

describe('inside a List', () => {
  const item = { metadata: { name: 'a' }, spec: { podSelector: {}, ingress: [{}] } };
  const policy = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', ...item };
  const there = { ...policy, metadata: { name: 'a', namespace: 'team' } };
  const elsewhere = { ...policy, metadata: { name: 'a', namespace: 'other' } };
  const template = {
    apiVersion: 'extensions.agents.x-k8s.io/v1beta1',
    kind: 'SandboxTemplate',
    metadata: { name: 't' },
  };
  const wide = { apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: 'AdminNetworkPolicy', metadata: { name: 'w' } };
  const UNKNOWN = ['sandbox/network-policy-unknown', 'other/policy'];

  test.each<[string, unknown[], string[][], { apiVersion: string; kind: string }?]>([
    ['a policy', [there], [REOPENED]],
    ['a policy without a namespace, which is taken to be in that of the List', [policy], [REOPENED]],
    ['a policy of another namespace', [elsewhere], []],
    ['a policy in a List of Lists', [{ apiVersion: 'v1', kind: 'List', items: [there] }], [REOPENED]],
    [
      'a policy that does not name its kind',
      [item],
      [REOPENED],
      { apiVersion: policy.apiVersion, kind: 'NetworkPolicyList' },
    ],
    ['a template of Agent Sandbox', [template], [EXPOSED]],
    ['a policy of the cluster', [wide], [UNKNOWN]],
    ['a policy of another kind', [{ ...there, apiVersion: 'crd.projectcalico.org/v1' }], [UNKNOWN]],
  ])('%s', (_, items, expected, kind = { apiVersion: 'v1', kind: 'List' }) => {
    expect(found(tree(undefined, { ...kind, items }).app)).toEqual(expected);
  });
});

describe('Agent Sandbox', () => {
  const template = (spec: Spec) =>
    tree(spec, { apiVersion: 'extensions.agents.x-k8s.io/v1beta1', kind: 'SandboxTemplate' }).app;

  test('its default opens the internet and what is private beside RFC 1918', () => {
    const app = template({ podTemplate: {} });
    expect(found(app)).toEqual([EXPOSED]);
    expect(() => manifests(app)).toThrow("set spec.networkPolicyManagement to 'Unmanaged'");
  });

  test.each<[string, Spec]>([
    ['nothing', { networkPolicyManagement: 'Unmanaged' }],
    ['what the namespace allows', { networkPolicy: { egress: [{ to: [block('8.8.8.0/24')], ports: TCP_443 }] } }],
  ])('a template that opens %s is accepted', (_, spec) => {
    expect(found(template(spec))).toEqual([]);
  });

  test('rules of its own are held against the namespace', () => {
    expect(found(template({ networkPolicy: { ingress: [{ from: [{ podSelector: {} }] }] } }))).toEqual([REOPENED]);
  });
});

test.each<[string, string, string, number]>([
  ['cilium.io/v2', 'CiliumNetworkPolicy', 'team', 1],
  ['cilium.io/v2', 'CiliumNetworkPolicy', 'other', 0],
  ['cilium.io/v2', 'CiliumClusterwideNetworkPolicy', 'other', 1],
  ['policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', '', 1],
])('%s %s in namespace %s is not evaluated: %i finding', (apiVersion, kind, namespace, count) => {
  const { app } = tree({ egress: [{}] }, { apiVersion, kind, namespace });
  expect(found(app)).toEqual(Array.from({ length: count }, () => ['sandbox/network-policy-unknown', 'other/policy']));
});

test('an FQDN policy of a namespace is held against it', () => {
  const of = (name: string) =>
    tree(
      { podSelector: {}, egress: [{ matches: [{ name }], ports: [{ port: 443, protocol: 'TCP' }] }] },
      { apiVersion: 'networking.gke.io/v1alpha1', kind: 'FQDNNetworkPolicy' },
    );
  expect(found(of('api.example.com').app)).toEqual([REOPENED]);
  const { app, network } = of('api.example.com');
  network.allowEgressTo(NetworkPeer.fqdn('*.example.com'), HTTPS);
  expect(found(app)).toEqual([]);
});

test('an opening to a namespace that lets nobody in is a warning, until it does', () => {
  const app = new App();
  const chart = new Chart(app, 'tenants');
  const a = new SandboxNetwork(chart, 'a', { namespace: 'a', cluster: FACTS });
  const b = new SandboxNetwork(chart, 'b', { namespace: 'b', cluster: FACTS });
  a.allowEgressTo(NetworkPeer.pods({ app: 'db' }, 'b'), [NetworkPort.tcp(5432)]);
  expect(found(app)).toEqual([['sandbox/network-half-open', 'tenants/a']]);
  b.allowIngressFrom(NetworkPeer.namespace('a'), [NetworkPort.tcp(5432)], { podLabels: { app: 'db' } });
  expect(found(app)).toEqual([]);
});

test('a name without a resolver is a warning', () => {
  const app = new App();
  const network = new SandboxNetwork(new Chart(app, 'tenant'), 'a', { namespace: 'a', cluster: FACTS });
  network.allowEgressTo(NetworkPeer.fqdn('api.example.com'), HTTPS);
  expect(found(app)).toEqual([['sandbox/network-name-without-dns', 'tenant/a']]);
  network.allowDns();
  expect(found(app)).toEqual([]);
});

test('a policy that is added between two syntheses is found', () => {
  const { app } = tree({ podSelector: {} });
  manifests(app);
  new ApiObject(new Chart(app, 'late'), 'policy', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'late', namespace: 'team' },
    spec: { podSelector: {}, ingress: [{}] },
  });
  expect(() => manifests(app)).toThrow('NetworkPolicy team/late opens what namespace team closes');
});
