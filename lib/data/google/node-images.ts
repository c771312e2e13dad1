/**
 * Node images of GKE, and whether kata-deploy can install Kata on them.
 *
 * Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/nested-virtualization (which images have nested
 * virtualization); https://cloud.google.com/container-optimized-os/docs/concepts/disks-and-filesystem (what can be written
 * and executed); kubernetes-sigs/agent-sandbox examples/kata-gke-sandbox.
 */

/** A node image. */
export interface NodeImageData {
  readonly installable: boolean;
  /** Why not. */
  readonly reason?: string;
  /** Whether pods can start before their image is there (GCFS). */
  readonly imageStreaming: boolean;
}

export const NODE_IMAGES: { readonly [image: string]: NodeImageData } = {
  COS_CONTAINERD: {
    installable: false,
    reason: 'on Container-Optimized OS /opt is read-only, and what can be written cannot be executed',
    imageStreaming: true,
  },
  UBUNTU_CONTAINERD: { installable: true, imageStreaming: false },
  WINDOWS_LTSC_CONTAINERD: { installable: false, reason: 'Kata runs on Linux alone', imageStreaming: false },
  WINDOWS_SAC_CONTAINERD: { installable: false, reason: 'Kata runs on Linux alone', imageStreaming: false },
};
