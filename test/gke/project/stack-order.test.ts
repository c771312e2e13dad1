import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { type App, TerraformModule, TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import {
  GkeCluster,
  GkeNetwork,
  NodeIdentity,
  ProjectServices,
  SecretsEncryption,
  SharedVpcAccess,
} from '../../../lib/gke';
import { type Attributes, newStack, resources, synth, type Terraform } from '../../util/terraform';

const region = 'europe-west4';

/** Every resource and data source of a stack, by address. */
function elements(terraform: Terraform): [string, Attributes][] {
  const of = (section: Terraform['resource'], prefix: string) =>
    Object.entries(section ?? {}).flatMap(([type, items]) =>
      Object.entries(items).map(([id, item]): [string, Attributes] => [`${prefix}${type}.${id}`, item]),
    );
  return [...of(terraform.resource, ''), ...of(terraform.data, 'data.')];
}

const addresses = (terraform: Terraform, type: string) =>
  Object.keys(resources(terraform, type)).map((id) => `${type}.${id}`);

/** Two stacks, as `App.synth()` writes them. */
function synthTwo(build: (one: TerraformStack, two: TerraformStack) => void): [Terraform, Terraform, TerraformStack] {
  const app: App = Testing.app();
  const [one, two] = ['one', 'two'].map((name) => {
    const stack = new TerraformStack(app, name);
    new GoogleProvider(stack, 'google', { project: 'acme-dev', region });
    return stack;
  }) as [TerraformStack, TerraformStack];
  build(one, two);
  app.synth();
  const read = (stack: TerraformStack) =>
    JSON.parse(fs.readFileSync(path.join(app.outdir, 'stacks', stack.node.id, 'cdk.tf.json'), 'utf8'));
  const written: [Terraform, Terraform, TerraformStack] = [read(one), read(two), two];
  fs.rmSync(app.outdir, { recursive: true });
  return written;
}

test('node.addDependency: every resource below waits for every resource below', () => {
  const stack = newStack();
  const first = new Construct(stack, 'first');
  const [a, b] = ['a', 'b'].map((id) => new ComputeNetwork(first, id, { name: id }));
  const network = new GkeNetwork(stack, 'network', { region });
  network.node.addDependency(first);
  const terraform = synth(stack);
  const waiting = elements(terraform).filter(([address]) => address.includes('.network'));
  expect(waiting.length).toBeGreaterThan(4);
  for (const [, { depends_on }] of waiting) {
    expect(depends_on).toEqual(
      expect.arrayContaining([a, b].map((it) => `google_compute_network.${it?.friendlyUniqueId}`)),
    );
  }
  for (const [address, { depends_on }] of elements(terraform)) {
    if (!waiting.some(([it]) => it === address)) expect(depends_on).toBeUndefined();
  }
});

test('what the resource says itself stays, a second synthesis adds nothing, and nothing waits for itself', () => {
  const stack = newStack();
  const network = new GkeNetwork(stack, 'network', { region });
  const cluster = new GkeCluster(stack, 'gke', { location: region, network });
  const pool = cluster.addNodePool('system');
  cluster.node.addDependency(network, network.subnetwork);
  stack.node.addDependency(network);
  const once = synth(stack);
  expect(synth(stack)).toEqual(once);
  for (const [address, { depends_on = [] }] of elements(once)) {
    expect(new Set(depends_on).size).toBe(depends_on.length);
    expect(depends_on).not.toContain(address);
  }
  const { depends_on } = Object.values(resources(once, 'google_container_node_pool'))[0] as Attributes;
  expect(depends_on).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^google_project_iam_member\./),
      expect.stringMatching(/^google_compute_subnetwork\./),
    ]),
  );
  expect(pool.node.dependencies).toEqual([]);
});

test('a module waits, and is waited for', () => {
  const stack = newStack();
  class Registry extends TerraformModule {}
  const module = new Registry(stack, 'registry', { source: './registry', skipAssetCreationFromLocalModules: true });
  const network = new GkeNetwork(stack, 'network', { region, nat: false });
  network.node.addDependency(module);
  const later = new Registry(stack, 'later', { source: './later', skipAssetCreationFromLocalModules: true });
  later.node.addDependency(network);
  const terraform = synth(stack) as Terraform & { module: Record<string, Attributes> };
  expect(terraform.resource?.google_compute_network?.network?.depends_on).toEqual(['module.registry']);
  expect(terraform.module.later?.depends_on).toContain('google_compute_network.network');
});

test('a construct of another stack orders the stacks, and is in no depends_on', () => {
  const [, two, stack] = synthTwo((one, other) => {
    const services = new ProjectServices(one, 'services');
    new GkeNetwork(other, 'network', { region }).node.addDependency(services);
  });
  expect(stack.dependencies.map(({ node }) => node.id)).toEqual(['one']);
  expect(elements(two).flatMap(([, { depends_on = [] }]) => depends_on)).toEqual([]);
});

test('an order of stacks that goes round is refused', () => {
  expect(() =>
    synthTwo((one, two) => {
      const first = new GkeNetwork(one, 'network', { region });
      const second = new GkeNetwork(two, 'network', { region });
      first.node.addDependency(second);
      second.node.addDependency(first);
    }),
  ).toThrow(/circular|depends on/i);
});

