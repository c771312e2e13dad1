import { ApiObject, App, Chart } from 'cdk8s';
import {
  DeploymentMode,
  imageLock,
  KataCleanup,
  KataInstallation,
  type KataInstallationProps,
  KataLogLevel,
  type KataMonitorOptions,
  KataRelease,
  KataRuntime,
  type KataRuntimeProps,
  KataShim,
  KataSnapshotter,
  KubernetesDistribution,
} from '../../../lib';
import { find, type Manifest, synthApp } from '../../util/manifests';

const objects = (props: KataRuntimeProps = {}): Manifest[] =>
  synthApp((app) => {
    new KataRuntime(app, 'kata', props);
  });
const placement = {
  nodeSelector: { 'kata-containers': 'enabled' },
  tolerations: [{ key: 'dedicated', operator: 'Exists' as const }],
  startupTaints: [{ key: 'not-ready', effect: 'NoSchedule' as never }],
};

describe('KataMonitor', () => {
  const monitor = (options: KataMonitorOptions = {}, props: KataRuntimeProps = {}) =>
    find(
      objects({ ...props, monitor: options }),
      'DaemonSet',
      props.multiInstallSuffix ? 'kata-monitor-x' : 'kata-monitor',
    );
  const container = (options: KataMonitorOptions = {}, props: KataRuntimeProps = {}) =>
    monitor(options, props).spec.template.spec.containers[0];

  test('sees the sandboxes of both runtimes, and changes none', () => {
    expect(container().volumeMounts).toEqual([
      { name: 'containerd-sock', mountPath: '/run/containerd', readOnly: true },
      { name: 'sbs', mountPath: '/run/vc/sbs/', readOnly: true },
      { name: 'run-kata', mountPath: '/run/kata/', readOnly: true },
    ]);
    expect(monitor().spec.template.spec.automountServiceAccountToken).toBe(false);
  });

  test('runs where sandboxes are: on nodes that are ready', () => {
    const { nodeSelector, tolerations } = monitor({}, { placement }).spec.template.spec;
    expect(nodeSelector).toEqual(placement.nodeSelector);
    expect(tolerations).toEqual(placement.tolerations);
  });

  test.each<[string, KataMonitorOptions, object]>([
    ['image', { image: 'mirror.example.com/kata-monitor:4.2.0' }, { image: 'mirror.example.com/kata-monitor:4.2.0' }],
    ['port', { port: 9100 }, { ports: [{ name: 'metrics', containerPort: 9100 }] }],
    ['logLevel', { logLevel: KataLogLevel.DEBUG }, { args: expect.arrayContaining(['-log-level=debug']) }],
    [
      'runtimeSocket',
      { runtimeSocket: '/run/crio/crio.sock' },
      { args: expect.arrayContaining(['-runtime-endpoint=unix:///run/crio/crio.sock']) },
    ],
    [
      'resources',
      { resources: { requests: { cpu: '1' } } },
      { resources: { requests: { cpu: '1' }, limits: { cpu: '200m' } } },
    ],
  ])('%s', (_, options, expected) => {
    expect(container(options)).toMatchObject(expected);
  });

  test("the socket is the distribution's", () => {
    expect(container({}, { distribution: KubernetesDistribution.K3S }).args).toContain(
      '-runtime-endpoint=unix:///run/k3s/containerd/containerd.sock',
    );
  });

  test('the suffix is in its name', () => {
    expect(monitor({}, { multiInstallSuffix: 'x' }).spec.selector.matchLabels).toMatchObject({
      'app.kubernetes.io/instance': 'x',
    });
  });

  test.each<[string, KataMonitorOptions, string]>([
    [
      'a floating tag',
      { image: 'quay.io/kata-containers/kata-monitor:latest' },
      "not pinned: kata-monitor's arguments",
    ],
    ['port 0', { port: 0 }, "port '0' of the monitor"],
    ['a relative socket', { runtimeSocket: 'crio.sock' }, "runtimeSocket 'crio.sock' of the monitor"],
    [
      'an unknown log level',
      { logLevel: 'loud' as KataLogLevel },
      "monitor.logLevel is 'loud', and must be one of error, warn, info, debug, trace",
    ],
    [
      'a quantity that is none',
      { resources: { limits: { memory: 'much' } } },
      "resources memory 'much' of the monitor",
    ],
  ])('fails for %s', (_, options, message) => {
    expect(() => monitor(options)).toThrow(message);
  });

  test('fails for a release that has none', () => {
    expect(() => monitor({}, { release: KataRelease.V3_14_0 })).toThrow('Kata 3.14.0 has no image of kata-monitor');
  });
});

