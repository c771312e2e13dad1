import type { ClusterFacts } from '../../contract/cluster-facts';
import { assertNoErrors } from '../../validation/finding';
import type { NetworkPort } from './network-port';
import { requireFact } from './network-range';
import { NETWORK_NAME, NETWORK_PORTS } from './network-rules';

const PATTERN = /^([a-zA-Z0-9*]([a-zA-Z0-9_*-]*[a-zA-Z0-9*])*\.)*[a-zA-Z0-9*]([a-zA-Z0-9_*-]*[a-zA-Z0-9*])*\.?$/;

/** Names that lead to what stays closed. */
const CLOSED_NAMES: readonly { readonly name: string; readonly what: string }[] = [
  { name: 'metadata.google.internal', what: 'the metadata server' },
  { name: 'metadata', what: 'the metadata server' },
  { name: 'metadata.goog', what: 'the metadata server' },
  { name: 'kubernetes.default.svc.cluster.local', what: 'the API server' },
  { name: 'kube-dns.kube-system.svc.cluster.local', what: 'Services of the cluster' },
  { name: 'localhost', what: 'the pod itself' },
];

/**
 * Whether a DNS name matches a name or pattern of an FQDNNetworkPolicy. A star stands for any number of characters but the dot;
 * alone it stands for every name.
 *
 * @param pattern such as `*.example.com`
 * @param name such as `api.example.com`
 */
export function dnsNameMatches(pattern: string, name: string): boolean {
  const bare = (text: string) => text.toLowerCase().replace(/\.$/, '');
  if (pattern === '*') return true;
  const escaped = bare(pattern)
    .split('*')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('[^.]*')}$`).test(bare(name));
}

/**
 * Refuses what is not a DNS name, and names that lead to what stays closed.
 *
 * @param path path of the namespace
 * @param text name or pattern
 */
function assertDnsName(path: string, text: string): void {
  const fail = (message: string, fix?: string) => assertNoErrors([NETWORK_NAME.find(path, message, fix)]);
  if (typeof text !== 'string' || text.length > 253 || !PATTERN.test(text)) {
    fail(`the name '${String(text)}' is not a DNS name`);
  }
  if (/^[0-9.]+$/.test(text)) {
    fail(`the name '${text}' is an address`, `write NetworkPeer.cidr('${text}/32')`);
  }
  if (text.replace(/[*.]/g, '') === '') {
    fail(`the pattern '${text}' stands for names of every owner`, 'name the domain, or use allowInternet()');
  }
  const hit = CLOSED_NAMES.find(({ name }) => dnsNameMatches(text, name));
  if (hit !== undefined) fail(`the name '${text}' leads to ${hit.what} (${hit.name})`, 'name a host of the internet');
  const [last = ''] = text.replace(/\.$/, '').split('.').reverse();
  if (last === 'local' || last === 'internal') {
    fail(`the name '${text}' is a name inside the cluster or the project`, 'select the pods by NetworkPeer.pods()');
  }
}

/**
 * What an FQDNNetworkPolicy says to open a name.
 *
 * @param path path of the namespace
 * @param cluster what is known of the cluster
 * @param name name or pattern
 * @param ports single TCP or UDP ports
 * @throws when the cluster takes no such objects, or the name leads to what stays closed
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/fqdn-network-policies
 */
export function fqdnPolicySpec(
  path: string,
  cluster: ClusterFacts,
  name: string,
  ports: readonly NetworkPort[],
): object {
  if (requireFact(path, 'allowEgressTo(NetworkPeer.fqdn())', cluster, 'fqdnPolicies') !== true) {
    const message = `the name '${name}' cannot be opened: cluster.fqdnPolicies is false`;
    const fix = 'turn FQDN network policies on for the cluster, or name a range of addresses';
    assertNoErrors([NETWORK_NAME.find(path, message, fix)]);
  }
  assertDnsName(path, name);
  const wide = ports.find(({ first, last, protocol }) => first !== last || protocol === 'SCTP');
  if (wide !== undefined) {
    const message = `the name '${name}' has ports ${wide.protocol} ${wide.first} to ${wide.last}, and rules for names take single TCP and UDP ports`;
    assertNoErrors([NETWORK_PORTS.find(path, message, 'list the ports one by one')]);
  }
  return {
    egress: [
      {
        matches: [name.includes('*') ? { pattern: name } : { name }],
        ports: ports.map(({ protocol, first }) => ({ protocol, port: first })),
      },
    ],
  };
}
