/**
 * How many local SSDs a machine type takes.
 *
 * Source: https://cloud.google.com/compute/docs/disks/local-ssd#choose_number_local_ssds (read 2026-11), and what
 * cockroachdb's `gcedb` records of the same page.
 */

/** Counts that a pool may choose, by the largest number of vCPUs for which they hold; the first row that fits applies. */
export const CHOSEN_LOCAL_SSDS: {
  readonly [series: string]: readonly { readonly cpus: number; readonly counts: readonly number[] }[];
} = {
  a2: [{ cpus: Number.POSITIVE_INFINITY, counts: [1, 2, 4, 8] }],
  c2: [
    { cpus: 8, counts: [1, 2, 4, 8] },
    { cpus: 16, counts: [2, 4, 8] },
    { cpus: 30, counts: [4, 8] },
    { cpus: Number.POSITIVE_INFINITY, counts: [8] },
  ],
  c2d: [
    { cpus: 16, counts: [1, 2, 4, 8] },
    { cpus: 32, counts: [2, 4, 8] },
    { cpus: 56, counts: [4, 8] },
    { cpus: Number.POSITIVE_INFINITY, counts: [8] },
  ],
  m1: [
    { cpus: 40, counts: [1, 2, 3, 4, 5] },
    { cpus: Number.POSITIVE_INFINITY, counts: [1, 2, 3, 4, 5, 6, 7, 8] },
  ],
  m3: [
    { cpus: 64, counts: [4, 8] },
    { cpus: Number.POSITIVE_INFINITY, counts: [8] },
  ],
  n1: [{ cpus: Number.POSITIVE_INFINITY, counts: [1, 2, 3, 4, 5, 6, 7, 8, 16, 24] }],
  n2: [
    { cpus: 10, counts: [1, 2, 4, 8, 16, 24] },
    { cpus: 20, counts: [2, 4, 8, 16, 24] },
    { cpus: 40, counts: [4, 8, 16, 24] },
    { cpus: 80, counts: [8, 16, 24] },
    { cpus: Number.POSITIVE_INFINITY, counts: [16, 24] },
  ],
  n2d: [
    { cpus: 16, counts: [1, 2, 4, 8, 16, 24] },
    { cpus: 48, counts: [2, 4, 8, 16, 24] },
    { cpus: 80, counts: [4, 8, 16, 24] },
    { cpus: Number.POSITIVE_INFINITY, counts: [8, 16, 24] },
  ],
};

/** Counts that come with a machine type whose name ends in `-lssd`, by series and vCPUs. */
export const FIXED_LOCAL_SSDS: { readonly [series: string]: { readonly [cpus: number]: number } } = {
  c3: { 4: 1, 8: 2, 22: 4, 44: 8, 88: 16, 176: 32 },
  c3d: { 8: 1, 16: 1, 30: 2, 60: 4, 90: 8, 180: 16, 360: 32 },
  c4: { 4: 1, 8: 1, 16: 2, 24: 4, 32: 5, 48: 8, 96: 16, 144: 24, 192: 32, 288: 48 },
  c4a: { 4: 1, 8: 2, 16: 4, 32: 6, 48: 10, 64: 14, 72: 16 },
  h4d: { 192: 10 },
  c4d: { 8: 1, 16: 1, 32: 2, 48: 4, 64: 6, 96: 8, 192: 16, 384: 32 },
};

/** Counts that come with a machine type, by its name without the series. */
export const LOCAL_SSDS_OF_TYPE: { readonly [machineType: string]: number } = {
  'a3-highgpu-8g': 16,
  'a3-megagpu-8g': 16,
  'g2-standard-4': 1,
  'g2-standard-8': 1,
  'g2-standard-12': 1,
  'g2-standard-16': 1,
  'g2-standard-24': 2,
  'g2-standard-32': 1,
  'g2-standard-48': 4,
  'g2-standard-96': 8,
  'z3-highmem-88': 12,
  'z3-highmem-176': 12,
};

/** Series without local SSDs. */
export const WITHOUT_LOCAL_SSDS: readonly string[] = [
  'c4n',
  'e2',
  'f1',
  'g1',
  'h3',
  'm2',
  'm4',
  'n4',
  'n4a',
  'n4d',
  't2a',
  't2d',
  'x4',
];
