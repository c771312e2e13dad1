import * as path from 'node:path';
import { ApiObject, App, Chart, Include, JsonPatch, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-33';
import { POD_SPECS } from '../../../lib/data/kubernetes/pod-spec-paths';
import type { SandboxTarget } from '../../../lib/sandbox/workload/sandbox-target';
import { sandboxWorkload } from '../../../lib/sandbox/workload/sandbox-workload';
import { find, type Manifest, manifests } from '../../util/manifests';

const TARGET: SandboxTarget = {
  runtimeClassName: 'kata-qemu-runtime-rs',
  shim: 'qemu-runtime-rs',
  requiresMemoryLimit: true,
  runtime: 'rust',
  allowedAnnotations: ['default_vcpus', 'kernel_params'],
  nodeSelector: { 'katacontainers.io/kata-runtime': 'true' },
};
const LENIENT: SandboxTarget = { ...TARGET, requiresMemoryLimit: false };

function newChart(): Chart {
  return new Chart(new App(), 'test');
}

const container = { name: 'main', image: 'nginx:1.29', resources: { limits: { memory: '64Mi' } } };

function pod(chart: Chart, spec: object = {}, id = 'pod'): ApiObject {
  return new ApiObject(chart, id, { apiVersion: 'v1', kind: 'Pod', spec: { containers: [container], ...spec } });
}

function synth(chart: Chart): Manifest[] {
  return manifests(chart.node.root as App);
}

const at = (object: Manifest, pointer: string): Manifest =>
  pointer
    .split('/')
    .slice(1)
    .reduce((value, key) => value[key], object);

const KINDS = POD_SPECS.flatMap(({ groups, kind, paths }) =>
  groups.flatMap((group) => paths.map((pointer) => [kind, group, pointer] as const)),
);

test.each(KINDS)('%s of %s: sets runtimeClassName and nothing else', (kind, group, pointer) => {
  const nest = (keys: string[]): unknown =>
    keys.length === 0 ? { containers: [container] } : { [keys[0] as string]: nest(keys.slice(1)) };
  const apiVersion = group === 'core' ? 'v1' : `${group}/v1`;
  const props = { apiVersion, kind, ...(nest(pointer.split('/').slice(1)) as object) };
  const untouched = newChart();
  new ApiObject(untouched, 'it', props);
  const chart = newChart();
  sandboxWorkload(new ApiObject(chart, 'it', props), TARGET);

  const [object] = synth(chart) as [Manifest];
  expect(at(object, pointer).runtimeClassName).toBe('kata-qemu-runtime-rs');
  delete at(object, pointer).runtimeClassName;
  // Its controller chooses nodes by the template alone.
  if (kind === 'DaemonSet') delete at(object, pointer).nodeSelector;
  expect(object).toEqual(synth(untouched)[0]);
});

test('a cdk8s-plus Deployment', () => {
  const chart = newChart();
  const web = new kplus.Deployment(chart, 'web', {
    containers: [{ image: 'nginx:1.29', resources: { memory: { limit: Size.mebibytes(64) } } }],
  });
  sandboxWorkload(web, TARGET);
  expect(find(synth(chart), 'Deployment').spec.template.spec.runtimeClassName).toBe('kata-qemu-runtime-rs');
});

test('every workload of an Include, and nothing else in it', () => {
  const chart = newChart();
  sandboxWorkload(new Include(chart, 'file', { url: path.join(__dirname, '../../fixtures/workloads.yaml') }), TARGET);
  const objects = synth(chart);
  expect(find(objects, 'Deployment').spec.template.spec.runtimeClassName).toBe('kata-qemu-runtime-rs');
  expect(find(objects, 'CronJob').spec.jobTemplate.spec.template.spec.runtimeClassName).toBe('kata-qemu-runtime-rs');
  expect(JSON.stringify(find(objects, 'Service'))).not.toContain('runtimeClassName');
});

test('a custom resource, by podSpecPath', () => {
  const chart = newChart();
  const sandbox = new ApiObject(chart, 'it', {
    apiVersion: 'agents.x-k8s.io/v1beta1',
    kind: 'Sandbox',
    spec: { podTemplate: { spec: { containers: [container] } } },
  });
  sandboxWorkload(sandbox, TARGET, { podSpecPath: '/spec/podTemplate/spec' });
  expect(synth(chart)[0]?.spec.podTemplate.spec.runtimeClassName).toBe('kata-qemu-runtime-rs');
});

test('kinds of other groups keep their pods where podSpecPath says, each path on its own', () => {
  const chart = newChart();
  const tasks = [0, 1].map(() => ({ template: { spec: { containers: [container] } } }));
  const job = new ApiObject(chart, 'job', { apiVersion: 'batch.volcano.sh/v1alpha1', kind: 'Job', spec: { tasks } });
  sandboxWorkload(job, TARGET, { podSpecPath: '/spec/tasks/0/template/spec' });
  expect(() => synth(chart)).toThrow(/has a pod spec at \/spec\/tasks\/1\/template\/spec that no call/);
  sandboxWorkload(job, { ...LENIENT, runtimeClassName: 'kata-clh' }, { podSpecPath: '/spec/tasks/1/template/spec' });
  expect(synth(chart)[0]?.spec.tasks.map(({ template }: Manifest) => template.spec.runtimeClassName)).toEqual([
    'kata-qemu-runtime-rs',
    'kata-clh',
  ]);
});

test('a second call adds its settings, and does not undo the first', () => {
  const chart = newChart();
  const it = pod(chart);
  sandboxWorkload(chart, TARGET);
  sandboxWorkload(it, TARGET, { annotations: { createContainerTimeoutSeconds: 120 } });
  expect(synth(chart)[0]).toMatchObject({
    metadata: { annotations: { 'io.katacontainers.config.runtime.create_container_timeout': '120' } },
    spec: { runtimeClassName: 'kata-qemu-runtime-rs' },
  });
});

describe('a patch that is added after the call (F8)', () => {
  test.each<[string, JsonPatch, string]>([
    ['removes the class', JsonPatch.remove('/spec/runtimeClassName'), 'removes /spec/runtimeClassName'],
    [
      'sets another class',
      JsonPatch.replace('/spec/runtimeClassName', 'runc'),
      "sets 'runc' as /spec/runtimeClassName",
    ],
    [
      'replaces the pod spec',
      JsonPatch.replace('/spec', { containers: [container] }),
      'removes /spec/runtimeClassName',
    ],
  ])('and %s is refused', (_, patch, message) => {
    const chart = newChart();
    const it = pod(chart, { runtimeClassName: 'gvisor' });
    sandboxWorkload(it, TARGET);
    it.addJsonPatch(patch);
    expect(() => synth(chart)).toThrow(`test/pod: a patch that was added after sandbox() ${message} of Pod test-pod`);
    expect(() => synth(chart)).toThrow('(sandbox/class-undone)');
    sandboxWorkload(it, TARGET);
    expect(synth(chart)[0]?.spec.runtimeClassName).toBe('kata-qemu-runtime-rs');
  });

  test('and changes something else is written', () => {
    const chart = newChart();
    const it = pod(chart);
    sandboxWorkload(it, TARGET);
    it.addJsonPatch(JsonPatch.add('/spec/hostname', 'a'), JsonPatch.add('/metadata/labels', { a: 'b' }));
    it.addJsonPatch(JsonPatch.replace('/spec/hostname', 'b'));
    expect(synth(chart)[0]).toMatchObject({
      metadata: { labels: { a: 'b' } },
      spec: { hostname: 'b', runtimeClassName: 'kata-qemu-runtime-rs' },
    });
  });

  test('and cannot be applied names the object', () => {
    const chart = newChart();
    const it = pod(chart);
    sandboxWorkload(it, TARGET);
    it.addJsonPatch(JsonPatch.add('/spec/a/b', 'c'));
    expect(() => synth(chart)).toThrow(/^test\/pod: a JSON patch of Pod test-pod-\w+ cannot be applied: /);
    const thrown = (() => {
      try {
        return synth(chart);
      } catch (error) {
        return error;
      }
    })();
    expect(thrown).toMatchObject({ name: 'FindingsError', cause: expect.any(Error) });
  });
});

test('a patch before the call makes the pod spec that gets the class', () => {
  const chart = newChart();
  const it = new ApiObject(chart, 'it', { apiVersion: 'v1', kind: 'Pod' });
  it.addJsonPatch(JsonPatch.add('/spec', { containers: [container], runtimeClassName: 'runc' }));
  sandboxWorkload(it, TARGET);
  expect(synth(chart)[0]?.spec.runtimeClassName).toBe('kata-qemu-runtime-rs');
});

test('a built-in kind without a pod spec is refused by name', () => {
  const chart = newChart();
  sandboxWorkload(new ApiObject(chart, 'it', { apiVersion: 'apps/v1', kind: 'Deployment', spec: {} }), TARGET);
  expect(() => synth(chart)).toThrow(/^test\/it: Deployment test-it-\w+ has no pod spec at \/spec\/template\/spec/);
});

test('the call for the nearer construct wins, whichever comes first', () => {
  for (const first of ['app', 'pod']) {
    const chart = newChart();
    const it = pod(chart);
    const other = pod(chart, {}, 'other');
    const calls = [
      () => sandboxWorkload(chart, TARGET),
      () => sandboxWorkload(it, { ...TARGET, runtimeClassName: 'kata-clh' }),
    ];
    for (const call of first === 'app' ? calls : calls.reverse()) call();
    const classes = Object.fromEntries(
      synth(chart).map(({ metadata, spec }) => [metadata.name, spec.runtimeClassName]),
    );
    expect(classes).toEqual({ [it.name]: 'kata-clh', [other.name]: 'kata-qemu-runtime-rs' });
  }
});

test('a key of a pointer may hold a slash and a tilde', () => {
  const chart = newChart();
  const groups = { 'a/b~c': { containers: [container] } };
  const it = new ApiObject(chart, 'it', { apiVersion: 'x.example/v1', kind: 'X', spec: { groups } });
  sandboxWorkload(it, TARGET, { podSpecPath: '/spec/groups/a~1b~0c' });
  expect(synth(chart)[0]?.spec.groups['a/b~c'].runtimeClassName).toBe('kata-qemu-runtime-rs');
});

test('replaces a class that the workload had', () => {
  const chart = newChart();
  sandboxWorkload(pod(chart, { runtimeClassName: 'gvisor' }), TARGET);
  expect(synth(chart)[0]?.spec.runtimeClassName).toBe('kata-qemu-runtime-rs');
});

test.each(['Service', 'constructor'])('one object of kind %s, which holds no pods, is passed over', (kind) => {
  const chart = newChart();
  const it = new ApiObject(chart, 'it', { apiVersion: 'v1', kind });
  sandboxWorkload(it, TARGET);
  expect(JSON.stringify(synth(chart))).not.toContain('runtimeClassName');
});

test('the same class twice is once', () => {
  const chart = newChart();
  const it = pod(chart);
  sandboxWorkload(it, TARGET);
  sandboxWorkload(it, TARGET);
  expect(synth(chart)[0]?.spec.runtimeClassName).toBe('kata-qemu-runtime-rs');
});

describe('fails at the call', () => {
  test('for a construct without pods, which it names', () => {
    const chart = newChart();
    new ApiObject(chart, 'it', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } });
    expect(() => sandboxWorkload(chart, TARGET)).toThrow("test: 'test' holds no pods: it holds Service web;");
  });

  test('for a construct without pods that holds much, of which it names ten', () => {
    const services = (count: number) => {
      const chart = newChart();
      for (let index = 0; index < count; index++) {
        new ApiObject(chart, `${index}`, { apiVersion: 'v1', kind: 'Service', metadata: { name: `s${index}` } });
      }
      return () => sandboxWorkload(chart, TARGET);
    };
    expect(services(10)).toThrow(/holds no pods: it holds Service s0, .*, Service s9;/);
    expect(services(12)).toThrow(/, Service s9 and 2 others;/);
  });

  test('for what is no construct, with the path of the runtime', () => {
    const runtime = new Chart(newChart().node.root as never, 'kata');
    expect(() => sandboxWorkload({} as never, TARGET, {}, runtime)).toThrow(/^kata: sandbox\(\) was given/);
    expect(() => sandboxWorkload({} as never, TARGET)).toThrow(/^sandbox\(\) was given/);
  });

  test('for a construct without API objects, and for what is no construct', () => {
    expect(() => sandboxWorkload(newChart(), TARGET)).toThrow("'test' holds no API object");
    expect(() => sandboxWorkload(undefined as never, TARGET)).toThrow('was given undefined');
  });

  test('for a second class', () => {
    const it = pod(newChart());
    sandboxWorkload(it, TARGET);
    expect(() => sandboxWorkload(it, { ...TARGET, runtimeClassName: 'kata-clh' })).toThrow(
      "'test/pod' is put into RuntimeClass kata-qemu-runtime-rs and into kata-clh",
    );
  });

  test.each(['spec', ''])('for podSpecPath %j', (podSpecPath) => {
    expect(() => sandboxWorkload(pod(newChart()), TARGET, { podSpecPath })).toThrow(
      `podSpecPath '${podSpecPath}' is not a JSON pointer; begin it with a slash, such as /spec/podTemplate/spec`,
    );
  });

  test.each(['/spec/a/b', '/spec/a', '/spec/name'])('for podSpecPath %s, which leads nowhere', (podSpecPath) => {
    const it = new ApiObject(newChart(), 'it', { apiVersion: 'x/v1', kind: 'X', spec: { name: 'x' } });
    expect(() => sandboxWorkload(it, TARGET, { podSpecPath })).toThrow(
      /^test\/it: X test-it-\w+ has no pod spec at \/spec\/(a\/b|a|name)[,:]/,
    );
  });

  test('for a podSpecPath beside a kind that is known', () => {
    expect(() => sandboxWorkload(pod(newChart()), TARGET, { podSpecPath: '/spec' })).toThrow('leave it out');
  });
});

