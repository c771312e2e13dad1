import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { ApiObject, Chart, App as K8sApp } from 'cdk8s';
import { type TerraformProvider, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import type { ClusterAccess } from '../../lib/contract';
import { toManifests } from '../../lib/deploy';
import { GkeCluster, GkeNetwork } from '../../lib/gke';
import { KataRuntime } from '../../lib/kata';
import { SandboxNamespace } from '../../lib/sandbox';
import { KubernetesBundle, type KubernetesBundleProps } from '../../lib/terraform';
import { findings } from '../../lib/validation';

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const EXEC = { apiVersion: 'client.authentication.k8s.io/v1beta1', command: 'gke-gcloud-auth-plugin' };

const access: ClusterAccess = {
  host: 'https://203.0.113.7',
  clusterCaCertificate: CERTIFICATE,
  exec: { apiVersion: 'client.authentication.k8s.io/v1beta1', command: 'gke-gcloud-auth-plugin', env: { A: 'b' } },
};

const stackOf = (id = 'runtime') => new TerraformStack(Testing.app(), id);

function config(app: K8sApp, name: string, data: object, namespace = 'default') {
  return new ApiObject(new Chart(app, name), 'map', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace },
    data,
  });
}

function deployment(app: K8sApp, name: string) {
  const labels = { app: name };
  const containers = [{ name: 'a', image: 'a:1', resources: { limits: { memory: '1Gi' } } }];
  const spec = { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } };
  return new ApiObject(new Chart(app, name), 'it', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop' },
    spec,
  });
}

/** Characters that gzip makes hardly smaller, the same each time. */
function incompressible(length: number): string {
  const blocks = Array.from({ length: Math.ceil(length / 40) }, (_, index) =>
    createHash('sha256').update(`${index}`).digest('base64').slice(0, 40),
  );
  return blocks.join('').slice(0, length);
}

function program() {
  const app = new K8sApp();
  const kata = new KataRuntime(app, 'kata');
  kata.sandbox(deployment(app, 'web'));
  return app;
}

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON is read as it is.
type Json = any;

const json = (stack: TerraformStack): Json => JSON.parse(Testing.synth(stack, true));

function releases(stack: TerraformStack): Record<string, { name: string; values: string[]; [field: string]: unknown }> {
  const all = Object.values(json(stack).resource.helm_release) as { name: string; values: string[] }[];
  return Object.fromEntries(all.map((it) => [it.name, it]));
}

const objectsOf = (release: { values: string[] } | undefined) => JSON.parse(release?.values[0] as string).manifests;
const named = (objects: { kind: string; metadata: { name: string } }[]) =>
  objects.map((it) => `${it.kind} ${it.metadata.name}`);

function bundle(app: K8sApp, props: Partial<KubernetesBundleProps> = {}) {
  const stack = stackOf();
  return { stack, bundle: new KubernetesBundle(stack, 'bundle', { manifests: app, access, ...props }) };
}

