import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { assertProps } from '../../validation/props';
import { GkeConstruct } from '../project/gke-construct';
import { assertRegion } from '../project/locations';
import { type IGkeNetwork, type NetworkCapacity, StackType } from './gke-network-interface';
import type { GkeNetworkAttributes } from './gke-network-props';
import { checkIpPlan } from './ip-plan';
import { badStackType, missingAttribute, sameRangeNames } from './messages';

/** A network that something else made. */
export class ImportedNetwork extends GkeConstruct implements IGkeNetwork {
  public readonly networkId: string;
  public readonly subnetworkId: string;
  public readonly podRangeName: string;
  public readonly serviceRangeName: string;
  public readonly dependencies: readonly ITerraformDependable[] = [];
  public readonly hasEgress: boolean;
  public readonly stackType: StackType;
  public readonly capacity?: NetworkCapacity;
  public readonly region?: string;

  constructor(scope: Construct, id: string, attributes: GkeNetworkAttributes) {
    super(scope, id);
    assertProps('GkeNetworkAttributes', attributes);
    for (const field of ['networkId', 'subnetworkId', 'podRangeName', 'serviceRangeName'] as const) {
      if (typeof attributes[field] !== 'string' || attributes[field] === '') throw new Error(missingAttribute(field));
    }
    if (attributes.podRangeName === attributes.serviceRangeName)
      throw new Error(sameRangeNames(attributes.podRangeName));
    if (attributes.region !== undefined) assertRegion('region', attributes.region);
    this.networkId = attributes.networkId;
    this.subnetworkId = attributes.subnetworkId;
    this.podRangeName = attributes.podRangeName;
    this.serviceRangeName = attributes.serviceRangeName;
    this.hasEgress = attributes.hasEgress;
    this.stackType = attributes.stackType ?? StackType.IPV4;
    if (!Object.values(StackType).includes(this.stackType)) throw new Error(badStackType(this.stackType));
    this.region = attributes.region;
    this.capacity = attributes.ranges === undefined ? undefined : checkIpPlan(attributes.ranges);
  }
}
