import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, Chart, YamlOutputType } from 'cdk8s';
import { App as TerraformApp, TerraformStack } from 'cdktf';
import { toManifests } from '../../lib/deploy/manifests';
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
  const { chart } = program(BROKEN);
  expect(() => Findings.of(chart).acknowledge('test/broken', 'we know better')).toThrow(
    "a: acknowledge('test/broken'): this finding cannot be acknowledged, since it is broken; mend it",
  );
  expect(() => chart.toJson()).toThrow('test/broken');
});

test.each([
  ['test/riskyy', "no rule has this id; write 'test/risky'"],
  ['nothing-like-it', 'no rule has this id; copy the id'],
  [undefined as never, 'no rule has this id'],
])('an id that no rule has, %p', (id, message) => {
  expect(() => Findings.of(program().chart).acknowledge(id, 'because')).toThrow(message);
});

test('a mode that there is not', () => {
  expect(() => Findings.of(program().app).setWarningMode('loud' as never)).toThrow(
    "mode is 'loud', and must be one of print, silent, error",
  );
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

test('the mode that was set last holds, of a construct that is not the app', () => {
  const { app, inner, chart } = program(RISKY);
  Findings.of(inner).setWarningMode(WarningMode.ERROR);
  Findings.of(inner).setWarningMode(WarningMode.SILENT);
  chart.toJson();
  expect(lines()).toEqual([]);
  expect(findings(app)).toHaveLength(1);
});

test('what is acknowledged here and above is listed, and nothing else of the metadata', () => {
  const { app, chart, inner } = program(RISKY, JUDGED);
  inner.node.addMetadata('of/others', { id: 'test/broken' });
  Findings.of(app).acknowledge('test/risky', 'we mind it');
  Findings.of(inner).acknowledge('test/judged', 'we know better');
  expect(Findings.of(inner).acknowledged).toEqual(['test/risky', 'test/judged']);
  expect(Findings.of(chart).acknowledged).toEqual(['test/risky']);
  expect(Findings.of(new Chart(app, 'c')).acknowledged).toEqual(['test/risky']);
});

test('acknowledging one rule leaves the findings of others', () => {
  const { app, chart } = program(RISKY, JUDGED);
  Findings.of(chart).acknowledge('test/risky', 'we mind it');
  expect(findings(app).map(({ id }) => id)).toEqual(['test/judged']);
  expect(() => chart.toJson()).toThrow('test/judged');
});

test('other metadata is not an acknowledgement', () => {
  const { inner, chart } = program(JUDGED);
  inner.node.addMetadata('of/others', { id: 'test/judged', reason: 'not said to Findings' });
  expect(() => chart.toJson()).toThrow('test/judged');
});

test('a message about the app has no path', () => {
  const app = new App();
  expect(() => Findings.of(app).acknowledge('test/risky', '')).toThrow(/^acknowledge\('test\/risky'\) needs a reason/);
});

test('a finding about a construct below the check is acknowledged there', () => {
  const app = new App({ outdir: require('node:os').tmpdir() });
  const chart = new Chart(app, 'a');
  const [one, two] = [new Chart(chart, 'one'), new Chart(chart, 'two')];
  Findings.of(app).add(() => [JUDGED.find('a/one'), JUDGED.find('a/two')], { at: app });
  Findings.of(one).acknowledge('test/judged', 'we know better');
  expect(findings(app).map(({ path: where }) => where)).toEqual(['a/two']);
  expect(findings(one)).toEqual([]);
  expect(findings(two)).toHaveLength(1);
});

test('a finding about a path that leads nowhere is of the construct that is checked', () => {
  const { app, inner } = program();
  Findings.of(inner).add(() => [JUDGED.find('a/gone/below')], { at: app });
  expect(findings(inner)).toHaveLength(1);
});

test('a check that decides what others look at is run before them', () => {
  const app = new App({ outdir: require('node:os').tmpdir() });
  const order: string[] = [];
  const check = (name: string) => () => {
    order.push(name);
    return [];
  };
  new Chart(app, 'a');
  Findings.of(app).add(check('second'), { at: app });
  Findings.of(app).add(check('third'), { at: app, first: false });
  Findings.of(app).add(check('first'), { at: app, first: true });
  app.synthYaml();
  expect(order).toEqual(['first', 'second', 'third']);
});

test('findings of a part are those below it', () => {
  const { app, chart } = program(RISKY);
  const other = new Chart(app, 'c');
  expect(findings(chart)).toHaveLength(1);
  expect(findings(other)).toEqual([]);
  expect(findings(app, chart)).toHaveLength(1);
});

test('what a check throws is listed with the findings of the others, each once', () => {
  const { app } = program(RISKY);
  const thrown = new FindingsError([BROKEN.find('a/b', 'it cannot be written')]);
  const check = () => {
    throw thrown;
  };
  Findings.of(app).add(check, { at: app });
  Findings.of(app).add(check, { at: app });
  expect(findings(app).map(({ message }) => message)).toEqual(['it is risky', 'it cannot be written']);
});

test('what a check throws otherwise is thrown', () => {
  const { app } = program();
  const check = () => {
    throw new Error('no finding');
  };
  Findings.of(app).add(check, { at: app });
  expect(() => findings(app)).toThrow(/^no finding$/);
});

describe('a warning is printed once, and a check is run once', () => {
  function counted(charts: number) {
    const app = new App({ outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'cdk-kata-findings-')) });
    let runs = 0;
    const names = Array.from({ length: charts }, (_, index) => new Chart(app, `chart-${index}`)).map(
      ({ node }) => node.path,
    );
    const check = () => {
      runs++;
      return app.node.children.map(({ node }) => RISKY.find(node.path));
    };
    Findings.of(app).add(check, { at: app });
    return { app, names, runs: () => runs };
  }

  test.each<[string, (app: App) => unknown]>([
    ['synth()', (app) => app.synth()],
    ['synthYaml()', (app) => app.synthYaml()],
    ['synth() of one file', (app) => Object.assign(app, { yamlOutputType: YamlOutputType.FILE_PER_APP }).synth()],
    ['toManifests()', (app) => toManifests(app)],
    ['findings()', (app) => findings(app)],
  ])('by %s', (name, synth) => {
    const { app, names, runs } = counted(5);
    synth(app);
    expect(runs()).toBe(1);
    expect(lines()).toHaveLength(name === 'findings()' ? 0 : names.length);
    synth(app);
    expect(runs()).toBe(2);
    expect(lines()).toHaveLength(name === 'findings()' ? 0 : names.length);
  });

  test('by two apps in one process', () => {
    for (const { app } of [counted(2), counted(3)]) app.synth();
    expect(lines()).toHaveLength(3);
  });

  test('by a tree that grows between two syntheses', () => {
    const { app } = counted(2);
    app.synth();
    new Chart(app, 'later');
    app.synth();
    expect(lines()).toHaveLength(3);
    expect(lines()[2]).toContain('later: it is risky');
  });

  test('by charts that are written one by one, each with a check of its own', () => {
    const { app, names, runs } = counted(3);
    for (const chart of app.charts) chart.toJson();
    expect([runs(), lines().length]).toEqual([3, names.length]);
  });

  test('a synthesis that fails is over', () => {
    const { app, runs } = counted(1);
    Findings.of(app).setWarningMode(WarningMode.ERROR);
    expect(() => app.synth()).toThrow(/^chart-0: it is risky; mind it \(test\/risky\)$/);
    expect(() => app.synth()).toThrow('test/risky');
    expect(runs()).toBe(2);
  });
});

