import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { Findings, findings, SandboxNamespace, WarningMode } from '../../../lib/sandbox';
import { find, type Manifest, manifests } from '../../util/manifests';
import { PlainRuntime } from '../../util/plain-runtime';

type Use = (tenant: SandboxNamespace, runtime: PlainRuntime) => void;

function tree(use: Use) {
  const app = new App();
  const runtime = new PlainRuntime(new Chart(app, 'runtime'), 'vm');
  const tenant = new SandboxNamespace(app, 'tenant', { runtime });
  Findings.of(app).setWarningMode(WarningMode.SILENT);
  use(tenant, runtime);
  return { app, tenant, runtime };
}
const about = (app: App) => findings(app).map(({ id, path, message }) => `${path} ${id}: ${message}`);

const pod = (namespace?: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', ...(namespace && { namespace }) },
  spec: {
    securityContext: { runAsNonRoot: true },
    containers: [{ name: 'a', image: 'i', resources: { limits: { memory: '64Mi', cpu: '100m' } } }],
  },
});
const object = (kind: string, name: string, more: object = {}, apiVersion = 'v1'): Manifest =>
  ({ apiVersion, kind, metadata: { name }, ...more }) as Manifest;
const inNamespace = (namespace: string, { metadata, ...rest }: Manifest): Manifest =>
  ({ ...rest, metadata: { ...metadata, namespace } }) as Manifest;
const list = (...items: unknown[]): Manifest => object('List', 'l', { items });
const put =
  (written: Manifest): Use =>
  (tenant) =>
    new ApiObject(tenant, 'it', written as never);

/** What an object in the chart is refused for, of it and of its place in a List. */
const REFUSED: readonly (readonly [string, Manifest, readonly string[]])[] = [
  [
    'a pod of another namespace',
    pod('kube-public'),
    ['sandbox/other-namespace: Pod p@ goes into namespace kube-public and not into tenant'],
  ],
  [
    'a Secret of another namespace',
    inNamespace('kube-system', object('Secret', 's')),
    ['sandbox/other-namespace: Secret s@ goes into namespace kube-system and not into tenant'],
  ],
  [
    'a RoleBinding of another namespace',
    inNamespace('kube-system', object('RoleBinding', 'b', {}, 'rbac.authorization.k8s.io/v1')),
    ['sandbox/other-namespace: RoleBinding b@ goes into namespace kube-system and not into tenant'],
  ],
  [
    'a folder of a node',
    object('PersistentVolume', 'pv', { spec: { hostPath: { path: '/' } } }),
    ['sandbox/node-volume: PersistentVolume pv@ is / of a node (hostPath)'],
  ],
  [
    'the default account',
    inNamespace('tenant', object('ServiceAccount', 'default', { automountServiceAccountToken: true })),
    ['sandbox/namespace-twice: the ServiceAccount default of tenant@ is made by the SandboxNamespace at tenant too'],
  ],
  [
    'the quota, whose namespace is filled in',
    object('ResourceQuota', 'sandboxes'),
    ['sandbox/namespace-twice: the ResourceQuota sandboxes of tenant@ is made by the SandboxNamespace at tenant too'],
  ],
  [
    'the namespace',
    object('Namespace', 'tenant'),
    ['sandbox/namespace-twice: the namespace tenant@ is made by the SandboxNamespace at tenant too'],
  ],
  [
    'a class of the runtime',
    object('RuntimeClass', 'vm', { handler: 'runc' }, 'node.k8s.io/v1'),
    ['sandbox/outside-runtime: RuntimeClass vm@ replaces a class of runtime/vm, in which the pods of tenant run'],
  ],
  [
    'a policy of Cilium',
    object('CiliumNetworkPolicy', 'c', { spec: {} }, 'cilium.io/v2'),
    [
      'sandbox/network-policy-unknown: CiliumNetworkPolicy c may open what a SandboxNamespace closes, and is not evaluated',
    ],
  ],
  [
    'a policy that opens the namespace',
    object('NetworkPolicy', 'n', { spec: { podSelector: {}, ingress: [{}] } }, 'networking.k8s.io/v1'),
    [
      'sandbox/network-reopened: NetworkPolicy tenant/n opens what namespace tenant closes, such as 0.0.0.0 to any pod of tenant, port 1 TCP',
    ],
  ],
];

/** Lists that hold an object, and the place of it there; undefined where it is written as it is. */
const PLACES: readonly (readonly [string, (item: Manifest) => Manifest, string | undefined])[] = [
  ['alone', (item) => item, undefined],
  ['in a List', (item) => list(object('ConfigMap', 'other'), item), '/items/1'],
  ['in a List of Lists', (item) => list(list(item)), '/items/0/items/0'],
  [
    'in a list of its kind',
    ({ kind, apiVersion, ...item }) => object(`${kind}List`, 'l', { items: [item] }, apiVersion),
    '/items/0',
  ],
];

