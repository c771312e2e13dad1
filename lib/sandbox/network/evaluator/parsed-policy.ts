import { FindingsError } from '../../../validation/finding';
import { type IpRange, parseIpRange } from '../../../validation/ip-range';
import { POLICY_INPUT } from '../network-rules';
import type { LabelSelector, Labels } from './label-selector';

/** A peer of a rule. */
export interface PolicyPeer {
  readonly namespaceSelector?: LabelSelector;
  readonly podSelector?: LabelSelector;
  readonly block?: IpRange;
  readonly except: readonly IpRange[];
  readonly dnsName?: string;
}

/** Ports of a rule. */
export interface PolicyPort {
  readonly protocol: string;
  readonly first: number;
  readonly last: number;
  readonly named?: string;
}

/** What one rule of a policy opens; undefined stands for every peer and every port. */
export interface PolicyRule {
  readonly peers: readonly PolicyPeer[] | undefined;
  readonly ports: readonly PolicyPort[] | undefined;
}

/** A policy whose defaults are filled in; a direction without rules that is there closes, one that is not there is left alone. */
export interface ParsedPolicy {
  readonly name: string;
  readonly namespace: string;
  readonly podSelector: LabelSelector;
  readonly ingress?: readonly PolicyRule[];
  readonly egress?: readonly PolicyRule[];
}

interface RawPeer {
  readonly namespaceSelector?: LabelSelector;
  readonly podSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

interface RawRule {
  readonly from?: readonly RawPeer[];
  readonly to?: readonly RawPeer[];
  readonly matches?: readonly { readonly name?: string; readonly pattern?: string }[];
  readonly ports?: readonly {
    readonly protocol?: string;
    readonly port?: number | string;
    readonly endPort?: number;
  }[];
}

interface RawObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly items?: readonly RawObject[];
  readonly metadata?: { readonly name?: string; readonly namespace?: string; readonly labels?: Labels };
  readonly spec?: {
    readonly podSelector?: LabelSelector;
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly RawRule[];
    readonly egress?: readonly RawRule[];
  };
}

const GROUP: { readonly [kind: string]: string } = {
  NetworkPolicy: 'networking.k8s.io',
  FQDNNetworkPolicy: 'networking.gke.io',
};

/** Every policy and the labels of every namespace among some objects. */
export function parsePolicies(objects: readonly object[]): {
  readonly policies: readonly ParsedPolicy[];
  readonly namespaces: ReadonlyMap<string, Labels>;
} {
  const policies: ParsedPolicy[] = [];
  const namespaces = new Map<string, Labels>();
  for (const object of objects as readonly RawObject[]) {
    if (object.kind?.endsWith('List') && Array.isArray(object.items)) {
      const inner = parsePolicies(object.items);
      policies.push(...inner.policies);
      for (const [name, labels] of inner.namespaces) namespaces.set(name, labels);
    } else if (object.kind === 'Namespace' && object.apiVersion === 'v1') {
      namespaces.set(object.metadata?.name ?? '', object.metadata?.labels ?? {});
    } else if (object.apiVersion?.split('/')[0] === GROUP[object.kind ?? '']) {
      policies.push(parsePolicy(object));
    }
  }
  return { policies, namespaces };
}

/** One policy with its defaults filled in. A policy without a namespace is in `default`, as kubectl has it. */
export function parsePolicy({ kind = '', metadata = {}, spec = {} }: RawObject): ParsedPolicy {
  const { name = '(unnamed)', namespace = 'default' } = metadata;
  const described = `${kind} ${namespace}/${name}`;
  const parse = (rules: readonly RawRule[] = []) => rules.map((rule) => parseRule(described, rule));
  const common = { name: described, namespace, podSelector: spec.podSelector ?? {} };
  if (kind === 'FQDNNetworkPolicy') return { ...common, egress: parse(spec.egress) };
  const { policyTypes: named = [] } = spec;
  // The API server fills these in where the list is absent, and where it is empty.
  const types = named.length > 0 ? named : ['Ingress', ...(spec.egress?.length ? ['Egress'] : [])];
  return {
    ...common,
    ...(types.includes('Ingress') && { ingress: parse(spec.ingress) }),
    ...(types.includes('Egress') && { egress: parse(spec.egress) }),
  };
}

function parseRule(policy: string, rule: RawRule): PolicyRule {
  const names = rule.matches?.map(({ name, pattern }) => ({ dnsName: name ?? pattern ?? '', except: [] }));
  const raw = rule.from ?? rule.to ?? [];
  const peers = names ?? raw.map((peer) => parsePeer(policy, peer));
  return {
    peers: peers.length === 0 ? undefined : peers,
    ports: rule.ports === undefined || rule.ports.length === 0 ? undefined : rule.ports.map(parsePort),
  };
}

function parsePeer(policy: string, { namespaceSelector, podSelector, ipBlock }: RawPeer): PolicyPeer {
  if (ipBlock === undefined) return { namespaceSelector, podSelector, except: [] };
  const [block, ...except] = [ipBlock.cidr, ...(ipBlock.except ?? [])].map((text) => {
    const range = parseIpRange(text);
    if (range === undefined) {
      const message = `${policy} has the range '${String(text)}', which is not in CIDR notation`;
      throw new FindingsError([POLICY_INPUT.find('', message, 'write it as 203.0.113.0/24 or 2001:db8::/32')]);
    }
    return range;
  });
  return { block, except };
}

function parsePort({
  protocol = 'TCP',
  port,
  endPort,
}: {
  protocol?: string;
  port?: number | string;
  endPort?: number;
}): PolicyPort {
  if (port === undefined) return { protocol, first: 1, last: 65535 };
  if (typeof port === 'string') return { protocol, first: 0, last: 0, named: port };
  return { protocol, first: port, last: endPort ?? port };
}
