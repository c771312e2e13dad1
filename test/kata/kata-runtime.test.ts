import { ApiObject, App, Chart, Yaml } from 'cdk8s';
import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import {
  KataDeploy,
  KataDeployContract,
  KataDeployRbac,
  KataInstallation,
  KataRelease,
  KataRuntime,
  type KataRuntimeProps,
  KataShim,
  KataSnapshotter,
  KubernetesDistribution,
  RuntimeClass,
  TaintEffect,
  toManifests,
} from '../../lib';
import { expectGolden } from '../util/golden';
import { chartManifests, find, type Manifest, synthApp } from '../util/manifests';

const objects = (props: KataRuntimeProps = {}): Manifest[] =>
  synthApp((app) => {
    new KataRuntime(app, 'kata', props);
  });

const PLACEMENT = {
  nodeSelector: { 'kata-containers': 'enabled' },
  tolerations: [
    { key: 'kata-containers', operator: 'Equal' as const, value: 'enabled', effect: TaintEffect.NO_SCHEDULE },
  ],
  startupTaints: [
    {
      key: 'startup-taint.cluster-autoscaler.kubernetes.io/kata-not-ready',
      value: 'true',
      effect: TaintEffect.NO_SCHEDULE,
    },
  ],
};

const CURRENT: KataRuntimeProps = { shims: [KataShim.QEMU_RUNTIME_RS, KataShim.CLH], placement: PLACEMENT };

describe('golden files, each reviewed against what upstream renders', () => {
  test.each<[string, KataRuntimeProps]>([
    ['kata-3.14.0.yaml', { release: KataRelease.V3_14_0 }],
    ['kata-4.1.0.yaml', { ...CURRENT, release: KataRelease.V4_1_0 }],
    ['kata-4.2.0.yaml', { ...CURRENT, release: KataRelease.V4_2_0 }],
  ])('%s', (file, props) => {
    const app = new App();
    new KataRuntime(app, 'kata', props);
    expectGolden(file, Yaml.stringify(...toManifests(app)));
  });
});

test('charts come in the order in which they have to be applied, and none is empty', () => {
  const app = new App();
  const kata = new KataRuntime(app, 'kata');
  app.synthYaml();
  expect(app.charts.map(({ node }) => node.path)).toEqual(['kata/access', 'kata/installer', 'kata']);
  expect(kata.accessChart.node.path).toBe('kata/access');
  for (const chart of app.charts) expect(chartManifests(chart)).not.toEqual([]);
});

test('default: one QEMU shim, in kube-system, on every node', () => {
  const kata = new KataRuntime(new App(), 'kata');
  expect(kata.release.version).toBe('4.2.0');
  expect(kata.shims.map(({ name }) => name)).toEqual(['qemu-runtime-rs']);
  expect(kata.installerNamespace).toBe('kube-system');
  expect(kata.placement).toBeUndefined();
});

test('the DaemonSet knows its own name, without which a restart would uninstall Kata', () => {
  for (const multiInstallSuffix of [undefined, 'canary']) {
    const { metadata, spec } = find(objects({ multiInstallSuffix }), 'DaemonSet');
    const [{ env }] = spec.template.spec.containers;
    expect(env).toContainEqual({ name: 'DAEMONSET_NAME', value: metadata.name });
    expect(spec.selector.matchLabels).toEqual({ name: metadata.name });
    expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
  }
});

test('the installer is on the nodes of the placement before anything else may be', () => {
  const { nodeSelector, tolerations, containers } = find(objects({ placement: PLACEMENT }), 'DaemonSet').spec.template
    .spec;
  const [startup] = PLACEMENT.startupTaints;
  expect(nodeSelector).toEqual(PLACEMENT.nodeSelector);
  expect(tolerations).toEqual([
    ...PLACEMENT.tolerations,
    { key: startup?.key, operator: 'Equal', value: 'true', effect: 'NoSchedule' },
  ]);
  expect(containers[0].env).toContainEqual({ name: 'STARTUP_TAINTS', value: `${startup?.key}:NoSchedule` });
});

test('RuntimeClasses select and tolerate the nodes, and never the startup taint', () => {
  const { scheduling } = find(objects({ placement: PLACEMENT }), 'RuntimeClass');
  expect(scheduling).toEqual({
    nodeSelector: {
      'kata-containers': 'enabled',
      'katacontainers.io/kata-runtime': 'true',
      'kata-deploy.katacontainers.io/default': 'true',
    },
    tolerations: PLACEMENT.tolerations,
  });
});

