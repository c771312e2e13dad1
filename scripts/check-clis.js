// The CLIs of cdktf and cdk8s write what the program writes without them, to the byte, and print each warning once.
const { execFileSync, spawnSync } = require('node:child_process');
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

/** Rules whose warnings scripts/warnings-program.ts has, one in each half. */
const WARNED = ['gke/deletion-protection', 'sandbox/replaced-class'];

/** Runs a program that has warnings, and counts the lines on both of its outputs that have one. */
function countWarnings(name, folder, program, ...args) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, CHECKPOINT_DISABLE: '1', CI: '1', CDKTF_OUTDIR: folder, CDK8S_OUTDIR: folder },
  });
  if (status !== 0) throw new Error(`${name} failed:\n${stdout}\n${stderr}`);
  for (const id of WARNED) {
    const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.includes(`(${id})`));
    if (lines.length !== 1) throw new Error(`${name} prints ${id} ${lines.length} times:\n${lines.join('\n')}`);
  }
  console.log(`${name}: each warning once`);
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

  const program = 'npx tsx scripts/warnings-program.ts';
  const bin = (name) => path.join(folder, 'node_modules/.bin', name);
  countWarnings('tsx', to('tsx'), 'npx', 'tsx', 'scripts/warnings-program.ts');
  countWarnings('cdktf synth', to('warned'), bin('cdktf'), 'synth', '--app', program, '--output', to('warned'));
  countWarnings('cdk8s synth', to('warned'), bin('cdk8s'), 'synth', '--app', program, '--output', to('warned'));
});
