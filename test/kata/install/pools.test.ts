import { ApiObject, App, Chart } from 'cdk8s';
import {
  DaemonSetInstaller,
  DeploymentMode,
  type JobsInstaller,
  KataArchitecture,
  type KataPool,
  KataRelease,
  KataRuntime,
  type KataRuntimeProps,
  KataShim,
  KataSnapshotter,
  type NodePlacement,
  Redispatch,
  TaintEffect,
} from '../../../lib/kata';
import { find, type Manifest, manifests, synthApp } from '../../util/manifests';

const { CLH, FIRECRACKER, QEMU, QEMU_COCO_DEV_RUNTIME_RS, QEMU_RUNTIME_RS } = KataShim;

const STARTUP = { key: 'kata-not-ready', effect: TaintEffect.NO_SCHEDULE };
const nodes = (kind: string, more: Partial<NodePlacement> = {}): NodePlacement => ({
  nodeSelector: { kind },
  tolerations: [{ key: kind, operator: 'Exists' }],
  startupTaints: [STARTUP],
  ...more,
});

const TWO: readonly KataPool[] = [
  { name: 'qemu', placement: nodes('qemu'), shims: [QEMU_RUNTIME_RS, CLH] },
  { name: 'fc', placement: nodes('fc', { rawLocalSsds: 1 }), shims: [FIRECRACKER], devmapper: {} },
];

const build = (props: KataRuntimeProps = {}) =>
  synthApp((app) => new KataRuntime(app, 'kata', { pools: TWO, containerdVersion: '2.1', ...props }));

const named = (all: readonly Manifest[], kind: string) =>
  all.filter((it) => it.kind === kind).map(({ metadata }) => metadata.name);

const envOf = (daemonSet: Manifest): { [name: string]: string } =>
  Object.fromEntries(
    daemonSet.spec.template.spec.containers[0].env.map((it: { name: string; value: string }) => [it.name, it.value]),
  );

