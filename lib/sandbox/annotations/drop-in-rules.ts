import { parse, TomlError } from 'smol-toml';
import { CONFIGURATION_KEYS } from '../../data/kata/configuration-keys';
import { type AnnotationData, UNSAFE_ANNOTATIONS } from '../../data/kata/sandbox-annotations';
import { type Finding, Severity } from '../../validation/finding';
import { nearest } from '../../validation/nearest';
import { Rule } from '../../validation/rule';
import { type GuestCapabilities, SettingEffect } from '../workload/sandbox-target';
import { fileValueProblem } from './setting-value';
import { hypervisorAnnotations, type RuntimeLanguage, type SettingGroup, settingOfKey } from './settings';

/** A key of a drop-in that does nothing. */
export const DROP_IN_WITHOUT_EFFECT = new Rule({
  id: 'kata/drop-in-without-effect',
  severity: Severity.WARNING,
  meaning: 'a drop-in has a key that the runtime does not read, or overwrites',
  fix: 'remove it, or write the key that the runtime reads',
});

/** A value of a drop-in with which no pod starts. */
export const DROP_IN_VALUE = new Rule({
  id: 'kata/drop-in-value',
  severity: Severity.ERROR,
  meaning:
    'a drop-in has a value that the runtime does not take, so that no pod of the shim starts, or that the runtime replaces',
  fix: 'correct the value',
});

/** A setting with which a pod can leave its VM, allowed for every pod. */
export const UNSAFE_ANNOTATION_ALLOWED = new Rule({
  id: 'kata/unsafe-annotation-allowed',
  severity: Severity.WARNING,
  meaning:
    'pods may bring along a setting that names a file of the node or gives arguments to a program on it: whoever creates pods can leave the VM',
  fix: 'set it in a drop-in, or in the drop-in of a custom runtime, which only administrators write',
});

/** A setting that no runtime has. */
export const UNKNOWN_ANNOTATION_ALLOWED = new Rule({
  id: 'kata/unknown-annotation-allowed',
  severity: Severity.ERROR,
  canAcknowledge: true,
  meaning: 'a list of allowed annotations has a name that the runtime does not know',
  fix: 'write the name behind io.katacontainers.config.hypervisor., such as default_memory',
});

/** Rules about drop-ins and allowed annotations of shims. */
export const DROP_IN_RULES: readonly Rule[] = [
  DROP_IN_WITHOUT_EFFECT,
  DROP_IN_VALUE,
  UNSAFE_ANNOTATION_ALLOWED,
  UNKNOWN_ANNOTATION_ALLOWED,
];

interface Table {
  readonly [key: string]: unknown;
}

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** What is meant by a key that the other runtime has. */
const SISTERS: { readonly [runtime in RuntimeLanguage]: { readonly [key: string]: string } } = {
  go: {
    overhead_memory: 'default_memory',
    overhead_vcpus: 'default_vcpus',
    cdh_api_timeout_ms: 'cdh_api_timeout',
    seccomp_sandbox: 'seccompsandbox',
    initdata: 'the annotation cc_init_data',
  },
  rust: {
    cdh_api_timeout: 'cdh_api_timeout_ms',
    seccompsandbox: 'seccomp_sandbox',
    hot_plug_vfio: 'cold_plug_vfio',
    dial_timeout: 'dial_timeout_ms',
  },
};

interface PlacedKey {
  readonly group: SettingGroup;
  readonly key: string;
  readonly value: unknown;
}

/** A drop-in, and the shim that reads it. */
interface DropIn {
  readonly path: string;

  /** How it is called in a message, such as `shimSettings.clh.dropIn`. */
  readonly field: string;
  readonly guest: GuestCapabilities;
}

