import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Difference } from '../util/facts-diff';

/** A difference that is meant. */
export interface Waiver {
  /** Value sets in which it must be found, and in no other. */
  readonly sets: readonly string[];

  /** Objects in which it is found. */
  readonly object: RegExp;

  /** Where in the objects. */
  readonly path: RegExp;

  /** What upstream has there; without, nothing. */
  readonly upstream?: RegExp;

  /** What we have there; without, nothing. */
  readonly ours?: RegExp;

  /** Why. */
  readonly reason: string;
}

/** Whether a waiver is about a difference. */
export function waives(waiver: Waiver, set: string, { object, path, upstream, ours }: Difference): boolean {
  return (
    waiver.sets.includes(set) &&
    waiver.object.test(object) &&
    waiver.path.test(path) &&
    fits(waiver.upstream, upstream) &&
    fits(waiver.ours, ours)
  );
}

function fits(expected: RegExp | undefined, actual: unknown): boolean {
  return expected === undefined || actual === undefined
    ? expected === undefined && actual === undefined
    : expected.test(typeof actual === 'string' ? actual : JSON.stringify(actual));
}

const FIXTURE = join(__dirname, '..', 'fixtures', 'chart-4.1.0', 'value-sets.json');
const EVERY: readonly string[] = Object.keys(JSON.parse(readFileSync(FIXTURE, 'utf8')));
const JOBS = EVERY.filter((set) => set === 'job' || set.startsWith('job-'));
const DAEMON_SETS = EVERY.filter((set) => !JOBS.includes(set));
const WITH_CLASSES = EVERY.filter((set) => set !== 'no-classes');

/** Where the installer reads the kubelets' configuration: guests pull images, or EROFS is set up. */
const READING = [
  'defaults',
  'all-shims',
  'gpu',
  'tee',
  'custom-runtimes',
  'nydus',
  'erofs',
  'both-snapshotters',
  'force-guest-pull',
  'proxies',
  'nfd',
  'nfd-rules',
];
const NOT_READING = DAEMON_SETS.filter((set) => !READING.includes(set));

const ANY = /^/;
const DAEMON_SET = /^DaemonSet kube-system\/kata-deploy(-\w+)?$/;
const DISPATCHER = /^Job kube-system\/kata-deploy(-\w+)?-(install|cleanup)-dispatcher$/;
const TEMPLATES = /^ConfigMap kube-system\/kata-deploy(-\w+)?-job-templates$/;
const CLASS = /^RuntimeClass /;
const MONITOR = /^DaemonSet kube-system\/kata-monitor$/;
const WITH_MONITOR = ['k3s', 'rke2', 'k0s', 'microk8s', 'monitor', 'monitor-tuned'];

/**
 * Where we mean to differ from the chart of 4.1.0. A waiver that no difference needs any more fails, like a difference
 * that no waiver is about.
 */
