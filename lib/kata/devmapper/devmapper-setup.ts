import { stringify } from 'smol-toml';
import type { ResolvedInstallation } from '../install/resolved-installation';
import { DEVMAPPER } from './devmapper-rules';
import type { ThinPool } from './thin-pool';
import { DEVMAPPER_ROOT } from './thin-pool-scripts';

/** Folder of the node's devices in the container that waits. */
const DEVICES_MOUNT = '/node/dev';

/**
 * The snapshotter's configuration. Older versions of the format are read by every containerd; one that is newer than the
 * main file's is an error.
 *
 * @see https://github.com/containerd/containerd/blob/main/docs/snapshotters/devmapper.md
 */
function devmapperDropIn({ poolName, baseImageSize }: ThinPool): string {
  const plugin = {
    root_path: DEVMAPPER_ROOT,
    pool_name: poolName,
    base_image_size: baseImageSize,
    discard_blocks: true,
  };
  return stringify({ version: 2, plugins: { [`io.containerd.snapshotter.v1.${DEVMAPPER}`]: plugin } });
}

/**
 * A drop-in without settings, in place of an earlier one. kata-deploy leaves the import of the earlier file in
 * containerd's configuration and removes the file at the end, and containerd does not start without it.
 */
const INERT = 'version = 2\n';

/** The file that kata-deploy gives containerd beside its own; undefined without one. */
export function containerdDropIn({ thinPool, containerd, previous }: ResolvedInstallation): string | undefined {
  if (thinPool !== undefined) return devmapperDropIn(thinPool);
  return containerd.userDropIn ?? (previous?.containerdDropIn === true ? INERT : undefined);
}

/** Keeps kata-deploy from restarting containerd before the pool is there: containerd would not find it. */
export function waitForThinPool(installation: ResolvedInstallation): object[] {
  const { thinPool } = installation;
  if (thinPool === undefined) return [];
  const { poolName, image } = thinPool;
  const device = `${DEVICES_MOUNT}/mapper/${poolName}`;
  return [
    {
      name: 'wait-for-thin-pool',
      image,
      imagePullPolicy: installation.pullPolicy(image),
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
export function waitVolumes({ thinPool }: ResolvedInstallation): object[] {
  return thinPool === undefined ? [] : [{ name: 'devices', hostPath: { path: '/dev', type: 'Directory' } }];
}
