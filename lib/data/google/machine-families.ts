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
  /** Why not, or what is in doubt; empty for `allow`. */
  readonly reason: string;
  /** Letters of the sources. */
  readonly sources: string;
  readonly bootDisks: BootDisks;
  /** Oldest CPU platform that a pool must ask for, where a node could land on one without nested virtualization. */
  readonly minCpuPlatform?: string;
  /** CPU platforms among which a pool may choose, oldest first; absent where there is one. */
  readonly cpuPlatforms?: readonly string[];
  readonly arm?: true;
}

const AMD = 'its AMD processors do not have it on Compute Engine';
const ARM = 'its Arm processors do not have it on Compute Engine';
const MEMORY = 'memory-optimized machines do not have it';
const UNLISTED = 'the GKE API does not list it';
const LISTED_ONCE = "the GKE API lists it, and Google's comparison of machine series does not";
const SHARED = 'cost-optimized and shared-core machines do not have it';

/**
 * CPU platforms: https://cloud.google.com/compute/docs/instances/specify-min-cpu-platform#availablezones (read 2026-11).
 */
export const MACHINE_FAMILIES: { readonly [family: string]: MachineFamilyData } = {
  a2: { nested: 'allow', reason: '', sources: 'G, T', bootDisks: 'persistent' },
  a3: { nested: 'allow', reason: '', sources: 'G, T', bootDisks: 'persistent-ssd' },
  a4: { nested: 'deny', reason: UNLISTED, sources: 'G', bootDisks: 'hyperdisk' },
  a4x: { nested: 'deny', reason: ARM, sources: 'T, D', bootDisks: 'hyperdisk', arm: true },
  c2: {
    nested: 'allow',
    reason: '',
    sources: 'G, T, C',
    bootDisks: 'persistent',
    cpuPlatforms: ['Intel Cascade Lake'],
  },
  c2d: { nested: 'deny', reason: AMD, sources: 'G, T, D', bootDisks: 'persistent' },
  c3: { nested: 'allow', reason: '', sources: 'G, T, C', bootDisks: 'persistent-ssd' },
  c3d: { nested: 'deny', reason: AMD, sources: 'G, T, D', bootDisks: 'persistent-ssd' },
  c4: { nested: 'allow', reason: '', sources: 'G, T, C', bootDisks: 'hyperdisk' },
  c4a: { nested: 'deny', reason: ARM, sources: 'T, D', bootDisks: 'hyperdisk', arm: true },
  c4d: { nested: 'warn', reason: LISTED_ONCE, sources: 'G', bootDisks: 'hyperdisk' },
  c4n: { nested: 'allow', reason: '', sources: 'G, T', bootDisks: 'hyperdisk' },
  e2: { nested: 'deny', reason: SHARED, sources: 'G, T, D', bootDisks: 'persistent' },
  f1: { nested: 'deny', reason: SHARED, sources: 'G, T, D', bootDisks: 'persistent' },
  g1: { nested: 'deny', reason: SHARED, sources: 'G, T, D', bootDisks: 'persistent' },
  g2: { nested: 'allow', reason: '', sources: 'G, T', bootDisks: 'persistent-ssd' },
  g4: { nested: 'deny', reason: UNLISTED, sources: 'G', bootDisks: 'hyperdisk' },
  h3: { nested: 'allow', reason: '', sources: 'G, T', bootDisks: 'persistent-ssd' },
  h4d: { nested: 'warn', reason: LISTED_ONCE, sources: 'G', bootDisks: 'hyperdisk' },
  m1: { nested: 'deny', reason: MEMORY, sources: 'D', bootDisks: 'persistent' },
  m2: { nested: 'deny', reason: MEMORY, sources: 'D', bootDisks: 'persistent' },
  m3: { nested: 'deny', reason: MEMORY, sources: 'D', bootDisks: 'persistent-ssd' },
  m4: {
    nested: 'warn',
    reason: 'the GKE API lists it, and Compute Engine says that memory-optimized machines do not have it',
    sources: 'G, T, D',
    bootDisks: 'hyperdisk',
  },
  n1: {
    nested: 'allow',
    reason: '',
    sources: 'G, T',
    bootDisks: 'persistent',
    minCpuPlatform: 'Intel Haswell',
    cpuPlatforms: ['Intel Sandy Bridge', 'Intel Ivy Bridge', 'Intel Haswell', 'Intel Broadwell', 'Intel Skylake'],
  },
  n2: {
    nested: 'allow',
    reason: '',
    sources: 'G, T, C',
    bootDisks: 'persistent',
    cpuPlatforms: ['Intel Cascade Lake', 'Intel Ice Lake'],
  },
  n2d: {
    nested: 'deny',
    reason: AMD,
    sources: 'G, T, D',
    bootDisks: 'persistent',
    cpuPlatforms: ['AMD Rome', 'AMD Milan'],
  },
  n4: { nested: 'allow', reason: '', sources: 'G, T', bootDisks: 'hyperdisk' },
  n4a: { nested: 'deny', reason: ARM, sources: 'T, D', bootDisks: 'hyperdisk', arm: true },
  n4d: {
    nested: 'warn',
    reason: 'the GKE API lists it, and Compute Engine says that AMD processors do not have it',
    sources: 'G, T, D',
    bootDisks: 'hyperdisk',
  },
  t2a: { nested: 'deny', reason: ARM, sources: 'T, D', bootDisks: 'persistent', arm: true },
  t2d: { nested: 'deny', reason: AMD, sources: 'G, T, D', bootDisks: 'persistent' },
  x4: { nested: 'deny', reason: MEMORY, sources: 'D', bootDisks: 'hyperdisk' },
  z3: { nested: 'allow', reason: '', sources: 'G, T', bootDisks: 'persistent-ssd' },
};

