import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, App, Chart, Yaml } from 'cdk8s';
import { TerraformStack, Testing } from 'cdktf';
import {
  Administrator,
  ArgoCdLayout,
  FluxLayout,
  HelmChart,
  KataRuntime,
  removalCommands,
  SandboxAdmission,
  SandboxNamespace,
  writeManifests,
} from '../../lib';
import { KubernetesBundle } from '../../lib/terraform';
import type { Manifest } from '../util/manifests';
import { apply, get, kubectl, SIMULATED, tryKubectl, until } from './cluster';
import { addNodes, removeNodes } from './program';
import { isGone, shell, snapshot } from './snapshot';

const NODE = 'e2e-removal-node';
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'removal-'));

// Jobs of Helm need a node, and so does the installer.
beforeAll(async () => {
  if (SIMULATED) await addNodes({ name: NODE, labels: { 'e2e-removal': 'true' } });
});

afterAll(() => {
  if (SIMULATED) removeNodes(NODE);
  fs.rmSync(folder, { recursive: true });
});

const labels = { app: 'web' };
const containers = [{ name: 'a', image: 'busybox:1.37', resources: { limits: { memory: '64Mi' } } }];
const spec = {
  replicas: 2,
  selector: { matchLabels: labels },
  template: { metadata: { labels }, spec: { containers } },
};

/** The runtime in a namespace of its own, which stands in another chart, and a workload. */
function program(): App {
  const app = new App();
  const placement = { nodeSelector: { 'e2e-removal': 'true' } };
  const kata = new KataRuntime(app, 'kata', { namespace: 'e2e-kata', placement });
  const tenant = new Chart(app, 'tenant', { namespace: 'e2e-removal' });
  new ApiObject(tenant, 'ns', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'e2e-removal' } });
  new ApiObject(tenant, 'web', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec });
  kata.sandbox(tenant);
  new ApiObject(new Chart(app, 'ns'), 'ns', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'e2e-kata' } });
  return app;
}

const installerRuns = () =>
  until(
    'pods of the installer',
    () => get('pods', '-n', 'e2e-kata', '-l', 'name=kata-deploy').items.length,
    (count) => count > 0 || !SIMULATED,
  );
const noInstallerPod = () =>
  expect(get('pods', '-A', '-l', 'name=kata-deploy').items.map(({ metadata }: Manifest) => metadata.name)).toEqual([]);

