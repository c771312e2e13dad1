import { TerraformVariable } from 'cdktf';
import { GkeCluster, GkeNetwork, type NodePoolOptions } from '../../../lib/gke';
import { type Attributes, newStack, onlyResource, resources, synth, type Terraform } from '../../util/terraform';

const region = 'europe-west4';
const KEY = 'projects/acme-keys/locations/europe-west4/keyRings/gke/cryptoKeys/disks';

function build(...pools: NodePoolOptions[]) {
  const stack = newStack();
  const network = new GkeNetwork(stack, 'network', { region });
  const cluster = new GkeCluster(stack, 'gke', { location: region, network });
  pools.forEach((options, index) => {
    cluster.addNodePool(`pool-${index}`, options);
  });
  return { stack, cluster };
}

const grants = (terraform: Terraform): Attributes[] =>
  Object.values(resources(terraform, 'google_kms_crypto_key_iam_member'));

test("Compute Engine's agent may use the key, and cluster and pool wait for that (M7)", () => {
  const terraform = synth(build({ bootDiskKmsKey: KEY }).stack);
  expect(grants(terraform)).toEqual([
    {
      crypto_key_id: KEY,
      member: expect.stringMatching(
        /^serviceAccount:service-\$\{data\.google_project\..*\.number\}@compute-system\.iam/,
      ),
      role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
    },
  ]);
  for (const type of ['google_container_cluster', 'google_container_node_pool']) {
    expect(onlyResource(terraform, type).depends_on).toContainEqual(
      expect.stringMatching(/^google_kms_crypto_key_iam_member\./),
    );
  }
  expect(onlyResource(terraform, 'google_container_cluster').node_config.boot_disk_kms_key).toBe(KEY);
});

test('there is one grant for each key of a cluster', () => {
  const other = KEY.replace('disks', 'vms');
  const terraform = synth(build({ bootDiskKmsKey: KEY }, { bootDiskKmsKey: KEY }, { bootDiskKmsKey: other }).stack);
  expect(
    grants(terraform)
      .map(({ crypto_key_id }) => crypto_key_id)
      .sort(),
  ).toEqual([KEY, other]);
});

test('a key that only Terraform knows is one key, and its grant has the same address whatever else the program has', () => {
  const addresses = [0, 3].map((before) => {
    const { stack, cluster } = build({});
    for (let index = 0; index < before; index++) new TerraformVariable(stack, `before-${index}`, {});
    const key = new TerraformVariable(stack, 'key', {});
    cluster.addNodePool('a', { bootDiskKmsKey: key.stringValue });
    cluster.addNodePool('b', { bootDiskKmsKey: key.stringValue });
    return Object.keys(resources(synth(stack), 'google_kms_crypto_key_iam_member'));
  });
  expect(addresses[0]).toHaveLength(1);
  expect(addresses[1]).toEqual(addresses[0]);
});

test('grantBootDiskKey: false leaves the right to whoever owns the key', () => {
  expect(grants(synth(build({ bootDiskKmsKey: KEY, grantBootDiskKey: false }).stack))).toEqual([]);
});

test('pools of an imported cluster wait for the grant themselves', () => {
  const stack = newStack();
  const cluster = GkeCluster.fromClusterAttributes(stack, 'gke', {
    name: 'gke',
    location: `${region}-a`,
    nodeServiceAccountEmail: 'nodes@acme-dev.iam.gserviceaccount.com',
  });
  cluster.addNodePool('pool', { bootDiskKmsKey: KEY });
  expect(onlyResource(synth(stack), 'google_container_node_pool').depends_on).toContainEqual(
    expect.stringMatching(/^google_kms_crypto_key_iam_member\./),
  );
});
