import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import { GkeCluster, GkeNetwork, ProjectServices, TerraformState } from 'cdk-kata/gke';
import { App, TerraformStack } from 'cdktf';

const region = process.env.GOOGLE_REGION || 'europe-west4';

const app = new App();
const stack = new TerraformStack(app, 'disks');
new GoogleProvider(stack, 'google', { project: process.env.GOOGLE_PROJECT || 'acme-dev', region });
new TerraformState(stack, 'state', { bucket: process.env.STATE_BUCKET });
new ProjectServices(stack, 'services');
const cluster = new GkeCluster(stack, 'gke', {
  location: region,
  network: new GkeNetwork(stack, 'network', { region }),
});
cluster.addNodePool('system');

// A faster boot disk of C3, in a storage pool that exists.
const fast = cluster.addNodePool('fast', { machineType: 'c3-standard-8', diskType: 'hyperdisk-balanced' });
fast.resource.addOverride('node_config.boot_disk', {
  disk_type: 'hyperdisk-balanced',
  size_gb: 200,
  provisioned_iops: 6000,
  provisioned_throughput: 300,
});
fast.resource.addOverride('node_config.storage_pools', [`projects/acme-dev/zones/${region}-b/storagePools/nodes`]);

// Images that are there when a node boots: a disk image that holds them.
const warm = cluster.addNodePool('warm', { machineType: 'n2-standard-8', imageStreaming: true });
warm.resource.addOverride('node_config.secondary_boot_disks', [
  { disk_image: 'projects/acme-dev/global/images/preloaded', mode: 'CONTAINER_IMAGE_CACHE' },
]);

// Local SSDs with a key that goes with the node.
const sealed = cluster.addNodePool('sealed', { machineType: 'n2-standard-8', ephemeralLocalSsds: 1 });
sealed.resource.addOverride('node_config.local_ssd_encryption_mode', 'EPHEMERAL_KEY_ENCRYPTION');

// Confidential Hyperdisks, on confidential nodes.
const secret = cluster.addNodePool('confidential', {
  machineType: 'c3-standard-8',
  diskType: 'hyperdisk-balanced',
  confidentialInstanceType: 'TDX',
  bootDiskKmsKey: `projects/acme-dev/locations/${region}/keyRings/gke/cryptoKeys/disks`,
});
secret.resource.addOverride('node_config.enable_confidential_storage', true);

app.synth();
