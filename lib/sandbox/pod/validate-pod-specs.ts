import type { Finding } from '../../validation/finding';
import type { Rule } from '../../validation/rule';
import { SETTING_RULES, validateSettings } from '../annotations/setting-rules';
import type { GuestCapabilities, SandboxTarget } from '../workload/sandbox-target';
import { DEFAULT_LIMIT_RULES, filledRemark } from './default-limits';
import { DEVICE_RULES, validateDevices } from './device-rules';
import { FIELD_RULES, validateFields } from './field-rules';
import { FIREWALL_RULES, validateFirewall } from './firewall-rules';
import { LIMIT_RULES, limitRemarks } from './limit-rules';
import { MOUNT_RULES, validateMounts } from './mount-rules';
import { likenessOf } from './pod-likeness';
import { findingsOf, insideHolder, type PodRemark } from './pod-remark';
import { type Fields, fieldsOf, type SandboxedPodSpec } from './pod-spec';
import { VOLUME_RULES, validateVolumes } from './volume-rules';

/** Every rule about the specs of pods that are put into VMs. */
export const POD_RULES: readonly Rule[] = [
  ...FIELD_RULES,
  ...LIMIT_RULES,
  ...DEFAULT_LIMIT_RULES,
  ...VOLUME_RULES,
  ...MOUNT_RULES,
  ...DEVICE_RULES,
  ...FIREWALL_RULES,
  ...SETTING_RULES,
];

/** Annotations that change what a guest can do. */
const SETTING_PREFIX = 'io.katacontainers.';

function stringsOf(annotations: Fields = {}): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(annotations).map(([name, value]) => [name, String(value)]));
}

/**
 * What the guest of a pod can do, with the settings that its annotations ask for.
 *
 * @param pod the pod spec
 * @param target the runtime
 * @returns undefined where the runtime does not say
 */
export function guestOf(pod: SandboxedPodSpec, target: SandboxTarget): GuestCapabilities | undefined {
  const annotations = Object.keys(pod.annotations ?? {});
  // Nearly every pod has the guest of its class as it is.
  if (!annotations.some((name) => name.startsWith(SETTING_PREFIX))) return target.guest;
  return target.guest?.withAnnotations(stringsOf(pod.annotations));
}

/** Remarks on pods without findings, by a key that is the same for pods that get the same remarks. */
export type SaidOfPods = Map<string, readonly PodRemark[]>;

/**
 * What in the specs of pods defeats the VM that the target gives them, or does not work in it.
 *
 * @param path path of the construct that was put into VMs; findings about the limits of several pods name it
 * @param pods the pod specs that it holds
 * @param target the runtime
 * @param known remarks on pods that were checked for this target before: of pods that are alike, such as those of one
 *   program in many namespaces, only the first is checked
 * @see https://github.com/kata-containers/kata-containers/blob/4.1.0/docs/Limitations.md
 */
export function validatePodSpecs(
  path: string,
  pods: readonly SandboxedPodSpec[],
  target: SandboxTarget,
  known: SaidOfPods = new Map(),
): Finding[] {
  const remarks: PodRemark[] = [];
  const found = pods.flatMap((given): Finding[] => {
    const key = likenessOf(given);
    const before = known.get(key);
    if (before !== undefined) {
      for (const remark of before) remarks.push({ ...remark, pod: given });
      return [];
    }
    const pod = { ...given, spec: fieldsOf(given.spec) };
    const guest = guestOf(pod, target);
    const said =
      guest === undefined ? [] : [...limitRemarks(pod, guest), ...filledRemark(pod, pod.filled ?? [], guest)];
    remarks.push(...said);
    const wrong = [
      ...validateFields(pod, target),
      ...validateMounts(pod),
      ...validateFirewall(pod),
      ...(guest === undefined
        ? []
        : [...validateVolumes(pod, guest), ...validateDevices(pod, guest), ...validateSettings(pod, guest)]),
    ];
    // A finding names the object of its pod, so that it cannot be kept for another pod.
    if (wrong.length === 0) known.set(key, said);
    return insideHolder(wrong, given.holder);
  });
  return [...found, ...findingsOf(path, remarks)];
}
