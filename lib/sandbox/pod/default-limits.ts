import { type Finding, Severity } from '../../validation/finding';
import { isQuantity } from '../../validation/kubernetes-names';
import { bytes, cpus } from '../../validation/quantity';
import { Rule } from '../../validation/rule';
import type { GuestCapabilities } from '../workload/sandbox-target';
import { describeSize } from './limit-rules';
import type { PodRemark } from './pod-remark';
import { type Fields, fieldsOf, type SandboxedPodSpec } from './pod-spec';
import { badQuantities, limitsOf, requestsOf } from './resources';

/** Limits for containers that have none. */
export interface DefaultLimits {
  /** Memory, as a quantity of Kubernetes, such as `1Gi`. A container that requests more gets its request as limit. */
  readonly memory: string;

  /**
   * CPU, as a quantity of Kubernetes, such as `500m` or `2`. A container that requests more gets its request as limit.
   *
   * @default - CPU limits stay as they are
   */
  readonly cpu?: string;
}

/** Limits that were filled in. */
export const DEFAULT_LIMITS = new Rule({
  id: 'sandbox/default-limits',
  severity: Severity.WARNING,
  meaning: 'limits were filled in, and Kubernetes requests as much for a container that requests nothing',
  fix: 'acknowledge the rule if the sizes are right, or set limits in the workload',
});

/** A default that is not a quantity. */
const BAD_DEFAULT = new Rule({
  id: 'sandbox/default-limits-quantity',
  severity: Severity.ERROR,
  meaning: 'a limit to fill in is not a quantity above zero',
  fix: 'write it as 500m, 2, 512Mi or 1Gi',
});

/** Rules about limits that are filled in. */
export const DEFAULT_LIMIT_RULES: readonly Rule[] = [DEFAULT_LIMITS, BAD_DEFAULT];

/**
 * What is wrong with limits to fill in.
 *
 * @param path path of the construct that they are for
 * @param limits the limits
 */
export function validateDefaultLimits(path: string, limits: DefaultLimits): Finding[] {
  return (['memory', 'cpu'] as const).flatMap((resource) => {
    const value = limits[resource];
    const isGood = value === undefined ? resource === 'cpu' : isQuantity(value) && bytes(resource, value) > 0;
    return isGood
      ? []
      : [BAD_DEFAULT.find(path, `defaultLimits.${resource} '${String(value)}' is not a quantity above zero`)];
  });
}

/** A container of a pod spec that is being written. */
interface WrittenContainer {
  resources?: { limits?: { [resource: string]: unknown }; requests?: Fields };
  readonly [field: string]: unknown;
}

const isMap = (value: unknown): value is WrittenContainer =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isAbsent = (value: unknown) => value === undefined || value === null;

/** The larger of two quantities, as it is written. */
function larger(resource: string, one: string, other: unknown): unknown {
  if (isAbsent(other) || !(typeof other === 'number' || isQuantity(other))) return one;
  const amount = resource === 'cpu' ? cpus : bytes;
  return amount(resource, String(other)) > amount(resource, one) ? other : one;
}

/**
 * Fills limits in, in place, where a container that lasts as long as its pod has none. A pod with limits of its own is left, and
 * so are init containers that end.
 *
 * @param spec the pod's spec as it is written
 * @param defaults the limits
 * @returns names of the containers that got some
 */
export function fillLimits(spec: Fields, defaults: DefaultLimits): string[] {
  const own = fieldsOf(fieldsOf(spec.resources).limits);
  if (!isAbsent(own.cpu) || !isAbsent(own.memory)) return [];
  const listed = (list: unknown): WrittenContainer[] => (Array.isArray(list) ? list.filter(isMap) : []);
  const lasting = [
    ...listed(spec.initContainers).filter(({ restartPolicy }) => restartPolicy === 'Always'),
    ...listed(spec.containers),
  ];
  return lasting
    .filter((container) => {
      const resources = fieldsOf(container.resources);
      const limits = fieldsOf(resources.limits);
      const requests = fieldsOf(resources.requests);
      const filled = Object.entries(defaults)
        .filter(([resource, value]) => value !== undefined && isAbsent(limits[resource]))
        .map(([resource, value]) => [resource, larger(resource, value, requests[resource])] as const);
      if (filled.length === 0) return false;
      container.resources = { ...resources, limits: { ...limits, ...Object.fromEntries(filled) } };
      return true;
    })
    .map(({ name }) => String(name));
}

/**
 * What is to be said of a pod spec into which limits were filled.
 *
 * @param pod the pod spec with the limits
 * @param containers names of the containers that got some
 * @param guest what its guest can do
 */
export function filledRemark(
  pod: SandboxedPodSpec,
  containers: readonly string[],
  guest: GuestCapabilities,
): PodRemark[] {
  if (containers.length === 0 || badQuantities(pod.spec).length > 0) return [];
  const filled = `limits of ${containers.join(', ')} were filled in`;
  if (pod.isPartial)
    return [{ rule: DEFAULT_LIMITS, pod, message: `${filled}, in a template that its controller completes` }];
  const { cpus: requestedCpus = 0, memoryMib = 0 } = requestsOf(pod.spec);
  const size = describeSize(guest.sizeOf(limitsOf(pod.spec)));
  const count = Number(requestedCpus.toFixed(3));
  const requested = `${count} ${count === 1 ? 'CPU' : 'CPUs'} and ${Number(memoryMib.toFixed(3))} MiB`;
  return [
    {
      rule: DEFAULT_LIMITS,
      pod,
      message: `${filled}: the pod requests ${requested}, and its VM gets ${size}`,
    },
  ];
}
