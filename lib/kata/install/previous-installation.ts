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
   * Whether `containerd.userDropIn` or `devmapper` was given. Where neither is any more, a drop-in that says nothing takes the
   * place of the old one: without it the import of the old one stays, and containerd does not start once Kata is removed.
   *
   * @default false
   */
  readonly containerdDropIn?: boolean;
}
