import type { DevmapperOptions } from './devmapper-options';
import { RAW_LOCAL_SSDS } from './thin-pool-scripts';

/** A thin pool with every default filled in. */
export type ThinPool = Required<DevmapperOptions>;

/** Fills in the defaults. */
export function resolveThinPool(options: DevmapperOptions): ThinPool {
  return {
    devices: options.devices ?? [RAW_LOCAL_SSDS],
    poolName: options.poolName ?? 'kata-devmapper',
    baseImageSize: options.baseImageSize ?? '10GB',
    image: options.image ?? 'docker.io/library/busybox:1.37.0',
  };
}
