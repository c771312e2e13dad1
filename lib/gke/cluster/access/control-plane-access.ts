import type {
  ContainerClusterControlPlaneEndpointsConfig,
  ContainerClusterMasterAuthorizedNetworksConfig,
  ContainerClusterPrivateClusterConfig,
} from '@cdktf/provider-google/lib/container-cluster';
import { Fn, type IResolvable, TerraformIterator, Token } from 'cdktf';
import { PRIVATE_RANGES } from '../../../data/google/address-ranges';
import { type Cidr, cidrSize, contains, parseCidr } from '../../../validation/cidr';
import type { Finding } from '../../../validation/finding';
import { assertParameter, assertProps } from '../../../validation/props';
import { validateExistingName } from '../../project/resource-names';
import { badAuthorizedNetwork, noAuthorizedNetworks, openToTheWorld, wideAuthorizedNetwork } from './messages';

/** A network from which the control plane's address may be reached. */
export interface AuthorizedNetwork {
  /** IPv4 range, such as `203.0.113.0/24`; may be a token. */
  readonly cidr: string;

  /**
   * Name that the console shows.
   *
   * @default - no name
   */
  readonly name?: string;
}

/** Options of an address inside the VPC. */
export interface PrivateEndpointOptions {
  /**
   * Whether the address can be reached from other regions and from on-premises networks that are connected to the VPC.
   *
   * @default false
   */
  readonly globalAccess?: boolean | IResolvable;

  /**
   * Subnetwork of the address: name, id or self link. It cannot be changed later.
   *
   * @default - the subnetwork of the nodes
   */
  readonly subnetwork?: string;
}

/**
 * The blocks of the cluster.
 *
 * @internal
 */
export interface ControlPlaneAccessConfig {
  readonly endpoints: ContainerClusterControlPlaneEndpointsConfig;
  readonly privateCluster: ContainerClusterPrivateClusterConfig;
  readonly authorizedNetworks?: ContainerClusterMasterAuthorizedNetworksConfig;
}

const WIDE_PREFIX = 12;
const WIDEST_PREFIX = 8;
/** Addresses of a /8: networks that together have more are open to the world. */
const MOST_ADDRESSES = 2 ** (32 - WIDEST_PREFIX);

function authorizedNetworksConfig(
  networks: readonly AuthorizedNetwork[],
): ContainerClusterMasterAuthorizedNetworksConfig {
  if (Token.isUnresolved(networks)) {
    const each = TerraformIterator.fromList(networks as unknown as IResolvable);
    // A network of the list may have no name.
    const block = { cidr_block: each.getString('cidr'), display_name: Fn.try([each.getString('name'), '']) };
    return { gcpPublicCidrsAccessEnabled: false, cidrBlocks: each.dynamic(block) };
  }
  return {
    gcpPublicCidrsAccessEnabled: false,
    cidrBlocks: networks.map(({ cidr, name }) => ({ cidrBlock: cidr, displayName: name })),
  };
}

const isPrivate = (range: Cidr) => PRIVATE_RANGES.some((it) => contains(parseCidr(it) as Cidr, range));

function validateAuthorizedNetworks(networks: readonly AuthorizedNetwork[]): Finding[] {
  if (Token.isUnresolved(networks)) return [];
  const literals = networks.map(({ cidr }) => cidr).filter((cidr) => !Token.isUnresolved(cidr));
  const ranges = literals.map((cidr) => ({ cidr, range: typeof cidr === 'string' ? parseCidr(cidr) : undefined }));
  const bad = ranges.filter(({ range }) => range === undefined);
  const isPublic = ({ range }: { readonly range?: Cidr }) => range !== undefined && !isPrivate(range);
  const open = ranges.filter(({ range }) => range !== undefined && range.prefix < WIDEST_PREFIX);
  const publicAddresses = ranges.filter(isPublic).reduce((sum, { range }) => sum + cidrSize(range as Cidr), 0);
  const wide = ranges.filter((it) => isPublic(it) && (it.range as Cidr).prefix < WIDE_PREFIX && !open.includes(it));
  return [
    ...bad.map(({ cidr }) => badAuthorizedNetwork(cidr, rangeAround(cidr))),
    ...open.map(({ cidr }) => openToTheWorld(`authorized network '${cidr}'`)),
    ...(open.length === 0 && publicAddresses > MOST_ADDRESSES
      ? [openToTheWorld(`the list of ${ranges.length} authorized networks`)]
      : []),
    ...wide.map(({ cidr }) => wideAuthorizedNetwork(cidr)),
  ];
}

/** What was probably meant by a text that is not a range: an address alone, or one with host bits. */
function rangeAround(cidr: unknown): string | undefined {
  const [address, prefix = '32'] = String(cidr).split('/');
  const octets = (address ?? '').split('.').map(Number);
  const bits = Number(prefix);
  const isAddress = octets.length === 4 && octets.every((it) => Number.isInteger(it) && it >= 0 && it <= 255);
  if (!isAddress || !(Number.isInteger(bits) && bits >= 0 && bits <= 32)) return undefined;
  const size = 2 ** (32 - bits);
  const first = Math.floor(octets.reduce((sum, it) => sum * 256 + it, 0) / size) * size;
  const text = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.');
  return `write ${text}/${bits}`;
}

