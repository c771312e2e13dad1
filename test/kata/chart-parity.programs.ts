import { type NodePlacement, TaintEffect } from '../../lib/contract/placement';
import {
  DeploymentMode,
  ErofsMergeMode,
  ErofsSnapshotterMode,
  KataArchitecture,
  KataLogLevel,
  KataRelease,
  type KataRuntimeProps,
  KataShim,
  KataSnapshotter,
  KubernetesDistribution,
  Redispatch,
} from '../../lib/kata';

const { AMD64, ARM64, PPC64LE, S390X } = KataArchitecture;
const QEMU_RS = KataShim.QEMU_RUNTIME_RS;
const TWO = [KataShim.CLH, QEMU_RS];
const NYDUS = [KataSnapshotter.NYDUS];

const PLACEMENT: NodePlacement = {
  nodeSelector: { 'kata-containers': 'enabled' },
  tolerations: [{ key: 'kata-containers', operator: 'Equal', value: 'enabled', effect: TaintEffect.NO_SCHEDULE }],
};

const STARTUP_PLACEMENT: NodePlacement = {
  ...PLACEMENT,
  startupTaints: [
    {
      key: 'startup-taint.cluster-autoscaler.kubernetes.io/kata-not-ready',
      value: 'true',
      effect: TaintEffect.NO_SCHEDULE,
    },
  ],
};

/** The chart's job mode installs once. */
const JOBS: KataRuntimeProps = { deploymentMode: DeploymentMode.JOB, jobs: { redispatch: Redispatch.NEVER } };

/** The chart's settings for a distribution, with its monitor. */
function onDistribution(distribution: KubernetesDistribution): KataRuntimeProps {
  return { shims: [QEMU_RS], distribution, monitor: {} };
}

function allShims(but: readonly string[]): KataShim[] {
  return KataRelease.V4_1_0.shims.filter(({ name }) => !but.includes(name));
}

function zoneAffinity(...terms: object[]): KataRuntimeProps {
  return {
    affinity: {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } },
    },
  };
}

