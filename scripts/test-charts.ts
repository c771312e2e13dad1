// Puts every YAML file of a folder into VMs and holds the output against the input: npm run test:charts FOLDER. The files are public
// charts and samples that are fetched by hand; none is part of the project. What it found last is in docs/tested.md.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { findings, KataRuntime, KataShim, toManifests } from 'cdk-kata';
import { App, Chart, Include } from 'cdk8s';
import { parseAllDocuments } from 'yaml';

type Json = { [key: string]: unknown };

const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const children = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

/** A walk of its own, which knows no kinds: every map with containers that have images. */
function podSpecs(value: unknown): Json[] {
  const isPodSpec =
    isMap(value) && Array.isArray(value.containers) && value.containers.some((it) => isMap(it) && it.image);
  return isPodSpec ? [value] : children(value).flatMap(([, child]) => podSpecs(child));
}

/** Fields that sandbox() sets, and those that it adds to a DaemonSet. */
const SET = ['runtimeClassName'];
const SET_IN_DAEMON_SET = [...SET, 'nodeSelector', 'tolerations'];

function without(value: unknown, fields: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => without(item, fields));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]) => (fields.includes(key) ? [] : [[key, without(child, fields)]])),
  );
}

function documentsOf(file: string): Json[] | undefined {
  const documents = parseAllDocuments(fs.readFileSync(file, 'utf8'), { version: '1.1' });
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return undefined;
  const objects = documents
    .map((document) => document.toJS() as unknown)
    .filter((it) => isMap(it) && it.kind !== undefined);
  return objects as Json[];
}

/** Whether every limit that was there is there still. */
function keepsLimits(before: unknown, after: unknown): boolean {
  if (isMap(before) && isMap(before.limits)) {
    const limits = isMap(after) && isMap(after.limits) ? after.limits : {};
    if (Object.entries(before.limits).some(([key, value]) => !isDeepStrictEqual(limits[key], value))) return false;
  }
  return children(before).every(([key, child]) =>
    keepsLimits(child, isMap(after) || Array.isArray(after) ? (after as Json)[key] : {}),
  );
}

/** What became of a file, and the ids of the rules that warn of it. */
interface Verdict {
  readonly verdict: string;
  readonly warnings: readonly string[];
}

function verdictWith(file: string, options: { readonly defaultLimits?: { readonly memory: string } }): Verdict {
  const build = (sandboxes: boolean) => {
    const app = new App();
    const kata = sandboxes ? new KataRuntime(app, 'kata', { shims: [KataShim.QEMU_RUNTIME_RS] }) : undefined;
    const chart = new Chart(app, 'chart');
    const include = new Include(chart, 'file', { url: file });
    kata?.sandbox(include, options);
    const warnings = kata === undefined ? [] : findings(chart).filter(({ severity }) => severity === 'warning');
    return { manifests: toManifests(chart) as unknown as Json[], warnings: warnings.map(({ id }) => id) };
  };
  const { manifests: input } = build(false);
  let output: Json[];
  let warnings: string[];
  try {
    ({ manifests: output, warnings } = build(true));
  } catch (error) {
    const rules = [...new Set([...String(error).matchAll(/\((\w+\/[\w-]+)\)/g)].map(([, id]) => id))];
    return { verdict: `refused: ${rules.join(', ') || String(error).split('\n')[0]}`, warnings: [] };
  }
  const outside = output.flatMap(podSpecs).filter((spec) => !String(spec.runtimeClassName).startsWith('kata-'));
  if (outside.length > 0) return { verdict: `FAILED: ${outside.length} pod specs have no class`, warnings };
  const changed = output.findIndex((object, index) => {
    const fields = object.kind === 'DaemonSet' ? SET_IN_DAEMON_SET : SET;
    const ignored = options.defaultLimits === undefined ? fields : [...fields, 'resources'];
    const same = isDeepStrictEqual(without(object, ignored), without(input[index], ignored));
    return !same || !keepsLimits(input[index], object);
  });
  if (output.length !== input.length || changed >= 0) {
    return { verdict: `FAILED: object ${changed} differs in more than the class`, warnings };
  }
  return { verdict: `in VMs: ${output.flatMap(podSpecs).length} pod specs`, warnings };
}

const folder = process.argv[2];
if (folder === undefined || !fs.existsSync(folder))
  throw new Error('npm run test:charts FOLDER: name a folder of YAML files');
const files = (fs.readdirSync(folder, { recursive: true }) as string[]).filter((file) => /\.ya?ml$/.test(file)).sort();
const counts = new Map<string, number>();
const rules = new Map<string, number>();
const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
for (const name of files) {
  const file = path.join(folder, name);
  const objects = documentsOf(file);
  if (objects === undefined || !objects.some((object) => podSpecs(object).length > 0)) continue;
  const { verdict, warnings } = verdictWith(file, {});
  const limited = verdictWith(file, { defaultLimits: { memory: '1Gi' } });
  console.log(`${name}: ${verdict}${warnings.length > 0 ? ` (${[...new Set(warnings)].join(', ')})` : ''}`);
  if (limited.verdict !== verdict) console.log(`  with defaultLimits: ${limited.verdict}`);
  count(counts, `${verdict.split(':')[0]}`);
  count(counts, `${limited.verdict.split(':')[0]} with defaultLimits`);
  for (const id of new Set(warnings)) count(rules, id);
}
const shown = (map: Map<string, number>) => [...map].map(([key, number]) => `${number} ${key}`).join(', ');
console.log(shown(counts));
console.log(`files with a warning: ${shown(rules)}`);
if ([...counts.keys()].some((key) => key.startsWith('FAILED')) || counts.size === 0) process.exitCode = 1;
