import { isOwnershipLabel, multiInstallSuffixProblem } from '../../contract/installation-name';
import { RELEASES } from '../../data/kata/releases';
import { pinnedImage } from '../../validation/image-reference';
import { isBadLabel, isDnsLabel, isQuantity } from '../../validation/kubernetes-names';
import { badLabel, badObjectName, badQuantity, duplicate, emptyList, notOneOf } from '../../validation/messages';
import { taintsProblem, tolerationsProblem } from '../../validation/tolerations';
import { olderThan } from '../../validation/version';
import { KataArchitecture } from '../catalogue/kata-architecture';
import { KataDeployContract } from '../catalogue/kata-release';
import { KataShim } from '../catalogue/kata-shim';
import * as devmapperErrors from '../devmapper/messages';
import { DEVMAPPER, devmapperProblem } from '../devmapper/thin-pool';
import { type InstallerSettings, snapshotterOf } from './installation';
import { KataLogLevel } from './installer-pod-options';
import { KubernetesDistribution } from './kubernetes-distribution';
import * as errors from './messages';
import { affinityProblem } from './node-affinity';
import { ErofsMergeMode, ErofsSnapshotterMode, KataSnapshotter } from './shim-settings';
import { customRuntimeProblems, shimSettingsProblems, tomlProblems } from './shim-settings-rules';

/** One thing that must hold; gives a sentence when it does not. */
type Rule = (settings: InstallerSettings) => string | undefined;

const PREFIX = /^(\/[\w.-]+)+$/;
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];
const names = (shims: InstallerSettings['shims']) => shims.map(({ name }) => name);
const isScript = ({ release }: InstallerSettings) => release.contract === KataDeployContract.SCRIPT;

function firstDuplicate(values: readonly string[]): string | undefined {
  return values.find((value, index) => values.indexOf(value) !== index);
}

function oneOf(field: string, value: unknown, known: object): string | undefined {
  const values = Object.values(known);
  return value === undefined || values.includes(value) ? undefined : notOneOf(field, value, values);
}

const closedSets: Rule = ({ options }) =>
  oneOf('distribution', options.distribution, KubernetesDistribution) ??
  oneOf('logLevel', options.logLevel, KataLogLevel) ??
  oneOf('snapshotter.erofsMergeMode', options.snapshotter?.erofsMergeMode, ErofsMergeMode) ??
  oneOf('snapshotter.erofsSnapshotterMode', options.snapshotter?.erofsSnapshotterMode, ErofsSnapshotterMode) ??
  options.architectures?.map((value) => oneOf('architectures', value, KataArchitecture)).find((problem) => problem) ??
  options.snapshotter?.setup?.map((value) => oneOf('snapshotter.setup', value, KataSnapshotter)).find((p) => p) ??
  (PULL_POLICIES.includes(options.imagePullPolicy ?? 'Always')
    ? undefined
    : errors.badPullPolicy(options.imagePullPolicy));

const shims: Rule = ({ shims, architectures, release, options, placement }) => {
  if (shims.length === 0) return emptyList('shims');
  if (architectures.length === 0) return emptyList('architectures');
  const twice = firstDuplicate(names(shims));
  if (twice !== undefined) return duplicate('shims', twice);
  for (const shim of shims) {
    const { architectures: has, notNested } = release.shimData(shim);
    if (!architectures.some((architecture) => has.includes(architecture))) {
      return errors.shimNotForArchitecture(shim.name, has, architectures);
    }
    // Upstream's own list of 3.14 holds shims for hardware of every kind.
    if (options.shims !== undefined && placement?.nestedVirtualization === true && notNested !== undefined) {
      return errors.shimNotNested(shim.name, notNested);
    }
  }
  const bare = architectures.find(
    (architecture) => !shims.some((shim) => release.shimData(shim).architectures.includes(architecture)),
  );
  return bare === undefined ? undefined : errors.architectureWithoutShim(bare, names(shims));
};

const defaultShim: Rule = ({ defaultShim, shims }) =>
  names(shims).includes(defaultShim.name) ? undefined : errors.defaultShimNotChosen(defaultShim.name, names(shims));

/** Whoever asks for Firecracker says where its block devices come from; upstream's own list of 3.14 holds it unasked. */
const firecracker: Rule = (settings) => {
  const { options, shims } = settings;
  const { FIRECRACKER } = KataShim;
  const chosen = options.shimSettings?.find(({ shim }) => shim.name === FIRECRACKER.name)?.snapshotter;
  if (options.shims?.some(({ name }) => name === FIRECRACKER.name)) {
    if (!chosen && options.devmapper === undefined) return devmapperErrors.devmapperMissing(FIRECRACKER.name);
    if (chosen !== undefined && chosen !== DEVMAPPER) {
      return devmapperErrors.notDevmapper(`snapshotter of shim '${FIRECRACKER.name}'`, chosen);
    }
  }
  const custom = options.customRuntimes?.find(
    ({ shim: base, snapshotter }) => base.name === FIRECRACKER.name && snapshotter !== DEVMAPPER,
  );
  if (custom) {
    return devmapperErrors.notDevmapper(`snapshotter of custom runtime '${custom.handler}'`, custom.snapshotter ?? '');
  }
  const used =
    shims.some((shim) => snapshotterOf(settings, shim) === DEVMAPPER) ||
    options.customRuntimes?.some(({ snapshotter }) => snapshotter === DEVMAPPER);
  return options.devmapper !== undefined && !used ? devmapperErrors.devmapperUnused(names(shims)) : undefined;
};

