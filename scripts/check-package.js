// Packs the library and uses it in empty projects, as its users do: once with every peer, once with cdk8s alone.
const fs = require('node:fs');
const path = require('node:path');
const { ROOT, inFolder, install, read, run, writeJson } = require('./run');

const own = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
const version = (name) => own.devDependencies[name];

const RESOLUTIONS = [
  { module: 'CommonJS', moduleResolution: 'node10' },
  { module: 'Node16', moduleResolution: 'node16' },
  { module: 'ESNext', moduleResolution: 'bundler' },
];

/** An empty project with the packed library, the given packages, and one example as its program. */
function useIn(folder, tarball, packages, example) {
  const dependencies = Object.fromEntries(packages.map((name) => [name, version(name)]));
  writeJson(path.join(folder, 'package.json'), {
    private: true,
    dependencies: { ...dependencies, 'cdk-kata': `file:${tarball}` },
    devDependencies: { typescript: version('typescript'), '@types/node': version('@types/node') },
  });
  install(folder);
  fs.copyFileSync(path.join(ROOT, 'examples', example), path.join(folder, 'main.ts'));
  for (const resolution of RESOLUTIONS) {
    writeJson(path.join(folder, 'tsconfig.json'), {
      compilerOptions: { target: 'ES2022', strict: true, types: ['node'], outDir: 'out', ...resolution },
      files: ['main.ts'],
    });
    run(folder, 'npx', 'tsc', '--noEmit');
    console.log(`${example}: types resolve with ${resolution.moduleResolution}`);
  }
  run(folder, 'npx', 'tsc', '--module', 'CommonJS', '--moduleResolution', 'node10');
  run(folder, 'node', 'out/main.js');
  const manifests = fs.readdirSync(path.join(folder, 'dist'));
  if (manifests.length === 0) throw new Error(`${example} wrote no manifest`);
  console.log(`${example}: wrote ${manifests.join(', ')}`);
}

function check(condition, message) {
  if (!condition) throw new Error(message);
  console.log(message);
}

inFolder('package', (folder) => {
  const [{ filename, size, files }] = JSON.parse(
    read(ROOT, 'npm', 'pack', '--json', '--silent', '--pack-destination', folder),
  );
  const tarball = path.join(folder, filename);
  const strays = files.filter(
    (file) => !/^(build\/.*\.(js|d\.ts)|package\.json|README\.md|CHANGELOG\.md|LICENSE)$/.test(file.path),
  );
  check(
    strays.length === 0,
    `the package holds ${files.length} files, no strays${strays.map((file) => ` but ${file.path}`)}`,
  );
  check(size < 300_000, `the package weighs ${Math.round(size / 1000)} kB, less than 300 kB`);

  const everything = path.join(folder, 'everything');
  fs.mkdirSync(everything);
  useIn(
    everything,
    tarball,
    ['constructs', 'cdk8s', 'cdk8s-plus-33', 'cdktf', '@cdktf/provider-google'],
    'quickstart.ts',
  );
  check(
    fs.existsSync(path.join(everything, 'cdktf.out/stacks/platform/cdk.tf.json')),
    'quickstart.ts: wrote Terraform',
  );
  for (const entry of Object.keys(own.exports).filter((name) => name !== './package.json')) {
    const name = path.posix.join('cdk-kata', entry);
    run(everything, 'node', '-e', `require('${name}')`);
    run(everything, 'node', '--input-type=module', '-e', `await import('${name}')`);
    console.log(`${name}: loads with require and with import`);
  }

  const alone = path.join(folder, 'alone');
  fs.mkdirSync(alone);
  useIn(alone, tarball, ['constructs', 'cdk8s'], 'existing-cluster.ts');
  for (const name of ['cdktf', '@cdktf/provider-google']) {
    check(!fs.existsSync(path.join(alone, 'node_modules', name)), `existing-cluster.ts: works without ${name}`);
  }
});
