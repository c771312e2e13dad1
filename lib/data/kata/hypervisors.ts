/**
 * What hypervisors can do for a pod, in words. Which hypervisor a shim has, and what that one can do, is in the release's file.
 *
 * Source: `docs/design/virtualization.md` of kata-containers (comparison summary).
 */
import type { HypervisorAbility } from './release-data';

/** What each ability is. */
export const HYPERVISOR_ABILITIES: { readonly [ability in HypervisorAbility]: string } = {
  directories: 'shares directories of the node with its guest (virtio-fs)',
  deviceHotplug: 'takes devices while it runs',
  passthrough: 'hands devices of the node through (VFIO)',
  resize: 'takes CPUs and memory while it runs',
  gpu: 'GPUs, as upstream ships it',
  confidential: 'confidential guests (SEV-SNP, TDX)',
};