export const WAIVERS: readonly Waiver[] = [
  {
    sets: WITH_CLASSES,
    object: ANY,
    path: /^(template\.)?labels\.(app\.kubernetes\.io\/|kata-deploy\/instance$|helm\.sh\/chart$)/,
    upstream: /^(Helm|kata-deploy|kata-deploy-4\.1\.0|default|blue|green)$/,
    reason: 'upstream labels its objects for Helm releases',
  },
  {
    sets: EVERY,
    object: ANY,
    path: /^(data\.(install|cleanup)-job\.yaml\.)?(template\.)?labels\.app\.kubernetes\.io\//,
    ours: /^(default|blue|green|cdk-kata|kata-deploy|kata-containers|4\.1\.0)$/,
    reason: "every object of ours carries Kubernetes' recommended labels, and so do its pods",
  },
  {
    sets: WITH_CLASSES,
    object: ANY,
    path: /(^|\.)labels\.app\.kubernetes\.io\/(instance|managed-by)$/,
    upstream: /^(Helm|kata-deploy)$/,
    ours: /^(default|blue|green|cdk-kata)$/,
    reason: 'our labels name the installation and who writes the objects',
  },
  {
    sets: DAEMON_SETS,
    object:
      /^(ServiceAccount kube-system\/kata-deploy-sa|ClusterRole kata-deploy-role|ClusterRoleBinding kata-deploy-rb)/,
    path: /^annotations\.helm\.sh\/resource-policy$/,
    upstream: /^keep$/,
    reason: 'the access chart is applied first and deleted last, so nothing has to be kept behind the back of Helm',
  },
  {
    sets: EVERY,
    object:
      /^(Job|ServiceAccount|ClusterRole|ClusterRoleBinding) .*kata-deploy-(rb-cleanup|sa-cleanup|cleanup-role|cleanup-rb)/,
    path: /^$/,
    upstream: /^<object>$/,
    reason: 'the Job that removes what Helm kept has nothing to remove',
  },
  {
    sets: EVERY,
    object: /^ConfigMap kube-system\/kata-deploy-kata-deploy-state$/,
    path: /^$/,
    upstream: /^<object>$/,
    reason: "the state of a Helm release is Helm's",
  },
  {
    sets: NOT_READING,
    object: /^ClusterRole kata-deploy-role/,
    path: /^rules\[\]$/,
    upstream: /^get nodes\/proxy$/,
    reason: "the kubelets' API is only granted where the installer reads it: with guest pull or EROFS",
  },
  {
    sets: ['gke', 'monitor', 'job', 'job-tuned', 'job-multi-install', 'job-affinity', 'startup-taint'],
    object: CLASS,
    path: /^scheduling\.nodeSelector\.kata-containers$/,
    ours: /^(enabled|blue)$/,
    reason: 'RuntimeClasses select the nodes of the placement, so that the autoscaler knows which pool to grow',
  },
  {
    sets: ['gke', 'monitor', 'job'],
    object: CLASS,
    path: /^scheduling\.tolerations$/,
    ours: /^\["kata-containers Equal enabled NoSchedule"\]$/,
    reason: 'RuntimeClasses tolerate the taint that keeps other pods off the nodes',
  },
  {
    sets: ['multi-install-everything', 'nfd-rules'],
    object: DAEMON_SET,
    path: /^template\.affinity\./,
    ours: /feature\.node\.kubernetes\.io\/cpu-cpuid\.VMX/,
    reason:
      'nodeFeatureDiscovery says that nodes are labelled, which the chart knows only of its own node feature discovery',
  },
  {
    sets: ['nfd-rules'],
    object: CLASS,
    path: /^scheduling\.nodeSelector\.(amd|intel)\.feature\.node\.kubernetes\.io\/(snp|tdx)$/,
    ours: /^true$/,
    reason: 'a class that counts keys selects the label which the same rule gives',
  },
  {
    sets: WITH_MONITOR,
    object: MONITOR,
    path: /^selector\.matchLabels\.app\.kubernetes\.io\/instance$/,
    upstream: /^kata-deploy$/,
    ours: /^default$/,
    reason: 'the monitor is found by the name of the installation, where Helm has that of its release',
  },
  {
    sets: WITH_MONITOR,
    object: MONITOR,
    path: /^template\.(annotations\.prometheus\.io\/port|containers\.0\.ports\.0\.name)$/,
    ours: /^(8090|9091|metrics)$/,
    reason: 'whoever scrapes the monitor is told its port',
  },
  {
    sets: WITH_MONITOR,
    object: MONITOR,
    path: /^template\.(automountServiceAccountToken|containers\.0\.securityContext\.(allowPrivilegeEscalation|readOnlyRootFilesystem))$/,
    ours: /^(true|false)$/,
    reason: 'the monitor needs no token, writes no file and gains no privilege',
  },
  {
    sets: WITH_MONITOR,
    object: MONITOR,
    path: /^template\.(volumes|containers\.0\.volumeMounts)\[\]$/,
    ours: /run-kata/,
    reason: 'the runtime in Rust, which is the default, keeps its sandboxes in /run/kata',
  },
  {
    sets: ['probes-off'],
    object: DAEMON_SET,
    path: /^template\.containers\.0\.(liveness|readiness|startup)Probe$/,
    upstream: /^GET /,
    reason: 'the chart cannot switch probes off: it merges its defaults over a false',
  },
  {
    sets: JOBS,
    object: DISPATCHER,
    path: /^annotations\.helm\.sh\/hook(-weight|-delete-policy)?$/,
    upstream: ANY,
    reason: 'there are no hooks: changed names run the Jobs again, and uninstall makes the one that removes',
  },
  {
    sets: JOBS,
    object: DISPATCHER,
    path: /^template\.annotations\.checksum\/job-templates$/,
    upstream: /^<digest>$/,
    reason: 'the digest of the templates is in the name of their ConfigMap',
  },
  {
    sets: JOBS,
    object: TEMPLATES,
    path: /^immutable$/,
    ours: /^true$/,
    reason: 'a ConfigMap whose name says its content must not change',
  },
  {
    sets: JOBS,
    object: DISPATCHER,
    path: /^ttlSecondsAfterFinished$/,
    upstream: /^\d+$/,
    reason: 'a finished Job that vanished would be made again, and run again, by whatever applies the manifests next',
  },
  {
    sets: JOBS,
    object: DISPATCHER,
    path: /^template\.containers\.0\.command\[\]$/,
    upstream: /^--owner-job-name=kata-deploy(-blue)?-(install|cleanup)-dispatcher$/,
    reason: 'the name of the dispatcher is not known to the chart of the dispatcher, since it is a digest',
  },
  {
    sets: JOBS,
    object: DISPATCHER,
    path: /^template\.containers\.0\.(command|env)\[\]$/,
    ours: /^(--owner-job-name=\$\(JOB_NAME\)|JOB_NAME<-metadata\.labels\['batch\.kubernetes\.io\/job-name'\])$/,
    reason: 'the dispatcher reads its name from the label that the Job controller gives its pod',
  },
  {
    sets: JOBS,
    object: /^ServiceAccount kube-system\/kata-deploy-dispatcher-sa/,
    path: /^automountServiceAccountToken$/,
    ours: /^false$/,
    reason: 'the token of the dispatcher goes only to pods that ask for it',
  },
  {
    sets: JOBS,
    object: DISPATCHER,
    path: /^template\.automountServiceAccountToken$/,
    ours: /^true$/,
    reason: 'the dispatcher asks for its token',
  },
  {
    sets: JOBS,
    object: DISPATCHER,
    path: /^template\.containers\.0\.resources\.requests\.(cpu|memory)$/,
    ours: /^(25m|64Mi)$/,
    reason: 'a pod without requests is the first to be evicted',
  },
  {
    sets: ['job'],
    object: DISPATCHER,
    path: /^template\.tolerations$/,
    upstream: /kata-containers Equal enabled NoSchedule/,
    reason: 'the dispatcher keeps its token off the nodes where sandboxes run',
  },
  {
    sets: JOBS,
    object: /^Job kube-system\/kata-deploy(-blue)?-cleanup-dispatcher$/,
    path: /^template\.containers\.0\.command\[\]$/,
    upstream: /^--node-selector=katacontainers\.io\/kata-runtime$/,
    reason: 'the label that all installations share finds the nodes of the others too',
  },
  {
    sets: JOBS,
    object: /^Job kube-system\/kata-deploy(-blue)?-cleanup-dispatcher$/,
    path: /^template\.containers\.0\.command\[\]$/,
    ours: /^--node-selector=kata-deploy\.katacontainers\.io\/(default|blue)$/,
    reason: 'an installation is removed from the nodes that carry its own label',
  },
  {
    sets: ['custom-runtimes'],
    object: CLASS,
    path: /^annotations\.katacontainers\.io\/kata-version$/,
    ours: /^4\.1\.0$/,
    reason: 'every RuntimeClass says which release it is of, where the chart leaves the YAML of a custom runtime alone',
  },
  {
    sets: ['job-logs'],
    object: TEMPLATES,
    path: /^data\.(install|cleanup)-job\.yaml\.template\.(initContainers|containers)\.\d\.(command\[\]|resources\.requests\.(cpu|memory))$/,
    ours: /^(--log-level|trace|100m|64Mi)$/,
    reason:
      'log level and resources of the installer hold for its Jobs too, where the chart leaves them to its DaemonSet',
  },
  {
    sets: ['installation-prefix', 'multi-install', 'job-multi-install'],
    object:
      /^(ConfigMap|DaemonSet) kube-system\/kata-deploy(-custom-configs|-blue|-custom-configs-blue|-blue-job-templates)?$/,
    path: /^$|custom-configs$|\.volumeMounts\[\]$|\.volumes\[\]$/,
    ours: /^(<object>|<digest>)$|custom-configs/,
    reason: 'outside /opt/kata a drop-in for each shim puts right what kata-deploy writes wrong there',
  },
  {
    sets: ['multi-install-everything'],
    object: /^ConfigMap kube-system\/kata-deploy-custom-configs-green$/,
    path: /^data\.dropin-qemu-runtime-rs\.toml$/,
    upstream: /^\[runtime\]\nenable_debug = false$/,
    ours: /^\[hypervisor\.qemu\]\ninitrd = ""\n(.*\n)*\[runtime\]\nenable_debug = false$/,
    reason: 'what puts paths right outside /opt/kata comes before the drop-in that was given',
  },
];
