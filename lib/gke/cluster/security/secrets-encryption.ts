import { DataGoogleProject } from '@cdktf/provider-google/lib/data-google-project';
import { KmsCryptoKey } from '@cdktf/provider-google/lib/kms-crypto-key';
import { KmsCryptoKeyIamMember } from '@cdktf/provider-google/lib/kms-crypto-key-iam-member';
import { KmsKeyRing } from '@cdktf/provider-google/lib/kms-key-ring';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { Finding } from '../../../validation/finding';
import { assertProps } from '../../../validation/props';
import { GkeConstruct, type GkeConstructProps } from '../../project/gke-construct';
import { defaultName, resourceName, validateKmsKey } from '../../project/resource-names';
import { assertAndKeep } from '../../project/stack-findings';
import { mayBeInteger } from '../../project/values';
import { badRotation, keyElsewhere } from './messages';

/** Properties of `SecretsEncryption`. */
export interface SecretsEncryptionProps extends GkeConstructProps {
  /** Project of the cluster, whose GKE service agent uses the key. */
  readonly project: string;

  /** Region of the cluster; a key must be there too. */
  readonly location: string;

  /**
   * A key that exists: `projects/P/locations/L/keyRings/R/cryptoKeys/K`.
   *
   * @default - a key ring and a key of its own
   */
  readonly existingKey?: string;

  /**
   * Whether GKE's service agent is given the right to use the key.
   *
   * @default true
   */
  readonly grant?: boolean;

  /**
   * Days after which a key of its own is rotated. Older versions stay.
   *
   * @default 90
   */
  readonly rotationDays?: number;
}

/**
 * A Cloud KMS key for the cluster's Secrets, and GKE's right to use it. Whoever destroys the key destroys the Secrets, so
 * Terraform refuses to.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets
 * @throws for a text that is not the id of a key, and for a rotation out of its range
 * @example
 * new SecretsEncryption(stack, 'secrets', { project: 'acme-prod', location: 'europe-west4', rotationDays: 30 });
 */
export class SecretsEncryption extends GkeConstruct {
  /** Id of the key. */
  public readonly keyName: string;

  /** What the cluster must wait for. */
  public readonly dependencies: readonly ITerraformDependable[];

  /** The key; undefined when it existed. */
  public readonly resource: KmsCryptoKey | undefined;

  constructor(scope: Construct, id: string, props: SecretsEncryptionProps) {
    super(scope, id, props);
    assertProps('SecretsEncryptionProps', props);
    assertAndKeep(this, validateSecretsEncryption(props));
    const { project, location, existingKey, rotationDays = 90 } = props;
    if (existingKey === undefined) {
      const name = resourceName('name', defaultName(this));
      const ring = new KmsKeyRing(this, 'ring', { name, project, location });
      this.resource = new KmsCryptoKey(this, 'Default', {
        name,
        keyRing: ring.id,
        purpose: 'ENCRYPT_DECRYPT',
        rotationPeriod: `${rotationDays * 86_400}s`,
        lifecycle: { preventDestroy: true },
      });
    }
    this.keyName = existingKey ?? (this.resource as KmsCryptoKey).id;
    this.dependencies = props.grant === false ? [] : [this.grant(project)];
  }

  private grant(project: string): KmsCryptoKeyIamMember {
    const { number } = new DataGoogleProject(this, 'project', { projectId: project });
    return new KmsCryptoKeyIamMember(this, 'grant', {
      cryptoKeyId: this.keyName,
      role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
      member: `serviceAccount:service-${number}@container-engine-robot.iam.gserviceaccount.com`,
    });
  }
}

function validateSecretsEncryption({ existingKey, location, rotationDays = 90 }: SecretsEncryptionProps): Finding[] {
  const malformed = validateKmsKey('existingKey', existingKey);
  const isElsewhere = malformed.length === 0 && validateKmsKey('existingKey', existingKey, location).length > 0;
  return [
    ...malformed,
    ...(mayBeInteger(rotationDays, 1, 36_500) ? [] : [badRotation(rotationDays)]),
    ...(isElsewhere ? [keyElsewhere(String(existingKey), location)] : []),
  ];
}
