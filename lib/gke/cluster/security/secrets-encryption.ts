import type { KmsCryptoKey } from '@cdktf/provider-google/lib/kms-crypto-key';
import { type IResolvable, type ITerraformDependable, Op, Token } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import type { Finding } from '../../../validation/finding';
import { assertProps } from '../../../validation/props';
import { GkeConstruct, type GkeConstructProps } from '../../project/gke-construct';
import { requireServices } from '../../project/project-services';
import {
  defaultName,
  prefixed,
  validateExistingName,
  validateKmsKey,
  validateResourceLabels,
  validateResourceName,
  withOwnLabel,
} from '../../project/resource-names';
import { assertAndKeep } from '../../project/stack-findings';
import { mayBeInteger } from '../../project/values';
import { KmsKeyGrant, KmsKeyUser } from './kms-key-grant';
import { badRotation, keyElsewhere } from './messages';

/** A Cloud KMS key that GKE may use for the Secrets of a cluster. `SecretsEncryption` is one. */
export interface ISecretsKey extends IConstruct {
  /** Id of the key: `projects/P/locations/L/keyRings/R/cryptoKeys/K`; may be a token. */
  readonly keyName: string;

  /** What the cluster waits for: the right of GKE's service agent to use the key. */
  readonly dependencies: readonly ITerraformDependable[];
}

/** Properties of `SecretsEncryption`. */
export interface SecretsEncryptionProps extends GkeConstructProps {
  /** Project of the cluster, whose GKE service agent uses the key. */
  readonly project: string;

  /** Region of the cluster, in which a new key is created. */
  readonly location: string;

  /**
   * A key that exists: `projects/P/locations/L/keyRings/R/cryptoKeys/K`.
   *
   * @default - a new key ring with a new key
   */
  readonly existingKey?: string;

  /**
   * Name of the new key ring and key. Cloud KMS never frees a name, so that a cluster that is created again after it was
   * destroyed needs another one.
   *
   * @default - the ids of stack and construct
   */
  readonly name?: string;

  /**
   * Project of the new key ring and key.
   *
   * @default - the project of the cluster
   */
  readonly keyProject?: string;

  /**
   * Whether GKE's service agent is given the right to use the key.
   *
   * @default true
   */
  readonly grant?: boolean;

  /**
   * Days after which a new key is rotated: 1 to 36500. Older versions stay.
   *
   * @default 90
   */
  readonly rotationDays?: number;

  /**
   * Labels of the new key, for billing.
   *
   * @default - `managed-by: cdk-kata`, which is always there
   */
  readonly labels?: { readonly [label: string]: string } | IResolvable;

  /**
   * Whether Terraform refuses to destroy the new key. Whoever destroys it destroys the Secrets that it encrypts.
   *
   * @default true
   */
  readonly deletionProtection?: boolean;
}

/**
 * A Cloud KMS key for the Secrets of a cluster, and the right of GKE's service agent to use it.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets
 * @throws for a text that is not the id of a key, and for a rotation out of its range
 * @example
 * const secretsKey = new SecretsEncryption(stack, 'secrets', {
 *   project: 'acme-prod',
 *   location: 'europe-west4',
 *   rotationDays: 30,
 * });
 * new GkeCluster(stack, 'gke', { location: 'europe-west4', network, secretsKey });
 */
export class SecretsEncryption extends GkeConstruct implements ISecretsKey {
  public readonly keyName: string;
  public readonly dependencies: readonly ITerraformDependable[];

  /** Terraform resource of the key; undefined for a key that existed. */
  public readonly resource: KmsCryptoKey | undefined;

  constructor(scope: Construct, id: string, props: SecretsEncryptionProps) {
    super(scope, id, props);
    assertProps('SecretsEncryptionProps', props, this.node.path);
    assertAndKeep(this, validateSecretsEncryption(props));
    const { project, existingKey } = props;
    this.resource = existingKey === undefined ? this.newKey(props) : undefined;
    this.keyName = existingKey ?? (this.resource as KmsCryptoKey).id;
    this.dependencies =
      props.grant === false
        ? []
        : new KmsKeyGrant(this, 'grant', { key: this.keyName, project, user: KmsKeyUser.KUBERNETES_ENGINE })
            .dependencies;
  }

  private newKey(props: SecretsEncryptionProps): KmsCryptoKey {
    const { location, keyProject = props.project, rotationDays = 90, deletionProtection = true } = props;
    requireServices(this, ['cloudkms.googleapis.com'], keyProject);
    const name = props.name === undefined ? defaultName(this) : prefixed(this, props.name);
    // Loaded here and not by every program: its bindings are large, and few programs have one.
    const { KmsCryptoKey } =
      require('@cdktf/provider-google/lib/kms-crypto-key') as typeof import('@cdktf/provider-google/lib/kms-crypto-key');
    const { KmsKeyRing } =
      require('@cdktf/provider-google/lib/kms-key-ring') as typeof import('@cdktf/provider-google/lib/kms-key-ring');
    const ring = new KmsKeyRing(this, 'ring', { name, project: keyProject, location });
    return new KmsCryptoKey(this, 'Default', {
      name,
      keyRing: ring.id,
      labels: withOwnLabel(props.labels),
      purpose: 'ENCRYPT_DECRYPT',
      rotationPeriod: Token.isUnresolved(rotationDays)
        ? `${Token.asString(Op.mul(rotationDays, SECONDS_PER_DAY))}s`
        : `${rotationDays * SECONDS_PER_DAY}s`,
      lifecycle: deletionProtection ? { preventDestroy: true } : undefined,
    });
  }
}

const SECONDS_PER_DAY = 86_400;

function validateSecretsEncryption(props: SecretsEncryptionProps): Finding[] {
  const { existingKey, location, rotationDays = 90 } = props;
  const malformed = validateKmsKey('existingKey', existingKey);
  const isElsewhere = malformed.length === 0 && validateKmsKey('existingKey', existingKey, location).length > 0;
  return [
    ...malformed,
    ...validateExistingName('project', props.project),
    ...validateExistingName('keyProject', props.keyProject),
    ...validateResourceLabels(props.labels),
    ...(props.name === undefined ? [] : validateResourceName('name', props.name)),
    ...(mayBeInteger(rotationDays, 1, 36_500) ? [] : [badRotation(rotationDays)]),
    ...(isElsewhere ? [keyElsewhere(String(existingKey), location)] : []),
  ];
}
