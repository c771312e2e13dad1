import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, App, Chart, Yaml } from 'cdk8s';
import type { Construct } from 'constructs';
import { HelmChart, type HelmChartProps, HelmValue, toManifests } from '../../../../lib/deploy';
import { KataRuntime } from '../../../../lib/kata';
import { Administrator, SandboxAdmission, SandboxNamespace } from '../../../../lib/sandbox';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'helm-chart-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const read = (file: string) => fs.readFileSync(path.join(folder, file), 'utf8');
const load = (file: string) => Yaml.load(path.join(folder, file));

function deployment(chart: Chart, name: string, spec: object = {}) {
  const labels = { app: name };
  const containers = [{ name: 'a', image: 'a:1', args: ['{{ x }}'], resources: { limits: { memory: '1Gi' } } }];
  return new ApiObject(chart, name, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop', annotations: { 'a.b/c': 'd' } },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
      ...spec,
    },
  });
}

function program() {
  const app = new App();
  const kata = new KataRuntime(app, 'kata');
  const chart = new Chart(app, 'web');
  const web = deployment(chart, 'web');
  kata.sandbox(chart);
  return { app, kata, chart, web };
}

const objectOf = (construct: Construct, kind: string) =>
  construct.node.findAll().find((it): it is ApiObject => ApiObject.isApiObject(it) && it.kind === kind) as ApiObject;

const PROPS: HelmChartProps = { name: 'sandboxes', version: '1.2.3' };

test('the chart holds one template for each chart, notes, values, and what removes pods in order', () => {
  const { app } = program();
  expect(HelmChart.write(app, folder, PROPS)).toEqual([
    'Chart.yaml',
    '.helmignore',
    'values.yaml',
    'values.schema.json',
    'templates/kata-access.yaml',
    'templates/kata-installer.yaml',
    'templates/kata-runtime-classes.yaml',
    'templates/web.yaml',
    'templates/removal-hook.yaml',
    'templates/NOTES.txt',
  ]);
  expect(load('Chart.yaml')).toEqual([
    {
      apiVersion: 'v2',
      name: 'sandboxes',
      description: 'Kubernetes objects written by cdk-kata',
      type: 'application',
      version: '1.2.3',
      appVersion: '1.2.3',
    },
  ]);
  const templates = ['kata-access', 'kata-installer', 'kata-runtime-classes'];
  expect(templates.flatMap((name) => load(`templates/${name}.yaml`))).toEqual(
    toManifests(app).filter(({ kind }) => kind !== 'Deployment'),
  );
  expect(read('templates/NOTES.txt')).toContain('kata-qemu-runtime-rs');
  expect(read('templates/NOTES.txt')).toContain('helm uninstall {{ .Release.Name }}');
});

test('braces of an object stay what they are', () => {
  HelmChart.write(program().app, folder, PROPS);
  expect(read('templates/web.yaml')).toContain('{{ "{{" }} x }}');
});

test('values stand as expressions, with the program’s as defaults', () => {
  const { app, web } = program();
  HelmChart.write(app, folder, {
    ...PROPS,
    values: [
      HelmValue.of('web.replicas', web, '/spec/replicas'),
      HelmValue.of('web.image', web, '/spec/template/spec/containers/0/image'),
      HelmValue.of('note', web, '/metadata/annotations/a.b~1c'),
      HelmValue.of('web.limits', web, '/spec/template/spec/containers/0/resources/limits'),
    ],
  });
  expect(load('values.yaml')).toEqual([{ note: 'd', web: { image: 'a:1', limits: { memory: '1Gi' }, replicas: 2 } }]);
  expect(JSON.parse(read('values.schema.json'))).toEqual({
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: {
      note: { type: 'string' },
      web: {
        type: 'object',
        properties: { replicas: { type: 'integer' }, image: { type: 'string' }, limits: { type: 'object' } },
      },
    },
  });
  const template = read('templates/web.yaml');
  expect(template).toContain('replicas: {{ index .Values "web" "replicas" | toJson }}');
  expect(template).toContain('image: {{ index .Values "web" "image" | toJson }}');
  expect(template).toContain('a.b/c: {{ index .Values "note" | toJson }}');
  expect(template).toContain('limits: {{ index .Values "web" "limits" | toJson }}');
  expect(toManifests(app).find(({ kind }) => kind === 'Deployment')?.spec).toMatchObject({ replicas: 2 });
});

