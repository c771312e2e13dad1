/**
 * Machine series of Compute Engine, and whether GKE gives their nodes nested virtualization.
 *
 * Sources, by letter: G, the list that the GKE API named when it refused another series, 2026-08-02 (public docs of
 * actions-gateway/github-actions-gateway); T, the row "nested virtualization" of Google's machine series comparison,
 * 2026-09-25; D, https://cloud.google.com/compute/docs/instances/nested-virtualization/overview, which excludes AMD, Arm,
 * memory-optimized machines and E2; C, code or clusters in public use. Disks:
 * https://cloud.google.com/compute/docs/disks#machine_type_support.
 */

/** What is known of nested virtualization: it works, sources disagree, it does not work. */
export type NestedVirtualization = 'allow' | 'warn' | 'deny';

/** Disks that a series boots from. */
export type BootDisks = 'persistent' | 'persistent-ssd' | 'hyperdisk';

/** A machine series. */
export interface MachineFamilyData {
  readonly nested: NestedVirtualization;
  /** Why not, or what is in doubt; for `allow` the sources. */
  readonly reason: string;
  readonly bootDisks: BootDisks;
  /** Oldest CPU platform that a pool must ask for, where a node could land on one without nested virtualization. */
  readonly minCpuPlatform?: string;
  /** Whether the API takes a minimum CPU platform. */
  readonly choosesCpuPlatform?: true;
  readonly arm?: true;
}

const AMD = 'its AMD processors have no nested virtualization on Compute Engine (G, T, D)';
const ARM = 'its Arm processors have no nested virtualization on Compute Engine (T, D)';
const MEMORY = 'memory-optimized machines have no nested virtualization (D)';
const GPU = 'it is not on the list of the GKE API (G)';
const SHARED = 'it has no nested virtualization (G, T, D)';

export const MACHINE_FAMILIES: { readonly [family: string]: MachineFamilyData } = {
  a2: { nested: 'allow', reason: 'G, T; GPUs do not reach into Kata guests there', bootDisks: 'persistent' },
  a3: { nested: 'allow', reason: 'G, T; GPUs do not reach into Kata guests there', bootDisks: 'persistent-ssd' },
  a4: { nested: 'deny', reason: GPU, bootDisks: 'hyperdisk' },
  a4x: { nested: 'deny', reason: ARM, bootDisks: 'hyperdisk', arm: true },
  c2: { nested: 'allow', reason: 'G, T, C', bootDisks: 'persistent', choosesCpuPlatform: true },
  c2d: { nested: 'deny', reason: AMD, bootDisks: 'persistent' },
  c3: { nested: 'allow', reason: 'G, T, C', bootDisks: 'persistent-ssd' },
  c3d: { nested: 'deny', reason: AMD, bootDisks: 'persistent-ssd' },
  c4: { nested: 'allow', reason: 'G, T, C', bootDisks: 'hyperdisk' },
  c4a: { nested: 'deny', reason: ARM, bootDisks: 'hyperdisk', arm: true },
  c4d: {
    nested: 'warn',
    reason: 'the GKE API lists it (G), the comparison of machine series does not (T)',
    bootDisks: 'hyperdisk',
  },
  c4n: { nested: 'allow', reason: 'G, T', bootDisks: 'hyperdisk' },
  e2: { nested: 'deny', reason: SHARED, bootDisks: 'persistent' },
  f1: { nested: 'deny', reason: SHARED, bootDisks: 'persistent' },
  g1: { nested: 'deny', reason: SHARED, bootDisks: 'persistent' },
  g2: { nested: 'allow', reason: 'G, T; GPUs do not reach into Kata guests there', bootDisks: 'persistent-ssd' },
  g4: { nested: 'deny', reason: GPU, bootDisks: 'hyperdisk' },
  h3: { nested: 'allow', reason: 'G, T', bootDisks: 'persistent-ssd' },
  h4d: {
    nested: 'warn',
    reason: 'the GKE API lists it (G), the comparison of machine series does not (T)',
    bootDisks: 'hyperdisk',
  },
  m1: { nested: 'deny', reason: MEMORY, bootDisks: 'persistent' },
  m2: { nested: 'deny', reason: MEMORY, bootDisks: 'persistent' },
  m3: { nested: 'deny', reason: MEMORY, bootDisks: 'persistent-ssd' },
  m4: {
    nested: 'warn',
    reason: 'the GKE API lists it (G), and memory-optimized machines are said to have none (D)',
    bootDisks: 'hyperdisk',
  },
  n1: {
    nested: 'allow',
    reason: 'G, T',
    bootDisks: 'persistent',
    minCpuPlatform: 'Intel Haswell',
    choosesCpuPlatform: true,
  },
  n2: { nested: 'allow', reason: 'G, T, C', bootDisks: 'persistent', choosesCpuPlatform: true },
  n2d: { nested: 'deny', reason: AMD, bootDisks: 'persistent', choosesCpuPlatform: true },
  n4: { nested: 'allow', reason: 'G, T', bootDisks: 'hyperdisk' },
  n4a: { nested: 'deny', reason: ARM, bootDisks: 'hyperdisk', arm: true },
  n4d: {
    nested: 'warn',
    reason: 'G and T list it, and AMD processors are said to have none (D)',
    bootDisks: 'hyperdisk',
  },
  t2a: { nested: 'deny', reason: ARM, bootDisks: 'persistent', arm: true },
  t2d: { nested: 'deny', reason: AMD, bootDisks: 'persistent' },
  x4: { nested: 'deny', reason: MEMORY, bootDisks: 'hyperdisk' },
  z3: { nested: 'allow', reason: 'G, T', bootDisks: 'persistent-ssd' },
};