test('the suffix of an installation is in the name of everything that it makes', () => {
  const { MULTI_INSTALL_SUFFIX, ...names } = Object.fromEntries(
    objects({ multiInstallSuffix: 'canary' }).map(({ kind, metadata }) => [kind, metadata.name]),
  );
  expect(MULTI_INSTALL_SUFFIX).toBeUndefined();
  for (const name of Object.values(names)) expect(name).toMatch(/-canary$/);
  const { spec } = find(objects({ multiInstallSuffix: 'canary' }), 'DaemonSet');
  expect(spec.template.spec.volumes).toContainEqual({
    name: 'kata-install',
    hostPath: { path: '/opt/kata-canary', type: 'DirectoryOrCreate' },
  });
  const { scheduling } = find(objects({ multiInstallSuffix: 'canary' }), 'RuntimeClass');
  expect(scheduling.nodeSelector).toHaveProperty(['kata-deploy.katacontainers.io/canary'], 'true');
});

test('the suffix of the placement is that of the installation', () => {
  const names = objects({ placement: { ...PLACEMENT, multiInstallSuffix: 'blue' } }).map(
    ({ metadata }) => metadata.name,
  );
  expect(names).toContain('kata-deploy-blue');
});

test.each<[string, KataRuntimeProps, boolean]>([
  ['nothing looks at the kubelet', {}, false],
  ['the guest pulls', { shimSettings: [{ shim: KataShim.QEMU_RUNTIME_RS, forceGuestPull: true }] }, true],
  [
    'a custom runtime pulls in the guest on CRI-O',
    { customRuntimes: [{ handler: 'kata-own', shim: KataShim.QEMU_RUNTIME_RS, crioPullType: 'guest-pull' }] },
    true,
  ],
  ['EROFS is set up', { snapshotters: [KataSnapshotter.EROFS] }, true],
])('the kubelet API is allowed only where it is used: %s', (_, props, allowed) => {
  const rules = find(objects(props), 'ClusterRole').rules.flatMap(({ resources }: Manifest) => resources);
  expect(rules.includes('nodes/proxy')).toBe(allowed);
});

test('outside kube-system a quota lets the installer have its priority, before the installer comes', () => {
  const all = objects({ namespace: 'kata-system' });
  expect(find(all, 'ResourceQuota')).toEqual({
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: {
      name: 'kata-deploy-priority',
      namespace: 'kata-system',
      labels: find(all, 'DaemonSet').metadata.labels,
    },
    spec: {
      hard: { pods: '1G' },
      scopeSelector: {
        matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['system-node-critical'] }],
      },
    },
  });
  const kinds = all.map(({ kind }) => kind);
  expect(kinds.indexOf('ResourceQuota')).toBeLessThan(kinds.indexOf('DaemonSet'));
  for (const { kind, metadata } of all) {
    const isNamespaced = !['ClusterRole', 'ClusterRoleBinding', 'Namespace', 'RuntimeClass'].includes(kind);
    expect(metadata.namespace).toBe(isNamespaced ? 'kata-system' : undefined);
  }
});

test.each<[string, KataRuntimeProps]>([
  ['in kube-system', {}],
  ['without a priority', { namespace: 'kata-system', priorityClassName: '' }],
])('there is no quota %s', (_, props) => {
  expect(objects(props).map(({ kind }) => kind)).not.toContain('ResourceQuota');
});

test('a changed configuration rolls the installer', () => {
  const checksum = (dropIn: string) =>
    find(objects({ shimSettings: [{ shim: KataShim.QEMU_RUNTIME_RS, dropIn }] }), 'DaemonSet').spec.template.metadata
      .annotations['checksum/custom-configs'];
  expect(checksum('a = 1')).toMatch(/^[0-9a-f]{64}$/);
  expect(checksum('a = 1')).toBe(checksum('a = 1'));
  expect(checksum('a = 1')).not.toBe(checksum('a = 2'));
});

test('defaultRuntimeClassName is a further class for the default shim', () => {
  const all = objects({ defaultRuntimeClassName: 'kata' });
  expect(find(all, 'RuntimeClass', 'kata').handler).toBe('kata-qemu-runtime-rs');
  expect(find(all, 'RuntimeClass', 'kata-qemu-runtime-rs').handler).toBe('kata-qemu-runtime-rs');
});

