import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-33';
import {
  ClusterDns,
  type ClusterFacts,
  describeFinding,
  FindingsError,
  findings,
  NetworkPeer,
  NetworkPolicies,
  NetworkPort,
  SandboxNetwork,
} from '../../../lib/sandbox';
import { parseIpRange, rangesOverlap } from '../../../lib/validation/ip-range';
import { find, type Manifest, manifests } from '../../util/manifests';

const FACTS: ClusterFacts = {
  dns: ClusterDns.NODE_LOCAL_DNS_CACHE,
  dataplaneV2: true,
  fqdnPolicies: true,
  nodeRanges: ['10.0.0.0/20', '2600:1900:4000:1::/64'],
  podRanges: ['10.4.0.0/14'],
  serviceRange: '34.118.224.0/20',
  kubernetesVersion: '1.33',
  workloadPool: 'acme-dev.svc.id.goog',
};
const HTTPS = [NetworkPort.tcp(443)];

function write(use: (network: SandboxNetwork, chart: Chart) => void, cluster: ClusterFacts = FACTS): Manifest[] {
  const app = new App();
  const chart = new Chart(app, 'tenant', { namespace: 'team' });
  use(new SandboxNetwork(chart, 'network', { namespace: 'team', cluster }), chart);
  return manifests(app);
}

/** The only policy beside the one that closes. */
function opened(use: (network: SandboxNetwork, chart: Chart) => void, cluster: ClusterFacts = FACTS): Manifest {
  const policies = write(use, cluster).filter(
    ({ kind, metadata }) => kind.endsWith('NetworkPolicy') && metadata.name !== 'default-deny',
  );
  expect(policies).toHaveLength(1);
  return policies[0] as Manifest;
}

test('a namespace is closed both ways from the start', () => {
  expect(write(() => undefined)).toEqual([
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'default-deny', namespace: 'team' },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    },
  ]);
});

describe('allowDns', () => {
  const kubeSystem = { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } };
  const pods = (app: string) => ({ namespaceSelector: kubeSystem, podSelector: { matchLabels: { 'k8s-app': app } } });
  const block = (cidr: string) => ({ ipBlock: { cidr } });

  test.each([
    ['kube-dns', { dns: ClusterDns.KUBE_DNS }, {}, [pods('kube-dns')]],
    [
      'kube-dns with its Service',
      { dns: ClusterDns.KUBE_DNS },
      { serviceAddress: '10.8.0.10' },
      [pods('kube-dns'), block('10.8.0.10/32')],
    ],
    [
      'the cache',
      { dns: ClusterDns.NODE_LOCAL_DNS_CACHE, dataplaneV2: true },
      {},
      [pods('kube-dns'), pods('node-local-dns'), block('169.254.20.10/32')],
    ],
    [
      'the cache without Dataplane V2',
      { dns: ClusterDns.NODE_LOCAL_DNS_CACHE, dataplaneV2: false },
      { serviceAddress: '10.8.0.10' },
      [pods('kube-dns'), pods('node-local-dns'), block('169.254.20.10/32'), block('10.8.0.10/32')],
    ],
    ['Cloud DNS', { dns: ClusterDns.CLOUD_DNS }, {}, [block('169.254.169.254/32'), block('169.254.20.10/32')]],
  ])('opens %s', (_, cluster, options, to) => {
    const policy = opened((network) => network.allowDns(options), cluster);
    expect(policy.metadata.name).toBe('allow-dns');
    expect(policy.spec).toEqual({
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          to,
          ports: [
            { protocol: 'UDP', port: 53 },
            { protocol: 'TCP', port: 53 },
          ],
        },
      ],
    });
  });

  test('opens nothing but port 53 of the metadata server where that answers names', () => {
    const policies = new NetworkPolicies(write((network) => network.allowDns(), { dns: ClusterDns.CLOUD_DNS }));
    const from = { namespace: 'team' };
    const to = { address: '169.254.169.254' };
    expect(policies.allows({ from, to, port: 53, protocol: 'UDP' })).toBe(true);
    expect(policies.allows({ from, to, port: 80 })).toBe(false);
  });
});

