import { ComputeFirewall, type ComputeFirewallAllow } from '@cdktf/provider-google/lib/compute-firewall';
import type { Construct } from 'constructs';
import { GOOGLE_API_RANGES } from '../../data/google/address-ranges';
import { parseCidr } from '../../validation/cidr';
import { assertProps } from '../../validation/props';
import { GkeConstruct } from '../project/gke-construct';
import { defaultName, resourceName } from '../project/resource-names';
import { badEgressRule } from './messages';

/** A way out of the network that stays open. */
export interface EgressRule {
  /** Name, part of the firewall rule's. */
  readonly name: string;

  /** Where to, as IPv4 ranges. */
  readonly ranges: readonly string[];

  /**
   * Ports, such as `443` or `8000-8100`.
   *
   * @default - all
   */
  readonly ports?: readonly string[];

  /**
   * Protocol: `tcp`, `udp`, `icmp` or `all`.
   *
   * @default 'tcp'
   */
  readonly protocol?: string;
}

/** Properties of `EgressFirewall`. */
export interface EgressFirewallProps {
  /**
   * Beginning of the names of the rules.
   *
   * @default - the ids of stack and construct
   */
  readonly name?: string;

  /** The VPC. */
  readonly networkId: string;

  /** Ranges inside the VPC, which nodes, pods and the control plane's endpoint have to reach. */
  readonly internalRanges: readonly string[];

  /**
   * IPv6 ranges inside the VPC; may be tokens. With it, everything else of IPv6 is refused too.
   *
   * @default - the VPC has no IPv6, and no rule is made for it
   */
  readonly internalIpv6Ranges?: readonly string[];

  /**
   * Further ways out.
   *
   * @default - none
   */
  readonly allow?: readonly EgressRule[];

  /**
   * Project of the network.
   *
   * @default - the provider's
   */
  readonly project?: string;
}

const PROTOCOLS = ['tcp', 'udp', 'icmp', 'all'];
const PORTS = /^\d{1,5}(-\d{1,5})?$/;

// GKE's own rules have priorities up to 1000, and the VPC's implied ones 65535.
const ALLOW_PRIORITY = 2000;
const DENY_PRIORITY = 65000;

/**
 * Lets nothing out of the network but what is named: the network itself, the Google APIs at
 * `private.googleapis.com` and `restricted.googleapis.com`, and the given rules. Everything else is refused and logged.
 *
 * Names such as `*.googleapis.com` and `*.pkg.dev` must then resolve to those ranges, by a private DNS zone of the VPC. The
 * metadata server and the VPC's DNS are never subject to firewall rules.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/firewall-rules
 * @throws for a rule without a range, or with one that is none
 */
export class EgressFirewall extends GkeConstruct {
  /** The rule that refuses. */
  public readonly resource: ComputeFirewall;

  /** The rule that refuses what is left of IPv6; undefined without. */
  public readonly ipv6Resource: ComputeFirewall | undefined;

  /** The rules that allow, in the order in which they were given. */
  public readonly allowances: readonly ComputeFirewall[];

  constructor(scope: Construct, id: string, props: EgressFirewallProps) {
    super(scope, id);
    assertProps('EgressFirewallProps', props);
    const { networkId, project } = props;
    const rules: EgressRule[] = [
      { name: 'internal', ranges: props.internalRanges, protocol: 'all' },
      { name: 'google-apis', ranges: GOOGLE_API_RANGES, ports: ['443'] },
      ...(props.allow ?? []),
    ];
    const base = props.name ?? defaultName(this);
    const taken = new Set<string>();
    this.allowances = rules.map((rule) => {
      const problem = ruleProblem(rule, taken);
      if (problem !== undefined) throw new Error(badEgressRule(rule.name, problem));
      taken.add(rule.name);
      return new ComputeFirewall(this, `allow-${rule.name}`, {
        name: resourceName('name', `${base}-allow-${rule.name}`),
        network: networkId,
        project,
        direction: 'EGRESS',
        priority: ALLOW_PRIORITY,
        destinationRanges: [...rule.ranges],
        allow: [allowance(rule)],
      });
    });
    const ipv6 = props.internalIpv6Ranges;
    // A rule holds ranges of one family.
    if (ipv6 !== undefined) {
      this.allowances = [
        ...this.allowances,
        new ComputeFirewall(this, 'allow-internal-ipv6', {
          name: resourceName('name', `${base}-allow-internal-ipv6`),
          network: networkId,
          project,
          direction: 'EGRESS',
          priority: ALLOW_PRIORITY,
          destinationRanges: [...ipv6],
          allow: [{ protocol: 'all' }],
        }),
      ];
      this.ipv6Resource = this.deny('deny-ipv6', '::/0', props, base);
    }
    this.resource = this.deny('Default', '0.0.0.0/0', props, base);
  }

  private deny(id: string, range: string, { networkId, project }: EgressFirewallProps, base: string): ComputeFirewall {
    return new ComputeFirewall(this, id, {
      name: resourceName('name', `${base}-${id === 'Default' ? 'deny' : id}`),
      network: networkId,
      project,
      direction: 'EGRESS',
      priority: DENY_PRIORITY,
      destinationRanges: [range],
      deny: [{ protocol: 'all' }],
      logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
    });
  }
}

function allowance({ protocol = 'tcp', ports }: EgressRule): ComputeFirewallAllow {
  return { protocol, ports: ports === undefined ? undefined : [...ports] };
}

function ruleProblem(
  { name, ranges, ports = [], protocol = 'tcp' }: EgressRule,
  taken: Set<string>,
): string | undefined {
  if (!/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(name)) return 'has no name of lower-case letters, digits and dashes';
  if (taken.has(name)) return 'is there already; give it another name';
  if (ranges.length === 0) return 'allows no range; name at least one, such as 203.0.113.0/24';
  const bad = ranges.find((range) => !parseCidr(range));
  if (bad !== undefined) return `has '${bad}', which is not an IPv4 range; write it such as 203.0.113.0/24`;
  if (!PROTOCOLS.includes(protocol)) return `has protocol '${protocol}', which is none of ${PROTOCOLS.join(', ')}`;
  if (ports.length > 0 && protocol !== 'tcp' && protocol !== 'udp') return `has ports, which ${protocol} does not have`;
  const port = ports.find((it) => !PORTS.test(it) || it.split('-').some((number) => Number(number) > 65535));
  return port === undefined ? undefined : `has port '${port}'; write 443 or 8000-8100`;
}
