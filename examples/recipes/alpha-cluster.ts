import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import { GkeCluster, GkeNetwork, ProjectServices, ReleaseChannel, TerraformState } from 'cdk-kata/gke';
import { App, TerraformStack } from 'cdktf';

const region = process.env.GOOGLE_REGION || 'europe-west4';

const app = new App();
const stack = new TerraformStack(app, 'alpha-cluster');
new GoogleProvider(stack, 'google', { project: process.env.GOOGLE_PROJECT || 'acme-dev', region });
new TerraformState(stack, 'state', { bucket: process.env.STATE_BUCKET });
new ProjectServices(stack, 'services');

// GKE deletes an alpha cluster after 30 days, and upgrades and repairs nothing in it.
const cluster = new GkeCluster(stack, 'gke', {
  location: region,
  network: new GkeNetwork(stack, 'network', { region }),
  releaseChannel: ReleaseChannel.UNSPECIFIED,
  deletionProtection: false,
});
cluster.resource.addOverride('enable_kubernetes_alpha', true);
cluster.addNodePool('system', { autoUpgrade: false, autoRepair: false });

app.synth();
