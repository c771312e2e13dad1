import { parse } from 'smol-toml';
import type { Finding } from '../../../validation/finding';
import { duplicate } from '../../../validation/messages';
import { olderThan } from '../../../validation/version';
import type { KataShim } from '../../catalogue/kata-shim';
import { RULES } from '../../rules';
import type { ResolvedInstallation } from '../resolved-installation';
import { ErofsMergeMode, KataSnapshotter } from '../shim-settings';
import * as errors from './shim-messages';

/** Oldest containerd with an EROFS snapshotter; kata-deploy refuses older ones. */
const EROFS_CONTAINERD = '2.2';
/** Oldest containerd that reads the keys of dm-verity; 2.2 passes them by as unknown. */
const DMVERITY_CONTAINERD = '2.3';
const EROFS_PLUGIN = 'io.containerd.snapshotter.v1.erofs';

/** What uses a snapshotter, as a message calls it. */
interface Use {
  readonly what: string;
  readonly shim: KataShim;
  readonly snapshotter: string | undefined;
  /** Whether the program said it, and not the release's own list of shims. */
  readonly isGiven: boolean;
}

/** What is wrong with the snapshotters of an installation; undefined when nothing is. */
export function snapshottersProblem(installation: ResolvedInstallation): Finding | undefined {
  const { snapshotters: setUp, containerdVersion, erofs } = installation;
  const twice = setUp.find((value, index) => setUp.indexOf(value) !== index);
  if (twice !== undefined) return duplicate('snapshotters', twice);
  const [field] = Object.keys(erofs);
  const hasErofs = setUp.includes(KataSnapshotter.EROFS);
  if (field !== undefined && !hasErofs) return errors.erofsNotSetUp(field);
  if (hasErofs && containerdVersion !== undefined && olderThan(containerdVersion, EROFS_CONTAINERD)) {
    return RULES.newerContainerd.find(
      '',
      `snapshotters has 'erofs', which needs containerd ${EROFS_CONTAINERD} or newer, and the nodes have ${containerdVersion}`,
      'leave it out',
    );
  }
  const uses = usesOf(installation).filter(({ isGiven }) => isGiven);
  return uses.map((use) => useProblem(installation, use)).find((problem) => problem !== undefined);
}

function usesOf(installation: ResolvedInstallation): Use[] {
  return [
    ...installation.shims.map((shim) => ({
      what: `shim '${shim.name}'`,
      shim,
      snapshotter: installation.snapshotter(shim),
      isGiven: !installation.hasDefaultShims || installation.shimSettings(shim).snapshotter !== undefined,
    })),
    ...installation.customRuntimes.map(({ handler, shim, snapshotter }) => ({
      what: `custom runtime '${handler}'`,
      shim,
      snapshotter,
      isGiven: true,
    })),
  ];
}

function useProblem({ erofs, release, snapshotters }: ResolvedInstallation, use: Use): Finding | undefined {
  const used = Object.values(KataSnapshotter).find((it) => it === use.snapshotter);
  if (used === undefined) return undefined;
  if (!snapshotters.includes(used)) return errors.snapshotterNotSetUp(use.what, used);
  return used === KataSnapshotter.EROFS &&
    release.shimData(use.shim).runtime === 'go' &&
    erofs.mergeMode !== ErofsMergeMode.UNMERGED
    ? RULES.erofsMergeMode.find(
        '',
        `${use.what} uses the erofs snapshotter, and the runtime in Go reads layers one by one only`,
      )
    : undefined;
}

/**
 * What may keep EROFS from working on the nodes.
 *
 * @see https://github.com/kata-containers/kata-containers/blob/4.1.0/docs/how-to/how-to-use-erofs-snapshotter-with-kata.md#limitations
 */
export function validateErofs(installation: ResolvedInstallation): Finding[] {
  const { containerd, containerdVersion, erofs, path, snapshotters } = installation;
  if (!snapshotters.includes(KataSnapshotter.EROFS)) return [];
  const unverified = `[plugins.'${EROFS_PLUGIN}'] enable_fsverity = false`;
  return [
    ...(containerdVersion === undefined
      ? [
          RULES.containerdUnknown.find(
            path,
            `snapshotters has 'erofs', which needs containerd ${EROFS_CONTAINERD} or newer, and the installer fails on older nodes`,
            'say what the nodes have with containerdVersion',
          ),
        ]
      : []),
    ...(erofs.dmverity === true &&
    (containerdVersion === undefined || olderThan(containerdVersion, DMVERITY_CONTAINERD))
      ? [
          RULES.erofsDmVerity.find(
            path,
            `erofs.dmverity is on, and containerd before ${DMVERITY_CONTAINERD} passes its settings by, so that images are not verified`,
            `use containerd ${DMVERITY_CONTAINERD}, and say so with containerdVersion, or leave erofs.dmverity out`,
          ),
        ]
      : []),
    ...(saysFsVerity(containerd.userDropIn)
      ? []
      : [
          RULES.erofsFsVerity.find(
            path,
            'kata-deploy switches fs-verity on for EROFS, and containerd loses its CRI on nodes whose file system has none',
            `give containerd.userDropIn: "${unverified}", or any value for nodes that have it`,
          ),
        ]),
    ...validateLayers(installation),
  ];
}

/** What the runtime in Rust does with images on EROFS, whose layers it gives to the guest as one device. */
function validateLayers(installation: ResolvedInstallation): Finding[] {
  const { path, release } = installation;
  const users = usesOf(installation).filter(
    ({ shim, snapshotter }) => snapshotter === KataSnapshotter.EROFS && release.shimData(shim).runtime === 'rust',
  );
  const [first] = users;
  const withoutVmdk = users.find(({ shim }) => release.shimData(shim).hypervisor !== 'qemu');
  return [
    ...(withoutVmdk === undefined
      ? []
      : [
          RULES.erofsLayers.find(
            path,
            `${withoutVmdk.what} uses the erofs snapshotter, and images of several layers are one VMDK disk for its guests, which only ` +
              'QEMU reads: only images of one layer may work',
            'use qemu-runtime-rs, or give the shim another snapshotter',
          ),
        ]),
    ...(first !== undefined && !release.data.removesErofsContainers
      ? [
          RULES.erofsRemoval.find(
            path,
            `${first.what} uses the erofs snapshotter, and with Kata ${release.version} the guest cannot remove such containers, so that ` +
              'their mounts stay until the VM ends (kata-containers#13757)',
          ),
        ]
      : []),
  ];
}

function saysFsVerity(dropIn: string | undefined): boolean {
  if (dropIn === undefined) return false;
  const { plugins } = parse(dropIn) as { plugins?: { [plugin: string]: { enable_fsverity?: unknown } } };
  return plugins?.[EROFS_PLUGIN]?.enable_fsverity !== undefined;
}
