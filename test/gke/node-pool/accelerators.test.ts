import { ATTACHED_GPUS, BUILT_IN_GPUS } from '../../../lib/data/google/accelerators';
import { MACHINE_FAMILIES } from '../../../lib/data/google/machine-families';
import { MachineType } from '../../../lib/gke';
import { validateAccelerators } from '../../../lib/gke/node-pool/machine/accelerators';

const found = (machineType: string, type: string, count: number) =>
  validateAccelerators({ type, count }, MachineType.parse(machineType));

/** Written by hand, see https://cloud.google.com/compute/docs/gpus: machine type, GPU, how many. */
const OFFERED: readonly (readonly [machineType: string, type: string, count: number])[] = [
  ['a2-highgpu-1g', 'nvidia-tesla-a100', 1],
  ['a2-highgpu-2g', 'nvidia-tesla-a100', 2],
  ['a2-highgpu-4g', 'nvidia-tesla-a100', 4],
  ['a2-highgpu-8g', 'nvidia-tesla-a100', 8],
  ['a2-megagpu-16g', 'nvidia-tesla-a100', 16],
  ['a2-ultragpu-1g', 'nvidia-a100-80gb', 1],
  ['a2-ultragpu-2g', 'nvidia-a100-80gb', 2],
  ['a2-ultragpu-4g', 'nvidia-a100-80gb', 4],
  ['a2-ultragpu-8g', 'nvidia-a100-80gb', 8],
  ['a3-highgpu-1g', 'nvidia-h100-80gb', 1],
  ['a3-highgpu-2g', 'nvidia-h100-80gb', 2],
  ['a3-highgpu-4g', 'nvidia-h100-80gb', 4],
  ['a3-highgpu-8g', 'nvidia-h100-80gb', 8],
  ['a3-megagpu-8g', 'nvidia-h100-mega-80gb', 8],
  ['a3-ultragpu-8g', 'nvidia-h200-141gb', 8],
  ['a4-highgpu-8g', 'nvidia-b200', 8],
  ['a4x-highgpu-4g', 'nvidia-gb200', 4],
  ['g2-standard-4', 'nvidia-l4', 1],
  ['g2-standard-8', 'nvidia-l4', 1],
  ['g2-standard-12', 'nvidia-l4', 1],
  ['g2-standard-16', 'nvidia-l4', 1],
  ['g2-standard-24', 'nvidia-l4', 2],
  ['g2-standard-32', 'nvidia-l4', 1],
  ['g2-standard-48', 'nvidia-l4', 4],
  ['g2-standard-96', 'nvidia-l4', 8],
  ['g4-standard-48', 'nvidia-rtx-pro-6000', 1],
  ['g4-standard-96', 'nvidia-rtx-pro-6000', 2],
  ['g4-standard-192', 'nvidia-rtx-pro-6000', 4],
  ['g4-standard-384', 'nvidia-rtx-pro-6000', 8],
  ['n1-standard-8', 'nvidia-tesla-t4', 1],
  ['n1-standard-8', 'nvidia-tesla-t4', 4],
  ['n1-custom-8-16384', 'nvidia-tesla-p4', 2],
  ['n1-highmem-16', 'nvidia-tesla-p100', 4],
  ['n1-standard-64', 'nvidia-tesla-v100', 8],
];

test.each(OFFERED)('%s has %s, %i of them', (machineType, type, count) => {
  expect(found(machineType, type, count)).toEqual([]);
});

test('no row of the tables is without a row here', () => {
  const builtIn = OFFERED.filter(([machineType]) => !machineType.startsWith('n1'));
  const rows = Object.entries(BUILT_IN_GPUS).map(([machineType, { type, count }]) => [machineType, type, count]);
  expect(new Set(rows.map(String))).toEqual(new Set(builtIn.map(String)));
  expect(Object.keys(ATTACHED_GPUS)).toEqual(['n1']);
  expect(new Set(Object.keys(ATTACHED_GPUS.n1 ?? {}))).toEqual(
    new Set(OFFERED.filter(([machineType]) => machineType.startsWith('n1')).map(([, type]) => type)),
  );
  for (const machineType of Object.keys(BUILT_IN_GPUS)) {
    expect(Object.keys(MACHINE_FAMILIES)).toContain(MachineType.parse(machineType).family);
  }
});

test.each<[string, string, number, message: string, fix: string]>([
  [
    'g2-standard-8',
    'nvidia-tesla-t4',
    4,
    "'nvidia-tesla-t4' is not the GPU of machineType 'g2-standard-8'",
    'nvidia-l4',
  ],
  [
    'g2-custom-8-32768',
    'nvidia-tesla-t4',
    1,
    "is a GPU of n1, and machineType 'g2-custom-8-32768' is of g2",
    'nvidia-l4',
  ],
  ['n1-standard-8', 'nvidia-l4', 1, "is a GPU of g2, and machineType 'n1-standard-8' is of n1", 'nvidia-tesla-t4'],
  ['n1-standard-8', 'nvidia-tesla-t4', 8, "count 8 is not a number of 'nvidia-tesla-t4'", 'write one of 1, 2, 4'],
  [
    'n1-standard-8',
    'nvidia-tesla-v100',
    16,
    "count 16 is not a number of 'nvidia-tesla-v100'",
    'write one of 1, 2, 4, 8',
  ],
  [
    'a2-highgpu-2g',
    'nvidia-tesla-a100',
    1,
    "count 1 is not the number of GPUs of machineType 'a2-highgpu-2g'",
    'write 2',
  ],
  ['a2-highgpu-1g', 'nvidia-a100-80gb', 1, "is not the GPU of machineType 'a2-highgpu-1g'", 'nvidia-tesla-a100'],
  ['a3-megagpu-8g', 'nvidia-h100-80gb', 8, "is not the GPU of machineType 'a3-megagpu-8g'", 'nvidia-h100-mega-80gb'],
  ['n2-standard-8', 'nvidia-l4', 1, 'accelerators does not work with n2', 'g2'],
])('%s with %s, %i of them, is refused', (machineType, type, count, message, fix) => {
  const [first, ...more] = found(machineType, type, count);
  expect(first).toMatchObject({ id: 'gke/node-pool-accelerators', canAcknowledge: false });
  expect(first?.message).toContain(message);
  expect(first?.fix).toContain(fix);
  expect(more).toEqual([]);
});

test.each<[string, string, number]>([
  ['a2-newgpu-8g', 'nvidia-tesla-a100', 4],
  ['a4-highgpu-8g-nolssd', 'nvidia-b200', 8],
  ['a9-highgpu-8g', 'nvidia-b200', 8],
])('%s, which the tables do not know, passes', (machineType, type, count) => {
  expect(found(machineType, type, count)).toEqual([]);
});

test.each<[string, string, fix: string]>([
  ['n1-standard-8', 'nvidia-nope', 'take a type of the list'],
  ['g2-standard-8', 'nvidia-l4x', 'write nvidia-l4, or acknowledge this'],
])('%s with %s, which the tables do not know, passes with a warning', (machineType, type, fix) => {
  const [first, ...more] = found(machineType, type, 1);
  expect(first).toMatchObject({ id: 'gke/node-pool-unlisted-accelerator', severity: 'warning', canAcknowledge: true });
  expect(first?.fix).toContain(fix);
  expect(more).toEqual([]);
});

test('a machine type has as many GPUs of an unknown type as of any other', () => {
  expect(
    found('g2-standard-8', 'nvidia-new', 4)
      .map(({ message }) => message)
      .join(),
  ).toContain("count 4 is not the number of GPUs of machineType 'g2-standard-8', which has 1");
});
