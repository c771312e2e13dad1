import type { KataRelease } from './kata-release';

/** Names of images that the project publishes beside the installer's. */
const COMPANIONS = ['kata-monitor', 'kata-deploy-job-dispatcher', 'k8s-job-dispatcher'];

const core = (version: string) => /^v?(\d+\.\d+\.\d+)/.exec(version)?.[1];

/**
 * Whether an image is not the installer of a release: its tag is another version, or its name is that of another program. A tag
 * that is no version says nothing, and neither does a digest.
 *
 * @param image the image, with tag or digest
 * @param release the release
 */
export function isImageOfOtherRelease(image: string, release: KataRelease): boolean {
  const [reference = ''] = image.split('@');
  const [name = '', tag] = (reference.split('/').at(-1) ?? '').split(':');
  const version = tag === undefined ? undefined : core(tag);
  return (
    COMPANIONS.includes(name) ||
    (version !== undefined && ![core(release.version), core(release.baseVersion)].includes(version))
  );
}