const suffix: Rule = ({ suffix, options, placement }) => {
  if (suffix === undefined) return undefined;
  const problem = multiInstallSuffixProblem(suffix);
  if (problem !== undefined) return errors.badSuffix(suffix, problem);
  if (placement?.multiInstallSuffix !== undefined && placement.multiInstallSuffix !== suffix) {
    return errors.suffixDisagrees(suffix, placement.multiInstallSuffix);
  }
  const { containerdVersion } = options;
  return containerdVersion !== undefined && olderThan(containerdVersion, '2.0')
    ? errors.multiInstallNeedsContainerd2(suffix, containerdVersion)
    : undefined;
};

const containerd: Rule = ({ options, release }) => {
  const { containerdVersion: version, containerd: dropIns } = options;
  if (version !== undefined && !/^\d+\.\d+(\.\d+)?$/.test(version)) return errors.badContainerdVersion(version);
  if (version !== undefined && olderThan(version, release.minimumContainerd)) {
    return errors.containerdTooOld(version, release.minimumContainerd, release.version);
  }
  if (dropIns?.userDropIn !== undefined && version !== undefined && olderThan(version, '2.0')) {
    return errors.userDropInNeedsContainerd2(version);
  }
  if (dropIns?.userDropIn !== undefined) {
    const toml = tomlProblems('containerd.userDropIn', dropIns.userDropIn)[0];
    if (toml !== undefined) return toml;
  }
  const { configDir, configFileName } = dropIns ?? {};
  if (configDir !== undefined && !/^(\/[\w.-]+)+\/$/.test(configDir)) return errors.badConfigDir(configDir);
  if (configFileName !== undefined && !/^[\w-][\w.-]*$/.test(configFileName)) {
    return errors.badConfigFileName(configFileName);
  }
  return undefined;
};

const places: Rule = ({ options, namespace, release, image }) => {
  const { installationPrefix: prefix } = options;
  if (prefix !== undefined && !PREFIX.test(prefix)) return errors.badPrefix(prefix);
  if (!isDnsLabel(namespace)) return errors.badNamespace(namespace);
  if (release.contract === KataDeployContract.SCRIPT && namespace !== 'kube-system') {
    return errors.scriptOnlyInKubeSystem(namespace, release.version);
  }
  const secret = options.imagePullSecrets?.find((name) => !isDnsLabel(name));
  if (secret !== undefined) return badObjectName('imagePullSecrets', secret);
  if (options.priorityClassName && !isDnsLabel(options.priorityClassName)) {
    return badObjectName('priorityClassName', options.priorityClassName);
  }
  pinnedImage('image', image);
  const other = RELEASES.find(({ version }) => version !== release.data.version && image.endsWith(`:${version}`));
  return other === undefined ? undefined : errors.imageOfOtherRelease(image, release.version);
};

const placement: Rule = ({ placement, release }) => {
  if (placement === undefined) return undefined;
  const { nodeSelector, tolerations = [], startupTaints = [], rawLocalSsds = 0 } = placement;
  if (Object.keys(nodeSelector ?? {}).length === 0) return errors.emptyNodeSelector();
  for (const [key, value] of Object.entries(nodeSelector)) {
    if (isOwnershipLabel(key)) return errors.ownershipLabelSelected(key);
    if (isBadLabel(key, value)) return badLabel('placement.nodeSelector', key, value);
  }
  const problem =
    tolerationsProblem('placement.tolerations', tolerations) ?? taintsProblem('placement.startupTaints', startupTaints);
  if (problem !== undefined) return problem;
  if (!(Number.isInteger(rawLocalSsds) && rawLocalSsds >= 0))
    return errors.badCount('placement.rawLocalSsds', rawLocalSsds);
  return release.contract === KataDeployContract.SCRIPT && startupTaints.length > 0
    ? errors.startupTaintsNeverLifted(
        release.version,
        startupTaints.map(({ key }) => key),
      )
    : undefined;
};

