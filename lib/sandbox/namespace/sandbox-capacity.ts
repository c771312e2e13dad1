import type { Finding } from '../../validation/finding';
import { isQuantity } from '../../validation/kubernetes-names';
import { cpus, mebibytes, quantityProblem } from '../../validation/quantity';
import type { IRuntimeClass } from '../runtime-class';
import { NAMESPACE_PROPS } from './namespace-rules';

/** How much a namespace may use. The quota and the defaults of its containers come from the same numbers. */
export interface SandboxCapacity {
  /**
   * Pods at a time, those of a rolling update included.
   *
   * @default 20
   */
  readonly pods?: number;

  /**
   * CPUs of one sandbox, as a Kubernetes quantity. Containers that name no limit get it; together the pods get so much for each.
   *
   * @default '500m'
   */
  readonly cpu?: string;

  /**
   * Memory of one sandbox, as a Kubernetes quantity. Containers that name no limit get it; together the pods get so much for each.
   *
   * @default '1Gi'
   */
  readonly memory?: string;

  /**
   * Disk space that PersistentVolumeClaims may ask for together, as a Kubernetes quantity.
   *
   * @default '100Gi'
   */
  readonly storage?: string;
}

/** Overhead of a VM, as a RuntimeClass declares it. */
export interface SandboxOverhead {
  /**
   * CPUs beside the containers'.
   *
   * @default '0'
   */
  readonly cpu?: string;

  /**
   * Memory beside the containers'.
   *
   * @default '0'
   */
  readonly memory?: string;
}

/** A capacity with its defaults. */
export type ResolvedCapacity = Required<SandboxCapacity>;

/** Fills in the defaults. */
export function resolveCapacity({
  pods = 20,
  cpu = '500m',
  memory = '1Gi',
  storage = '100Gi',
}: SandboxCapacity = {}): ResolvedCapacity {
  return { pods, cpu, memory, storage };
}

/** Findings about the fields of a capacity that are not valid. */
export function capacityProblems(capacity: ResolvedCapacity): Finding[] {
  const bad = (field: keyof SandboxCapacity, what: string, fix: string) =>
    NAMESPACE_PROPS.find('', `capacity.${field} ${what}`, fix);
  const positive = (field: 'cpu' | 'memory' | 'storage', example: string) => {
    const value = capacity[field];
    if (isQuantity(value) && cpus(`capacity.${field}`, value) > 0) return [];
    return [bad(field, `'${value}' is not an amount above zero`, `write a quantity such as ${example}`)];
  };
  const { pods, memory } = capacity;
  const isTooSmall = positive('memory', '1Gi').length === 0 && mebibytes('capacity.memory', memory) < 32;
  return [
    ...(Number.isInteger(pods) && pods >= 1
      ? []
      : [bad('pods', `${pods} is not a whole number above zero`, 'write how many pods run at a time')]),
    ...positive('cpu', '500m'),
    ...positive('memory', '1Gi'),
    ...positive('storage', '100Gi'),
    ...(isTooSmall
      ? [
          bad(
            'memory',
            `'${memory}' is less than 32Mi, which is below what any VM starts with`,
            'write a quantity such as 1Gi',
          ),
        ]
      : []),
  ];
}

/**
 * Findings about the fields of an overhead that are not amounts.
 *
 * @param overhead the overhead
 * @param field what holds it
 */
export function overheadProblems(overhead: SandboxOverhead, field = 'overhead'): Finding[] {
  return (['cpu', 'memory'] as const).flatMap(
    (resource) => quantityProblem(`${field}.${resource}`, resource, overhead[resource] ?? '0') ?? [],
  );
}

/** The overhead that a class declares. */
export function overheadOf(runtimeClass: IRuntimeClass): SandboxOverhead | undefined {
  return (runtimeClass as { readonly overhead?: SandboxOverhead }).overhead;
}

/** The largest overhead of some classes. */
export function largestOverhead(classes: readonly IRuntimeClass[]): SandboxOverhead {
  const most = (resource: 'cpu' | 'memory', amount: (quantity: string) => number) =>
    classes.map(overheadOf).reduce((largest, it) => {
      const quantity = it?.[resource] ?? '0';
      return amount(quantity) > amount(largest) ? quantity : largest;
    }, '0');
  return {
    cpu: most('cpu', (quantity) => cpus('overhead.cpu', quantity)),
    memory: most('memory', (quantity) => mebibytes('overhead.memory', quantity)),
  };
}

const millicpus = (value: number): string => (value % 1000 === 0 ? String(value / 1000) : `${value}m`);
const mebi = (value: number): string => (value % 1024 === 0 ? `${value / 1024}Gi` : `${value}Mi`);

/** The quota of a namespace: its pods' containers and the VMs around them, since the API server counts both. */
export function quotaOf(
  { pods, cpu, memory, storage }: ResolvedCapacity,
  overhead: SandboxOverhead,
): { [resource: string]: string } {
  const milli = (field: string, quantity: string) => Math.ceil(cpus(field, quantity) * 1000 - 1e-9);
  const cpuTotal = millicpus(pods * (milli('capacity.cpu', cpu) + milli('overhead.cpu', overhead.cpu ?? '0')));
  const memoryEach = mebibytes('capacity.memory', memory) + mebibytes('overhead.memory', overhead.memory ?? '0');
  const memoryTotal = mebi(pods * memoryEach);
  return {
    'limits.cpu': cpuTotal,
    'limits.memory': memoryTotal,
    pods: String(pods),
    'requests.cpu': cpuTotal,
    'requests.memory': memoryTotal,
    'requests.storage': storage,
  };
}
