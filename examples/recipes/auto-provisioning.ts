import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import { GkeCluster, GkeNetwork, ProjectServices, TerraformState } from 'cdk-kata/gke';
import { App, TerraformStack } from 'cdktf';

const region = process.env.GOOGLE_REGION || 'europe-west4';

const app = new App();
const stack = new TerraformStack(app, 'auto-provisioning');
new GoogleProvider(stack, 'google', { project: process.env.GOOGLE_PROJECT || 'acme-dev', region });
new TerraformState(stack, 'state', { bucket: process.env.STATE_BUCKET });
new ProjectServices(stack, 'services');
const cluster = new GkeCluster(stack, 'gke', {
  location: region,
  network: new GkeNetwork(stack, 'network', { region }),
});
cluster.addNodePool('system');

// GKE makes pools by itself, in these limits. It makes none with nested virtualization: Kata keeps its pool.
cluster.resource.addOverride('cluster_autoscaling', {
  enabled: true,
  autoscaling_profile: 'OPTIMIZE_UTILIZATION',
  resource_limits: [
    { resource_type: 'cpu', minimum: 0, maximum: 200 },
    { resource_type: 'memory', minimum: 0, maximum: 800 },
  ],
  auto_provisioning_defaults: {
    service_account: cluster.nodeIdentity.email,
    oauth_scopes: ['https://www.googleapis.com/auth/cloud-platform'],
    shielded_instance_config: { enable_secure_boot: true, enable_integrity_monitoring: true },
    management: { auto_repair: true, auto_upgrade: true },
  },
});
cluster.addKataNodePool('kata');

app.synth();
