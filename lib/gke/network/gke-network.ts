import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork';
import { Annotations, type ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { assertProps } from '../../validation/props';
import { IntrusionDetection, type IntrusionDetectionOptions } from '../detection/intrusion-detection';
import { GkeConstruct } from '../project/gke-construct';
import { assertRegion } from '../project/locations';
import { assertExistingName, defaultName, resourceName } from '../project/resource-names';
import { CloudNat } from './cloud-nat';
import { EgressFirewall } from './egress-firewall';
import { type IGkeNetwork, type NetworkCapacity, StackType } from './gke-network-interface';
import type { GkeNetworkAttributes, GkeNetworkProps } from './gke-network-props';
import { ImportedNetwork } from './imported-gke-network';
import { checkIpPlan, ipPlanWarnings } from './ip-plan';
import { badStackType, egressOfWholeVpc, natSettingsWithoutNat, noNat, sameRangeNames } from './messages';
import { flowLogConfig } from './vpc-flow-logs';

/**
 * A network for a private cluster: a VPC without default subnetworks, a regional subnetwork with ranges for pods and
 * services, flow logs and access to the Google APIs, a NAT, and a firewall rule that refuses and logs what comes in from
 * outside.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips
 * @throws for a region that is none, and for ranges that overlap, do not fit or are reserved
 */
export class GkeNetwork extends GkeConstruct implements IGkeNetwork {
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
  public readonly dependencies: readonly ITerraformDependable[];
  public readonly hasEgress: boolean;
  public readonly restrictsEgress: boolean;
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
    assertProps('GkeNetworkProps', props);
    assertExistingName('project', props.project);
    assertExistingName('existingNetwork', props.existingNetwork);
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
    if (!Object.values(StackType).includes(this.stackType)) throw new Error(badStackType(this.stackType));
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
        name: props.name && `${props.name}-nat`,
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
    this.restrictsEgress = props.allowedEgress !== undefined;
    if (props.allowedEgress !== undefined) {
      if (props.existingNetwork !== undefined) Annotations.of(this).addWarning(egressOfWholeVpc(props.existingNetwork));
      this.egressFirewall = new EgressFirewall(this, 'egress', {
        name: props.name && `${props.name}-egress`,
        networkId: this.networkId,
        project,
        internalRanges: Object.values(plan),
        internalIpv6Ranges: dual ? [this.subnetwork.internalIpv6Prefix] : undefined,
        allow: props.allowedEgress,
      });
    }
    this.dependencies = [
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
