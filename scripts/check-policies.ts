// Runs checkov on the Terraform of two examples, and checkov and kubernetes-validate on the manifests of all. Every failed
// check needs a waiver with a reason, and every waiver a failed check. CHECKOV and KUBERNETES_VALIDATE name the programs; helm
// renders the charts.
import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const ROOT = path.join(__dirname, '..');
const TERRAFORM = ['quickstart', 'production-cluster'];
const KUBERNETES_VERSION = '1.35';
/** Kinds that a controller of the cluster brings: kubernetes-validate has no schema of them. */
const OTHER_KINDS = ['Application', 'ComputeClass', 'Kustomization'];

interface TerraformWaiver {
  readonly check: string;
  readonly examples: readonly string[];
  readonly reason: string;
}

interface ManifestWaiver {
  readonly checks: readonly string[];
  /** `Kind.namespace.name`; `*` stands for any text. */
  readonly objects: readonly string[];
  readonly reason: string;
}

interface Check {
  readonly check_id: string;
  readonly check_name: string;
  readonly resource: string;
  readonly file_path: string;
}

const fixture = (name: string) => JSON.parse(fs.readFileSync(path.join(ROOT, 'test/fixtures', name), 'utf8'));
const problems: string[] = [];

function synthesize(example: string, folder: string): void {
  fs.mkdirSync(folder);
  execFileSync(process.execPath, ['--import', 'tsx', path.join(ROOT, 'examples', `${example}.ts`)], {
    cwd: ROOT,
    env: { ...process.env, CDKTF_OUTDIR: path.join(folder, 'cdktf.out'), CDK8S_OUTDIR: path.join(folder, 'dist') },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** Puts what Helm renders of the charts in a folder into their places. */
function renderCharts(folder: string): void {
  const charts = (fs.readdirSync(folder, { recursive: true }) as string[]).filter(
    (file) => file.includes(`dist${path.sep}`) && path.basename(file) === 'Chart.yaml',
  );
  if (charts.length === 0) throw new Error('no example writes a chart of Helm');
  for (const chart of charts.map((file) => path.dirname(path.join(folder, file)))) {
    const rendered = execFileSync('helm', ['template', path.basename(chart), chart], { encoding: 'utf8' });
    fs.rmSync(chart, { recursive: true });
    fs.writeFileSync(`${chart}.yaml`, rendered);
  }
}

function scan(folder: string, framework: string): { failed: Check[]; passed: number } {
  const checkov = process.env.CHECKOV ?? 'checkov';
  const args = ['--directory', folder, '--framework', framework, '--output', 'json', '--soft-fail', '--quiet'];
  const { stdout, error } = spawnSync(checkov, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error) throw error;
  const { results, summary } = JSON.parse(stdout);
  if (!(summary.passed > 0) || summary.parsing_errors > 0) throw new Error(`checkov could not read ${folder}`);
  return { failed: results.failed_checks, passed: summary.passed };
}

function checkTerraform(example: string, folder: string, waivers: readonly TerraformWaiver[]): void {
  const { failed, passed } = scan(path.join(folder, 'cdktf.out'), 'terraform_json');
  const excused = waivers.filter((waiver) => waiver.examples.includes(example));
  for (const { check_id, check_name, resource } of failed) {
    if (excused.some(({ check }) => check === check_id)) continue;
    problems.push(`${example}: ${check_id} fails for ${resource}: ${check_name}`);
  }
  for (const { check } of excused.filter(({ check: id }) => !failed.some(({ check_id }) => check_id === id))) {
    problems.push(`${example}: the waiver for ${check} excuses nothing; remove it`);
  }
  console.log(`${example}, Terraform: ${passed} checks pass, ${failed.length} fail`);
}

const glob = (pattern: string) => new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);

function checkManifests(folder: string, waivers: readonly ManifestWaiver[]): void {
  const { failed, passed } = scan(folder, 'kubernetes');
  const excuses = waivers.flatMap(({ checks, objects }) =>
    checks.flatMap((check) => objects.map((object) => ({ check, object, pattern: glob(object), used: false }))),
  );
  for (const { check_id, check_name, resource, file_path } of failed) {
    const found = excuses.filter(({ check, pattern }) => check === check_id && pattern.test(resource));
    for (const excuse of found) excuse.used = true;
    if (found.length === 0) problems.push(`${file_path}: ${check_id} fails for ${resource}: ${check_name}`);
  }
  for (const { check, object } of excuses.filter(({ used }) => !used)) {
    problems.push(`the waiver for ${check} of ${object} excuses nothing; remove it`);
  }
  console.log(`manifests of all examples: ${passed} checks pass, ${failed.length} fail`);
}

function checkSchemas(folder: string): void {
  const files = (fs.readdirSync(folder, { recursive: true }) as string[])
    .filter(
      (file) => file.includes(`dist${path.sep}`) && file.endsWith('.yaml') && !file.endsWith('kustomization.yaml'),
    )
    .map((file) => path.join(folder, file));
  const program = process.env.KUBERNETES_VALIDATE ?? 'kubernetes-validate';
  const args = ['--strict', '--kubernetes-version', KUBERNETES_VERSION, ...files];
  const { stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error) throw error;
  const lines = `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
  const good = lines.filter((line) => line.startsWith('INFO '));
  const unknown = new RegExp(`^WARN .*Couldn't find schema for kind (${OTHER_KINDS.join('|')}) `);
  problems.push(...lines.filter((line) => !line.startsWith('INFO ') && !unknown.test(line)));
  if (good.length === 0) throw new Error('kubernetes-validate found no object');
  console.log(
    `manifests of all examples: ${files.length} files hold against the schemas of Kubernetes ${KUBERNETES_VERSION}`,
  );
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'policies-'));
try {
  const examples = fs
    .readdirSync(path.join(ROOT, 'examples'))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.basename(file, '.ts'));
  for (const example of examples) synthesize(example, path.join(folder, example));
  renderCharts(folder);
  for (const example of TERRAFORM) {
    checkTerraform(example, path.join(folder, example), fixture('checkov-waivers.json'));
  }
  checkManifests(folder, fixture('checkov-manifest-waivers.json'));
  checkSchemas(folder);
} finally {
  fs.rmSync(folder, { recursive: true });
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
