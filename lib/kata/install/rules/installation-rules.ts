import { multiInstallSuffixProblem } from '../../../contract/installation-name';
import { validatePlacement } from '../../../validation/contract';
import { assertNoErrors, type Finding, Severity } from '../../../validation/finding';
import { imageProblem } from '../../../validation/image-reference';
import { isDnsLabel, isDnsSubdomain } from '../../../validation/kubernetes-names';
import { duplicate, emptyList, nameProblem } from '../../../validation/messages';
import { olderThan } from '../../../validation/version';
import type { KataArchitecture } from '../../catalogue/kata-architecture';
import { KataShim } from '../../catalogue/kata-shim';
import { unknownShim } from '../../catalogue/messages';
import { isImageOfOtherRelease } from '../../catalogue/release-image';
import { DEVMAPPER, devmapperProblem } from '../../devmapper/devmapper-rules';
import * as devmapperErrors from '../../devmapper/messages';
import { foundAt, refusal } from '../../kata-rule';
import type { InstallerContract } from '../contracts/installer-contract';
import * as errors from '../messages';
import { affinityProblem } from '../node-affinity';
import type { ResolvedInstallation } from '../resolved-installation';
import type { CustomRuntime } from '../shim-settings';
import * as containerdErrors from './containerd-messages';
import { containerdProblem } from './containerd-rules';
import { customRuntimeFindings, shimSettingsFindings } from './drop-in-findings';
import { podProblem, probesProblem, updateStrategyProblem } from './pod-rules';
import { filesOf } from './shim-files';
import * as shimErrors from './shim-messages';
import { customRuntimeProblems, shimSettingsProblems } from './shim-settings-rules';
import { snapshottersProblem } from './snapshotter-rules';

/** Things that must hold; gives the first that does not. */
type Check = (installation: ResolvedInstallation, contract: InstallerContract) => Finding | undefined;

const PREFIX = /^(\/[\w.-]+)+$/;
/** Folders of the kernel, in which nothing can be kept. */
const KERNEL_FOLDERS = /^\/(dev|proc|sys)(\/|$)/;

function isFolder(prefix: string): boolean {
  return PREFIX.test(prefix) && !KERNEL_FOLDERS.test(prefix) && !/\/\.{1,2}(\/|$)/.test(prefix);
}

const names = (shims: readonly KataShim[]) => shims.map(({ name }) => name);

function firstDuplicate(values: readonly string[]): string | undefined {
  return values.find((value, index) => values.indexOf(value) !== index);
}

const shims: Check = (installation) => {
  const { shims, architectures, customRuntimes, release, hasDefaultShims, placement } = installation;
  if (shims.length === 0) return customRuntimes.length > 0 ? shimErrors.customRuntimesAlone() : emptyList('shims');
  if (architectures.length === 0) return emptyList('architectures');
  const twice = firstDuplicate(names(shims));
  if (twice !== undefined) return duplicate('shims', twice);
  const again = firstDuplicate(architectures);
  if (again !== undefined) return duplicate('architectures', again);
  for (const shim of shims) {
    if (!Object.hasOwn(release.data.shims, shim.name)) {
      return unknownShim(shim.name, release.version, Object.keys(release.data.shims).sort());
    }
    const problem = architecturesProblem(installation, shim);
    if (problem !== undefined) return problem;
    const { unavailableInVm } = release.shimData(shim);
    // Upstream's own list of 3.14 holds shims for hardware of every kind.
    if (!hasDefaultShims && placement?.nestedVirtualization === true && unavailableInVm !== undefined) {
      return shimErrors.shimNotNested(shim.name, unavailableInVm);
    }
  }
  const bare = architectures.find(
    (architecture) => !shims.some((shim) => installation.architecturesOf(shim).includes(architecture)),
  );
  return bare === undefined ? undefined : shimErrors.architectureWithoutShim(bare, names(shims));
};

function architecturesProblem(installation: ResolvedInstallation, shim: KataShim): Finding | undefined {
  const { architectures, release } = installation;
  const said = installation.shimSettings(shim).architectures;
  if (said?.length === 0) return emptyList(`shimSettings.${shim.name}.architectures`);
  const built = [...release.shimData(shim).architectures, ...Object.keys(filesOf(shim) ?? {})];
  const strange = said?.find((architecture) => !built.includes(architecture));
  if (strange !== undefined) return shimErrors.shimNotForArchitecture(shim.name, [...new Set(built)], [strange]);
  const has = installation.architecturesOf(shim);
  return architectures.some((architecture) => has.includes(architecture))
    ? undefined
    : shimErrors.shimNotForArchitecture(
        shim.name,
        has,
        architectures,
        architectures.some((it) => built.includes(it)),
      );
}

