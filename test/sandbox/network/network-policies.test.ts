import { type NetworkFlow, NetworkPolicies } from '../../../lib/sandbox';
import { parsePolicies } from '../../../lib/sandbox/network/evaluator/parsed-policy';
import { witnesses } from '../../../lib/sandbox/network/evaluator/policy-witnesses';
import type { Manifest } from '../../util/manifests';
import { allowedConnections, type Host } from './connection-table';

/** The same numbers in each run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const NAMESPACES: Record<string, Record<string, string>> = { a: { team: 'x' }, b: { team: 'x', env: 'prod' }, c: {} };
const HOSTS: readonly Host[] = [
  ...Object.keys(NAMESPACES).flatMap((namespace, index) =>
    [{ app: 'web' }, { app: 'db', tier: '1' }, {} as Record<string, string>].map((labels, pod) => ({
      namespace,
      labels,
      address: `10.4.${index}.${pod + 1}`,
      http: 8080,
    })),
  ),
  { address: '169.254.169.254' },
  { address: '8.8.8.8' },
  { address: '192.168.0.7' },
  { address: '2001:db8::5' },
  { address: 'fd20:ce::254' },
];
const PORTS = [53, 80, 443, 8080];
const PROTOCOLS = ['TCP', 'UDP'];

const NAMESPACE_OBJECTS = Object.entries(NAMESPACES).map(([name, labels]) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels },
}));

function policyOf(below: (n: number) => number, index: number): Manifest {
  const pick = <T>(...items: T[]): T => items[below(items.length)] as T;
  const some = <T>(make: () => T, most: number): T[] => Array.from({ length: below(most + 1) }, make);
  const podSelector = () =>
    pick<object>(
      {},
      { matchLabels: { app: pick('web', 'db') } },
      { matchLabels: { app: 'db', tier: pick('1', '2') } },
      {
        matchExpressions: [
          { key: 'app', operator: pick('In', 'NotIn'), values: pick(['web'], ['db', 'web'], ['none']) },
        ],
      },
      { matchExpressions: [{ key: 'tier', operator: pick('Exists', 'DoesNotExist') }] },
    );
  const namespaceSelector = () =>
    pick<object>(
      {},
      { matchLabels: { team: 'x' } },
      { matchLabels: { 'kubernetes.io/metadata.name': pick('a', 'b', 'c') } },
      { matchExpressions: [{ key: 'env', operator: 'Exists' }] },
    );
  const block = () => ({
    ipBlock: pick<object>(
      { cidr: '0.0.0.0/0', except: pick([], ['10.0.0.0/8'], ['169.254.0.0/16', '192.168.0.0/16']) },
      { cidr: pick('8.8.8.0/24', '10.4.0.0/14', '169.254.169.254/32', '192.168.0.0/29') },
      { cidr: '::/0', except: pick([], ['fd00::/8'], ['2001:db8::/126']) },
    ),
  });
  const peer = () =>
    pick<() => object>(
      () => ({ podSelector: podSelector() }),
      () => ({ namespaceSelector: namespaceSelector() }),
      () => ({ namespaceSelector: namespaceSelector(), podSelector: podSelector() }),
      block,
    )();
  const port = () =>
    pick<object>(
      { port: pick(...PORTS) },
      { port: pick(...PORTS), protocol: pick(...PROTOCOLS) },
      { port: 50, endPort: pick(60, 100, 443), protocol: pick(...PROTOCOLS) },
      { protocol: pick(...PROTOCOLS) },
      { port: 'http' },
    );
  const rules = (field: string) =>
    some(() => ({ ...pick({}, { [field]: some(peer, 2) }), ...pick({}, { ports: some(port, 2) }) }), 2);
  const spec = {
    podSelector: podSelector(),
    ...pick<object>(
      {},
      { policyTypes: ['Ingress'] },
      { policyTypes: ['Egress'] },
      { policyTypes: ['Ingress', 'Egress'] },
    ),
    ...pick<object>({}, { ingress: rules('from') }),
    ...pick<object>({}, { egress: rules('to') }),
  };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `p${index}`, namespace: pick('a', 'b') },
    spec,
  };
}

const policiesOf = (seed: number): Manifest[] => {
  const below = random(seed);
  return Array.from({ length: 1 + below(5) }, (_, index) => policyOf(below, index));
};

const flowsOf = (): NetworkFlow[] =>
  HOSTS.flatMap(({ http: _, ...from }) =>
    HOSTS.flatMap(({ http = 0, ...to }) =>
      PORTS.flatMap((port) =>
        PROTOCOLS.map((protocol) => ({ from, to: { ...to, namedPorts: { http } }, port, protocol })),
      ),
    ),
  );
const FLOWS = flowsOf();
const idOf = ({ from, to, port, protocol }: NetworkFlow) => `${from.address}>${to.address}:${port}/${protocol}`;

test('what the union allows is what an evaluator of another make allows, over random policies', () => {
  let allowed = 0;
  let total = 0;
  for (let seed = 1; seed <= 30; seed++) {
    const policies = policiesOf(seed);
    const expected = allowedConnections(policies, HOSTS, NAMESPACES, PORTS, PROTOCOLS);
    const union = new NetworkPolicies([...NAMESPACE_OBJECTS, ...policies]);
    const actual = FLOWS.filter((flow) => union.allows(flow)).map(idOf);
    expect({ seed, policies, allowed: actual }).toEqual({
      seed,
      policies,
      allowed: FLOWS.map(idOf).filter((id) => expected.has(id)),
    });
    allowed += actual.length;
    total += FLOWS.length;
  }
  // Both answers are common, or the comparison would say little.
  expect(allowed / total).toBeGreaterThan(0.1);
  expect(allowed / total).toBeLessThan(0.9);
});

test('adding a policy that closes nothing new never closes, and never opens what is not asked for', () => {
  for (let seed = 1; seed <= 6; seed++) {
    const [first, ...rest] = policiesOf(seed) as [Manifest, ...Manifest[]];
    const all = { ...first, metadata: { ...first.metadata, name: 'all' } };
    const before = new NetworkPolicies([...NAMESPACE_OBJECTS, first, ...rest]);
    const after = new NetworkPolicies([...NAMESPACE_OBJECTS, first, ...rest, all]);
    expect([seed, FLOWS.filter((flow) => after.allows(flow) !== before.allows(flow))]).toEqual([seed, []]);
  }
});

test('what no witness shows to be opened is not opened', () => {
  let silent = 0;
  let shown = 0;
  for (let seed = 1; seed <= 90; seed++) {
    const own = policiesOf(seed).map((it) => ({ ...it, metadata: { ...it.metadata, namespace: 'a' } }));
    const closing = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'deny', namespace: 'a' },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    };
    const foreign = { ...policyOf(random(seed + 5000), 9), metadata: { name: 'foreign', namespace: 'a' } };
    const before = new NetworkPolicies([...NAMESPACE_OBJECTS, closing, ...own]);
    const after = new NetworkPolicies([...NAMESPACE_OBJECTS, closing, ...own, foreign]);
    const [policy] = parsePolicies([foreign]).policies;
    if (policy === undefined) throw new Error('no policy');
    const opens = [...witnesses(policy, parsePolicies(own).policies)].some(
      ({ direction, flow }) => !before.allowsAt(direction, flow),
    );
    const differs = FLOWS.some((flow) =>
      (['egress', 'ingress'] as const).some((at) => before.allowsAt(at, flow) !== after.allowsAt(at, flow)),
    );
    if (differs) expect([seed, opens]).toEqual([seed, true]);
    if (differs) shown++;
    if (!opens) silent++;
  }
  expect(shown).toBeGreaterThan(15);
  expect(silent).toBeGreaterThan(15);
});

test('a verdict names the policies on both sides', () => {
  const policy = (name: string, spec: object) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: 'a' },
    spec,
  });
  const union = new NetworkPolicies([
    policy('deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
    policy('out', {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock: { cidr: '8.8.8.0/24' } }] }],
    }),
  ]);
  expect(union.judge({ from: { namespace: 'a' }, to: { address: '8.8.8.8' }, port: 443 })).toEqual({
    allowed: true,
    closedBy: ['NetworkPolicy a/deny'],
    openedBy: ['NetworkPolicy a/out'],
  });
  expect(union.judge({ from: { address: '8.8.8.8' }, to: { namespace: 'a' }, port: 443 }).allowed).toBe(false);
});

test.each([
  ['*.example.com', 'www.example.com', true],
  ['*.example.com', 'a.b.example.com', false],
  ['*.example.com', 'example.com', false],
  ['sub*.example.com', 'subdomain.example.com', true],
  ['*.*.example.com', 'a.b.example.com', true],
  ['*', 'kubernetes.io', true],
  ['API.example.com.', 'api.example.com', true],
  ['a.example.com', 'axexample.com', false],
])('an FQDN rule for %s and the host %s: %s', (pattern, dnsName, allowed) => {
  const policy = {
    apiVersion: 'networking.gke.io/v1alpha1',
    kind: 'FQDNNetworkPolicy',
    metadata: { name: 'f', namespace: 'a' },
    spec: { podSelector: {}, egress: [{ matches: [{ pattern }], ports: [{ port: 443 }] }] },
  };
  expect(
    new NetworkPolicies([policy]).allows({ from: { namespace: 'a' }, to: { dnsName, address: '8.8.8.8' }, port: 443 }),
  ).toBe(allowed);
});

test('a policy that the API server would refuse is an error, which names policy, field and what is there', () => {
  const type = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'p' } };
  const spec = { egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0' } }] }], policyTypes: 'Egress' };
  expect(() => new NetworkPolicies([{ ...type, spec }])).toThrow(
    expect.objectContaining({
      findings: [
        expect.objectContaining({
          message:
            "NetworkPolicy default/p has '10.0.0.0' at spec.egress[0].to[0].ipBlock.cidr, which must be a range in CIDR notation that begins with its first address",
        }),
        expect.objectContaining({
          message: "NetworkPolicy default/p has 'Egress' at spec.policyTypes, which must be a list",
        }),
      ],
    }),
  );
});
