import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { KATA_RUNTIME_LABEL } from '../../contract/node-labels';
import { KataDeployContract, KataRelease } from '../catalogue/kata-release';
import { scriptCommand, scriptEnv } from '../install/contracts/script-contract';
import { suffixed } from '../install/installation';
import type { KataInstallerOptions } from '../install/kata-installer-options';
import { cleanupNotNeeded } from '../install/messages';
import { installerSettings } from '../install/resolve-installation';

/** Properties of `KataCleanup`. */
export interface KataCleanupProps extends KataInstallerOptions {}

/**
 * The second half of removing Kata 3.14: a DaemonSet that takes the label off the nodes from which the installer has gone,
 * and restarts their containerd and kubelet.
 *
 * Apply it once the installer's pods are gone, wait until no node has the label `katacontainers.io/kata-runtime=cleanup`,
 * and delete it; it uses the installer's service account, so `KataDeployRbac` goes last. Upstream's manifest gives it none of
 * the variables without which its script stops at once; here it has them.
 *
 * @see https://github.com/kata-containers/kata-containers/blob/3.14.0/tools/packaging/kata-deploy/README.md
 * @throws for a release that cleans up by itself
 */
export class KataCleanup extends Construct {
  /** The DaemonSet. */
  public readonly daemonSet: ApiObject;

  constructor(scope: Construct, id: string, props: KataCleanupProps = {}) {
    super(scope, id);
    const settings = installerSettings({ ...props, release: props.release ?? KataRelease.V3_14_0 });
    const { release, names, namespace, image, imagePullPolicy, placement } = settings;
    if (release.contract !== KataDeployContract.SCRIPT) throw new Error(cleanupNotNeeded(release.version));

    const name = suffixed('kubelet-kata-cleanup', settings.suffix);
    const tolerations = placement?.tolerations ?? [];
    this.daemonSet = new ApiObject(this, 'Resource', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name, namespace },
      spec: {
        selector: { matchLabels: { name } },
        template: {
          metadata: { labels: { name } },
          spec: {
            serviceAccountName: names.serviceAccount,
            hostPID: true,
            nodeSelector: { ...placement?.nodeSelector, [KATA_RUNTIME_LABEL]: 'cleanup' },
            ...(tolerations.length > 0 && { tolerations }),
            containers: [
              {
                name: 'kube-kata-cleanup',
                image,
                imagePullPolicy,
                command: scriptCommand('reset'),
                env: scriptEnv(settings),
                securityContext: { privileged: true },
              },
            ],
          },
        },
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
      },
    });
  }
}
