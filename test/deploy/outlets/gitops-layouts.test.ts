import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import Ajv from 'ajv';
import { ApiObject, App, Chart, Yaml } from 'cdk8s';
import {
  ArgoCdLayout,
  type ArgoCdLayoutProps,
  FluxLayout,
  type FluxLayoutProps,
  FluxSourceKind,
  toManifests,
} from '../../../lib/deploy';
import { KataRuntime } from '../../../lib/kata';
import * as application from '../../fixtures/crd-schemas/argoproj.io_application_v1alpha1.json';
import * as fluxSchema from '../../fixtures/crd-schemas/kustomize.toolkit.fluxcd.io_kustomization_v1.json';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'layouts-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const load = (file: string) => Yaml.load(path.join(folder, file));

function problems(schema: object, value: unknown) {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.validate(schema, value);
  return ajv.errors ?? [];
}

function program() {
  const app = new App();
  const kata = new KataRuntime(app, 'kata');
  const web = new Chart(app, 'web');
  new ApiObject(web, 'pod', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'default', annotations: { own: 'kept' } },
    spec: { containers: [{ name: 'a', image: 'a:1', resources: { limits: { memory: '1Gi' } } }] },
  });
  kata.sandbox(web);
  return app;
}

const ARGO: ArgoCdLayoutProps = { name: 'kata', repoUrl: 'https://git.example/p.git', path: 'gitops' };
const FLUX: FluxLayoutProps = { name: 'kata', path: 'gitops', sourceName: 'flux-system' };

describe('Argo CD', () => {
  test('the folder holds the Application and each object in the wave of its stage', () => {
    expect(ArgoCdLayout.write(program(), folder, ARGO)).toEqual([
      'application.yaml',
      'manifests/access/kata-access.yaml',
      'manifests/installer/kata-installer.yaml',
      'manifests/installer/kata-runtime-classes.yaml',
      'manifests/workloads/web.yaml',
    ]);
    const waves = (file: string) =>
      load(`manifests/${file}.yaml`).map(({ metadata }) => metadata.annotations['argocd.argoproj.io/sync-wave']);
    expect(new Set(waves('access/kata-access'))).toEqual(new Set(['1']));
    expect(new Set(waves('installer/kata-installer'))).toEqual(new Set(['2']));
    expect(waves('workloads/web')).toEqual(['3']);
    expect(load('manifests/workloads/web.yaml')[0].metadata.annotations.own).toBe('kept');
  });

  test('the objects are those of the YAML outlet, with their waves', () => {
    const app = program();
    const files = ArgoCdLayout.write(app, folder, ARGO).slice(1);
    const objects = files.flatMap(load).map(({ metadata: { annotations, ...metadata }, ...rest }) => {
      const { 'argocd.argoproj.io/sync-wave': _, ...own } = annotations;
      return { ...rest, metadata: { ...metadata, ...(Object.keys(own).length > 0 && { annotations: own }) } };
    });
    expect(objects).toEqual(toManifests(app));
  });

  test('the Application prunes, retries and removes backwards', () => {
    ArgoCdLayout.write(program(), folder, {
      ...ARGO,
      targetRevision: 'main',
      project: 'platform',
      namespace: 'argo',
      server: 'https://203.0.113.7',
    });
    const [it] = load('application.yaml');
    expect(problems(application, it)).toEqual([]);
    expect(it).toMatchObject({
      metadata: { name: 'kata', namespace: 'argo', finalizers: ['resources-finalizer.argocd.argoproj.io/foreground'] },
      spec: {
        project: 'platform',
        source: {
          repoURL: ARGO.repoUrl,
          path: 'gitops/manifests',
          targetRevision: 'main',
          directory: { recurse: true },
        },
        destination: { server: 'https://203.0.113.7' },
        syncPolicy: { automated: { prune: true, selfHeal: true }, retry: { limit: 10 } },
      },
    });
  });

  test('the schema sees what is wrong', () => {
    ArgoCdLayout.write(program(), folder, ARGO);
    const [it] = load('application.yaml');
    expect(problems(application, { ...it, spec: { ...it.spec, project: 1 } })).not.toEqual([]);
    expect(problems(application, it)).toEqual([]);
  });
});

