import { decodeRecord, encodeRecord } from './util/chart-record';
import type { Manifest } from './util/manifests';
import { normalize, parseManifests } from './util/normalize-manifests';

function pod(spec: Manifest): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'a', namespace: 'n' },
    spec: { template: { metadata: { labels: {} }, spec: { containers: [], ...spec } } },
  };
}

function podFacts(spec: Manifest): unknown {
  return normalize([pod(spec)])['DaemonSet n/a']?.template;
}

describe('normalize', () => {
  test.each<[string, Manifest, Manifest]>([
    ['key order', { a: 1, b: 2, containers: [] }, { containers: [], b: 2, a: 1 }],
    ['empty collections', { nodeSelector: {}, tolerations: [] }, {}],
    [
      'the order of volumes',
      {
        volumes: [
          { name: 'a', emptyDir: {} },
          { name: 'b', hostPath: { path: '/b' } },
        ],
      },
      {
        volumes: [
          { name: 'b', hostPath: { path: '/b' } },
          { name: 'a', emptyDir: {} },
        ],
      },
    ],
    [
      'the default operator of a toleration',
      { tolerations: [{ key: 'k', value: 'v' }] },
      { tolerations: [{ key: 'k', operator: 'Equal', value: 'v' }] },
    ],
  ])('does not see %s', (_what, one, other) => {
    expect(podFacts(one)).toEqual(podFacts(other));
  });

  test.each<[string, Manifest, Manifest]>([
    ['a field that it does not know', { hostPID: true }, {}],
    ['a false', { automountServiceAccountToken: false }, {}],
    ['a zero', { terminationGracePeriodSeconds: 0 }, {}],
    [
      'the order of env',
      { containers: [{ env: ['A', 'B'].map((name) => ({ name, value: '' })) }] },
      { containers: [{ env: ['B', 'A'].map((name) => ({ name, value: '' })) }] },
    ],
    [
      'a writable mount',
      { containers: [{ volumeMounts: [{ name: 'a', mountPath: '/a' }] }] },
      { containers: [{ volumeMounts: [{ name: 'a', mountPath: '/a', readOnly: true }] }] },
    ],
    [
      'a mount option',
      { containers: [{ volumeMounts: [{ name: 'a', mountPath: '/a' }] }] },
      { containers: [{ volumeMounts: [{ name: 'a', mountPath: '/a', subPath: 's' }] }] },
    ],
    [
      'the type of a host path',
      { volumes: [{ name: 'a', hostPath: { path: '/a' } }] },
      { volumes: [{ name: 'a', hostPath: { path: '/a', type: 'File' } }] },
    ],
    [
      'the source of a volume',
      { volumes: [{ name: 'a', emptyDir: {} }] },
      { volumes: [{ name: 'a', emptyDir: { medium: 'Memory' } }] },
    ],
    [
      'the effect of a toleration',
      { tolerations: [{ key: 'k', operator: 'Exists' }] },
      { tolerations: [{ key: 'k', operator: 'Exists', effect: 'NoExecute' }] },
    ],
    [
      'the seconds of a toleration',
      { tolerations: [{ key: 'k', operator: 'Exists' }] },
      { tolerations: [{ key: 'k', operator: 'Exists', tolerationSeconds: 3 }] },
    ],
    [
      'the timing of a probe',
      { containers: [{ livenessProbe: { httpGet: { path: '/', port: 1 }, periodSeconds: 1 } }] },
      { containers: [{ livenessProbe: { httpGet: { path: '/', port: 1 }, periodSeconds: 2 } }] },
    ],
    [
      'the scheme of a probe',
      { containers: [{ livenessProbe: { httpGet: { path: '/', port: 1 } } }] },
      { containers: [{ livenessProbe: { httpGet: { path: '/', port: 1, scheme: 'HTTPS' } } }] },
    ],
    ['an init container', { initContainers: [{ name: 'a' }] }, {}],
  ])('sees %s', (_what, one, other) => {
    expect(podFacts(one)).not.toEqual(podFacts(other));
  });

  test('lists each verb on each resource, however rules are grouped', () => {
    const role = (rules: unknown[]) => normalize([{ kind: 'ClusterRole', metadata: { name: 'r' }, rules }]);
    expect(role([{ apiGroups: [''], resources: ['nodes'], verbs: ['patch', 'get'] }])).toEqual(
      role([
        { apiGroups: [''], resources: ['nodes'], verbs: ['get'] },
        { apiGroups: [''], resources: ['nodes'], verbs: ['patch'] },
      ]),
    );
    expect(role([{ apiGroups: ['apps'], resources: ['a'], verbs: ['get'], resourceNames: ['x', 'y'] }])).toEqual({
      'ClusterRole r': { rules: ['get apps/a x', 'get apps/a y'] },
    });
  });

  test('keeps that there is a digest, not the digest', () => {
    const annotated = (annotations: unknown) =>
      normalize([{ kind: 'ConfigMap', metadata: { name: 'c', annotations } }]);
    expect(annotated({ 'checksum/a': '1' })).toEqual(annotated({ 'checksum/a': '2' }));
    expect(annotated({ 'checksum/a': '1' })).not.toEqual(annotated({}));
  });

  test('reads the object in a ConfigMap as an object', () => {
    const map = (text: string) => normalize([{ kind: 'ConfigMap', metadata: { name: 'c' }, data: { 'a.yaml': text } }]);
    const job = '{kind: Job, spec: {backoffLimit: 1, template: {spec: {containers: []}}}}';
    expect(map(job)).toEqual(map('spec:\n  template: {spec: {containers: []}}\n  backoffLimit: 1\nkind: Job\n'));
  });

  test('refuses the same object twice', () => {
    const one = { kind: 'Secret', metadata: { name: 's', namespace: 'n' } };
    expect(() => normalize([one, one])).toThrow('Secret n/s is there twice');
  });

  test('refuses a duplicate key', () => {
    expect(() => parseManifests('a: 1\na: 2\n')).toThrow('unique');
  });
});

test('a record comes back as it was written', () => {
  const long = Array.from({ length: 40 }, (_, index) => `item ${index}`);
  const sets = {
    one: { 'Job n/a': { env: long, count: 1 }, 'Job n/b': { env: long, nested: [{ env: long }, 'text'] } },
    two: { 'Job n/a': { env: long, count: 1 } },
  };
  const text = encodeRecord(sets);
  expect(decodeRecord(text)).toEqual(sets);
  expect(text.match(/item 7/g)).toHaveLength(1);
});