/** CPU platforms that a pool may ask for, and that have no nested virtualization. Source: D, which needs Haswell or newer. */
export const CPU_PLATFORMS_WITHOUT_NESTED_VIRTUALIZATION: readonly string[] = [
  'Intel Sandy Bridge',
  'Intel Ivy Bridge',
];

/**
 * Series that have a confidential technology.
 *
 * Source: https://cloud.google.com/confidential-computing/confidential-vm/docs/supported-configurations, and as listed at
 * https://cloud.google.com/dataproc/docs/concepts/configuring-clusters/confidential-compute (read 2026-11).
 */
export const CONFIDENTIAL_FAMILIES: { readonly [technology: string]: readonly string[] } = {
  SEV: ['c2d', 'c3d', 'c4d', 'g4', 'n2d'],
  SEV_SNP: ['n2d'],
  TDX: ['a3', 'c3'],
};

/**
 * Series whose machines cannot be put close to each other.
 *
 * Source: https://cloud.google.com/kubernetes-engine/docs/how-to/compact-placement, which lists those that can.
 */
export const FAMILIES_WITHOUT_COMPACT_PLACEMENT: readonly string[] = ['e2', 'f1', 'g1', 'n1', 't2a', 't2d'];

/**
 * Series that have no local SSDs, and those of which only types whose names end in `-lssd` have some.
 *
 * Source: https://cloud.google.com/compute/docs/disks/local-ssd#choose_number_local_ssds
 */
export const LOCAL_SSDS: { readonly none: readonly string[]; readonly byName: readonly string[] } = {
  none: ['e2', 'f1', 'g1', 'h3', 'n4', 'n4a', 'n4d', 't2a', 't2d'],
  byName: ['c3', 'c3d', 'c4', 'c4a', 'c4d'],
};

/** Disk types, by what a series boots from. The first is what a pool gets that names none. */
export const BOOT_DISK_TYPES: { readonly [disks in BootDisks]: readonly string[] } = {
  persistent: ['pd-balanced', 'pd-ssd', 'pd-standard'],
  'persistent-ssd': ['pd-balanced', 'pd-ssd', 'hyperdisk-balanced'],
  hyperdisk: ['hyperdisk-balanced'],
};
