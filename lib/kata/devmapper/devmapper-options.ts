/** How the thin pool of containerd's devmapper snapshotter is made on the nodes. */
export interface DevmapperOptions {
  /**
   * Devices that the pool is made of, as absolute paths in which `*` stands for any characters. The pool takes the
   * whole of each device. A device that holds anything else is left alone.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/local-ssd-raw
   * @default ['/dev/disk/by-id/google-local-ssd-block*'], the raw local SSDs of a GKE node
   */
  readonly devices?: readonly string[];

  /**
   * Name of the pool, below `/dev/mapper/`.
   *
   * @default 'kata-devmapper'
   */
  readonly poolName?: string;

  /**
   * Size of a container's root file system, such as `10GB`. The pool gives room only for what is written.
   *
   * @default '10GB'
   */
  readonly baseImageSize?: string;

  /**
   * Image with a shell and `nsenter`, with tag or digest.
   *
   * @default 'docker.io/library/busybox:1.37.0'
   */
  readonly image?: string;
}
