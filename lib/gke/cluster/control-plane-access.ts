import type {
  ContainerClusterControlPlaneEndpointsConfig,
  ContainerClusterMasterAuthorizedNetworksConfig,
  ContainerClusterPrivateClusterConfig,
} from '@cdktf/provider-google/lib/container-cluster';
import { Token } from 'cdktf';
import { parseCidr } from '../../validation/cidr';
import { assertParameter } from '../../validation/props';
import { badAuthorizedNetwork, noAuthorizedNetworks, openToTheWorld } from './messages';

/** A network from which the control plane's address may be reached. */
export interface AuthorizedNetwork {
  /** An IPv4 range, such as `203.0.113.0/24`. */
  readonly cidr: string;

  /**
   * What it is.
   *
   * @default - nothing is said
   */
  readonly name?: string;
}

/**
 * The blocks of the cluster.
 *
 * @internal
 */
export interface ControlPlaneAccessConfig {
  readonly privateEndpoint: boolean;
  readonly endpoints: ContainerClusterControlPlaneEndpointsConfig;
  readonly authorizedNetworks?: ContainerClusterMasterAuthorizedNetworksConfig;
}

function authorizedNetworks(networks: readonly AuthorizedNetwork[]): ContainerClusterMasterAuthorizedNetworksConfig {
  assertParameter('networks', networks, 'AuthorizedNetwork[]');
  for (const { cidr } of networks) {
    if (Token.isUnresolved(cidr)) continue;
    const range = typeof cidr === 'string' ? parseCidr(cidr) : undefined;
    if (!range) throw new Error(badAuthorizedNetwork(cidr));
    if (range.prefix < 8) throw new Error(openToTheWorld(cidr));
  }
  return {
    gcpPublicCidrsAccessEnabled: false,
    cidrBlocks: networks.map(({ cidr, name }) => ({ cidrBlock: cidr, displayName: name })),
  };
}

/**
 * How the control plane is reached. Who may do what there is always IAM's and RBAC's to say.
 *
 * The fields behind it depend on each other, and some combinations are never stable in Terraform: an authorized-networks
 * block beside a cluster without IP endpoints is a difference in every plan
 * (terraform-google-modules/terraform-google-kubernetes-engine#2216).
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation
 */
export class ControlPlaneAccess {
  /**
   * By DNS name from anywhere, with IAM deciding who; by address from inside the VPC. The default.
   *
   * @param networks further private networks that may use the address
   */
  public static dnsAndPrivateEndpoint(networks: readonly AuthorizedNetwork[] = []): ControlPlaneAccess {
    return new ControlPlaneAccess({
      privateEndpoint: true,
      endpoints: { dnsEndpointConfig: { allowExternalTraffic: true } },
      authorizedNetworks: authorizedNetworks(networks),
    });
  }

  /**
   * By DNS name alone; there is no address.
   *
   * @param allowExternalTraffic whether the name works from outside the VPC
   */
  public static dnsOnly(allowExternalTraffic = true): ControlPlaneAccess {
    return new ControlPlaneAccess({
      privateEndpoint: true,
      endpoints: { dnsEndpointConfig: { allowExternalTraffic }, ipEndpointsConfig: { enabled: false } },
    });
  }

  /**
   * By address from inside the VPC alone.
   *
   * @param networks further private networks that may use the address
   */
  public static privateEndpoint(networks: readonly AuthorizedNetwork[] = []): ControlPlaneAccess {
    return new ControlPlaneAccess({
      privateEndpoint: true,
      endpoints: { dnsEndpointConfig: { allowExternalTraffic: false } },
      authorizedNetworks: authorizedNetworks(networks),
    });
  }

  /**
   * By a public address from named networks.
   *
   * @param networks the networks; at least one, and none of the whole internet
   * @throws for no network, for one that is no IPv4 range, and for one larger than /8
   */
  public static publicEndpoint(networks: readonly AuthorizedNetwork[]): ControlPlaneAccess {
    if (networks.length === 0) throw new Error(noAuthorizedNetworks());
    return new ControlPlaneAccess({
      privateEndpoint: false,
      endpoints: { dnsEndpointConfig: { allowExternalTraffic: false } },
      authorizedNetworks: authorizedNetworks(networks),
    });
  }

  /**
   * The blocks of the cluster.
   *
   * @internal
   */
  public readonly config: ControlPlaneAccessConfig;

  private constructor(config: ControlPlaneAccessConfig) {
    this.config = config;
  }

  /** Whether credentials name the control plane by DNS: where that works from outside the VPC, or is the only way. */
  public get byDnsName(): boolean {
    const { dnsEndpointConfig, ipEndpointsConfig } = this.config.endpoints;
    return dnsEndpointConfig?.allowExternalTraffic === true || ipEndpointsConfig?.enabled === false;
  }

  /**
   * The block for private clusters.
   *
   * @internal
   */
  public get privateClusterConfig(): ContainerClusterPrivateClusterConfig {
    return { enablePrivateNodes: true, enablePrivateEndpoint: this.config.privateEndpoint };
  }
}