test('the removal takes workloads first, then the installer, with permissions for these objects alone', () => {
  const { app } = program();
  HelmChart.write(app, folder, {
    ...PROPS,
    removalNamespace: 'ops',
    kubectlImage: 'mirror/kubectl:v1.33.0',
    removalTimeoutSeconds: 60,
  });
  const [account, role, binding, job] = load('templates/removal-hook.yaml');
  const metadata = { name: 'sandboxes-removal', namespace: 'ops' };
  expect(account).toMatchObject({ kind: 'ServiceAccount', metadata });
  // They are made anew for each removal: one that was killed after they were gone can be run again.
  for (const access of [account, role, binding]) {
    expect(access.metadata.annotations).toEqual({
      'helm.sh/hook': 'pre-delete',
      'helm.sh/hook-weight': '-5',
      'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded',
    });
  }
  expect(role.rules).toEqual([
    {
      apiGroups: ['apps'],
      resources: ['deployments'],
      resourceNames: ['web'],
      verbs: ['get', 'list', 'watch', 'delete'],
    },
    {
      apiGroups: ['apps'],
      resources: ['daemonsets'],
      resourceNames: ['kata-deploy'],
      verbs: ['get', 'list', 'watch', 'delete'],
    },
  ]);
  expect(binding.subjects).toEqual([{ kind: 'ServiceAccount', ...metadata }]);
  expect(job.metadata).toMatchObject({ ...metadata, annotations: { 'helm.sh/hook': 'pre-delete' } });
  const { initContainers, containers } = job.spec.template.spec;
  const remove = 'delete --ignore-not-found --cascade=foreground --wait --timeout=60s';
  expect([...initContainers, ...containers].map(({ args, image }) => [image, args.join(' ')])).toEqual([
    ['mirror/kubectl:v1.33.0', `${remove} --namespace shop deployments.apps/web`],
    ['mirror/kubectl:v1.33.0', `${remove} --namespace kube-system daemonsets.apps/kata-deploy`],
  ]);
});

test('a tree that makes no pods needs no removal', () => {
  const app = new App();
  new ApiObject(new Chart(app, 'a'), 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } });
  expect(HelmChart.write(app, folder, PROPS)).not.toContain('templates/removal-hook.yaml');
});

test('the same program writes the same bytes, and takes away what is no longer there', () => {
  HelmChart.write(program().app, folder, PROPS);
  const first = read('templates/web.yaml');
  HelmChart.write(program().app, folder, PROPS);
  expect(read('templates/web.yaml')).toBe(first);
  HelmChart.write(new App(), folder, PROPS);
  expect(fs.readdirSync(path.join(folder, 'templates'))).toEqual(['NOTES.txt']);
});

test('a chart of somebody else is left alone', () => {
  fs.writeFileSync(path.join(folder, 'Chart.yaml'), 'mine');
  expect(() => HelmChart.write(program().app, folder, PROPS)).toThrow('Chart.yaml was not written by an earlier run');
  expect(read('Chart.yaml')).toBe('mine');
});

test('a chart whose release no Secret holds is refused, and a large one that can be compressed is not', () => {
  const write = (text: string) => {
    const app = new App();
    const metadata = { name: 'a' };
    new ApiObject(new Chart(app, 'a'), 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { text } });
    return HelmChart.write(app, folder, PROPS);
  };
  expect(write('x'.repeat(2 ** 20))).toContain('templates/a.yaml');
  // Hexadecimal digits of hashes shrink to about half.
  const digits = Array.from({ length: 32_768 }, (_, index) =>
    createHash('sha256').update(`${index}`).digest('hex'),
  ).join('');
  expect(() => write(digits)).toThrow(
    /a release of the chart would take \d{7} bytes, and a Secret holds 1048576; write several charts/,
  );
});

const BAD_PROPS: readonly [string, Partial<HelmChartProps>, string][] = [
  ['a name with capitals', { name: 'Web' }, "name 'Web' is not the name of a Helm chart"],
  ['an empty name', { name: '' }, "name '' is not"],
  ['a name of 51 letters', { name: 'a'.repeat(51) }, 'at most 50'],
  ['no name', { name: undefined as never }, 'HelmChart needs name; pass a string'],
  ['half a version', { version: '1.2' }, "version '1.2' is not a semantic version; write it as 1.2.3"],
  ['a version with v', { version: 'v1.2.3' }, "version 'v1.2.3'"],
  ['an empty appVersion', { appVersion: '' }, "appVersion '' is not a version"],
  ['a version with a zero in front', { version: '01.2.3' }, "version '01.2.3' is not a semantic version"],
  ['a version with an empty part', { version: '1.2.3-a..b' }, "version '1.2.3-a..b' is not a semantic version"],
  ['a version with a line break', { version: '1.2.3\n' }, 'is not a semantic version'],
  ['a namespace that is no name', { removalNamespace: 'A b' }, "removalNamespace 'A b' is not the name of a namespace"],
  ['no time', { removalTimeoutSeconds: 0 }, 'removalTimeoutSeconds is 0; give a whole number from 1 to 604800'],
  ['less than no time', { removalTimeoutSeconds: -1 }, 'removalTimeoutSeconds is -1'],
  ['half a second', { removalTimeoutSeconds: 1.5 }, 'removalTimeoutSeconds is 1.5'],
  [
    'an image without a version',
    { kubectlImage: 'kubectl' },
    "kubectlImage 'kubectl' has no full version and no digest",
  ],
  ['an image with a tag that moves', { kubectlImage: 'a/kubectl:latest' }, 'write it as registry/kubectl:v1.33.0'],
  ['an image with a space', { kubectlImage: 'a b:1.2.3' }, "kubectlImage 'a b:1.2.3' has no full version"],
];

