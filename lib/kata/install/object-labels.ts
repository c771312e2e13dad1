import { KataDeployContract } from '../catalogue/kata-release';
import type { InstallerSettings } from './installation';

/**
 * Labels of the objects of an installation; none in the classic contract, whose objects are upstream's to the letter.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export function objectLabels({ release, suffix }: InstallerSettings): { labels?: { [label: string]: string } } {
  if (release.contract === KataDeployContract.SCRIPT) return {};
  return {
    labels: {
      'app.kubernetes.io/name': 'kata-deploy',
      'app.kubernetes.io/instance': suffix ?? 'default',
      'app.kubernetes.io/version': release.version,
      'app.kubernetes.io/part-of': 'kata-containers',
      'app.kubernetes.io/managed-by': 'cdk-kata',
    },
  };
}
