/**
 * How the shims of Kata 4.1.0 size a pod's VM.
 *
 * Sources at tag 4.1.0: `src/runtime-rs/Makefile` (DEFOVERHEADVCPUS_*, DEFOVERHEADMEMSZ_*, DEFSTATICRESOURCEMGMT_*),
 * `docs/how-to/how-to-size-sandbox-overhead-runtime-rs.md`, `src/runtime/config/configuration-*.toml.in`; that the runtime in Go
 * adds limits to its defaults: kata-containers#12786.
 */

/** How a runtime finds the size of a VM. */
export interface VmSizingData {
  /** `limits`: what the containers may use, and the guest's own share. `defaults`: its defaults, and what they may use. */
  readonly from: 'limits' | 'defaults';
  /** vCPUs that the guest has for itself. */
  readonly guestVcpus: number;
  /** Memory that the guest has for itself, in MiB. */
  readonly guestMemoryMib: number;
}

/** A VM whose pod has no limits. */
export const VM_WITHOUT_LIMITS = { vcpus: 1, memoryMib: 2048 } as const;

/** Smallest memory that a runtime starts a guest with, in MiB. */
export const SMALLEST_GUEST_MIB = { go: 256, rust: 64 } as const;

/** By a part of the shim's name; the first that fits. */
export const VM_SIZING: readonly { readonly shim: RegExp; readonly sizing: VmSizingData }[] = [
  { shim: /^qemu-nvidia-gpu.*-runtime-rs$/, sizing: { from: 'limits', guestVcpus: 0.5, guestMemoryMib: 512 } },
  { shim: /^qemu-nvidia-cpu-runtime-rs$/, sizing: { from: 'limits', guestVcpus: 0.2, guestMemoryMib: 128 } },
  { shim: /^qemu-se-runtime-rs$/, sizing: { from: 'limits', guestVcpus: 0.4, guestMemoryMib: 768 } },
  { shim: /^qemu-(snp|tdx)-runtime-rs$/, sizing: { from: 'limits', guestVcpus: 0.4, guestMemoryMib: 128 } },
  {
    shim: /(-runtime-rs|^dragonball|^cloud-hypervisor)$/,
    sizing: { from: 'limits', guestVcpus: 0.2, guestMemoryMib: 32 },
  },
  { shim: /^/, sizing: { from: 'defaults', guestVcpus: 1, guestMemoryMib: 2048 } },
];

/** Section of a shim's configuration that holds its hypervisor. */
export const HYPERVISOR_SECTIONS: readonly { readonly shim: RegExp; readonly section: string }[] = [
  { shim: /^(clh|cloud-hypervisor)/, section: 'clh' },
  { shim: /^dragonball$/, section: 'dragonball' },
  { shim: /^fc$/, section: 'firecracker' },
  { shim: /^openvmm/, section: 'openvmm' },
  { shim: /^remote$/, section: 'remote' },
  { shim: /^/, section: 'qemu' },
];
