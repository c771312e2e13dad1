import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import { GkeCluster, GkeNetwork, ProjectServices, SandboxAuditAlerts } from '../../../lib/gke';
import { type Attributes, synth } from '../../util/terraform';

const region = 'europe-west4';

/** A program of which two copies are to live in one project. */
function program(stack: TerraformStack, namePrefix?: string): void {
  new ProjectServices(stack, 'services');
  const network = new GkeNetwork(stack, 'network', {
    region,
    namePrefix,
    natAddressCount: 1,
    allowedEgress: [{ name: 'mirror', ranges: ['198.51.100.0/24'] }],
  });
  network.addIntrusionDetection({ zone: `${region}-a` });
  network.addWebhookFirewall('webhooks', { ports: [8443] });
  const cluster = new GkeCluster(stack, 'gke', {
    location: region,
    network,
    namePrefix,
    secretsEncryption: true,
    backupAgent: true,
  });
  cluster.addNodePool('system');
  cluster.addKataNodePool('kata', { imagesAreMirrored: true });
  cluster.addBackupPlan('nightly');
  new SandboxAuditAlerts(stack, 'alerts', {
    cluster,
    notificationChannels: ['projects/acme-dev/notificationChannels/1'],
  });
}

/** What is in something else that has a name of its own: pools in their cluster, records in their zone, keys in their ring. */
const INSIDE = ['google_container_node_pool', 'google_dns_record_set', 'google_kms_crypto_key'];

/** Names that a project has once. */
function names(namePrefix?: string): string[] {
  const stack = new TerraformStack(Testing.app(), 'platform');
  new GoogleProvider(stack, 'google', { project: 'acme-dev', region });
  program(stack, namePrefix);
  return Object.entries(synth(stack).resource ?? {})
    .filter(([type]) => !INSIDE.includes(type))
    .flatMap(([type, items]) =>
      Object.values(items).flatMap(({ name, account_id = name }: Attributes) =>
        account_id === undefined ? [] : [`${type} ${account_id}`],
      ),
    );
}

test('two copies of one program have no name in common, with a prefix each', () => {
  const [blue, green] = [names('blue'), names('green')];
  expect(blue.length).toBeGreaterThan(15);
  expect(blue.filter((name) => green.includes(name))).toEqual([]);
  expect(blue.filter((name) => names().includes(name))).toEqual([]);
});
