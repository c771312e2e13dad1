import type { KataShim } from '../catalogue/kata-shim';
import type { KataSnapshotter } from './shim-settings';

/** What an earlier program installed on the same nodes. Synthesis sees no cluster, so that the program has to say it. */
export interface PreviousInstallation {
  /**
   * Shims that were installed.
   *
   * @default - none beside those of now
   */
  readonly shims?: readonly KataShim[];

  /**
   * Handlers of custom runtimes and sizes that were there, such as `kata-large`.
   *
   * @default - none beside those of now
   */
  readonly customRuntimes?: readonly string[];

  /**
   * Snapshotters that were set up.
   *
   * @default - none beside those of now
   */
  readonly snapshotters?: readonly KataSnapshotter[];

  /**
   * Whether `debug` was on.
   *
   * @default false
   */
  readonly debug?: boolean;

  /**
   * Whether the earlier program gave `containerd.userDropIn` or `devmapper`. Where this program gives neither, an empty drop-in
   * replaces the old one: otherwise containerd still imports the old file, and does not start once Kata is removed.
   *
   * @default false
   */
  readonly containerdDropIn?: boolean;
}
