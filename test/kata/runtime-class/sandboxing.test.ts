import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { DeploymentMode, KataRuntime, KataShim, vmSizeRuntime } from '../../../lib';
import { find, manifests } from '../../util/manifests';

const { CLH_RUNTIME_RS, QEMU_RUNTIME_RS } = KataShim;

function pod(scope: Construct, name: string): ApiObject {
  const containers = [{ name: 'main', image: 'nginx:1.29', resources: { limits: { memory: '64Mi' } } }];
  return new ApiObject(scope, name, { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers } });
}

function deployment(scope: Construct, name: string): ApiObject {
  const containers = [{ name: 'main', image: 'nginx:1.29', resources: { limits: { memory: '64Mi' } } }];
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers } };
  const spec = { selector: { matchLabels: labels }, template };
  return new ApiObject(scope, name, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec });
}

const classOf = (app: App, name: string) => find(manifests(app), 'Pod', name).spec.runtimeClassName;

describe('a custom runtime', () => {
  const customRuntimes = [
    { handler: 'kata-mine', shim: CLH_RUNTIME_RS },
    vmSizeRuntime('large', { shim: QEMU_RUNTIME_RS, guestMemory: '512Mi' }),
  ];
  const shims = [QEMU_RUNTIME_RS, CLH_RUNTIME_RS];

  test('is chosen by its handler', () => {
    const app = new App();
    const kata = new KataRuntime(app, 'kata', { shims, customRuntimes });
    kata.sandbox(pod(new Chart(app, 'chart'), 'it'), { customRuntime: 'kata-mine' });
    expect(classOf(app, 'it')).toBe('kata-mine');
  });

  test('of a size is chosen by the size, in job mode too', () => {
    const app = new App();
    const kata = new KataRuntime(app, 'kata', { shims, customRuntimes, deploymentMode: DeploymentMode.JOB });
    kata.sandbox(pod(new Chart(app, 'chart'), 'it'), { size: 'large' });
    expect(classOf(app, 'it')).toBe('kata-large');
  });

  test('that there is not is refused', () => {
    const app = new App();
    const kata = new KataRuntime(app, 'kata', { shims, customRuntimes });
    const it = pod(new Chart(app, 'chart'), 'it');
    expect(() => kata.sandbox(it, { customRuntime: 'mine' })).toThrow(
      "the installation has no custom runtime 'mine': it has kata-mine, kata-large",
    );
    expect(() => kata.sandbox(it, { customRuntime: 'kata-mine', size: 'large' })).toThrow(
      'size and customRuntime are given',
    );
  });
});

describe('what a workload waits for', () => {
  test('every chart of an app waits for the runtime, whose own objects stay as they are', () => {
    const app = new App();
    const kata = new KataRuntime(app, 'kata');
    const inner = new Construct(app, 'teams');
    for (const name of ['a', 'b']) pod(new Chart(inner, name), name);
    kata.sandbox(app);
    expect([classOf(app, 'a'), classOf(app, 'b')]).toEqual(['kata-qemu-runtime-rs', 'kata-qemu-runtime-rs']);
    expect(find(manifests(app), 'DaemonSet').spec.template.spec.runtimeClassName).toBeUndefined();
    expect(
      app.charts
        .map(({ node }) => node.path)
        .slice(-2)
        .sort(),
    ).toEqual(['teams/a', 'teams/b']);
  });

  test('a chart that the runtime waits for does not wait for it', () => {
    const app = new App();
    const platform = new Chart(app, 'platform');
    const kata = new KataRuntime(app, 'kata');
    kata.addDependency(platform);
    kata.sandbox(deployment(platform, 'it'));
    expect(find(manifests(app), 'Deployment').spec.template.spec.runtimeClassName).toBe('kata-qemu-runtime-rs');
  });

  test('a workload in the chart of the runtime does not wait for itself', () => {
    const app = new App();
    const kata = new KataRuntime(app, 'kata');
    kata.sandbox(pod(new Chart(kata, 'smoke-test'), 'it'));
    expect(classOf(app, 'it')).toBe('kata-qemu-runtime-rs');
  });
});
