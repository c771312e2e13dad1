import { ApiObject, App, Chart } from 'cdk8s';
import {
  Administrator,
  Findings,
  findings,
  KataRuntime,
  PodSecurityLevel,
  SandboxAdmission,
  type SandboxAdmissionProps,
  SandboxNamespace,
} from '../../../lib';
import { find, type Manifest, manifests } from '../../util/manifests';
import { PlainRuntime } from '../../util/plain-runtime';

const administrators = [
  Administrator.user('deployer@acme-dev.iam.gserviceaccount.com'),
  Administrator.group('platform@acme.example'),
  Administrator.serviceAccount('argocd', 'argocd-application-controller'),
];

function tree(props: Partial<SandboxAdmissionProps> = {}) {
  const app = new App();
  const runtime = new PlainRuntime(new Chart(app, 'runtime'), 'vm');
  const admission = new SandboxAdmission(app, 'admission', { runtime, administrators, ...props });
  return { app, runtime, admission };
}
const objects = manifests(tree().app);
const policies = objects.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy');
const bindings = objects.filter(({ kind }) => kind === 'ValidatingAdmissionPolicyBinding');
const parameters = (all: Manifest[] = objects) =>
  find(all, 'ServiceAccount', 'cdk-kata-sandbox-admission').metadata.annotations;

test('every policy fails closed, denies, and is bound once, without a webhook', () => {
  expect(policies.length).toBe(10);
  expect(bindings.map(({ metadata }) => metadata.name)).toEqual(policies.map(({ metadata }) => metadata.name));
  for (const { spec } of policies) expect(spec.failurePolicy).toBe('Fail');
  for (const { spec, metadata } of bindings)
    expect(spec).toMatchObject({ policyName: metadata.name, validationActions: ['Deny'] });
  expect(objects.some(({ kind }) => kind.endsWith('WebhookConfiguration'))).toBe(false);
});

test('policies for pods close without their parameters, those for nodes have none', () => {
  const withParameters = policies
    .filter(({ spec }) => spec.paramKind !== undefined)
    .map(({ metadata }) => metadata.name.replace('cdk-kata-sandbox-', ''));
  expect(withParameters).toEqual(['pods', 'templates', 'cronjobs', 'podtemplates', 'agent-sandboxes']);
  const account = find(objects, 'ServiceAccount');
  for (const { metadata, spec } of bindings) {
    const has = withParameters.includes(metadata.name.replace('cdk-kata-sandbox-', ''));
    expect(spec.paramRef).toEqual(
      has ? { name: account.metadata.name, namespace: 'kube-system', parameterNotFoundAction: 'Deny' } : undefined,
    );
  }
});

test('the parameters are what the program says', () => {
  expect(parameters()).toMatchObject({
    'cdk-kata/runtime-classes': 'vm,vm-large',
    'cdk-kata/allow-privileged-in-vm': 'false',
    'cdk-kata/allow-block-volumes': 'false',
    'cdk-kata/allowed-devices': '',
  });
  const { app } = tree({
    allowPrivilegedInVm: true,
    allowBlockVolumes: true,
    allowedDevices: ['example.com/a', 'example.com/b'],
    parameterNamespace: 'platform',
  });
  const all = manifests(app);
  expect(parameters(all)).toMatchObject({
    'cdk-kata/allow-privileged-in-vm': 'true',
    'cdk-kata/allow-block-volumes': 'true',
    'cdk-kata/allowed-devices': 'example.com/a,example.com/b',
  });
  expect(find(all, 'ServiceAccount').metadata.namespace).toBe('platform');
});

test('an update that leaves pods as they were is let through, so that controllers can take their finalizers away', () => {
  const conditions = policies
    .filter(({ spec }) => spec.paramKind !== undefined)
    .map(({ spec }) => spec.matchConditions[0].expression);
  const templates = (path: string, guard: (of: string) => string) =>
    `request.operation != 'UPDATE' || !(${guard('object')}) || !(${guard('oldObject')}) || object.${path} != oldObject.${path}`;
  const has = (of: string, ...fields: string[]) => fields.map((field) => `has(${of}.${field})`).join(' && ');
  expect(conditions).toEqual([
    "request.operation != 'UPDATE' || object.spec != oldObject.spec || " +
      '(has(object.metadata.annotations) ? object.metadata.annotations : {}) != ' +
      '(has(oldObject.metadata.annotations) ? oldObject.metadata.annotations : {})',
    templates('spec.template', (of) => has(of, 'spec', 'spec.template')),
    templates('spec.jobTemplate.spec.template', (of) =>
      has(of, 'spec', 'spec.jobTemplate', 'spec.jobTemplate.spec', 'spec.jobTemplate.spec.template'),
    ),
    templates('template', (of) => has(of, 'template')),
    templates('spec.podTemplate', (of) => has(of, 'spec', 'spec.podTemplate')),
  ]);
});