test('allowWorkloadIdentity opens the metadata server of GKE, by IPv4 and IPv6', () => {
  const rule = (port: number, ...cidrs: string[]) => ({
    to: cidrs.map((cidr) => ({ ipBlock: { cidr } })),
    ports: [{ protocol: 'TCP', port }],
  });
  const metadata = rule(80, '169.254.169.254/32', 'fd20:ce::254/128');
  const use = (network: SandboxNetwork) => network.allowWorkloadIdentity();
  expect(opened(use).spec.egress).toEqual([metadata]);
  expect(opened(use, { ...FACTS, dataplaneV2: false }).spec.egress).toEqual([
    metadata,
    rule(988, '169.254.169.252/32'),
  ]);
});

test.each(['172.16.0.2/32', '10.0.0.5/32', '34.118.224.1/32', '2600:1900:4000:2::1/128'])(
  'allowApiServer opens port 443 of %s alone',
  (cidr) => {
    expect(opened((network) => network.allowApiServer({ cidr })).spec.egress).toEqual([
      { to: [{ ipBlock: { cidr } }], ports: [{ protocol: 'TCP', port: 443 }] },
    ]);
  },
);

describe('allowInternet', () => {
  const policy = opened((network) => network.allowInternet(HTTPS));
  const cidrs: string[] = policy.spec.egress[0].to.map(({ ipBlock }: Manifest) => ipBlock.cidr);

  test('is a list of ranges without an exception', () => {
    expect(policy.spec.egress[0].to.every(({ ipBlock }: Manifest) => ipBlock.except === undefined)).toBe(true);
    expect(policy.spec.egress[0].ports).toEqual([{ protocol: 'TCP', port: 443 }]);
    expect(cidrs).not.toContain('0.0.0.0/0');
  });

  test.each(['8.8.8.8', '34.117.59.81', '199.36.153.8', '2607:f8b0:4004:c07::71', '2a00:1450::1'])(
    'opens %s',
    (address) => {
      expect(new NetworkPolicies([policy]).allows({ from: { namespace: 'team' }, to: { address }, port: 443 })).toBe(
        true,
      );
    },
  );

  test.each([
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '100.64.0.0/10',
    '169.254.0.0/16',
    '127.0.0.0/8',
    '224.0.0.0/4',
    '0.0.0.0/8',
    '34.118.224.0/20',
    '2600:1900:4000:1::/64',
    'fc00::/7',
    'fe80::/10',
    'ff00::/8',
    '2002::/16',
    '64:ff9b::/96',
    '::/8',
  ])('opens nothing in %s', (range) => {
    const closed = parseIpRange(range);
    if (closed === undefined) throw new Error(range);
    for (const cidr of cidrs)
      expect([cidr, rangesOverlap(closed, parseIpRange(cidr) as typeof closed)]).toEqual([cidr, false]);
  });
});

