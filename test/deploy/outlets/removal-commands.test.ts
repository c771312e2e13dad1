import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import { removalCommands } from '../../../lib/deploy';
import {
  DeploymentMode,
  KataCleanup,
  KataDeploy,
  KataDeployJobs,
  KataDeployJobsRbac,
  KataDeployRbac,
  KataInstallation,
  KataRelease,
  KataRuntime,
  KataRuntimeClasses,
  type KataRuntimeProps,
  KataShim,
  Redispatch,
} from '../../../lib/kata';

const remove = 'kubectl delete --ignore-not-found --cascade=foreground';

function workload(app: App, id: string) {
  const chart = new Chart(app, id, { namespace: 'default', disableResourceNameHashes: true });
  return new ApiObject(chart, 'pod', {
    apiVersion: 'v1',
    kind: 'Pod',
    spec: { containers: [{ name: 'a', image: 'a:1', resources: { limits: { memory: '1Gi' } } }] },
  });
}

function program() {
  const app = new App();
  new KataRuntime(app, 'kata').sandbox(workload(app, 'web'));
  return app;
}

test('removal goes backwards by role, each step waiting for pods', () => {
  const app = program();
  expect(removalCommands(app, 'dist')).toEqual([
    `${remove} -f dist/web.yaml`,
    `${remove} -f dist/kata-runtime-classes.yaml`,
    `${remove} -f dist/kata-installer.yaml`,
    `${remove} -f dist/kata-access.yaml`,
  ]);
  expect(removalCommands(new App(), 'dist')).toEqual([]);
  const odd = new App();
  workload(odd, 'web');
  expect(removalCommands(odd, "a b/it's")).toEqual([`${remove} -f 'a b/it'\\''s/web.yaml'`]);
});

test.each([[undefined], [null], ['dist'], [{}]])('of %j, which is no app, is refused', (app) => {
  expect(() => removalCommands(app as never)).toThrow('and must be a construct of a cdk8s app; pass the app');
});

test('the namespace of the installer goes after it, whichever chart it stands in', () => {
  const app = new App();
  const kata = new KataRuntime(app, 'kata', { namespace: 'kata-system' });
  kata.sandbox(workload(app, 'web'));
  new ApiObject(new Chart(app, 'names'), 'ns', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'kata-system' },
  });
  expect(removalCommands(app, 'dist')).toEqual([
    `${remove} -f dist/web.yaml`,
    `${remove} -f dist/kata-runtime-classes.yaml`,
    `${remove} -f dist/kata-installer.yaml`,
    `${remove} -f dist/kata-access.yaml -f dist/names.yaml`,
  ]);
});

describe('parts that are made by hand', () => {
  const chart = (app: App, id: string) => new Chart(app, id, { disableResourceNameHashes: true });
  const placement = { nodeSelector: { pool: 'kata' } };

  test('go in the same order', () => {
    const app = new App();
    const installation = new KataInstallation({ placement });
    const classes = chart(app, 'classes');
    new KataRuntimeClasses(classes, 'classes', { installation });
    new KataDeployRbac(chart(app, 'rights'), 'rbac', { installation });
    new KataDeploy(chart(app, 'node'), 'deploy', { installation });
    workload(app, 'web');
    expect(removalCommands(app, 'dist')).toEqual([
      `${remove} -f dist/web.yaml`,
      `${remove} -f dist/classes.yaml`,
      `${remove} -f dist/node.yaml`,
      `${remove} -f dist/rights.yaml`,
    ]);
  });

  test('are Jobs that clean the nodes, or none', () => {
    const build = (uninstall: boolean) => {
      const app = new App();
      const installation = new KataInstallation({ placement });
      const all = chart(app, 'all');
      new KataDeployJobsRbac(all, 'rbac', { installation });
      new KataDeployJobs(all, 'jobs', { installation, jobs: { uninstall } });
      return () => removalCommands(app, 'dist');
    };
    expect(build(false)).toThrow('all: Jobs install Kata');
    expect(build(true)().filter((it) => it.startsWith('kubectl wait'))).toHaveLength(1);
  });
});

