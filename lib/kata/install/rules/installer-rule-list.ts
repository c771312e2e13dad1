import { error } from '../../kata-rule';

/** Rules about what installs: its image, namespace, folders, containerd, pods and monitor. */
export const INSTALLER_RULES = {
  installationPrefix: error(
    'installation-prefix',
    'the folder of the installation is not an absolute path in which files stay',
    'write one such as /var/lib/kata, or leave installationPrefix out',
  ),
  namespace: error(
    'namespace',
    'the namespace of the installer is not the name of a namespace',
    'write a DNS label, or leave it out for kube-system',
  ),
  otherRelease: error(
    'image-of-other-release',
    'an image is of another program or release than the one whose manifest is written',
    'leave the image out, or choose the release that it is of',
  ),
  notInRelease: error(
    'not-in-release',
    "the release's kata-deploy does not have what an option asks for",
    'leave the option out, or use a newer release',
  ),
  startupTaintsStay: error(
    'startup-taints-stay',
    'the release cannot lift the startup taints of the nodes, which would keep every pod away for ever',
    'use a release since 4.1.0, or a node pool with startupTaint: false',
  ),
  ownershipLabel: error(
    'ownership-label',
    'nodes are selected by a label that kata-deploy sets and takes away again, so that it would uninstall itself',
    'select a label of your own, such as kata-containers=enabled',
  ),
  folderOutOfReach: error(
    'folder-out-of-reach',
    'the release writes wrong paths outside its default folder, which are corrected for some shims only',
    'leave multiInstallSuffix and installationPrefix out, or what cannot be corrected',
  ),
  suffix: error(
    'multi-install-suffix',
    'the suffix cannot be part of the names that are made of it',
    'choose another suffix, or leave it out',
  ),
  suffixDiffers: error(
    'multi-install-suffix-differs',
    'the suffix is not the one that the nodes are labelled for, so that the RuntimeClasses would select no node',
    'leave it out, or give the node pool the same',
  ),
  containerdVersion: error(
    'containerd-version',
    'containerdVersion is not a version',
    'write major.minor, such as 2.0',
  ),
  containerdTooOld: error(
    'containerd-too-old',
    'containerd on the nodes is older than the release works with',
    'upgrade the nodes',
  ),
  newerContainerd: error(
    'needs-newer-containerd',
    'an option needs a newer containerd than the nodes have',
    'leave the option out, or upgrade the nodes',
  ),
  containerdConfigDir: error(
    'containerd-config-dir',
    "the folder of containerd's configuration is not an absolute path that ends with a slash",
    'write one such as /etc/containerd/, or leave it out',
  ),
  containerdConfigFile: error(
    'containerd-config-file',
    "the file of containerd's configuration is not a bare name",
    'write one such as config.toml, or leave it out',
  ),
  containerdConfigVersion: error(
    'containerd-config-version',
    "configVersion is not a version of containerd's configuration",
    'write 2, 3 or 4',
  ),
  dropInVersion: error(
    'containerd-drop-in-version',
    "a drop-in of a newer version than the nodes' own file makes containerd read that file as the newer one, which breaks every pod of the node",
    'write version = 2, or say what the nodes have with containerd.configVersion',
  ),
  secretInDropIn: error(
    'secret-in-drop-in',
    'a drop-in for containerd holds a credential, which would lie in a ConfigMap',
    'let the nodes get it another way, such as a credential provider of the kubelet',
  ),
  devkit: error(
    'devkit-without-debug',
    'devkit is on without debug, whose console is the only way to its tools',
    'switch debug on too',
  ),
  podLabel: error(
    'pod-label-reserved',
    'podLabels has the label by which the DaemonSet finds its pods',
    'use another key',
  ),
  podAnnotationKey: error('pod-annotation-key', 'podAnnotations has a key that Kubernetes refuses', 'correct the key'),
  podAnnotationComputed: error(
    'pod-annotation-computed',
    'podAnnotations has an annotation that is computed',
    'remove the annotation',
  ),
  affinity: error(
    'affinity',
    'the affinity is not as Kubernetes writes it',
    'correct the field, or leave affinity out',
  ),
  updateStrategy: error(
    'update-strategy',
    'the update strategy is not one that the installer can have',
    'correct it, or leave it out for one node at a time',
  ),
  probe: error(
    'probe',
    'a field of the probes is out of its range',
    'write seconds and counts from 1 on, and a port from 1 to 65535',
  ),
  priorityQuota: error(
    'priority-quota',
    'pods have a system priority in a namespace whose quotas do not admit it',
    "add a ResourceQuota, or give priorityClassName: ''",
  ),
  monitorImage: error(
    'monitor-image',
    'the catalogue has no image of kata-monitor for the release',
    'name one with image',
  ),
  monitorValue: error(
    'monitor-value',
    'a setting of the monitor cannot be used',
    'write a port from 1 to 65535, an absolute path, an IPv4 address or a quantity, as the setting takes it',
  ),
  cleanup: error('cleanup', 'the release cleans its nodes up by itself', 'leave KataCleanup out'),
};