describe('KataCleanup', () => {
  const cleanup = (props: KataInstallationProps = {}) => {
    const installation = new KataInstallation({ release: KataRelease.V3_14_0, ...props });
    const all = synthApp((app) => {
      new KataCleanup(new Chart(app, 'chart'), 'cleanup', { installation });
    });
    return find(all, 'DaemonSet');
  };

  test('is what upstream has, and the variables without which its script stops', () => {
    const { metadata, spec } = cleanup();
    expect(metadata).toMatchObject({ name: 'kubelet-kata-cleanup', namespace: 'kube-system' });
    const { nodeSelector, serviceAccountName, hostPID, containers } = spec.template.spec;
    expect({ nodeSelector, serviceAccountName, hostPID }).toEqual({
      nodeSelector: { 'katacontainers.io/kata-runtime': 'cleanup' },
      serviceAccountName: 'kata-deploy-sa',
      hostPID: true,
    });
    expect(containers[0]).toMatchObject({
      image: 'quay.io/kata-containers/kata-deploy:3.14.0',
      command: ['bash', '-c', '/opt/kata-artifacts/scripts/kata-deploy.sh reset'],
      securityContext: { privileged: true },
    });
    const given = containers[0].env.map(({ name }: Manifest) => name);
    expect(given).toEqual(
      expect.arrayContaining([
        'NODE_NAME',
        'SHIMS',
        'DEFAULT_SHIM',
        'DEBUG',
        'CREATE_RUNTIMECLASSES',
        'CREATE_DEFAULT_RUNTIMECLASS',
      ]),
    );
  });

  test('goes where the installer was', () => {
    const { nodeSelector, tolerations } = cleanup({ placement: { ...placement, startupTaints: [] } }).spec.template
      .spec;
    expect(nodeSelector).toEqual({ 'kata-containers': 'enabled', 'katacontainers.io/kata-runtime': 'cleanup' });
    expect(tolerations).toEqual(placement.tolerations);
  });

  test('fails for a release that cleans up by itself', () => {
    expect(() => cleanup({ release: KataRelease.V4_1_0 })).toThrow('Kata 4.1.0 cleans its nodes up by itself');
  });
});

