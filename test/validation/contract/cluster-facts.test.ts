import { ClusterDns, type ClusterFacts } from '../../../lib';
import { validateClusterFacts } from '../../../lib/validation/contract';
import { describeFinding } from '../../../lib/validation/finding';
import { LITERAL_FIX } from '../../../lib/validation/rule';

const throughJson = (value: unknown) => JSON.parse(JSON.stringify(value));

test.each<[string, ClusterFacts]>([
  ['nothing', {}],
  ['the DNS service', { dns: ClusterDns.NODE_LOCAL_DNS_CACHE }],
  ['what enforces policies', { dataplaneV2: true, fqdnPolicies: false }],
  [
    'ranges of both families',
    {
      nodeRanges: ['10.0.0.0/20', 'fd20::/64'],
      podRanges: ['10.64.0.0/14', '2001:db8::/48'],
      serviceRange: '10.32.0.0/20',
    },
  ],
  ['pods among the nodes, as on other clouds', { nodeRanges: ['10.0.0.0/16'], podRanges: ['10.0.0.0/16'] }],
  ['services of the other family', { podRanges: ['::/0'], serviceRange: '0.0.0.0/0' }],
  ['one address', { podRanges: ['10.0.0.1/32'] }],
  ['a minor version', { kubernetesVersion: '1.33' }],
  ['a patch version', { kubernetesVersion: '1.33.5' }],
  ['a version of GKE', { kubernetesVersion: '1.33.5-gke.1080000' }],
  ['a version of k3s', { kubernetesVersion: '1.33.5+k3s1' }],
  ['a workload pool', { workloadPool: 'acme-dev.svc.id.goog' }],
  ['a workload pool of a domain', { workloadPool: 'example.com:acme-dev.svc.id.goog' }],
])('%s is taken, and survives JSON', (_, facts) => {
  expect(validateClusterFacts('tenant', facts)).toEqual([]);
  expect(throughJson(facts)).toEqual(facts);
  expect(validateClusterFacts('tenant', throughJson(facts))).toEqual([]);
});

const notARange = (name: string, text: string, fix = 'write ranges as 10.0.0.0/20 or fd00::/64') =>
  `tenant: cluster.${name} '${text}' is not a range in CIDR notation, with the first address of the range; ` +
  `${fix} (contract/ranges)`;

test.each<[string, unknown, string[]]>([
  ['null', null, ['tenant: cluster is null, and must be an object (ClusterFacts); correct it (props/type)']],
  ['a list', [], ['tenant: cluster is a list, and must be an object (ClusterFacts); correct it (props/type)']],
  [
    'a name in another case',
    { dataPlaneV2: true },
    ['tenant: cluster has no property dataPlaneV2; write dataplaneV2 (props/unknown)'],
  ],
  [
    'a DNS service that there is not',
    { dns: 'coredns' },
    [
      "tenant: cluster.dns is 'coredns', and must be one of kube-dns, node-local-dns-cache, cloud-dns; correct it, or leave it out (props/type)",
    ],
  ],
  [
    'one range in place of a list',
    { podRanges: '10.0.0.0/8' },
    ["tenant: cluster.podRanges is '10.0.0.0/8', and must be a list; write it in brackets, as a list (props/type)"],
  ],
  [
    'an empty list',
    { nodeRanges: [] },
    ['tenant: cluster.nodeRanges is empty; leave it out where it is not known (contract/ranges)'],
  ],
  ['an address', { podRanges: ['10.0.0.0'] }, [notARange('podRanges[0]', '10.0.0.0')]],
  [
    'an address inside a range',
    { nodeRanges: ['10.0.0.0/20', '10.0.0.1/20'] },
    [notARange('nodeRanges[1]', '10.0.0.1/20')],
  ],
  ['a prefix that is too long', { serviceRange: '10.0.0.0/33' }, [notARange('serviceRange', '10.0.0.0/33')]],
  ['a token', { serviceRange: '${TfToken[TOKEN.1]}' }, [notARange('serviceRange', '${TfToken[TOKEN.1]}', LITERAL_FIX)]],
  [
    'Services among the pods',
    { podRanges: ['10.0.0.0/8', '172.16.0.0/12'], serviceRange: '10.32.0.0/20' },
    [
      "tenant: cluster.podRanges[0] '10.0.0.0/8' overlaps cluster.serviceRange '10.32.0.0/20'; give the ranges that the cluster has; " +
        'those of Services are apart from all others (contract/ranges)',
    ],
  ],
  [
    'Services among the nodes',
    { nodeRanges: ['10.0.0.0/8'], serviceRange: '10.32.0.0/20' },
    [expect.stringContaining("cluster.nodeRanges[0] '10.0.0.0/8' overlaps")],
  ],
  [
    'a version with a letter',
    { kubernetesVersion: 'v1.33.5' },
    [
      "tenant: cluster.kubernetesVersion 'v1.33.5' is not a version of Kubernetes; write '1.33.5' (contract/kubernetes-version)",
    ],
  ],
  [
    'a word as version',
    { kubernetesVersion: 'latest' },
    [
      expect.stringMatching(
        /^tenant: cluster\.kubernetesVersion 'latest' is not a version of Kubernetes; write major\.minor .*\(contract\/kubernetes-version\)$/,
      ),
    ],
  ],
  [
    'a major version',
    { kubernetesVersion: '1' },
    [expect.stringContaining("kubernetesVersion '1' is not a version of Kubernetes")],
  ],
  [
    'a project as workload pool',
    { workloadPool: 'acme-dev' },
    [
      "tenant: cluster.workloadPool 'acme-dev' is not a workload pool; write the project and .svc.id.goog, such as " +
        "'acme-dev.svc.id.goog' (contract/workload-pool)",
    ],
  ],
  [
    'everything at once',
    { podRanges: [], serviceRange: 'x', kubernetesVersion: 'x', workloadPool: 'x' },
    [
      expect.stringContaining('cluster.podRanges is empty'),
      expect.stringContaining("cluster.serviceRange 'x'"),
      expect.stringContaining("cluster.kubernetesVersion 'x'"),
      expect.stringContaining("cluster.workloadPool 'x'"),
    ],
  ],
])('%s is refused', (_, facts, messages) => {
  expect(validateClusterFacts('tenant', facts).map(describeFinding)).toEqual(messages);
});

test('the property that holds them is named', () => {
  expect(validateClusterFacts('tenant', { podRanges: [] }, 'facts')[0]?.message).toBe('facts.podRanges is empty');
});
