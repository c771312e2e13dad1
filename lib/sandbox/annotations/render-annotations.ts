import { type AnnotationData, SANDBOX_ANNOTATIONS, UNSAFE_ANNOTATIONS } from '../../data/kata/sandbox-annotations';
import { type Finding, FindingsError } from '../../validation/finding';
import {
  annotationOutOfRange,
  annotationUnknownToRuntime,
  annotationValueUnknown,
  pluggedTwice,
  sectorsDoNotFit,
  unknownAnnotation,
} from './messages';
import type { SandboxAnnotations } from './sandbox-annotations';

/** The runtime that reads the annotations. */
export interface AnnotationReader {
  /** Name of the shim, for messages. */
  readonly shim: string;

  /** The language that it is written in, which decides names and units. */
  readonly runtime: 'go' | 'rust';
}

/** Refuses a setting. */
function refuse({ path }: Reader, problem: Finding): never {
  throw new FindingsError([{ ...problem, path }]);
}

/** A runtime, and the path of the workload whose settings it reads. */
interface Reader extends AnnotationReader {
  readonly path: string;
}

const PREFIX = 'io.katacontainers.config.';

/**
 * Annotations for the settings of a sandbox, sorted by name. Whether the shim takes them from pods and can follow them is held
 * against the annotations that are written, by the rules of `setting-rules.ts`.
 *
 * @param options the settings
 * @param reader the runtime that reads them
 * @param path path of the workload; empty for none
 * @throws FindingsError for a setting that the runtime does not know, and for a value of another type or range
 */
export function renderAnnotations(
  options: SandboxAnnotations,
  reader: AnnotationReader,
  path = '',
): { [annotation: string]: string } {
  const at = { ...reader, path };
  const { unsafe, ...safe } = options;
  const { blkLogicalSectorSizeBytes: logical, blkPhysicalSectorSizeBytes: physical } = safe;
  const entries = [
    ...rendered(safe, SANDBOX_ANNOTATIONS, '', at),
    ...rendered(unsafe ?? {}, UNSAFE_ANNOTATIONS, 'unsafe.', at),
  ];
  if (safe.coldPlugVfio !== undefined && safe.hotPlugVfio !== undefined) refuse(at, pluggedTwice());
  if (logical !== undefined && physical !== undefined && logical > physical) {
    refuse(at, sectorsDoNotFit(logical, physical));
  }
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function rendered(
  options: object,
  table: { readonly [option: string]: AnnotationData },
  prefix: string,
  reader: Reader,
): [string, string][] {
  return Object.entries(options).flatMap(([option, value]): [string, string][] => {
    if (value === undefined) return [];
    const field = `annotations.${prefix}${option}`;
    const data = Object.hasOwn(table, option) ? table[option] : undefined;
    if (!data) return refuse(reader, unknownAnnotation(field));
    const name = data[reader.runtime];
    if (name === undefined) return refuse(reader, annotationUnknownToRuntime(field, reader.shim));
    const key = name.includes('.') ? name : `${PREFIX}${data.group}.${name}`;
    return [[key, format(field, value, data, reader)]];
  });
}

function format(field: string, value: unknown, data: AnnotationData, reader: Reader): string {
  const { shim, runtime } = reader;
  const { type, maximum = Number.MAX_SAFE_INTEGER, choices } = data;
  const minimum = (runtime === 'go' ? data.goMinimum : undefined) ?? data.minimum ?? 0;
  switch (type) {
    case 'boolean':
      if (typeof value !== 'boolean') refuse(reader, annotationOutOfRange(field, value, 'true or false'));
      return String(value);
    case 'integer':
    case 'number': {
      const good =
        typeof value === 'number' &&
        Number.isFinite(value) &&
        (type === 'number' || Number.isSafeInteger(value)) &&
        value >= minimum &&
        value <= maximum &&
        (data.powerOfTwo !== true || Number.isInteger(Math.log2(value)));
      const kind = data.powerOfTwo === true ? 'a power of two' : type === 'integer' ? 'a whole number' : 'a number';
      if (!good) refuse(reader, annotationOutOfRange(field, value, `${kind} from ${minimum} to ${maximum}`));
      return String((value as number) * (runtime === 'rust' ? (data.rustFactor ?? 1) : 1));
    }
    case 'list': {
      const written = data.list?.[runtime];
      const between = written === 'json' || written === undefined ? '' : written;
      const good =
        Array.isArray(value) &&
        value.length > 0 &&
        value.every((item) => isText(item) && (between === '' || !item.includes(between)));
      const without = between === '' ? '' : ` without '${between}'`;
      if (!good) refuse(reader, annotationOutOfRange(field, value, `a list of texts${without}`));
      return written === 'json' ? JSON.stringify(value) : (value as string[]).join(between);
    }
    case 'text': {
      if (!isText(value)) return refuse(reader, annotationOutOfRange(field, value, 'a text of one line'));
      if (choices === undefined) return value;
      const taken = Object.keys(choices).filter((choice) => choices[choice]?.[runtime] !== undefined);
      if (!Object.hasOwn(choices, value))
        refuse(reader, annotationOutOfRange(field, value, `one of ${taken.join(', ')}`));
      const called = choices[value]?.[runtime];
      if (called === undefined) return refuse(reader, annotationValueUnknown(field, value, shim, taken));
      return called;
    }
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && !/[\r\n]/.test(value);
}
