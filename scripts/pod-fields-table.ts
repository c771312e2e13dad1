// Writes the tables of docs/what-a-vm-can-do.md from lib/data/kata/pod-fields.ts.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { POD_FIELDS, type PodFieldData, type PodVerdict, VOLUME_SOURCES } from '../lib/data/kata/pod-fields';
import { code, table, withTables } from './page-tables';

const PAGE = path.join(__dirname, '../docs/what-a-vm-can-do.md');

const VERDICTS: { readonly [verdict in PodVerdict]: string } = {
  works: 'works',
  warning: 'warning',
  acknowledge: 'error that can be acknowledged',
  error: 'error',
};

const OBJECTS: { readonly [of in PodFieldData['of']]: string } = {
  pod: '',
  container: 'containers[].',
  mount: 'volumeMounts[].',
  device: 'volumeDevices[].',
};

const linked = (text: string, url: string | undefined) => (url === undefined ? text : `[${text}](${url})`);
const list = (rules: readonly string[] = []) => rules.map(code).join(', ');

/** Rows of a table; neighbours that differ in their first cell alone are one row. */
function mergedTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const merged: string[][] = [];
  for (const [name = '', ...rest] of rows) {
    const last = merged.at(-1);
    if (last !== undefined && last.slice(1).join() === rest.join()) last[0] += `, ${name}`;
    else merged.push([name, ...rest]);
  }
  return table(head, merged);
}

function fieldTable(): string {
  return mergedTable(
    ['field', 'in a VM', 'why', 'rules'],
    POD_FIELDS.map(({ alone, field, of, reason, rules, source, verdict, when }) => [
      code(`${OBJECTS[of]}${field}${when?.is === undefined ? '' : `: ${String(when.is)}`}`),
      rules !== undefined && alone !== true ? 'depends' : VERDICTS[verdict],
      linked(reason, source),
      list(rules),
    ]),
  );
}

function volumeTable(): string {
  return mergedTable(
    ['source', 'in a VM', 'without shared directories', 'why', 'rules'],
    VOLUME_SOURCES.map(({ reason, rules, source, url, verdict, withoutDirectories }) => [
      code(source),
      VERDICTS[verdict],
      VERDICTS[withoutDirectories],
      linked(reason, url),
      list(rules),
    ]),
  );
}

/** The page with the tables that the data gives. */
export function withPodTables(page: string): string {
  return withTables(page, { fields: fieldTable(), volumes: volumeTable() });
}

if (require.main === module) fs.writeFileSync(PAGE, withPodTables(fs.readFileSync(PAGE, 'utf8')));
