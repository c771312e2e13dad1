import { KataArchitecture } from '../../catalogue/kata-architecture';
import type { KataShim } from '../../catalogue/kata-shim';
import type { KataInstallationProps } from '../kata-installation-props';
import type { ResolvedInstallation } from '../resolved-installation';
import { type ArchitectureShims, KataSnapshotter } from '../shim-settings';
import type { KataPool } from './kata-pool';
import { placementOf } from './pool-nodes';

/**
 * What an installation is on one of its pools: what the pool says, and what the installation says about the pool's shims.
 *
 * @param props props of the whole installation
 * @param pool the pool
 * @param whole the whole installation
 */
export function partProps(
  props: KataInstallationProps,
  pool: KataPool,
  whole: ResolvedInstallation,
): KataInstallationProps {
  const { pools: _, placement: __, devmapper: ___, ...rest } = props;
  const shims = pool.shims ?? props.shims ?? whole.shims;
  const has = (shim: KataShim | undefined) => shims.some(({ name }) => name === shim?.name);
  const snapshotters = whole.snapshotters.filter((it) => isUsed(it, whole, has) || !isUsed(it, whole, () => true));
  const architectures = pool.architectures ?? props.architectures ?? [KataArchitecture.AMD64];
  return {
    ...rest,
    shims,
    architectures,
    placement: placementOf(pool),
    ...(has(whole.defaultShim) ? { defaultShim: whole.defaultShim } : { defaultShim: shims[0] }),
    defaultShims: Object.fromEntries(
      Object.entries(whole.defaultShims as { [architecture: string]: KataShim | undefined }).filter(
        ([architecture, shim]) => has(shim) && (architectures as readonly string[]).includes(architecture),
      ),
    ) as ArchitectureShims,
    ...(pool.devmapper && { devmapper: pool.devmapper }),
    snapshotters,
    erofs: snapshotters.includes(KataSnapshotter.EROFS) ? whole.erofs : {},
    shimSettings: whole.allShimSettings.filter(({ shim }) => has(shim)),
    customRuntimes: whole.customRuntimes.filter(({ shim }) => has(shim)),
    ...(whole.multiInstallSuffix !== undefined && { multiInstallSuffix: whole.multiInstallSuffix }),
  };
}

/** Whether a snapshotter is used by one of the shims, or by a custom runtime of one. */
function isUsed(snapshotter: string, whole: ResolvedInstallation, has: (shim: KataShim) => boolean): boolean {
  return (
    whole.shims.some((shim) => has(shim) && whole.snapshotter(shim) === snapshotter) ||
    whole.customRuntimes.some((runtime) => has(runtime.shim) && runtime.snapshotter === snapshotter)
  );
}
