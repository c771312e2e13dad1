import { ApiObject, App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-33';
import { KataRuntime, KataShim } from '../../../lib/kata';
import { Findings, findings } from '../../../lib/validation';
import { chartManifests } from '../../util/manifests';

/** A chart with Deployments whose containers have these resources. */
function build(...resources: (object | undefined)[]) {
  const app = new App();
  const kata = new KataRuntime(app, 'kata', {
    placement: { nodeSelector: { pool: 'kata' } },
    shims: [KataShim.QEMU_RUNTIME_RS],
  });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const objects = resources.map(
    (it, index) =>
      new ApiObject(chart, `web${index}`, {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: `web${index}` },
        spec: { template: { spec: { containers: [{ name: 'app', image: 'app:1', ...(it && { resources: it }) }] } } },
      }),
  );
  return { app, kata, chart, objects };
}

const limitRange = (chart: Chart, namespace?: string) =>
  new ApiObject(chart, 'limits', {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'limits', namespace },
    spec: { limits: [{ type: 'Container', default: { memory: '512Mi', cpu: '1' } }] },
  });

const ids = (app: App) => findings(app).map(({ id, path, message }) => [id, path, message]);
const containersOf = (chart: Chart) =>
  chartManifests(chart)
    .filter(({ kind }) => kind === 'Deployment')
    .map(({ spec }) => spec.template.spec.containers[0].resources);

test('pods without limits are one warning for the construct', () => {
  const { app, kata, chart } = build(undefined, undefined, undefined);
  kata.sandbox(chart);
  expect(ids(app)).toEqual([
    [
      'sandbox/no-limits',
      'shop',
      '3 pod specs: no limits of CPU or memory: the VM is the default of qemu-runtime-rs, 1 vCPU and 2048 MiB, whose memory ' +
        'Kubernetes does not count (Deployment web0, Deployment web1, Deployment web2)',
    ],
  ]);
  expect(chartManifests(chart)).toHaveLength(3);
});

test('an acknowledged pod is not counted', () => {
  const { app, kata, chart, objects } = build(undefined, undefined, undefined);
  kata.sandbox(chart);
  Findings.of(objects[1] as ApiObject).acknowledge('sandbox/no-limits', 'it is small');
  expect(ids(app)[0]?.[2]).toMatch(/^2 pod specs: .*\(Deployment web0, Deployment web2\)$/);
  Findings.of(chart).acknowledge('sandbox/no-limits', 'all of them are small');
  expect(ids(app)).toEqual([]);
});

test.each<[string, string | undefined, number]>([
  ['the same namespace', 'shop', 0],
  ['another namespace', 'other', 1],
])('a LimitRange of %s', (_, namespace, count) => {
  const { app, kata, chart } = build(undefined);
  limitRange(chart, namespace);
  kata.sandbox(chart);
  expect(ids(app)).toHaveLength(count);
});

describe('LimitRanges (B6)', () => {
  const range = (limits: object, namespace?: string) => ({
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'limits', ...(namespace !== undefined && { namespace }) },
    spec: { limits: [{ type: 'Container', ...limits }] },
  });
  const memory = { memory: '512Mi' };
  const shop = range({ default: memory }, 'shop');
  const pod = (namespace?: string) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'pod', ...(namespace !== undefined && { namespace }) },
    spec: { containers: [{ name: 'app', image: 'app:1' }] },
  });

  test.each<[string, object, object, number]>([
    ['in a List', { apiVersion: 'v1', kind: 'List', items: [shop] }, pod('shop'), 0],
    [
      'in a LimitRangeList',
      { apiVersion: 'v1', kind: 'LimitRangeList', items: [{ ...shop, kind: undefined }] },
      pod('shop'),
      0,
    ],
    ['in a List of another namespace', { apiVersion: 'v1', kind: 'List', items: [shop] }, pod('other'), 1],
    ['for a Pod in a List', shop, { apiVersion: 'v1', kind: 'List', items: [pod('other'), pod('shop')] }, 1],
    ['with a maximum and no default', range({ max: memory }, 'shop'), pod('shop'), 0],
    [
      'for CPU alone, with a default beside the maximum',
      range({ max: { cpu: '4' }, default: memory }, 'shop'),
      pod('shop'),
      0,
    ],
    ['for pods', { ...shop, spec: { limits: [{ type: 'Pod', max: memory }] } }, pod('shop'), 1],
    ['without a namespace, as the Pod', range({ default: memory }), pod(), 0],
    ['without a namespace', range({ default: memory }), pod('shop'), 1],
    ['without limits', { ...shop, spec: undefined }, pod('shop'), 1],
    ['with limits that are no maps', { ...shop, spec: { limits: [null, 7] } }, pod('shop'), 1],
    ['of another API', { ...shop, apiVersion: 'example.com/v1' }, pod('shop'), 1],
    ['in a List of another API', { apiVersion: 'example.com/v1', kind: 'List', items: [shop] }, pod('shop'), 1],
    ['in a List with what is no object', { apiVersion: 'v1', kind: 'List', items: [null, 7, shop] }, pod('shop'), 0],
    ['in a List of another kind', { apiVersion: 'v1', kind: 'ConfigMapList', items: [shop] }, pod('shop'), 1],
  ])('%s', (_, limits, workload, warnings) => {
    const app = new App();
    const kata = new KataRuntime(app, 'kata', { shims: [KataShim.QEMU_RUNTIME_RS] });
    const chart = new Chart(app, 'c');
    new ApiObject(chart, 'limits', limits as never);
    kata.sandbox(new ApiObject(chart, 'workload', workload as never));
    expect(findings(chart).filter(({ id }) => id === 'sandbox/no-limits')).toHaveLength(warnings);
  });
});

