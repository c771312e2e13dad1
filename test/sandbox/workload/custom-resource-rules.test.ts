import { ApiObject, App, Chart } from 'cdk8s';
import { confine } from '../../../lib/sandbox/workload/confined';
import { sandboxWorkload } from '../../../lib/sandbox/workload/sandbox-workload';
import { findings } from '../../../lib/validation';
import { PLAIN_TARGET } from '../../util/sandbox-target';

const container = { name: 'main', image: 'nginx:1.29' };

interface Options {
  /** Whether all pods have to be in VMs. */
  readonly confined?: boolean;
}

/** What is found in an object in VMs, and the object as it is written. */
function sandboxed(apiVersion: string, kind: string, content: object, { confined = false }: Options = {}) {
  const chart = new Chart(new App(), 'chart');
  if (confined) confine(chart);
  const object = new ApiObject(chart, 'it', { apiVersion, kind, metadata: { name: 'it' }, ...content });
  sandboxWorkload(chart, PLAIN_TARGET);
  return { said: findings(chart).map(({ id, message, fix }) => `${id}: ${message}; ${fix}`), written: object.toJson() };
}

const PIPELINE_RUN = {
  apiVersion: 'tekton.dev/v1',
  kind: 'PipelineRun',
  metadata: { generateName: 'build-' },
  spec: { pipelineRef: { name: 'build' } },
};
const WORKFLOW = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', spec: { entrypoint: 'main' } };
const CONNECT = { apiVersion: 'kafka.strimzi.io/v1', kind: 'KafkaConnect', metadata: { name: 'c' }, spec: {} };
const ROLE = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'Role',
  metadata: { name: 'r' },
  rules: [{ resources: ['pods'], verbs: ['create'] }],
};

