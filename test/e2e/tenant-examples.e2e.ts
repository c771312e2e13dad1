import type { Manifest } from '../util/manifests';
import { apply, get, kubectl, SIMULATED, tryKubectl, until } from './cluster';
import { addNodes, Program, removeNodes } from './program';

const NODE = 'e2e-kata-tenants';
const DEPLOYER = 'deployer@acme-dev.iam.gserviceaccount.com';
const PLATFORM = 'platform@acme.example';
/** Who applies an example: those whom it names as administrators. */
const AS = ['--as', DEPLOYER, '--as-group', PLATFORM, '--as-group', 'system:authenticated'];

const BINDING: Manifest = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: 'e2e-deployer' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
  subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: DEPLOYER }],
};

/** Pods that each namespace of an example comes to have. */
const EXAMPLES: readonly (readonly [example: string, pods: Record<string, number>])[] = [
  ['multi-tenant', { shop: 2, data: 1 }],
  ['untrusted-code-runner', { runner: 2 }],
  ['ci-runner', { builds: 1 }],
  ['sandbox-a-helm-chart', { cache: 2 }],
];

beforeAll(async () => {
  if (SIMULATED) {
    await addNodes({
      name: NODE,
      labels: {
        'kata-containers': 'enabled',
        'katacontainers.io/kata-runtime': 'true',
        'kata-deploy.katacontainers.io/default': 'true',
      },
    });
  }
  apply(BINDING);
});

afterAll(async () => {
  // The API server forgets a policy some moments after it is gone, and other tests label nodes too.
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'e2e-probe', labels: { 'kata-containers': 'x' } } };
  await until(
    'the absence of policies',
    () => tryKubectl(['create', '--dry-run=server', '-f', '-'], JSON.stringify(node)),
    ({ ok }) => ok,
  );
  kubectl(['delete', '--ignore-not-found', 'clusterrolebinding', BINDING.metadata.name]);
  if (SIMULATED) removeNodes(NODE);
});

describe.each(EXAMPLES)('%s', (example, expected) => {
  const program = new Program(example);
  afterAll(() => program.close());

  test('applies twice, strictly validated, with its own admission in force', () => {
    for (let round = 0; round < 2; round++) {
      for (const file of program.files) kubectl(['apply', '--server-side', ...AS, '-f', file]);
    }
  });

  (SIMULATED ? test.each(Object.entries(expected)) : test.skip.each([['no namespace', 0]]))(
    'gets its pods in namespace %s, all in VMs',
    async (namespace, count) => {
      const pods = await until(
        `the pods of ${namespace}`,
        () => get('pods', '-n', namespace).items as Manifest[],
        (items) =>
          items.length === count && items.every(({ status }) => ['Running', 'Succeeded'].includes(status.phase)),
        90,
      );
      for (const { spec } of pods) {
        expect(spec.runtimeClassName).toMatch(/^kata-/);
        expect(spec.overhead.memory).toBeDefined();
        expect(spec.serviceAccountName).toBe('default');
        expect(spec.volumes?.some((volume: Manifest) => volume.projected) ?? false).toBe(false);
      }
    },
  );

  test('is removed backwards without a trace', () => {
    for (const file of [...program.files].reverse()) {
      kubectl(['delete', '--ignore-not-found', '--timeout=90s', ...AS, '-f', file]);
    }
    expect(program.leftovers()).toEqual([]);
  });
});

test('whoever is not named can take no RuntimeClass away while an example stands', async () => {
  const program = new Program('multi-tenant');
  for (const file of program.files) kubectl(['apply', '--server-side', ...AS, '-f', file]);
  const [name] = program.objects.filter(({ kind }) => kind === 'RuntimeClass').map(({ metadata }) => metadata.name) as [
    string,
  ];
  const answer = await until(
    'the refusal',
    () => tryKubectl(['delete', 'runtimeclass', name, '--dry-run=server']),
    ({ ok }) => !ok,
  );
  for (const file of [...program.files].reverse())
    kubectl(['delete', '--ignore-not-found', '--timeout=90s', ...AS, '-f', file]);
  program.close();
  expect(answer.stderr).toContain('administrators of SandboxAdmission alone');
});