describe('fails at synthesis', () => {
  test.each<[string, object, string]>([
    ['hostNetwork', { hostNetwork: true }, 'Pod test-pod-c82fd911: hostNetwork is true'],
    ['hostPID', { hostPID: true }, 'hostPID is true'],
    ['hostIPC', { hostIPC: true }, 'hostIPC is true'],
    ['an overhead of its own', { overhead: { cpu: '1' } }, 'overhead is set, and the API server refuses'],
    [
      'a selector against the class',
      { nodeSelector: { 'katacontainers.io/kata-runtime': 'false' } },
      'nodeSelector katacontainers.io/kata-runtime=false contradicts',
    ],
    [
      'subPath',
      { containers: [{ ...container, volumeMounts: [{ name: 'data', mountPath: '/d', subPath: 'x' }] }] },
      "container main mounts data (persistentVolumeClaim) at /d with subPath 'x'",
    ],
  ])('for %s', (_, spec, message) => {
    const chart = newChart();
    sandboxWorkload(pod(chart, spec), TARGET);
    expect(() => synth(chart)).toThrow(message);
  });

  test('for a workload that came after the call', () => {
    const chart = newChart();
    pod(chart);
    sandboxWorkload(chart, TARGET);
    pod(chart, {}, 'late');
    expect(() => synth(chart)).toThrow(/Pod test-late-\w+ was added after sandbox\(\)/);
  });
});

