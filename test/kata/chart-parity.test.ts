import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeploymentMode, KataRelease, KataRuntime, type KataRuntimeProps } from '../../lib/kata';
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
