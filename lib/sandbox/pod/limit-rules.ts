import { Severity } from '../../validation/finding';
import { mebibytes } from '../../validation/quantity';
import { Rule } from '../../validation/rule';
import type { GuestCapabilities, GuestSize, SandboxLimits } from '../workload/sandbox-target';
import type { PodRemark } from './pod-remark';
import {
  ContainerRole,
  containersOf,
  type Fields,
  fieldsOf,
  itemsOf,
  type SandboxedPodSpec,
  stringOf,
  valueAt,
} from './pod-spec';
import { badQuantities, hugePagesOf, limitsOf, requestsOf, withDefaultLimits } from './resources';

/** A quantity that the API server refuses. */
export const QUANTITY = new Rule({
  id: 'sandbox/quantity',
  severity: Severity.ERROR,
  meaning: 'a limit or request is not a quantity, so that the API server refuses the pod',
  fix: 'write it as 500m, 2, 512Mi or 1Gi',
});

/** A pod without limits. */
export const NO_LIMITS = new Rule({
  id: 'sandbox/no-limits',
  severity: Severity.WARNING,
  meaning:
    "pods have no limits of CPU or memory: each gets the shim's default VM, whose memory Kubernetes does not count",
  fix: "set limits, or fill them in: sandbox(x, { defaultLimits: { memory: '1Gi' } })",
});

/** A pod in which some containers have a limit. */
export const SOME_LIMITS = new Rule({
  id: 'sandbox/some-limits',
  severity: Severity.WARNING,
  meaning:
    'some containers of a pod have no memory limit, and the VM has the sum of the limits of the others for all of them',
  fix: "set limits for every container, or fill them in: sandbox(x, { defaultLimits: { memory: '1Gi' } })",
});

/** A VM that does not start. */
export const VM_TOO_SMALL = new Rule({
  id: 'sandbox/vm-too-small',
  severity: Severity.ERROR,
  meaning:
    'the limits of a pod make a VM with less memory than the shim starts, as a CPU limit without a memory limit does',
  fix: "set memory limits, or fill them in: sandbox(x, { defaultLimits: { memory: '1Gi' } })",
});

/** Requests that the VM does not have. */
export const REQUESTS_ABOVE_VM = new Rule({
  id: 'sandbox/requests-above-vm',
  severity: Severity.WARNING,
  meaning:
    'a pod requests more CPU or memory than its VM gets: the scheduler reserves the difference, and the pod cannot use it',
  fix: 'set limits that are at least the requests: the VM is sized by limits alone',
});

/** More vCPUs than there can be. */
export const VM_TOO_MANY_CPUS = new Rule({
  id: 'sandbox/vm-too-many-cpus',
  severity: Severity.ERROR,
  meaning: 'the limits of a pod make a VM with more vCPUs than the hypervisor takes',
  fix: 'lower the CPU limits',
});

/** More containers than a VM has block devices for. */
export const TOO_MANY_CONTAINERS = new Rule({
  id: 'sandbox/too-many-containers',
  severity: Severity.ERROR,
  meaning: 'a pod has more containers than its VM has block devices for their images',
  fix: 'split the pod, or take another shim',
});

/** Huge pages beyond the VM. */
export const HUGE_PAGES = new Rule({
  id: 'sandbox/huge-pages',
  severity: Severity.ERROR,
  meaning: 'the huge pages of a pod are made in the memory of its guest, which is smaller',
  fix: 'raise the memory limits above the huge pages, or lower these',
});

/** A volume in memory beyond the VM. */
export const MEMORY_VOLUME = new Rule({
  id: 'sandbox/memory-volume',
  severity: Severity.WARNING,
  meaning: 'a volume in memory may grow beyond the memory of its VM, which holds it',
  fix: 'raise the memory limits above sizeLimit, or lower it',
});

/** Rules about the size of VMs. */
export const LIMIT_RULES: readonly Rule[] = [
  QUANTITY,
  NO_LIMITS,
  SOME_LIMITS,
  VM_TOO_SMALL,
  REQUESTS_ABOVE_VM,
  VM_TOO_MANY_CPUS,
  TOO_MANY_CONTAINERS,
  HUGE_PAGES,
  MEMORY_VOLUME,
];

/** A size of a VM, for a message. */
export function describeSize({ vcpus, memoryMib }: GuestSize): string {
  return `${vcpus} ${vcpus === 1 ? 'vCPU' : 'vCPUs'} and ${memoryMib} MiB`;
}

/** Whether VMs have what their pods may use, and not their defaults beside it. */
function sizesByLimits(guest: GuestCapabilities): boolean {
  return guest.sizeOf({ memoryMib: 1024 }).memoryMib < guest.defaultSize.memoryMib + 1024;
}

const amount = (value: number) => Number(value.toFixed(3));

/** Containers that run together, whose limits are summed. */
function lasting(spec: Fields) {
  return containersOf(spec).filter(({ role }) => role !== ContainerRole.INIT);
}

function missingMemoryLimits(spec: Fields): readonly string[] {
  if (fieldsOf(valueAt(spec, 'resources.limits')).memory !== undefined) return [];
  return lasting(spec)
    .filter(({ fields }) => {
      const memory = valueAt(fields, 'resources.limits.memory');
      return memory === undefined || memory === null || mebibytes('memory', String(memory)) === 0;
    })
    .map(({ name }) => name);
}

