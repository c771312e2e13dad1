import { containersOf, type Fields, fieldsOf, itemsOf, stringOf } from '../pod/pod-spec';

/** What the administrators let pods have beside their class and their Pod Security level. */
export interface AdmittedFields {
  readonly allowsBlockVolumes: boolean;

  /** Extended resources that containers may ask for. */
  readonly allowedDevices: readonly string[];

  /** Keys of the taints that keep pods away from nodes whose VM runtime is not there yet. */
  readonly startupTaints: readonly string[];

  /** Annotations of Kata that stay in the VM. */
  readonly safeAnnotations: ReadonlySet<string>;
}

/** Annotations that name devices of the node, as the container device interface has them, begin with it. Kata's shims read them. */
export const CDI_ANNOTATIONS = 'cdi.k8s.io/';

/** A field that the policies for pods refuse. */
export interface RefusedField {
  /** Field and reason. */
  readonly reason: string;
  readonly fix: string;
}

/** Annotations of Kata begin with it. */
export const KATA_ANNOTATIONS = 'io.katacontainers.';

function ofContainers(spec: Fields, { allowsBlockVolumes, allowedDevices }: AdmittedFields): RefusedField[] {
  return containersOf(spec).flatMap(({ name, role, fields }) => {
    const devices = itemsOf(fields.volumeDevices).map((it) => stringOf(it.devicePath) ?? '(no path)');
    const resources = Object.keys(fieldsOf(fieldsOf(fields.resources).limits)).filter(
      (resource) => resource.includes('/') && !allowedDevices.includes(resource),
    );
    return [
      ...(allowsBlockVolumes || devices.length === 0
        ? []
        : [
            {
              reason: `${role} ${name}, volumeDevices has ${devices.join(', ')}`,
              fix: 'mount the volume, or pass allowBlockVolumes: true to the SandboxAdmission',
            },
          ]),
      ...resources.map((resource) => ({
        reason: `${role} ${name}, resources.limits has ${resource}`,
        fix: `remove it, or pass allowedDevices: ['${resource}'] to the SandboxAdmission`,
      })),
    ];
  });
}

function ofTolerations(spec: Fields, { startupTaints }: AdmittedFields): RefusedField[] {
  return itemsOf(spec.tolerations).flatMap(({ key }, index) => {
    const isNamed = typeof key === 'string' && key !== '';
    if (isNamed && !startupTaints.includes(key)) return [];
    const what = isNamed ? `the startup taint ${key}` : 'every taint';
    return [{ reason: `tolerations[${index}] tolerates ${what}`, fix: 'name the keys of the taints that are meant' }];
  });
}

/**
 * Fields of a pod that the policies of a `SandboxAdmission` refuse, beside those that its class and the Pod Security level of its
 * namespace decide.
 *
 * @param spec the pod's spec, as it will be written
 * @param annotations annotations of the pod
 * @param admitted what the administrators let pods have
 */
export function refusedFields(spec: Fields, annotations: Fields, admitted: AdmittedFields): RefusedField[] {
  const claims = itemsOf(spec.resourceClaims).map(({ name }) => stringOf(name) ?? '(unnamed)');
  const nodeName = stringOf(spec.nodeName) ?? '';
  return [
    ...ofContainers(spec, admitted),
    ...(claims.length === 0 ? [] : [{ reason: `resourceClaims has ${claims.join(', ')}`, fix: 'remove them' }]),
    ...Object.keys(annotations)
      .filter((name) => name.startsWith(KATA_ANNOTATIONS) && !admitted.safeAnnotations.has(name))
      .map((name) => ({ reason: `annotation ${name} reaches out of the VM`, fix: 'remove it' })),
    ...Object.keys(annotations)
      .filter((name) => name.startsWith(CDI_ANNOTATIONS) && admitted.allowedDevices.length === 0)
      .map((name) => ({ reason: `annotation ${name} names a device of the node`, fix: 'remove it' })),
    ...ofTolerations(spec, admitted),
    ...(nodeName === '' ? [] : [{ reason: `nodeName is '${nodeName}'`, fix: 'use a nodeSelector' }]),
  ];
}
