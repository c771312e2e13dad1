import type { KmsCryptoKeyIamMember } from '@cdktf/provider-google/lib/kms-crypto-key-iam-member';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { assertProps } from '../../../validation/props';
import { GkeConstruct, type GkeConstructProps } from '../../project/gke-construct';
import { requireServices } from '../../project/project-services';
import { validateExistingName, validateKmsKey } from '../../project/resource-names';
import { assertAndKeep } from '../../project/stack-findings';

/** Service agents of Google Cloud that use a key on behalf of a cluster. */
export enum KmsKeyUser {
  /** Kubernetes Engine, which encrypts Secrets. */
  KUBERNETES_ENGINE = 'container-engine-robot',
  /** Compute Engine, which encrypts boot disks. */
  COMPUTE_ENGINE = 'compute-system',
  /** Backup for GKE, which encrypts backups. */
  BACKUP_FOR_GKE = 'gcp-sa-gkebackup',
}

/** Properties of `KmsKeyGrant`. */
export interface KmsKeyGrantProps extends GkeConstructProps {
  /** Cloud KMS key: `projects/P/locations/L/keyRings/R/cryptoKeys/K`; may be a token. */
  readonly key: string;

  /** Project whose service agent uses the key: that of the cluster. */
  readonly project: string;

  /** Service agent that uses the key. */
  readonly user: KmsKeyUser;
}

/**
 * The right of a service agent to encrypt and decrypt with a Cloud KMS key. Without it a cluster, pool or backup plan that
 * names the key is refused when it is applied.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/using-cmek
 * @throws for a text that is not the id of a key, and for an unknown user
 * @example
 * const disks = new KmsKeyGrant(stack, 'disks', { key, project: 'acme-prod', user: KmsKeyUser.COMPUTE_ENGINE });
 * cluster.node.addDependency(disks);
 */
export class KmsKeyGrant extends GkeConstruct {
  /** The grant, on which resources that use the key depend. */
  public readonly dependencies: readonly ITerraformDependable[];

  /** Terraform resource of the grant. */
  public readonly resource: KmsCryptoKeyIamMember;

  constructor(scope: Construct, id: string, props: KmsKeyGrantProps) {
    super(scope, id, props);
    assertProps('KmsKeyGrantProps', props, this.node.path);
    const { key, project, user } = props;
    assertAndKeep(this, [...validateKmsKey('key', key), ...validateExistingName('project', project)]);
    requireServices(this, ['cloudkms.googleapis.com'], project);
    // Loaded here and not by every program: few have one.
    const { DataGoogleProject } =
      require('@cdktf/provider-google/lib/data-google-project') as typeof import('@cdktf/provider-google/lib/data-google-project');
    const { KmsCryptoKeyIamMember } =
      require('@cdktf/provider-google/lib/kms-crypto-key-iam-member') as typeof import('@cdktf/provider-google/lib/kms-crypto-key-iam-member');
    const { number } = new DataGoogleProject(this, 'project', { projectId: project });
    this.resource = new KmsCryptoKeyIamMember(this, 'Default', {
      cryptoKeyId: key,
      role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
      member: `serviceAccount:service-${number}@${user}.iam.gserviceaccount.com`,
    });
    this.dependencies = [this.resource];
  }
}
