import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { DeploymentMode } from './deployment-mode';

/** What puts Kata onto the nodes, whichever way that is done: `DaemonSetInstaller` or `JobsInstaller`. */
export interface IKataInstaller {
  /** Whether a DaemonSet or Jobs install Kata on the nodes. */
  readonly deploymentMode: DeploymentMode;

  /** The construct that holds the service account and its permissions. */
  readonly rbac: IConstruct;

  /** The service account that talks to the API server. */
  readonly serviceAccount: ApiObject;

  /** The object that installs: the DaemonSet, or the Job that dispatches a Job to each node; of several pools that of the first. */
  readonly workload: ApiObject;

  /** The object that installs on each pool, in the order of `pools`. */
  readonly workloads: readonly ApiObject[];
}
