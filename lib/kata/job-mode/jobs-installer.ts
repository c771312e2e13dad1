import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { DeploymentMode } from '../install/deployment-mode';
import type { KataInstallation } from '../install/kata-installation';
import type { IKataInstaller } from '../install/kata-installer';
import { KataDeployJobs } from './kata-deploy-jobs';
import { KataDeployJobsRbac } from './kata-deploy-jobs-rbac';
import type { KataJobOptions } from './kata-job-options';

/**
 * Installs by Jobs, which end: nothing of the installer stays on the nodes.
 *
 * @example
 * const { installer } = new KataRuntime(app, 'kata', { deploymentMode: DeploymentMode.JOB });
 * if (installer instanceof JobsInstaller) installer.jobs.redispatcher?.addJsonPatch(...patches);
 */
export class JobsInstaller implements IKataInstaller {
  public readonly deploymentMode = DeploymentMode.JOB;

  /** Service account and permissions of the dispatcher. */
  public readonly rbac: KataDeployJobsRbac;

  /** The Job, the CronJob and their ConfigMaps. */
  public readonly jobs: KataDeployJobs;

  /**
   * @param access where service account and permissions go
   * @param scope where the Jobs go
   * @param installation the installation
   * @param jobs how the Jobs find their nodes
   */
  constructor(access: Construct, scope: Construct, installation: KataInstallation, jobs: KataJobOptions = {}) {
    this.rbac = new KataDeployJobsRbac(access, 'rbac', { installation });
    this.jobs = new KataDeployJobs(scope, 'deploy', { installation, jobs });
  }

  public get serviceAccount(): ApiObject {
    return this.rbac.serviceAccount;
  }

  public get workload(): ApiObject {
    return this.jobs.dispatcher;
  }
}
