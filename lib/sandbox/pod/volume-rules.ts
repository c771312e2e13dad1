import { NODE_ROOTS, SOCKET_CSI_DRIVERS, VOLUME_SOURCES, type VolumeSourceData } from '../../data/kata/pod-fields';
import { type Finding, Severity } from '../../validation/finding';
import { Rule } from '../../validation/rule';
import type { GuestCapabilities } from '../workload/sandbox-target';
import { mountsOf, type PodMount, type PodVolume, type SandboxedPodSpec, stringOf, volumesOf } from './pod-spec';

/** A volume whose data is lost. */
export const VOLUME_NOT_SHARED = new Rule({
  id: 'sandbox/volume-not-shared',
  severity: Severity.ERROR,
  canAcknowledge: true,
  meaning:
    'the guest shares no directories with its node: the files of a volume are copied into it once, and what the pod writes is lost',
  fix: 'use a block volume (volumeDevices), a shim that shares directories, or a driver that attaches volumes to the VM',
});

/** A volume whose files are copied. */
export const VOLUME_COPIED = new Rule({
  id: 'sandbox/volume-copied',
  severity: Severity.WARNING,
  meaning:
    'the guest shares no directories with its node: the files of a read-only volume are copied into its memory, and later changes do not arrive',
  fix: 'use a shim that shares directories, or a block volume (volumeDevices)',
});

/** A volume of files from an image. */
export const IMAGE_VOLUME = new Rule({
  id: 'sandbox/image-volume',
  severity: Severity.ERROR,
  meaning: 'a volume holds an image, a kind of mount that the shim does not know: creating the container fails',
  fix: 'run the image as an init container that copies the files to an emptyDir',
});

/** A Unix socket of the node. */
export const NODE_SOCKET = new Rule({
  id: 'sandbox/node-socket',
  severity: Severity.ERROR,
  canAcknowledge: true,
  meaning: 'a volume is a Unix socket of the node, which does not connect across the kernels of node and guest',
  fix: 'reach the service over the network, or leave the object out with sandbox(x, { except })',
});

/** A CSI driver that hands out sockets. */
export const CSI_SOCKET = new Rule({
  id: 'sandbox/csi-socket',
  severity: Severity.WARNING,
  meaning:
    'a CSI driver hands out a Unix socket of the node, which does not connect across the kernels of node and guest',
  fix: 'reach the service over the network, or leave the object out with sandbox(x, { except })',
});

/** A folder of the node with which a pod can take it over. */
export const NODE_ROOT = new Rule({
  id: 'sandbox/node-root',
  severity: Severity.ERROR,
  canAcknowledge: true,
  meaning:
    'a pod may write to a folder of its node that holds programs, settings or credentials, so that the VM does not isolate it any more',
  fix: 'mount it readOnly, mount what is needed of it, or leave the object out with sandbox(x, { except })',
});

/** Any other folder of the node. */
export const HOST_PATH = new Rule({
  id: 'sandbox/host-path',
  severity: Severity.WARNING,
  meaning: 'a pod may write to a folder of its node, or read one that holds credentials, although it runs in a VM',
  fix: 'use another kind of volume, mount it readOnly, or leave the object out with sandbox(x, { except })',
});

/** A device node that is the guest's. */
export const GUEST_DEVICE = new Rule({
  id: 'sandbox/guest-device',
  severity: Severity.WARNING,
  meaning: "a hostPath below /dev is the guest's own device and not the node's",
  fix: 'remove the volume if the device is to be the one of the node; ask a device plugin for it',
});

/** A size that the block device of an emptyDir does not have. */
export const EMPTY_DIR_SIZE = new Rule({
  id: 'sandbox/empty-dir-size',
  severity: Severity.WARNING,
  meaning:
    "an emptyDir has a sizeLimit, and the shim makes it a block device of the size of its node's file system, whose metadata counts against the " +
    'limit: the kubelet may evict a pod that has written nothing',
  fix: 'make the limit larger than 0.08 % of the file system of the node, or leave it out',
});

/** Rules about the sources of volumes. */
export const VOLUME_RULES: readonly Rule[] = [
  VOLUME_NOT_SHARED,
  VOLUME_COPIED,
  IMAGE_VOLUME,
  NODE_SOCKET,
  CSI_SOCKET,
  NODE_ROOT,
  HOST_PATH,
  GUEST_DEVICE,
  EMPTY_DIR_SIZE,
];

const SOURCES = new Map(VOLUME_SOURCES.map((row) => [row.source, row]));

/** What the table says of a source; what Kubernetes adds later is taken as mounted by the node. */
export function volumeSource(source: string): VolumeSourceData {
  return (
    SOURCES.get(source) ?? {
      source,
      verdict: 'works',
      withoutDirectories: 'acknowledge',
      mountedByNode: true,
      reason: '',
    }
  );
}

/** A volume with its mounts. */
interface MountedVolume {
  readonly volume: PodVolume;
  readonly mounts: readonly PodMount[];
  readonly writable: boolean;

  /** For a message: the object, the volume, and who mounts it where. */
  readonly where: string;
}

