import type { ISandboxRuntime } from '../sandbox-runtime';
import type { Administrator } from './administrator';

/** Properties of `SandboxAdmission`. */
export interface SandboxAdmissionProps {
  /** The runtime whose RuntimeClasses pods of sandbox namespaces may have. */
  readonly runtime: ISandboxRuntime;

  /**
   * Further runtimes of the cluster, whose RuntimeClasses they may have too.
   *
   * @default - none
   */
  readonly otherRuntimes?: readonly ISandboxRuntime[];

  /**
   * Who may change what the policies protect. Whoever applies this program must be among them, and so must the account of a deployment tool
   * that applies it.
   */
  readonly administrators: readonly Administrator[];

  /**
   * Namespace of what installs the runtime; its service accounts label nodes and lift their taints.
   *
   * @default - `runtime.installerNamespace`, and `kube-system` where the runtime does not know it
   */
  readonly installerNamespace?: string;

  /**
   * Namespace of the object that holds the parameters of the policies for pods: a ServiceAccount that nothing runs as.
   *
   * @default 'kube-system'
   */
  readonly parameterNamespace?: string;

  /**
   * Whether namespaces whose `podSecurity` is `PRIVILEGED_IN_VM` may run privileged containers.
   *
   * @default false
   */
  readonly allowPrivilegedInVm?: boolean;

  /**
   * Whether containers may have volumes as raw block devices, as Firecracker needs them.
   *
   * @default false
   */
  readonly allowBlockVolumes?: boolean;

  /**
   * Extended resources that containers may ask for, such as `example.com/accelerator`.
   *
   * @default - none
   */
  readonly allowedDevices?: readonly string[];
}
