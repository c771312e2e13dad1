import { type Finding, FindingsError } from './finding';
import { floatingTag } from './messages';

const DIGEST = /@sha256:[0-9a-f]{64}$/;

const REFERENCE = /^[a-z0-9]+([._:/-]+[a-z0-9]+)*(:[\w][\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$/;

/** A full version, or the commit of a nightly build. */
const PINNED_TAG = /:(v?\d+\.\d+\.\d+[\w.-]*|([\w.-]*[._-])?[0-9a-f]{40}([._-][\w.-]*)?)$/;

/**
 * What is wrong with an image whose content must not change; undefined when it cannot.
 *
 * @param field the prop that holds it
 * @param image name with a full version as tag, or with a digest
 */
export function imageProblem(field: string, image: unknown): Finding | undefined {
  const isPinned =
    typeof image === 'string' &&
    !image.includes('://') &&
    REFERENCE.test(image) &&
    (DIGEST.test(image) || PINNED_TAG.test(image));
  return isPinned ? undefined : floatingTag(field, image);
}

/**
 * The image, if what it names cannot change.
 *
 * @param field the prop that holds it
 * @param image name with a full version as tag, or with a digest
 * @throws when it has neither
 */
export function pinnedImage(field: string, image: string): string {
  const problem = imageProblem(field, image);
  if (problem !== undefined) throw new FindingsError([problem]);
  return image;
}
