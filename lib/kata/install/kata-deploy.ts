import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { KataDeployContract } from '../catalogue/kata-release';
import { binaryPodSpec, configChecksums, installerConfigs } from './contracts/binary-contract';
import { scriptPodSpec } from './contracts/script-contract';
import type { InstallerSettings } from './installation';
import type { KataInstallerOptions } from './kata-installer-options';
import { installerAffinity } from './node-affinity';
import { objectLabels } from './object-labels';
import { podPlacement, tolerationsOfInstaller } from './pod-scheduling';
import { requirePriorityQuota } from './priority-class-quota';
import { installerSettings } from './resolve-installation';
import type { CustomRuntime } from './shim-settings';

/** Properties of `KataDeploy`. */
export interface KataDeployProps extends KataInstallerOptions {}

/**
 * The installer of Kata: a DaemonSet that puts runtime and hypervisors on its nodes, tells containerd of them, labels the
 * nodes, lifts their startup taints, and takes everything away again when it is deleted.
 *
 * It needs `KataDeployRbac`, which must outlive its pods. `KataRuntime` holds both in the right order.
 *
 * @see https://github.com/kata-containers/kata-containers/tree/main/tools/packaging/kata-deploy
 * @throws when the installation would not work, naming the prop, the reason and the fix
 */
export class KataDeploy extends Construct {
  /** The DaemonSet. */
  public readonly daemonSet: ApiObject;

  /** Name of the DaemonSet, which the installer must know. */
  public readonly name: string;

  private readonly options: KataInstallerOptions;
  private readonly customRuntimes: CustomRuntime[];
  private settings: InstallerSettings;

  constructor(scope: Construct, id: string, props: KataDeployProps = {}) {
    super(scope, id);
    this.options = props;
    this.customRuntimes = [...(props.customRuntimes ?? [])];
    this.settings = installerSettings(props);
    const { names, namespace } = this.settings;
    this.name = names.daemonSet;
    const selector = { name: names.daemonSet };
    this.daemonSet = new ApiObject(this, 'Resource', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: names.daemonSet, namespace, ...objectLabels(this.settings) },
      spec: {
        selector: { matchLabels: selector },
        // Runtimes can still be added.
        template: Lazy.any({
          produce: () => ({
            metadata: { labels: { ...props.podLabels, ...selector }, ...podAnnotations(this.settings) },
            spec: podSpec(this.settings),
          }),
        }),
        updateStrategy: props.updateStrategy ?? { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
      },
    });
    this.addConfigMaps();
    requirePriorityQuota(this, this.settings);
  }

  /**
   * Adds a runtime of one's own. Its RuntimeClass is the caller's to make; `KataRuntime.addSize()` makes both.
   *
   * @param runtime the runtime
   * @throws when its handler is taken, or the runtime would not work
   */
  public addCustomRuntime(runtime: CustomRuntime): void {
    this.settings = installerSettings({ ...this.options, customRuntimes: [...this.customRuntimes, runtime] });
    this.customRuntimes.push(runtime);
    this.addConfigMaps();
  }

  private addConfigMaps(): void {
    if (this.settings.release.contract === KataDeployContract.SCRIPT) return;
    for (const { name, volume } of installerConfigs(this.settings)) {
      if (this.node.tryFindChild(volume)) continue;
      const configMap = new ApiObject(this, volume, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace: this.settings.namespace, ...objectLabels(this.settings) },
        data: Lazy.any({ produce: () => installerConfigs(this.settings).find((it) => it.volume === volume)?.data }),
      });
      this.daemonSet.addDependency(configMap);
    }
  }
}

function podAnnotations(settings: InstallerSettings): object {
  const annotations = {
    ...settings.options.podAnnotations,
    ...(settings.release.contract === KataDeployContract.SCRIPT ? {} : configChecksums(settings)),
  };
  return Object.keys(annotations).length === 0 ? {} : { annotations };
}

function podSpec(settings: InstallerSettings): object {
  const affinity = installerAffinity(settings.options);
  return {
    serviceAccountName: settings.names.serviceAccount,
    ...podPlacement(settings, tolerationsOfInstaller(settings)),
    ...(affinity && { affinity }),
    ...(settings.release.contract === KataDeployContract.SCRIPT ? scriptPodSpec(settings) : binaryPodSpec(settings)),
  };
}
