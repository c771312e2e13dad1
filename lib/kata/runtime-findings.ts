import type { Finding } from '../validation/finding';
import type { KataInstallation } from './install/kata-installation';
import { validatePrevious } from './install/rules/previous-rules';
import { validateRisks } from './install/rules/risks';
import type { KataRuntimeProps } from './kata-runtime-props';
import type { KataRuntimeClasses } from './runtime-class/kata-runtime-classes';
import { validateOverheads } from './sizing/overhead-warnings';

/** What is legal and risky about the installation of a runtime and its classes. */
export function validateRuntime(
  installation: KataInstallation,
  classes: KataRuntimeClasses,
  { cluster, jobs }: KataRuntimeProps,
): Finding[] {
  const { customRuntimes, hasDefaultShims, path, release, shims } = installation;
  const { all, list } = classes;
  const chosen = [
    ...(hasDefaultShims ? [] : shims.map((shim) => list.choose({ shim }))),
    ...customRuntimes.map(({ handler }) => list.choose({ customRuntime: handler })),
  ];
  return [
    ...validateRisks(installation, {
      kubernetesVersion: cluster?.kubernetesVersion,
      namesNodes: jobs?.nodes !== undefined,
    }),
    ...validatePrevious(installation),
    ...validateOverheads(path, release, chosen, all),
  ];
}