const defaultShim: Check = (installation) => {
  const { architectures, defaultShim, defaultShims, shims } = installation;
  const installed = names(shims);
  if (!installed.includes(defaultShim.name))
    return shimErrors.defaultShimNotChosen('defaultShim', defaultShim.name, installed);
  for (const [architecture, shim] of Object.entries(defaultShims) as [KataArchitecture, KataShim | undefined][]) {
    const field = `defaultShims.${architecture}`;
    if (shim === undefined) continue;
    if (!installed.includes(shim.name)) return shimErrors.defaultShimNotChosen(field, shim.name, installed);
    if (!architectures.includes(architecture))
      return shimErrors.architectureNotChosen(field, architecture, architectures);
    const has = installation.architecturesOf(shim);
    if (!has.includes(architecture)) return shimErrors.shimNotForArchitecture(shim.name, has, [architecture]);
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
    ? containerdErrors.multiInstallNeedsContainerd2(suffix, containerdVersion)
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
  if (prefix !== '' && !isFolder(prefix)) return errors.badPrefix(prefix);
  if (!isDnsLabel(namespace)) return errors.badNamespace(namespace);
  const secret = imagePullSecrets.find((name) => !isDnsSubdomain(name));
  if (secret !== undefined) return nameProblem('imagePullSecrets', secret);
  const twice = firstDuplicate(imagePullSecrets);
  if (twice !== undefined) return duplicate('imagePullSecrets', twice);
  if (priorityClassName !== undefined && !isDnsSubdomain(priorityClassName)) {
    return nameProblem('priorityClassName', priorityClassName);
  }
  const floating = imageProblem('image', image);
  if (floating !== undefined) return floating;
  return isImageOfOtherRelease(image, release) ? errors.imageOfOtherRelease(image, release.version) : undefined;
};

/** Ordered: a root cause comes before the errors that follow from it. */
const CHECKS: readonly Check[] = [
  shims,
  defaultShim,
  suffix,
  containerdProblem,
  places,
  (installation, contract) => contract.problems(installation)[0],
  (installation) => shimSettingsProblems(installation)[0],
  (installation) => validateCustomRuntimes(installation, installation.customRuntimes)[0],
  firecracker,
  devmapperProblem,
  snapshottersProblem,
  podProblem,
  ({ affinity }) => affinityProblem(affinity),
  ({ updateStrategy }) => updateStrategyProblem(updateStrategy),
  probesProblem,
];

/** What identifies an installation and selects its nodes. */
const IMPORTED: readonly Check[] = [shims, defaultShim, suffix];

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
  for (const check of CHECKS.filter((it) => !(hasPools && it === firecracker))) {
    const problem = check(installation, contract);
    if (problem !== undefined) return [foundAt(installation.path, problem)];
  }
  return settingsFindings(installation).filter(({ severity }) => severity === Severity.ERROR);
}

/** What drop-ins and lists of allowed annotations do not do, or should not. */
export function settingsFindings(installation: ResolvedInstallation): Finding[] {
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
  const { poolName } = installation;
  const inPool = poolName === undefined ? '' : `pool '${poolName}': `;
  const found = validateInstallation(installation, contract, hasPools);
  assertNoErrors(found.map((it) => ({ ...it, message: `${inPool}${it.message}` })));
}

/**
 * Holds an installation that another program made against the rules on what names and selects it.
 *
 * @throws FindingsError for the first that it breaks
 */
export function assertImportedInstallation(installation: ResolvedInstallation, contract: InstallerContract): void {
  assertNoErrors(placementFindings(installation));
  for (const check of IMPORTED) {
    const problem = check(installation, contract);
    if (problem !== undefined) throw refusal(installation.path, problem);
  }
}

/** What is wrong with the custom runtimes of an installation, before they are its own. */
export function validateCustomRuntimes(
  installation: ResolvedInstallation,
  runtimes: readonly CustomRuntime[],
): Finding[] {
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