const snapshotters: Rule = (settings) => {
  const { options, shims, release } = settings;
  const setup: readonly string[] = options.snapshotter?.setup ?? [];
  const twice = firstDuplicate(setup);
  if (twice !== undefined) return duplicate('snapshotter.setup', twice);
  const erofs = (['erofsMergeMode', 'erofsSnapshotterMode', 'erofsDmverity'] as const).find(
    (field) => options.snapshotter?.[field] !== undefined,
  );
  if (erofs !== undefined && !setup.includes('erofs')) return errors.erofsNotSetUp(erofs);
  if (options.shims === undefined) return undefined;
  for (const shim of shims) {
    const own = options.shimSettings?.find((entry) => entry.shim.name === shim.name)?.snapshotter;
    const snapshotter = own ?? release.shimData(shim).snapshotter;
    if ((snapshotter === 'nydus' || snapshotter === 'erofs') && !isScript(settings) && !setup.includes(snapshotter)) {
      return errors.snapshotterNotSetUp(shim.name, snapshotter);
    }
  }
  return undefined;
};

const scriptContract: Rule = (settings) => {
  if (!isScript(settings)) return undefined;
  const { options, release, distribution } = settings;
  if (distribution === KubernetesDistribution.MICROK8S) {
    return errors.distributionUnknownToScript(distribution, release.version);
  }
  const unknown = (
    ['containerd', 'customRuntimes', 'debug', 'devkit', 'probes', 'logLevel', 'shimSettings', 'snapshotter'] as const
  ).find((field) => {
    const value = options[field];
    if (field === 'debug' || field === 'shimSettings' || value === undefined || value === false) return false;
    return !(
      field === 'containerd' &&
      options.containerd?.configFileName === undefined &&
      !options.containerd?.userDropIn
    );
  });
  return unknown === undefined ? undefined : errors.notInScriptContract(unknown, release.version);
};

const pod: Rule = ({ options }) => {
  if (options.devkit === true && options.debug !== true) return errors.devkitNeedsDebug();
  for (const [kind, quantities] of Object.entries(options.resources ?? {})) {
    for (const [resource, value] of Object.entries(quantities as Record<string, string>)) {
      if (!isQuantity(value)) return badQuantity(`resources.${kind}.${resource}`, value);
    }
  }
  for (const [key, value] of Object.entries(options.podLabels ?? {})) {
    if (key === 'name') return errors.reservedPodLabel();
    if (isBadLabel(key, value)) return badLabel('podLabels', key, value);
  }
  const checksum = Object.keys(options.podAnnotations ?? {}).find((key) => key.startsWith('checksum/'));
  return checksum === undefined ? undefined : errors.reservedPodAnnotation(checksum);
};

const probes: Rule = ({ options }) => {
  const whole = (value: unknown, low: number, high: number) =>
    value === undefined || (Number.isInteger(value) && (value as number) >= low && (value as number) <= high);
  const { probes: given } = options;
  if (!whole(given?.port, 1, 65535)) return errors.badProbe('probes.port', given?.port);
  for (const probe of ['startup', 'liveness', 'readiness'] as const) {
    for (const field of ['initialDelaySeconds', 'periodSeconds', 'failureThreshold', 'timeoutSeconds'] as const) {
      const value = given?.[probe]?.[field];
      const low = field === 'initialDelaySeconds' ? 0 : 1;
      if (!whole(value, low, 2 ** 31 - 1)) return errors.badProbe(`probes.${probe}.${field}`, value);
    }
  }
  return undefined;
};

const perShim: Rule = (settings) =>
  settings.options.shimSettings === undefined && settings.options.customRuntimes === undefined
    ? undefined
    : (shimSettingsProblems(settings)[0] ?? customRuntimeProblems(settings)[0]);

/** In this order: what is said first should be what the others follow from. */
const RULES: readonly Rule[] = [
  closedSets,
  shims,
  defaultShim,
  suffix,
  containerd,
  places,
  placement,
  scriptContract,
  perShim,
  firecracker,
  devmapperProblem,
  snapshotters,
  pod,
  ({ options }) => affinityProblem(options),
  probes,
];

/**
 * Holds an installation against every rule.
 *
 * @throws for the first that it breaks
 */
export function assertInstallerOptions(settings: InstallerSettings): void {
  for (const rule of RULES) {
    const problem = rule(settings);
    if (problem !== undefined) throw new Error(problem);
  }
}

/** What is legal and risky about an installation. */
export function installerWarnings({ release, suffix, options }: InstallerSettings): string[] {
  return [
    ...release.advisories.map(({ id, severity, summary, fixedIn }) =>
      errors.knownAdvisory(release.version, id, severity, summary, fixedIn),
    ),
    ...(suffix !== undefined && options.containerdVersion === undefined
      ? [errors.multiInstallUnknownContainerd(suffix)]
      : []),
    ...((options.devmapper !== undefined || options.containerd?.userDropIn !== undefined) &&
    options.containerdVersion === undefined
      ? [errors.dropInUnknownContainerd(options.devmapper === undefined ? 'containerd.userDropIn' : 'devmapper')]
      : []),
  ];
}
