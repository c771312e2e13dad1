import type { Toleration } from '../../contract/placement';
import type { KataDeployResources } from '../install/installer-pod-options';
import type { Redispatch } from './redispatch';

/** Options of job mode, in which Jobs install Kata instead of a DaemonSet. */
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
   * Maximum number of nodes on which Jobs run at the same time. The container runtime of each of them restarts.
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
   * How nodes that are added after the installation get Kata. Each run restarts the container runtime of the nodes on which it
   * installs. It is required where the placement has startup taints and `nodes` is not given.
   *
   * @default Redispatch.NEVER
   */
  readonly redispatch?: Redispatch;

  /**
   * Seconds for which the dispatcher waits for a first node before it fails. With 0 it succeeds without any node. Then a placement
   * that selects no node, such as one with a misspelt label, removes Kata from every node that has it.
   *
   * @default 120
   */
  readonly waitForNodesSeconds?: number;

  /**
   * Seconds for which the set of nodes must stay the same before the dispatcher creates the Jobs.
   *
   * @default 15
   */
  readonly nodeSettleSeconds?: number;

  /**
   * Seconds that a node may take to become Ready after its container runtime restarted.
   *
   * @default 300
   */
  readonly waitNodeReadySeconds?: number;

  /**
   * Seconds after which the finished Job of a node is deleted: 60 or more.
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
   * Number of times that the Job of a node is tried again.
   *
   * @default 3
   */
  readonly backoffLimit?: number;

  /**
   * A label of the Jobs, at your choice. Another value makes other Jobs: change it to install again where nothing else changed, such
   * as after you repaired nodes, or to return to a state whose finished Jobs still exist.
   *
   * @default - none
   */
  readonly revision?: string;

  /**
   * Whether a Job removes Kata from the nodes, instead of the Job that installs it. The CronJob of `redispatch` is suspended.
   * Deleting the manifests alone leaves Kata on the nodes.
   *
   * @default false
   */
  readonly uninstall?: boolean;
}
