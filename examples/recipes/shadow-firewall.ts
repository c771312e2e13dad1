import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall/index.js';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import { GkeCluster, GkeNetwork, ProjectServices, TerraformState } from 'cdk-kata/gke';
import { App, TerraformStack } from 'cdktf';

const region = process.env.GOOGLE_REGION || 'europe-west4';

const app = new App();
const stack = new TerraformStack(app, 'shadow-firewall');
new GoogleProvider(stack, 'google', { project: process.env.GOOGLE_PROJECT || 'acme-dev', region });
new TerraformState(stack, 'state', { bucket: process.env.STATE_BUCKET });
new ProjectServices(stack, 'services');
const network = new GkeNetwork(stack, 'network', { region });
const cluster = new GkeCluster(stack, 'gke', { location: region, network });
cluster.addNodePool('system');

// GKE writes firewall rules without logs. The same rule at the next higher priority logs what it lets through.
new ComputeFirewall(stack, 'shadow', {
  name: 'shadow-pods',
  network: network.networkId,
  description: 'As the rule of GKE that lets the pods of the cluster talk to each other, with logs',
  direction: 'INGRESS',
  priority: 999,
  sourceRanges: [...network.ranges.podRanges],
  allow: [{ protocol: 'tcp' }, { protocol: 'udp' }, { protocol: 'icmp' }, { protocol: 'esp' }, { protocol: 'ah' }],
  logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
});

app.synth();