describe('objects inside another object', () => {
  const EMBEDDED: readonly (readonly [string, string, string, object, readonly RegExp[]])[] = [
    [
      'a run in a template of Tekton',
      'triggers.tekton.dev/v1beta1',
      'TriggerTemplate',
      { spec: { resourcetemplates: [PIPELINE_RUN] } },
      [
        /: PipelineRun build- at \/spec\/resourcetemplates\/0 of TriggerTemplate it makes pods .*; set \/spec\/resourcetemplates\/0\/spec\/taskRunTemplate\/podTemplate\/runtimeClassName.* to kata-a$/,
      ],
    ],
    [
      'a workflow in a trigger of Argo',
      'argoproj.io/v1alpha1',
      'Sensor',
      { spec: { triggers: [{ template: { argoWorkflow: { source: { resource: WORKFLOW } } } }] } },
      [
        /: Sensor it makes pods that sandbox\(\) does not reach; no field of it takes a RuntimeClass$/,
        /: Workflow at \/spec\/triggers\/0\/template\/argoWorkflow\/source\/resource of Sensor it makes pods .*; set \/spec\/triggers\/0\/template\/argoWorkflow\/source\/resource\/spec\/podSpecPatch to \{/,
      ],
    ],
    [
      'a list of lists',
      'v1',
      'List',
      { items: [{ apiVersion: 'v1', kind: 'List', items: [CONNECT, { ...WORKFLOW, spec: undefined }] }] },
      [/: KafkaConnect c at \/items\/0\/items\/0 of List it makes pods .*; no field of it takes a RuntimeClass$/],
    ],
    [
      'a list whose items name no kind',
      'tekton.dev/v1',
      'TaskRunList',
      { items: [{ metadata: { name: 't' }, spec: {} }] },
      [
        /: TaskRun t at \/items\/0 of TaskRunList it makes pods .*; set \/items\/0\/spec\/podTemplate\/runtimeClassName /,
      ],
    ],
  ];

  test.each(EMBEDDED)('%s makes pods', (_, apiVersion, kind, content, patterns) => {
    const { said } = sandboxed(apiVersion, kind, content);
    expect(said).toHaveLength(patterns.length);
    for (const [index, pattern] of patterns.entries()) {
      expect(said[index]).toMatch(/^sandbox\/own-pod-fields: /);
      expect(said[index]).toMatch(pattern);
    }
    expect(sandboxed(apiVersion, kind, content, { confined: true }).said[0]).toMatch(/^sandbox\/unreached-pods: /);
  });

  test('a field that has the class is enough', () => {
    const run = { ...PIPELINE_RUN, spec: { taskRunTemplate: { podTemplate: {} } } };
    const { said, written } = sandboxed('triggers.tekton.dev/v1beta1', 'TriggerTemplate', {
      spec: { resourcetemplates: [run, { ...WORKFLOW, spec: { podSpecPatch: '{"runtimeClassName": "kata-a"}' } }] },
    });
    expect(said).toEqual([]);
    expect(written.spec.resourcetemplates[0].spec.taskRunTemplate.podTemplate).toEqual({ runtimeClassName: 'kata-a' });
  });

  test('a reference is no object, although it has apiVersion and kind', () => {
    const { spec, ...reference } = WORKFLOW;
    const pod = { containers: [container] };
    expect(sandboxed('keda.sh/v1', 'ScaledThing', { spec: { scaleTargetRef: reference, pod } }).said).toEqual([]);
    expect(sandboxed('keda.sh/v1', 'ScaledThing', { spec: { target: WORKFLOW, pod } }).said).toHaveLength(1);
  });

  test('a pod inside a kind with fields of its own is a pod; what only looks like one there is not', () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', spec: { containers: [container] } };
    const { written } = sandboxed('argoproj.io/v1alpha1', 'Workflow', {
      spec: { templates: [{ containers: [container], resource: { pod } }] },
    });
    const [template] = written.spec.templates;
    expect(template.resource.pod.spec.runtimeClassName).toBe('kata-a');
    expect(template.runtimeClassName).toBeUndefined();
  });

  test('a role in a list may create pods', () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [container] } };
    const { said } = sandboxed('v1', 'List', { items: [CONNECT, ROLE, pod] });
    expect(said).toEqual([
      expect.stringMatching(/^sandbox\/own-pod-fields: KafkaConnect c at \/items\/0 of List it /),
      expect.stringMatching(/^sandbox\/pods-made-later: Role r at \/items\/1 of List it may create pods: /),
    ]);
  });

  test('a role in a list of roles, whose items name no kind', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    const { apiVersion, kind, ...item } = ROLE;
    new ApiObject(chart, 'roles', { apiVersion, kind: `${kind}List`, metadata: { name: 'it' }, items: [item] });
    new ApiObject(chart, 'pod', { apiVersion: 'v1', kind: 'Pod', spec: { containers: [container] } });
    sandboxWorkload(chart, PLAIN_TARGET);
    expect(findings(app).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Role r at \/items\/0 of RoleList it may create pods: /),
    ]);
  });
});

const RAY_CLUSTER = { headGroupSpec: { template: { spec: { containers: [container] } } } };
const SUBMITTER = '/submitterPodTemplate/spec/runtimeClassName';
const ROUTER = { template: { containers: [container] }, router: { route: {}, gateway: {}, scheduler: {} } };

