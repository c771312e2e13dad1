import * as fs from 'node:fs';
import * as path from 'node:path';

const LIB = path.join(__dirname, '../lib');

/** Which imports a room may have: relative ones by the room that they lead to, packages by name. */
const ROOMS: Record<string, RegExp> = {
  data: /^data$/,
  errors: /^(errors|data)$/,
  'placement.ts': /^$/,
  'cron-schedule.ts': /^$/,
  gke: /^(gke|data|errors|placement\.ts|cron-schedule\.ts|constructs|cdktf|@cdktf\/provider-google\/lib\/[a-z0-9-]+|node:crypto)$/,
  kata: /^(kata|sandbox|deploy|data|errors|placement\.ts|cron-schedule\.ts|constructs|cdk8s|smol-toml|node:crypto)$/,
  sandbox: /^(sandbox|kata|deploy|data|errors|placement\.ts|constructs|cdk8s)$/,
  deploy: /^(deploy|data|errors|placement\.ts|constructs|cdk8s)$/,
  'index.ts': /^(gke|kata|sandbox|deploy|placement\.ts)$/,
};

const files = (fs.readdirSync(LIB, { recursive: true }) as string[]).filter((file) => file.endsWith('.ts')).sort();

const IMPORT = /^(?:import|export)\s(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;

const room = (file: string) => {
  const [first] = path.relative(LIB, file).split(path.sep) as [string];
  return fs.existsSync(`${path.join(LIB, first)}.ts`) ? `${first}.ts` : first;
};

function imports(file: string): { target: string; typeOnly: boolean }[] {
  const source = fs.readFileSync(path.join(LIB, file), 'utf8');
  return [...source.matchAll(IMPORT)].map(([statement, specifier]) => ({
    target: specifier?.startsWith('.') ? room(path.resolve(LIB, path.dirname(file), specifier)) : (specifier as string),
    typeOnly: /^(import|export) type /.test(statement),
  }));
}

test('there is something to look at', () => {
  expect(files.length).toBeGreaterThan(20);
  expect(imports('index.ts').length).toBeGreaterThan(3);
});

test.each(files)('%s imports what its room may', (file) => {
  const rule = ROOMS[room(path.join(LIB, file))];
  expect(rule).toBeDefined();
  for (const { target } of imports(file)) expect(target).toMatch(rule as RegExp);
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

const GENERATED = ['data/prop-shapes.ts'];

test.each(files.filter((file) => !GENERATED.includes(file)))('%s is of a size that one concept needs', (file) => {
  const lines = fs.readFileSync(path.join(LIB, file), 'utf8').split('\n').length;
  expect(lines).toBeLessThanOrEqual(/^(data|errors)\//.test(file) ? 600 : 400);
});
