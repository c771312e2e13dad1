/**
 * GPUs of Compute Engine: which types machines of N1 take, and which and how many come with an accelerator-optimized machine type.
 *
 * Sources: https://cloud.google.com/compute/docs/gpus, as excerpts of it say in 2026-11 (types of GPU, A2); for the names that GKE
 * takes and for the counts `system_characteristics.py` of AI-Hypercomputer/xpk (A2, A3, A4, A4X, G2), `gpu_definition.tf` of
 * GoogleCloudPlatform/cluster-toolkit (A2) and `gcp_catalog.py` of skypilot-org/skypilot (A2, G4, N1). Not here are what only one
 * source says (A3 Edge, A4X Max, virtual workstations, machine types without local SSDs), K80, which Compute Engine has no more, and
 * the vCPUs that N1 may have with a GPU, which depend on the zone.
 */

/** GPUs that are attached to machines of a series, by type, with the numbers of them that a machine can have. */
export const ATTACHED_GPUS: { readonly [series: string]: { readonly [type: string]: readonly number[] } } = {
  n1: {
    'nvidia-tesla-p100': [1, 2, 4],
    'nvidia-tesla-p4': [1, 2, 4],
    'nvidia-tesla-t4': [1, 2, 4],
    'nvidia-tesla-v100': [1, 2, 4, 8],
  },
};

/** GPUs that come with a machine type. */
export interface BuiltInGpus {
  readonly type: string;
  readonly count: number;
}

const gpus = (type: string, machineTypes: { readonly [machineType: string]: number }) =>
  Object.entries(machineTypes).map(([machineType, count]): [string, BuiltInGpus] => [machineType, { type, count }]);

/** GPUs that come with machine types, by machine type. */
export const BUILT_IN_GPUS: { readonly [machineType: string]: BuiltInGpus } = Object.fromEntries([
  ...gpus('nvidia-tesla-a100', {
    'a2-highgpu-1g': 1,
    'a2-highgpu-2g': 2,
    'a2-highgpu-4g': 4,
    'a2-highgpu-8g': 8,
    'a2-megagpu-16g': 16,
  }),
  ...gpus('nvidia-a100-80gb', { 'a2-ultragpu-1g': 1, 'a2-ultragpu-2g': 2, 'a2-ultragpu-4g': 4, 'a2-ultragpu-8g': 8 }),
  ...gpus('nvidia-h100-80gb', { 'a3-highgpu-1g': 1, 'a3-highgpu-2g': 2, 'a3-highgpu-4g': 4, 'a3-highgpu-8g': 8 }),
  ...gpus('nvidia-h100-mega-80gb', { 'a3-megagpu-8g': 8 }),
  ...gpus('nvidia-h200-141gb', { 'a3-ultragpu-8g': 8 }),
  ...gpus('nvidia-b200', { 'a4-highgpu-8g': 8 }),
  ...gpus('nvidia-gb200', { 'a4x-highgpu-4g': 4 }),
  ...gpus('nvidia-l4', {
    'g2-standard-4': 1,
    'g2-standard-8': 1,
    'g2-standard-12': 1,
    'g2-standard-16': 1,
    'g2-standard-24': 2,
    'g2-standard-32': 1,
    'g2-standard-48': 4,
    'g2-standard-96': 8,
  }),
  ...gpus('nvidia-rtx-pro-6000', {
    'g4-standard-48': 1,
    'g4-standard-96': 2,
    'g4-standard-192': 4,
    'g4-standard-384': 8,
  }),
]);
