import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, App, Chart, Yaml, YamlOutputType } from 'cdk8s';
import { TerraformStack, Testing } from 'cdktf';
import {
  ArgoCdLayout,
  applyCommands,
  deploymentParts,
  FindingsError,
  FluxLayout,
  HelmChart,
  toManifests,
  writeManifests,
} from '../../../lib/deploy';
import { KataRuntime } from '../../../lib/kata';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'write-manifests-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

/** The message by which a program is refused, which has to be of a finding. */
function refusal(program: () => unknown): string {
  try {
    program();
  } catch (error) {
    expect(error).toBeInstanceOf(FindingsError);
    return (error as FindingsError).message;
  }
  throw new Error('not refused');
}

const files = () =>
  fs
    .readdirSync(folder)
    .filter((name) => name !== '.cdk-kata-files')
    .sort();
const load = (name: string) => Yaml.load(path.join(folder, name));

function workload(app: App, id: string, namespace = 'default') {
  const chart = new Chart(app, id, { namespace, disableResourceNameHashes: true });
  return new ApiObject(chart, 'pod', {
    apiVersion: 'v1',
    kind: 'Pod',
    spec: { containers: [{ name: 'a', image: 'a:1', resources: { limits: { memory: '1Gi' } } }] },
  });
}

function program(props: ConstructorParameters<typeof App>[0] = {}) {
  const app = new App(props);
  const kata = new KataRuntime(app, 'kata');
  kata.sandbox(workload(app, 'web'));
  return { app, kata };
}

test('names say what files hold, and the kustomization their order', () => {
  const { app } = program();
  const names = ['kata-access.yaml', 'kata-installer.yaml', 'kata-runtime-classes.yaml', 'web.yaml'];
  expect(writeManifests(app, folder)).toEqual(names);
  expect(files()).toEqual([...names, 'kustomization.yaml'].sort());
  expect(load('kustomization.yaml')).toEqual([
    {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      sortOptions: { order: 'fifo' },
      resources: names,
    },
  ]);
  expect(names.flatMap(load)).toEqual(toManifests(app));
});

test('a chart in front changes no name, and its namespace comes first', () => {
  const app = new App();
  new KataRuntime(app, 'kata', { namespace: 'kata-system' });
  new ApiObject(new Chart(app, 'zz'), 'ns', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kata-system' } });
  expect(writeManifests(app, folder)).toEqual([
    'zz.yaml',
    'kata-access.yaml',
    'kata-installer.yaml',
    'kata-runtime-classes.yaml',
  ]);
});

test('what an earlier run wrote goes, and nothing else', () => {
  const { app } = program();
  writeManifests(app, folder);
  fs.writeFileSync(path.join(folder, 'mine.yaml'), 'mine');
  writeManifests(new App(), folder);
  expect(files()).toEqual(['kustomization.yaml', 'mine.yaml']);
  expect(fs.readFileSync(path.join(folder, 'mine.yaml'), 'utf8')).toBe('mine');
});

test('the same program writes the same bytes', () => {
  writeManifests(program().app, folder);
  const first = files().map((name) => fs.readFileSync(path.join(folder, name), 'utf8'));
  writeManifests(program().app, folder);
  expect(files().map((name) => fs.readFileSync(path.join(folder, name), 'utf8'))).toEqual(first);
});

test.each(['web.yaml', 'kustomization.yaml'])('%s of somebody else is left alone, and nothing is written', (name) => {
  fs.writeFileSync(path.join(folder, name), 'mine');
  expect(() => writeManifests(program().app, folder)).toThrow(
    `${name} was not written by an earlier run; move it away`,
  );
  expect(files()).toEqual([name]);
});

describe('what cannot be a folder is refused', () => {
  const at = (name: string) => path.join(folder, name);
  test.each<[string, string, string]>([
    ['a file', 'of', `directory '<>/of' is a file, and must be a folder`],
    ['one below a file', 'of/sub', `directory '<>/of/sub' needs a folder at <>/of, which is a file`],
    ['one deep below a file', 'of/sub/sub', `directory '<>/of/sub/sub' needs a folder at <>/of, which is a file`],
  ])('%s', (_, name, message) => {
    fs.writeFileSync(at('of'), 'mine');
    const fix = '; move what is there away, or write to another folder (deploy/folder)';
    expect(refusal(() => writeManifests(program().app, at(name)))).toBe(message.replaceAll('<>', folder) + fix);
    expect(fs.readFileSync(at('of'), 'utf8')).toBe('mine');
  });

  test('a file where a folder of the layout would be', () => {
    fs.writeFileSync(at('manifests'), 'mine');
    const props = { name: 'kata', repoUrl: 'https://git.example/a.git', path: 'gitops' };
    expect(refusal(() => ArgoCdLayout.write(program().app, folder, props))).toContain(
      `directory '${folder}' needs a folder at ${at('manifests')}, which is a file; move`,
    );
    expect(files()).toEqual(['manifests']);
  });

  test('one that the system refuses', () => {
    fs.symlinkSync('missing', at('link'));
    expect(refusal(() => writeManifests(program().app, at('link')))).toMatch(
      /^files cannot be written into the directory '.*link': E[A-Z]+: .* \(deploy\/folder\)$/,
    );
  });
});

test('an index that leads out of the folder is not followed', () => {
  writeManifests(new App(), folder);
  fs.writeFileSync(path.join(folder, '.cdk-kata-files'), '../other.yaml\n');
  expect(() => writeManifests(program().app, folder)).toThrow('names ../other.yaml, which is outside of its folder');
});

test('a program that is refused leaves the folder as it was', () => {
  const { app } = program();
  writeManifests(app, folder);
  const before = files();
  new ApiObject(new Chart(app, 'twin', { namespace: 'default' }), 'pod', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-pod' },
  });
  expect(() => writeManifests(app, folder)).toThrow('Pod default/web-pod');
  expect(files()).toEqual(before);
});

