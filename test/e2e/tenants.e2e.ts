import * as fs from 'node:fs';
import * as path from 'node:path';
import { ApiObject, App, Chart, Cron, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-33';
import {
  Administrator,
  NetworkPeer,
  NetworkPort,
  PodSecurityLevel,
  SandboxAdmission,
  SandboxNamespace,
  SandboxNetwork,
  toManifests,
} from '../../lib';
import type { Manifest } from '../util/manifests';
import { PlainRuntime } from '../util/plain-runtime';
import { apply, get, kubectl, SIMULATED, tryKubectl, until } from './cluster';
import { crd } from './custom-kinds';
import { dryRun, json } from './dry-run';
import { addNodes, removeNodes } from './program';
import { FAULTS, goodPod, mutants, ROUTES } from './tenant-mutants';

const CLASSES = ['e2e-vm', 'e2e-vm-large'];
const NODE = 'e2e-tenants-0';
/** A namespace with the mark and nothing else, so that no other admission refuses in the policies' place. */
const MARKED = 'e2e-marked';
const TENANT = 'e2e-tenant';
const PARAMETERS = 'cdk-kata-sandbox-admission';
const MINE = JSON.parse(kubectl(['auth', 'whoami', '-o', 'json'])).status.userInfo.username as string;
/** A tenant's service account that somebody has given everything. */
const ROGUE = `system:serviceaccount:${MARKED}:rogue`;

function synthesize(): Manifest[] {
  const app = new App();
  const base = new Chart(app, 'runtime');
  const runtime = new PlainRuntime(base, 'vm', {}, CLASSES);
  new SandboxAdmission(app, 'admission', {
    runtime,
    administrators: [
      Administrator.user(MINE),
      Administrator.group('e2e-platform'),
      Administrator.serviceAccount('e2e-deploy', 'deployer'),
    ],
    allowPrivilegedInVm: true,
  });
  const tenant = new SandboxNamespace(app, TENANT, { runtime });
  const resources = { cpu: { limit: kplus.Cpu.millis(100) }, memory: { limit: Size.mebibytes(64) } };
  const containers = [{ image: 'busybox:1.37', resources, securityContext: { user: 1000 } }];
  new kplus.Deployment(tenant, 'web', { replicas: 2, containers });
  new kplus.Job(tenant, 'job', { containers });
  new kplus.StatefulSet(tenant, 'db', { containers: containers.map((it) => ({ ...it, port: 80 })), replicas: 1 });
  new kplus.CronJob(tenant, 'nightly', {
    schedule: Cron.schedule({ minute: '0', hour: '0', day: '1', month: '1' }),
    containers,
  });
  const builders = new SandboxNamespace(app, 'e2e-builders', {
    runtime,
    podSecurity: PodSecurityLevel.PRIVILEGED_IN_VM,
  });
  new ApiObject(builders, 'build', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'build' },
    spec: {
      containers: [
        {
          name: 'dind',
          image: 'busybox:1.37',
          securityContext: { privileged: true },
          resources: { limits: { memory: '64Mi' } },
        },
      ],
    },
  });
  return toManifests(app) as Manifest[];
}

const program = synthesize();
const admins = (subject: object): Manifest => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: {
    name: `e2e-tenants-${Object.values(subject)
      .join('-')
      .replace(/[^a-z-]/g, '-')}`,
  },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
  subjects: [subject],
});
const BINDINGS = [
  admins({ kind: 'ServiceAccount', name: 'rogue', namespace: MARKED }),
  admins({ kind: 'ServiceAccount', name: 'deployer', namespace: 'e2e-deploy' }),
  admins({ kind: 'ServiceAccount', name: 'e2e-system', namespace: 'kube-system' }),
  admins({ kind: 'User', name: 'e2e-mallory', apiGroup: 'rbac.authorization.k8s.io' }),
  admins({ kind: 'Group', name: 'e2e-platform', apiGroup: 'rbac.authorization.k8s.io' }),
];
const CRDS = [
  crd('agents.x-k8s.io', 'v1beta1', 'sandboxes', 'Sandbox'),
  crd('extensions.agents.x-k8s.io', 'v1beta1', 'sandboxtemplates', 'SandboxTemplate'),
];
const SETUP: Manifest[] = [
  {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: MARKED,
      labels: { 'cdk-kata/sandbox': 'baseline', 'pod-security.kubernetes.io/enforce': 'privileged' },
    },
  },
  { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'e2e-plain' }, handler: 'runc' },
  ...BINDINGS,
];

