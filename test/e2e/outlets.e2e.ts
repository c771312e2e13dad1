import { execFileSync, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, App, Chart, Yaml, YamlOutputType } from 'cdk8s';
import {
  applyCommands,
  HelmChart,
  HelmValue,
  KataRuntime,
  removalCommands,
  toManifests,
  writeManifests,
} from '../../lib';
import type { Manifest } from '../util/manifests';
import { get, kubectl, SIMULATED, until } from './cluster';
import { addNodes, removeNodes } from './program';
import { isGone, shell, snapshot } from './snapshot';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'outlets-'));
const NODE = 'e2e-outlets-node';

// Helm runs a Job when it removes a chart, whose pod needs a node.
beforeAll(async () => {
  if (SIMULATED) await addNodes({ name: NODE });
});

afterAll(() => {
  if (SIMULATED) removeNodes(NODE);
  fs.rmSync(folder, { recursive: true });
});

/** The runtime in a namespace that stands in a chart behind it, and a tenant. */
function program(yamlOutputType?: YamlOutputType) {
  const app = new App({ yamlOutputType });
  const kata = new KataRuntime(app, 'kata', { placement: { nodeSelector: { 'e2e-outlets': 'true' } } });
  const tenant = new Chart(app, 'tenant', { namespace: 'e2e-outlets' });
  const labels = { app: 'web' };
  const containers = [
    { name: 'a', image: 'busybox:1.37', args: ['{{ x }} ${HOME}'], resources: { limits: { memory: '64Mi' } } },
  ];
  const web = new ApiObject(tenant, 'web', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
  });
  kata.sandbox(tenant);
  const names = new Chart(app, 'names');
  new ApiObject(names, 'ns', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'e2e-outlets' } });
  return { app, web };
}

function applied(objects: readonly Manifest[]): void {
  for (const { apiVersion, kind, metadata } of objects) {
    const [group] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
    const resource = group === '' ? kind : `${kind}.${group}`;
    const found = get(resource, metadata.name, ...(metadata.namespace ? ['-n', metadata.namespace] : []));
    expect(found.metadata.name).toBe(metadata.name);
  }
}

