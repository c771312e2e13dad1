import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { describeObject, toManifests } from '../../lib/deploy';

function object(scope: Construct, id: string, kind = 'ConfigMap', name = id): ApiObject {
  return new ApiObject(scope, id, { apiVersion: 'v1', kind, metadata: { name } });
}

test('gives the objects in the order in which they have to be applied', () => {
  const app = new App();
  const last = new Chart(app, 'last');
  const first = new Chart(app, 'first');
  last.addDependency(first);
  const b = object(last, 'b');
  const a = object(last, 'a');
  b.addDependency(a);
  object(first, 'c');
  expect(toManifests(app).map(({ metadata }) => metadata.name)).toEqual(['c', 'a', 'b']);
});

test('gives the objects below a construct alone', () => {
  const app = new App();
  object(new Chart(app, 'one'), 'a');
  const group = new Construct(app, 'group');
  object(new Chart(group, 'two'), 'b');
  expect(toManifests(group).map(({ metadata }) => metadata.name)).toEqual(['b']);
});

test('runs the validations', () => {
  const app = new App();
  object(new Chart(app, 'one'), 'a').node.addValidation({ validate: () => ['not today'] });
  expect(() => toManifests(app)).toThrow('not today');
});

test('fails for two objects that are one to the API server', () => {
  const app = new App();
  object(new Chart(app, 'one'), 'a');
  object(new Chart(app, 'two'), 'a');
  expect(() => toManifests(app)).toThrow('ConfigMap a is defined twice, by one and by two');
});

test('fails for an item of a List that another object overwrites, and not for items without a name', () => {
  const list = (...items: object[]) => {
    const app = new App();
    object(new Chart(app, 'one'), 'a');
    new ApiObject(new Chart(app, 'two'), 'l', {
      apiVersion: 'v1',
      kind: 'List',
      metadata: { name: 'l' },
      items,
    } as never);
    return () => toManifests(app);
  };
  const named = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
  expect(list(named)).toThrow('ConfigMap a is defined twice, by one and by two');
  const unnamed = { apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'p-' } };
  expect(list(unnamed, unnamed, { ...named, kind: 'Secret' })).not.toThrow();
});

test('tells kinds, namespaces and API groups apart', () => {
  const app = new App();
  const chart = new Chart(app, 'one');
  object(chart, 'a');
  object(chart, 'b', 'Secret', 'a');
  new ApiObject(chart, 'c', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'x' } });
  new ApiObject(chart, 'd', { apiVersion: 'x.io/v1', kind: 'ConfigMap', metadata: { name: 'a' } });
  expect(toManifests(app)).toHaveLength(4);
});

test('names an object in a sentence', () => {
  expect(describeObject({ kind: 'Role', metadata: { name: 'a', namespace: 'x' } })).toBe('Role x/a');
  expect(describeObject({})).toBe('object (unnamed)');
});

test('a chart inside another is applied before it', () => {
  const app = new App();
  const outer = new Chart(app, 'outer');
  object(outer, 'a');
  object(new Chart(outer, 'inner'), 'b');
  expect(toManifests(app).map(({ metadata }) => metadata.name)).toEqual(['b', 'a']);
});
