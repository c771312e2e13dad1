import { HYPERVISOR_SECTIONS, SMALLEST_GUEST_MIB } from '../../data/kata/vm-sizing';
import { assertProps } from '../../validation/props';
import { mebibytes } from '../../validation/quantity';
import { KataRelease } from '../catalogue/kata-release';
import type { KataShim } from '../catalogue/kata-shim';
import type { CustomRuntime, PodOverhead } from '../install/shim-settings';
import { badGuestMemory, badGuestVcpus, badSizeName } from './messages';
import { hostMemoryMib, sizingOf } from './vm-size';

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

/** CPU that hypervisor and shim take on the node beside the guest's, in thousandths. */
const HOST_MILLICPUS = 50;

/**
 * A runtime for a size: the hypervisor's settings and the overhead of its RuntimeClass, from one model.
 *
 * @param name part of the names: handler and RuntimeClass are `kata-<name>`
 * @param size the size
 * @param release release of Kata, for what hypervisor and shim take; 4.1.0 if none is given
 * @throws for a name that cannot be part of names, and for memory or vCPUs that a guest does not start with
 */
export function vmSizeRuntime(
  name: string,
  size: VmSizePreset,
  release: KataRelease = KataRelease.V4_1_0,
): CustomRuntime {
  assertProps('VmSizePreset', size);
  if (typeof name !== 'string' || !/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/.test(name))
    throw new Error(badSizeName(name));
  const { shim, overhead } = size;
  const { runtime, snapshotter } = release.shimData(shim);
  const sizing = sizingOf(shim);
  const memory = mebibytes(`guestMemory of size '${name}'`, size.guestMemory);
  const smallest = sizing.from === 'limits' ? sizing.guestMemoryMib : SMALLEST_GUEST_MIB[runtime];
  if (memory < smallest) throw new Error(badGuestMemory(name, size.guestMemory, smallest, shim.name));
  const vcpus = size.guestVcpus ?? sizing.guestVcpus;
  const whole = sizing.from === 'limits' || Number.isInteger(vcpus);
  if (!(vcpus > 0 && vcpus <= 256 && whole)) throw new Error(badGuestVcpus(name, vcpus, shim.name));

  const section = HYPERVISOR_SECTIONS.find((row) => row.shim.test(shim.name))?.section as string;
  const settings =
    sizing.from === 'limits'
      ? [`overhead_vcpus = ${vcpus}`, `overhead_memory = ${memory}`]
      : [`default_vcpus = ${vcpus}`, `default_memory = ${memory}`];
  return {
    handler: `kata-${name}`,
    shim: shim,
    ...(snapshotter !== undefined && { snapshotter }),
    dropIn: [`[hypervisor.${section}]`, ...settings, ''].join('\n'),
    overhead: {
      memory: overhead?.memory ?? `${memory + hostMemoryMib(shim, release)}Mi`,
      cpu: overhead?.cpu ?? `${Math.round(vcpus * 1000) + HOST_MILLICPUS}m`,
    },
  };
}