describe('templates that a controller brings', () => {
  const CASES: readonly (readonly [string, string, object, string | undefined])[] = [
    ['postgresql.cnpg.io/v1', 'Pooler', {}, '/spec/template/spec/runtimeClassName to kata-a, beside containers: []'],
    ['postgresql.cnpg.io/v1', 'Pooler', { template: { spec: { containers: [] } } }, undefined],
    ['ray.io/v1', 'RayJob', { rayClusterSpec: RAY_CLUSTER }, `/spec${SUBMITTER} to kata-a`],
    ['ray.io/v1', 'RayJob', { submissionMode: 'K8sJobMode' }, `/spec${SUBMITTER} to kata-a`],
    ...['HTTPMode', 'InteractiveMode', 'SidecarMode'].map(
      (submissionMode) => ['ray.io/v1', 'RayJob', { submissionMode, rayClusterSpec: RAY_CLUSTER }, undefined] as const,
    ),
    ['ray.io/v1', 'RayCronJob', { jobTemplate: {} }, `/spec/jobTemplate${SUBMITTER} to kata-a`],
    ['ray.io/v1', 'RayCronJob', { jobTemplate: { submissionMode: 'HTTPMode' } }, undefined],
    [
      'serving.kserve.io/v1alpha1',
      'LLMInferenceService',
      ROUTER,
      '/spec/router/scheduler/template/runtimeClassName to kata-a',
    ],
    [
      'serving.kserve.io/v1alpha1',
      'LLMInferenceService',
      { ...ROUTER, router: { scheduler: { pool: { ref: { name: 'pool' } } } } },
      undefined,
    ],
    ['serving.kserve.io/v1alpha1', 'LLMInferenceService', { ...ROUTER, router: { scheduler: null } }, undefined],
    [
      'spark.apache.org/v1',
      'SparkApplication',
      { driverSpec: { podTemplateSpec: { spec: { containers: [{ name: 'driver' }] } } } },
      '/spec/executorSpec/podTemplateSpec/spec/runtimeClassName to kata-a',
    ],
    [
      'logging.banzaicloud.io/v1beta1',
      'Logging',
      { syslogNG: { statefulSet: { spec: { template: { spec: {} } } } } },
      '/spec/syslogNG/configCheckPod/runtimeClassName to kata-a',
    ],
    [
      'core.pingcap.com/v1alpha1',
      'TiKVGroup',
      { template: {} },
      '/spec/template/spec/overlay/pod/spec/runtimeClassName to kata-a',
    ],
  ];

  test.each(CASES)('%s %s %j', (apiVersion, kind, spec, says) => {
    const { said } = sandboxed(apiVersion, kind, { spec });
    expect(said.filter((it) => it.startsWith('sandbox/own-pod-fields'))).toEqual(
      says === undefined
        ? []
        : [`sandbox/own-pod-fields: ${kind} it makes pods that sandbox() does not reach; set ${says}`],
    );
  });
});

describe('fields of one version, or of one part', () => {
  const RUN = 'sandbox/own-pod-fields: PipelineRun it makes pods that sandbox() does not reach; set';

  test.each<[string, object, object, string[]]>([
    [
      'v1',
      { podTemplate: {} },
      { podTemplate: {} },
      [`${RUN} /spec/taskRunTemplate/podTemplate/runtimeClassName to kata-a`],
    ],
    [
      'v1',
      { taskRunTemplate: { podTemplate: {} }, taskRunSpecs: [{ podTemplate: {}, taskPodTemplate: {} }] },
      {
        taskRunTemplate: { podTemplate: { runtimeClassName: 'kata-a' } },
        taskRunSpecs: [{ podTemplate: { runtimeClassName: 'kata-a' }, taskPodTemplate: {} }],
      },
      [],
    ],
    ['v1beta1', {}, {}, [`${RUN} /spec/podTemplate/runtimeClassName to kata-a`]],
    [
      'v1beta1',
      {
        podTemplate: {},
        taskRunTemplate: { podTemplate: {} },
        taskRunSpecs: [{ podTemplate: {}, taskPodTemplate: {} }],
      },
      {
        podTemplate: { runtimeClassName: 'kata-a' },
        taskRunTemplate: { podTemplate: {} },
        taskRunSpecs: [{ podTemplate: {}, taskPodTemplate: { runtimeClassName: 'kata-a' } }],
      },
      [],
    ],
  ])('a PipelineRun of %s, %j', (version, spec, expected, findingsOf) => {
    const { said, written } = sandboxed(`tekton.dev/${version}`, 'PipelineRun', { spec });
    expect(written.spec).toEqual(expected);
    expect(said).toEqual(findingsOf);
  });

  test.each([
    ['agent.k8s.elastic.co/v1alpha1', 'Agent', 'daemonSet'],
    ['agent.k8s.elastic.co/v1alpha1', 'Agent', 'deployment'],
    ['agent.k8s.elastic.co/v1alpha1', 'Agent', 'statefulSet'],
    ['beat.k8s.elastic.co/v1beta1', 'Beat', 'deployment'],
  ])('%s %s with a %s', (apiVersion, kind, part) => {
    const [finding, ...others] = sandboxed(apiVersion, kind, { spec: { [part]: { replicas: 1 } } }).said;
    expect(finding).toMatch(`; set /spec/${part}/podTemplate/spec/runtimeClassName to kata-a`);
    expect(others).toEqual([]);
    expect(finding?.match(/podTemplate/g)).toHaveLength(1);
  });
});

