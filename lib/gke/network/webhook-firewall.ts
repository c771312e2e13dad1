import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { Finding } from '../../validation/finding';
import { parseIpRange } from '../../validation/ip-range';
import { assertProps } from '../../validation/props';
import { GkeConstruct, type GkeConstructProps } from '../project/gke-construct';
import { defaultName, resourceName } from '../project/resource-names';
import { knownItems, listOrToken, mayBeInteger } from '../project/values';
import { NETWORK_RULES } from './messages';

/** Options of `GkeNetwork.addWebhookFirewall()`. */
export interface WebhookFirewallOptions extends GkeConstructProps {
  /** TCP ports of the pods that answer the webhooks, such as 8443. GKE itself opens 443 and 10250. */
  readonly ports: readonly number[];

  /**
   * Ranges from which the control plane calls: its own range where the cluster has one.
   *
   * @default - the range of the nodes, in which the control plane has its private endpoint
   */
  readonly sourceRanges?: readonly string[];

  /**
   * Network tags of the nodes that the rule is for.
   *
   * @default - every VM of the VPC
   */
  readonly networkTags?: readonly string[];

  /**
   * Name of the rule.
   *
   * @default - the ids of stack and construct
   */
  readonly name?: string;
}

/** Properties of `WebhookFirewall`. */
export interface WebhookFirewallProps extends WebhookFirewallOptions {
  /** VPC: id or self link. */
  readonly networkId: string;

  /** Range of the nodes. */
  readonly nodeRange: string;

  /**
   * Project of the network.
   *
   * @default - the provider's project
   */
  readonly project?: string;
}

/** GKE's own rules have this priority and those below. */
const PRIORITY = 1000;

/**
 * A firewall rule that lets the control plane call admission webhooks and aggregated APIs on other ports than those that GKE
 * opens.
 *
 * @example
 * network.addWebhookFirewall('webhooks', { ports: [8443, 9443] });
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/private-clusters#add_firewall_rules
 * @throws FindingsError for ports that are not ports, and for ranges that are not ranges
 */
export class WebhookFirewall extends GkeConstruct {
  /** Terraform resource of the rule. */
  public readonly resource: ComputeFirewall;

  constructor(scope: Construct, id: string, props: WebhookFirewallProps) {
    super(scope, id, props);
    assertProps('WebhookFirewallProps', props, this.node.path);
    const sources = props.sourceRanges ?? [props.nodeRange];
    this.report([...validatePorts(props.ports), ...knownItems(sources).flatMap(validateSource)]);
    this.resource = new ComputeFirewall(this, 'Default', {
      name: resourceName('name', props.name ?? defaultName(this)),
      project: props.project,
      network: props.networkId,
      description: 'Lets the control plane of a GKE cluster call webhooks',
      direction: 'INGRESS',
      priority: PRIORITY,
      sourceRanges: listOrToken(sources),
      targetTags: props.networkTags && listOrToken(props.networkTags),
      allow: [
        {
          protocol: 'tcp',
          ports: props.ports.map((port) => (Token.isUnresolved(port) ? Token.asString(port) : String(port))),
        },
      ],
    });
  }
}

function validatePorts(ports: readonly number[]): Finding[] {
  const rule = NETWORK_RULES.webhookPorts;
  if (ports.length === 0) return [rule.find('', 'ports is empty', 'name at least one port, such as 8443')];
  return ports
    .filter((port) => !mayBeInteger(port, 1, 65_535))
    .map((port) => rule.find('', `ports has ${port}, which is not a port`));
}

function validateSource(range: string): Finding[] {
  if (parseIpRange(range) !== undefined) return [];
  return [NETWORK_RULES.range.find('', `sourceRanges has '${range}', which is not a range`)];
}