function sizeRemarks(
  pod: SandboxedPodSpec,
  spec: Fields,
  guest: GuestCapabilities,
  limits: SandboxLimits,
): PodRemark[] {
  const size = guest.sizeOf(limits);
  const gets = `its VM gets ${describeSize(size)}`;
  if (limits.cpus === undefined && limits.memoryMib === undefined) {
    return [
      {
        rule: NO_LIMITS,
        pod,
        message: `no limits of CPU or memory: the VM is the default of ${guest.shim}, ${describeSize(size)}, whose memory Kubernetes does not count`,
      },
    ];
  }
  if (!sizesByLimits(guest)) return [];
  if (size.memoryMib < guest.minMemoryMib) {
    const cause =
      limits.memoryMib === undefined
        ? 'a CPU limit and no memory limit'
        : `memory limits of ${amount(limits.memoryMib)} MiB`;
    return [
      {
        rule: VM_TOO_SMALL,
        pod,
        message: `${cause}: ${gets}, and ${guest.shim} starts none with less than ${guest.minMemoryMib} MiB`,
      },
    ];
  }
  const without = missingMemoryLimits(spec);
  return without.length === 0
    ? []
    : [
        {
          rule: SOME_LIMITS,
          pod,
          message: `no memory limit for ${without.join(', ')}: ${gets}, the sum of the limits of the other containers, for all of them`,
        },
      ];
}

function requestRemarks(pod: SandboxedPodSpec, spec: Fields, guest: GuestCapabilities, size: GuestSize): PodRemark[] {
  const { cpus = 0, memoryMib = 0 } = requestsOf(spec);
  const above = [
    ...(cpus > size.vcpus ? [`${amount(cpus)} CPUs and has ${size.vcpus}; set limits.cpu`] : []),
    ...(memoryMib > size.memoryMib
      ? [`${amount(memoryMib)} MiB of memory and has ${size.memoryMib} MiB; set limits.memory`]
      : []),
  ];
  return above.map((it) => {
    const [numbers = '', field = ''] = it.split('; set ');
    return {
      rule: REQUESTS_ABOVE_VM,
      pod,
      message: `requests ${numbers} in its VM, which ${guest.shim} sizes by limits`,
      fix: `set ${field} to at least the request`,
    };
  });
}

function countRemarks(pod: SandboxedPodSpec, spec: Fields, guest: GuestCapabilities): PodRemark[] {
  const containers = lasting(spec).length;
  if (guest.maxContainers === undefined || containers <= guest.maxContainers) return [];
  return [
    {
      rule: TOO_MANY_CONTAINERS,
      pod,
      message: `${containers} containers, and ${guest.hypervisor} has block devices for the images of ${guest.maxContainers}`,
    },
  ];
}

function boundRemarks(pod: SandboxedPodSpec, spec: Fields, guest: GuestCapabilities, size: GuestSize): PodRemark[] {
  const hugePages = hugePagesOf(spec).reduce((sum, value) => sum + mebibytes('hugepages', value), 0);
  const remarks: PodRemark[] = [];
  if (size.vcpus > guest.maxVcpus) {
    remarks.push({
      rule: VM_TOO_MANY_CPUS,
      pod,
      message: `its VM would have ${size.vcpus} vCPUs, and ${guest.hypervisor} takes ${guest.maxVcpus} at most`,
    });
  }
  if (hugePages > size.memoryMib) {
    remarks.push({
      rule: HUGE_PAGES,
      pod,
      message: `${hugePages} MiB of huge pages, which are made in the guest, and its VM has ${size.memoryMib} MiB`,
    });
  }
  for (const { name, emptyDir } of itemsOf(spec.volumes)) {
    const { medium, sizeLimit } = fieldsOf(emptyDir);
    const limit = typeof sizeLimit === 'string' && medium === 'Memory' ? quantityMib(sizeLimit) : 0;
    if (limit > size.memoryMib) {
      remarks.push({
        rule: MEMORY_VOLUME,
        pod,
        message: `volume ${stringOf(name) ?? '(unnamed)'} may hold ${limit} MiB in memory, and its VM has ${size.memoryMib} MiB`,
      });
    }
  }
  return remarks;
}

function quantityMib(quantity: string): number {
  return badQuantities({ resources: { limits: { memory: quantity } } }).length > 0
    ? 0
    : mebibytes('sizeLimit', quantity);
}

/**
 * What is to be said of the limits of one pod spec.
 *
 * @param pod the pod spec
 * @param guest what its guest can do
 */
export function limitRemarks(pod: SandboxedPodSpec, guest: GuestCapabilities): PodRemark[] {
  const bad = badQuantities(pod.spec);
  if (bad.length > 0) {
    return bad.map(({ field, value }) => ({
      rule: QUANTITY,
      pod,
      message: `${field} '${String(value)}' is not a quantity`,
    }));
  }
  // The VMs of peer pods are made elsewhere, by a cloud's own sizes.
  if (!guest.runsOnNode) return [];
  // What the controller adds counts as well.
  if (pod.isPartial) return countRemarks(pod, pod.spec, guest);
  const spec = withDefaultLimits(pod.spec, pod.defaultLimits ?? {});
  const limits = limitsOf(spec);
  const size = guest.sizeOf(limits);
  return [
    ...sizeRemarks(pod, spec, guest, limits),
    ...requestRemarks(pod, spec, guest, size),
    ...countRemarks(pod, spec, guest),
    ...boundRemarks(pod, spec, guest, size),
  ];
}