test('parts of a held kind that no field puts into VMs', () => {
  const logging = (spec: object) => sandboxed('logging.banzaicloud.io/v1beta1', 'Logging', { spec }).said;
  expect(logging({ fluentd: {}, fluentbit: {} })).toEqual([
    'sandbox/own-pod-fields: Logging it makes pods that sandbox() does not reach; no field of /spec/fluentd, /spec/fluentbit takes a RuntimeClass',
  ]);
  expect(logging({})).toEqual([]);
});

describe('templates whose containers have no image, of kinds that no table knows', () => {
  const bare = { containers: [{ name: 'main', resources: {} }] };
  const ID = 'sandbox/own-pod-fields';

  test.each<[string, object, string | undefined]>([
    ['a template', { template: { spec: bare } }, '/spec/template/spec'],
    ['a template with a longer name', { jobs: [{ podTemplate: { spec: bare } }] }, '/spec/jobs/0/podTemplate/spec'],
    ['a template that is named a spec', { podTemplateSpec: { spec: bare } }, '/spec/podTemplateSpec/spec'],
    ['an overlay of a pod', { overlay: { pod: { spec: bare } } }, '/spec/overlay/pod/spec'],
    ['one that has the class', { template: { spec: { ...bare, runtimeClassName: 'kata-a' } } }, undefined],
    ['one that has another class', { template: { spec: { ...bare, runtimeClassName: 'b' } } }, '/spec/template/spec'],
    ['a list beside no template', bare, undefined],
    ['a list without names', { template: { spec: { containers: [{ image: 1 }] } } }, undefined],
    ['a list of names', { template: { spec: { containers: ['main'] } } }, undefined],
    ['an empty list', { template: { spec: { containers: [] } } }, undefined],
  ])('%s', (_, spec, pointer) => {
    const pod = { containers: [container] };
    const { said } = sandboxed('acme.example/v1', 'Thing', { spec, pod });
    const message = `Thing it has a template at ${pointer} whose containers have no image, which sandbox() does not take for pods`;
    const fix = `set ${pointer}/runtimeClassName to kata-a, or name the template: sandbox(x, { podSpecPath: '${pointer}' })`;
    expect(said).toEqual(pointer === undefined ? [] : [`${ID}: ${message}; ${fix}`]);
  });

  test('the path that the message names puts it into VMs', () => {
    const chart = new Chart(new App(), 'chart');
    const object = new ApiObject(chart, 'it', {
      apiVersion: 'acme.example/v1',
      kind: 'Thing',
      spec: { template: { spec: bare } },
    });
    sandboxWorkload(chart, PLAIN_TARGET);
    expect(findings(chart)).toHaveLength(1);
    sandboxWorkload(object, PLAIN_TARGET, { podSpecPath: '/spec/template/spec' });
    expect(findings(chart)).toEqual([]);
    expect(object.toJson().spec.template.spec.runtimeClassName).toBe('kata-a');
  });

  test('in a namespace whose pods are all in VMs it is an error', () => {
    const { said } = sandboxed('acme.example/v1', 'Thing', { spec: { template: { spec: bare } } }, { confined: true });
    expect(said).toEqual([expect.stringMatching(/^sandbox\/unreached-pods: /)]);
  });
});

