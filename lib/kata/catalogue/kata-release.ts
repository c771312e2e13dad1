import { KATA_3_14_0 } from '../../data/kata/release-3.14.0';
import { KATA_4_1_0 } from '../../data/kata/release-4.1.0';
import type { HypervisorData, KataAdvisory, KataReleaseData, ShimData } from '../../data/kata/release-data';
import { pinnedImage } from '../../validation/image-reference';
import { isBadLabel } from '../../validation/kubernetes-names';
import { assertProps } from '../../validation/props';
import { badCustomRelease, unknownShim } from '../install/messages';
import { KataShim } from './kata-shim';

/** How kata-deploy is told what to do. */
export enum KataDeployContract {
  /** Until 3.24: a bash script in a privileged container, variables without an architecture. */
  SCRIPT = 'script',
  /** Since 3.26: one program in an image without a shell, variables that end in the architecture. */
  BINARY = 'binary',
}

/** What a release of one's own differs in. */
export interface CustomKataRelease {
  /** The release that it was made from, and whose contract it keeps. */
  readonly base: KataRelease;

  /** Version, such as `4.1.0-acme.1`. */
  readonly version: string;

  /** Image with tag or digest. */
  readonly image: string;

  /**
   * Image of kata-monitor with tag or digest.
   *
   * @default - the one of the base
   */
  readonly monitorImage?: string;
}

/**
 * A release of kata-deploy: image, command, variables, mounts, permissions, shims and RuntimeClasses that belong
 * together.
 *
 * @see https://github.com/kata-containers/kata-containers/releases
 */
export class KataRelease {
  /** The last but a few with plain manifests: bash script, privileged. For clusters that run it already. */
  public static readonly V3_14_0 = new KataRelease(KATA_3_14_0);

  /** One program, unprivileged. The default. */
  public static readonly V4_1_0 = new KataRelease(KATA_4_1_0);

  /** Every release of the catalogue, the oldest first. */
  public static readonly all: readonly KataRelease[] = [KataRelease.V3_14_0, KataRelease.V4_1_0];

  /** The release that is installed where a program names none. */
  public static readonly DEFAULT = KataRelease.V4_1_0;

  /**
   * A release of the catalogue by its version.
   *
   * @param version such as `4.1.0`
   * @throws when the catalogue does not have it
   */
  public static of(version: string): KataRelease {
    const found = KataRelease.all.find((release) => release.version === version);
    if (found === undefined) {
      const known = KataRelease.all.map((release) => release.version);
      throw new Error(`release '${version}' is not in the catalogue; it has ${known.join(', ')}`);
    }
    return found;
  }

  /**
   * A fork or a rebuild of a release.
   *
   * @param release what differs from the base
   * @throws when version or image is missing, or the image's tag floats
   */
  public static custom(release: CustomKataRelease): KataRelease {
    assertProps('CustomKataRelease', release);
    if (!(release.base instanceof KataRelease)) throw new Error(badCustomRelease('base', String(release.base)));
    if (!/^\d+\.\d+\.\d+[\w.-]*$/.test(release.version) || isBadLabel('version', release.version))
      throw new Error(badCustomRelease('version', release.version));
    return new KataRelease({
      ...release.base.data,
      version: release.version,
      baseVersion: release.base.baseVersion,
      image: pinnedImage('image', release.image),
      ...(release.monitorImage === undefined
        ? {}
        : { monitorImage: pinnedImage('monitorImage', release.monitorImage) }),
    });
  }

  /**
   * The row of the catalogue.
   *
   * @internal
   */
  public readonly data: KataReleaseData;

  private constructor(data: KataReleaseData) {
    this.data = data;
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
    if (!data) throw new Error(unknownShim(shim.name, this.version, Object.keys(this.data.shims).sort()));
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
