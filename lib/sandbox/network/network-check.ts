import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { ClusterFacts } from '../../contract/cluster-facts';
import { apiObjects } from '../../deploy/objects/api-objects';
import type { JsonMap } from '../../deploy/objects/json-pointer';
import { isListKind, nameOf, type SingleObject, singleObjects } from '../../deploy/objects/single-objects';
import { writtenObject } from '../../deploy/objects/written-object';
import type { Finding } from '../../validation/finding';
import { Findings } from '../../validation/findings';
import { parseIpAddress, rangeContains } from '../../validation/ip-range';
import { isSandboxTemplate, managedPolicy } from './agent-sandbox-policy';
import { type NetworkEndpoint, type NetworkFlow, NetworkPolicies } from './evaluator/network-policies';
import {
  isPolicy,
  type ParsedPolicy,
  parsePolicies,
  problemsOfItems,
  type ReadPolicy,
  readPolicy,
} from './evaluator/parsed-policy';
import type { PolicyProblem } from './evaluator/policy-fields';
import { witnesses } from './evaluator/policy-witnesses';
import { type ClosedRange, closedRanges } from './network-range';
import {
  NETWORK_HALF_OPEN,
  NETWORK_NAME_WITHOUT_DNS,
  NETWORK_NODE_EXPOSED,
  NETWORK_POLICY_UNKNOWN,
  NETWORK_REOPENED,
  POLICY_INPUT,
} from './network-rules';

/** Marks a SandboxNetwork, and each policy that one wrote. */
export const SANDBOX_NETWORK = Symbol.for('cdk-kata/SandboxNetwork');

/** The network of a namespace, as far as the check knows it. */
export interface CheckedNetwork extends IConstruct {
  readonly namespace: string;
  readonly cluster: ClusterFacts;
  validateSelectors(): Finding[];
}

type Owned = IConstruct & { readonly [SANDBOX_NETWORK]?: CheckedNetwork };

const CHECKED = Symbol.for('cdk-kata/checkNetworks');

/** Policies that hold for every namespace. */
const CLUSTER_WIDE = [
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'CiliumClusterwideNetworkPolicy',
  'ClusterNetworkPolicy',
  'GlobalNetworkPolicy',
];

/** A policy that no SandboxNetwork wrote. */
interface Foreign {
  readonly object: ApiObject;
  readonly policy: ParsedPolicy;
  /** The SandboxTemplate for which Agent Sandbox writes it. */
  readonly template: string | undefined;
}

interface Networks {
  readonly networks: ReadonlyMap<string, CheckedNetwork>;
  readonly own: ReadonlyMap<string, object[]>;
  readonly foreign: readonly Foreign[];
  /** What cannot be evaluated. */
  readonly findings: readonly Finding[];
}

/**
 * Checks the network policies of a tree at each synthesis. Calling it again changes nothing.
 *
 * @param root the app
 */
export function checkNetworks(root: IConstruct): void {
  if (Object.hasOwn(root, CHECKED)) return;
  Object.defineProperty(root, CHECKED, { value: true });
  Findings.of(root).add(() => validateNetworks(root), { at: root });
}

/**
 * What the network policies of a tree open together that the namespaces with a SandboxNetwork close.
 *
 * @param root the app
 */
export function validateNetworks(root: IConstruct): Finding[] {
  const { networks, own, foreign, findings } = collect(root);
  return [
    ...[...networks.values()].flatMap((network) => network.validateSelectors()),
    ...findings,
    ...foreign.flatMap((it) =>
      reopened(it, networks.get(it.policy.namespace) as CheckedNetwork, own.get(it.policy.namespace) ?? []),
    ),
    ...[...networks.values()].flatMap((network) => [...halfOpen(network, networks, own), ...namesWithoutDns(network)]),
  ];
}

function collect(root: IConstruct): Networks {
  const networks = new Map<string, CheckedNetwork>();
  for (const construct of root.node.findAll()) {
    const network = (construct as Owned)[SANDBOX_NETWORK];
    if (network !== undefined) networks.set(network.namespace, network);
  }
  const own = new Map<string, object[]>();
  const foreign: Foreign[] = [];
  const findings: Finding[] = [];
  for (const object of networks.size === 0 ? [] : apiObjects(root)) {
    const written = writtenObject(object) as JsonMap;
    const { path } = object.node;
    const refuse = (problems: readonly PolicyProblem[]) =>
      findings.push(...problems.map(({ message, fix }) => POLICY_INPUT.find(path, message, fix)));
    if (isListKind(object.kind)) refuse(problemsOfItems(written, `${object.kind} ${nameOf(written)}`));
    for (const single of singleObjects(written)) {
      const { manifest, namespace = 'default' } = single;
      const network = (object as Owned)[SANDBOX_NETWORK];
      const read = policyOf(single);
      if (read === undefined) {
        if (isUnknown(manifest, networks.has(namespace))) findings.push(unknown(path, manifest));
      } else if (read.problems.length > 0) {
        if (networks.has(namespace)) refuse(read.problems);
      } else if (network !== undefined) {
        own.set(network.namespace, [...(own.get(network.namespace) ?? []), manifest]);
      } else if (networks.has(namespace)) {
        foreign.push({ object, policy: read.policy, template: read.template });
      }
    }
  }
  return { networks, own, foreign, findings };
}

