import { ApiObject, App, Chart } from 'cdk8s';
import {
  DaemonSetInstaller,
  DeploymentMode,
  DevmapperSnapshotter,
  Findings,
  findings,
  KataDeploy,
  KataDeployJobs,
  KataDeployJobsRbac,
  KataDeployRbac,
  KataInstallation,
  KataMonitor,
  KataRuntime,
  KataRuntimeClasses,
  type KataRuntimeProps,
  KataShim,
} from '../../../lib/kata';
import * as rules from '../../../lib/kata/install/rules/installation-rules';
import { find, manifests, synthApp } from '../../util/manifests';

const { CLH, FIRECRACKER, QEMU_RUNTIME_RS } = KataShim;
const placement = { nodeSelector: { pool: 'kata' } };
const LARGE = { shim: QEMU_RUNTIME_RS, guestMemory: '512Mi' };

function pod(app: App): ApiObject {
  const containers = [{ name: 'main', image: 'nginx:1.29', resources: { limits: { memory: '64Mi' } } }];
  return new ApiObject(new Chart(app, 'tenant'), 'it', { apiVersion: 'v1', kind: 'Pod', spec: { containers } });
}

describe('custom runtimes and sizes are one list', () => {
  test.each<[string, KataRuntimeProps, object, string]>([
    ['by the size', {}, { size: 'large' }, 'kata-large'],
    ['by the handler', {}, { customRuntime: 'kata-large' }, 'kata-large'],
    ['by the size, with a suffix', { multiInstallSuffix: 'blue' }, { size: 'large' }, 'kata-large-blue'],
    [
      'by the handler, with a suffix',
      { multiInstallSuffix: 'blue' },
      { customRuntime: 'kata-large' },
      'kata-large-blue',
    ],
    [
      'by the whole handler, with a suffix',
      { multiInstallSuffix: 'blue' },
      { customRuntime: 'kata-large-blue' },
      'kata-large-blue',
    ],
  ])('what addSize() made is found %s', (_, props, options, name) => {
    const app = new App();
    const kata = new KataRuntime(app, 'kata', props);
    expect(kata.addSize('large', LARGE).name).toBe(name);
    kata.sandbox(pod(app), options);
    expect(find(manifests(app), 'Pod').spec.runtimeClassName).toBe(name);
    expect(kata.installation.customRuntimes.map(({ handler }) => handler)).toEqual([name]);
  });

  test('what was added to the installation is in every part of it', () => {
    const app = new App();
    const kata = new KataRuntime(app, 'kata');
    kata.installation.addCustomRuntime({ handler: 'kata-mine', shim: QEMU_RUNTIME_RS });
    kata.sandbox(pod(app), { customRuntime: 'kata-mine' });
    const all = manifests(app);
    expect(find(all, 'RuntimeClass', 'kata-mine').handler).toBe('kata-mine');
    expect(find(all, 'ConfigMap').data['custom-runtimes.list']).toBe('kata-mine:qemu-runtime-rs::\n');
    expect(find(all, 'DaemonSet').spec.template.spec.containers[0].env).toContainEqual({
      name: 'CUSTOM_RUNTIMES_ENABLED',
      value: 'true',
    });
    expect(kata.runtimeClasses.map(({ name }) => name)).toEqual(['kata-qemu-runtime-rs', 'kata-mine']);
  });

  test('one that is refused leaves the installation as it was', () => {
    const kata = new KataRuntime(new App(), 'kata');
    kata.addSize('large', LARGE);
    expect(() => kata.addSize('large', LARGE)).toThrow("'kata-large' is the name of another handler");
    expect(() => kata.installation.addCustomRuntime({ handler: 'runc', shim: QEMU_RUNTIME_RS })).toThrow(
      "handler 'runc' of a custom runtime is not a name for one",
    );
    expect(kata.installation.customRuntimes).toHaveLength(1);
    expect(kata.runtimeClasses).toHaveLength(2);
  });

  test.each([
    ['KataRuntime', () => new KataRuntime(new App(), 'kata', { deploymentMode: DeploymentMode.JOB }).installation],
    [
      'KataDeployJobs',
      () => {
        const installation = new KataInstallation();
        new KataDeployJobs(new Chart(new App(), 'chart'), 'jobs', { installation });
        return installation;
      },
    ],
  ])('Jobs of a %s take none any more', (_, make) => {
    expect(() => make().addSize('large', LARGE)).toThrow("'kata-large' is added to an installation by Jobs");
  });

  test('the list of sizes is told to who asks for another', () => {
    const app = new App();
    const kata = new KataRuntime(app, 'kata');
    kata.addSize('large', LARGE);
    const it = pod(app);
    expect(() => kata.sandbox(it, { size: 'small' })).toThrow("there is no size 'small': the sizes are large");
    expect(() => kata.sandbox(it, { customRuntime: 'kata-x' })).toThrow(
      "the installation has no custom runtime 'kata-x': it has kata-large",
    );
  });
});

