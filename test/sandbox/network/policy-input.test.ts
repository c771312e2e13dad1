import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { findings, SandboxNetwork } from '../../../lib/sandbox';
import { parsePolicies } from '../../../lib/sandbox/network/evaluator/parsed-policy';
import { witnesses } from '../../../lib/sandbox/network/evaluator/policy-witnesses';

type Spec = { [field: string]: unknown };

const policy = (spec: unknown, kind = 'NetworkPolicy') => ({
  apiVersion: kind === 'NetworkPolicy' ? 'networking.k8s.io/v1' : 'networking.gke.io/v1alpha1',
  kind,
  metadata: { name: 'p', namespace: 'team' },
  spec,
});

/** A tree with a closed namespace and an object. */
function tree(object: object): App {
  const app = new App();
  new SandboxNetwork(new Chart(app, 'tenant'), 'network', { namespace: 'team' });
  new ApiObject(new Chart(app, 'other'), 'policy', object as never);
  return app;
}
const found = (object: object) => findings(tree(object)).map(({ id, path, message }) => `${path} ${id}: ${message}`);

/** Every field of a policy, with a value that it can have, and how messages call what it must be. */
const FIELDS: readonly (readonly [kind: string, path: string, valid: Spec, must: string])[] = [
  ['NetworkPolicy', 'spec', { podSelector: {} }, 'a map'],
  ['NetworkPolicy', 'spec.podSelector', { podSelector: {} }, 'a map'],
  ['NetworkPolicy', 'spec.podSelector.matchLabels', { podSelector: { matchLabels: {} } }, 'a map'],
  ['NetworkPolicy', 'spec.podSelector.matchLabels.app', { podSelector: { matchLabels: { app: 'a' } } }, 'a text'],
  ['NetworkPolicy', 'spec.podSelector.matchExpressions', { podSelector: { matchExpressions: [] } }, 'a list'],
  ...(
    [
      ['', 'a map'],
      ['.key', 'a text'],
      ['.operator', 'one of In, NotIn, Exists, DoesNotExist'],
      ['.values', 'a list'],
      ['.values[0]', 'a text'],
    ] as const
  ).map(
    ([field, must]) =>
      [
        'NetworkPolicy',
        `spec.podSelector.matchExpressions[0]${field}`,
        { podSelector: { matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] } },
        must,
      ] as const,
  ),
  ['NetworkPolicy', 'spec.policyTypes', { policyTypes: ['Ingress'] }, 'a list'],
  ['NetworkPolicy', 'spec.policyTypes[0]', { policyTypes: ['Ingress'] }, 'one of Ingress, Egress'],
  ...(['ingress', 'egress'] as const).flatMap((direction) => {
    const peers = direction === 'ingress' ? 'from' : 'to';
    const block = { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] };
    const at = `spec.${direction}`;
    const rule = { [peers]: [{ ipBlock: block }], ports: [{ port: 80, endPort: 90, protocol: 'TCP' }] };
    const selected = { [peers]: [{ podSelector: {}, namespaceSelector: { matchLabels: { a: 'b' } } }] };
    return (
      [
        [at, rule, 'a list'],
        [`${at}[0]`, rule, 'a map'],
        [`${at}[0].${peers}`, rule, 'a list'],
        [`${at}[0].${peers}[0]`, rule, 'a map'],
        [`${at}[0].${peers}[0].podSelector`, selected, 'a map'],
        [`${at}[0].${peers}[0].namespaceSelector`, selected, 'a map'],
        [`${at}[0].${peers}[0].namespaceSelector.matchLabels`, selected, 'a map'],
        [`${at}[0].${peers}[0].ipBlock`, rule, 'a map'],
        [`${at}[0].${peers}[0].ipBlock.cidr`, rule, 'a range in CIDR notation'],
        [`${at}[0].${peers}[0].ipBlock.except`, rule, 'a list'],
        [`${at}[0].${peers}[0].ipBlock.except[0]`, rule, 'a range in CIDR notation'],
        [`${at}[0].ports`, rule, 'a list'],
        [`${at}[0].ports[0]`, rule, 'a map'],
        [`${at}[0].ports[0].port`, rule, 'a port'],
        [`${at}[0].ports[0].endPort`, rule, 'a port'],
        [`${at}[0].ports[0].protocol`, rule, 'one of TCP, UDP, SCTP'],
      ] as const
    ).map(([path, valid, must]) => ['NetworkPolicy', path, { [direction]: [valid] }, must] as const);
  }),
  ...(
    [
      ['spec.egress', 'a list'],
      ['spec.egress[0].matches', 'a list'],
      ['spec.egress[0].matches[0]', 'a map'],
      ['spec.egress[0].matches[0].name', 'a text'],
    ] as const
  ).map(([path, must]) => ['FQDNNetworkPolicy', path, { egress: [{ matches: [{ name: 'a.io' }] }] }, must] as const),
];

