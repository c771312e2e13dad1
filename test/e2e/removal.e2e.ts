import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
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
const isLarge = ({ metadata }: Manifest) => metadata.name.startsWith('e2e-large-');
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

/** What runs in the cluster when Helm runs a Job: its commands, as its service account. Simulated nodes run nothing. */
function commandsOf(job: Manifest): string[][] {
  const { initContainers = [], containers, serviceAccountName } = job.spec.template.spec;
  const account = `system:serviceaccount:${job.metadata.namespace}:${serviceAccountName}`;
  return [...initContainers, ...containers].map(({ args }: Manifest) => [`--as=${account}`, ...args]);
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

describe('the Job that removes pods when Helm uninstalls', () => {
  const chart = path.join(folder, 'chart-of-job');

  test('does it with the permissions of the chart, and the removal can be run again after each of its commands', async () => {
    const before = snapshot();
    HelmChart.write(program(), chart, { name: 'e2e-chart', version: '1.0.0' });
    const [account, role, binding, job] = Yaml.load(path.join(chart, 'templates/removal-hook.yaml')) as Manifest[];
    const commands = commandsOf(job as Manifest);
    expect(commands).toHaveLength(2);
    for (const killed of [1, 2]) {
      helm('install', 'e2e', chart, '--namespace', 'default');
      await installerRuns();
      apply(account as Manifest, role as Manifest, binding as Manifest);
      for (const command of commands.slice(0, killed)) kubectl(command);
      expect(get('pods', '-n', 'e2e-removal', '-l', 'app=web').items).toEqual([]);
      if (killed === 2) noInstallerPod();
      helm('uninstall', 'e2e', '--namespace', 'default', '--wait', '--timeout', '5m');
      await isGone(before);
      noInstallerPod();
    }
  }, 600_000);
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

/** A Helm release of a bundle, as it stands in cdk.tf.json. */
interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly chart: string;
  readonly version: string;
  readonly values: readonly string[];
  readonly depends_on?: readonly string[];
}

/** The releases in the order of their dependencies. */
function releasesOf(app: App): { readonly directory: string; readonly all: readonly Release[] } {
  const stack = new TerraformStack(Testing.app(), 'runtime');
  const access = {
    host: 'https://203.0.113.7',
    exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'x' },
  };
  new KubernetesBundle(stack, 'bundle', { manifests: app, access });
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

function installed({ name, namespace, chart, values }: Release, directory: string, run = helm): void {
  const file = path.join(folder, `${name}.json`);
  fs.writeFileSync(file, values[0] as string);
  run('upgrade', '--install', name, path.join(directory, chart), '--namespace', namespace, '--values', file);
}

const uninstalled = ({ name, namespace }: Release) => [
  'uninstall',
  name,
  '--namespace',
  namespace,
  '--wait',
  '--timeout',
  '5m',
];

describe('the releases of a KubernetesBundle, as the provider installs them', () => {
  test('come in order, change nothing the second time, and leave nothing', async () => {
    const before = snapshot();
    const { directory, all } = releasesOf(program());
    expect(all.map(({ name }) => name)).toEqual(['cdk-kata-access', 'cdk-kata-installer', 'cdk-kata-workloads']);
    for (const release of all) installed(release, directory);
    await installerRuns();
    const generation = () => get('daemonset', 'kata-deploy', '-n', 'e2e-kata').metadata.generation;
    const first = generation();
    for (const release of all) installed(release, directory);
    expect(generation()).toBe(first);
    for (const release of [...all].reverse()) helm(...uninstalled(release));
    await isGone(before);
    noInstallerPod();
  }, 600_000);

  test('hold a removal back until pods are gone, with the permissions of the first one', async () => {
    const before = snapshot();
    const { directory, all } = releasesOf(program());
    for (const release of all) installed(release, directory);
    await installerRuns();
    const [access, installer, workloads] = all as [Release, Release, Release];
    const waits = [workloads, installer].map(({ values }) => {
      const { manifests } = JSON.parse(values[0] as string);
      const [wait, ...others] = commandsOf(manifests.at(-1));
      expect(others).toEqual([]);
      return (wait as string[]).filter((it) => !it.startsWith('--timeout'));
    });
    for (const wait of waits) expect(() => kubectl([...wait, '--timeout=1s'])).toThrow('timed out waiting');
    for (const [index, release] of [workloads, installer].entries()) {
      helm(...uninstalled(release));
      kubectl([...(waits[index] as string[]), '--timeout=60s']);
    }
    noInstallerPod();
    helm(...uninstalled(access));
    await isGone(before);
  }, 600_000);

  test('hold a tree that is larger than a Secret, each in one that is not', async () => {
    const before = snapshot();
    const app = program();
    // Digits of hashes, which shrink to about half when Helm compresses them.
    const digits = Array.from({ length: 3_200 }, (_, index) => createHash('sha256').update(`${index}`).digest('hex'));
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const metadata = { name: `e2e-large-${name}`, namespace: 'e2e-removal' };
      const data = { text: digits.join('') + name };
      new ApiObject(new Chart(app, name), 'it', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
    }
    const { directory, all } = releasesOf(app);
    expect(all.length).toBeGreaterThan(8);
    for (const release of all) installed(release, directory);
    expect(get('configmaps', '-n', 'e2e-removal').items.filter(isLarge)).toHaveLength(6);
    for (const { name, namespace } of all) {
      const { data } = get('secret', `sh.helm.release.v1.${name}.v1`, '-n', namespace);
      expect(Buffer.from(data.release, 'base64').length).toBeLessThan(1024 * 1024);
    }
    for (const release of [...all].reverse()) helm(...uninstalled(release));
    await isGone(before);
  }, 600_000);

  test('can be removed again after a removal that was killed at any of them', async () => {
    const before = snapshot();
    const { directory, all } = releasesOf(program());
    for (const killed of all.keys()) {
      for (const release of all) installed(release, directory);
      await installerRuns();
      const backwards = [...all].reverse();
      for (const release of backwards.slice(0, killed)) helm(...uninstalled(release));
      let polls = 0;
      await killedWhen('helm', uninstalled(backwards[killed] as Release), () => {
        polls += 1;
        return polls > 10;
      });
      for (const release of backwards.slice(killed)) {
        const status = spawnSync('helm', ['status', release.name, '--namespace', release.namespace]);
        if (status.status === 0) helm(...uninstalled(release));
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

  /** The Kustomizations in their order, and the folder of each. */
  function stages() {
    FluxLayout.write(program(), directory, PROPS);
    const kustomizations = Yaml.load(path.join(directory, 'kustomizations.yaml')) as Manifest[];
    return kustomizations.map(({ metadata, spec: it }) => ({
      name: metadata.name,
      folder: path.join(directory, path.basename(it.path)),
      after: it.dependsOn,
    }));
  }

  const commands = FluxLayout.removalCommands(program(), PROPS);

  /** What a command does where Flux does not run: it deletes in the background, and waits until the objects themselves are gone. */
  function played(command: string, all: ReturnType<typeof stages>): string {
    const gone = all.find(({ name }) => command.includes(` ${name} `));
    return gone ? `kubectl delete --ignore-not-found --cascade=background -k ${gone.folder}` : command;
  }

  test('come in order, and go by the commands for it, leaving nothing', async () => {
    const before = snapshot();
    const all = stages();
    expect(all.map(({ after }) => after)).toEqual([undefined, [{ name: all[0]?.name }], [{ name: all[1]?.name }]]);
    for (const stage of all) kubectl(['apply', '--server-side', '-k', stage.folder]);
    await installerRuns();
    expect(commands).toHaveLength(5);
    for (const command of commands) {
      shell(played(command, all));
      if (command.includes('name=kata-deploy')) noInstallerPod();
    }
    await isGone(before);
    noInstallerPod();
  }, 600_000);

  test.each([...commands.keys()])(
    'a removal that is killed in step %i can be run again',
    async (killed) => {
      const before = snapshot();
      const all = stages();
      for (const stage of all) kubectl(['apply', '--server-side', '-k', stage.folder]);
      await installerRuns();
      for (const command of commands.slice(0, killed)) shell(played(command, all));
      let polls = 0;
      await killedWhen('bash', ['-c', `exec ${played(commands[killed] as string, all)}`], () => {
        polls += 1;
        return polls > 10;
      });
      for (const command of commands) shell(played(command, all));
      await isGone(before);
      noInstallerPod();
    },
    600_000,
  );
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

  /** Does what the hook does that changes default service accounts, with its permissions, which Helm has taken away again. */
  function changesAccounts(manifests: readonly Manifest[]): void {
    const hook = manifests.filter(({ metadata }) => metadata.name.endsWith('-accounts'));
    expect(hook.map(({ kind }) => kind)).toEqual(['ServiceAccount', 'ClusterRole', 'ClusterRoleBinding', 'Job']);
    const access = hook.slice(0, -1);
    apply(...access);
    for (const command of commandsOf(hook.at(-1) as Manifest)) kubectl(command);
    kubectl(['delete', '-f', '-'], access.map((it) => JSON.stringify(it)).join('\n---\n'));
    expect(get('serviceaccount', 'default', '-n', 'e2e-tenant').automountServiceAccountToken).toBe(false);
  }

  const deployer = Administrator.user('deployer@acme.test');
  const helmAs = (...args: string[]) => helm(...args, '--kube-as-user', 'deployer@acme.test');
  const refusedToOthers = () =>
    until(
      'the refusal of somebody else',
      () => tryKubectl([OTHER, 'label', 'runtimeclass', 'kata-qemu-runtime-rs', '--overwrite', 'e2e=x']),
      ({ ok }) => !ok,
    );

  test('whoever runs helm installs, upgrades and uninstalls, twice, and so does the account of its Job', async () => {
    const before = snapshot();
    const chart = path.join(folder, 'guarded-chart');
    HelmChart.write(guarded(deployer), chart, { name: 'e2e-chart', version: '1.0.0' });
    const [account, role, binding, job] = Yaml.load(path.join(chart, 'templates/removal-hook.yaml')) as Manifest[];
    const accounts = Yaml.load(path.join(chart, 'templates/accounts-hook.yaml')) as Manifest[];
    for (const _ of ['first', 'second']) {
      helmAs('install', 'e2e', chart, '--namespace', 'default');
      changesAccounts(accounts);
      expect((await refusedToOthers()).stderr).toContain('cdk-kata-sandbox');
      helmAs('upgrade', 'e2e', chart, '--namespace', 'default');
      apply(account as Manifest, role as Manifest, binding as Manifest);
      for (const command of commandsOf(job as Manifest)) kubectl(command);
      helmAs('uninstall', 'e2e', '--namespace', 'default', '--wait', '--timeout', '5m');
      await isGone(before);
    }
  }, 600_000);

  test('whoever runs terraform makes the releases of a bundle, makes them again and removes them, twice', async () => {
    const before = snapshot();
    const { directory, all } = releasesOf(guarded(deployer));
    for (const _ of ['first', 'second']) {
      for (const release of all) installed(release, directory, helmAs);
      changesAccounts(JSON.parse(all.at(-1)?.values[0] as string).manifests);
      expect((await refusedToOthers()).stderr).toContain('cdk-kata-sandbox');
      for (const release of all) installed(release, directory, helmAs);
      for (const release of [...all].reverse()) helmAs(...uninstalled(release));
      await isGone(before);
    }
  }, 600_000);
});
