import { type ITerraformDependable, Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { Finding } from '../../validation/finding';
import { assertParameter, assertProps } from '../../validation/props';
import { GkeConstruct } from '../project/gke-construct';
import { validateRegion } from '../project/locations';
import {
  type IGkeNetwork,
  type NetworkCapacity,
  type NetworkCluster,
  type NetworkRanges,
  StackType,
} from './gke-network-interface';
import type { GkeNetworkAttributes } from './gke-network-props';
import { networkCapacity, plannedRanges, validateIpPlan } from './ip-plan';
import { NETWORK_RULES as RULES } from './messages';
import { validateRangeNames } from './network-rules';

/**
 * A network that something else created. Use `GkeNetwork.fromNetworkAttributes()`.
 */
export class ImportedNetwork extends GkeConstruct implements IGkeNetwork {
  public readonly networkId: string;
  public readonly subnetworkId: string;
  public readonly podRangeName: string;
  public readonly serviceRangeName: string;
  public readonly additionalPodRangeNames: readonly string[];
  public readonly dependencies: readonly ITerraformDependable[] = [];
  public readonly hasEgress: boolean;
  public readonly restrictsEgress?: boolean;
  public readonly stackType: StackType;
  public readonly capacity?: NetworkCapacity;
  public readonly ranges?: NetworkRanges;
  public readonly region?: string;

  private readonly clusters: NetworkCluster[] = [];

  constructor(scope: Construct, id: string, attributes: GkeNetworkAttributes) {
    super(scope, id);
    assertProps('GkeNetworkAttributes', attributes, this.node.path);
    const { ranges, region, additionalPodRanges = [] } = attributes;
    const planned = ranges && plannedRanges(ranges, additionalPodRanges);
    this.report([
      ...validateAttributes(attributes),
      ...validateRangeNames(attributes.podRangeName, attributes.serviceRangeName, additionalPodRanges),
      ...(region === undefined ? [] : validateRegion('region', region)),
      ...(planned ? validateIpPlan(planned) : []),
      ...(attributes.hasEgress ? [] : [RULES.withoutNat.find('', NO_EGRESS, 'mirror images to Artifact Registry')]),
    ]);
    this.networkId = attributes.networkId;
    this.subnetworkId = attributes.subnetworkId;
    this.podRangeName = attributes.podRangeName;
    this.serviceRangeName = attributes.serviceRangeName;
    this.additionalPodRangeNames = additionalPodRanges.map(({ name }) => name);
    this.hasEgress = attributes.hasEgress;
    this.restrictsEgress = attributes.restrictsEgress;
    this.stackType = (attributes.stackType as StackType | undefined) ?? StackType.IPV4;
    this.region = region;
    this.capacity = planned && networkCapacity(planned);
    this.ranges = ranges && {
      nodeRanges: [ranges.nodeRange],
      podRanges: [ranges.podRange, ...additionalPodRanges.map(({ range }) => range)],
      serviceRange: ranges.serviceRange,
    };
  }

  public registerCluster(cluster: NetworkCluster): readonly NetworkCluster[] {
    assertParameter('cluster', cluster, 'NetworkCluster', this.node.path);
    this.clusters.push(cluster);
    return this.clusters.slice(0, -1);
  }
}

const NO_EGRESS = 'hasEgress is false: nodes pull images from Google alone, and the Kata installer is at quay.io';

function validateAttributes(attributes: GkeNetworkAttributes): Finding[] {
  return (['networkId', 'subnetworkId', 'podRangeName', 'serviceRangeName'] as const)
    .filter((field) => attributes[field] === '' && !Token.isUnresolved(attributes[field]))
    .map((field) => RULES.attribute.find('', `${field} is empty`));
}
