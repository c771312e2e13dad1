import { ApiObject, type App, Chart, Testing } from 'cdk8s';
import type { Construct } from 'constructs';
import { renderChartsOnce } from '../../../lib/deploy/order/chart-rendering';

const configMap = (chart: Chart, name: string) =>
  new ApiObject(chart, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });

/** Writes itself in another way than cdk8s does. */
class Reversed extends Chart {
  public override toJson() {
    return super.toJson().reverse();
  }
}

/** Charts whose objects are not in the order in which they were made, one of which holds another. */
function program(app: App): { readonly validations: () => number } {
  let validations = 0;
  app.node.addValidation({ validate: () => (validations++ < 0 ? ['never'] : []) });
  const charts = ['a', 'b', 'c'].map((id) => new Chart(app, id));
  for (const chart of charts) {
    const [first, second] = ['first', 'second'].map((name) => configMap(chart, `${chart.node.id}-${name}`));
    first?.addDependency(second as Construct);
  }
  configMap(new Chart(charts[0] as Chart, 'inner'), 'inner');
  charts[0]?.addDependency(charts[2] as Construct);
  const reversed = new Reversed(app, 'reversed');
  for (const name of ['r-first', 'r-second']) configMap(reversed, name);
  return { validations: () => validations };
}

const names = (yaml: string) => [...yaml.matchAll(/name: (\S+)/g)].map(([, name]) => name);

test('charts are written as cdk8s writes them', () => {
  const plain = Testing.app();
  program(plain);
  const app = Testing.app();
  renderChartsOnce(app);
  program(app);
  const written = app.synthYaml();
  expect(written).toBe(plain.synthYaml());
  expect(names(written).slice(-2)).toEqual(['r-second', 'r-first']);
  expect(app.synthYaml()).toBe(written);
});

test('an app is validated as often for many charts as for one', () => {
  const app = Testing.app();
  renderChartsOnce(app);
  renderChartsOnce(app);
  const { validations } = program(app);
  for (let index = 0; index < 50; index++) configMap(new Chart(app, `chart-${index}`), `it-${index}`);
  app.synth();
  // By App.synth(), for the first of the charts, and for the chart that renders itself.
  expect(validations()).toBe(3);
});

test('a chart that is rendered outside a synthesis is validated each time', () => {
  const app = Testing.app();
  renderChartsOnce(app);
  const { validations } = program(app);
  app.synth();
  const before = validations();
  const [first] = app.charts;
  expect(Object.hasOwn(first as Chart, 'toJson')).toBe(false);
  first?.toJson();
  first?.toJson();
  expect(validations()).toBe(before + 2);
});

test('what is added between two syntheses is written, and refused', () => {
  const app = Testing.app();
  renderChartsOnce(app);
  program(app);
  app.synthYaml();
  const late = new Chart(app, 'late');
  configMap(late, 'late');
  expect(names(app.synthYaml())).toContain('late');
  late.node.addValidation({ validate: () => ['too late'] });
  expect(() => app.synthYaml()).toThrow('too late');
  expect(Object.hasOwn(late, 'toJson')).toBe(false);
});
