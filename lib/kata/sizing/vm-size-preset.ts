import { stringify } from 'smol-toml';
import type { Finding } from '../../validation/finding';
import { isQuantity } from '../../validation/kubernetes-names';
import { badQuantity } from '../../validation/messages';
import { assertProps } from '../../validation/props';
import { mebibytes } from '../../validation/quantity';
import { KataRelease } from '../catalogue/kata-release';
import type { KataShim } from '../catalogue/kata-shim';
import type { CustomRuntime, PodOverhead } from '../install/shim-settings';
import { refusal } from '../kata-rule';
import { badGuestMemory, badGuestVcpus, badSizeName, guestMemoryTooLarge } from './messages';
import { ShimConfiguration } from './shim-configuration';
import { hypervisorMemoryMib } from './vm-size';

/** A size of VMs: what the guest has for itself beside its containers' limits. */
export interface VmSizePreset {
  /** The shim that it is made from. */
  readonly shim: KataShim;

  /**
   * Memory that the guest has for itself, beside the containers' limits, such as `512Mi`: for its kernel, its agent and
   * its page cache.
   */
  readonly guestMemory: string;

  /**
   * vCPUs that the guest has for itself, beside the containers' limits. A whole number with the runtime in Go.
   *
   * @default - the shim's: 0.2 in Rust, 1 in Go
   */
  readonly guestVcpus?: number;

  /**
   * Overhead of the RuntimeClass.
   *
   * @default - what the model gives: the guest's own share, and what hypervisor and shim take on the node
   */
  readonly overhead?: PodOverhead;
}

/** No node that is a virtual machine with nested virtualization has more memory for one guest's own share. */
const LARGEST_MIB = 2 ** 20;

/** CPU that hypervisor and shim take on the node beside the guest's, in thousandths. */
const HOST_MILLICPUS = 50;

/**
 * A custom runtime for a size: the hypervisor's settings and the overhead of its RuntimeClass, from one model.
 *
 * @param name part of the names: handler and RuntimeClass are `kata-<name>`
 * @param size the size
 * @param release release of Kata; `KataRelease.DEFAULT` if not given
 * @param path path of the construct that it is for; empty for none
 * @throws FindingsError for a name that cannot be part of names, and for memory or vCPUs that a guest does not start with
 */
export function vmSizeRuntime(
  name: string,
  size: VmSizePreset,
  release: KataRelease = KataRelease.DEFAULT,
  path = '',
): CustomRuntime {
  assertProps('VmSizePreset', size, path, { name: 'size' });
  const refuse = (problem: Finding): never => {
    throw refusal(path, problem);
  };
  if (typeof name !== 'string' || !/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/.test(name)) refuse(badSizeName(name));
  const { shim, overhead } = size;
  const { snapshotter, configuration } = release.shimData(shim);
  const guest = ShimConfiguration.of({ release, shim });
  if (!isQuantity(size.guestMemory)) {
    const { message, ...bad } = badQuantity('guestMemory', size.guestMemory);
    refuse({ ...bad, message: `size '${name}': ${message}` });
  }
  const memory = mebibytes('guestMemory', size.guestMemory);
  const smallest = guest.sizesByLimits ? guest.overheadMemoryMib : guest.minMemoryMib;
  if (memory > LARGEST_MIB) refuse(guestMemoryTooLarge(name, size.guestMemory, LARGEST_MIB));
  if (memory < smallest) refuse(badGuestMemory(name, size.guestMemory, smallest, shim.name));
  const vcpus = size.guestVcpus ?? guest.overheadVcpus;
  const whole = guest.sizesByLimits || Number.isInteger(vcpus);
  if (!(vcpus > 0 && vcpus <= guest.maxVcpus && whole)) {
    refuse(badGuestVcpus(name, vcpus, guest.maxVcpus, shim.name));
  }
  const settings = guest.sizesByLimits
    ? { overhead_vcpus: vcpus, overhead_memory: memory }
    : { default_vcpus: vcpus, default_memory: memory };
  return {
    handler: `kata-${name}`,
    shim: shim,
    ...(snapshotter !== undefined && { snapshotter }),
    dropIn: stringify({ hypervisor: { [configuration.section]: settings } }),
    overhead: {
      memory: overhead?.memory ?? `${memory + hypervisorMemoryMib(shim, release)}Mi`,
      cpu: overhead?.cpu ?? `${Math.round(vcpus * 1000) + HOST_MILLICPUS}m`,
    },
  };
}
