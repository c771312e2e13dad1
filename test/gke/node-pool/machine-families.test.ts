import { BOOT_DISK_TYPES, CPU_PLATFORMS, MACHINE_FAMILIES } from '../../../lib/data/google/machine-families';
import { MachineType } from '../../../lib/gke';
import * as SERIES from '../../fixtures/machine-series.json';

const { gkeApi, comparison, excluded } = SERIES;

/** What the recorded sources say of a series, without looking at the table. */
function verdict(family: string): string {
  if (!gkeApi.includes(family)) return 'deny';
  return comparison.includes(family) && !excluded.includes(family) ? 'allow' : 'warn';
}

test('the table says of each series what the recorded sources say', () => {
  const said = Object.fromEntries(Object.entries(MACHINE_FAMILIES).map(([family, { nested }]) => [family, nested]));
  expect(said).toEqual(Object.fromEntries(Object.keys(said).map((family) => [family, verdict(family)])));
});

test('the table has every series that a source names', () => {
  const named = new Set([
    ...gkeApi,
    ...comparison,
    ...excluded,
    ...Object.keys(SERIES.types).map((type) => type.split('-')[0] as string),
  ]);
  expect([...named].filter((family) => !Object.hasOwn(MACHINE_FAMILIES, family))).toEqual([]);
});

test.each(SERIES.hyperdiskOnly)('%s boots from Hyperdisk alone', (family) => {
  expect(BOOT_DISK_TYPES[MACHINE_FAMILIES[family]?.bootDisks ?? 'persistent']).toEqual(['hyperdisk-balanced']);
});

test.each(SERIES.withoutPdStandard)('%s does not boot from pd-standard', (family) => {
  const disks = BOOT_DISK_TYPES[MACHINE_FAMILIES[family]?.bootDisks ?? 'persistent'];
  expect(disks[0]).toBe('pd-balanced');
  expect(disks).not.toContain('pd-standard');
});

test('a reason is given for what is refused or in doubt', () => {
  const silent = Object.entries(MACHINE_FAMILIES).filter(
    ([, { nested, reason }]) => (nested === 'allow') !== (reason === ''),
  );
  expect(silent).toEqual([]);
});

test('CPU platforms of a series are CPU platforms, and their oldest for Kata is one of them', () => {
  for (const { cpuPlatforms = [], minCpuPlatform } of Object.values(MACHINE_FAMILIES)) {
    for (const platform of cpuPlatforms) expect(CPU_PLATFORMS).toContain(platform);
    if (minCpuPlatform !== undefined) expect(cpuPlatforms).toContain(minCpuPlatform);
  }
});

test.each(Object.entries(SERIES.types).filter(([type]) => !/-\d+g$/.test(type)))(
  'the number of vCPUs of %s is read from its name',
  (type, [cpus]) => {
    const shared = /^(e2|f1|g1)-(micro|small|medium)$/.test(type);
    expect(MachineType.parse(type).cpus).toBe(shared ? 1 : cpus);
  },
);