describe('limits that are filled in', () => {
  test('are written, and said with what the pod requests and what VM it gets', () => {
    const { app, kata, chart } = build(undefined, { requests: { cpu: '250m', memory: '2Gi' } });
    kata.sandbox(chart, { defaultLimits: { memory: '1Gi', cpu: '1' } });
    expect(containersOf(chart)).toEqual([
      { limits: { memory: '1Gi', cpu: '1' } },
      { requests: { cpu: '250m', memory: '2Gi' }, limits: { memory: '2Gi', cpu: '1' } },
    ]);
    expect(ids(app)).toEqual([
      [
        'sandbox/default-limits',
        'shop',
        '2 pod specs: Deployment web0: limits of app were filled in: the pod requests 1 CPU and 1024 MiB, and its VM gets ' +
          '2 vCPUs and 1056 MiB; Deployment web1: limits of app were filled in: the pod requests 0.25 CPUs and 2048 MiB, ' +
          'and its VM gets 2 vCPUs and 2080 MiB',
      ],
    ]);
  });

  test('say nothing where nothing is filled in', () => {
    const { app, kata, chart } = build({ limits: { memory: '64Mi' } });
    kata.sandbox(chart, { defaultLimits: { memory: '1Gi' } });
    expect(containersOf(chart)).toEqual([{ limits: { memory: '64Mi' } }]);
    expect(ids(app)).toEqual([]);
  });

  test('are those of the nearer call', () => {
    const { app, kata, chart, objects } = build(undefined, undefined);
    kata.sandbox(chart, { defaultLimits: { memory: '1Gi' } });
    kata.sandbox(objects[1] as ApiObject, { defaultLimits: { memory: '4Gi' } });
    expect(containersOf(chart)).toEqual([{ limits: { memory: '1Gi' } }, { limits: { memory: '4Gi' } }]);
    expect(ids(app).map(([id]) => id)).toEqual(['sandbox/default-limits', 'sandbox/default-limits']);
  });

  test.each<[object, string]>([
    [{ memory: '1GB' }, "shop: defaultLimits.memory '1GB' is not a quantity above zero"],
    [{ memory: '1Gi', cpu: '0' }, "defaultLimits.cpu '0'"],
    [{ memory: 1024 }, 'defaultLimits.memory is 1024, and must be'],
    [{ cpu: '1' }, 'defaultLimits needs memory'],
  ])('are refused at the call: %j', (defaultLimits, message) => {
    const { kata, chart } = build(undefined);
    expect(() => kata.sandbox(chart, { defaultLimits: defaultLimits as never })).toThrow(message);
  });
});

test('a Deployment of cdk8s-plus with its defaults has no finding', () => {
  const app = new App();
  const kata = new KataRuntime(app, 'kata', {
    placement: { nodeSelector: { pool: 'kata' } },
    shims: [KataShim.QEMU_RUNTIME_RS],
  });
  const web = new kplus.Deployment(new Chart(app, 'web'), 'web', { containers: [{ image: 'nginx:1.29' }] });
  kata.sandbox(web);
  expect(findings(app)).toEqual([]);
});

