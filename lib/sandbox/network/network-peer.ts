import type { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { POD_SPECS } from '../../data/kubernetes/pod-spec-paths';
import { apiObjects } from '../../deploy/objects/api-objects';
import { renderedObject } from '../../deploy/objects/written-object';
import { FindingsError } from '../../validation/finding';
import { isBadLabel, isDnsLabel } from '../../validation/kubernetes-names';
import { badLabel, badObjectName } from '../../validation/messages';
import type { LabelSelector } from './evaluator/label-selector';
import { NETWORK_PEER } from './network-rules';

type Labels = { readonly [label: string]: string };

/** Pods, as the two selectors of a peer in a NetworkPolicy. */
export interface PodPeer {
  readonly namespaceSelector?: LabelSelector;
  readonly podSelector?: LabelSelector;
}

const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

function fail(path: string, message: string, fix?: string): never {
  throw new FindingsError([NETWORK_PEER.find(path, message, fix)]);
}

function checkedLabels(field: string, labels: Labels): Labels {
  const isMap = typeof labels === 'object' && labels !== null && !Array.isArray(labels);
  if (!isMap) fail('', `${field} ${JSON.stringify(labels)} is not a map of labels`);
  for (const [key, value] of Object.entries(labels)) {
    if (isBadLabel(key, value)) fail('', badLabel(field, key, value), 'write the labels that the pods carry');
  }
  if (Object.keys(labels).length === 0) {
    fail(
      '',
      `${field} is empty and would select everything`,
      'name a label, or use NetworkPeer.namespace() for all pods of one namespace',
    );
  }
  return labels;
}

/**
 * The other end of what a network rule opens.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 *
 * @example
 * tenant.allowEgressTo(NetworkPeer.workload(database), [NetworkPort.tcp(5432)]);
 */
export class NetworkPeer {
  /**
   * The pods of one workload, found by the labels of its pods.
   *
   * @param workload an ApiObject or a construct that holds one workload, such as a Deployment of cdk8s-plus
   * @throws when there is no workload, or more than one
   */
  public static workload(workload: IConstruct): NetworkPeer {
    const object = workloadOf(workload);
    return new NetworkPeer(object.name, object.node.path, (namespace) => podsOf(object, namespace));
  }

  /**
   * Pods with certain labels.
   *
   * @param labels the labels, all of which the pods carry
   * @param namespace their namespace; that of the rule if none is given
   */
  public static pods(labels: Labels, namespace?: string): NetworkPeer {
    const matchLabels = { ...checkedLabels('labels', labels) };
    const where = namespace === undefined ? undefined : inNamespace(namespace);
    const hint = [...Object.values(matchLabels), namespace ?? ''].join(' ');
    return new NetworkPeer(hint, JSON.stringify([matchLabels, namespace]), (own) => ({
      ...(where !== undefined && namespace !== own && where),
      podSelector: { matchLabels },
    }));
  }

  /**
   * Every pod of one namespace.
   *
   * @param name name of the namespace
   */
  public static namespace(name: string): NetworkPeer {
    const peer = { ...inNamespace(name), podSelector: {} };
    return new NetworkPeer(`namespace ${name}`, name, () => peer);
  }

  /**
   * Pods in every namespace with certain labels.
   *
   * @param namespaceLabels labels of the namespaces
   * @param podLabels labels of the pods; every pod of those namespaces if none are given
   */
  public static podsInNamespaces(namespaceLabels: Labels, podLabels?: Labels): NetworkPeer {
    const namespaces = { ...checkedLabels('namespaceLabels', namespaceLabels) };
    const pods = podLabels === undefined ? {} : { matchLabels: { ...checkedLabels('podLabels', podLabels) } };
    return new NetworkPeer(Object.values(namespaces).join(' '), JSON.stringify([namespaces, pods]), () => ({
      namespaceSelector: { matchLabels: namespaces },
      podSelector: pods,
    }));
  }

  /**
   * Addresses outside the cluster.
   *
   * @param range in CIDR notation, IPv4 or IPv6
   */
  public static cidr(range: string): NetworkPeer {
    return new NetworkPeer(String(range), String(range), undefined, range);
  }

  /**
   * Hosts by their DNS name, on clusters that take `FQDNNetworkPolicy` objects.
   *
   * @param name a name such as `api.example.com`, or a pattern such as `*.example.com`
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/fqdn-network-policies
   */
  public static fqdn(name: string): NetworkPeer {
    return new NetworkPeer(String(name), String(name), undefined, undefined, name);
  }

  private constructor(
    /** A few words about it, for the name of the policy. */
    public readonly hint: string,
    /** What tells it from every other peer. */
    public readonly key: string,
    private readonly pods?: (namespace: string) => PodPeer,
    /** The range of addresses, if it is one. */
    public readonly range?: string,
    /** The DNS name, if it is one. */
    public readonly dnsName?: string,
  ) {}

  /**
   * The selectors, for a policy in a namespace.
   *
   * @param namespace the policy's namespace
   * @throws when the pods cannot be told by their labels
   */
  public podPeer(namespace: string): PodPeer {
    if (this.pods === undefined) fail('', `the peer ${this.hint} selects no pods`);
    return this.pods(namespace);
  }
}

function inNamespace(name: string): PodPeer {
  if (!isDnsLabel(name)) fail('', badObjectName('namespace', name), 'write the name of a namespace');
  return { namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: name } } };
}

