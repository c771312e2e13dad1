import { ComputeAddress } from '@cdktf/provider-google/lib/compute-address';
import { ComputeRouter } from '@cdktf/provider-google/lib/compute-router';
import { ComputeRouterNat } from '@cdktf/provider-google/lib/compute-router-nat';
import type { Construct } from 'constructs';
import { assertProps } from '../../validation/props';
import { GkeConstruct } from '../project/gke-construct';
import { assertExistingName, defaultName, resourceName } from '../project/resource-names';
import { badNatAddressCount, badNatPorts, natAddressesTwice, natPortsReversed } from './messages';

/** Options of the NAT of a `GkeNetwork`. */
export interface CloudNatOptions {
  /**
   * Number of static addresses to reserve, so that others can allow them.
   *
   * @default - addresses come and go
   */
  readonly natAddressCount?: number;

  /**
   * Static addresses that are reserved already, as self links.
   *
   * @default - none
   */
  readonly natAddresses?: readonly string[];

  /**
   * Ports that a VM begins with: a power of two from 32 to 32768.
   *
   * @default 128
   */
  readonly minPortsPerVm?: number;

  /**
   * Ports that a VM may grow to: a power of two from 64 to 65536. A Kata node makes the connections of all its pods.
   *
   * @default 4096
   */
  readonly maxPortsPerVm?: number;
}

/** Properties of `CloudNat`. */
export interface CloudNatProps extends CloudNatOptions {
  /**
   * Name of the NAT, and beginning of the names of router and addresses.
   *
   * @default - the ids of stack and construct
   */
  readonly name?: string;

  /** Region of the subnetwork. */
  readonly region: string;

  /** The VPC. */
  readonly networkId: string;

  /** The subnetwork whose nodes and pods go out through it. */
  readonly subnetworkId: string;

  /**
   * Project of the network.
   *
   * @default - the provider's
   */
  readonly project?: string;
}

const isPowerOfTwo = (value: number) => Number.isInteger(Math.log2(value));

/**
 * The way out for nodes without public addresses: a router with a NAT for one subnetwork. Refused and dropped connections
 * are logged.
 *
 * @see https://cloud.google.com/nat/docs/overview
 * @throws for ports or a number of addresses that a NAT cannot have
 */
export class CloudNat extends GkeConstruct {
  /** The NAT. */
  public readonly resource: ComputeRouterNat;

  /** The router that it is part of. */
  public readonly router: ComputeRouter;

  /** The static addresses that were reserved for it. */
  public readonly addresses: readonly ComputeAddress[];

  constructor(scope: Construct, id: string, props: CloudNatProps) {
    super(scope, id);
    assertProps('CloudNatProps', props);
    const { region, project, natAddresses } = props;
    const minimum = props.minPortsPerVm ?? 128;
    const maximum = props.maxPortsPerVm ?? 4096;
    const count = props.natAddressCount ?? 0;
    if (props.natAddressCount !== undefined && !(Number.isInteger(count) && count >= 1 && count <= 300)) {
      throw new Error(badNatAddressCount(props.natAddressCount));
    }
    if (count > 0 && natAddresses !== undefined) throw new Error(natAddressesTwice());
    for (const address of natAddresses ?? []) assertExistingName('natAddresses', address);
    for (const [field, value] of Object.entries({ minPortsPerVm: minimum, maxPortsPerVm: maximum })) {
      if (!(value >= 32 && value <= 65536 && isPowerOfTwo(value))) throw new Error(badNatPorts(field, value));
    }
    if (minimum >= maximum) throw new Error(natPortsReversed(minimum, maximum));

    const base = props.name ?? defaultName(this);
    const name = (suffix?: string) => resourceName('name', suffix === undefined ? base : `${base}-${suffix}`);
    this.router = new ComputeRouter(this, 'router', {
      name: name('router'),
      region,
      project,
      network: props.networkId,
    });
    this.addresses = Array.from(
      { length: count },
      (_, index) => new ComputeAddress(this, `address-${index}`, { name: name(`${index}`), region, project }),
    );
    const reserved = natAddresses ?? this.addresses.map(({ selfLink }) => selfLink);
    this.resource = new ComputeRouterNat(this, 'Default', {
      name: name(),
      region,
      project,
      router: this.router.name,
      natIpAllocateOption: reserved.length > 0 ? 'MANUAL_ONLY' : 'AUTO_ONLY',
      natIps: reserved.length > 0 ? [...reserved] : undefined,
      sourceSubnetworkIpRangesToNat: 'LIST_OF_SUBNETWORKS',
      subnetwork: [{ name: props.subnetworkId, sourceIpRangesToNat: ['ALL_IP_RANGES'] }],
      // Endpoint-independent mapping and dynamic ports exclude each other, and the API's default is the former.
      enableDynamicPortAllocation: true,
      enableEndpointIndependentMapping: false,
      minPortsPerVm: minimum,
      maxPortsPerVm: maximum,
      logConfig: { enable: true, filter: 'ERRORS_ONLY' },
    });
  }
}
