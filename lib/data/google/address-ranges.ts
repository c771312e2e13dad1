/** Address ranges that mean something to Google Cloud or to nodes. */

/**
 * Ranges that cannot be used inside a VPC.
 *
 * Source: https://cloud.google.com/vpc/docs/subnets#prohibited-ranges (read 2026-11); 172.17.0.0/16 is Docker's bridge on
 * the nodes, https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips.
 */
export const PROHIBITED_RANGES = [
  { range: '0.0.0.0/8', why: 'it is the current network' },
  { range: '127.0.0.0/8', why: 'it is the loopback of each machine' },
  { range: '169.254.0.0/16', why: 'it is link-local, and holds the metadata server' },
  { range: '172.17.0.0/16', why: 'the container runtime bridges it on every node' },
  { range: '224.0.0.0/4', why: 'it is multicast' },
  { range: '255.255.255.255/32', why: 'it is the broadcast address' },
  { range: '199.36.153.4/30', why: 'it is restricted.googleapis.com' },
  { range: '199.36.153.8/30', why: 'it is private.googleapis.com' },
] as const;

/**
 * Ranges that nobody routes on the internet.
 *
 * Source: RFC 1918, RFC 6598, RFC 5735; GKE treats them as private,
 * https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips#internal_ip_addresses.
 */
export const PRIVATE_RANGES = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '192.0.0.0/24',
  '198.18.0.0/15',
  '240.0.0.0/4',
] as const;

/**
 * Addresses of the Google APIs behind a VPC, for nodes that reach nothing else.
 *
 * Source: https://cloud.google.com/vpc/docs/configure-private-google-access#config-options
 */
export const GOOGLE_API_RANGES = ['199.36.153.4/30', '199.36.153.8/30'] as const;

/** Addresses of `private.googleapis.com`. Source: as above. */
export const PRIVATE_GOOGLE_APIS = ['199.36.153.8', '199.36.153.9', '199.36.153.10', '199.36.153.11'] as const;

/**
 * Domains of Google's APIs and registries that nodes ask for, with one host of each. The other names of the domain are
 * aliases of that host.
 *
 * Sources: https://cloud.google.com/vpc/docs/configure-private-google-access#config-domain and
 * https://cloud.google.com/artifact-registry/docs/gke-private-clusters
 */
export const GOOGLE_API_DOMAINS = [
  { domain: 'googleapis.com', host: 'private.googleapis.com' },
  { domain: 'pkg.dev', host: 'pkg.dev' },
  { domain: 'gcr.io', host: 'gcr.io' },
] as const;

/** Addresses of a subnetwork that Google keeps. Source: https://cloud.google.com/vpc/docs/subnets#unusable-ip-addresses-in-every-subnet */
export const RESERVED_ADDRESSES_PER_SUBNETWORK = 4;

/**
 * Addresses of the metadata server, IPv4 and IPv6; `.252` is where GKE's own server listens on nodes without Dataplane V2.
 *
 * Source: https://cloud.google.com/compute/docs/metadata/querying-metadata,
 * https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity#limitations
 */
export const METADATA_SERVER = {
  ipv4: '169.254.169.254/32',
  gkeIpv4: '169.254.169.252/32',
  ipv6: 'fd20:ce::254/128',
} as const;

/** Address of NodeLocal DNSCache on each node. Source: https://cloud.google.com/kubernetes-engine/docs/how-to/nodelocal-dns-cache */
export const NODE_LOCAL_DNS = '169.254.20.10/32';

/**
 * Ranges that belong to a node or to its link, and never to a workload elsewhere.
 *
 * Source: RFC 3927, RFC 4291, RFC 1122
 */
export const LINK_RANGES = [
  { range: '169.254.0.0/16', what: 'link-local addresses with the metadata server' },
  { range: '127.0.0.0/8', what: 'loopback' },
  { range: 'fe80::/10', what: 'link-local addresses' },
  { range: '::1/128', what: 'loopback' },
  { range: 'fd20:ce::254/128', what: 'the metadata server' },
] as const;

/** What of IPv6 is routed on the internet. Source: IANA's registry of IPv6 global unicast addresses. */
export const GLOBAL_UNICAST_IPV6 = '2000::/3';

/**
 * Ranges inside the global unicast range that are not ordinary addresses of the internet: tunnels, which lead to any IPv4
 * address, benchmarking, documentation.
 *
 * Source: IANA's registry of IPv6 special-purpose addresses (read 2026-11)
 */
export const SPECIAL_IPV6_RANGES = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'] as const;
