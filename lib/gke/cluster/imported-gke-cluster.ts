import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { ClusterAccess } from '../../contract/cluster-access';
import type { ClusterFacts } from '../../contract/cluster-facts';
import type { FromJson } from '../../contract/from-json';
import { type Finding, FindingsError } from '../../validation/finding';
import { assertProps } from '../../validation/props';
import type { IGkeNetwork } from '../network/gke-network-interface';
import { type INodeIdentity, NodeIdentity } from '../node-pool/node-identity';
import type { GkeConstructProps } from '../project/gke-construct';
import { isZone, regionOf, validateRegion } from '../project/locations';
import { providerProject } from '../project/providers';
import { validateExistingName } from '../project/resource-names';
import { addStackCheck, assertAndKeep } from '../project/stack-findings';
import { type ControlPlaneAddress, gkeAccess } from './access/cluster-access';
import { importedFacts, validateFacts } from './features/facts';
import { GkeClusterBase } from './gke-cluster-base';
import type { ReleaseChannel } from './gke-cluster-props';
import { validateNetworkOf, validatePools } from './gke-cluster-rules';
import * as errors from './messages';

/** What a `GkeCluster` is that exists already. */
export interface GkeClusterAttributes extends GkeConstructProps {
  /** Name. */
  readonly name: string;

  /** Region or zone. */
  readonly location: string;

  /**
   * Project.
   *
   * @default - the provider's
   */
  readonly project?: string;

  /** Address of the service account of nodes that name none. */
  readonly nodeServiceAccountEmail: string;

  /**
   * The network, so that what it lacks is seen.
   *
   * @default - unknown
   */
  readonly network?: IGkeNetwork;

  /**
   * Release channel, which decides whether GKE insists on upgrading nodes.
   *
   * @default - unknown
   */
  readonly releaseChannel?: FromJson<ReleaseChannel>;

  /**
   * What the cluster is, for the Kubernetes tree.
   *
   * @default - what the network and the project say
   */
  readonly facts?: ClusterFacts;

  /**
   * DNS name of the control plane, such as `gke-0123456789ab-123456789012.europe-west4.gke.goog`, for `access`; may be a token.
   *
   * @default - unknown
   */
  readonly dnsEndpoint?: string;

  /**
   * IP address of the control plane, for `access` where there is no `dnsEndpoint`; may be a token.
   *
   * @default - unknown
   */
  readonly endpoint?: string;

  /**
   * Certificate of the control plane's authority in base64, as GKE gives it, for `endpoint`; may be a token.
   *
   * @default - unknown
   */
  readonly caCertificate?: string;

  /**
   * Whether Terraform refuses to destroy pools that say nothing else.
   *
   * @default true
   */
  readonly deletionProtection?: boolean;
}

/** A cluster that something else made. */
export class ImportedGkeCluster extends GkeClusterBase {
  public readonly clusterId: string;
  public readonly name: string;
  public readonly location: string;
  public readonly project: string;
  public readonly nodeIdentity: INodeIdentity;
  public readonly network: IGkeNetwork | undefined;
  public readonly releaseChannel: string | undefined;
  public readonly deletionProtection: boolean;
  public readonly facts: ClusterFacts;

  private readonly address: ControlPlaneAddress;

  /**
   * Use `GkeCluster.fromClusterAttributes()`.
   *
   * @internal
   */
  constructor(scope: Construct, id: string, attributes: GkeClusterAttributes) {
    super(scope, id, attributes);
    assertProps('GkeClusterAttributes', attributes, this.node.path);
    assertAndKeep(this, validateAttributes(attributes));
    const isZonal = isZone(attributes.location);
    this.name = attributes.name;
    this.location = attributes.location;
    this.project = attributes.project ?? providerProject(this);
    this.clusterId = `projects/${this.project}/locations/${this.location}/clusters/${this.name}`;
    this.nodeIdentity = NodeIdentity.fromServiceAccountEmail(this, 'nodes', attributes.nodeServiceAccountEmail);
    this.network = attributes.network;
    this.releaseChannel = attributes.releaseChannel;
    this.facts = importedFacts(attributes.facts ?? {}, this.network, this.project);
    this.deletionProtection = attributes.deletionProtection ?? true;
    const { dnsEndpoint, endpoint, caCertificate } = attributes;
    this.address = { dnsEndpoint, endpoint, caCertificate };
    addStackCheck(this, () => validatePools(this.pools, this.network, isZonal ? 1 : undefined));
  }

  public get access(): ClusterAccess {
    const access = gkeAccess(this.address);
    if (access !== undefined) return access;
    const { endpoint } = this.address;
    throw new FindingsError([{ ...errors.accessUnknown(endpoint !== undefined), path: this.node.path }]);
  }
}

function validateAttributes(attributes: GkeClusterAttributes): Finding[] {
  const { name, location, network, project } = attributes;
  // A zonal cluster may exist; its pools are in its zone.
  const isZonal = isZone(location);
  return [
    ...(name ? validateExistingName('name', name) : [errors.emptyAttribute('name')]),
    ...validateExistingName('project', project),
    ...(isZonal ? [] : validateRegion('location', location)),
    ...validateNetworkOf(regionOf(location), network),
    ...validateFacts(attributes.facts ?? {}),
    ...validateAddress(attributes),
  ];
}

const DNS_NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/;
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;
const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

function validateAddress({ dnsEndpoint, endpoint, caCertificate }: GkeClusterAttributes): Finding[] {
  const isOff = (value: string | undefined, grammar: RegExp) =>
    value !== undefined && !Token.isUnresolved(value) && !grammar.test(value);
  return [
    ...(isOff(dnsEndpoint, DNS_NAME) || (dnsEndpoint !== undefined && IPV4.test(dnsEndpoint))
      ? [
          errors.badAddress(
            'dnsEndpoint',
            dnsEndpoint,
            'a DNS name without https://, such as gke-0123.europe-west4.gke.goog',
          ),
        ]
      : []),
    ...(isOff(endpoint, IPV4)
      ? [errors.badAddress('endpoint', endpoint, 'an IPv4 address without https://, such as 203.0.113.7')]
      : []),
    ...(isOff(caCertificate, BASE64)
      ? [errors.badAddress('caCertificate', caCertificate, 'the base64 text of masterAuth.clusterCaCertificate')]
      : []),
  ];
}
