import { brokenItems, singleObjects } from '../../../lib/deploy/objects/single-objects';

const map = (name: string, namespace?: unknown) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...(namespace !== undefined && { namespace }) },
});
const list = (items: unknown, more: object = {}) => ({ apiVersion: 'v1', kind: 'List', items, ...more });

const seen = (written: object) =>
  singleObjects(written as never).map(({ pointer, namespace, manifest: { apiVersion, kind } }) => [
    pointer,
    `${apiVersion} ${kind}`,
    namespace,
  ]);

test.each<[string, object, unknown[]]>([
  ['stands alone', map('a', 'x'), [['', 'v1 ConfigMap', 'x']]],
  ['names no namespace', map('a'), [['', 'v1 ConfigMap', undefined]]],
  [
    'is a List',
    list([map('a', 'x'), map('b')]),
    [
      ['/items/0', 'v1 ConfigMap', 'x'],
      ['/items/1', 'v1 ConfigMap', undefined],
    ],
  ],
  [
    'is a List in a namespace',
    list([map('a', 'x'), map('b'), map('c', '')], { metadata: { namespace: 'y' } }),
    [
      ['/items/0', 'v1 ConfigMap', 'x'],
      ['/items/1', 'v1 ConfigMap', 'y'],
      ['/items/2', 'v1 ConfigMap', 'y'],
    ],
  ],
  ['is a List of Lists', list([list([list([map('a')])])]), [['/items/0/items/0/items/0', 'v1 ConfigMap', undefined]]],
  [
    'is a list of one kind, whose items need not name it',
    { apiVersion: 'apps/v1', kind: 'DeploymentList', items: [{ metadata: {} }] },
    [['/items/0', 'apps/v1 Deployment', undefined]],
  ],
  [
    'has items without being a List by its kind',
    { ...map('a'), items: [map('b')] },
    [['/items/0', 'v1 ConfigMap', undefined]],
  ],
  ['is an empty List', list([]), []],
  ['is a List without items', list(undefined), [['', 'v1 List', undefined]]],
  ['has items of its own sort', list({ a: 1 }), [['', 'v1 List', undefined]]],
  ['holds what is no object', list([null, 'a', map('a')]), [['/items/2', 'v1 ConfigMap', undefined]]],
])('what %s', (_, written, expected) => {
  expect(seen(written)).toEqual(expected);
});

test('items that are no objects are told with their place', () => {
  expect(brokenItems(list([null, map('a'), list([5])]))).toEqual([
    { pointer: '/items/0', value: null },
    { pointer: '/items/2/items/0', value: 5 },
  ]);
});
