import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, App, Chart, Include, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-33';
import { Construct } from 'constructs';
import {
  Findings,
  findings,
  KataRuntime,
  KataShim,
  NetworkPeer,
  NetworkPort,
  PodSecurityLevel,
  RuntimeClass,
  SandboxNamespace,
  type SandboxNamespaceProps,
  WarningMode,
} from '../../../lib';
import { attempt } from '../../../lib/validation/finding';
import { find, type Manifest, manifests } from '../../util/manifests';
import { PlainRuntime } from '../../util/plain-runtime';

type Props = Partial<SandboxNamespaceProps>;
type Use = (tenant: SandboxNamespace, runtime: PlainRuntime) => void;

function tree(use: Use = () => undefined, props: Props = {}) {
  const app = new App();
  const runtime = new PlainRuntime(new Chart(app, 'runtime'), 'vm');
  const tenant = new SandboxNamespace(app, 'team', { runtime, ...props });
  Findings.of(app).setWarningMode(WarningMode.SILENT);
  use(tenant, runtime);
  return { app, tenant, runtime };
}
const write = (use?: Use, props?: Props): Manifest[] => manifests(tree(use, props).app);

const LIMITS = { resources: { limits: { memory: '64Mi', cpu: '100m' } } };
const SAFE = { runAsNonRoot: true, runAsUser: 1000 };
const podSpec = (more: object = {}, container: object = {}): Manifest => ({
  securityContext: SAFE,
  containers: [{ name: 'main', image: 'busybox:1.37', ...LIMITS, ...container }],
  ...more,
});
const pod = (scope: Construct, id = 'pod', spec: object = podSpec(), metadata: object = {}): ApiObject =>
  new ApiObject(scope, id, { apiVersion: 'v1', kind: 'Pod', metadata: { name: id, ...metadata }, spec });

test('a namespace has its level, its quota, its limits, an account without a token, and is closed both ways', () => {
  const objects = write(undefined, { labels: { team: 'a' } }).filter(({ kind }) => kind !== 'RuntimeClass');
  const level = Object.fromEntries(
    ['enforce', 'audit', 'warn'].flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, 'restricted'],
      [`pod-security.kubernetes.io/${mode}-version`, 'latest'],
    ]),
  );
  const each = { cpu: '500m', memory: '1Gi' };
  const total = { cpu: '15', memory: '26880Mi' };
  const hard = {
    'limits.cpu': total.cpu,
    'limits.memory': total.memory,
    pods: '20',
    'requests.cpu': total.cpu,
    'requests.memory': total.memory,
    'requests.storage': '100Gi',
  };
  expect(objects).toEqual([
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'team', labels: { team: 'a', ...level, 'cdk-kata/sandbox': 'restricted' } },
    },
    { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'sandboxes', namespace: 'team' }, spec: { hard } },
    {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'sandboxes', namespace: 'team' },
      spec: { limits: [{ type: 'Container', default: each, defaultRequest: each }] },
    },
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default', namespace: 'team' },
      automountServiceAccountToken: false,
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'default-deny', namespace: 'team' },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    },
  ]);
});

