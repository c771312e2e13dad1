import type { HypervisorData, KataAdvisory, KataReleaseData, ShimData } from '../../data/kata/release-data';
import { RELEASES } from '../../data/kata/releases';
import { FindingsError } from '../../validation/finding';
import { PINNED_IMAGES, pinnedImage } from '../../validation/image-reference';
import { isBadLabel } from '../../validation/kubernetes-names';
import { assertProps } from '../../validation/props';
import { type CustomKataShim, customShimData } from './custom-shim';
import { KataShim } from './kata-shim';
import { badCustomRelease, customVersionTaken, dispatcherUnused, unknownRelease, unknownShim } from './messages';

/** How a kata-deploy image is started and configured. */
export enum KataDeployContract {
  /** Until 3.24: a bash script in a privileged container, variables without an architecture. */
  SCRIPT = 'script',
  /** Since 3.26: one program in an image without a shell, variables that end in the architecture. */
  BINARY = 'binary',
}

/** How a custom release differs from its base. */
export interface CustomKataRelease {
  /** The release that it was made from, and whose contract it keeps. */
  readonly base: KataRelease;

  /** Version, such as `4.1.0-acme.1`. It becomes an annotation of the RuntimeClasses. */
  readonly version: string;

  /** Image of the installer, with tag or digest: a rebuild, or a mirror of the base's. */
  readonly image: string;

  /**
   * Image of job mode's dispatcher, with tag or digest.
   *
   * @default - the one of the base
   */
  readonly dispatcherImage?: string;

  /**
   * Image of kata-monitor, with tag or digest.
   *
   * @default - the one of the base
   */
  readonly monitorImage?: string;

  /**
   * Shims that the base does not have, or that differ from its.
   *
   * @default - the shims of the base
   */
  readonly shims?: readonly CustomKataShim[];
}

/**
 * A release of kata-deploy: image, command, variables, mounts, permissions, shims and RuntimeClasses that belong
 * together.
 *
 * @see https://github.com/kata-containers/kata-containers/releases
 *
 * @example
 * const acme = KataRelease.custom({
 *   base: KataRelease.V4_1_0,
 *   version: '4.1.0-acme.1',
 *   image: 'registry.acme.example/kata-deploy:4.1.0-acme.1',
 * });
 * new KataRuntime(app, 'kata', { release: acme });
 */
export class KataRelease {
  /** Every release of the catalogue, the oldest first. */
  public static readonly all: readonly KataRelease[] = RELEASES.map((data) => new KataRelease(data));

  /** Kata 3.14.0: a bash-script installer in a privileged container. For clusters that already run it. */
  public static readonly V3_14_0 = KataRelease.of('3.14.0');

  /** Kata 4.1.0: an unprivileged installer. */
  public static readonly V4_1_0 = KataRelease.of('4.1.0');

  /** Kata 4.2.0: the release that gets upstream's fixes. */
  public static readonly V4_2_0 = KataRelease.of('4.2.0');

  /** The release that is installed where a program names none: 4.2.0. */
  public static readonly DEFAULT = KataRelease.V4_2_0;

  /**
   * A release of the catalogue by its version.
   *
   * @param version such as `4.1.0`
   * @throws when the catalogue does not have it
   */
  public static of(version: string): KataRelease {
    const found = KataRelease.all.find((release) => release.version === version);
    if (found === undefined) {
      throw new FindingsError([
        unknownRelease(
          version,
          KataRelease.all.map((release) => release.version),
        ),
      ]);
    }
    return found;
  }

