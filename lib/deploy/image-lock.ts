import type { IConstruct } from 'constructs';
import { describeObject, type Manifest } from './manifest';
import { toManifests } from './manifests';
import { isJsonMap, type JsonMap } from './objects/json-pointer';
import { podSpecsIn, podSpecsOf } from './objects/pod-specs';
import { filesOf } from './objects/text-files';

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
 * Every image that the pods of a tree use, in alphabetical order: what a mirror for a cluster without a way to the internet has
 * to hold.
 *
 * It looks where `sandbox()` looks: in every pod spec of every object, and in those that are text in ConfigMaps and Secrets. What an
 * operator starts from fields of its own resources is not seen.
 *
 * @param scope an app, a chart, or any construct that holds charts
 * @throws when a validation of the app fails
 *
 * @example
 * for (const { image } of imageLock(app)) console.log(image);
 */
export function imageLock(scope: IConstruct): LockedImage[] {
  const users = new Map<string, Set<string>>();
  for (const manifest of toManifests(scope)) {
    for (const image of podSpecsWithin(manifest).flatMap(imagesOf)) {
      const known = users.get(image) ?? new Set();
      users.set(image, known.add(describeObject(manifest)));
    }
  }
  return [...users]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([image, usedBy]) => ({ image, pinnedByDigest: image.includes('@sha256:'), usedBy: [...usedBy].sort() }));
}

function podSpecsWithin(manifest: Manifest): JsonMap[] {
  const inText = filesOf(manifest).flatMap(({ documents }) => documents.flatMap(podSpecsIn));
  return [...podSpecsOf(manifest), ...inText].map(({ spec }) => spec);
}

const CONTAINERS = ['initContainers', 'containers', 'ephemeralContainers'];

const mapsOf = (value: unknown): JsonMap[] => (Array.isArray(value) ? value.filter(isJsonMap) : []);

/** Images of containers, and of volumes that are images. */
function imagesOf(spec: JsonMap): string[] {
  const containers = CONTAINERS.flatMap((field) => mapsOf(spec[field]).map(({ image }) => image));
  const volumes = mapsOf(spec.volumes).map(({ image }) => (isJsonMap(image) ? image.reference : undefined));
  return [...containers, ...volumes].filter((image): image is string => typeof image === 'string' && image !== '');
}
