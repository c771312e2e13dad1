import type { SizingModel } from '../../data/kata/release-data';
import { sandboxLimits } from '../../sandbox/workload/sandbox-limits';
import { assertProps } from '../../validation/props';
import { mebibytes } from '../../validation/quantity';
import { KataRelease } from '../catalogue/kata-release';
import type { KataShim } from '../catalogue/kata-shim';
import type { ContainerRuntime } from './container-runtime';
import * as messages from './messages';
import { ShimConfiguration } from './shim-configuration';

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

/** What an init container may use. */
export interface InitContainerLimits extends ContainerLimits {
  /**
   * Whether it is a sidecar, which keeps running beside the containers (`restartPolicy: Always`).
   *
   * @default false
   */
  readonly sidecar?: boolean;
}

/** Input of {@link vmSize}. */
export interface VmSizeProps {
  /** The shim. */
  readonly shim: KataShim;

  /**
   * Release of Kata.
   *
   * @default KataRelease.DEFAULT
   */
  readonly release?: KataRelease;

  /** Limits of the pod's containers, which run beside each other. */
  readonly containers: readonly ContainerLimits[];

  /**
   * Limits of the pod's init containers, in order. The VM is large enough for the largest of them.
   *
   * @default - no init containers
   */
  readonly initContainers?: readonly InitContainerLimits[];

  /**
   * Limits of the pod itself (`spec.resources.limits`), which Kubernetes has since 1.34. They replace those of its containers.
   *
   * @default - none
   */
  readonly podLimits?: ContainerLimits;

  /**
   * Memory of `overhead.podFixed` of the RuntimeClass, such as `320Mi`.
   *
   * @default - the release's for the shim
   */
  readonly overheadMemory?: string;

  /**
   * TOML that is merged over the shim's configuration, as in `shimSettings[].dropIn`.
   *
   * @default - none
   */
  readonly dropIn?: string;

  /**
   * Container runtime of the nodes, which tells the shim what a pod may use.
   *
   * @default ContainerRuntime.CONTAINERD
   */
  readonly containerRuntime?: ContainerRuntime;
}

/** A pod's VM, and what it costs. Memory in MiB. */
export interface VmSize {
  /** vCPUs of the VM. */
  readonly vcpus: number;

  /** Memory of the VM. */
  readonly vmMemoryMib: number;

  /**
   * Memory on the node beside the VM's: of the hypervisor, of the shim, and with GPUs and confidential guests of their buffers.
   * It is a declared figure, from the overhead that the release ships. Upstream advises to measure and to correct it.
   */
  readonly hypervisorMemoryMib: number;

  /** Memory that the scheduler and the pod's control group count: limits, and the class's overhead. */
  readonly accountedMemoryMib: number;

  /** What is wrong with it; empty when nothing is. */
  readonly problems: readonly string[];
}

/** A VM has at most this much more than what was counted, from rounding to whole and even MiB. */
const ROUNDING_MIB = 2;

/**
 * Memory that hypervisor and shim take on the node beside the VM's, in MiB: a declared figure, which the overhead of the release
 * leaves when the guest's own share is taken off.
 *
 * @param shim the shim
 * @param release release of Kata
 */
export function hypervisorMemoryMib(shim: KataShim, release: KataRelease): number {
  const { overhead, configuration, hypervisorMemoryMib: declared } = release.shimData(shim);
  if (declared !== undefined) return declared;
  const counted: SizingModel = 'limits-and-overhead';
  const guest = configuration.sizing === counted ? (configuration.overheadMemoryMib ?? 0) : 0;
  return Math.max(0, mebibytes('overhead', overhead.memory) - guest);
}

/**
 * Memory that a RuntimeClass has to declare as its overhead, in MiB, so that nothing of a pod's VM is uncounted.
 *
 * @param guest the class's configuration
 */
export function requiredOverheadMib(guest: ShimConfiguration): number {
  return hypervisorMemoryMib(guest.kataShim, guest.release) + (guest.runsOnNode ? guest.overheadMemoryMib : 0);
}

/**
 * The VM that a pod gets, and what it costs.
 *
 * The runtime in Rust gives a VM the sum of the pod's limits and a small share for the guest. The one in Go starts with defaults
 * of 1 vCPU and 2 GiB and adds the limits to them, which Kubernetes does not count.
 *
 * @param props the shim and the limits
 * @see https://github.com/kata-containers/kata-containers/blob/main/docs/how-to/how-to-size-sandbox-overhead-runtime-rs.md
 * @throws for a shim that the release does not have, and for a limit that is not a quantity
 *
 * @example
 * vmSize({ shim: KataShim.QEMU_RUNTIME_RS, containers: [{ cpu: '500m', memory: '512Mi' }] }).vmMemoryMib; // 544
 */
export function vmSize(props: VmSizeProps): VmSize {
  assertProps('VmSizeProps', props);
  const { shim, containers, initContainers = [], podLimits, release = KataRelease.DEFAULT, dropIn } = props;
  const { containerRuntime } = props;
  const guest = ShimConfiguration.of({ release, shim, dropIn, containerRuntime });
  const limits = sandboxLimits({
    containers: containers.map((own) => ({ resources: { limits: { ...own } } })),
    initContainers: initContainers.map(({ sidecar, cpu, memory }) => ({
      restartPolicy: sidecar === true ? 'Always' : undefined,
      resources: { limits: { cpu, memory } },
    })),
    resources: { limits: { ...podLimits } },
  });
  const { vcpus, memoryMib: vmMemoryMib } = guest.sizeOf(limits);
  const memoryMib = Math.ceil(limits.memoryMib ?? 0);
  const hypervisorMib = hypervisorMemoryMib(shim, release);
  const overhead = mebibytes('overheadMemory', props.overheadMemory ?? release.shimData(shim).overhead.memory);
  const accountedMemoryMib = memoryMib + overhead;
  const uncounted = (guest.runsOnNode ? vmMemoryMib : 0) + hypervisorMib - accountedMemoryMib;
  return {
    vcpus,
    vmMemoryMib,
    hypervisorMemoryMib: hypervisorMib,
    accountedMemoryMib,
    problems: [
      ...(guest.sizesByLimits && (limits.cpus ?? 0) > 0 && memoryMib === 0
        ? [messages.cpuLimitAlone(vmMemoryMib)]
        : guest.runsOnNode && vmMemoryMib < guest.minMemoryMib
          ? [messages.vmTooSmall(vmMemoryMib, guest.minMemoryMib, shim.name)]
          : []),
      ...(uncounted >= ROUNDING_MIB ? [messages.memoryUncounted(uncounted)] : []),
    ],
  };
}
