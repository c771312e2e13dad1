import { parse } from 'smol-toml';

/** Settings by name, or sections by name. */
interface Settings {
  readonly [name: string]: unknown;
}

/** What the name of an annotation begins with that changes a setting: `<prefix><group>.<name>`. */
const ANNOTATION_PREFIX = 'io.katacontainers.config.';

/** The runtime in Go looks for this one without the group. */
const VCPUS_PINNING = 'io.katacontainers.enable_vcpus_pinning';

/** Group and name of the setting that an annotation changes; undefined for an annotation of something else. */
export function annotationParts(annotation: string): [string | undefined, string | undefined] {
  if (annotation === VCPUS_PINNING) return ['runtime', 'enable_vcpus_pinning'];
  const [group, name] = annotation.startsWith(ANNOTATION_PREFIX)
    ? annotation.slice(ANNOTATION_PREFIX.length).split('.')
    : [];
  return [group, name];
}

/** What changes a shim's configuration file: a drop-in, and over it the annotations of a pod. */
export class MergedSettings {
  /**
   * @param section name of the hypervisor's section, as in `[hypervisor.qemu]`
   * @param dropIn TOML that is merged over the shim's file
   * @throws when the drop-in is not TOML
   */
  public static of(section: string, dropIn: string | undefined): MergedSettings {
    return new MergedSettings(section, dropIn === undefined ? {} : (parse(dropIn) as Settings), {});
  }

  private constructor(
    private readonly section: string,
    private readonly dropIn: Settings,
    private readonly annotations: { readonly [name: string]: string },
  ) {}

  /** The configuration with annotations applied to it. */
  public with(annotations: { readonly [name: string]: string }): MergedSettings {
    return new MergedSettings(this.section, this.dropIn, { ...this.annotations, ...annotations });
  }

  /**
   * The value of a setting; undefined where the shim's file decides.
   *
   * @param group `hypervisor` for the section of the shim's hypervisor
   * @param name its name in the file
   * @param annotation its name in annotations, where that is another
   */
  public find(group: 'hypervisor' | 'runtime', name: string, annotation = name): unknown {
    const asked = this.annotations[`${ANNOTATION_PREFIX}${group}.${annotation}`];
    if (asked !== undefined) return /^(true|false)$/.test(asked) ? asked === 'true' : asked;
    const section = table(this.dropIn[group]);
    return (group === 'runtime' ? section : table(section[this.section]))[name];
  }

  /** The value of a setting of the hypervisor, where it is a string. */
  public text(name: string): string | undefined {
    const value = this.find('hypervisor', name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  /** The value of a setting of the hypervisor, where it is a number. */
  public number(name: string, annotation = name): number | undefined {
    const value = this.find('hypervisor', name, annotation);
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
  }
}

function table(value: unknown): Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Settings) : {};
}
