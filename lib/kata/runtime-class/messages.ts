const list = (names: readonly string[]) => (names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`);

/** A shim that has no RuntimeClass. */
export function classNotInstalled(shim: string, shims: readonly string[]): string {
  return `the installation has no RuntimeClass for shim '${shim}': shims are ${shims.join(', ')}; add it to shims`;
}

/** A RuntimeClass that the runtime does not have. */
export function classUnknown(name: string, known: readonly string[]): string {
  return (
    `RuntimeClass '${name}' is not one of this runtime, whose VMs the library does not know: ${list(known)}; choose one of them, ` +
    'or say which shim is behind it with shim'
  );
}

/** A RuntimeClass with two shims. */
export function classOfAnotherShim(name: string, shim: string, given: string): string {
  return `shim is '${given}', and RuntimeClass '${name}' is of shim '${shim}'; leave shim out`;
}

/** A RuntimeClass whose pods do not wait for Kata. */
export function classToleratesStartupTaint(name: string, key: string): string {
  return (
    `RuntimeClass '${name}' tolerates the startup taint ${key}, so that pods would land before Kata is installed; name the taints of ` +
    'the nodes one by one, and leave this one out'
  );
}

/** A size that is not there. */
export function unknownSize(name: string, handlers: readonly string[]): string {
  const sizes = handlers.map((handler) => handler.replace(/^kata-/, ''));
  return `there is no size '${name}'; ${sizes.length === 0 ? 'no size was added' : `the sizes are ${sizes.join(', ')}`}; add it with addSize()`;
}

/** A custom runtime that is not there. */
export function unknownCustomRuntime(handler: string, handlers: readonly string[]): string {
  return `the installation has no custom runtime '${handler}': ${list(handlers)}; add it to customRuntimes`;
}

/** Several ways to name one class. */
export function severalClasses(fields: readonly string[]): string {
  return `${fields.join(' and ')} are given, and each of them names a RuntimeClass; give one`;
}

/** Attributes without a class. */
export function noAttributes(): string {
  return 'neither shims nor classes is given, so that the installation has no RuntimeClass; name the shims that it installs';
}
