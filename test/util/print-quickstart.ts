// Prints every byte that the quickstart writes.
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'quickstart-'));
process.env.CDKTF_OUTDIR = path.join(folder, 'cdktf.out');
process.env.CDK8S_OUTDIR = path.join(folder, 'dist');

import('../../examples/quickstart').then(() => {
  for (const file of (fs.readdirSync(folder, { recursive: true }) as string[]).sort()) {
    const name = path.join(folder, file);
    if (fs.statSync(name).isFile()) process.stdout.write(`${file}\n${fs.readFileSync(name, 'utf8')}\n`);
  }
  fs.rmSync(folder, { recursive: true });
});