test.each<[PodSecurityLevel, string]>([
  [PodSecurityLevel.RESTRICTED, 'restricted'],
  [PodSecurityLevel.BASELINE, 'baseline'],
  [PodSecurityLevel.PRIVILEGED_IN_VM, 'privileged'],
])('the level %s is enforced as %s', (podSecurity, enforced) => {
  const { labels } = find(write(undefined, { podSecurity }), 'Namespace').metadata;
  expect(labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': enforced, 'cdk-kata/sandbox': podSecurity });
});

test.each<[Props, Record<string, string>, Record<string, string>]>([
  [
    { capacity: { pods: 4, cpu: '1', memory: '2Gi', storage: '5Gi' } },
    { pods: '4', 'limits.cpu': '5', 'limits.memory': '9472Mi', 'requests.storage': '5Gi' },
    { cpu: '1', memory: '2Gi' },
  ],
  [
    { capacity: { pods: 1 }, overhead: { memory: '0' } },
    { pods: '1', 'limits.cpu': '500m', 'limits.memory': '1Gi' },
    { cpu: '500m', memory: '1Gi' },
  ],
  [
    { capacity: { pods: 3 }, overhead: { cpu: '100m', memory: '2Gi' } },
    { 'limits.cpu': '1800m', 'limits.memory': '9Gi' },
    { cpu: '500m', memory: '1Gi' },
  ],
])('the quota of %j counts the VMs, the limits do not', (props, hard, limits) => {
  const objects = write(undefined, props);
  expect(find(objects, 'ResourceQuota').spec.hard).toMatchObject(hard);
  expect(find(objects, 'LimitRange').spec.limits[0]).toMatchObject({ default: limits, defaultRequest: limits });
});

describe('what is put into the chart', () => {
  const classOf = (objects: Manifest[], name: string) => find(objects, 'Pod', name).spec.runtimeClassName;

  test('goes into VMs, however deep it is', () => {
    const objects = write((tenant) => {
      pod(tenant, 'a');
      pod(new Construct(new Construct(tenant, 'x'), 'y'), 'b');
    });
    expect([classOf(objects, 'a'), classOf(objects, 'b')]).toEqual(['vm', 'vm']);
  });

  test('of cdk8s-plus, of a file and of a custom kind goes into VMs', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tenant-'));
    const url = path.join(folder, 'a.yaml');
    fs.writeFileSync(
      url,
      JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'included' }, spec: podSpec() }),
    );
    const objects = write((tenant) => {
      new Include(tenant, 'file', { url });
      new kplus.Deployment(tenant, 'web', { containers: [{ image: 'busybox:1.37', securityContext: { user: 1000 } }] });
      new ApiObject(tenant, 'rollout', {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Rollout',
        metadata: { name: 'rollout' },
        spec: { template: { spec: podSpec() } },
      });
    });
    fs.rmSync(folder, { recursive: true });
    expect(classOf(objects, 'included')).toBe('vm');
    for (const kind of ['Deployment', 'Rollout'])
      expect(find(objects, kind).spec.template.spec.runtimeClassName).toBe('vm');
  });

  test('later, between two syntheses, goes into VMs too', () => {
    const { app, tenant } = tree((it) => pod(it, 'a'));
    expect(classOf(manifests(app), 'a')).toBe('vm');
    pod(tenant, 'b');
    expect(classOf(manifests(app), 'b')).toBe('vm');
  });

  test('goes into another class where the program says so, and whoever sandboxes the app', () => {
    const objects = write((tenant, runtime) => {
      const [, runtimeClass] = runtime.runtimeClasses;
      runtime.sandbox(pod(tenant, 'chosen'), { runtimeClass });
      pod(tenant, 'other');
      pod(new Chart(tenant.node.root as App, 'elsewhere', { namespace: 'x' }), 'outside');
      runtime.sandbox(tenant.node.root, { runtimeClass });
    });
    expect(['chosen', 'other', 'outside'].map((name) => classOf(objects, name))).toEqual([
      'vm-large',
      'vm',
      'vm-large',
    ]);
  });

  test('goes into the class of the namespace', () => {
    const { app } = tree();
    const runtime = new PlainRuntime(new Chart(app, 'other-runtime'), 'it', {}, ['a', 'b']);
    pod(new SandboxNamespace(app, 'other', { runtime, runtimeClass: runtime.runtimeClasses[1] }), 'it');
    expect(classOf(manifests(app), 'it')).toBe('b');
  });

  test('is refused when a patch takes it out again', () => {
    const { app, tenant } = tree();
    const it = pod(tenant);
    manifests(app);
    it.addJsonPatch(JsonPatch.replace('/spec/runtimeClassName', 'runc'));
    expect(() => manifests(app)).toThrow(
      "Pod pod has 'runc' at /spec/runtimeClassName, which is not a class of runtime/vm (vm, vm-large)",
    );
  });

  test.each<[string, Use, string]>([
    [
      'names another namespace',
      (tenant) => pod(tenant, 'pod', podSpec(), { namespace: 'kube-system' }),
      'Pod pod goes into namespace kube-system and not into team',
    ],
    [
      'has no pods and names another namespace',
      (tenant) =>
        new ApiObject(tenant, 'map', {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'map', namespace: 'other' },
        }),
      'ConfigMap map goes into namespace other',
    ],
    [
      'makes the namespace once more',
      (tenant) => new ApiObject(tenant, 'ns', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } }),
      'the namespace team is made by the SandboxNamespace at team too',
    ],
    ...(
      [
        ['v1', 'ResourceQuota', 'sandboxes'],
        ['v1', 'LimitRange', 'sandboxes'],
        ['v1', 'ServiceAccount', 'default'],
        ['networking.k8s.io/v1', 'NetworkPolicy', 'default-deny'],
      ] as const
    ).map(([apiVersion, kind, name]): [string, Use, string] => [
      `makes the ${kind} of the namespace once more`,
      (tenant) => {
        const elsewhere = new Chart(tenant.node.root as App, 'elsewhere', { namespace: 'team' });
        const spec = { podSelector: {}, policyTypes: ['Ingress'] };
        new ApiObject(elsewhere, 'it', {
          apiVersion,
          kind,
          metadata: { name },
          ...(kind === 'NetworkPolicy' && { spec }),
        });
      },
      `the ${kind} ${name} of team is made by the SandboxNamespace at team too`,
    ]),
  ])('is refused when it %s', (_, use, message) => {
    expect(() => write(use)).toThrow(message);
  });

  describe('is a volume of a node', () => {
    const volume =
      (spec: object): Use =>
      (tenant) =>
        new ApiObject(tenant, 'pv', { apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'pv' }, spec });

    test.each([['hostPath'], ['local']])('%s: is refused, until somebody answers for it', (source) => {
      const { app, tenant } = tree(volume({ [source]: { path: '/srv' } }));
      expect(() => manifests(app)).toThrow(`team/pv: PersistentVolume pv is /srv of a node (${source})`);
      Findings.of(tenant).acknowledge('sandbox/node-volume', 'a disk that holds nothing but the data of this tenant');
      expect(() => manifests(app)).not.toThrow();
    });

    test.each([[{ csi: { driver: 'pd.csi.storage.gke.io' } }], [{}], [{ hostPath: null }]])('but not %j', (spec) => {
      expect(() => write(volume(spec))).not.toThrow();
    });
  });

  describe('makes pods from fields of a custom resource', () => {
    const workflow = (scope: Construct, spec: object = {}) =>
      new ApiObject(scope, 'it', {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Workflow',
        metadata: { name: 'it' },
        spec: { templates: [{ name: 'main', container: { image: 'busybox:1.37' } }], ...spec },
      });
    const about = ({ app }: ReturnType<typeof tree>) => findings(app).map(({ id, severity }) => `${severity} ${id}`);

    test('and is refused where they do not name the class, until it is said that something else does', () => {
      const it = tree((tenant) => workflow(tenant));
      expect(() => manifests(it.app)).toThrow(
        'team/it: Workflow it makes pods that sandbox() does not reach; set /spec/podSpecPatch to {"runtimeClassName": "vm"}',
      );
      Findings.of(it.tenant).acknowledge('sandbox/unreached-pods', 'workflowDefaults of the controller sets it');
      expect(about(it)).toEqual([]);
    });

    test('and is refused where no field takes a class', () => {
      const use: Use = (tenant) =>
        new ApiObject(tenant, 'it', {
          apiVersion: 'monitoring.coreos.com/v1',
          kind: 'Prometheus',
          metadata: { name: 'it' },
          spec: {},
        });
      expect(about(tree(use))).toEqual(['error sandbox/unreached-pods']);
    });

    test.each<[string, Use, string[]]>([
      ['names the class', (tenant) => workflow(tenant, { podSpecPatch: '{"runtimeClassName": "vm"}' }), []],
      [
        'is outside of the namespace',
        (tenant, runtime) => runtime.sandbox(workflow(new Chart(tenant.node.root as App, 'other', { namespace: 'x' }))),
        ['warning sandbox/own-pod-fields'],
      ],
      [
        'describes pods that another object makes',
        (tenant) =>
          new ApiObject(tenant, 'it', {
            apiVersion: 'tekton.dev/v1',
            kind: 'Task',
            metadata: { name: 'it' },
            spec: { steps: [] },
          }),
        ['warning sandbox/own-pod-fields'],
      ],
    ])('and is no error where it %s', (_, use, expected) => {
      expect(about(tree(use))).toEqual(expected);
    });
  });

  test('may hold objects of the cluster', () => {
    const objects = write(
      (tenant) =>
        new ApiObject(new Chart(tenant, 'inner'), 'role', {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'ClusterRole',
          metadata: { name: 'role' },
        }),
    );
    expect(find(objects, 'ClusterRole').metadata.name).toBe('role');
  });
});

