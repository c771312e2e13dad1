import { execFileSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { App as TerraformApp, TerraformStack } from 'cdktf';
import { HelmChart, KataRuntime, KataShim, type NodePlacement, TaintEffect, toManifests } from '../../lib';
import { KubernetesBundle } from '../../lib/terraform';
import { get, kubectl } from '../e2e/cluster';
import { nodeTemplate, Program } from '../e2e/program';
import type { Manifest } from '../util/manifests';
import { resources } from '../util/terraform';
import { goImage, kubectlImage, Registry } from './images';
import {
  allReady,
  condition,
  INSTALLED,
  InstalledNode,
  installers,
  OWNED,
  pods,
  STARTUP_TAINT,
} from './installed-node';
import { eventually, RealNode } from './real-node';

const README = path.join(__dirname, '../../README.md');
const NODE = 'installer';

const quickstart = new Program('quickstart');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'installer-'));
const template = (() => {
  const pools = Object.values(resources(quickstart.terraform('platform'), 'google_container_node_pool'));
  const pool = pools.find(({ node_config }) => node_config.advanced_machine_features?.enable_nested_virtualization);
  return nodeTemplate(pool ?? {});
})();

let registry: Registry;
let node: RealNode;
let state: InstalledNode;

const fullName = (image: string) => {
  if (/^[^/]+[.:][^/]*\//.test(image)) return image;
  return `docker.io/${image.includes('/') ? image : `library/${image}`}`;
};
const containersOf = (objects: readonly Manifest[], kind: string): Manifest[] =>
  objects.filter((it) => it.kind === kind).flatMap((it) => it.spec.template.spec.containers);
const imageOf = (kind: string): string => fullName(containersOf(quickstart.objects, kind)[0]?.image);

beforeAll(async () => {
  helm('version'); // before minutes are spent on a node
  node = RealNode.up(NODE, {
    labels: template.labels,
    taints: template.taints?.map(({ key, value, effect }) => `${key}=${value}:${effect}`),
    handlers: ['kata-qemu-runtime-rs', 'kata-clh-runtime-rs'],
  });
  state = new InstalledNode(node);
});

afterAll(() => {
  node?.down();
  registry?.close();
  quickstart.close();
  fs.rmSync(folder, { recursive: true });
});

describe('the quickstart', () => {
  test('while the installer has no image, the workload waits for the startup taint', async () => {
    quickstart.apply();
    const waiting = await eventually(
      'refusals of the scheduler',
      () => pods('web'),
      (items) => items.length === 2 && items.every((it) => condition(it, 'PodScheduled')?.reason === 'Unschedulable'),
    );
    expect(waiting[0]?.status.conditions[0].message).toContain('untolerated taint');
    expect(state.taints).toContain(STARTUP_TAINT);
  });

  test('the installer lifts the startup taint, and only then the workload lands', async () => {
    registry = await Registry.start(
      goImage(imageOf('DaemonSet'), 'installer', '/usr/bin/kata-deploy'),
      goImage(imageOf('Deployment'), 'web', '/web'),
      kubectlImage('registry.k8s.io/kubectl:v1.33.0'),
    );
    node.useRegistry(registry);
    await state.runsInOrder('web', 2);
    const others = template.taints?.map(({ key }) => key).filter((key) => key !== STARTUP_TAINT);
    expect(state.taints).toEqual(others);
  });

  test('an installer that restarts takes nothing away', async () => {
    const before = pods('web').map(({ metadata }) => metadata.uid);
    kubectl(['delete', 'pods', '-n', 'kube-system', '-l', 'name=kata-deploy', '--wait']);
    await allReady('the installer', installers, 1);
    expect(state.owned).toEqual(INSTALLED);
    expect(pods('web').map(({ metadata }) => metadata.uid)).toEqual(before);
  });

  const removal = fs
    .readFileSync(README, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('kubectl delete '));

  const remove = (commands: readonly string[] = removal) => {
    for (const command of commands) {
      const inFolder = command.replaceAll('dist/', `${path.dirname(quickstart.files[0] as string)}/`);
      execFileSync('sh', ['-c', inFolder], { stdio: 'pipe' });
    }
  };

  test('the commands for its removal leave nothing', () => {
    expect(removal).toHaveLength(4);
    remove();
    state.isClean(quickstart.objects);
  });

  test('it can be installed again on the same Node object', async () => {
    quickstart.apply();
    await state.runsInOrder('web', 2);
  });

  test('a removal in the wrong order cleans nothing, and the same program puts it right', async () => {
    remove([...removal].reverse());
    expect(state.owned).toEqual(INSTALLED);
    quickstart.apply();
    await state.runs('web', 2);
    remove();
    state.isClean(quickstart.objects);
  });
});

/** The runtime on this node, and one workload of it. */
function program(): App {
  const app = new App();
  const { selector, tolerations } = placementOf(quickstart.objects);
  const placement: NodePlacement = {
    nodeSelector: selector,
    tolerations,
    startupTaints: [{ key: STARTUP_TAINT, effect: TaintEffect.NO_SCHEDULE }],
  };
  const kata = new KataRuntime(app, 'kata', {
    placement,
    shims: [KataShim.QEMU_RUNTIME_RS, KataShim.CLH_RUNTIME_RS],
  });
  const chart = new Chart(app, 'outlet', { namespace: 'outlet' });
  new ApiObject(new Chart(app, 'names'), 'namespace', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'outlet' },
  });
  const [container] = containersOf(quickstart.objects, 'Deployment');
  const labels = { app: 'outlet' };
  new ApiObject(chart, 'web', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'web', image: container?.image, resources: { limits: { memory: '64Mi' } } }] },
      },
    },
  });
  kata.sandbox(chart);
  return app;
}