describe('an installation is checked once', () => {
  test.each<[string, KataRuntimeProps]>([
    ['by a DaemonSet', {}],
    ['with every part', { shims: [FIRECRACKER, CLH], devmapper: {}, monitor: {} }],
    ['by Jobs', { deploymentMode: DeploymentMode.JOB }],
  ])('%s', (_, props) => {
    const spy = jest.spyOn(rules, 'assertInstallation');
    const app = new App();
    const kata = new KataRuntime(app, 'kata', props);
    app.synthYaml();
    expect(kata.warnings).toBeDefined();
    expect(spy).toHaveBeenCalledTimes(1);
    spy.mockRestore();
  });
});

describe('parts that are made by hand', () => {
  test('have the names of one installation', () => {
    const installation = new KataInstallation({ multiInstallSuffix: 'blue', containerdVersion: '2.1' });
    const all = synthApp((app) => {
      const chart = new Chart(app, 'chart');
      const { serviceAccount } = new KataDeployRbac(chart, 'rbac', { installation });
      new KataDeploy(chart, 'deploy', { installation });
      new KataMonitor(chart, 'monitor', { installation });
      new KataRuntimeClasses(chart, 'classes', { installation });
      expect(serviceAccount.name).toBe(installation.serviceAccountName);
    });
    for (const { metadata } of all) expect(metadata.name).toMatch(/-blue$/);
    expect(find(all, 'DaemonSet', 'kata-deploy-blue').spec.template.spec.serviceAccountName).toBe(
      'kata-deploy-sa-blue',
    );
  });

  describe('of two installations', () => {
    const blue = new KataInstallation({ multiInstallSuffix: 'blue', placement });
    const green = new KataInstallation({ multiInstallSuffix: 'green', placement });

    test.each<[string, (chart: Chart) => unknown, string]>([
      [
        'an installer without its permissions',
        (chart) => {
          new KataDeployRbac(chart, 'rbac', { installation: green });
          new KataDeploy(chart, 'it', { installation: blue });
        },
        'KataDeploy is of installation kube-system/blue, and this app makes the permissions of kube-system/green alone',
      ],
      [
        'Jobs without their permissions',
        (chart) => {
          new KataDeployJobsRbac(chart, 'rbac', { installation: green });
          new KataDeployJobs(chart, 'it', { installation: blue });
        },
        'KataDeployJobs is of installation kube-system/blue, and this app makes the permissions of kube-system/green alone',
      ],
      [
        'classes without their installer',
        (chart) => {
          new KataDeployRbac(chart, 'rbac', { installation: green });
          new KataDeploy(chart, 'deploy', { installation: green });
          new KataRuntimeClasses(chart, 'it', { installation: blue });
        },
        'KataRuntimeClasses is of installation kube-system/blue, and this app makes the installer of kube-system/green alone',
      ],
    ])('%s are refused at synthesis, unless acknowledged', (_, make, message) => {
      const app = new App();
      const chart = new Chart(app, 'chart');
      make(chart);
      expect(() => app.synthYaml()).toThrow(`chart/it: ${message}; give both parts one KataInstallation`);
      Findings.of(chart).acknowledge('kata/parts-of-two-installations', 'platform/kata.ts makes the others');
      expect(app.synthYaml()).toContain('blue');
    });

    test('are told apart by their namespaces too', () => {
      const app = new App();
      const chart = new Chart(app, 'chart');
      new KataDeployRbac(chart, 'rbac', {
        installation: new KataInstallation({ placement, namespace: 'kata-system' }),
      });
      new KataDeploy(chart, 'deploy', { installation: new KataInstallation({ placement }) });
      expect(() => app.synthYaml()).toThrow('is of installation kube-system/default');
    });

    test('may stand beside each other, and without what another program makes', () => {
      const app = new App();
      for (const installation of [blue, green]) {
        const chart = new Chart(app, installation.instance);
        new KataDeployRbac(chart, 'rbac', { installation });
        new KataDeploy(chart, 'deploy', { installation });
        new KataRuntimeClasses(chart, 'classes', { installation });
      }
      expect(findings(app).filter(({ id }) => id === 'kata/parts-of-two-installations')).toEqual([]);
      const other = new App();
      new KataDeploy(new Chart(other, 'chart'), 'deploy', { installation: blue });
      expect(findings(other).filter(({ severity }) => severity === 'error')).toEqual([]);
    });
  });

  test('are the same objects that a KataRuntime makes', () => {
    const props = { shims: [QEMU_RUNTIME_RS, CLH], placement: { nodeSelector: { a: 'b' } } };
    const made = synthApp((app) => new KataRuntime(app, 'kata', { ...props, defaultRuntimeClassName: 'kata' }));
    const byHand = synthApp((app) => {
      const installation = new KataInstallation(props);
      const chart = new Chart(app, 'chart');
      new KataDeployRbac(chart, 'rbac', { installation });
      new KataDeploy(chart, 'deploy', { installation });
      new KataRuntimeClasses(chart, 'classes', { installation, defaultRuntimeClassName: 'kata' });
    });
    expect(byHand).toEqual(made);
  });

  test('of a thin pool have the options of the installation, and no others', () => {
    const installation = new KataInstallation({ shims: [FIRECRACKER], devmapper: { poolName: 'fast' } });
    const chart = new Chart(new App(), 'chart');
    const { configMap } = new DevmapperSnapshotter(chart, 'pool', { installation });
    expect(configMap.toJson().data['thin-pool.sh']).toContain("\npool='fast'\n");
    expect(() => new DevmapperSnapshotter(chart, 'other', { installation, poolName: 'slow' })).toThrow(
      'poolName is given, and devmapper of the installation already has the options of the pool',
    );
  });
});

