/**
 * What hypervisors can do for a pod, in words, and what settings and volumes ask of them. Which hypervisor a shim has, and what that
 * one can do, is in the release's file.
 *
 * Source: `docs/design/virtualization.md` of kata-containers (comparison summary).
 */
import type { HypervisorAbility } from './release-data';
import { RELEASES } from './releases';

/** What each ability is. */
export const HYPERVISOR_ABILITIES: { readonly [ability in HypervisorAbility]: string } = {
  directories: 'shares directories of the node with its guest (virtio-fs)',
  deviceHotplug: 'takes devices while it runs',
  passthrough: 'hands devices of the node through (VFIO)',
  resize: 'takes CPUs and memory while it runs',
  gpu: 'GPUs, as upstream ships it',
  confidential: 'confidential guests (SEV-SNP, TDX)',
};

/** What a setting of a sandbox asks of the hypervisor. */
export const ANNOTATION_NEEDS: { readonly [option: string]: HypervisorAbility } = {
  sharedFs: 'directories',
  virtioFsCache: 'directories',
  virtioFsCacheSizeMib: 'directories',
  virtioFsDaemon: 'directories',
  virtioFsExtraArgs: 'directories',
  memorySlots: 'resize',
  virtioMem: 'resize',
  coldPlugVfio: 'passthrough',
  hotPlugVfio: 'passthrough',
  pcieRootPorts: 'passthrough',
  pcieSwitchPorts: 'passthrough',
  vfioMode: 'passthrough',
};

/** Volumes whose files may be copied into the guest, which is what happens without shared directories. */
export const COPIED_VOLUMES: readonly string[] = ['configMap', 'secret', 'projected', 'downwardAPI', 'emptyDir'];

/** Extended resources that stand for devices which are handed through. */
export const DEVICE_RESOURCES = /^(nvidia\.com|amd\.com|([a-z]+\.)?intel\.com)\//;

/** What the hypervisor behind a shim cannot do, in the newest release that has the shim; nothing for one that none has. */
export function lackedBy(shim: string): HypervisorAbility[] {
  const release = RELEASES.findLast(({ shims }) => Object.hasOwn(shims, shim));
  const hypervisor = release?.hypervisors[release.shims[shim]?.hypervisor ?? ''];
  const abilities = Object.keys(HYPERVISOR_ABILITIES) as HypervisorAbility[];
  return hypervisor === undefined ? [] : abilities.filter((ability) => !hypervisor.can.includes(ability));
}
