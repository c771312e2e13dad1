import * as fs from 'node:fs';
import * as path from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { parse } from 'yaml';
import {
  ContainerRuntime,
  DeploymentMode,
  KataInstallation,
  type KataMonitorTls,
  KataRelease,
  KataRuntime,
  type KataRuntimeProps,
  KataShim,
  Redispatch,
  ShimConfiguration,
  TlsVersion,
  vmSize,
} from '../../../lib/kata';
import { SettingEffect } from '../../../lib/sandbox';
import { find, type Manifest, manifests } from '../../util/manifests';

const { V4_1_0, V4_2_0 } = KataRelease;
const DIFF = path.join(__dirname, '../../golden/kata-4.1.0-to-4.2.0.diff');

const placement = { nodeSelector: { pool: 'kata' } };
const PROGRAMS: { readonly [name: string]: KataRuntimeProps } = {
  quickstart: { placement, shims: [KataShim.QEMU_RUNTIME_RS, KataShim.CLH_RUNTIME_RS] },
  'job-mode': { placement, deploymentMode: DeploymentMode.JOB, jobs: { redispatch: Redispatch.newNodes() } },
  monitor: { placement, monitor: {} },
};

const objects = (props: KataRuntimeProps) => {
  const app = new App();
  new KataRuntime(app, 'kata', props);
  return manifests(app);
};

/** Every value of a tree, as `path: value`; YAML in ConfigMaps is looked into, and digests in names are left out. */
function leaves(value: unknown, at: string): string[] {
  if (typeof value === 'string' && at.endsWith('.yaml')) return leaves(parse(value), at);
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => {
      if (typeof item !== 'object' || item === null) return leaves(item, `${at}[]`);
      return leaves(item, `${at}[${'name' in item ? String(item.name) : index}]`);
    });
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => leaves(item, `${at}/${key}`));
  }
  return [`${at}: ${String(value)}`];
}

const normalized = (line: string) => line.replace(/-[0-9a-f]{8}\b/g, '-<digest>');

function lines(release: KataRelease, props: KataRuntimeProps): string[] {
  return objects({ ...props, release })
    .flatMap((object) => leaves(object, `${object.kind} ${object.metadata.name}`))
    .map(normalized);
}

function diff(props: KataRuntimeProps): string[] {
  const [before, after] = [V4_1_0, V4_2_0].map((release) => lines(release, props)) as [string[], string[]];
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
  ];
}

const VERSION = 'version of the release: image, labels and annotations';
const DISPATCHER =
  'dispatcher of its own repository: kata-containers#13685, README of kata-containers/k8s-job-dispatcher';

/** Where each line of the difference comes from; the first that fits. */
const SOURCES: readonly (readonly [RegExp, string])[] = [
  [
    /terminationMessagePolicy: FallbackToLogsOnError$/,
    'failure reporting: tests/functional/kata-deploy, kata-containers#13796',
  ],
  [/kernel-modules|modules-load-d|host-root/, 'modules that Kata needs, in job mode: kata-containers#13712'],
  [
    /\/rules\[1\]\/.*: (|pods|list|get)$/,
    'RBAC of the dispatcher: README of kata-containers/k8s-job-dispatcher, kata-containers#13796',
  ],
  [
    /dispatcher-events-(role|rb)/,
    'RBAC of the dispatcher: README of kata-containers/k8s-job-dispatcher, kata-containers#13796',
  ],
  [/prometheus\.io\/scheme/, 'TLS of kata-monitor: kata-containers#13257'],
  [/kata-deploy-(redispatcher|reconcile)/, 'reconciliation: templates/kata-deploy-reconcile.yaml'],
  [/\[dispatcher\]\/(image|command)/, DISPATCHER],
  [/(kata-(deploy|monitor):4\.[12]\.0|(version|kata-version): 4\.[12]\.0)$/, VERSION],
];

const sourceOf = (line: string) => SOURCES.find(([pattern]) => pattern.test(line))?.[1];

