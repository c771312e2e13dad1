import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork';
import { Annotations, type ITerraformDependable, Token } from 'cdktf';
import { Construct } from 'constructs';
import { missingAttribute, natSettingsWithoutNat, noNat, notARegion, sameRangeNames } from '../errors/network';
import { CloudNat, type CloudNatOptions } from './cloud-nat';
import { EgressFirewall, type EgressRule } from './egress-firewall';
import { type FlowLogs, flowLogConfig } from './flow-logs';
import { IntrusionDetection, type IntrusionDetectionOptions } from './intrusion-detection';
import { checkIpPlan, ipPlanWarnings } from './ip-plan';
import { defaultName, resourceName } from './names';
import { type IGkeNetwork, type NetworkCapacity, StackType } from './network-interface';
import { assertSameCore } from './same-core';

/** Properties of `GkeNetwork`. */
export interface GkeNetworkProps extends CloudNatOptions {
  /** Region of the subnetwork, such as `europe-west4`. */
  readonly region: string;

  /**
   * Name of VPC and subnetwork, and the beginning of the names of the rest.
   *
   * @default - the ids of stack and construct
   */
  readonly name?: string;

  /**
   * Project of the network, which with Shared VPC is the host project.
   *
   * @default - the provider's
   */
  readonly project?: string;

  /**
   * A VPC that exists, by id or self link, which gets the subnetwork.
   *
   * @default - a VPC of its own
   */
  readonly existingNetwork?: string;

  /**
   * Addresses of nodes, as an IPv4 range of /8 to /29.
   *
   * @default '10.0.0.0/20'
   */
  readonly nodeRange?: string;

  /**
   * Addresses of pods, as an IPv4 range of /9 to /21. Each node takes twice its maximum of pods, rounded up to a power of
   * two: 256 with GKE's default of 110.
   *
   * @default '10.64.0.0/14'
   */
  readonly podRange?: string;

  /**
   * Addresses of services, as an IPv4 range of /16 to /27.
   *
   * @default '10.32.0.0/20'
   */
  readonly serviceRange?: string;

  /**
   * Name of the range for pods in the subnetwork.
   *
   * @default 'pods'
   */
  readonly podRangeName?: string;

  /**
   * Name of the range for services in the subnetwork.
   *
   * @default 'services'
   */
  readonly serviceRangeName?: string;

  /**
   * Which protocols the subnetwork speaks. IPv6 addresses are internal ones.
   *
   * @default StackType.IPV4
   */
  readonly stackType?: StackType;

  /**
   * Records of who talked to whom.
   *
   * @default - half of them, with metadata
   */
  readonly flowLogs?: FlowLogs;

  /**
   * Whether nodes without public addresses reach the internet. Without, images come from Google alone.
   *
   * @default true
   */
  readonly nat?: boolean;

  /**
   * What may leave the network; everything else is then refused. The network itself and the Google APIs stay reachable.
   *
   * @default - everything may leave
   */
  readonly egressOnlyTo?: readonly EgressRule[];
}

/** What a `GkeNetwork` is made of that exists already. */
export interface GkeNetworkAttributes {
  /** The VPC: name, id or self link. */
  readonly networkId: string;

  /** The subnetwork of the nodes: name, id or self link. */
  readonly subnetworkId: string;

  /** Name of its secondary range for pods. */
  readonly podRangeName: string;

  /** Name of its secondary range for services. */
  readonly serviceRangeName: string;

  /** Whether nodes without public addresses reach the internet: through a NAT, a proxy or a route of the VPC. */
  readonly hasEgress: boolean;

  /**
   * Region of the subnetwork.
   *
   * @default - unknown
   */
  readonly region?: string;

  /**
   * Which protocols the subnetwork speaks.
   *
   * @default StackType.IPV4
   */
  readonly stackType?: StackType;

  /**
   * Addresses of nodes, pods and services, so that what fits can be computed. All three or none.
   *
   * @default - unknown
   */
  readonly ranges?: GkeNetworkRanges;
}

/** The ranges of a subnetwork. */
export interface GkeNetworkRanges {
  /** Addresses of nodes, as an IPv4 range. */
  readonly nodeRange: string;

  /** Addresses of pods, as an IPv4 range. */
  readonly podRange: string;

  /** Addresses of services, as an IPv4 range. */
  readonly serviceRange: string;
}

const REGION = /^[a-z]+-[a-z]+[0-9]+$/;

/** Throws unless the value is a region or a token. */
export function assertRegion(field: string, value: string): void {
  if (!Token.isUnresolved(value) && !REGION.test(value)) throw new Error(notARegion(field, value));
}

/**
 * A network for a private cluster: a VPC without default subnetworks, a regional subnetwork with ranges for pods and
 * services, flow logs and access to the Google APIs, a NAT, and a firewall rule that refuses and logs what comes in from
 * outside.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips
 * @throws for a region that is none, and for ranges that overlap, do not fit or are reserved
 */
export class GkeNetwork extends Construct implements IGkeNetwork {
  /**
   * A network that something else made.
   *
   * @param scope where the construct goes
   * @param id its id
   * @param attributes what it is made of
   */
  public static fromNetworkAttributes(scope: Construct, id: string, attributes: GkeNetworkAttributes): IGkeNetwork {
    return new ImportedNetwork(scope, id, attributes);
  }

  public readonly networkId: string;
  public readonly subnetworkId: string;
  public readonly podRangeName: string;
  public readonly serviceRangeName: string;
  public readonly readiness: readonly ITerraformDependable[];
  public readonly hasEgress: boolean;
  public readonly stackType: StackType;
  public readonly capacity: NetworkCapacity;
  public readonly region: string;

  /** The VPC; undefined when it existed. */
  public readonly resource: ComputeNetwork | undefined;