describe('hardening', () => {
  const written = (spec: object, props: Props = {}) =>
    find(
      write((tenant) => pod(tenant, 'pod', spec), props),
      'Pod',
    ).spec;

  test('fills in what is absent', () => {
    const { securityContext, containers } = written(podSpec());
    expect(securityContext).toEqual({ ...SAFE, seccompProfile: { type: 'RuntimeDefault' } });
    expect(containers[0].securityContext).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
  });

  test('touches nothing that is set', () => {
    const securityContext = { ...SAFE, seccompProfile: { type: 'Localhost', localhostProfile: 'a.json' } };
    const own = {
      allowPrivilegeEscalation: false,
      capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL', 'CHOWN'] },
      seccompProfile: { type: 'RuntimeDefault' },
    };
    const spec = written(podSpec({ securityContext }, { securityContext: own }));
    expect([spec.securityContext, spec.containers[0].securityContext]).toEqual([securityContext, own]);
  });

  test('keeps what a container adds, and reaches init containers', () => {
    const initContainers = [{ name: 'init', image: 'busybox:1.37', ...LIMITS }];
    const spec = written(
      podSpec({ initContainers }, { securityContext: { capabilities: { add: ['NET_BIND_SERVICE'] } } }),
    );
    expect(spec.containers[0].securityContext.capabilities).toEqual({ add: ['NET_BIND_SERVICE'], drop: ['ALL'] });
    expect(spec.initContainers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    });
  });

  test.each([PodSecurityLevel.BASELINE, PodSecurityLevel.PRIVILEGED_IN_VM])(
    'fills in nothing at the level %s, which demands nothing',
    (podSecurity) => {
      expect(written(podSpec(), { podSecurity }).containers[0].securityContext).toBeUndefined();
    },
  );

  test('can be left out, and what is missing is then refused with field and fix', () => {
    expect(() => write((tenant) => pod(tenant), { hardenWorkloads: false })).toThrow(
      'team/pod: Pod pod (main): containers[0].securityContext.allowPrivilegeEscalation is not set, which the level restricted refuses ' +
        '(allowPrivilegeEscalation != false); set it to false (sandbox/pod-security)',
    );
  });

  test('makes a plain Deployment of cdk8s-plus acceptable, which it is not by itself', () => {
    const plain: Use = (tenant) => new kplus.Deployment(tenant, 'web', { containers: [{ image: 'busybox:1.37' }] });
    expect(() => write(plain, { hardenWorkloads: false })).toThrow('seccompProfile');
    expect(find(write(plain), 'Deployment').spec.template.spec.securityContext.seccompProfile).toEqual({
      type: 'RuntimeDefault',
    });
  });
});