describe('in a tree of cdktf', () => {
  const stackOf = (context?: object) => {
    const app = new TerraformApp({ outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'cdk-kata-findings-')), context });
    const stack = new TerraformStack(app, 'platform');
    const annotated: string[] = [];
    Findings.of(stack).add(() => [RISKY.find('')], {
      at: stack,
      annotate: ({ id }) => annotated.push(id),
    });
    return { app, stack, annotated };
  };

  test('a warning is printed once, and annotated', () => {
    const { app, annotated } = stackOf();
    app.synth();
    expect(lines()).toEqual(['warning: platform: it is risky; mind it (test/risky)\n']);
    expect(annotated).toEqual(['test/risky']);
  });

  test("cdktf's own CLI prints the annotation, and so nothing else is printed", () => {
    const { app, annotated } = stackOf({ cdktfRelativeModules: [] });
    app.synth();
    expect([lines(), annotated]).toEqual([[], ['test/risky']]);
  });

  test('an error has its path once, without the brackets of cdktf', () => {
    const { app, stack } = stackOf();
    Findings.of(stack).setWarningMode(WarningMode.ERROR);
    expect(() => app.synth()).toThrow(/^platform: it is risky; mind it \(test\/risky\)$/);
  });

  test('findings of both trees are listed together', () => {
    expect(findings(stackOf().app, program(RISKY).app).map(({ path: at }) => at)).toEqual(['platform', 'a/b']);
  });
});
