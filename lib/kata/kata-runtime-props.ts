import type { ClusterFacts } from '../contract/cluster-facts';
import type { KataMonitorOptions } from './addons/kata-monitor';
import type { DeploymentMode } from './install/deployment-mode';
import type { KataInstallationProps } from './install/kata-installation-props';
import type { KataJobOptions } from './job-mode/kata-job-options';

/** Properties of `KataRuntime`. */
export interface KataRuntimeProps extends KataInstallationProps {
  /**
   * What the cluster is: `cluster.facts`, or a literal. The version of Kubernetes is held against what the release needs.
   *
   * @default - not known
   */
  readonly cluster?: ClusterFacts;

  /**
   * Name of a further RuntimeClass for the default shim, such as `kata`. Not with a multi-install suffix.
   *
   * Kubernetes never changes the handler of a class: before another default shim, delete the class, or take another name.
   *
   * @default - none
   */
  readonly defaultRuntimeClassName?: string;

  /**
   * Whether Kata is installed by a DaemonSet, whose pods stay on the nodes, or by Jobs, which end.
   *
   * @default DeploymentMode.DAEMON_SET
   */
  readonly deploymentMode?: DeploymentMode;

  /**
   * How the Jobs find their nodes, and what becomes of them. Only with `DeploymentMode.JOB`.
   *
   * @default - the placement's nodes, once
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

  /**
   * Whether the RuntimeClasses are written. The runtime knows them in any case, so that workloads can be put into those that
   * something else makes, of the same names.
   *
   * @default true
   */
  readonly createRuntimeClasses?: boolean;

  /**
   * Whether the namespace of the installer is made, first of all, with the label by which Pod Security admits its pods.
   *
   * @default - unless every cluster has it, such as kube-system, or the tree holds one of that name
   */
  readonly createNamespace?: boolean;
}
