import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import { GkeCluster, GkeNetwork, ProjectServices, TerraformState } from 'cdk-kata/gke';
import { App, TerraformStack } from 'cdktf';

const region = process.env.GOOGLE_REGION || 'europe-west4';

const app = new App();
const stack = new TerraformStack(app, 'capacity');
new GoogleProvider(stack, 'google', { project: process.env.GOOGLE_PROJECT || 'acme-dev', region });
new TerraformState(stack, 'state', { bucket: process.env.STATE_BUCKET });
new ProjectServices(stack, 'services');
const cluster = new GkeCluster(stack, 'gke', {
  location: region,
  network: new GkeNetwork(stack, 'network', { region }),
});
cluster.addNodePool('system');

// Reservations: any that fits, or none. The property `reservation` names one.
const any = cluster.addNodePool('any-reservation', { machineType: 'n2-standard-8' });
any.resource.addOverride('node_config.reservation_affinity', { consume_reservation_type: 'ANY_RESERVATION' });
const none = cluster.addNodePool('no-reservation', { machineType: 'n2-standard-8' });
none.resource.addOverride('node_config.reservation_affinity', { consume_reservation_type: 'NO_RESERVATION' });

// Nodes on hosts of your own: a node group that exists.
const alone = cluster.addKataNodePool('sole-tenant', { machineType: 'n2-standard-16' });
alone.resource.addOverride('node_config.sole_tenant_config.node_affinity', [
  { key: 'compute.googleapis.com/node-group-name', operator: 'IN', values: ['kata-hosts'] },
]);

// Nodes close to each other, by a placement policy that exists. The API returns the block otherwise than it was sent.
const close = cluster.addNodePool('close', { machineType: 'c2-standard-16' });
close.resource.addOverride('placement_policy', { type: 'COMPACT', policy_name: 'hpc' });
close.resource.addOverride('lifecycle.ignore_changes', ['initial_node_count', 'placement_policy']);

// Nodes that go after a day at the latest, and nodes that wait until there is capacity for all of a job.
const short = cluster.addNodePool('day', { machineType: 'n2-standard-8', spot: true, minNodes: 0, maxNodes: 10 });
short.resource.addOverride('node_config.max_run_duration', '86400s');
const queued = cluster.addNodePool('queued', {
  machineType: 'a2-highgpu-1g',
  accelerators: { type: 'nvidia-tesla-a100', count: 1 },
  minNodes: 0,
  maxNodes: 8,
});
queued.resource.addOverride('queued_provisioning.enabled', true);
queued.resource.addOverride('autoscaling.location_policy', 'ANY');
queued.resource.addOverride('node_config.reservation_affinity', { consume_reservation_type: 'NO_RESERVATION' });
const flex = cluster.addNodePool('flex', {
  machineType: 'a2-highgpu-1g',
  accelerators: { type: 'nvidia-tesla-a100', count: 1 },
  minNodes: 0,
  maxNodes: 8,
});
flex.resource.addOverride('node_config.flex_start', true);
flex.resource.addOverride('autoscaling.location_policy', 'ANY');
flex.resource.addOverride('node_config.max_run_duration', '604800s');
flex.resource.addOverride('node_config.reservation_affinity', { consume_reservation_type: 'NO_RESERVATION' });

// TPUs: four chips in each node, sixteen nodes together.
const tpu = cluster.addNodePool('tpu', { machineType: 'ct5p-hightpu-4t', minNodesPerZone: 0, maxNodesPerZone: 16 });
tpu.resource.addOverride('placement_policy', { type: 'COMPACT', tpu_topology: '4x4x4' });
tpu.resource.addOverride('lifecycle.ignore_changes', ['initial_node_count', 'placement_policy']);

// The older kind of Spot VMs, which live for a day.
const old = cluster.addNodePool('preemptible', { minNodes: 0, maxNodes: 3 });
old.resource.addOverride('node_config.preemptible', true);

app.synth();
