import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import { GkeCluster, GkeNetwork, GoogleProviderVersion, NodeSwap, ProjectServices, TerraformState } from 'cdk-kata/gke';
import { App, TerraformStack } from 'cdktf';

const region = process.env.GOOGLE_REGION || 'europe-west4';

const app = new App();
const stack = new TerraformStack(app, 'provider-7');
new GoogleProvider(stack, 'google', { project: process.env.GOOGLE_PROJECT || 'acme-dev', region });
new TerraformState(stack, 'state', { bucket: process.env.STATE_BUCKET });
new ProjectServices(stack, 'services');
GoogleProviderVersion.V7.apply(stack);
const cluster = new GkeCluster(stack, 'gke', {
  location: region,
  secretManager: true,
  network: new GkeNetwork(stack, 'network', { region }),
});
cluster.addNodePool('system');
cluster.addNodePool('swap', {
  machineType: 'n2-standard-8',
  minNodes: 0,
  maxNodes: 3,
  swap: NodeSwap.onBootDisk({ gib: 32 }),
});

// Fields that only version 7 of the provider has are written the same way.
cluster.resource.addOverride('secret_sync_config', { enabled: true, rotation_config: { enabled: true } });
cluster.resource.addOverride('secret_manager_config.rotation_config', { enabled: true, rotation_interval: '3600s' });

const gvisor = cluster.addNodePool('gvisor', { machineType: 'n2-standard-4', minNodes: 0, maxNodes: 3 });
gvisor.resource.addOverride('node_config.sandbox_config.type', 'GVISOR');

const windows = cluster.addNodePool('windows', { machineType: 'n2-standard-4', minNodes: 0, maxNodes: 3 });
windows.resource.addOverride('node_config.image_type', 'WINDOWS_LTSC_CONTAINERD');
// Settings of the Linux kernel do not go with Windows.
windows.resource.addOverride('node_config.linux_node_config', undefined);

app.synth();
