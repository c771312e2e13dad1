import { GkeBackupRestorePlan } from '@cdktf/provider-google/lib/gke-backup-restore-plan/index.js';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import { GkeCluster, GkeNetwork, ProjectServices, TerraformState } from 'cdk-kata/gke';
import { App, TerraformStack } from 'cdktf';

const region = process.env.GOOGLE_REGION || 'europe-west4';

const app = new App();
const stack = new TerraformStack(app, 'backup');
new GoogleProvider(stack, 'google', { project: process.env.GOOGLE_PROJECT || 'acme-dev', region });
new TerraformState(stack, 'state', { bucket: process.env.STATE_BUCKET });
new ProjectServices(stack, 'services');
const cluster = new GkeCluster(stack, 'gke', {
  location: region,
  network: new GkeNetwork(stack, 'network', { region }),
  backupAgent: true,
});
cluster.addNodePool('system');

const plan = cluster.addBackupPlan('nightly', { retentionDays: 30 });
// Backups of certain applications, in another region, which nobody can delete before a week is over.
plan.resource.addOverride('backup_config.all_namespaces', undefined);
plan.resource.addOverride('backup_config.selected_applications.namespaced_names', [
  { namespace: 'shop', name: 'orders' },
]);
plan.resource.addOverride('backup_config.permissive_mode', true);
plan.resource.addOverride('retention_policy.backup_delete_lock_days', 7);
// Once true it stays true: neither the plan's retention nor the lock can be shortened.
plan.resource.addOverride('retention_policy.locked', true);

new GkeBackupRestorePlan(stack, 'restore', {
  name: 'nightly-restore',
  location: region,
  cluster: cluster.clusterId,
  backupPlan: plan.resource.id,
  restoreConfig: {
    allNamespaces: true,
    namespacedResourceRestoreMode: 'MERGE_SKIP_ON_CONFLICT',
    volumeDataRestorePolicy: 'RESTORE_VOLUME_DATA_FROM_BACKUP',
    clusterResourceRestoreScope: { noGroupKinds: true },
  },
});

app.synth();