describe('node feature discovery', () => {
  const confidential: KataRuntimeProps = {
    shims: [KataShim.QEMU_SNP, KataShim.QEMU_TDX],
    snapshotters: [KataSnapshotter.NYDUS],
  };

  test('classes of confidential shims count keys where the rule does, and never without it (A13)', () => {
    const confidentialClass = (props: KataRuntimeProps, name = 'kata-qemu-snp') =>
      find(objects({ ...confidential, nodeFeatureDiscovery: true, ...props }), 'RuntimeClass', name);
    const snp = confidentialClass({});
    expect(snp.overhead.podFixed).toEqual({ memory: '2048Mi', cpu: '1.0' });
    const createNodeFeatureRule = true;
    const counted = { memory: '2048Mi', cpu: '1.0', 'sev-snp.amd.com/esids': '1' };
    expect(confidentialClass({ createNodeFeatureRule }).overhead.podFixed).toEqual(counted);
    const customRuntimes = [{ handler: 'kata-mine', shim: KataShim.QEMU_SNP }];
    expect(confidentialClass({ createNodeFeatureRule, customRuntimes }, 'kata-mine').overhead.podFixed).toEqual(
      counted,
    );
    expect(snp.scheduling.nodeSelector).toMatchObject({ 'amd.feature.node.kubernetes.io/snp': 'true' });
  });

  const onZone = (zone: string) => ({ matchExpressions: [{ key: 'zone', operator: 'In', values: [zone] }] });
  const required = (nodeSelectorTerms: object[]) => ({
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms },
  });
  const preferred = { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: onZone('a') }] };
  const affinityOf = (props: KataRuntimeProps) => find(objects(props), 'DaemonSet').spec.template.spec.affinity;
  const firstTerms = (affinity: Manifest) =>
    affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms.slice(0, 2);
  const vmx = { key: 'feature.node.kubernetes.io/cpu-cpuid.VMX', operator: 'In', values: ['true'] };
  const amd64 = { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64'] };

  test('nodeFeatureDiscovery: the installer goes to nodes that can run VMs', () => {
    expect(firstTerms(affinityOf({ nodeFeatureDiscovery: true }))).toEqual([
      { matchExpressions: [vmx, amd64] },
      { matchExpressions: [{ ...vmx, key: 'feature.node.kubernetes.io/cpu-cpuid.SVM' }, amd64] },
    ]);
    expect(affinityOf({})).toBeUndefined();
    expect(affinityOf({ nodeFeatureDiscovery: false })).toBeUndefined();
  });

  test('nodeFeatureDiscovery: an affinity of its own holds as well', () => {
    const podAffinity = { any: 'thing' };
    const matchFields = [{ key: 'metadata.name', operator: 'In', values: ['a'] }];
    const nodeAffinity = { ...preferred, ...required([onZone('a'), { matchFields }]) };
    const merged = affinityOf({ nodeFeatureDiscovery: true, affinity: { podAffinity, nodeAffinity } });
    expect(merged).toMatchObject({ podAffinity, nodeAffinity: preferred });
    expect(firstTerms(merged)).toEqual([
      { matchExpressions: [vmx, amd64, ...onZone('a').matchExpressions] },
      { matchExpressions: [vmx, amd64], matchFields },
    ]);
    expect(affinityOf({ affinity: { nodeAffinity } })).toEqual({ nodeAffinity });
  });

  test('nodeFeatureDiscovery: Jobs go to the same nodes', () => {
    const all = objects({
      nodeFeatureDiscovery: true,
      deploymentMode: DeploymentMode.JOB,
      placement: { nodeSelector: { kata: 'true' } },
    });
    expect(find(all, 'Job').spec.template.spec.containers[0].command).toContain(
      '--node-selector=kata=true,feature.node.kubernetes.io/cpu-cpuid.VMX in (true),kubernetes.io/arch in (amd64)',
    );
  });

  test.each<[string, object]>([
    ['nodeAffinity', { nodeAffinity: 'zone a' }],
    [
      'nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution',
      { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [] } },
    ],
    ['nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms', { nodeAffinity: required([]) }],
    [
      'nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms',
      { nodeAffinity: required('a' as never) },
    ],
    [
      'nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms',
      { nodeAffinity: required([null as never]) },
    ],
    [
      'nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms',
      { nodeAffinity: required([{ matchExpressions: 'a' }]) },
    ],
    [
      'nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms',
      { nodeAffinity: required([{ matchExpressions: [{ key: 1 }] }]) },
    ],
    [
      'nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms',
      { nodeAffinity: required([{ matchFields: [{ key: 'a', values: 'b' }] }]) },
    ],
  ])('fails for affinity.%s that is none: %j', (path, affinity) => {
    for (const nodeFeatureDiscovery of [true, false]) {
      expect(() => objects({ nodeFeatureDiscovery: nodeFeatureDiscovery, affinity: affinity as never })).toThrow(
        `affinity.${path} must be `,
      );
    }
  });

  test('createNodeFeatureRule tells how many keys a node has', () => {
    const all = objects({ ...confidential, nodeFeatureDiscovery: true, createNodeFeatureRule: true });
    const [snp, tdx] = find(all, 'NodeFeatureRule', 'kata-tee-keys').spec.rules;
    expect(snp.extendedResources).toEqual({ 'sev-snp.amd.com/esids': '@cpu.security.sev.encrypted_state_ids' });
    expect(tdx.extendedResources).toEqual({ 'tdx.intel.com/keys': '@cpu.security.tdx.total_keys' });
  });

  test('fails for a rule that no class looks at', () => {
    expect(() => objects({ createNodeFeatureRule: true })).toThrow(
      'createNodeFeatureRule is on without nodeFeatureDiscovery',
    );
  });
});

describe('imageLock', () => {
  test('lists every image once, with its users, sorted', () => {
    const app = new App();
    const kata = new KataRuntime(app, 'kata', { monitor: {} });
    const chart = new Chart(app, 'web');
    const spec = {
      initContainers: [{ name: 'init', image: 'busybox:1.37' }],
      containers: [
        { name: 'a', image: `nginx@sha256:${'0'.repeat(64)}`, resources: { limits: { memory: '1Gi' } } },
        { name: 'b', image: 'busybox:1.37', resources: { limits: { memory: '1Gi' } } },
      ],
    };
    kata.sandbox(new ApiObject(chart, 'pod', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec }));
    expect(imageLock(app)).toEqual([
      { image: 'busybox:1.37', pinnedByDigest: false, usedBy: ['Pod web'] },
      { image: `nginx@sha256:${'0'.repeat(64)}`, pinnedByDigest: true, usedBy: ['Pod web'] },
      {
        image: 'quay.io/kata-containers/kata-deploy:4.2.0',
        pinnedByDigest: false,
        usedBy: ['DaemonSet kube-system/kata-deploy'],
      },
      {
        image: 'quay.io/kata-containers/kata-monitor:4.2.0',
        pinnedByDigest: false,
        usedBy: ['DaemonSet kube-system/kata-monitor'],
      },
    ]);
    expect(imageLock(kata).map(({ image }) => image)).toEqual([
      'quay.io/kata-containers/kata-deploy:4.2.0',
      'quay.io/kata-containers/kata-monitor:4.2.0',
    ]);
  });

  test('finds those of the Jobs that a dispatcher makes', () => {
    const app = new App();
    new KataRuntime(app, 'kata', { deploymentMode: 'job' as never, placement: { nodeSelector: { kata: 'true' } } });
    expect(imageLock(app).map(({ image }) => image)).toContain('quay.io/kata-containers/kata-deploy:4.2.0');
  });
});
