// Puts every YAML file of a folder into VMs and holds the output against the input: npm run test:charts FOLDER. The files are public
// charts and samples that are fetched by hand; none is part of the project. What it found last is in docs/tested.md.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { KataRuntime, KataShim, toManifests } from 'cdk-kata';
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

/** What became of a file: undefined where it holds no pods. */
function verdict(file: string): string | undefined {
  const objects = documentsOf(file);
  if (objects === undefined || !objects.some((object) => podSpecs(object).length > 0)) return undefined;
  const build = (sandboxes: boolean) => {
    const app = new App();
    const kata = sandboxes ? new KataRuntime(app, 'kata', { shims: [KataShim.QEMU_RUNTIME_RS] }) : undefined;
    const chart = new Chart(app, 'chart');
    kata?.sandbox(new Include(chart, 'file', { url: file }));
    if (!kata) new Include(chart, 'file', { url: file });
    return toManifests(chart) as unknown as Json[];
  };
  const input = build(false);
  let output: Json[];
  try {
    output = build(true);
  } catch (error) {
    const rules = [...new Set([...String(error).matchAll(/\((\w+\/[\w-]+)\)/g)].map(([, id]) => id))];
    return `refused: ${rules.join(', ') || String(error).split('\n')[0]}`;
  }
  const outside = output.flatMap(podSpecs).filter((spec) => !String(spec.runtimeClassName).startsWith('kata-'));
  if (outside.length > 0) return `FAILED: ${outside.length} pod specs have no class`;
  const changed = output.findIndex((object, index) => {
    const fields = object.kind === 'DaemonSet' ? SET_IN_DAEMON_SET : SET;
    return !isDeepStrictEqual(without(object, fields), without(input[index], fields));
  });
  if (output.length !== input.length || changed >= 0) return `FAILED: object ${changed} differs in more than the class`;
  return `in VMs: ${output.flatMap(podSpecs).length} pod specs`;
}

const folder = process.argv[2];
if (folder === undefined || !fs.existsSync(folder))
  throw new Error('npm run test:charts FOLDER: name a folder of YAML files');
const files = (fs.readdirSync(folder, { recursive: true }) as string[]).filter((file) => /\.ya?ml$/.test(file)).sort();
const counts = new Map<string, number>();
for (const file of files) {
  const found = verdict(path.join(folder, file));
  if (found === undefined) continue;
  console.log(`${file}: ${found}`);
  const kind = found.split(':')[0] as string;
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
}
console.log([...counts].map(([kind, count]) => `${count} ${kind}`).join(', '));
if (counts.has('FAILED') || counts.size === 0) process.exitCode = 1;