test('each line that differs from 4.1.0 is recorded, with its source', () => {
  const recorded = Object.entries(PROGRAMS).map(([name, props]) => ({ name, changed: diff(props) }));
  const text = recorded.flatMap(({ name, changed }) => [
    `# ${name}`,
    ...changed.map((line) => `${line}   # ${sourceOf(line) ?? 'NO SOURCE'}`),
  ]);
  if (process.env.UPDATE_GOLDEN !== undefined) fs.writeFileSync(DIFF, `${text.join('\n')}\n`);
  expect(`${text.join('\n')}\n`).toBe(fs.readFileSync(DIFF, 'utf8'));
  const changed = recorded.flatMap((it) => it.changed);
  expect(changed.filter((line) => sourceOf(line) === undefined)).toEqual([]);
  expect(SOURCES.filter(([pattern]) => !changed.some((line) => pattern.test(line)))).toEqual([]);
});

describe('job mode', () => {
  const jobs = (props: KataRuntimeProps = {}) =>
    objects({ placement, release: V4_2_0, deploymentMode: DeploymentMode.JOB, ...props });

  test('the dispatcher is the one of its own repository', () => {
    const [container] = find(jobs(), 'Job').spec.template.spec.containers;
    expect(container.image).toBe('ghcr.io/kata-containers/k8s-job-dispatcher:0.3.0');
    expect(container.command[0]).toBe('/usr/bin/k8s-job-dispatcher');
    expect(container.command).toEqual(
      expect.arrayContaining([
        '--tracking-label-prefix=kata-deploy-job-dispatcher',
        '--node-label-key=katacontainers.io/kata-runtime',
        '--instance-label-prefix=kata-deploy.katacontainers.io',
        '--require-node-runtime-version',
        '--require-node-machine-id',
        '--owner-job-name=$(JOB_NAME)',
      ]),
    );
  });

  test('modules are loaded before the installation, by the only privileged container', () => {
    const { data } = jobs().find(({ kind }) => kind === 'ConfigMap') as { data: Record<string, string> };
    const install = parse(data['install-job.yaml'] as string).spec.template.spec;
    const [first, ...rest] = [...install.initContainers, ...install.containers];
    expect(first).toMatchObject({
      name: 'load-kernel-modules',
      command: ['/usr/bin/kata-deploy', 'install-stage-load-kernel-modules'],
      securityContext: { privileged: true },
    });
    expect(first.volumeMounts).toEqual(
      expect.arrayContaining([
        { name: 'host-root', mountPath: '/host', readOnly: true },
        { name: 'modules-load-d', mountPath: '/host-modules-load.d' },
      ]),
    );
    for (const container of rest) expect(container.securityContext.privileged).toBe(false);
    const cleanup = parse(data['cleanup-job.yaml'] as string).spec.template.spec;
    expect(cleanup.volumes.map(({ name }: { name: string }) => name)).toContain('modules-load-d');
    expect(cleanup.volumes.map(({ name }: { name: string }) => name)).not.toContain('host-root');
    expect(cleanup.containers[0].volumeMounts).toContainEqual({
      name: 'modules-load-d',
      mountPath: '/host-modules-load.d',
    });
  });

  test('nodes that come later are found when it is asked for', () => {
    expect(jobs().map(({ kind }) => kind)).not.toContain('CronJob');
    const cron = find(
      jobs({ jobs: { redispatch: Redispatch.newNodes('*/15 * * * *') } }),
      'CronJob',
      'kata-deploy-reconcile',
    );
    expect(cron.spec).toMatchObject({
      schedule: '*/15 * * * *',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 300,
    });
    const { spec } = cron.spec.jobTemplate;
    expect(spec.activeDeadlineSeconds).toBe(3600);
    const [container] = spec.template.spec.containers;
    expect(container.command).toEqual(
      expect.arrayContaining([
        '--name-prefix=kata-deploy-install',
        '--owner-job-from-pod=$(POD_NAME)',
        '--yield-to-live-run',
        '--skip-satisfied-nodes',
        '--wait-for-nodes-secs=0',
      ]),
    );
    // Nodes of a KataNodePool are born with the label: they are told by the handlers that they do not serve.
    expect(container.command).toContain('--require-node-handlers=kata-qemu-runtime-rs');
    expect(container.command.filter((it: string) => it.startsWith('--node-selector'))).toEqual([
      '--node-selector=pool=kata',
    ]);
    expect(container.command.join(' ')).not.toContain('cleanup-job-template');
    expect(container.env).toContainEqual({ name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } });
  });

  test('every node again keeps a prefix of its own', () => {
    const cron = find(jobs({ jobs: { redispatch: Redispatch.everyNode() } }), 'CronJob', 'kata-deploy-redispatcher');
    const [container] = cron.spec.jobTemplate.spec.template.spec.containers;
    expect(container.command).toContain('--name-prefix=kata-deploy-redispatch');
  });

  test('the dispatcher may say what happened', () => {
    const all = jobs({ namespace: 'kata-system' });
    const pods = (props: Manifest[]) =>
      find(props, 'Role', 'kata-deploy-dispatcher-role').rules.filter(({ resources }: { resources: string[] }) =>
        resources.includes('pods'),
      );
    expect(pods(all)).toEqual([{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }]);
    const scheduled = jobs({ jobs: { redispatch: Redispatch.newNodes() } });
    expect(pods(scheduled)).toEqual([{ apiGroups: [''], resources: ['pods'], verbs: ['list', 'get'] }]);
    const everyNode = jobs({ jobs: { redispatch: Redispatch.everyNode() } });
    expect(pods(everyNode)).toEqual([{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }]);
    expect(find(all, 'Role', 'kata-deploy-dispatcher-events-role')).toMatchObject({
      metadata: { namespace: 'default' },
      rules: [{ apiGroups: [''], resources: ['events'], verbs: ['create'] }],
    });
    expect(find(all, 'RoleBinding', 'kata-deploy-dispatcher-events-rb')).toMatchObject({
      metadata: { namespace: 'default' },
      subjects: [{ kind: 'ServiceAccount', namespace: 'kata-system' }],
    });
  });
});

