import { COPIED_VOLUMES, DEVICE_RESOURCES, lackedBy } from '../../data/kata/hypervisors';
import {
  defeatsIsolation,
  deviceNotHandedThrough,
  memoryLimitMissing,
  nodeSelectorConflict,
  overheadByHand,
  subPathUnsupported,
  volumeNotShared,
} from './messages';
import type { SandboxTarget } from './sandbox-target';

interface VolumeMount {
  readonly name?: string;
  readonly subPath?: string;
  readonly subPathExpr?: string;
}

/** A volume; its source is the field beside the name. */
interface Volume {
  readonly name?: string;
  readonly [source: string]: unknown;
}

interface Resources {
  readonly limits?: { readonly [resource: string]: unknown };
}

interface Container {
  readonly name?: string;
  readonly restartPolicy?: string;
  readonly resources?: Resources;
  readonly volumeMounts?: readonly VolumeMount[];
}

/** The fields of a pod's spec that matter to a VM runtime. */
export interface PodSpec {
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly overhead?: unknown;
  readonly nodeSelector?: { readonly [label: string]: string };
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
}

const HOST_NAMESPACES = ['hostNetwork', 'hostPID', 'hostIPC'] as const;

/**
 * What in a pod's spec defeats the VM that the target gives it, or breaks in it.
 *
 * @param object how the workload is named in a sentence
 * @param spec the pod's spec as it will be applied
 * @param target the runtime
 * @see https://github.com/kata-containers/kata-containers/blob/main/docs/Limitations.md
 */
export function podSpecProblems(object: string, spec: PodSpec, target: SandboxTarget): string[] {
  const lacks = lackedBy(target.shim);
  const containers = spec.containers ?? [];
  const initContainers = spec.initContainers ?? [];
  // A sidecar is an init container that stays; it shares the VM with the containers.
  const lasting = [...containers, ...initContainers.filter((container) => container.restartPolicy === 'Always')];
  const nameOf = (container: Container) => container.name ?? '(unnamed)';
  return [
    ...HOST_NAMESPACES.filter((field) => spec[field] === true).map((field) => defeatsIsolation(object, field)),
    ...(spec.overhead === undefined ? [] : [overheadByHand(object, target.runtimeClassName)]),
    ...Object.entries(spec.nodeSelector ?? {}).flatMap(([key, value]) => {
      const selected = Object.hasOwn(target.nodeSelector, key) ? target.nodeSelector[key] : undefined;
      return selected === undefined || selected === value ? [] : [nodeSelectorConflict(object, key, value, selected)];
    }),
    ...[...containers, ...initContainers].flatMap((container) =>
      (container.volumeMounts ?? [])
        .filter((mount) => mount.subPath || mount.subPathExpr)
        .map((mount) => subPathUnsupported(object, nameOf(container), mount.name ?? '(unnamed)')),
    ),
    ...(lacks.includes('directories') ? volumeProblems(object, spec, target.shim) : []),
    ...(lacks.includes('passthrough') ? deviceProblems(object, spec, target.shim) : []),
    ...(target.requiresMemoryLimit
      ? lasting
          .filter((container) => container.resources?.limits?.memory === undefined)
          .map((container) => memoryLimitMissing(object, nameOf(container), target.shim))
      : []),
  ];
}

const allContainers = ({ containers = [], initContainers = [] }: PodSpec) => [...containers, ...initContainers];

/**
 * Volumes whose files would be copied into the guest when the container starts, and never back.
 *
 * A mount without a volume is one of a StatefulSet's claims.
 *
 * @see https://github.com/kata-containers/kata-containers/blob/4.1.0/src/runtime/virtcontainers/fs_share_linux.go
 */
function volumeProblems(object: string, spec: PodSpec, shim: string): string[] {
  const mounted = new Set(allContainers(spec).flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ name }) => name)));
  return [...mounted].flatMap((name = '(unnamed)') => {
    const volume = (spec.volumes ?? []).find((it) => it.name === name) ?? { persistentVolumeClaim: {} };
    const source = Object.keys(volume).find((field) => field !== 'name') ?? 'emptyDir';
    return COPIED_VOLUMES.includes(source) ? [] : [volumeNotShared(object, name, source, shim)];
  });
}

function deviceProblems(object: string, spec: PodSpec, shim: string): string[] {
  const resources = allContainers(spec).flatMap((container) => Object.keys(container.resources?.limits ?? {}));
  return [...new Set(resources)]
    .filter((resource) => DEVICE_RESOURCES.test(resource))
    .map((resource) => deviceNotHandedThrough(object, resource, shim));
}