describe('peers', () => {
  const database = (chart: Chart) =>
    new ApiObject(chart, 'db', {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'db' },
      spec: { selector: { matchLabels: { app: 'db' } }, template: { metadata: { labels: { app: 'db', tier: 'x' } } } },
    });
  const peerOf = (peer: NetworkPeer) => opened((network) => network.allowEgressTo(peer, HTTPS)).spec.egress[0].to;

  test('a workload of the same namespace is selected by the selector of its controller', () => {
    const policy = opened((network, chart) =>
      network.allowEgressTo(NetworkPeer.workload(database(chart)), [NetworkPort.tcp(5432)]),
    );
    expect(policy.spec.egress).toEqual([
      { to: [{ podSelector: { matchLabels: { app: 'db' } } }], ports: [{ protocol: 'TCP', port: 5432 }] },
    ]);
  });

  test('a workload of another namespace is selected there', () => {
    const policy = opened((network, chart) => {
      const other = new Chart(chart.node.root as App, 'other', { namespace: 'data' });
      network.allowEgressTo(NetworkPeer.workload(database(other)), HTTPS);
    });
    expect(policy.spec.egress[0].to).toEqual([
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'data' } },
        podSelector: { matchLabels: { app: 'db' } },
      },
    ]);
  });

  test('a workload of cdk8s-plus is selected by the labels that it writes', () => {
    const objects = write((network, chart) => {
      const web = new kplus.Deployment(chart, 'web', { containers: [{ image: 'nginx:1.29' }] });
      network.allowIngressFrom(NetworkPeer.podsInNamespaces({ ingress: 'yes' }), [NetworkPort.tcp(8080)], {
        workload: web,
      });
    });
    const policy = objects.find(({ metadata }) => metadata.name.startsWith('allow-ingress')) as Manifest;
    expect(policy.spec.podSelector).toEqual(find(objects, 'Deployment').spec.selector);
    expect(policy.spec.ingress[0].from).toEqual([
      { namespaceSelector: { matchLabels: { ingress: 'yes' } }, podSelector: {} },
    ]);
    expect(policy.spec.policyTypes).toEqual(['Ingress']);
  });

  test.each([
    ['pods of the namespace', NetworkPeer.pods({ app: 'a' }), { podSelector: { matchLabels: { app: 'a' } } }],
    [
      'pods of another namespace',
      NetworkPeer.pods({ app: 'a' }, 'other'),
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'other' } },
        podSelector: { matchLabels: { app: 'a' } },
      },
    ],
    [
      'a namespace',
      NetworkPeer.namespace('other'),
      { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'other' } }, podSelector: {} },
    ],
    ['a range', NetworkPeer.cidr('203.0.113.0/24'), { ipBlock: { cidr: '203.0.113.0/24' } }],
    ['a range of IPv6', NetworkPeer.cidr('2001:db8::/32'), { ipBlock: { cidr: '2001:db8::/32' } }],
  ])('%s', (_, peer, written) => {
    expect(peerOf(peer)).toEqual([written]);
  });

  test.each([
    ['api.example.com', { name: 'api.example.com' }],
    ['*.example.com', { pattern: '*.example.com' }],
  ])('a DNS name: %s', (name, match) => {
    const policy = opened((network) => {
      network.allowEgressTo(NetworkPeer.fqdn(name), HTTPS, { podLabels: { app: 'web' } });
    });
    expect(policy).toMatchObject({ apiVersion: 'networking.gke.io/v1alpha1', kind: 'FQDNNetworkPolicy' });
    expect(policy.spec).toEqual({
      podSelector: { matchLabels: { app: 'web' } },
      egress: [{ matches: [match], ports: [{ protocol: 'TCP', port: 443 }] }],
    });
  });
});

test('the same opening twice is one policy, and names do not depend on what else is opened', () => {
  const a = (network: SandboxNetwork) => network.allowEgressTo(NetworkPeer.cidr('203.0.113.0/24'), HTTPS);
  const b = (network: SandboxNetwork) => network.allowEgressTo(NetworkPeer.cidr('198.51.100.0/24'), HTTPS);
  const names = (...uses: ((network: SandboxNetwork) => void)[]) =>
    write((network) => {
      for (const use of uses) use(network);
    }).map(({ metadata }) => metadata.name);
  expect(names(a, a)).toEqual(['default-deny', expect.stringMatching(/^allow-egress-203-0-113-0-24-[0-9a-f]{8}$/)]);
  expect(names(b, a).sort()).toEqual(names(a, b).sort());
});

test('rules that differ in peer, ports or pods are policies with names of their own', () => {
  const { tcp, udp } = NetworkPort;
  const uses: ((network: SandboxNetwork, chart: Chart) => void)[] = [
    (it) => it.allowEgressTo(NetworkPeer.pods({ app: 'a' }), [tcp(80)]),
    (it) => it.allowEgressTo(NetworkPeer.pods({ other: 'a' }), [tcp(80)]),
    (it) => it.allowEgressTo(NetworkPeer.pods({ app: 'a' }), [tcp(81)]),
    (it) => it.allowEgressTo(NetworkPeer.pods({ app: 'a' }), [udp(80)]),
    (it) => it.allowEgressTo(NetworkPeer.pods({ app: 'a' }), [tcp(80)], { podLabels: { b: 'c', d: 'e' } }),
    (it) => it.allowEgressTo(NetworkPeer.pods({ app: 'a' }), [tcp(80)], { podLabels: { b: 'c' } }),
    (it, chart) => {
      const labels = { labels: { x: 'y' } };
      const workload = new ApiObject(chart, 'w', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'w', ...labels } });
      it.allowEgressTo(NetworkPeer.pods({ app: 'a' }), [tcp(80)], { workload });
    },
  ];
  const names = (more: ((network: SandboxNetwork, chart: Chart) => void)[]) =>
    write((network, chart) => {
      for (const use of [...uses, ...more]) use(network, chart);
    }).flatMap(({ kind, metadata }) => (kind === 'NetworkPolicy' ? [metadata.name] : []));
  expect(new Set(names([])).size).toBe(uses.length + 1);
  for (const name of names([])) expect(name).toMatch(/^(default-deny|allow-egress-a-[0-9a-f]{8})$/);
  // The order of labels makes no other policy.
  const same = (it: SandboxNetwork) =>
    it.allowEgressTo(NetworkPeer.pods({ app: 'a' }), [tcp(80)], { podLabels: { d: 'e', b: 'c' } });
  expect(names([same])).toEqual(names([]));
});

