import {
  defeatsIsolation,
  memoryLimitMissing,
  nodeSelectorConflict,
  overheadByHand,
  subPathUnsupported,
} from '../errors/sandbox';
import type { SandboxTarget } from './sandbox-workload';

interface VolumeMount {
  readonly name?: string;
  readonly subPath?: string;
  readonly subPathExpr?: string;
}

interface Container {
  readonly name?: string;
  readonly restartPolicy?: string;
  readonly resources?: { readonly limits?: { readonly memory?: unknown } };
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
    ...(target.requiresMemoryLimit
      ? lasting
          .filter((container) => container.resources?.limits?.memory === undefined)
          .map((container) => memoryLimitMissing(object, nameOf(container), target.shim))
      : []),
  ];
}