describe('two kinds of nodes', () => {
  test('have a DaemonSet each, which knows its name, its shims and its nodes', () => {
    const all = build();
    expect(named(all, 'DaemonSet')).toEqual(['kata-deploy-qemu', 'kata-deploy-fc', 'kata-devmapper-fc']);
    for (const [name, shims, first] of [
      ['qemu', 'clh qemu-runtime-rs', 'qemu-runtime-rs'],
      ['fc', 'fc', 'fc'],
    ] as const) {
      const daemonSet = find(all, 'DaemonSet', `kata-deploy-${name}`);
      const { spec } = daemonSet.spec.template;
      expect(envOf(daemonSet)).toMatchObject({
        DAEMONSET_NAME: `kata-deploy-${name}`,
        SHIMS_X86_64: shims,
        DEFAULT_SHIM_X86_64: first,
        MULTI_INSTALL_SUFFIX: '',
        STARTUP_TAINTS: 'kata-not-ready:NoSchedule',
      });
      expect(spec.nodeSelector).toEqual({ kind: name });
      expect(spec.tolerations).toEqual([
        { key: name, operator: 'Exists' },
        { key: STARTUP.key, operator: 'Exists', effect: STARTUP.effect },
      ]);
      expect(spec.serviceAccountName).toBe('kata-deploy-sa');
      expect(daemonSet.spec.selector.matchLabels).toEqual({ name: `kata-deploy-${name}` });
    }
    expect(named(all, 'ServiceAccount')).toEqual(['kata-deploy-sa']);
    expect(named(all, 'ClusterRole')).toEqual(['kata-deploy-role']);
  });

  test('have classes with the names of ever, each on the nodes of its shim', () => {
    const all = build();
    const classes = all.filter(({ kind }) => kind === 'RuntimeClass');
    expect(
      classes.map(({ metadata, scheduling }) => [metadata.name, scheduling.nodeSelector.kind, scheduling.tolerations]),
    ).toEqual([
      ['kata-clh', 'qemu', [{ key: 'qemu', operator: 'Exists' }]],
      ['kata-fc', 'fc', [{ key: 'fc', operator: 'Exists' }]],
      ['kata-qemu-runtime-rs', 'qemu', [{ key: 'qemu', operator: 'Exists' }]],
    ]);
    for (const { scheduling } of classes) {
      expect(scheduling.nodeSelector['kata-deploy.katacontainers.io/default']).toBe('true');
    }
  });

  test('have what is said of a shim where the shim is', () => {
    const all = build({
      shimSettings: [
        { shim: QEMU_RUNTIME_RS, dropIn: '[runtime]\nenable_tracing = true\n' },
        { shim: FIRECRACKER, httpsProxy: 'http://proxy.example.com' },
      ],
      customRuntimes: [{ handler: 'kata-fast', shim: FIRECRACKER, snapshotter: 'devmapper' }],
    });
    const { data } = find(all, 'ConfigMap', 'kata-deploy-custom-configs-qemu');
    expect(Object.keys(data)).toEqual(['dropin-qemu-runtime-rs.toml']);
    expect(find(all, 'ConfigMap', 'kata-deploy-custom-configs-fc').data).toEqual({
      'custom-runtimes.list': 'kata-fast:fc:devmapper:\n',
    });
    expect(envOf(find(all, 'DaemonSet', 'kata-deploy-qemu'))).not.toHaveProperty('AGENT_HTTPS_PROXY');
    expect(envOf(find(all, 'DaemonSet', 'kata-deploy-fc')).AGENT_HTTPS_PROXY).toBe('fc=http://proxy.example.com');
    expect(find(all, 'RuntimeClass', 'kata-fast').scheduling.nodeSelector.kind).toBe('fc');
    const volumes = find(all, 'DaemonSet', 'kata-deploy-fc').spec.template.spec.volumes;
    expect(volumes).toContainEqual({ name: 'custom-configs', configMap: { name: 'kata-deploy-custom-configs-fc' } });
    expect(volumes).toContainEqual({
      name: 'custom-containerd-config',
      configMap: { name: 'kata-deploy-containerd-user-dropin-fc' },
    });
  });

  test('get sizes that are added later, on the nodes of their shim', () => {
    const all = synthApp((app) => {
      const kata = new KataRuntime(app, 'kata', { pools: TWO, containerdVersion: '2.1' });
      kata.addSize('large', { shim: CLH, guestMemory: '512Mi' });
      expect(() => kata.addSize('large', { shim: CLH, guestMemory: '512Mi' })).toThrow('kata-large');
      expect(() => kata.addSize('other', { shim: QEMU, guestMemory: '512Mi' })).toThrow("shim 'qemu'");
    });
    expect(find(all, 'RuntimeClass', 'kata-large').scheduling.nodeSelector.kind).toBe('qemu');
    expect(find(all, 'ConfigMap', 'kata-deploy-custom-configs-qemu').data).toHaveProperty(['dropin-kata-large.toml']);
    expect(envOf(find(all, 'DaemonSet', 'kata-deploy-qemu')).CUSTOM_RUNTIMES_ENABLED).toBe('true');
    expect(envOf(find(all, 'DaemonSet', 'kata-deploy-fc'))).not.toHaveProperty('CUSTOM_RUNTIMES_ENABLED');
    expect(named(all, 'ConfigMap')).not.toContain('kata-deploy-custom-configs-fc');
  });

  test('set a snapshotter up where a shim uses it', () => {
    const all = build({
      pools: [TWO[1] as KataPool, { name: 'coco', placement: nodes('coco'), shims: [QEMU_COCO_DEV_RUNTIME_RS] }],
      snapshotters: [KataSnapshotter.NYDUS],
    });
    expect(envOf(find(all, 'DaemonSet', 'kata-deploy-coco')).EXPERIMENTAL_SETUP_SNAPSHOTTER).toBe('nydus');
    expect(envOf(find(all, 'DaemonSet', 'kata-deploy-fc'))).not.toHaveProperty('EXPERIMENTAL_SETUP_SNAPSHOTTER');
  });

  test('have a monitor each, which select their own pods', () => {
    const all = build({ monitor: {} });
    const monitors = ['qemu', 'fc'].map((name) => find(all, 'DaemonSet', `kata-monitor-${name}`));
    expect(monitors.map(({ spec }) => spec.template.spec.nodeSelector)).toEqual([{ kind: 'qemu' }, { kind: 'fc' }]);
    const [one, two] = monitors.map(({ spec }) => spec.selector.matchLabels);
    expect(one).not.toEqual(two);
  });

  test('have one suffix, which is in every name', () => {
    const pools = TWO.map((pool) => ({ ...pool, placement: { ...pool.placement, multiInstallSuffix: 'blue' } }));
    const all = build({ pools });
    expect(named(all, 'DaemonSet')).toEqual(['kata-deploy-blue-qemu', 'kata-deploy-blue-fc', 'kata-devmapper-blue-fc']);
    expect(named(all, 'RuntimeClass')).toContain('kata-fc-blue');
    expect(envOf(find(all, 'DaemonSet', 'kata-deploy-blue-fc'))).toMatchObject({
      DAEMONSET_NAME: 'kata-deploy-blue-fc',
      MULTI_INSTALL_SUFFIX: 'blue',
    });
  });

  test('take architectures of their own', () => {
    const { AMD64, ARM64 } = KataArchitecture;
    const all = build({
      architectures: [ARM64],
      defaultShims: { arm64: QEMU_RUNTIME_RS },
      pools: [
        { name: 'arm', placement: nodes('arm'), shims: [QEMU_RUNTIME_RS] },
        { ...(TWO[1] as KataPool), architectures: [AMD64] },
      ],
    });
    expect(envOf(find(all, 'DaemonSet', 'kata-deploy-arm'))).toMatchObject({ SHIMS_AARCH64: 'qemu-runtime-rs' });
    expect(envOf(find(all, 'DaemonSet', 'kata-deploy-fc'))).toMatchObject({ SHIMS_X86_64: 'fc' });
  });
});