test('runtimeClass gives that of a shim, and of the default shim', () => {
  const kata = new KataRuntime(new App(), 'kata', { shims: [KataShim.CLH, KataShim.QEMU] });
  expect(kata.runtimeClass().name).toBe('kata-clh');
  expect(kata.runtimeClass(KataShim.of('qemu')).name).toBe('kata-qemu');
  expect(kata.runtimeClasses.map(({ name }) => name)).toEqual(['kata-clh', 'kata-qemu']);
  expect(() => kata.runtimeClass(KataShim.FIRECRACKER)).toThrow("the installation has no RuntimeClass for shim 'fc'");
});

describe('sandbox', () => {
  function sandboxed(
    options: Parameters<KataRuntime['sandbox']>[1],
    resources: object = { limits: { memory: '64Mi' } },
  ) {
    const app = new App();
    const chart = new Chart(app, 'a-chart');
    const pod = new ApiObject(chart, 'pod', {
      apiVersion: 'v1',
      kind: 'Pod',
      spec: { containers: [{ name: 'main', image: 'busybox:1.37', resources }] },
    });
    const kata = new KataRuntime(app, 'kata', { shims: [KataShim.QEMU_RUNTIME_RS, KataShim.QEMU] });
    kata.sandbox(pod, options);
    return { app, chart, kata };
  }

  test('gives the default shim, after the runtime', () => {
    const { app, chart } = sandboxed({});
    expect(chartManifests(chart)[0]?.spec.runtimeClassName).toBe('kata-qemu-runtime-rs');
    expect(app.charts.at(-1)?.node.path).toBe(chart.node.path);
  });

  test('gives another shim', () => {
    expect(chartManifests(sandboxed({ shim: KataShim.QEMU }).chart)[0]?.spec.runtimeClassName).toBe('kata-qemu');
  });

  test('refuses a VM that would not start, where limits are the size of the VM', () => {
    const cpuAlone = { limits: { cpu: '1' } };
    expect(() => chartManifests(sandboxed({}, cpuAlone).chart)).toThrow('its VM gets 2 vCPUs and 32 MiB');
    expect(chartManifests(sandboxed({ shim: KataShim.QEMU }, cpuAlone).chart)).toHaveLength(1);
  });

  test('fails for a shim that is not installed', () => {
    expect(() => sandboxed({ shim: KataShim.CLH })).toThrow("the installation has no RuntimeClass for shim 'clh'");
  });
});

test('a Terraform token anywhere in the app is an error that names the field', () => {
  const { stringValue } = new TerraformVariable(new TerraformStack(Testing.app(), 'stack'), 'v', {});
  expect(() => objects({ podAnnotations: { cluster: stringValue } })).toThrow(
    'DaemonSet kube-system/kata-deploy: spec.template.metadata.annotations.cluster holds the Terraform token',
  );
});

test('the parts can be used by themselves', () => {
  const all = synthApp((app) => {
    const chart = new Chart(app, 'own');
    const installation = new KataInstallation();
    new KataDeployRbac(chart, 'rbac', { installation });
    const deploy = new KataDeploy(chart, 'deploy', { installation });
    expect(deploy.node.defaultChild?.node.path).toBe(deploy.daemonSet.node.path);
  });
  expect(all.map(({ kind }) => kind)).toEqual(['ServiceAccount', 'ClusterRole', 'ClusterRoleBinding', 'DaemonSet']);
});

test.each([
  [KataRelease.V3_14_0, KataDeployContract.SCRIPT, 16],
  [KataRelease.V4_1_0, KataDeployContract.BINARY, 26],
])('catalogue: release %#', (release, contract, shims) => {
  expect(release.contract).toBe(contract);
  expect(release.shims).toHaveLength(shims);
  expect(release.minimumKubernetes).toBe('1.22');
  expect(release.minimumContainerd).toBe('1.7');
  expect(release.endOfSupport).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});

test('every shim of every release has a static field of its name', () => {
  const fields = Object.values(KataShim)
    .filter((value): value is KataShim => value instanceof KataShim)
    .map(({ name }) => name);
  const names = [KataRelease.V3_14_0, KataRelease.V4_1_0].flatMap(({ shims }) => shims.map(({ name }) => name));
  expect([...new Set(names)].sort()).toEqual([...fields].sort());
});

