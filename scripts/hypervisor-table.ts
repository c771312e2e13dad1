// Writes the table of docs/kata-vs-firecracker.md from the catalogue: what each hypervisor can do, and what the default release makes of it.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { HYPERVISOR_ABILITIES } from '../lib/data/kata/hypervisors';
import type { HypervisorAbility, HypervisorData, ShimData } from '../lib/data/kata/release-data';
import { KataRelease } from '../lib/kata/catalogue/kata-release';
import { table, withTables } from './page-tables';

const PAGE = path.join(__dirname, '../docs/kata-vs-firecracker.md');

const { data } = KataRelease.DEFAULT;

/** Shims of a hypervisor that run on nodes which are VMs, by name. */
function shimsOf(hypervisor: HypervisorData): [string, ShimData][] {
  return Object.entries(data.shims)
    .filter(([, shim]) => data.hypervisors[shim.hypervisor] === hypervisor && shim.unavailableInVm === undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Those whose shims run on nodes which are VMs. */
const HYPERVISORS = Object.values(data.hypervisors).filter((hypervisor) => shimsOf(hypervisor).length > 0);

const distinct = (values: readonly string[], and = ', ') => [...new Set(values)].sort().join(and);

const ROWS: readonly (readonly [string, (hypervisor: HypervisorData) => string])[] = [
  ['written in', ({ language }) => language],
  ['covers the CRI', ({ cri }) => (cri === 'full' ? 'fully' : 'partly')],
  ...Object.entries(HYPERVISOR_ABILITIES).map(
    ([ability, text]) =>
      [text, ({ can }: HypervisorData) => (can.includes(ability as HypervisorAbility) ? 'yes' : '**no**')] as const,
  ),
  [
    'shims on GKE nodes',
    (it) =>
      shimsOf(it)
        .map(([name]) => `\`${name}\``)
        .join(', '),
  ],
  ['runtime', (it) => distinct(shimsOf(it).map(([, { runtime }]) => (runtime === 'go' ? 'Go' : 'Rust')))],
  ['architectures', (it) => distinct(shimsOf(it).flatMap(([, { architectures }]) => architectures))],
  [
    'overhead of a pod',
    (it) =>
      distinct(
        shimsOf(it).map(([, { overhead }]) => `${overhead.memory} and ${overhead.cpu}`),
        ' or ',
      ),
  ],
  [
    'snapshotter',
    (it) =>
      distinct(
        shimsOf(it).map(([, { snapshotter }]) => snapshotter ?? 'any'),
        ' or ',
      ),
  ],
];

/** The page with the table that the catalogue gives. */
export function withTable(page: string): string {
  const rows = ROWS.map(([text, value]) => [text, ...HYPERVISORS.map(value)]);
  return withTables(page, { table: table(['', ...HYPERVISORS.map(({ name, url }) => `[${name}](${url})`)], rows) });
}

if (require.main === module) fs.writeFileSync(PAGE, withTable(fs.readFileSync(PAGE, 'utf8')));
