import type { CloudIdsEndpoint } from '@cdktf/provider-google/lib/cloud-ids-endpoint';
import type { ComputePacketMirroring } from '@cdktf/provider-google/lib/compute-packet-mirroring';
import type { ServiceNetworkingConnection } from '@cdktf/provider-google/lib/service-networking-connection';
import type { IResolvable } from 'cdktf';
import type { Construct } from 'constructs';
import { assertProps } from '../../validation/props';
import { GkeConstruct, type GkeConstructProps } from '../project/gke-construct';
import { mayBeZoneOf } from '../project/locations';
import { requireServices } from '../project/project-services';
import {
  defaultName,
  resourceName,
  validateExistingName,
  validateResourceLabels,
  withOwnLabel,
} from '../project/resource-names';
import { assertAndKeep } from '../project/stack-findings';
import { textOrToken } from '../project/values';
import { zoneOutsideRegion } from './messages';

/** Lowest severity for which Cloud IDS raises an alert. */
export enum IntrusionSeverity {
  /** All findings, informational ones too. */
  INFORMATIONAL = 'INFORMATIONAL',
  /** Low and above. */
  LOW = 'LOW',
  /** Medium and above. */
  MEDIUM = 'MEDIUM',
  /** High and above. */
  HIGH = 'HIGH',
  /** Critical only. */
  CRITICAL = 'CRITICAL',
}

/** Options of `GkeNetwork.addIntrusionDetection()`. */
export interface IntrusionDetectionOptions extends GkeConstructProps {
  /** Zone of the endpoint, in the network's region, such as `europe-west4-a`. */
  readonly zone: string;

  /**
   * Lowest severity that raises an alert.
   *
   * @default IntrusionSeverity.LOW
   */
  readonly severity?: IntrusionSeverity | IResolvable;

  /**
   * Whether the VPC has a connection for private services already; a VPC has one for all services.
   *
   * @default false
   */
  readonly existingConnection?: boolean;

  /**
   * Labels of the range of addresses, for billing.
   *
   * @default - those of the network, and `managed-by: cdk-kata`
   */
  readonly labels?: { readonly [label: string]: string } | IResolvable;
}

/** Properties of `IntrusionDetection`. */
export interface IntrusionDetectionProps extends IntrusionDetectionOptions {
  /** Region of the subnetwork. */
  readonly region: string;

  /** VPC: id or self link. */
  readonly networkId: string;

  /** Subnetwork whose traffic is mirrored: id or self link. */
  readonly subnetworkId: string;

  /**
   * Project of the network.
   *
   * @default - the provider's
   */
  readonly project?: string;
}

/**
 * Cloud IDS for a subnetwork: an endpoint with a threat detection engine, and the mirroring of every packet to it. It
 * costs by the hour and by the traffic; Cloud IDS sees packets, so nothing of what is encrypted.
 *
 * @see https://cloud.google.com/intrusion-detection-system/docs/configuring-ids
 * @throws for a zone outside the region
 * @example
 * network.addIntrusionDetection({ zone: 'europe-west4-a', severity: IntrusionSeverity.MEDIUM });
 */
export class IntrusionDetection extends GkeConstruct {
  /** Terraform resource of the endpoint. */
  public readonly resource: CloudIdsEndpoint;

  /** Packet mirroring of the subnetwork. */
  public readonly mirroring: ComputePacketMirroring;

  constructor(scope: Construct, id: string, props: IntrusionDetectionProps) {
    super(scope, id, props);
    assertProps('IntrusionDetectionProps', props, this.node.path);
    const { project, region, zone, networkId } = props;
    const severity = props.severity ?? IntrusionSeverity.LOW;
    assertAndKeep(this, [
      ...(mayBeZoneOf(zone, region) ? [] : [zoneOutsideRegion(zone, region)]),
      ...validateExistingName('project', project),
      ...validateResourceLabels(props.labels),
    ]);

    requireServices(this, ['ids.googleapis.com', 'servicenetworking.googleapis.com'], project);
    // Loaded here and not by every program: its bindings are large, and few programs have one.
    const { CloudIdsEndpoint } =
      require('@cdktf/provider-google/lib/cloud-ids-endpoint') as typeof import('@cdktf/provider-google/lib/cloud-ids-endpoint');
    const { ComputePacketMirroring } =
      require('@cdktf/provider-google/lib/compute-packet-mirroring') as typeof import('@cdktf/provider-google/lib/compute-packet-mirroring');
    const connection = props.existingConnection === true ? [] : [this.connect(props)];
    this.resource = new CloudIdsEndpoint(this, 'Default', {
      name: resourceName('name', defaultName(this)),
      project,
      location: zone,
      network: networkId,
      severity: textOrToken(severity),
      dependsOn: connection,
    });
    this.mirroring = new ComputePacketMirroring(this, 'mirroring', {
      name: resourceName('name', defaultName(this, 'mirroring')),
      project,
      region,
      network: { url: networkId },
      collectorIlb: { url: this.resource.endpointForwardingRule },
      mirroredResources: { subnetworks: [{ url: props.subnetworkId }] },
    });
  }

  /** Addresses and peering through which Google's services come into the VPC. */
  private connect({ networkId: network, project, labels }: IntrusionDetectionProps): ServiceNetworkingConnection {
    const { ComputeGlobalAddress } =
      require('@cdktf/provider-google/lib/compute-global-address') as typeof import('@cdktf/provider-google/lib/compute-global-address');
    const { ServiceNetworkingConnection } =
      require('@cdktf/provider-google/lib/service-networking-connection') as typeof import('@cdktf/provider-google/lib/service-networking-connection');
    const range = new ComputeGlobalAddress(this, 'range', {
      name: resourceName('name', defaultName(this, 'range')),
      project,
      network,
      purpose: 'VPC_PEERING',
      addressType: 'INTERNAL',
      prefixLength: 16,
      labels: withOwnLabel(labels),
    });
    return new ServiceNetworkingConnection(this, 'connection', {
      network,
      service: 'servicenetworking.googleapis.com',
      reservedPeeringRanges: [range.name],
      // Google keeps the peering for hours after the endpoint is gone, during which its deletion fails.
      deletionPolicy: 'ABANDON',
    });
  }
}
