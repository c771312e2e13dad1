import { Token } from 'cdktf';
import {
  CONFIDENTIAL_FAMILIES,
  CPU_PLATFORMS,
  CPU_PLATFORMS_WITHOUT_NESTED_VIRTUALIZATION,
  FAMILIES_WITHOUT_COMPACT_PLACEMENT,
  SERIES_WITHOUT_SMT,
  TDX_MACHINE_TYPES,
} from '../../../data/google/machine-families';
import { CUSTOM_MEMORY_GB, CUSTOM_SERIES, MACHINE_TYPES } from '../../../data/google/machine-types';
import type { Finding } from '../../../validation/finding';
import { quoted } from '../../project/values';
import { NODE_POOL_RULES as RULES } from '../messages';
import type { NodePoolOptions } from '../node-pool-props';
import type { MachineType } from './machine-type';

/**
 * Whether a machine type is one that Compute Engine has, as far as the list of its series is known.
 *
 * @param machine the machine type
 */
export function validateMachineType(machine: MachineType): Finding[] {
  const { name, family, custom } = machine;
  const find = (message: string, fix?: string) => [
    RULES.listedMachineType.find('', `machineType '${name}' ${message}`, fix),
  ];
  if (custom) {
    if (machine.data && !CUSTOM_SERIES.includes(family)) {
      return find(`is a custom machine type, which ${family} does not have`, `take a predefined one of ${family}`);
    }
    const [least, most] = CUSTOM_MEMORY_GB[family] ?? [0, Number.POSITIVE_INFINITY];
    const { cpus, memoryMb, isExtended } = custom;
    const isEven = cpus === 1 || cpus % 2 === 0;
    if (!isEven) return find(`has ${cpus} vCPUs, and custom machine types have an even number`, 'take one more');
    if (memoryMb % 256 !== 0)
      return find(`has ${memoryMb} MB of memory, which is not a multiple of 256`, 'write a multiple of 256');
    const gbPerCpu = memoryMb / 1024 / cpus;
    if (gbPerCpu >= least && (isExtended || gbPerCpu <= most)) return [];
    return find(
      `has ${memoryMb} MB for ${cpus} vCPUs, and ${family} takes ${least} to ${most} GB for each`,
      'correct it',
    );
  }
  const sizes = Object.hasOwn(MACHINE_TYPES, family) ? MACHINE_TYPES[family] : undefined;
  const size = name.slice(family.length + 1);
  if (sizes === undefined || Object.hasOwn(sizes, size)) return [];
  const [shape = ''] = size.split('-');
  const alike = Object.keys(sizes).filter((it) => it.startsWith(`${shape}-`));
  const byCpus = (a: string, b: string) =>
    Number.parseInt(a.split('-')[1] ?? '', 10) - Number.parseInt(b.split('-')[1] ?? '', 10);
  const offered = (alike.length > 0 ? alike.sort(byCpus) : Object.keys(sizes)).slice(0, 12);
  return find(
    `is not a machine type of ${family} that is known`,
    `take one of ${offered.map((it) => `${family}-${it}`).join(', ')}`,
  );
}

/** What the machine series does not have of what the options ask for. */
export function validateMachineOptions(
  options: NodePoolOptions,
  machine: MachineType | undefined,
  isNested: boolean,
): Finding[] {
  return [
    ...validateConfidential(options, machine, isNested),
    ...validateCpuPlatform(options, machine, isNested),
    ...validateThreads(options, machine),
    ...(options.compactPlacement === true &&
    machine !== undefined &&
    FAMILIES_WITHOUT_COMPACT_PLACEMENT.includes(machine.family)
      ? [RULES.compactPlacement.find('', `compactPlacement does not work with ${machine.family}`)]
      : []),
  ];
}

function validateThreads({ threadsPerCore: threads }: NodePoolOptions, machine: MachineType | undefined): Finding[] {
  if (threads === undefined || Token.isUnresolved(threads)) return [];
  if (threads !== 1 && threads !== 2) {
    return [RULES.threadsPerCore.find('', `threadsPerCore ${threads} is neither 1 (no SMT) nor 2 (SMT)`)];
  }
  if (threads === 1 || machine === undefined || !SERIES_WITHOUT_SMT.includes(machine.family)) return [];
  const message = `threadsPerCore 2 does not work with ${machine.family}, whose cores have one thread`;
  return [RULES.threadsPerCore.find('', message, 'leave it out')];
}

function validateConfidential(
  options: NodePoolOptions,
  machine: MachineType | undefined,
  isNested: boolean,
): Finding[] {
  const type = options.confidentialInstanceType;
  if (type === undefined) return [];
  const rule = RULES.confidential;
  const subject = `confidentialInstanceType ${quoted(type)}`;
  if (Token.isUnresolved(type) && !isNested) return [];
  const families = Object.hasOwn(CONFIDENTIAL_FAMILIES, type) ? CONFIDENTIAL_FAMILIES[type] : undefined;
  if (!families && !Token.isUnresolved(type)) {
    const known = Object.keys(CONFIDENTIAL_FAMILIES).join(', ');
    return [rule.find('', `${subject} is not one of ${known}`, 'write one of these')];
  }
  if (isNested) {
    const message = `${subject} excludes nested virtualization`;
    return [rule.find('', message, 'leave one of them out')];
  }
  if (!families || !machine?.data) return [];
  const fix = `take a machine type of ${families.join(', ')}`;
  if (!families.includes(machine.family))
    return [rule.find('', `${subject} does not work with ${machine.family}`, fix)];
  if (type !== 'TDX' || TDX_MACHINE_TYPES.some((it) => machine.name.startsWith(it))) return [];
  const message = `${subject} does not work with machineType '${machine.name}'`;
  return [rule.find('', message, `take one that begins with ${TDX_MACHINE_TYPES.join(', ')}`)];
}

function validateCpuPlatform(options: NodePoolOptions, machine: MachineType | undefined, isNested: boolean): Finding[] {
  const platform = options.minCpuPlatform;
  if (platform === undefined || Token.isUnresolved(platform)) return [];
  const find = (message: string, fix: string) => [RULES.cpuPlatform.find('', message, fix)];
  const data = machine?.data;
  const platforms = data?.cpuPlatforms ?? CPU_PLATFORMS;
  if (!CPU_PLATFORMS.includes(platform)) {
    return find(`minCpuPlatform '${platform}' is not a CPU platform`, `write one of ${platforms.join(', ')}`);
  }
  if (machine && data && !data.cpuPlatforms) {
    return find(
      `minCpuPlatform does not work with ${machine.family}, which has no choice of platforms`,
      'leave it out',
    );
  }
  if (machine && data && !platforms.includes(platform)) {
    const message = `minCpuPlatform '${platform}' is not a CPU platform of ${machine.family}`;
    return find(message, `write one of ${platforms.join(', ')}`);
  }
  if (!isNested || !CPU_PLATFORMS_WITHOUT_NESTED_VIRTUALIZATION.includes(platform)) return [];
  const message = `minCpuPlatform '${platform}' lets in processors without nested virtualization`;
  return find(message, 'leave it out, or write Intel Haswell or a newer one');
}