test('a KataRuntime tells its parts, and its classes as data', () => {
  const app = new App();
  const kata = new KataRuntime(app, 'kata', { pools: TWO, containerdVersion: '2.1' });
  const installer = kata.installer as DaemonSetInstaller;
  expect(installer).toBeInstanceOf(DaemonSetInstaller);
  expect(installer.workloads.map(({ name }) => name)).toEqual(['kata-deploy-qemu', 'kata-deploy-fc']);
  expect(installer.workload).toBe(installer.workloads[0]);
  expect(kata.devmapper?.daemonSet.name).toBe('kata-devmapper-fc');
  expect(kata.placement).toBeUndefined();
  const attributes = JSON.parse(JSON.stringify(kata.attributes));
  const other = KataRuntime.fromAttributes(new Chart(new App(), 'c'), 'kata', attributes);
  expect(other.sandboxTarget(other.runtimeClass(FIRECRACKER)).nodeSelector).toMatchObject({ kind: 'fc' });
  kata.sandbox(
    new ApiObject(new Chart(app, 'w'), 'w', {
      apiVersion: 'v1',
      kind: 'Pod',
      spec: { containers: [{ name: 'a', image: 'a:1', resources: { limits: { memory: '64Mi' } } }] },
    }),
    { shim: FIRECRACKER },
  );
  expect(find(manifests(app), 'Pod').spec.runtimeClassName).toBe('kata-fc');
});

describe('a shim on several pools', () => {
  const shared = (more: Partial<NodePlacement>[]): KataRuntimeProps => ({
    pools: more.map((it, index) => ({
      name: `p${index}`,
      placement: nodes(`p${index}`, it),
      shims: index < 2 ? [QEMU_RUNTIME_RS] : [CLH],
    })),
  });

  test('is selected by the label that its pools alone have, and tolerates the taints of all', () => {
    const all = build(
      shared([
        { nodeSelector: { n: '0', vm: 'qemu' } },
        { nodeSelector: { n: '1', vm: 'qemu' } },
        { nodeSelector: { n: '2' } },
      ]),
    );
    const { nodeSelector, tolerations } = find(all, 'RuntimeClass', 'kata-qemu-runtime-rs').scheduling;
    expect(nodeSelector).toMatchObject({ vm: 'qemu' });
    expect(nodeSelector).not.toHaveProperty('n');
    expect(tolerations.map(({ key }: { key: string }) => key)).toEqual(['p0', 'p1']);
  });

  test('on every pool needs no label', () => {
    const all = build({
      pools: [TWO[0] as KataPool, { name: 'more', placement: nodes('more'), shims: [QEMU_RUNTIME_RS, CLH] }],
    });
    expect(find(all, 'RuntimeClass', 'kata-clh').scheduling.nodeSelector).toEqual({
      'katacontainers.io/kata-runtime': 'true',
      'kata-deploy.katacontainers.io/default': 'true',
    });
  });

  test.each<[string, Partial<NodePlacement>[]]>([
    ['no label in common', [{}, {}, {}]],
    [
      'only labels in common that the third has too',
      [
        { nodeSelector: { n: '0', a: 'b' } },
        { nodeSelector: { n: '1', a: 'b' } },
        { nodeSelector: { n: '2', a: 'b' } },
      ],
    ],
  ])('with %s is refused by name', (_, more) => {
    expect(() => build(shared(more))).toThrow(
      "the RuntimeClass of shim 'qemu-runtime-rs' would select nodes of pool 'p2', where it is not installed: pools 'p0' and 'p1' " +
        'install it and have no label in common that those nodes lack',
    );
  });
});

