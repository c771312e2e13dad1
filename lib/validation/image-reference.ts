import { type Finding, FindingsError } from './finding';
import { floatingTag, type ImageUse } from './messages';

const DIGEST = /@sha256:[0-9a-f]{64}$/;

const REFERENCE = /^[a-z0-9]+([._:/-]+[a-z0-9]+)*(:[\w][\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$/;

/** A full version, or the commit of a nightly build. */
const PINNED_TAG = /:(v?\d+\.\d+\.\d+[\w.-]*|([\w.-]*[._-])?[0-9a-f]{40}([._-][\w.-]*)?)$/;

/** Images of Kata, whose manifests are written for one version. */
const ofKata = (name: string, does: string): ImageUse => ({
  name,
  reason: `${does} belong to one version, and an image of another version may not start with them`,
});

/** The images that are pinned, and why. */
export const PINNED_IMAGES = {
  installer: ofKata('kata-deploy', "kata-deploy's command, variables and permissions"),
  dispatcher: ofKata('job-dispatcher', "the dispatcher's path, arguments and permissions"),
  monitor: ofKata('kata-monitor', "kata-monitor's arguments and mounts"),
  thinPool: {
    name: 'busybox',
    reason: 'its shell runs with full privileges on the nodes, and a tag that moves can bring another program there',
  },
} as const satisfies { readonly [use: string]: ImageUse };

/**
 * What is wrong with an image whose content must not change; undefined when it cannot.
 *
 * @param field the prop that holds it
 * @param image name with a full version as tag, or with a digest
 * @param use what the image is for
 */
export function imageProblem(
  field: string,
  image: unknown,
  use: ImageUse = PINNED_IMAGES.installer,
): Finding | undefined {
  const isPinned =
    typeof image === 'string' &&
    !image.includes('://') &&
    REFERENCE.test(image) &&
    (DIGEST.test(image) || PINNED_TAG.test(image));
  return isPinned ? undefined : floatingTag(field, image, use);
}

/**
 * The image, if what it names cannot change.
 *
 * @param field the prop that holds it
 * @param image name with a full version as tag, or with a digest
 * @param use what the image is for
 * @throws when it has neither
 */
export function pinnedImage(field: string, image: string, use: ImageUse): string {
  const problem = imageProblem(field, image, use);
  if (problem !== undefined) throw new FindingsError([problem]);
  return image;
}