describe('ProjectServices', () => {
  test('every construct of this library waits for them, without being told', () => {
    const stack = newStack();
    const network = new GkeNetwork(stack, 'network', { region });
    new ProjectServices(stack, 'services');
    new GkeCluster(stack, 'gke', { location: region, network, secretsEncryption: true }).addNodePool('system');
    const terraform = synth(stack);
    const services = addresses(terraform, 'google_project_service');
    expect(services.length).toBeGreaterThan(5);
    const others = elements(terraform).filter(([address]) => !address.startsWith('google_project_service.'));
    expect(others.map(([address]) => address.replace(/\..*/, ''))).toEqual(
      expect.arrayContaining(['google_kms_key_ring', 'google_service_account', 'google_compute_network', 'data']),
    );
    for (const [, { depends_on }] of others) expect(depends_on).toEqual(expect.arrayContaining(services));
  });

  test('what the services wait for comes first, and resources of others are left alone', () => {
    const stack = newStack();
    const identity = new NodeIdentity(stack, 'nodes', { project: 'acme-dev' });
    const services = new ProjectServices(stack, 'services', { project: 'acme-dev' });
    services.node.addDependency(identity);
    new ComputeNetwork(stack, 'own', { name: 'own' });
    const terraform = synth(stack);
    for (const type of ['google_compute_network', 'google_service_account']) {
      expect(Object.values(resources(terraform, type))[0]).not.toHaveProperty('depends_on');
    }
    for (const service of Object.values(resources(terraform, 'google_project_service'))) {
      expect(service.depends_on).toContainEqual(expect.stringMatching(/^google_service_account\./));
    }
  });
});

test('SharedVpcAccess: clusters wait for the grants in the host project', () => {
  const stack = newStack();
  new SharedVpcAccess(stack, 'access', { hostProject: 'acme-network', serviceProjectNumber: '123456789012' });
  new ProjectServices(stack, 'services');
  const network = GkeNetwork.fromNetworkAttributes(stack, 'network', {
    networkId: 'n',
    subnetworkId: 's',
    podRangeName: 'pods',
    serviceRangeName: 'services',
    hasEgress: true,
  });
  const nodeIdentity = NodeIdentity.fromServiceAccountEmail(stack, 'nodes', 'nodes@acme-dev.iam.gserviceaccount.com');
  new GkeCluster(stack, 'gke', { location: region, network, nodeIdentity }).addNodePool('system');
  const terraform = synth(stack);
  const grants = addresses(terraform, 'google_project_iam_member');
  expect(grants).toHaveLength(3);
  for (const type of ['google_container_cluster', 'google_container_node_pool']) {
    const [{ depends_on } = { depends_on: [] }] = Object.values(resources(terraform, type));
    expect(depends_on).toEqual(expect.arrayContaining(grants));
  }
  // GKE's agent is there once its service is on.
  for (const grant of Object.values(resources(terraform, 'google_project_iam_member'))) {
    expect(grant.depends_on).toContainEqual(expect.stringMatching(/^google_project_service\./));
  }
});

test('a key of its own stack is usable by the service agent before the cluster is made', () => {
  const stack = newStack();
  const encryption = new SecretsEncryption(stack, 'secrets', { project: 'acme-dev', location: region });
  const network = new GkeNetwork(stack, 'network', { region });
  const cluster = new GkeCluster(stack, 'gke', { location: region, network });
  cluster.addNodePool('system');
  cluster.node.addDependency(encryption);
  const terraform = synth(stack);
  const [{ depends_on } = { depends_on: [] }] = Object.values(resources(terraform, 'google_container_cluster'));
  expect(depends_on).toContainEqual(expect.stringMatching(/^google_kms_crypto_key_iam_member\./));
});

/** The stack that an example writes. */
function example(name: string): Terraform {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'order-'));
  try {
    process.env.CDKTF_OUTDIR = path.join(folder, 'cdktf.out');
    process.env.CDK8S_OUTDIR = path.join(folder, 'dist');
    jest.isolateModules(() => require(`../../../examples/${name}`));
    const [file] = (fs.readdirSync(folder, { recursive: true }) as string[]).filter((it) => it.endsWith('cdk.tf.json'));
    return JSON.parse(fs.readFileSync(path.join(folder, file as string), 'utf8'));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

test('examples/production-cluster.ts: nothing begins before the services are on', () => {
  const terraform = example('production-cluster');
  const services = addresses(terraform, 'google_project_service');
  expect(services.length).toBeGreaterThan(10);
  const others = elements(terraform).filter(([address]) => !address.startsWith('google_project_service.'));
  expect(others.length).toBeGreaterThan(20);
  for (const [, { depends_on }] of others) expect(depends_on).toEqual(expect.arrayContaining(services));
});

test('examples/existing-network.ts: the cluster waits for the grants of the Shared VPC', () => {
  const terraform = example('existing-network');
  const [{ depends_on } = { depends_on: [] }] = Object.values(resources(terraform, 'google_container_cluster'));
  expect(depends_on).toEqual(expect.arrayContaining(addresses(terraform, 'google_project_iam_member')));
});
