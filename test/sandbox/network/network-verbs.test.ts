import { App, Chart } from 'cdk8s';
import {
  ClusterDns,
  type ClusterFacts,
  NetworkPeer,
  NetworkPolicies,
  NetworkPort,
  SandboxNetwork,
} from '../../../lib/sandbox';
import { manifests } from '../../util/manifests';

/** The same numbers in each run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const HTTPS = [NetworkPort.tcp(443)];
const FROM = { namespace: 'team' };

/** Ranges as clusters have them: private ones, and public ones that are used privately. */
function factsOf(below: (n: number) => number): ClusterFacts {
  const pick = <T>(...items: T[]): T => items[below(items.length)] as T;
  const range = (second: number) =>
    pick(`10.${second}.0.0/16`, `100.${64 + (second % 64)}.0.0/18`, `44.${second}.0.0/16`);
  return {
    dns: pick(ClusterDns.KUBE_DNS, ClusterDns.NODE_LOCAL_DNS_CACHE, ClusterDns.CLOUD_DNS),
    dataplaneV2: true,
    nodeRanges: pick([range(1)], [range(2), '2600:1900:4000:1::/64'], ['192.168.64.0/20']),
    podRanges: pick([range(3)], [range(4), range(5)], ['2600:1900:4000:200::/56']),
    serviceRange: pick('34.118.224.0/20', `10.${6 + below(9)}.0.0/20`, '240.8.0.0/20'),
    workloadPool: 'acme-dev.svc.id.goog',
  };
}

/** Some addresses of a range: its first, its last, and one in between. */
function addressesOf(range: string, below: (n: number) => number): string[] {
  if (range.includes(':')) return [range.replace(/\/\d+$/, '1'), range.replace(/::\/\d+$/, ':0:0:0:ff')];
  const [address = '', length = '32'] = range.split('/');
  const first = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(length));
  return [0, size - 1, below(size)].map((offset) =>
    [24, 16, 8, 0].map((shift) => Math.floor((first + offset) / 2 ** shift) % 256).join('.'),
  );
}

const LINKS = ['169.254.0.0/16', '127.0.0.0/8'];
const LINKS_IPV6 = ['fe80::1', 'fd20:ce::254', '::1', 'fc00::1'];

type Verb = readonly [name: string, use: (network: SandboxNetwork) => void];
const VERBS: readonly Verb[] = [
  ['allowDns', (network) => network.allowDns()],
  ['allowWorkloadIdentity', (network) => network.allowWorkloadIdentity()],
  ['allowApiServer', (network) => network.allowApiServer({ cidr: '172.31.255.2/32' })],
  [
    'allowInternet',
    (network) => network.allowInternet([NetworkPort.tcpRange(1, 65535), NetworkPort.udpRange(1, 65535)]),
  ],
  ['allowEgressTo pods', (network) => network.allowEgressTo(NetworkPeer.pods({ app: 'a' }), HTTPS)],
  ['allowEgressTo a namespace', (network) => network.allowEgressTo(NetworkPeer.namespace('other'), HTTPS)],
  ['allowEgressTo a range', (network) => network.allowEgressTo(NetworkPeer.cidr('203.0.113.0/24'), HTTPS)],
  ['allowIngressFrom pods', (network) => network.allowIngressFrom(NetworkPeer.pods({ app: 'a' }), HTTPS)],
];

/** What each verb may open of what otherwise stays closed: addresses, and one port of them. */
const EXCEPTIONS: { readonly [verb: string]: readonly (readonly [address: string, port: number])[] } = {
  allowDns: [
    ['169.254.169.254', 53],
    ['169.254.20.10', 53],
  ],
  allowWorkloadIdentity: [
    ['169.254.169.254', 80],
    ['fd20:ce::254', 80],
  ],
};

const policiesOf = (cluster: ClusterFacts, use: (network: SandboxNetwork) => void): NetworkPolicies => {
  const app = new App();
  use(new SandboxNetwork(new Chart(app, 'team'), 'network', { namespace: 'team', cluster }));
  return new NetworkPolicies(manifests(app));
};

test.each(VERBS)(
  '%s opens no node, Service, pod, link-local address or metadata server, whatever the cluster is',
  (verb, use) => {
    const exceptions = EXCEPTIONS[verb] ?? [];
    const opened: string[] = [];
    let tried = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const below = random(seed);
      const cluster = factsOf(below);
      const { nodeRanges = [], podRanges = [], serviceRange = '' } = cluster;
      const closed = [
        ...[...nodeRanges, ...podRanges, serviceRange, ...LINKS].flatMap((range) => addressesOf(range, below)),
        ...LINKS_IPV6,
        ...exceptions.map(([address]) => address),
      ];
      const policies = policiesOf(cluster, use);
      for (const address of closed) {
        for (const port of [53, 80, 443, 988, 10250]) {
          for (const protocol of ['TCP', 'UDP']) {
            tried++;
            const isException = exceptions.some(([at, open]) => at === address && open === port);
            if (isException || !policies.allows({ from: FROM, to: { address }, port, protocol })) continue;
            opened.push(`${seed}: ${address}:${port}/${protocol}`);
          }
        }
      }
    }
    expect(tried).toBeGreaterThan(3000);
    expect(opened).toEqual([]);
  },
);

test('allowInternet opens the addresses of the internet that the cluster does not use, whatever it is', () => {
  const closed: string[] = [];
  for (let seed = 1; seed <= 40; seed++) {
    const policies = policiesOf(factsOf(random(seed)), (network) => network.allowInternet(HTTPS));
    for (const address of ['8.8.8.8', '1.1.1.1', '203.0.112.1', '172.217.16.14', '2607:f8b0::1', '2a00:1450:4001::1']) {
      if (!policies.allows({ from: FROM, to: { address }, port: 443 })) closed.push(`${seed}: ${address}`);
    }
  }
  expect(closed).toEqual([]);
});

test.each([
  ['nodeRanges', '10.1.0.0/16'],
  ['podRanges', '44.3.0.0/16'],
  ['serviceRange', '34.118.224.0/20'],
] as const)('a range that touches %s by one address is refused, both ways', (_, range) => {
  const cluster: ClusterFacts = {
    nodeRanges: ['10.1.0.0/16'],
    podRanges: ['44.3.0.0/16'],
    serviceRange: '34.118.224.0/20',
  };
  const below = random(range.length);
  for (const address of addressesOf(range, below)) {
    for (const prefix of [32, 31, 24, 12, 8, 1, 0]) {
      const size = 2 ** (32 - prefix);
      const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
      const first = Math.floor(number / size) * size;
      const base = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.');
      const peer = NetworkPeer.cidr(`${base}/${prefix}`);
      for (const verb of ['allowEgressTo', 'allowIngressFrom'] as const) {
        const use = () => policiesOf(cluster, (network) => network[verb](peer, HTTPS));
        expect(use).toThrow(`'${base}/${prefix}' shares addresses with`);
      }
    }
  }
});
