import { SHIM_COMPONENTS } from '../../../data/kata/shim-components';
import type { KataShim } from '../../catalogue/kata-shim';
import type { ResolvedInstallation } from '../resolved-installation';

/**
 * Whether the installed shims bring every file of a shim on each of their architectures for which it is built, so that a custom
 * runtime may be based on it.
 */
export function bringsFilesOf(installation: ResolvedInstallation, { name }: KataShim): boolean {
  if (installation.shims.some((shim) => shim.name === name)) return true;
  const needed = Object.hasOwn(SHIM_COMPONENTS, name) ? SHIM_COMPONENTS[name] : undefined;
  if (installation.hasPools || needed === undefined || !Object.hasOwn(installation.release.data.shims, name))
    return false;
  const architectures = installation.architectures.filter((architecture) => needed[architecture] !== undefined);
  return (
    architectures.length > 0 &&
    architectures.every((architecture) => {
      const brought = new Set(
        installation.shimsOf(architecture).flatMap((shim) => SHIM_COMPONENTS[shim.name]?.[architecture] ?? []),
      );
      return needed[architecture]?.every((component) => brought.has(component)) === true;
    })
  );
}