beforeAll(async () => {
  if (SIMULATED)
    await addNodes({ name: NODE, labels: { 'example.com/vm': 'true', 'kata-containers': 'enabled' }, taints: [] });
  apply(...SETUP, ...CRDS);
  kubectl([
    'wait',
    '--for=condition=Established',
    '--timeout=30s',
    ...CRDS.map(({ metadata }) => `crd/${metadata.name}`),
  ]);
  apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'rogue', namespace: MARKED } });
  apply(...program);
  const [bad] = mutants('e2e-vm') as [ReturnType<typeof mutants>[number]];
  await until(
    'the policies',
    () => tryKubectl(['create', '--dry-run=server', '-n', MARKED, '-f', '-'], JSON.stringify(bad.object)).stderr,
    (stderr) => stderr.includes('ValidatingAdmissionPolicy'),
  );
  await until(
    'the service account',
    () => tryKubectl(['get', 'serviceaccount', 'default', '-n', MARKED]).ok,
    (ok) => ok,
  );
}, 120_000);

afterAll(() => {
  const objects = [...program, ...SETUP, ...CRDS].reverse();
  kubectl(['delete', '--ignore-not-found', '--wait=false', '-f', '-'], json(objects));
  kubectl(['wait', '--for=delete', '--timeout=60s', `namespace/${MARKED}`, `namespace/${TENANT}`]);
  if (SIMULATED) removeNodes(NODE);
}, 120_000);

test('the API server finds no fault in the types of any policy', async () => {
  const names = program.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy').map(({ metadata }) => metadata.name);
  expect(names.length).toBeGreaterThan(8);
  for (const name of names) {
    const { status } = await until(
      `the types of ${name}`,
      () => get('validatingadmissionpolicy', name),
      (it) => it.status?.typeChecking !== undefined && it.status.observedGeneration === it.metadata.generation,
    );
    expect([name, status.typeChecking.expressionWarnings ?? []]).toEqual([name, []]);
  }
});

test('a good pod is admitted by every route', () => {
  const objects = ROUTES.map(({ kind, wrap }) => wrap(`good-${kind.toLowerCase()}`, goodPod('e2e-vm-large')));
  const answers = dryRun(objects, MARKED);
  expect([...answers]).toEqual(objects.map(({ kind, metadata }) => [`${kind}/${metadata.name}`, 'admitted']));
});

describe('mutants', () => {
  const all = mutants('e2e-vm');
  let answers: Map<string, string>;
  beforeAll(() => {
    answers = dryRun(
      all.map(({ object }) => object),
      MARKED,
    );
  }, 120_000);

  test('are enough', () => {
    expect(all.length).toBe(ROUTES.length * FAULTS.length);
    expect(all.length).toBeGreaterThanOrEqual(200);
  });

  test.each(all.map(({ object, path, field }) => ({ id: `${object.kind}/${object.metadata.name}`, path, field })))(
    '$id is refused, with its field',
    ({ id, path, field }) => {
      const answer = answers.get(id) ?? 'no answer';
      expect(answer).toContain("ValidatingAdmissionPolicy 'cdk-kata-sandbox-");
      expect(answer).toContain(`denied request: ${path}.`);
      expect(answer).toContain(field);
    },
  );
});