describe('the releases', () => {
  const { stack } = bundle(program(), { maxNodes: 20 });
  const made = releases(stack);

  test('are one for each stage, chained', () => {
    expect(Object.keys(made)).toEqual(['cdk-kata-access', 'cdk-kata-installer', 'cdk-kata-workloads']);
    const address = (name: string) => {
      const [id] =
        Object.entries(json(stack).resource.helm_release).find(([, it]) => (it as { name: string }).name === name) ??
        [];
      return `helm_release.${id}`;
    };
    expect(made['cdk-kata-access']?.depends_on).toBeUndefined();
    expect(made['cdk-kata-installer']?.depends_on).toEqual([address('cdk-kata-access')]);
    expect(made['cdk-kata-workloads']?.depends_on).toEqual([address('cdk-kata-installer')]);
  });

  test('hold every object once, and what holds a removal back', () => {
    const objects = Object.values(made).flatMap(objectsOf);
    for (const manifest of toManifests(program())) expect(objects).toContainEqual(manifest);
    expect(named(objectsOf(made['cdk-kata-access']))).toEqual(
      expect.arrayContaining(['ServiceAccount cdk-kata-removal-wait', 'ClusterRole cdk-kata-removal-wait']),
    );
    expect(named(objectsOf(made['cdk-kata-installer'])).slice(-1)).toEqual(['Job cdk-kata-installer-gone']);
    expect(named(objectsOf(made['cdk-kata-workloads']))).toEqual(['Deployment web', 'Job cdk-kata-workloads-gone']);
  });

  test.each([
    ['cdk-kata-installer', 'name=kata-deploy', 'kube-system', 3300],
    ['cdk-kata-workloads', 'app=web', 'shop', 3300],
  ])('%s waits for its own pods after it is deleted', (name, labels, namespace, seconds) => {
    const job = objectsOf(made[name]).at(-1);
    expect(job.metadata.annotations).toEqual({
      'helm.sh/hook': 'post-delete',
      'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded',
    });
    const [container] = job.spec.template.spec.containers;
    expect(container.args.join(' ')).toBe(
      `wait --for=delete pod --selector ${labels} --namespace ${namespace} --timeout=${seconds}s`,
    );
    expect(job.spec.template.spec).toMatchObject({
      serviceAccountName: 'cdk-kata-removal-wait',
      tolerations: [{ operator: 'Exists' }],
    });
  });

  test.each(['cdk-kata-access', 'cdk-kata-installer', 'cdk-kata-workloads'])('%s keeps its state', (name) => {
    expect(made[name]).toMatchObject({
      namespace: 'kube-system',
      version: '1.0.0',
      upgrade_install: true,
      create_namespace: false,
      wait: true,
      cleanup_on_fail: true,
      max_history: 3,
      timeout: name === 'cdk-kata-installer' ? 3300 : 900,
    });
    expect(made[name]?.atomic).toBe(name === 'cdk-kata-workloads' ? true : undefined);
  });
});

test('refuses a stack of another copy of cdktf, before anything else', () => {
  let stack: TerraformStack | undefined;
  jest.isolateModules(() => {
    const other = require('cdktf') as typeof import('cdktf');
    stack = new other.TerraformStack(other.Testing.app(), 'other');
  });
  for (const props of [{ manifests: program(), access }, {} as never]) {
    expect(() => new KubernetesBundle(stack as TerraformStack, 'it', props)).toThrow(
      /^(?!.*props\/).*other\/it: the stack is one of another copy of cdktf.*\(terraform\/other-cdktf\)/s,
    );
    stack?.node.tryRemoveChild('it');
  }
});

test('the chart is written beside the stack', () => {
  const app = Testing.app();
  const stack = new TerraformStack(app, 'runtime');
  new KubernetesBundle(stack, 'bundle', { manifests: program(), access });
  const folder = Testing.fullSynth(stack);
  const [release] = Object.values(
    JSON.parse(fs.readFileSync(path.join(folder, 'stacks/runtime/cdk.tf.json'), 'utf8')).resource.helm_release,
  ) as { chart: string }[];
  const chart = path.join(folder, 'stacks/runtime', release?.chart as string);
  expect(fs.readFileSync(path.join(chart, 'Chart.yaml'), 'utf8')).toContain('version: 1.0.0');
  expect(fs.existsSync(path.join(chart, 'templates/manifests.yaml'))).toBe(true);
});

test('the provider reaches the cluster by a plugin', () => {
  const { stack } = bundle(program());
  expect(json(stack).provider.helm).toEqual([
    {
      alias: 'runtime-bundle',
      kubernetes: {
        host: 'https://203.0.113.7',
        cluster_ca_certificate: CERTIFICATE,
        exec: {
          api_version: 'client.authentication.k8s.io/v1beta1',
          command: 'gke-gcloud-auth-plugin',
          env: { A: 'b' },
        },
      },
    },
  ]);
});