function mountedVolumes({ object, spec }: SandboxedPodSpec): readonly MountedVolume[] {
  const mounts = mountsOf(spec);
  return volumesOf(spec).flatMap((volume): MountedVolume[] => {
    const own = mounts.filter((mount) => mount.volume?.name === volume.name);
    if (own.length === 0) return [];
    const listed = own.map(({ container, mountPath }) => `${container.name} at ${mountPath}`);
    const readOnly = volume.fields.readOnly === true;
    return [
      {
        volume,
        mounts: own,
        writable: !readOnly && own.some(({ fields }) => fields.readOnly !== true),
        where: `${object}: volume ${volume.name} (${volume.source}), mounted by ${[...new Set(listed)].join(', ')}`,
      },
    ];
  });
}

/** A path without what does not change it. */
function normalized(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

const isDevicePath = (path: string) => path === '/dev' || path.startsWith('/dev/');

const SECRET_ROOTS = ['/', '/etc', '/root', '/home', '/var/lib/kubelet', '/var/lib', '/var', '/run', '/var/run'];
const SOCKET_NAME = /\.sock(et)?$/;

function hostPathFindings(
  { path }: SandboxedPodSpec,
  { volume, writable, where }: MountedVolume,
  guest: GuestCapabilities,
): Finding[] {
  const type = stringOf(volume.fields.type) ?? '';
  const hostPath = normalized(stringOf(volume.fields.path) ?? '/');
  const said = `${where}, is ${hostPath} of the node`;
  if (type === 'Socket' || SOCKET_NAME.test(hostPath)) {
    return [
      NODE_SOCKET.find(
        path,
        `${said}, a Unix socket: connecting to it from a guest is refused, since it has a kernel of its own`,
      ),
    ];
  }
  if (type === 'BlockDevice') return [];
  if (isDevicePath(hostPath)) {
    return [
      GUEST_DEVICE.find(path, `${where}, is ${hostPath}: the agent mounts ${hostPath} of the guest, not of the node`),
    ];
  }
  if (!guest.sharesDirectories) return [];
  if (writable && NODE_ROOTS.includes(hostPath)) {
    return [
      NODE_ROOT.find(
        path,
        `${said} and writable: whoever controls the pod controls the node, and the VM does not isolate it any more`,
      ),
    ];
  }
  if (writable)
    return [HOST_PATH.find(path, `${said} and writable: the pod changes files of the node although it runs in a VM`)];
  return SECRET_ROOTS.includes(hostPath)
    ? [HOST_PATH.find(path, `${said}: the pod reads credentials and settings of the node although it runs in a VM`)]
    : [];
}

function sharingFindings(
  { path }: SandboxedPodSpec,
  { volume, writable, where }: MountedVolume,
  guest: GuestCapabilities,
): Finding[] {
  if (guest.sharesDirectories || volumeSource(volume.source).withoutDirectories === 'works') return [];
  const isDevice =
    volume.source === 'hostPath' &&
    (isDevicePath(normalized(stringOf(volume.fields.path) ?? '')) ||
      volume.fields.type === 'BlockDevice' ||
      volume.fields.type === 'Socket');
  if (isDevice) return [];
  return writable
    ? [
        VOLUME_NOT_SHARED.find(
          path,
          `${where}: ${guest.shim} shares no directories with its guest, so that the files are copied into it once, and what the pod writes is lost with the VM`,
        ),
      ]
    : [
        VOLUME_COPIED.find(
          path,
          `${where}, is read-only, and ${guest.shim} shares no directories with its guest: the files are copied into its memory when the container starts, and later changes do not arrive`,
        ),
      ];
}

/**
 * What volumes of a pod do not do in a VM.
 *
 * @param pod the pod spec
 * @param guest what its guest can do
 * @see https://github.com/kata-containers/kata-containers/blob/4.1.0/docs/Limitations.md
 */
export function validateVolumes(pod: SandboxedPodSpec, guest: GuestCapabilities): Finding[] {
  return mountedVolumes(pod).flatMap((mounted) => {
    const { volume, where } = mounted;
    if (volume.source === 'image') {
      return [
        IMAGE_VOLUME.find(
          pod.path,
          `${where}, is a kind of mount that the shim does not know: creating the container fails with ENOENT`,
        ),
      ];
    }
    const driver = stringOf(volume.fields.driver) ?? '';
    const { sizeLimit, medium } = volume.fields;
    const isLimitedDevice =
      volume.source === 'emptyDir' && guest.makesBlockEmptyDirs && medium !== 'Memory' && (sizeLimit ?? '') !== '';
    return [
      ...(isLimitedDevice
        ? [
            EMPTY_DIR_SIZE.find(
              pod.path,
              `${where}, has sizeLimit ${String(sizeLimit)}, and ${guest.shim} makes it a block device of the size of the node's file system, ` +
                'whose metadata counts against the limit (kata-containers#2438)',
            ),
          ]
        : []),
      ...sharingFindings(pod, mounted, guest),
      ...(volume.source === 'hostPath' ? hostPathFindings(pod, mounted, guest) : []),
      ...(volume.source === 'csi' && SOCKET_CSI_DRIVERS.includes(driver)
        ? [
            CSI_SOCKET.find(
              pod.path,
              `${where}, of driver ${driver} holds a Unix socket of the node: connecting to it from a guest is refused, since it has a kernel of its own`,
            ),
          ]
        : []),
    ];
  });
}
