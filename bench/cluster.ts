// What SandboxAdmission costs an API server: 5,000 pods on 1,000 simulated nodes, with the policies and without, in alternating
// pairs. KUBECONFIG names a cluster whose kubelets kwok plays, as a cluster administrator, with nothing else in it.
//
//   npm run bench:cluster [-- --pods 500 --nodes 100 --pairs 1]
import { spawn, spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import {
  Administrator,
  KataRuntime,
  KataShim,
  PodSecurityLevel,
  SandboxAdmission,
  SandboxNamespace,
  toManifests,
} from 'cdk-kata';
import { App } from 'cdk8s';

const { values: options } = parseArgs({
  options: {
    pods: { type: 'string', default: '5000' },
    nodes: { type: 'string', default: '1000' },
    pairs: { type: 'string', default: '3' },
  },
});
const PODS = Number(options.pods);
const NODES = Number(options.nodes);
const PAIRS = Number(options.pairs);
const TENANTS = 50;
const PARALLEL = 8;
const LIMITS = { time: 1.15, cpu: 1.1 };
const CLASS_LABEL = 'kata-containers';

type Manifest = ReturnType<typeof toManifests>[number];

interface Figures {
  /** Seconds until the API server has taken every pod. */
  readonly time: number;
  /** Seconds of CPU that the API server used until every pod ran. */
  readonly cpu: number;
}

function kubectl(args: readonly string[], input?: string): string {
  const { status, stdout, stderr, error } = spawnSync('kubectl', args, { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error) throw error;
  if (status !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
  return stdout;
}

function kubectlLater(args: readonly string[], input: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('kubectl', args, { stdio: ['pipe', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(stderr))));
    child.stdin.end(input);
  });
}

const list = (items: readonly object[]) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

async function until(what: string, holds: () => boolean, seconds = 900): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${seconds} s`);
    await pause(500);
  }
}

/** Seconds of CPU that the API server has used since it started. */
function serverCpu(): number {
  const line = kubectl(['get', '--raw', '/metrics'])
    .split('\n')
    .find((it) => it.startsWith('process_cpu_seconds_total '));
  if (line === undefined) throw new Error('the API server tells no process_cpu_seconds_total');
  return Number(line.split(' ')[1]);
}

const tenants = Array.from({ length: TENANTS }, (_, index) => `bench-${index}`);

function synthesize(): { readonly base: readonly Manifest[]; readonly policies: readonly Manifest[] } {
  const me = JSON.parse(kubectl(['auth', 'whoami', '-o', 'json'])).status.userInfo.username as string;
  const app = new App();
  const runtime = new KataRuntime(app, 'kata', {
    placement: { nodeSelector: { [CLASS_LABEL]: 'enabled' } },
    shims: [KataShim.QEMU],
  });
  new SandboxAdmission(app, 'admission', { runtime, administrators: [Administrator.user(me)] });
  for (const name of tenants) {
    new SandboxNamespace(app, name, {
      runtime,
      podSecurity: PodSecurityLevel.BASELINE,
      capacity: { pods: 2 * Math.ceil(PODS / TENANTS), cpu: '100m', memory: '64Mi' },
    });
  }
  const manifests = toManifests(app);
  const isPolicy = ({ kind }: Manifest) => kind.startsWith('ValidatingAdmissionPolicy');
  const needed = ['Namespace', 'ResourceQuota', 'LimitRange', 'RuntimeClass', 'ServiceAccount'];
  return {
    base: manifests.filter((it) => needed.includes(it.kind)),
    policies: manifests.filter(isPolicy),
  };
}

const pod = (name: string, namespace: string, runtimeClassName?: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels: { app: 'bench' } },
  spec: {
    ...(runtimeClassName && { runtimeClassName }),
    terminationGracePeriodSeconds: 0,
    containers: [
      { name: 'main', image: 'registry.example/it:1', resources: { limits: { cpu: '10m', memory: '32Mi' } } },
      { name: 'side', image: 'registry.example/it:1', resources: { limits: { cpu: '10m', memory: '32Mi' } } },
    ],
    volumes: [{ name: 'tmp', emptyDir: {} }],
  },
});

/** Whether a pod outside of a VM is refused by a policy. */
function policiesHold(): boolean {
  const { status, stderr } = spawnSync('kubectl', ['create', '--dry-run=server', '-f', '-'], {
    input: JSON.stringify(pod('outside', tenants[0] as string)),
    encoding: 'utf8',
  });
  return status !== 0 && stderr.includes('ValidatingAdmissionPolicy');
}

/** Whether the cluster has checked the types of each policy, whose status makes an API server compile them again. */
function policiesAreChecked(): boolean {
  const { items } = JSON.parse(kubectl(['get', 'validatingadmissionpolicies', '-o', 'json'])) as {
    items: { metadata: { generation: number }; status?: { observedGeneration?: number } }[];
  };
  return items.every(({ metadata, status }) => status?.observedGeneration === metadata.generation);
}

/** Pods that each quota counts. */
function used(): (string | undefined)[] {
  const { items } = JSON.parse(kubectl(['get', 'resourcequotas', '-A', '-o', 'json'])) as {
    items: { status?: { used?: { pods?: string } } }[];
  };
  return items.map(({ status }) => status?.used?.pods);
}

async function run(): Promise<Figures> {
  const waiting = tenants.map((namespace) => {
    const count = Math.ceil(PODS / TENANTS);
    return list(Array.from({ length: count }, (_, index) => pod(`pod-${index}`, namespace, 'kata-qemu')));
  });
  const expected = tenants.length * Math.ceil(PODS / TENANTS);
  const cpu = serverCpu();
  const started = Date.now();
  const worker = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
      await kubectlLater(['create', '-f', '-'], next);
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  const time = (Date.now() - started) / 1000;
  const running = [
    'get',
    'pods',
    '-A',
    '-l',
    'app=bench',
    '--field-selector',
    'status.phase=Running',
    '--no-headers',
    '-o',
    'name',
  ];
  await until('the pods', () => kubectl(running).split('\n').length - 1 === expected);
  const figures = { time, cpu: serverCpu() - cpu };
  for (const namespace of tenants) {
    kubectl(['delete', 'pods', '-n', namespace, '-l', 'app=bench', '--force', '--grace-period=0', '--wait=false']);
  }
  await until('their absence', () => kubectl(['get', 'pods', '-A', '-l', 'app=bench', '-o', 'name']).trim() === '');
  // The API server counts them down after they are gone.
  await until('empty quotas', () => used().every((pods) => pods === '0'));
  return figures;
}

async function main(): Promise<void> {
  if (!process.env.KUBECONFIG) throw new Error('KUBECONFIG is not set: name a cluster that the bench may fill');
  const { base, policies } = synthesize();
  const { scheduling } = base.find(({ kind }) => kind === 'RuntimeClass') as Manifest & {
    readonly scheduling: { readonly nodeSelector: { readonly [label: string]: string } };
  };
  const allocatable = { cpu: '32', memory: '128Gi', pods: '110' };
  const nodes = Array.from({ length: NODES }, (_, index) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: `bench-${index}`,
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
      labels: { ...scheduling.nodeSelector, 'kubernetes.io/arch': 'amd64' },
    },
    status: { allocatable, capacity: allocatable },
  }));
  kubectl(['apply', '--server-side', '-f', '-'], list(nodes));
  for (const object of base) kubectl(['apply', '--server-side', '-f', '-'], JSON.stringify(object));
  kubectl(['wait', '--for=condition=Ready', '--timeout=300s', 'node', '-l', CLASS_LABEL]);
  const results: Record<'without' | 'with', Figures[]> = { without: [], with: [] };
  try {
    // An API server that has just started does less.
    const { time, cpu } = await run();
    console.log(`not counted: ${time.toFixed(1)} s, ${cpu.toFixed(1)} s of the API server's CPU`);
    for (let pair = 0; pair < PAIRS; pair++) {
      for (const side of pair % 2 === 0 ? (['without', 'with'] as const) : (['with', 'without'] as const)) {
        if (side === 'with') {
          kubectl(['apply', '--server-side', '-f', '-'], list(policies));
          await until('the policies', policiesHold, 60);
          await until('the types of the policies', policiesAreChecked, 60);
          await pause(5_000);
        }
        const figures = await run();
        results[side].push(figures);
        console.log(
          `${side} policies: ${figures.time.toFixed(1)} s, ${figures.cpu.toFixed(1)} s of the API server's CPU`,
        );
        if (side === 'with') {
          kubectl(['delete', '--ignore-not-found', '-f', '-'], list(policies));
          await until('their absence', () => !policiesHold(), 60);
        }
      }
    }
  } finally {
    kubectl(['delete', '--ignore-not-found', '--wait=false', '-f', '-'], list([...policies, ...base]));
    kubectl(['delete', 'node', '--ignore-not-found', '-l', CLASS_LABEL]);
  }
  for (const what of ['time', 'cpu'] as const) {
    const ratio = median(results.with.map((it, index) => it[what] / (results.without[index] as Figures)[what]));
    console.log(`${what}: ${ratio.toFixed(2)} times, at most ${LIMITS[what]}`);
    if (ratio > LIMITS[what]) process.exitCode = 1;
  }
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
