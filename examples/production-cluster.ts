import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import {
  AutoscalingProfile,
  CloudDns,
  ControlPlaneAccess,
  GkeCluster,
  GkeNetwork,
  MaintenanceExclusionScope,
  MaintenanceWindow,
  PoolUpgrade,
  ProjectServices,
  ReleaseChannel,
  SandboxAuditAlerts,
  TerraformState,
  Weekday,
} from 'cdk-kata/gke';
import { App, TerraformOutput, TerraformStack } from 'cdktf';

const project = process.env.GOOGLE_PROJECT || 'acme-prod';
const region = process.env.GOOGLE_REGION || 'europe-west4';

const app = new App();
const stack = new TerraformStack(app, 'production');
new GoogleProvider(stack, 'google', { project, region });
new TerraformState(stack, 'state', { bucket: process.env.STATE_BUCKET });
new ProjectServices(stack, 'services');

const network = new GkeNetwork(stack, 'network', { region, natAddressCount: 2, podRange: '10.64.0.0/12' });
network.addIntrusionDetection({ zone: `${region}-a` });

const cluster = new GkeCluster(stack, 'gke', {
  name: 'production',
  location: region,
  network,
  controlPlaneAccess: ControlPlaneAccess.dnsAndPrivateEndpoint([{ cidr: '10.200.0.0/16', name: 'corporate' }]),
  releaseChannel: ReleaseChannel.STABLE,
  maintenanceWindow: MaintenanceWindow.weekly({ days: [Weekday.SUNDAY], startHour: 1, hours: 12 }),
  maintenanceExclusions: [
    {
      name: 'year-end',
      start: '2026-12-10T00:00:00Z',
      end: '2027-01-06T00:00:00Z',
      scope: MaintenanceExclusionScope.NO_MINOR_OR_NODE_UPGRADES,
    },
  ],
  pullRepositories: [`projects/${project}/locations/${region}/repositories/apps`],
  secretsEncryption: true,
  backupAgent: true,
  autoscalingProfile: AutoscalingProfile.OPTIMIZE_UTILIZATION,
  cloudDns: CloudDns.clusterScope(),
  defaultMaxPodsPerNode: 48,
  secretManager: true,
  securityGroup: 'gke-security-groups@example.com',
  labels: { environment: 'production' },
});
cluster.addNodePool('system', { machineType: 'n2-standard-4', maxNodes: 9, imageStreaming: true });
cluster.addKataNodePool('kata', { machineType: 'n2-standard-16', maxNodes: 20, upgrade: PoolUpgrade.blueGreen() });
cluster.addBackupPlan('nightly', { retentionDays: 14 });
new SandboxAuditAlerts(stack, 'alerts', {
  cluster,
  notificationChannels: [`projects/${project}/notificationChannels/1234567890`],
});
new TerraformOutput(stack, 'get_credentials', { value: cluster.getCredentialsCommand });

app.synth();
