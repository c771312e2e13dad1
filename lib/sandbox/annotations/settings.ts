import {
  type AnnotationData,
  type FileSetting,
  OTHER_ANNOTATIONS,
  SANDBOX_ANNOTATIONS,
  UNSAFE_ANNOTATIONS,
} from '../../data/kata/sandbox-annotations';

/** The language that a runtime is written in, which decides names, units and values. */
export type RuntimeLanguage = 'go' | 'rust';

/** A part of a shim's configuration. */
export type SettingGroup = AnnotationData['group'];

/** A setting of the catalogue. */
export interface Setting {
  /** Name of the option in `SandboxAnnotations`. */
  readonly option: string;

  /** Whether the option stands below `unsafe`. */
  readonly isUnsafe: boolean;

  readonly data: AnnotationData;
}

/** What begins the names of annotations that are settings. */
export const SETTING_PREFIX = 'io.katacontainers.config.';

/** Every setting that a pod can ask for by an option. */
export const SETTINGS: readonly Setting[] = [
  ...Object.entries(SANDBOX_ANNOTATIONS).map(([option, data]) => ({ option, isUnsafe: false, data })),
  ...Object.entries(UNSAFE_ANNOTATIONS).map(([option, data]) => ({ option, isUnsafe: true, data })),
];

/** The annotation of a setting; undefined where the runtime takes it from none. */
export function annotationOf({ data }: Setting, runtime: RuntimeLanguage): string | undefined {
  const name = data[runtime];
  if (name === undefined) return undefined;
  // The runtime in Go looks for one without the group, which the table has in full.
  return name.startsWith('io.katacontainers.') ? name : `${SETTING_PREFIX}${data.group}.${name}`;
}

/** Where a setting stands in the configuration file of a shim. */
export interface SettingInFile {
  readonly group: SettingGroup;
  readonly key: string;
}

/** Where a setting stands in the configuration file; undefined where the runtime does not read it there. */
export function settingInFile({ data }: Setting, runtime: RuntimeLanguage): SettingInFile | undefined {
  const place = data.inFile?.[runtime];
  if (place === 'none') return undefined;
  const key = place?.key ?? data[runtime];
  return key === undefined ? undefined : { group: place?.group ?? data.group, key };
}

/** What a setting takes in the configuration file; undefined where any text will do. */
export function choicesInFile({ data }: Setting, runtime: RuntimeLanguage): readonly string[] | undefined {
  const place: FileSetting | 'none' | undefined = data.inFile?.[runtime];
  if (place !== undefined && place !== 'none' && place.choices !== undefined) return place.choices;
  return choicesOf(data, runtime);
}

/** What a setting takes in an annotation, as its runtime calls it; undefined where any text will do. */
export function choicesOf({ choices }: AnnotationData, runtime: RuntimeLanguage): readonly string[] | undefined {
  if (choices === undefined) return undefined;
  return Object.values(choices).flatMap((called) => called[runtime] ?? []);
}

/** Least and most of a number. */
export function rangeOf(data: AnnotationData, runtime: RuntimeLanguage): { minimum: number; maximum: number } {
  const factor = runtime === 'rust' ? (data.rustFactor ?? 1) : 1;
  const minimum = (runtime === 'go' ? data.goMinimum : undefined) ?? data.minimum ?? 0;
  return { minimum: minimum * factor, maximum: (data.maximum ?? Number.MAX_SAFE_INTEGER / factor) * factor };
}

/** The setting of an annotation, as one runtime calls it. */
export function settingOfAnnotation(annotation: string, runtime: RuntimeLanguage): Setting | undefined {
  return SETTINGS.find((setting) => annotationOf(setting, runtime) === annotation);
}

/** The setting of a key in the configuration file. */
export function settingOfKey(group: SettingGroup, key: string, runtime: RuntimeLanguage): Setting | undefined {
  return SETTINGS.find((setting) => {
    const place = settingInFile(setting, runtime);
    return place?.group === group && place.key === key;
  });
}

/** Whether a runtime knows an annotation that no option writes. */
export function isOtherAnnotation(annotation: string, runtime: RuntimeLanguage): boolean {
  return OTHER_ANNOTATIONS[runtime].some((name) => annotation === `${SETTING_PREFIX}${name}`);
}

/** Names that `enable_annotations` of a runtime can hold, without expressions. */
export function hypervisorAnnotations(runtime: RuntimeLanguage): readonly string[] {
  const written = SETTINGS.filter(({ data }) => data.group === 'hypervisor').flatMap(({ data }) => data[runtime] ?? []);
  const others = OTHER_ANNOTATIONS[runtime].filter((name) => name.startsWith('hypervisor.'));
  return [...written, ...others.map((name) => name.slice('hypervisor.'.length))];
}
