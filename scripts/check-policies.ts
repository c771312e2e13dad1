// Runs checkov on what the examples synthesize. Every failed check needs a waiver with a reason, and every waiver a
// failed check. CHECKOV names the program; it is `checkov` by default.
import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const EXAMPLES = ['quickstart', 'production-cluster'] as const;
const ROOT = path.join(__dirname, '..');

interface Waiver {
  readonly check: string;
  readonly examples: readonly string[];
  readonly reason: string;
}

const waivers: Waiver[] = JSON.parse(fs.readFileSync(path.join(ROOT, 'test/fixtures/checkov-waivers.json'), 'utf8'));

interface Check {
  readonly check_id: string;
  readonly check_name: string;
  readonly resource: string;
}

function synthesize(example: string, folder: string): void {
  execFileSync(process.execPath, ['--import', 'tsx', path.join(ROOT, 'examples', `${example}.ts`)], {
    cwd: ROOT,
    env: { ...process.env, CDKTF_OUTDIR: path.join(folder, 'cdktf.out'), CDK8S_OUTDIR: path.join(folder, 'dist') },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function scan(folder: string): { failed: Check[]; passed: number } {
  const checkov = process.env.CHECKOV ?? 'checkov';
  const args = ['--directory', folder, '--framework', 'terraform_json', '--output', 'json', '--soft-fail', '--quiet'];
  const { stdout, error } = spawnSync(checkov, args, { encoding: 'utf8' });
  if (error) throw error;
  const { results, summary } = JSON.parse(stdout);
  if (!(summary.passed > 0) || summary.parsing_errors > 0) throw new Error(`checkov could not read ${folder}`);
  return { failed: results.failed_checks, passed: summary.passed };
}

let problems = 0;
for (const example of EXAMPLES) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `checkov-${example}-`));
  synthesize(example, folder);
  const { failed, passed } = scan(path.join(folder, 'cdktf.out'));
  fs.rmSync(folder, { recursive: true });

  const excused = waivers.filter((waiver) => waiver.examples.includes(example));
  const open = failed.filter(({ check_id }) => !excused.some(({ check }) => check === check_id));
  const idle = excused.filter(({ check }) => !failed.some(({ check_id }) => check_id === check));
  for (const { check_id, check_name, resource } of open) {
    console.error(`${example}: ${check_id} fails for ${resource}: ${check_name}`);
  }
  for (const { check } of idle) console.error(`${example}: the waiver for ${check} excuses nothing; remove it`);
  console.log(
    `${example}: ${passed} checks pass, ${failed.length} fail, ${failed.length - open.length} of them waived`,
  );
  problems += open.length + idle.length;
}
process.exitCode = problems === 0 ? 0 : 1;
