import { PROC_MOUNTS } from '../../data/kata/pod-fields';
import { type Finding, Severity } from '../../validation/finding';
import { Rule } from '../../validation/rule';
import { containersOf, itemsOf, mountsOf, type PodMount, type SandboxedPodSpec, stringOf } from './pod-spec';
import { volumeSource } from './volume-rules';

/** A part of a volume. */
export const SUB_PATH = new Rule({
  id: 'sandbox/sub-path',
  severity: Severity.ERROR,
  canAcknowledge: true,
  meaning: 'a container mounts a part of a volume, which upstream does not support (kata-containers/runtime#2812)',
  fix: 'mount the whole volume, or acknowledge the rule if the workload was tried',
});

/** One file of a ConfigMap or Secret. */
export const SUB_PATH_OF_FILES = new Rule({
  id: 'sandbox/sub-path-of-files',
  severity: Severity.WARNING,
  meaning:
    'a container mounts one file of a ConfigMap or Secret, which upstream lists as unsupported (kata-containers/runtime#2812)',
  fix: 'mount the whole volume with items, or acknowledge the rule if the workload was tried',
});

/** A part of a volume, named by variables. */
export const SUB_PATH_EXPR = new Rule({
  id: 'sandbox/sub-path-expr',
  severity: Severity.WARNING,
  meaning:
    'a container mounts a part of a volume that variables name: upstream runs one test with it, and lists subPath as unsupported',
  fix: 'mount the whole volume, or acknowledge the rule if the workload was tried',
});

/** Mounts that are to cross to the node. */
export const MOUNT_PROPAGATION = new Rule({
  id: 'sandbox/mount-propagation',
  severity: Severity.ERROR,
  canAcknowledge: true,
  meaning: 'mounts should propagate between node and container, but mounts do not cross from one kernel to the other',
  fix: 'remove mountPropagation; an agent of the node belongs on runc: leave it out with sandbox(x, { except })',
});

/** Mounts that are to cross to another container. */
export const MOUNT_PROPAGATION_IN_POD = new Rule({
  id: 'sandbox/mount-propagation-in-pod',
  severity: Severity.WARNING,
  meaning: 'mounts should propagate between the containers of one pod, which upstream does not test',
  fix: 'remove mountPropagation if no container of the pod mounts something there',
});

/** A mount that the agent refuses. */
export const MOUNT_OVER_PROC = new Rule({
  id: 'sandbox/mount-over-proc',
  severity: Severity.ERROR,
  meaning: 'a container mounts a volume over /proc, which the agent in the guest refuses',
  fix: 'mount it elsewhere',
});

/** A block device at a path that the agent refuses. */
export const DEVICE_PATH = new Rule({
  id: 'sandbox/device-path',
  severity: Severity.ERROR,
  meaning: 'a block device has a path outside of /dev, where the agent in the guest makes no devices',
  fix: 'choose a path below /dev',
});

/** Rules about mounts and block devices. */
export const MOUNT_RULES: readonly Rule[] = [
  SUB_PATH,
  SUB_PATH_OF_FILES,
  SUB_PATH_EXPR,
  MOUNT_PROPAGATION,
  MOUNT_PROPAGATION_IN_POD,
  MOUNT_OVER_PROC,
  DEVICE_PATH,
];

function mountFindings(
  { path, object }: SandboxedPodSpec,
  { container, volume, mountPath, fields }: PodMount,
): Finding[] {
  const source = volume?.source ?? 'persistentVolumeClaim';
  const name = stringOf(fields.name) ?? '(unnamed)';
  const where = `${object}: ${container.role} ${container.name} mounts ${name} (${source}) at ${mountPath}`;
  const { subPath, subPathExpr, mountPropagation } = fields;
  const isFiles = ['configMap', 'secret', 'projected', 'downwardAPI'].includes(source);
  const found: Finding[] = [];
  if (subPath && isFiles) {
    found.push(
      SUB_PATH_OF_FILES.find(path, `${where} with subPath '${String(subPath)}', which upstream lists as unsupported`),
    );
  } else if (subPath) {
    found.push(SUB_PATH.find(path, `${where} with subPath '${String(subPath)}', which upstream does not support`));
  }
  if (subPathExpr) {
    found.push(
      SUB_PATH_EXPR.find(
        path,
        `${where} with subPathExpr '${String(subPathExpr)}', which upstream runs in one test and lists as unsupported`,
      ),
    );
  }
  if (mountPropagation === 'Bidirectional' || mountPropagation === 'HostToContainer') {
    found.push(
      volumeSource(source).mountedByNode
        ? MOUNT_PROPAGATION.find(
            path,
            `${where} with mountPropagation ${mountPropagation}: a mount made in the guest does not reach the node, nor the other way round`,
          )
        : MOUNT_PROPAGATION_IN_POD.find(
            path,
            `${where} with mountPropagation ${mountPropagation}: it reaches at most the other containers of the pod`,
          ),
    );
  }
  if ((mountPath === '/proc' || mountPath.startsWith('/proc/')) && !PROC_MOUNTS.includes(mountPath)) {
    found.push(MOUNT_OVER_PROC.find(path, `${where}: the agent in the guest refuses mounts there (CVE-2019-16884)`));
  }
  return found;
}

function deviceFindings({ path, object, spec }: SandboxedPodSpec): Finding[] {
  return containersOf(spec).flatMap(({ name, role, fields }) =>
    itemsOf(fields.volumeDevices).flatMap(({ name: volume, devicePath }) => {
      const at = stringOf(devicePath) ?? '';
      if (/^\/+dev\/+[^/]/.test(at) && !at.split('/').includes('..')) return [];
      const last =
        at
          .split('/')
          .filter((part) => part !== '' && part !== '..')
          .at(-1) ??
        stringOf(volume) ??
        'data';
      const better = `/dev/${last === 'dev' ? (stringOf(volume) ?? 'data') : last}`;
      return [
        DEVICE_PATH.find(
          path,
          `${object}: ${role} ${name}, volumeDevices ${stringOf(volume) ?? '(unnamed)'} has devicePath '${at}', and the agent ` +
            'in the guest makes devices below /dev only ("is not a valid device path")',
          `write ${better}`,
        ),
      ];
    }),
  );
}

/**
 * What mounts and block devices of a pod do not do in a VM.
 *
 * @param pod the pod spec
 */
export function validateMounts(pod: SandboxedPodSpec): Finding[] {
  return [...mountsOf(pod.spec).flatMap((mount) => mountFindings(pod, mount)), ...deviceFindings(pod)];
}
