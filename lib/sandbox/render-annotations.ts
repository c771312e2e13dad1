import { type AnnotationData, SANDBOX_ANNOTATIONS, UNSAFE_ANNOTATIONS } from '../data/hypervisor-annotations';
import { ANNOTATION_NEEDS, HYPERVISOR_ABILITIES, lackedBy } from '../data/hypervisors';
import {
  annotationNeeds,
  annotationNotAllowed,
  annotationOutOfRange,
  annotationUnknownToRuntime,
  unknownAnnotation,
} from '../errors/annotations';
import type { SandboxAnnotations } from './sandbox-annotations';

/** The runtime that reads the annotations. */
export interface AnnotationReader {
  /** Name of the shim, which decides what the hypervisor can do. */
  readonly shim: string;

  /** The language that it is written in, which decides names and units. */
  readonly runtime: 'go' | 'rust';

  /** Settings of the hypervisor that it takes from pods, as regular expressions over their names. */
  readonly allowed: readonly string[];
}

const PREFIX = 'io.katacontainers.config.';

/**
 * Annotations for the settings of a sandbox, sorted by name.
 *
 * @param options the settings
 * @param reader the runtime that reads them
 * @throws for a setting that the runtime does not know or does not take from pods, and for a value of another type or range
 */
export function renderAnnotations(
  options: SandboxAnnotations,
  reader: AnnotationReader,
): { [annotation: string]: string } {
  const { unsafe, ...safe } = options;
  const entries = [
    ...rendered(safe, SANDBOX_ANNOTATIONS, '', reader),
    ...rendered(unsafe ?? {}, UNSAFE_ANNOTATIONS, 'unsafe.', reader),
  ];
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function rendered(
  options: object,
  table: { readonly [option: string]: AnnotationData },
  prefix: string,
  reader: AnnotationReader,
): [string, string][] {
  return Object.entries(options).flatMap(([option, value]): [string, string][] => {
    if (value === undefined) return [];
    const field = `annotations.${prefix}${option}`;
    const data = Object.hasOwn(table, option) ? table[option] : undefined;
    if (!data) throw new Error(unknownAnnotation(field));
    const name = data[reader.runtime];
    if (name === undefined) throw new Error(annotationUnknownToRuntime(field, reader.shim));
    const needed = Object.hasOwn(ANNOTATION_NEEDS, option) ? ANNOTATION_NEEDS[option] : undefined;
    if (needed !== undefined && lackedBy(reader.shim).includes(needed)) {
      throw new Error(annotationNeeds(field, reader.shim, HYPERVISOR_ABILITIES[needed]));
    }
    if (data.group === 'hypervisor' && !reader.allowed.some((pattern) => new RegExp(`^(?:${pattern})$`).test(name))) {
      throw new Error(annotationNotAllowed(field, name, reader.shim, reader.runtime));
    }
    const key = name.includes('.') ? name : `${PREFIX}${data.group}.${name}`;
    return [[key, format(field, value, data, reader.runtime)]];
  });
}

function format(field: string, value: unknown, data: AnnotationData, runtime: 'go' | 'rust'): string {
  const { type, minimum = 0, maximum = Number.MAX_SAFE_INTEGER, values } = data;
  switch (type) {
    case 'boolean':
      if (typeof value !== 'boolean') throw new Error(annotationOutOfRange(field, value, 'true or false'));
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
      if (!good) throw new Error(annotationOutOfRange(field, value, `${kind} from ${minimum} to ${maximum}`));
      return String((value as number) * (runtime === 'rust' ? (data.rustFactor ?? 1) : 1));
    }
    case 'list': {
      const good =
        Array.isArray(value) && value.length > 0 && value.every((item) => isText(item) && !item.includes(';'));
      if (!good) throw new Error(annotationOutOfRange(field, value, 'a list of texts without semicolons'));
      return (value as string[]).join(';');
    }
    case 'text':
      if (!isText(value)) throw new Error(annotationOutOfRange(field, value, 'a text of one line'));
      if (values && !values.includes(value))
        throw new Error(annotationOutOfRange(field, value, `one of ${values.join(', ')}`));
      return value;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && !/[\r\n]/.test(value);
}