describe.each(REFUSED)('%s is refused', (_, item, expected) => {
  test.each(PLACES)('%s', (__, place, at) => {
    const written = place(item);
    const { app } = tree(put(written));
    const where = at === undefined ? '' : ` (${at} of ${written.kind} l)`;
    expect(about(app)).toEqual(expected.map((it) => `tenant/it ${it.replace('@', where)}`));
  });
});

test('the same is accepted where somebody answers for it', () => {
  const { app, tenant } = tree(put(list(object('PersistentVolume', 'pv', { spec: { local: { path: '/srv' } } }))));
  Findings.of(tenant).acknowledge('sandbox/node-volume', 'a disk that holds nothing but the data of this tenant');
  expect(about(app)).toEqual([]);
});

test('a class that is none of the runtime is accepted', () => {
  const own = object('RuntimeClass', 'own', { handler: 'own' }, 'node.k8s.io/v1');
  expect(about(tree(put(list(own))).app)).toEqual([]);
});

test('an object of the namespace that a List elsewhere makes is refused', () => {
  const { app } = tree(({ node }) => {
    const chart = new Chart(node.root as App, 'elsewhere', { namespace: 'tenant' });
    new ApiObject(chart, 'it', list(object('LimitRange', 'sandboxes')) as never);
  });
  expect(about(app)).toEqual([
    'elsewhere/it sandbox/namespace-twice: the LimitRange sandboxes of tenant (/items/0 of List l) is made by the SandboxNamespace at tenant too',
  ]);
});

test('a patch that moves an object without pods into another namespace is refused', () => {
  const { app } = tree((tenant) =>
    new ApiObject(tenant, 'it', object('Secret', 's') as never).addJsonPatch(
      JsonPatch.replace('/metadata/namespace', 'kube-system'),
    ),
  );
  expect(about(app)).toEqual([
    'tenant/it sandbox/other-namespace: Secret s goes into namespace kube-system and not into tenant',
  ]);
});

describe('items without a namespace', () => {
  const written = (item: Manifest, scope: (tenant: SandboxNamespace) => Construct = (tenant) => tenant) => {
    const { app } = tree((tenant) => new ApiObject(scope(tenant), 'it', list(item) as never));
    return find(manifests(app), 'List').items[0].metadata;
  };

  test.each<[string, Manifest]>([
    ['of a kind of Kubernetes', object('ConfigMap', 'it')],
    ['of a custom kind', object('Widget', 'it', {}, 'example.com/v1')],
    ['that hold pods', { ...pod(), metadata: { name: 'it' } }],
    ['whose namespace is empty', inNamespace('', object('ConfigMap', 'it'))],
  ])('%s are written into that of the chart', (_, item) => {
    expect(written(item)).toEqual({ name: 'it', namespace: 'tenant' });
  });

  test.each<[string, Manifest]>([
    ['an object without pods', object('Secret', 'it')],
    ['a pod', { ...pod(), metadata: { name: 'it' } }],
    ['a custom kind', object('Widget', 'it', {}, 'example.com/v1')],
  ])('it is named in a chart without a namespace inside the tenant: %s', (_, manifest) => {
    const { app } = tree((tenant) => new ApiObject(new Chart(tenant, 'inner'), 'it', manifest as never));
    expect(find(manifests(app), manifest.kind).metadata.namespace).toBe('tenant');
  });

  test('get it in a chart without a namespace, in Lists of Lists, and where they have no metadata', () => {
    expect(written(object('Secret', 'it'), (tenant) => new Chart(tenant, 'inner'))).toMatchObject({
      namespace: 'tenant',
    });
    const { app } = tree(put(list(list({ apiVersion: 'v1', kind: 'Secret' }))));
    expect(find(manifests(app), 'List').items[0].items[0].metadata).toEqual({ namespace: 'tenant' });
  });

  test('get it in each synthesis, whatever a patch takes away, and with pods that a patch adds', () => {
    const { app, tenant } = tree(put(list(object('Secret', 's'))));
    const items = () => find(manifests(app), 'List').items;
    for (let i = 0; i < 2; i++) expect(items()[0].metadata.namespace).toBe('tenant');
    const it = tenant.node.findChild('it') as ApiObject;
    it.addJsonPatch(JsonPatch.remove('/items/0/metadata/namespace'), JsonPatch.add('/items/1', pod()));
    const [secret, added] = items();
    expect([secret.metadata.namespace, added.metadata.namespace]).toEqual(['tenant', 'tenant']);
    expect([added.spec.runtimeClassName, added.spec.securityContext.seccompProfile?.type]).toEqual([
      'vm',
      'RuntimeDefault',
    ]);
  });

  test('are left alone outside of a sandbox namespace', () => {
    const { app } = tree(({ node }) => {
      const chart = new Chart(node.root as App, 'elsewhere', { namespace: 'x' });
      new ApiObject(chart, 'it', list(object('ConfigMap', 'it')) as never);
    });
    expect(find(manifests(app), 'List').items[0].metadata).toEqual({ name: 'it' });
  });
});

