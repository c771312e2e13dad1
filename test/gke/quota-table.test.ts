import * as fs from 'node:fs';
import * as path from 'node:path';
import { MachineType } from '../../lib/gke';
import { type Attributes, resources } from '../util/terraform';

const golden = JSON.parse(fs.readFileSync(path.join(__dirname, '../golden/quickstart.tf.json'), 'utf8'));
const page = fs.readFileSync(path.join(__dirname, '../../docs/deploying.md'), 'utf8');
const pools: Attributes[] = Object.values(resources(golden, 'google_container_node_pool'));

const pool = (start: string) => pools.find(({ name }) => name.startsWith(start)) as Attributes;
const cpus = ({ node_config }: Attributes) => MachineType.parse(node_config.machine_type).cpus as number;
const disk = ({ node_config }: Attributes) => node_config.disk_size_gb as number;
const most = ({ autoscaling, upgrade_settings }: Attributes) =>
  autoscaling.total_max_node_count + upgrade_settings.max_surge;

/** The cells of the row of a quota. */
function row(quota: string): string[] {
  const line = page.split('\n').find((it) => it.trim().startsWith(`| \`${quota}\``)) ?? '';
  return line
    .split('|')
    .slice(2, -1)
    .map((cell) => cell.trim());
}

test('docs/deploying.md sums up the quotas that the program of the README needs', () => {
  const [system, kata] = [pool('system-'), pool('kata-')];
  const [cluster] = Object.values(resources(golden, 'google_container_cluster')) as [Attributes];
  const temporary = 3 * cluster.initial_node_count;
  const least = system.autoscaling.total_min_node_count;
  expect([system, kata].map(({ node_config }) => node_config.disk_type)).toEqual(['pd-balanced', 'pd-balanced']);
  expect(cluster.node_config.disk_type).toBe('pd-standard');
  const text = (...cells: (number | string)[]) => cells.map(String);
  expect(row('INSTANCES')).toEqual(text(temporary, least, most(system), 1, most(kata)));
  expect(row('CPUS').slice(1)).toEqual(text(least * cpus(system), most(system) * cpus(system), '', ''));
  expect(row('N2_CPUS')).toEqual(text('', '', '', cpus(kata), most(kata) * cpus(kata)));
  expect(row('SSD_TOTAL_GB')).toEqual(
    text('', least * disk(system), most(system) * disk(system), disk(kata), most(kata) * disk(kata)),
  );
  expect(row('DISKS_TOTAL_GB')).toEqual(text(temporary * cluster.node_config.disk_size_gb, '', '', '', ''));
  const vcpus = most(system) * cpus(system) + most(kata) * cpus(kata);
  const gigabytes = most(system) * disk(system) + most(kata) * disk(kata);
  expect(page.replace(/\s+/g, ' ')).toContain(
    `${most(system) + most(kata)} instances, ${vcpus} vCPUs in \`CPUS_ALL_REGIONS\`, and ${gigabytes} GB of SSD`,
  );
});