test('the distribution is named also where the folder of the configuration is given (#13559)', () => {
  const names = (release: KataRelease) => {
    const containerd = { configDir: '/etc/containerd/' };
    const [container] = find(objects({ release, containerd }), 'DaemonSet').spec.template.spec.containers;
    return container.env.map(({ name }: { name: string }) => name);
  };
  expect(names(V4_1_0)).not.toContain('K8S_DISTRIBUTION');
  expect(names(V4_2_0)).toContain('K8S_DISTRIBUTION');
});

describe('the monitor', () => {
  const monitor = (tls?: KataMonitorTls, release = V4_2_0) =>
    find(objects({ release, placement, monitor: tls === undefined ? {} : { tls } }), 'DaemonSet', 'kata-monitor').spec
      .template;

  test('says that it serves HTTP', () => {
    expect(monitor().metadata.annotations['prometheus.io/scheme']).toBe('http');
  });

  test('serves TLS', () => {
    const { metadata, spec } = monitor({
      secretName: 'monitor.tls',
      minVersion: TlsVersion.TLS_1_2,
      cipherSuites: 'A,B',
    });
    expect(metadata.annotations['prometheus.io/scheme']).toBe('https');
    expect(spec.containers[0].args.slice(-4)).toEqual([
      '-tls-cert-file=/etc/kata-monitor/certs/cert.pem',
      '-tls-key-file=/etc/kata-monitor/certs/key.pem',
      '-tls-min-version=VersionTLS12',
      '-tls-cipher-suites=A,B',
    ]);
    expect(spec.containers[0].volumeMounts).toContainEqual({
      name: 'certs',
      mountPath: '/etc/kata-monitor/certs',
      readOnly: true,
    });
    expect(spec.volumes).toContainEqual({ name: 'certs', secret: { secretName: 'monitor.tls' } });
  });

  test.each<[KataMonitorTls, KataRelease, string]>([
    [{ secretName: 'a' }, V4_1_0, 'monitor.tls is not known to kata-monitor 4.1.0'],
    [{ secretName: 'A b' }, V4_2_0, 'tls.secretName'],
    [{ secretName: 'a', minVersion: 'TLS9' as never }, V4_2_0, 'tls.minVersion'],
    [{ secretName: 'a', minVersion: TlsVersion.TLS_1_3, cipherSuites: 'A' }, V4_2_0, 'the suites of TLS 1.3 are fixed'],
    [{ secretName: 'a', cipherSuites: 'A B' }, V4_2_0, 'with commas between them'],
  ])('refuses %j of %s', (tls, release, message) => {
    expect(() => monitor(tls, release)).toThrow(message);
  });
});

