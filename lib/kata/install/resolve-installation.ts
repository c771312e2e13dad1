import { ownershipLabels } from '../../contract/installation-name';
import { KATA_RUNTIME_LABEL } from '../../contract/node-labels';
import { assertProps } from '../../validation/props';
import { KataArchitecture } from '../catalogue/kata-architecture';
import { KataRelease } from '../catalogue/kata-release';
import { KataShim } from '../catalogue/kata-shim';
import { type InstallerNames, type InstallerSettings, suffixed } from './installation';
import { assertInstallerOptions } from './installation-rules';
import type { KataInstallerOptions } from './kata-installer-options';
import { KubernetesDistribution } from './kubernetes-distribution';
/**
 * Fills in the defaults and checks what does not fit together.
 *
 * @param options what the user gave
 * @throws for the first thing that would not work, naming the prop, the reason and the fix
 */
export function installerSettings(options: KataInstallerOptions): InstallerSettings {
  assertProps('KataInstallerOptions', options);
  const release = options.release ?? KataRelease.V4_1_0;
  const shims = options.shims ?? release.data.defaultShims.map((name) => KataShim.of(name));
  const suffix = options.multiInstallSuffix ?? options.placement?.multiInstallSuffix;
  const priority = options.priorityClassName ?? (release.data.contract === 'script' ? '' : 'system-node-critical');
  const settings: InstallerSettings = {
    options,
    release,
    shims: [...shims],
    defaultShim:
      options.defaultShim ??
      (options.shims === undefined ? KataShim.of(release.data.defaultShim) : (shims[0] as KataShim)),
    architectures: [...(options.architectures ?? [KataArchitecture.AMD64])],
    distribution: options.distribution ?? KubernetesDistribution.K8S,
    namespace: options.namespace ?? 'kube-system',
    image: options.image ?? release.image,
    imagePullPolicy: options.imagePullPolicy ?? 'Always',
    priorityClassName: priority === '' ? undefined : priority,
    suffix,
    placement: options.placement,
    // Labels of single installations came with the binary contract.
    ownership: release.data.contract === 'script' ? { [KATA_RUNTIME_LABEL]: 'true' } : ownershipLabels(suffix),
    installDir: suffixed(`${options.installationPrefix ?? ''}/opt/kata`, suffix),
    names: names(suffix),
  };
  assertInstallerOptions(settings);
  return settings;
}

function names(suffix: string | undefined): InstallerNames {
  const name = (base: string) => suffixed(base, suffix);
  return {
    daemonSet: name('kata-deploy'),
    serviceAccount: name('kata-deploy-sa'),
    role: name('kata-deploy-role'),
    binding: name('kata-deploy-rb'),
    customConfigs: name('kata-deploy-custom-configs'),
    userDropIn: name('kata-deploy-containerd-user-dropin'),
  };
}
