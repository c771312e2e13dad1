import { assertParameter } from '../validation/props';

/** An object of Kubernetes, as it goes to the API server. */
export interface Manifest {
  /** API group and version, such as `apps/v1`. */
  readonly apiVersion: string;

  /** Kind, such as `DaemonSet`. */
  readonly kind: string;

  /** Name, namespace, labels and annotations. */
  readonly metadata: ManifestMetadata;

  /** Everything else, by the kind. */
  readonly [field: string]: unknown;
}

/** What identifies an object. */
export interface ManifestMetadata {
  /** Name, unique for the kind in its namespace. */
  readonly name: string;

  /**
   * Namespace.
   *
   * @default - the object belongs to the cluster, or to the namespace that `kubectl` is told
   */
  readonly namespace?: string;

  /** Labels, annotations and the rest. */
  readonly [field: string]: unknown;
}

/**
 * How an object is named in a sentence: `DaemonSet kube-system/kata-deploy`.
 *
 * @param manifest the object, complete or not
 */
export function describeObject(manifest: { kind?: string; metadata?: { name?: string; namespace?: string } }): string {
  assertParameter('manifest', manifest, 'unknown{}');
  const { name = '(unnamed)', namespace } = manifest.metadata ?? {};
  return `${manifest.kind ?? 'object'} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}