test('the runtime in Rust refuses disable_block_device_use (#13682)', () => {
  const effect = (release: KataRelease, shim: KataShim) =>
    ShimConfiguration.of({ release, shim, allowedAnnotations: ['disable_block_device_use'] }).effectOf(
      'io.katacontainers.config.hypervisor.disable_block_device_use',
    );
  expect(effect(V4_1_0, KataShim.QEMU_RUNTIME_RS)).toBe(SettingEffect.ACTS);
  expect(effect(V4_2_0, KataShim.QEMU_RUNTIME_RS)).toBe(SettingEffect.UNKNOWN);
  expect(effect(V4_2_0, KataShim.QEMU)).toBe(SettingEffect.ACTS);
});

describe('settings that act since 4.2.0', () => {
  const warnings = (release: KataRelease, shim: KataShim, dropIn: string) => {
    const kata = new KataRuntime(new App(), 'kata', {
      release,
      placement,
      shims: [shim],
      shimSettings: [{ shim, dropIn }],
    });
    return kata.warnings.filter((warning) => warning.includes('dropIn'));
  };
  const NESTED = '[hypervisor.clh]\ndisable_nested_virtualization = true\n';
  const ENTROPY = '[hypervisor.dragonball]\nentropy_source = "/dev/urandom"\n';

  test('disable_nested_virtualization of the runtime in Go (#13805)', () => {
    expect(warnings(V4_1_0, KataShim.CLH, NESTED)).toEqual([expect.stringContaining('is not a key that the runtime')]);
    expect(warnings(V4_2_0, KataShim.CLH, NESTED)).toEqual([]);
    expect(warnings(V4_1_0, KataShim.CLH_RUNTIME_RS, NESTED)).toEqual([]);
  });

  test("Dragonball's source of randomness (#13380)", () => {
    expect(warnings(V4_1_0, KataShim.DRAGONBALL, ENTROPY)).toEqual([
      expect.stringContaining('does nothing in this release'),
    ]);
    expect(warnings(V4_2_0, KataShim.DRAGONBALL, ENTROPY)).toEqual([]);
  });

  test('initdata on Cloud Hypervisor with the runtime in Rust (#13668)', () => {
    const build = (release: KataRelease) => () => {
      const app = new App();
      const shim = KataShim.CLH_RUNTIME_RS;
      const kata = new KataRuntime(app, 'kata', {
        release,
        placement,
        shims: [shim],
        shimSettings: [{ shim, allowedHypervisorAnnotations: ['cc_init_data'] }],
      });
      const containers = [{ name: 'a', image: 'a:1', resources: { limits: { cpu: '1', memory: '1Gi' } } }];
      const pod = new ApiObject(new Chart(app, 'c'), 'p', { apiVersion: 'v1', kind: 'Pod', spec: { containers } });
      kata.sandbox(pod, { annotations: { initData: 'H4sI' } });
      return app.synthYaml();
    };
    expect(build(V4_1_0)).toThrow('which the runtime takes and clh-runtime-rs does nothing with in this release');
    expect(build(V4_2_0)()).toContain('cc_init_data: H4sI');
  });
});

test.each<[string, object, string]>([
  ['programs for nodes', { nodeBinaries: { 'erofs-utils': { image: 'a/b:1.9.3' } } }, 'which needs containerd 2.2'],
  ['types of SELinux', { selinux: { enabled: true } }, 'which no node image of GKE enforces'],
  [
    'metrics of GPUs',
    { shimSettings: [{ shim: KataShim.QEMU_NVIDIA_GPU, nvrc: { enableDCGM: true } }] },
    'no node with nested virtualization hands GPUs through',
  ],
])('%s are refused with the reason', (_, props, message) => {
  expect(() => objects({ placement, release: V4_2_0, ...props })).toThrow(message);
  expect(() => new KataInstallation({ ...props })).toThrow(message);
});

test('what CRI-O says is read', () => {
  const containers = [{ cpu: '1', memory: '1Gi' }];
  const size = { shim: KataShim.QEMU_RUNTIME_RS, containers, containerRuntime: ContainerRuntime.CRI_O };
  expect(vmSize({ ...size, release: V4_2_0 })).toMatchObject({ vcpus: 2, vmMemoryMib: 1056 });
});
