import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import { GkeCluster, GkeNetwork, ProjectServices, TerraformState } from 'cdk-kata/gke';
import { App, TerraformStack } from 'cdktf';

// The state of a team: in a bucket that exists, instead of on somebody's disk.
const app = new App();
const stack = new TerraformStack(app, 'platform');
new TerraformState(stack, 'state', { bucket: 'acme-terraform-state', prefix: 'kata' });
new GoogleProvider(stack, 'google', { project: 'acme-prod', region: 'europe-west4' });
new ProjectServices(stack, 'services');
const cluster = new GkeCluster(stack, 'gke', {
  name: 'platform',
  location: 'europe-west4',
  network: new GkeNetwork(stack, 'network', { region: 'europe-west4' }),
});
cluster.addNodePool('system');
cluster.addKataNodePool('kata');

app.synth();