test.each(policies.filter(({ spec }) => spec.paramKind !== undefined).map((it) => [it.metadata.name, it.spec]))(
  '%s asks its validations about every pod that breaks one of them, and about no other',
  (_, spec) => {
    const values: Record<string, string> = Object.fromEntries(
      spec.variables.map(({ name, expression }: Manifest) => [name, `(${expression})`]),
    );
    // A condition does not know the namespace, so that its validation is asked.
    values.mayBePrivileged = 'false';
    const written = spec.validations.map(({ expression }: Manifest) =>
      expression.replace(/variables\.(\w+)/g, (variable: string, name: string) => values[name] ?? variable),
    );
    const absent = /^!\((.*?)\) \|\| (?=\()/.exec(written[0]);
    const rules = written.map((it: string) => (absent ? it.slice(absent[0].length) : `${it}`));
    const present = absent ? `${absent[1]} && ` : '';
    expect(spec.matchConditions[1].expression).toBe(`${present}!(${rules.join(' && ')})`);
  },
);

test('policies are kept to sandbox namespaces by their bindings', () => {
  const selectors = Object.fromEntries(
    manifests(tree().app)
      .filter(({ kind }) => kind === 'ValidatingAdmissionPolicyBinding')
      .map(({ metadata, spec }) => [metadata.name.replace('cdk-kata-sandbox-', ''), spec.matchResources]),
  );
  const sandboxes = { namespaceSelector: { matchExpressions: [{ key: 'cdk-kata/sandbox', operator: 'Exists' }] } };
  expect(selectors).toEqual({
    pods: sandboxes,
    templates: sandboxes,
    cronjobs: sandboxes,
    podtemplates: sandboxes,
    'agent-sandboxes': sandboxes,
    bindings: sandboxes,
    parameters: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } },
    namespaces: undefined,
    nodes: undefined,
    runtimeclasses: undefined,
  });
  for (const { spec } of policies) expect(spec.matchConstraints.namespaceSelector).toBeUndefined();
});