/** A definition behind its resource, in one chart. */
function addWidgets(app: App): void {
  const chart = new Chart(app, 'widgets');
  const metadata = { name: 'w', namespace: 'e2e-outlets' };
  new ApiObject(chart, 'w', { apiVersion: 'acme.test/v1', kind: 'Widget', metadata });
  const schema = { openAPIV3Schema: { type: 'object' } };
  new ApiObject(chart, 'crd', {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.acme.test' },
    spec: {
      group: 'acme.test',
      scope: 'Namespaced',
      names: { kind: 'Widget', plural: 'widgets' },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  });
}

describe('YAML', () => {
  const dist = path.join(folder, 'dist');

  test.each([YamlOutputType.FILE_PER_CHART, YamlOutputType.FILE_PER_RESOURCE])(
    'with a definition behind its resource, applies with the commands for it and goes, leaving nothing (%s)',
    async (yamlOutputType) => {
      const before = snapshot();
      const { app } = program(yamlOutputType);
      addWidgets(app);
      const directory = path.join(folder, `${yamlOutputType}`);
      writeManifests(app, directory);
      const commands = applyCommands(app, directory);
      expect(commands).toHaveLength(3);
      // One command alone looks for the kind before the API server has it.
      expect(() => shell(commands[2] as string)).toThrow('ensure CRDs are installed first');
      for (const command of removalCommands(app, directory)) shell(command);
      await isGone(before);
      for (const command of commands) shell(command);
      applied(toManifests(app) as Manifest[]);
      for (const command of removalCommands(app, directory)) shell(command);
      await isGone(before);
    },
  );

  test('applies with one command, and goes with the commands for it, leaving nothing', async () => {
    const before = snapshot();
    const { app } = program();
    writeManifests(app, dist);
    kubectl(['apply', '--server-side', '-k', dist]);
    applied(toManifests(app) as Manifest[]);
    await until(
      'pods',
      () => get('pods', '-n', 'e2e-outlets').items.length,
      (count) => count === 2,
    );
    for (const command of removalCommands(app, dist)) shell(command);
    expect(get('pods', '-n', 'kube-system', '-l', 'name=kata-deploy').items).toEqual([]);
    await isGone(before);
  });

  test('a removal that is killed in each of its steps can be run again', async () => {
    const before = snapshot();
    const { app } = program();
    writeManifests(app, dist);
    const commands = removalCommands(app, dist);
    for (const killed of commands.keys()) {
      kubectl(['apply', '--server-side', '-k', dist]);
      for (const command of commands.slice(0, killed)) shell(command);
      const child = spawn('bash', ['-c', `exec ${commands[killed]}`], { stdio: 'ignore' });
      const ended = new Promise((resolve) => child.on('exit', resolve));
      await new Promise((resolve) => setTimeout(resolve, 300));
      child.kill('SIGKILL');
      await ended;
      for (const command of commands) shell(command);
      await isGone(before);
    }
  });
});

describe('Helm', () => {
  const chart = path.join(folder, 'chart');
  const helm = (...args: string[]) => {
    const { status, stdout, stderr, error } = spawnSync('helm', args, { encoding: 'utf8' });
    if (error) throw error;
    if (status !== 0) throw new Error(`helm ${args.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  };
  const parse = (text: string): Manifest[] => {
    const file = path.join(folder, 'rendered.yaml');
    fs.writeFileSync(file, text);
    return Yaml.load(file).filter((it) => it) as Manifest[];
  };
  const id = ({ apiVersion, kind, metadata }: Manifest) =>
    `${apiVersion} ${kind} ${metadata.namespace} ${metadata.name}`;
  const sorted = (objects: Manifest[]) => [...objects].sort((a, b) => (id(a) < id(b) ? -1 : 1));
  const ownObjects = (objects: Manifest[]) =>
    objects.filter(({ metadata }) => !metadata.name.startsWith('e2e-chart-removal'));

  beforeAll(() => {
    const { app, web } = program();
    HelmChart.write(app, chart, {
      name: 'e2e-chart',
      version: '1.0.0',
      values: [HelmValue.of('web.replicas', web, '/spec/replicas')],
    });
  });

  test('lints', () => {
    expect(helm('lint', '--strict', chart)).toContain('0 chart(s) failed');
  });

  test('renders what the YAML outlet writes', () => {
    const rendered = parse(helm('template', 'x', chart));
    expect(sorted(ownObjects(rendered))).toEqual(sorted(toManifests(program().app) as Manifest[]));
  });

  test('refuses a value of another type', () => {
    expect(() => helm('template', 'x', chart, '--set', 'web.replicas=many')).toThrow("at '/web/replicas'");
  });

  test('installs, upgrades and uninstalls, leaving nothing', async () => {
    const before = snapshot();
    helm('install', 'e2e', chart, '--namespace', 'default');
    applied(toManifests(program().app) as Manifest[]);
    helm('upgrade', 'e2e', chart, '--namespace', 'default', '--set', 'web.replicas=3');
    expect(get('deployment', 'web', '-n', 'e2e-outlets').spec.replicas).toBe(3);
    helm('uninstall', 'e2e', '--namespace', 'default', '--wait', '--timeout', '5m');
    await isGone(before);
  });

  test('packs the same content each time', () => {
    const content = (to: string) => {
      helm('package', chart, '--destination', path.join(folder, to));
      const target = path.join(folder, `${to}-content`);
      fs.mkdirSync(target);
      execFileSync('tar', ['--touch', '-xzf', path.join(folder, to, 'e2e-chart-1.0.0.tgz'), '-C', target]);
      const files = (fs.readdirSync(target, { recursive: true }) as string[]).sort();
      return files
        .filter((file) => fs.statSync(path.join(target, file)).isFile())
        .map((file) => [file, fs.readFileSync(path.join(target, file), 'utf8')]);
    };
    const first = content('first');
    expect(first.map(([file]) => file)).not.toContain('e2e-chart/.cdk-kata-files');
    expect(content('second')).toEqual(first);
  });

  test('is packed into the same bytes each time by the command of the page, and Helm takes them', () => {
    const page = fs.readFileSync(path.join(__dirname, '../../docs/outlets.md'), 'utf8');
    const command = /^tar -C dist .*$/m.exec(page)?.[0] as string;
    const packed = (to: string, umask: string) => {
      const dist = path.join(folder, to, 'dist');
      HelmChart.write(program().app, path.join(dist, 'shop'), { name: 'shop', version: '1.0.0' });
      execFileSync('bash', ['-ec', `umask ${umask}; ${command}`], { cwd: path.join(folder, to) });
      return path.join(folder, to, 'shop-1.0.0.tgz');
    };
    const first = packed('tar-1', '022');
    const second = packed('tar-2', '077');
    expect(fs.readFileSync(second).equals(fs.readFileSync(first))).toBe(true);
    expect(helm('template', 'x', first)).toBe(helm('template', 'x', path.join(folder, 'tar-1/dist/shop')));
  });
});
