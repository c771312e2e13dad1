import { type Finding, Severity } from '../../validation/finding';
import { Rule } from '../../validation/rule';

const rule = (id: string, meaning: string, fix: string) =>
  new Rule({ id: `sandbox/annotation-${id}`, severity: Severity.ERROR, meaning, fix });

const UNKNOWN = rule(
  'unknown',
  'sandbox() was given a setting that it does not have',
  'use a property of SandboxAnnotations',
);
const OTHER_RUNTIME = rule(
  'of-other-runtime',
  'the runtime of the shim does not know a setting, or a value of it, that the other runtime knows',
  'leave it out, or take a shim of the other runtime',
);
const RANGE = rule(
  'value',
  'a setting given to sandbox() is of another type or out of its range',
  'write a value that the message names, or leave the setting out',
);
const SECTORS = rule(
  'sectors',
  'a logical sector is larger than the physical ones that it is made of',
  'correct one of them',
);
const PLUGGED_TWICE = rule(
  'vfio-ports',
  'devices are to be plugged in at boot and later, and the runtime switches the second off for the first',
  'leave one of them out',
);

/** Rules about settings that are given to `sandbox()`. */
export const ANNOTATION_RULES: readonly Rule[] = [UNKNOWN, OTHER_RUNTIME, RANGE, SECTORS, PLUGGED_TWICE];

/** A setting that a sandbox does not have. */
export function unknownAnnotation(field: string): Finding {
  return UNKNOWN.find('', `${field} is not a setting of a sandbox`);
}

/** A setting of the other runtime. */
export function annotationUnknownToRuntime(field: string, shim: string): Finding {
  return OTHER_RUNTIME.find('', `${field} is not known to the runtime of shim '${shim}', which would ignore it`);
}

/** A value of another type or range. */
export function annotationOutOfRange(field: string, value: unknown, range: string): Finding {
  return RANGE.find('', `${field} ${JSON.stringify(value) ?? String(value)} must be ${range}`);
}

/** A value that only the other runtime takes. */
export function annotationValueUnknown(field: string, value: string, shim: string, taken: readonly string[]): Finding {
  return OTHER_RUNTIME.find(
    '',
    `${field} '${value}' is not known to the runtime of shim '${shim}', which takes ${taken.join(', ')}`,
    'choose one of them, or a shim of the other runtime',
  );
}

/** Sectors that are larger than those they are made of. */
export function sectorsDoNotFit(logical: number, physical: number): Finding {
  return SECTORS.find(
    '',
    `annotations.blkLogicalSectorSizeBytes ${logical} is more than blkPhysicalSectorSizeBytes ${physical}, and a logical sector cannot be larger than a physical one`,
  );
}

/** Devices that are plugged in at boot and later. */
export function pluggedTwice(): Finding {
  return PLUGGED_TWICE.find(
    '',
    'annotations.coldPlugVfio and hotPlugVfio are both given, and the runtime switches the second off for the first',
  );
}