test.each<[KubernetesDistribution, string]>([
  [KubernetesDistribution.K8S, '/etc/containerd/'],
  [KubernetesDistribution.K3S, '/var/lib/rancher/k3s/agent/etc/containerd/'],
  [KubernetesDistribution.RKE2, '/var/lib/rancher/rke2/agent/etc/containerd/'],
  [KubernetesDistribution.K0S, '/etc/k0s/'],
])('3.14.0 on %s: the overlay changes the folder of containerd alone', (distribution, folder) => {
  const [plain, overlaid] = [{}, { distribution }].map((props) =>
    find(objects({ release: KataRelease.V3_14_0, ...props }), 'DaemonSet'),
  ) as [Manifest, Manifest];
  const volume = plain.spec.template.spec.volumes.find(({ name }: Manifest) => name === 'containerd-conf');
  volume.hostPath.path = folder;
  expect(overlaid).toEqual(plain);
});

test('3.14.0 on another place of containerd', () => {
  const all = objects({ release: KataRelease.V3_14_0, containerd: { configDir: '/opt/containerd/' } });
  expect(find(all, 'DaemonSet').spec.template.spec.volumes).toContainEqual({
    name: 'containerd-conf',
    hostPath: { path: '/opt/containerd/' },
  });
});

test('a release of a fork keeps the contract of its base', () => {
  const release = KataRelease.custom({
    base: KataRelease.V4_1_0,
    version: '4.1.0-acme.1',
    image: 'registry.example.com/kata-deploy:4.1.0-acme.1',
    monitorImage: 'registry.example.com/kata-monitor:4.1.0-acme.1',
  });
  const all = objects({ release, monitor: {} });
  const monitor = find(all, 'DaemonSet', 'kata-monitor');
  expect(monitor.spec.template.spec.containers[0].image).toBe('registry.example.com/kata-monitor:4.1.0-acme.1');
  const { spec } = find(all, 'DaemonSet', 'kata-deploy');
  expect(spec.template.spec.containers[0].image).toBe('registry.example.com/kata-deploy:4.1.0-acme.1');
  expect(release.contract).toBe(KataDeployContract.BINARY);
});

describe('RuntimeClass', () => {
  const make = (props: ConstructorParameters<typeof RuntimeClass>[2]) => {
    const chart = new Chart(new App(), 'chart');
    return { chart, runtimeClass: new RuntimeClass(chart, 'class', props) };
  };

  test('is as small as it can be', () => {
    const { chart, runtimeClass } = make({ name: 'gvisor' });
    expect(runtimeClass.node.defaultChild?.node.path).toBe(runtimeClass.apiObject.node.path);
    expect(chartManifests(chart)).toEqual([
      { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'gvisor' }, handler: 'gvisor' },
    ]);
  });

  test('has every field', () => {
    const { chart } = make({
      name: 'gvisor',
      handler: 'runsc',
      overhead: { memory: '64Mi' },
      nodeSelector: { sandbox: 'gvisor' },
      tolerations: [{ key: 'sandbox', operator: 'Exists' }],
      labels: { a: 'b' },
      annotations: { c: 'd' },
    });
    expect(chartManifests(chart)[0]).toEqual({
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: 'gvisor', labels: { a: 'b' }, annotations: { c: 'd' } },
      handler: 'runsc',
      overhead: { podFixed: { memory: '64Mi' } },
      scheduling: { nodeSelector: { sandbox: 'gvisor' }, tolerations: [{ key: 'sandbox', operator: 'Exists' }] },
    });
  });

  test.each<[string, object, string]>([
    ['a name with two dots', { name: 'a..b' }, "name 'a..b' is not"],
    ['a handler with a dot', { name: 'a.b' }, "handler 'a.b' is not a DNS label"],
    ['a handler with capitals', { name: 'a', handler: 'B' }, "handler 'B' is not a DNS label"],
    [
      'a quantity that is none',
      { name: 'a', overhead: { cpu: 'much' } },
      "overhead.cpu 'much' is not a Kubernetes quantity",
    ],
    ['a label that is none', { name: 'a', nodeSelector: { 'b c': 'd' } }, "nodeSelector has 'b c: d'"],
  ])('fails for %s', (_, props, message) => {
    expect(() => make(props as { name: string })).toThrow(message);
  });

  test('fromRuntimeClassName makes nothing', () => {
    const chart = new Chart(new App(), 'chart');
    expect(RuntimeClass.fromRuntimeClassName(chart, 'class', 'gvisor').name).toBe('gvisor');
    expect(chartManifests(chart)).toEqual([]);
    expect(() => RuntimeClass.fromRuntimeClassName(chart, 'bad', '')).toThrow("name '' is not a DNS label");
  });
});
