import { multiInstallSuffixProblem } from '../../../contract/installation-name';
import { validatePlacement } from '../../../validation/contract';
import { assertNoErrors, type Finding, Severity } from '../../../validation/finding';
import { imageProblem } from '../../../validation/image-reference';
import { isDnsLabel, isDnsSubdomain } from '../../../validation/kubernetes-names';
import { badObjectName, duplicate, emptyList } from '../../../validation/messages';
import type { Rule } from '../../../validation/rule';
import { olderThan } from '../../../validation/version';
import type { KataArchitecture } from '../../catalogue/kata-architecture';
import { KataShim } from '../../catalogue/kata-shim';
import { unknownShim } from '../../catalogue/messages';
import { isImageOfOtherRelease } from '../../catalogue/release-image';
import { validateRelease } from '../../catalogue/release-rules';
import { DEVMAPPER, devmapperProblem } from '../../devmapper/devmapper-rules';
import * as devmapperErrors from '../../devmapper/messages';
import { findingOf, RULES, refusal } from '../../rules';
import type { InstallerContract } from '../contracts/installer-contract';
import { KubernetesDistribution } from '../kubernetes-distribution';
import * as errors from '../messages';
import { affinityProblem } from '../node-affinity';
import type { ResolvedInstallation } from '../resolved-installation';
import type { CustomRuntime } from '../shim-settings';
import { containerdProblem } from './containerd-rules';
import { customRuntimeFindings, shimSettingsFindings } from './drop-in-findings';
import { podProblem, probesProblem } from './pod-rules';
import { customRuntimeProblems, shimSettingsProblems } from './shim-settings-rules';
import { snapshottersProblem, validateErofs } from './snapshotter-rules';

/** One thing that must hold; gives a sentence when it does not. */
type Check = (installation: ResolvedInstallation, contract: InstallerContract) => string | undefined;

const PREFIX = /^(\/[\w.-]+)+$/;
const names = (shims: readonly KataShim[]) => shims.map(({ name }) => name);

function firstDuplicate(values: readonly string[]): string | undefined {
  return values.find((value, index) => values.indexOf(value) !== index);
}

const shims: Check = ({ shims, architectures, release, hasDefaultShims, placement }) => {
  if (shims.length === 0) return emptyList('shims');
  if (architectures.length === 0) return emptyList('architectures');
  const twice = firstDuplicate(names(shims));
  if (twice !== undefined) return duplicate('shims', twice);
  for (const shim of shims) {
    if (!Object.hasOwn(release.data.shims, shim.name)) {
      return unknownShim(shim.name, release.version, Object.keys(release.data.shims).sort());
    }
    const { architectures: has, notNested } = release.shimData(shim);
    if (!architectures.some((architecture) => has.includes(architecture))) {
      return errors.shimNotForArchitecture(shim.name, has, architectures);
    }
    // Upstream's own list of 3.14 holds shims for hardware of every kind.
    if (!hasDefaultShims && placement?.nestedVirtualization === true && notNested !== undefined) {
      return errors.shimNotNested(shim.name, notNested);
    }
  }
  const bare = architectures.find(
    (architecture) => !shims.some((shim) => release.shimData(shim).architectures.includes(architecture)),
  );
  return bare === undefined ? undefined : errors.architectureWithoutShim(bare, names(shims));
};

const defaultShim: Check = (installation) => {
  const { architectures, defaultShim, defaultShims, release, shims } = installation;
  const installed = names(shims);
  if (!installed.includes(defaultShim.name))
    return errors.defaultShimNotChosen('defaultShim', defaultShim.name, installed);
  for (const [architecture, shim] of Object.entries(defaultShims) as [KataArchitecture, KataShim | undefined][]) {
    const field = `defaultShims.${architecture}`;
    if (shim === undefined) continue;
    if (!installed.includes(shim.name)) return errors.defaultShimNotChosen(field, shim.name, installed);
    if (!architectures.includes(architecture)) return errors.architectureNotChosen(field, architecture, architectures);
    const { architectures: has } = release.shimData(shim);
    if (!has.includes(architecture)) return errors.shimNotForArchitecture(shim.name, has, [architecture]);
  }
  return undefined;
};