test('names of policies hold what the API server takes', () => {
  const of = (range: string) =>
    opened((network) => network.allowEgressTo(NetworkPeer.cidr(range), HTTPS)).metadata.name as string;
  expect(of('2001:db8::/32')).toMatch(/^allow-egress-2001-db8-32-[0-9a-f]{8}$/);
  expect(of('2001:db8:aaaa:bbbb:cccc:dddd:0:0/112')).toMatch(
    /^allow-egress-2001-db8-aaaa-bbbb-cccc-dddd-0-0-[0-9a-f]{8}$/,
  );
});

test('a range of ports is written with its end', () => {
  const policy = opened((network) =>
    network.allowInternet([NetworkPort.tcpRange(8000, 8080), NetworkPort.udpRange(5000, 5000)]),
  );
  expect(policy.spec.egress[0].ports).toEqual([
    { protocol: 'TCP', port: 8000, endPort: 8080 },
    { protocol: 'UDP', port: 5000 },
  ]);
});

const cidr = (range: string) => (network: SandboxNetwork) => network.allowEgressTo(NetworkPeer.cidr(range), HTTPS);
const ingress = (range: string) => (network: SandboxNetwork) =>
  network.allowIngressFrom(NetworkPeer.cidr(range), HTTPS);
const name = (text: string) => (network: SandboxNetwork) => network.allowEgressTo(NetworkPeer.fqdn(text), HTTPS);
const without = (fact: keyof ClusterFacts): ClusterFacts =>
  Object.fromEntries(Object.entries(FACTS).filter(([key]) => key !== fact));

