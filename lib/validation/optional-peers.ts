/** The optional peers of an entry point. */
export interface OptionalPeers {
  /** The entry points and the verb, as a message says it: `'cdk-kata/gke' needs`. */
  readonly entryPoints: string;

  /** Their names. */
  readonly names: readonly string[];

  /** Arguments of `npm install`, in the versions that are tested. */
  readonly packages: string;

  /**
   * What works without them, behind the command.
   *
   * @default - nothing is said
   */
  readonly otherwise?: string;
}

/** Node's error for a module that is not there. */
function lacks(error: unknown, peer: string): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'MODULE_NOT_FOUND' && message.includes(`'${peer}`);
}

/**
 * Loads optional peers before what imports them, so that a program without them is told what to install.
 *
 * @param peers the peers
 * @param load loads a module of each
 * @throws an error with the command that installs them; any other error as it is
 */
export function loadPeers({ entryPoints, names, packages, otherwise = '' }: OptionalPeers, load: () => void): void {
  try {
    load();
  } catch (error) {
    const peer = names.find((name) => lacks(error, name));
    if (peer === undefined) throw error;
    const message = `cdk-kata: ${peer} is not installed, and ${entryPoints} it; run \`npm install ${packages}\`${otherwise}`;
    throw new Error(message, { cause: error });
  }
}
