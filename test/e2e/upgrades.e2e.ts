import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import {
  ChangeImpact,
  compareManifests,
  DeploymentMode,
  KataRelease,
  KataRuntime,
  type KataRuntimeProps,
  KataShim,
  pruneCommands,
  removalCommands,
  toManifests,
  type Manifest as Written,
  writeManifests,
} from '../../lib';
import { IMMUTABLE_FIELDS } from '../../lib/data/kubernetes/immutable-fields';
import { identityOf } from '../../lib/deploy/change/manifest-list';
import type { Manifest } from '../util/manifests';
import { apply, get, kubectl, SIMULATED, tryKubectl, until } from './cluster';
import { addNodes, removeNodes } from './program';
import { isGone, shell, snapshot } from './snapshot';

const NODE = 'e2e-upgrades-node';
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'upgrades-'));

beforeAll(async () => {
  if (SIMULATED) await addNodes({ name: NODE, labels: { 'e2e-upgrades': 'true' } });
});

afterAll(() => {
  if (SIMULATED) removeNodes(NODE);
  fs.rmSync(folder, { recursive: true });
});

/** A program with the runtime and a workload in it, and what it wrote. */
class Step {
  public readonly directory: string;
  public readonly manifests: Written[];
  public readonly removal: string[];

  constructor(
    public readonly name: string,
    props: KataRuntimeProps,
  ) {
    this.directory = path.join(folder, name);
    const app = this.program(props);
    writeManifests(app, this.directory);
    this.manifests = toManifests(app);
    const last = path.join(folder, `${name}-last`);
    const removed = this.program({ ...props, ...(props.deploymentMode && { jobs: { uninstall: true } }) });
    writeManifests(removed, last);
    this.removal = removalCommands(removed, last);
  }

  private program(props: KataRuntimeProps): App {
    const app = new App();
    const kata = new KataRuntime(app, 'kata', {
      placement: { nodeSelector: { 'e2e-upgrades': 'true' } },
      containerdVersion: '2.0',
      ...props,
    });
    const tenant = new Chart(app, 'tenant', { namespace: 'e2e-upgrades' });
    new ApiObject(tenant, 'ns', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'e2e-upgrades' } });
    const labels = { app: 'web' };
    const containers = [{ name: 'a', image: 'busybox:1.37', resources: { limits: { memory: '64Mi' } } }];
    const web = new ApiObject(tenant, 'web', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers } },
      },
    });
    kata.sandbox(web);
    return app;
  }

  /** Applies the program, and deletes what the one before it leaves. */
  public apply(before?: Step): void {
    kubectl(['apply', '--server-side', '-k', this.directory]);
    if (before) for (const command of pruneCommands(before.manifests, this.manifests)) shell(command);
  }

  public remove(): void {
    for (const command of this.removal) shell(command);
  }

  /** Names of its objects, as the API server lists them. */
  public get names(): string[] {
    return this.manifests
      .map(({ apiVersion, kind, metadata }) => {
        const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
        return `${kind.toLowerCase()}${group}/${metadata.name}`;
      })
      .sort();
  }
}

const { QEMU, QEMU_RUNTIME_RS, CLH_RUNTIME_RS } = KataShim;
const both = [QEMU, QEMU_RUNTIME_RS];
const steps = [
  new Step('3.14', { release: KataRelease.V3_14_0, shims: both }),
  new Step('4.1', { release: KataRelease.V4_1_0, shims: both }),
  new Step('4.2', { release: KataRelease.V4_2_0, shims: both }),
  new Step('shim-added', { shims: [...both, CLH_RUNTIME_RS] }),
  new Step('shim-dropped', { shims: [QEMU_RUNTIME_RS, CLH_RUNTIME_RS], previous: { shims: [QEMU] } }),
];
const step = (name: string) => steps.find((it) => it.name === name) as Step;

/** What the cluster has beyond what was there; each workload makes what it makes. */
const added = (before: readonly string[]) => snapshot().filter((name) => !before.includes(name));