/** Whoever asks for Firecracker says where its block devices come from; upstream's own list of 3.14 holds it unasked. */
const firecracker: Check = (installation) => {
  const { shims, hasDefaultShims, thinPool, customRuntimes } = installation;
  const { FIRECRACKER } = KataShim;
  const chosen = installation.shimSettings(FIRECRACKER).snapshotter;
  if (!hasDefaultShims && names(shims).includes(FIRECRACKER.name)) {
    if (!chosen && thinPool === undefined) return devmapperErrors.devmapperMissing(FIRECRACKER.name);
    if (chosen !== undefined && chosen !== DEVMAPPER) {
      return devmapperErrors.notDevmapper(`snapshotter of shim '${FIRECRACKER.name}'`, chosen);
    }
  }
  const used =
    shims.some((shim) => installation.snapshotter(shim) === DEVMAPPER) ||
    customRuntimes.some(({ snapshotter }) => snapshotter === DEVMAPPER);
  return thinPool !== undefined && !used ? devmapperErrors.devmapperUnused(names(shims)) : undefined;
};

const suffix: Check = ({ multiInstallSuffix: suffix, containerdVersion, placement }) => {
  if (suffix === undefined) return undefined;
  const problem = multiInstallSuffixProblem(suffix);
  if (problem !== undefined) return errors.badSuffix(suffix, problem);
  if (placement?.multiInstallSuffix !== undefined && placement.multiInstallSuffix !== suffix) {
    return errors.suffixDisagrees(suffix, placement.multiInstallSuffix);
  }
  return containerdVersion !== undefined && olderThan(containerdVersion, '2.0')
    ? errors.multiInstallNeedsContainerd2(suffix, containerdVersion)
    : undefined;
};

const places: Check = ({
  installationPrefix: prefix,
  namespace,
  release,
  image,
  imagePullSecrets,
  priorityClassName,
}) => {
  if (prefix !== '' && !PREFIX.test(prefix)) return errors.badPrefix(prefix);
  if (!isDnsLabel(namespace)) return errors.badNamespace(namespace);
  const secret = imagePullSecrets.find((name) => !isDnsSubdomain(name));
  if (secret !== undefined) return badObjectName('imagePullSecrets', secret);
  if (priorityClassName !== undefined && !isDnsSubdomain(priorityClassName)) {
    return badObjectName('priorityClassName', priorityClassName);
  }
  const floating = imageProblem('image', image);
  if (floating !== undefined) return floating;
  return isImageOfOtherRelease(image, release) ? errors.imageOfOtherRelease(image, release.version) : undefined;
};

/** Ordered: a root cause comes before the errors that follow from it. */
const CHECKS: readonly (readonly [rule: Rule, check: Check])[] = [
  [RULES.shims, shims],
  [RULES.defaultShim, defaultShim],
  [RULES.suffix, suffix],
  [RULES.containerd, containerdProblem],
  [RULES.installer, places],
  [RULES.contract, (installation, contract) => contract.problems(installation)[0]],
  [RULES.shimSettings, (installation) => shimSettingsProblems(installation)[0]],
  [RULES.customRuntimes, (installation) => validateCustomRuntimes(installation, installation.customRuntimes)[0]],
  [RULES.firecracker, firecracker],
  [RULES.devmapper, devmapperProblem],
  [RULES.snapshotters, snapshottersProblem],
  [RULES.installerPod, podProblem],
  [RULES.installerPod, ({ affinity }) => affinityProblem(affinity)],
  [RULES.installerPod, probesProblem],
];

/** What identifies an installation and selects its nodes. */
const IMPORTED: readonly Rule[] = [RULES.shims, RULES.defaultShim, RULES.suffix];

function placementFindings({ path, placement }: ResolvedInstallation): Finding[] {
  return placement === undefined ? [] : validatePlacement(path, placement);
}