test('containers without limits get those of the namespace, which the rules of VMs know', () => {
  const app = new App();
  const kata = new KataRuntime(app, 'kata', { shims: [KataShim.QEMU_RUNTIME_RS] });
  const bare = podSpec({}, { resources: {} });
  const tenant = new SandboxNamespace(app, 'team', { runtime: kata });
  pod(tenant, 'inside', bare);
  expect(findings(tenant).map(({ id }) => id)).toEqual([]);
  const outside = pod(new Chart(app, 'outside', { namespace: 'outside' }), 'outside', bare);
  kata.sandbox(outside);
  expect(findings(outside).map(({ id }) => id)).not.toEqual([]);
});

test('a namespace for privileged containers is a warning that can be acknowledged', () => {
  const privileged: Use = (it) => pod(it, 'dind', podSpec({}, { securityContext: { privileged: true } }));
  const { app, tenant } = tree(privileged, { podSecurity: PodSecurityLevel.PRIVILEGED_IN_VM });
  const about = () =>
    findings(app)
      .filter(({ path: at }) => at === 'team')
      .map(({ id }) => id);
  expect(about()).toEqual(['sandbox/privileged-in-vm']);
  Findings.of(tenant).acknowledge('sandbox/privileged-in-vm', 'image builds of the platform team');
  expect(about()).toEqual([]);
});