/** What the API server makes by itself in a new namespace. */
const OF_NAMESPACE = ['configmap/kube-root-ca.crt', 'serviceaccount/default'];
const withoutDefaults = (names: readonly string[]) => names.filter((name) => !OF_NAMESPACE.includes(name));

/** Variables of the installer; the API server leaves out values that are empty. */
const environment = (pod: Manifest) =>
  pod.containers[0].env.map(({ name, value = '', valueFrom }: Manifest) => [
    name,
    valueFrom?.fieldRef.fieldPath ?? value,
  ]);

test('from 3.14 to 4.1 to 4.2, a shim more, a shim less: every object is taken, and nothing is orphaned', async () => {
  const before = snapshot();
  for (const [index, next] of steps.entries()) {
    next.apply(steps[index - 1]);
    await until(
      `objects of ${next.name}`,
      () => withoutDefaults(added(before)),
      (names) => JSON.stringify(names) === JSON.stringify(next.names),
    );
    const [declared] = next.manifests.filter(({ kind }) => kind === 'DaemonSet') as Manifest[];
    const live = get('daemonset', 'kata-deploy', '-n', 'kube-system');
    // Fields that an earlier program had and this one has not are gone, since one manager applies both.
    const [own, theirs] = [declared?.spec.template.spec, live.spec.template.spec];
    expect(environment(theirs)).toEqual(environment(own));
    expect(theirs.containers[0].image).toBe(own.containers[0].image);
    expect(theirs.hostPID).toBe(own.hostPID);
    expect(theirs.volumes.map(({ name }: Manifest) => name)).toEqual(own.volumes.map(({ name }: Manifest) => name));
  }
  (steps.at(-1) as Step).remove();
  await isGone(before);
}, 600_000);

test('what compareManifests() says of these steps', () => {
  const worst = steps
    .slice(1)
    .map((next, index) => compareManifests((steps[index] as Step).manifests, next.manifests)[0]?.impact);
  expect(worst).toEqual([
    ChangeImpact.KILLS_SANDBOXES,
    ChangeImpact.RESTARTS_CONTAINERD,
    ChangeImpact.RESTARTS_CONTAINERD,
    ChangeImpact.KILLS_SANDBOXES,
  ]);
});

test('an upgrade that stops after any object can be run again', async () => {
  const before = snapshot();
  const [old, next] = [step('3.14'), step('4.2')];
  for (let count = 1; count < next.manifests.length; count += 1) {
    old.apply();
    apply(...(next.manifests.slice(0, count) as Manifest[]));
    next.apply(old);
    expect(withoutDefaults(added(before))).toEqual(next.names);
  }
  next.remove();
  await isGone(before);
}, 600_000);

