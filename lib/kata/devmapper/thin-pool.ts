import { pinnedImage } from '../../validation/image-reference';
import { olderThan } from '../../validation/version';
import { KataDeployContract } from '../catalogue/kata-release';
import type { InstallerSettings } from '../install/installation';
import { KubernetesDistribution } from '../install/kubernetes-distribution';
import type { DevmapperOptions } from './devmapper-options';
import * as errors from './messages';
import { DEVMAPPER_ROOT, RAW_LOCAL_SSDS } from './thin-pool-scripts';

/** Options of the thin pool with every default filled in. */
export type DevmapperSettings = Required<DevmapperOptions>;

/** The name of containerd's snapshotter. */
export const DEVMAPPER = 'devmapper';

/** Folder of the node's devices in the container that waits. */
const DEVICES_MOUNT = '/node/dev';

/** Fills in the defaults. */
export function devmapperSettings(options: DevmapperOptions): DevmapperSettings {
  return {
    devices: options.devices ?? [RAW_LOCAL_SSDS],
    poolName: options.poolName ?? 'kata-devmapper',
    baseImageSize: options.baseImageSize ?? '10GB',
    image: options.image ?? 'docker.io/library/busybox:1.37.0',
  };
}

/**
 * What is wrong with a thin pool on the nodes of an installation; undefined when nothing is.
 *
 * @throws for an image that is not pinned
 */
export function thinPoolProblem(
  options: DevmapperOptions,
  { placement, distribution }: InstallerSettings,
): string | undefined {
  const { devices, poolName, baseImageSize, image } = devmapperSettings(options);
  if (devices.length === 0) return errors.noDevice();
  const device = devices.find((path) => !/^\/dev(\/[\w.:*-]+)+$/.test(path));
  if (device !== undefined) return errors.badDevice(device);
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(poolName)) return errors.badPoolName(poolName);
  if (!/^[1-9]\d{0,5}(MB|GB)$/.test(baseImageSize)) return errors.badBaseImageSize(baseImageSize);
  pinnedImage('devmapper.image', image);
  if (distribution !== KubernetesDistribution.K8S) return errors.devmapperOnDistribution(distribution);
  // A placement of a KataNodePool knows; one that was written by hand may leave it out.
  const known = placement?.nestedVirtualization === true || placement?.rawLocalSsds !== undefined;
  return known && options.devices === undefined && (placement?.rawLocalSsds ?? 0) === 0
    ? errors.noRawLocalSsd()
    : undefined;
}

/** What is wrong with an installer that sets the snapshotter up; undefined when nothing is. */
export function devmapperProblem(settings: InstallerSettings): string | undefined {
  const { devmapper, containerd, containerdVersion } = settings.options;
  if (devmapper === undefined) return undefined;
  const { release } = settings;
  if (release.contract === KataDeployContract.SCRIPT) return errors.devmapperNeedsDropIns(release.version);
  if (containerdVersion !== undefined && olderThan(containerdVersion, '2.0')) {
    return errors.devmapperNeedsContainerd2(containerdVersion);
  }
  if (containerd?.userDropIn !== undefined) return errors.devmapperAndUserDropIn();
  return thinPoolProblem(devmapper, settings);
}

/**
 * The snapshotter's configuration. Older versions of the format are read by every containerd; one that is newer than the
 * main file's is an error.
 *
 * @see https://github.com/containerd/containerd/blob/main/docs/snapshotters/devmapper.md
 */
function devmapperDropIn({ poolName, baseImageSize }: DevmapperSettings): string {
  return [
    'version = 2',
    '',
    `[plugins."io.containerd.snapshotter.v1.${DEVMAPPER}"]`,
    `root_path = "${DEVMAPPER_ROOT}"`,
    `pool_name = "${poolName}"`,
    `base_image_size = "${baseImageSize}"`,
    'discard_blocks = true',
    '',
  ].join('\n');
}

/** The file that kata-deploy gives containerd beside its own; undefined without one. */
export function containerdDropIn({ options }: InstallerSettings): string | undefined {
  return options.devmapper === undefined
    ? options.containerd?.userDropIn
    : devmapperDropIn(devmapperSettings(options.devmapper));
}

/** Keeps kata-deploy from restarting containerd before the pool is there, with which it would not be found. */
export function waitForThinPool({ options, imagePullPolicy }: InstallerSettings): object[] {
  if (options.devmapper === undefined) return [];
  const { poolName, image } = devmapperSettings(options.devmapper);
  const device = `${DEVICES_MOUNT}/mapper/${poolName}`;
  return [
    {
      name: 'wait-for-thin-pool',
      image,
      imagePullPolicy,
      command: ['sh', '-c', `until [ -e ${device} ]; do echo 'no thin pool ${poolName} yet'; sleep 5; done`],
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        readOnlyRootFilesystem: true,
      },
      resources: { requests: { cpu: '10m', memory: '16Mi' } },
      volumeMounts: [{ name: 'devices', mountPath: DEVICES_MOUNT, readOnly: true }],
    },
  ];
}

/** The volume behind {@link waitForThinPool}. */
export function waitVolumes({ options }: InstallerSettings): object[] {
  return options.devmapper === undefined ? [] : [{ name: 'devices', hostPath: { path: '/dev', type: 'Directory' } }];
}