describe('a value that only Terraform knows', () => {
  const written = (value: (variable: TerraformVariable) => unknown) => {
    const stack = stackOf();
    const app = new K8sApp();
    config(app, 'it', { value: value(new TerraformVariable(stack, 'v', {})) });
    new KubernetesBundle(stack, 'bundle', { manifests: app, access });
    return releases(stack)['cdk-kata-workloads']?.values[0];
  };
  const text = '${trimsuffix(trimprefix(jsonencode(var.v), "\\""), "\\"")}';

  test.each([
    ['a text', (v: TerraformVariable) => v.stringValue, '"value":${jsonencode(var.v)}'],
    ['part of a text', (v: TerraformVariable) => `a "${v.stringValue}" b`, `"value":"a \\"${text}\\" b"`],
    ['a number', (v: TerraformVariable) => v.numberValue, '"value":${jsonencode(var.v)}'],
    ['a boolean', (v: TerraformVariable) => v.booleanValue, '"value":${jsonencode(var.v)}'],
    ['a list', (v: TerraformVariable) => v.listValue, '"value":${jsonencode(var.v)}'],
  ])('%s reaches the release', (_, value, expected) => {
    expect(written(value)).toContain(expected);
  });

  test('is refused in YAML still', () => {
    const app = new K8sApp();
    new KataRuntime(app, 'kata');
    const stack = stackOf();
    config(app, 'it', { value: new TerraformVariable(stack, 'v', {}).stringValue });
    new KubernetesBundle(stack, 'bundle', { manifests: app, access });
    expect(() => toManifests(app)).toThrow('Terraform token');
  });

  test('what looks like a template stays what it is', () => {
    expect(written(() => '${HOME} %{ if } {{ x }}')).toContain('"value":"$${HOME} %%{ if } {{ x }}"');
  });
});

test('custom resource definitions come in a release of their own', () => {
  const app = new K8sApp();
  const chart = new Chart(app, 'widgets');
  new ApiObject(chart, 'w', { apiVersion: 'acme.io/v1', kind: 'Widget', metadata: { name: 'w' } });
  new ApiObject(chart, 'crd', {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.acme.io' },
    spec: { group: 'acme.io', names: { kind: 'Widget' } },
  });
  const made = releases(bundle(app).stack);
  expect(Object.keys(made)).toEqual(['cdk-kata-definitions', 'cdk-kata-workloads']);
  expect(named(objectsOf(made['cdk-kata-definitions']))).toEqual(['CustomResourceDefinition widgets.acme.io']);
});

test('a namespace that the installer needs comes with its permissions', () => {
  const app = new K8sApp();
  new KataRuntime(app, 'kata', { namespace: 'kata-system' });
  new ApiObject(new Chart(app, 'ns'), 'ns', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kata-system' } });
  const made = releases(bundle(app).stack);
  expect(named(objectsOf(made['cdk-kata-access']))[0]).toBe('Namespace kata-system');
});

test('workloads beyond the size of a release get one for each chart, in order', () => {
  const app = program();
  const first = config(app, 'first', { a: 'x'.repeat(200 * 1024) });
  const second = config(app, 'second', { a: 'x'.repeat(200 * 1024) });
  Chart.of(first).addDependency(Chart.of(second));
  const made = releases(bundle(app).stack);
  expect(Object.keys(made).sort()).toEqual(
    ['access', 'first', 'installer', 'second', 'web'].map((id) => `cdk-kata-${id}`),
  );
  expect(made['cdk-kata-first']?.depends_on).toHaveLength(2);
  expect(named(objectsOf(made['cdk-kata-web']))).toEqual(['Deployment web', 'Job cdk-kata-web-workloads-gone']);
});

test('each chart gets a release from the beginning, where the program says so', () => {
  const app = program();
  config(app, 'first', { a: 'x' });
  const made = releases(bundle(app, { releasePerChart: true }).stack);
  expect(Object.keys(made).sort()).toEqual(['access', 'first', 'installer', 'web'].map((id) => `cdk-kata-${id}`));
});

test('a chart that is called as a stage is, and one with a long name, have names of their own that Helm takes', () => {
  const app = program();
  const long = `shop-${'a'.repeat(60)}`;
  for (const name of ['access', long, `${long}b`]) config(app, name, { a: 'x' });
  const names = Object.keys(releases(bundle(app, { releasePerChart: true }).stack)).sort();
  expect(names).toHaveLength(6);
  expect(names).toContain('cdk-kata-workloads-access');
  for (const name of names) expect(name).toMatch(/^[a-z0-9]([a-z0-9-]{0,51}[a-z0-9])?$/);
  expect(names.filter((name) => /^cdk-kata-shop-a+-[0-9a-f]{8}$/.test(name))).toHaveLength(2);
});

test('charts with names that no object can have give releases and Jobs such as Helm and Kubernetes take', () => {
  const app = new K8sApp();
  const kata = new KataRuntime(app, 'kata');
  for (const name of ['Web App', `${'a'.repeat(59)}_b`]) {
    const labels = { app: 'web' };
    const containers = [{ name: 'a', image: 'a:1', resources: { limits: { memory: '1Gi' } } }];
    const spec = { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } };
    const metadata = { name: name.toLowerCase().replace(/\W|_/g, '-'), namespace: 'shop' };
    kata.sandbox(
      new ApiObject(new Chart(app, name), 'it', { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec }),
    );
  }
  const made = releases(bundle(app, { releasePerChart: true }).stack);
  for (const name of Object.keys(made)) expect(name).toMatch(/^[a-z0-9]([a-z0-9-]{0,51}[a-z0-9])?$/);
  const jobs = Object.values(made)
    .flatMap(objectsOf)
    .filter(({ kind }) => kind === 'Job');
  expect(jobs).toHaveLength(3);
  for (const { metadata } of jobs) expect(metadata.name).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
});

