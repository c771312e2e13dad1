import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { type Attributes, onlyResource, resources, type Terraform } from '../../util/terraform';

const EXAMPLES = path.join(__dirname, '../../../examples');

let terraform: Terraform & { readonly variable: { readonly [name: string]: { readonly type: string } } };
beforeAll(() => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'environments-'));
  process.env.CDKTF_OUTDIR = folder;
  try {
    require('../../../examples/environments');
    terraform = JSON.parse(fs.readFileSync(path.join(folder, 'stacks/environments/cdk.tf.json'), 'utf8'));
  } finally {
    delete process.env.CDKTF_OUTDIR;
    fs.rmSync(folder, { recursive: true });
  }
});

/** The assignments of a file, each on a line. */
function assignments(file: string): [string, string][] {
  const lines = fs
    .readFileSync(path.join(EXAMPLES, 'environments', file), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => /^(\w+) += (.+)$/.exec(line)?.slice(1) as [string, string]);
}

const FILES = fs.readdirSync(path.join(EXAMPLES, 'environments')).sort();

/** How a value of a type is written. */
const WRITTEN: { readonly [type: string]: RegExp } = {
  string: /^"[^"]+"$/,
  bool: /^(true|false)$/,
  number: /^\d+$/,
  'list(string)': /^\["[^"]+"(, "[^"]+")*\]$/,
  'map(string)': /^\{ \w+ = "[^"]+" \}$/,
};

test('there are three environments', () => {
  expect(FILES).toEqual(['dev.tfvars', 'production.tfvars', 'staging.tfvars']);
  expect(new Set(FILES.map((file) => JSON.stringify(assignments(file)))).size).toBe(3);
});

test.each(FILES)('%s gives every variable of the program a value of its type, and no other', (file) => {
  const values = assignments(file);
  expect(values.map(([name]) => name).sort()).toEqual(Object.keys(terraform.variable).sort());
  for (const [name, value] of values) {
    expect(value).toMatch(WRITTEN[terraform.variable[name]?.type as string] as RegExp);
  }
});

test('each variable is used, and what depends on it is left to Terraform', () => {
  const text = JSON.stringify({ ...terraform, variable: undefined });
  for (const name of Object.keys(terraform.variable)) expect(text).toMatch(new RegExp(`var\\.${name}\\b`));
  expect(onlyResource(terraform, 'google_container_cluster')).toMatchObject({
    name: 'platform',
    project: '${var.project}',
    location: '${var.region}',
    node_locations: '${var.zones}',
    resource_labels: '${merge({"managed-by" = "cdk-kata"}, var.labels)}',
    logging_config: { enable_components: '${var.logs}' },
    authenticator_groups_config: { security_group: '${var.security_group}' },
    master_authorized_networks_config: { cidr_blocks: [{ cidr_block: '${var.office}' }] },
    workload_identity_config: { workload_pool: '${var.project}.svc.id.goog' },
  });
  const pools: Attributes[] = Object.values(resources(terraform, 'google_container_node_pool'));
  expect(pools.find(({ name }) => name.startsWith('kata-'))?.node_config).toMatchObject({
    spot: '${var.spot}',
    disk_size_gb: '${var.disk_size_gb}',
    resource_labels: '${var.labels}',
  });
});
