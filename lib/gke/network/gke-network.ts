import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { Finding } from '../../validation/finding';
import { assertParameter, assertProps } from '../../validation/props';
import { IntrusionDetection, type IntrusionDetectionOptions } from '../detection/intrusion-detection';
import { GkeConstruct } from '../project/gke-construct';
import { validateRegion } from '../project/locations';
import {
  defaultName,
  literalDefaultName,
  prefixed,
  resourceName,
  useNamePrefix,
  validateExistingName,
  validateResourceLabels,
  validateResourceName,
  withOwnLabel,
} from '../project/resource-names';
import { CloudNat } from './cloud-nat';
import { EgressFirewall } from './egress-firewall';
import {
  type IGkeNetwork,
  type NetworkCapacity,
  type NetworkCluster,
  type NetworkRanges,
  StackType,
} from './gke-network-interface';
import type { GkeNetworkAttributes, GkeNetworkProps } from './gke-network-props';
import { GoogleApisDns } from './google-apis-dns';
import { ImportedNetwork } from './imported-gke-network';
import { allRanges, networkCapacity, plannedRanges, sharedRanges, validateIpPlan } from './ip-plan';
import { NETWORK_RULES } from './messages';
import { validateRangeNames, validateWaysOut } from './network-rules';
import { flowLogConfig, validateFlowLogs, writeFlowLogs } from './vpc-flow-logs';
import { WebhookFirewall, type WebhookFirewallOptions } from './webhook-firewall';

/** Below GKE's own rules, and above the VPC's implied ones. */
const DENY_INGRESS_PRIORITY = 65_534;

/**
 * A network for a private cluster: a VPC without automatic subnetworks, a regional subnetwork with ranges for pods and
 * Services, flow logs and Private Google Access, a NAT, and a firewall rule that refuses and logs what comes in from outside.
 *
 * @example
 * const network = new GkeNetwork(stack, 'network', { region: 'europe-west4', natAddressCount: 2 });
 * new GkeCluster(stack, 'gke', { location: 'europe-west4', network });
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips
 * @throws FindingsError for a region that is not one, and for ranges that overlap, do not fit or are reserved
 */
export class GkeNetwork extends GkeConstruct implements IGkeNetwork {
  /**
   * A network that something else created.
   *
   * @param scope parent of the construct
   * @param id id of the construct
   * @param attributes names and ranges of the network
   */
  public static fromNetworkAttributes(scope: Construct, id: string, attributes: GkeNetworkAttributes): IGkeNetwork {
    return new ImportedNetwork(scope, id, attributes);
  }

  public readonly networkId: string;
  public readonly subnetworkId: string;
  public readonly podRangeName: string;
  public readonly serviceRangeName: string;
  public readonly additionalPodRangeNames: readonly string[];
  public readonly dependencies: readonly ITerraformDependable[];
  public readonly hasEgress: boolean;
  public readonly restrictsEgress: boolean;
  public readonly stackType: StackType;
  public readonly capacity: NetworkCapacity;
  public readonly ranges: NetworkRanges;
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

  /** The private DNS zones for Google's APIs; undefined without. */
  public readonly googleApisDns: GoogleApisDns | undefined;

  private readonly givenName: string | undefined;
  private readonly project: string | undefined;
  private readonly clusters: NetworkCluster[] = [];
  private readonly isUnprotected: boolean;
  private readonly labels: GkeNetworkProps['labels'];