describe('Flux', () => {
  test('each stage waits for the one before', () => {
    expect(FluxLayout.write(program(), folder, FLUX)).toEqual([
      'kustomizations.yaml',
      'access/kustomization.yaml',
      'access/kata-access.yaml',
      'installer/kustomization.yaml',
      'installer/kata-installer.yaml',
      'installer/kata-runtime-classes.yaml',
      'workloads/kustomization.yaml',
      'workloads/web.yaml',
    ]);
    const all = load('kustomizations.yaml');
    for (const it of all) expect(problems(fluxSchema, it)).toEqual([]);
    expect(all.map(({ metadata, spec }) => [metadata.name, spec.path, spec.dependsOn])).toEqual([
      ['kata-access', './gitops/access', undefined],
      ['kata-installer', './gitops/installer', [{ name: 'kata-access' }]],
      ['kata-workloads', './gitops/workloads', [{ name: 'kata-installer' }]],
    ]);
    expect(all[0].spec).toMatchObject({
      prune: true,
      wait: true,
      deletionPolicy: 'WaitForTermination',
      interval: '10m',
    });
    expect(load('installer/kustomization.yaml')[0].resources).toEqual([
      'kata-installer.yaml',
      'kata-runtime-classes.yaml',
    ]);
  });

  test('the objects are those of the YAML outlet', () => {
    const app = program();
    const files = FluxLayout.write(app, folder, FLUX).filter((file) => !file.includes('kustomization'));
    expect(files.flatMap(load)).toEqual(toManifests(app));
  });

  test('source, namespace and times can be chosen', () => {
    FluxLayout.write(program(), folder, {
      ...FLUX,
      sourceKind: FluxSourceKind.OCI_REPOSITORY,
      sourceName: 'artifact',
      namespace: 'gitops',
      interval: '1h',
      timeout: '45m',
    });
    const [it] = load('kustomizations.yaml');
    expect(it.metadata.namespace).toBe('gitops');
    expect(it.spec).toMatchObject({
      interval: '1h',
      timeout: '45m',
      sourceRef: { kind: 'OCIRepository', name: 'artifact' },
    });
  });

  test('is removed backwards', () => {
    const remove = (stage: string) =>
      `kubectl delete kustomizations.kustomize.toolkit.fluxcd.io kata-${stage} -n flux-system --ignore-not-found`;
    const wait = (pods: string, namespace: string, timeout = '30m') =>
      `kubectl wait --for=delete pod ${pods} --namespace ${namespace} --timeout=${timeout}`;
    const app = program();
    const labels = { app: 'shop' };
    const containers = [{ name: 'a', image: 'a:1', resources: { limits: { memory: '1Gi' } } }];
    new ApiObject(new Chart(app, 'shop'), 'it', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'shop', namespace: 'shop' },
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers, runtimeClassName: 'kata-qemu-runtime-rs' } },
      },
    });
    // Flux deletes in the background: a DaemonSet is gone before its pods are, which still need their permissions.
    expect(FluxLayout.removalCommands(app, FLUX)).toEqual([
      remove('workloads'),
      wait('--field-selector metadata.name=web', 'default'),
      wait('--selector app=shop', 'shop'),
      remove('installer'),
      wait('--selector name=kata-deploy', 'kube-system'),
      remove('access'),
    ]);
    expect(FluxLayout.removalCommands(app, { ...FLUX, timeout: '2h' })).toContain(
      wait('--selector name=kata-deploy', 'kube-system', '2h'),
    );
  });
});

const BAD_ARGO: readonly [string, Partial<ArgoCdLayoutProps>, string][] = [
  ['a name with capitals', { name: 'Kata' }, "name 'Kata' is not the name of a Kubernetes object"],
  ['a long name', { name: 'a'.repeat(41) }, 'more than 40 characters'],
  ['a namespace that is no name', { namespace: 'a b' }, "namespace 'a b' is not"],
  ['an absolute path', { path: '/gitops' }, "path '/gitops' is not a path inside of the repository"],
  ['a path that leads out', { path: 'a/../../b' }, 'is not a path inside'],
  ['an empty path', { path: '' }, "path '' is not a path"],
  ['a path with a line break', { path: 'a\nb' }, "path 'a\\nb' is not a path inside"],
  ['a path of another system', { path: 'a\\b' }, 'with slashes between'],
  ['a revision with a space', { targetRevision: 'a b' }, "targetRevision 'a b' is not a branch, a tag or a commit"],
  ['an empty revision', { targetRevision: '' }, "targetRevision '' is not a branch"],
  ['a project that is no name', { project: 'My project' }, "project 'My project' is not the name"],
  ['an empty project', { project: '' }, "project '' is not the name"],
  ['a server without a scheme', { server: 'api.example' }, "server 'api.example' is not the address of an API server"],
  ['an empty server', { server: '' }, "server '' is not the address"],
  ['a server with credentials', { server: 'https://u:p@a' }, "server 'https://***@a' has credentials; leave them out"],
  ['a repository without scheme', { repoUrl: 'git.example/p' }, "repoUrl 'git.example/p' is not the address"],
];

test.each(BAD_ARGO)('Argo CD: %s is refused', (_, props, message) => {
  expect(() => ArgoCdLayout.write(program(), folder, { ...ARGO, ...props })).toThrow(message);
  expect(fs.readdirSync(folder)).toEqual([]);
});

const BAD_FLUX: readonly [string, Partial<FluxLayoutProps>, string][] = [
  ['an empty name', { name: '' }, "name '' is not the name"],
  ['a source that is no name', { sourceName: 'Flux' }, "sourceName 'Flux' is not the name"],
  ['a number of minutes', { interval: '10' }, "interval '10' is not a duration; write it as 30s, 10m"],
  ['no time', { interval: '0s' }, "interval '0s' is not a duration"],
  ['a timeout in words', { timeout: 'long' }, "timeout 'long' is not a duration"],
  ['a path that leads out', { path: '..' }, "path '..' is not a path inside"],
];

test.each(BAD_FLUX)('Flux: %s is refused', (_, props, message) => {
  expect(() => FluxLayout.write(program(), folder, { ...FLUX, ...props })).toThrow(message);
  expect(() => FluxLayout.removalCommands(program(), { ...FLUX, ...props })).toThrow(message);
});

test('a chart that is called as a file of the outlet is refused, and nothing is written', () => {
  const app = program();
  const metadata = { name: 'lost', namespace: 'default' };
  new ApiObject(new Chart(app, 'kustomization'), 'it', { apiVersion: 'v1', kind: 'ConfigMap', metadata });
  expect(() => FluxLayout.write(app, folder, FLUX)).toThrow('would be written to workloads/kustomization.yaml');
  expect(fs.readdirSync(folder)).toEqual([]);
});
