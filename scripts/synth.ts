// Runs the quickstart and says what it made. The output replaces that of the last run as a whole, or, if the program
// fails, not at all.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { summary } from './summary';

const OUTPUT = { CDKTF_OUTDIR: 'cdktf.out', CDK8S_OUTDIR: 'dist' } as const;

async function main(): Promise<void> {
  const root = path.join(__dirname, '..');
  process.chdir(root);
  const staging = fs.mkdtempSync(path.join(root, '.synth-'));
  try {
    for (const [variable, folder] of Object.entries(OUTPUT)) process.env[variable] = path.join(staging, folder);
    require('../examples/quickstart');
    for (const folder of Object.values(OUTPUT)) {
      fs.rmSync(folder, { recursive: true, force: true });
      fs.renameSync(path.join(staging, folder), folder);
    }
  } finally {
    fs.rmSync(staging, { recursive: true, force: true });
  }
  process.stdout.write(summary(OUTPUT.CDKTF_OUTDIR, OUTPUT.CDK8S_OUTDIR));
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
