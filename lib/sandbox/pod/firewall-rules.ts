import { type Finding, Severity } from '../../validation/finding';
import { Rule } from '../../validation/rule';
import { containersOf, type SandboxedPodSpec, valueAt } from './pod-spec';

/** A firewall within the VM. */
export const GUEST_FIREWALL = new Rule({
  id: 'sandbox/guest-firewall',
  severity: Severity.WARNING,
  meaning:
    'a container may set firewall rules (NET_ADMIN): they hold inside the guest only, where root can remove them, and traffic of the VM ' +
    "does not pass rules in the pod's network namespace on the node",
  fix: 'close the network outside of the guest with NetworkPolicy objects, or acknowledge this where a proxy only redirects',
});

/** Rules about firewalls of pods. */
export const FIREWALL_RULES: readonly Rule[] = [GUEST_FIREWALL];

const CAPABILITY = /^(CAP_)?(NET_ADMIN|ALL)$/;

/**
 * What in a pod spec expects a firewall where a VM has none.
 *
 * @see https://github.com/kata-containers/kata-containers/issues/4080
 */
export function validateFirewall({ path, object, spec }: SandboxedPodSpec): Finding[] {
  return containersOf(spec).flatMap(({ name, role, fields }) => {
    const added = valueAt(fields, 'securityContext.capabilities.add');
    const capability = Array.isArray(added) ? added.find((it) => CAPABILITY.test(String(it))) : undefined;
    return capability === undefined
      ? []
      : [
          GUEST_FIREWALL.find(
            path,
            `${object}: ${role} ${name} adds ${String(capability)}: what it does to the firewall holds in the guest alone`,
          ),
        ];
  });
}
