// Helpers of the checks that run in a project of their own, outside the checkout.
const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const ROOT = path.join(__dirname, '..');

/** Runs a program in a folder, showing what it prints; throws when it fails. */
function run(cwd, program, ...args) {
  execFileSync(program, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** Runs a program and gives what it printed. */
function read(cwd, program, ...args) {
  return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Runs a program that must fail, and gives what it printed to standard error. */
function fails(cwd, program, ...args) {
  const { status, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status === 0) throw new Error(`${program} ${args.join(' ')} did not fail`);
  return stderr;
}

/** Installs what package.json of the folder names, or more, without scripts and without a lock file. */
function install(cwd, ...more) {
  const options = ['--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund', '--prefer-offline'];
  run(cwd, 'npm', 'install', ...options, ...more);
}

/** Packs the library into a folder, and gives the path of the tarball. */
function pack(folder) {
  const [{ filename }] = JSON.parse(read(ROOT, 'npm', 'pack', '--json', '--silent', '--pack-destination', folder));
  return path.join(folder, filename);
}

/** Calls `use` with a new folder that is gone afterwards. */
function inFolder(name, use) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `cdk-kata-${name}-`));
  try {
    return use(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function writeJson(file, value) {
  fs.writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

module.exports = { ROOT, fails, inFolder, install, pack, read, run, writeJson };