describe('what the policies refuse of pods in the tree', () => {
  const CONTAINER = {
    name: 'main',
    image: 'busybox:1.37',
    resources: { limits: { memory: '64Mi', cpu: '100m' } },
    securityContext: { runAsUser: 1000, runAsNonRoot: true },
  };
  const said = (
    spec: object,
    metadata: object = {},
    props: Partial<SandboxAdmissionProps> = {},
    held: 'held' | 'free' = 'held',
  ) => {
    const { app, runtime } = tree(props);
    const namespace =
      held === 'held' ? new SandboxNamespace(app, 'team', { runtime }) : new Chart(app, 'team', { namespace: 'team' });
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod', ...metadata } };
    const object = new ApiObject(namespace, 'pod', { ...pod, spec: { containers: [CONTAINER], ...spec } });
    if (held === 'free') runtime.sandbox(object);
    return findings(app)
      .filter(({ id }) => id === 'sandbox/admission-refused')
      .map(({ path, message, fix }) => `${path}: ${message}; ${fix}`);
  };
  const devices = (resource: string) => ({
    containers: [{ ...CONTAINER, resources: { limits: { ...CONTAINER.resources.limits, [resource]: 1 } } }],
  });
  const block = {
    volumes: [{ name: 'disk', persistentVolumeClaim: { claimName: 'disk' } }],
    containers: [{ ...CONTAINER, volumeDevices: [{ name: 'disk', devicePath: '/dev/xvda' }] }],
  };
  const setting = (name: string) => ({
    annotations: { [`io.katacontainers.config.hypervisor.${name}`]: '/bin/sh' },
  });

  const CASES: readonly (readonly [string, object, object, string])[] = [
    [
      'a block volume',
      block,
      {},
      'container main, volumeDevices has /dev/xvda, and the SandboxAdmission refuses it; mount the volume, or pass allowBlockVolumes: true',
    ],
    [
      'a device',
      devices('example.com/kvm'),
      {},
      "resources.limits has example.com/kvm, and the SandboxAdmission refuses it; remove it, or pass allowedDevices: ['example.com/kvm']",
    ],
    ['a resource claim', { resourceClaims: [{ name: 'gpu' }] }, {}, 'resourceClaims has gpu'],
    [
      'an unsafe setting',
      {},
      setting('path'),
      'annotation io.katacontainers.config.hypervisor.path reaches out of the VM',
    ],
    [
      'a device by annotation',
      {},
      { annotations: { 'cdi.k8s.io/vfio1': 'example.com/device=0' } },
      'annotation cdi.k8s.io/vfio1 names a device of the node',
    ],
    [
      'every taint',
      { tolerations: [{ key: 'a' }, { operator: 'Exists' }] },
      {},
      'tolerations[1] tolerates every taint',
    ],
    [
      'the startup taint',
      { tolerations: [{ key: 'startup-taint.cluster-autoscaler.kubernetes.io/kata-not-ready', operator: 'Exists' }] },
      {},
      'tolerations[0] tolerates the startup taint',
    ],
    ['a node by name', { nodeName: 'node-1' }, {}, "nodeName is 'node-1'"],
  ];

  test.each(CASES)('%s is refused at synthesis, with field and fix', (_, spec, metadata, message) => {
    const found = said(spec, metadata);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^team\/pod: Pod pod: .*, and the SandboxAdmission refuses it; [a-z].*$/);
    expect(found[0]).toContain(message);
  });

  test.each<[string, object, object, Partial<SandboxAdmissionProps>]>([
    ['a block volume that the administrators allow', block, {}, { allowBlockVolumes: true }],
    ['a device that they allow', devices('example.com/kvm'), {}, { allowedDevices: ['example.com/kvm'] }],
    [
      'a device by annotation, where they allow devices',
      {},
      { annotations: { 'cdi.k8s.io/vfio1': 'example.com/device=0' } },
      { allowedDevices: ['example.com/device'] },
    ],
    ['a setting that stays in the VM', {}, setting('default_vcpus'), {}],
    ['a taint by its key', { tolerations: [{ key: 'dedicated', operator: 'Exists' }] }, {}, {}],
  ])('%s is not', (_, spec, metadata, props) => {
    expect(said(spec, metadata, props)).toEqual([]);
  });

  test('pods elsewhere are not judged by them', () => {
    for (const [, spec, metadata] of CASES) expect(said(spec, metadata, {}, 'free')).toEqual([]);
  });
});

test.each([
  ['1.29.9-gke.100', 1],
  ['1.30', 0],
  ['1.33.5-gke.1080000', 0],
])('a cluster of Kubernetes %s: %i warning, since the policies came with 1.30', (kubernetesVersion, count) => {
  const app = new App();
  const runtime = new PlainRuntime(new Chart(app, 'runtime'), 'vm', { kubernetesVersion });
  const admission = new SandboxAdmission(app, 'admission', { runtime, administrators });
  const about = () => findings(app).map(({ id }) => id);
  expect(about()).toEqual(Array.from({ length: count }, () => 'sandbox/admission-version'));
  Findings.of(admission).acknowledge('sandbox/admission-version', 'it is upgraded before');
  expect(about()).toEqual([]);
});

test('annotations that reach out of a VM are not among the safe ones', () => {
  const safe = parameters()['cdk-kata/allowed-annotations'].split(',');
  expect(safe).toContain('io.katacontainers.config.hypervisor.default_vcpus');
  for (const name of [
    'path',
    'jailer_path',
    'kernel',
    'image',
    'initrd',
    'firmware',
    'virtio_fs_daemon',
    'file_mem_backend',
  ]) {
    expect(safe).not.toContain(`io.katacontainers.config.hypervisor.${name}`);
  }
});

