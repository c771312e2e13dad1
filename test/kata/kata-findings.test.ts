import { ApiObject, App, Chart } from 'cdk8s';
import {
  DeploymentMode,
  DevmapperSnapshotter,
  Findings,
  FindingsError,
  findings,
  KataCleanup,
  KataInstallation,
  KataMonitor,
  KataRelease,
  KataRuntime,
  type KataRuntimeProps,
  KataShim,
  Severity,
  WarningMode,
} from '../../lib/kata';
import { KATA_RULES } from '../../lib/kata/rules';
import { Rule } from '../../lib/validation/rule';

const { CLH, FIRECRACKER, QEMU } = KataShim;

function refused(build: () => unknown): FindingsError {
  try {
    build();
  } catch (error) {
    if (error instanceof FindingsError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const placement = { nodeSelector: { pool: 'kata' } };
const runtime = (props: KataRuntimeProps) => () => new KataRuntime(new App(), 'prod', props);

test.each<[string, KataRuntimeProps]>([
  ['kata/shim-unknown', { shims: [KataShim.of('acme')] }],
  ['props/duplicate', { shims: [CLH, CLH] }],
  ['kata/default-shim', { shims: [CLH], defaultShim: QEMU }],
  ['kata/multi-install-suffix', { multiInstallSuffix: 'debug' }],
  ['kata/containerd-version', { containerdVersion: 'two' }],
  ['props/floating-image', { image: 'quay.io/kata-containers/kata-deploy:latest' }],
  ['kata/namespace', { namespace: 'Kata' }],
  ['kata/not-in-release', { release: KataRelease.V3_14_0, namespace: 'kata-system' }],
  ['kata/shim-settings', { shimSettings: [{ shim: CLH, dropIn: 'a = 1' }] }],
  ['kata/custom-runtime-shim', { customRuntimes: [{ handler: 'mine', shim: CLH }] }],
  ['kata/firecracker-without-devmapper', { shims: [FIRECRACKER] }],
  ['kata/devmapper-device', { shims: [FIRECRACKER], devmapper: { devices: [] } }],
  ['props/floating-image', { shims: [FIRECRACKER], devmapper: { image: 'busybox:latest' } }],
  ['kata/snapshotter-not-set-up', { shims: [KataShim.QEMU_COCO_DEV] }],
  ['kata/devkit-without-debug', { devkit: true }],
  ['kata/affinity', { affinity: { nodeAffinity: 1 } }],
  ['kata/probe', { probes: { port: 0 } }],
  ['kata/jobs-without-job-mode', { jobs: {} }],
  ['kata/node-feature-rule', { createNodeFeatureRule: true }],
  ['kata/jobs-nodes', { deploymentMode: DeploymentMode.JOB, jobs: { nodes: [] } }],
  ['props/floating-image', { deploymentMode: DeploymentMode.JOB, jobs: { dispatcherImage: 'a:latest' } }],
  ['kata/not-in-release', { deploymentMode: DeploymentMode.JOB, release: KataRelease.V3_14_0 }],
])('%s refuses a runtime with its path, a reason and a fix', (id, props) => {
  const { findings: found, message } = refused(runtime(props));
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ id, path: 'prod', severity: Severity.ERROR, canAcknowledge: false });
  expect(message.startsWith('prod: ')).toBe(true);
  expect(Rule.withId(id)?.id).toBe(id);
});

test('wrong facts of the cluster are refused, all of them', () => {
  const cluster = { nodeRanges: ['x'], serviceRange: '10.0.0.1/8', kubernetesVersion: 'abc', workloadPool: 'x' };
  const { findings: found } = refused(runtime({ cluster }));
  expect(found.map(({ path, message }) => `${path}: ${message.split(' ')[0]}`)).toEqual([
    'prod: cluster.nodeRanges[0]',
    'prod: cluster.serviceRange',
    'prod: cluster.kubernetesVersion',
    'prod: cluster.workloadPool',
  ]);
});

test.each<[string, string, (chart: Chart) => unknown]>([
  [
    'kata/monitor-value',
    'chart/it',
    (chart) => new KataMonitor(chart, 'it', { installation: new KataInstallation(), port: 0 }),
  ],
  ['kata/cleanup', 'chart/it', (chart) => new KataCleanup(chart, 'it', { installation: new KataInstallation() })],
  [
    'kata/devmapper-pool-name',
    'chart/it',
    (chart) => new DevmapperSnapshotter(chart, 'it', { installation: new KataInstallation(), poolName: 'A B' }),
  ],
  ['kata/attributes', 'chart/it', (chart) => KataRuntime.fromAttributes(chart, 'it', {})],
  [
    'kata/class-of-shim',
    'chart/it',
    (chart) => KataRuntime.fromAttributes(chart, 'it', { shims: ['clh'] }).runtimeClass(QEMU),
  ],
  ['props/empty-list', 'mine', () => new KataInstallation({ shims: [] }, 'mine')],
])('%s refuses a part with its path', (id, path, build) => {
  const [finding] = refused(() => build(new Chart(new App(), 'chart'))).findings;
  expect(finding).toMatchObject({ id, path });
  expect(Rule.withId(id)?.id).toBe(id);
});

test('ids of rules are unique, and each says what it means and what to do', () => {
  const ids = KATA_RULES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, meaning, fix } of KATA_RULES) {
    expect(id).toMatch(/^kata\/([a-z-]+|advisory-GHSA(-[a-z0-9]{4}){3})$/);
    expect(Math.min(meaning.length, fix.length)).toBeGreaterThan(10);
  }
});

