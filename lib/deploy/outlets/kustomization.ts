import { Yaml } from 'cdk8s';

/**
 * A `kustomization.yaml` that applies files in their order.
 *
 * @param resources names of the files
 * @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
 */
export function kustomization(resources: readonly string[]): string {
  return Yaml.stringify({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    // Without it kustomize sorts by kind, and a RuntimeClass comes after the pods that name it.
    sortOptions: { order: 'fifo' },
    resources,
  });
}
