/**
 * Folders of the node that kata-deploy works on.
 *
 * Sources: `templates/_helpers.tpl` of the kata-deploy chart 4.1.0 (commonVolumeMounts, commonVolumes, containerdConfPath,
 * containerdRuntimeSocket), and the overlays of the manifests at tag 3.14.0.
 */

/** Folder of containerd's configuration, by distribution. */
export const CONTAINERD_CONFIG_DIRS = {
  k8s: '/etc/containerd/',
  k3s: '/var/lib/rancher/k3s/agent/etc/containerd/',
  rke2: '/var/lib/rancher/rke2/agent/etc/containerd/',
  k0s: '/etc/k0s/',
  microk8s: '/var/snap/microk8s/current/args/',
} as const;

/** containerd's socket, by distribution. */
export const CONTAINERD_SOCKETS = {
  k8s: '/run/containerd/containerd.sock',
  k3s: '/run/k3s/containerd/containerd.sock',
  rke2: '/run/k3s/containerd/containerd.sock',
  k0s: '/run/k0s/containerd.sock',
  microk8s: '/var/snap/microk8s/common/run/containerd.sock',
} as const;

/** How the binary contract calls an architecture in its variables. */
export const ARCHITECTURE_SUFFIXES = {
  amd64: 'X86_64',
  arm64: 'AARCH64',
  s390x: 'S390X',
  ppc64le: 'PPC64LE',
} as const;

/** A folder of the node, and where the installer sees it. */
export interface HostFolder {
  readonly name: string;
  readonly path: string;
  readonly mountPath: string;
  readonly type?: string;
  readonly readOnly?: true;
}

/** What the binary sees of the node beside the folders of containerd and of Kata, in the chart's order. */
export const BINARY_HOST_FOLDERS: readonly HostFolder[] = [
  { name: 'systemd-system', path: '/etc/systemd/system', mountPath: '/etc/systemd/system', type: 'DirectoryOrCreate' },
  { name: 'systemd-private', path: '/run/systemd/private', mountPath: '/run/systemd/private', type: 'Socket' },
  { name: 'boot', path: '/boot', mountPath: '/boot', readOnly: true },
  { name: 'host-machine-id', path: '/etc/machine-id', mountPath: '/host-machine-id', type: 'File', readOnly: true },
  { name: 'host-run-lock', path: '/run/lock', mountPath: '/host-run-lock', type: 'DirectoryOrCreate' },
  { name: 'host-usr-bin', path: '/usr/bin', mountPath: '/host-usr/bin', readOnly: true },
  { name: 'host-usr-sbin', path: '/usr/sbin', mountPath: '/host-usr/sbin', readOnly: true },
  { name: 'host-usr-local-bin', path: '/usr/local/bin', mountPath: '/host-usr-local/bin', readOnly: true },
  { name: 'host-usr-local-sbin', path: '/usr/local/sbin', mountPath: '/host-usr-local/sbin', readOnly: true },
  { name: 'host-bin', path: '/bin', mountPath: '/host-bin', readOnly: true },
  { name: 'host-sbin', path: '/sbin', mountPath: '/host-sbin', readOnly: true },
];
