import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import { GkeCluster, GkeNetwork, ProjectServices, TerraformState } from 'cdk-kata/gke';
import { App, TerraformStack } from 'cdktf';

const region = process.env.GOOGLE_REGION || 'europe-west4';

const app = new App();
const stack = new TerraformStack(app, 'node-settings');
new GoogleProvider(stack, 'google', { project: process.env.GOOGLE_PROJECT || 'acme-dev', region });
new TerraformState(stack, 'state', { bucket: process.env.STATE_BUCKET });
new ProjectServices(stack, 'services');
const cluster = new GkeCluster(stack, 'gke', {
  location: region,
  network: new GkeNetwork(stack, 'network', { region }),
});
cluster.addNodePool('system');

const pool = cluster.addNodePool('tuned', { machineType: 'n2-standard-8' });
const { resource } = pool;
// The first two replace the pool, so its name changes with them.
resource.addOverride('node_config.metadata', {
  'disable-legacy-endpoints': 'true',
  'serial-port-logging-enable': 'true',
});
resource.addOverride('node_config.oauth_scopes', [
  'https://www.googleapis.com/auth/devstorage.read_only',
  'https://www.googleapis.com/auth/logging.write',
  'https://www.googleapis.com/auth/monitoring',
]);
resource.addOverride('node_config.kubelet_config.cpu_cfs_quota_period', '10ms');
resource.addOverride('node_config.kubelet_config.image_gc_low_threshold_percent', 60);
resource.addOverride('node_config.kubelet_config.image_gc_high_threshold_percent', 75);
resource.addOverride('node_config.kubelet_config.image_maximum_gc_age', '168h');
resource.addOverride('node_config.kubelet_config.allowed_unsafe_sysctls', ['net.core.*']);
resource.addOverride(
  'node_config.linux_node_config.transparent_hugepage_enabled',
  'TRANSPARENT_HUGEPAGE_ENABLED_MADVISE',
);

app.synth();