test('charts list the objects that their constructs hold', () => {
  const kata = new KataRuntime(new App(), 'kata', { namespace: 'kata-system', monitor: {} });
  const kinds = (chart: Chart) => chart.apiObjects.map(({ kind }) => kind);
  expect(kinds(kata.accessChart)).toEqual([
    'Namespace',
    'ResourceQuota',
    'ServiceAccount',
    'ClusterRole',
    'ClusterRoleBinding',
  ]);
  expect(kinds(kata.installerChart)).toEqual(['DaemonSet', 'DaemonSet']);
  expect(kinds(kata)).toEqual(['RuntimeClass']);
  for (const object of kata.accessChart.apiObjects) object.metadata.addAnnotation('sync-wave', '1');
  expect(kata.installer.serviceAccount.toJson().metadata.annotations).toEqual({ 'sync-wave': '1' });
});

test('the installer of a runtime is one of the two', () => {
  expect(new KataRuntime(new App(), 'kata').installer).toBeInstanceOf(DaemonSetInstaller);
});

test('a ConfigMap comes before the DaemonSet that mounts it, one that was added late too', () => {
  const userDropIn = 'version = 2\n';
  const all = synthApp((app) => {
    const kata = new KataRuntime(app, 'kata', { containerdVersion: '2.1', containerd: { userDropIn } });
    kata.addSize('large', LARGE);
  });
  const kinds = all.map(({ kind }) => kind).filter((kind) => ['ConfigMap', 'DaemonSet'].includes(kind));
  expect(kinds).toEqual(['ConfigMap', 'ConfigMap', 'DaemonSet']);
});