describe('what is there already', () => {
  const pod = 'standing';
  beforeAll(async () => {
    apply({ ...ROUTES[0]?.wrap(pod, goodPod('e2e-vm')), metadata: { name: pod, namespace: MARKED } });
    if (SIMULATED) {
      await until(
        'the pod',
        () => get('pod', pod, '-n', MARKED),
        ({ spec }) => spec.nodeName !== undefined,
      );
    }
  }, 90_000);

  const raw = (subresource: string, change: (pod: Manifest) => void) => {
    const object = get('pod', pod, '-n', MARKED);
    change(object);
    return tryKubectl(
      ['replace', '--raw', `/api/v1/namespaces/${MARKED}/pods/${pod}${subresource}`, '-f', '-'],
      JSON.stringify(object),
    );
  };
  const refused = (answer: { ok: boolean; stderr: string; stdout: string }, message: string) => {
    expect(answer.ok).toBe(false);
    expect(answer.stderr + answer.stdout).toContain(message);
  };

  test('an ephemeral container may debug it', () => {
    const debug = { name: 'debug', image: 'busybox:1.37', targetContainerName: 'main' };
    expect(raw('/ephemeralcontainers', (it) => Object.assign(it.spec, { ephemeralContainers: [debug] })).ok).toBe(true);
  });

  test('a privileged ephemeral container is refused', () => {
    const debug = { name: 'root', image: 'busybox:1.37', securityContext: { privileged: true } };
    refused(
      raw('/ephemeralcontainers', ({ spec }) => spec.ephemeralContainers.push(debug)),
      'spec.containers[].securityContext.privileged',
    );
  });

  test.each<[string, (pod: Manifest) => void, string]>([
    [
      'annotation',
      ({ metadata }) =>
        Object.assign(metadata, { annotations: { 'io.katacontainers.config.hypervisor.path': '/bin/sh' } }),
      'spec.metadata.annotations',
    ],
    ['toleration', ({ spec }) => spec.tolerations.push({ operator: 'Exists' }), 'spec.tolerations'],
  ])('an update of its %s is refused', (_, change, message) => {
    refused(raw('', change), message);
  });

  test('another label is no matter', () => {
    expect(raw('', ({ metadata }) => Object.assign(metadata, { labels: { a: 'b' } })).ok).toBe(true);
  });

  test('whoever is not the scheduler puts no pod on a node', () => {
    const binding = {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { name: 'waits' },
      target: { apiVersion: 'v1', kind: 'Node', name: NODE },
    };
    const waiting = ROUTES[0]?.wrap('waits', goodPod('e2e-vm')) as Manifest;
    waiting.spec.schedulerName = 'nobody';
    waiting.metadata.namespace = MARKED;
    apply(waiting);
    const url = `/api/v1/namespaces/${MARKED}/pods/waits/binding`;
    refused(
      tryKubectl(['create', '--as', ROGUE, '--raw', url, '-f', '-'], JSON.stringify(binding)),
      'leave it to the scheduler',
    );
  });
});

