// Each name of each entry point, imported by name in every way that there is, in a project that has the packed library.
const fs = require('node:fs');
const path = require('node:path');
const { ROOT, run, writeJson } = require('./run');

const own = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
const ENTRIES = Object.keys(own.exports)
  .filter((entry) => entry !== './package.json')
  .map((entry) => path.posix.join('cdk-kata', entry));

const RESOLUTIONS = [
  { module: 'CommonJS', moduleResolution: 'node10', file: 'entries.cts' },
  { module: 'Node16', moduleResolution: 'node16', file: 'entries.cts' },
  { module: 'Node16', moduleResolution: 'node16', file: 'entries.mts' },
  { module: 'NodeNext', moduleResolution: 'nodenext', file: 'entries.cts' },
  { module: 'NodeNext', moduleResolution: 'nodenext', file: 'entries.mts' },
  { module: 'ESNext', moduleResolution: 'bundler', file: 'entries.mts' },
];

/** A program that imports each name of each entry point, and holds it against what `require` gives. */
function program(names) {
  const imports = ENTRIES.map((entry, index) => {
    const bindings = names[entry].map((name) => `${name} as ${name}_${index}`).join(', ');
    return `import { ${bindings} } from '${entry}';`;
  });
  const values = ENTRIES.map((entry, index) => {
    const members = names[entry].map((name) => `${name}: ${name}_${index}`).join(', ');
    return `const entry_${index}: { [name: string]: unknown } = { ${members} };`;
  });
  const all = ENTRIES.map((entry, index) => `'${entry}': entry_${index}`).join(', ');
  return [
    "import { createRequire } from 'node:module';",
    ...imports,
    ...values,
    `const imported: { [entry: string]: { [name: string]: unknown } } = { ${all} };`,
    'const load = createRequire(`${process.cwd()}/main.js`);',
    'let compared = 0;',
    '// One object through every entry point, by whichever way: of any two that export a name, one required, one imported.',
    'for (const x of Object.keys(imported)) for (const y of Object.keys(imported)) {',
    '  const required = load(x), other = imported[y] ?? {};',
    '  for (const name of Object.keys(required).filter((it) => it in other)) {',
    "    if (other[name] === undefined || required[name] !== other[name]) throw new Error(x + ' and ' + y + ' differ in ' + name);",
    '    compared++;',
    '  }',
    '}',
    "if (compared === 0) throw new Error('nothing compared');",
    '',
  ].join('\n');
}

/** @param folder a project with the packed library, its peers and TypeScript */
function checkEntryPoints(folder) {
  const names = Object.fromEntries(
    ENTRIES.map((entry) => [entry, Object.keys(require(require.resolve(entry, { paths: [folder] })))]),
  );
  const source = program(names);
  const plain = source.replaceAll(/: \{ \[\w+: string\]: [^=]*(?= = )/g, '');
  for (const file of ['entries.mjs', 'entries.js']) fs.writeFileSync(path.join(folder, file), plain);
  run(folder, 'node', 'entries.mjs');
  // The project is of type "module", so that this is an ES module too.
  run(folder, 'node', 'entries.js');
  const required = plain.replaceAll(/^import (\{.*\}) from ('.*');$/gm, (_, bindings, entry) => {
    return `const ${bindings.replaceAll(' as ', ': ')} = require(${entry});`;
  });
  fs.writeFileSync(path.join(folder, 'entries.cjs'), required);
  run(folder, 'node', 'entries.cjs');
  console.log(`${ENTRIES.join(', ')}: every name by .mjs, .js of an ES module project, and .cjs`);

  for (const { file, ...options } of RESOLUTIONS) {
    fs.writeFileSync(path.join(folder, file), source);
    const config = path.join(folder, 'tsconfig.entries.json');
    writeJson(config, {
      compilerOptions: { target: 'ES2022', strict: true, types: ['node'], outDir: 'entries-out', ...options },
      files: [file],
    });
    run(folder, 'npx', 'tsc', '-p', 'tsconfig.entries.json');
    fs.rmSync(path.join(folder, file));
    run(folder, 'node', path.join('entries-out', file.replace(/ts$/, 'js')));
    console.log(`every name by ${file} with ${options.moduleResolution}: compiles and runs`);
  }
  for (const file of ['entries.mjs', 'entries.js', 'entries.cjs', 'tsconfig.entries.json', 'entries-out']) {
    fs.rmSync(path.join(folder, file), { recursive: true });
  }
}

module.exports = { checkEntryPoints };
