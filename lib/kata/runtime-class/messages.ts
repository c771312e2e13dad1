import type { Finding } from '../../validation/finding';
import { RULES } from '../rules';

const list = (names: readonly string[]) => (names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`);

/** A shim that has no RuntimeClass. */
export function classNotInstalled(shim: string, shims: readonly string[]): Finding {
  return RULES.classOfShim.find(
    '',
    `the installation has no RuntimeClass for shim '${shim}': shims are ${shims.join(', ')}`,
    'add it to shims',
  );
}

/** A RuntimeClass that the runtime does not have. */
export function classUnknown(name: string, known: readonly string[]): Finding {
  return RULES.classUnknown.find(
    '',
    `RuntimeClass '${name}' is not one of this runtime, so that the library does not know its VMs: ${list(known)}`,
    'choose one of them, or say which shim is behind it with shim',
  );
}

/** A RuntimeClass with two shims. */
export function classOfAnotherShim(name: string, shim: string, given: string): Finding {
  return RULES.classOfAnotherShim.find('', `shim is '${given}', and RuntimeClass '${name}' is of shim '${shim}'`);
}

/** A RuntimeClass whose pods do not wait for Kata. */
export function classToleratesStartupTaint(name: string, key: string): Finding {
  return RULES.classTolerates.find(
    '',
    `RuntimeClass '${name}' tolerates the startup taint ${key}, so that pods would land before Kata is installed`,
    'name the taints of the nodes one by one, and leave this one out',
  );
}

/** A size that is not there. */
export function unknownSize(name: string, handlers: readonly string[]): Finding {
  const sizes = handlers.map((handler) => handler.replace(/^kata-/, ''));
  return RULES.sizeUnknown.find(
    '',
    `there is no size '${name}': ${sizes.length === 0 ? 'no size was added' : `the sizes are ${sizes.join(', ')}`}`,
  );
}

/** A custom runtime that is not there. */
export function unknownCustomRuntime(handler: string, handlers: readonly string[]): Finding {
  return RULES.customRuntimeUnknown.find('', `the installation has no custom runtime '${handler}': ${list(handlers)}`);
}

/** Several ways to name one class. */
export function severalClasses(fields: readonly string[]): Finding {
  return RULES.classAmbiguous.find(
    '',
    `${fields.join(' and ')} are given, and each of them names a RuntimeClass`,
    'give one',
  );
}

/** Attributes without a class. */
export function noAttributes(): Finding {
  return RULES.attributes.find('', 'neither shims nor classes is given, so that the installation has no RuntimeClass');
}
