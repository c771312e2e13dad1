/** Settings with which a pod can leave its VM. Each is a path on the node unless its description says otherwise. */
export interface UnsafeSandboxAnnotations {
  /**
   * The hypervisor.
   *
   * @default - value of `path` in the shim's configuration file
   */
  readonly path?: string;

  /**
   * The program that confines the hypervisor.
   *
   * @default - value of `jailer_path` in the shim's configuration file
   */
  readonly jailerPath?: string;

  /**
   * The guest's kernel.
   *
   * @default - value of `kernel` in the shim's configuration file
   */
  readonly kernel?: string;

  /**
   * The guest's root image.
   *
   * @default - value of `image` in the shim's configuration file
   */
  readonly image?: string;

  /**
   * The guest's initial RAM disk.
   *
   * @default - value of `initrd` in the shim's configuration file
   */
  readonly initrd?: string;

  /**
   * The firmware.
   *
   * @default - value of `firmware` in the shim's configuration file
   */
  readonly firmware?: string;

  /**
   * The second part of the firmware. Runtime in Go alone.
   *
   * @default - value of `firmware_volume` in the shim's configuration file
   */
  readonly firmwareVolume?: string;

  /**
   * The source of random numbers.
   *
   * @default - value of `entropy_source` in the shim's configuration file
   */
  readonly entropySource?: string;

  /**
   * The folder of vhost-user sockets.
   *
   * @default - value of `vhost_user_store_path` in the shim's configuration file
   */
  readonly vhostUserStorePath?: string;

  /**
   * The daemon of virtio-fs.
   *
   * @default - value of `virtio_fs_daemon` in the shim's configuration file
   */
  readonly virtioFsDaemon?: string;

  /**
   * Arguments of the daemon of virtio-fs, added to the shim's; no path. No commas with the runtime in Rust, which splits there.
   *
   * @default - value of `virtio_fs_extra_args` in the shim's configuration file
   */
  readonly virtioFsExtraArgs?: readonly string[];

  /**
   * The folder of hooks; a path in the guest.
   *
   * @default - value of `guest_hook_path` in the shim's configuration file
   */
  readonly guestHookPath?: string;
}
