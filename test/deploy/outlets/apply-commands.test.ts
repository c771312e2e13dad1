import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import { applyCommands, writeManifests } from '../../../lib/deploy';
import { replaceFolder } from '../../../lib/deploy/outlets/replace-folder';

jest.mock('../../../lib/deploy/outlets/replace-folder');

function widgets(yamlOutputType?: YamlOutputType) {
  const app = new App({ yamlOutputType });
  const chart = new Chart(app, 'widgets');
  new ApiObject(chart, 'w', { apiVersion: 'acme.io/v1', kind: 'Widget', metadata: { name: 'w' } });
  new ApiObject(chart, 'crd', {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.acme.io' },
    spec: { group: 'acme.io', names: { kind: 'Widget' } },
  });
  return { app, chart };
}

test('one command applies everything', () => {
  const app = new App({ outdir: 'dist' });
  expect(applyCommands(app)).toEqual(['kubectl apply --server-side -k dist']);
  expect(applyCommands(app, "a b/it's")).toEqual([`kubectl apply --server-side -k 'a b/it'\\''s'`]);
});

test.each<[YamlOutputType, string, string[]]>([
  [YamlOutputType.FILE_PER_CHART, 'widgets.definitions.yaml', ['widgets.definitions.yaml', 'widgets.yaml']],
  [
    YamlOutputType.FILE_PER_RESOURCE,
    'widgets.customresourcedefinition.widgets.acme.io.yaml',
    ['widgets.customresourcedefinition.widgets.acme.io.yaml', 'widgets.widget.w.yaml'],
  ],
])('definitions are applied before, and waited for (%s)', (type, definitions, files) => {
  const { app } = widgets(type);
  expect(applyCommands(app, 'dist')).toEqual([
    `kubectl apply --server-side -f dist/${definitions}`,
    'kubectl wait --for=condition=established --timeout=60s crd/widgets.acme.io',
    'kubectl apply --server-side -k dist',
  ]);
  expect(writeManifests(app, 'dist')).toEqual(files);
  expect(replaceFolder).toHaveBeenCalled();
});

test('a chart of definitions alone has one file', () => {
  const { app, chart } = widgets();
  chart.node.tryRemoveChild('w');
  expect(writeManifests(app, 'dist')).toEqual(['widgets.yaml']);
  expect(applyCommands(app, 'dist')[0]).toBe('kubectl apply --server-side -f dist/widgets.yaml');
});