/**
 * The object of a workload.
 *
 * @param workload an ApiObject, or a construct that holds one workload
 * @throws when there is no workload, or more than one
 */
export function workloadOf(workload: IConstruct): ApiObject {
  if (!Construct.isConstruct(workload))
    fail('', `the workload ${JSON.stringify(workload)} is not a construct`, 'pass the Deployment, or the ApiObject');
  const found = apiObjects(workload).filter(isWorkload);
  const [object] = found;
  if (object === undefined || found.length > 1) {
    const held = found.map(({ kind, name }) => `${kind} ${name}`).join(', ');
    fail(
      workload.node.path,
      found.length === 0
        ? 'holds no workload whose pods could be selected'
        : `holds ${found.length} workloads (${held})`,
      'name one Deployment, StatefulSet, DaemonSet, Job, ReplicaSet or Pod, or use NetworkPeer.pods()',
    );
  }
  return object;
}

/** The namespace that an object goes into when it is written, patches included. */
export function writtenNamespace(object: ApiObject): string | undefined {
  return (renderedObject(object) as WorkloadManifest).metadata?.namespace;
}

function isWorkload({ kind, apiGroup }: ApiObject): boolean {
  return kind !== 'PodTemplate' && POD_SPECS.some((it) => it.kind === kind && it.groups.includes(apiGroup));
}

interface WorkloadManifest {
  readonly metadata?: { readonly labels?: Labels; readonly namespace?: string };
  readonly spec?: {
    readonly selector?: LabelSelector;
    readonly template?: { readonly metadata?: { readonly labels?: Labels } };
    readonly jobTemplate?: {
      readonly spec?: { readonly template?: { readonly metadata?: { readonly labels?: Labels } } };
    };
  };
}

/** The selector of a workload's pods. A controller's own selector is the narrowest that stays the same. */
export function selectorOf(object: ApiObject): LabelSelector {
  const { metadata, spec } = renderedObject(object) as WorkloadManifest;
  if (object.kind !== 'Job' && spec?.selector?.matchLabels !== undefined) return spec.selector;
  const template = spec?.jobTemplate?.spec?.template ?? spec?.template;
  const labels = object.kind === 'Pod' ? metadata?.labels : template?.metadata?.labels;
  if (labels === undefined || Object.keys(labels).length === 0) {
    fail(
      object.node.path,
      `${object.kind} ${object.name} gives its pods no labels by which they could be selected`,
      'give its pod template a label',
    );
  }
  return { matchLabels: { ...labels } };
}

function podsOf(object: ApiObject, own: string): PodPeer {
  const namespace = writtenNamespace(object);
  if (namespace === undefined) {
    fail(
      object.node.path,
      `${object.kind} ${object.name} has no namespace, so that its pods cannot be selected from namespace ${own}`,
      'give its chart a namespace, or use NetworkPeer.pods(labels, namespace)',
    );
  }
  return { ...(namespace !== own && inNamespace(namespace)), podSelector: selectorOf(object) };
}
