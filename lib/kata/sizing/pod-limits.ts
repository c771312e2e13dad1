import type { Finding } from '../../validation/finding';
import { isQuantity } from '../../validation/kubernetes-names';
import { badQuantity } from '../../validation/messages';
import { assertProps } from '../../validation/props';
import { bytes } from '../../validation/quantity';
import { KataRelease } from '../catalogue/kata-release';
import type { KataShim } from '../catalogue/kata-shim';
import { refusal } from '../kata-rule';
import * as messages from './messages';
import { ShimConfiguration } from './shim-configuration';
import type { ContainerLimits } from './vm-size';

/** A VM that is asked for. */
export interface VmDimensions {
  /** vCPUs of the VM: a whole number. */
  readonly vcpus: number;

  /** Memory of the VM, such as `4Gi`: whole MiB. */
  readonly memory: string;
}

/** Input of {@link podLimits}. */
export interface PodLimitsProps extends VmDimensions {
  /** The shim. */
  readonly shim: KataShim;

  /**
   * Release of Kata.
   *
   * @default KataRelease.DEFAULT
   */
  readonly release?: KataRelease;

  /**
   * TOML that is merged over the shim's configuration, as in `shimSettings[].dropIn`.
   *
   * @default - none
   */
  readonly dropIn?: string;
}

const MIB = 2 ** 20;

/**
 * The limits with which a pod gets a VM of a size: what `vmSize()` computes, the other way round.
 *
 * They are those of the pod as a whole: of its only container, of the pod itself (`spec.resources.limits`), or what its
 * containers have together. A field is absent where the pod needs no limit.
 *
 * @param props the VM and its shim
 * @throws for a VM that the shim does not make, with the nearest that it makes
 *
 * @example
 * podLimits({ shim: KataShim.QEMU_RUNTIME_RS, vcpus: 2, memory: '4Gi' }); // { cpu: '1800m', memory: '4064Mi' }
 */
export function podLimits(props: PodLimitsProps): ContainerLimits {
  assertProps('PodLimitsProps', props);
  const { shim, release = KataRelease.DEFAULT, dropIn, vcpus, memory } = props;
  return limitsFor(ShimConfiguration.of({ release, shim, dropIn }), { vcpus, memory });
}

/**
 * The limits with which a guest has a size.
 *
 * @param guest the guest
 * @param dimensions its size
 * @param path path of the construct that it is for; empty for none
 * @throws FindingsError for a VM that the shim does not make
 */
export function limitsFor(guest: ShimConfiguration, { vcpus, memory }: VmDimensions, path = ''): ContainerLimits {
  const refuse = (problem: Finding): never => {
    throw refusal(path, problem);
  };
  if (!isQuantity(memory)) refuse(badQuantity('memory', memory));
  const wanted = bytes('memory', memory) / MIB;
  if (!Number.isInteger(vcpus) || vcpus < 1 || vcpus > guest.maxVcpus) {
    refuse(messages.badVmVcpus(vcpus, guest.maxVcpus, guest.shim));
  }
  if (!Number.isInteger(wanted)) refuse(messages.badVmMemory(memory, guest.shim));
  const memoryLimit = memoryLimitFor(guest, wanted);
  const thousandths = cpuLimitFor(guest, vcpus, memoryLimit);
  const limits = { cpus: thousandths / 1000, memoryMib: memoryLimit };
  const made = guest.sizeOf(limits);
  if (made.vcpus !== vcpus || made.memoryMib !== wanted) {
    refuse(messages.vmNotMade({ vcpus, memoryMib: wanted }, made, guest.shim));
  }
  return {
    ...(thousandths > 0 && { cpu: thousandths % 1000 === 0 ? String(thousandths / 1000) : `${thousandths}m` }),
    ...(memoryLimit > 0 && { memory: `${memoryLimit}Mi` }),
  };
}

/** The memory limit of a VM, in MiB: the nearest where there is none. */
function memoryLimitFor(guest: ShimConfiguration, wanted: number): number {
  return Math.max(0, wanted - guest.overheadMemoryMib);
}

/** The largest CPU limit of a VM, in thousandths. */
function cpuLimitFor(guest: ShimConfiguration, vcpus: number, memoryMib: number): number {
  let thousandths = vcpus * 1000;
  // The share of the guest is below one CPU, or whole CPUs; the runtimes compute in numbers of single precision.
  while (thousandths > 0 && guest.sizeOf({ cpus: thousandths / 1000, memoryMib }).vcpus > vcpus) thousandths -= 1;
  return thousandths;
}
