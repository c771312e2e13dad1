import { ApiObject, App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { toManifests } from '../../../lib/deploy/manifests';
import { applyAfter } from '../../../lib/deploy/order/chart-order';

/** Charts of the names, in this order; `a/b` is inside `a`. */
function charts(...paths: string[]) {
  const app = new App();
  const made = Object.fromEntries(
    paths.map((path) => {
      const parts = path.split('/');
      const scope = parts.slice(0, -1).reduce<Construct>((at, id) => at.node.findChild(id) as Construct, app);
      const chart = new Chart(scope, parts.at(-1) as string);
      new ApiObject(chart, 'it', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: path.replace('/', '-') } });
      return [path, chart];
    }),
  );
  const order = (write: (app: App) => unknown) => {
    write(app);
    return app.charts.map(({ node }) => node.path);
  };
  return { app, order, of: (path: string) => made[path] as Chart };
}

const dependsOn = (chart: Chart, first: Chart) => chart.node.dependencies.includes(first);

test.each<[string, (app: App) => unknown]>([
  ['synthYaml()', (app) => app.synthYaml()],
  ['toManifests()', (app) => toManifests(app)],
  ['one chart', (app) => (app.node.findChild('tenant') as Chart).toJson()],
])('a chart that was made before gets a dependency, one that was made after needs none: %s', (_, write) => {
  const { of, order } = charts('tenant', 'runtime', 'runtime/inner', 'late');
  applyAfter([of('tenant'), of('late')], of('runtime'));
  expect(order(write)).toEqual(['runtime/inner', 'runtime', 'tenant', 'late']);
  expect([dependsOn(of('tenant'), of('runtime')), dependsOn(of('late'), of('runtime'))]).toEqual([true, false]);
});

test('what is made later and is waited for by something earlier gets one', () => {
  const { of, order } = charts('early', 'runtime', 'late');
  of('early').node.findChild('it').node.addDependency(of('late').node.findChild('it'));
  applyAfter([of('late')], of('runtime'));
  expect(order((app) => app.synthYaml())).toEqual(['runtime', 'late', 'early']);
});

test('what the first chart waits for stays before it, and what it holds inside it', () => {
  const { of, order } = charts('runtime', 'runtime/inner', 'platform', 'tenant');
  of('runtime').addDependency(of('platform'));
  applyAfter([of('platform'), of('runtime/inner'), of('tenant')], of('runtime'));
  expect(order((app) => app.synthYaml())).toEqual(['platform', 'runtime/inner', 'runtime', 'tenant']);
});

test('what waits for it already, by another one, gets none', () => {
  const { of, order } = charts('tenant', 'between', 'runtime');
  of('tenant').addDependency(of('between'));
  of('between').addDependency(of('runtime'));
  applyAfter([of('tenant')], of('runtime'));
  expect(order((app) => app.synthYaml())).toEqual(['runtime', 'between', 'tenant']);
  expect(dependsOn(of('tenant'), of('runtime'))).toBe(false);
});

test('charts inside others, and two that go first', () => {
  const { of, order } = charts('team', 'team/a', 'one', 'two');
  applyAfter([of('team/a')], of('one'));
  applyAfter([of('team/a')], of('two'));
  expect(order((app) => app.synthYaml())).toEqual(['one', 'two', 'team/a', 'team']);
});
