import type { SandboxWorkloadOptions } from '../sandbox/workload/sandbox-workload';
import type { KataMonitorOptions } from './addons/kata-monitor';
import type { KataShim } from './catalogue/kata-shim';
import type { DeploymentMode } from './install/deployment-mode';
import type { KataInstallationProps } from './install/kata-installation-props';
import type { KataJobOptions } from './job-mode/kata-job-options';

/** Properties of `KataRuntime`. */
export interface KataRuntimeProps extends KataInstallationProps {
  /**
   * Name of a further RuntimeClass for the default shim, such as `kata`. Not with a multi-install suffix.
   *
   * @default - none
   */
  readonly defaultRuntimeClassName?: string;

  /**
   * Whether a DaemonSet installs Kata, or Jobs that leave nothing on the nodes.
   *
   * @default DeploymentMode.DAEMON_SET
   */
  readonly deploymentMode?: DeploymentMode;

  /**
   * How the Jobs find their nodes, and what becomes of them. Only with `DeploymentMode.JOB`.
   *
   * @default - the placement's nodes, and every ten minutes those that are new
   */
  readonly jobs?: KataJobOptions;

  /**
   * Whether another installation of the same app may be on the same nodes, as while one Kata replaces another: both
   * restart containerd there. They need suffixes that differ, and no startup taint in common.
   *
   * @default false
   */
  readonly allowSharedNodes?: boolean;

  /**
   * A DaemonSet that serves the metrics of sandboxes.
   *
   * @default - none
   */
  readonly monitor?: KataMonitorOptions;

  /**
   * Whether node feature discovery is told to count the keys for confidential guests. Only with `nodeFeatureDiscovery`.
   *
   * @default false
   */
  readonly createNodeFeatureRule?: boolean;
}

/** How a workload is put into the runtime. */
export interface SandboxOptions extends SandboxWorkloadOptions {
  /**
   * Shim whose RuntimeClass it gets.
   *
   * @default - the default shim
   */
  readonly shim?: KataShim;

  /**
   * Size whose RuntimeClass it gets, by the name that `addSize()` was given; instead of `shim`.
   *
   * @default - none
   */
  readonly size?: string;

  /**
   * Custom runtime whose RuntimeClass it gets, by its handler; instead of `shim`.
   *
   * @default - none
   */
  readonly customRuntime?: string;
}
