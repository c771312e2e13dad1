import { redacted } from '../../validation/redaction';
import { KataRelease } from '../catalogue/kata-release';

const list = (values: readonly string[]) => values.join(', ');

/** A shim without an architecture to run on. */
export function shimNotForArchitecture(
  shim: string,
  has: readonly string[],
  wanted: readonly string[],
  hasFiles = false,
): string {
  const further = hasFiles ? `, or name it in shimSettings.${shim}.architectures, since kata-deploy has its files` : '';
  return (
    `shim '${shim}' does not run on ${list(wanted)}: it is built for ${list(has)}; choose another shim or correct ` +
    `architectures${further}`
  );
}

/** An architecture without a shim. */
export function architectureWithoutShim(architecture: string, shims: readonly string[]): string {
  return `none of the shims ${list(shims)} runs on ${architecture}; add one that does, or leave the architecture out`;
}

/** A default that is not installed. */
export function defaultShimNotChosen(field: string, shim: string, shims: readonly string[]): string {
  return `${field} '${shim}' is not installed, and kata-deploy would refuse to start: shims are ${list(shims)}; add it there, or choose one of them`;
}

/** A default for nodes that are not there. */
export function architectureNotChosen(field: string, architecture: string, architectures: readonly string[]): string {
  return `${field} is given, and architectures are ${list(architectures)}; add '${architecture}' there, or leave it out`;
}

/** A selector that no node of the placement fits. */
export function selectorContradicts(field: string, key: string, value: string, placed: string): string {
  return `${field} has ${key}: ${value}, and the placement selects ${key}: ${placed}, so that no node fits both; leave the label out, or correct it`;
}

/** A shim on nodes that are VMs. */
export function shimNotNested(shim: string, reason: string): string {
  return `shim '${shim}' cannot run on nodes that are virtual machines: ${reason}; choose a QEMU, Cloud Hypervisor or Dragonball shim`;
}

/** A second installation where containerd cannot tell the two apart. */
export function multiInstallNeedsContainerd2(suffix: string, containerd: string): string {
  return `multiInstallSuffix '${suffix}' needs containerd 2.0 or newer, and the nodes have ${containerd}: older ones have no drop-in files; upgrade to GKE 1.33 or leave the suffix out`;
}

/** An image whose program expects another manifest. */
export function imageOfOtherRelease(image: string, version: string): string {
  return `image '${image}' is of another release than ${version}, whose manifest its program does not expect; choose the release too, or another image; for a fork's own versions make a release with KataRelease.custom()`;
}

/** An image of another program or release beside the installer. */
export function companionImageOfOther(field: string, image: string, wanted: string): string {
  return `${field} '${image}' is not ${wanted}; leave it out for the release's own, or name a mirror of that`;
}

/** A drop-in where containerd reads none. */
export function userDropInNeedsContainerd2(containerd: string): string {
  return `containerd.userDropIn needs containerd 2.0 or newer, and the nodes have ${containerd}: older ones have no drop-in files; upgrade to GKE 1.33 or leave it out`;
}

/** An earlier drop-in on an older containerd, where the file that replaces it would make the installer fail. */
export function previousDropInNeedsContainerd2(containerd: string): string {
  return `previous.containerdDropIn is true, and the nodes have containerd ${containerd}: before 2.0 it has no drop-in files, so that there was none; leave it out`;
}

/** A drop-in on an unknown containerd. */
export function dropInUnknownContainerd(field: string): string {
  return `${field} needs containerd 2.0 or newer, and the installer fails on older nodes; say what the nodes have with containerdVersion`;
}

/** A second installation on an unknown containerd. */
export function multiInstallUnknownContainerd(suffix: string): string {
  return `multiInstallSuffix '${suffix}' needs containerd 2.0 or newer (GKE 1.33); say what the nodes have with containerdVersion`;
}

/** A containerd that the release does not know. */
export function containerdTooOld(version: string, minimum: string, release: string): string {
  return `containerdVersion '${version}' is older than ${minimum}, the oldest that Kata ${release} works with; upgrade the nodes`;
}

/** `containerdVersion` is not a version. */
export function badContainerdVersion(version: unknown): string {
  return `containerdVersion '${String(version)}' is not a version; write it as major.minor, such as 2.0`;
}

/** A suffix that cannot be part of names. */
export function badSuffix(suffix: unknown, problem: string): string {
  return `multiInstallSuffix '${String(suffix)}' cannot be a suffix: ${problem}`;
}

/** Two suffixes for the same nodes. */
export function suffixDisagrees(suffix: string, placement: string): string {
  return `multiInstallSuffix '${suffix}' is not what the nodes are labelled for, '${placement}': the RuntimeClasses would select no node; leave it out, or give the node pool the same`;
}