/** The policy that an object is, or that a controller writes for it. */
function policyOf(single: SingleObject): (ReadPolicy & { readonly template?: string }) | undefined {
  if (isPolicy(single.manifest)) return readPolicy(single);
  if (!isSandboxTemplate(single.manifest)) return undefined;
  const manifest = managedPolicy(single.manifest);
  if (manifest === undefined) return undefined;
  const template = nameOf(single.manifest);
  const called = `SandboxTemplate ${single.namespace ?? 'default'}/${template}`;
  return { ...readPolicy({ ...single, manifest }, called, 'spec.networkPolicy'), template };
}

function isUnknown({ kind }: JsonMap, isSandboxed: boolean): boolean {
  return typeof kind === 'string' && kind.endsWith('NetworkPolicy') && (isSandboxed || CLUSTER_WIDE.includes(kind));
}

function unknown(path: string, manifest: JsonMap): Finding {
  const message = `${String(manifest.kind)} ${nameOf(manifest)} may open what a SandboxNamespace closes, and is not evaluated`;
  return NETWORK_POLICY_UNKNOWN.find(path, message);
}

function reopened({ object, policy, template }: Foreign, network: CheckedNetwork, own: readonly object[]): Finding[] {
  const closed = closedRanges(network.node.path, network.cluster);
  const union = new NetworkPolicies(own);
  const { policies } = parsePolicies(own);
  let first: NetworkFlow | undefined;
  for (const { direction, flow } of witnesses(
    policy,
    policies,
    closed.map(({ range }) => range),
  )) {
    if (union.allowsAt(direction, flow)) continue;
    const hit = direction === 'egress' ? closedAt(flow.to, closed) : undefined;
    if (hit !== undefined) {
      return [
        NETWORK_NODE_EXPOSED.find(
          object.node.path,
          `${subject(policy, template)} opens ${describe(flow.to)} (${hit.what}) on port ${flow.port} to pods of namespace ${policy.namespace}`,
          template === undefined ? undefined : TEMPLATE_FIX,
        ),
      ];
    }
    first ??= flow;
  }
  if (first === undefined) return [];
  const message =
    `${subject(policy, template)} opens what namespace ${policy.namespace} closes, such as ${describe(first.from)} to ${describe(first.to)}, port ${first.port} ${first.protocol ?? ''}`.trim();
  return [NETWORK_REOPENED.find(object.node.path, message, template === undefined ? undefined : TEMPLATE_FIX)];
}

const TEMPLATE_FIX =
  "set spec.networkPolicyManagement to 'Unmanaged', so that the namespace's policies alone hold, or give spec.networkPolicy rules that the namespace allows too";

function subject(policy: ParsedPolicy, template: string | undefined): string {
  return template === undefined
    ? policy.name
    : `the NetworkPolicy that Agent Sandbox writes for SandboxTemplate ${template}`;
}

function closedAt({ address }: NetworkEndpoint, closed: readonly ClosedRange[]): ClosedRange | undefined {
  const at = address === undefined ? undefined : parseIpAddress(address);
  return at && closed.find(({ range }) => rangeContains(range, at));
}

function describe({ namespace, labels = {}, address, dnsName }: NetworkEndpoint): string {
  if (namespace === undefined) return address ?? dnsName ?? 'anybody';
  const selected = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return selected.length === 0 ? `any pod of ${namespace}` : `pods ${selected.join(',')} of ${namespace}`;
}

/** Openings of one namespace to another that does not let it in. */
function halfOpen(
  network: CheckedNetwork,
  networks: ReadonlyMap<string, CheckedNetwork>,
  own: ReadonlyMap<string, object[]>,
): Finding[] {
  const mine = own.get(network.namespace) ?? [];
  return parsePolicies(mine).policies.flatMap((policy) => {
    for (const { direction, flow } of witnesses(policy, [])) {
      if (direction === 'ingress') continue;
      const { namespace } = flow.to;
      if (namespace === undefined || !networks.has(namespace) || namespace === network.namespace) continue;
      if (new NetworkPolicies([...mine, ...(own.get(namespace) ?? [])]).allows(flow)) continue;
      return [
        NETWORK_HALF_OPEN.find(
          network.node.path,
          `${policy.name} opens ${describe(flow.to)}, port ${flow.port}, and namespace ${namespace} lets nobody of ${network.namespace} in there`,
        ),
      ];
    }
    return [];
  });
}

function namesWithoutDns(network: CheckedNetwork): Finding[] {
  const kinds = network.node.children.map((child) => (child as ApiObject).kind);
  if (!kinds.includes('FQDNNetworkPolicy') || network.node.tryFindChild('allow-dns') !== undefined) return [];
  return [
    NETWORK_NAME_WITHOUT_DNS.find(
      network.node.path,
      `namespace ${network.namespace} opens DNS names and does not call allowDns()`,
    ),
  ];
}
