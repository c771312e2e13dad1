import { type Finding, Severity } from '../../validation/finding';
import { Rule } from '../../validation/rule';
import type { SandboxedPodSpec } from '../pod/pod-spec';
import { badQuantities, limitsOf, withDefaultLimits } from '../pod/resources';
import { type GuestCapabilities, SettingEffect } from '../workload/sandbox-target';
import { annotationValueProblem } from './setting-value';
import { isOtherAnnotation, type RuntimeLanguage, SETTING_PREFIX, type Setting, settingOfAnnotation } from './settings';

/** A setting that the runtime does not read. */
export const SETTING_UNKNOWN = new Rule({
  id: 'sandbox/setting-unknown',
  severity: Severity.ERROR,
  canAcknowledge: true,
  meaning:
    'the runtime does not know the annotation: the runtime in Go ignores it or fails the pod, the runtime in Rust ignores it',
  fix: 'remove it, or write it with the annotations option of sandbox()',
});

/** A setting that pods may not bring along. */
export const SETTING_NOT_ALLOWED = new Rule({
  id: 'sandbox/setting-not-allowed',
  severity: Severity.ERROR,
  meaning:
    'an annotation is a setting that the shim does not take from pods: the runtime in Go fails the pod, the runtime in Rust ignores it',
  fix: 'allow it with shimSettings: [{ shim, allowedHypervisorAnnotations }]',
});

/** A setting that cannot act. */
export const SETTING_WITHOUT_EFFECT = new Rule({
  id: 'sandbox/setting-without-effect',
  severity: Severity.ERROR,
  canAcknowledge: true,
  meaning: 'an annotation is a setting that the runtime overwrites, or that its hypervisor cannot follow',
  fix: 'remove it; a VM has the size of the limits of its containers',
});

/** A value that the runtime does not take. */
export const SETTING_VALUE = new Rule({
  id: 'sandbox/setting-value',
  severity: Severity.ERROR,
  meaning: 'an annotation has a value that the runtime does not take',
  fix: 'correct it, or write it with the annotations option of sandbox()',
});

/** Rules about settings that pods ask for by annotations. */
export const SETTING_RULES: readonly Rule[] = [
  SETTING_UNKNOWN,
  SETTING_NOT_ALLOWED,
  SETTING_WITHOUT_EFFECT,
  SETTING_VALUE,
];

const PINNING = 'io.katacontainers.enable_vcpus_pinning';

/** How an annotation is named in a message: by the option that writes it, where there is one. */
function describeAnnotation(annotation: string, setting: Setting | undefined): string {
  if (setting === undefined) return `annotation ${annotation}`;
  return `annotation ${annotation} (annotations.${setting.isUnsafe ? 'unsafe.' : ''}${setting.option})`;
}

/** What setting of the other runtime was probably meant. */
function meant(annotation: string, runtime: RuntimeLanguage): string {
  const other = runtime === 'go' ? 'rust' : 'go';
  const setting = settingOfAnnotation(annotation, other);
  return setting === undefined
    ? 'write it with the annotations option of sandbox(), which knows every setting'
    : `it is a setting of the runtime in ${other === 'go' ? 'Go' : 'Rust'}: leave it out, or take a shim of that runtime`;
}

/** Why the hypervisor cannot follow a setting; undefined where it can. */
function unfollowed({ data }: Setting, value: string, guest: GuestCapabilities): string | undefined {
  const name = data[guest.runtime] ?? '';
  const aboutFiles = /^(shared_fs|virtio_fs_.*)$/.test(name);
  if (aboutFiles && value !== 'none' && !guest.sharesDirectories) return 'shares no directories with its guest';
  if (/^(memory_slots|enable_virtio_mem)$/.test(name) && value !== 'false' && !guest.hotPlugsDevices) {
    return 'takes no memory while it runs';
  }
  const aboutDevices = /^(cold_plug_vfio|hot_plug_vfio|pcie_root_port|pcie_switch_port|vfio_mode)$/.test(name);
  if (aboutDevices && value !== 'no-port' && value !== '0' && !guest.canOpenVfioPorts)
    return 'passes no devices to its guest';
  return undefined;
}

function hasLimits({ spec, defaultLimits = {} }: SandboxedPodSpec): boolean {
  if (badQuantities(spec).length > 0) return false;
  const { cpus, memoryMib } = limitsOf(withDefaultLimits(spec, defaultLimits));
  return cpus !== undefined || memoryMib !== undefined;
}

function findingsOf(pod: SandboxedPodSpec, annotation: string, value: string, guest: GuestCapabilities): Finding[] {
  const { path, object } = pod;
  const { runtime, shim } = guest;
  const setting = settingOfAnnotation(annotation, runtime);
  const said = `${object}: ${describeAnnotation(annotation, setting)} is '${value}'`;
  const effect = guest.effectOf(annotation);
  if (effect === SettingEffect.UNKNOWN || (setting === undefined && !isOtherAnnotation(annotation, runtime))) {
    return [
      SETTING_UNKNOWN.find(path, `${said}, and the runtime of ${shim} has no such setting`, meant(annotation, runtime)),
    ];
  }
  if (effect === SettingEffect.NOT_ALLOWED) {
    const name = annotation.slice(`${SETTING_PREFIX}hypervisor.`.length);
    const consequence = runtime === 'go' ? 'so that the pod would fail' : 'so that the runtime would ignore it';
    return [
      SETTING_NOT_ALLOWED.find(
        path,
        `${said}, which ${shim} does not take from pods, ${consequence}`,
        `allow it for every pod with shimSettings: [{ shim: KataShim.of('${shim}'), allowedHypervisorAnnotations: ['${name}'] }], or remove it`,
      ),
    ];
  }
  const problem = setting === undefined ? undefined : annotationValueProblem(setting, runtime, value);
  if (problem !== undefined) return [SETTING_VALUE.find(path, `${said}, and must be ${problem}`)];
  if (effect === SettingEffect.INERT) {
    const inert = `${said}, which the runtime takes and ${shim} does nothing with in this release`;
    return [SETTING_WITHOUT_EFFECT.find(path, inert, 'use a newer release of Kata, or take another shim')];
  }
  if (effect === SettingEffect.NEVER) {
    return [
      SETTING_WITHOUT_EFFECT.find(
        path,
        `${said}, and the runtime of ${shim} overwrites it, since the VM has its size from the start`,
      ),
    ];
  }
  if (effect === SettingEffect.WITHOUT_LIMITS && hasLimits(pod)) {
    return [
      SETTING_WITHOUT_EFFECT.find(
        path,
        `${said}, and the runtime of ${shim} overwrites it with the limits that the pod has`,
        'remove it, and raise the limits of the containers; kata.addSize() makes a class whose guests have more for themselves',
      ),
    ];
  }
  const reason = setting && unfollowed(setting, value, guest);
  return reason === undefined
    ? []
    : [SETTING_WITHOUT_EFFECT.find(path, `${said}, and ${shim} ${reason}`, 'remove it, or take another shim')];
}

/**
 * What settings that a pod asks for by annotations do not do: those that `sandbox()` writes, and those that the program wrote.
 *
 * @param pod the pod spec
 * @param guest what its guest can do, these annotations included
 */
export function validateSettings(pod: SandboxedPodSpec, guest: GuestCapabilities): Finding[] {
  return Object.entries(pod.annotations ?? {})
    .filter(([name]) => name.startsWith(SETTING_PREFIX) || name === PINNING)
    .flatMap(([name, value]) => findingsOf(pod, name, String(value), guest));
}