describe('warnings', () => {
  const silent = () => {
    const app = new App();
    Findings.of(app).setWarningMode(WarningMode.SILENT);
    return app;
  };

  test('are findings of the runtime, and its warnings are as they are printed', () => {
    const app = silent();
    const kata = new KataRuntime(app, 'prod', { placement, multiInstallSuffix: 'x' });
    expect(findings(app)).toEqual([
      {
        id: 'kata/containerd-unknown',
        severity: Severity.WARNING,
        path: 'prod',
        message: "multiInstallSuffix 'x' needs containerd 2.0 or newer (GKE 1.33)",
        fix: 'say what the nodes have with containerdVersion',
        canAcknowledge: true,
      },
    ]);
    expect(kata.warnings).toEqual([
      "prod: multiInstallSuffix 'x' needs containerd 2.0 or newer (GKE 1.33); say what the nodes have with containerdVersion " +
        '(kata/containerd-unknown)',
    ]);
    Findings.of(kata).acknowledge('kata/containerd-unknown', 'every node has 2.1');
    expect([findings(app), kata.warnings]).toEqual([[], []]);
  });

  test('are errors where the program says so', () => {
    const app = new App();
    Findings.of(app).setWarningMode(WarningMode.ERROR);
    new KataRuntime(app, 'prod', { placement, multiInstallSuffix: 'x' });
    expect(() => app.synthYaml()).toThrow("prod: multiInstallSuffix 'x' needs containerd 2.0");
  });

  test('of a size that was added later are there', () => {
    const kata = new KataRuntime(silent(), 'prod', { placement });
    kata.addSize('large', { shim: KataShim.QEMU_RUNTIME_RS, guestMemory: '4Gi', overhead: { memory: '1Gi' } });
    expect(kata.warnings).toEqual([expect.stringContaining('RuntimeClass kata-large declares 1024 MiB of overhead')]);
  });
});

test('a conflict of two installations is found once', () => {
  const app = new App();
  new KataRuntime(app, 'one');
  new KataRuntime(app, 'two');
  const conflicts = findings(app).filter(({ id }) => id.startsWith('kata/installations-'));
  expect(conflicts.map(({ path }) => path)).toEqual(['two']);
  expect(refused(() => app.synthYaml()).message.match(/both make DaemonSet kata-deploy/g)).toHaveLength(1);
});

test('a node pool as placement is told apart from its placement', () => {
  class KataNodePool {
    public readonly placement = { nodeSelector: { a: 'b' } };
  }
  expect(runtime({ placement: new KataNodePool() as never })).toThrow(
    'prod: placement is a KataNodePool, and must be its placement; pass pool.placement',
  );
});

test('what is put into a runtime is looked at with it', () => {
  const app = new App();
  const kata = new KataRuntime(app, 'prod', { placement });
  const pod = new ApiObject(new Chart(app, 'tenant'), 'pod', {
    apiVersion: 'v1',
    kind: 'Pod',
    spec: { containers: [{ name: 'main', image: 'a/b:1.0.0', resources: { limits: { memory: '64Mi' } } }] },
  });
  kata.sandbox(pod);
  const finding = {
    id: 'test/odd',
    severity: Severity.WARNING,
    path: '',
    message: 'odd',
    fix: '',
    canAcknowledge: true,
  };
  Findings.of(pod).add(() => [finding], { at: app });
  expect(kata.warnings).toEqual(['tenant/pod: odd (test/odd)']);
});