test.each(BAD_PROPS)('%s is refused', (_, props, message) => {
  expect(() => HelmChart.write(program().app, folder, { ...PROPS, ...props })).toThrow(message);
  expect(fs.readdirSync(folder)).toEqual([]);
});

const BAD_NAMES: readonly [string, unknown, unknown, string][] = [
  ['an empty name', '', '/spec', "HelmValue name '' cannot be used"],
  ['a dash', 'web-replicas', '/spec', "HelmValue name 'web-replicas' cannot be used"],
  ['a dot behind', 'web.', '/spec', "HelmValue name 'web.' cannot be used"],
  ['no name', undefined, '/spec', "HelmValue name 'undefined' cannot be used"],
  ['a dotted path', 'a', 'spec.replicas', "'spec.replicas' is not a JSON pointer; write it like /spec/replicas"],
  ['the whole object', 'a', '/', "'/' is not a JSON pointer"],
  ['no pointer', 'a', undefined, "'undefined' is not a JSON pointer"],
  ['an empty key', 'a', '/spec//replicas', "'/spec//replicas' is not a JSON pointer"],
  ['an escape that there is not', 'a', '/a~2b', "'/a~2b' is not a JSON pointer"],
  ['a name that Helm takes', 'global', '/spec', "HelmValue name 'global' is taken by Helm"],
];

test.each([undefined, {}, new App()])('a value of what is no API object is refused: %p', (object) => {
  expect(() => HelmValue.of('a', object as never, '/spec')).toThrow('HelmValue a: the object is not an ApiObject');
});

test.each(BAD_NAMES)('a value with %s is refused', (_, name, pointer, message) => {
  expect(() => HelmValue.of(name as string, program().web, pointer as string)).toThrow(message);
});

const BAD_VALUES: readonly [string, (it: ReturnType<typeof program>) => HelmValue[], string][] = [
  ['leads nowhere', ({ web }) => [HelmValue.of('a', web, '/spec/nothing')], 'Deployment shop/web has nothing there'],
  [
    'is of an object elsewhere',
    () => [HelmValue.of('a', deployment(new Chart(new App(), 'x'), 'x'), '/spec/replicas')],
    'its object is not in the chart',
  ],
  [
    'is the class',
    ({ web }) => [HelmValue.of('a', web, '/spec/template/spec/runtimeClassName')],
    'would let whoever installs the chart take pods out of their VMs',
  ],
  [
    'is the handler of a class',
    ({ kata }) => [HelmValue.of('a', objectOf(kata, 'RuntimeClass'), '/handler')],
    'value a (/handler) would let whoever installs the chart take pods out of their VMs',
  ],
  [
    'weakens the admission policies',
    ({ app, kata }) => {
      const administrators = [Administrator.group('platform@acme.test')];
      const admission = new SandboxAdmission(app, 'admission', { runtime: kata, administrators });
      return [HelmValue.of('a', objectOf(admission, 'ValidatingAdmissionPolicyBinding'), '/spec/validationActions')];
    },
    'take pods out of their VMs; let the value lead to a single field that has nothing to do with RuntimeClasses and admission policies',
  ],
  ...['/apiVersion', '/kind', '/metadata', '/metadata/name', '/metadata/namespace'].map(
    (pointer): (typeof BAD_VALUES)[number] => [
      `is the identity of an object (${pointer})`,
      ({ web }) => [HelmValue.of('a', web, pointer)],
      `value a (${pointer}) is what others know Deployment shop/web by; let it lead to another field`,
    ],
  ),
  ['holds the class', ({ web }) => [HelmValue.of('a', web, '/spec/template')], 'take pods out of their VMs'],
  [
    'has the name of another',
    ({ web }) => [HelmValue.of('a', web, '/spec/replicas'), HelmValue.of('a', web, '/spec/selector')],
    'value a (/spec/selector) and a (/spec/replicas)',
  ],
  [
    'has a name within another',
    ({ web }) => [HelmValue.of('a', web, '/spec/replicas'), HelmValue.of('a.b', web, '/spec/selector')],
    'value a.b (/spec/selector) and a',
  ],
  [
    'leads into another',
    ({ web }) => [HelmValue.of('a', web, '/spec/selector'), HelmValue.of('b', web, '/spec/selector/matchLabels')],
    'value b (/spec/selector/matchLabels) and a',
  ],
];