test('sizes that are added later are allowed, and their classes and labels protected', () => {
  const app = new App();
  const kata = new KataRuntime(app, 'kata');
  new SandboxAdmission(app, 'admission', { runtime: kata, administrators });
  const before = kata.runtimeClasses.map(({ name }) => name);
  kata.addSize('large', { shim: kata.defaultShim, guestMemory: '512Mi' });
  const all = manifests(app);
  const classes = parameters(all)['cdk-kata/runtime-classes'].split(',');
  expect(classes).toEqual([...before, 'kata-large'].sort());
  const [validation] = find(all, 'ValidatingAdmissionPolicy', 'cdk-kata-sandbox-runtimeclasses').spec.validations;
  for (const name of classes) expect(validation.expression).toContain(`"${name}"`);
  const nodes = JSON.stringify(find(all, 'ValidatingAdmissionPolicy', 'cdk-kata-sandbox-nodes').spec);
  for (const key of [
    'kata-containers',
    'katacontainers.io/kata-runtime',
    'kata-deploy.katacontainers.io/',
    'kata-not-ready',
  ])
    expect(nodes).toContain(key);
});

test('startup taints of other keys are protected too, and no pod tolerates them', () => {
  const app = new App();
  const placement = { nodeSelector: { a: 'b' }, startupTaints: [{ key: 'example.com/not-ready' }] };
  const kata = new KataRuntime(app, 'kata', { placement });
  new SandboxAdmission(app, 'admission', { runtime: kata, administrators });
  const all = manifests(app);
  const spec = (name: string) => find(all, 'ValidatingAdmissionPolicy', `cdk-kata-sandbox-${name}`).spec;
  const keys = ['example.com/not-ready', 'startup-taint.cluster-autoscaler.kubernetes.io/kata-not-ready'];
  const { expression } = spec('pods').validations.find((it: Manifest) => it.message.startsWith('spec.tolerations'));
  expect(expression).toContain(`!(t.key in ['${keys.join("', '")}'])`);
  const taints = spec('nodes').variables.find(({ name }: Manifest) => name === 'taints');
  expect(JSON.parse(taints.expression)).toEqual([keys[0], 'kata-containers', keys[1]]);
  const tenant = new SandboxNamespace(app, 'team', { runtime: kata });
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod' } };
  const tolerations = [{ key: keys[0], operator: 'Exists' }];
  new ApiObject(tenant, 'pod', { ...pod, spec: { tolerations, containers: [{ name: 'a', image: 'a:1' }] } });
  expect(() => manifests(app)).toThrow('tolerations[0] tolerates the startup taint example.com/not-ready');
});

test('administrators, the cluster and the installer are the only ones who are not bound', () => {
  const { app } = tree({ installerNamespace: 'kata-system' });
  const [condition] = find(manifests(app), 'ValidatingAdmissionPolicy', 'cdk-kata-sandbox-nodes').spec.matchConditions;
  expect(condition.expression).toBe(
    "!((request.userInfo.username.startsWith('system:') && !request.userInfo.username.startsWith('system:serviceaccount:')) || " +
      'request.userInfo.username.startsWith("system:serviceaccount:kube-system:") || ' +
      'request.userInfo.username.startsWith("system:serviceaccount:kata-system:") || ' +
      'request.userInfo.username in ["deployer@acme-dev.iam.gserviceaccount.com", "system:serviceaccount:argocd:argocd-application-controller"] || ' +
      '(has(request.userInfo.groups) && request.userInfo.groups.exists(g, g in ["platform@acme.example"])))',
  );
});

test('the namespace of the installer is that of the runtime', () => {
  const app = new App();
  const namespaced = new KataRuntime(app, 'kata', { namespace: 'kata-system' });
  const admission = new SandboxAdmission(app, 'admission', { runtime: namespaced, administrators });
  expect(admission.installerNamespace).toBe('kata-system');
  const nodes = find(manifests(app), 'ValidatingAdmissionPolicy', 'cdk-kata-sandbox-nodes');
  expect(JSON.stringify(nodes.spec.matchConditions)).toContain('system:serviceaccount:kata-system:');
  expect(tree().admission.installerNamespace).toBe('kube-system');
});

test('messages say what to do, and name the field', () => {
  for (const { spec } of policies) {
    for (const { message } of spec.validations)
      expect(message).toMatch(/; (set|remove|use|mount|ask|leave|name|let)|alone; ask one of them/);
  }
});

test('several runtimes share one admission', () => {
  const { app, runtime } = tree();
  const other = new PlainRuntime(new Chart(app, 'other'), 'vm', {}, ['other-vm']);
  const both = tree({ otherRuntimes: [other] });
  expect(both.admission.runtimeClasses()).toEqual(['other-vm', 'vm', 'vm-large']);
  expect(runtime.runtimeClasses.map(({ name }) => name)).toEqual(['vm', 'vm-large']);
});