test('the verbs write the policies of its network', () => {
  const { app, runtime } = tree();
  const cluster = {
    dns: 'kube-dns',
    nodeRanges: ['10.0.0.0/20'],
    podRanges: ['10.4.0.0/14'],
    serviceRange: '34.118.224.0/20',
    workloadPool: 'acme-dev.svc.id.goog',
  } as never;
  const tenant = new SandboxNamespace(app, 'other', { runtime, cluster });
  tenant.allowDns();
  tenant.allowInternet([NetworkPort.tcp(443)]);
  tenant.allowEgressTo(NetworkPeer.pods({ app: 'db' }), [NetworkPort.tcp(5432)]);
  tenant.allowIngressFrom(NetworkPeer.namespace('team'), [NetworkPort.tcp(80)]);
  tenant.allowApiServer({ cidr: '172.16.0.2/32' });
  tenant.allowWorkloadIdentity();
  const names = manifests(app)
    .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.namespace === 'other')
    .map(({ metadata }) => metadata.name.replace(/-[0-9a-f]{8}$/, ''));
  expect(names).toEqual([
    'default-deny',
    'allow-dns',
    'allow-internet',
    'allow-egress-db',
    'allow-ingress-namespace-team',
    'allow-api-server-172-16-0-2-32',
    'allow-workload-identity',
  ]);
});

test('the facts of the runtime are those of the namespace, unless it has its own', () => {
  const app = new App();
  const runtime = new PlainRuntime(new Chart(app, 'runtime'), 'vm', { dns: 'kube-dns' as never });
  expect(() => new SandboxNamespace(app, 'a', { runtime }).allowDns()).not.toThrow();
  expect(() => new SandboxNamespace(app, 'b', { runtime, cluster: {} }).allowDns()).toThrow(
    'b: allowDns() needs the fact cluster.dns',
  );
});

