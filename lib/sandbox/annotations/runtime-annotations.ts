import type { InternetworkingModel, VfioMode } from './sandbox-annotation-values';

/** Settings of the runtime on the node and of the agent in the guest, which need no permission. */
export interface RuntimeAnnotations {
  /**
   * Whether seccomp profiles are left to the node.
   *
   * @default - the shim's
   */
  readonly disableGuestSeccomp?: boolean;

  /**
   * Whether hypervisor and shim count in the pod's control group.
   *
   * @default - the shim's
   */
  readonly sandboxCgroupOnly?: boolean;

  /**
   * How the guest is joined to the pod's network.
   *
   * @default - the shim's
   */
  readonly internetworkingModel?: InternetworkingModel;

  /**
   * Seconds that making a container may take.
   *
   * @default - the shim's
   */
  readonly createContainerTimeoutSeconds?: number;

  /**
   * Whether vCPUs are pinned to CPUs of the node.
   *
   * @default - the shim's
   */
  readonly vcpusPinning?: boolean;

  /**
   * What a device that is handed through is in the container.
   *
   * @default - the shim's
   */
  readonly vfioMode?: VfioMode;

  /**
   * Whether the guest pulls the images. Runtime in Go alone.
   *
   * @default - the shim's
   */
  readonly forceGuestPull?: boolean;

  /**
   * Whether the agent in the guest traces.
   *
   * @default - the shim's
   */
  readonly agentTracing?: boolean;

  /**
   * Size of the pipes of a container's output in bytes; 0 for the kernel's.
   *
   * @default - the shim's
   */
  readonly agentContainerPipeSizeBytes?: number;

  /**
   * Modules of the guest's kernel, each with its parameters: `e1000e InterruptThrottleRate=3000`.
   *
   * @default - the shim's
   */
  readonly agentKernelModules?: readonly string[];

  /**
   * Seconds that a request to the confidential data hub may take. Upstream documents it for both runtimes; the code of the
   * one in Go at 4.1.0 does not read it.
   *
   * @default - the shim's
   */
  readonly agentCdhApiTimeoutSeconds?: number;

  /**
   * Base64 of the policy that the agent holds requests against. Runtime in Go alone.
   *
   * @default - the shim's
   */
  readonly agentPolicy?: string;
}