describe('names of pools', () => {
  const pool = (more: Partial<NodePlacement>): KataPool => ({ placement: nodes('x', more), shims: [CLH] });
  const name = (it: KataPool) => named(build({ pools: [it] }), 'DaemonSet')[0];

  test('are those of the node pool', () => {
    expect(name(pool({ poolLabels: { 'node-pool': 'small' } }))).toBe('kata-deploy-small');
  });

  test.each([
    ['fc', 'kata-deploy-fc'],
    ['clh.fc', 'kata-deploy-clh-fc'],
    ['clh.clh-runtime-rs.fc', expect.stringMatching(/^kata-deploy-[0-9a-f]{8}$/)],
  ])('are the shims of the node pool, if short: %s', (shims, expected) => {
    expect(name(pool({ poolLabels: { 'kata-shims': shims } }))).toEqual(expected);
  });

  test('are a digest of what is selected, whatever its order', () => {
    const one = name(pool({ nodeSelector: { a: '1', b: '2' } }));
    expect(one).toMatch(/^kata-deploy-[0-9a-f]{8}$/);
    expect(name(pool({ nodeSelector: { b: '2', a: '1' } }))).toBe(one);
    expect(name(pool({ nodeSelector: { a: '1', b: '3' } }))).not.toBe(one);
  });
});

test('nodes of pools with one selector are told apart by what their node pools say', () => {
  const placement = (pool: string): NodePlacement => ({
    nodeSelector: { 'kata-containers': 'enabled' },
    poolLabels: { 'node-pool': pool },
  });
  const all = build({
    pools: [
      { placement: placement('qemu'), shims: [QEMU] },
      { placement: placement('clh'), shims: [CLH] },
    ],
  });
  expect(find(all, 'DaemonSet', 'kata-deploy-clh').spec.template.spec.nodeSelector).toEqual({
    'kata-containers': 'enabled',
    'node-pool': 'clh',
  });
  expect(find(all, 'RuntimeClass', 'kata-clh').scheduling.nodeSelector).toMatchObject({ 'node-pool': 'clh' });
});

describe('jobs', () => {
  const jobs = (more: KataRuntimeProps = {}) =>
    build({ deploymentMode: DeploymentMode.JOB, jobs: { redispatch: Redispatch.newNodes() }, ...more });
  const commands = (all: Manifest[], stage: string) =>
    all
      .filter(({ kind, metadata }) => kind === 'Job' && metadata.labels['kata-deploy/dispatcher'] === stage)
      .map(({ spec }): string[] => spec.template.spec.containers[0].command);

  test('install on each pool, and never clean the nodes of the other', () => {
    const all = jobs();
    const found = commands(all, 'install');
    expect(found.map((it) => it.filter((arg) => /node-selector|name-prefix|cleanup/.test(arg)))).toEqual([
      ['--name-prefix=kata-deploy-qemu-install', '--node-selector=kind=qemu'],
      ['--name-prefix=kata-deploy-fc-install', '--node-selector=kind=fc'],
    ]);
    expect(named(all, 'CronJob')).toEqual(['kata-deploy-qemu-reconcile', 'kata-deploy-fc-reconcile']);
  });

  test('uninstall from the nodes of each', () => {
    const found = commands(jobs({ jobs: { uninstall: true, redispatch: Redispatch.NEVER } }), 'cleanup');
    expect(found.map((it) => it.filter((arg) => arg.includes('selector')))).toEqual([
      ['--node-selector=kind=qemu,kata-deploy.katacontainers.io/default'],
      ['--node-selector=kind=fc,kata-deploy.katacontainers.io/default'],
    ]);
  });

  test('are told by the installer', () => {
    const kata = new KataRuntime(new App(), 'kata', {
      pools: TWO,
      deploymentMode: DeploymentMode.JOB,
      jobs: { redispatch: Redispatch.NEVER },
    });
    expect((kata.installer as JobsInstaller).workloads).toHaveLength(2);
  });

  test.each<[string, KataRuntimeProps, string]>([
    ['named nodes', { jobs: { nodes: ['a'] } }, 'jobs.nodes is given, and each of pools'],
    [
      'names that no Job can have',
      { pools: [{ ...(TWO[0] as KataPool), name: 'a-name-of-20-letters' }], multiInstallSuffix: 'blue' },
      "'blue-a-name-of-20-letters', suffix and name of the pool, has more than the 23 characters",
    ],
  ])('refuse %s', (_, more, message) => {
    expect(() => jobs(more)).toThrow(message);
  });
});