/** Fields of a kind of access to the control plane. */
interface Access {
  readonly privateEndpoint: boolean;
  readonly dnsFromOutside: boolean | IResolvable;
  readonly networks?: readonly AuthorizedNetwork[];
  readonly options?: PrivateEndpointOptions;
}

/**
 * How the control plane is reached. Who may do what there is decided by IAM and RBAC in any case.
 *
 * Where there is an address, the nodes and pods of the cluster can use it, and the networks that are named; other networks of
 * the VPC, such as that of a bastion, have to be named too.
 *
 * The fields behind it depend on each other, and some combinations are never stable in Terraform: an authorized-networks
 * block beside a cluster without IP endpoints is a difference in every plan
 * (terraform-google-modules/terraform-google-kubernetes-engine#2216).
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation
 * @example
 * ControlPlaneAccess.dnsAndPrivateEndpoint([{ cidr: '10.200.0.0/16', name: 'corporate' }], { globalAccess: true });
 */
export class ControlPlaneAccess {
  /**
   * By DNS name from anywhere, with IAM deciding who; by address from the cluster and from the networks named. The default.
   *
   * @param networks private networks that may use the address; a list of such objects that only Terraform knows will do
   * @param options where the address is, and how far it reaches
   */
  public static dnsAndPrivateEndpoint(
    networks: readonly AuthorizedNetwork[] = [],
    options: PrivateEndpointOptions = {},
  ): ControlPlaneAccess {
    return ControlPlaneAccess.by({ privateEndpoint: true, dnsFromOutside: true, networks, options });
  }

  /**
   * By DNS name from anywhere, with IAM deciding who; by a public address from the networks named.
   *
   * @param networks the networks, at least one
   */
  public static dnsAndPublicEndpoint(networks: readonly AuthorizedNetwork[]): ControlPlaneAccess {
    return ControlPlaneAccess.by({ privateEndpoint: false, dnsFromOutside: true, networks });
  }

  /**
   * By DNS name only. The control plane has no address.
   *
   * @param allowExternalTraffic whether the name works from outside the VPC
   */
  public static dnsOnly(allowExternalTraffic: boolean | IResolvable = true): ControlPlaneAccess {
    assertParameter('allowExternalTraffic', allowExternalTraffic, 'boolean~');
    return ControlPlaneAccess.by({ privateEndpoint: true, dnsFromOutside: allowExternalTraffic });
  }

  /**
   * By address only, from the cluster and from the networks named.
   *
   * @param networks private networks that may use the address
   * @param options where the address is, and how far it reaches
   */
  public static privateEndpoint(
    networks: readonly AuthorizedNetwork[] = [],
    options: PrivateEndpointOptions = {},
  ): ControlPlaneAccess {
    return ControlPlaneAccess.by({ privateEndpoint: true, dnsFromOutside: false, networks, options });
  }

  /**
   * By a public address only, from the networks named.
   *
   * @param networks the networks, at least one
   */
  public static publicEndpoint(networks: readonly AuthorizedNetwork[]): ControlPlaneAccess {
    return ControlPlaneAccess.by({ privateEndpoint: false, dnsFromOutside: false, networks });
  }

  private static by(access: Access): ControlPlaneAccess {
    const { privateEndpoint, dnsFromOutside, options = {} } = access;
    if ('networks' in access) assertParameter('networks', access.networks, 'AuthorizedNetwork[]~');
    assertProps('PrivateEndpointOptions', options);
    const { networks } = access;
    const config: ControlPlaneAccessConfig = {
      endpoints: {
        dnsEndpointConfig: { allowExternalTraffic: dnsFromOutside },
        ipEndpointsConfig: networks === undefined ? { enabled: false } : undefined,
      },
      privateCluster: {
        enablePrivateNodes: true,
        enablePrivateEndpoint: privateEndpoint,
        privateEndpointSubnetwork: options.subnetwork,
        masterGlobalAccessConfig: options.globalAccess === undefined ? undefined : { enabled: options.globalAccess },
      },
      authorizedNetworks: networks && authorizedNetworksConfig(networks),
    };
    const found = [
      ...(networks?.length === 0 && !privateEndpoint ? [noAuthorizedNetworks()] : []),
      ...validateAuthorizedNetworks(networks ?? []),
      ...validateExistingName('controlPlaneAccess.subnetwork', options.subnetwork),
    ];
    return new ControlPlaneAccess(config, found);
  }

  private constructor(
    /**
     * The blocks of the cluster.
     *
     * @internal
     */
    public readonly config: ControlPlaneAccessConfig,
    private readonly found: readonly Finding[],
  ) {}

  /** Whether credentials name the control plane by DNS: where that works from outside the VPC, or is the only way. */
  public get byDnsName(): boolean {
    const { dnsEndpointConfig, ipEndpointsConfig } = this.config.endpoints;
    return dnsEndpointConfig?.allowExternalTraffic === true || ipEndpointsConfig !== undefined;
  }

  /**
   * What rules find in the networks.
   *
   * @internal
   */
  public validate(): readonly Finding[] {
    return this.found;
  }
}
