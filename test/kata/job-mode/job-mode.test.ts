import { App, Chart } from 'cdk8s';
import { type NodePlacement, TaintEffect } from '../../../lib/contract/placement';
import {
  DaemonSetInstaller,
  DeploymentMode,
  JobsInstaller,
  KataArchitecture,
  KataDeployJobs,
  KataDeployJobsRbac,
  KataInstallation,
  type KataJobOptions,
  KataLogLevel,
  KataRelease,
  KataRuntime,
  type KataRuntimeProps,
  KataShim,
  Redispatch,
} from '../../../lib/kata';
import { find, type Manifest, synthApp } from '../../util/manifests';
import { parseManifests } from '../../util/normalize-manifests';

const PLACEMENT: NodePlacement = {
  nodeSelector: { 'kata-containers': 'enabled' },
  tolerations: [{ key: 'kata-containers', value: 'enabled', effect: TaintEffect.NO_SCHEDULE }],
};
const TAINTED: NodePlacement = {
  ...PLACEMENT,
  startupTaints: [{ key: 'not-ready', value: 'true', effect: TaintEffect.NO_SCHEDULE }],
};

function synth(jobs?: KataJobOptions, props: KataRuntimeProps = {}): Manifest[] {
  const defaults = { release: KataRelease.V4_1_0, deploymentMode: DeploymentMode.JOB, placement: PLACEMENT };
  const isAsked = jobs?.nodes === undefined && props.placement?.startupTaints === undefined;
  const redispatch = isAsked && Redispatch.newNodes();
  const all = { ...(redispatch && { redispatch }), ...jobs };
  return synthApp((app) => new KataRuntime(app, 'kata', { ...defaults, jobs: all, ...props }));
}

function commandOf(object: Manifest): string[] {
  const spec = object.kind === 'CronJob' ? object.spec.jobTemplate.spec : object.spec;
  return spec.template.spec.containers[0].command;
}

function template(objects: readonly Manifest[], stage: 'install' | 'cleanup'): Manifest {
  const { data } = find(
    objects.filter(({ metadata }) => metadata.name.includes('-job-templates-')),
    'ConfigMap',
  );
  return parseManifests(data[`${stage}-job.yaml`])[0];
}

const nodeFlags = (command: readonly string[]) => command.filter((flag) => /^--(nodes|node-selector)=/.test(flag));

