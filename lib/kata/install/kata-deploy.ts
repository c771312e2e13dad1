import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { assertInChart } from '../../deploy/below-app';
import { DeploymentRole } from '../../deploy/order/deployment-role';
import { neverSandbox } from '../../sandbox/workload/never-sandboxed';
import { assertProps } from '../../validation/props';
import type { KataInstallation } from './kata-installation';
import { requirePriorityQuota } from './priority-class-quota';
import { addPart } from './rules/installation-parts';

/** Properties of `KataDeploy`. */
export interface KataDeployProps {
  /** The installation. */
  readonly installation: KataInstallation;
}

/**
 * The installer of Kata: a DaemonSet that puts runtime and hypervisors on its nodes, tells containerd of them, labels the
 * nodes, lifts their startup taints, and takes everything away again when it is deleted.
 *
 * It needs `KataDeployRbac`, which must outlive its pods. `KataRuntime` holds both in the right order.
 *
 * @see https://github.com/kata-containers/kata-containers/tree/main/tools/packaging/kata-deploy
 *
 * @example
 * new KataDeploy(chart, 'deploy', { installation: new KataInstallation({ shims: [KataShim.CLH] }) });
 */
export class KataDeploy extends Construct {
  /** The DaemonSet. */
  public readonly daemonSet: ApiObject;

  private readonly installation: KataInstallation;

  constructor(scope: Construct, id: string, props: KataDeployProps) {
    super(scope, id);
    assertInChart(this);
    assertProps('KataDeployProps', props, this.node.path);
    addPart(this, props.installation, DeploymentRole.INSTALLER);
    neverSandbox(this);
    const { installation } = props;
    this.installation = installation;
    const { daemonSetName: name, namespace, updateStrategy } = installation;
    this.daemonSet = new ApiObject(this, 'Resource', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name, namespace, ...installation.objectMetadata },
      spec: {
        selector: { matchLabels: { name } },
        // Lazy: custom runtimes may be added until synthesis.
        template: Lazy.any({ produce: () => this.podTemplate() }),
        updateStrategy: updateStrategy ?? { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
      },
    });
    this.addConfigMaps();
    installation.onCustomRuntime(() => this.addConfigMaps());
    requirePriorityQuota(this, installation);
  }

  private podTemplate(): object {
    const { installation } = this;
    const { daemonSetName: name, installerAffinity: affinity, installerAnnotations: annotations } = installation;
    return {
      metadata: {
        labels: { ...installation.contract.podLabels(installation), ...installation.podLabels, name },
        ...(Object.keys(annotations).length > 0 && { annotations }),
      },
      spec: {
        serviceAccountName: installation.serviceAccountName,
        ...installation.podScheduling(installation.installerTolerations),
        ...(affinity && { affinity }),
        ...installation.contract.podSpec(installation),
      },
    };
  }

  private addConfigMaps(): void {
    const { installation } = this;
    for (const { name, volume } of installation.configs) {
      if (this.node.tryFindChild(volume)) continue;
      const configMap = new ApiObject(this, volume, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace: installation.namespace, ...installation.objectMetadata },
        data: Lazy.any({ produce: () => installation.configs.find((it) => it.volume === volume)?.data }),
      });
      this.daemonSet.addDependency(configMap);
    }
  }
}
