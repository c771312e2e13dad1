import type { ComputeAddress } from '@cdktf/provider-google/lib/compute-address';
import { ComputeRouter } from '@cdktf/provider-google/lib/compute-router';
import { ComputeRouterNat } from '@cdktf/provider-google/lib/compute-router-nat';
import { type IResolvable, Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { Finding } from '../../validation/finding';
import { assertProps } from '../../validation/props';
import { GkeConstruct, type GkeConstructProps } from '../project/gke-construct';
import {
  defaultName,
  resourceName,
  validateExistingName,
  validateResourceLabels,
  withOwnLabel,
} from '../project/resource-names';
import { NETWORK_RULES } from './messages';

/** Options of the NAT of a `GkeNetwork`. */
export interface CloudNatOptions extends GkeConstructProps {
  /**
   * Number of static addresses to reserve for the NAT, so that partners can allow them: 1 to 300.
   *
   * @default - Google chooses addresses, which change
   */
  readonly natAddressCount?: number;

  /**
   * Static addresses that are reserved already, as self links or `projects/P/regions/R/addresses/A`.
   *
   * @default - Google chooses addresses, which change
   */
  readonly natAddresses?: readonly string[];

  /**
   * Ports that each VM begins with: a power of two from 32 to 32768.
   *
   * @default 128
   */
  readonly minPortsPerVm?: number;

  /**
   * Ports that a VM may grow to: a power of two from 64 to 65536. A node makes the connections of all its pods.
   *
   * @default 4096
   */
  readonly maxPortsPerVm?: number;
}

/** Properties of `CloudNat`. */
export interface CloudNatProps extends CloudNatOptions {
  /**
   * Name of the NAT, and the beginning of the names of router and addresses.
   *
   * @default - the ids of stack and construct
   */
  readonly name?: string;

  /** Region of the subnetwork. */
  readonly region: string;

  /** VPC: id or self link. */
  readonly networkId: string;

  /** Subnetwork whose nodes and pods go out through the NAT: id or self link. */
  readonly subnetworkId: string;

  /**
   * Labels of the static addresses, for billing.
   *
   * @default - `managed-by: cdk-kata`, which is always there
   */
  readonly labels?: { readonly [label: string]: string } | IResolvable;

  /**
   * Project of the network.
   *
   * @default - the provider's project
   */
  readonly project?: string;
}

const DEFAULT_MIN_PORTS = 128;
const DEFAULT_MAX_PORTS = 4096;

/** Ports of an address that a NAT can give out. Source: https://cloud.google.com/nat/docs/ports-and-addresses */
const PORTS_PER_ADDRESS = 64_512;

const isPowerOfTwo = (value: number) => Number.isInteger(Math.log2(value));

/**
 * Cloud NAT for one subnetwork, with a router: the way to the internet for nodes without public addresses. Refused and
 * dropped connections are logged.
 *
 * @example
 * new CloudNat(stack, 'nat', { region: 'europe-west4', networkId, subnetworkId, natAddressCount: 2 });
 *
 * @see https://cloud.google.com/nat/docs/overview
 * @throws FindingsError for ports, addresses or a number of addresses that a NAT cannot have
 */
export class CloudNat extends GkeConstruct {
  /** Terraform resource of the NAT. */
  public readonly resource: ComputeRouterNat;

  /** The router that the NAT is part of. */
  public readonly router: ComputeRouter;

  /** The static addresses that were reserved for the NAT. */
  public readonly addresses: readonly ComputeAddress[];

  /** Number of VMs that get their first ports; undefined where Google adds addresses as they are needed. */
  public readonly maxVms: number | undefined;

  constructor(scope: Construct, id: string, props: CloudNatProps) {
    super(scope, id, props);
    assertProps('CloudNatProps', props, this.node.path);
    this.report([...validateNat(props), ...validateResourceLabels(props.labels)]);
    const { region, project, natAddresses } = props;
    const base = props.name ?? defaultName(this);
    const name = (suffix?: string) => resourceName('name', suffix === undefined ? base : `${base}-${suffix}`);
    this.router = new ComputeRouter(this, 'router', {
      name: name('router'),
      region,
      project,
      network: props.networkId,
    });
    this.addresses = Array.from({ length: props.natAddressCount ?? 0 }, (_, index) => {
      // Loaded here and not by every program: few reserve addresses.
      const { ComputeAddress } =
        require('@cdktf/provider-google/lib/compute-address') as typeof import('@cdktf/provider-google/lib/compute-address');
      return new ComputeAddress(this, `address-${index}`, {
        name: name(`${index}`),
        region,
        project,
        labels: withOwnLabel(props.labels),
      });
    });
    const reserved = natAddresses ?? this.addresses.map(({ selfLink }) => selfLink);
    const isManual = Token.isUnresolved(reserved) || reserved.length > 0;
    this.resource = new ComputeRouterNat(this, 'Default', {
      name: name(),
      region,
      project,
      router: this.router.name,
      natIpAllocateOption: isManual ? 'MANUAL_ONLY' : 'AUTO_ONLY',
      natIps: isManual ? listOf(reserved) : undefined,
      sourceSubnetworkIpRangesToNat: 'LIST_OF_SUBNETWORKS',
      subnetwork: [{ name: props.subnetworkId, sourceIpRangesToNat: ['ALL_IP_RANGES'] }],
      // Endpoint-independent mapping and dynamic ports exclude each other, and the API's default is the former.
      enableDynamicPortAllocation: true,
      enableEndpointIndependentMapping: false,
      minPortsPerVm: props.minPortsPerVm ?? DEFAULT_MIN_PORTS,
      maxPortsPerVm: props.maxPortsPerVm ?? DEFAULT_MAX_PORTS,
      logConfig: { enable: true, filter: 'ERRORS_ONLY' },
    });
    this.maxVms = maxVms(props);
  }
}

/** A list that Terraform knows stays a token; one of the program is copied. */
function listOf(values: readonly string[]): string[] {
  return Token.isUnresolved(values) ? (values as string[]) : [...values];
}

function maxVms({ natAddressCount, natAddresses, minPortsPerVm = DEFAULT_MIN_PORTS }: CloudNatOptions) {
  if (Token.isUnresolved(natAddresses) || Token.isUnresolved(minPortsPerVm)) return undefined;
  const addresses = natAddressCount ?? natAddresses?.length;
  return addresses === undefined ? undefined : addresses * Math.floor(PORTS_PER_ADDRESS / minPortsPerVm);
}

function validateNat(options: CloudNatOptions): Finding[] {
  const rule = NETWORK_RULES.nat;
  const { natAddressCount: count, natAddresses: addresses } = options;
  if (Token.isUnresolved(count)) {
    const message = 'natAddressCount is only known to Terraform, and says here how many addresses are created';
    return [rule.find('', message, 'give a literal')];
  }
  const isCount = count === undefined || (Number.isInteger(count) && count >= 1 && count <= 300);
  return [
    ...(isCount ? [] : [rule.find('', `natAddressCount ${count} is not a whole number from 1 to 300`, 'correct it')]),
    ...(count !== undefined && addresses !== undefined
      ? [rule.find('', 'natAddressCount and natAddresses are both given', 'have addresses reserved, or name them')]
      : []),
    ...validateAddresses(addresses),
    ...validatePorts(options),
  ];
}

function validateAddresses(addresses: readonly string[] | undefined): Finding[] {
  const rule = NETWORK_RULES.nat;
  if (addresses === undefined || Token.isUnresolved(addresses)) return [];
  if (addresses.length === 0) {
    return [rule.find('', 'natAddresses is empty', 'name at least one address, or leave it out')];
  }
  const fix = 'write its self link, or projects/PROJECT/regions/REGION/addresses/NAME';
  return addresses.flatMap((address) => [
    ...validateExistingName('natAddresses', address),
    ...(/^\d+(\.\d+){3}$/.test(address)
      ? [rule.find('', `natAddresses has '${address}', which is an IP address and not a resource`, fix)]
      : []),
  ]);
}

function validatePorts({ minPortsPerVm, maxPortsPerVm }: CloudNatOptions): Finding[] {
  const rule = NETWORK_RULES.nat;
  const [minimum, maximum] = [minPortsPerVm ?? DEFAULT_MIN_PORTS, maxPortsPerVm ?? DEFAULT_MAX_PORTS];
  const limits = { minPortsPerVm: [minimum, 32, 32_768], maxPortsPerVm: [maximum, 64, 65_536] } as const;
  const bad = Object.entries(limits).filter(
    ([, [value, low, high]]) => !Token.isUnresolved(value) && !(value >= low && value <= high && isPowerOfTwo(value)),
  );
  if (bad.length > 0) {
    return bad.map(([field, [value, low, high]]) =>
      rule.find('', `${field} ${value} is not a power of two from ${low} to ${high}`, 'correct it'),
    );
  }
  if (Token.isUnresolved(minimum) || Token.isUnresolved(maximum) || minimum < maximum) return [];
  const why = 'with dynamic allocation a VM begins with the first number and grows to the second';
  return [
    rule.find('', `minPortsPerVm ${minimum} is not below maxPortsPerVm ${maximum}: ${why}`, 'raise maxPortsPerVm'),
  ];
}
