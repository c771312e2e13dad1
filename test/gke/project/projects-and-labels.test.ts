import * as fs from 'node:fs';
import * as path from 'node:path';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { Aspects, type IAspect, TerraformResource, TerraformStack, Testing } from 'cdktf';
import { GkeCluster, GkeNetwork, SandboxAuditAlerts, SecretsEncryption } from '../../../lib/gke';
import { GOOGLE_SCHEMAS } from '../../util/provider-schema';
import { type Attributes, newStack, onlyResource, resources, synth, type Terraform } from '../../util/terraform';

const region = 'europe-west4';
const SCHEMAS = GOOGLE_SCHEMAS[6]?.resource_schemas ?? {};

const attributesOf = (type: string) => Object.keys(SCHEMAS[type]?.block.attributes ?? {});
const entries = (terraform: Terraform): [string, Attributes][] =>
  Object.entries(terraform.resource ?? {}).flatMap(([type, items]) =>
    Object.values(items).map((item): [string, Attributes] => [type, item]),
  );

/** A cluster with everything that takes a label or a project. */
function build(stack: TerraformStack): GkeCluster {
  const network = new GkeNetwork(stack, 'network', {
    region,
    natAddressCount: 1,
    allowedEgress: [],
    labels: { team: 'network' },
  });
  network.addIntrusionDetection({ zone: `${region}-a` });
  network.addWebhookFirewall('webhooks', { ports: [8443] });
  const cluster = new GkeCluster(stack, 'gke', {
    location: region,
    network,
    secretsEncryption: true,
    backupAgent: true,
    labels: { team: 'platform' },
  });
  cluster.addNodePool('system');
  cluster.addKataNodePool('kata');
  cluster.addBackupPlan('nightly');
  const notificationChannels = ['projects/p/notificationChannels/1'];
  new SandboxAuditAlerts(stack, 'alerts', { cluster, notificationChannels, labels: { severity: 'page' } });
  return cluster;
}

/** The stack of an example, from its golden file. */
const golden = (name: string): Terraform =>
  JSON.parse(fs.readFileSync(path.join(__dirname, '../../golden', `${name}.tf.json`), 'utf8'));

const written = (): Terraform => {
  const stack = newStack();
  build(stack);
  return synth(stack);
};

test.each([
  ['a program with everything', written],
  ['examples/quickstart.ts', () => golden('quickstart')],
  ['examples/production-cluster.ts', () => golden('production-cluster')],
])('%s: each resource that takes a project names it (M22)', (_, read) => {
  const all = entries(read()).filter(([type]) => attributesOf(type).includes('project'));
  expect(all.length).toBeGreaterThan(5);
  for (const [type, { project }] of all) expect([type, project]).toEqual([type, expect.stringMatching(/^acme-/)]);
});

test('each resource that takes labels has those of its owner, and that of this library (M22)', () => {
  const labels = entries(written()).flatMap(([type, item]) => {
    const field = ['labels', 'resource_labels', 'user_labels'].find((it) => attributesOf(type).includes(it));
    return field === undefined ? [] : [[type, item[field]]];
  });
  const own = (team: string) => ({ 'managed-by': 'cdk-kata', team });
  const teams = Object.fromEntries(labels);
  expect(teams).toEqual({
    google_compute_address: own('network'),
    google_compute_global_address: own('network'),
    google_dns_managed_zone: own('network'),
    google_container_cluster: own('platform'),
    google_gke_backup_backup_plan: own('platform'),
    google_kms_crypto_key: own('platform'),
    google_monitoring_alert_policy: { ...own('platform'), severity: 'page' },
  });
});

test('labels of a key and of alerts are held against what Google Cloud takes', () => {
  const stack = newStack();
  const props = { project: 'p', location: region, labels: { Team: 'blue' } };
  expect(() => new SecretsEncryption(stack, 'secrets', props)).toThrow("resource label 'Team: blue'");
});

test('the project is that of the provider that the resource ends up with', () => {
  const stack = newStack();
  const host = new GoogleProvider(stack, 'host', { alias: 'host', project: 'acme-host' });
  const network = new GkeNetwork(stack, 'network', { region });
  const toHost: IAspect = {
    visit(node) {
      if (node instanceof TerraformResource && node.node.path.includes('/network/')) node.provider = host;
    },
  };
  Aspects.of(stack).add(toHost);
  new GkeNetwork(stack, 'other', { region, nodeRange: '10.1.0.0/20', project: 'acme-given' });
  expect(network.resource).toBeDefined();
  const networks = Object.values(resources(synth(stack), 'google_compute_network'));
  expect(networks.map(({ project }) => project).sort()).toEqual(['acme-given', 'acme-host']);
});

test('a pool is in the project of its cluster, whatever the provider says', () => {
  const stack = newStack();
  const network = new GkeNetwork(stack, 'network', { region });
  new GkeCluster(stack, 'gke', { location: region, network, project: 'acme-prod' }).addNodePool('system');
  expect(onlyResource(synth(stack), 'google_container_node_pool').project).toBe('acme-prod');
});

test('a provider that names no project leaves it to its environment', () => {
  const stack = new TerraformStack(Testing.app(), 'test');
  new GoogleProvider(stack, 'google', { region });
  new GkeNetwork(stack, 'network', { region });
  expect(onlyResource(synth(stack), 'google_compute_network')).not.toHaveProperty('project');
});