test.each<[string, object]>([
  ['no limits, where the VM grows with them', { containers: [{ name: 'a' }] }],
  ['host fields that are false', { hostNetwork: false, hostPID: false }],
  ['a selector that agrees', { nodeSelector: { 'katacontainers.io/kata-runtime': 'true', disk: 'ssd' } }],
])('passes %s', (_, spec) => {
  const chart = newChart();
  sandboxWorkload(pod(chart, spec), LENIENT);
  expect(synth(chart)).toHaveLength(1);
});

test('an init container that ends needs no memory limit', () => {
  const chart = newChart();
  sandboxWorkload(pod(chart, { initContainers: [{ name: 'init' }] }), TARGET);
  expect(synth(chart)).toHaveLength(1);
});

describe('annotations', () => {
  const annotations = { defaultVcpus: 2, createContainerTimeoutSeconds: 120 };
  const expected = {
    'io.katacontainers.config.hypervisor.default_vcpus': '2',
    'io.katacontainers.config.runtime.create_container_timeout': '120',
  };

  test('go to the pods of a workload, beside what is there', () => {
    const chart = newChart();
    const template = {
      metadata: { labels: { app: 'a' }, annotations: { mine: 'yes' } },
      spec: { containers: [container] },
    };
    sandboxWorkload(
      new ApiObject(chart, 'it', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template } }),
      TARGET,
      {
        annotations,
      },
    );
    expect(synth(chart)[0]?.spec.template.metadata).toEqual({
      labels: { app: 'a' },
      annotations: { mine: 'yes', ...expected },
    });
  });

  test('go to pods that have no metadata, and to a Pod itself', () => {
    const chart = newChart();
    const spec = { template: { spec: { containers: [container] } } };
    sandboxWorkload(new ApiObject(chart, 'job', { apiVersion: 'batch/v1', kind: 'Job', spec }), TARGET, {
      annotations,
    });
    sandboxWorkload(pod(chart), TARGET, { annotations });
    const objects = synth(chart);
    expect(find(objects, 'Job').spec.template.metadata.annotations).toEqual(expected);
    expect(find(objects, 'Pod').metadata.annotations).toEqual(expected);
  });

  test('go to workloads of cdk8s-plus', () => {
    const chart = newChart();
    const web = new kplus.Deployment(chart, 'web', {
      containers: [{ image: 'nginx:1.29', resources: { memory: { limit: Size.mebibytes(64) } } }],
    });
    sandboxWorkload(web, TARGET, { annotations });
    web.podMetadata.addAnnotation('late', 'yes');
    expect(find(synth(chart), 'Deployment').spec.template.metadata.annotations).toEqual({ late: 'yes', ...expected });
  });

  test('fail where a custom resource has no place for them (B2)', () => {
    const content = { spec: { podSpec: { containers: [container] } } };
    const it = new ApiObject(newChart(), 'it', { apiVersion: 'x/v1', kind: 'X', metadata: { name: 'x' }, ...content });
    sandboxWorkload(it, TARGET, { podSpecPath: '/spec/podSpec', annotations });
    expect(() => synth(Chart.of(it))).toThrow(
      'X x has no metadata of pods at /spec/podSpec, and io.katacontainers.config.hypervisor.default_vcpus, ' +
        'io.katacontainers.config.runtime.create_container_timeout would go nowhere; write them into',
    );
  });

  test('fail where the workload says otherwise', () => {
    const chart = newChart();
    const it = pod(chart);
    it.metadata.addAnnotation('io.katacontainers.config.hypervisor.default_vcpus', '4');
    sandboxWorkload(it, TARGET, { annotations });
    expect(() => synth(chart)).toThrow('has the annotation io.katacontainers.config.hypervisor.default_vcpus already');
  });

  test.each([
    JsonPatch.remove('/metadata/annotations'),
    JsonPatch.add('/metadata/annotations', { team: 'a' }),
    JsonPatch.remove('/metadata/annotations/io.katacontainers.config.hypervisor.default_vcpus'),
  ])('fail where a later patch takes them away: %j', (patch) => {
    const chart = newChart();
    const it = pod(chart);
    sandboxWorkload(it, TARGET, { annotations });
    it.addJsonPatch(patch);
    expect(() => synth(chart)).toThrow(
      /has lost the annotation io\.katacontainers\.config\.hypervisor\.default_vcpus: '\d+' by a patch .*; remove the patch, or/,
    );
  });
});
