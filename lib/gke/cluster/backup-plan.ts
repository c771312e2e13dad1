import type { GkeBackupBackupPlan } from '@cdktf/provider-google/lib/gke-backup-backup-plan';
import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { isCronSchedule } from '../../validation/cron-schedule';
import { assertProps } from '../../validation/props';
import type { IGkeClusterRef } from '../node-pool/gke-cluster-ref';
import { GkeConstruct } from '../project/gke-construct';
import { defaultName, kmsKeyLocation, resourceName } from '../project/resource-names';
import { backupAgentOff, badBackup } from './messages';

/** Options of `GkeCluster.addBackupPlan()`. */
export interface BackupPlanOptions {
  /**
   * When a backup is made, as cron expression in UTC.
   *
   * @default '0 3 * * *'
   */
  readonly schedule?: string;

  /**
   * Days that a backup is kept: 1 to 2000.
   *
   * @default 30
   */
  readonly retainDays?: number;

  /**
   * Namespaces that are backed up.
   *
   * @default - all
   */
  readonly namespaces?: readonly string[];

  /**
   * Whether volumes are backed up.
   *
   * @default true
   */
  readonly includeVolumeData?: boolean;

  /**
   * Whether Secrets are backed up. They are then in the backup as they are in the cluster.
   *
   * @default false
   */
  readonly includeSecrets?: boolean;

  /**
   * Cloud KMS key for the backups.
   *
   * @default - Google's
   */
  readonly kmsKey?: string;
}

/** Properties of `BackupPlan`. */
export interface BackupPlanProps extends BackupPlanOptions {
  /** The cluster, with its backup agent. */
  readonly cluster: IGkeClusterRef;
}

const NAMESPACE = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Backups of a cluster's objects and volumes by Backup for GKE. What a guest holds in memory is in none.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke
 * @throws for a schedule, retention, namespace or key that is none
 */
export class BackupPlan extends GkeConstruct {
  /** The plan. */
  public readonly resource: GkeBackupBackupPlan;

  constructor(scope: Construct, id: string, props: BackupPlanProps) {
    super(scope, id);
    assertProps('BackupPlanProps', props);
    const { cluster, schedule = '0 3 * * *', retainDays = 30, namespaces } = props;
    if (cluster.hasBackupAgent === false) throw new Error(backupAgentOff());
    if (!Token.isUnresolved(schedule) && !isCronSchedule(schedule))
      throw new Error(badBackup('schedule', schedule, 'five fields, such as 0 3 * * *'));
    if (!(Number.isInteger(retainDays) && retainDays >= 1 && retainDays <= 2000)) {
      throw new Error(badBackup('retainDays', retainDays, 'a whole number from 1 to 2000'));
    }
    const bad = namespaces?.find((namespace) => !Token.isUnresolved(namespace) && !NAMESPACE.test(namespace));
    if (bad !== undefined) throw new Error(badBackup('namespaces', bad, 'names of namespaces'));
    kmsKeyLocation('kmsKey', props.kmsKey);
    if (namespaces?.length === 0) throw new Error(badBackup('namespaces', '', 'at least one, or left out for all'));
    // Loaded here and not by every program: its bindings are large, and few programs have one.
    const { GkeBackupBackupPlan } =
      require('@cdktf/provider-google/lib/gke-backup-backup-plan') as typeof import('@cdktf/provider-google/lib/gke-backup-backup-plan');
    this.resource = new GkeBackupBackupPlan(this, 'Default', {
      name: resourceName('name', defaultName(this)),
      project: cluster.project,
      location: cluster.location,
      cluster: cluster.clusterId,
      backupSchedule: { cronSchedule: schedule },
      retentionPolicy: { backupRetainDays: retainDays },
      backupConfig: {
        allNamespaces: namespaces === undefined ? true : undefined,
        selectedNamespaces: namespaces && { namespaces: [...namespaces] },
        includeVolumeData: props.includeVolumeData ?? true,
        includeSecrets: props.includeSecrets ?? false,
        encryptionKey: props.kmsKey === undefined ? undefined : { gcpKmsEncryptionKey: props.kmsKey },
      },
    });
  }
}
