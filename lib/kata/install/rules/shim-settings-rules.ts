import { parse, TomlError } from 'smol-toml';
import { isOwnershipLabel } from '../../../contract/installation-name';
import type { Finding } from '../../../validation/finding';
import { isBadLabel, isDnsLabel, isDnsSubdomain } from '../../../validation/kubernetes-names';
import { duplicate, labelProblem, nameProblem } from '../../../validation/messages';
import { quantityProblem } from '../../../validation/quantity';
import type { ResolvedInstallation } from '../resolved-installation';
import type { CustomRuntime, PodOverhead } from '../shim-settings';
import { bringsFilesOf } from './shim-files';
import * as errors from './shim-messages';

/** Handlers of the container runtime's own, which a custom runtime would replace. */
const OWN_HANDLERS = ['runc', 'crun', 'gvisor', 'runsc'];
const PROXY = /^https?:\/\/[^\s;@=/]+?(?::(\d+))?\/?$/;
const NO_PROXY = /^[^\s;=]+$/;
const ANNOTATION = /^[a-z][a-z0-9_]*$/;

function overheadProblems(field: string, overhead: PodOverhead | undefined): Finding[] {
  return Object.entries(overhead ?? {})
    .filter(([, value]) => value !== undefined)
    .flatMap(([resource, value]) => quantityProblem(`${field}.overhead.${resource}`, resource, value) ?? []);
}

function selectorProblems(
  { placement }: ResolvedInstallation,
  field: string,
  nodeSelector: { readonly [label: string]: string } | undefined,
): Finding[] {
  return Object.entries(nodeSelector ?? {}).flatMap(([key, value]) => {
    if (isOwnershipLabel(key)) {
      return [errors.ownershipLabelSelected(field, key)];
    }
    if (isBadLabel(key, value)) return [labelProblem(`${field}.nodeSelector`, key, value)];
    const placed = placement?.nodeSelector?.[key];
    return placed === undefined || placed === value
      ? []
      : [errors.selectorContradicts(`${field}.nodeSelector`, key, value, placed)];
  });
}

function isProxy(url: string): boolean {
  const [, port = '1'] = PROXY.exec(url) ?? ['', '0'];
  return Number(port) >= 1 && Number(port) <= 65535;
}

/** Why a text is not TOML; nothing for undefined. Sections and keys are not checked. */
export function tomlProblems(field: string, text: string | undefined): Finding[] {
  if (text === undefined) return [];
  if (text.trim() === '') return [errors.badToml(field, 'it is empty')];
  try {
    parse(text);
    return [];
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return [errors.badToml(field, `line ${error.line} is '${text.split('\n')[error.line - 1]}'`)];
  }
}

/** What is wrong with the settings of single shims. */
export function shimSettingsProblems(installation: ResolvedInstallation): Finding[] {
  const { allShimSettings: entries, shims } = installation;
  const installed = shims.map(({ name }) => name);
  return entries.flatMap((entry, index) => {
    const { name } = entry.shim;
    const field = `shimSettings.${name}`;
    if (!installed.includes(name)) return [errors.shimNotInstalled('shimSettings', name, installed)];
    if (entries.findIndex((other) => other.shim.name === name) !== index) {
      return [duplicate('shimSettings', name)];
    }
    return [
      ...tomlProblems(`${field}.dropIn`, entry.dropIn),
      ...(entry.snapshotter === undefined || entry.snapshotter === '' || isDnsLabel(entry.snapshotter)
        ? []
        : [nameProblem(`${field}.snapshotter`, entry.snapshotter)]),
      ...(entry.allowedHypervisorAnnotations ?? [])
        .filter((annotation) => !ANNOTATION.test(annotation))
        .map(errors.badAnnotationName),
      ...(entry.httpsProxy === undefined || isProxy(entry.httpsProxy)
        ? []
        : [errors.badProxy(`${field}.httpsProxy`, entry.httpsProxy)]),
      ...(entry.noProxy === undefined || NO_PROXY.test(entry.noProxy)
        ? []
        : [errors.badNoProxy(`${field}.noProxy`, entry.noProxy)]),
      ...overheadProblems(field, entry.overhead),
      ...(entry.overhead !== undefined && entry.overheadEnabled === false ? [errors.overheadSwitchedOff(field)] : []),
      ...selectorProblems(installation, field, entry.nodeSelector),
    ];
  });
}

/** What is wrong with custom runtimes, in whatever order they come. */
export function customRuntimeProblems(
  installation: ResolvedInstallation,
  runtimes: readonly CustomRuntime[],
): Finding[] {
  const installed = installation.shims.map(({ name }) => name);
  const taken = new Set(installation.shims.flatMap((shim) => installation.variants(shim)));
  const classes = new Set(taken);
  return runtimes.flatMap((runtime) => {
    const { handler, shim: base, runtimeClassName = handler } = runtime;
    if (!isDnsLabel(handler) || OWN_HANDLERS.includes(handler)) return [errors.badHandler(handler)];
    if (!isDnsSubdomain(runtimeClassName)) return [nameProblem('runtimeClassName', runtimeClassName)];
    if (taken.has(handler)) return [errors.handlerTaken(handler)];
    if (classes.has(runtimeClassName)) return [errors.handlerTaken(runtimeClassName)];
    taken.add(handler);
    classes.add(runtimeClassName);
    const field = `customRuntimes.${handler}`;
    if (base === undefined || !bringsFilesOf(installation, base)) {
      return [errors.baseNotInstalled(`${field}.shim`, base?.name, installed)];
    }
    return [
      ...tomlProblems(`${field}.dropIn`, runtime.dropIn),
      ...(runtime.snapshotter === undefined || isDnsLabel(runtime.snapshotter)
        ? []
        : [nameProblem(`${field}.snapshotter`, runtime.snapshotter)]),
      ...overheadProblems(field, runtime.overhead),
      ...selectorProblems(installation, field, runtime.nodeSelector),
    ];
  });
}
