// Whole-process synthesis of the quickstart against the same resources and objects written by hand, as a ratio: once with
// imports from `cdk-kata/gke` and `cdk-kata/kata` and the apps' own `synth()`, once from `cdk-kata`. All are compiled, run
// in turn, and must have written the same things first.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const ts = require('typescript');
const { ROOT, run } = require('../scripts/run');
const { written } = require('./written');

const ROUNDS = Number(process.env.BENCH_ROUNDS || 21);
const TARGET = 1.15;
/**
 * Above it the benchmark fails; CPU, since other work on the machine changes it least. The target is not reached: 1.25 to 1.34 of
 * the CPU of the program by hand were measured. All of the library in one file, as a bundler writes it, has 1.16 to 1.19: the rest
 * goes into finding, reading and compiling some 280 files.
 */
const LIMIT = 1.5;
const OUT = path.join(__dirname, '.out');
const QUICKSTART = path.join(ROOT, 'examples/quickstart.ts');
const BY_HAND = 'by hand';
/** The program that the target is for. */
const BY_ROOM = 'gke and kata';

/** The quickstart with each name imported from `gke` or `kata` instead of from the root, written by the apps themselves. */
function quickstartByRoom() {
  const entries = ['gke', 'kata'].map((room) => `cdk-kata/${room}`);
  const source = fs.readFileSync(QUICKSTART, 'utf8').replace('writeManifests(k8s);', 'k8s.synth();');
  return source.replace(/^import \{([^}]*)\} from 'cdk-kata';$/m, (_, list) => {
    const names = list.match(/\w+/g).filter((name) => name !== 'writeManifests');
    const entryOf = (name) => entries.find((entry) => name in require(entry));
    const lines = entries.map((entry) => ({ entry, own: names.filter((it) => entryOf(it) === entry) }));
    return lines.map(({ entry, own }) => `import { ${own.join(', ')} } from '${entry}';`).join('\n');
  });
}

/** The programs, by name; the library must have been built. */
const sources = () => ({
  [BY_HAND]: fs.readFileSync(path.join(__dirname, 'by-hand.ts'), 'utf8'),
  [BY_ROOM]: quickstartByRoom(),
  'whole library': fs.readFileSync(QUICKSTART, 'utf8'),
});

/** Prints what the process has used when the program has ended. */
const MEASURED =
  "process.on('exit', () => require('node:fs').writeSync(3, JSON.stringify(process.resourceUsage())));\n";

function compile(name, source) {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const program = path.join(OUT, `${name.replaceAll(' ', '-')}.js`);
  fs.writeFileSync(program, MEASURED + outputText);
  return program;
}

/** One process of its own: how long it took, and how much CPU and memory it had. */
function measure(program) {
  const folder = `${program}.out`;
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder);
  const { PATH, HOME } = process.env;
  const started = process.hrtime.bigint();
  const { status, stderr, output } = spawnSync(process.execPath, [program], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: { PATH, HOME, CDKTF_OUTDIR: path.join(folder, 'cdktf.out'), CDK8S_OUTDIR: path.join(folder, 'dist') },
  });
  const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
  if (status !== 0) throw new Error(`${program} failed:\n${stderr}`);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(output[3]);
  return { milliseconds, cpu: (userCPUTime + systemCPUTime) / 1000, mebibytes: maxRSS / 1024, folder };
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

fs.mkdirSync(OUT, { recursive: true });
run(ROOT, 'npm', 'run', '--silent', 'build');
const programs = Object.entries(sources()).map(([name, source]) => ({
  name,
  program: compile(name, source),
  runs: [],
}));
const [byHand, ...withLibrary] = programs;

const [expected, ...others] = programs.map(({ program }) => written(measure(program).folder));
for (const [index, other] of others.entries()) {
  if (JSON.stringify(expected) === JSON.stringify(other)) continue;
  const only = (lines, elsewhere, sign) => lines.filter((it) => !elsewhere.includes(it)).map((it) => `${sign} ${it}`);
  const differences = [...only(expected, other, '-'), ...only(other, expected, '+')];
  throw new Error(`'${withLibrary[index].name}' does not write the same:\n${differences.join('\n')}`);
}

for (let round = 0; round < ROUNDS; round++) {
  // Whoever goes first in a round pays for a cold cache, so they take turns.
  const first = round % programs.length;
  for (const it of [...programs.slice(first), ...programs.slice(0, first)]) it.runs.push(measure(it.program));
}
for (const { name, runs } of programs) {
  const [milliseconds, cpu, mebibytes] = ['milliseconds', 'cpu', 'mebibytes'].map((of) =>
    median(runs.map((run) => run[of])).toFixed(0),
  );
  console.log(`${name.padEnd(14)} ${milliseconds} ms, ${cpu} ms of CPU, ${mebibytes} MiB`);
}
// The processes of a round meet the same weather, so the ratio is taken there.
const ratio = ({ runs }, of) => median(runs.map((run, round) => run[of] / byHand.runs[round][of]));
for (const it of withLibrary) {
  const [time, cpu, memory] = ['milliseconds', 'cpu', 'mebibytes'].map((of) => ratio(it, of));
  const target = it.name === BY_ROOM ? ` (target ${TARGET} or less)` : '';
  const others = `CPU ${cpu.toFixed(3)}, memory ${memory.toFixed(3)}`;
  console.log(`${it.name.padEnd(14)} time ${time.toFixed(3)}${target}, ${others} of by hand`);
  if (it.name === BY_ROOM && cpu > LIMIT) process.exitCode = 1;
}
console.log(`medians of ${ROUNDS} processes each; ${expected.length} resources and objects, the same in all`);