test.each(BAD_VALUES)('a value that %s is refused', (_, values, message) => {
  const it = program();
  expect(() => HelmChart.write(it.app, folder, { ...PROPS, values: values(it) })).toThrow(message);
});

test('a bare Pod in a class of the chart is refused, one in another is not', () => {
  const { app, kata } = program();
  const pod = (name: string, runtimeClassName?: string) =>
    new ApiObject(new Chart(app, name), 'pod', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'shop' },
      spec: { runtimeClassName, containers: [{ name: 'a', image: 'a:1' }] },
    });
  pod('plain');
  pod('other', 'gvisor');
  HelmChart.write(app, folder, PROPS);
  pod('mine', kata.runtimeClass().name);
  expect(() => HelmChart.write(app, folder, PROPS)).toThrow('mine: Pod shop/mine is a Pod: Helm makes Pods before');
});

test('a chart whose file Helm would take for a part of others is refused', () => {
  const { app } = program();
  deployment(new Chart(app, '_web'), 'hidden');
  expect(() => HelmChart.write(app, folder, PROPS)).toThrow(
    '_web: the name of the chart begins with _, and Helm does not install what such a file holds; give the chart another id',
  );
});

test('a chart that is called as a file of the outlet is refused, and nothing is written', () => {
  const { app } = program();
  deployment(new Chart(app, 'removal-hook'), 'lost');
  expect(() => HelmChart.write(app, folder, PROPS)).toThrow(
    'two parts of the program would be written to templates/removal-hook.yaml; give a chart another id',
  );
  expect(fs.readdirSync(folder)).toEqual([]);
});

test('names of values that objects of JavaScript have by themselves are names as others', () => {
  const { app, web } = program();
  const values = [HelmValue.of('constructor.name', web, '/spec/replicas')];
  HelmChart.write(app, folder, { ...PROPS, values });
  expect(load('values.yaml')).toEqual([{ constructor: { name: 2 } }]);
  expect(JSON.parse(read('values.schema.json')).properties.constructor.properties.name).toEqual({ type: 'integer' });
});

describe('default service accounts, which are there with their namespace', () => {
  const namespaces = (count: number) => {
    const app = new App();
    const kata = new KataRuntime(app, 'kata');
    for (let index = 0; index < count; index += 1) new SandboxNamespace(app, `team-${index}`, { runtime: kata });
    return app;
  };

  test('are changed by a Job after each install and upgrade, with permissions for them alone', () => {
    expect(HelmChart.write(namespaces(1), folder, PROPS)).toContain('templates/accounts-hook.yaml');
    expect(read('templates/team-0.yaml')).not.toContain('ServiceAccount');
    const [account, role, binding, job] = load('templates/accounts-hook.yaml');
    for (const access of [account, role, binding]) {
      expect(access.metadata).toMatchObject({
        name: 'sandboxes-accounts',
        annotations: { 'helm.sh/hook': 'post-install,post-upgrade', 'helm.sh/hook-weight': '-5' },
      });
    }
    expect(role.rules).toEqual([
      { apiGroups: [''], resources: ['serviceaccounts'], resourceNames: ['default'], verbs: ['get', 'patch'] },
    ]);
    expect(job.metadata).toMatchObject({ name: 'sandboxes-accounts', namespace: 'kube-system' });
    expect(job.spec.template.spec.containers[0].args.join(' ')).toBe(
      'patch serviceaccount default --namespace team-0 --type=merge --patch {"automountServiceAccountToken":false}',
    );
  });

  test('of many namespaces take several Jobs', () => {
    HelmChart.write(namespaces(30), folder, PROPS);
    const jobs = load('templates/accounts-hook.yaml').filter(({ kind }) => kind === 'Job');
    expect(jobs.map(({ metadata, spec }) => [metadata.name, spec.template.spec.containers.length])).toEqual([
      ['sandboxes-accounts-1', 25],
      ['sandboxes-accounts-2', 5],
    ]);
  });

  test('keep their labels, annotations and fields, whatever looks like a template in them', () => {
    const app = new App();
    new ApiObject(new Chart(app, 'a'), 'it', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default', namespace: 'shop', annotations: { a: '{{ x }}' } },
      imagePullSecrets: [{ name: 'pull' }],
    });
    const files = HelmChart.write(app, folder, PROPS);
    expect(files.filter((file) => file.startsWith('templates/'))).toEqual([
      'templates/accounts-hook.yaml',
      'templates/NOTES.txt',
    ]);
    expect(read('templates/accounts-hook.yaml')).toContain(
      `{"imagePullSecrets":[{"name":"pull"}],"metadata":{"annotations":{"a":"{{ "{{" }} x }}"}}}`,
    );
  });
});
