import type { GkeBackupBackupPlan } from '@cdktf/provider-google/lib/gke-backup-backup-plan';
import { type IResolvable, type ITerraformDependable, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { everComes, isCronSchedule, timesPerHour } from '../../../validation/cron-schedule';
import type { Finding } from '../../../validation/finding';
import { isDnsLabel } from '../../../validation/kubernetes-names';
import { assertProps } from '../../../validation/props';
import type { IGkeClusterRef } from '../../node-pool/gke-cluster-ref';
import { GkeConstruct, type GkeConstructProps } from '../../project/gke-construct';
import { regionOf, validateRegion } from '../../project/locations';
import { requireServices } from '../../project/project-services';
import {
  defaultName,
  resourceName,
  validateKmsKey,
  validateResourceLabels,
  withOwnLabel,
} from '../../project/resource-names';
import { addStackCheck, assertAndKeep } from '../../project/stack-findings';
import { knownItems, listOrToken, mayBeInteger } from '../../project/values';
import { KmsKeyGrant, KmsKeyUser } from '../security/kms-key-grant';
import { backupAgentOff, backupsTooOften, badBackup } from './messages';

/** Options of `GkeCluster.addBackupPlan()`. */
export interface BackupPlanOptions extends GkeConstructProps {
  /**
   * When a backup is made: a cron expression of five fields, in UTC.
   *
   * @default '0 3 * * *'
   */
  readonly schedule?: string;

  /**
   * Days for which a backup is kept: 1 to 2000.
   *
   * @default 30
   */
  readonly retentionDays?: number;

  /**
   * Namespaces that are backed up.
   *
   * @default - all namespaces
   */
  readonly namespaces?: readonly string[];

  /**
   * Whether the data of persistent volumes is backed up.
   *
   * @default true
   */
  readonly includeVolumeData?: boolean | IResolvable;

  /**
   * Whether Secrets are backed up. The backup then holds them as the cluster does.
   *
   * @default false
   */
  readonly includeSecrets?: boolean | IResolvable;

  /**
   * Cloud KMS key for the backups, in the region of the cluster: `projects/P/locations/L/keyRings/R/cryptoKeys/K`.
   *
   * @default - a key of Google's
   */
  readonly kmsKey?: string;

  /**
   * Whether the service agent of Backup for GKE is given the right to use `kmsKey`.
   *
   * @default true
   */
  readonly grantKmsKey?: boolean;

  /**
   * Region of the backups.
   *
   * @default - the region of the cluster
   */
  readonly location?: string;

  /**
   * Labels of the plan, for billing, beside those of the cluster.
   *
   * @default - those of the cluster, and `managed-by: cdk-kata`
   */
  readonly labels?: { readonly [label: string]: string } | IResolvable;
}

/** Properties of `BackupPlan`. */
export interface BackupPlanProps extends BackupPlanOptions {
  /** Cluster that is backed up. Its backup agent must be on. */
  readonly cluster: IGkeClusterRef;
}

/**
 * Backups of a cluster's objects and volumes by Backup for GKE. What a guest holds in memory is not part of a backup.
 * A plan that has backups cannot be destroyed: delete them before `terraform destroy`.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke
 * @throws for a schedule, retention, namespace or key that the service refuses, and for a cluster without its agent
 * @example
 * cluster.addBackupPlan('nightly', { schedule: '0 3 * * *', retentionDays: 14 });
 */
export class BackupPlan extends GkeConstruct {
  /** Terraform resource of the plan. */
  public readonly resource: GkeBackupBackupPlan;

  constructor(scope: Construct, id: string, props: BackupPlanProps) {
    super(scope, id, props);
    assertProps('BackupPlanProps', props, this.node.path);
    assertAndKeep(this, validateBackupPlan(props));
    const { cluster, schedule = '0 3 * * *', retentionDays = 30, namespaces } = props;
    const grant =
      props.kmsKey === undefined || props.grantKmsKey === false
        ? undefined
        : new KmsKeyGrant(this, 'grant', {
            key: props.kmsKey,
            project: cluster.project,
            user: KmsKeyUser.BACKUP_FOR_GKE,
          });
    requireServices(this, ['gkebackup.googleapis.com'], cluster.project);
    if (!Token.isUnresolved(schedule) && timesPerHour(schedule) > 1) {
      addStackCheck(this, () => [backupsTooOften(schedule)]);
    }
    // Loaded here and not by every program: its bindings are large, and few programs have one.
    const { GkeBackupBackupPlan } =
      require('@cdktf/provider-google/lib/gke-backup-backup-plan') as typeof import('@cdktf/provider-google/lib/gke-backup-backup-plan');
    this.resource = new GkeBackupBackupPlan(this, 'Default', {
      name: resourceName('name', defaultName(this)),
      project: cluster.project,
      location: props.location ?? regionOf(cluster.location),
      cluster: cluster.clusterId,
      labels: withOwnLabel(cluster.labels, props.labels),
      dependsOn: grant?.dependencies as ITerraformDependable[] | undefined,
      backupSchedule: { cronSchedule: schedule },
      retentionPolicy: { backupRetainDays: retentionDays },
      backupConfig: {
        allNamespaces: namespaces === undefined ? true : undefined,
        selectedNamespaces: namespaces && { namespaces: listOrToken(namespaces) },
        includeVolumeData: props.includeVolumeData ?? true,
        includeSecrets: props.includeSecrets ?? false,
        encryptionKey: props.kmsKey === undefined ? undefined : { gcpKmsEncryptionKey: props.kmsKey },
      },
    });
  }
}

function validateBackupPlan(props: BackupPlanProps): Finding[] {
  const { cluster, schedule, retentionDays, namespaces } = props;
  const isUnknown = schedule === undefined || Token.isUnresolved(schedule);
  const isSchedule = isUnknown || isCronSchedule(schedule);
  return [
    ...(cluster.hasBackupAgent === false ? [backupAgentOff()] : []),
    ...(isSchedule ? [] : [badBackup('schedule', schedule, 'five fields, such as 0 3 * * *')]),
    ...(isUnknown || !isSchedule || everComes(schedule)
      ? []
      : [badBackup('schedule', schedule, 'a day that the month has')]),
    ...(retentionDays === undefined || mayBeInteger(retentionDays, 1, 2000)
      ? []
      : [badBackup('retentionDays', retentionDays, 'a whole number from 1 to 2000')]),
    ...(namespaces?.length === 0 ? [badBackup('namespaces', '', 'at least one, or leave it out for all')] : []),
    ...knownItems(namespaces)
      .filter((namespace) => !isDnsLabel(namespace))
      .map((namespace) => badBackup('namespaces', namespace, 'names of namespaces')),
    ...validateKmsKey('kmsKey', props.kmsKey, props.location ?? regionOf(cluster.location)),
    ...(props.location === undefined ? [] : validateRegion('location', props.location)),
    ...validateResourceLabels(props.labels),
  ];
}
