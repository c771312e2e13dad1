import type { DnsManagedZone } from '@cdktf/provider-google/lib/dns-managed-zone';
import type { IResolvable, ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { GOOGLE_API_DOMAINS, PRIVATE_GOOGLE_APIS } from '../../data/google/address-ranges';
import { assertProps } from '../../validation/props';
import { GkeConstruct, type GkeConstructProps } from '../project/gke-construct';
import { requireServices } from '../project/project-services';
import { defaultName, resourceName, validateResourceLabels, withOwnLabel } from '../project/resource-names';

/** Properties of `GoogleApisDns`. */
export interface GoogleApisDnsProps extends GkeConstructProps {
  /**
   * Beginning of the names of the zones.
   *
   * @default - the ids of stack and construct
   */
  readonly name?: string;

  /** VPC whose machines resolve the names: id or self link. */
  readonly networkId: string;

  /**
   * Labels of the zones, for billing.
   *
   * @default - `managed-by: cdk-kata`, which is always there
   */
  readonly labels?: { readonly [label: string]: string } | IResolvable;

  /**
   * Project of the zones.
   *
   * @default - the provider's project
   */
  readonly project?: string;
}

const TTL_SECONDS = 300;

/**
 * Private DNS zones that resolve Google's APIs and registries to `private.googleapis.com`, whose addresses a firewall can
 * let out: `googleapis.com`, `pkg.dev` and `gcr.io`. Without them nodes behind such a firewall cannot register.
 *
 * @example
 * new GoogleApisDns(stack, 'google-apis', { networkId: network.networkId });
 *
 * @see https://cloud.google.com/vpc/docs/configure-private-google-access#config-domain
 */
export class GoogleApisDns extends GkeConstruct {
  /** The zones, in the order of their domains. */
  public readonly zones: readonly DnsManagedZone[];

  /** What nodes wait for: the records of the zones. */
  public readonly dependencies: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: GoogleApisDnsProps) {
    super(scope, id, props);
    assertProps('GoogleApisDnsProps', props, this.node.path);
    this.report(validateResourceLabels(props.labels));
    const { networkId, project } = props;
    requireServices(this, ['dns.googleapis.com'], project);
    const base = props.name ?? defaultName(this);
    // Loaded here and not by every program: its bindings are large, and few programs have one.
    const { DnsManagedZone } =
      require('@cdktf/provider-google/lib/dns-managed-zone') as typeof import('@cdktf/provider-google/lib/dns-managed-zone');
    const { DnsRecordSet } =
      require('@cdktf/provider-google/lib/dns-record-set') as typeof import('@cdktf/provider-google/lib/dns-record-set');
    const records: ITerraformDependable[] = [];
    this.zones = GOOGLE_API_DOMAINS.map(({ domain, host }) => {
      const label = domain.replace('.', '-');
      const zone = new DnsManagedZone(this, label, {
        name: resourceName('name', `${base}-${label}`),
        project,
        dnsName: `${domain}.`,
        description: `${domain} at private.googleapis.com`,
        visibility: 'private',
        labels: withOwnLabel(props.labels),
        privateVisibilityConfig: { networks: [{ networkUrl: networkId }] },
      });
      const record = (suffix: string, type: string, name: string, rrdatas: readonly string[]) =>
        new DnsRecordSet(this, `${label}-${suffix}`, {
          project,
          managedZone: zone.name,
          name,
          type,
          ttl: TTL_SECONDS,
          rrdatas: [...rrdatas],
        });
      records.push(
        record('a', 'A', `${host}.`, PRIVATE_GOOGLE_APIS),
        record('cname', 'CNAME', `*.${domain}.`, [`${host}.`]),
      );
      return zone;
    });
    this.dependencies = records;
  }
}