/** A value of each type; a text is wrong for every field but those that are texts. */
const VALUES: readonly unknown[] = ['10.0.0.0', '', -5, true, [], [1], {}, { a: 1 }, null];

const typeOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value);
const TYPES: { readonly [must: string]: string } = { 'a map': 'object', 'a list': 'list', 'a text': 'string' };

/** The policy with another value at a path. */
function withValue(spec: Spec, path: string, value: unknown): unknown {
  const copy = structuredClone({ spec }) as Spec;
  const steps = path.replace(/\[(\d+)\]/g, '.$1').split('.');
  const last = steps.pop() as string;
  const holder = steps.reduce<Spec>((at, step) => at[step] as Spec, copy);
  holder[last] = value;
  return copy.spec;
}

describe.each(FIELDS)('%s: %s', (kind, path, valid, must) => {
  test('a valid value is no finding', () => {
    expect(() => parsePolicies([policy(valid, kind)])).not.toThrow();
  });

  test.each(VALUES.filter((value) => value !== null && typeOf(value) !== TYPES[must]).map((value) => [value]))(
    '%j is a finding that names it',
    (value) => {
      const about = found(policy(withValue(valid, path, value), kind)).filter((it) => it.includes(` at ${path}, `));
      expect(about).toEqual([
        expect.stringMatching(
          `^other/policy sandbox/network-policy-input: ${kind} team/p has .* which must be ${must}`,
        ),
      ]);
    },
  );

  test.each(VALUES.map((value) => [value]))('%j never throws', (value) => {
    expect(() => found(policy(withValue(valid, path, value), kind))).not.toThrow();
  });
});

test.each<[string, Spec, string]>([
  [
    'a rule without its dash',
    { ingress: { from: [{ podSelector: {} }] } },
    'a map at spec.ingress, which must be a list',
  ],
  [
    'a peer without its dash',
    { ingress: [{ from: { podSelector: {} } }] },
    'a map at spec.ingress[0].from, which must be a list',
  ],
  [
    'an exception without its dash',
    { egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: '10.0.0.0/8' } }] }] },
    "'10.0.0.0/8' at spec.egress[0].to[0].ipBlock.except, which must be a list",
  ],
  ['an empty peer', { ingress: [{ from: [{}] }] }, 'a map at spec.ingress[0].from[0], which must be a map that names'],
  [
    'a range and a selector in one peer',
    { ingress: [{ from: [{ podSelector: {}, ipBlock: { cidr: '10.0.0.0/8' } }] }] },
    'which must be either an ipBlock or selectors',
  ],
  [
    'an exception outside of its range',
    { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['192.168.0.0/16'] } }] }] },
    "'192.168.0.0/16' at spec.ingress[0].from[0].ipBlock.except[0], which must be a part of the cidr 10.0.0.0/8",
  ],
  ['a port in quotes', { ingress: [{ ports: [{ port: '443' }] }] }, "'443' at spec.ingress[0].ports[0].port"],
  [
    'a last port below the first',
    { ingress: [{ ports: [{ port: 9, endPort: 8 }] }] },
    '8 at spec.ingress[0].ports[0].endPort',
  ],
  [
    'a last port without a first',
    { ingress: [{ ports: [{ endPort: 8 }] }] },
    'which must be absent without the number',
  ],
  [
    'an operator without values',
    { podSelector: { matchExpressions: [{ key: 'a', operator: 'In' }] } },
    'nothing at spec.podSelector.matchExpressions[0].values, which must be a list of values with the operator In',
  ],
  [
    'values that nothing compares with',
    { podSelector: { matchExpressions: [{ key: 'a', operator: 'Exists', values: ['b'] }] } },
    'which must be absent with the operator Exists',
  ],
])('%s is a finding at the path of the policy', (_, spec, message) => {
  const about = found(policy(spec));
  expect(about).toHaveLength(1);
  expect(about[0]).toContain('other/policy sandbox/network-policy-input: NetworkPolicy team/p has ');
  expect(about[0]).toContain(message);
});

test('a policy that the API server would refuse and that is of another namespace is nobody here', () => {
  expect(found({ ...policy({ ingress: 5 }), metadata: { name: 'p', namespace: 'elsewhere' } })).toEqual([]);
});