test('an upgrade that is killed can be run again', async () => {
  const before = snapshot();
  const [old, next] = [step('4.1'), step('shim-added')];
  for (const milliseconds of [50, 150, 300]) {
    old.apply();
    const child = spawn('kubectl', ['apply', '--server-side', '-k', next.directory], { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    child.kill('SIGKILL');
    await ended;
    next.apply(old);
    expect(withoutDefaults(added(before))).toEqual(next.names);
  }
  next.remove();
  await isGone(before);
}, 600_000);

test.each([
  ['from a DaemonSet to Jobs', {}, { deploymentMode: DeploymentMode.JOB }],
  ['from Jobs to a DaemonSet', { deploymentMode: DeploymentMode.JOB }, {}],
  ['to a multi-install suffix', {}, { multiInstallSuffix: 'blue' }],
])(
  '%s, by the way that compareManifests() names: the old one goes, the new one comes',
  async (name, from, to) => {
    const before = snapshot();
    const [old, next] = [new Step(`${name}-old`, from), new Step(`${name}-new`, to)];
    expect(compareManifests(old.manifests, next.manifests)[0]).toMatchObject({
      impact: ChangeImpact.FORBIDDEN,
      fix: expect.stringContaining('removalCommands()'),
    });
    old.apply();
    old.remove();
    await isGone(before);
    next.apply();
    await until(
      'objects',
      () => withoutDefaults(added(before)).filter((it) => !next.names.includes(it)),
      (it) => it.length === 0,
    );
    next.remove();
    await isGone(before);
  },
  600_000,
);

test('a canary beside the old installation: both are there, one namespace moves, and back to one', async () => {
  const before = snapshot();
  const release = KataRelease.V4_1_0;
  const canary = (name: string, both: boolean, onNext: boolean, stable: KataRelease) => {
    const app = new App();
    const placement = { nodeSelector: { 'e2e-upgrades': 'true' } };
    const kata = new KataRuntime(app, 'kata', { release: stable, placement, containerdVersion: '2.0' });
    const next = both
      ? new KataRuntime(app, 'kata-next', {
          multiInstallSuffix: 'next',
          placement: { nodeSelector: { 'e2e-upgrades-next': 'true' } },
          containerdVersion: '2.0',
        })
      : undefined;
    const tenant = new Chart(app, 'tenant', { namespace: 'e2e-upgrades' });
    new ApiObject(tenant, 'ns', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'e2e-upgrades' } });
    const labels = { app: 'web' };
    const containers = [{ name: 'a', image: 'busybox:1.37', resources: { limits: { memory: '64Mi' } } }];
    const spec = { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } };
    new ApiObject(tenant, 'web', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec });
    (onNext && next ? next : kata).sandbox(tenant);
    const directory = path.join(folder, name);
    writeManifests(app, directory);
    return { directory, manifests: toManifests(app), removal: removalCommands(app, directory) };
  };
  const { V4_2_0 } = KataRelease;
  const programs = [
    canary('canary-0', false, false, release),
    canary('canary-1', true, false, release),
    canary('canary-2', true, true, release),
    canary('canary-3', true, true, V4_2_0),
    canary('canary-4', true, false, V4_2_0),
    canary('canary-5', false, false, V4_2_0),
  ];
  const classes: string[] = [];
  for (const [index, { directory, manifests }] of programs.entries()) {
    kubectl(['apply', '--server-side', '-k', directory]);
    const old = programs[index - 1];
    if (old) {
      for (const command of pruneCommands(old.manifests, manifests)) shell(command);
      expect(
        compareManifests(old.manifests, manifests).filter(({ impact }) => impact === ChangeImpact.FORBIDDEN),
      ).toEqual([]);
    }
    classes.push(get('deployment', 'web', '-n', 'e2e-upgrades').spec.template.spec.runtimeClassName);
  }
  const [own, next] = ['kata-qemu-runtime-rs', 'kata-qemu-runtime-rs-next'];
  expect(classes).toEqual([own, own, next, next, own, own]);
  expect(tryKubectl(['get', 'runtimeclass', next]).ok).toBe(false);
  for (const command of programs.at(-1)?.removal ?? []) shell(command);
  await isGone(before);
}, 600_000);

const onSimulatedNodes = SIMULATED ? test : test.skip;

