import { Token } from 'cdktf';
import type { Finding } from '../../../validation/finding';
import { NODE_POOL_RULES } from '../messages';
import { MachineType } from './machine-type';

const { nestedVirtualization, unverifiedNestedVirtualization: UNVERIFIED, fewCpus } = NODE_POOL_RULES;

const FEW = 'virtual machines share them with the daemons of the node';

/** Series to name in a message: general-purpose ones, the default first. */
const SUGGESTED = ['n2', 'c3', 'n4', 'c4'];

/**
 * Whether nodes of a machine type have /dev/kvm. kata-deploy does not look for it.
 *
 * @param machineType the machine type; a token passes, with a warning
 * @param allowUnverified whether the user vouches for a series of which nothing is known, or that has none
 */
export function validateNestedVirtualization(machineType: string, allowUnverified: boolean): Finding[] {
  if (Token.isUnresolved(machineType)) {
    return [UNVERIFIED.find('', 'machineType is only known to Terraform, so that its series is not checked')];
  }
  const machine = MachineType.tryParse(machineType);
  // What is not a machine type is found by the rule about machine types.
  if (machine === undefined) return [];
  const { data, family, cpus } = machine;
  const few =
    cpus !== undefined && cpus < 4 ? [fewCpus.find('', `machineType '${machineType}' has ${cpus} vCPUs: ${FEW}`)] : [];
  const subject = `machineType '${machineType}'`;
  if (machineType.endsWith('-metal')) {
    return [
      ...few,
      UNVERIFIED.find('', `${subject} is bare metal, on which virtual machines under GKE have not been tried`),
    ];
  }
  if (data?.nested === 'allow') return few;
  if (data?.nested === 'warn') {
    return [...few, UNVERIFIED.find('', `${subject} may have no nested virtualization: ${data.reason}`)];
  }
  if (allowUnverified) {
    return [...few, UNVERIFIED.find('', `${subject} is used because allowUnverifiedMachineFamily is set`)];
  }
  const known = `${SUGGESTED.map((it) => it.toUpperCase()).join(', ')} have it: take one such as n2-standard-8`;
  return data === undefined
    ? [
        nestedVirtualization.find(
          '',
          `${subject} is of the unknown series ${family}, which may have no nested virtualization`,
          `${known}, or set allowUnverifiedMachineFamily if you know that ${family} has it`,
        ),
      ]
    : [
        nestedVirtualization.find(
          '',
          `${subject} is of series ${family}, which has no nested virtualization: ${data.reason}`,
          known,
        ),
      ];
}
