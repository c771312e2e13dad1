// Whole-process synthesis of the quickstart against the same resources and objects written by hand, as a ratio: once with
// imports from `cdk-kata/gke` and `cdk-kata/kata`, once from `cdk-kata`. All are compiled, run in turn, and must have
// written the same things first.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const ts = require('typescript');
const { ROOT, run } = require('../scripts/run');
const { written } = require('./written');

const ROUNDS = Number(process.env.BENCH_ROUNDS || 21);
const TARGET = 1.15;
/** Above it the benchmark fails: the target, and what a machine with other work may add. */
const LIMIT = 1.25;
const OUT = path.join(__dirname, '.out');
const QUICKSTART = path.join(ROOT, 'examples/quickstart.ts');
const BY_HAND = 'by hand';
/** The program that the target is for. */
const BY_ROOM = 'gke and kata';

/** The quickstart with each name imported from the entry point that has it, instead of from the root. */
function quickstartByRoom() {
  const root = "import { GkeCluster, GkeNetwork, KataRuntime, KataShim } from 'cdk-kata';\n";
  const rooms =
    "import { GkeCluster, GkeNetwork } from 'cdk-kata/gke';\nimport { KataRuntime, KataShim } from 'cdk-kata/kata';\n";
  const source = fs.readFileSync(QUICKSTART, 'utf8');
  if (!source.includes(root)) throw new Error(`${QUICKSTART} has no line ${root}`);
  return source.replace(root, rooms);
}

const PROGRAMS = {
  [BY_HAND]: fs.readFileSync(path.join(__dirname, 'by-hand.ts'), 'utf8'),
  [BY_ROOM]: quickstartByRoom(),
  'whole library': fs.readFileSync(QUICKSTART, 'utf8'),
};

/** Prints the peak of the process's memory after the program has ended, in KiB. */
const MEASURED = "process.on('exit', () => require('node:fs').writeSync(3, String(process.resourceUsage().maxRSS)));\n";

function compile(name, source) {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const program = path.join(OUT, `${name.replaceAll(' ', '-')}.js`);
  fs.writeFileSync(program, MEASURED + outputText);
  return program;
}

/** One process of its own: how long it took, and how much memory it had. */
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
  return { milliseconds, mebibytes: Number(output[3]) / 1024, folder };
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

fs.mkdirSync(OUT, { recursive: true });
run(ROOT, 'npm', 'run', '--silent', 'build');
const programs = Object.entries(PROGRAMS).map(([name, source]) => ({ name, program: compile(name, source), runs: [] }));
const [byHand, ...withLibrary] = programs;

const [expected, ...others] = programs.map(({ program }) => written(measure(program).folder));
for (const [index, other] of others.entries()) {
  if (JSON.stringify(expected) === JSON.stringify(other)) continue;
  const differs = expected.findIndex((line, at) => line !== other[at]);
  throw new Error(`'${withLibrary[index].name}' does not write the same:\n  ${expected[differs]}\n  ${other[differs]}`);
}

for (let round = 0; round < ROUNDS; round++) {
  // Whoever goes first in a round pays for a cold cache, so they take turns.
  const first = round % programs.length;
  for (const it of [...programs.slice(first), ...programs.slice(0, first)]) it.runs.push(measure(it.program));
}
for (const { name, runs } of programs) {
  const milliseconds = median(runs.map((run) => run.milliseconds)).toFixed(0);
  const mebibytes = median(runs.map((run) => run.mebibytes)).toFixed(0);
  console.log(`${name.padEnd(14)} ${milliseconds} ms, ${mebibytes} MiB`);
}
// The processes of a round meet the same weather, so the ratio is taken there.
const ratio = ({ runs }, of) => median(runs.map((run, round) => run[of] / byHand.runs[round][of]));
for (const it of withLibrary) {
  const time = ratio(it, 'milliseconds');
  const target = it.name === BY_ROOM ? ` (target ${TARGET} or less)` : '';
  console.log(
    `${it.name.padEnd(14)} time ${time.toFixed(3)}${target}, memory ${ratio(it, 'mebibytes').toFixed(3)} of by hand`,
  );
  if (it.name === BY_ROOM && time > LIMIT) process.exitCode = 1;
}
console.log(`medians of ${ROUNDS} processes each; ${expected.length} resources and objects, the same in all`);
