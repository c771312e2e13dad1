// Packs the library and uses it in empty projects, as its users do: as the README says, without the optional peers, and
// with pnpm.
const fs = require('node:fs');
const path = require('node:path');
const { ROOT, fails, inFolder, install, pack, read, run, writeJson } = require('./run');
const { checkEntryPoints } = require('./check-entry-points');
const { checkReadme } = require('./check-readme');

const own = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
const version = (name) => own.devDependencies[name];
const PNPM = '9.15.9';
const PEERS = ['constructs', 'cdk8s', 'cdk8s-plus-33', 'cdktf', '@cdktf/provider-google'];
/** The newest compiler. The tests run on the version of package.json; the types must hold in this one too. */
const NEXT_TYPESCRIPT = '7.0.2';

function check(condition, message) {
  if (!condition) throw new Error(`not so: ${message}`);
  console.log(message);
}

/** An empty project that names the packed library and the given packages. */
function project(folder, tarball, packages) {
  fs.mkdirSync(folder);
  const dependencies = Object.fromEntries(packages.map((name) => [name, version(name)]));
  writeJson(path.join(folder, 'package.json'), {
    private: true,
    dependencies: { ...dependencies, 'cdk-kata': `file:${tarball}` },
    devDependencies: { typescript: version('typescript'), '@types/node': version('@types/node') },
  });
}

/** Compiles an example there, and runs it. */
function useExample(folder, example) {
  fs.copyFileSync(path.join(ROOT, 'examples', example), path.join(folder, 'main.ts'));
  writeJson(path.join(folder, 'tsconfig.json'), {
    compilerOptions: { target: 'ES2022', module: 'node16', strict: true, types: ['node'], outDir: 'out' },
    files: ['main.ts'],
  });
  run(folder, 'npx', 'tsc');
  run(folder, 'node', 'out/main.js');
  const manifests = fs.readdirSync(path.join(folder, 'dist'));
  check(manifests.length > 0, `${example}: wrote ${manifests.join(', ')}`);
}

/** What the tarball holds: what npm shows and links to, sources for its maps, nothing else. */
function checkContent(tarball, folder) {
  const files = read(folder, 'tar', '-tzf', tarball)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^package\//, ''));
  const expected =
    /^(build\/.*\.(js|d\.ts|js\.map|d\.ts\.map)|lib\/.*|docs\/.*\.md|examples\/.*|package\.json|[A-Z]+\.md|LICENSE)$/;
  const strays = files.filter((file) => !expected.test(file) || file.startsWith('docs/api/'));
  check(strays.length === 0, `the package holds ${files.length} files, no strays ${strays.join(', ')}`);
  const kilobytes = Math.round(fs.statSync(tarball).size / 1000);
  check(kilobytes < 1500, `the package weighs ${kilobytes} kB, less than 1500 kB`);

  run(folder, 'tar', '-xzf', tarball);
  const at = (...parts) => path.join(folder, 'package', ...parts);
  const maps = files.filter((file) => file.endsWith('.map'));
  const lost = maps.filter((file) => {
    const { sources } = JSON.parse(fs.readFileSync(at(file), 'utf8'));
    return sources.length === 0 || !sources.every((source) => fs.existsSync(at(path.dirname(file), source)));
  });
  check(
    maps.length > 100 && lost.length === 0,
    `${maps.length} maps lead to sources in the package ${lost.join(', ')}`,
  );

  const links = [...fs.readFileSync(at('README.md'), 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)];
  const dead = links.map(([, target]) => target).filter((target) => !fs.existsSync(at(target)));
  check(
    links.length > 0 && dead.length === 0,
    `${links.length} links of the README lead into the package ${dead.join(', ')}`,
  );
  for (const field of ['repository', 'homepage', 'bugs', 'author', 'keywords']) {
    check(own[field] !== undefined, `package.json has ${field}`);
  }
}

inFolder('package', (folder) => {
  const tarball = pack(folder);
  checkContent(tarball, folder);
  run(ROOT, 'npx', 'publint', tarball, '--strict');
  run(ROOT, 'npx', 'attw', tarball, '--no-color', '--no-emoji');

  const modules = checkReadme(folder, 'module');
  checkReadme(folder, 'commonjs');
  install(modules, `@cdktf/provider-helm@${version('@cdktf/provider-helm')}`);
  checkEntryPoints(modules);
  install(modules, '--save-dev', `typescript@${NEXT_TYPESCRIPT}`);
  run(modules, 'npx', 'tsc', '--noEmit');
  console.log(`the types hold in TypeScript ${NEXT_TYPESCRIPT}`);

  const alone = path.join(folder, 'alone');
  project(alone, tarball, ['constructs', 'cdk8s']);
  install(alone);
  useExample(alone, 'existing-cluster.ts');
  for (const name of ['cdktf', '@cdktf/provider-google']) {
    check(!fs.existsSync(path.join(alone, 'node_modules', name)), `existing-cluster.ts: works without ${name}`);
  }
  const command = `npm install cdktf@${version('cdktf')} @cdktf/provider-google@${version('@cdktf/provider-google')}`;
  const withHelm = `npm install cdktf@${version('cdktf')} @cdktf/provider-helm@${version('@cdktf/provider-helm')}`;
  const helm = fails(alone, 'node', '-e', "require('cdk-kata/terraform')");
  check(helm.includes(withHelm), 'cdk-kata/terraform without cdktf names the command that installs it');
  for (const entry of ['cdk-kata', 'cdk-kata/gke']) {
    for (const program of [`require('${entry}')`, `import { GkeCluster } from '${entry}'; GkeCluster.name`]) {
      const type = program.startsWith('import') ? 'module' : 'commonjs';
      const message = fails(alone, 'node', `--input-type=${type}`, '-e', program);
      check(message.includes(command), `${program} without cdktf names the command that installs it`);
    }
  }

  const pnpm = path.join(folder, 'pnpm');
  project(pnpm, tarball, PEERS);
  run(pnpm, 'npx', '--yes', `pnpm@${PNPM}`, 'install', '--ignore-scripts', '--store-dir', path.join(folder, 'store'));
  useExample(pnpm, 'quickstart.ts');
});
