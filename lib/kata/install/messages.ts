import type { Finding } from '../../validation/finding';
import { KataRelease } from '../catalogue/kata-release';
import { RULES } from '../rules';

const list = (values: readonly string[]) => values.join(', ');

/** An image whose program expects another manifest. */
export function imageOfOtherRelease(image: string, version: string): Finding {
  return RULES.otherRelease.find(
    '',
    `image '${image}' is of another release than ${version}, whose manifest its program does not expect`,
    "choose the release too, or another image; for a fork's own versions make a release with KataRelease.custom()",
  );
}

/** An image of another program or release beside the installer. */
export function companionImageOfOther(field: string, image: string, wanted: string): Finding {
  return RULES.otherRelease.find(
    '',
    `${field} '${image}' is not ${wanted}`,
    "leave it out for the release's own, or name a mirror of that",
  );
}

/** A suffix that cannot be part of names. */
export function badSuffix(suffix: unknown, problem: string): Finding {
  return RULES.suffix.find('', `multiInstallSuffix '${String(suffix)}' cannot be a suffix: ${problem}`);
}

/** Two suffixes for the same nodes. */
export function suffixDisagrees(suffix: string, placement: string): Finding {
  return RULES.suffixDiffers.find(
    '',
    `multiInstallSuffix '${suffix}' is not what the nodes are labelled for, '${placement}': the RuntimeClasses would select no node`,
  );
}

/** A prefix that is not a folder. */
export function badPrefix(prefix: unknown): Finding {
  return RULES.installationPrefix.find(
    '',
    `installationPrefix '${String(prefix)}' is not an absolute path of a folder that keeps files, without '.', '..' and a slash at its end, such as '/var/lib/kata'`,
  );
}

/** A namespace that cannot be one. */
export function badNamespace(namespace: unknown): Finding {
  return RULES.namespace.find(
    '',
    `namespace '${String(namespace)}' is not a name of a namespace: at most 63 lower-case letters, digits and dashes, beginning and ending with a letter or digit`,
  );
}

/** The script elsewhere than in kube-system. */
export function scriptOnlyInKubeSystem(namespace: string, version: string): Finding {
  return RULES.notInRelease.find(
    '',
    `namespace '${namespace}' does not work with Kata ${version}, whose script looks for its DaemonSet in kube-system alone`,
    `leave namespace out, or use Kata ${KataRelease.DEFAULT.version}`,
  );
}

/** Startup taints with a release that cannot lift them. */
export function startupTaintsNeverLifted(version: string, keys: readonly string[]): Finding {
  return RULES.startupTaintsStay.find(
    '',
    `placement.startupTaints ${list(keys)} would stay for ever: Kata ${version} cannot lift taints`,
    `use Kata ${KataRelease.DEFAULT.version}, or a node pool with startupTaint: false`,
  );
}

/** Tools in a guest that cannot be reached. */
export function devkitNeedsDebug(): Finding {
  return RULES.devkit.find('', 'devkit is on without debug, whose console is the only way to its tools');
}

/** Something that the classic contract does not know. */
export function notInScriptContract(field: string, version: string): Finding {
  return RULES.notInRelease.find(
    '',
    `${field} is not known to Kata ${version}, whose bash script would ignore it`,
    `leave it out, or use Kata ${KataRelease.DEFAULT.version}`,
  );
}

/** A distribution that the classic script cannot restart. */
export function distributionUnknownToScript(distribution: string, version: string): Finding {
  return RULES.notInRelease.find(
    '',
    `distribution '${distribution}' is not known to Kata ${version}, whose script restarts containerd, k3s, RKE2 and k0s alone`,
    `use Kata ${KataRelease.DEFAULT.version}`,
  );
}

/** A system priority that the API server would not let pods have. */
export function priorityWithoutQuota(path: string, namespace: string, priorityClassName: string): Finding {
  return RULES.priorityQuota.find(
    '',
    `'${path}' has priority ${priorityClassName} in namespace '${namespace}', where GKE admits it only by a ResourceQuota, and there is ` +
      'none in the app',
    "use KataRuntime, which makes one, add one yourself, or give priorityClassName: ''",
  );
}

/** An alias that would belong to two installations. */
export function defaultClassWithSuffix(name: string, suffix: string): Finding {
  return RULES.defaultClass.find(
    '',
    `defaultRuntimeClassName '${name}' would belong to every installation, and this one has multiInstallSuffix '${suffix}'`,
    'leave it out, workloads name the class of a shim',
  );
}

/** A release that has no monitor. */
export function noMonitorImage(version: string): Finding {
  return RULES.monitorImage.find('', `Kata ${version} has no image of kata-monitor in the catalogue`);
}

/** A setting that the monitor does not take. */
export function badMonitor(field: string, value: unknown, fix: string): Finding {
  return RULES.monitorValue.find('', `${field} '${String(value)}' of the monitor cannot be used`, fix);
}

/** TLS of a monitor that does not know it. */
export function tlsUnknown(version: string): Finding {
  return RULES.notInRelease.find(
    '',
    `monitor.tls is not known to kata-monitor ${version}`,
    `use Kata ${KataRelease.DEFAULT.version} or newer, or leave it out`,
  );
}

/** A cleanup that has nothing to do. */
export function cleanupNotNeeded(version: string): Finding {
  return RULES.cleanup.find(
    '',
    `Kata ${version} cleans its nodes up by itself when the installer is deleted`,
    'KataCleanup is for Kata 3.14.0',
  );
}

/** A rule that no class looks at. */
export function ruleWithoutFeatures(): Finding {
  return RULES.nodeFeatureRule.find(
    '',
    'createNodeFeatureRule is on without nodeFeatureDiscovery, so that no RuntimeClass would count what it tells',
  );
}

/** Nothing that says where Kata goes. */
export function noPlacement(): string {
  return 'placement is not given, so that Kata goes to every node without a taint, also to those without /dev/kvm, and restarts containerd there';
}
