import { CONTAINER_GPU_RESOURCE, COUNTED_RESOURCE, DEVICE_RESOURCE } from '../../data/kata/pod-fields';
import { type Finding, Severity } from '../../validation/finding';
import { Rule } from '../../validation/rule';
import type { GuestCapabilities } from '../workload/sandbox-target';
import { containersOf, fieldsOf, itemsOf, type SandboxedPodSpec, stringOf, valueAt } from './pod-spec';

/** A device for a shim that passes none. */
export const DEVICE = new Rule({
  id: 'sandbox/device',
  severity: Severity.ERROR,
  canAcknowledge: true,
  meaning:
    'a container asks for a device of the node, and the shim passes none to its guests (cold_plug_vfio, hot_plug_vfio)',
  fix: 'take a GPU shim, or open a port with a drop-in: cold_plug_vfio = "root-port"',
});

/** A resource that may be a device. */
export const EXTENDED_RESOURCE = new Rule({
  id: 'sandbox/extended-resource',
  severity: Severity.WARNING,
  meaning:
    'a container asks for an extended resource, which is mostly a device of the node, and the shim passes none to its guests',
  fix: 'leave the object out with sandbox(x, { except }) if it is a device; acknowledge this if it is something that is only counted',
});

/** A GPU of the plugin for containers. */
export const GPU_OF_CONTAINERS = new Rule({
  id: 'sandbox/gpu-of-containers',
  severity: Severity.WARNING,
  meaning:
    "a container asks for a GPU of the device plugin for containers, which is bound to the node's driver and cannot be passed to a VM",
  fix: 'ask for what the sandbox device plugin counts, such as nvidia.com/pgpu',
});

/** Dynamic resource allocation. */
export const RESOURCE_CLAIMS = new Rule({
  id: 'sandbox/resource-claims',
  severity: Severity.WARNING,
  meaning:
    'the pod has resource claims, and the runtime does not pass what dynamic resource allocation hands out to its guest',
  fix: 'ask for the device by an extended resource of a device plugin',
});

/** Credentials that the guest does not get. */
export const PULL_SECRETS = new Rule({
  id: 'sandbox/pull-secrets',
  severity: Severity.WARNING,
  meaning:
    'the guest pulls the images by itself, and only the kubelet gets imagePullSecrets: private images fail with "Not authorized"',
  fix: 'give the guest credentials with annotations: { initData }, or with the kernel parameter agent.image_registry_auth',
});

/** A user that comes from the image. */
export const GUEST_PULL_USER = new Rule({
  id: 'sandbox/guest-pull-user',
  severity: Severity.WARNING,
  meaning: 'the guest pulls the images by itself, and the user that an image names is not applied',
  fix: 'set securityContext.runAsUser',
});

/** Rules about devices, claims, and images that the guest pulls. */
export const DEVICE_RULES: readonly Rule[] = [
  DEVICE,
  EXTENDED_RESOURCE,
  GPU_OF_CONTAINERS,
  RESOURCE_CLAIMS,
  PULL_SECRETS,
  GUEST_PULL_USER,
];

/**
 * Whether a resource is an extended one, which a device plugin or an administrator counts.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#extended-resources
 */
function isExtendedResource(resource: string): boolean {
  const [domain = '', name] = resource.split('/');
  const isNative = domain === 'kubernetes.io' || domain.endsWith('.kubernetes.io');
  return name !== undefined && !isNative && !COUNTED_RESOURCE.test(resource);
}

function resourceFindings({ path, object, spec }: SandboxedPodSpec, guest: GuestCapabilities): Finding[] {
  return containersOf(spec).flatMap(({ name, role, fields }) =>
    Object.entries(fieldsOf(valueAt(fields, 'resources.limits'))).flatMap(([resource, count]) => {
      if (!isExtendedResource(resource) || String(count) === '0') return [];
      const where = `${object}: ${role} ${name}, resources.limits has ${resource}: ${String(count)}`;
      if (!guest.passesDevicesThrough) {
        return DEVICE_RESOURCE.test(resource)
          ? [DEVICE.find(path, `${where}, and ${guest.shim} passes no devices of the node to its guests`)]
          : [
              EXTENDED_RESOURCE.find(
                path,
                `${where}, which may be a device, and ${guest.shim} passes none of the node to its guests`,
              ),
            ];
      }
      return CONTAINER_GPU_RESOURCE.test(resource)
        ? [
            GPU_OF_CONTAINERS.find(
              path,
              `${where}, which the device plugin for containers counts: its GPUs are bound to the driver of the node, and a VM needs one that is bound to VFIO`,
            ),
          ]
        : [];
    }),
  );
}

function claimFindings({ path, object, spec }: SandboxedPodSpec): Finding[] {
  const names = itemsOf(spec.resourceClaims).map(({ name }) => stringOf(name) ?? '(unnamed)');
  if (names.length === 0) return [];
  return [
    RESOURCE_CLAIMS.find(
      path,
      `${object}: resourceClaims has ${names.join(', ')}, and the runtime does not read what dynamic resource allocation hands out (kata-containers#13322)`,
    ),
  ];
}

function guestPullFindings({ path, object, spec }: SandboxedPodSpec, guest: GuestCapabilities): Finding[] {
  if (!guest.pullsImagesInGuest) return [];
  const secrets = itemsOf(spec.imagePullSecrets).map(({ name }) => stringOf(name) ?? '(unnamed)');
  const user = valueAt(spec, 'securityContext.runAsUser');
  const without = containersOf(spec)
    .filter(({ fields }) => (valueAt(fields, 'securityContext.runAsUser') ?? user) === undefined)
    .map(({ name }) => name);
  return [
    ...(secrets.length === 0 || guest.hasRegistryCredentials
      ? []
      : [
          PULL_SECRETS.find(
            path,
            `${object}: imagePullSecrets has ${secrets.join(', ')}, and the guest of ${guest.shim} pulls the images by itself, without them`,
          ),
        ]),
    ...(without.length === 0
      ? []
      : [
          GUEST_PULL_USER.find(
            path,
            `${object}: securityContext.runAsUser is not set for ${without.join(', ')}, and the guest of ${guest.shim} pulls the images by itself, so that the user of the image is not applied`,
          ),
        ]),
  ];
}

/**
 * What devices, resource claims and images of a pod do not do in a VM.
 *
 * @param pod the pod spec
 * @param guest what its guest can do
 */
export function validateDevices(pod: SandboxedPodSpec, guest: GuestCapabilities): Finding[] {
  return [...resourceFindings(pod, guest), ...claimFindings(pod), ...guestPullFindings(pod, guest)];
}