/** Selector and tolerations of the quickstart's classes, without what the installer owns. */
function placementOf(objects: readonly Manifest[]) {
  const { scheduling } = objects.find(({ kind }) => kind === 'RuntimeClass') as Manifest;
  const own = Object.entries(scheduling.nodeSelector as Record<string, string>);
  return {
    selector: Object.fromEntries(own.filter(([label]) => !OWNED.includes(label))),
    tolerations: scheduling.tolerations,
  };
}

function helm(...args: string[]): string {
  return execFileSync('helm', args, { encoding: 'utf8', stdio: 'pipe' });
}

/** Runs helm until something has happened, and kills it. */
async function killed(args: readonly string[], happened: () => boolean): Promise<void> {
  const child = spawn('helm', args, { stdio: 'ignore' });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on('exit', (_, signal) => resolve(signal)));
  await eventually('what helm begins with', happened, (it) => it);
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
}

const jobs = (name: RegExp): Manifest[] =>
  get('jobs', '-n', 'kube-system').items.filter(({ metadata }: Manifest) => name.test(metadata.name));

describe('Helm', () => {
  const chart = path.join(folder, 'chart');
  const NAMESPACE = ['--namespace', 'default'];
  const UNINSTALL = ['uninstall', 'outlet', ...NAMESPACE, '--wait', '--timeout', '30m'];

  beforeAll(() => {
    HelmChart.write(program(), chart, { name: 'outlet', version: '1.0.0' });
  });

  test('installs on the same Node object', async () => {
    helm('install', 'outlet', chart, ...NAMESPACE);
    await state.runsInOrder('outlet', 1);
  });

  test('an uninstallation that is killed while its hook runs ends the second time, and leaves nothing', async () => {
    await killed(UNINSTALL, () => jobs(/^outlet-removal$/).some(({ status }) => status.active === 1));
    helm(...UNINSTALL);
    state.isClean(toManifests(program()) as Manifest[]);
    expect(jobs(/^outlet-removal$/)).toEqual([]);
  });

  test('one that nobody kills leaves nothing either', async () => {
    helm('install', 'outlet', chart, ...NAMESPACE);
    await state.runs('outlet', 1);
    helm(...UNINSTALL);
    state.isClean(toManifests(program()) as Manifest[]);
  });
});

describe('the releases of a KubernetesBundle', () => {
  interface Release {
    readonly name: string;
    readonly namespace: string;
    readonly chart: string;
    readonly version: string;
    readonly values: readonly [string];
    readonly depends_on?: readonly string[];
  }
  let releases: Release[];
  const stack = path.join(folder, 'tf/stacks/runtime');

  beforeAll(() => {
    const terraform = new TerraformApp({ outdir: path.join(folder, 'tf') });
    new KubernetesBundle(new TerraformStack(terraform, 'runtime'), 'bundle', {
      manifests: program(),
      access: {
        host: 'https://203.0.113.7',
        exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'plugin' },
      },
    });
    terraform.synth();
    const json = JSON.parse(fs.readFileSync(path.join(stack, 'cdk.tf.json'), 'utf8'));
    // In the order in which each depends on the one before.
    releases = Object.values(json.resource.helm_release);
    for (const { name, values } of releases) fs.writeFileSync(path.join(folder, `${name}.json`), values[0]);
  });

  /** What the provider does, in the order of `depends_on`. */
  const install = () => {
    for (const { name, namespace, chart, version } of releases) {
      const values = path.join(folder, `${name}.json`);
      helm(
        'upgrade',
        '--install',
        name,
        path.join(stack, chart),
        '-n',
        namespace,
        '--version',
        version,
        '-f',
        values,
        '--wait',
        '--timeout',
        '30m',
      );
    }
  };
  const uninstall = ({ name, namespace }: Release) => [
    'uninstall',
    name,
    '-n',
    namespace,
    '--wait',
    '--timeout',
    '30m',
  ];

  test('install on the same Node object', async () => {
    expect(releases.map(({ name }) => name)).toEqual(['cdk-kata-access', 'cdk-kata-installer', 'cdk-kata-workloads']);
    install();
    await state.runsInOrder('outlet', 1);
  });

  test('a removal that is killed while the pods of the installer go ends the second time, and leaves nothing', async () => {
    const [access, installer, workloads] = releases as [Release, Release, Release];
    helm(...uninstall(workloads));
    expect(pods('outlet')).toEqual([]);
    await killed(uninstall(installer), () => jobs(/^cdk-kata-installer-gone$/).length > 0);
    helm(...uninstall(installer));
    // The permissions are still there, so that the pods could clean up.
    expect(state.owned).toEqual([]);
    expect(installers()).toEqual([]);
    helm(...uninstall(access));
    state.isClean(toManifests(program()) as Manifest[]);
  });
});