type Use = (network: SandboxNetwork, chart: Chart) => void;
const REFUSED: readonly (readonly [string, Use, string, ClusterFacts?])[] = [
  [
    'the metadata server',
    cidr('169.254.169.254/32'),
    "'169.254.169.254/32' shares addresses with link-local addresses with the metadata server",
  ],
  ['the metadata server by IPv6', cidr('fd20:ce::254/128'), 'the metadata server'],
  ['all that IPv6 has for itself', cidr('fc00::/7'), 'the metadata server'],
  ['link-local addresses', cidr('169.254.0.0/16'), 'link-local'],
  ['link-local addresses of IPv6', cidr('fe80::/64'), 'link-local'],
  ['everything', cidr('0.0.0.0/0'), 'shares addresses with'],
  ['everything of IPv6', cidr('::/0'), 'shares addresses with'],
  ['half of everything', cidr('128.0.0.0/1'), 'shares addresses with'],
  ['loopback', cidr('127.0.0.1/32'), 'loopback'],
  ['a node', cidr('10.0.0.5/32'), "'10.0.0.5/32' shares addresses with the nodes"],
  ['nodes and more', cidr('10.0.0.0/8'), 'the nodes'],
  ['nodes of IPv6', cidr('2600:1900:4000::/48'), 'the nodes'],
  ['a Service', cidr('34.118.224.10/32'), 'the Services of the cluster'],
  ['pods', cidr('10.5.0.0/16'), 'the pods of the cluster'],
  ['nodes that come in', ingress('10.0.0.0/16'), 'the nodes'],
  ['the metadata server that comes in', ingress('169.254.0.0/16'), 'link-local'],
  ['an address inside a range', cidr('203.0.113.5/24'), 'not a range in CIDR notation'],
  ['an address without a prefix', cidr('203.0.113.5'), "for the one address write '203.0.113.5/32'"],
  ['IPv4 as IPv6', cidr('::ffff:203.0.113.0/120'), 'not a range in CIDR notation'],
  ['a range that is text', cidr('internet'), "the range 'internet' is not a range"],
  ['a range that is no text', cidr(5 as never), "the range '5' is not a range"],
  [
    'no ports',
    (it) => it.allowEgressTo(NetworkPeer.cidr('203.0.113.0/24'), []),
    'allowEgressTo() got no list of ports',
  ],
  ['no list of ports', (it) => it.allowInternet(undefined as never), 'allowInternet() got no list of ports'],
  ['numbers for ports', (it) => it.allowInternet([443 as never]), 'name at least one, such as [NetworkPort.tcp(443)]'],
  [
    'no ports that come in',
    (it) => it.allowIngressFrom(NetworkPeer.pods({ a: 'b' }), []),
    'allowIngressFrom() got no list of ports',
  ],
  ['port 0', () => NetworkPort.tcp(0), 'port 0 is not a number from 1 to 65535'],
  ['port 65536', () => NetworkPort.udp(65536), 'port 65536'],
  ['a port that is text', () => NetworkPort.tcp('443' as never), "port '443' is not a number"],
  ['half a port', () => NetworkPort.tcp(443.5), 'port 443.5'],
  ['ports backwards', () => NetworkPort.tcpRange(90, 80), 'the ports 90 to 80 are in the wrong order; write 80 to 90'],
  [
    'an unknown protocol',
    () => new NetworkPort('ICMP' as never, 1, 1),
    "protocol is 'ICMP', and must be one of TCP, UDP, SCTP",
  ],
  ['names without DNS facts', (it) => it.allowDns(), 'allowDns() needs the fact cluster.dns', without('dns')],
  ['the internet without nodes', (it) => it.allowInternet(HTTPS), 'cluster.nodeRanges', without('nodeRanges')],
  ['the internet without pods', (it) => it.allowInternet(HTTPS), 'cluster.podRanges', without('podRanges')],
  ['the internet without Services', (it) => it.allowInternet(HTTPS), 'cluster.serviceRange', without('serviceRange')],
  [
    'a range without nodes',
    cidr('203.0.113.0/24'),
    'allowEgressTo() with a range needs the fact cluster.nodeRanges',
    without('nodeRanges'),
  ],
  ['a range without Services', ingress('203.0.113.0/24'), 'cluster.serviceRange', without('serviceRange')],
  ['a name without the fact', name('example.com'), 'cluster.fqdnPolicies', without('fqdnPolicies')],
  ['tokens without the pool', (it) => it.allowWorkloadIdentity(), 'cluster.workloadPool', without('workloadPool')],
  [
    'a fact that is not a range',
    (it) => it.allowInternet(HTTPS),
    "cluster.nodeRanges[0] '10.0.0.0' is not a range",
    { ...FACTS, nodeRanges: ['10.0.0.0'] },
  ],
  [
    'an unknown DNS',
    (it) => it.allowDns(),
    "cluster.dns is 'core-dns', and must be one of kube-dns",
    { dns: 'core-dns' as ClusterDns },
  ],
  [
    'the cache without the address of its Service',
    (it) => it.allowDns(),
    'allowDns() needs serviceAddress',
    { ...FACTS, dataplaneV2: false },
  ],
  [
    'a Service that is not an address',
    (it) => it.allowDns({ serviceAddress: 'kube-dns' }),
    "serviceAddress 'kube-dns' is not an address",
  ],
  ['a Service out of its range', (it) => it.allowDns({ serviceAddress: '10.9.9.9' }), 'is not in cluster.serviceRange'],
  [
    'names where there are none',
    name('example.com'),
    'cluster.fqdnPolicies is false',
    { ...FACTS, fqdnPolicies: false },
  ],
  ['the name of the metadata server', name('metadata.google.internal'), 'leads to the metadata server'],
  ['a pattern for the metadata server', name('*.google.internal'), 'leads to the metadata server'],
  ['every name', name('*'), 'stands for names of every owner'],
  ['every name of two parts', name('*.*'), 'stands for names of every owner'],
  ['a name of the cluster', name('db.data.svc.cluster.local'), 'a name inside the cluster or the project'],
  ['a name that is an address', name('203.0.113.5'), "write NetworkPeer.cidr('203.0.113.5/32')"],
  ['a URL', name('https://example.com'), 'is not a DNS name'],
  ['an empty name', name(''), 'is not a DNS name'],
  [
    'ports that names cannot have',
    (it) => it.allowEgressTo(NetworkPeer.fqdn('a.example.com'), [NetworkPort.tcpRange(1, 9)]),
    'list the ports one by one',
  ],
  [
    'a name that comes in',
    (it) => it.allowIngressFrom(NetworkPeer.fqdn('a.example.com'), HTTPS),
    'only egress knows names',
  ],
  ['several API servers', (it) => it.allowApiServer({ cidr: '172.16.0.0/28' }), 'holds more than one address'],
  [
    'an API server that is the metadata server',
    (it) => it.allowApiServer({ cidr: '169.254.169.254/32' }),
    'link-local',
  ],
  ['an API server that is a pod', (it) => it.allowApiServer({ cidr: '10.4.0.9/32' }), 'the pods of the cluster'],
  [
    'an API server without an address',
    (it) => it.allowApiServer({} as never),
    'AllowApiServer needs cidr; pass a string',
  ],
  ['a peer that is not one', (it) => it.allowEgressTo('10.0.0.0/8' as never, HTTPS), 'which is not a NetworkPeer'],
  ['pods without labels', () => NetworkPeer.pods({}), 'labels is empty and would select everything'],
  ['labels that are not labels', () => NetworkPeer.pods({ 'a b': 'c' }), "has 'a b: c', which is not a label"],
  ['labels that are a list', () => NetworkPeer.pods(['a'] as never), 'is not a map of labels'],
  ['a namespace that cannot be', () => NetworkPeer.namespace('Team_A'), "namespace 'Team_A' is not a DNS label"],
  ['namespaces without labels', () => NetworkPeer.podsInNamespaces({}), 'namespaceLabels is empty'],
  [
    'a workload that is not a construct',
    (it) => it.allowInternet(HTTPS, { workload: 'web' as never }),
    'the workload "web" is not a construct',
  ],
  ['a construct without a workload', (_, chart) => NetworkPeer.workload(chart), 'holds no workload'],
  [
    'two scopes',
    (it) => it.allowInternet(HTTPS, { workload: it, podLabels: { a: 'b' } }),
    'got both workload and podLabels',
  ],
];