onSimulatedNodes(
  'a pool is replaced by another one: installer and workloads come to the new nodes, and the old ones go',
  async () => {
    const before = snapshot();
    const GREEN = `${NODE}-green`;
    const latest = step('4.2');
    const nodesOf = (namespace: string, labels: string) =>
      get('pods', '-n', namespace, '-l', labels)
        .items.filter(({ metadata }: Manifest) => metadata.deletionTimestamp === undefined)
        .map(({ spec }: Manifest) => spec.nodeName)
        .sort();
    const web = (nodes: readonly string[]) =>
      until(
        'pods of the workload',
        () => nodesOf('e2e-upgrades', 'app=web'),
        (found) => JSON.stringify(found) === JSON.stringify(nodes),
      );
    const installer = (nodes: readonly string[]) =>
      until(
        'pods of the installer',
        () => nodesOf('kube-system', 'name=kata-deploy'),
        (found) => JSON.stringify(found) === JSON.stringify(nodes),
        // The collector of pods whose node is gone waits 40 s, and looks every 20 s.
        180,
      );
    latest.apply();
    // What the installer does on a node when it is ready: simulated nodes run nothing.
    const classes = latest.manifests.filter(({ kind }) => kind === 'RuntimeClass') as Manifest[];
    const labels = classes.flatMap(({ scheduling }) => Object.entries(scheduling.nodeSelector));
    const label = ['--overwrite', ...new Set(labels.map((it) => it.join('=')))];
    kubectl(['label', 'node', NODE, ...label]);
    await installer([NODE]);
    await web([NODE, NODE]);

    await addNodes({ name: GREEN, labels: { 'e2e-upgrades': 'true', pool: 'green' } });
    kubectl(['label', 'node', GREEN, ...label]);
    await installer([NODE, GREEN]);
    kubectl(['cordon', '-l', 'e2e-upgrades=true,pool!=green']);
    kubectl(['drain', NODE, '--ignore-daemonsets', '--delete-emptydir-data', '--timeout=60s']);
    await web([GREEN, GREEN]);
    removeNodes(NODE);
    await installer([GREEN]);
    // The same program again changes nothing.
    latest.apply();
    await web([GREEN, GREEN]);

    latest.remove();
    removeNodes(GREEN);
    await addNodes({ name: NODE, labels: { 'e2e-upgrades': 'true' } });
    await isGone(before);
  },
  600_000,
);

const NAMESPACE = 'e2e-immutable';
const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'a', image: 'a:1' }] } };
const selector = { matchLabels: { app: 'a' } };
const role = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' };
const other = { matchLabels: { app: 'b' } };
const otherTemplate = { ...template, metadata: { labels: { app: 'b' } } };

