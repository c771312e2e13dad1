import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { App } from 'cdk8s';
import { withControllerTables } from '../scripts/controllers-table';
import { withTable } from '../scripts/hypervisor-table';
import { withPodTables } from '../scripts/pod-fields-table';

const ROOT = path.join(__dirname, '..');
const read = (file: string) => fs.readFileSync(path.join(ROOT, file), 'utf8');
const own = JSON.parse(read('package.json'));

/** Every page but the generated reference. */
const pages = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...(fs.readdirSync(path.join(ROOT, 'docs'), { recursive: true }) as string[])
    .filter((file) => file.endsWith('.md') && !file.startsWith('api'))
    .map((file) => path.join('docs', file))
    .sort(),
];

/** The lines without the indentation that all of them share. */
function dedented(text: string): string {
  const lines = text.replace(/\n$/, '').split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const shared = Math.min(...indents);
  return lines.map((line) => line.slice(shared)).join('\n');
}

function quotes(program: string, block: string): boolean {
  const lines = program.split('\n');
  const { length } = block.replace(/\n$/, '').split('\n');
  return lines.some((_, start) => dedented(lines.slice(start, start + length).join('\n')) === dedented(block));
}

const CODE = /(?:^<!-- (examples\/[\w/-]+\.ts) -->\n)?^```ts\n(.*?)^```$/gms;
const blocks = pages.flatMap((page) =>
  [...read(page).matchAll(CODE)].map(([, example, code]) => ({ page, example, code: code as string })),
);

test('the README shows the main program whole', () => {
  expect(blocks.find(({ page }) => page === 'README.md')?.code).toBe(read('examples/quickstart.ts'));
});

test.each(blocks)('$page quotes $example, which runs', ({ example, code }) => {
  expect(example).toBeDefined();
  expect(quotes(read(example as string), code)).toBe(true);
});

test('a quotation that the program does not hold is found', () => {
  expect(quotes('a();\nif (b) {\n  c();\n  d();\n}\n', 'c();\nd();\n')).toBe(true);
  expect(quotes('a();\nif (b) {\n  c();\n  d();\n}\n', 'c();\ne();\n')).toBe(false);
});

test('the README is short enough to be read', () => {
  expect(Buffer.byteLength(read('README.md'))).toBeLessThan(10_000);
});

/** The anchor that GitHub gives a heading. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
const anchors = (file: string) =>
  [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchor(heading as string));

/** Where the repository is on the web: pages of the package name with it what only the repository has. */
const REPOSITORY = own.homepage.split('#')[0];
const OWN_LINK = new RegExp(`^${REPOSITORY}/(?:blob|tree)/main/`);

const links = pages.flatMap((page) =>
  [
    ...read(page)
      .replace(/^```.*?^```$/gms, '')
      .matchAll(/\]\(([^)\s]*)\)/g),
  ]
    .map(([, target]) => ({ page, target: target as string }))
    .filter(({ target }) => !/^https?:/.test(target) || OWN_LINK.test(target)),
);

/** The file of the repository that a link leads to, with the anchor in it. */
function leadsTo(page: string, target: string): [file: string, fragment: string | undefined] {
  const [relative, fragment] = target.split('#') as [string, string?];
  if (OWN_LINK.test(relative)) return [relative.replace(OWN_LINK, ''), fragment];
  return [relative === '' ? page : path.normalize(path.join(path.dirname(page), relative)), fragment];
}

test.each(links)('$page links to $target, which is there', ({ page, target }) => {
  const [file, fragment] = leadsTo(page, target);
  const found = fs.statSync(path.join(ROOT, file));
  if (OWN_LINK.test(target)) expect(target).toContain(found.isDirectory() ? '/tree/' : '/blob/');
  if (fragment !== undefined) expect(anchors(file)).toContain(fragment);
});

/** Whether a file of the repository is in the package too; npm packs the last three whatever `files` says. */
function isPacked(file: string): boolean {
  return [...own.files, 'package.json', 'README.md', 'LICENSE'].some(
    (it: string) =>
      file === it ||
      file.startsWith(`${it}/`) ||
      (it.endsWith('/*.md') && file.endsWith('.md') && path.dirname(file) === path.dirname(it)),
  );
}

test.each(pages)('%s links to what the package lacks by an address on the web', (page) => {
  const relative = links.filter((it) => it.page === page && !OWN_LINK.test(it.target));
  expect(relative.map(({ target }) => leadsTo(page, target)[0]).filter((file) => !isPacked(file))).toEqual([]);
});

test('every guide is in the index', () => {
  const index = read('docs/README.md');
  const guides = pages.filter((page) => path.dirname(page) === 'docs' && page !== 'docs/README.md');
  expect(guides.filter((page) => !index.includes(`(${path.basename(page)})`))).toEqual([]);
});

test('every npm script that a page names is there', () => {
  const named = pages.flatMap((page) => [...read(page).matchAll(/npm run ([\w:]+)/g)].map(([, script]) => script));
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((script) => !Object.hasOwn(own.scripts, script as string))).toEqual([]);
});

test('the table of hypervisors is what the catalogue gives', () => {
  const page = read('docs/kata-vs-firecracker.md');
  expect(page).toContain('| architectures | amd64, arm64');
  expect(withTable(page)).toBe(page);
});

test('the tables of what a VM can do are those that the rules read', () => {
  const page = read('docs/what-a-vm-can-do.md');
  expect(page).toContain('| `hostPath` | works | error that can be acknowledged |');
  expect(page).toContain('| `hostUsers: false` | error |');
  expect(withPodTables(page)).toBe(page);
});

test('the tables of custom resources are those that sandbox() reads', () => {
  const page = read('docs/controllers.md');
  expect(page).toContain('| RayCluster (ray.io) | `/spec/headGroupSpec/template/spec`<br>');
  expect(page).toContain('| Cluster (postgresql.cnpg.io) | `/metadata/annotations/cnpg.io~1podPatch`: ');
  expect(withControllerTables(page)).toBe(page);
});

test.each(['constructs', 'cdk8s', 'cdktf', '@cdktf/provider-google'])(
  'the compatibility table has the versions of %s',
  (name) => {
    const row = read('README.md')
      .split('\n')
      .find((line) => line.startsWith(`| ${name} |`));
    expect(row).toContain(own.peerDependencies[name]);
    expect(row).toContain(own.devDependencies[name]);
  },
);

test('README takes the quickstart down with the commands for it', () => {
  let commands: string[] = [];
  jest.isolateModules(() => {
    jest.doMock('cdk-kata', () => {
      const library = jest.requireActual('../lib');
      const writeManifests = (app: App) => {
        commands = library.removalCommands(app, 'dist');
      };
      return { ...library, writeManifests };
    });
    process.env.CDKTF_OUTDIR = fs.mkdtempSync(path.join(os.tmpdir(), 'docs-'));
    require('../examples/quickstart');
  });
  expect(commands).toHaveLength(4);
  expect(fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8')).toContain(commands.join('\n'));
});
