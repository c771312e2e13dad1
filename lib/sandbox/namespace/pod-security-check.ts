import {
  APP_ARMOR_ANNOTATION,
  APP_ARMOR_PROFILES,
  POD_SECURITY_FIELDS,
  type PodSecurityField,
  RESTRICTED_VOLUMES,
} from '../../data/kubernetes/pod-security';
import { PodSecurityLevel } from './pod-security-level';

type Json = { readonly [field: string]: unknown };

/** A field of a pod that its namespace does not take. */
export interface PodSecurityProblem {
  /** Path inside the pod's spec, such as `containers[0].securityContext.privileged`. */
  readonly field: string;

  /** Name of the container or volume, if it is about one. */
  readonly name?: string;

  /** Field, value and reason. */
  readonly reason: string;

  /** What to do. */
  readonly fix: string;
}

const LISTS = ['initContainers', 'containers', 'ephemeralContainers'];

/** The steps of each field's path. */
const PARTS = new Map(POD_SECURITY_FIELDS.map((it) => [it, it.field.split('.')] as const));
const partsOf = (field: PodSecurityField) => PARTS.get(field) as readonly string[];

/** Controls that hold for privileged containers in their VM too: what reaches out of it. */
const NODE_CONTROLS = ['host namespaces', 'hostProcess', 'hostPath volumes', 'hostPort'];

const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/**
 * What of a pod its namespace's level does not take, as the API server's admission would say it of each pod.
 *
 * @param level the level
 * @param spec the pod's spec, as it will be written
 * @param annotations annotations of the pod
 */
export function podSecurityProblems(level: PodSecurityLevel, spec: Json, annotations: Json = {}): PodSecurityProblem[] {
  const fields = FIELDS.get(level) as readonly PodSecurityField[];
  const containers = LISTS.flatMap((list) =>
    listOf(spec[list]).map((it, index) => ({ path: `${list}[${index}].`, it: isMap(it) ? it : {} })),
  );
  const found: PodSecurityProblem[] = [
    ...fields.flatMap((field) => {
      const ofPod = field.of === 'pod' || field.of === 'both' ? valueProblems(level, field, spec, '') : [];
      const ofContainers =
        field.of === 'container' || field.of === 'both'
          ? containers.flatMap(({ path, it }) => [
              ...valueProblems(level, field, it, path),
              ...absence(level, field, spec, it, path),
            ])
          : [];
      return [...ofPod, ...ofContainers];
    }),
    ...volumeProblems(level, fields, spec),
    ...appArmorProblems(level, annotations),
  ];
  if (found.length < 2) return found;
  // What both levels refuse is one problem, with the reason of the lower.
  return [...new Map([...found].reverse().map((it) => [it.field, it])).values()].reverse();
}

function applies(level: PodSecurityLevel, field: PodSecurityField): boolean {
  if (level === PodSecurityLevel.PRIVILEGED_IN_VM) return NODE_CONTROLS.includes(field.control);
  return level === PodSecurityLevel.RESTRICTED || field.level === 'baseline';
}

/** The fields that each level speaks of. */
const FIELDS = new Map(
  Object.values(PodSecurityLevel).map(
    (level) => [level, POD_SECURITY_FIELDS.filter((it) => applies(level, it))] as const,
  ),
);

function valueProblems(
  level: PodSecurityLevel,
  field: PodSecurityField,
  holder: Json,
  path: string,
): PodSecurityProblem[] {
  const parts = partsOf(field);
  // Most fields are absent, and there are many of them.
  if (holder[(parts[0] as string).replace('[]', '')] === undefined) return [];
  return valuesAt(holder, parts, path).flatMap(({ at, value }) => {
    if (value === undefined || value === null || isTaken(field, value)) return [];
    return [problem(level, field, holder, at, value)];
  });
}

