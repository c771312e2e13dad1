import { bytes, cpus } from '../../validation/quantity';
import type { SandboxLimits } from './sandbox-target';

/** Limits of a container or of a pod, as Kubernetes writes them. */
export interface ResourceLimits {
  readonly [resource: string]: unknown;
}

/** A container, as far as its limits matter. */
export interface LimitedContainer {
  /** `Always` makes an init container a sidecar. */
  readonly restartPolicy?: string;

  /** Its resources. */
  readonly resources?: { readonly limits?: ResourceLimits };
}

/** A pod's spec, as far as its limits matter. */
export interface LimitedPod {
  readonly containers?: readonly LimitedContainer[];
  readonly initContainers?: readonly LimitedContainer[];

  /** Resources of the pod itself, since Kubernetes 1.34. */
  readonly resources?: { readonly limits?: ResourceLimits };
}

const MIB = 2 ** 20;

type Amounts = readonly (number | undefined)[];

/**
 * What a pod may use, as the kubelet hands it to the runtime: limits of the pod itself, or the larger of what its containers
 * may use together and what an init container may use beside the sidecars that were started before it. A container without a
 * limit counts as nothing.
 *
 * @param pod the pod's spec
 * @returns CPUs and memory; a field is absent where nothing limits it
 * @throws for a limit that is not a quantity
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.0/pkg/kubelet/kuberuntime/kuberuntime_sandbox_linux.go
 */
export function sandboxLimits(pod: LimitedPod): SandboxLimits {
  const thousandths = effective(pod, 'cpu', (field, value) =>
    Math.ceil(Number((cpus(field, value) * 1000).toFixed(6))),
  );
  const memory = effective(pod, 'memory', bytes);
  return {
    ...(thousandths !== undefined && { cpus: thousandths / 1000 }),
    ...(memory !== undefined && { memoryMib: memory / MIB }),
  };
}

function effective(
  pod: LimitedPod,
  resource: string,
  parse: (field: string, quantity: string) => number,
): number | undefined {
  const limitOf = (at: string, { resources }: LimitedContainer): number | undefined => {
    const value = resources?.limits?.[resource];
    return value === undefined || value === null
      ? undefined
      : parse(`${at}.resources.limits.${resource}`, String(value));
  };
  const ofPod = limitOf('spec', pod);
  if (ofPod !== undefined) return ofPod;
  const { containers = [], initContainers = [] } = pod;
  let together: Amounts = containers.map((container, index) => limitOf(`containers[${index}]`, container));
  let sidecars: Amounts = [];
  let highest: number | undefined;
  for (const [index, container] of initContainers.entries()) {
    const own = limitOf(`initContainers[${index}]`, container);
    if (container.restartPolicy === 'Always') {
      together = [...together, own];
      sidecars = [...sidecars, own];
    }
    highest = larger(highest, container.restartPolicy === 'Always' ? sum(sidecars) : sum([...sidecars, own]));
  }
  return larger(sum(together), highest);
}

function sum(amounts: Amounts): number | undefined {
  const given = amounts.filter((amount) => amount !== undefined);
  return given.length === 0 ? undefined : given.reduce((total, amount) => total + amount, 0);
}

function larger(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}
