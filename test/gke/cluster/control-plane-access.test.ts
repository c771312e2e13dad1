import { TerraformVariable } from 'cdktf';
import { ControlPlaneAccess, GkeCluster, GkeNetwork } from '../../../lib/gke';
import { newStack, onlyResource, synth, warnings } from '../../util/terraform';

function build(controlPlaneAccess: ControlPlaneAccess, stack = newStack()) {
  const network = new GkeNetwork(stack, 'network', { region: 'europe-west4' });
  const cluster = new GkeCluster(stack, 'gke', { location: 'europe-west4', network, controlPlaneAccess });
  cluster.addNodePool('system');
  return { stack, cluster };
}

const attributes = (access: ControlPlaneAccess) => onlyResource(synth(build(access).stack), 'google_container_cluster');

test('dnsAndPublicEndpoint: by name with IAM, and by a public address from networks', () => {
  const access = ControlPlaneAccess.dnsAndPublicEndpoint([{ cidr: '203.0.113.0/24' }]);
  expect(attributes(access)).toMatchObject({
    control_plane_endpoints_config: { dns_endpoint_config: { allow_external_traffic: true } },
    private_cluster_config: { enable_private_endpoint: false, enable_private_nodes: true },
    master_authorized_networks_config: { cidr_blocks: [{ cidr_block: '203.0.113.0/24' }] },
  });
  expect(build(access).cluster.getCredentialsCommand).toContain('--dns-endpoint');
});

test('globalAccess and subnetwork of the private endpoint', () => {
  const options = {
    globalAccess: true,
    subnetwork: 'projects/acme-dev/regions/europe-west4/subnetworks/control-plane',
  };
  for (const access of [
    ControlPlaneAccess.privateEndpoint([], options),
    ControlPlaneAccess.dnsAndPrivateEndpoint([], options),
  ]) {
    expect(attributes(access).private_cluster_config).toEqual({
      enable_private_endpoint: true,
      enable_private_nodes: true,
      master_global_access_config: { enabled: true },
      private_endpoint_subnetwork: options.subnetwork,
    });
  }
});

test('a network may be known to Terraform alone', () => {
  const stack = newStack();
  const cidr = new TerraformVariable(stack, 'office', {}).stringValue;
  const terraform = synth(build(ControlPlaneAccess.publicEndpoint([{ cidr }]), stack).stack);
  const { master_authorized_networks_config } = onlyResource(terraform, 'google_container_cluster');
  expect(master_authorized_networks_config.cidr_blocks).toEqual([{ cidr_block: '${var.office}' }]);
});

const networks = (...cidrs: string[]) => cidrs.map((cidr) => ({ cidr }));
const slash8 = Array.from({ length: 256 }, (_, index) => `${index}.0.0.0/8`);

test.each<[string, () => ControlPlaneAccess, string]>([
  [
    'to the world',
    () => ControlPlaneAccess.publicEndpoint(networks('0.0.0.0/0')),
    "test/gke: authorized network '0.0.0.0/0' opens the control plane to the world",
  ],
  ['to half the world', () => ControlPlaneAccess.publicEndpoint(networks('128.0.0.0/1')), 'to the world'],
  [
    'to the world in 256 parts',
    () => ControlPlaneAccess.publicEndpoint(networks(...slash8)),
    'the list of 256 authorized networks opens the control plane',
  ],
  ['to nobody', () => ControlPlaneAccess.publicEndpoint([]), 'without authorized networks'],
  ['to nobody but by name', () => ControlPlaneAccess.dnsAndPublicEndpoint([]), 'without authorized networks'],
  ['to a name', () => ControlPlaneAccess.publicEndpoint(networks('office')), "authorized network 'office'"],
  [
    'to an address in a range',
    () => ControlPlaneAccess.privateEndpoint(networks('10.1.2.3/8')),
    "'10.1.2.3/8' is not an IPv4 range; write 10.0.0.0/8",
  ],
  [
    'to an address',
    () => ControlPlaneAccess.publicEndpoint(networks('203.0.113.5')),
    "'203.0.113.5' is not an IPv4 range; write 203.0.113.5/32",
  ],
  [
    'through a subnetwork without a name',
    () => ControlPlaneAccess.privateEndpoint([], { subnetwork: '' }),
    "controlPlaneAccess.subnetwork '' is not a name",
  ],
  ['with no list', () => ControlPlaneAccess.publicEndpoint(undefined as never), 'networks is undefined'],
  ['with a word for a switch', () => ControlPlaneAccess.dnsOnly('no' as never), "allowExternalTraffic is 'no'"],
])('fails for a control plane open %s', (_, access, message) => {
  expect(() => build(access())).toThrow(message);
});

test('warns of a /8 of public addresses, and not of one of private addresses', () => {
  expect(warnings(build(ControlPlaneAccess.publicEndpoint(networks('8.0.0.0/8'))).stack)).toEqual([
    expect.stringContaining("authorized network '8.0.0.0/8' is a large part of the internet"),
  ]);
  expect(warnings(build(ControlPlaneAccess.privateEndpoint(networks('10.0.0.0/8'))).stack)).toEqual([]);
});
