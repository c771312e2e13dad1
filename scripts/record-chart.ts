import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import { encodeRecord } from '../test/util/chart-record';
import { normalize, parseManifests } from '../test/util/normalize-manifests';

/**
 * Records what the kata-deploy chart renders, as facts, and the names of its values, for the parity test.
 *
 *     tsx scripts/record-chart.ts <helm binary> <directory of the unpacked chart>
 *
 * Reads the value sets beside the record, downloads nothing, and keeps none of the chart's text. The chart of 4.1.0
 * brings its one dependency (node-feature-discovery) along; the objects of that are left out.
 */
const FIXTURE = join(__dirname, '..', 'test', 'fixtures', 'chart-4.1.0');
const RELEASE_NAME = 'kata-deploy';
const NAMESPACE = 'kube-system';
const DEPENDENCY = /^# Source: [^/\n]+\/charts\//m;

function render(helm: string, chart: string, values: unknown): string[] {
  const directory = mkdtempSync(join(tmpdir(), 'record-chart-'));
  try {
    const file = join(directory, 'values.json');
    writeFileSync(file, JSON.stringify(values));
    const output = execFileSync(helm, ['template', RELEASE_NAME, chart, '--namespace', NAMESPACE, '--values', file], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    return output.split(/^---$/m).filter((document) => !DEPENDENCY.test(document));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function record(helm: string, chart: string): string {
  const sets: { [name: string]: unknown } = JSON.parse(readFileSync(join(FIXTURE, 'value-sets.json'), 'utf8'));
  return encodeRecord(
    Object.fromEntries(
      Object.entries(sets).map(([name, values]) => [
        name,
        normalize(render(helm, chart, values).flatMap(parseManifests)),
      ]),
    ),
  );
}

/** Every value that the chart knows, the shims' under one name. */
function valueKeys(value: unknown, path: readonly string[] = []): string[] {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
  // The keys of a selector are labels.
  if (!isMap || Object.keys(value).some((key) => key.includes('/'))) return [path.join('.')];
  return Object.entries(value).flatMap(([key, child]) =>
    valueKeys(child, [...path, path.join('.') === 'shims' && key !== 'disableAll' ? '<shim>' : key]),
  );
}

const [helm, chart] = process.argv.slice(2);
if (helm === undefined || chart === undefined) {
  throw new Error('usage: tsx scripts/record-chart.ts <helm binary> <directory of the unpacked chart>');
}
writeFileSync(join(FIXTURE, 'record.json'), record(helm, chart));
const [values] = Yaml.load(join(chart, 'values.yaml')) as unknown[];
writeFileSync(join(FIXTURE, 'value-keys.json'), `${JSON.stringify([...new Set(valueKeys(values))].sort(), null, 2)}\n`);