const cases = REFUSED.map(([title, use, message, cluster = FACTS]) => ({ title, use, message, cluster }));

test.each(cases)('refused: $title', ({ use, message, cluster }) => {
  expect(() => write(use, cluster)).toThrow(message);
});

test('there are enough bad inputs, and a refusal names the path of the namespace', () => {
  expect(REFUSED.length).toBeGreaterThanOrEqual(60);
  expect(() => write(cidr('0.0.0.0/0'))).toThrow(
    /^tenant: the range '0.0.0.0\/0' .* \(sandbox\/network-range-closed\)$/,
  );
});

test('two workloads in one construct, and a workload without a namespace, cannot be peers', () => {
  const pod = (chart: Chart, id: string) =>
    new ApiObject(chart, id, { apiVersion: 'v1', kind: 'Pod', metadata: { name: id, labels: { app: id } }, spec: {} });
  expect(() =>
    write((network, chart) => {
      pod(chart, 'a');
      pod(chart, 'b');
      network.allowEgressTo(NetworkPeer.workload(chart), HTTPS);
    }),
  ).toThrow('holds 2 workloads (Pod a, Pod b)');
  expect(() =>
    write((network, chart) => {
      network.allowEgressTo(NetworkPeer.workload(pod(new Chart(chart.node.root as App, 'bare'), 'a')), HTTPS);
    }),
  ).toThrow('Pod a has no namespace');
});

