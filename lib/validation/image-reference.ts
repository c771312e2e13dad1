import { floatingTag } from './messages';

const DIGEST = /@sha256:[0-9a-f]{64}$/;

const REFERENCE = /^[a-z0-9]+([._:/-]+[a-z0-9]+)*(:[\w][\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$/;

const PINNED_TAG = /:v?\d+\.\d+\.\d+[\w.-]*$/;

/**
 * The image, if what it names cannot change.
 *
 * @param field the prop that holds it
 * @param image name with a full version as tag, or with a digest
 * @throws when it has neither
 */
export function pinnedImage(field: string, image: string): string {
  if (
    typeof image !== 'string' ||
    image.includes('://') ||
    !REFERENCE.test(image) ||
    !(DIGEST.test(image) || PINNED_TAG.test(image))
  ) {
    throw new Error(floatingTag(field, image));
  }
  return image;
}
