import { type Finding, FindingsError, Severity } from '../validation/finding';
import { Rule } from '../validation/rule';
import { RELEASE_RULES } from './catalogue/release-rules';

const error = (id: string, meaning: string, fix: string) =>
  new Rule({ id: `kata/${id}`, severity: Severity.ERROR, meaning, fix });

const warning = (id: string, meaning: string, fix: string) =>
  new Rule({ id: `kata/${id}`, severity: Severity.WARNING, meaning, fix });

/** Rules about an installation of Kata and its parts. */
export const RULES = {
  app: error(
    'app',
    'the construct is not below a cdk8s App, so that nothing would write its objects',
    'put it below one: new KataRuntime(new cdk8s.App(), ...)',
  ),
  shims: error(
    'shims',
    'a shim is not in the release, or does not run on the nodes',
    'choose shims that the release builds for the architectures of the nodes',
  ),
  defaultShim: error('default-shim', 'the default shim is not installed', 'add it to shims, or choose one of them'),
  suffix: error(
    'multi-install-suffix',
    'the suffix cannot be part of names, or differs from that of the nodes',
    'leave it out, or give pool and runtime the same',
  ),
  containerd: error(
    'containerd',
    "containerd on the nodes does not fit, or its files' names are not valid",
    'correct containerdVersion and containerd, or leave them out',
  ),
  installer: error(
    'installer',
    'namespace, image, folder, Secrets or priority class of the installer are not valid',
    'correct the option, or leave it out for the default',
  ),
  placement: error('placement', 'the placement does not select nodes as Kata needs it', 'pass pool.placement'),
  pools: error(
    'pools',
    'the pools of an installation contradict each other, or a RuntimeClass cannot select the nodes of its shim',
    'give each pool labels of its own, and pools with a shim in common a label in common',
  ),
  contract: error(
    'contract',
    "the release's kata-deploy would ignore an option, or cannot do what it asks for",
    'leave the option out, or use a newer release',
  ),
  shimSettings: error('shim-settings', 'settings of a shim are not valid', 'correct the field, or leave it out'),
  customRuntimes: error(
    'custom-runtimes',
    'a custom runtime is not valid, or its name is taken',
    'correct the field, or choose another handler',
  ),
  firecracker: error(
    'firecracker',
    'Firecracker has no block devices for its images',
    'set devmapper on nodes with raw local SSDs',
  ),
  devmapper: error('devmapper', 'the thin pool of devmapper cannot be made', 'correct devmapper, or leave it out'),
  snapshotters: error(
    'snapshotters',
    'a snapshotter is used but not set up, or set up but not used',
    'add it to snapshotters, or give the shim another',
  ),
  installerPod: error(
    'installer-pod',
    "labels, annotations, resources, affinity or probes of the installer's pods are not valid",
    'correct the field, or leave it out',
  ),
  runtimeProps: error(
    'runtime-props',
    'options of the runtime contradict each other',
    'leave one of them out, or correct it',
  ),
  jobs: error('jobs', 'options of job mode are not valid, or the release has no job mode', 'correct jobs'),
  monitor: error('monitor', 'options of the monitor are not valid', 'correct monitor, or leave it out'),
  cleanup: error('cleanup', 'the release cleans its nodes up by itself', 'leave KataCleanup out'),
  classes: error(
    'classes',
    'the runtime does not have the RuntimeClass that was asked for',
    'choose one of runtime.runtimeClasses',
  ),
  sizes: error('sizes', 'the shim makes no VM of the size', 'correct the size'),
  attributes: error('attributes', 'the attributes describe no installation', 'name the shims that it installs'),
  conflict: error(
    'installation-conflict',
    'two installations of the app claim the same names, handlers, nodes or startup taints',
    'give each its own nodes and a multiInstallSuffix',
  ),
  priorityQuota: error(
    'priority-quota',
    'pods have a system priority in a namespace whose quotas do not admit it',
    "add a ResourceQuota, or give priorityClassName: ''",
  ),
  overhead: warning(
    'overhead',
    'a RuntimeClass declares less overhead than its VMs take, so that nodes run out of memory before Kubernetes sees it',
    'declare more (shimSettings.overhead), or make a size with addSize()',
  ),
  erofs: warning(
    'erofs',
    'EROFS does not work on every node, or not with the release',
    'change the snapshotter settings as the message says',
  ),
  selinux: warning(
    'selinux',
    'the installer has no SELinux type, so that nodes which enforce SELinux keep it from their files',
    'set SELinux to permissive on these nodes, or acknowledge this where it is off',
  ),
  noPlacement: warning(
    'no-placement',
    'no placement says which nodes get Kata, so that every node without a taint gets it',
    'pass pool.placement, or the label of nodes that can run VMs: { nodeSelector: { ... } }',
  ),
  handlerName: warning(
    'handler-name',
    "a custom runtime has the name of another shim's handler",
    'take another handler, or acknowledge this where workloads move without a change',
  ),
  previous: warning(
    'previous',
    'an earlier program installed something that this program leaves out, and kata-deploy does not remove it from the nodes',
    'replace the nodes, or remove the installation and apply it again',
  ),
  containerdUnknown: warning(
    'containerd-unknown',
    'the installation needs containerd 2.0, and the version of containerd on the nodes is not known',
    'set containerdVersion',
  ),
};

/** Every rule of the installation's rooms, for the list in the docs. */
export const KATA_RULES: readonly Rule[] = [...Object.values(RULES), ...RELEASE_RULES];

/**
 * A finding from a sentence, which says what is wrong, a semicolon, and what to do.
 *
 * @param rule the rule
 * @param path path of the construct
 * @param sentence the sentence
 */
export function findingOf(rule: Rule, path: string, sentence: string): Finding {
  const end = sentence.indexOf('; ');
  return end < 0 ? rule.find(path, sentence, '') : rule.find(path, sentence.slice(0, end), sentence.slice(end + 2));
}

/**
 * The error that refuses a program with a sentence.
 *
 * @param rule the rule
 * @param path path of the construct
 * @param sentence what is wrong and what to do
 */
export function refusal(rule: Rule, path: string, sentence: string): FindingsError {
  return new FindingsError([findingOf(rule, path, sentence)]);
}