describe('Jobs in place of a DaemonSet', () => {
  const kata = (app: App, id: string, uninstall: boolean, props: KataRuntimeProps = {}) =>
    new KataRuntime(app, id, {
      ...(props.pools === undefined && { placement: { nodeSelector: { pool: id } } }),
      namespace: 'kata-system',
      deploymentMode: DeploymentMode.JOB,
      jobs: { uninstall, redispatch: Redispatch.newNodes() },
      ...props,
    });

  /** Names of the Jobs end in a digest. */
  const commands = (app: App) => removalCommands(app, 'dist').map((it) => it.replace(/-[0-9a-f]{8}\b/g, '-DIGEST'));

  test('are refused where none of them removes Kata', () => {
    const app = new App();
    kata(app, 'kata', false);
    kata(app, 'gone', true, { multiInstallSuffix: 'gone', namespace: 'kata-gone' });
    expect(() => removalCommands(app)).toThrow(
      /^kata\/installer: Jobs install Kata.*set uninstall: true in jobs.*\(deploy\/removal-jobs\)$/,
    );
  });

  test('clean the nodes before they go, and no other Job installs meanwhile', () => {
    const app = new App();
    kata(app, 'kata', true);
    const at = '--namespace kata-system';
    expect(commands(app)).toEqual([
      `${remove} -f dist/kata-runtime-classes.yaml`,
      `${remove} cronjob kata-deploy-reconcile ${at}`,
      `${remove} job --selector kata-deploy/dispatcher=install,app.kubernetes.io/instance=default ${at}`,
      `${remove} job --selector kata-deploy/stage=install,app.kubernetes.io/instance=default ${at}`,
      'kubectl apply --server-side -f dist/kata-access.yaml -f dist/kata-installer.yaml',
      `kubectl wait --for=condition=complete job kata-deploy-cleanup-dispatcher-DIGEST ${at} --timeout=60m`,
      `${remove} -f dist/kata-installer.yaml`,
      `${remove} -f dist/kata-access.yaml`,
    ]);
  });

  test('of several pools and installations are all waited for, beside a DaemonSet', () => {
    const app = new App();
    const pool = (name: string, shim: KataShim) => ({ placement: { nodeSelector: { pool: name } }, shims: [shim] });
    kata(app, 'kata', true, { pools: [pool('a', KataShim.QEMU), pool('b', KataShim.CLH)], jobs: { uninstall: true } });
    kata(app, 'blue', true, { multiInstallSuffix: 'blue', namespace: 'kata-blue', jobs: { uninstall: true } });
    const placement = { nodeSelector: { pool: 'green' } };
    new KataRuntime(app, 'green', { multiInstallSuffix: 'green', namespace: 'kata-green', placement });
    const found = commands(app);
    expect(found.filter((it) => it.startsWith('kubectl wait'))).toEqual([
      expect.stringMatching(/job kata-deploy-\S+-cleanup-dispatcher-DIGEST --namespace kata-system/),
      expect.stringMatching(/job kata-deploy-\S+-cleanup-dispatcher-DIGEST --namespace kata-system/),
      expect.stringMatching(/job kata-deploy-blue-cleanup-dispatcher-DIGEST --namespace kata-blue/),
    ]);
    expect(new Set(removalCommands(app, 'dist')).size).toBe(found.length);
    expect(found.filter((it) => it.includes('/stage=')).map((it) => it.split('instance=')[1])).toEqual([
      'default --namespace kata-system',
      'blue --namespace kata-blue',
    ]);
    expect(found.at(-2)).toContain('dist/green-installer.yaml');
    expect(found.at(-1)).toContain('dist/green-access.yaml');
  });
});