test('an item of a List that is no object is a finding', () => {
  const list = { apiVersion: 'v1', kind: 'List', metadata: { name: 'l' }, items: [null, 5, policy({ ingress: 5 })] };
  expect(found(list)).toEqual([
    'other/policy sandbox/network-policy-input: List l has nothing at /items/0, which must be an object of Kubernetes',
    'other/policy sandbox/network-policy-input: List l has 5 at /items/1, which must be an object of Kubernetes',
    'other/policy sandbox/network-policy-input: NetworkPolicy team/p has 5 at spec.ingress, which must be a list',
  ]);
});

test('rules of a SandboxTemplate are named as they are written there', () => {
  const type = { apiVersion: 'extensions.agents.x-k8s.io/v1beta1', kind: 'SandboxTemplate' };
  const metadata = { name: 't', namespace: 'team' };
  expect(found({ ...type, metadata, spec: { networkPolicy: { egress: {} } } })).toEqual([
    'other/policy sandbox/network-policy-input: SandboxTemplate team/t has a map at spec.networkPolicy.egress, which must be a list',
  ]);
  for (const spec of [null, 5, [], { networkPolicy: 'x' }, { networkPolicy: [] }]) {
    expect(found({ ...type, metadata, spec })).toEqual([expect.stringContaining('sandbox/network-node-exposed')]);
  }
});

test('a policy of the namespace itself that a patch spoils is a finding', () => {
  const app = tree(policy({ podSelector: {} }));
  const own = app.node.findChild('tenant').node.findChild('network').node.findChild('default-deny') as ApiObject;
  own.addJsonPatch(JsonPatch.replace('/spec/podSelector', 'all'));
  expect(findings(app).map(({ id, path, message }) => `${path} ${id}: ${message}`)).toContain(
    "tenant/network/default-deny sandbox/network-policy-input: NetworkPolicy team/default-deny has 'all' at spec.podSelector, which must be a map",
  );
});

describe('what the API server takes for the same', () => {
  /** What a policy opens, as text. */
  const opened = (spec: unknown): string[] => {
    const [parsed] = parsePolicies([policy(spec)]).policies;
    if (parsed === undefined) throw new Error('no policy');
    return [...witnesses(parsed, [])].map((it) => JSON.stringify(it));
  };

  test.each<[string, unknown, unknown]>([
    ['no types as a list', { policyTypes: [], ingress: [{}] }, { ingress: [{}] }],
    ['no types as a list, with egress', { policyTypes: [], egress: [{}] }, { egress: [{}] }],
    ['no types as null', { policyTypes: null, egress: [{}] }, { policyTypes: ['Ingress', 'Egress'], egress: [{}] }],
    ['no rules', { ingress: null }, { ingress: [] }],
    ['a rule that is null', { ingress: [null] }, { ingress: [{}] }],
    ['peers that are null', { ingress: [{ from: null }] }, { ingress: [{}] }],
    ['no peers', { egress: [{ to: [] }] }, { egress: [{}] }],
    ['no ports', { ingress: [{ ports: [] }] }, { ingress: [{}] }],
    ['ports that are null', { ingress: [{ ports: null }] }, { ingress: [{}] }],
    ['a port that is null', { ingress: [{ ports: [{ port: null, protocol: null }] }] }, { ingress: [{ ports: [{}] }] }],
    ['pods that are null', { podSelector: null, ingress: [{}] }, { podSelector: {}, ingress: [{}] }],
    [
      'namespaces that are null',
      { ingress: [{ from: [{ podSelector: {}, namespaceSelector: null }] }] },
      { ingress: [{ from: [{ podSelector: {} }] }] },
    ],
    [
      'a selector of every namespace without pods',
      { ingress: [{ from: [{ namespaceSelector: {} }] }] },
      { ingress: [{ from: [{ namespaceSelector: {}, podSelector: {} }] }] },
    ],
    ['peers of the other direction', { ingress: [{ to: [{ podSelector: {} }] }] }, { ingress: [{}] }],
  ])('%s', (_, one, other) => {
    expect(opened(one)).toEqual(opened(other));
  });

  test('nothing at all closes the way in and leaves the way out', () => {
    for (const spec of [null, {}, { policyTypes: [], ingress: [], egress: [] }, { ingress: null, egress: null }]) {
      const [parsed] = parsePolicies([policy(spec)]).policies;
      expect([spec, parsed?.ingress, parsed?.egress]).toEqual([spec, [], undefined]);
    }
  });
});
