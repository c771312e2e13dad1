/**
 * The hypervisors behind the shims, and what they can do for a pod.
 *
 * Sources at tag 4.1.0: `docs/design/virtualization.md` (comparison summary), `docs/hypervisors.md` (languages, GPU and
 * confidential computing), `src/runtime/virtcontainers/fc.go` (what Firecracker refuses). StratoVirt is in `docs/hypervisors.md`
 * still; its shim ended with 3.23.
 */

/** Something that a hypervisor can do or cannot. */
export type HypervisorAbility = 'directories' | 'deviceHotplug' | 'passthrough' | 'resize' | 'gpu' | 'confidential';

/** What each ability is. */
export const HYPERVISOR_ABILITIES: { readonly [ability in HypervisorAbility]: string } = {
  directories: 'shares directories of the node with its guest (virtio-fs)',
  deviceHotplug: 'takes devices while it runs',
  passthrough: 'hands devices of the node through (VFIO)',
  resize: 'takes CPUs and memory while it runs',
  gpu: 'GPUs, as upstream ships it',
  confidential: 'confidential guests (SEV-SNP, TDX)',
};

/** A hypervisor. */
export interface HypervisorData {
  readonly name: string;
  readonly url: string;
  readonly language: string;
  /** How much of the CRI upstream says that it covers. */
  readonly cri: 'full' | 'partial';
  /** Shims that use it, by name. */
  readonly shims: RegExp;
  readonly can: readonly HypervisorAbility[];
}

const MOST = ['directories', 'deviceHotplug', 'passthrough', 'resize'] as const;

export const HYPERVISORS: readonly HypervisorData[] = [
  {
    name: 'QEMU',
    url: 'https://www.qemu.org',
    language: 'C',
    cri: 'full',
    shims: /^qemu/,
    can: [...MOST, 'gpu', 'confidential'],
  },
  {
    name: 'Cloud Hypervisor',
    url: 'https://www.cloudhypervisor.org',
    language: 'Rust',
    cri: 'full',
    shims: /^(clh|cloud-hypervisor)/,
    can: MOST,
  },
  {
    name: 'Dragonball',
    url: 'https://github.com/kata-containers/kata-containers/tree/main/src/dragonball',
    language: 'Rust, inside the runtime',
    cri: 'full',
    shims: /^dragonball$/,
    can: MOST,
  },
  {
    name: 'Firecracker',
    url: 'https://firecracker-microvm.github.io',
    language: 'Rust',
    cri: 'partial',
    shims: /^fc$/,
    can: [],
  },
];

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

/** What the hypervisor behind a shim cannot do; nothing for one that is not in the table. */
export function lackedBy(shim: string): HypervisorAbility[] {
  const hypervisor = HYPERVISORS.find(({ shims }) => shims.test(shim));
  const abilities = Object.keys(HYPERVISOR_ABILITIES) as HypervisorAbility[];
  return hypervisor === undefined ? [] : abilities.filter((ability) => !hypervisor.can.includes(ability));
}
