import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Yaml } from 'cdk8s';
import { schemaProblems } from './util/provider-schema';

const EXAMPLES = path.join(__dirname, '../examples');
const examples = fs
  .readdirSync(EXAMPLES)
  .filter((file) => file.endsWith('.ts'))
  .sort();

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'examples-'));
  process.env.CDKTF_OUTDIR = path.join(folder, 'cdktf.out');
  process.env.CDK8S_OUTDIR = path.join(folder, 'dist');
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const filesBelow = (directory: string, ending: string) =>
  fs.existsSync(directory)
    ? (fs.readdirSync(directory, { recursive: true }) as string[]).filter((file) => file.endsWith(ending)).sort()
    : [];

test.each(examples)('%s runs, and what it writes is whole', (example) => {
  require(path.join(EXAMPLES, example));

  const stacks = filesBelow(path.join(folder, 'cdktf.out'), 'cdk.tf.json');
  for (const stack of stacks) {
    expect(schemaProblems(JSON.parse(fs.readFileSync(path.join(folder, 'cdktf.out', stack), 'utf8')))).toEqual([]);
  }
  const manifests = filesBelow(path.join(folder, 'dist'), '.yaml').filter(
    (file) => !file.endsWith('kustomization.yaml'),
  );
  for (const file of manifests) {
    const objects = Yaml.load(path.join(folder, 'dist', file));
    expect(objects.length).toBeGreaterThan(0);
    for (const object of objects) expect(object).toMatchObject({ kind: expect.any(String), metadata: {} });
  }
  expect(stacks.length + manifests.length).toBeGreaterThan(0);
});