describe('Kata 3.14.0', () => {
  const kata = (app: App, id: string, pool?: string) =>
    new KataRuntime(app, id, {
      release: KataRelease.V3_14_0,
      shims: [KataShim.QEMU],
      ...(pool && { multiInstallSuffix: pool, placement: { nodeSelector: { pool } } }),
    });
  const label = 'katacontainers.io/kata-runtime';
  const removeBehind = 'kubectl delete --ignore-not-found --cascade=background';
  const gone = (name: string) =>
    `kubectl wait --for=delete pod --selector name=${name} --namespace kube-system --timeout=15m`;
  const wait = (nodes: string) =>
    `until left=$(kubectl get nodes --selector ${nodes} --output name) && [ -z "$left" ]; do sleep 5; done`;

  test('leaves a label, which is taken away', () => {
    const app = new App();
    kata(app, 'kata');
    expect(removalCommands(app, 'dist')).toEqual([
      `${remove} -f dist/kata-runtime-classes.yaml`,
      `${removeBehind} -f dist/kata-installer.yaml`,
      gone('kata-deploy'),
      `kubectl label nodes --selector ${label}=cleanup ${label}-`,
      `${remove} -f dist/kata-access.yaml`,
    ]);
  });

  test.each([YamlOutputType.FILE_PER_CHART, YamlOutputType.FILE_PER_RESOURCE])(
    'is cleaned up by KataCleanup, once the installer is gone (%s)',
    (yamlOutputType) => {
      const app = new App({ yamlOutputType });
      const { installation } = kata(app, 'kata');
      new KataCleanup(new Chart(app, 'cleanup'), 'cleanup', { installation });
      const found = removalCommands(app, 'dist').map((it) => it.replace(/\.[a-z].*?\.yaml/g, '.yaml'));
      const access = `${remove}${' -f dist/kata-access.yaml'.repeat(yamlOutputType === YamlOutputType.FILE_PER_CHART ? 1 : 3)}`;
      expect(found).toEqual([
        `${remove} -f dist/kata-runtime-classes.yaml`,
        `${removeBehind} -f dist/kata-installer.yaml`,
        gone('kata-deploy'),
        'kubectl apply --server-side -f dist/cleanup.yaml',
        wait(`${label}=cleanup`),
        `${remove} -f dist/cleanup.yaml`,
        access,
      ]);
    },
  );

  test('of several installations is cleaned up where KataCleanup is, and unlabelled elsewhere', () => {
    const app = new App();
    const { installation } = kata(app, 'blue', 'blue');
    kata(app, 'green', 'green');
    new KataCleanup(new Chart(app, 'cleanup'), 'cleanup', { installation });
    new KataRuntime(app, 'new', { multiInstallSuffix: 'new', placement: { nodeSelector: { pool: 'new' } } });
    const found = removalCommands(app, 'dist');
    // Its pods count DaemonSets, so that others go before, and it does not wait for its pods itself.
    const removed = found.findIndex((it) => it.includes('-f dist/new-installer.yaml'));
    expect(found.slice(removed, removed + 4)).toEqual([
      `${remove} -f dist/new-installer.yaml`,
      `${removeBehind} -f dist/green-installer.yaml -f dist/blue-installer.yaml`,
      gone('kata-deploy-green'),
      gone('kata-deploy-blue'),
    ]);
    expect(found.filter((it) => it.includes(label))).toEqual([
      wait(`${label}=cleanup,pool=blue`),
      `kubectl label nodes --selector ${label}=cleanup,pool=green ${label}-`,
    ]);
    expect(found.at(-1)).toContain('dist/blue-access.yaml');
  });

  test.each([
    ['the installer', (_: App, runtime: KataRuntime): Chart => runtime.installerChart],
    ['workloads', (app: App): Chart => workload(app, 'web').node.scope as Chart],
  ])('KataCleanup in the chart of %s is refused', (_, chart) => {
    const app = new App();
    const runtime = kata(app, 'kata');
    new KataCleanup(chart(app, runtime), 'cleanup', { installation: runtime.installation });
    expect(() => removalCommands(app)).toThrow(/a KataCleanup shares a file.*\(deploy\/removal-cleanup\)$/);
  });
});
