import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeploymentMode, KataRelease, KataRuntime, type KataRuntimeProps } from '../../lib/kata';
import { REFUSED_CHART_VALUES } from '../../lib/kata/chart-values';
import { PROP_SHAPES } from '../../lib/validation/props/prop-shapes.generated';
import { decodeRecord } from '../util/chart-record';
import { type Difference, differences } from '../util/facts-diff';
import { type Manifest, synthApp } from '../util/manifests';
import { normalize } from '../util/normalize-manifests';
import { PROGRAMS } from './chart-parity.programs';
import { WAIVERS, waives } from './chart-parity.waivers';

const FIXTURE = join(__dirname, '..', 'fixtures', 'chart-4.1.0');
const RECORD = decodeRecord(readFileSync(join(FIXTURE, 'record.json'), 'utf8'));
const SETS = Object.keys(RECORD);

/** Digests at the end of names, which the chart does without because Helm's hooks delete what was there. */
const NAME_DIGESTS = /(-job-templates|-(?:install|cleanup)-dispatcher)-[0-9a-f]{8}\b/g;

function synth(props: KataRuntimeProps): Manifest[] {
  return JSON.parse(
    JSON.stringify(synthApp((app) => new KataRuntime(app, 'kata', { release: KataRelease.V4_1_0, ...props }))).replace(
      NAME_DIGESTS,
      '$1',
    ),
  );
}

/** The chart holds the Job that removes Kata from the start, as a hook; ours comes with `uninstall`. */
function render(props: KataRuntimeProps): Manifest[] {
  return props.deploymentMode === DeploymentMode.JOB
    ? [...synth(props), ...synth({ ...props, jobs: { ...props.jobs, uninstall: true } }).filter(isJob)]
    : synth(props);
}

function isJob({ kind }: Manifest): boolean {
  return kind === 'Job';
}

/** What the chart of 4.1.0 renders for a value set against what the equal program does. */
const FOUND: { readonly [set: string]: readonly Difference[] } = Object.fromEntries(
  Object.entries(PROGRAMS).map(([set, props]) => [set, differences(RECORD[set] ?? {}, normalize(render(props)))]),
);

test('the record is of the value sets that are there', () => {
  const values = JSON.parse(readFileSync(join(FIXTURE, 'value-sets.json'), 'utf8'));
  expect(SETS).toEqual(Object.keys(values));
});

test('there is a program for every value set', () => {
  expect(Object.keys(PROGRAMS).sort()).toEqual([...SETS].sort());
});

test.each(Object.keys(FOUND))('%s: differs from the chart only where it is meant to', (set) => {
  expect(FOUND[set]?.filter((difference) => !WAIVERS.some((waiver) => waives(waiver, set, difference)))).toEqual([]);
});

test.each(WAIVERS.map((waiver) => [waiver.reason, waiver] as const))(
  'a difference is there because %s',
  (_, waiver) => {
    const used = SETS.filter((set) =>
      FOUND[set]?.some((difference) => waives({ ...waiver, sets: SETS }, set, difference)),
    );
    expect(used).toEqual(SETS.filter((set) => waiver.sets.includes(set)));
    expect(used.length).toBe(waiver.sets.length);
  },
);

describe('docs/chart-parity.md', () => {
  const page = readFileSync(join(__dirname, '../../docs/chart-parity.md'), 'utf8');
  const rows = (heading: string) =>
    [
      ...(page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '').matchAll(/^\| (`.*?) \| (.*?) \| ?(.*?) ?\|$/gm),
    ].map(([, values = '', property = '', note = '']) => ({ values: quoted(values), property, note }));
  const quoted = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text as string);

  /** Whether a property, such as `shimSettings[].dropIn`, is one of a type of properties. */
  function isProperty(name: string, shape = 'KataRuntimeProps'): boolean {
    const [first = '', ...rest] = name.split('.');
    const { '...': extended, ...own } = PROP_SHAPES[shape] ?? {};
    const type = own[first.replace('[]', '')];
    if (type === undefined) return extended !== undefined && isProperty(name, extended);
    if (first.endsWith('[]') !== /\[\]/.test(type) && first.endsWith('[]')) return false;
    return rest.length === 0 || isProperty(rest.join('.'), type.replace(/[~?{}[\]]/g, ''));
  }

  test('lists each value of the chart once, in order', () => {
    const keys = JSON.parse(readFileSync(join(FIXTURE, 'value-keys.json'), 'utf8'));
    const listed = rows('Values of 4.1.0').flatMap(({ values }) => values);
    expect(listed.slice(0, keys.length)).toEqual(keys);
  });

  test('names properties that there are, or a reason', () => {
    const all = [...rows('Values of 4.1.0'), ...rows('Values that came with 4.2.0')];
    expect(all.length).toBeGreaterThan(100);
    for (const { values, property, note } of all) {
      const properties = quoted(property);
      expect([
        values,
        properties.length > 0 || (property === 'none' && note.length > 20) || note === 'as above',
      ]).toEqual([values, true]);
      expect([values, properties.filter((name) => !isProperty(name))]).toEqual([values, []]);
    }
    expect(isProperty('shimSettings[].shims')).toBe(false);
    expect(isProperty('monitor.tls.secret')).toBe(false);
  });

  test('says which values are refused', () => {
    const refused = rows('Values that came with 4.2.0').filter(({ note }) => note.startsWith('refused'));
    expect(refused.map(({ values: [value = ''] }) => value.replace('shims.<shim>.', '').split('.')[0])).toEqual(
      REFUSED_CHART_VALUES,
    );
  });
});
