import type { Construct } from 'constructs';
import type { ClusterFacts } from '../../contract/cluster-facts';
import type { Finding } from '../../validation/finding';
import { assertProps } from '../../validation/props';
import type { IGkeNetwork } from '../network/gke-network-interface';
import { type INodeIdentity, NodeIdentity } from '../node-pool/node-identity';
import type { GkeConstructProps } from '../project/gke-construct';
import { isZone, regionOf, validateRegion } from '../project/locations';
import { providerProject } from '../project/providers';
import { validateExistingName } from '../project/resource-names';
import { addStackCheck, assertAndKeep } from '../project/stack-findings';
import { importedFacts, validateFacts } from './features/facts';
import { GkeClusterBase } from './gke-cluster-base';
import type { ReleaseChannel } from './gke-cluster-props';
import { validateChannel, validateNetworkOf, validatePools } from './gke-cluster-rules';
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
  readonly releaseChannel?: ReleaseChannel;

  /**
   * What the cluster is, for the Kubernetes tree.
   *
   * @default - what the network and the project say
   */
  readonly facts?: ClusterFacts;

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
    addStackCheck(this, () => validatePools(this.pools, this.network?.capacity, isZonal ? 1 : undefined));
  }
}

function validateAttributes(attributes: GkeClusterAttributes): Finding[] {
  const { name, location, network, project, releaseChannel } = attributes;
  // A zonal cluster may exist; its pools are in its zone.
  const isZonal = isZone(location);
  return [
    ...(name ? validateExistingName('name', name) : [errors.emptyAttribute('name')]),
    ...validateExistingName('project', project),
    ...(isZonal ? [] : validateRegion('location', location)),
    ...validateNetworkOf(regionOf(location), network),
    ...validateChannel(releaseChannel),
    ...validateFacts(attributes.facts ?? {}),
  ];
}
