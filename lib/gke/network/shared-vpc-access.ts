import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { type ITerraformDependable, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { assertParameter, assertProps } from '../../validation/props';
import { GkeConstruct, type GkeConstructProps } from '../project/gke-construct';
import { validateExistingName } from '../project/resource-names';
import type { IPrerequisite } from '../project/stack-order';
import { NETWORK_RULES } from './messages';

/** Properties of `SharedVpcAccess`. */
export interface SharedVpcAccessProps extends GkeConstructProps {
  /** Project that owns the network. */
  readonly hostProject: string;

  /** Number of the project that has the cluster; `gcloud projects describe` prints it. */
  readonly serviceProjectNumber: string;

  /**
   * Whether GKE may make firewall rules in the host project, for load balancers and ingress.
   *
   * @default false
   */
  readonly manageFirewall?: boolean;
}

/**
 * The roles that the service agents of a service project need in the host project of a Shared VPC, before a cluster can be
 * created in its network.
 *
 * @example
 * new SharedVpcAccess(stack, 'shared-vpc', { hostProject: 'acme-net', serviceProjectNumber: '123456789012' });
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/cluster-shared-vpc
 * @throws FindingsError for a number that is not a project's
 */
export class SharedVpcAccess extends GkeConstruct implements IPrerequisite {
  /** What the cluster waits for: the grants. */
  public readonly dependencies: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: SharedVpcAccessProps) {
    super(scope, id, props);
    assertProps('SharedVpcAccessProps', props, this.node.path);
    const { hostProject: project, serviceProjectNumber: number, manageFirewall = false } = props;
    const isNumber = Token.isUnresolved(number) || /^\d{6,}$/.test(number);
    const message = `serviceProjectNumber '${number}' is not the number of a project`;
    this.report([
      ...validateExistingName('hostProject', project),
      ...(isNumber ? [] : [NETWORK_RULES.projectNumber.find('', message)]),
    ]);
    const gke = `serviceAccount:service-${number}@container-engine-robot.iam.gserviceaccount.com`;
    const apis = `serviceAccount:${number}@cloudservices.gserviceaccount.com`;
    const grants: [string, string, string][] = [
      ['network-user-gke', 'roles/compute.networkUser', gke],
      ['network-user-apis', 'roles/compute.networkUser', apis],
      ['host-service-agent', 'roles/container.hostServiceAgentUser', gke],
      ...(manageFirewall ? [['firewall', 'roles/compute.securityAdmin', gke] as [string, string, string]] : []),
    ];
    this.dependencies = grants.map(
      ([name, role, member]) => new ProjectIamMember(this, name, { project, role, member }),
    );
  }

  /**
   * Clusters, and the pools of clusters that are imported, use the subnetwork of the host project.
   *
   * @param resourceType type of a resource, such as `google_container_cluster`
   */
  public isPrerequisiteOf(resourceType: string): boolean {
    assertParameter('resourceType', resourceType, 'string', this.node.path);
    return resourceType === 'google_container_cluster' || resourceType === 'google_container_node_pool';
  }
}
