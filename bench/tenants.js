// Synthesis of 500 tenants with two workloads each as SandboxNamespaces, against the same objects in bare charts, as a ratio of
// whole processes' CPU time. Both have a KataRuntime, are compiled, run in turn, and must have written the same objects.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const ts = require('typescript');
const YAML = require('yaml');

const ROUNDS = Number(process.env.BENCH_ROUNDS || 7);
const TARGET = 1.3;
const OUT = path.join(__dirname, '.out');

const MEASURED =
  "process.on('exit', () => { const { user, system } = process.cpuUsage(); require('node:fs').writeSync(3, String((user + system) / 1000)); });\n";

fs.mkdirSync(OUT, { recursive: true });
const { outputText } = ts.transpileModule(fs.readFileSync(path.join(__dirname, 'namespaces.ts'), 'utf8'), {
  compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
});
const program = path.join(OUT, 'namespaces.js');
fs.writeFileSync(program, MEASURED + outputText);

/** CPU time of one process in milliseconds, and the folder that it wrote. */
function measure(bare) {
  const folder = path.join(OUT, bare ? 'bare' : 'tenants');
  fs.rmSync(folder, { recursive: true, force: true });
  const { PATH, HOME, BENCH_NAMESPACES = '500' } = process.env;
  const { status, stderr, output } = spawnSync(process.execPath, [program], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: { PATH, HOME, BENCH_NAMESPACES, BENCH_BARE: bare ? '1' : '0', CDK8S_OUTDIR: folder },
  });
  if (status !== 0) throw new Error(`the program failed:\n${stderr}`);
  return { milliseconds: Number(output[3]), folder };
}

/** Each object as text in which the order of fields does not count. */
const sorted = (value) =>
  Array.isArray(value)
    ? value.map(sorted)
    : value !== null && typeof value === 'object'
      ? Object.fromEntries(
          Object.keys(value)
            .sort()
            .map((key) => [key, sorted(value[key])]),
        )
      : value;
const objects = (folder) =>
  fs
    .readdirSync(folder)
    .sort()
    .flatMap((file) => YAML.parseAllDocuments(fs.readFileSync(path.join(folder, file), 'utf8')))
    .map((document) => JSON.stringify(sorted(document.toJS())));

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const [ours, bare] = [measure(false), measure(true)].map(({ folder }) => objects(folder));
const differs = ours.findIndex((object, index) => object !== bare[index]);
if (differs >= 0) throw new Error(`the two do not write the same:\n  ${ours[differs]}\n  ${bare[differs]}`);

const ratios = [];
for (let round = 0; round < ROUNDS; round++) {
  const first = measure(round % 2 === 1);
  const second = measure(round % 2 === 0);
  const [tenants, charts] = round % 2 === 1 ? [second, first] : [first, second];
  ratios.push(tenants.milliseconds / charts.milliseconds);
}
const ratio = median(ratios);
console.log(
  `tenants        CPU time ${ratio.toFixed(3)} of bare charts (${TARGET} or less); median of ${ROUNDS} pairs, ${ours.length} objects`,
);
if (ratio > TARGET) process.exitCode = 1;
