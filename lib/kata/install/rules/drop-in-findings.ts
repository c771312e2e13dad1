import { validateAllowedAnnotations, validateDropIn } from '../../../sandbox/annotations/drop-in-rules';
import type { Finding } from '../../../validation/finding';
import { ShimConfiguration } from '../../sizing/shim-configuration';
import type { ResolvedInstallation } from '../resolved-installation';
import type { CustomRuntime } from '../shim-settings';

/**
 * What drop-ins and lists of allowed annotations of an installation do not do, or should not.
 *
 * @param installation the installation, without shims that its release does not have and without text that is not TOML
 */
export function shimSettingsFindings({ allShimSettings, path, release }: ResolvedInstallation): Finding[] {
  return allShimSettings.flatMap(({ shim, dropIn, allowedHypervisorAnnotations = [] }) => {
    const guest = ShimConfiguration.of({ release, shim });
    const field = `shimSettings.${shim.name}`;
    return [
      ...(dropIn === undefined ? [] : validateDropIn({ path, field: `${field}.dropIn` }, dropIn, guest)),
      ...validateAllowedAnnotations(
        { path, field: `${field}.allowedHypervisorAnnotations` },
        allowedHypervisorAnnotations,
        guest.runtime,
      ),
    ];
  });
}

/**
 * What drop-ins of custom runtimes do not do.
 *
 * @param installation the installation
 * @param runtimes the runtimes, whose shims its release has
 */
export function customRuntimeFindings(
  { path, release }: ResolvedInstallation,
  runtimes: readonly CustomRuntime[],
): Finding[] {
  return runtimes.flatMap(({ dropIn, handler, shim }) =>
    dropIn === undefined
      ? []
      : validateDropIn(
          { path, field: `customRuntimes.${handler}.dropIn` },
          dropIn,
          ShimConfiguration.of({ release, shim }),
        ),
  );
}
