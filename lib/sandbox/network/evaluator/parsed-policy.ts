import { isJsonMap, type JsonMap } from '../../../deploy/objects/json-pointer';
import { apiGroupOf } from '../../../deploy/objects/pod-specs';
import { brokenItems, nameOf, type SingleObject, singleObjects } from '../../../deploy/objects/single-objects';
import { FindingsError } from '../../../validation/finding';
import { type IpRange, rangeContains } from '../../../validation/ip-range';
import { POLICY_INPUT } from '../network-rules';
import type { LabelSelector, Labels } from './label-selector';
import { PolicyFields, type PolicyProblem } from './policy-fields';

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

/** A policy as far as it can be read. */
export interface ReadPolicy {
  readonly policy: ParsedPolicy;

  /** What an API server would refuse of it; where there is something, the policy is never made. */
  readonly problems: readonly PolicyProblem[];
}

const FQDN = 'FQDNNetworkPolicy';

const GROUPS = new Map([
  ['NetworkPolicy', 'networking.k8s.io'],
  [FQDN, 'networking.gke.io'],
]);

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
const FQDN_PROTOCOLS = [...PROTOCOLS, 'ALL'];

/**
 * Whether an object is a policy that can be evaluated.
 *
 * @param manifest the object
 */
export function isPolicy({ apiVersion, kind }: JsonMap): boolean {
  return GROUPS.get(String(kind)) === apiGroupOf(apiVersion);
}

/**
 * Every policy and the labels of every namespace among some objects, Lists of them included.
 *
 * @param objects the objects
 * @throws FindingsError that names each field of a policy that the API server would refuse
 */
export function parsePolicies(objects: readonly object[]): {
  readonly policies: readonly ParsedPolicy[];
  readonly namespaces: ReadonlyMap<string, Labels>;
} {
  const policies: ParsedPolicy[] = [];
  const namespaces = new Map<string, Labels>();
  const list = { items: [...objects] };
  const problems = problemsOfItems(list, 'the list of objects');
  for (const single of singleObjects(list)) {
    const { manifest } = single;
    if (manifest.kind === 'Namespace' && manifest.apiVersion === 'v1') {
      const { name, labels } = isJsonMap(manifest.metadata) ? manifest.metadata : ({} as JsonMap);
      namespaces.set(String(name ?? ''), isJsonMap(labels) ? (labels as Labels) : {});
    } else if (isPolicy(manifest)) {
      const read = readPolicy(single);
      policies.push(read.policy);
      problems.push(...read.problems);
    }
  }
  if (problems.length > 0)
    throw new FindingsError(problems.map(({ message, fix }) => POLICY_INPUT.find('', message, fix)));
  return { policies, namespaces };
}

/**
 * What is said of the items of a List that are no objects.
 *
 * @param written the List
 * @param called how it is called in a sentence
 */
export function problemsOfItems(written: JsonMap, called: string): PolicyProblem[] {
  const fields = new PolicyFields(called);
  for (const { pointer, value } of brokenItems(written)) {
    fields.refuse(pointer, value, 'an object of Kubernetes', 'remove the item, or write the object');
  }
  return fields.problems;
}

/**
 * One policy with its defaults filled in. A policy without a namespace is in `default`, as kubectl has it.
 *
 * @param single the policy
 * @param called how what is written is called in a sentence; the policy itself if not given
 * @param at the field of it that has the rules
 */
export function readPolicy(
  { manifest, namespace = 'default' }: SingleObject,
  called?: string,
  at = 'spec',
): ReadPolicy {
  const name = `${String(manifest.kind)} ${namespace}/${nameOf(manifest)}`;
  const fields = new PolicyFields(called ?? name);
  const metadata = fields.map(manifest.metadata, 'metadata');
  fields.text(metadata.name, 'metadata.name');
  fields.text(metadata.namespace, 'metadata.namespace');
  const spec = fields.map(manifest.spec, at);
  const podSelector = fields.selector(spec.podSelector, `${at}.podSelector`);
  const policy = { name, namespace, podSelector, ...rulesOf(fields, spec, at, manifest.kind === FQDN) };
  return { policy, problems: fields.problems };
}