describe('who may change what pods rest on', () => {
  const patch = (...args: string[]) => ['patch', ...args];
  const label = (key: string) => JSON.stringify({ metadata: { labels: { [key]: 'x' } } });
  const CHANGES: readonly (readonly [string, readonly string[], (string | Manifest)?])[] = [
    ['the mark', patch('namespace', MARKED, '--type=merge', '-p', '{"metadata":{"labels":{"cdk-kata/sandbox":null}}}')],
    [
      'the value of the mark',
      patch(
        'namespace',
        MARKED,
        '--type=merge',
        '-p',
        '{"metadata":{"labels":{"cdk-kata/sandbox":"privileged-in-vm"}}}',
      ),
    ],
    [
      'the mark of a namespace that had none',
      patch('namespace', 'default', '--type=merge', '-p', '{"metadata":{"labels":{"cdk-kata/sandbox":"baseline"}}}'),
    ],
    [
      'the Pod Security level',
      patch(
        'namespace',
        TENANT,
        '--type=merge',
        '-p',
        '{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"privileged"}}}',
      ),
    ],
    [
      'the mark through the status',
      patch(
        'namespace',
        MARKED,
        '--subresource=status',
        '--type=merge',
        '-p',
        '{"metadata":{"labels":{"cdk-kata/sandbox":null}}}',
      ),
    ],
    [
      'a namespace for privileged containers',
      ['create', '-f', '-'],
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'e2e-new', labels: { 'cdk-kata/sandbox': 'privileged-in-vm' } },
      },
    ],
    ['the label of a node', patch('node', NODE, '--type=merge', '-p', label('kata-containers'))],
    [
      'the label that the installer sets',
      patch('node', NODE, '--type=merge', '-p', label('katacontainers.io/kata-runtime')),
    ],
    [
      'the label of an installation',
      patch('node', NODE, '--type=merge', '-p', label('kata-deploy.katacontainers.io/other')),
    ],
    ['the label that the class selects', patch('node', NODE, '--type=merge', '-p', label('example.com/vm'))],
    [
      'the label through the status',
      patch('node', NODE, '--subresource=status', '--type=merge', '-p', label('example.com/vm')),
    ],
    [
      'a taint of the nodes',
      patch(
        'node',
        NODE,
        '--type=merge',
        '-p',
        '{"spec":{"taints":[{"key":"kata-containers","value":"enabled","effect":"NoSchedule"}]}}',
      ),
    ],
    [
      'the startup taint',
      patch(
        'node',
        NODE,
        '--type=merge',
        '-p',
        '{"spec":{"taints":[{"key":"startup-taint.cluster-autoscaler.kubernetes.io/kata-not-ready","effect":"NoSchedule"}]}}',
      ),
    ],
    [
      'a node that calls itself ready for VMs',
      ['create', '-f', '-'],
      { apiVersion: 'v1', kind: 'Node', metadata: { name: 'e2e-fake', labels: { 'example.com/vm': 'true' } } },
    ],
    [
      'a RuntimeClass',
      patch('runtimeclass', 'e2e-vm', '--type=merge', '-p', '{"scheduling":{"nodeSelector":{"a":"b"}}}'),
    ],
    ['the absence of a RuntimeClass', ['delete', 'runtimeclass', 'e2e-vm-large']],
    [
      'the parameters',
      patch(
        'serviceaccount',
        'cdk-kata-sandbox-admission',
        '-n',
        'kube-system',
        '--type=merge',
        '-p',
        '{"metadata":{"annotations":{"cdk-kata/runtime-classes":"e2e-plain"}}}',
      ),
    ],
    ['the absence of the parameters', ['delete', 'serviceaccount', 'cdk-kata-sandbox-admission', '-n', 'kube-system']],
  ];
  const attempt = ([, args, input]: (typeof CHANGES)[number], ...as: string[]) =>
    tryKubectl(
      [...args, '--dry-run=server', ...as.flatMap((it) => ['--as', it])],
      input === undefined ? undefined : JSON.stringify(input),
    );

  describe.each([ROGUE, 'e2e-mallory'])('%s, a cluster-admin', (who) => {
    test.each(CHANGES.map((change) => ({ title: change[0], change })))('may not change $title', ({ change }) => {
      const { ok, stderr } = attempt(change, who);
      expect(ok).toBe(false);
      expect(stderr).toContain('ValidatingAdmissionPolicy');
      expect(stderr).toContain('administrators of SandboxAdmission alone');
    });

    test('may change other labels and taints, other classes and other accounts', () => {
      const harmless = [
        patch('node', NODE, '--type=merge', '-p', label('team')),
        patch('node', NODE, '--type=merge', '-p', '{"spec":{"taints":[{"key":"other","effect":"NoSchedule"}]}}'),
        patch('namespace', MARKED, '--type=merge', '-p', label('team')),
        patch('runtimeclass', 'e2e-plain', '--type=merge', '-p', label('team')),
        ['create', 'serviceaccount', 'other', '-n', 'kube-system'],
        ['create', 'namespace', 'e2e-new'],
      ];
      expect(harmless.map((args) => attempt(['', args], who)).filter(({ ok }) => !ok)).toEqual([]);
    });
  });

  test.each(['e2e-deploy', 'kube-system'])(
    'the account of %s may, and so may whoever applies the program',
    (namespace) => {
      const account = `system:serviceaccount:${namespace}:${namespace === 'kube-system' ? 'e2e-system' : 'deployer'}`;
      for (const change of CHANGES) {
        expect([change[0], attempt(change, account).stderr]).toEqual([change[0], '']);
        expect([change[0], attempt(change).stderr]).toEqual([change[0], '']);
      }
    },
  );

  test('members of a group of administrators may', () => {
    const [change] = CHANGES as [(typeof CHANGES)[number]];
    const { stderr } = tryKubectl([...change[1], '--dry-run=server', '--as', 'anyone', '--as-group', 'e2e-platform']);
    expect(stderr).toBe('');
  });

  test('the class of a deleted RuntimeClass cannot be made again by others', () => {
    const made = { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'e2e-vm' }, handler: 'runc' };
    kubectl(['delete', 'runtimeclass', 'e2e-vm']);
    const { ok, stderr } = tryKubectl(['create', '--as', ROGUE, '-f', '-'], JSON.stringify(made));
    apply(...program.filter(({ kind }) => kind === 'RuntimeClass'));
    expect(ok).toBe(false);
    expect(stderr).toContain('administrators of SandboxAdmission alone');
  });
});

