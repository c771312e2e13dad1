import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { assertConstruct } from '../../validation/props/assert-construct';
import { DeploymentMode } from '../install/deployment-mode';
import type { KataInstallation } from '../install/kata-installation';
import type { IKataInstaller } from '../install/kata-installer';
import { KataDeployJobs } from './kata-deploy-jobs';
import { KataDeployJobsRbac } from './kata-deploy-jobs-rbac';
import type { KataJobOptions } from './kata-job-options';

/**
 * Installs by Jobs, which end: no pod of the installer stays on the nodes, and Kata stays.
 *
 * @see https://github.com/kata-containers/k8s-job-dispatcher
 * @example
 * const { installer } = new KataRuntime(app, 'kata', { deploymentMode: DeploymentMode.JOB });
 * if (installer instanceof JobsInstaller) installer.jobs.redispatcher?.addJsonPatch(...patches);
 */
export class JobsInstaller implements IKataInstaller {
  public readonly deploymentMode = DeploymentMode.JOB;

  /** Service account and permissions of the dispatcher. */
  public readonly rbac: KataDeployJobsRbac;

  /** The Job, the CronJob and their ConfigMaps; of several pools those of the first. */
  public readonly jobs: KataDeployJobs;

  /** The Jobs, the CronJobs and the ConfigMaps of each pool. */
  public readonly allJobs: readonly KataDeployJobs[];

  /**
   * @param access where service account and permissions go
   * @param scope where the Jobs go
   * @param installation the installation
   * @param jobs how the Jobs find their nodes
   */
  constructor(access: Construct, scope: Construct, installation: KataInstallation, jobs: KataJobOptions = {}) {
    assertConstruct(access, 'access');
    assertConstruct(scope, 'scope');
    this.rbac = new KataDeployJobsRbac(access, 'rbac', { installation, jobs });
    this.allJobs = installation.parts.map(
      (part) => new KataDeployJobs(scope, part.partId('deploy'), { installation: part, jobs }),
    );
    this.jobs = this.allJobs[0] as KataDeployJobs;
  }

  public get serviceAccount(): ApiObject {
    return this.rbac.serviceAccount;
  }

  public get workload(): ApiObject {
    return this.jobs.dispatcher;
  }

  public get workloads(): readonly ApiObject[] {
    return this.allJobs.map(({ dispatcher }) => dispatcher);
  }
}
