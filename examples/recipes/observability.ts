import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import { GkeCluster, GkeNetwork, ProjectServices, TerraformState } from 'cdk-kata/gke';
import { App, TerraformStack } from 'cdktf';

const region = process.env.GOOGLE_REGION || 'europe-west4';

const app = new App();
const stack = new TerraformStack(app, 'observability');
new GoogleProvider(stack, 'google', { project: process.env.GOOGLE_PROJECT || 'acme-dev', region });
new TerraformState(stack, 'state', { bucket: process.env.STATE_BUCKET });
new ProjectServices(stack, 'services');
const cluster = new GkeCluster(stack, 'gke', {
  location: region,
  network: new GkeNetwork(stack, 'network', { region }),
});
cluster.addNodePool('system');

const { resource } = cluster;
// Hubble's relay of Dataplane V2, which shows flows of single pods.
resource.addOverride('monitoring_config.advanced_datapath_observability_config.enable_relay', true);
resource.addOverride('monitoring_config.managed_prometheus.auto_monitoring_config.scope', 'ALL');
resource.addOverride('pod_autoscaling.hpa_profile', 'PERFORMANCE');
// What each namespace takes, traffic out of the cluster included, in a BigQuery dataset that exists.
resource.addOverride('resource_usage_export_config', {
  enable_network_egress_metering: true,
  enable_resource_consumption_metering: true,
  bigquery_destination: { dataset_id: 'gke_usage' },
});
const busy = cluster.addNodePool('busy', { machineType: 'n2-standard-8' });
busy.resource.addOverride('node_config.logging_variant', 'MAX_THROUGHPUT');

app.synth();
