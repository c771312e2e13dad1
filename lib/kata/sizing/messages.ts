import type { GuestSize } from '../../sandbox/workload/sandbox-target';
import type { Finding } from '../../validation/finding';
import { RULES } from '../rules';

/** A name of a size that cannot be part of names. */
export function badSizeName(name: unknown): Finding {
  return RULES.sizeName.find(
    '',
    `'${String(name)}' cannot be the name of a size: at most 32 lower-case letters, digits and dashes, beginning and ending with a letter or digit`,
  );
}

/** Memory that a guest does not start with. */
export function badGuestMemory(size: string, value: string, smallest: number, shim: string): Finding {
  return RULES.guestMemory.find(
    '',
    `guestMemory '${value}' of size '${size}' is less than the ${smallest} MiB that shim '${shim}' needs for a guest of its own`,
    'give more',
  );
}

/** Memory that no node has. */
export function guestMemoryTooLarge(size: string, value: string, largest: number): Finding {
  return RULES.guestMemory.find(
    '',
    `guestMemory '${value}' of size '${size}' is more than ${largest / 1024} GiB, and is the guest's own share beside the limits of its containers`,
    'give less',
  );
}

/** vCPUs that a guest cannot have. */
export function badGuestVcpus(size: string, value: unknown, most: number, shim: string): Finding {
  return RULES.guestVcpus.find(
    '',
    `guestVcpus ${String(value)} of size '${size}' must be above 0 and up to ${most}, and a whole number with shim '${shim}' if that is of the runtime in Go`,
  );
}

/** A class that hides a part of its VMs from Kubernetes. */
export function overheadBelowModel(runtimeClass: string, declared: number, needed: number): Finding {
  return RULES.overhead.find(
    '',
    `RuntimeClass ${runtimeClass} declares ${declared} MiB of overhead, and its VMs cost ${needed} MiB beside their containers' limits: ` +
      'nodes run out of memory before Kubernetes sees it',
  );
}

/** A VM whose pod limits its CPUs alone. */
export function cpuLimitAlone(vmMemoryMib: number): string {
  return `the VM has ${vmMemoryMib} MiB: there is a CPU limit without a memory limit; set both`;
}

/** A VM that does not start. */
export function vmTooSmall(vmMemoryMib: number, smallest: number, shim: string): string {
  return `the VM has ${vmMemoryMib} MiB, and '${shim}' needs ${smallest} MiB to start one; set a larger memory limit`;
}

/** Memory that Kubernetes does not count. */
export function memoryUncounted(mib: number): string {
  return `${mib} MiB of the VM are not counted by Kubernetes, so that nodes run out of memory; set limits, or a larger overhead`;
}

/** vCPUs that a VM cannot have. */
export function badVmVcpus(vcpus: unknown, most: number, shim: string): Finding {
  return RULES.vmVcpus.find('', `vcpus ${String(vcpus)} must be a whole number from 1 to ${most} with shim '${shim}'`);
}

/** Memory that is not in whole MiB. */
export function badVmMemory(memory: string, shim: string): Finding {
  return RULES.vmMemory.find('', `memory '${memory}' is not a whole number of MiB, which VMs of shim '${shim}' have`);
}

/** A VM that no limits make. */
export function vmNotMade(wanted: GuestSize, nearest: GuestSize, shim: string): Finding {
  const size = ({ vcpus, memoryMib }: GuestSize) => `${vcpus} vCPU${vcpus === 1 ? '' : 's'} and ${memoryMib} MiB`;
  return RULES.vmNotMade.find(
    '',
    `no limits make a VM of ${size(wanted)} with shim '${shim}'`,
    `the nearest has ${size(nearest)}: ask for that, or change the guest's own share with addSize()`,
  );
}
