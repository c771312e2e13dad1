/** A map of a manifest, whose values have not been checked yet. */
export interface Fields {
  readonly [field: string]: unknown;
}

/** The fields of an object; none where there is no object. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** The objects of a list; none where there is no list. */
export function itemsOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null).map(fieldsOf) : [];
}

/** A string; undefined where there is something else. */
export function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A value at a path of fields, such as `securityContext.privileged`. */
export function valueAt(object: Fields, path: string): unknown {
  let at: unknown = object;
  for (const field of path.split('.')) {
    at = fieldsOf(at)[field];
    if (at === undefined) return undefined;
  }
  return at;
}

/** How long a container runs, which decides what of the VM it needs. */
export enum ContainerRole {
  /** In `containers`: as long as the pod. */
  MAIN = 'container',
  /** In `initContainers` with `restartPolicy: Always`: from its start as long as the pod. */
  SIDECAR = 'sidecar',
  /** In `initContainers`: before the others. */
  INIT = 'init container',
}

/** A container of a pod. */
export interface PodContainer {
  /** Name, `(unnamed)` where there is none. */
  readonly name: string;

  readonly role: ContainerRole;

  /** Its fields. */
  readonly fields: Fields;
}

/** A volume of a pod. */
export interface PodVolume {
  readonly name: string;

  /** The field that holds its source, such as `configMap`. */
  readonly source: string;

  /** The fields of the source. */
  readonly fields: Fields;
}

/** The spec of pods that are put into VMs, and what around it decides how they run. */
export interface SandboxedPodSpec {
  /** Path of the construct that holds it. */
  readonly path: string;

  /** How it is named in a message, such as `Deployment web`. */
  readonly object: string;

  /**
   * The object that it shares with other objects, such as `List web`, which `except` leaves out as a whole.
   *
   * @default - it has its object for itself
   */
  readonly holder?: string | undefined;

  /** The pod's spec, as it will be applied. */
  readonly spec: Fields;

  /**
   * Annotations of the pod, as they will be applied.
   *
   * @default - none
   */
  readonly annotations?: Fields;

  /**
   * Limits that LimitRanges of the namespace give containers without any.
   *
   * @default - none
   */
  readonly defaultLimits?: Fields;

  /**
   * Whether the controller of a custom resource completes it: nothing is said of the size of its VM then.
   *
   * @default false
   */
  readonly isPartial?: boolean;

  /**
   * Names of the containers into which limits were filled.
   *
   * @default - none
   */
  readonly filled?: readonly string[];

  /**
   * Whether the program has acknowledged a rule for the object, by the rule's id; no finding about several objects counts it then.
   *
   * @default - none is acknowledged
   */
  readonly isAcknowledged?: (id: string) => boolean;
}

const SIDECAR_POLICY = 'Always';
const UNNAMED = '(unnamed)';

/** The containers of a pod in the order in which they start. */
export function containersOf(spec: Fields): readonly PodContainer[] {
  const toContainer = (role: (fields: Fields) => ContainerRole) => (fields: Fields) => ({
    name: stringOf(fields.name) ?? UNNAMED,
    role: role(fields),
    fields,
  });
  return [
    ...itemsOf(spec.initContainers).map(
      toContainer(({ restartPolicy }) =>
        restartPolicy === SIDECAR_POLICY ? ContainerRole.SIDECAR : ContainerRole.INIT,
      ),
    ),
    ...itemsOf(spec.containers).map(toContainer(() => ContainerRole.MAIN)),
  ];
}

/**
 * The volumes of a pod. A volume that is mounted and not listed is one of a StatefulSet's claims.
 *
 * Kubernetes takes a volume without a source as an `emptyDir`.
 */
export function volumesOf(spec: Fields): readonly PodVolume[] {
  const listed = itemsOf(spec.volumes).map((fields): PodVolume => {
    const source = Object.keys(fields).find((field) => field !== 'name' && fields[field] !== undefined) ?? 'emptyDir';
    return { name: stringOf(fields.name) ?? UNNAMED, source, fields: fieldsOf(fields[source]) };
  });
  const used = containersOf(spec).flatMap(({ fields }) =>
    [...itemsOf(fields.volumeMounts), ...itemsOf(fields.volumeDevices)].map(({ name }) => stringOf(name) ?? UNNAMED),
  );
  const claimed = [...new Set(used)].filter((name) => listed.every((volume) => volume.name !== name));
  return [...listed, ...claimed.map((name) => ({ name, source: 'persistentVolumeClaim', fields: {} }))];
}

/** A mount of a volume by a container. */
export interface PodMount {
  readonly container: PodContainer;
  readonly volume: PodVolume | undefined;

  /** Path in the container. */
  readonly mountPath: string;

  /** The fields of the mount. */
  readonly fields: Fields;
}

/** The mounts of all containers. */
export function mountsOf(spec: Fields): readonly PodMount[] {
  const volumes = volumesOf(spec);
  return containersOf(spec).flatMap((container) =>
    itemsOf(container.fields.volumeMounts).map((fields) => ({
      container,
      volume: volumes.find(({ name }) => name === fields.name),
      mountPath: stringOf(fields.mountPath) ?? '(no path)',
      fields,
    })),
  );
}