describe('the objects', () => {
  test('come in the order in which they are needed', () => {
    expect(synth().map(({ kind }) => kind)).toEqual([
      'ServiceAccount',
      'ClusterRole',
      'ClusterRoleBinding',
      'Role',
      'RoleBinding',
      'ConfigMap',
      'Job',
      'CronJob',
      'RuntimeClass',
    ]);
  });

  test('are in the namespace of the installation', () => {
    const objects = synth({}, { namespace: 'kata-system', priorityClassName: '' });
    for (const { kind, metadata } of objects) {
      const inCluster = ['ClusterRole', 'ClusterRoleBinding', 'Namespace', 'RuntimeClass'].includes(kind);
      expect([kind, metadata.namespace]).toEqual([kind, inCluster ? undefined : 'kata-system']);
    }
    expect(find(objects, 'ClusterRoleBinding').subjects).toEqual([
      { kind: 'ServiceAccount', name: 'kata-deploy-dispatcher-sa', namespace: 'kata-system' },
    ]);
  });

  test('come with the quota that lets them have their priority', () => {
    expect(synth({}, { namespace: 'kata-system' })[1]?.kind).toBe('ResourceQuota');
  });

  test('carry the suffix of the installation', () => {
    const objects = synth({}, { multiInstallSuffix: 'blue' });
    const names = objects.filter(({ kind }) => kind !== 'RuntimeClass').map(({ metadata }) => metadata.name);
    expect(names.filter((name) => !name.includes('blue'))).toEqual([]);
    expect(commandOf(find(objects, 'Job'))).toContain('--multi-install-suffix=blue');
    expect(commandOf(find(objects, 'CronJob'))).toContain(
      '--node-selector=kata-containers=enabled,kata-deploy.katacontainers.io/blue!=true',
    );
  });

  test('have names within the limits, with the longest suffix', () => {
    const objects = synth({}, { multiInstallSuffix: 'abcdefghijklmnopqrst' });
    expect(find(objects, 'CronJob').metadata.name.length).toBeLessThanOrEqual(52);
    expect(find(objects, 'Job').metadata.name.length).toBeLessThanOrEqual(63);
  });

  test('can be made without KataRuntime', () => {
    const objects = synthApp((app) => {
      const chart = new Chart(app, 'chart');
      const installation = new KataInstallation({ release: KataRelease.V4_1_0 });
      new KataDeployJobs(chart, 'jobs', { installation, jobs: { redispatch: Redispatch.NEVER } });
      new KataDeployJobsRbac(chart, 'rbac', { installation });
    });
    expect(objects.map(({ kind }) => kind).sort()).toEqual([
      'ClusterRole',
      'ClusterRoleBinding',
      'ConfigMap',
      'Job',
      'Role',
      'RoleBinding',
      'ServiceAccount',
    ]);
  });

  test('are exposed by KataRuntime', () => {
    const kata = new KataRuntime(new App(), 'kata', {
      release: KataRelease.V4_1_0,
      deploymentMode: DeploymentMode.JOB,
    });
    const { installer } = kata;
    expect([installer.deploymentMode, installer.workload.kind]).toEqual([DeploymentMode.JOB, 'Job']);
    if (!(installer instanceof JobsInstaller)) throw new Error('not by Jobs');
    expect(installer.serviceAccount).toBe(installer.rbac.serviceAccount);
    expect(installer.workload).toBe(installer.jobs.dispatcher);
    expect(installer.jobs.templates.kind).toBe('ConfigMap');
    expect(installer.jobs.redispatcher).toBeUndefined();
    expect(installer.rbac.role.kind).toBe('Role');
  });

  test('are not there without job mode', () => {
    const kata = new KataRuntime(new App(), 'kata');
    const { installer } = kata;
    expect([installer.deploymentMode, installer.workload.kind]).toEqual([DeploymentMode.DAEMON_SET, 'DaemonSet']);
    if (!(installer instanceof DaemonSetInstaller)) throw new Error('not by a DaemonSet');
    expect(installer.serviceAccount).toBe(installer.rbac.serviceAccount);
    expect(installer.workload).toBe(installer.deploy.daemonSet);
  });
});

describe('names', () => {
  const names = (jobs?: KataJobOptions, props?: KataRuntimeProps) =>
    synth(jobs, props)
      .filter(({ kind }) => ['ConfigMap', 'Job', 'CronJob'].includes(kind))
      .map(({ metadata }) => metadata.name);

  test('are the same for the same program', () => {
    expect(names()).toEqual(names());
    expect(names()).toEqual([
      expect.stringMatching(/^kata-deploy-job-templates-[0-9a-f]{8}$/),
      expect.stringMatching(/^kata-deploy-install-dispatcher-[0-9a-f]{8}$/),
      'kata-deploy-redispatcher',
    ]);
  });

  test.each<[string, KataJobOptions, KataRuntimeProps]>([
    ['shims', {}, { shims: [KataShim.CLH] }],
    ['image', {}, { image: 'mirror.example.com/kata-deploy:4.1.0' }],
    ['backoffLimit', { backoffLimit: 1 }, {}],
    [
      'a drop-in, which is in another ConfigMap',
      {},
      { shimSettings: [{ shim: KataShim.QEMU_RUNTIME_RS, dropIn: '[runtime]\nenable_debug = true\n' }] },
    ],
  ])('change with %s: templates and Job', (_what, jobs, props) => {
    const [templates, job] = names();
    const [otherTemplates, otherJob] = names(jobs, props).filter((name) => !name.endsWith('custom-configs'));
    expect(otherTemplates).not.toBe(templates);
    expect(otherJob).not.toBe(job);
  });

  test.each<[string, KataJobOptions, KataRuntimeProps]>([
    ['placement', {}, { placement: { nodeSelector: { pool: 'a' }, tolerations: PLACEMENT.tolerations ?? [] } }],
    ['parallelism', { parallelism: 1 }, {}],
    ['revision', { revision: '2' }, {}],
    ['dispatcherImage', { dispatcherImage: 'mirror.example.com/dispatcher:4.1.0' }, {}],
  ])('change with %s: the Job alone', (_what, jobs, props) => {
    const [templates, job] = names();
    const [otherTemplates, otherJob] = names(jobs, props);
    expect(otherTemplates).toBe(templates);
    expect(otherJob).not.toBe(job);
  });

  test('a Job refers to the templates of its own content, which cannot change', () => {
    const objects = synth();
    const map = find(objects, 'ConfigMap');
    expect(map.immutable).toBe(true);
    for (const spec of [find(objects, 'Job').spec, find(objects, 'CronJob').spec.jobTemplate.spec]) {
      expect(spec.template.spec.volumes).toEqual([{ name: 'job-templates', configMap: { name: map.metadata.name } }]);
    }
  });

  test('the Job does not vanish by itself, or it would be made again', () => {
    expect(find(synth(), 'Job').spec.ttlSecondsAfterFinished).toBeUndefined();
  });
});

