import type { ContainerClusterDnsConfig } from '@cdktf/provider-google/lib/container-cluster';
import { Token } from 'cdktf';
import type { Finding } from '../../../validation/finding';
import { assertProps } from '../../../validation/props';
import { badDomain } from '../messages';

const DOMAIN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** Options of Cloud DNS with records in the scope of the cluster. */
export interface ClusterScopeOptions {
  /**
   * Domain under which the VPC resolves headless Services too.
   *
   * @default - the VPC resolves nothing of the cluster
   */
  readonly additiveVpcDomain?: string;
}

/**
 * Cloud DNS as the DNS service of the pods, instead of kube-dns.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/cloud-dns
 * @example
 * CloudDns.clusterScope({ additiveVpcDomain: 'gke.acme.internal' });
 */
export class CloudDns {
  /**
   * Records that only the nodes and pods of the cluster resolve.
   *
   * @param options a domain under which the VPC resolves headless Services too
   */
  public static clusterScope(options: ClusterScopeOptions = {}): CloudDns {
    assertProps('ClusterScopeOptions', options);
    const { additiveVpcDomain } = options;
    const config = { clusterDnsScope: 'CLUSTER_SCOPE', additiveVpcScopeDnsDomain: additiveVpcDomain };
    return new CloudDns(config, 'additiveVpcDomain', additiveVpcDomain);
  }

  /**
   * Records that everything in the VPC resolves. A change replaces the cluster.
   *
   * @param domain domain of the cluster, unique in the VPC, instead of `cluster.local`
   */
  public static vpcScope(domain: string): CloudDns {
    return new CloudDns({ clusterDnsScope: 'VPC_SCOPE', clusterDnsDomain: domain }, 'domain', domain);
  }

  private constructor(
    private readonly options: ContainerClusterDnsConfig,
    private readonly field: string,
    private readonly domain: string | undefined,
  ) {}

  /**
   * The block of the cluster.
   *
   * @internal
   */
  public get config(): ContainerClusterDnsConfig {
    return { clusterDns: 'CLOUD_DNS', ...this.options };
  }

  /**
   * What rules find in the domain.
   *
   * @internal
   */
  public validate(): readonly Finding[] {
    const { domain } = this;
    const isFine = domain === undefined || Token.isUnresolved(domain) || DOMAIN.test(domain);
    return isFine ? [] : [badDomain(`cloudDns.${this.field}`, domain)];
  }
}
