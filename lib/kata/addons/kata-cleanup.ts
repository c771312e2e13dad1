import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { KATA_RUNTIME_LABEL } from '../../contract/node-labels';
import { assertInChart } from '../../deploy/below-app';
import { neverSandbox } from '../../sandbox/workload/never-sandboxed';
import { assertProps } from '../../validation/props';
import type { KataInstallation } from '../install/kata-installation';
import { cleanupNotNeeded } from '../install/messages';
import { refusal } from '../kata-rule';

/** Properties of `KataCleanup`. */
export interface KataCleanupProps {
  /** The installation whose nodes are cleaned. */
  readonly installation: KataInstallation;
}

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
 *
 * @example
 * new KataCleanup(new Chart(app, 'cleanup'), 'cleanup', { installation: kata.installation });
 */
export class KataCleanup extends Construct {
  /** The DaemonSet. */
  public readonly daemonSet: ApiObject;

  constructor(scope: Construct, id: string, props: KataCleanupProps) {
    super(scope, id);
    assertInChart(this);
    assertProps('KataCleanupProps', props, this.node.path);
    neverSandbox(this);
    const { installation } = props;
    const { contract, namespace, placement, release, tolerations } = installation;
    if (contract.cleansUp) throw refusal(this.node.path, cleanupNotNeeded(release.version));

    const name = installation.objectName('kubelet-kata-cleanup');
    this.daemonSet = new ApiObject(this, 'Resource', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name, namespace },
      spec: {
        selector: { matchLabels: { name } },
        template: {
          metadata: { labels: { name } },
          spec: {
            serviceAccountName: installation.serviceAccountName,
            hostPID: true,
            nodeSelector: { ...placement?.nodeSelector, [KATA_RUNTIME_LABEL]: 'cleanup' },
            ...(tolerations.length > 0 && { tolerations }),
            containers: [contract.stepContainer(installation, 'kube-kata-cleanup', 'reset')],
          },
        },
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
      },
    });
  }
}