/** The first error of an installation, which others may follow from; nothing when it would work. */
export function validateInstallation(
  installation: ResolvedInstallation,
  contract: InstallerContract,
  hasPools = false,
): Finding[] {
  const found = placementFindings(installation);
  if (found.length > 0) return found;
  // Where there are several pools, each of them is asked for its devices.
  for (const [rule, check] of CHECKS.filter(([it]) => !(hasPools && it === RULES.firecracker))) {
    const problem = check(installation, contract);
    if (problem !== undefined) return [findingOf(rule, installation.path, problem)];
  }
  return settingsFindings(installation).filter(({ severity }) => severity === Severity.ERROR);
}

/** What drop-ins and lists of allowed annotations do not do, or should not. */
function settingsFindings(installation: ResolvedInstallation): Finding[] {
  return [...shimSettingsFindings(installation), ...customRuntimeFindings(installation, installation.customRuntimes)];
}

/**
 * Holds an installation against every rule.
 *
 * @throws FindingsError for the first that it breaks
 */
export function assertInstallation(
  installation: ResolvedInstallation,
  contract: InstallerContract,
  hasPools = false,
): void {
  assertNoErrors(validateInstallation(installation, contract, hasPools));
}

/**
 * Holds an installation that another program made against the rules on what names and selects it.
 *
 * @throws FindingsError for the first that it breaks
 */
export function assertImportedInstallation(installation: ResolvedInstallation, contract: InstallerContract): void {
  assertNoErrors(placementFindings(installation));
  for (const [rule, check] of CHECKS.filter(([it]) => IMPORTED.includes(it))) {
    const problem = check(installation, contract);
    if (problem !== undefined) throw refusal(rule, installation.path, problem);
  }
}

/** What is wrong with the custom runtimes of an installation, before they are its own. */
export function validateCustomRuntimes(
  installation: ResolvedInstallation,
  runtimes: readonly CustomRuntime[],
): string[] {
  const { FIRECRACKER } = KataShim;
  return [
    ...customRuntimeProblems(installation, runtimes),
    ...runtimes
      .filter(({ shim, snapshotter }) => shim?.name === FIRECRACKER.name && snapshotter !== DEVMAPPER)
      .map(({ handler, snapshotter = '' }) =>
        devmapperErrors.notDevmapper(`snapshotter of custom runtime '${handler}'`, snapshotter),
      ),
  ];
}

/** What is legal and risky about an installation. */
export function validateRisks(installation: ResolvedInstallation, kubernetesVersion?: string): Finding[] {
  const { path, release, multiInstallSuffix, containerd, containerdVersion, usesDevmapper } = installation;
  const field = usesDevmapper ? 'devmapper' : 'containerd.userDropIn';
  const needsDropIns = usesDevmapper || containerd.userDropIn !== undefined;
  const unknown = [
    ...(multiInstallSuffix === undefined ? [] : [errors.multiInstallUnknownContainerd(multiInstallSuffix)]),
    ...(needsDropIns ? [errors.dropInUnknownContainerd(field)] : []),
  ];
  return [
    ...validateRelease({ path, release, shims: installation.shims, kubernetesVersion }),
    ...(containerdVersion === undefined ? unknown : []).map((it) => findingOf(RULES.containerdUnknown, path, it)),
    ...validateErofs(installation),
    ...validateSelinux(installation),
    ...settingsFindings(installation).filter(({ severity }) => severity === Severity.WARNING),
  ];
}

/** Distributions whose nodes commonly enforce SELinux, by policies of their own. */
const SELINUX: readonly KubernetesDistribution[] = [KubernetesDistribution.RKE2, KubernetesDistribution.K3S];

/** The installer's container has no SELinux type before 4.2.0 with which it may write to the node. */
function validateSelinux({ distribution, path, release }: ResolvedInstallation): Finding[] {
  if (release.contract !== 'binary' || !SELINUX.includes(distribution) || !olderThan(release.baseVersion, '4.2.0'))
    return [];
  const message = `kata-deploy ${release.version} fails on nodes that enforce SELinux, as those of ${distribution} may (kata-containers#13751)`;
  return [RULES.selinux.find(path, message, 'use Kata 4.2.0, or acknowledge this where SELinux is off or permissive')];
}
