import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { GOOGLE_API_RANGES } from '../../data/google/address-ranges';
import { assertProps } from '../../validation/props';
import { GkeConstruct, type GkeConstructProps } from '../project/gke-construct';
import { defaultName, resourceName } from '../project/resource-names';
import { listOrToken } from '../project/values';
import { type EgressRule, isIpv6, validateEgressRules } from './egress-rules';

/** Properties of `EgressFirewall`. */
export interface EgressFirewallProps extends GkeConstructProps {
  /**
   * Beginning of the names of the rules.
   *
   * @default - the ids of stack and construct
   */
  readonly name?: string;

  /** VPC: id or self link. */
  readonly networkId: string;

  /** Ranges inside the VPC that nodes, pods and the endpoint of the control plane have to reach. */
  readonly internalRanges: readonly string[];

  /**
   * IPv6 ranges inside the VPC; may be tokens. With it, everything else of IPv6 is refused too.
   *
   * @default - the VPC has no IPv6, and no rule is made for it
   */
  readonly internalIpv6Ranges?: readonly string[];

  /**
   * What may leave the VPC beside its own ranges and Google's APIs.
   *
   * @default - nothing
   */
  readonly allow?: readonly EgressRule[];

  /**
   * Project of the network.
   *
   * @default - the provider's project
   */
  readonly project?: string;
}

// GKE's own rules have priorities up to 1000, and the VPC's implied ones 65535.
const ALLOW_PRIORITY = 2000;
const DENY_PRIORITY = 65000;

/**
 * Firewall rules that let nothing out of the VPC but what is named: the VPC itself, Google's APIs at
 * `private.googleapis.com` and `restricted.googleapis.com`, and the given rules. Everything else is refused and logged.
 *
 * Names such as `*.googleapis.com` and `*.pkg.dev` must then resolve to those addresses: see `GoogleApisDns`. The metadata
 * server and the DNS of the VPC are never subject to firewall rules.
 *
 * @example
 * new EgressFirewall(stack, 'egress', { networkId: network.networkId, internalRanges: ['10.0.0.0/8'] });
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/firewall-rules
 * @throws FindingsError for a rule without a range, and for a range, protocol or port that is not one
 */
export class EgressFirewall extends GkeConstruct {
  /** The rule that refuses IPv4. */
  public readonly resource: ComputeFirewall;

  /** The rule that refuses IPv6; undefined for a VPC without. */
  public readonly ipv6Resource: ComputeFirewall | undefined;

  /** The rules that allow, in the order in which they were given. */
  public readonly allowances: readonly ComputeFirewall[];

  private readonly base: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: EgressFirewallProps,
  ) {
    super(scope, id, props);
    assertProps('EgressFirewallProps', props, this.node.path);
    const { allow = [], internalRanges, internalIpv6Ranges } = props;
    this.report(validateEgressRules(allow));
    this.base = props.name ?? defaultName(this);
    this.allowances = [
      this.allow({ name: 'internal', ranges: internalRanges, protocol: 'all' }),
      this.allow({ name: 'google-apis', ranges: GOOGLE_API_RANGES, ports: ['443'] }),
      ...allow.flatMap((rule) => this.allowBothFamilies(rule)),
      ...(internalIpv6Ranges === undefined
        ? []
        : [this.allow({ name: 'internal-ipv6', ranges: internalIpv6Ranges, protocol: 'all' })]),
    ];
    if (internalIpv6Ranges !== undefined) this.ipv6Resource = this.deny('deny-ipv6', '::/0', 'deny-ipv6');
    this.resource = this.deny('Default', '0.0.0.0/0', 'deny');
  }

  /** A firewall rule holds ranges of one family. */
  private allowBothFamilies(rule: EgressRule): ComputeFirewall[] {
    if (Token.isUnresolved(rule.ranges)) return [this.allow(rule)];
    const ipv6 = rule.ranges.filter(isIpv6);
    const ipv4 = rule.ranges.filter((range) => !isIpv6(range));
    return [
      ...(ipv4.length > 0 ? [this.allow({ ...rule, ranges: ipv4 })] : []),
      ...(ipv6.length > 0 ? [this.allow({ ...rule, name: `${rule.name}-ipv6`, ranges: ipv6 })] : []),
    ];
  }

  private allow({ name, ranges, protocol = 'tcp', ports }: EgressRule): ComputeFirewall {
    return new ComputeFirewall(this, `allow-${name}`, {
      name: resourceName('name', `${this.base}-allow-${name}`),
      network: this.props.networkId,
      project: this.props.project,
      direction: 'EGRESS',
      priority: ALLOW_PRIORITY,
      destinationRanges: listOrToken(ranges),
      allow: [{ protocol, ports: ports && listOrToken(ports) }],
    });
  }

  private deny(id: string, range: string, suffix: string): ComputeFirewall {
    return new ComputeFirewall(this, id, {
      name: resourceName('name', `${this.base}-${suffix}`),
      network: this.props.networkId,
      project: this.props.project,
      direction: 'EGRESS',
      priority: DENY_PRIORITY,
      destinationRanges: [range],
      deny: [{ protocol: 'all' }],
      logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
    });
  }
}
