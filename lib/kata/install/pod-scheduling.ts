import { type Toleration, tolerate } from '../../contract/placement';
import type { InstallerSettings } from './installation';

/** Tolerations of what must be on the nodes before anything else may: those of the placement, and its startup taints. */
export function tolerationsOfInstaller({ placement }: InstallerSettings): Toleration[] {
  return [...(placement?.tolerations ?? []), ...(placement?.startupTaints ?? []).map(tolerate)];
}

/**
 * Where pods of an installation run, with what priority, and with whose credentials their images are pulled.
 *
 * @param settings the installation
 * @param tolerations what they tolerate
 */
export function podPlacement(settings: InstallerSettings, tolerations: readonly Toleration[]): object {
  const { options, placement, priorityClassName } = settings;
  const secrets = options.imagePullSecrets ?? [];
  return {
    ...(secrets.length > 0 && { imagePullSecrets: secrets.map((name) => ({ name })) }),
    ...(placement && { nodeSelector: placement.nodeSelector }),
    ...(tolerations.length > 0 && { tolerations }),
    ...(priorityClassName !== undefined && { priorityClassName }),
  };
}
