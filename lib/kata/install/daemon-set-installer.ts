import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { assertConstruct } from '../../validation/props/assert-construct';
import { DeploymentMode } from './deployment-mode';
import { KataDeploy } from './kata-deploy';
import { KataDeployRbac } from './kata-deploy-rbac';
import type { KataInstallation } from './kata-installation';
import type { IKataInstaller } from './kata-installer';

/**
 * Installs by a DaemonSet for each pool, whose pods stay: they install on new nodes, and remove Kata when they are deleted.
 *
 * @see https://github.com/kata-containers/kata-containers/tree/main/tools/packaging/kata-deploy
 * @example
 * const { installer } = new KataRuntime(app, 'kata');
 * if (installer instanceof DaemonSetInstaller) installer.deploy.daemonSet.addJsonPatch(...patches);
 */
export class DaemonSetInstaller implements IKataInstaller {
  public readonly deploymentMode = DeploymentMode.DAEMON_SET;

  /** Service account and permissions. */
  public readonly rbac: KataDeployRbac;

  /** The DaemonSet and its ConfigMaps; of several pools that of the first. */
  public readonly deploy: KataDeploy;

  /** The DaemonSet and the ConfigMaps of each pool. */
  public readonly deploys: readonly KataDeploy[];

  /**
   * @param access where service account and permissions go
   * @param scope where the DaemonSet goes
   * @param installation the installation
   */
  constructor(access: Construct, scope: Construct, installation: KataInstallation) {
    assertConstruct(access, 'access');
    assertConstruct(scope, 'scope');
    this.rbac = new KataDeployRbac(access, 'rbac', { installation });
    this.deploys = installation.parts.map(
      (part) => new KataDeploy(scope, part.partId('deploy'), { installation: part }),
    );
    this.deploy = this.deploys[0] as KataDeploy;
  }

  public get serviceAccount(): ApiObject {
    return this.rbac.serviceAccount;
  }

  public get workload(): ApiObject {
    return this.deploy.daemonSet;
  }

  public get workloads(): readonly ApiObject[] {
    return this.deploys.map(({ daemonSet }) => daemonSet);
  }
}
