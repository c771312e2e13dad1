import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { onlyResource, type Terraform } from '../../util/terraform';

let terraform: Terraform & { readonly provider: { readonly google: readonly Record<string, string>[] } };
beforeAll(() => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'shared-vpc-'));
  process.env.CDKTF_OUTDIR = folder;
  try {
    require('../../../examples/shared-vpc');
    terraform = JSON.parse(fs.readFileSync(path.join(folder, 'stacks/shared-vpc/cdk.tf.json'), 'utf8'));
  } finally {
    delete process.env.CDKTF_OUTDIR;
    fs.rmSync(folder, { recursive: true });
  }
});

const addressed = () =>
  Object.entries(terraform.resource ?? {}).flatMap(([type, items]) =>
    Object.entries(items).map(([name, attributes]) => ({ type, address: `${type}.${name}`, attributes })),
  );

test('two providers: one of the service project, one of the host project with an account of its own', () => {
  expect(terraform.provider.google.map(({ project, alias }) => [project, alias])).toEqual([
    ['acme-dev', undefined],
    ['acme-network', 'host'],
  ]);
  expect(terraform.provider.google[1]?.impersonate_service_account).toBe(
    'network-admin@acme-network.iam.gserviceaccount.com',
  );
});

test('what is in the host project has the provider of the host, and nothing else has', () => {
  const isOfHost = ({ type, address }: { type: string; address: string }) =>
    type.startsWith('google_compute_') || /^google_project_(iam_member\.access|service\.host-services)_/.test(address);
  const hosts = addressed().filter(({ attributes }) => attributes.provider === 'google.host');
  expect(hosts.map(({ address }) => address)).toEqual(
    addressed()
      .filter(isOfHost)
      .map(({ address }) => address),
  );
  expect(hosts.length).toBeGreaterThan(8);
  expect(addressed().length).toBeGreaterThan(hosts.length + 4);
});

test('the cluster waits for the grants in the host project', () => {
  const { depends_on } = onlyResource(terraform, 'google_container_cluster');
  const grants = addressed().filter(({ address }) => address.startsWith('google_project_iam_member.access_'));
  expect(grants.length).toBeGreaterThan(2);
  expect(depends_on).toEqual(expect.arrayContaining(grants.map(({ address }) => address)));
});

test('the grants wait for the attachment of the project, and so does the cluster', () => {
  const grants = addressed().filter(({ address }) => address.startsWith('google_project_iam_member.access_'));
  expect(grants.length).toBeGreaterThan(2);
  for (const { attributes } of grants) {
    expect(attributes.depends_on).toContain('google_compute_shared_vpc_service_project.service-project');
  }
});
