import { Token } from 'cdktf';
import { ClusterDns, type ClusterFacts } from '../../../contract/cluster-facts';
import type { Finding } from '../../../validation/finding';
import { parseIpRange } from '../../../validation/ip-range';
import { type IGkeNetwork, StackType } from '../../network/gke-network-interface';
import { literal } from '../../project/values';
import type { GkeClusterProps } from '../gke-cluster-props';
import { badFact } from '../messages';

const VERSION = /^\d+\.\d+(\.\d+(-gke\.\d+)?)?$/;

/** The facts that are known, without a key for those that are not, so that they survive JSON. */
function known(facts: ClusterFacts): ClusterFacts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

/**
 * Facts of the network and project of a cluster. Only Terraform knows the IPv6 ranges of a dual-stack network. The IPv4
 * ranges alone would be incomplete, so that such a network gives no ranges.
 */
function surroundings(network: IGkeNetwork | undefined, project: string): ClusterFacts {
  const ranges = network?.stackType === StackType.IPV4_IPV6 ? undefined : network?.ranges;
  return {
    nodeRanges: ranges?.nodeRanges,
    podRanges: ranges?.podRanges,
    serviceRange: ranges?.serviceRange,
    workloadPool: Token.isUnresolved(project) ? undefined : `${project}.svc.id.goog`,
  };
}

function dnsOf({ cloudDns, nodeLocalDns = true }: GkeClusterProps): ClusterDns | undefined {
  if (cloudDns !== undefined) return ClusterDns.CLOUD_DNS;
  if (Token.isUnresolved(nodeLocalDns)) return undefined;
  return nodeLocalDns === true ? ClusterDns.NODE_LOCAL_DNS_CACHE : ClusterDns.KUBE_DNS;
}

/** The facts of a cluster that the program creates. */
export function clusterFacts(props: GkeClusterProps, project: string): ClusterFacts {
  return known({
    ...surroundings(props.network, project),
    dns: dnsOf(props),
    dataplaneV2: literal(props.dataplaneV2 ?? true),
    fqdnPolicies: literal(props.fqdnPolicies ?? false),
    kubernetesVersion: literal(props.pinnedVersion ?? props.minimumVersion),
  });
}

/** The facts of an imported cluster: what was given, and what its network and project say. */
export function importedFacts(given: ClusterFacts, network: IGkeNetwork | undefined, project: string): ClusterFacts {
  return known({ ...surroundings(network, project), ...known(given) });
}

/** Holds facts that a program gives against what they can be. */
export function validateFacts(facts: ClusterFacts): Finding[] {
  const ranges = [
    ...(facts.nodeRanges ?? []).map((range) => ['nodeRanges', range]),
    ...(facts.podRanges ?? []).map((range) => ['podRanges', range]),
    ...(facts.serviceRange === undefined ? [] : [['serviceRange', facts.serviceRange]]),
  ];
  const { kubernetesVersion: version, workloadPool } = facts;
  return [
    ...ranges
      .filter(([, range]) => parseIpRange(String(range)) === undefined)
      .map(([field, range]) => badFact(String(field), range, 'a range such as 10.64.0.0/14')),
    ...(version === undefined || VERSION.test(version)
      ? []
      : [badFact('kubernetesVersion', version, '1.33 or longer')]),
    ...(workloadPool === undefined || /^[a-z0-9.:-]+\.svc\.id\.goog$/.test(workloadPool)
      ? []
      : [badFact('workloadPool', workloadPool, 'PROJECT.svc.id.goog')]),
  ];
}
