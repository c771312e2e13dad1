import * as fs from 'node:fs';
import * as path from 'node:path';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { App as K8sApp } from 'cdk8s';
import { type App, TerraformStack, Testing } from 'cdktf';
import { ControlPlaneAccess, GkeCluster, type GkeClusterAttributes, GkeNetwork } from '../../../lib/gke';
import { KataRuntime } from '../../../lib/kata';
import { KubernetesBundle } from '../../../lib/terraform';

const EXEC = { api_version: 'client.authentication.k8s.io/v1beta1', command: 'gke-gcloud-auth-plugin' };

function platformOf(app: App): TerraformStack {
  const stack = new TerraformStack(app, 'platform');
  new GoogleProvider(stack, 'google', { project: 'acme-dev', region: 'europe-west4' });
  return stack;
}

function created(app: App, controlPlaneAccess?: ControlPlaneAccess): GkeCluster {
  const stack = platformOf(app);
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
  const cluster = new GkeCluster(stack, 'gke', { location: 'europe-west4', network, controlPlaneAccess });
  cluster.addNodePool('system');
  return cluster;
}

const ATTRIBUTES = {
  name: 'gke',
  location: 'europe-west4',
  nodeServiceAccountEmail: 'n@acme-dev.iam.gserviceaccount.com',
};

const imported = (attributes: Partial<GkeClusterAttributes>, app = Testing.app()) =>
  GkeCluster.fromClusterAttributes(platformOf(app), 'gke', { ...ATTRIBUTES, ...attributes });

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON is read as it is.
const json = (app: App, stack: string): any =>
  JSON.parse(fs.readFileSync(path.join(app.outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8'));

/** What a bundle in a stack of its own says of the cluster, with the outputs of the first stack that it reads. */
function bundled(app: App, access: () => GkeCluster['access']) {
  const stack = new TerraformStack(app, 'runtime');
  const k8s = new K8sApp();
  new KataRuntime(k8s, 'kata');
  new KubernetesBundle(stack, 'bundle', { manifests: k8s, access: access() });
  app.synth();
  const [provider] = json(app, 'runtime').provider.helm;
  const outputs = json(app, 'platform').output ?? {};
  return {
    connection: provider.kubernetes,
    outputs: Object.values(outputs) as { value: string; sensitive: boolean }[],
  };
}

const CLUSTER = 'google_container_cluster\\.gke';

test.each([
  ['the default', undefined],
  ['DNS name and public address', ControlPlaneAccess.dnsAndPublicEndpoint([{ cidr: '203.0.113.0/24' }])],
  ['the DNS name alone', ControlPlaneAccess.dnsOnly()],
  ['the DNS name inside the VPC', ControlPlaneAccess.dnsOnly(false)],
])('with %s a client uses the DNS name, whose certificate every machine trusts', (_, controlPlaneAccess) => {
  const app = Testing.app();
  const cluster = created(app, controlPlaneAccess);
  const { connection, outputs } = bundled(app, () => cluster.access);
  expect(connection).toEqual({
    host: expect.stringMatching(/^https:\/\/\$\{data\.terraform_remote_state\..*\.outputs\..*dns_endpoint.*\}$/),
    exec: EXEC,
  });
  expect(outputs).toEqual([
    {
      value: expect.stringMatching(
        new RegExp(
          `^\\$\\{${CLUSTER}\\.control_plane_endpoints_config\\[0\\]\\.dns_endpoint_config\\[0\\]\\.endpoint\\}$`,
        ),
      ),
      sensitive: true,
    },
  ]);
});

test.each([
  ['a private address', ControlPlaneAccess.privateEndpoint()],
  ['a public address', ControlPlaneAccess.publicEndpoint([{ cidr: '203.0.113.0/24' }])],
])('with %s a client uses it, and the certificate of the cluster', (_, controlPlaneAccess) => {
  const app = Testing.app();
  const cluster = created(app, controlPlaneAccess);
  const { connection, outputs } = bundled(app, () => cluster.access);
  expect(connection).toEqual({
    host: expect.stringMatching(/^https:\/\/\$\{data\.terraform_remote_state\..*endpoint\}$/),
    cluster_ca_certificate: expect.stringMatching(
      /^\$\{base64decode\(data\.terraform_remote_state\..*certificate\)\}$/,
    ),
    exec: EXEC,
  });
  expect(outputs.map(({ value }) => value)).toEqual([
    expect.stringMatching(new RegExp(`^\\$\\{${CLUSTER}\\.endpoint\\}$`)),
    expect.stringMatching(new RegExp(`^\\$\\{${CLUSTER}\\.master_auth\\[0\\]\\.cluster_ca_certificate\\}$`)),
  ]);
});

test('it holds no credentials', () => {
  const { access } = created(Testing.app());
  expect(Object.keys(access).sort()).toEqual(['exec', 'host']);
  expect(JSON.parse(JSON.stringify(access))).toEqual(access);
});

describe('of an imported cluster', () => {
  test('is what its attributes say', () => {
    expect(imported({ dnsEndpoint: 'gke-0.europe-west4.gke.goog', endpoint: '10.0.0.2' }).access).toEqual({
      host: 'https://gke-0.europe-west4.gke.goog',
      exec: { apiVersion: EXEC.api_version, command: EXEC.command },
    });
    const app = Testing.app();
    const cluster = imported({ endpoint: '10.0.0.2', caCertificate: 'QUJD' }, app);
    expect(bundled(app, () => cluster.access).connection).toEqual({
      host: 'https://10.0.0.2',
      cluster_ca_certificate: '${base64decode("QUJD")}',
      exec: EXEC,
    });
  });

  test.each([
    [
      'nothing',
      {},
      'access needs dnsEndpoint, or endpoint and caCertificate; give dnsEndpoint to fromClusterAttributes()',
    ],
    ['an address alone', { endpoint: '10.0.0.2' }, 'access needs caCertificate beside endpoint'],
    ['a certificate alone', { caCertificate: 'QUJD' }, 'access needs dnsEndpoint, or endpoint and caCertificate'],
  ])('is refused when it is asked for, where the attributes have %s', (_, attributes, message) => {
    const cluster = imported(attributes);
    expect(() => cluster.access).toThrow(`platform/gke: ${message}`);
  });

  test.each([
    ['dnsEndpoint', 'https://gke-0.europe-west4.gke.goog', 'write a DNS name without https://'],
    ['dnsEndpoint', '10.0.0.2', 'write a DNS name'],
    ['dnsEndpoint', '', 'write a DNS name'],
    ['endpoint', 'https://10.0.0.2', 'write an IPv4 address without https://'],
    ['endpoint', '', 'write an IPv4 address'],
    ['caCertificate', '-----BEGIN CERTIFICATE-----', 'write the base64 text of masterAuth.clusterCaCertificate'],
    ['caCertificate', '', 'write the base64 text'],
  ])('is refused for %s %p', (field, value, fix) => {
    expect(() => imported({ [field]: value })).toThrow(new RegExp(`platform/gke: ${field} .*${fix}`));
  });
});