test('the default service account of a tenant, which is there already, is changed by a Job', () => {
  const app = new K8sApp();
  const kata = new KataRuntime(app, 'kata');
  new SandboxNamespace(app, 'team-a', { runtime: kata });
  const objects = objectsOf(releases(bundle(app).stack)['cdk-kata-workloads']) as Json[];
  expect(named(objects)).not.toContain('ServiceAccount default');
  const jobs = objects.filter(({ kind }) => kind === 'Job');
  expect(jobs.map(({ metadata }) => metadata)).toEqual([
    {
      name: 'cdk-kata-workloads-accounts',
      namespace: 'kube-system',
      annotations: {
        'helm.sh/hook': 'post-install,post-upgrade',
        'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded',
      },
    },
  ]);
  expect(jobs[0].spec.template.spec.containers.map(({ args }: Json) => args)).toEqual([
    [
      ...['patch', 'serviceaccount', 'default', '--namespace', 'team-a', '--type=merge'],
      ...['--patch', '{"automountServiceAccountToken":false}'],
    ],
  ]);
  const role = objects.find(
    ({ kind, metadata }) => kind === 'ClusterRole' && metadata.name === 'cdk-kata-workloads-accounts',
  );
  expect(role.rules).toEqual([
    { apiGroups: [''], resources: ['serviceaccounts'], resourceNames: ['default'], verbs: ['get', 'patch'] },
  ]);
});

