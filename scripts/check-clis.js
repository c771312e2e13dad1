// The CLIs of cdktf and cdk8s write what the program writes without them, to the byte.
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { ROOT, inFolder, install, run, writeJson } = require('./run');

const VERSIONS = { 'cdktf-cli': '0.21.0', 'cdk8s-cli': '2.207.60' };

/** Every file below a folder, by its path there. */
const content = (folder) =>
  new Map(
    fs
      .readdirSync(folder, { recursive: true })
      .filter((file) => /\.tf\.json$|\.yaml$/.test(file))
      .sort()
      .map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]),
  );

function same(name, expected, folder) {
  const [want, got] = [content(expected), content(folder)];
  if (want.size === 0) throw new Error(`${expected} holds no file`);
  const differing = [...new Set([...want.keys(), ...got.keys()])].filter((file) => want.get(file) !== got.get(file));
  if (differing.length > 0) throw new Error(`${name} writes other bytes: ${differing.join(', ')}`);
  console.log(`${name}: ${want.size} files, the same as without it`);
}

inFolder('clis', (folder) => {
  writeJson(path.join(folder, 'package.json'), { private: true, dependencies: VERSIONS });
  install(folder);
  const to = (name) => path.join(folder, name);
  const cli = (name, ...args) =>
    execFileSync(path.join(folder, 'node_modules/.bin', name), args, {
      cwd: ROOT,
      env: { ...process.env, CHECKPOINT_DISABLE: '1', CI: '1' },
      stdio: 'pipe',
    });
  process.env.CDKTF_OUTDIR = to('terraform');
  process.env.CDK8S_OUTDIR = to('manifests');
  run(ROOT, 'npx', 'tsx', 'examples/quickstart.ts');

  process.env.CDK8S_OUTDIR = to('unused');
  delete process.env.CDKTF_OUTDIR;
  cli('cdktf', 'synth', '--output', to('cdktf'));
  same('cdktf synth', to('terraform'), to('cdktf'));

  process.env.CDKTF_OUTDIR = to('unused');
  delete process.env.CDK8S_OUTDIR;
  cli('cdk8s', 'synth', '--output', to('cdk8s'));
  same('cdk8s synth', to('manifests'), to('cdk8s'));
});