function rulesOf(
  fields: PolicyFields,
  spec: JsonMap,
  at: string,
  isFqdn: boolean,
): Pick<ParsedPolicy, 'ingress' | 'egress'> {
  const rules = (direction: 'ingress' | 'egress', shape: RuleShape) =>
    fields.each(spec[direction], `${at}.${direction}`, (rule, where) => readRule(fields, rule, where, shape));
  if (isFqdn) return { egress: rules('egress', { peers: 'matches', read: readName, protocols: FQDN_PROTOCOLS }) };
  const ingress = rules('ingress', { peers: 'from', read: readPeer, protocols: PROTOCOLS });
  const egress = rules('egress', { peers: 'to', read: readPeer, protocols: PROTOCOLS });
  const named = fields.each(spec.policyTypes, `${at}.policyTypes`, (type, where) =>
    fields.word(type, where, ['Ingress', 'Egress']),
  );
  // The API server fills these in where the list is absent, and where it is empty.
  const types = named.length > 0 ? named : ['Ingress', ...(egress.length > 0 ? ['Egress'] : [])];
  return { ...(types.includes('Ingress') && { ingress }), ...(types.includes('Egress') && { egress }) };
}

/** How the rules of a direction are written. */
interface RuleShape {
  /** The field with the peers. */
  readonly peers: string;
  readonly read: (fields: PolicyFields, value: unknown, at: string) => PolicyPeer | undefined;
  readonly protocols: readonly string[];
}

function readRule(fields: PolicyFields, value: unknown, at: string, shape: RuleShape): PolicyRule {
  const rule = fields.map(value, at);
  const field = shape.peers;
  const peers = fields.each(rule[field], `${at}.${field}`, (peer, where) => shape.read(fields, peer, where));
  const ports = fields.each(rule.ports, `${at}.ports`, (port, where) => readPort(fields, port, where, shape.protocols));
  return {
    peers: peers.length === 0 ? undefined : peers,
    ports: ports.length === 0 ? undefined : ports,
  };
}

function readName(fields: PolicyFields, value: unknown, at: string): PolicyPeer | undefined {
  const match = fields.map(value, at);
  const dnsName = fields.text(match.name, `${at}.name`) ?? fields.text(match.pattern, `${at}.pattern`);
  if (dnsName !== undefined) return { dnsName, except: [] };
  return fields.refuse(at, value, 'a map with name or pattern', "write name: 'api.example.com'");
}

const PEER_FIX = 'write one of podSelector, namespaceSelector or ipBlock; {} selects everything';

function readPeer(fields: PolicyFields, value: unknown, at: string): PolicyPeer | undefined {
  const peer = fields.map(value, at);
  const has = (field: string) => peer[field] !== undefined && peer[field] !== null;
  const selector = (field: string) =>
    has(field) ? { [field]: fields.selector(peer[field], `${at}.${field}`) } : undefined;
  const selectors = { ...selector('namespaceSelector'), ...selector('podSelector') };
  const isSelected = Object.keys(selectors).length > 0;
  if (!has('ipBlock')) {
    return isSelected ? { ...selectors, except: [] } : fields.refuse(at, value, 'a map that names a peer', PEER_FIX);
  }
  if (isSelected) return fields.refuse(at, value, 'either an ipBlock or selectors', 'make two peers of it');
  const { cidr, except } = fields.map(peer.ipBlock, `${at}.ipBlock`);
  const block = fields.range(cidr, `${at}.ipBlock.cidr`);
  const without = fields.each(except, `${at}.ipBlock.except`, (text, where) => {
    const range = fields.range(text, where);
    if (block === undefined || range === undefined) return undefined;
    if (rangeContains(block, range) && range.prefix > block.prefix) return range;
    const must = `a part of the cidr ${String(cidr)}`;
    return fields.refuse(where, text, must, 'remove it, or name a range inside the cidr');
  });
  return block === undefined ? undefined : { block, except: without };
}

function readPort(
  fields: PolicyFields,
  value: unknown,
  at: string,
  protocols: readonly string[],
): PolicyPort | undefined {
  const { protocol: word, port, endPort } = fields.map(value, at);
  const protocol = fields.word(word ?? 'TCP', `${at}.protocol`, protocols);
  const end = endPort === undefined || endPort === null ? undefined : fields.port(endPort, `${at}.endPort`);
  if (protocol === undefined) return undefined;
  if (port === undefined || port === null || typeof port === 'string') {
    if (end !== undefined) fields.refuse(`${at}.endPort`, end, 'absent without the number of a port', 'give port too');
    if (typeof port !== 'string') return { protocol, first: 1, last: 65535 };
    // The API server takes a number in quotes for a name, and names have a letter.
    if (/^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/.test(port) && port.length <= 15) {
      return { protocol, first: 0, last: 0, named: port };
    }
    return fields.refuse(`${at}.port`, port, 'a port or the name of one', 'write a number without quotes');
  }
  const first = fields.port(port, `${at}.port`);
  if (first === undefined) return undefined;
  if (end !== undefined && end < first) fields.refuse(`${at}.endPort`, end, `at least ${first}`, 'write the last port');
  return { protocol, first, last: end ?? first };
}
