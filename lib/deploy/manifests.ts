import { App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { duplicateManifest } from './messages';

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
  const { name = '(unnamed)', namespace } = manifest.metadata ?? {};
  return `${manifest.kind ?? 'object'} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

/**
 * The objects of a tree in the order in which they have to be applied; deleted, they go backwards.
 *
 * The order is the one of the files that `App.synth()` writes. Validations of the whole app run first.
 *
 * @param scope an app, a chart, or any construct that holds charts
 * @throws when a validation fails, or when two objects have the same kind, namespace and name
 */
export function toManifests(scope: IConstruct): Manifest[] {
  const within = new Set<IConstruct>(scope.node.findAll());
  const seen = new Map<string, string>();
  const app = App.of(scope);
  // What depends on what is known only once a chart has been synthesized.
  app.charts[0]?.toJson();
  return app.charts
    .filter((chart) => within.has(chart))
    .flatMap((chart) =>
      (chart.toJson() as Manifest[]).map((manifest) => {
        const id = `${manifest.apiVersion.replace(/\/?v[^/]*$/, '')} ${describeObject(manifest)}`.trim();
        const first = seen.get(id);
        if (first !== undefined) throw new Error(duplicateManifest(id, first, chart.node.path));
        seen.set(id, chart.node.path);
        return manifest;
      }),
    );
}
