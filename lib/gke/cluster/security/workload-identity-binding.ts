import type { ServiceAccountIamMember } from '@cdktf/provider-google/lib/service-account-iam-member';
import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { Finding } from '../../../validation/finding';
import { isDnsLabel } from '../../../validation/kubernetes-names';
import { assertProps } from '../../../validation/props';
import type { IGkeClusterRef } from '../../node-pool/gke-cluster-ref';
import { GkeConstruct, type GkeConstructProps } from '../../project/gke-construct';
import { assertAndKeep } from '../../project/stack-findings';
import { badKubernetesName, badServiceAccountId } from './messages';

/** Properties of `WorkloadIdentityBinding`. */
export interface WorkloadIdentityBindingProps extends GkeConstructProps {
  /** Cluster whose pods use the account. */
  readonly cluster: IGkeClusterRef;

  /** Namespace of the Kubernetes service account. */
  readonly namespace: string;

  /** Name of the Kubernetes service account. */
  readonly serviceAccount: string;

  /** Google service account: `projects/P/serviceAccounts/EMAIL`, which is the `name` of the resource; may be a token. */
  readonly googleServiceAccount: string;
}

const ACCOUNT = /^projects\/[^/]+\/serviceAccounts\/[^/]+$/;

/**
 * Lets pods of a Kubernetes service account act as a Google service account. Annotate the Kubernetes service account with
 * `iam.gke.io/gcp-service-account` as well.
 *
 * Every cluster of a project shares one Workload Identity pool: a namespace and service account of the same name in another
 * cluster of the project are the same principal.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
 * @throws for a name that Kubernetes refuses, and for a text that is not the id of a service account
 * @example
 * new WorkloadIdentityBinding(stack, 'reports', {
 *   cluster,
 *   namespace: 'reports',
 *   serviceAccount: 'writer',
 *   googleServiceAccount: 'projects/acme-prod/serviceAccounts/reports@acme-prod.iam.gserviceaccount.com',
 * });
 */
export class WorkloadIdentityBinding extends GkeConstruct {
  /** Terraform resource of the grant. */
  public readonly resource: ServiceAccountIamMember;

  constructor(scope: Construct, id: string, props: WorkloadIdentityBindingProps) {
    super(scope, id, props);
    assertProps('WorkloadIdentityBindingProps', props, this.node.path);
    assertAndKeep(this, validateBinding(props));
    const { cluster, namespace, serviceAccount, googleServiceAccount } = props;
    // Loaded here and not by every program: few programs have one.
    const { ServiceAccountIamMember } =
      require('@cdktf/provider-google/lib/service-account-iam-member') as typeof import('@cdktf/provider-google/lib/service-account-iam-member');
    this.resource = new ServiceAccountIamMember(this, 'Default', {
      serviceAccountId: googleServiceAccount,
      role: 'roles/iam.workloadIdentityUser',
      member: `serviceAccount:${cluster.project}.svc.id.goog[${namespace}/${serviceAccount}]`,
    });
  }
}

function validateBinding({ namespace, serviceAccount, googleServiceAccount }: WorkloadIdentityBindingProps): Finding[] {
  const isAccount = Token.isUnresolved(googleServiceAccount) || ACCOUNT.test(googleServiceAccount);
  const names = Object.entries({ namespace, serviceAccount });
  return [
    ...names
      .filter(([, name]) => !Token.isUnresolved(name) && !isDnsLabel(name))
      .map(([field, name]) => badKubernetesName(field, name)),
    ...(isAccount ? [] : [badServiceAccountId(googleServiceAccount)]),
  ];
}
