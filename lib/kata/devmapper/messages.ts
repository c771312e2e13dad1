import type { Finding } from '../../validation/finding';
import { KataRelease } from '../catalogue/kata-release';
import { RULES } from '../rules';

/** Firecracker without a block device for its images. */
export function devmapperMissing(shim: string): Finding {
  return RULES.firecracker.find(
    '',
    `shim '${shim}' needs the devmapper snapshotter, which kata-deploy does not set up, and fails with ENOENT without one ` +
      '(kata-containers#8764)',
    'set devmapper, such as devmapper: {}, on nodes with raw local SSDs, or prepare the nodes and say so ' +
      "with shimSettings: [{ shim: KataShim.FIRECRACKER, snapshotter: 'devmapper' }]",
  );
}

/** Firecracker with a snapshotter that gives it directories. */
export function notDevmapper(field: string, snapshotter: string): Finding {
  return RULES.firecrackerSnapshotter.find(
    '',
    `${field} is '${snapshotter}', and Firecracker cannot share directories with its guest: it takes images from block devices ` +
      'only',
  );
}

/** A thin pool without a user. */
export function devmapperUnused(shims: readonly string[]): Finding {
  return RULES.devmapperUnused.find('', `devmapper is set up, and no shim of ${shims.join(', ')} uses it`);
}

/** A release that cannot tell containerd of the snapshotter. */
export function devmapperNeedsDropIns(version: string): Finding {
  return RULES.notInRelease.find(
    '',
    `devmapper cannot be set up with Kata ${version}, whose installer gives containerd no file but its own`,
    `use Kata ${KataRelease.DEFAULT.version}, or prepare the nodes and leave devmapper out`,
  );
}

/** A containerd that reads no drop-in files. */
export function devmapperNeedsContainerd2(containerd: string): Finding {
  return RULES.newerContainerd.find(
    '',
    `devmapper needs containerd 2.0 or newer, and the nodes have ${containerd}: older ones have no drop-in files`,
    'upgrade to GKE 1.33',
  );
}

/** A distribution whose containerd is not a systemd unit. */
export function devmapperOnDistribution(distribution: string): Finding {
  return RULES.devmapperDistribution.find(
    '',
    `devmapper cannot be set up on ${distribution}, whose containerd does not run as a unit of systemd, so that the pool cannot be made before it starts`,
    'prepare the nodes and leave devmapper out',
  );
}

/** Two users of the one file. */
export function devmapperAndUserDropIn(): Finding {
  return RULES.devmapperAndDropIn.find(
    '',
    'devmapper and containerd.userDropIn are both given, and kata-deploy installs one file',
    'leave devmapper out, add ' +
      '[plugins."io.containerd.snapshotter.v1.devmapper"] to your own, and make the pool with DevmapperSnapshotter',
  );
}

/** A node pool without the devices. */
export function noRawLocalSsd(): Finding {
  return RULES.rawLocalSsds.find(
    '',
    'devmapper needs raw local SSDs, and the nodes of the placement have none',
    'give the pool rawLocalSsds, such as ' +
      "addKataNodePool('fc', { rawLocalSsds: 1 }), or name other devices with devmapper.devices",
  );
}

/** No devices. */
export function noDevice(): Finding {
  return RULES.devices.find(
    '',
    'devmapper.devices is empty, and a thin pool is made of devices',
    'name at least one, or leave it out for raw local SSDs',
  );
}

/** A device that is not a path below /dev. */
export function badDevice(device: unknown): Finding {
  return RULES.devices.find(
    '',
    `devmapper.devices has '${device}', which is not a path below /dev`,
    'write one such as /dev/disk/by-id/google-local-ssd-block*',
  );
}

/** A name that device mapper or systemd would not take. */
export function badPoolName(name: unknown): Finding {
  return RULES.poolNameOfDevmapper.find(
    '',
    `devmapper.poolName '${name}' is not made of up to 40 lower-case letters, digits and hyphens`,
    'write one such as kata-devmapper',
  );
}

/** A size that containerd would not take. */
export function badBaseImageSize(size: unknown): Finding {
  return RULES.baseImageSize.find(
    '',
    `devmapper.baseImageSize '${size}' is not a whole number of MB or GB`,
    'write one such as 10GB',
  );
}

/** Options of a pool that the installer waits for, at two places. */
export function thinPoolGivenTwice(option: string): Finding {
  return RULES.thinPoolTwice.find(
    '',
    `${option} is given, and devmapper of the installation already has the options of the pool`,
    `leave ${option} out, or give it there`,
  );
}