describe('the tree', () => {
  const about = (use: (app: App, runtime: PlainRuntime) => void, props: Partial<SandboxAdmissionProps> = {}) => {
    const { app, runtime } = tree(props);
    use(app, runtime);
    return findings(app)
      .map(({ id, path }) => [id, path])
      .filter(([id]) => id !== 'sandbox/privileged-in-vm');
  };

  test.each<[string, (app: App, runtime: PlainRuntime) => void, string, string]>([
    [
      'privileged containers that the admission refuses',
      (app, runtime) => new SandboxNamespace(app, 'team', { runtime, podSecurity: PodSecurityLevel.PRIVILEGED_IN_VM }),
      'sandbox/privileged-in-vm-refused',
      'team',
    ],
    [
      'a runtime that the admission does not know',
      (app) =>
        new SandboxNamespace(app, 'team', { runtime: new PlainRuntime(new Chart(app, 'r'), 'vm', {}, ['unknown']) }),
      'sandbox/runtime-refused',
      'team',
    ],
    [
      'a tenant whose account is an administrator',
      (app, runtime) => new SandboxNamespace(app, 'argocd', { runtime }),
      'sandbox/administrators',
      'admission',
    ],
    [
      'a second admission',
      (app, runtime) => new SandboxAdmission(app, 'second', { runtime, administrators }),
      'sandbox/admission-twice',
      'second',
    ],
  ])('may not hold %s', (_, use, id, at) => {
    expect(about(use)).toEqual([[id, at]]);
  });

  test('may not hold a tenant in the namespace of the installer', () => {
    expect(
      about((app, runtime) => new SandboxNamespace(app, 'kata-system', { runtime }), {
        installerNamespace: 'kata-system',
      }),
    ).toEqual([['sandbox/administrators', 'admission']]);
  });

  test('may hold a good tenant', () => {
    expect(about((app, runtime) => new SandboxNamespace(app, 'team', { runtime }))).toEqual([]);
  });
});

const REFUSED: readonly (readonly [string, () => unknown, string])[] = [
  ['nobody', () => tree({ administrators: [] }), 'admission: administrators is empty'],
  [
    'no administrators at all',
    () => tree({ administrators: undefined as never }),
    'SandboxAdmission needs administrators',
  ],
  ['names without their kind', () => tree({ administrators: ['alice'] as never }), 'administrators'],
  [
    'everybody',
    () => Administrator.group('system:authenticated'),
    "the group 'system:authenticated' holds workloads, or everybody",
  ],
  ['every workload', () => Administrator.group('system:serviceaccounts'), 'holds workloads, or everybody'],
  [
    'the workloads of a namespace',
    () => Administrator.group('system:serviceaccounts:team'),
    'holds workloads, or everybody',
  ],
  ['a pattern', () => Administrator.user('*'), "the user '*' is not a name"],
  ['an empty user', () => Administrator.user(''), "the user '' is not a name"],
  ['a user with spaces', () => Administrator.group(' platform'), "the group ' platform' is not a name"],
  [
    'a service account as user',
    () => Administrator.user('system:serviceaccount:a:b'),
    'write Administrator.serviceAccount(namespace, name)',
  ],
  ['a service account without a name', () => Administrator.serviceAccount('argocd', ''), "name '' is not a DNS label"],
  [
    'a service account without a namespace',
    () => Administrator.serviceAccount(undefined as never, 'a'),
    "namespace 'undefined' is not a DNS label",
  ],
  [
    'an installer in no namespace',
    () => tree({ installerNamespace: 'Kata' }),
    "installerNamespace 'Kata' is not a DNS label",
  ],
  ['parameters in no namespace', () => tree({ parameterNamespace: '' }), "parameterNamespace '' is not a DNS label"],
  [
    'a switch that is text',
    () => tree({ allowPrivilegedInVm: 'yes' as never }),
    "allowPrivilegedInVm is 'yes', and must be true or false",
  ],
  [
    'devices that are text',
    () => tree({ allowedDevices: 'kvm' as never }),
    "allowedDevices is 'kvm', and must be a list",
  ],
];

test.each(REFUSED.map(([title, build, message]) => ({ title, build, message })))(
  'refused: $title',
  ({ build, message }) => {
    expect(build).toThrow(message);
  },
);
