import * as fs from 'node:fs';
import * as path from 'node:path';
import { GkeCluster, GkeNetwork } from '../../../lib/gke';
import { type Attributes, synthStack, type Terraform } from '../../util/terraform';

const region = 'europe-west4';

const byAddress = (terraform: Terraform): Map<string, Attributes> =>
  new Map(
    Object.entries(terraform.resource ?? {}).flatMap(([type, items]) =>
      Object.entries(items).map(([id, item]): [string, Attributes] => [`${type}.${id}`, item]),
    ),
  );

/** What each resource needs: by expressions and by `depends_on`. */
function needs(item: Attributes, all: ReadonlyMap<string, Attributes>): string[] {
  const names = JSON.stringify(item).match(/google_\w+\.[\w-]+/g) ?? [];
  return [...new Set(names)].filter((name) => all.has(name));
}

/** The resources that Terraform replaces by creating first: those that say so, and all that they need, whatever those say. */
function createdFirst(terraform: Terraform): Set<string> {
  const all = byAddress(terraform);
  const found = new Set<string>();
  const visit = (address: string) => {
    if (found.has(address)) return;
    found.add(address);
    for (const needed of needs(all.get(address) as Attributes, all)) visit(needed);
  };
  for (const [address, { lifecycle }] of all) if (lifecycle?.create_before_destroy === true) visit(address);
  return found;
}

const build = (deletionProtection: boolean) =>
  synthStack((stack) => {
    const network = new GkeNetwork(stack, 'network', { region, natAddressCount: 1, allowedEgress: [] });
    const cluster = new GkeCluster(stack, 'gke', {
      location: region,
      network,
      deletionProtection,
      secretsEncryption: true,
    });
    cluster.addNodePool('system');
    cluster.addKataNodePool('kata');
  });

test('without protection nothing is created before it is destroyed, so that one apply replaces the cluster (T2)', () => {
  const terraform = build(false);
  expect(byAddress(terraform).size).toBeGreaterThan(20);
  expect([...createdFirst(terraform)]).toEqual([]);
});

/**
 * Resources that pools need and that may be there twice for a moment: what replaces them changes their name too, or they are
 * lines of a list, such as a role of an account.
 */
const MAY_BE_TWICE = [
  'google_artifact_registry_repository_iam_member',
  'google_compute_firewall',
  'google_compute_router',
  'google_compute_router_nat',
  'google_container_node_pool',
  'google_dns_managed_zone',
  'google_dns_record_set',
  'google_kms_crypto_key_iam_member',
  'google_kms_key_ring',
  'google_project_iam_member',
  'google_project_service',
  'google_service_account',
];

test.each([
  ['a protected program', () => build(true)],
  ...['quickstart', 'production-cluster'].map((name): [string, () => Terraform] => [
    `examples/${name}.ts`,
    () => JSON.parse(fs.readFileSync(path.join(__dirname, '../../golden', `${name}.tf.json`), 'utf8')),
  ]),
])('%s: what creating first spreads to is protected in the plan, or may be there twice (T2)', (_, read) => {
  const terraform = read();
  const all = byAddress(terraform);
  const reached = [...createdFirst(terraform)];
  expect(reached).toContainEqual(expect.stringMatching(/^google_container_cluster\./));
  const unprotected = reached.filter((address) => all.get(address)?.lifecycle?.prevent_destroy !== true);
  const types = new Set(unprotected.map((address) => address.split('.')[0]));
  expect([...types].filter((type) => !MAY_BE_TWICE.includes(String(type)))).toEqual([]);
});

test('a protected pool of a cluster without protection stops the replacement in the plan', () => {
  const terraform = synthStack((stack) => {
    const network = new GkeNetwork(stack, 'network', { region });
    const cluster = new GkeCluster(stack, 'gke', { location: region, network, deletionProtection: false });
    cluster.addNodePool('system', { deletionProtection: true });
  });
  const [pool] = Object.values(terraform.resource?.google_container_node_pool ?? {});
  expect(pool?.lifecycle).toEqual({ ignore_changes: ['initial_node_count'], prevent_destroy: true });
});
