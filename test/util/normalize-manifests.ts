import { parseAllDocuments } from 'yaml';

/** A Kubernetes object as it is written. */
// biome-ignore lint/suspicious/noExplicitAny: looks deep into JSON of unknown shape
type Json = any;

/** What is known about one object: JSON with sorted keys, without anything that has no meaning. */
export type Facts = { readonly [field: string]: unknown };

/** Objects by `kind namespace/name`. */
export type ObjectFacts = { readonly [object: string]: Facts };

/** Annotations by which a change of configuration rolls the pods; the hash itself differs between any two renderers. */
const CHECKSUM = /^checksum\//;

/**
 * Reduces Kubernetes objects to comparable facts.
 *
 * Nothing is dropped but empty collections, the digests of configuration and the text of scripts: well-known lists (env, mounts, tolerations,
 * rules) get a canonical short form, every other field is kept as it is with sorted keys. Lists whose order has a
 * meaning (env, arguments, containers) keep it, others are sorted.
 *
 * @param objects objects as they are written
 * @throws when two objects have the same kind, namespace and name
 */
export function normalize(objects: readonly Json[]): ObjectFacts {
  const facts = new Map<string, Facts>();
  for (const object of objects) {
    const key = objectKey(object);
    if (facts.has(key)) {
      throw new Error(`${key} is there twice`);
    }
    facts.set(key, normalizeObject(object));
  }
  return Object.fromEntries([...facts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The objects of a YAML stream.
 *
 * @param text YAML documents
 * @throws when a document is not valid YAML, duplicate keys included
 */
export function parseManifests(text: string): Json[] {
  return parseAllDocuments(text).flatMap((document) => {
    if (document.errors.length > 0) {
      throw document.errors[0];
    }
    const value = document.toJS();
    return value === null || value === undefined ? [] : [value];
  });
}

function objectKey(object: Json): string {
  const { name, namespace } = object.metadata;
  return namespace === undefined ? `${object.kind} ${name}` : `${object.kind} ${namespace}/${name}`;
}

function normalizeObject(object: Json): Facts {
  const { apiVersion, kind: _kind, metadata, ...body } = object;
  return sorted({ apiVersion, ...normalizeMetadata(metadata), ...normalizeBody(object, body) }) as Facts;
}

function normalizeMetadata(metadata: Json): Json {
  const { name: _name, namespace: _namespace, annotations, ...rest } = metadata ?? {};
  return { ...rest, annotations: normalizeAnnotations(annotations) };
}

function normalizeAnnotations(annotations: Json): Json {
  return Object.fromEntries(
    Object.entries(annotations ?? {}).map(([key, value]) => [key, CHECKSUM.test(key) ? '<digest>' : value]),
  );
}

function normalizeBody(object: Json, body: Json): Json {
  switch (object.kind) {
    case 'ClusterRole':
    case 'Role':
      return { ...body, rules: rules(body.rules) };
    case 'ClusterRoleBinding':
    case 'RoleBinding':
      return {
        ...body,
        roleRef: `${body.roleRef.kind} ${body.roleRef.name}`,
        subjects: body.subjects.map((subject: Json) => `${subject.kind} ${subject.namespace}/${subject.name}`).sort(),
      };
    case 'ConfigMap':
      return { ...body, data: configMapData(body.data) };
    case 'CronJob':
      return {
        ...body.spec,
        jobTemplate: { ...normalizeMetadata(body.spec.jobTemplate.metadata), ...podOwner(body.spec.jobTemplate.spec) },
      };
    case 'DaemonSet':
    case 'Job':
      return podOwner(body.spec);
    case 'RuntimeClass':
      return {
        ...body,
        overhead: body.overhead?.podFixed,
        scheduling: body.scheduling && {
          ...body.scheduling,
          tolerations: tolerations(body.scheduling.tolerations),
        },
      };
    default:
      return body;
  }
}

/** One line for each verb on each resource, so that the way in which rules are grouped does not matter. */
function rules(list: Json[]): string[] {
  const lines = list.flatMap((rule) =>
    (rule.apiGroups as string[]).flatMap((group) =>
      (rule.resources as string[]).flatMap((resource) =>
        (rule.verbs as string[]).flatMap((verb) =>
          ((rule.resourceNames as string[] | undefined) ?? ['']).map((name) =>
            `${verb} ${group === '' ? '' : `${group}/`}${resource} ${name}`.trim(),
          ),
        ),
      ),
    ),
  );
  return [...new Set(lines)].sort();
}

function configMapData(data: Json): Json {
  return Object.fromEntries(
    Object.entries(data ?? {}).map(([key, value]) => [key, configMapValue(key, value as string)]),
  );
}

/** A template of an object is compared as an object, any other text without the line ends after it. */
function configMapValue(key: string, text: string): unknown {
  if (!key.endsWith('.yaml')) {
    return text.trimEnd();
  }
  const [template] = parseManifests(text);
  return typeof template?.kind === 'string'
    ? { kind: template.kind, ...normalizeObject({ ...template, metadata: template.metadata ?? {} }) }
    : template;
}

function podOwner(spec: Json): Json {
  const { template, ...rest } = spec;
  return { ...rest, template: { ...normalizeMetadata(template.metadata), ...podSpec(template.spec) } };
}

function podSpec(spec: Json): Json {
  return {
    ...spec,
    containers: spec.containers.map(container),
    initContainers: spec.initContainers?.map(container),
    tolerations: tolerations(spec.tolerations),
    volumes: spec.volumes?.map(volume).sort(),
  };
}

function container(value: Json): Json {
  return {
    ...value,
    args: value.args?.map(argument),
    command: value.command?.map(argument),
    env: value.env?.map(envLine),
    livenessProbe: probe(value.livenessProbe),
    readinessProbe: probe(value.readinessProbe),
    startupProbe: probe(value.startupProbe),
    volumeMounts: value.volumeMounts?.map(mount).sort(),
  };
}

/** A script is somebody's text, not a fact. */
function argument(text: string): string {
  return text.includes('\n') ? '<script>' : text;
}

function envLine(entry: Json): string {
  if (entry.valueFrom === undefined) {
    return `${entry.name}=${entry.value}`;
  }
  const path = entry.valueFrom.fieldRef?.fieldPath;
  return `${entry.name}<-${path ?? JSON.stringify(sorted(entry.valueFrom))}`;
}

function mount({ name, mountPath, readOnly, ...rest }: Json): string {
  return [mountPath, name, readOnly ? 'ro' : 'rw', ...others(rest)].join(' ');
}

function volume({ name, hostPath, emptyDir, configMap, ...rest }: Json): string {
  const sources = [
    ...(hostPath ? ['hostPath', hostPath.path, hostPath.type ?? 'any'] : []),
    ...(emptyDir ? ['emptyDir', ...others(emptyDir)] : []),
    ...(configMap ? ['configMap', configMap.name, ...others({ ...configMap, name: undefined })] : []),
  ];
  return [name, ...sources, ...others(rest)].join(' ');
}

function probe(value: Json): string | undefined {
  if (value === undefined) {
    return undefined;
  }
  const { httpGet, ...rest } = value;
  const { path, port, ...request } = httpGet ?? {};
  const numbers = Object.entries(rest).map(([key, number]) => `${key}=${JSON.stringify(number)}`);
  return [`GET ${path}:${port}`, ...others(request), ...numbers.sort()].join(' ');
}

function tolerations(list: Json[] | undefined): string[] | undefined {
  return list
    ?.map(({ key, operator, value, effect, ...rest }) =>
      [key ?? '*', operator ?? 'Equal', value ?? '', effect ?? '*', ...others(rest)].join(' ').replace(/ {2,}/g, ' '),
    )
    .sort();
}

function others(rest: Json): string[] {
  const left = sorted(rest) as object;
  return Object.keys(left).length === 0 ? [] : [JSON.stringify(left)];
}

/** Sorts keys, and drops what is absent or empty. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, sorted(item)] as const)
      .filter(([, item]) => !isEmpty(item))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || (typeof value === 'object' && Object.keys(value as object).length === 0)
  );
}
