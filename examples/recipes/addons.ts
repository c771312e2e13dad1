import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import { GkeCluster, GkeNetwork, ProjectServices, TerraformState } from 'cdk-kata/gke';
import { App, TerraformStack } from 'cdktf';

const region = process.env.GOOGLE_REGION || 'europe-west4';

const app = new App();
const stack = new TerraformStack(app, 'addons');
new GoogleProvider(stack, 'google', { project: process.env.GOOGLE_PROJECT || 'acme-dev', region });
new TerraformState(stack, 'state', { bucket: process.env.STATE_BUCKET });
new ProjectServices(stack, 'services');
const cluster = new GkeCluster(stack, 'gke', {
  location: region,
  network: new GkeNetwork(stack, 'network', { region }),
});
cluster.addNodePool('system');

const { resource } = cluster;
resource.addOverride('addons_config.config_connector_config.enabled', true);
resource.addOverride('addons_config.stateful_ha_config.enabled', true);
resource.addOverride('addons_config.parallelstore_csi_driver_config.enabled', true);
resource.addOverride('addons_config.lustre_csi_driver_config.enabled', true);
resource.addOverride('addons_config.ray_operator_config', [{ enabled: true }]);
// These two are on in every cluster; `disabled` switches them off.
resource.addOverride('addons_config.http_load_balancing.disabled', true);
resource.addOverride('addons_config.horizontal_pod_autoscaling.disabled', true);

app.synth();
