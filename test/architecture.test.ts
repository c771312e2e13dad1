import * as fs from 'node:fs';
import * as path from 'node:path';

const LIB = path.join(__dirname, '../lib');

/** Imports that a room may have: rooms by name, packages by name. A sub-room has the rule of its room. */
const ROOMS: Record<string, RegExp> = {
  contract: /^contract$/,
  data: /^data$/,
  validation: /^(validation|contract|data|constructs|ipaddr\.js)$/,
  gke: /^(gke|contract|data|validation|constructs|cdktf|@cdktf\/provider-google\/lib\/[a-z0-9-]+|node:crypto)$/,
  kata: /^(kata|sandbox|deploy|contract|data|validation|constructs|cdk8s|smol-toml|node:crypto)$/,
  sandbox: /^(sandbox|deploy|contract|data|validation|constructs|cdk8s|smol-toml|node:crypto)$/,
  deploy: /^(deploy|contract|data|validation|constructs|cdk8s|node:(crypto|fs|module|path|zlib))$/,
  terraform:
    /^(terraform|deploy|contract|data|validation|constructs|cdk8s|cdktf|@cdktf\/provider-helm\/lib\/[a-z0-9-]+|node:(crypto|fs|path))$/,
  capacity: /^(capacity|kata\/sizing|contract|data|validation)$/,
  'index.ts': /^(contract|validation|gke|kata|sandbox|deploy|capacity)$/,
};

const files = (fs.readdirSync(LIB, { recursive: true }) as string[]).filter((file) => file.endsWith('.ts')).sort();

/** An import, a re-export, or a `require` where the module is needed. */
const IMPORT = /^(?:(?:import|export)\s(?:[^'"]*?\sfrom\s+)?|.*\brequire\()['"]([^'"]+)['"]/gm;

const room = (file: string) => file.split(path.sep)[0] as string;

/** The file of the library that a relative import leads to. */
function target(file: string, specifier: string): string {
  const stem = path.join(path.dirname(file), specifier);
  return files.includes(`${stem}.ts`) ? `${stem}.ts` : path.join(stem, 'index.ts');
}

const imports = new Map(
  files.map((file) => [
    file,
    [...fs.readFileSync(path.join(LIB, file), 'utf8').matchAll(IMPORT)].map(([, specifier]) => specifier as string),
  ]),
);

const neighbours = (file: string) =>
  (imports.get(file) ?? []).filter((it) => it.startsWith('.')).map((specifier) => target(file, specifier));

test('there is something to look at', () => {
  expect(files.length).toBeGreaterThan(20);
  expect(imports.get('index.ts')?.length).toBeGreaterThan(3);
  for (const file of files) for (const other of neighbours(file)) expect(files).toContain(other);
});

test.each(files)('%s imports what its room may', (file) => {
  const rule = ROOMS[room(file)];
  expect(rule).toBeDefined();
  const rooms = (imports.get(file) ?? []).map((it) => {
    if (!it.startsWith('.')) return it;
    const to = target(file, it);
    return to.startsWith('kata/sizing/') && room(file) === 'capacity' ? 'kata/sizing' : room(to);
  });
  for (const imported of rooms) expect(imported).toMatch(rule as RegExp);
});

/** Every circle of imports, types included, as `a -> b -> a`. */
function circles(): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, above: readonly string[]): void => {
    const start = above.indexOf(file);
    if (start >= 0) found.push([...above.slice(start), file].join(' -> '));
    if (start >= 0 || done.has(file)) return;
    for (const other of neighbours(file)) visit(other, [...above, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return found;
}

test('no file imports itself, by whatever way', () => {
  expect(circles()).toEqual([]);
});

test('what works without cdktf loads without it', () => {
  for (const entry of ['kata', 'sandbox', 'deploy']) {
    jest.isolateModules(() => {
      jest.doMock('cdktf', () => {
        throw new Error(`${entry} loads cdktf`);
      });
      require(`../lib/${entry}`);
    });
  }
});

const hasLimit = (file: string) => !file.startsWith('data/') && !file.endsWith('.generated.ts');

test.each(files.filter(hasLimit))('%s is of a size that one concept needs', (file) => {
  const lines = fs.readFileSync(path.join(LIB, file), 'utf8').split('\n').length - 1;
  expect(lines).toBeLessThanOrEqual(300);
});

const folders = [...new Set(files.map((file) => path.dirname(file)))];

test.each(folders)('%s holds no more files than one looks through', (folder) => {
  const held = files.filter((file) => path.dirname(file) === folder && path.basename(file) !== 'index.ts');
  expect(held.length).toBeLessThanOrEqual(15);
});

/** Folders below one, by their path there. */
const foldersBelow = (root: string) =>
  (fs.readdirSync(root, { recursive: true }) as string[]).filter((it) =>
    fs.statSync(path.join(root, it)).isDirectory(),
  );

const depth = (folder: string) => folder.split(path.sep).length;

/** Tables have no tests of their own: whoever reads them holds them against an independent source. */
const isCode = (folder: string) => room(folder) !== 'data';

describe('tests have the folders of what they test', () => {
  const rooms = [
    ...new Set(folders.filter((it) => it !== '.').map((it) => it.split(path.sep).slice(0, 2).join(path.sep))),
  ];
  const tests = foldersBelow(__dirname);

  // The runner of checks is held by the tests of the findings, which it runs.
  test.each(rooms.filter(isCode).filter((it) => it !== path.join('validation', 'runner')))('lib/%s', (it) => {
    expect(tests).toContain(it);
  });

  // What every room of gke takes is tried in one folder.
  const acrossRooms = [path.join('gke', 'inputs')];

  test.each(tests.filter((it) => rooms.includes(room(it)) && depth(it) > 1))('test/%s', (it) => {
    expect([...folders, ...acrossRooms]).toContain(it);
  });
});