/** A prefix that is not a folder. */
export function badPrefix(prefix: unknown): string {
  return `installationPrefix '${String(prefix)}' is not an absolute path of a folder that keeps files, without '.', '..' and a slash at its end, such as '/var/lib/kata'`;
}

/** A namespace that cannot be one. */
export function badNamespace(namespace: unknown): string {
  return `namespace '${String(namespace)}' is not a name of a namespace: at most 63 lower-case letters, digits and dashes, beginning and ending with a letter or digit`;
}

/** The script elsewhere than in kube-system. */
export function scriptOnlyInKubeSystem(namespace: string, version: string): string {
  return `namespace '${namespace}' does not work with Kata ${version}, whose script looks for its DaemonSet in kube-system alone; leave namespace out, or use Kata ${KataRelease.DEFAULT.version}`;
}

/** Startup taints with a release that cannot lift them. */
export function startupTaintsNeverLifted(version: string, keys: readonly string[]): string {
  return `placement.startupTaints ${list(keys)} would stay for ever: Kata ${version} cannot lift taints; use Kata ${KataRelease.DEFAULT.version}, or a node pool with startupTaint: false`;
}

/** A selector on a label that kata-deploy takes away. */
export function ownershipLabelSelected(label: string): string {
  return `placement.nodeSelector has ${label}, which kata-deploy sets itself and takes away again, so that it would uninstall itself; select a label of your own, such as kata-containers=enabled`;
}

/** Settings of a shim that is not there. */
export function shimNotInstalled(field: string, shim: string, shims: readonly string[]): string {
  return `${field} names shim '${shim}', which is not installed; shims are ${list(shims)}; add it there`;
}

/** A proxy that is not a URL. */
export function badProxy(field: string, value: unknown): string {
  return `${field} '${redacted(String(value))}' is not a proxy; write a URL such as http://proxy.example.com:3128, without spaces, semicolons or credentials`;
}

/** `noProxy` is not a list of hosts. */
export function badNoProxy(field: string, value: unknown): string {
  return `${field} '${redacted(String(value))}' is not a list of hosts; separate hosts, domains and networks by commas, without spaces and semicolons`;
}

/** An annotation's name with its prefix, or no name. */
export function badAnnotationName(value: unknown): string {
  return `allowedHypervisorAnnotations has '${String(value)}'; name the setting alone, such as default_memory, without io.katacontainers.config.hypervisor.`;
}

/** A text that is not TOML at first sight. */
export function badToml(field: string, reason: string): string {
  return `${field} is not TOML: ${reason}; write key = value lines below [section] headers`;
}

/** A handler that cannot be one. */
export function badHandler(handler: unknown): string {
  return `handler '${String(handler)}' of a custom runtime is not a name for one; write lower-case letters, digits and dashes, 63 at most, and not the name of the container runtime's own, such as kata-large`;
}

/** A base without its files. */
export function baseNotInstalled(field: string, shim: string | undefined, shims: readonly string[]): string {
  return `${field} names shim '${String(shim)}', which is not installed, nor are its files by another shim; shims are ${list(shims)}; add it there`;
}

/** A name that is taken. */
export function handlerTaken(handler: string): string {
  return `'${handler}' is the name of another handler or RuntimeClass of this installation; choose another for the custom runtime`;
}

/** A setting that belongs to a snapshotter that is not set up. */
export function erofsNotSetUp(field: string): string {
  return `erofs.${field} is given, and EROFS is not set up; add KataSnapshotter.EROFS to snapshotters`;
}

/** A shim whose snapshotter is not set up. */
export function snapshotterNotSetUp(what: string, snapshotter: string): string {
  return `${what} uses the ${snapshotter} snapshotter, which nothing sets up; add it to snapshotters, or choose another snapshotter`;
}

/** Tools in a guest that cannot be reached. */
export function devkitNeedsDebug(): string {
  return 'devkit is on without debug, whose console is the only way to its tools; switch debug on too';
}

/** Something that the classic contract does not know. */
export function notInScriptContract(field: string, version: string): string {
  return `${field} is not known to Kata ${version}, whose bash script would ignore it; leave it out, or use Kata ${KataRelease.DEFAULT.version}`;
}

/** A distribution that the classic script cannot restart. */
export function distributionUnknownToScript(distribution: string, version: string): string {
  return `distribution '${distribution}' is not known to Kata ${version}, whose script restarts containerd, k3s, RKE2 and k0s alone; use Kata ${KataRelease.DEFAULT.version}`;
}