function helm(...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync('helm', args, { encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`helm ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

/** Starts a program and kills it once something holds, or when it ends before. */
async function killedWhen(command: string, args: readonly string[], holds: () => boolean): Promise<void> {
  const child = spawn(command, args, { stdio: 'ignore' });
  let isOver = false;
  const ended = new Promise<void>((resolve) =>
    child.on('exit', () => {
      isOver = true;
      resolve();
    }),
  );
  while (!isOver && !holds()) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGKILL');
  await ended;
}

const exists = (kind: string, name: string, ...where: string[]) => tryKubectl(['get', kind, name, ...where]).ok;

describe('Helm', () => {
  const chart = path.join(folder, 'chart');
  const uninstall = ['uninstall', 'e2e', '--namespace', 'default', '--wait', '--timeout', '5m'];

  beforeAll(() => {
    HelmChart.write(program(), chart, { name: 'e2e-chart', version: '1.0.0' });
  });

  test.each<[string, () => boolean]>([
    ['at once', () => true],
    ['once the Job is there that removes pods', () => exists('job', 'e2e-chart-removal', '-n', 'kube-system')],
    ['once its permissions are gone again', () => !exists('daemonset', 'kata-deploy', '-n', 'e2e-kata')],
    ['once classes are gone', () => !exists('runtimeclass', 'kata-qemu-runtime-rs')],
    ['once the permissions of the installer are gone', () => !exists('clusterrole', 'kata-deploy-role')],
  ])(
    'a removal that is killed %s can be run again',
    async (_, holds) => {
      const before = snapshot();
      helm('install', 'e2e', chart, '--namespace', 'default');
      await installerRuns();
      await killedWhen('helm', uninstall, holds);
      if (spawnSync('helm', ['status', 'e2e', '--namespace', 'default']).status === 0) helm(...uninstall);
      await isGone(before);
      noInstallerPod();
    },
    600_000,
  );
});

test('an upgrade by Helm that is killed goes on after a rollback', async () => {
  const chart = path.join(folder, 'upgraded');
  const before = snapshot();
  HelmChart.write(program(), chart, { name: 'e2e-chart', version: '1.0.0' });
  helm('install', 'e2e', chart, '--namespace', 'default');
  await installerRuns();
  const isPending = () => helm('status', 'e2e', '--namespace', 'default').includes('pending-upgrade');
  await killedWhen('helm', ['upgrade', 'e2e', chart, '--namespace', 'default', '--wait'], isPending);
  if (isPending()) {
    expect(() => helm('upgrade', 'e2e', chart, '--namespace', 'default')).toThrow('another operation');
    helm('rollback', 'e2e', '--namespace', 'default');
  }
  helm('upgrade', 'e2e', chart, '--namespace', 'default');
  helm('uninstall', 'e2e', '--namespace', 'default', '--wait', '--timeout', '5m');
  await isGone(before);
}, 600_000);

describe('the releases of a KubernetesBundle, as the provider installs them', () => {
  interface Release {
    readonly name: string;
    readonly namespace: string;
    readonly chart: string;
    readonly version: string;
    readonly values: readonly string[];
    readonly depends_on?: readonly string[];
  }

  /** The releases in the order of their dependencies. */
  function releases(): { readonly directory: string; readonly all: readonly Release[] } {
    const stack = new TerraformStack(Testing.app(), 'runtime');
    const access = {
      host: 'https://203.0.113.7',
      exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'x' },
    };
    new KubernetesBundle(stack, 'bundle', { manifests: program(), access });
    const directory = path.join(Testing.fullSynth(stack), 'stacks/runtime');
    const { resource } = JSON.parse(fs.readFileSync(path.join(directory, 'cdk.tf.json'), 'utf8'));
    const found = Object.entries(resource.helm_release) as [string, Release][];
    const depth = (id: string): number => {
      const after = found.find(([other]) => `helm_release.${other}` === id)?.[1].depends_on ?? [];
      return after.length === 0 ? 0 : 1 + Math.max(...after.map(depth));
    };
    const ordered = found.sort(([a], [b]) => depth(`helm_release.${a}`) - depth(`helm_release.${b}`));
    return { directory, all: ordered.map(([, release]) => release) };
  }

  function install({ name, namespace, chart, values }: Release, directory: string): void {
    const file = path.join(folder, `${name}.json`);
    fs.writeFileSync(file, values[0] as string);
    helm('upgrade', '--install', name, path.join(directory, chart), '--namespace', namespace, '--values', file);
  }

  const uninstall = ({ name, namespace }: Release) => [
    'uninstall',
    name,
    '--namespace',
    namespace,
    '--wait',
    '--timeout',
    '5m',
  ];

  test('come in order, change nothing the second time, and leave nothing', async () => {
    const before = snapshot();
    const { directory, all } = releases();
    expect(all.map(({ name }) => name)).toEqual(['cdk-kata-access', 'cdk-kata-installer', 'cdk-kata-workloads']);
    for (const release of all) install(release, directory);
    await installerRuns();
    const generation = () => get('daemonset', 'kata-deploy', '-n', 'e2e-kata').metadata.generation;
    const first = generation();
    for (const release of all) install(release, directory);
    expect(generation()).toBe(first);
    for (const release of [...all].reverse()) helm(...uninstall(release));
    await isGone(before);
    noInstallerPod();
  }, 600_000);

  test('can be removed again after a removal that was killed at any of them', async () => {
    const before = snapshot();
    const { directory, all } = releases();
    for (const killed of all.keys()) {
      for (const release of all) install(release, directory);
      await installerRuns();
      const backwards = [...all].reverse();
      for (const release of backwards.slice(0, killed)) helm(...uninstall(release));
      let polls = 0;
      await killedWhen('helm', uninstall(backwards[killed] as Release), () => {
        polls += 1;
        return polls > 10;
      });
      for (const release of backwards.slice(killed)) {
        const status = spawnSync('helm', ['status', release.name, '--namespace', release.namespace]);
        if (status.status === 0) helm(...uninstall(release));
      }
      await isGone(before);
      noInstallerPod();
    }
  }, 600_000);
});

describe('Argo CD, whose waves are played', () => {
  const directory = path.join(folder, 'argo-cd');
  const WAVE = 'argocd.argoproj.io/sync-wave';

  /** The objects by wave, as Argo CD finds them in the folder. */
  function waves(): Manifest[][] {
    ArgoCdLayout.write(program(), directory, { name: 'kata', repoUrl: 'https://git.example/p.git', path: 'gitops' });
    const files = (fs.readdirSync(path.join(directory, 'manifests'), { recursive: true }) as string[]).filter((it) =>
      it.endsWith('.yaml'),
    );
    const objects = files.flatMap((file) => Yaml.load(path.join(directory, 'manifests', file)) as Manifest[]);
    const numbers = [...new Set(objects.map(({ metadata }) => Number(metadata.annotations[WAVE])))].sort(
      (a, b) => a - b,
    );
    return numbers.map((wave) => objects.filter(({ metadata }) => Number(metadata.annotations[WAVE]) === wave));
  }

  // Argo CD applies a wave by kind and name, namespaces first; kubectl takes what it is given as often as it needs.
  const NAMESPACES_FIRST = (a: Manifest, b: Manifest) =>
    Number(b.kind === 'Namespace') - Number(a.kind === 'Namespace');
  const text = (objects: readonly Manifest[]) => objects.map((it) => JSON.stringify(it)).join('\n---\n');
  const remove = (wave: readonly Manifest[]) =>
    kubectl(['delete', '--ignore-not-found', '--cascade=foreground', '-f', '-'], text(wave));

  test('come in order, and go backwards, leaving nothing, also after each wave was killed', async () => {
    const before = snapshot();
    const all = waves();
    expect(all.length).toBe(3);
    for (const killed of all.keys()) {
      for (const wave of all) apply(...[...wave].sort(NAMESPACES_FIRST));
      await installerRuns();
      const backwards = [...all].reverse();
      for (const wave of backwards.slice(0, killed)) remove(wave);
      const file = path.join(folder, 'wave.json');
      fs.writeFileSync(file, text(backwards[killed] as Manifest[]));
      let polls = 0;
      await killedWhen('kubectl', ['delete', '--cascade=foreground', '-f', file], () => {
        polls += 1;
        return polls > 10;
      });
      for (const wave of backwards) remove(wave);
      await isGone(before);
      noInstallerPod();
    }
  }, 600_000);
});

describe('Flux, whose Kustomizations are played', () => {
  const directory = path.join(folder, 'flux');
  const PROPS = { name: 'kata', path: 'gitops', sourceName: 'flux-system' };

  test('come in order, and go by the commands for it, leaving nothing', async () => {
    const before = snapshot();
    FluxLayout.write(program(), directory, PROPS);
    const kustomizations = Yaml.load(path.join(directory, 'kustomizations.yaml')) as Manifest[];
    const stages = kustomizations.map(({ metadata, spec: it }) => ({
      name: metadata.name,
      folder: path.basename(it.path),
      after: it.dependsOn,
    }));
    expect(stages.map(({ after }) => after)).toEqual([
      undefined,
      [{ name: stages[0]?.name }],
      [{ name: stages[1]?.name }],
    ]);
    for (const stage of stages) kubectl(['apply', '--server-side', '-k', path.join(directory, stage.folder)]);
    await installerRuns();
    const commands = FluxLayout.removalCommands(program(), PROPS);
    expect(commands).toHaveLength(5);
    for (const command of commands) {
      const gone = stages.find(({ name }) => command.includes(` ${name} `));
      // Flux deletes in the background, and waits until the objects themselves are gone.
      if (gone)
        kubectl(['delete', '--ignore-not-found', '--cascade=background', '-k', path.join(directory, gone.folder)]);
      else shell(command);
      if (command.includes('name=kata-deploy')) noInstallerPod();
    }
    await isGone(before);
    noInstallerPod();
  }, 600_000);
});

/** Who applies and removes, with each outlet. */
const IDENTITIES: readonly [string, Administrator, readonly string[]][] = [
  ['whoever runs kubectl, helm or terraform', Administrator.user('deployer@acme.test'), ['--as=deployer@acme.test']],
  [
    'the application controller of Argo CD',
    Administrator.serviceAccount('argocd', 'argocd-application-controller'),
    [
      '--as=system:serviceaccount:argocd:argocd-application-controller',
      '--as-group=system:serviceaccounts',
      '--as-group=system:serviceaccounts:argocd',
      '--as-group=system:authenticated',
    ],
  ],
  [
    'the kustomize controller of Flux',
    Administrator.serviceAccount('flux-system', 'kustomize-controller'),
    [
      '--as=system:serviceaccount:flux-system:kustomize-controller',
      '--as-group=system:serviceaccounts',
      '--as-group=system:serviceaccounts:flux-system',
      '--as-group=system:authenticated',
    ],
  ],
];

describe('with SandboxAdmission in force', () => {
  const OTHER = '--as=somebody@acme.test';
  const users = ['deployer@acme.test', 'somebody@acme.test'].map((name) => ({
    kind: 'User',
    apiGroup: 'rbac.authorization.k8s.io',
    name,
  }));
  const accounts = [
    { kind: 'ServiceAccount', namespace: 'argocd', name: 'argocd-application-controller' },
    { kind: 'ServiceAccount', namespace: 'flux-system', name: 'kustomize-controller' },
  ];
  const binding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'e2e-removal-deployers' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [...users, ...accounts],
  };

  beforeAll(() => apply(binding));
  afterAll(() => {
    kubectl(['delete', 'clusterrolebinding', 'e2e-removal-deployers']);
  });

  function guarded(administrator: Administrator): App {
    const app = new App();
    const kata = new KataRuntime(app, 'kata', { placement: { nodeSelector: { 'e2e-removal': 'true' } } });
    new SandboxAdmission(app, 'admission', { runtime: kata, administrators: [administrator] });
    const tenant = new SandboxNamespace(app, 'e2e-tenant', { runtime: kata });
    const hardened = { ...containers[0], securityContext: { runAsNonRoot: true, runAsUser: 101 } };
    const template = { metadata: { labels }, spec: { containers: [hardened] } };
    new ApiObject(tenant, 'web', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: { ...spec, template },
    });
    return app;
  }

  test.each(IDENTITIES)(
    '%s applies, applies again and removes, twice',
    async (name, administrator, identity) => {
      const before = snapshot();
      const app = guarded(administrator);
      const dist = path.join(folder, `guarded-${name.replace(/\W+/g, '-')}`);
      writeManifests(app, dist);
      const apply = [...identity, 'apply', '--server-side', '-k', dist];
      for (const _ of ['first', 'second']) {
        kubectl(apply);
        // The policies hold a moment after they are there: nobody else may change a class then, whatever RBAC says.
        const label = ['label', 'runtimeclass', 'kata-qemu-runtime-rs', '--overwrite', 'e2e=x'];
        const refused = await until(
          'the refusal of somebody else',
          () => tryKubectl([OTHER, ...label]),
          ({ ok }) => !ok,
        );
        expect(refused.stderr).toContain('cdk-kata-sandbox');
        kubectl(apply);
        for (const command of removalCommands(app, dist))
          shell(command.replace(/^kubectl /, `kubectl ${identity.join(' ')} `));
        await isGone(before);
      }
    },
    600_000,
  );
});
