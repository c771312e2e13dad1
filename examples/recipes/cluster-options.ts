import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import { GkeCluster, GkeNetwork, ProjectServices, TerraformState } from 'cdk-kata/gke';
import { App, TerraformStack } from 'cdktf';

const region = process.env.GOOGLE_REGION || 'europe-west4';

const app = new App();
const stack = new TerraformStack(app, 'cluster-options');
new GoogleProvider(stack, 'google', { project: process.env.GOOGLE_PROJECT || 'acme-dev', region });
new TerraformState(stack, 'state', { bucket: process.env.STATE_BUCKET });
new ProjectServices(stack, 'services');
const cluster = new GkeCluster(stack, 'gke', {
  location: region,
  network: new GkeNetwork(stack, 'network', { region }),
});
cluster.addNodePool('system');

const { resource } = cluster;
resource.addOverride('description', 'Cluster of the platform team');
resource.addOverride('timeouts.create', '90m');
resource.addOverride('enable_k8s_beta_apis.enabled_apis', [
  'admissionregistration.k8s.io/v1beta1/mutatingadmissionpolicies',
]);
resource.addOverride('identity_service_config.enabled', true);
resource.addOverride('mesh_certificates.enable_certificates', true);

app.synth();
