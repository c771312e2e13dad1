import { DEFAULT_INSTALLATION, KATA_INSTALLATION_PREFIX, KATA_RUNTIME_LABEL } from '../data/node-labels';
import { assertProps } from '../errors/props';
import type { NodePlacement } from '../placement';
import { assertInstallerOptions } from './installer-rules';
import { KataArchitecture } from './kata-architecture';
import type { KataShimSettings } from './kata-configuration';
import type { KataInstallerOptions } from './kata-installer-options';
import { KataRelease } from './kata-release';
import { KataShim } from './kata-shim';
import { KubernetesDistribution } from './kubernetes-distribution';

/** Names of an installation's objects. The installer and upstream's tools look for some of them. */
export interface InstallerNames {
  readonly daemonSet: string;
  readonly serviceAccount: string;
  readonly role: string;
  readonly binding: string;
  readonly customConfigs: string;
  readonly userDropIn: string;
}

/** An installation with every default filled in, checked. */
export interface InstallerSettings {
  readonly options: KataInstallerOptions;
  readonly release: KataRelease;
  readonly shims: readonly KataShim[];
  readonly defaultShim: KataShim;
  readonly architectures: readonly KataArchitecture[];
  readonly distribution: KubernetesDistribution;
  readonly namespace: string;
  readonly image: string;
  readonly imagePullPolicy: string;
  readonly priorityClassName: string | undefined;
  readonly suffix: string | undefined;
  readonly placement: NodePlacement | undefined;
  /** Labels by which kata-deploy says that a node is its own. */
  readonly ownership: { readonly [label: string]: string };
  /** Folder on the node that holds Kata. */
  readonly installDir: string;
  readonly names: InstallerNames;
}

/** A name of the installation: of the only one, or with the suffix of one beside others. */
export function suffixed(name: string, suffix: string | undefined): string {
  return suffix === undefined ? name : `${name}-${suffix}`;
}

function names(suffix: string | undefined): InstallerNames {
  const name = (base: string) => suffixed(base, suffix);
  return {
    daemonSet: name('kata-deploy'),
    serviceAccount: name('kata-deploy-sa'),
    role: name('kata-deploy-role'),
    binding: name('kata-deploy-rb'),
    customConfigs: name('kata-deploy-custom-configs'),
    userDropIn: name('kata-deploy-containerd-user-dropin'),
  };
}

/**
 * Fills in the defaults and checks what does not fit together.
 *
 * @param options what the user gave
 * @throws for the first thing that would not work, naming the prop, the reason and the fix
 */
export function installerSettings(options: KataInstallerOptions): InstallerSettings {
  assertProps('KataInstallerOptions', options);
  const release = options.release ?? KataRelease.V4_1_0;
  const shims = options.shims ?? release.data.defaultShims.map((name) => KataShim.of(name));
  const suffix = options.multiInstallSuffix ?? options.placement?.multiInstallSuffix;
  const priority = options.priorityClassName ?? (release.data.contract === 'script' ? '' : 'system-node-critical');
  const settings: InstallerSettings = {
    options,
    release,
    shims: [...shims],
    defaultShim:
      options.defaultShim ??
      (options.shims === undefined ? KataShim.of(release.data.defaultShim) : (shims[0] as KataShim)),
    architectures: [...(options.architectures ?? [KataArchitecture.AMD64])],
    distribution: options.distribution ?? KubernetesDistribution.K8S,
    namespace: options.namespace ?? 'kube-system',
    image: options.image ?? release.image,
    imagePullPolicy: options.imagePullPolicy ?? 'Always',
    priorityClassName: priority === '' ? undefined : priority,
    suffix,
    placement: options.placement,
    ownership: {
      [KATA_RUNTIME_LABEL]: 'true',
      // Labels of single installations came with the binary contract.
      ...(release.data.contract === 'script'
        ? {}
        : { [`${KATA_INSTALLATION_PREFIX}${suffix ?? DEFAULT_INSTALLATION}`]: 'true' }),
    },
    installDir: suffixed(`${options.installationPrefix ?? ''}/opt/kata`, suffix),
    names: names(suffix),
  };
  assertInstallerOptions(settings);
  return settings;
}

/** What the user set for a shim. */
export function settingsOf(settings: InstallerSettings, shim: KataShim): Partial<KataShimSettings> {
  return settings.options.shimSettings?.find((entry) => entry.shim.name === shim.name) ?? {};
}

/** The containerd snapshotter of a shim, if it is not containerd's own default. */
export function snapshotterOf(settings: InstallerSettings, shim: KataShim): string | undefined {
  const chosen = settingsOf(settings, shim).snapshotter ?? settings.release.shimData(shim).snapshotter;
  return chosen === '' ? undefined : chosen;
}

/** Whether CRI-O leaves pulling images of the shim to the guest. */
export function pullsInGuestOnCrio(settings: InstallerSettings, shim: KataShim): boolean {
  const { crioGuestPull, forceGuestPull } = settingsOf(settings, shim);
  return (crioGuestPull ?? settings.release.shimData(shim).guestPull === true) || forceGuestPull === true;
}

/** Whether the installer looks at the kubelet's configuration, for which it needs a permission of its own. */
export function readsKubeletConfig(settings: InstallerSettings): boolean {
  return (
    settings.options.snapshotter?.setup.includes('erofs' as never) === true ||
    settings.shims.some(
      (shim) => settingsOf(settings, shim).forceGuestPull === true || pullsInGuestOnCrio(settings, shim),
    )
  );
}

/** Handler, and name of the RuntimeClass, of a shim or one of its variants. */
export function handlerOf(settings: InstallerSettings, shim: KataShim, variant?: string): string {
  return [shim.handler, settings.suffix, variant].filter((part) => part !== undefined).join('-');
}
