import { ApiObject, App, Chart } from 'cdk8s';
import { imageLock } from '../../lib/deploy/image-lock';

const spec = (image: string) => ({ containers: [{ name: 'main', image }] });

function imagesOf(...objects: Record<string, unknown>[]) {
  const chart = new Chart(new App(), 'chart');
  for (const [index, object] of objects.entries()) {
    new ApiObject(chart, `${index}`, { apiVersion: 'v1', metadata: { name: 'it' }, ...object } as never);
  }
  return imageLock(chart).map(({ image }) => image);
}
const text = (data: string) => ({ kind: 'ConfigMap', data: { file: data } });

test.each<[string, Record<string, unknown>, string[]]>([
  [
    'every kind of container',
    { kind: 'Pod', spec: { ...spec('b'), initContainers: [{ image: 'a' }], ephemeralContainers: [{ image: 'c' }] } },
    ['a', 'b', 'c'],
  ],
  [
    'a volume that is an image',
    { kind: 'Pod', spec: { ...spec('a'), volumes: [{ name: 'v', image: { reference: 'b' } }] } },
    ['a', 'b'],
  ],
  ['the items of a List', { kind: 'List', items: [{ apiVersion: 'v1', kind: 'Pod', spec: spec('a') }] }, ['a']],
  [
    'a custom resource',
    { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', spec: { template: { spec: spec('a') } } },
    ['a'],
  ],
  [
    'a custom resource of anybody',
    { apiVersion: 'acme.example/v1', kind: 'X', spec: { deep: [{ er: spec('a') }] } },
    ['a'],
  ],
  [
    'YAML in a ConfigMap',
    text('spec:\n  template:\n    spec:\n      containers: [{name: a, "image": \'a:1\'}]\n'),
    ['a:1'],
  ],
  [
    'several documents in a ConfigMap',
    text('---\ncontainers:\n- image: a\n---\ncontainers:\n- image: b\n'),
    ['a', 'b'],
  ],
  ['JSON in a ConfigMap', text(JSON.stringify({ spec: spec('a') })), ['a']],
  [
    'base64 in a Secret',
    { kind: 'Secret', data: { file: Buffer.from(JSON.stringify({ spec: spec('a') })).toString('base64') } },
    ['a'],
  ],
  ['text in a Secret', { kind: 'Secret', stringData: { file: JSON.stringify({ spec: spec('a') }) } }, ['a']],
  ['an image that is none (A16)', text('logo:\n  name: x\n  image: /static/logo.png\ncontainers: []\n'), []],
  ['a text that is no YAML', text('containers: [{ image: a'), []],
  ['a Service with a port called image', { kind: 'Service', spec: { ports: [{ name: 'image', image: 'a' }] } }, []],
])('%s', (_, object, images) => {
  expect(imagesOf(object)).toEqual(images);
});

test('an image is listed once, with all that use it, and whether its content can change', () => {
  const chart = new Chart(new App(), 'chart');
  for (const name of ['b', 'a']) {
    new ApiObject(chart, name, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'x' },
      spec: spec('i@sha256:1'),
    });
  }
  expect(imageLock(chart)).toEqual([{ image: 'i@sha256:1', pinnedByDigest: true, usedBy: ['Pod x/a', 'Pod x/b'] }]);
});
