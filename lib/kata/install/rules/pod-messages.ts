import type { Finding } from '../../../validation/finding';
import { RULES } from '../../rules';

/** An update strategy that no DaemonSet has. */
export function badUpdateStrategy(path: string, expected: string): Finding {
  return RULES.updateStrategy.find(
    '',
    `updateStrategy.${path} must be ${expected}`,
    'correct it, or leave updateStrategy out for one node at a time',
  );
}

/** A text that is not the key of an annotation. */
export function badAnnotationKey(key: string): Finding {
  return RULES.podAnnotationKey.find(
    '',
    `podAnnotations has '${key}', which is not a key: [prefix/]name of at most 63 letters, digits, dashes, dots and underscores`,
    'correct it',
  );
}

/** An affinity that is not as Kubernetes writes it. */
export function badAffinity(path: string, expected: string): Finding {
  return RULES.affinity.find(
    '',
    `affinity.${path} must be ${expected}, as Kubernetes writes it`,
    'correct it, or leave it out for no requirement',
  );
}

/** An affinity on a label that kata-deploy takes away. */
export function ownershipLabelRequired(label: string): Finding {
  return RULES.ownershipLabel.find(
    '',
    `affinity requires something of ${label}, which kata-deploy sets itself and takes away again, so that it would uninstall itself`,
    'require a label of your own, such as kata-containers=enabled',
  );
}

/** A field of a probe that is out of its range. */
export function badProbe(field: string, value: unknown): Finding {
  return RULES.probe.find(
    '',
    `${field} '${String(value)}' is not a whole number in its range`,
    'seconds and counts are at least 1 (initialDelaySeconds 0), a port is 1 to 65535',
  );
}

/** A pod label that the DaemonSet selects by. */
export function reservedPodLabel(): Finding {
  return RULES.podLabel.find('', "podLabels has 'name', by which the DaemonSet finds its pods");
}

/** A computed annotation that is given by hand. */
export function reservedPodAnnotation(key: string): Finding {
  return RULES.podAnnotationComputed.find(
    '',
    `podAnnotations has '${key}', which is computed so that a changed configuration rolls the installer`,
  );
}
