import type { Manifest } from '../../../lib/deploy/manifest';
import { applyOrder } from '../../../lib/deploy/order/apply-order';

const object = (apiVersion: string, kind: string, name: string, more: object = {}, namespace?: string): Manifest => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace !== undefined && { namespace }) },
  ...more,
});

const part = (name: string, manifests: Manifest[], after: string[] = []) => ({ name, manifests, after });
const order = (...parts: ReturnType<typeof part>[]) => applyOrder(parts).map(({ name }) => name);

const pod = (spec: object, namespace?: string) => object('v1', 'Pod', 'p', { spec }, namespace);
const deployment = (spec: object) => object('apps/v1', 'Deployment', 'd', { spec: { template: { spec } } }, 'shop');
const crd = (group: string, kind: string) =>
  object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'c', { spec: { group, names: { kind } } });

const NEEDS: readonly [string, Manifest, Manifest][] = [
  ['a namespace', pod({}, 'shop'), object('v1', 'Namespace', 'shop')],
  ['a RuntimeClass', pod({ runtimeClassName: 'kata' }), object('node.k8s.io/v1', 'RuntimeClass', 'kata')],
  [
    'a RuntimeClass of a template',
    deployment({ runtimeClassName: 'k' }),
    object('node.k8s.io/v1', 'RuntimeClass', 'k'),
  ],
  ['a PriorityClass', pod({ priorityClassName: 'high' }), object('scheduling.k8s.io/v1', 'PriorityClass', 'high')],
  ['a service account', deployment({ serviceAccountName: 'a' }), object('v1', 'ServiceAccount', 'a', {}, 'shop')],
  ['a custom resource definition', object('acme.io/v1', 'Widget', 'w'), crd('acme.io', 'Widget')],
];

test.each(NEEDS)('%s comes before what needs it', (_, needs, given) => {
  expect(order(part('a', [needs]), part('b', [given]))).toEqual(['b', 'a']);
});

const list = (...items: unknown[]) => object('v1', 'List', 'l', { items });

test.each(NEEDS)('%s comes before what needs it, inside Lists too', (_, needs, given) => {
  expect(order(part('a', [list(needs)]), part('b', [list(list(given))]))).toEqual(['b', 'a']);
});

test('items of a List that are no objects change nothing', () => {
  expect(order(part('a', [list(null, 'x', {}, { apiVersion: 'v1', kind: 'Pod' })]), part('b', []))).toEqual(['a', 'b']);
});

const UNRELATED: readonly [string, Manifest, Manifest][] = [
  ['another namespace', pod({}, 'shop'), object('v1', 'Namespace', 'other')],
  ['a Namespace of another group', pod({}, 'shop'), object('acme.io/v1', 'Namespace', 'shop')],
  ['another class', pod({ runtimeClassName: 'kata' }), object('node.k8s.io/v1', 'RuntimeClass', 'gvisor')],
  [
    'an account of another namespace',
    deployment({ serviceAccountName: 'a' }),
    object('v1', 'ServiceAccount', 'a', {}, 'x'),
  ],
  ['a kind of another group', object('acme.io/v1', 'Widget', 'w'), crd('other.io', 'Widget')],
  ['a definition that names a field', crd('acme.io', 'Widget'), object('node.k8s.io/v1', 'RuntimeClass', 'kata')],
];

test.each(UNRELATED)('%s changes nothing', (_, first, second) => {
  expect(order(part('a', [first]), part('b', [second]))).toEqual(['a', 'b']);
});

test('what the program says holds, and the rest keeps its order', () => {
  expect(order(part('a', []), part('b', [], ['c']), part('c', []), part('d', []))).toEqual(['a', 'c', 'b', 'd']);
});

test('needs lead over several parts', () => {
  const web = part('web', [pod({ runtimeClassName: 'kata' }, 'shop')]);
  const classes = part('classes', [object('node.k8s.io/v1', 'RuntimeClass', 'kata')], ['installer']);
  const installer = part('installer', [object('apps/v1', 'DaemonSet', 'kata-deploy', {}, 'kata-system')]);
  const names = part('names', [object('v1', 'Namespace', 'kata-system'), object('v1', 'Namespace', 'shop')]);
  expect(order(web, classes, installer, names)).toEqual(['names', 'installer', 'classes', 'web']);
});

test('a controller may come before what its pods name, where the program says so; a pod may not', () => {
  const classes = part('classes', [object('node.k8s.io/v1', 'RuntimeClass', 'kata')], ['web']);
  expect(order(classes, part('web', [deployment({ runtimeClassName: 'kata' })]))).toEqual(['web', 'classes']);
  expect(() => order(classes, part('web', [pod({ runtimeClassName: 'kata' })]))).toThrow(
    'classes comes after web (the program says so), web comes after classes (Pod p needs RuntimeClass kata)',
  );
});

test('what gives way does so where objects need the opposite, and there alone', () => {
  const classes = object('node.k8s.io/v1', 'RuntimeClass', 'kata');
  const outer = { ...part('kata', [classes], ['access', 'test']), preferablyAfter: ['access', 'test'] };
  const inner = part('test', [pod({ runtimeClassName: 'kata' })]);
  expect(order(outer, part('access', []), inner)).toEqual(['access', 'kata', 'test']);
});

test('two weak needs that contradict each other leave the order as it is', () => {
  const given = (name: string) => object('node.k8s.io/v1', 'RuntimeClass', name);
  const a = part('a', [given('a'), deployment({ runtimeClassName: 'b' })]);
  const b = part('b', [given('b'), deployment({ runtimeClassName: 'a' })]);
  expect(order(a, b)).toHaveLength(2);
});

test('a circle is refused, naming the objects', () => {
  const a = part('a', [object('v1', 'Namespace', 'shop'), object('acme.io/v1', 'Widget', 'w')]);
  const b = part('b', [crd('acme.io', 'Widget'), pod({}, 'shop')]);
  expect(() => order(a, b)).toThrow(
    'nothing can be applied first: a comes after b (Widget w needs CustomResourceDefinition of acme.io/Widget), ' +
      'b comes after a (Pod shop/p needs Namespace shop)',
  );
});
