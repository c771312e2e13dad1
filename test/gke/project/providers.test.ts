import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { Fn, TerraformStack, Testing } from 'cdktf';
import { GkeCluster, GkeNetwork, ProjectServices, SharedVpcAccess } from '../../../lib/gke';
import { type Attributes, newStack, resources, synth, type Terraform } from '../../util/terraform';

const region = 'europe-west4';

const providers = (terraform: Terraform): Record<string, string | undefined> =>
  Object.fromEntries(
    [...Object.entries(terraform.resource ?? {}), ...Object.entries(terraform.data ?? {})].flatMap(([type, items]) =>
      Object.entries(items).map(([id, { provider }]: [string, Attributes]) => [`${type}.${id}`, provider]),
    ),
  );

test('a provider is that of every resource below, the nearest wins, and others keep the default', () => {
  const stack = newStack();
  const host = new GoogleProvider(stack, 'host', { project: 'acme-network', alias: 'host' });
  const service = new GoogleProvider(stack, 'service', { project: 'acme-team', alias: 'service' });
  const network = new GkeNetwork(stack, 'network', { region, provider: host });
  const cluster = new GkeCluster(stack, 'gke', {
    location: region,
    network,
    provider: service,
    secretsEncryption: true,
  });
  cluster.addNodePool('system');
  cluster.addNodePool('host', { provider: host });
  new ProjectServices(stack, 'services');
  const found = providers(synth(stack));
  for (const [address, provider] of Object.entries(found)) {
    if (/\.network|\.gke_host_/.test(address)) expect([address, provider]).toEqual([address, 'google.host']);
    else if (/\.gke/.test(address)) expect([address, provider]).toEqual([address, 'google.service']);
    else expect([address, provider]).toEqual([address, undefined]);
  }
  expect(Object.values(found).filter((it) => it === 'google.host').length).toBeGreaterThan(4);
});

test("the project of a cluster is that of its provider, a literal or Terraform's", () => {
  const stack = newStack();
  const named = new GoogleProvider(stack, 'named', { project: 'acme-team', alias: 'named' });
  const unnamed = new GoogleProvider(stack, 'unnamed', { alias: 'unnamed' });
  const cluster = (id: string, provider: GoogleProvider) => {
    const network = new GkeNetwork(stack, `network-${id}`, { region });
    const made = new GkeCluster(stack, id, { location: region, network, provider });
    made.addNodePool('system');
    return made;
  };
  expect(cluster('one', named).project).toBe('acme-team');
  cluster('two', unnamed);
  const terraform = synth(stack);
  expect(terraform.data?.google_client_config).toEqual({
    'cdk-kata-client-config-unnamed': { provider: 'google.unnamed' },
  });
  expect(resources(terraform, 'google_container_cluster').two?.project).toContain('google_client_config');
});

test('the project is that of the default provider, whichever was made first (m12)', () => {
  const stack = new TerraformStack(Testing.app(), 'test');
  new GoogleProvider(stack, 'host', { project: 'acme-network', alias: 'host' });
  new GoogleProvider(stack, 'google', { project: 'acme-team' });
  const network = new GkeNetwork(stack, 'network', { region });
  expect(new GkeCluster(stack, 'gke', { location: region, network }).project).toBe('acme-team');
});

test('a resource that names its provider keeps it', () => {
  const stack = newStack();
  const [one, two] = ['one', 'two'].map((alias) => new GoogleProvider(stack, alias, { project: alias, alias }));
  const access = new SharedVpcAccess(stack, 'access', {
    hostProject: 'acme-network',
    serviceProjectNumber: '123456789012',
    provider: one,
  });
  new ComputeNetwork(access, 'own', { name: 'own', provider: two });
  const found = providers(synth(stack));
  expect(Object.entries(found).filter(([, provider]) => provider === 'google.two')).toHaveLength(1);
  expect(Object.entries(found).filter(([, provider]) => provider === 'google.one')).toHaveLength(3);
});

test('fails for what is not a provider of Google Cloud', () => {
  const provider = Fn.upper('google') as never;
  expect(() => new GkeNetwork(newStack(), 'network', { region, provider })).toThrow(
    'test/network: provider is not a provider of Google Cloud; pass a GoogleProvider',
  );
});