test('definitions beyond the size of a release get one for each chart, and all come before the rest', () => {
  const app = new K8sApp();
  for (const id of ['one', 'two']) {
    const chart = new Chart(app, id);
    new ApiObject(chart, 'crd', {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${id}s.acme.io` },
      spec: { group: 'acme.io', names: { kind: id }, description: 'x'.repeat(200 * 1024) },
    });
    new ApiObject(chart, 'it', { apiVersion: 'acme.io/v1', kind: id, metadata: { name: 'it' } });
  }
  const made = releases(bundle(app).stack);
  expect(Object.keys(made)).toEqual(['cdk-kata-definitions-one', 'cdk-kata-definitions-two', 'cdk-kata-workloads']);
  expect(made['cdk-kata-workloads']?.depends_on).toHaveLength(2);
});

const REFUSED: readonly [string, object, string][] = [
  ['no access', { access: undefined }, 'KubernetesBundle needs access; pass'],
  ['access that is null', { access: null }, 'access is null, and must be'],
  ['access that is a text', { access: 'https://a' }, "access is 'https://a', and must be"],
  ['a property that access has not', { access: { ...access, clusterCACertificate: 'x' } }, 'clusterCACertificate'],
  ['no host', { access: { ...access, host: '' } }, 'access.host is missing; pass cluster.access'],
  ['a host that is a number', { access: { ...access, host: 5 } }, 'access.host is 5, and must be a string'],
  [
    'a host without a scheme',
    { access: { ...access, host: 'a.example' } },
    "access.host 'a.example' is not the address",
  ],
  ['a host without encryption', { access: { ...access, host: 'http://a' } }, 'write it as https://host'],
  ['no credentials', { access: { host: 'https://a' } }, 'access has neither exec nor token'],
  ['two credentials', { access: { ...access, token: 't' } }, 'access has both exec and token; remove token'],
  ['an empty token', { access: { host: 'https://a', token: '' } }, 'access.token is empty'],
  ['a token that is null', { access: { host: 'https://a', token: null } }, 'access.token is null'],
  ['half a plugin', { access: { host: 'https://a', exec: { command: 'x' } } }, 'needs apiVersion'],
  [
    'a plugin that is a text',
    { access: { host: 'https://a', exec: 'gcloud' } },
    "access.exec is 'gcloud', and must be",
  ],
  [
    'an empty plugin',
    { access: { ...access, exec: { ...EXEC, command: '' } } },
    'access.exec needs apiVersion and command',
  ],
  [
    'another API',
    { access: { ...access, exec: { ...EXEC, apiVersion: 'v1' } } },
    "access.exec.apiVersion 'v1' is not a version of the API",
  ],
  [
    'arguments that are a text',
    { access: { ...access, exec: { ...EXEC, args: '--x' } } },
    "access.exec.args is '--x', and",
  ],
  ['an argument that is a number', { access: { ...access, exec: { ...EXEC, args: [5] } } }, 'access.exec.args[0] is 5'],
  [
    'an environment that is a list',
    { access: { ...access, exec: { ...EXEC, env: ['A=b'] } } },
    'access.exec.env is a list',
  ],
  [
    'a variable that is a number',
    { access: { ...access, exec: { ...EXEC, env: { A: 5 } } } },
    'access.exec.env.A is 5',
  ],
  ['a certificate in base64', { access: { ...access, clusterCaCertificate: 'LS0t' } }, 'Fn.base64decode() gives it'],
  ['no objects', { manifests: undefined }, 'manifests is undefined, and must be a construct of a cdk8s app'],
  ['a folder for objects', { manifests: 'dist' }, "manifests is 'dist', and must be a construct"],
  ['the tree of Terraform', { manifests: stackOf() }, 'manifests is a TerraformStack, and must be'],
  ['a property that there is not', { maxNode: 5 }, 'KubernetesBundle has no property maxNode; write maxNodes'],
  ['a name with capitals', { name: 'Kata' }, "name 'Kata' cannot begin the names"],
  ['a name of 31 letters', { name: 'a'.repeat(31) }, 'at most 30 lower-case letters'],
  ['an empty name', { name: '' }, "name '' cannot begin"],
  ['a namespace with a space', { namespace: 'a b' }, "namespace 'a b' is not the name of a namespace; use at most 63"],
  ['an empty namespace', { namespace: '' }, "namespace '' is not the name"],
  ['no nodes', { maxNodes: 0 }, 'maxNodes is 0; give a whole number from 1 to 15000'],
  ['half a node', { maxNodes: 1.5 }, 'maxNodes is 1.5'],
  ['nodes in a text', { maxNodes: '5' }, "maxNodes is '5', and must be a finite number"],
  [
    'an image without a version',
    { kubectlImage: 'kubectl' },
    "kubectlImage 'kubectl' has no full version and no digest",
  ],
  ['a tag that moves', { kubectlImage: 'a/kubectl:latest' }, 'write it as registry/kubectl:v1.33.0'],
  ['a switch in a text', { releasePerChart: 'no' }, "releasePerChart is 'no', and must be"],
  ['the name of a provider', { provider: 'helm' }, "provider is 'helm', and must be a HelmProvider"],
  ['no provider', { provider: null }, 'provider is null, and must be a HelmProvider'],
];

test('what is no object is refused', () => {
  for (const props of [undefined, null, 'x', []]) {
    expect(() => new KubernetesBundle(stackOf(), 'bundle', props as never)).toThrow('and must be an object');
  }
});

test('a provider of another kind is refused, one of Helm is taken', () => {
  const { stack } = bundle(new K8sApp());
  const google = new GoogleProvider(stack, 'google', {});
  const make = (id: string, provider: TerraformProvider) =>
    new KubernetesBundle(stack, id, { manifests: program(), access, provider, name: id });
  expect(() => make('other', google)).toThrow('provider is a GoogleProvider, and must be a HelmProvider');
  make('own', new HelmProvider(stack, 'helm', { alias: 'own' }));
  expect(releases(stack)['own-access']?.provider).toBe('helm.own');
});

test.each(REFUSED)('%s is refused', (_, props, message) => {
  const make = () => bundle(program(), props as Partial<KubernetesBundleProps>);
  expect(make).toThrow(message);
  expect(make).toThrow('runtime/bundle: ');
});

test('a chart that is too large for a release is refused', () => {
  const app = new K8sApp();
  config(app, 'big', { a: incompressible(700 * 1024) });
  expect(() => bundle(app)).toThrow(
    /runtime\/bundle: the release of big would take 1\d{6} bytes, and a Secret holds 1048576/,
  );
});

test('a chart of any size that fits compressed is taken, such as definitions with long descriptions', () => {
  const app = new K8sApp();
  config(app, 'big', { a: 'x'.repeat(900 * 1024) });
  expect(Object.keys(releases(bundle(app).stack))).toEqual(['cdk-kata-big']);
});

test('what comes later than the bundle is refused', () => {
  const app = program();
  const { stack } = bundle(app);
  config(app, 'late', {});
  expect(() => json(stack)).toThrow('make the KubernetesBundle last');
});

test('a bearer token of a variable is a warning', () => {
  const stack = stackOf();
  const variable = new TerraformVariable(stack, 'token', { sensitive: true });
  new KubernetesBundle(stack, 'bundle', {
    manifests: program(),
    access: { host: 'https://a', token: variable.stringValue },
  });
  expect(findings(stack)).toMatchObject([
    { id: 'terraform/access-token', severity: 'warning', path: 'runtime/bundle' },
  ]);
  expect(json(stack).provider.helm[0].kubernetes.token).toBe('${var.token}');
});

test('names, namespace and image can be chosen', () => {
  const { stack } = bundle(program(), { name: 'blue', namespace: 'ops', kubectlImage: 'mirror/kubectl:v1.33.0' });
  const made = releases(stack);
  expect(Object.values(made).map((it) => [it.name, it.namespace])).toEqual([
    ['blue-access', 'ops'],
    ['blue-installer', 'ops'],
    ['blue-workloads', 'ops'],
  ]);
  expect(objectsOf(made['blue-installer']).at(-1).spec.template.spec.containers[0].image).toBe(
    'mirror/kubectl:v1.33.0',
  );
});

describe('two bundles of one name', () => {
  const two = (second: Partial<KubernetesBundleProps>) => {
    const { stack } = bundle(program());
    new KubernetesBundle(stack, 'other', { manifests: program(), access, ...second });
    return stack;
  };

  test('in one cluster would replace each other, and are refused', () => {
    expect(() => json(two({}))).toThrow(
      'runtime/other: runtime/bundle has releases of the same names in the same cluster; give one of them another name (terraform/release-name-twice)',
    );
  });

  test.each<[string, Partial<KubernetesBundleProps>]>([
    ['another name', { name: 'other' }],
    ['another namespace', { namespace: 'other' }],
    ['another cluster', { access: { ...access, host: 'https://203.0.113.8' } }],
  ])('with %s are taken', (_, second) => {
    expect(Object.keys(json(two(second)).resource.helm_release)).toHaveLength(6);
  });

  test('of one cluster that another stack makes are refused, of two are taken', () => {
    const app = Testing.app();
    const platform = new TerraformStack(app, 'platform');
    new GoogleProvider(platform, 'google', { project: 'acme', region: 'europe-west4' });
    const network = new GkeNetwork(platform, 'network', { region: 'europe-west4' });
    const clusters = ['one', 'two'].map(
      (name) => new GkeCluster(platform, name, { name, location: 'europe-west4', network }),
    );
    for (const cluster of clusters) cluster.addNodePool('system');
    const bundles = (id: string, of: readonly (GkeCluster | undefined)[]) => {
      const stack = new TerraformStack(app, id);
      for (const [index, cluster] of of.entries()) {
        const { access: theirs } = cluster as GkeCluster;
        new KubernetesBundle(stack, `bundle-${index}`, { manifests: program(), access: theirs });
      }
      return stack;
    };
    const [one, two] = clusters;
    expect(Object.keys(json(bundles('both', [one, two])).resource.helm_release)).toHaveLength(6);
    expect(() => json(bundles('twice', [one, one]))).toThrow('terraform/release-name-twice');
  });
});
