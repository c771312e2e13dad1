import { VM_SIZING, VM_WITHOUT_LIMITS, type VmSizingData } from '../../data/kata/vm-sizing';
import { assertProps } from '../../validation/props';
import { cpus, mebibytes } from '../../validation/quantity';
import { KataRelease } from '../catalogue/kata-release';
import type { KataShim } from '../catalogue/kata-shim';

/** What a container may use, as Kubernetes quantities. */
export interface ContainerLimits {
  /**
   * CPU, such as `500m`.
   *
   * @default - no limit
   */
  readonly cpu?: string;

  /**
   * Memory, such as `512Mi`.
   *
   * @default - no limit
   */
  readonly memory?: string;
}

/** Input of {@link vmSize}. */
export interface VmSizeProps {
  /** The shim. */
  readonly shim: KataShim;

  /**
   * Release of Kata, for the overhead of its RuntimeClass.
   *
   * @default KataRelease.V4_1_0
   */
  readonly release?: KataRelease;

  /** Limits of the containers that run beside each other: the pod's containers, and sidecars among its init containers. */
  readonly containers: readonly ContainerLimits[];

  /**
   * Memory of `overhead.podFixed` of the RuntimeClass, such as `320Mi`.
   *
   * @default - the release's for the shim
   */
  readonly overheadMemory?: string;
}

/** A pod's VM, and what it costs. Memory in MiB. */
export interface VmSize {
  /** vCPUs of the VM. */
  readonly vcpus: number;

  /** Memory of the VM. */
  readonly memoryMib: number;

  /** Memory that the hypervisor and the shim take on the node beside the VM's. */
  readonly hostMib: number;

  /** Memory that the scheduler and the pod's control group count: limits and the class's overhead. */
  readonly countedMib: number;

  /** What is wrong with it; empty when nothing is. */
  readonly problems: readonly string[];
}

/** How a shim sizes VMs. */
export function sizingOf(shim: KataShim): VmSizingData {
  return (VM_SIZING.find((row) => row.shim.test(shim.name)) as (typeof VM_SIZING)[number]).sizing;
}

/**
 * Memory that hypervisor and shim take on the node beside the VM's, in MiB: what the release's overhead leaves when the
 * guest's own share is taken off. Upstream advises to measure and to correct it.
 */
export function hostMemoryMib(shim: KataShim, release: KataRelease): number {
  const declared = mebibytes('overhead', release.shimData(shim).overhead.memory);
  const { from, guestMemoryMib } = sizingOf(shim);
  return Math.max(0, from === 'limits' ? declared - guestMemoryMib : declared);
}

/** Memory that a RuntimeClass has to declare, in MiB, so that nothing of a pod's VM is uncounted. */
export function neededOverheadMib(shim: KataShim, release: KataRelease, guestMemoryMib?: number): number {
  return hostMemoryMib(shim, release) + (guestMemoryMib ?? sizingOf(shim).guestMemoryMib);
}

/** Memory that a drop-in gives the guest for itself, in MiB; undefined where it leaves the shim's. */
export function guestMemoryIn(dropIn: string | undefined, shim: KataShim): number | undefined {
  const setting = sizingOf(shim).from === 'limits' ? 'overhead_memory' : 'default_memory';
  const lines = [...(dropIn ?? '').matchAll(/^[ \t]*(\w+)[ \t]*=[ \t]*(\d+)[ \t]*(#.*)?$/gm)];
  const found = lines.filter(([, name]) => name === setting).at(-1);
  return found === undefined ? undefined : Number(found[2]);
}

/**
 * The VM that a pod gets, and what it costs.
 *
 * The runtime in Rust gives a VM the sum of its containers' limits and a small share for the guest. The one in Go starts
 * with defaults of 1 vCPU and 2 GiB and adds the limits to them, which Kubernetes does not count.
 *
 * @see https://github.com/kata-containers/kata-containers/blob/main/docs/how-to/how-to-size-sandbox-overhead-runtime-rs.md
 * @throws for a shim that the release does not have, and for a limit that is no quantity
 */
export function vmSize(props: VmSizeProps): VmSize {
  assertProps('VmSizeProps', props);
  const { shim, containers, release = KataRelease.V4_1_0 } = props;
  const { overhead } = release.shimData(shim);
  const sizing = sizingOf(shim);
  const cpu = sum(containers.map((limits) => (limits.cpu === undefined ? 0 : cpus('cpu', limits.cpu))));
  const memory = sum(
    containers.map((limits) => (limits.memory === undefined ? 0 : mebibytes('memory', limits.memory))),
  );
  const hasLimits = cpu > 0 || memory > 0;

  const vm =
    sizing.from === 'limits' && !hasLimits
      ? VM_WITHOUT_LIMITS
      : {
          // What is left of binary fractions must not become a vCPU.
          vcpus: Math.max(1, Math.ceil(Number((cpu + sizing.guestVcpus).toFixed(6)))),
          memoryMib: memory + sizing.guestMemoryMib,
        };
  const hostMib = hostMemoryMib(shim, release);
  const countedMib = memory + mebibytes('overheadMemory', props.overheadMemory ?? overhead.memory);
  const uncounted = vm.memoryMib + hostMib - countedMib;
  return {
    ...vm,
    hostMib,
    countedMib,
    problems: [
      ...(sizing.from === 'limits' && hasLimits && memory === 0
        ? [`the VM has ${vm.memoryMib} MiB: there is a CPU limit without a memory limit; set both`]
        : []),
      ...(uncounted > 0
        ? [
            `${uncounted} MiB of the VM are not counted by Kubernetes, so that nodes run out of memory; set limits, or a larger overhead`,
          ]
        : []),
    ],
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