describe('a workload that a rule cannot select', () => {
  const LABELS = { metadata: { labels: { app: 'web' } } };

  function tenant(namespace: string | undefined, template: object = LABELS) {
    const app = new App();
    const network = new SandboxNetwork(new Chart(app, 'team'), 'network', { namespace: 'team', cluster: FACTS });
    const workload = new ApiObject(new Chart(app, 'web', { namespace }), 'it', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'it' },
      spec: { template },
    });
    return { app, network, workload };
  }

  test.each<[string, (it: ReturnType<typeof tenant>) => void]>([
    ['allowInternet()', ({ network, workload }) => network.allowInternet(HTTPS, { workload })],
    [
      'allowEgressTo()',
      ({ network, workload }) => network.allowEgressTo(NetworkPeer.fqdn('a.example.com'), HTTPS, { workload }),
    ],
    [
      'allowIngressFrom()',
      ({ network, workload }) => network.allowIngressFrom(NetworkPeer.namespace('a'), HTTPS, { workload }),
    ],
    ['allowWorkloadIdentity()', ({ network, workload }) => network.allowWorkloadIdentity({ workload })],
    ['allowApiServer()', ({ network, workload }) => network.allowApiServer({ cidr: '172.16.0.2/32', workload })],
  ])('since it is in another namespace is refused by %s', (_, use) => {
    const it = tenant('data');
    expect(() => use(it)).toThrow(
      /^team: the workload web\/it is in another namespace, data; name one in team \(sandbox\/network-peer\)$/,
    );
    expect(it.network.node.children.map(({ node }) => node.id)).toEqual(['default-deny']);
  });

  const LATE: readonly [string, (it: ReturnType<typeof tenant>) => void, string][] = [
    [
      'since a patch puts it into another namespace',
      (it) => {
        it.network.allowInternet(HTTPS, { workload: it.workload });
        it.workload.addJsonPatch(JsonPatch.replace('/metadata/namespace', 'data'));
      },
      'team: the workload web/it is in another namespace, data; name one in team (sandbox/network-peer)',
    ],
    [
      'since its patch cannot be applied',
      (it) => {
        it.network.allowInternet(HTTPS, { workload: it.workload });
        it.workload.addJsonPatch(JsonPatch.add('/spec/nope/x', 1));
      },
      'web/it: a JSON patch of Job it cannot be applied: add /spec/nope/x needs a map or list at /spec/nope, and finds nothing; ' +
        'take the path from the object as it is written (deploy/json-patch)',
    ],
    [
      'since it has no namespace',
      (it) => {
        const { workload } = tenant(undefined);
        it.network.allowEgressTo(NetworkPeer.workload(workload), HTTPS);
      },
      'web/it: Job it has no namespace, so that its pods cannot be selected from namespace team; give its chart a namespace, or use ' +
        'NetworkPeer.pods(labels, namespace) (sandbox/network-peer)',
    ],
    [
      'since its pods have no labels',
      (it) => {
        const { workload } = tenant('team', {});
        it.network.allowEgressTo(NetworkPeer.workload(workload), HTTPS, { podLabels: { a: 'b' } });
      },
      'web/it: Job it gives its pods no labels by which they could be selected; give its pod template a label (sandbox/network-peer)',
    ],
  ];

  test.each(LATE)('%s is a finding, and refuses synthesis', (_, use, message) => {
    const it = tenant('team');
    use(it);
    expect(findings(it.app).map(describeFinding)).toEqual([message]);
    expect(() => it.app.synthYaml()).toThrow(FindingsError);
    expect(() => it.app.synthYaml()).toThrow(message);
  });

  test('is left out of what its policy opens, whoever reads the policy', () => {
    const it = tenant('team', {});
    it.network.allowInternet(HTTPS, { workload: it.workload });
    it.network.allowEgressTo(NetworkPeer.workload(it.workload), HTTPS);
    const written = it.network.node.children.map((child) => (child as ApiObject).toJson());
    const policies = new NetworkPolicies(written);
    const from = { namespace: 'team', labels: { app: 'web' } };
    expect(policies.allows({ from, to: { address: '8.8.8.8' }, port: 443 })).toBe(false);
    expect(policies.allowsAt('egress', { from, to: from, port: 443 })).toBe(false);
  });
});
