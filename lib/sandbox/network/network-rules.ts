import { Severity } from '../../validation/finding';
import { Rule } from '../../validation/rule';

/** Ports of a network rule. */
export const NETWORK_PORTS = new Rule({
  id: 'sandbox/network-ports',
  severity: Severity.ERROR,
  meaning: 'a network rule names no ports, or numbers that are not ports; a rule without ports would open all 65535',
  fix: 'name at least one, such as [NetworkPort.tcp(443)]',
});

/** Ranges of addresses in network rules. */
export const NETWORK_RANGE = new Rule({
  id: 'sandbox/network-range',
  severity: Severity.ERROR,
  meaning: 'A range of addresses is not in CIDR notation, or names an address inside a range',
  fix: 'write its first address and the length of its prefix, such as 203.0.113.0/24 or 2001:db8::/32',
});

/** What the evaluator of policies cannot read. */
export const POLICY_INPUT = new Rule({
  id: 'sandbox/network-policy-input',
  severity: Severity.ERROR,
  meaning:
    'a policy or an endpoint has a value that an API server would refuse, so that it allows nothing and closes nothing',
  fix: 'write addresses and ranges in IPv4 or IPv6 notation, and the operators In, NotIn, Exists or DoesNotExist',
});

/** Ranges that no rule may open. */
export const NETWORK_RANGE_CLOSED = new Rule({
  id: 'sandbox/network-range-closed',
  severity: Severity.ERROR,
  meaning:
    'A range covers the metadata server, link-local addresses, or addresses of nodes, Services or pods of the cluster: ' +
    'what is there must stay out of reach of a sandbox',
  fix: 'name a narrower range; allowDns(), allowWorkloadIdentity(), allowApiServer() and NetworkPeer.pods() open single addresses there',
});

/** What a verb needs to know of the cluster. */
export const CLUSTER_FACT_MISSING = new Rule({
  id: 'sandbox/cluster-fact-missing',
  severity: Severity.ERROR,
  meaning: 'a rule depends on a fact of the cluster that the program does not give',
  fix: 'pass cluster: cluster.facts, or add the fact to the literal that is passed as cluster',
});

/** DNS names in network rules. */
export const NETWORK_NAME = new Rule({
  id: 'sandbox/network-name',
  severity: Severity.ERROR,
  meaning: 'a DNS name in a network rule is not valid, or its pattern matches names inside the cluster too',
  fix: 'write a full name such as api.example.com, or a pattern such as *.example.com',
});

/** Peers of network rules. */
export const NETWORK_PEER = new Rule({
  id: 'sandbox/network-peer',
  severity: Severity.ERROR,
  meaning: 'the peer of a network rule is not found, or is not allowed in that direction',
  fix: 'name a workload, pods by their labels, a range of addresses or a DNS name',
});

/** A policy that opens what a namespace closes. */
export const NETWORK_REOPENED = new Rule({
  id: 'sandbox/network-reopened',
  severity: Severity.ERROR,
  meaning:
    'Network policies only add: a policy beside those of the SandboxNamespace opens connections that the namespace does not allow',
  fix: 'open what pods need with a verb of the namespace (allowEgressTo, allowIngressFrom) and remove the policy, or acknowledge the finding',
  canAcknowledge: true,
});

/** A policy that opens what no verb opens. */
export const NETWORK_NODE_EXPOSED = new Rule({
  id: 'sandbox/network-node-exposed',
  severity: Severity.ERROR,
  meaning:
    'A policy beside those of the SandboxNamespace opens the metadata server, link-local addresses, or the nodes or Services of the cluster to sandboxes',
  fix: 'remove the policy, or narrow its ranges; allowDns(), allowWorkloadIdentity() and allowApiServer() open what pods need there',
});

/** A policy of a kind that this library cannot evaluate. */
export const NETWORK_POLICY_UNKNOWN = new Rule({
  id: 'sandbox/network-policy-unknown',
  severity: Severity.ERROR,
  meaning:
    'A policy of another kind than NetworkPolicy and FQDNNetworkPolicy may open what the namespace closes, and is not evaluated',
  fix: 'open what pods need with a verb of the namespace, or acknowledge the finding once it is certain that the policy only closes',
  canAcknowledge: true,
});

/** An opening to a tenant that lets nobody in. */
export const NETWORK_HALF_OPEN = new Rule({
  id: 'sandbox/network-half-open',
  severity: Severity.WARNING,
  meaning: 'A namespace may reach another SandboxNamespace that does not let it in, so that connections time out',
  fix: 'call allowIngressFrom on the other namespace too',
});

/** Names need a resolver. */
export const NETWORK_NAME_WITHOUT_DNS = new Rule({
  id: 'sandbox/network-name-without-dns',
  severity: Severity.WARNING,
  meaning:
    'a DNS name is allowed, but the namespace may not reach a resolver: the name is never resolved, so that nothing is reachable',
  fix: 'call allowDns() on the namespace',
});
