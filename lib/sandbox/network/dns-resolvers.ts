import { ClusterDns, type ClusterFacts } from '../../contract/cluster-facts';
import { METADATA_SERVER, NODE_LOCAL_DNS } from '../../data/google/address-ranges';
import { assertNoErrors } from '../../validation/finding';
import { parseIpAddress, parseIpRange, rangeContains } from '../../validation/ip-range';
import { requireFact } from './network-range';
import { CLUSTER_FACT_MISSING, NETWORK_RANGE } from './network-rules';

const podsOfKubeSystem = (app: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
  podSelector: { matchLabels: { 'k8s-app': app } },
});

const block = (cidr: string) => ({ ipBlock: { cidr } });

/**
 * Whom pods ask for names, as peers of a NetworkPolicy.
 *
 * @param path path of the namespace
 * @param cluster what is known of the cluster
 * @param serviceAddress address of the Service of kube-dns, if it is known
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/nodelocal-dns-cache
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/cloud-dns
 */
export function resolverPeers(path: string, cluster: ClusterFacts, serviceAddress?: string): object[] {
  const dns = requireFact(path, 'allowDns()', cluster, 'dns');
  const service = serviceAddress === undefined ? [] : [block(serviceRange(path, cluster, serviceAddress))];
  switch (dns) {
    case ClusterDns.KUBE_DNS:
      return [podsOfKubeSystem('kube-dns'), ...service];
    case ClusterDns.NODE_LOCAL_DNS_CACHE:
      if (cluster.dataplaneV2 === false && serviceAddress === undefined) {
        assertNoErrors([
          CLUSTER_FACT_MISSING.find(
            path,
            'allowDns() needs serviceAddress: without Dataplane V2 NodeLocal DNSCache listens on the address of the Service of kube-dns',
            "pass allowDns({ serviceAddress: '...' }), which `kubectl get service kube-dns -n kube-system` prints",
          ),
        ]);
      }
      // Dataplane V2 leads the Service of kube-dns to the pods of the cache; a VM's own kernel asks 169.254.20.10 as any address.
      return [podsOfKubeSystem('kube-dns'), podsOfKubeSystem('node-local-dns'), block(NODE_LOCAL_DNS), ...service];
    case ClusterDns.CLOUD_DNS:
      // Where NodeLocal DNSCache stands before Cloud DNS, pods ask its address.
      return [block(METADATA_SERVER.ipv4), block(NODE_LOCAL_DNS), ...service];
    default: {
      const known = Object.values(ClusterDns).join(', ');
      const message = `cluster.dns '${String(dns)}' is not one of ${known}`;
      assertNoErrors([CLUSTER_FACT_MISSING.find(path, message, 'correct the literal')]);
      return [];
    }
  }
}

function serviceRange(path: string, cluster: ClusterFacts, address: string): string {
  const single = parseIpAddress(address);
  const services = cluster.serviceRange === undefined ? undefined : parseIpRange(cluster.serviceRange);
  if (single === undefined || (services !== undefined && !rangeContains(services, single))) {
    const reason =
      single === undefined ? 'is not an address' : `is not in cluster.serviceRange ${cluster.serviceRange}`;
    const fix = 'write the address of the Service kube-dns, such as 34.118.224.10';
    assertNoErrors([NETWORK_RANGE.find(path, `serviceAddress '${address}' ${reason}`, fix)]);
  }
  return `${address}/${single?.prefix}`;
}
