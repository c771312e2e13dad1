import { likenessOf } from '../../../lib/sandbox/pod/pod-likeness';

const BASE = {
  containers: [{ name: 'a', image: 'a:1', args: ['x'], command: ['y'], env: [], envFrom: [], tty: true }],
  initContainers: [{ name: 'i', image: 'i:1' }],
  volumes: [
    { name: 'c', configMap: { name: 'one', optional: true } },
    { name: 's', secret: { secretName: 'one' } },
    { name: 'p', persistentVolumeClaim: { claimName: 'one' } },
    { name: 'e', emptyDir: {} },
  ],
  hostNetwork: false,
};

const likeness = (change: object = {}, more: object = {}) =>
  likenessOf({ path: 'p', object: 'o', spec: { ...BASE, ...change }, ...more } as never);

test.each<[string, object]>([
  ['program', { containers: [{ ...BASE.containers[0], image: 'b', args: [], command: [], env: [{}], envFrom: [{}] }] }],
  ['program of an init container', { initContainers: [{ name: 'i', image: 'i:2', args: ['x'] }] }],
  ['ConfigMap', { volumes: [{ name: 'c', configMap: { name: 'two', optional: true } }, ...BASE.volumes.slice(1)] }],
  ['Secret', { volumes: BASE.volumes.with(1, { name: 's', secret: { secretName: 'two' } } as never) }],
  ['claim', { volumes: BASE.volumes.with(2, { name: 'p', persistentVolumeClaim: { claimName: 'two' } } as never) }],
])('pods with another %s are alike', (_, change) => {
  expect(likeness(change)).toBe(likeness());
});

const UNLIKE: readonly (readonly [string, object, object])[] = [
  ['field of a container', { containers: [{ ...BASE.containers[0], tty: false }] }, {}],
  ['name of a container', { containers: [{ ...BASE.containers[0], name: 'b' }] }, {}],
  ['init container', { initContainers: [{ name: 'j', image: 'i:1' }] }, {}],
  ['kind of container', { containers: [], initContainers: [...BASE.containers, ...BASE.initContainers] }, {}],
  [
    'field of a volume',
    { volumes: BASE.volumes.with(0, { name: 'c', configMap: { name: 'one', optional: false } }) },
    {},
  ],
  ['source', { volumes: BASE.volumes.with(1, { name: 's', configMap: {} } as never) }, {}],
  ['volume', { volumes: BASE.volumes.with(3, { name: 'f', emptyDir: {} } as never) }, {}],
  ['field of the pod', { hostNetwork: true }, {}],
  ['annotation', {}, { annotations: { a: 'b' } }],
  ['default', {}, { defaultLimits: { memory: '1Gi' } }],
  ['list of filled containers', {}, { filled: ['a'] }],
  ['controller that completes it', {}, { isPartial: true }],
];

test.each(UNLIKE)('pods with another %s are not alike', (_, change, more) => {
  expect(likeness(change, more)).not.toBe(likeness());
});

test.each([null, 7, 'text', [], { containers: 'x', volumes: [null, 3], initContainers: { a: 1 } }])(
  '%j is read',
  (spec) => {
    const of = (it: unknown) => likenessOf({ path: 'p', object: 'o', spec: it } as never);
    expect(of(spec)).toBe(of(structuredClone(spec)));
    expect(of(spec)).not.toBe(likeness());
  },
);