describe('limits of the security model', () => {
  test('20: outside marked namespaces cluster-admin makes any pod, on the nodes of the sandboxes too', () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'any' },
      spec: {
        nodeName: NODE,
        hostPID: true,
        containers: [{ name: 'any', image: 'busybox:1.37', securityContext: { privileged: true } }],
        volumes: [{ name: 'node', hostPath: { path: '/' } }],
      },
    };
    const attempt = (namespace: string) =>
      tryKubectl(['create', '--dry-run=server', '-n', namespace, '--as', ROGUE, '-f', '-'], JSON.stringify(pod)).stderr;
    expect(attempt('default')).toBe('');
    expect(attempt(MARKED)).toContain('ValidatingAdmissionPolicy');
  });

  test('21: cluster-admin takes the identity of others', () => {
    const as = (...args: string[]) => tryKubectl([...args, '--as', ROGUE]).stdout;
    expect(as('create', 'token', 'default', '-n', 'kube-system').split('.')).toHaveLength(3);
    expect(as('auth', 'can-i', 'impersonate', `user/${MINE}`)).toBe('yes\n');
    const approve = ['auth', 'can-i', 'approve', 'signers.certificates.k8s.io/kubernetes.io/kube-apiserver-client'];
    expect(as(...approve)).toBe('yes\n');
  });
});

test('without its parameters nothing is admitted', async () => {
  const good = ROUTES[0]?.wrap('good', goodPod('e2e-vm')) as Manifest;
  const answer = () => dryRun([good], MARKED).get('Pod/good') ?? '';
  kubectl(['delete', 'serviceaccount', 'cdk-kata-sandbox-admission', '-n', 'kube-system']);
  const closed = await until('the refusal', answer, (it) => it !== 'admitted');
  apply(...program.filter(({ metadata }) => metadata.name === PARAMETERS && metadata.namespace === 'kube-system'));
  await until('the admission', answer, (it) => it === 'admitted');
  expect(closed).toContain('no params found');
}, 60_000);

describe('a pod of 100 containers, 100 volumes and 64 KiB of annotations', () => {
  const large = (name: string): Manifest => {
    const containers = Array.from({ length: 100 }, (_, index) => ({
      name: `c${index}`,
      image: 'busybox:1.37',
      resources: { limits: { cpu: '1m', memory: '1Mi' } },
      volumeMounts: [{ name: `v${index}`, mountPath: '/v' }],
      ports: [{ containerPort: 80 }],
    }));
    const volumes = Array.from({ length: 100 }, (_, index) => ({ name: `v${index}`, emptyDir: {} }));
    const annotations = Object.fromEntries(
      Array.from({ length: 2600 }, (_, index) => [`io.kubernetes.example/n${String(index).padStart(4, '0')}`, '']),
    );
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, annotations },
      spec: { runtimeClassName: 'e2e-vm', containers, volumes },
    };
  };

  test('may be updated', () => {
    const pod = large('standing-large');
    pod.metadata.namespace = MARKED;
    pod.spec.schedulerName = 'nobody';
    apply(pod);
    const label = (change: object) =>
      tryKubectl(['patch', 'pod', 'standing-large', '-n', MARKED, '--type=merge', '-p', JSON.stringify(change)]);
    expect(label({ metadata: { labels: { a: 'b' } } }).stderr).toBe('');
    expect(label({ metadata: { annotations: { a: 'b' } } }).stderr).toBe('');
    kubectl(['delete', 'pod', 'standing-large', '-n', MARKED]);
  });

  test('is admitted', () => {
    const pod = large('large');
    expect(JSON.stringify(pod.metadata.annotations).length).toBeGreaterThan(64 * 1024);
    expect(dryRun([pod], MARKED).get('Pod/large')).toBe('admitted');
  });

  test.each<[string, (pod: Manifest) => void, string]>([
    ['volume', ({ spec }) => spec.volumes.push({ name: 'last', hostPath: { path: '/' } }), 'spec.volumes'],
    [
      'container',
      ({ spec }) => Object.assign(spec.containers[99], { securityContext: { privileged: true } }),
      'spec.containers[].securityContext.privileged',
    ],
    [
      'annotation',
      ({ metadata }) => Object.assign(metadata.annotations, { 'io.katacontainers.config.hypervisor.path': 'x' }),
      'metadata.annotations',
    ],
  ])('is refused for its last %s, and not for what it costs', (what, change, field) => {
    const pod = large(`large-${what}`);
    change(pod);
    const answer = dryRun([pod], MARKED).get(`Pod/large-${what}`) ?? '';
    expect(answer).toContain(field);
    expect(answer).not.toMatch(/budget|cost|timed? ?out/);
  });
});

