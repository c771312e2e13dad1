import { SHIM_COMPONENTS } from '../../../data/kata/shim-components';
import type { KataShim } from '../../catalogue/kata-shim';
import type { ResolvedInstallation } from '../resolved-installation';

/** The archives of a shim's files, by architecture; undefined for a shim of a fork. */
export function filesOf({ name }: KataShim): { readonly [architecture: string]: readonly string[] } | undefined {
  return Object.hasOwn(SHIM_COMPONENTS, name) ? SHIM_COMPONENTS[name] : undefined;
}

/**
 * Whether the installed shims bring every file of a shim on each of their architectures for which it is built, so that a custom
 * runtime may be based on it.
 */
export function bringsFilesOf(installation: ResolvedInstallation, shim: KataShim): boolean {
  const { name } = shim;
  if (installation.shims.some((it) => it.name === name)) return true;
  const needed = filesOf(shim);
  if (installation.hasPools || needed === undefined || !Object.hasOwn(installation.release.data.shims, name))
    return false;
  const architectures = installation.architectures.filter((architecture) => needed[architecture] !== undefined);
  return (
    architectures.length > 0 &&
    architectures.every((architecture) => {
      const brought = new Set(installation.shimsOf(architecture).flatMap((it) => filesOf(it)?.[architecture] ?? []));
      return needed[architecture]?.every((component) => brought.has(component)) === true;
    })
  );
}
