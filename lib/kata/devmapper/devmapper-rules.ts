import type { Finding } from '../../validation/finding';
import { imageProblem, PINNED_IMAGES } from '../../validation/image-reference';
import { olderThan } from '../../validation/version';
import { KubernetesDistribution } from '../install/kubernetes-distribution';
import type { ResolvedInstallation } from '../install/resolved-installation';
import * as errors from './messages';
import type { ThinPool } from './thin-pool';
import { RAW_LOCAL_SSDS } from './thin-pool-scripts';

/** The name of containerd's snapshotter. */
export const DEVMAPPER = 'devmapper';

/**
 * What is wrong with a thin pool on the nodes of an installation; undefined when nothing is.
 */
export function thinPoolProblem(
  { devices, poolName, baseImageSize, image }: ThinPool,
  { placement, distribution }: ResolvedInstallation,
): Finding | undefined {
  if (devices.length === 0) return errors.noDevice();
  const device = devices.find((path) => !/^\/dev(\/[\w.:*-]+)+$/.test(path));
  if (device !== undefined) return errors.badDevice(device);
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(poolName)) return errors.badPoolName(poolName);
  if (!/^[1-9]\d{0,5}(MB|GB)$/.test(baseImageSize)) return errors.badBaseImageSize(baseImageSize);
  const floating = imageProblem('devmapper.image', image, PINNED_IMAGES.thinPool);
  if (floating !== undefined) return floating;
  if (distribution !== KubernetesDistribution.K8S) return errors.devmapperOnDistribution(distribution);
  // The placement of a KataNodePool says how many raw local SSDs there are; a literal may leave it out.
  const isKnown = placement?.nestedVirtualization === true || placement?.rawLocalSsds !== undefined;
  const needsRawLocalSsds = devices.length === 1 && devices[0] === RAW_LOCAL_SSDS;
  return isKnown && needsRawLocalSsds && (placement?.rawLocalSsds ?? 0) === 0 ? errors.noRawLocalSsd() : undefined;
}

/** What is wrong with an installer that sets the snapshotter up; undefined when nothing is. */
export function devmapperProblem(installation: ResolvedInstallation): Finding | undefined {
  const { thinPool, containerd, containerdVersion } = installation;
  if (thinPool === undefined) return undefined;
  if (containerdVersion !== undefined && olderThan(containerdVersion, '2.0')) {
    return errors.devmapperNeedsContainerd2(containerdVersion);
  }
  if (containerd.userDropIn !== undefined) return errors.devmapperAndUserDropIn();
  return thinPoolProblem(thinPool, installation);
}