describe('templates that a controller completes', () => {
  const sidecar = { name: 'logs', image: 'logs:1', resources: { limits: { memory: '20Mi' } } };
  const main = { name: 'main', image: 'main:1' };

  /** Ids of what is found in a custom resource in VMs, but for what its controller demands. */
  const idsOf = (apiVersion: string, kind: string, spec: object, options: object = {}) => {
    const app = new App();
    const kata = new KataRuntime(app, 'kata', {
      placement: { nodeSelector: { pool: 'kata' } },
      shims: [KataShim.QEMU_RUNTIME_RS],
    });
    const object = new ApiObject(new Chart(app, 'chart'), 'it', { apiVersion, kind, metadata: { name: 'it' }, spec });
    kata.sandbox(object, options);
    return findings(object).flatMap(({ id }) => (id === 'sandbox/controller-setting' ? [] : [id]));
  };
  const ECK = 'elasticsearch.k8s.elastic.co/v1';
  const nodeSet = (spec: object) => ({ nodeSets: [{ name: 'a', podTemplate: { spec } }] });

  test.each<[string, string, string, object, string[]]>([
    [
      'a sidecar with a limit beside the main container of Flink',
      'flink.apache.org/v1beta1',
      'FlinkDeployment',
      { podTemplate: { spec: { containers: [{ name: 'flink-main-container' }, sidecar] } } },
      [],
    ],
    ['an exporter of Elasticsearch', ECK, 'Elasticsearch', nodeSet({ containers: [sidecar] }), []],
    ['a template without containers', ECK, 'Elasticsearch', nodeSet({ nodeSelector: {} }), []],
    [
      'a volume in memory, and requests',
      ECK,
      'Elasticsearch',
      nodeSet({
        volumes: [{ name: 'v', emptyDir: { medium: 'Memory', sizeLimit: '64Gi' } }],
        containers: [{ ...sidecar, resources: { requests: { memory: '64Gi' } } }],
      }),
      [],
    ],
    [
      'a template for the class of RabbitMQ',
      'rabbitmq.com/v1beta1',
      'RabbitmqCluster',
      { override: { statefulSet: { spec: { template: { spec: { containers: [] } } } } } },
      [],
    ],
    [
      'a model of KServe',
      'serving.kserve.io/v1beta1',
      'InferenceService',
      { predictor: { model: { resources: { limits: { memory: '2Gi' } } } } },
      [],
    ],
    [
      'a runtime whose jobs bring the resources',
      'trainer.kubeflow.org/v1alpha1',
      'TrainingRuntime',
      {
        template: {
          spec: { replicatedJobs: [{ template: { spec: { template: { spec: { containers: [main] } } } } }] },
        },
      },
      [],
    ],
    [
      'a kind that no table knows, one of whose containers has no image',
      'acme.example/v1',
      'Thing',
      { pod: { containers: [{ name: 'brought' }, sidecar] } },
      [],
    ],
    [
      'a kind that no table knows, with all images',
      'acme.example/v1',
      'Thing',
      { pod: { containers: [sidecar] } },
      ['sandbox/vm-too-small'],
    ],
    [
      'a template that has to be whole',
      'jobset.x-k8s.io/v1alpha2',
      'JobSet',
      { replicatedJobs: [{ template: { spec: { template: { spec: { containers: [main] } } } } }] },
      ['sandbox/no-limits'],
    ],
    [
      'one whole template and one that is completed',
      'actions.github.com/v1alpha1',
      'AutoscalingRunnerSet',
      {
        template: { spec: { containers: [sidecar] } },
        listenerTemplate: { spec: { containers: [{ name: 'listener' }] } },
      },
      ['sandbox/vm-too-small'],
    ],
    [
      'a quantity that is none',
      ECK,
      'Elasticsearch',
      nodeSet({ containers: [{ ...sidecar, resources: { limits: { memory: '1GiB' } } }] }),
      ['sandbox/quantity'],
    ],
  ])('%s', (_, apiVersion, kind, spec, expected) => {
    expect(idsOf(apiVersion, kind, spec)).toEqual(expected);
  });

  test('a path to a template without containers', () => {
    const options = { podSpecPath: '/spec/pod', withoutContainers: true };
    expect(idsOf('acme.example/v1', 'Thing', { pod: { nodeSelector: {} } }, options)).toEqual([]);
  });

  test('limits that are filled in say nothing of the VM', () => {
    const app = new App();
    const kata = new KataRuntime(app, 'kata', {
      placement: { nodeSelector: { pool: 'kata' } },
      shims: [KataShim.QEMU_RUNTIME_RS],
    });
    const object = new ApiObject(new Chart(app, 'chart'), 'it', {
      apiVersion: ECK,
      kind: 'Elasticsearch',
      metadata: { name: 'it' },
      spec: nodeSet({ containers: [main] }),
    });
    kata.sandbox(object, { defaultLimits: { memory: '1Gi' } });
    expect(findings(object).map(({ id, message }) => `${id}: ${message}`)).toEqual([
      'sandbox/default-limits: Elasticsearch it: limits of main were filled in, in a template that its controller completes',
    ]);
  });
});