  constructor(scope: Construct, id: string, props: GkeNetworkProps) {
    super(scope, id, props);
    assertProps('GkeNetworkProps', props, this.node.path);
    useNamePrefix(this, props.namePrefix);
    const { region, project, additionalPodRanges = [] } = props;
    const plan = {
      nodeRange: props.nodeRange ?? '10.0.0.0/20',
      podRange: props.podRange ?? '10.64.0.0/14',
      serviceRange: props.serviceRange ?? '10.32.0.0/20',
    };
    const planned = plannedRanges(plan, additionalPodRanges);
    const name = props.name === undefined ? defaultName(this) : prefixed(this, props.name);
    this.podRangeName = props.podRangeName ?? 'pods';
    this.serviceRangeName = props.serviceRangeName ?? 'services';
    this.report([
      ...validateExistingName('project', project),
      ...validateExistingName('existingNetwork', props.existingNetwork),
      ...validateRegion('region', region),
      ...validateResourceName('name', name),
      ...validateResourceName('podRangeName', this.podRangeName),
      ...validateResourceName('serviceRangeName', this.serviceRangeName),
      ...additionalPodRanges.flatMap((it) => validateResourceName('additionalPodRanges.name', it.name)),
      ...validateRangeNames(this.podRangeName, this.serviceRangeName, additionalPodRanges),
      ...validateResourceLabels(props.labels),
      ...validateFlowLogs(props.flowLogs),
      ...validateIpPlan(planned),
      ...validateWaysOut(props),
    ]);
    this.region = region;
    this.project = project;
    this.labels = props.labels;
    this.stackType = props.stackType ?? StackType.IPV4;
    this.capacity = networkCapacity(planned);
    this.additionalPodRangeNames = additionalPodRanges.map((it) => it.name);
    this.ranges = {
      nodeRanges: [plan.nodeRange],
      podRanges: [plan.podRange, ...additionalPodRanges.map(({ range }) => range)],
      serviceRange: plan.serviceRange,
    };
    const dual = this.stackType === StackType.IPV4_IPV6;
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
        priority: DENY_INGRESS_PRIORITY,
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
      // The order is part of the state: pods, then services, then what was added later.
      secondaryIpRange: [
        { rangeName: this.podRangeName, ipCidrRange: plan.podRange },
        { rangeName: this.serviceRangeName, ipCidrRange: plan.serviceRange },
        ...additionalPodRanges.map((it) => ({ rangeName: it.name, ipCidrRange: it.range })),
      ],
      stackType: dual ? 'IPV4_IPV6' : 'IPV4_ONLY',
      ipv6AccessType: dual ? 'INTERNAL' : undefined,
      privateIpv6GoogleAccess: dual ? 'ENABLE_OUTBOUND_VM_ACCESS_TO_GOOGLE' : undefined,
      logConfig: flowLogConfig(props.flowLogs),
    });
    writeFlowLogs(this.subnetwork, props.flowLogs);
    this.subnetworkId = this.subnetwork.id;
    this.hasEgress = props.nat ?? true;
    this.nat = this.hasEgress ? this.createNat(props) : undefined;
    this.restrictsEgress = props.allowedEgress !== undefined;
    if (props.allowedEgress !== undefined) {
      this.egressFirewall = new EgressFirewall(this, 'egress', {
        name: props.name && `${name}-egress`,
        networkId: this.networkId,
        project,
        internalRanges: planned.map(({ range }) => range),
        internalIpv6Ranges: dual ? [this.subnetwork.internalIpv6Prefix] : undefined,
        allow: props.allowedEgress,
      });
      if (props.privateDnsZones !== false) {
        this.googleApisDns = new GoogleApisDns(this, 'google-apis', {
          name: props.name && name,
          networkId: this.networkId,
          project,
          labels: props.labels,
        });
      }
    }
    this.dependencies = [
      ...(this.nat ? [this.nat.resource] : []),
      ...(this.egressFirewall?.allowances ?? []),
      ...(this.googleApisDns?.dependencies ?? []),
    ];
    this.isUnprotected = props.deletionProtection === false;
    if (props.deletionProtection === true) this.protect();
    this.givenName = props.name && name;
    this.checkAtSynthesis(() => [...this.validateNatCapacity(), ...this.validateNeighbours()]);
  }

  /**
   * Mirrors the traffic of the subnetwork to Cloud IDS, which looks for known attacks. It sees packets: nothing of what is
   * encrypted, and nothing of what happens inside a guest.
   *
   * @param options zone and severity
   * @see https://cloud.google.com/intrusion-detection-system/docs/overview
   */
  public addIntrusionDetection(options: IntrusionDetectionOptions): IntrusionDetection {
    return new IntrusionDetection(this, 'intrusion-detection', {
      ...options,
      labels: withOwnLabel(this.labels, options?.labels),
      region: this.region,
      project: this.project,
      networkId: this.networkId,
      subnetworkId: this.subnetworkId,
    });
  }

  /**
   * Lets the control plane call webhooks on other ports than 443 and 10250.
   *
   * @param id id of the construct
   * @param options ports and, where they differ from the default, source ranges
   */
  public addWebhookFirewall(id: string, options: WebhookFirewallOptions): WebhookFirewall {
    const [nodeRange = ''] = this.ranges.nodeRanges;
    return new WebhookFirewall(this, id, { ...options, nodeRange, networkId: this.networkId, project: this.project });
  }

  public registerCluster(cluster: NetworkCluster): readonly NetworkCluster[] {
    assertParameter('cluster', cluster, 'NetworkCluster', this.node.path);
    this.clusters.push(cluster);
    if (cluster.deletionProtection && !this.isUnprotected) this.protect();
    return this.clusters.slice(0, -1);
  }

  private get name(): string {
    return this.givenName ?? literalDefaultName(this);
  }

  private createNat(props: GkeNetworkProps): CloudNat {
    return new CloudNat(this, 'nat', {
      name: props.name && `${prefixed(this, props.name)}-nat`,
      region: this.region,
      project: this.project,
      labels: props.labels,
      networkId: this.networkId,
      subnetworkId: this.subnetworkId,
      natAddressCount: props.natAddressCount,
      natAddresses: props.natAddresses,
      minPortsPerVm: props.minPortsPerVm,
      maxPortsPerVm: props.maxPortsPerVm,
    });
  }

  private protect(): void {
    for (const resource of [this.resource, this.subnetwork, ...(this.nat?.addresses ?? [])]) {
      if (resource) resource.lifecycle = { ...resource.lifecycle, preventDestroy: true };
    }
  }

  private validateNatCapacity() {
    const vms = this.nat?.maxVms;
    const nodes = this.clusters.reduce((sum, { maxNodes }) => sum + maxNodes(), 0);
    if (vms === undefined || nodes <= vms) return [];
    const message = `the node pools can grow to ${nodes} nodes, and the static addresses of the NAT have ports for ${vms}`;
    return [NETWORK_RULES.natCapacity.find('', message)];
  }

  /** What the networks that were created before in the same app have already. */
  private validateNeighbours(): Finding[] {
    const networks = this.node.root.node.findAll().filter((it): it is GkeNetwork => it instanceof GkeNetwork);
    return networks.slice(0, networks.indexOf(this)).flatMap((other) => {
      const find = (message: string) => [NETWORK_RULES.neighbour.find('', message)];
      const isSamePlace = other.project === this.project && other.name === this.name;
      const twoVpcs = this.resource !== undefined && other.resource !== undefined;
      if (isSamePlace && (twoVpcs || other.region === this.region)) {
        return find(`name '${this.name}' is that of ${other.node.path} too`);
      }
      if (other.networkId !== this.networkId) return [];
      return sharedRanges(allRanges(this.ranges), allRanges(other.ranges)).flatMap(([one, taken]) =>
        find(`${one} overlaps ${taken} of ${other.node.path}, which is in the same VPC`),
      );
    });
  }
}