test.each<[string, KataRuntimeProps, string]>([
  ['no pool', { pools: [] }, 'pools is empty'],
  ['a placement beside', { placement: nodes('a') }, 'pools and placement are both given'],
  ['a thin pool for all', { devmapper: {} }, 'pools and devmapper are both given'],
  ['shims that no pool takes', { shims: [CLH] }, 'shims is given, and every one of pools has its own'],
  ['a bad name', { pools: [{ ...(TWO[0] as KataPool), name: 'Big' }] }, "pools has name 'Big'"],
  [
    'a name twice',
    { pools: TWO.map((pool) => ({ ...pool, name: 'a' })) },
    "two of pools are called 'a'; give each a name of its own",
  ],
  [
    'two installations',
    {
      pools: [
        { name: 'a', placement: nodes('a', { multiInstallSuffix: 'blue' }) },
        { name: 'b', placement: nodes('b') },
      ],
    },
    "pools are labelled for installations with different suffixes, 'blue' and none",
  ],
  [
    'pools on the same nodes',
    {
      pools: [
        { name: 'a', placement: { nodeSelector: { x: 'y' } } },
        { name: 'b', placement: { nodeSelector: { x: 'y', z: '1' } } },
      ],
    },
    "pools 'a' and 'b' select the same nodes, and a node takes one installer",
  ],
  [
    'Firecracker without a thin pool',
    { pools: [TWO[0] as KataPool, { ...(TWO[1] as KataPool), devmapper: undefined } as KataPool] },
    "kata: pool 'fc': shim 'fc' needs the devmapper snapshotter",
  ],
  [
    'a thin pool that nothing uses',
    { pools: [{ ...(TWO[0] as KataPool), devmapper: {} }] },
    'devmapper is set up, and no shim of',
  ],
  ['a pool without shims', { pools: [{ ...(TWO[0] as KataPool), shims: [] }] }, "pool 'qemu': shims is empty"],
  [
    'settings of a shim that is on none',
    { shimSettings: [{ shim: QEMU, dropIn: 'a = 1' }] },
    "shimSettings names shim 'qemu', which is not installed",
  ],
  [
    'a release whose script counts DaemonSets',
    { release: KataRelease.V3_14_0, pools: [{ name: 'a', placement: { nodeSelector: { x: 'y' } }, shims: [CLH] }] },
    'pools is not known to Kata 3.14.0',
  ],
])('refuses %s', (_, props, message) => {
  expect(() => build(props)).toThrow(message);
});

test('a node pool in place of its placement is refused', () => {
  const pool = { placement: { nodeSelector: { a: 'b' } } };
  const pools = [{ placement: pool as unknown as NodePlacement }];
  expect(() => build({ pools })).toThrow('pools[0].placement is a Object, and must be its placement');
});

test('an installation on nodes of one of the pools is a conflict', () => {
  const app = new App();
  new KataRuntime(app, 'one', { pools: TWO, containerdVersion: '2.1' });
  new KataRuntime(app, 'two', {
    placement: nodes('fc'),
    shims: [QEMU],
    multiInstallSuffix: 'two',
    containerdVersion: '2.1',
  });
  expect(() => app.synthYaml()).toThrow("'two' and 'one' both lift the startup taint kata-not-ready");
});