describe('parts that make no pods', () => {
  const PSMDB = ['psmdb.percona.com/v1', 'PerconaServerMongoDB'] as const;
  const PXC = ['pxc.percona.com/v1', 'PerconaXtraDBCluster'] as const;
  const on = { enabled: true };
  const off = { enabled: false };
  const sharding = { configsvrReplSet: { nonvoting: off, hidden: {}, arbiter: on }, mongos: {} };

  test.each<[string, string, object, string[]]>([
    [
      ...PSMDB,
      { replsets: [{ arbiter: off, hidden: {}, nonvoting: off }], sharding: { ...off, ...sharding } },
      ['replsets/0'],
    ],
    [...PSMDB, { backup: off, sharding }, []],
    [
      ...PSMDB,
      { replsets: [{ arbiter: on, nonvoting: on }], backup: on },
      ['replsets/0', 'replsets/0/arbiter', 'replsets/0/nonvoting', 'backup'],
    ],
    [...PSMDB, { sharding: { ...on, ...sharding } }, ['sharding/configsvrReplSet', 'sharding/mongos']],
    [
      ...PSMDB,
      { sharding: { ...on, configsvrReplSet: { hidden: on } } },
      ['sharding/configsvrReplSet', 'sharding/configsvrReplSet/hidden'],
    ],
    [...PXC, { pxc: {}, haproxy: off, proxysql: {} }, ['pxc']],
    [...PXC, { pxc: {}, haproxy: on }, ['pxc', 'haproxy']],
  ])('%s %s %j', (apiVersion, kind, spec, parts) => {
    const pod = { containers: [container] };
    const { said } = sandboxed('v1', 'List', {
      items: [
        { apiVersion, kind, metadata: { name: 'it' }, spec },
        { apiVersion: 'v1', kind: 'Pod', spec: pod },
      ],
    });
    const fields = parts.map((part) => `/items/0/spec/${part}/runtimeClassName`).join(', ');
    expect(said.map((it) => it.split('; ')[1])).toEqual(parts.length === 0 ? [] : [`set ${fields} to kata-a`]);
  });

  const ZONES = ['operator.victoriametrics.com/v1alpha1', 'VMDistributed'] as const;
  const inSpec = (...parts: string[]) => parts.map((part) => `/spec/${part}/runtimeClassName`).join(', ');
  const kata = { runtimeClassName: 'kata-a' };

  test.each<[string, string, object, string | undefined]>([
    [...ZONES, { zones: [{ vmagent: { spec: {} } }] }, inSpec('vmauth/spec', 'zoneCommon/vmagent/spec')],
    [
      ...ZONES,
      {
        vmauth: off,
        zoneCommon: { vmagent: { spec: kata }, vmcluster: { spec: { vmstorage: {} } } },
        zones: [{ vmagent: { spec: { runtimeClassName: 'b' } } }, { vmsingle: { spec: {} } }],
      },
      inSpec('zones/0/vmagent/spec', 'zoneCommon/vmcluster/spec/vmstorage', 'zones/1/vmsingle/spec'),
    ],
    [
      'operator.victoriametrics.com/v1alpha1',
      'VLDistributed',
      { vmauth: { spec: kata }, zoneCommon: { vlcluster: { spec: { vlinsert: {} } } } },
      inSpec('zoneCommon/vlagent/spec', 'zoneCommon/vlcluster/spec/vlinsert'),
    ],
    ['minio.min.io/v2', 'Tenant', { pools: [kata, { servers: 4 }] }, inSpec('pools/1')],
  ])('%s %s %j', (apiVersion, kind, spec, expected) => {
    const { said } = sandboxed(apiVersion, kind, { spec });
    expect(said).toEqual([expect.stringContaining(`; set ${expected} to kata-a`)]);
  });

  test.each<[string, string, object]>([
    ['argoproj.io/v1alpha1', 'EventBus', { nats: { exotic: {} } }],
    ['argoproj.io/v1alpha1', 'EventBus', { jetstreamExotic: {} }],
    ['argoproj.io/v1alpha1', 'EventBus', { kafka: {} }],
    ['ceph.rook.io/v1', 'CephCluster', { external: { enable: true } }],
  ])('%s %s %j only names what is there', (apiVersion, kind, spec) => {
    expect(() => sandboxed(apiVersion, kind, { spec })).toThrow(`'chart' holds no pods: it holds ${kind} it`);
    expect(sandboxed(apiVersion, kind, { spec: {} }).said).toHaveLength(1);
  });

  test('a collector that goes into the pods of others is no workload', () => {
    const collector = (mode: string) =>
      sandboxed('opentelemetry.io/v1beta1', 'OpenTelemetryCollector', { spec: { mode } });
    expect(collector('deployment').said).toHaveLength(1);
    expect(() => collector('sidecar')).toThrow("'chart' holds no pods: it holds OpenTelemetryCollector it");
  });
});
