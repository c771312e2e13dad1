import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expectGolden } from '../util/golden';

/** A synthesized stack without what differs between machines: paths of the state, metadata of cdktf. */
function written(folder: string): unknown {
  const [file] = (fs.readdirSync(folder, { recursive: true }) as string[]).filter((it) => it.endsWith('cdk.tf.json'));
  const { terraform, '//': _, ...stack } = JSON.parse(fs.readFileSync(path.join(folder, file as string), 'utf8'));
  const withoutMetadata = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(withoutMetadata);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).filter(([key]) => key !== '//');
    return Object.fromEntries(entries.map(([key, item]) => [key, withoutMetadata(item)]));
  };
  return withoutMetadata({ ...stack, terraform: { required_providers: terraform.required_providers } });
}

test.each(['quickstart', 'production-cluster'])('%s writes the golden file', (example) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'golden-'));
  try {
    process.env.CDKTF_OUTDIR = path.join(folder, 'cdktf.out');
    process.env.CDK8S_OUTDIR = path.join(folder, 'dist');
    jest.isolateModules(() => require(`../../examples/${example}`));
    expectGolden(`${example}.tf.json`, `${JSON.stringify(written(folder), null, 2)}\n`);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