/** A file name with a path. */
export function badConfigFileName(name: unknown): string {
  return `containerd.configFileName '${String(name)}' is not the bare name of a file, such as config.toml`;
}

/** A folder that is not an absolute path. */
export function badConfigDir(dir: unknown): string {
  return `containerd.configDir '${String(dir)}' is not an absolute path of a folder with a slash at its end, such as /etc/containerd/`;
}

/** Two installations that would fight. */
export function runtimesCollide(path: string, other: string, what: string): string {
  return `'${path}' and '${other}' both ${what}; give one of them a multiInstallSuffix and other nodes`;
}

/** Two installations on the same nodes. */
export function runtimesShareNodes(one: string, other: string): string {
  return (
    `'${one}' and '${other}' both claim the same nodes, where each restarts containerd under the other's pods; give each its own ` +
    'placement, such as that of a pool with its multiInstallSuffix, or say that it is meant with allowSharedNodes: true'
  );
}

/** Two installations that would tell containerd of one handler. */
export function runtimesShareHandler(one: string, other: string, handler: string): string {
  return `'${one}' and '${other}' both make handler ${handler} on the same nodes, where containerd knows one of a name; give one of them another`;
}

/** A system priority that the API server would not let pods have. */
export function priorityWithoutQuota(path: string, namespace: string, priorityClassName: string): string {
  return (
    `'${path}' has priority ${priorityClassName} in namespace '${namespace}', where GKE admits it only by a ResourceQuota, and there is ` +
    "none in the app; use KataRuntime, which makes one, add one yourself, or give priorityClassName: ''"
  );
}

/** Two installations that would lift one taint. */
export function runtimesShareTaint(one: string, other: string, taint: string): string {
  return (
    `'${one}' and '${other}' both lift the startup taint ${taint} of the same nodes: whichever is done first opens them for pods of the ` +
    "other; give each its own pool, such as addKataNodePool('blue', { multiInstallSuffix: 'blue' })"
  );
}

/** An alias that would belong to two installations. */
export function defaultClassWithSuffix(name: string, suffix: string): string {
  return `defaultRuntimeClassName '${name}' would belong to every installation, and this one has multiInstallSuffix '${suffix}'; leave it out, workloads name the class of a shim`;
}

/** A release that has no monitor. */
export function noMonitorImage(version: string): string {
  return `Kata ${version} has no image of kata-monitor in the catalogue; name one with image`;
}

/** A setting of the monitor out of its range. */
export function badMonitor(field: string, value: unknown, range: string): string {
  return `${field} '${String(value)}' of the monitor must be ${range}`;
}

/** A cleanup that has nothing to do. */
export function cleanupNotNeeded(version: string): string {
  return `Kata ${version} cleans its nodes up by itself when the installer is deleted; KataCleanup is for Kata 3.14.0`;
}

/** A rule that no class looks at. */
export function ruleWithoutFeatures(): string {
  return 'createNodeFeatureRule is on without nodeFeatureDiscovery, so that no RuntimeClass would count what it tells; switch nodeFeatureDiscovery on too';
}

/** Custom runtimes without a shim. */
export function customRuntimesAlone(): string {
  return 'shims is empty, and kata-deploy brings files for shims only, so that no VM of customRuntimes would start; name the shims that they are made from';
}

/** Nothing that says where Kata goes. */
export function noPlacement(): string {
  return 'placement is not given, so that Kata goes to every node without a taint, also to those without /dev/kvm, and restarts containerd there';
}

/** A handler that upstream has for something else. */
export function handlerOfAnotherShim(handler: string, shim: string, meant: string): string {
  return `custom runtime '${handler}' is made from shim '${shim}', and upstream gives that name to shim '${meant}'`;
}

/** Two files of one name on a node. */
export function runtimesShareDropIn(one: string, other: string): string {
  return (
    `'${one}' and '${other}' both have containerd.userDropIn or devmapper on the same nodes, where containerd 2.2 and newer reads one file ` +
    'for both: the second replaces the first, and whichever goes first removes it; give one of them other nodes, or containerdVersion where it is older'
  );
}

/** An overhead that is switched off. */
export function overheadSwitchedOff(field: string): string {
  return `${field}.overhead is given with overheadEnabled: false, which leaves it out; leave one of them out`;
}

/** A drop-in with a password, which would lie in a ConfigMap. */
export function secretInDropIn(key: string): string {
  return `containerd.userDropIn has ${key}, which would lie in a ConfigMap for everybody who may read it; let the nodes get it another way, such as a credential provider of the kubelet or imagePullSecrets`;
}
