// Writes the tables of docs/controllers.md from lib/data/kubernetes.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { CUSTOM_POD_SPECS } from '../lib/data/kubernetes/custom-pod-specs';
import { OWN_POD_FIELDS } from '../lib/data/kubernetes/own-pod-fields';
import { code, table, withTables } from './page-tables';

const PAGE = path.join(__dirname, '../docs/controllers.md');

/** A source as a link: `owner/name@commit (branch) path`. */
function link(source: string): string {
  const [, repository, commit, file] = /^(\S+)@(\w+)(?: \(.*\))? (\S+)$/.exec(source) ?? [];
  if (repository === undefined) throw new Error(`'${source}' names no repository`);
  return `[${repository}](https://github.com/${repository}/blob/${commit}/${file})`;
}

function heldTable(): string {
  const rows = CUSTOM_POD_SPECS.map(
    ({ groups, kind, paths, needed = [], versions = [], neededIn = [], withoutField = [], source = '' }) => {
      const mayLack = [...needed, ...neededIn.map(({ of, field }) => of + field)];
      return [
        `${[kind, ...versions].join(' ')} (${groups.join(', ')})`,
        [
          ...paths.map((it) => `${code(it)}${mayLack.includes(it) ? ' \\*' : ''}`),
          ...withoutField.map((it) => `no field of ${code(it)}`),
        ].join('<br>'),
        link(source),
      ];
    },
  );
  return table(['kind', 'pod specs', 'source'], rows);
}

function ownTable(): string {
  const rows = OWN_POD_FIELDS.map(({ groups, kinds, fields, value, elsewhere, makesNoPods, source }) => [
    `${kinds.join(', ')} (${groups.join(', ')})`,
    makesNoPods
      ? 'makes no pods: its containers go into those of others'
      : [
          ...fields.map(({ of, field }) => `${code(of + field)}${value === undefined ? '' : `: ${code(value)}`}`),
          ...(fields.length === 0 ? ['no field of it'] : []),
          ...(elsewhere === undefined ? [] : [elsewhere]),
        ].join('<br>'),
    link(source),
  ]);
  return table(['kinds', 'where the class goes', 'source'], rows);
}

/** The page with the tables that the data gives. */
export function withControllerTables(page: string): string {
  return withTables(page, { held: heldTable(), own: ownTable() });
}

if (require.main === module) fs.writeFileSync(PAGE, withControllerTables(fs.readFileSync(PAGE, 'utf8')));
