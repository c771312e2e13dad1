// Runs the tests against other versions of the peers: node scripts/check-peers.js cdktn|minimum
//
//   cdktn     cdktf is an alias of CDK Terrain, which continues it
//   minimum   each peer as old as package.json allows
const fs = require('node:fs');
const path = require('node:path');
const { ROOT, inFolder, install, read, run, writeJson } = require('./run');

const VARIANTS = {
  cdktn: {
    dependencies: { cdktf: 'npm:cdktn@0.24.0' },
    overrides: { '@cdktf/provider-google': { cdktf: '$cdktf' }, '@cdktf/provider-helm': { cdktf: '$cdktf' } },
    expected: { cdktf: ['cdktn', '0.24.0'] },
  },
  minimum: {
    dependencies: {
      '@cdktf/provider-google': '16.12.0',
      '@cdktf/provider-helm': '12.1.0',
      cdk8s: '2.68.12',
      cdktf: '0.21.0',
      constructs: '10.4.2',
    },
    expected: { cdk8s: ['cdk8s', '2.68.12'], constructs: ['constructs', '10.4.2'] },
  },
};

const variant = Object.hasOwn(VARIANTS, process.argv[2] ?? '') ? VARIANTS[process.argv[2]] : undefined;
if (!variant) throw new Error(`usage: node scripts/check-peers.js ${Object.keys(VARIANTS).join('|')}`);

inFolder(process.argv[2], (folder) => {
  const files = read(ROOT, 'git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0');
  for (const file of files) {
    const source = path.join(ROOT, file);
    if (file === '' || file === 'package-lock.json' || !fs.existsSync(source)) continue;
    fs.cpSync(source, path.join(folder, file));
  }
  const manifest = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  manifest.devDependencies = { ...manifest.devDependencies, ...variant.dependencies };
  // npm compares the peers of the project itself with what is installed, and an alias has another version.
  delete manifest.peerDependencies;
  manifest.overrides = variant.overrides;
  writeJson(path.join(folder, 'package.json'), manifest);
  install(folder);
  for (const [name, [real, version]] of Object.entries(variant.expected)) {
    const found = JSON.parse(fs.readFileSync(path.join(folder, 'node_modules', name, 'package.json'), 'utf8'));
    if (found.name !== real || found.version !== version) {
      throw new Error(`${name} is ${found.name}@${found.version}, not ${real}@${version}`);
    }
    console.log(`${name} is ${real}@${version}`);
  }
  run(folder, 'npx', 'tsc', '--noEmit');
  run(
    folder,
    'npx',
    'jest',
    '--silent',
    '--testPathIgnorePatterns',
    '/e2e/',
    'docs.test',
    'public-api.test',
    'optional-peers.test',
  );
});