/** An object of each kind of the table, and for each pointer what it is to become; a selector needs labels that fit. */
const SAMPLES: Record<string, { readonly object: Manifest; readonly changes: Record<string, object> }> = {
  DaemonSet: {
    object: {
      apiVersion: 'apps/v1',
      spec: { selector, template: { ...template, spec: { ...template.spec, nodeSelector: { no: 'node' } } } },
    },
    changes: { '/spec/selector': { spec: { selector: other, template: otherTemplate } } },
  },
  Deployment: {
    object: { apiVersion: 'apps/v1', spec: { replicas: 0, selector, template } },
    changes: { '/spec/selector': { spec: { selector: other, template: otherTemplate } } },
  },
  ReplicaSet: {
    object: { apiVersion: 'apps/v1', spec: { replicas: 0, selector, template } },
    changes: { '/spec/selector': { spec: { selector: other, template: otherTemplate } } },
  },
  StatefulSet: {
    object: { apiVersion: 'apps/v1', spec: { replicas: 0, serviceName: 'a', selector, template } },
    changes: {
      '/spec/serviceName': { spec: { serviceName: 'b' } },
      '/spec/podManagementPolicy': { spec: { podManagementPolicy: 'Parallel' } },
    },
  },
  Job: {
    object: {
      apiVersion: 'batch/v1',
      spec: {
        completions: 1,
        template: { ...template, spec: { ...template.spec, restartPolicy: 'Never', nodeSelector: { no: 'node' } } },
      },
    },
    changes: {
      '/spec/completionMode': { spec: { completionMode: 'Indexed' } },
      '/spec/selector': { spec: { selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': 'b' } } } },
      '/spec/template': { spec: { template: { spec: { restartPolicy: 'OnFailure' } } } },
    },
  },
  PersistentVolumeClaim: {
    object: {
      apiVersion: 'v1',
      spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'none', resources: { requests: { storage: '1Gi' } } },
    },
    changes: {
      '/spec/accessModes': { spec: { accessModes: ['ReadWriteMany'] } },
      '/spec/storageClassName': { spec: { storageClassName: 'other' } },
      '/spec/volumeMode': { spec: { volumeMode: 'Block' } },
    },
  },
  Secret: { object: { apiVersion: 'v1', type: 'Opaque' }, changes: { '/type': { type: 'acme.io/other' } } },
  Service: {
    object: { apiVersion: 'v1', spec: { ports: [{ port: 80 }] } },
    changes: { '/spec/clusterIP': { spec: { clusterIP: 'None' } } },
  },
  RuntimeClass: { object: { apiVersion: 'node.k8s.io/v1', handler: 'a' }, changes: { '/handler': { handler: 'b' } } },
  ClusterRoleBinding: {
    object: { apiVersion: 'rbac.authorization.k8s.io/v1', roleRef: role },
    changes: { '/roleRef': { roleRef: { ...role, name: 'edit' } } },
  },
  RoleBinding: {
    object: { apiVersion: 'rbac.authorization.k8s.io/v1', roleRef: role },
    changes: { '/roleRef': { roleRef: { ...role, name: 'edit' } } },
  },
  PriorityClass: {
    object: { apiVersion: 'scheduling.k8s.io/v1', value: 1 },
    changes: { '/value': { value: 2 }, '/preemptionPolicy': { preemptionPolicy: 'Never' } },
  },
  StorageClass: {
    object: { apiVersion: 'storage.k8s.io/v1', provisioner: 'a.io/b', parameters: { a: 'b' } },
    changes: {
      '/provisioner': { provisioner: 'a.io/c' },
      '/parameters': { parameters: { a: 'c' } },
      '/reclaimPolicy': { reclaimPolicy: 'Retain' },
      '/volumeBindingMode': { volumeBindingMode: 'WaitForFirstConsumer' },
    },
  },
};
const CLUSTER_WIDE = ['RuntimeClass', 'ClusterRoleBinding', 'PriorityClass', 'StorageClass'];
const pointers = IMMUTABLE_FIELDS.flatMap(({ kind, pointers: own, below }) => {
  const samples = Object.keys(SAMPLES[kind]?.changes ?? {});
  return (below === undefined ? own : samples).map((pointer) => ({ kind, pointer }));
});

describe('what the table of immutable fields says', () => {
  beforeAll(() => apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } }));
  afterAll(() => {
    kubectl(['delete', 'namespace', NAMESPACE]);
    for (const kind of CLUSTER_WIDE) kubectl(['delete', '--ignore-not-found', kind, NAMESPACE]);
  });

  test('is tried for each row', () => {
    expect(IMMUTABLE_FIELDS.map(({ kind }) => kind).filter((kind) => !Object.hasOwn(SAMPLES, kind))).toEqual([]);
  });

  test.each(pointers)('$kind $pointer', ({ kind, pointer }) => {
    const { object, changes } = SAMPLES[kind] as (typeof SAMPLES)[string];
    const where = CLUSTER_WIDE.includes(kind) ? [] : ['-n', NAMESPACE];
    const metadata = { name: NAMESPACE, ...(where.length > 0 && { namespace: NAMESPACE }) };
    const before = { ...object, kind, metadata };
    apply(before);
    const patch = changes[pointer];
    expect(patch).toBeDefined();
    const answer = tryKubectl(['patch', kind, NAMESPACE, ...where, '--type=merge', '-p', JSON.stringify(patch)]);
    expect(answer.ok).toBe(false);
    expect(answer.stderr).toMatch(
      /immutable|may not change|may not be changed|forbidden|cannot be changed|cannot change|Forbidden/,
    );
    // And it is told before it is applied.
    const after = merged(before, patch as object);
    const found = compareManifests([before as never], [after as never]);
    expect(found.map(({ impact }) => impact)).toEqual([ChangeImpact.FORBIDDEN]);
    expect(found[0]?.id).toContain(
      identityOf(before as never)
        .split('/')[1]
        ?.split(' ')[0],
    );
  });
});

function merged(object: Manifest, patch: object): Manifest {
  const copy: Manifest = { ...object };
  for (const [key, value] of Object.entries(patch)) {
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (value === null) delete copy[key];
    else copy[key] = isMap ? merged(copy[key] ?? {}, value) : value;
  }
  return copy;
}
