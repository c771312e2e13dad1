import { App, Chart } from 'cdk8s';
import { Findings, FindingsError, findings, Severity, WarningMode } from '../../lib/validation';
import { Rule } from '../../lib/validation/rule';

const RISKY = new Rule({ id: 'test/risky', severity: Severity.WARNING, meaning: 'it is risky', fix: 'mind it' });
const BROKEN = new Rule({ id: 'test/broken', severity: Severity.ERROR, meaning: 'it is broken', fix: 'mend it' });
const JUDGED = new Rule({ ...BROKEN, id: 'test/judged', canAcknowledge: true });

let printed: jest.SpyInstance;
beforeEach(() => {
  (globalThis as { [key: symbol]: unknown })[Symbol.for('cdk-kata/printed-findings')] = undefined;
  printed = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => printed.mockRestore());

const lines = () => printed.mock.calls.map(([line]) => line as string);

function program(...rules: Rule[]) {
  const app = new App({ outdir: require('node:os').tmpdir() });
  const chart = new Chart(app, 'a');
  const inner = new Chart(chart, 'b');
  Findings.of(inner).add(() => rules.map((rule) => rule.find('')), { at: app });
  return { app, chart, inner };
}

test('a warning is printed once, with path, fix and id, however many charts are validated', () => {
  const { chart } = program(RISKY);
  chart.toJson();
  chart.toJson();
  expect(lines()).toEqual(['warning: a/b: it is risky; mind it (test/risky)\n']);
});

test('an error refuses synthesis, with every finding', () => {
  const { chart } = program(BROKEN, RISKY, JUDGED);
  expect(() => chart.toJson()).toThrow(FindingsError);
  expect(() => chart.toJson()).toThrow(
    'a/b: it is broken; mend it (test/broken)\na/b: it is broken; mend it (test/judged)',
  );
});

test.each(['app', 'chart', 'inner'] as const)('acknowledged at %s, it is gone', (where) => {
  const it = program(RISKY, JUDGED);
  Findings.of(it[where]).acknowledge('test/risky', 'we mind it');
  Findings.of(it[where]).acknowledge('test/judged', 'we know better');
  it.chart.toJson();
  expect(lines()).toEqual([]);
  expect(findings(it.app)).toEqual([]);
});

test('acknowledged beside it, it stays', () => {
  const it = program(JUDGED);
  Findings.of(new Chart(it.app, 'c')).acknowledge('test/judged', 'not there');
  expect(() => it.chart.toJson()).toThrow('test/judged');
});

test('what the API would refuse cannot be acknowledged', () => {
  const it = program(BROKEN);
  Findings.of(it.app).acknowledge('test/broken', 'we know better');
  expect(() => it.chart.toJson()).toThrow('test/broken');
});

test.each(['', ' ', undefined as never])('a reason that is %p', (reason) => {
  const { chart } = program();
  expect(() => Findings.of(chart).acknowledge('test/risky', reason)).toThrow(
    "a: acknowledge('test/risky') needs a reason",
  );
});

test('silent, nothing is printed and everything is listed', () => {
  const { app, chart } = program(RISKY);
  Findings.of(app).setWarningMode(WarningMode.SILENT);
  chart.toJson();
  expect(lines()).toEqual([]);
  expect(findings(app)).toMatchObject([{ id: 'test/risky', path: 'a/b', severity: 'warning' }]);
});

test('warnings are errors where the program says so, and the nearer word wins', () => {
  const { app, inner, chart } = program(RISKY);
  Findings.of(app).setWarningMode(WarningMode.ERROR);
  expect(() => chart.toJson()).toThrow('a/b: it is risky');
  Findings.of(inner).setWarningMode(WarningMode.PRINT);
  chart.toJson();
  expect(lines()).toHaveLength(1);
});

test('findings of a part are those below it', () => {
  const { app, chart } = program(RISKY);
  const other = new Chart(app, 'c');
  expect(findings(chart)).toHaveLength(1);
  expect(findings(other)).toEqual([]);
  expect(findings(app, chart)).toHaveLength(2);
});
