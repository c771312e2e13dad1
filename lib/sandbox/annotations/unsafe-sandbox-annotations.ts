/** Settings with which a pod can leave its sandbox. Each is a path on the node but where it says otherwise. */
export interface UnsafeSandboxAnnotations {
  /**
   * The hypervisor.
   *
   * @default - the shim's
   */
  readonly path?: string;

  /**
   * The program that confines the hypervisor.
   *
   * @default - the shim's
   */
  readonly jailerPath?: string;

  /**
   * The guest's kernel.
   *
   * @default - the shim's
   */
  readonly kernel?: string;

  /**
   * The guest's root image.
   *
   * @default - the shim's
   */
  readonly image?: string;

  /**
   * The guest's initial RAM disk.
   *
   * @default - the shim's
   */
  readonly initrd?: string;

  /**
   * The firmware.
   *
   * @default - the shim's
   */
  readonly firmware?: string;

  /**
   * The second part of the firmware. Runtime in Go alone.
   *
   * @default - the shim's
   */
  readonly firmwareVolume?: string;

  /**
   * The source of random numbers.
   *
   * @default - the shim's
   */
  readonly entropySource?: string;

  /**
   * The folder of vhost-user sockets.
   *
   * @default - the shim's
   */
  readonly vhostUserStorePath?: string;

  /**
   * The daemon of virtio-fs.
   *
   * @default - the shim's
   */
  readonly virtioFsDaemon?: string;

  /**
   * Arguments of the daemon of virtio-fs, added to the shim's; no path. No commas with the runtime in Rust, which splits there.
   *
   * @default - the shim's
   */
  readonly virtioFsExtraArgs?: readonly string[];

  /**
   * The folder of hooks; a path in the guest.
   *
   * @default - the shim's
   */
  readonly guestHookPath?: string;
}
