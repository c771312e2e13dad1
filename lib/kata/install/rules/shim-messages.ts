import type { Finding } from '../../../validation/finding';
import { redacted } from '../../../validation/redaction';
import { RULES } from '../../rules';

const list = (values: readonly string[]) => values.join(', ');

/** A shim without an architecture to run on. */
export function shimNotForArchitecture(
  shim: string,
  has: readonly string[],
  wanted: readonly string[],
  hasFiles = false,
): Finding {
  const further = hasFiles ? `, or name it in shimSettings.${shim}.architectures, since kata-deploy has its files` : '';
  return RULES.shimArchitecture.find(
    '',
    `shim '${shim}' does not run on ${list(wanted)}: it is built for ${list(has)}`,
    `choose another shim or correct architectures${further}`,
  );
}

/** An architecture without a shim. */
export function architectureWithoutShim(architecture: string, shims: readonly string[]): Finding {
  return RULES.architectureWithoutShim.find(
    '',
    `none of the shims ${list(shims)} runs on ${architecture}`,
    'add one that does, or leave the architecture out',
  );
}

/** A default that is not installed. */
export function defaultShimNotChosen(field: string, shim: string, shims: readonly string[]): Finding {
  return RULES.defaultShim.find(
    '',
    `${field} '${shim}' is not installed, and kata-deploy would refuse to start: shims are ${list(shims)}`,
    'add it there, or choose one of them',
  );
}

/** A default for nodes that are not there. */
export function architectureNotChosen(field: string, architecture: string, architectures: readonly string[]): Finding {
  return RULES.defaultShimArchitecture.find(
    '',
    `${field} is given, and architectures are ${list(architectures)}`,
    `add '${architecture}' there, or leave it out`,
  );
}

/** A selector that no node of the placement fits. */
export function selectorContradicts(field: string, key: string, value: string, placed: string): Finding {
  return RULES.selectorContradicts.find(
    '',
    `${field} has ${key}: ${value}, and the placement selects ${key}: ${placed}, so that no node fits both`,
  );
}

/** A shim on nodes that are VMs. */
export function shimNotNested(shim: string, reason: string): Finding {
  return RULES.shimUnavailableInVm.find('', `shim '${shim}' cannot run on nodes that are virtual machines: ${reason}`);
}

/** Settings of a shim that is not there. */
export function shimNotInstalled(field: string, shim: string, shims: readonly string[]): Finding {
  return RULES.shimSettings.find(
    '',
    `${field} names shim '${shim}', which is not installed`,
    `shims are ${list(shims)}; add it there`,
  );
}

/** A proxy that is not a URL. */
export function badProxy(field: string, value: unknown): Finding {
  return RULES.proxy.find(
    '',
    `${field} '${redacted(String(value))}' is not a proxy`,
    'write a URL such as http://proxy.example.com:3128, without spaces, semicolons or credentials',
  );
}

/** 'noProxy' is not a list of hosts. */
export function badNoProxy(field: string, value: unknown): Finding {
  return RULES.noProxy.find(
    '',
    `${field} '${redacted(String(value))}' is not a list of hosts`,
    'separate hosts, domains and networks by commas, without spaces and semicolons',
  );
}

/** An annotation's name with its prefix, or no name. */
export function badAnnotationName(value: unknown): Finding {
  return RULES.allowedAnnotation.find(
    '',
    `allowedHypervisorAnnotations has '${String(value)}'`,
    'name the setting alone, such as default_memory, without io.katacontainers.config.hypervisor.',
  );
}

/** A text that is not TOML at first sight. */
export function badToml(field: string, reason: string): Finding {
  return RULES.toml.find('', `${field} is not TOML: ${reason}`);
}

/** A handler that cannot be one. */
export function badHandler(handler: unknown): Finding {
  return RULES.handler.find(
    '',
    `handler '${String(handler)}' of a custom runtime is not a name for one`,
    "write lower-case letters, digits and dashes, 63 at most, and not the name of the container runtime's own, such as kata-large",
  );
}

/** A base without its files. */
export function baseNotInstalled(field: string, shim: string | undefined, shims: readonly string[]): Finding {
  return RULES.customRuntimeShim.find(
    '',
    `${field} names shim '${String(shim)}', which is not installed, nor are its files by another shim`,
    `shims are ${list(shims)}; add it there`,
  );
}

/** A name that is taken. */
export function handlerTaken(handler: string): Finding {
  return RULES.handlerTaken.find(
    '',
    `'${handler}' is the name of another handler or RuntimeClass of this installation`,
    'choose another for the custom runtime',
  );
}

/** A setting that belongs to a snapshotter that is not set up. */
export function erofsNotSetUp(field: string): Finding {
  return RULES.erofsNotSetUp.find('', `erofs.${field} is given, and EROFS is not set up`);
}

/** A shim whose snapshotter is not set up. */
export function snapshotterNotSetUp(what: string, snapshotter: string): Finding {
  return RULES.snapshotterNotSetUp.find(
    '',
    `${what} uses the ${snapshotter} snapshotter, which nothing sets up`,
    'add it to snapshotters, or choose another snapshotter',
  );
}

/** Custom runtimes without a shim. */
export function customRuntimesAlone(): Finding {
  return RULES.customRuntimesAlone.find(
    '',
    'shims is empty, and kata-deploy brings files for shims only, so that no VM of customRuntimes would start',
  );
}

/** An overhead that is switched off. */
export function overheadSwitchedOff(field: string): Finding {
  return RULES.overheadSwitchedOff.find(
    '',
    `${field}.overhead is given with overheadEnabled: false, which leaves it out`,
    'leave one of them out',
  );
}

/** A handler that upstream has for something else. */
export function handlerOfAnotherShim(handler: string, shim: string, meant: string): string {
  return `custom runtime '${handler}' is made from shim '${shim}', and upstream gives that name to shim '${meant}'`;
}

/** A selector on a label that kata-deploy takes away. */
export function ownershipLabelSelected(field: string, label: string): Finding {
  return RULES.ownershipLabel.find(
    '',
    `${field}.nodeSelector has ${label}, which kata-deploy sets itself and takes away again, so that it would uninstall itself`,
  );
}
