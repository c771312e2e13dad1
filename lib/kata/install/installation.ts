import type { NodePlacement } from '../../contract/placement';
import type { KataArchitecture } from '../catalogue/kata-architecture';
import type { KataRelease } from '../catalogue/kata-release';
import type { KataShim } from '../catalogue/kata-shim';
import type { KataInstallerOptions } from './kata-installer-options';
import type { KubernetesDistribution } from './kubernetes-distribution';
import type { KataShimSettings } from './shim-settings';

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