describe('workloads of a tenant', () => {
  const running = SIMULATED ? test : test.skip;
  running(
    'of cdk8s-plus get pods in VMs, which the quota counts with their overhead',
    async () => {
      const pods = await until(
        'the pods',
        () => get('pods', '-n', TENANT).items as Manifest[],
        (items) => items.length === 4 && items.every(({ status }) => ['Running', 'Succeeded'].includes(status.phase)),
        90,
      );
      for (const { spec } of pods) {
        expect(spec).toMatchObject({
          runtimeClassName: 'e2e-vm',
          overhead: { memory: '160Mi' },
          nodeSelector: { 'example.com/vm': 'true' },
        });
      }
      // The quota controller counts anew when a pod ends, by a cache that may not have seen the latest pods yet, and then not
      // before five minutes are over. A change of the quota makes it count at once.
      const [quota] = program.filter(
        ({ kind, metadata }) => kind === 'ResourceQuota' && metadata.namespace === TENANT,
      ) as [Manifest];
      const { hard } = quota.spec;
      const patch = JSON.stringify({ spec: { hard: { ...hard, 'count/pods': '100' } } });
      kubectl(['patch', 'resourcequota', quota.metadata.name, '-n', TENANT, '--type=merge', '-p', patch]);
      const counted = await until(
        'the count of the quota',
        () => get('resourcequota', quota.metadata.name, '-n', TENANT).status,
        (status) => status?.used?.['count/pods'] !== undefined,
      );
      const running = pods.filter(({ status }) => status.phase === 'Running').length;
      expect([running, counted.used['requests.memory']]).toEqual([3, `${3 * (64 + 160)}Mi`]);
    },
    120_000,
  );

  running(
    'roll out anew',
    async () => {
      const [deployment] = get('deployments', '-n', TENANT).items as [Manifest];
      kubectl([
        'patch',
        'deployment',
        deployment.metadata.name,
        '-n',
        TENANT,
        '--type=merge',
        '-p',
        '{"spec":{"template":{"metadata":{"annotations":{"a":"b"}}}}}',
      ]);
      await until(
        'the rollout',
        () => get('deployment', deployment.metadata.name, '-n', TENANT).status,
        ({ updatedReplicas, replicas, availableReplicas }) =>
          updatedReplicas === 2 && replicas === 2 && availableReplicas === 2,
        90,
      );
    },
    120_000,
  );

  running('in a namespace that takes privileged containers run privileged, in a VM', async () => {
    const { spec } = await until(
      'the builder',
      () => get('pod', 'build', '-n', 'e2e-builders'),
      ({ status }) => status.phase === 'Running',
    );
    expect(spec.runtimeClassName).toBe('e2e-vm');
  });

  test('privileged containers are refused once the administrators say so', async () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'late' },
      spec: {
        runtimeClassName: 'e2e-vm',
        containers: [{ name: 'a', image: 'busybox:1.37', securityContext: { privileged: true } }],
      },
    };
    expect(dryRun([pod], 'e2e-builders').get('Pod/late')).toBe('admitted');
    const annotation = 'cdk-kata/allow-privileged-in-vm=false';
    kubectl(['annotate', '--overwrite', 'serviceaccount', PARAMETERS, '-n', 'kube-system', annotation]);
    const answer = await until(
      'the refusal',
      () => dryRun([pod], 'e2e-builders').get('Pod/late') ?? '',
      (it) => it !== 'admitted',
    );
    expect(answer).toContain('spec.containers[].securityContext.privileged');
  });
});

