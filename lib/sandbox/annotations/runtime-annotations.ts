import type { InternetworkingModel, VfioMode } from './sandbox-annotation-values';

/** Settings of the runtime on the node and of the agent in the guest, which need no permission. */
export interface RuntimeAnnotations {
  /**
   * Whether seccomp profiles of pods are not applied in the guest.
   *
   * @default - value of `disable_guest_seccomp` in the shim's configuration file
   */
  readonly disableGuestSeccomp?: boolean;

  /**
   * Whether hypervisor and shim run in the pod's control group.
   *
   * @default - value of `sandbox_cgroup_only` in the shim's configuration file
   */
  readonly sandboxCgroupOnly?: boolean;

  /**
   * How the VM is connected to the network of the pod.
   *
   * @default - value of `internetworking_model` in the shim's configuration file
   */
  readonly internetworkingModel?: InternetworkingModel;

  /**
   * Timeout for creating a container, in seconds.
   *
   * @default - value of `create_container_timeout` in the shim's configuration file
   */
  readonly createContainerTimeoutSeconds?: number;

  /**
   * Whether vCPUs are pinned to CPUs of the node.
   *
   * @default - value of `enable_vcpus_pinning` in the shim's configuration file
   */
  readonly vcpusPinning?: boolean;

  /**
   * How a device that is passed through appears in the container.
   *
   * @default - value of `vfio_mode` in the shim's configuration file
   */
  readonly vfioMode?: VfioMode;

  /**
   * Whether the guest pulls the images. Runtime in Go alone.
   *
   * @default - value of `experimental_force_guest_pull` in the shim's configuration file
   */
  readonly forceGuestPull?: boolean;

  /**
   * Whether the agent in the guest records traces.
   *
   * @default - value of `enable_tracing` in the shim's configuration file
   */
  readonly agentTracing?: boolean;

  /**
   * Size of the pipes of a container's output in bytes; 0 for the kernel's.
   *
   * @default - value of `container_pipe_size` in the shim's configuration file
   */
  readonly agentContainerPipeSizeBytes?: number;

  /**
   * Modules of the guest's kernel, each with its parameters: `e1000e InterruptThrottleRate=3000`.
   *
   * @default - value of `kernel_modules` in the shim's configuration file
   */
  readonly agentKernelModules?: readonly string[];

  /**
   * Timeout of requests to the confidential data hub, in seconds. Upstream documents it for both runtimes; the code of the
   * one in Go at 4.1.0 does not read it.
   *
   * @default - value of `cdh_api_timeout` (Go) or `cdh_api_timeout_ms` (Rust) in the shim's configuration file
   */
  readonly agentCdhApiTimeoutSeconds?: number;

  /**
   * Policy of the agent in the guest, as base64. Runtime in Go alone.
   *
   * @default - value of `policy` in the shim's configuration file
   */
  readonly agentPolicy?: string;
}
