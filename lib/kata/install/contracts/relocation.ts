import type { Finding } from '../../../validation/finding';
import { KataArchitecture } from '../../catalogue/kata-architecture';
import type { KataShim } from '../../catalogue/kata-shim';
import { RULES } from '../../rules';
import type { ResolvedInstallation } from '../resolved-installation';
import type { Settings } from './drop-in-merge';

/** The only folder in which kata-deploy's configuration of every shim is right. */
const DEFAULT_FOLDER = '/opt/kata';

/**
 * What kata-deploy writes wrong in its `10-installation-prefix.toml` for an installation in another folder, by shim: it names
 * an initrd beside the image, a folder of firmware that does not exist, and the generic kernel, and it leaves the virtio-fs
 * daemon where it would be without the prefix. A VM then does not start, although the installation succeeds.
 *
 * @see https://github.com/kata-containers/kata-containers/issues/13697
 */
const CORRECTIONS: { readonly [shim: string]: readonly ('firmware' | 'virtiofsd' | 'dragonball')[] } = {
  clh: ['virtiofsd'],
  'clh-runtime-rs': ['virtiofsd'],
  dragonball: ['dragonball'],
  fc: [],
  qemu: ['firmware', 'virtiofsd'],
  'qemu-runtime-rs': ['firmware', 'virtiofsd'],
};

function isRelocated({ installDir }: ResolvedInstallation): boolean {
  return installDir !== DEFAULT_FOLDER;
}

/** The settings that put a shim's paths right; undefined where they are right. A drop-in of the user goes over them. */
export function relocation(installation: ResolvedInstallation, shim: KataShim): Settings | undefined {
  const corrections = Object.hasOwn(CORRECTIONS, shim.name) ? CORRECTIONS[shim.name] : undefined;
  if (!isRelocated(installation) || corrections === undefined) return undefined;
  const { installDir, release } = installation;
  const daemon = `${installDir}/libexec/virtiofsd`;
  return {
    hypervisor: {
      [release.shimData(shim).configuration.section]: {
        initrd: '',
        ...(corrections.includes('firmware') && { firmware: '', firmware_volume: '' }),
        ...(corrections.includes('virtiofsd') && {
          virtio_fs_daemon: daemon,
          valid_virtio_fs_daemon_paths: [daemon],
        }),
        ...(corrections.includes('dragonball') && {
          kernel: `${installDir}/share/kata-containers/vmlinux-dragonball-experimental.container`,
        }),
      },
    },
  };
}

/** What cannot be put right in another folder than the default one. */
export function relocationProblems(installation: ResolvedInstallation): Finding[] {
  if (!isRelocated(installation)) return [];
  const { architectures, debug, multiInstallSuffix, installationPrefix, release, shims } = installation;
  const field =
    multiInstallSuffix === undefined
      ? `installationPrefix '${installationPrefix}'`
      : `multiInstallSuffix '${multiInstallSuffix}'`;
  const because = `Kata ${release.version} writes wrong paths outside ${DEFAULT_FOLDER}`;
  const stuck = shims.filter(({ name }) => !Object.hasOwn(CORRECTIONS, name)).map(({ name }) => name);
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
              `is corrected for ${Object.keys(CORRECTIONS).join(', ')} only`,
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