function isTaken({ allowed, forbidden, includes }: PodSecurityField, value: unknown): boolean {
  if (includes !== undefined) return listOf(value).includes(includes);
  if (forbidden !== undefined) return !forbidden.includes(value);
  return allowed === undefined || allowed.includes(value);
}

/** A container that does not set what it has to, and whose pod does not do it in its place. */
function absence(
  level: PodSecurityLevel,
  field: PodSecurityField,
  spec: Json,
  container: Json,
  path: string,
): PodSecurityProblem[] {
  if (field.required === undefined) return [];
  const [own] = valuesAt(container, partsOf(field), path);
  if (own?.value !== undefined && own.value !== null) return [];
  const [pods] = field.required === 'pod-or-container' ? valuesAt(spec, partsOf(field), '') : [];
  if (pods?.value !== undefined && pods.value !== null) return [];
  return [problem(level, field, container, `${path}${field.field}`, undefined)];
}

function problem(
  level: PodSecurityLevel,
  field: PodSecurityField,
  holder: Json,
  at: string,
  value: unknown,
): PodSecurityProblem {
  const { name } = holder;
  const is = value === undefined ? 'is not set' : `is ${JSON.stringify(value)}`;
  return {
    field: at,
    ...(typeof name === 'string' && { name }),
    reason: `${at} ${is}, which the level ${level} refuses (${field.control})`,
    fix: field.fix,
  };
}

interface Found {
  readonly at: string;
  readonly value: unknown;
}

/** The values of a field; nothing where a map above it is absent. */
function valuesAt(holder: unknown, parts: readonly string[], path: string, from = 0, found: Found[] = []): Found[] {
  const part = parts[from];
  if (part === undefined) {
    found.push({ at: path, value: holder });
    return found;
  }
  if (!isMap(holder)) return found;
  const isList = part.endsWith('[]');
  const key = isList ? part.slice(0, -2) : part;
  const value = holder[key];
  if (value === undefined) return found;
  const at = path === '' || path.endsWith('.') ? `${path}${key}` : `${path}.${key}`;
  if (!isList) return valuesAt(value, parts, at, from + 1, found);
  for (const [index, item] of listOf(value).entries()) valuesAt(item, parts, `${at}[${index}]`, from + 1, found);
  return found;
}

function volumeProblems(
  level: PodSecurityLevel,
  fields: readonly PodSecurityField[],
  spec: Json,
): PodSecurityProblem[] {
  return listOf(spec.volumes).flatMap((volume, index) => {
    if (!isMap(volume)) return [];
    const forbidden = fields
      .filter(({ of }) => of === 'volume')
      .flatMap((field) => valueProblems(level, field, volume, `volumes[${index}].`));
    const sources = Object.keys(volume).filter(
      (key) => key !== 'name' && volume[key] !== null && volume[key] !== undefined,
    );
    const other = sources.find((source) => !(RESTRICTED_VOLUMES as readonly string[]).includes(source));
    if (forbidden.length > 0 || level !== PodSecurityLevel.RESTRICTED || other === undefined) return forbidden;
    const at = `volumes[${index}].${other}`;
    const name = typeof volume.name === 'string' ? volume.name : undefined;
    const reason = `${at} is set, which the level ${level} refuses (restricted volume types)`;
    return [{ field: at, ...(name !== undefined && { name }), reason, fix: 'use a PersistentVolumeClaim' }];
  });
}

function appArmorProblems(level: PodSecurityLevel, annotations: Json): PodSecurityProblem[] {
  if (level === PodSecurityLevel.PRIVILEGED_IN_VM) return [];
  return Object.entries(annotations)
    .filter(([key, value]) => key.startsWith(APP_ARMOR_ANNOTATION) && !APP_ARMOR_PROFILES.test(String(value)))
    .map(([key, value]) => ({
      field: `metadata.annotations['${key}']`,
      reason: `annotation ${key} is '${String(value)}', which the level ${level} refuses (forbidden AppArmor profile)`,
      fix: 'set it to runtime/default, or remove it',
    }));
}