  /** The subnetwork. */
  public readonly subnetwork: ComputeSubnetwork;

  /** The NAT; undefined without one. */
  public readonly nat: CloudNat | undefined;

  /** The rule that refuses what comes in from outside; undefined in a VPC that existed. */
  public readonly ingressFirewall: ComputeFirewall | undefined;

  /** The rules for what may leave; undefined when everything may. */
  public readonly egressFirewall: EgressFirewall | undefined;

  private readonly project: string | undefined;

  constructor(scope: Construct, id: string, props: GkeNetworkProps) {
    super(scope, id);
    assertSameCore(this);
    assertRegion('region', props.region);
    const { region, project } = props;
    const plan = {
      nodeRange: props.nodeRange ?? '10.0.0.0/20',
      podRange: props.podRange ?? '10.64.0.0/14',
      serviceRange: props.serviceRange ?? '10.32.0.0/20',
    };
    this.capacity = checkIpPlan(plan);
    for (const warning of ipPlanWarnings(plan)) Annotations.of(this).addWarning(warning);
    this.podRangeName = resourceName('podRangeName', props.podRangeName ?? 'pods');
    this.serviceRangeName = resourceName('serviceRangeName', props.serviceRangeName ?? 'services');
    if (this.podRangeName === this.serviceRangeName) throw new Error(sameRangeNames(this.podRangeName));
    this.region = region;
    this.project = project;
    this.stackType = props.stackType ?? StackType.IPV4;
    const dual = this.stackType === StackType.IPV4_IPV6;
    const name = resourceName('name', props.name ?? defaultName(this));

    if (props.existingNetwork === undefined) {
      this.resource = new ComputeNetwork(this, 'Default', {
        name,
        project,
        autoCreateSubnetworks: false,
        routingMode: 'REGIONAL',
        enableUlaInternalIpv6: dual ? true : undefined,
      });
      this.ingressFirewall = new ComputeFirewall(this, 'deny-ingress', {
        name: resourceName('name', `${name}-deny-ingress`),
        project,
        network: this.resource.id,
        direction: 'INGRESS',
        priority: 65534,
        sourceRanges: ['0.0.0.0/0'],
        deny: [{ protocol: 'all' }],
        logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
      });
    }
    this.networkId = props.existingNetwork ?? (this.resource as ComputeNetwork).id;

    this.subnetwork = new ComputeSubnetwork(this, 'subnetwork', {
      name,
      project,
      region,
      network: this.networkId,
      ipCidrRange: plan.nodeRange,
      privateIpGoogleAccess: true,
      // The order is part of the state: pods, then services.
      secondaryIpRange: [
        { rangeName: this.podRangeName, ipCidrRange: plan.podRange },
        { rangeName: this.serviceRangeName, ipCidrRange: plan.serviceRange },
      ],
      stackType: dual ? 'IPV4_IPV6' : 'IPV4_ONLY',
      ipv6AccessType: dual ? 'INTERNAL' : undefined,
      privateIpv6GoogleAccess: dual ? 'ENABLE_OUTBOUND_VM_ACCESS_TO_GOOGLE' : undefined,
      logConfig: flowLogConfig(props.flowLogs),
    });
    this.subnetworkId = this.subnetwork.id;

    this.hasEgress = props.nat ?? true;
    if (this.hasEgress) {
      this.nat = new CloudNat(this, 'nat', {
        region,
        project,
        networkId: this.networkId,
        subnetworkId: this.subnetworkId,
        natAddressCount: props.natAddressCount,
        natAddresses: props.natAddresses,
        minPortsPerVm: props.minPortsPerVm,
        maxPortsPerVm: props.maxPortsPerVm,
      });
    } else {
      const needless = (['natAddressCount', 'natAddresses', 'minPortsPerVm', 'maxPortsPerVm'] as const).find(
        (field) => props[field] !== undefined,
      );
      if (needless !== undefined) throw new Error(natSettingsWithoutNat(needless));
      Annotations.of(this).addWarning(noNat());
    }
    if (props.egressOnlyTo !== undefined) {
      this.egressFirewall = new EgressFirewall(this, 'egress', {
        networkId: this.networkId,
        project,
        internalRanges: Object.values(plan),
        allow: props.egressOnlyTo,
      });
    }
    this.readiness = [
      ...(this.nat ? [this.nat.resource] : []),
      ...(this.egressFirewall ? this.egressFirewall.allowances : []),
    ];
  }

  /**
   * Mirrors the subnetwork's traffic to Cloud IDS, which looks for known attacks. It sees packets, so nothing of what is
   * encrypted, and nothing of what happens inside a guest.
   *
   * @param options zone and severity
   * @see https://cloud.google.com/intrusion-detection-system/docs/overview
   */
  public addIntrusionDetection(options: IntrusionDetectionOptions): IntrusionDetection {
    return new IntrusionDetection(this, 'intrusion-detection', {
      ...options,
      region: this.region,
      project: this.project,
      networkId: this.networkId,
      subnetworkId: this.subnetworkId,
    });
  }
}

class ImportedNetwork extends Construct implements IGkeNetwork {
  public readonly networkId: string;
  public readonly subnetworkId: string;
  public readonly podRangeName: string;
  public readonly serviceRangeName: string;
  public readonly readiness: readonly ITerraformDependable[] = [];
  public readonly hasEgress: boolean;
  public readonly stackType: StackType;
  public readonly capacity?: NetworkCapacity;
  public readonly region?: string;

  constructor(scope: Construct, id: string, attributes: GkeNetworkAttributes) {
    super(scope, id);
    assertSameCore(this);
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
    this.region = attributes.region;
    this.capacity = attributes.ranges === undefined ? undefined : checkIpPlan(attributes.ranges);
  }
}