describe('what was there before its class was taken from the parameters', () => {
  const allow = (classes: readonly string[]) => {
    const annotation = `cdk-kata/runtime-classes=${classes.join(',')}`;
    kubectl(['annotate', '--overwrite', 'serviceaccount', PARAMETERS, '-n', 'kube-system', annotation]);
  };
  const pod = { ...ROUTES[0]?.wrap('old', goodPod('e2e-vm-large')) } as Manifest;
  const deployment = ROUTES[1]?.wrap('old', goodPod('e2e-vm-large')) as Manifest;
  const held = ['example.com/hold'];
  const patch = (kind: string, change: object) =>
    tryKubectl(['patch', kind, 'old', '-n', MARKED, '--type=merge', '-p', JSON.stringify(change)]);

  beforeAll(async () => {
    apply(
      { ...pod, metadata: { ...pod.metadata, namespace: MARKED, finalizers: held } },
      { ...deployment, metadata: { ...deployment.metadata, namespace: MARKED, finalizers: held } },
    );
    allow(['e2e-vm']);
    const another = ROUTES[0]?.wrap('another', goodPod('e2e-vm-large')) as Manifest;
    await until(
      'the refusal',
      () => dryRun([another], MARKED).get('Pod/another') ?? '',
      (answer) => answer !== 'admitted',
    );
  }, 60_000);

  afterAll(() => {
    for (const kind of ['pod', 'deployment']) patch(kind, { metadata: { finalizers: null } });
    kubectl(['delete', 'deployment', 'old', '-n', MARKED, '--ignore-not-found', '--wait=false']);
    kubectl([
      'delete',
      'pod',
      'old',
      '-n',
      MARKED,
      '--ignore-not-found',
      '--wait=false',
      '--force',
      '--grace-period=0',
    ]);
    allow(CLASSES);
  });

  test.each(['pod', 'deployment'])('a %s keeps its class, and what is not about pods may change', (kind) => {
    expect(patch(kind, { metadata: { labels: { a: 'b' } } }).stderr).toBe('');
    const changed =
      kind === 'pod'
        ? { metadata: { annotations: { a: 'b' } } }
        : { spec: { template: { metadata: { annotations: { a: 'b' } } } } };
    expect(patch(kind, changed).stderr).toContain('runtimeClassName must be one of e2e-vm:');
  });

  test.each(['pod', 'deployment'])('a %s that is deleted can be let go by its controller', async (kind) => {
    kubectl(['delete', kind, 'old', '-n', MARKED, '--wait=false']);
    expect(patch(kind, { metadata: { finalizers: null } }).stderr).toBe('');
  });
});

test('policies that were removed and applied again hold as before', async () => {
  const admission = program.filter(
    ({ apiVersion, metadata }) => apiVersion.startsWith('admissionregistration') || metadata.name === PARAMETERS,
  );
  kubectl(['delete', '-f', '-'], json([...admission].reverse()));
  const broken = ROUTES[0]?.wrap('broken', goodPod('e2e-plain')) as Manifest;
  await until(
    'the absence of policies',
    () => dryRun([broken], MARKED).get('Pod/broken'),
    (it) => it === 'admitted',
  );
  apply(...admission);
  const answer = await until(
    'the refusal',
    () => dryRun([broken], MARKED).get('Pod/broken') ?? '',
    (it) => it !== 'admitted' && !it.includes('no params found'),
  );
  expect(answer).toContain('spec.runtimeClassName must be one of e2e-vm, e2e-vm-large');
  const good = ROUTES[0]?.wrap('good', goodPod('e2e-vm')) as Manifest;
  expect(dryRun([good], MARKED).get('Pod/good')).toBe('admitted');
}, 90_000);

describe('a policy of DNS names', () => {
  const fixture = path.join(__dirname, '../fixtures/crd-schemas/fqdnnetworkpolicy.json');
  const definition = crd('networking.gke.io', 'v1alpha1', 'fqdnnetworkpolicies', 'FQDNNetworkPolicy', {
    schema: JSON.parse(fs.readFileSync(fixture, 'utf8')),
  });
  afterAll(() => kubectl(['delete', '--ignore-not-found', 'crd', definition.metadata.name]));

  test('is taken by the schema of its kind, strictly', async () => {
    apply(definition);
    kubectl(['wait', '--for=condition=Established', '--timeout=30s', `crd/${definition.metadata.name}`]);
    const app = new App();
    const network = new SandboxNetwork(new Chart(app, 'names'), 'network', {
      namespace: MARKED,
      cluster: { fqdnPolicies: true },
    });
    for (const name of ['api.example.com', '*.example.org']) {
      network.allowEgressTo(NetworkPeer.fqdn(name), [NetworkPort.tcp(443), NetworkPort.udp(443)]);
    }
    const policies = (toManifests(app) as Manifest[]).filter((object) => object.kind === 'FQDNNetworkPolicy');
    expect(policies).toHaveLength(2);
    const answer = await until(
      'the kind',
      () => tryKubectl(['apply', '--server-side', '--dry-run=server', '-f', '-'], json(policies)),
      ({ ok }) => ok,
    );
    expect(answer.stderr).toBe('');
  });
});
