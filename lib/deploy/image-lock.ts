import type { IConstruct } from 'constructs';
import { POD_SPECS } from '../data/kubernetes/pod-spec-paths';
import { describeObject } from './manifest';
import { toManifests } from './manifests';

/** An image that a tree uses. */
export interface LockedImage {
  /** Image as the manifests name it. */
  readonly image: string;

  /** Whether its content cannot change: it is named by digest. */
  readonly pinnedByDigest: boolean;

  /** The objects that use it, such as `DaemonSet kube-system/kata-deploy`. */
  readonly usedBy: readonly string[];
}

/**
 * Every image that the workloads of a tree use, in alphabetical order: what a mirror for a cluster without a way to the
 * internet has to hold.
 *
 * @param scope an app, a chart, or any construct that holds charts
 * @throws when a validation of the app fails
 */
export function imageLock(scope: IConstruct): LockedImage[] {
  const users = new Map<string, Set<string>>();
  for (const manifest of toManifests(scope)) {
    if (!Object.hasOwn(POD_SPECS, manifest.kind) && manifest.kind !== 'ConfigMap') continue;
    for (const image of imagesIn(manifest)) {
      const known = users.get(image) ?? new Set();
      users.set(image, known.add(describeObject(manifest)));
    }
  }
  return [...users]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([image, usedBy]) => ({ image, pinnedByDigest: image.includes('@sha256:'), usedBy: [...usedBy].sort() }));
}

/** Images of containers, wherever in an object they are; templates of Jobs are text in ConfigMaps. */
function imagesIn(value: unknown): string[] {
  if (typeof value === 'string') {
    return [...value.matchAll(/^\s*-?\s*"?image"?: "?([^\s",]+)"?,?$/gm)].map(([, image]) => image as string);
  }
  if (Array.isArray(value)) return value.flatMap(imagesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === 'image' && typeof item === 'string' && 'name' in value ? [item] : imagesIn(item),
  );
}
