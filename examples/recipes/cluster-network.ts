import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import { GkeCluster, GkeNetwork, ProjectServices, TerraformState } from 'cdk-kata/gke';
import { App, TerraformStack } from 'cdktf';

const region = process.env.GOOGLE_REGION || 'europe-west4';

const app = new App();
const stack = new TerraformStack(app, 'cluster-network');
new GoogleProvider(stack, 'google', { project: process.env.GOOGLE_PROJECT || 'acme-dev', region });
new TerraformState(stack, 'state', { bucket: process.env.STATE_BUCKET });
new ProjectServices(stack, 'services');
const cluster = new GkeCluster(stack, 'gke', {
  location: region,
  network: new GkeNetwork(stack, 'network', { region }),
});
cluster.addNodePool('system');

const { resource } = cluster;
// Pods keep their addresses towards the internet and the VPC; a NAT outside the cluster has to translate them.
resource.addOverride('default_snat_status.disabled', true);
resource.addOverride('disable_l4_lb_firewall_reconciliation', true);
// Networks that are authorized hold for the private endpoint too.
resource.addOverride('master_authorized_networks_config.private_endpoint_enforcement_enabled', true);
// Google's own public addresses, such as those of Cloud Build, may reach the control plane.
resource.addOverride('master_authorized_networks_config.gcp_public_cidrs_access_enabled', true);
resource.addOverride('service_external_ips_config.enabled', false);

// A second interface of the nodes, in a subnetwork that exists, and more bandwidth to the internet.
resource.addOverride('enable_multi_networking', true);
const fast = cluster.addNodePool('fast', { machineType: 'c3-standard-44' });
fast.resource.addOverride('network_config.additional_node_network_configs', [
  { network: 'projects/acme-dev/global/networks/data', subnetwork: 'data' },
]);
fast.resource.addOverride('network_config.network_performance_config.total_egress_bandwidth_tier', 'TIER_1');

app.synth();
