import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import {
  CloudDns,
  GkeCluster,
  type GkeClusterProps,
  GkeNetwork,
  type NodePoolOptions,
  ProjectServices,
  SecretsEncryption,
} from '../../../lib/gke';
import { type Attributes, newStack, resources, synth, type Terraform } from '../../util/terraform';

const region = 'europe-west4';

const servicesOf = (terraform: Terraform) =>
  Object.values(resources(terraform, 'google_project_service')).map(({ service }) => service as string);

function cluster(stack: TerraformStack, props: Partial<GkeClusterProps> = {}): GkeCluster {
  const network = new GkeNetwork(stack, 'network', { region });
  return new GkeCluster(stack, 'gke', { location: region, network, hasExternalNodePools: true, ...props });
}

const pool = (options: NodePoolOptions) => (stack: TerraformStack) => cluster(stack).addNodePool('pool', options);

const KEY = 'projects/p/locations/europe-west4/keyRings/r/cryptoKeys/k';
const CERTIFICATE = { hosts: ['r.example.com'], certificateSecret: 'projects/1/secrets/ca/versions/1' };

const FEATURES: [string, (stack: TerraformStack) => unknown, string[]][] = [
  ['private zones', (stack) => new GkeNetwork(stack, 'n', { region, allowedEgress: [] }), ['dns.googleapis.com']],
  ['Cloud DNS', (stack) => cluster(stack, { cloudDns: CloudDns.clusterScope() }), ['dns.googleapis.com']],
  ['image streaming (M8)', pool({ imageStreaming: true }), ['containerfilesystem.googleapis.com']],
  ['private registries', pool({ containerd: { privateRegistries: [CERTIFICATE] } }), ['secretmanager.googleapis.com']],
  ['a key of boot disks', pool({ bootDiskKmsKey: KEY }), ['cloudkms.googleapis.com']],
  ['a key for Secrets', (stack) => cluster(stack, { secretsEncryption: true }), ['cloudkms.googleapis.com']],
  ['the backup agent', (stack) => cluster(stack, { backupAgent: true }), ['gkebackup.googleapis.com']],
  ['a fleet', (stack) => cluster(stack, { fleetProject: 'acme-fleet' }), ['gkehub.googleapis.com']],
  ['Filestore', (stack) => cluster(stack, { filestoreCsi: true }), ['file.googleapis.com']],
  ['Secret Manager', (stack) => cluster(stack, { secretManager: true }), ['secretmanager.googleapis.com']],
  [
    'notifications',
    (stack) => cluster(stack, { upgradeNotifications: { topic: 'projects/p/topics/t' } }),
    ['pubsub.googleapis.com'],
  ],
  [
    'intrusion detection',
    (stack) => new GkeNetwork(stack, 'n', { region }).addIntrusionDetection({ zone: `${region}-a` }),
    ['ids.googleapis.com', 'servicenetworking.googleapis.com'],
  ],
];

const always = (() => {
  const stack = newStack();
  new ProjectServices(stack, 'services');
  cluster(stack).addNodePool('pool');
  return servicesOf(synth(stack)).sort();
})();

describe.each(FEATURES)('%s', (_, build, expected) => {
  test.each([
    ['before', true],
    ['after', false],
  ])('asks for its services of a ProjectServices that is created %s it', (_when, isFirst) => {
    const stack = newStack();
    if (isFirst) new ProjectServices(stack, 'services');
    build(stack);
    if (!isFirst) new ProjectServices(stack, 'services');
    const terraform = synth(stack);
    expect(servicesOf(terraform).sort()).toEqual([...always, ...expected].sort());

    const addresses = Object.keys(resources(terraform, 'google_project_service'));
    const others = Object.entries(terraform.resource ?? {}).filter(([type]) => type !== 'google_project_service');
    for (const { depends_on } of others.flatMap(([, items]) => Object.values(items) as Attributes[])) {
      expect(depends_on).toEqual(
        expect.arrayContaining(addresses.map((address) => `google_project_service.${address}`)),
      );
    }
  });
});

test('without a ProjectServices nothing is switched on', () => {
  const stack = newStack();
  cluster(stack, { backupAgent: true });
  expect(servicesOf(synth(stack))).toEqual([]);
});

test('each project gets the services of what is in it', () => {
  const stack = newStack();
  new ProjectServices(stack, 'services', { project: 'acme-dev' });
  new ProjectServices(stack, 'keys', { project: 'acme-keys' });
  new SecretsEncryption(stack, 'secrets', {
    project: 'acme-dev',
    keyProject: 'acme-keys',
    location: region,
    grant: false,
  });
  const on = Object.values(resources(synth(stack), 'google_project_service'));
  const kms = on.filter(({ service }) => service === 'cloudkms.googleapis.com');
  expect(kms.map(({ project }) => project)).toEqual(['acme-keys']);
});

test('a stack does not ask the services of another', () => {
  const app = Testing.app();
  const [one, two] = ['one', 'two'].map((id) => {
    const stack = new TerraformStack(app, id);
    new GoogleProvider(stack, 'google', { project: 'acme-dev', region });
    return stack;
  }) as [TerraformStack, TerraformStack];
  new ProjectServices(one, 'services');
  cluster(two, { backupAgent: true });
  expect(servicesOf(synth(one)).sort()).toEqual(always);
});