/** Findings about sections that the shim does not read. */
function sectionFindings({ path, field, guest }: DropIn, toml: Table): Finding[] {
  const sections = [
    ...Object.keys(isTable(toml.hypervisor) ? toml.hypervisor : {})
      .filter((name) => name !== guest.hypervisorSection)
      .map((name) => [`hypervisor.${name}`, `hypervisor.${guest.hypervisorSection}`]),
    ...Object.keys(isTable(toml.agent) ? toml.agent : {})
      .filter((name) => name !== 'kata')
      .map((name) => [`agent.${name}`, 'agent.kata']),
    ...Object.keys(toml)
      .filter((name) => !['hypervisor', 'agent', 'runtime', 'factory'].includes(name))
      .map((name) => [name, `hypervisor.${guest.hypervisorSection}`]),
  ];
  return sections.map(([name, better]) =>
    DROP_IN_WITHOUT_EFFECT.find(
      path,
      `${field}: '${name}' is not a section that ${guest.shim} reads`,
      `write [${better}], or remove it`,
    ),
  );
}

function keysOf(toml: Table, section: string): readonly PlacedKey[] {
  const hypervisor = isTable(toml.hypervisor) ? toml.hypervisor[section] : undefined;
  const agent = isTable(toml.agent) ? toml.agent.kata : undefined;
  const tables: readonly [SettingGroup, unknown][] = [
    ['hypervisor', hypervisor],
    ['runtime', toml.runtime],
    ['agent', agent],
  ];
  return tables.flatMap(([group, table]) =>
    Object.entries(isTable(table) ? table : {}).map(([key, value]) => ({ group, key, value })),
  );
}

function placeOf({ group, key }: PlacedKey, { hypervisorSection }: GuestCapabilities): string {
  return `[${group === 'hypervisor' ? `hypervisor.${hypervisorSection}` : group === 'agent' ? 'agent.kata' : group}] ${key}`;
}

function unknownKeyFinding({ path, field, guest }: DropIn, placed: PlacedKey): Finding {
  const { group, key } = placed;
  const known = CONFIGURATION_KEYS[guest.runtime][group];
  const better = SISTERS[guest.runtime][key] ?? nearest(key, known);
  const isOfOtherRelease = known.includes(key);
  const fix = isOfOtherRelease
    ? 'remove it, or take a release of Kata that has it'
    : better === undefined
      ? 'remove it'
      : `write ${better}, or remove it`;
  // Rust's agent section is the one that is read strictly.
  return guest.runtime === 'rust' && group === 'agent'
    ? DROP_IN_VALUE.find(
        path,
        `${field}: ${placeOf(placed, guest)} is not a key that the runtime of ${guest.shim} knows, and there it refuses its whole configuration`,
        fix,
      )
    : DROP_IN_WITHOUT_EFFECT.find(
        path,
        `${field}: ${placeOf(placed, guest)} is not a key that the runtime of ${guest.shim} reads`,
        fix,
      );
}

/** What a key does not do, although the runtime reads it. */
function effectFindings({ path, field, guest }: DropIn, placed: PlacedKey): Finding[] {
  const { group, key } = placed;
  if (group !== 'hypervisor') return [];
  const where = `${field}: ${placeOf(placed, guest)}`;
  const effect = guest.effectOfSetting(key);
  if (effect === SettingEffect.UNKNOWN) return [unknownKeyFinding({ path, field, guest }, placed)];
  if (effect === SettingEffect.INERT) {
    return [
      DROP_IN_WITHOUT_EFFECT.find(
        path,
        `${where} does nothing in this release: the runtime reads it, and ${guest.shim} has nothing for it`,
        'use a newer release, or remove it',
      ),
    ];
  }
  if (effect === SettingEffect.NEVER) {
    return [
      DROP_IN_WITHOUT_EFFECT.find(
        path,
        `${where} is overwritten by the runtime of ${guest.shim}, which sizes the VM when it starts`,
        'remove it, and set limits.cpu of the containers',
      ),
    ];
  }
  if (effect !== SettingEffect.WITHOUT_LIMITS) return [];
  const better = key === 'default_memory' ? 'overhead_memory' : 'overhead_vcpus';
  return [
    DROP_IN_WITHOUT_EFFECT.find(
      path,
      `${where} acts only in pods without any limit: the runtime of ${guest.shim} overwrites it with the limits of all others`,
      `write ${better}, or make a class with kata.addSize()`,
    ),
  ];
}

