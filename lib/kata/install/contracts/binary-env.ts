import { startupTaintName } from '../../../contract/startup-taint-name';
import { ARCHITECTURE_SUFFIXES } from '../../../data/kata/host-paths';
import type { KataShim } from '../../catalogue/kata-shim';
import { containerdDropIn } from '../../devmapper/devmapper-setup';
import type { ResolvedInstallation } from '../resolved-installation';
import type { ArchitectureShims } from '../shim-settings';
import type { EnvVar } from './installer-contract';

/** A variable for each architecture, where there is something to say. */
function perArchitecture(
  installation: ResolvedInstallation,
  name: string,
  value: (shims: readonly KataShim[], architecture: string) => string,
): EnvVar[] {
  return Object.entries(ARCHITECTURE_SUFFIXES).flatMap(([architecture, suffix]) => {
    const text = value(installation.shimsOf(architecture), architecture);
    return text === '' ? [] : [{ name: `${name}_${suffix}`, value: text }];
  });
}

function perShim(
  installation: ResolvedInstallation,
  name: string,
  value: (shim: KataShim) => string | undefined,
): EnvVar[] {
  const text = installation.shimsByName
    .flatMap((shim) => {
      const given = value(shim);
      return given === undefined || given === '' ? [] : [`${shim.name}=${given}`];
    })
    .join(';');
  return optional(name, text);
}

function optional(name: string, value: string | undefined): EnvVar[] {
  return value === undefined || value === '' ? [] : [{ name, value }];
}

/**
 * Name of the default shim on an architecture: the one that was named for it. Otherwise it is the first of these that
 * is built for it: the default shim, the release's default, the shims in their order.
 */
function defaultShimOf(installation: ResolvedInstallation, architecture: string): string | undefined {
  const { defaultShim, defaultShims, release, shims } = installation;
  const built = named(installation.shimsOf(architecture));
  const said = defaultShims[architecture as keyof ArchitectureShims]?.name;
  const wanted = [said, defaultShim.name, release.data.defaultShim, ...named(shims)];
  return wanted.find((name) => name !== undefined && built.includes(name));
}

const named = (shims: readonly KataShim[]) => shims.map(({ name }) => name);

/**
 * Variables of every container that runs kata-deploy, in the chart's order.
 *
 * @see https://github.com/kata-containers/kata-containers/blob/4.1.0/tools/packaging/kata-deploy/binary/src/config.rs
 */
export function binaryEnv(installation: ResolvedInstallation): EnvVar[] {
  const { alwaysNamesDistribution } = installation.release.data.installer;
  const { containerd, debug, devkit, erofs } = installation;
  const taints = installation.startupTaints.map(startupTaintName);
  return [
    { name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
    { name: 'DAEMONSET_NAME', value: installation.daemonSetName },
    { name: 'DEBUG', value: String(debug) },
    ...perArchitecture(installation, 'SHIMS', (shims) => named(shims).join(' ')),
    ...perArchitecture(
      installation,
      'DEFAULT_SHIM',
      (_, architecture) => defaultShimOf(installation, architecture) ?? '',
    ),
    ...perArchitecture(installation, 'ALLOWED_HYPERVISOR_ANNOTATIONS', (shims) =>
      shims
        .map((shim) => [shim.name, (installation.shimSettings(shim).allowedHypervisorAnnotations ?? []).join(',')])
        .filter(([, annotations]) => annotations !== '')
        .map((entry) => entry.join(':'))
        .join(' '),
    ),
    ...perArchitecture(installation, 'SNAPSHOTTER_HANDLER_MAPPING', (shims) =>
      shims
        .map((shim) => [shim.name, installation.snapshotter(shim)])
        .filter(([, name]) => name !== undefined)
        .map((entry) => entry.join(':'))
        .join(','),
    ),
    ...perShim(installation, 'AGENT_HTTPS_PROXY', (shim) => installation.shimSettings(shim).httpsProxy),
    ...perShim(installation, 'AGENT_NO_PROXY', (shim) => installation.shimSettings(shim).noProxy),
    ...perArchitecture(installation, 'PULL_TYPE_MAPPING', (shims) =>
      named(shims.filter((shim) => installation.usesCrioGuestPull(shim)))
        .map((name) => `${name}:guest-pull`)
        .join(','),
    ),
    { name: 'INSTALLATION_PREFIX', value: installation.installationPrefix },
    { name: 'MULTI_INSTALL_SUFFIX', value: installation.multiInstallSuffix ?? '' },
    ...optional('EXPERIMENTAL_SETUP_SNAPSHOTTER', installation.snapshotters.join(',')),
    ...optional('EROFS_MERGE_MODE', erofs.mergeMode),
    ...optional('EROFS_SNAPSHOTTER_MODE', erofs.snapshotterMode),
    ...optional('EROFS_DMVERITY', erofs.dmverity === true ? 'dmverity' : undefined),
    ...perArchitecture(installation, 'EXPERIMENTAL_FORCE_GUEST_PULL', (shims) =>
      named(shims.filter((shim) => installation.forcesGuestPull(shim))).join(','),
    ),
    ...optional('CONTAINERD_CONFIG_FILE_NAME', containerd.configFileName),
    // Releases before 4.2.0 do not need the distribution where the folder is given.
    ...(containerd.configDir === undefined || alwaysNamesDistribution
      ? [{ name: 'K8S_DISTRIBUTION', value: installation.distribution }]
      : []),
    ...optional(
      'CONTAINERD_USER_DROP_IN_SOURCE_FILE',
      containerdDropIn(installation) === undefined
        ? undefined
        : '/custom-containerd-config/containerd-user-dropin.toml',
    ),
    ...(installation.customRuntimes.length > 0 ? [{ name: 'CUSTOM_RUNTIMES_ENABLED', value: 'true' }] : []),
    ...(debug && devkit ? [{ name: 'DEVKIT', value: 'true' }] : []),
    ...optional('STARTUP_TAINTS', taints.join(',')),
  ];
}