/**
 * CPU platforms that a node pool can ask for.
 *
 * Source: https://cloud.google.com/compute/docs/instances/specify-min-cpu-platform, and the values that
 * `cloud.google.com_computeclass` takes for `minCpuPlatform`.
 */
export const CPU_PLATFORMS: readonly string[] = [
  'Intel Sandy Bridge',
  'Intel Ivy Bridge',
  'Intel Haswell',
  'Intel Broadwell',
  'Intel Skylake',
  'Intel Cascade Lake',
  'Intel Ice Lake',
  'Intel Sapphire Rapids',
  'Intel Emerald Rapids',
  'Intel Granite Rapids',
  'AMD Rome',
  'AMD Milan',
  'AMD Genoa',
  'AMD Turin',
  'Ampere Altra',
  'Google Axion',
  'Nvidia Grace',
];

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
  TDX: ['a3', 'a4', 'c3', 'c4'],
};

/**
 * Prefixes of the machine types that GKE runs with TDX.
 *
 * Source: the definition of GKE's custom resource ComputeClass (test/fixtures/cloud.google.com_computeclass_v1.json), which
 * refuses others.
 */
export const TDX_MACHINE_TYPES: readonly string[] = ['a3-highgpu-1g', 'a4-highgpu-8g', 'c3-standard-', 'c4-standard-'];

/**
 * Series whose machines cannot be put close to each other.
 *
 * Source: https://cloud.google.com/kubernetes-engine/docs/how-to/compact-placement, which lists those that can.
 */
export const FAMILIES_WITHOUT_COMPACT_PLACEMENT: readonly string[] = ['e2', 'f1', 'g1', 'n1', 't2a', 't2d'];

/** Series whose cores have one thread. Source: https://cloud.google.com/compute/docs/machine-resource */
export const SERIES_WITHOUT_SMT: readonly string[] = ['c4a', 'h3', 'h4d', 'n4a', 't2a', 't2d'];

/**
 * Series that GPUs can be attached to, and those that come with them.
 *
 * Source: https://cloud.google.com/compute/docs/gpus
 */
export const GPU_SERIES: readonly string[] = ['a2', 'a3', 'a4', 'a4x', 'g2', 'g4', 'n1'];

/** Disk types, by what a series boots from. The first is the default of a pool. */
export const BOOT_DISK_TYPES: { readonly [disks in BootDisks]: readonly string[] } = {
  persistent: ['pd-balanced', 'pd-ssd', 'pd-standard'],
  'persistent-ssd': ['pd-balanced', 'pd-ssd', 'hyperdisk-balanced'],
  hyperdisk: ['hyperdisk-balanced'],
};