function valueFindings({ path, field, guest }: DropIn, placed: PlacedKey): Finding[] {
  const { group, key, value } = placed;
  const where = `${field}: ${placeOf(placed, guest)}`;
  const written = typeof value === 'string' ? `'${value}'` : String(value);
  const setting = settingOfKey(group, key, guest.runtime);
  if (key === 'default_memory' && typeof value === 'number' && value < guest.minMemoryMib) {
    const consequence =
      guest.runtime === 'go' ? 'takes its default of 2048 MiB instead' : 'refuses its whole configuration';
    return [
      DROP_IN_VALUE.find(
        path,
        `${where} is ${value}, less than the ${guest.minMemoryMib} MiB that ${guest.shim} needs: the runtime ${consequence}`,
        `write ${guest.minMemoryMib} or more`,
      ),
    ];
  }
  const problem = setting === undefined ? undefined : fileValueProblem(setting, guest.runtime, key, value);
  return problem === undefined
    ? []
    : [DROP_IN_VALUE.find(path, `${where} is ${written}, and must be ${problem} for the runtime of ${guest.shim}`)];
}

/** The shim or runtime of a drop-in. */
export interface DropInSubject {
  /** Path of the construct that has it. */
  readonly path: string;

  /** How it is called in a message, such as `shimSettings.clh.dropIn`. */
  readonly field: string;
}

/**
 * What a drop-in of a shim does not do, and with what no pod of it starts. Text that is not TOML is left to the check of its
 * syntax.
 *
 * @param subject whose drop-in it is
 * @param toml the drop-in
 * @param guest what guests of the shim can do
 */
export function validateDropIn(subject: DropInSubject, toml: string, guest: GuestCapabilities): Finding[] {
  const dropIn: DropIn = { ...subject, guest };
  const tables = parsed(toml);
  if (tables === undefined) return [];
  return [
    ...sectionFindings(dropIn, tables),
    ...keysOf(tables, guest.hypervisorSection).flatMap((placed) => {
      if (isTable(placed.value) || isListOfTables(placed.value)) return [];
      return CONFIGURATION_KEYS[guest.runtime][placed.group].includes(placed.key)
        ? [...valueFindings(dropIn, placed), ...effectFindings(dropIn, placed)]
        : [unknownKeyFinding(dropIn, placed)];
    }),
  ];
}

const isListOfTables = (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isTable);

function parsed(toml: string): Table | undefined {
  try {
    return parse(toml);
  } catch (error) {
    if (error instanceof TomlError) return undefined;
    throw error;
  }
}

/**
 * What is wrong with a list of settings that every pod of a shim may bring along.
 *
 * @param subject whose list it is
 * @param names the names, without the prefix of the annotations
 * @param runtime the runtime of the shim
 */
export function validateAllowedAnnotations(
  { path, field }: DropInSubject,
  names: readonly string[],
  runtime: RuntimeLanguage,
): Finding[] {
  const known = hypervisorAnnotations(runtime);
  const unsafe = Object.values(UNSAFE_ANNOTATIONS).flatMap((data: AnnotationData) => data[runtime] ?? []);
  return names.flatMap((name) => {
    if (unsafe.includes(name)) {
      return [
        UNSAFE_ANNOTATION_ALLOWED.find(
          path,
          `${field} has '${name}', which names a file of the node or gives arguments to a program on it: whoever creates pods can leave the VM`,
        ),
      ];
    }
    if (known.includes(name)) return [];
    const better = nearest(name, known);
    return [
      UNKNOWN_ANNOTATION_ALLOWED.find(
        path,
        `${field} has '${name}', and the runtime in ${runtime === 'go' ? 'Go' : 'Rust'} has no such setting`,
        better === undefined ? undefined : `write '${better}'`,
      ),
    ];
  });
}
