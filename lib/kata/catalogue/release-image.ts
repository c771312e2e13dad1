import type { KataRelease } from './kata-release';

/** Names of images that the project publishes. */
const INSTALLER = 'kata-deploy';
const MONITOR = 'kata-monitor';
const DISPATCHERS = ['kata-deploy-job-dispatcher', 'k8s-job-dispatcher'];
const PUBLISHED: readonly string[] = [INSTALLER, MONITOR, ...DISPATCHERS];

const core = (version: string) => /^v?(\d+\.\d+\.\d+)/.exec(version)?.[1];

interface NamedImage {
  /** The last part of its name. */
  readonly name: string;
  /** The version that its tag begins with; undefined for a digest alone. */
  readonly version: string | undefined;
}

function named(image: string): NamedImage {
  const [reference = ''] = image.split('@');
  const [name = '', tag] = (reference.split('/').at(-1) ?? '').split(':');
  return { name, version: tag === undefined ? undefined : core(tag) };
}

function isOther(image: string, release: KataRelease, own: string): boolean {
  const { name, version } = named(image);
  return (
    (name !== own && PUBLISHED.includes(name)) ||
    (version !== undefined && ![core(release.version), core(release.baseVersion)].includes(version))
  );
}

/**
 * Whether an image is not the installer of a release: its tag is another version, or its name is that of another program. Neither
 * a digest nor a tag without a version tells the release, so that such an image passes.
 *
 * @param image the image, with tag or digest
 * @param release the release
 */
export function isImageOfOtherRelease(image: string, release: KataRelease): boolean {
  return isOther(image, release, INSTALLER);
}

/** Whether an image is not kata-monitor of a release, as {@link isImageOfOtherRelease} looks at it. */
export function isMonitorOfOtherRelease(image: string, release: KataRelease): boolean {
  return isOther(image, release, MONITOR);
}

/**
 * Whether an image is not the dispatcher of a release. Since 4.2.0 the dispatcher has versions of its own; before, it was released
 * with Kata under another name, and knows other arguments.
 *
 * @param image the image, with tag or digest
 * @param release the release, which has job mode
 */
export function isDispatcherOfOtherRelease(image: string, release: KataRelease): boolean {
  const own = named(release.data.dispatcherImage ?? '');
  const isReleasedWithKata = own.version === core(release.baseVersion);
  if (isReleasedWithKata) return isOther(image, release, own.name);
  const { name } = named(image);
  return name !== own.name && PUBLISHED.includes(name);
}
