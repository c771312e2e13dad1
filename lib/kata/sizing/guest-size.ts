import type { SizingModel } from '../../data/kata/release-data';
import type { GuestSize, SandboxLimits } from '../../sandbox/workload/sandbox-target';

/** What a VM's size comes from, beside the limits of its pod. Memory in MiB. */
export interface GuestSizing {
  readonly model: SizingModel;
  /** Whether the VM has its size from the start. */
  readonly isStatic: boolean;
  /** Whether the hypervisor adds CPUs and memory while the VM runs. */
  readonly canResize: boolean;
  readonly defaultVcpus: number;
  readonly defaultMemoryMib: number;
  readonly overheadVcpus: number;
  readonly overheadMemoryMib: number;
}

/** Memory is added to a running guest in steps of this size: the memory block of Linux on x86 below 64 GiB. */
const MEMORY_BLOCK_MIB = 128;

/** The kubelet writes no quota below a hundredth of a CPU. */
const LEAST_CPUS = 0.01;

/**
 * The VM of a pod, as the runtimes compute it: in numbers of single precision, and in whole MiB.
 *
 * Sources at tags 4.1.0 and 3.14.0: Rust `src/runtime-rs/crates/resource/src/cpu_mem/initial_size.rs` and `cpu.rs`; Go
 * `src/runtime/pkg/oci/utils.go` (SandboxConfig, CalculateSandboxSizing), `src/runtime/virtcontainers/sandbox.go`
 * (updateResources), `qemu.go` (calcHotplugMemMiBSize) and `clh.go` (ResizeMemory).
 */
export function guestSize(sizing: GuestSizing, limits: SandboxLimits): GuestSize {
  const cpus = limits.cpus === undefined || limits.cpus <= 0 ? 0 : Math.max(LEAST_CPUS, limits.cpus);
  const memory = Math.floor(limits.memoryMib ?? 0);
  const { defaultVcpus, defaultMemoryMib } = sizing;
  switch (sizing.model) {
    case 'limits-and-overhead':
      if (!sizing.isStatic) return grown(sizing, cpus, memory);
      return cpus > 0 || memory > 0
        ? { vcpus: whole(sizing.overheadVcpus, cpus), memoryMib: sizing.overheadMemoryMib + even(memory) }
        : { vcpus: whole(defaultVcpus, 0), memoryMib: defaultMemoryMib };
    case 'vcpus-of-limits':
      return { vcpus: Math.max(1, cpus > 0 ? ceil(cpus) : defaultVcpus), memoryMib: defaultMemoryMib + even(memory) };
    case 'defaults-and-limits':
    case 'outside-the-node':
      return sizing.isStatic
        ? { vcpus: whole(defaultVcpus, cpus), memoryMib: defaultMemoryMib + memory }
        : grown(sizing, cpus, memory);
  }
}

/** A VM that starts with its defaults and grows as containers start. */
function grown({ canResize, defaultVcpus, defaultMemoryMib }: GuestSizing, cpus: number, memory: number): GuestSize {
  if (!canResize) return { vcpus: whole(defaultVcpus, 0), memoryMib: defaultMemoryMib };
  return {
    vcpus: whole(defaultVcpus, cpus),
    memoryMib: defaultMemoryMib + Math.ceil(memory / MEMORY_BLOCK_MIB) * MEMORY_BLOCK_MIB,
  };
}

/** The guest's share and the pod's CPUs together as whole vCPUs, at least one. */
function whole(share: number, cpus: number): number {
  return Math.max(1, Math.ceil(Math.fround(Math.fround(share) + Math.fround(cpus))));
}

/** CPUs rounded up to thousandths; errors of binary fractions are taken off first. */
function ceil(cpus: number): number {
  return Math.ceil(Number(cpus.toFixed(3)));
}

/** The runtime in Rust aligns memory to 2 MiB. */
function even(mib: number): number {
  return mib + (mib % 2);
}
