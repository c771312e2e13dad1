import type { Toleration } from '../../contract/placement';
import type { KataDeployResources } from '../install/installer-pod-options';
import type { Redispatch } from './redispatch';

/** How the Jobs of job mode find their nodes, and what becomes of them. */
export interface KataJobOptions {
  /**
   * Image of the dispatcher: a mirror of the release's, by version or by digest (`name@sha256:...`).
   *
   * @default - the release's
   */
  readonly dispatcherImage?: string;

  /**
   * Labels of the nodes on which the dispatcher itself may run. Its token can patch every node, so choose nodes that run
   * no other code, such as those of the control plane.
   *
   * @default - any node
   */
  readonly dispatcherNodeSelector?: { readonly [label: string]: string };

  /**
   * Taints that the dispatcher itself tolerates.
   *
   * @default - none, which keeps its token off the nodes whose taints only Kata's own pods tolerate
   */
  readonly dispatcherTolerations?: readonly Toleration[];

  /**
   * CPU and memory of the dispatcher.
   *
   * @default - 25m of CPU and 64Mi of memory, no limits
   */
  readonly dispatcherResources?: KataDeployResources;

  /**
   * How many nodes are worked on at the same time. On each the container runtime restarts.
   *
   * @default 100
   */
  readonly parallelism?: number;

  /**
   * Names of the nodes to install on, whatever their labels and taints.
   *
   * @default - the nodes of the placement (and of the affinity) whose taints the installation tolerates
   */
  readonly nodes?: readonly string[];

  /**
   * How nodes that appear later get Kata. Each run restarts the container runtime of the nodes that it installs on. Must be given
   * where the placement has startup taints, unless `nodes` is.
   *
   * @default Redispatch.NEVER
   */
  readonly redispatch?: Redispatch;

  /**
   * Seconds for which the dispatcher looks for a first node before it fails. With 0 it is satisfied with none; be careful
   * then: with a placement that by mistake selects nothing, every node that has Kata is cleaned as no longer wanted.
   *
   * @default 120
   */
  readonly waitForNodesSeconds?: number;

  /**
   * Seconds for which the set of nodes must not change before the dispatcher begins.
   *
   * @default 15
   */
  readonly nodeSettleSeconds?: number;

  /**
   * Seconds for which a node may take to be Ready again after its container runtime restarted.
   *
   * @default 300
   */
  readonly waitNodeReadySeconds?: number;

  /**
   * Seconds for which the finished Job of a node stays, 60 or more.
   *
   * @default 600
   */
  readonly ttlSecondsAfterFinished?: number;

  /**
   * Seconds that the Job of a node may take.
   *
   * @default 3600
   */
  readonly activeDeadlineSeconds?: number;

  /**
   * How often the Job of a node is tried again.
   *
   * @default 3
   */
  readonly backoffLimit?: number;

  /**
   * Any text that can be the value of a label. Another one runs the Job again although nothing else changed: after the
   * nodes were repaired, or to go back to a state whose finished Job is still there.
   *
   * @default - none
   */
  readonly revision?: string;

  /**
   * Whether Kata is taken off the nodes: the re-dispatch is suspended, and in place of the Job that installs there is one
   * that removes. Deleting the manifests alone leaves Kata where it is.
   *
   * @default false
   */
  readonly uninstall?: boolean;
}