test('what is no List by its kind and is taken apart for its items is judged by them', () => {
  const { app } = tree(put(object('ConfigMap', 'l', { items: [inNamespace('tenant', pod()), object('Secret', 's')] })));
  expect(about(app)).toEqual(
    expect.arrayContaining([
      expect.stringContaining("sandbox/outside-runtime: Pod p (/items/0 of ConfigMap l) has 'undefined'"),
      expect.stringContaining('sandbox/other-namespace: Secret s (/items/1 of ConfigMap l) goes into no namespace'),
    ]),
  );
});

test('pods in a List go into VMs, hardened, as they do alone', () => {
  const other = { ...pod(), kind: undefined, metadata: { name: 'other' } };
  const { app } = tree(put(list(pod(), { apiVersion: 'v1', kind: 'PodList', items: [other] })));
  const [first, second] = find(manifests(app), 'List').items;
  for (const { metadata, spec } of [first, second.items[0]]) {
    expect([metadata.namespace, spec.runtimeClassName]).toEqual(['tenant', 'vm']);
    expect(spec.securityContext.seccompProfile).toEqual({ type: 'RuntimeDefault' });
  }
});

describe('a Role that may create pods', () => {
  const role = (name: string, kind = 'Role') =>
    object(
      kind,
      name,
      { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['create'] }] },
      'rbac.authorization.k8s.io/v1',
    );
  const add = (scope: Construct, id: string, written: Manifest) => new ApiObject(scope, id, written as never);
  const later = (use: Use) => about(tree(use).app).map((it) => it.replace('sandbox/pods-made-later: ', ''));
  const SAYS = 'may create pods: such pods run without a VM';

  test.each<[string, Use, string[]]>([
    ['alone', (tenant) => add(tenant, 'r', role('r')), [`tenant Role r ${SAYS}`]],
    [
      'beside a workload of the same chart',
      (tenant) => {
        add(tenant, 'p', pod());
        add(tenant, 'r', role('r'));
      },
      [`tenant Role r ${SAYS}`],
    ],
    [
      'in another construct than the workload',
      (tenant) => {
        add(new Construct(tenant, 'a'), 'p', pod());
        add(new Construct(tenant, 'b'), 'r', role('r'));
      },
      [`tenant Role r ${SAYS}`],
    ],
    [
      'in the construct of the workload, and another elsewhere',
      (tenant) => {
        const a = new Construct(tenant, 'a');
        add(a, 'p', pod());
        add(a, 'r', role('near'));
        add(new Construct(tenant, 'b'), 'r', role('far'));
      },
      [`tenant/a Role near ${SAYS}`, `tenant Role far ${SAYS}`],
    ],
    [
      'of the cluster, beside another',
      (tenant) => {
        add(tenant, 'a', role('a'));
        add(new Construct(tenant, 'b'), 'r', role('b', 'ClusterRole'));
      },
      [`tenant Role a may create pods, ClusterRole b ${SAYS}`],
    ],
    [
      'in a List',
      put(list(role('a'), list(role('b')))),
      [`tenant Role a at /items/0 of List l may create pods, Role b at /items/1/items/0 of List l ${SAYS}`],
    ],
    [
      'in an app that was sandboxed itself',
      (tenant, runtime) => {
        const app = tenant.node.root as App;
        add(new Chart(app, 'z', { namespace: 'z' }), 'p', { ...pod(), metadata: { name: 'z' } });
        runtime.sandbox(app);
        add(tenant, 'r', role('r'));
      },
      [` Role r ${SAYS}`],
    ],
  ])('%s is named once', (_, use, expected) => {
    expect(later(use)).toEqual(expected);
  });

  test('is no finding where the namespace answers for it, nor outside of the namespace', () => {
    const { app, tenant } = tree((it) => {
      add(it, 'r', role('r'));
      add(new Chart(it.node.root as App, 'elsewhere', { namespace: 'x' }), 'r', role('x'));
    });
    Findings.of(tenant).acknowledge(
      'sandbox/pods-made-later',
      'the API server refuses them: SandboxAdmission is applied',
    );
    expect(about(app)).toEqual([]);
  });
});