  /**
   * A fork, a rebuild or a mirror of a release.
   *
   * @param release what differs from the base
   * @throws when version or image is missing, an image's tag floats, or a shim does not fit the base
   */
  public static custom(release: CustomKataRelease): KataRelease {
    assertProps('CustomKataRelease', release, '', { name: 'release' });
    const { base, version, image, dispatcherImage, monitorImage, shims = [] } = release;
    if (!(base instanceof KataRelease)) {
      throw new FindingsError([badCustomRelease('base', String(base), KataRelease.DEFAULT.version)]);
    }
    if (!/^\d+\.\d+\.\d+[\w.-]*$/.test(version) || isBadLabel('version', version)) {
      throw new FindingsError([badCustomRelease('version', version, base.version)]);
    }
    if (version !== base.version && KataRelease.all.some((it) => it.version === version)) {
      throw new FindingsError([customVersionTaken(version, base.version)]);
    }
    if (dispatcherImage !== undefined && base.data.dispatcherImage === undefined) {
      throw new FindingsError([dispatcherUnused(base.version)]);
    }
    const names = shims.map(({ shim }) => shim.name);
    const customShims = [...base.customShims.filter(({ shim }) => !names.includes(shim.name)), ...shims];
    const data = {
      ...base.data,
      version,
      baseVersion: base.baseVersion,
      image: pinnedImage('image', image, PINNED_IMAGES.installer),
      ...(dispatcherImage !== undefined && {
        dispatcherImage: pinnedImage('dispatcherImage', dispatcherImage, PINNED_IMAGES.dispatcher),
      }),
      ...(monitorImage !== undefined && {
        monitorImage: pinnedImage('monitorImage', monitorImage, PINNED_IMAGES.monitor),
      }),
      shims: {
        ...base.data.shims,
        ...Object.fromEntries(shims.map((custom) => [custom.shim.name, customShimData(custom, base.data)])),
      },
    };
    return new KataRelease(data, customShims);
  }

  /**
   * The row of the catalogue.
   *
   * @internal
   */
  public readonly data: KataReleaseData;

  /**
   * The shims that the catalogue does not have.
   *
   * @internal
   */
  public readonly customShims: readonly CustomKataShim[];

  private constructor(data: KataReleaseData, customShims: readonly CustomKataShim[] = []) {
    this.data = data;
    this.customShims = customShims;
  }

  /** Version, such as `4.1.0`. */
  public get version(): string {
    return this.data.version;
  }

  /** Version of the upstream release that it is, or was made from. */
  public get baseVersion(): string {
    return this.data.baseVersion ?? this.data.version;
  }

  /** How the installer is told what to do. */
  public get contract(): KataDeployContract {
    return this.data.contract as KataDeployContract;
  }

  /** Image of the installer. */
  public get image(): string {
    return this.data.image;
  }

  /** Every shim of the release, in alphabetical order. */
  public get shims(): KataShim[] {
    return Object.keys(this.data.shims)
      .sort()
      .map((name) => KataShim.of(name));
  }

  /** Oldest Kubernetes that the release works on, such as `1.22`. */
  public get minimumKubernetes(): string {
    return this.data.minimumKubernetes;
  }

  /** Oldest containerd that the release works on, such as `1.7`. */
  public get minimumContainerd(): string {
    return this.data.minimumContainerd;
  }

  /** Known weaknesses that a later release does not have. */
  public get advisories(): readonly KataAdvisory[] {
    return this.data.advisories;
  }

  /** The day (`YYYY-MM-DD`) from which on a newer release got the security fixes instead. */
  public get endOfSupport(): string | undefined {
    return this.data.endOfSupport;
  }

  /**
   * What the release knows of a shim.
   *
   * @param shim the shim
   * @throws when the release has no such shim
   * @internal
   */
  public shimData(shim: KataShim): ShimData {
    const data = Object.hasOwn(this.data.shims, shim.name) ? this.data.shims[shim.name] : undefined;
    if (!data) throw new FindingsError([unknownShim(shim.name, this.version, Object.keys(this.data.shims).sort())]);
    return data;
  }

  /**
   * What the release knows of the hypervisor behind a shim.
   *
   * @param shim the shim
   * @throws when the release has no such shim
   * @internal
   */
  public hypervisorData(shim: KataShim): HypervisorData {
    return this.data.hypervisors[this.shimData(shim).hypervisor] as HypervisorData;
  }
}
