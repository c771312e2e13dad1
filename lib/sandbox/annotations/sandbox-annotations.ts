import type { RuntimeAnnotations } from './runtime-annotations';
import type { UnsafeSandboxAnnotations } from './unsafe-sandbox-annotations';
import type { VmAnnotations } from './vm-annotations';
import type { VmDeviceAnnotations } from './vm-device-annotations';

/**
 * Settings of the sandbox of one workload, written as annotations of its pods.
 *
 * Those of the hypervisor must be allowed by the shim, or by `allowedHypervisorAnnotations` of the runtime: the runtime in Go
 * refuses a pod with another, the one in Rust ignores it. Both are errors here.
 *
 * @see https://github.com/kata-containers/kata-containers/blob/main/docs/how-to/how-to-set-sandbox-config-kata.md
 */
export interface SandboxAnnotations extends VmAnnotations, VmDeviceAnnotations, RuntimeAnnotations {
  /**
   * Settings that name a file of the node, or give arguments to a program on it. Whoever can set them can leave the sandbox.
   *
   * @default - none
   */
  readonly unsafe?: UnsafeSandboxAnnotations;
}