describe('least privilege', () => {
  test('the dispatcher may find and mark nodes, and manage Jobs beside itself', () => {
    const objects = synth();
    expect(find(objects, 'ClusterRole').rules).toEqual([
      { apiGroups: [''], resources: ['nodes'], verbs: ['list', 'get', 'patch'] },
    ]);
    expect(find(objects, 'Role').rules).toEqual([
      { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create', 'get', 'list', 'delete'] },
    ]);
  });

  test.each<[string, KataRuntimeProps]>([
    [
      'guest pull',
      { shims: [KataShim.QEMU_COCO_DEV], shimSettings: [{ shim: KataShim.QEMU_COCO_DEV, snapshotter: '' }] },
    ],
    [
      "guest pull of a runtime of one's own",
      { customRuntimes: [{ handler: 'kata-x', shim: KataShim.QEMU_RUNTIME_RS, crioPullType: 'guest-pull' }] },
    ],
  ])('it reads kubelets only to warn about %s', (_what, props) => {
    const objects = synth({}, props);
    expect(find(objects, 'ClusterRole').rules).toContainEqual({
      apiGroups: [''],
      resources: ['nodes/proxy'],
      verbs: ['get'],
    });
    expect(commandOf(find(objects, 'Job'))).toContain('--kubelet-timeout-warn-secs=600');
  });

  test('its token goes to its pods alone', () => {
    const objects = synth();
    expect(find(objects, 'ServiceAccount').automountServiceAccountToken).toBe(false);
    expect(find(objects, 'Job').spec.template.spec.automountServiceAccountToken).toBe(true);
  });

  test.each(['Job', 'CronJob'])('the pod of the %s is nobody', (kind) => {
    const object = find(synth(), kind);
    const { spec } = (object.spec.jobTemplate?.spec ?? object.spec).template;
    expect(spec.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 65532,
      runAsGroup: 65532,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(spec.containers[0].securityContext).toEqual({
      privileged: false,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(spec.volumes.filter((volume: Manifest) => 'hostPath' in volume)).toEqual([]);
    expect(spec.tolerations).toBeUndefined();
  });

  test('it runs where it is told to', () => {
    const { spec } = find(
      synth({
        dispatcherNodeSelector: { pool: 'system' },
        dispatcherTolerations: [{ key: 'system', operator: 'Exists' }],
        dispatcherResources: { requests: { cpu: '1' }, limits: { memory: '1Gi' } },
      }),
      'Job',
    ).spec.template;
    expect(spec.nodeSelector).toEqual({ pool: 'system' });
    expect(spec.tolerations).toEqual([{ key: 'system', operator: 'Exists' }]);
    expect(spec.containers[0].resources).toEqual({ requests: { cpu: '1' }, limits: { memory: '1Gi' } });
  });

  test.each(['install', 'cleanup'] as const)('the pod of a node has no token: %s', (stage) => {
    const { spec } = template(synth(), stage).spec.template;
    expect(spec.automountServiceAccountToken).toBe(false);
    expect(spec.serviceAccountName).toBeUndefined();
    for (const container of [...spec.initContainers, ...spec.containers]) {
      expect(container.securityContext).toEqual({ privileged: false, readOnlyRootFilesystem: true });
    }
  });
});

describe('the Jobs of the nodes', () => {
  test('have no name and no node: those are for the dispatcher to give', () => {
    for (const stage of ['install', 'cleanup'] as const) {
      const job = template(synth(), stage);
      expect(job.metadata.name).toBeUndefined();
      expect(job.spec.template.spec.nodeName).toBeUndefined();
    }
  });

  test('install in three steps and clean up in two', () => {
    const steps = (stage: 'install' | 'cleanup') => {
      const { spec } = template(synth(), stage).spec.template;
      return [...spec.initContainers, ...spec.containers].map(({ command }: Manifest) => command);
    };
    expect(steps('install')).toEqual([
      ['/usr/bin/kata-deploy', 'install-stage-host-check'],
      ['/usr/bin/kata-deploy', 'install-stage-artifacts'],
      ['/usr/bin/kata-deploy', 'install-stage-cri'],
    ]);
    expect(steps('cleanup')).toEqual([
      ['/usr/bin/kata-deploy', 'cleanup-stage-revert-cri'],
      ['/usr/bin/kata-deploy', 'cleanup-stage-remove-artifacts'],
    ]);
  });

  test('tolerate the taints of the placement, startup taints included', () => {
    const objects = synth({ redispatch: Redispatch.NEVER }, { placement: TAINTED });
    const keys = template(objects, 'install').spec.template.spec.tolerations.map(({ key }: Manifest) => key);
    expect(keys).toEqual(expect.arrayContaining(['kata-containers', 'not-ready', 'node.kubernetes.io/not-ready']));
    expect(template(objects, 'cleanup').spec.template.spec.tolerations).toEqual([{ operator: 'Exists' }]);
    expect(commandOf(find(objects, 'Job'))).toContain('--remove-node-taints=not-ready:NoSchedule');
  });

  test('take log level and resources', () => {
    const objects = synth({}, { logLevel: KataLogLevel.DEBUG, resources: { requests: { cpu: '100m' } } });
    const [container] = template(objects, 'install').spec.template.spec.containers;
    expect(container.command).toEqual(['/usr/bin/kata-deploy', '--log-level', 'debug', 'install-stage-cri']);
    expect(container.resources).toEqual({ requests: { cpu: '100m' } });
  });
});

describe('which nodes', () => {
  test('those of the placement', () => {
    expect(nodeFlags(commandOf(find(synth(), 'Job')))).toEqual(['--node-selector=kata-containers=enabled']);
  });

  test('every node without a placement', () => {
    const objects = synth({}, { placement: undefined });
    expect(nodeFlags(commandOf(find(objects, 'Job')))).toEqual([]);
    expect(nodeFlags(commandOf(find(objects, 'CronJob')))).toEqual([
      '--node-selector=kata-deploy.katacontainers.io/default!=true',
    ]);
  });

  test('the named ones, and then no other is looked for', () => {
    const objects = synth({ nodes: ['node-b', 'node-a'] });
    expect(nodeFlags(commandOf(find(objects, 'Job')))).toEqual(['--nodes=node-b,node-a']);
    expect(objects.some(({ kind }) => kind === 'CronJob')).toBe(false);
  });

  test('the labels are given once one of these handlers is served', () => {
    const objects = synth(
      {},
      {
        shims: [KataShim.QEMU_RUNTIME_RS, KataShim.CLH, KataShim.QEMU],
        architectures: [KataArchitecture.AMD64, KataArchitecture.ARM64],
        customRuntimes: [{ handler: 'kata-large', shim: KataShim.CLH }],
      },
    );
    expect(commandOf(find(objects, 'Job'))).toContain(
      '--require-node-handlers=kata-clh,kata-qemu,kata-qemu-runtime-rs,kata-large',
    );
  });
});

describe('nodes that come later', () => {
  test('are those without the label of the installation', () => {
    const cron = find(synth(), 'CronJob');
    expect(cron.spec).toMatchObject({ schedule: '*/10 * * * *', suspend: false, concurrencyPolicy: 'Forbid' });
    expect(nodeFlags(commandOf(cron))).toEqual([
      '--node-selector=kata-containers=enabled,kata-deploy.katacontainers.io/default!=true',
    ]);
    expect(commandOf(cron)).toContain('--wait-for-nodes-secs=0');
  });

  test('are each of the terms of an affinity', () => {
    const term = (key: string) => ({ matchExpressions: [{ key, operator: 'Exists' }] });
    const affinity = {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term('a'), term('b')] } },
    };
    expect(nodeFlags(commandOf(find(synth({}, { affinity }), 'CronJob')))).toEqual([
      '--node-selector=kata-containers=enabled,a,kata-deploy.katacontainers.io/default!=true',
      '--node-selector=kata-containers=enabled,b,kata-deploy.katacontainers.io/default!=true',
    ]);
  });

  // The dispatcher cleans what it owns and does not select, which then is every node that has Kata.
  test('are no reason to take Kata off others', () => {
    for (const redispatch of [Redispatch.newNodes(), Redispatch.everyNode()]) {
      const command = commandOf(find(synth({ redispatch }), 'CronJob'));
      expect(command.filter((flag) => flag.includes('cleanup'))).toEqual([]);
    }
    expect(commandOf(find(synth(), 'Job'))).toContain('--cleanup-job-template=/etc/kata-job/cleanup-job.yaml');
  });

  test("get Jobs of another prefix, or the dispatchers would delete each other's", () => {
    const prefix = (kind: string) => commandOf(find(synth(), kind)).find((flag) => flag.startsWith('--name-prefix='));
    expect([prefix('Job'), prefix('CronJob')]).toEqual([
      '--name-prefix=kata-deploy-install',
      '--name-prefix=kata-deploy-redispatch',
    ]);
  });

  test('are all of them if asked for, also with startup taints', () => {
    const objects = synth({ redispatch: Redispatch.everyNode('@daily') }, { placement: TAINTED });
    expect(find(objects, 'CronJob').spec.schedule).toBe('@daily');
    expect(nodeFlags(commandOf(find(objects, 'CronJob')))).toEqual(['--node-selector=kata-containers=enabled']);
  });

  test('are left alone if asked for', () => {
    expect(synth({ redispatch: Redispatch.NEVER }).some(({ kind }) => kind === 'CronJob')).toBe(false);
  });
});

describe('uninstall', () => {
  test('replaces the Job and suspends the CronJob, which would install again', () => {
    const objects = synth({ uninstall: true });
    const job = find(objects, 'Job');
    expect(job.metadata.name).toMatch(/^kata-deploy-cleanup-dispatcher-[0-9a-f]{8}$/);
    expect(find(objects, 'CronJob').spec.suspend).toBe(true);
    expect(commandOf(job)).toEqual([
      '/usr/bin/kata-deploy-job-dispatcher',
      '--job-template=/etc/kata-job/cleanup-job.yaml',
      '--name-prefix=kata-deploy-cleanup',
      '--parallelism=100',
      '--remove-node-label',
      '--node-selector=kata-deploy.katacontainers.io/default',
      '--ignore-node-taints',
      '--owner-job-name=$(JOB_NAME)',
    ]);
  });

  test('goes wherever the installation has been, also to nodes that were named earlier (B14)', () => {
    expect(nodeFlags(commandOf(find(synth({ uninstall: true, nodes: ['node-a'] }), 'Job')))).toEqual([
      '--node-selector=kata-deploy.katacontainers.io/default',
    ]);
  });
});

describe('refuses', () => {
  const refused = (jobs: unknown, props: KataRuntimeProps = {}) => expect(() => synth(jobs as KataJobOptions, props));

  test.each<[string, unknown, string]>([
    ['an empty revision', { revision: '' }, "jobs has 'revision: '"],
    ['a revision that is no label', { revision: 'a b' }, "jobs has 'revision: a b'"],
    ['a revision that is no text', { revision: 2 }, 'jobs.revision is 2, and must be a string'],
    ['no nodes', { nodes: [] }, 'jobs.nodes is empty'],
    ['a node with a capital', { nodes: ['Node'] }, "jobs.nodes holds 'Node'"],
    ['a node that is no text', { nodes: [1] }, 'jobs.nodes[0] is 1, and must be a string'],
    ['a node with a comma', { nodes: ['a,b'] }, "jobs.nodes holds 'a,b'"],
    ['a node twice', { nodes: ['a', 'a'] }, "jobs.nodes holds 'a' twice"],
    ['nodes and a re-dispatch', { nodes: ['a'], redispatch: Redispatch.newNodes() }, 'are both given'],
    ['parallelism 0', { parallelism: 0 }, 'jobs.parallelism is 0; give a whole number of 1 or more'],
    ['parallelism beyond 32 bits', { parallelism: 2 ** 31 }, 'up to 2147483647'],
    ['parallelism NaN', { parallelism: Number.NaN }, 'jobs.parallelism is NaN'],
    ['parallelism as text', { parallelism: '5' }, "jobs.parallelism is '5'"],
    ['a fraction', { backoffLimit: 1.5 }, 'jobs.backoffLimit is 1.5'],
    [
      'a negative wait',
      { waitForNodesSeconds: -1 },
      'jobs.waitForNodesSeconds is -1; give a whole number of 0 or more',
    ],
    ['a negative quiet time', { nodeSettleSeconds: -1 }, 'jobs.nodeSettleSeconds is -1'],
    ['no end', { waitNodeReadySeconds: Number.POSITIVE_INFINITY }, 'jobs.waitNodeReadySeconds is Infinity'],
    ['no time', { activeDeadlineSeconds: 0 }, 'jobs.activeDeadlineSeconds is 0'],
    ['Jobs that vanish at once', { ttlSecondsAfterFinished: 59 }, 'jobs.ttlSecondsAfterFinished is 59'],
    [
      'a floating image',
      { dispatcherImage: 'dispatcher:latest' },
      "jobs.dispatcherImage 'dispatcher:latest' is not pinned: the dispatcher's path, arguments",
    ],
    [
      'the dispatcher on Kata nodes',
      { dispatcherNodeSelector: { 'katacontainers.io/kata-runtime': 'true' } },
      'which nodes get from the dispatcher',
    ],
    ['a label that is none', { dispatcherNodeSelector: { 'a b': 'c' } }, 'jobs.dispatcherNodeSelector'],
    [
      'a quantity that is none',
      { dispatcherResources: { limits: { memory: 'much' } } },
      'jobs.dispatcherResources.limits.memory',
    ],
  ])('%s', (_what, jobs, message) => {
    refused(jobs).toThrow(message);
  });

  test.each<[string, KataRuntimeProps, string]>([
    ['a release without it', { release: KataRelease.V3_14_0 }, 'kata-deploy 3.14.0 has no job mode'],
    ['probes', { probes: { port: 1 } }, 'probes is for the DaemonSet'],
    ['an update strategy', { updateStrategy: { type: 'OnDelete' } }, 'updateStrategy is for the DaemonSet'],
    [
      'an affinity that no selector can say',
      {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'k', operator: 'Gt', values: ['1'] }] }],
            },
          },
        },
      },
      "operator 'Gt'",
    ],
    [
      'startup taints without a choice, of a release that finds nodes by their handlers',
      { placement: TAINTED, release: KataRelease.V4_2_0 },
      'job mode with the startup taint not-ready: the Job runs once',
    ],
    [
      'startup taints without a choice, of a release that finds nodes by their label',
      { placement: TAINTED, release: KataRelease.V4_1_0 },
      'job mode with the startup taint not-ready: pools with such a taint are born with the label',
    ],
    [
      'a cluster whose pods do not name their Job',
      { cluster: { kubernetesVersion: '1.26.5-gke.1' } },
      'deploymentMode is job, which needs Kubernetes 1.27 or newer, and the cluster has 1.26.5-gke.1',
    ],
    [
      'a mode that is none',
      { deploymentMode: 'jobs' as DeploymentMode },
      "deploymentMode is 'jobs', and must be one of daemonset, job; write DeploymentMode.JOB",
    ],
    [
      'options of Jobs for a DaemonSet',
      { deploymentMode: DeploymentMode.DAEMON_SET, jobs: {} },
      'jobs is given, and deploymentMode is not',
    ],
  ])('%s', (_what, props, message) => {
    refused(undefined, props).toThrow(message);
  });
});
