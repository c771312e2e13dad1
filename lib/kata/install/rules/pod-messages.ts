/** An update strategy that no DaemonSet has. */
export function badUpdateStrategy(path: string, expected: string): string {
  return `updateStrategy.${path} must be ${expected}; correct it, or leave updateStrategy out for one node at a time`;
}

/** A text that is not the key of an annotation. */
export function badAnnotationKey(key: string): string {
  return `podAnnotations has '${key}', which is not a key: [prefix/]name of at most 63 letters, digits, dashes, dots and underscores; correct it`;
}

/** An affinity that is not as Kubernetes writes it. */
export function badAffinity(path: string, expected: string): string {
  return `affinity.${path} must be ${expected}, as Kubernetes writes it; correct it, or leave it out for no requirement`;
}

/** An affinity on a label that kata-deploy takes away. */
export function ownershipLabelRequired(label: string): string {
  return `affinity requires something of ${label}, which kata-deploy sets itself and takes away again, so that it would uninstall itself; require a label of your own, such as kata-containers=enabled`;
}

/** A field of a probe that is out of its range. */
export function badProbe(field: string, value: unknown): string {
  return `${field} '${String(value)}' is not a whole number in its range; seconds and counts are at least 1 (initialDelaySeconds 0), a port is 1 to 65535`;
}

/** A pod label that the DaemonSet selects by. */
export function reservedPodLabel(): string {
  return "podLabels has 'name', by which the DaemonSet finds its pods; use another key";
}

/** A computed annotation that is given by hand. */
export function reservedPodAnnotation(key: string): string {
  return `podAnnotations has '${key}', which is computed so that a changed configuration rolls the installer; remove it`;
}
