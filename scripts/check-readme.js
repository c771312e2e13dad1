// Does what the README says under "In a project of your own", line by line, in an empty folder.
const fs = require('node:fs');
const path = require('node:path');
const { ROOT, read, run } = require('./run');

const SECTION = /^## In a project of your own\n(.*?)^## /ms;
const COMMANDS = /^```sh\n(mkdir .*?)^```$/ms;

/** The commands, from `mkdir` on. */
function commands() {
  const section = SECTION.exec(fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8'));
  const block = section && COMMANDS.exec(section[1]);
  if (!block)
    throw new Error('README.md has no section "In a project of your own" with commands that begin with mkdir');
  return block[1];
}

/** Versions that the commands install are those that the tests run with. */
function checkVersions(lines) {
  const own = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  for (const [, name, version] of lines.matchAll(/ (@?[a-z][a-z0-9/-]*)@([~^]?[0-9][0-9.]*)/g)) {
    if (own.devDependencies[name] !== version) {
      throw new Error(`README.md installs ${name}@${version}, and ${own.devDependencies[name]} is tested`);
    }
  }
}

/**
 * @param parent folder with the packed library, where the README puts it
 * @param type of modules: `module` or `commonjs`
 * @returns the folder of the project
 */
function checkReadme(parent, type) {
  const lines = commands();
  checkVersions(lines);
  const choice = 'npm pkg set type=module';
  if (!lines.includes(choice)) throw new Error(`README.md does not say '${choice}'`);
  const [, name] = /^mkdir (\S+) /.exec(lines);
  const program = lines.replace(choice, `npm pkg set type=${type}`);
  run(parent, 'bash', '-euo', 'pipefail', '-c', program);

  const folder = path.join(parent, `${name}-${type}`);
  fs.renameSync(path.join(parent, name), folder);
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  if (manifest.type !== type) throw new Error(`the project is of type ${manifest.type}, not ${type}`);
  for (const written of ['cdktf.out/stacks/platform/cdk.tf.json', 'dist']) {
    if (!fs.existsSync(path.join(folder, written))) throw new Error(`${type}: the program did not write ${written}`);
  }
  const problems = read(folder, 'npm', 'ls', '--json');
  if (JSON.parse(problems).problems) throw new Error(`${type}: npm finds problems: ${problems}`);
  console.log(`README.md, "In a project of your own", as ${type}: works, wrote cdktf.out and dist`);
  return folder;
}

module.exports = { checkReadme };