test.each([YamlOutputType.FILE_PER_RESOURCE, YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE])(
  'a file for each object (%s) keeps the order',
  (yamlOutputType) => {
    const { app } = program({ yamlOutputType });
    const names = writeManifests(app, folder);
    expect(names).toContain('kata-access.serviceaccount.kube-system.kata-deploy-sa.yaml');
    expect(names.flatMap(load)).toEqual(toManifests(app));
  },
);

test('without a folder it is the app’s', () => {
  const app = new App({ outdir: path.join(folder, 'a', 'b') });
  workload(app, 'web');
  expect(writeManifests(app)).toEqual(['web.yaml']);
  expect(fs.existsSync(path.join(folder, 'a/b/web.yaml'))).toBe(true);
});

test('two charts of one name are refused', () => {
  const app = new App();
  workload(app, 'a-b', 'one');
  const nested = new Chart(new Chart(app, 'a'), 'b');
  new ApiObject(nested, 'x', { apiVersion: 'v1', kind: 'ConfigMap' });
  expect(() => deploymentParts(app)).toThrow('would both be called a-b; give one of them another id');
});

test.each<[string, (app: App) => void, string]>([
  ['one that is called as the order is', (app) => workload(app, 'kustomization'), 'kustomization.yaml; give a chart'],
  [
    'two that differ in capitals alone',
    (app) => {
      workload(app, 'shop', 'one');
      workload(app, 'Shop', 'two');
    },
    'shop.yaml and Shop.yaml, which some file systems take for one; give a chart another id',
  ],
])('charts of one file are refused, and nothing is written: %s', (_, add, message) => {
  const { app } = program();
  add(app);
  expect(() => writeManifests(app, folder)).toThrow(`two parts of the program would be written to ${message}`);
  expect(files()).toEqual([]);
});

test('a run that was killed between its files can be run again', () => {
  const { app } = program();
  const real = jest.requireActual<typeof fs>('node:fs');
  const { writeFileSync } = real;
  // Each run writes its index, the files one after the other, and the index again.
  for (let allowed = 1; allowed <= 6; allowed += 1) {
    const directory = path.join(folder, `${allowed}`);
    let count = 0;
    const spy = jest.spyOn(real, 'writeFileSync').mockImplementation((...args) => {
      count += 1;
      if (count > allowed) throw new Error('killed');
      writeFileSync(...args);
    });
    expect(() => writeManifests(app, directory)).toThrow('killed');
    spy.mockRestore();
    expect(writeManifests(app, directory)).toHaveLength(4);
  }
});

test('App.synth() writes what cdk8s writes', () => {
  program({ outdir: folder }).app.synth();
  expect(files()).toEqual([
    expect.stringMatching(/^0000-kata-access-\w+\.k8s\.yaml$/),
    expect.stringMatching(/^0001-kata-installer-\w+\.k8s\.yaml$/),
    '0002-kata.k8s.yaml',
    '0003-web.k8s.yaml',
  ]);
});

test.each<[string, () => unknown, string]>([
  [
    'an empty name of a folder',
    () => writeManifests(program().app, ''),
    'directory is empty; pass the name of a folder',
  ],
  ['a folder that is no text', () => writeManifests(program().app, 5 as never), 'directory is 5; pass the name'],
  [
    'nothing',
    () => writeManifests(undefined as never, folder),
    'scope is undefined, and must be a construct of a cdk8s app',
  ],
  ['nothing for commands', () => applyCommands(undefined as never), 'scope is undefined, and must be'],
  ['nothing for files', () => writeManifests(undefined as never), 'scope is undefined, and must be'],
  ['nothing for a chart', () => HelmChart.write(undefined as never, folder, {} as never), 'scope is undefined'],
  ['nothing for Argo CD', () => ArgoCdLayout.write(undefined as never, folder, {} as never), 'scope is undefined'],
  ['nothing for Flux', () => FluxLayout.removalCommands(undefined as never, {} as never), 'scope is undefined'],
  [
    'a text',
    () => toManifests('dist' as never),
    "scope is 'dist', and must be a construct of a cdk8s app; pass the app",
  ],
  [
    'the tree of Terraform',
    () => toManifests(new TerraformStack(Testing.app(), 'a')),
    'scope is a TerraformStack, and must be',
  ],
])('%s is refused', (_, program, message) => {
  expect(program).toThrow(message);
});
