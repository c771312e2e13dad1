import type { WrongPath } from '../../../data/kata/release-data';
import type { Finding } from '../../../validation/finding';
import { KataArchitecture } from '../../catalogue/kata-architecture';
import type { KataRelease } from '../../catalogue/kata-release';
import type { KataShim } from '../../catalogue/kata-shim';
import { RULES } from '../../rules';
import type { ResolvedInstallation } from '../resolved-installation';
import type { Settings } from './drop-in-merge';

/** The folder in which kata-deploy's configuration of every shim is right. */
const DEFAULT_FOLDER = '/opt/kata';

function isRelocated({ installDir }: ResolvedInstallation): boolean {
  return installDir !== DEFAULT_FOLDER;
}

/** What the release writes wrong for a shim, with which it can be put right; undefined where it cannot. */
function wrongPaths(
  { data: { wrongPaths: ofShims = {} } }: KataRelease,
  shim: string,
): readonly WrongPath[] | undefined {
  return Object.hasOwn(ofShims, shim) ? ofShims[shim] : undefined;
}

/** The settings that put a shim's paths right; undefined where they are right. A drop-in of the user goes over them. */
export function relocation(installation: ResolvedInstallation, shim: KataShim): Settings | undefined {
  const { installDir, release } = installation;
  const wrong = wrongPaths(release, shim.name);
  if (!isRelocated(installation) || wrong === undefined) return undefined;
  const daemon = `${installDir}/libexec/virtiofsd`;
  return {
    hypervisor: {
      [release.shimData(shim).configuration.section]: {
        initrd: '',
        ...(wrong.includes('firmware') && { firmware: '', firmware_volume: '' }),
        ...(wrong.includes('virtiofsd') && {
          virtio_fs_daemon: daemon,
          valid_virtio_fs_daemon_paths: [daemon],
        }),
        ...(wrong.includes('dragonball') && {
          kernel: `${installDir}/share/kata-containers/vmlinux-dragonball-experimental.container`,
        }),
      },
    },
  };
}

/** What cannot be put right in another folder than the default one. */
export function relocationProblems(installation: ResolvedInstallation): Finding[] {
  const { architectures, debug, multiInstallSuffix, installationPrefix, release, shims } = installation;
  const corrected = release.data.wrongPaths;
  if (!isRelocated(installation) || corrected === undefined) return [];
  const field =
    multiInstallSuffix === undefined
      ? `installationPrefix '${installationPrefix}'`
      : `multiInstallSuffix '${multiInstallSuffix}'`;
  const because = `Kata ${release.version} writes wrong paths outside ${DEFAULT_FOLDER}`;
  const stuck = shims.filter(({ name }) => wrongPaths(release, name) === undefined).map(({ name }) => name);
  return [
    ...(debug
      ? [
          RULES.folderOutOfReach.find(
            '',
            `${field} is given with debug: ${because}, and -debug handlers take no drop-in that corrects them`,
            'leave one out',
          ),
        ]
      : []),
    ...(stuck.length > 0
      ? [
          RULES.folderOutOfReach.find(
            '',
            `${field} is given, and no VM of shim ${stuck.map((name) => `'${name}'`).join(', ')} would start: ${because}, which ` +
              `is corrected for ${Object.keys(corrected).join(', ')} only`,
            `leave the shim out, or install it without ${field.split(' ')[0]}`,
          ),
        ]
      : []),
    ...(architectures.includes(KataArchitecture.PPC64LE)
      ? [
          RULES.folderOutOfReach.find(
            '',
            `${field} is given, and guests on ppc64le boot from the initrd, whose path would be wrong: ${because}`,
            'leave one out',
          ),
        ]
      : []),
  ];
}
