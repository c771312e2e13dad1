import { BOOT_DISK_TYPES, MACHINE_FAMILIES, type MachineFamilyData } from '../../../data/google/machine-families';
import { MACHINE_TYPES } from '../../../data/google/machine-types';
import { FindingsError } from '../../../validation/finding';
import { NODE_POOL_RULES } from '../messages';

const PREDEFINED = /^([a-z]+\d+[a-z]*)-([a-z]+)(?:-(\d+))?[a-z0-9-]*$/;
const CUSTOM = /^(?:([a-z]+\d+[a-z]*)-)?custom-(\d+)-(\d+)(-ext)?$/;

/** Sizes of shared-core machines. */
const SHARED_CORES: { readonly [size: string]: number } = { micro: 1, small: 1, medium: 1 };

/**
 * A machine type of Compute Engine, taken apart.
 *
 * @example
 * MachineType.parse('n2-standard-8').family; // 'n2'
 *
 * @see https://cloud.google.com/compute/docs/machine-resource
 */
export class MachineType {
  /**
   * Takes a machine type apart.
   *
   * @param name such as `n2-standard-8`, `n2-custom-8-16384` or `custom-4-16384`
   * @throws for a text that is not a machine type
   */
  public static parse(name: string): MachineType {
    const parsed = MachineType.tryParse(name);
    if (parsed === undefined) {
      const message = `machineType '${String(name)}' is not a machine type of Compute Engine`;
      throw new FindingsError([NODE_POOL_RULES.machineType.find('', message)]);
    }
    return parsed;
  }

  /**
   * Takes a machine type apart, or returns undefined for a text that is not one.
   *
   * @param name such as `n2-standard-8`
   */
  public static tryParse(name: string): MachineType | undefined {
    const custom = typeof name === 'string' ? CUSTOM.exec(name) : null;
    if (custom) {
      const [, family = 'n1', cpus, memoryMb, extended] = custom;
      return new MachineType(name, family, Number(cpus), {
        cpus: Number(cpus),
        memoryMb: Number(memoryMb),
        isExtended: extended !== undefined,
      });
    }
    const predefined = typeof name === 'string' ? PREDEFINED.exec(name) : null;
    if (!predefined) return undefined;
    const [, family = '', size = '', cpus] = predefined;
    // Accelerator machines are named after their GPUs: a2-highgpu-1g.
    const named = /-\d+g$/.test(name) ? undefined : cpus;
    const cores = named === undefined ? SHARED_CORES[size] : Number.parseInt(named, 10);
    return new MachineType(name, family, cores);
  }

  /** Names of the series that have nested virtualization. */
  public static get nestedFamilies(): string[] {
    return Object.entries(MACHINE_FAMILIES)
      .filter(([, { nested }]) => nested === 'allow')
      .map(([family]) => family);
  }

  private constructor(
    /** The machine type. */
    public readonly name: string,
    /** Its series, such as `n2`. */
    public readonly family: string,
    /** Number of vCPUs, where the name says it. */
    public readonly cpus: number | undefined,
    /**
     * Size of a custom machine type.
     *
     * @internal
     */
    public readonly custom?: { readonly cpus: number; readonly memoryMb: number; readonly isExtended: boolean },
  ) {}

  /**
   * What is known of the series; undefined when nothing is.
   *
   * @internal
   */
  public get data(): MachineFamilyData | undefined {
    return Object.hasOwn(MACHINE_FAMILIES, this.family) ? MACHINE_FAMILIES[this.family] : undefined;
  }

  /** Memory in GB, where it is known. */
  public get memoryGb(): number | undefined {
    if (this.custom) return this.custom.memoryMb / 1024;
    return MACHINE_TYPES[this.family]?.[this.name.slice(this.family.length + 1)];
  }

  /** Types of disk that it boots from; undefined when nothing is known of the series. */
  public get bootDiskTypes(): readonly string[] | undefined {
    return this.data && BOOT_DISK_TYPES[this.data.bootDisks];
  }
}