/** For each recorded value set the program that asks for the same. */
export const PROGRAMS: { readonly [set: string]: KataRuntimeProps } = {
  defaults: {
    shims: allShims(['remote']),
    defaultShim: QEMU_RS,
    architectures: [AMD64, ARM64, S390X, PPC64LE],
    snapshotters: NYDUS,
    shimSettings: [{ shim: KataShim.FIRECRACKER, snapshotter: 'devmapper' }],
  },
  'one-shim': { shims: [QEMU_RS] },
  gke: { shims: TWO, defaultShim: QEMU_RS, placement: STARTUP_PLACEMENT },
  'multi-arch': {
    shims: [QEMU_RS, KataShim.CLH, KataShim.QEMU_SE],
    architectures: [AMD64, ARM64, S390X, PPC64LE],
    shimSettings: [{ shim: KataShim.QEMU_SE, snapshotter: '', crioGuestPull: false }],
  },
  arm64: {
    shims: [KataShim.QEMU, QEMU_RS, KataShim.QEMU_NVIDIA_CPU],
    architectures: [ARM64],
  },
  'all-shims': {
    shims: allShims([]),
    defaultShim: QEMU_RS,
    architectures: [AMD64, ARM64, S390X, PPC64LE],
    snapshotters: NYDUS,
    shimSettings: [{ shim: KataShim.FIRECRACKER, snapshotter: 'devmapper' }],
  },
  firecracker: {
    shims: [KataShim.FIRECRACKER],
    shimSettings: [{ shim: KataShim.FIRECRACKER, snapshotter: 'devmapper' }],
  },
  gpu: {
    shims: [
      KataShim.QEMU_NVIDIA_GPU_RUNTIME_RS,
      KataShim.QEMU_NVIDIA_GPU,
      KataShim.QEMU_NVIDIA_GPU_SNP_RUNTIME_RS,
      KataShim.QEMU_NVIDIA_GPU_TDX,
    ],
    snapshotters: NYDUS,
  },
  tee: {
    shims: [
      KataShim.QEMU_SNP,
      KataShim.QEMU_SNP_RUNTIME_RS,
      KataShim.QEMU_TDX,
      KataShim.QEMU_TDX_RUNTIME_RS,
      KataShim.QEMU_SE,
      KataShim.QEMU_SE_RUNTIME_RS,
    ],
    defaultShim: KataShim.QEMU_SNP_RUNTIME_RS,
    architectures: [AMD64, S390X],
    snapshotters: NYDUS,
  },
  'default-class': { shims: TWO, defaultRuntimeClassName: 'sandbox' },
  debug: { shims: TWO, defaultShim: QEMU_RS, debug: true },
  'debug-devkit': { shims: TWO, defaultShim: QEMU_RS, debug: true, devkit: true, logLevel: KataLogLevel.TRACE },
  'custom-runtimes': {
    shims: TWO,
    snapshotters: NYDUS,
    defaultShim: QEMU_RS,
    customRuntimes: [
      { handler: 'kata-large', shim: QEMU_RS, dropIn: '[hypervisor.qemu]\ndefault_memory = 8192\n' },
      { handler: 'kata-bare', shim: KataShim.CLH, inheritBaseOverhead: false },
      {
        handler: 'kata-pulling',
        shim: QEMU_RS,
        snapshotter: 'nydus',
        crioPullType: 'guest-pull',
        overhead: { memory: '640Mi' },
        nodeSelector: { disk: 'fast' },
      },
    ],
  },
  'shim-drop-in': {
    shims: TWO,
    defaultShim: QEMU_RS,
    shimSettings: [{ shim: QEMU_RS, dropIn: '[runtime]\ncreate_container_timeout = 300\n' }],
  },
  'containerd-drop-in': {
    shims: [QEMU_RS],
    containerd: { userDropIn: '[plugins."io.containerd.cri.v1.images"]\n  snapshotter = "overlayfs"\n' },
  },
  nydus: {
    shims: [KataShim.QEMU_COCO_DEV_RUNTIME_RS, KataShim.QEMU_COCO_DEV],
    snapshotters: NYDUS,
  },
  erofs: {
    shims: [QEMU_RS],
    snapshotters: [KataSnapshotter.EROFS],
    erofs: {
      mergeMode: ErofsMergeMode.MERGED,
      snapshotterMode: ErofsSnapshotterMode.MEMORY,
      dmverity: true,
    },
    shimSettings: [{ shim: QEMU_RS, snapshotter: 'erofs' }],
  },
  'both-snapshotters': {
    shims: [QEMU_RS, KataShim.QEMU_COCO_DEV_RUNTIME_RS],
    snapshotters: [KataSnapshotter.NYDUS, KataSnapshotter.EROFS],
    erofs: {
      mergeMode: ErofsMergeMode.UNMERGED,
      snapshotterMode: ErofsSnapshotterMode.DISK,
    },
    shimSettings: [{ shim: QEMU_RS, snapshotter: 'erofs' }],
  },
  'force-guest-pull': {
    shims: [QEMU_RS, KataShim.QEMU_COCO_DEV_RUNTIME_RS],
    shimSettings: [{ shim: KataShim.QEMU_COCO_DEV_RUNTIME_RS, snapshotter: '', forceGuestPull: true }],
  },
  proxies: {
    shims: [KataShim.QEMU_COCO_DEV, KataShim.QEMU_SNP],
    snapshotters: NYDUS,
    shimSettings: [
      { shim: KataShim.QEMU_SNP, httpsProxy: 'http://tee-proxy.example.com:3128' },
      { shim: KataShim.QEMU_COCO_DEV, httpsProxy: 'http://proxy.example.com:3128', noProxy: '10.0.0.0/8,.svc' },
    ],
  },
  annotations: {
    shims: [QEMU_RS, KataShim.CLH, KataShim.QEMU],
    architectures: [AMD64, ARM64],
    shimSettings: [
      { shim: QEMU_RS, allowedHypervisorAnnotations: ['default_vcpus', 'default_memory'] },
      { shim: KataShim.CLH, allowedHypervisorAnnotations: ['kernel_params'] },
    ],
  },
  'installation-prefix': { shims: [QEMU_RS], installationPrefix: '/var/lib/kata' },
  'multi-install': { shims: TWO, defaultShim: QEMU_RS, multiInstallSuffix: 'blue' },
  'multi-install-everything': {
    shims: [QEMU_RS],
    containerd: { userDropIn: 'version = 2\n' },
    nodeFeatureDiscovery: true,
    createNodeFeatureRule: true,
    multiInstallSuffix: 'green',
    installationPrefix: '/srv',
    shimSettings: [{ shim: QEMU_RS, dropIn: '[runtime]\nenable_debug = false\n' }],
  },
  k3s: onDistribution(KubernetesDistribution.K3S),
  rke2: onDistribution(KubernetesDistribution.RKE2),
  k0s: onDistribution(KubernetesDistribution.K0S),
  microk8s: onDistribution(KubernetesDistribution.MICROK8S),
  monitor: { shims: [QEMU_RS], placement: PLACEMENT, monitor: {} },
  nfd: {
    shims: [KataShim.QEMU_SNP_RUNTIME_RS, KataShim.QEMU_TDX, KataShim.QEMU_SE_RUNTIME_RS, QEMU_RS],
    architectures: [AMD64, S390X],
    defaultShim: QEMU_RS,
    snapshotters: NYDUS,
    nodeFeatureDiscovery: true,
    createNodeFeatureRule: true,
  },
  'nfd-affinity': {
    shims: [QEMU_RS],
    nodeFeatureDiscovery: true,
    createNodeFeatureRule: true,
    ...zoneAffinity(
      { matchExpressions: [{ key: 'pool', operator: 'In', values: ['one'] }] },
      { matchExpressions: [{ key: 'pool', operator: 'In', values: ['two'] }] },
    ),
  },
  'nfd-rules': {
    shims: [KataShim.QEMU_SNP, KataShim.QEMU_TDX_RUNTIME_RS, QEMU_RS],
    defaultShim: QEMU_RS,
    snapshotters: NYDUS,
    nodeFeatureDiscovery: true,
    createNodeFeatureRule: true,
  },
  'containerd-paths': {
    shims: [QEMU_RS],
    containerd: { configDir: '/opt/containerd/etc/', configFileName: 'config-v3.toml' },
  },
  image: {
    shims: [QEMU_RS],
    image:
      'registry.example.com/kata/kata-deploy@sha256:3f786850e387550fdab836ed7e6dc881de23001b8f2a2f5c8a9d0a3f3a9c1b2d',
    imagePullPolicy: 'IfNotPresent',
    imagePullSecrets: ['mirror-login'],
  },
  'probes-off': {
    shims: [QEMU_RS],
    probes: { startup: { enabled: false }, liveness: { enabled: false }, readiness: { enabled: false } },
  },
  'probes-tuned': {
    shims: [QEMU_RS],
    probes: {
      port: 9191,
      startup: { initialDelaySeconds: 5, periodSeconds: 15, failureThreshold: 120, timeoutSeconds: 4 },
      liveness: { periodSeconds: 60, failureThreshold: 5, timeoutSeconds: 6 },
      readiness: { periodSeconds: 20, failureThreshold: 7, timeoutSeconds: 8 },
    },
  },
  'pod-shape': {
    shims: [QEMU_RS],
    resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '1' } },
    priorityClassName: '',
    ...zoneAffinity({
      matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: ['a', 'b'] }],
    }),
    updateStrategy: { type: 'OnDelete' },
    logLevel: KataLogLevel.WARN,
    podLabels: { team: 'platform' },
    podAnnotations: { 'example.com/scrape': 'no' },
  },
  'class-overrides': {
    shims: TWO,
    defaultShim: QEMU_RS,
    shimSettings: [
      { shim: QEMU_RS, overhead: { memory: '512Mi' }, nodeSelector: { disk: 'fast' } },
      { shim: KataShim.CLH, overheadEnabled: false },
    ],
  },
  'no-overhead': { shims: [QEMU_RS], shimSettings: [{ shim: QEMU_RS, overheadEnabled: false }] },
  job: { shims: TWO, defaultShim: QEMU_RS, placement: STARTUP_PLACEMENT, ...JOBS },
  'job-every-node': { shims: [QEMU_RS], ...JOBS },
  'job-tuned': {
    shims: [QEMU_RS],
    snapshotters: [KataSnapshotter.EROFS],
    shimSettings: [{ shim: QEMU_RS, snapshotter: 'erofs', dropIn: '[runtime]\ncreate_container_timeout = 300\n' }],
    placement: { nodeSelector: PLACEMENT.nodeSelector },
    imagePullPolicy: 'IfNotPresent',
    imagePullSecrets: ['mirror-login'],
    priorityClassName: '',
    podLabels: { team: 'platform' },
    podAnnotations: { 'example.com/scrape': 'no' },
    deploymentMode: DeploymentMode.JOB,
    jobs: {
      dispatcherImage: 'registry.example.com/kata/dispatcher:4.1.0',
      dispatcherNodeSelector: { 'node-role.kubernetes.io/control-plane': '' },
      dispatcherTolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }],
      parallelism: 5,
      redispatch: Redispatch.NEVER,
      waitForNodesSeconds: 30,
      nodeSettleSeconds: 5,
      waitNodeReadySeconds: 600,
      ttlSecondsAfterFinished: 3600,
      activeDeadlineSeconds: 1800,
      backoffLimit: 1,
    },
  },
  'job-multi-install': {
    shims: [QEMU_RS],
    placement: { nodeSelector: { 'kata-containers': 'blue' }, multiInstallSuffix: 'blue' },
    ...JOBS,
  },
  'job-affinity': {
    shims: [QEMU_RS],
    placement: { nodeSelector: PLACEMENT.nodeSelector },
    ...zoneAffinity(
      {
        matchExpressions: [
          { key: 'zone', operator: 'In', values: ['a', 'b'] },
          { key: 'disk', operator: 'Exists' },
        ],
      },
      {
        matchExpressions: [
          { key: 'zone', operator: 'NotIn', values: ['c'] },
          { key: 'old', operator: 'DoesNotExist' },
        ],
      },
    ),
    ...JOBS,
  },
  'job-nodes': { shims: [QEMU_RS], deploymentMode: DeploymentMode.JOB, jobs: { nodes: ['node-b', 'node-a'] } },
  'job-logs': {
    shims: [QEMU_RS],
    logLevel: KataLogLevel.TRACE,
    resources: { requests: { cpu: '100m', memory: '64Mi' } },
    deploymentMode: DeploymentMode.JOB,
    jobs: { nodes: ['node-a'] },
  },
  'arm64-built': {
    shims: [KataShim.CLH, KataShim.DRAGONBALL],
    architectures: [ARM64],
    shimSettings: [
      { shim: KataShim.CLH, architectures: [ARM64] },
      { shim: KataShim.DRAGONBALL, architectures: [ARM64] },
    ],
  },
  'no-classes': { shims: [QEMU_RS], createRuntimeClasses: false },
  'startup-taint': {
    shims: [QEMU_RS],
    placement: { nodeSelector: PLACEMENT.nodeSelector, startupTaints: [{ key: 'kata-not-ready' }] },
  },
  'monitor-tuned': {
    shims: [QEMU_RS],
    monitor: {
      listenAddress: '127.0.0.1',
      port: 9091,
      logLevel: KataLogLevel.WARN,
      resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '100m', memory: '128Mi' } },
    },
  },
};
