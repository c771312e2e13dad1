import { isQuantity } from '../../validation/kubernetes-names';
import { sandboxLimits } from '../workload/sandbox-limits';
import type { SandboxLimits } from '../workload/sandbox-target';
import { type Fields, fieldsOf, itemsOf, valueAt } from './pod-spec';

/** Resources whose quantities size a VM. */
const SIZED = /^(cpu|memory|hugepages-.+)$/;

/** A value that is not a quantity. */
export interface BadQuantity {
  /** Where it is, such as `container app, resources.limits.memory`. */
  readonly field: string;
  readonly value: unknown;
}

function badQuantitiesOf(where: string, resources: Fields): readonly BadQuantity[] {
  return ['limits', 'requests'].flatMap((kind) =>
    Object.entries(fieldsOf(resources[kind]))
      .filter(([resource, value]) => SIZED.test(resource) && value !== undefined && value !== null && !isAmount(value))
      .map(([resource, value]) => ({ field: `${where}resources.${kind}.${resource}`, value })),
  );
}

function isAmount(value: unknown): boolean {
  return (typeof value === 'number' && value >= 0) || (typeof value === 'string' && isQuantity(value));
}

/** Quantities of a pod that Kubernetes does not read. */
export function badQuantities(spec: Fields): readonly BadQuantity[] {
  const lists = [
    ['container', itemsOf(spec.containers)],
    ['init container', itemsOf(spec.initContainers)],
  ] as const;
  return [
    ...badQuantitiesOf('', fieldsOf(spec.resources)),
    ...lists.flatMap(([role, containers]) =>
      containers.flatMap(({ name, resources }) => badQuantitiesOf(`${role} ${String(name)}, `, fieldsOf(resources))),
    ),
  ];
}

/** A pod spec whose containers have another map of limits. */
function withLimits(spec: Fields, limitsOf: (resources: Fields) => Fields): Fields {
  const change = (container: Fields): Fields => ({
    ...container,
    resources: { ...fieldsOf(container.resources), limits: limitsOf(fieldsOf(container.resources)) },
  });
  return {
    ...spec,
    containers: itemsOf(spec.containers).map(change),
    initContainers: itemsOf(spec.initContainers).map(change),
    ...(spec.resources !== undefined && {
      resources: { ...fieldsOf(spec.resources), limits: limitsOf(fieldsOf(spec.resources)) },
    }),
  };
}

/**
 * A pod spec as the API server stores it in a namespace whose LimitRanges give containers limits.
 *
 * @param spec the pod's spec
 * @param defaults limits of containers that have none
 */
export function withDefaultLimits(spec: Fields, defaults: Fields): Fields {
  const change = (container: Fields): Fields => {
    const resources = fieldsOf(container.resources);
    return { ...container, resources: { ...resources, limits: { ...defaults, ...fieldsOf(resources.limits) } } };
  };
  return {
    ...spec,
    containers: itemsOf(spec.containers).map(change),
    initContainers: itemsOf(spec.initContainers).map(change),
  };
}

/**
 * What a pod may use, as the kubelet hands it to the runtime.
 *
 * @param spec the pod's spec, without bad quantities
 */
export function limitsOf(spec: Fields): SandboxLimits {
  const { cpus, memoryMib } = sandboxLimits(withLimits(spec, ({ limits }) => fieldsOf(limits)));
  return {
    ...(cpus !== undefined && cpus > 0 && { cpus }),
    ...(memoryMib !== undefined && memoryMib > 0 && { memoryMib }),
  };
}

/**
 * What the scheduler sets aside for a pod, without its overhead. A container that has a limit and no request requests its limit.
 *
 * @param spec the pod's spec, without bad quantities
 */
export function requestsOf(spec: Fields): SandboxLimits {
  return sandboxLimits(withLimits(spec, ({ limits, requests }) => ({ ...fieldsOf(limits), ...fieldsOf(requests) })));
}

/** Huge pages of a pod, in the units of its quantities. */
export function hugePagesOf(spec: Fields): readonly string[] {
  return [
    ...itemsOf(spec.containers),
    ...itemsOf(spec.initContainers).filter((it) => it.restartPolicy === 'Always'),
  ].flatMap((container) =>
    Object.entries(fieldsOf(valueAt(container, 'resources.limits')))
      .filter(([resource]) => resource.startsWith('hugepages-'))
      .map(([, value]) => String(value)),
  );
}