const REFUSED: readonly (readonly [string, Props, string])[] = [
  ['a name that cannot be', { name: 'Team_A' }, "name 'Team_A' is not a DNS label"],
  ['kube-system', { name: 'kube-system' }, "name 'kube-system' is a namespace of the cluster itself"],
  ['default', { name: 'default' }, "name 'default' is a namespace of the cluster itself"],
  ['a namespace of GKE', { name: 'gke-managed-system' }, 'is a namespace of the cluster itself'],
  [
    'an unknown level',
    { podSecurity: 'privileged' as never },
    "podSecurity is 'privileged', and must be one of restricted, baseline, privileged-in-vm",
  ],
  ['no pods', { capacity: { pods: 0 } }, 'capacity.pods 0 is not a whole number above zero'],
  ['half a pod', { capacity: { pods: 1.5 } }, 'capacity.pods 1.5'],
  ['a CPU that is no amount', { capacity: { cpu: 'two' } }, "capacity.cpu 'two' is not an amount above zero"],
  ['no CPU', { capacity: { cpu: '0' } }, "capacity.cpu '0' is not an amount above zero"],
  ['no memory', { capacity: { memory: '0Gi' } }, "capacity.memory '0Gi'"],
  ['memory in bytes', { capacity: { memory: '512' } }, "capacity.memory '512' is less than 32Mi"],
  ['negative storage', { capacity: { storage: '-1Gi' } }, "capacity.storage '-1Gi'"],
  [
    'an overhead that is no amount',
    { overhead: { memory: 'some' } },
    "team: overhead.memory 'some' is not a Kubernetes quantity",
  ],
  [
    'an overhead of CPU that is no amount',
    { overhead: { cpu: 'junk' } },
    "team: overhead.cpu 'junk' is not a Kubernetes",
  ],
  [
    'an overhead in megabytes',
    { overhead: { memory: '320MB' } },
    "team: overhead.memory '320MB' is not a Kubernetes quantity; write '320Mi'",
  ],
  [
    'an overhead with the suffix of the other',
    { overhead: { cpu: '1Gi' } },
    "team: overhead.cpu '1Gi' has a suffix of another",
  ],
  ['a label that cannot be', { labels: { 'a b': 'c' } }, "labels has 'a b: c', which is not a label"],
  [
    'the mark as label',
    { labels: { 'cdk-kata/sandbox': 'no' } },
    "labels has 'cdk-kata/sandbox', which the namespace sets by itself",
  ],
  [
    'a level as label',
    { labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
    'which the namespace sets by itself',
  ],
  ['a cluster that is text', { cluster: 'gke' as never }, "cluster is 'gke', and must be an object"],
  [
    'hardening that is text',
    { hardenWorkloads: 'yes' as never },
    "hardenWorkloads is 'yes', and must be true or false",
  ],
  ['a runtime that is not one', { runtime: {} as never }, 'runtime is an object, and must be a'],
];

test.each(REFUSED.map(([title, props, message]) => ({ title, props, message })))(
  'refused: $title',
  ({ props, message }) => {
    expect(() => tree(undefined, props)).toThrow(message);
  },
);

test.each<[string, Props, readonly string[]]>([
  [
    'of a capacity',
    { capacity: { cpu: 'x', memory: 'y', pods: 0, storage: '0' } },
    ['capacity.pods 0 is not', "capacity.cpu 'x' is not", "capacity.memory 'y' is not", "capacity.storage '0' is not"],
  ],
  ['that is too small, once', { capacity: { memory: '0' } }, ["capacity.memory '0' is not an amount above zero"]],
  [
    'of labels',
    { labels: { '!': 'x', ok: 'yes', '?': 'y', 'cdk-kata/sandbox': 'no' } },
    ["labels has '!: x'", "labels has '?: y'", "labels has 'cdk-kata/sandbox'"],
  ],
  [
    'of an overhead',
    { overhead: { cpu: 'junk', memory: '320MB' } },
    ["overhead.cpu 'junk' is not", "overhead.memory '320MB' is not"],
  ],
  [
    'of every kind',
    {
      name: 'Team',
      labels: { '!': 'x' },
      capacity: { pods: 0 },
      overhead: { cpu: 'junk' },
      cluster: { kubernetesVersion: 'new', workloadPool: 'none' },
    },
    [
      "name 'Team' is not",
      "labels has '!: x'",
      'capacity.pods 0',
      "overhead.cpu 'junk'",
      "cluster.kubernetesVersion 'new'",
      "cluster.workloadPool 'none'",
    ],
  ],
])('each bad value %s is named in one error', (_, props, messages) => {
  const found = attempt(() => tree(undefined, props)).found;
  expect(found.map(({ message }) => message)).toEqual(messages.map((it) => expect.stringContaining(it)));
  expect(new Set(found.map(({ path: where }) => where))).toEqual(new Set(['team']));
});

test('a class of another runtime is named beside the rest', () => {
  const app = new App();
  const runtime = new KataRuntime(app, 'kata', { placement: { nodeSelector: { a: 'b' } } });
  const runtimeClass = RuntimeClass.fromRuntimeClassName(app, 'runc', 'runc');
  const make = () => new SandboxNamespace(app, 'team', { runtime, runtimeClass, capacity: { pods: 0 } });
  expect(attempt(make).found.map(({ message }) => message)).toEqual([
    expect.stringContaining('runc'),
    expect.stringContaining('capacity.pods 0'),
  ]);
});

test('a class of other means with an overhead that is no amount is named', () => {
  const app = new App();
  const runtime = new PlainRuntime(new Chart(app, 'runtime'), 'vm');
  const it = Object.assign(RuntimeClass.fromRuntimeClassName(app, 'c', 'odd'), { overhead: { cpu: 'junk' } });
  Object.defineProperty(runtime, 'runtimeClasses', { value: [it] });
  expect(() => new SandboxNamespace(app, 'team', { runtime })).toThrow(
    "team: RuntimeClass odd: overhead.cpu 'junk' is not a Kubernetes quantity",
  );
});

test('a class of another runtime, and an overhead that nobody knows, are refused', () => {
  const { app, runtime } = tree();
  const other = RuntimeClass.fromRuntimeClassName(app, 'runc', 'runc');
  expect(() => new SandboxNamespace(app, 'a', { runtime, runtimeClass: other })).toThrow(
    'runc is not a class of runtime/vm',
  );
  const imported = KataRuntime.fromAttributes(app, 'imported', { shims: ['qemu'] });
  expect(() => new SandboxNamespace(app, 'b', { runtime: imported })).toThrow(
    'b: the overhead of the RuntimeClasses kata-qemu is not known, and the quota has to count it',
  );
  expect(() => new SandboxNamespace(app, 'c', { runtime: imported, overhead: { memory: '320Mi' } })).not.toThrow();
});

describe('classes that come after the namespace', () => {
  const placement = { nodeSelector: { pool: 'kata' } };
  const quotaOf = (app: App) => find(manifests(app), 'ResourceQuota').spec.hard['limits.memory'];

  test('count in its quota, as those before it do', () => {
    const size = { shim: KataShim.QEMU_RUNTIME_RS, guestMemory: '8Gi' };
    const written = [true, false].map((isFirst) => {
      const app = new App();
      const runtime = new KataRuntime(app, 'kata', { placement });
      if (isFirst) runtime.addSize('huge', size);
      new SandboxNamespace(app, 'team', { runtime });
      if (!isFirst) runtime.addSize('huge', size);
      return quotaOf(app);
    });
    expect(written[1]).toBe(written[0]);
    const app = new App();
    new SandboxNamespace(app, 'team', { runtime: new KataRuntime(app, 'kata', { placement }) });
    expect(quotaOf(app)).not.toBe(written[0]);
  });

  test('and whose overhead nobody knows are refused at synthesis, unless the namespace says the overhead', () => {
    const use = (overhead?: object) => {
      const app = new App();
      const runtime = new KataRuntime(app, 'kata', { placement });
      new SandboxNamespace(app, 'team', { runtime, ...(overhead && { overhead }) });
      const own = RuntimeClass.fromRuntimeClassName(runtime, 'own', 'nightly');
      runtime.addRuntimeClass(own, KataShim.QEMU_RUNTIME_RS);
      return () => app.synthYaml();
    };
    expect(use()).toThrow('team: the overhead of the RuntimeClasses kata-qemu-runtime-rs, nightly is not known');
    expect(use({ memory: '320Mi' })).not.toThrow();
  });
});
